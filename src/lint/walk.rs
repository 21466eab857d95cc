//! What several lints ask of a scene: its relations one by one, and the things in them by the names that the author gave.

use crate::lexicon;
use crate::scene::Scene;
use crate::scene::model::{Element, Kind, Noun, StatementKind, Thing, Verb};

/// Every verb of every relation, with its subjects: clauses belong to the subjects of their statement.
pub(super) fn verbs(scene: &Scene) -> impl Iterator<Item = (&[Noun], &Verb)> {
    let relations = scene.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Relation(relation) => Some(relation),
        _ => None,
    });
    relations.flat_map(|relation| relation.verbs().map(|verb| (relation.subjects.as_slice(), verb)))
}

/// The things that a list names, with the members of groups; words of the author's own are no things.
pub(super) fn things(scene: &Scene, nouns: &[Noun]) -> Vec<Thing> {
    let mut all = Vec::new();
    for (thing, _) in nouns.iter().filter_map(Noun::thing) {
        with_members(scene, thing, &mut all);
    }
    all
}

fn with_members(scene: &Scene, thing: Thing, all: &mut Vec<Thing>) {
    all.push(thing);
    if let Thing::Element(id) = thing
        && let Kind::Group(members) = &scene.element(id).kind
    {
        for member in members {
            with_members(scene, Thing::Element(*member), all);
        }
    }
}

/// The words that name a thing in the scene: `table.book`.
pub(super) fn path(scene: &Scene, thing: Thing) -> String {
    match thing {
        Thing::Element(id) => scene.element(id).name.to_string(),
        Thing::Part(id) => {
            let part = scene.part(id);
            format!("{}.{}", path(scene, part.owner), part.word)
        }
    }
}

/// A thing, its owner, the owner of that, and so on.
pub(super) fn up(scene: &Scene, thing: Thing) -> impl Iterator<Item = Thing> + '_ {
    std::iter::successors(Some(thing), |thing| match thing {
        Thing::Part(id) => Some(scene.part(*id).owner),
        Thing::Element(_) => None,
    })
}

/// Whether a thing is one, and in one place: not several under one name, no crowd, no water, no snow.
pub(super) fn is_single(scene: &Scene, thing: Thing) -> bool {
    let words = match thing {
        Thing::Element(id) if scene.element(id).count > 1 => return false,
        Thing::Element(id) => &scene.element(id).phrase,
        Thing::Part(id) => &scene.part(id).words,
    };
    !lexicon::is_plural(words) && !lexicon::is_spread_out(words)
}

/// The element that a thing is, if it is a whole one.
pub(super) fn whole(scene: &Scene, thing: Thing) -> Option<&Element> {
    match thing {
        Thing::Element(id) => Some(scene.element(id)),
        Thing::Part(_) => None,
    }
}
