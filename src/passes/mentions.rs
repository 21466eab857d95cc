//! What comes in: a statement. What goes out: the elements it speaks of, the members of groups among them.

use std::collections::BTreeSet;

use crate::plan::members;
use crate::scene::model::{
    AspectUse, Clause, ElementId, Noun, Phrase, Relation, Scene, Statement, StatementKind, Thing,
};

/// The elements that must be in the picture for a statement to make sense, in the order of their mention.
pub(super) fn needed(scene: &Scene, kind: &StatementKind) -> Vec<ElementId> {
    let mut things = Vec::new();
    match kind {
        StatementKind::Relation(relation) => of_relation(relation, &mut things),
        StatementKind::Edit(id) => things.push(Thing::Element(*id)),
        StatementKind::Replace(what, with) => of_nouns(what.iter().chain(with), &mut things),
        StatementKind::Remove(what) => of_nouns(what, &mut things),
        StatementKind::Say(phrase) => things.extend(phrase.things()),
        StatementKind::Panels(panels) => things.extend(panels.iter().flat_map(|panel| panel.words.things())),
        StatementKind::Aspect(used) if !used.of.is_empty() => {
            of_nouns(&used.of, &mut things);
            things.extend(used.words.iter().flat_map(Phrase::things));
        }
        StatementKind::Aspect(_) | StatementKind::Keep(_) | StatementKind::Avoid(_) => {}
    }
    elements(scene, &things)
}

/// Every element that a statement mentions.
pub(super) fn all(scene: &Scene, kind: &StatementKind) -> Vec<ElementId> {
    let mut things = Vec::new();
    match kind {
        StatementKind::Aspect(used) => things.extend(of_aspect(used)),
        StatementKind::Keep(keep) => {
            things.extend(&keep.what);
            things.extend(keep.words.iter().flat_map(Phrase::things));
        }
        StatementKind::Avoid(avoid) => {
            things.extend(avoid.from);
            things.extend(avoid.what.iter().flat_map(Phrase::things));
        }
        _ => return needed(scene, kind),
    }
    elements(scene, &things)
}

/// The elements that a statement puts into the picture, or finds there: all but those that only lend a look or are
/// named for what to leave out of them.
pub(super) fn shown(scene: &Scene, kind: &StatementKind) -> Vec<ElementId> {
    match kind {
        StatementKind::Keep(_) => all(scene, kind),
        StatementKind::Aspect(used) if used.of.is_empty() => {
            let place = matches!(&*used.aspect.word, "setting" | "background");
            let source = used.source.filter(|source| place && !source.matching).map(|source| source.thing);
            let holes = used.words.iter().flat_map(Phrase::things);
            elements(scene, &source.into_iter().chain(holes).collect::<Vec<_>>())
        }
        _ => needed(scene, kind),
    }
}

/// What a pass has to do with, apart from what holds everywhere.
pub(super) struct Coming {
    /// What it puts into the picture.
    pub(super) shown: BTreeSet<ElementId>,
    /// The same, and what lends a look.
    pub(super) named: BTreeSet<ElementId>,
}

impl Coming {
    /// Takes in what a statement speaks of; what is left out of a reference brings nothing of it.
    pub(super) fn take_in(&mut self, scene: &Scene, kind: &StatementKind) {
        self.shown.extend(shown(scene, kind));
        if !matches!(kind, StatementKind::Avoid(_)) {
            self.named.extend(all(scene, kind));
        }
    }
}

/// What nothing but an `avoid` names, so that no pass has to do with it.
pub(super) fn only_avoided<'s>(scene: &'s Scene, inner: impl Iterator<Item = &'s Statement>) -> BTreeSet<ElementId> {
    let avoids = |one: &&Statement| matches!(one.kind, StatementKind::Avoid(_));
    let (avoids, others): (Vec<&Statement>, Vec<&Statement>) = scene.statements.iter().chain(inner).partition(avoids);
    let from = |one: &&Statement| match &one.kind {
        StatementKind::Avoid(avoid) => avoid.from.map(|from| scene.owner(from)),
        _ => None,
    };
    let mut only: BTreeSet<ElementId> = avoids.iter().filter_map(from).collect();
    for id in others.iter().filter(|_| !avoids.is_empty()).flat_map(|one| all(scene, &one.kind)) {
        only.remove(&id);
    }
    only
}

/// Whether an `avoid` is about one of these.
pub(super) fn is_about(scene: &Scene, kind: &StatementKind, these: &BTreeSet<ElementId>) -> bool {
    let StatementKind::Avoid(avoid) = kind else { return false };
    avoid.from.is_some_and(|from| these.contains(&scene.owner(from)))
}

/// Whether a statement is about the whole picture and so holds in every pass.
pub(super) fn holds_everywhere(kind: &StatementKind) -> bool {
    match kind {
        StatementKind::Aspect(used) => used.of.is_empty(),
        StatementKind::Avoid(_) => true,
        _ => false,
    }
}

/// Whether a statement is for each pass to say or to leave out, and not for one of them only.
pub(super) fn lasts(kind: &StatementKind) -> bool {
    holds_everywhere(kind) || matches!(kind, StatementKind::Keep(_))
}

fn elements(scene: &Scene, things: &[Thing]) -> Vec<ElementId> {
    let mut seen = BTreeSet::new();
    things.iter().flat_map(|thing| members(scene, *thing)).filter(|id| seen.insert(*id)).collect()
}

fn of_relation(relation: &Relation, things: &mut Vec<Thing>) {
    of_nouns(relation.subjects.iter().chain(&relation.verb.objects), things);
    // Clauses are walked in their order, words between objects.
    for clause in &relation.clauses {
        match clause {
            Clause::Verb(verb) => of_nouns(&verb.objects, things),
            Clause::Words(phrase) => things.extend(phrase.things()),
            Clause::Adverb(_) | Clause::Participles(_) => {}
        }
    }
}

/// The elements in a list of nouns, the members of groups among them.
pub(super) fn of_list(scene: &Scene, list: &[Noun]) -> Vec<ElementId> {
    let mut things = Vec::new();
    of_nouns(list, &mut things);
    elements(scene, &things)
}

fn of_nouns<'n>(nouns: impl IntoIterator<Item = &'n Noun>, things: &mut Vec<Thing>) {
    things.extend(nouns.into_iter().flat_map(Noun::things));
}

fn of_aspect(used: &AspectUse) -> Vec<Thing> {
    let mut things: Vec<Thing> = used.of.iter().flat_map(Noun::things).collect();
    things.extend(used.source.map(|source| source.thing));
    things.extend(used.words.iter().flat_map(Phrase::things));
    things
}
