//! What comes in: the relations of a scene. What goes out: what each element stands on, and what it holds or wears, so
//! that a table comes before the cup and a rider with the sword. Absent: in which pass anything comes.

use std::collections::BTreeSet;

use crate::lexicon::Class;
use crate::scene::Scene;
use crate::scene::model::{ElementId, Noun, Relation, StatementKind, Verb};

use super::mentions;

/// What belongs to each element, by its id.
#[derive(Debug, Default)]
pub(super) struct Bonds {
    /// What it stands on or in, leans against or is fixed to.
    grounds: Vec<Vec<ElementId>>,
    /// What it wears and what it has in hand.
    gear: Vec<Vec<ElementId>>,
}

impl Bonds {
    /// The bonds of a scene, between elements that are shown.
    pub(super) fn of(scene: &Scene, shown: &[ElementId]) -> Self {
        let empty = vec![Vec::new(); scene.elements.len()];
        let mut bonds = Self { grounds: empty.clone(), gear: empty };
        let shown: BTreeSet<ElementId> = shown.iter().copied().collect();
        for statement in &scene.statements {
            let StatementKind::Relation(relation) = &statement.kind else { continue };
            bonds.relation(scene, relation, &shown);
        }
        bonds
    }

    fn relation(&mut self, scene: &Scene, relation: &Relation, shown: &BTreeSet<ElementId>) {
        let elements = |list: &[Noun]| -> Vec<ElementId> {
            let all = mentions::of_list(scene, list).into_iter();
            all.filter(|id| shown.contains(id)).collect()
        };
        let subjects = elements(&relation.subjects);
        for verb in relation.verbs() {
            let objects = elements(&verb.objects);
            for (one, other) in subjects.iter().flat_map(|one| objects.iter().map(move |other| (*one, *other))) {
                match bond(verb) {
                    _ if one == other => {}
                    Some(Bond::Ground) => add(&mut self.grounds, one, other),
                    Some(Bond::Gear) => add(&mut self.gear, one, other),
                    Some(Bond::GearOf) => add(&mut self.gear, other, one),
                    None => {}
                }
            }
        }
    }

    /// An element behind all that it stands on and that is not there, the lowest first.
    pub(super) fn grounded(&self, id: ElementId, there: &dyn Fn(ElementId) -> bool, out: &mut Vec<ElementId>) {
        let mut seen: BTreeSet<ElementId> = out.iter().copied().collect();
        self.descend(id, there, &mut seen, out);
    }

    fn descend(
        &self,
        id: ElementId,
        there: &dyn Fn(ElementId) -> bool,
        seen: &mut BTreeSet<ElementId>,
        out: &mut Vec<ElementId>,
    ) {
        if there(id) || !seen.insert(id) {
            return;
        }
        for ground in &self.grounds[id.0 as usize] {
            self.descend(*ground, there, seen, out);
        }
        out.push(id);
    }

    /// What an element wears and has in hand.
    pub(super) fn gear(&self, id: ElementId) -> &[ElementId] {
        &self.gear[id.0 as usize]
    }
}

enum Bond {
    /// The object is the ground of the subject.
    Ground,
    /// The subject wears or holds the object.
    Gear,
    /// The object wears or holds the subject.
    GearOf,
}

fn bond(verb: &Verb) -> Option<Bond> {
    let relation = verb.relations.first()?;
    match relation.class {
        Class::Support | Class::Containment | Class::Contact | Class::Attachment => Some(Bond::Ground),
        Class::Garment | Class::Holding if relation.preposition == "by" => Some(Bond::GearOf),
        Class::Garment | Class::Holding => Some(Bond::Gear),
        _ => None,
    }
}

fn add(lists: &mut [Vec<ElementId>], id: ElementId, other: ElementId) {
    let list = &mut lists[id.0 as usize];
    if !list.contains(&other) {
        list.push(other);
    }
}
