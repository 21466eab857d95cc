//! What comes in: a planned and worded pass. What goes out: everything that is sent for it, and where its words come from.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::emit::{BoundingBox, Mention, ModelSettings, Pass, Reference, ReferenceImage, Settings, Stretch, Task};
use crate::emit::{limits, served};
use crate::passes::Stage;
use crate::plan::Plan;
use crate::realise::words::Words;
use crate::realise::{self, Bound, Prompt};
use crate::scene::model::ImageId;
use crate::scene::{self, Scene};
use crate::source::{Photo, Span};
use crate::target::{self, Cost, Profile, Service, Target};

/// All of an image: its edges in thousandths.
const WHOLE: [u16; 4] = [0, 0, 1000, 1000];

/// One pass with its task; `earlier` are those whose pictures it may need.
pub(super) fn pass(
    stage: &Stage<'_>,
    plan: &Plan<'_>,
    prompt: Prompt,
    (settings, profile, service): (&Settings, &Profile, &Service),
    earlier: &[Pass],
) -> Pass {
    let stretch = |stretch: &realise::words::Stretch| Stretch {
        start: stretch.start,
        end: stretch.end,
        span: stretch.cause.span,
        rule: stretch.cause.rule,
    };
    let mention = |mention: &realise::words::Mention| Mention {
        start: mention.start,
        end: mention.end,
        element: mention.element.0 as usize,
    };
    let references = references(plan);
    let images = plan.images.iter().zip(&references).map(|(id, reference)| {
        // A picture that is still to be made is named by the task that makes it.
        match plan.scene.images[id.0 as usize].made_by.and_then(|index| earlier.get(index)) {
            Some(pass) => format!("{}{}", target::RESULT, pass.task.task_uuid),
            None => reference.source.to_string(),
        }
    });
    let images: Vec<String> = images.collect();
    // The prices that are known are those of the service of tasks.
    let cost = if service.takes_tasks() {
        profile.cost(settings.size, settings.results.unwrap_or(1), images.len())
    } else {
        Cost::Unknown
    };
    Pass {
        name: stage.name.clone(),
        depends_on: stage.depends_on.iter().filter_map(|index| Some(earlier.get(*index)?.name.clone())).collect(),
        why: stage.why.clone(),
        opening: plan.opening.name(),
        stretches: prompt.words.stretches.iter().map(stretch).collect(),
        mentions: prompt.words.mentions.iter().map(mention).collect(),
        task: task(settings, &prompt, images),
        prompt: prompt.words.text,
        sentences: prompt.sentences,
        references,
        cost,
    }
}

/// The task of a prompt, with all that its words rest on.
fn task(settings: &Settings, prompt: &Prompt, images: Vec<String>) -> Task {
    let mut task = Task::new(settings, &prompt.words.text, Vec::new());
    task.negative_prompt = Some(prompt.negative.text.clone()).filter(|words| !words.is_empty());
    let bound = |bound: &Bound| BoundingBox {
        id: bound.id.to_string(),
        description: bound.description.clone(),
        reference_index: bound.position.saturating_sub(1),
        source_box: WHOLE,
        target_box: bound.area,
    };
    let boxes: Vec<BoundingBox> = prompt.boxes.iter().map(bound).collect();
    task.settings = if boxes.is_empty() { None } else { Some(ModelSettings { bounding_boxes: boxes }) };
    let tagged = |(at, image): (usize, String)| match prompt.tags.get(at) {
        Some(tag) => ReferenceImage::Tagged { image, tag: tag.to_string() },
        None => ReferenceImage::Plain(image),
    };
    task.with_references(images.into_iter().enumerate().map(tagged).collect())
}

/// Where each reference that is sent is written.
pub(super) fn places(plan: &Plan<'_>) -> Vec<Span> {
    plan.images.iter().map(|id| plan.scene.images[id.0 as usize].span).collect()
}

/// The model of a pass that has one of its own.
pub(super) fn made_by<'a>(
    own: &scene::settings::Settings,
    scene: &Scene,
    target: Target<'a>,
    found: &mut Vec<Diagnostic>,
) -> Option<&'a target::Profile> {
    if own.model == scene.settings.model { None } else { limits::model(own, target, found) }
}

/// The statement that adds most to the prompt of a pass, the first of several.
pub(super) fn most_said(made: &Pass) -> Span {
    heaviest(made.stretches.iter().map(|stretch| (stretch.span, stretch.end - stretch.start)))
}

/// The statement that adds most to words, the first of several.
pub(super) fn most_of(words: &Words) -> Span {
    heaviest(words.stretches.iter().map(|stretch| (stretch.cause.span, stretch.end - stretch.start)))
}

fn heaviest(stretches: impl Iterator<Item = (Span, usize)>) -> Span {
    let mut weights: BTreeMap<Span, usize> = BTreeMap::new();
    for (span, bytes) in stretches {
        *weights.entry(span).or_default() += bytes;
    }
    weights.into_iter().rev().max_by_key(|(_, weight)| *weight).map(|(span, _)| span).unwrap_or_default()
}

/// What of a pass the service has no place for.
pub(super) fn refused(
    made: &Pass,
    plan: &Plan<'_>,
    photos: &[Option<Rc<Photo>>],
    service: &Service,
) -> Vec<Diagnostic> {
    let photo = |id: &ImageId| photos.get(id.0 as usize)?.as_deref();
    let images = plan.images.iter().zip(places(plan));
    let images: Vec<_> = images.map(|(id, span)| served::Image { span, photo: photo(id) }).collect();
    served::refused(&made.task, &images, || most_said(made), service)
}

fn references(plan: &Plan<'_>) -> Vec<Reference> {
    let scene = plan.scene;
    let shown = |image| scene.element_ids().find(|id| scene.element(*id).images.contains(image));
    plan.images
        .iter()
        .map(|id| {
            let image = &scene.images[id.0 as usize];
            Reference {
                elements: plan.shown_by(*id),
                source: image.source.clone(),
                element: shown(id).map_or(0, |id| id.0 as usize),
                span: image.span,
            }
        })
        .collect()
}
