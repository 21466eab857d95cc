//! What comes in: a scene. What goes out: which of its elements a relation may move, and which stay where a picture has
//! them or have no place of their own: backdrops, edited pictures, and what lives in the picture of an earlier pass.

use crate::plan::{members, usage};
use crate::scene::model::{ElementId, Kind, Noun, Relation, Scene, StatementKind, Thing, Verb};

use super::words::{self, Piece};

/// By element: which may have an area, and which stay where they are.
pub(super) struct Standing {
    pub(super) free: Vec<bool>,
    pub(super) fixed: Vec<bool>,
}

impl Standing {
    pub(super) fn of(scene: &Scene) -> Self {
        let usages = usage::usages(scene);
        let edited = scene.edit().map(|(id, _)| id);
        let mut moved = vec![false; scene.elements.len()];
        // What had to wait for something new is about that, and moves nothing that was there.
        for (relation, _) in relations(scene).filter(|(_, waited)| !waited) {
            if relation.verbs().any(is_spatial) {
                for id in elements(scene, &relation.subjects) {
                    moved[id.0 as usize] = true;
                }
            }
        }
        let mut fixed = vec![false; scene.elements.len()];
        let mut free = vec![false; scene.elements.len()];
        for id in scene.element_ids() {
            let (at, element) = (id.0 as usize, scene.element(id));
            let whole = edited == Some(id) || element.lives.is_some_and(|life| life.whole);
            fixed[at] = whole || (is_in_picture(scene, id, edited) && !moved[at]);
            free[at] = !fixed[at] && !usage::is_backdrop(scene, id, &usages.of[at]);
        }
        for id in exchanged(scene) {
            (fixed[id.0 as usize], free[id.0 as usize]) = (true, false);
        }
        for id in pieces(scene) {
            free[id.0 as usize] = false;
        }
        Self { free, fixed }
    }
}

/// What goes, and what comes in the place of something else and so has its place.
fn exchanged(scene: &Scene) -> Vec<ElementId> {
    let mut all = Vec::new();
    for statement in &scene.statements {
        match &statement.kind {
            StatementKind::Replace(what, with) => all.extend(elements(scene, what).chain(elements(scene, with))),
            StatementKind::Remove(what) => all.extend(elements(scene, what)),
            _ => {}
        }
    }
    all
}

/// What is a piece of something else.
fn pieces(scene: &Scene) -> Vec<ElementId> {
    let mut all = Vec::new();
    for (relation, _) in relations(scene) {
        for verb in relation.verbs().filter(|verb| !verb.objects.is_empty()) {
            for piece in verb.relations.iter().filter_map(words::piece) {
                let nouns = if piece == Piece::Subject { &relation.subjects } else { &verb.objects };
                all.extend(elements(scene, nouns));
            }
        }
    }
    all
}

/// Whether an element is in the picture that is edited.
fn is_in_picture(scene: &Scene, id: ElementId, edited: Option<ElementId>) -> bool {
    let element = scene.element(id);
    let Some(edited) = edited else { return element.lives.is_some() };
    let shown = &scene.element(edited).images;
    element.lives.is_some() || (!element.images.is_empty() && element.images.iter().all(|image| shown.contains(image)))
}

/// The relations of a scene, and whether each had to wait for this pass.
pub(super) fn relations(scene: &Scene) -> impl Iterator<Item = (&Relation, bool)> {
    scene.statements.iter().filter(|statement| !statement.held).filter_map(|statement| match &statement.kind {
        StatementKind::Relation(relation) => Some((relation, statement.waited)),
        _ => None,
    })
}

/// Whether a verb says anything of places.
fn is_spatial(verb: &Verb) -> bool {
    verb.relations.iter().any(|word| words::frame(word).is_some() || words::flanks(word).is_some())
}

/// The things that a list names, groups by their members; words of the author's own are none.
pub(super) fn things(scene: &Scene, nouns: &[Noun]) -> Vec<Thing> {
    let mut all = Vec::new();
    for (thing, _) in nouns.iter().filter_map(Noun::thing) {
        match thing {
            Thing::Part(_) => all.push(thing),
            Thing::Element(_) => {
                let single = |id: &ElementId| !matches!(scene.element(*id).kind, Kind::Group(_));
                all.extend(members(scene, thing).into_iter().filter(single).map(Thing::Element));
            }
        }
    }
    all.retain(|thing| !scene.element(scene.owner(*thing)).absent);
    all
}

fn elements(scene: &Scene, nouns: &[Noun]) -> impl Iterator<Item = ElementId> {
    things(scene, nouns).into_iter().filter_map(|thing| match thing {
        Thing::Element(id) => Some(id),
        Thing::Part(_) => None,
    })
}
