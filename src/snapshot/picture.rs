//! What comes in: a compiled pass. What goes out: everything that is sent for it, line by line, and the statements that its
//! words come from. The id of the task is left out: it is made from the rest.

use super::escape::{escaped, source, statement};
use super::{Picture, Reference};
use crate::emit::{Pass, ReferenceImage, Task};
use crate::format::one_line;
use crate::source::SourceMap;
use crate::target::Cost;

/// What is sent for one picture; its name counts only if there are several.
pub(super) fn picture(pass: &Pass, several: bool) -> Picture {
    let shown = |reference: &crate::emit::Reference| Reference {
        elements: escaped(&reference.elements.join(", ")),
        source: source(&reference.source),
    };
    let sentence = |range: &std::ops::Range<usize>| escaped(pass.prompt.get(range.clone()).unwrap_or_default());
    Picture {
        pass: if several { escaped(&pass.name) } else { String::new() },
        references: pass.references.iter().map(shown).collect(),
        prompt: pass.sentences.iter().map(sentence).collect(),
        settings: settings(&pass.task, &pass.cost),
    }
}

/// The settings of a task. Everything in a task is either here or elsewhere in the picture.
fn settings(task: &Task, cost: &Cost) -> Vec<(String, String)> {
    let Task {
        task_type: _,
        task_uuid: _,
        model,
        positive_prompt: _,
        width,
        height,
        negative_prompt,
        number_results,
        seed,
        output_format,
        output_quality,
        settings,
        inputs,
    } = task;
    let mut out = Vec::new();
    let mut set = |name: &str, value: Option<String>| out.extend(value.map(|value| (name.to_owned(), escaped(&value))));
    set("model", Some(model.clone()));
    set("size", width.zip(*height).map(|(width, height)| format!("{width} x {height}")));
    set("results", number_results.map(|results| results.to_string()));
    set("seed", seed.map(|seed| seed.to_string()));
    set("format", output_format.clone());
    set("quality", output_quality.map(|quality| quality.to_string()));
    set("negative", negative_prompt.clone());
    let images = inputs.iter().flat_map(|inputs| &inputs.reference_images);
    for (at, image) in images.enumerate() {
        if let ReferenceImage::Tagged { tag, .. } = image {
            set(&format!("tag-{}", at + 1), Some(tag.clone()));
        }
    }
    for (at, thing) in settings.iter().flat_map(|settings| &settings.bounding_boxes).enumerate() {
        let target = thing.target_box.map_or(String::new(), |edges| format!(" to {edges:?}"));
        let (id, number, from) = (&thing.id, thing.reference_index + 1, thing.source_box);
        let said = format!("{id}: {} of reference {number} {from:?}{target}", thing.description);
        set(&format!("box-{}", at + 1), Some(said));
    }
    set("cost", Some(cost.to_string()));
    out
}

/// The statements that caused the words of a pass, in their order in the file. A word alone is no statement: it stands for
/// the pass that a picture comes from.
pub(super) fn statements(pass: &Pass, sources: &SourceMap) -> Vec<String> {
    let mut spans: Vec<_> = pass.stretches.iter().map(|stretch| stretch.span).collect();
    spans.sort_unstable_by_key(|span| (span.file, span.start, span.end));
    spans.dedup();
    let lines = spans.into_iter().map(|span| one_line(sources.text(span)));
    lines.filter(|line| line.contains(' ')).map(|line| statement(&line)).collect()
}
