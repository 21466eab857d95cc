//! What comes in: the plan of an edit. What goes out: its changes in order: a description of something new follows the
//! change that brings it in, and references that nothing places are added at the end.

use crate::scene::model::{AspectUse, ElementId, Kind, Noun, Relation, Scene, StatementKind, Thing};
use crate::source::Span;

use super::Plan;

/// One change of the edited picture.
#[derive(Debug, Clone, Copy)]
pub struct Change<'s> {
    /// The statement it comes from.
    pub span: Span,
    /// What changes.
    pub kind: ChangeKind<'s>,
    /// Whether its statement had to wait for this pass.
    pub waited: bool,
}

/// What changes.
#[derive(Debug, Clone, Copy)]
pub enum ChangeKind<'s> {
    /// One thing for another.
    Replace(&'s [Noun], &'s [Noun]),
    /// Something goes.
    Remove(&'s [Noun]),
    /// Something new comes, or something present changes.
    Relation(&'s Relation),
    /// The look of something, or of the whole picture.
    Aspect(&'s AspectUse),
    /// A reference that no statement places.
    Add(ElementId),
}

/// The changes of an edit, in the order in which they are said.
#[must_use]
pub fn changes<'s>(plan: &Plan<'s>) -> Vec<Change<'s>> {
    let scene = plan.scene;
    let mut changes: Vec<Change<'s>> = Vec::new();
    let mut waiting: Vec<(Change<'s>, ElementId)> = Vec::new();
    let mut present: Vec<ElementId> = present_at_first(plan);
    for statement in scene.statements.iter().filter(|statement| !statement.held) {
        let kind = match &statement.kind {
            StatementKind::Replace(what, with) => ChangeKind::Replace(what, with),
            StatementKind::Remove(what) => ChangeKind::Remove(what),
            StatementKind::Relation(relation) => ChangeKind::Relation(relation),
            StatementKind::Aspect(used) => ChangeKind::Aspect(used),
            _ => continue,
        };
        if plan.shot.is_some_and(|(_, span)| span == statement.span) {
            continue;
        }
        let change = Change { span: statement.span, kind, waited: statement.waited };
        if let ChangeKind::Aspect(used) = kind
            && let Some(newcomer) = newcomer(plan, used, &present)
        {
            waiting.push((change, newcomer));
            continue;
        }
        changes.push(change);
        present.extend(introduced(scene, kind));
        let (due, still): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, id)| present.contains(id));
        changes.extend(due.into_iter().map(|(change, _)| change));
        waiting = still;
    }
    changes.extend(waiting.into_iter().map(|(change, _)| change));
    changes.extend(unplaced(plan));
    changes
}

/// Elements that the edited image shows.
#[must_use]
pub fn present_at_first(plan: &Plan<'_>) -> Vec<ElementId> {
    let Some(edited) = plan.edited() else { return Vec::new() };
    let images = &plan.scene.element(edited).images;
    let shown = |id: &ElementId| {
        let own = &plan.scene.element(*id).images;
        let lives = plan.scene.element(*id).lives.is_some();
        lives || (!own.is_empty() && own.iter().all(|image| images.contains(image)))
    };
    plan.scene.element_ids().filter(shown).collect()
}

/// The elements that a change brings into the picture.
#[must_use]
pub fn introduced(scene: &Scene, kind: ChangeKind<'_>) -> Vec<ElementId> {
    let of = |nouns: &[Noun]| -> Vec<ElementId> {
        nouns.iter().flat_map(Noun::things).flat_map(|thing| super::members(scene, thing)).collect()
    };
    match kind {
        ChangeKind::Replace(_, with) => of(with),
        ChangeKind::Relation(relation) => super::nouns_of(relation).into_iter().flat_map(of).collect(),
        ChangeKind::Aspect(used) => of(&used.of),
        ChangeKind::Add(id) => vec![id],
        ChangeKind::Remove(_) => Vec::new(),
    }
}

/// The new element that an aspect describes, if a later statement brings it in.
fn newcomer(plan: &Plan<'_>, used: &AspectUse, present: &[ElementId]) -> Option<ElementId> {
    let absent = used.of.iter().filter_map(|noun| match noun {
        Noun::Thing(Thing::Element(id), _) if !present.contains(id) => Some(*id),
        _ => None,
    });
    absent.into_iter().find(|id| plan.is_placed(*id))
}

fn unplaced<'s>(plan: &Plan<'s>) -> impl Iterator<Item = Change<'s>> {
    let scene = plan.scene;
    let present = present_at_first(plan);
    let described: Vec<ElementId> = scene
        .statements
        .iter()
        .filter_map(|statement| match &statement.kind {
            StatementKind::Aspect(used) => Some(introduced(scene, ChangeKind::Aspect(used))),
            _ => None,
        })
        .flatten()
        .collect();
    let wanted: Vec<ElementId> = scene
        .element_ids()
        .filter(|id| {
            let usage = &plan.usages.of[id.0 as usize];
            let kind = &scene.element(*id).kind;
            let shown = match kind {
                Kind::Reference => usage.is_content(),
                Kind::Prop | Kind::Text(_) => true,
                Kind::Group(_) => false,
            };
            shown && !usage.placed && !usage.setting && !present.contains(id) && !described.contains(id)
        })
        .collect();
    wanted.into_iter().map(|id| Change { span: scene.element(id).span, kind: ChangeKind::Add(id), waited: false })
}
