//! What comes in: what a planned pass brings in. What goes out: why, as a person would say it: "adds the cup and the lamp
//! on the desk". It speaks of things by their names in the scene.

use std::collections::BTreeSet;

use crate::lexicon::Class;
use crate::scene::Scene;
use crate::scene::model::{ElementId, Noun, StatementKind, Thing, Verb};

use super::mentions;

/// How a thing is connected with another: `beside`, `the sofa`.
#[derive(PartialEq, Eq)]
struct Link {
    how: String,
    other: String,
}

/// Things that are said together.
struct Row {
    names: Vec<String>,
    link: Option<Link>,
}

/// What a pass adds, and how each thing is connected with what was there before it.
pub(super) fn why(scene: &Scene, first: bool, brought: &[ElementId], before: &BTreeSet<ElementId>) -> String {
    let mut there = before.clone();
    let mut rows: Vec<Row> = Vec::new();
    for id in brought {
        let link = link(scene, *id, &there);
        there.insert(*id);
        match rows.last_mut() {
            Some(row) if row.link == link => row.names.push(name(scene, *id)),
            _ => rows.push(Row { names: vec![name(scene, *id)], link }),
        }
    }
    let verb = if first { "begins with" } else { "adds" };
    let said: Vec<String> = rows.iter().map(Row::said).collect();
    // A row with an "and" of its own is set apart by a comma.
    match said.as_slice() {
        [] => format!("{verb} nothing new"),
        [rest @ .., last] if rest.iter().chain([last]).any(|row| row.contains(" and ")) && !rest.is_empty() => {
            format!("{verb} {}, and {last}", rest.join(", "))
        }
        all => format!("{verb} {}", listed(all)),
    }
}

impl Row {
    fn said(&self) -> String {
        let names = listed(&self.names);
        match &self.link {
            Some(Link { how, other }) => format!("{names} {how} {other}"),
            None => names,
        }
    }
}

/// How a thing is connected with something that is there, by the first statement that says so; best is one about it.
fn link(scene: &Scene, id: ElementId, there: &BTreeSet<ElementId>) -> Option<Link> {
    let shown = |other: &ElementId| *other != id && there.contains(other);
    let mut loose = None;
    for statement in &scene.statements {
        let needed = mentions::needed(scene, &statement.kind);
        let Some(other) = needed.iter().copied().find(shown).filter(|_| needed.contains(&id)) else { continue };
        let mut how = "with";
        match &statement.kind {
            StatementKind::Relation(relation) => {
                let subject = mentions::of_list(scene, &relation.subjects).contains(&id);
                for verb in relation.verbs() {
                    let objects = mentions::of_list(scene, &verb.objects);
                    if subject && let Some(noun) = verb.objects.iter().find(|noun| is_shown(scene, noun, &shown)) {
                        return Some(Link { how: place(verb), other: called(scene, noun) });
                    }
                    if objects.contains(&id) && is_gear(verb) {
                        how = "for";
                    }
                }
            }
            StatementKind::Replace(what, _) => {
                if let Some(noun) = what.iter().find(|noun| is_shown(scene, noun, &shown)) {
                    return Some(Link { how: "in place of".to_owned(), other: called(scene, noun) });
                }
            }
            _ => {}
        }
        loose = loose.or_else(|| Some(Link { how: how.to_owned(), other: name(scene, other) }));
    }
    loose
}

fn is_shown(scene: &Scene, noun: &Noun, shown: &dyn Fn(&ElementId) -> bool) -> bool {
    mentions::of_list(scene, std::slice::from_ref(noun)).iter().any(shown)
}

fn is_gear(verb: &Verb) -> bool {
    verb.relations.iter().any(|relation| matches!(relation.class, Class::Garment | Class::Holding))
}

/// `beside`, `to the left of`, `leaning against`. How a thing stands in its place is left out.
fn place(verb: &Verb) -> String {
    let Some(relation) = verb.relations.last() else { return "with".to_owned() };
    let plain = matches!(relation.class, Class::Support | Class::Containment | Class::Order);
    match (relation.participle.as_str(), relation.preposition.as_str()) {
        ("", "") => "with".to_owned(),
        ("", words) | (words, "") => words.to_owned(),
        (_, preposition) if plain => preposition.to_owned(),
        (participle, preposition) => format!("{participle} {preposition}"),
    }
}

/// A noun in the words of the scene: `the sofa`, `the bay window`.
fn called(scene: &Scene, noun: &Noun) -> String {
    match noun {
        Noun::Thing(Thing::Element(id), _) => name(scene, *id),
        Noun::Thing(Thing::Part(id), _) => format!("the {}", scene.part(*id).words),
        Noun::Phrase(phrase) => {
            phrase.things().next().map_or_else(String::new, |thing| name(scene, scene.owner(thing)))
        }
    }
}

/// `the coffee table`, `Vera`
fn name(scene: &Scene, id: ElementId) -> String {
    let element = scene.element(id);
    element.title.as_ref().map_or_else(|| format!("the {}", element.name.replace('_', " ")), ToString::to_string)
}

/// `a, b and c`
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
