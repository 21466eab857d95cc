//! Photographs of things that are placed in another picture, and that do not stand on a plain background: what stands
//! around them may come along.

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::Class;
use crate::plan::{self, opening::Opening};
use crate::scene::model::{ElementId, ImageId, Noun, Verb};

/// How much of the border may differ from its own color. Things on paper, in soft light or with a shadow have up to
/// 0.31, a room or a street from 0.34 on.
const PLAIN: f32 = 0.33;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    // What is repainted stays where it is.
    if matches!(context.plan.opening, Opening::Repaint(_)) {
        return;
    }
    let places = places(context);
    for sent in context.sent() {
        let busy = sent.photo.pixels.is_some_and(|pixels| pixels.busyness > PLAIN);
        if !busy || !is_taken_out(context, sent.id, &places) {
            continue;
        }
        findings.push(
            Diagnostic::new(
                Code::BusyReference,
                sent.image.span,
                format!("`{}` does not show its subject on a plain background", sent.name()),
            )
            .help("crop it or clear its background; if it is the place of the scene, write `role: backdrop`"),
        );
    }
}

/// Whether an image shows something that is put into another picture, and no place.
fn is_taken_out(context: &Context<'_>, image: ImageId, places: &[ElementId]) -> bool {
    let plan = context.plan;
    let shown = |id: &ElementId| context.scene.element(*id).images.contains(&image);
    let place = |id: &ElementId| plan.is_backdrop(*id) || plan.edited() == Some(*id) || places.contains(id);
    !context.scene.element_ids().filter(shown).any(|id| place(&id)) && context.shows_content(image)
}

/// What things rest on or stand before without resting on anything itself: it brings its surroundings along.
fn places(context: &Context<'_>) -> Vec<ElementId> {
    let carrying = |verb: &Verb| verb.relations.iter().any(|relation| relation.class == Class::Support);
    let carriers = walk::verbs(context.scene).filter(|(_, verb)| carrying(verb)).flat_map(|(_, verb)| &verb.objects);
    let things = carriers.filter_map(Noun::thing).flat_map(|(thing, _)| plan::members(context.scene, thing));
    things.filter(|id| !context.plan.usage(*id).subject).collect()
}
