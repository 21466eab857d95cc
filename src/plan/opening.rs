//! What comes in: what the scene holds. What goes out: the opening, the first that fits.

use crate::scene::model::{ElementId, ImageId, Noun, Relation, Scene, StatementKind, Thing};
use crate::source::Span;

use super::Plan;
use super::usage::Usages;

/// How a prompt begins.
#[derive(Debug)]
pub enum Opening<'s> {
    /// `Edit the living room in the first image: ...`
    Edit(ElementId, Span),
    /// `Repaint the harbor from the first image in the ... style of the second image, ...`
    Repaint(ElementId),
    /// `Place the mug from the first image onto the shelf from the second image, ...`
    Lead(&'s Relation, Span),
    /// `Combine the chef from the first image and the cat from the second image into one scene: ...`
    Combine,
    /// `Combine all twelve reference images into one scene.`
    CombineMany(Extent),
    /// `Create one scene: the fox from the first image sleeping in the snow.`
    Create,
}

/// Which images hold the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    All(usize),
    /// The first ones.
    First(usize),
    /// They do not stand in one run from the first.
    Scattered,
}

impl Opening<'_> {
    /// Whether the body describes once more what the opening introduced.
    #[must_use]
    pub fn is_said_again(&self) -> bool {
        matches!(self, Self::Combine | Self::Create | Self::Repaint(_))
    }

    /// The opening's name, for outputs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Edit(..) => "edit",
            Self::Repaint(_) => "repaint",
            Self::Lead(..) => "lead",
            Self::Combine | Self::CombineMany(_) => "combine",
            Self::Create => "create",
        }
    }
}

/// Chooses the opening.
#[must_use]
pub fn choose<'s>(scene: &'s Scene, plan: &Plan<'s>, usages: &Usages) -> Opening<'s> {
    let references = distinct(scene, &plan.content);
    let mut relations = scene.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Relation(relation) => Some((relation, statement.span)),
        _ => None,
    });
    if let Some((id, span)) = scene.edit() {
        return Opening::Edit(id, span);
    }
    let first = relations.next();
    if let (1, None, [only]) = (references, first, plan.content.as_slice())
        && plan.aspects.iter().any(|(used, _)| {
            let elsewhere = |thing: Thing| !usages.of[scene.owner(thing).0 as usize].is_content();
            used.aspect.word == "style" && used.source.is_some_and(|source| !source.matching && elsewhere(source.thing))
        })
    {
        return Opening::Repaint(*only);
    }
    if let (2..=4, Some((relation, span)), None, None) = (references, first, plan.shot, plan.panels)
        && relation.lead().is_some()
        && plan.content.iter().all(|id| in_relations(scene, *id))
    {
        return Opening::Lead(relation, span);
    }
    match references {
        0 | 1 => Opening::Create,
        2..=4 => Opening::Combine,
        _ => Opening::CombineMany(extent(scene, plan)),
    }
}

/// Content references: elements that are shown by the same images count once.
fn distinct(scene: &Scene, content: &[ElementId]) -> usize {
    let mut seen: Vec<&[ImageId]> = Vec::new();
    for id in content {
        let images = scene.element(*id).images.as_slice();
        if !seen.contains(&images) {
            seen.push(images);
        }
    }
    seen.len()
}

fn in_relations(scene: &Scene, id: ElementId) -> bool {
    let mentions =
        |nouns: &[Noun]| nouns.iter().flat_map(Noun::things).any(|thing| super::members(scene, thing).contains(&id));
    scene.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Relation(relation) => super::nouns_of(relation).into_iter().any(mentions),
        _ => false,
    })
}

fn extent(scene: &Scene, plan: &Plan<'_>) -> Extent {
    let mut positions: Vec<usize> = Vec::new();
    for id in &plan.content {
        for image in &scene.element(*id).images {
            let position = plan.position(*image);
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }
    let count = positions.len();
    let run = positions.iter().max() == Some(&count);
    match (run, count == plan.images.len()) {
        (_, true) => Extent::All(count),
        (true, false) => Extent::First(count),
        (false, false) => Extent::Scattered,
    }
}
