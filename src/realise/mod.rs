//! What comes in: a [`Plan`] and a dialect. What goes out: the prompt, every byte of which knows the statement that
//! caused it. Decides words only: what is said, and in which order, is the plan's business.

mod aspects;
mod changes;
mod closings;
mod composed;
pub mod dialect;
mod fragments;
mod handles;
mod inputs;
mod leads;
mod names;
mod negatives;
mod nouns;
mod phrases;
mod repaint;
mod tags;
pub mod words;

use std::ops::Range;

use smol_str::SmolStr;

use crate::plan::fragments::Fragment;
use crate::plan::opening::Opening;
use crate::plan::{Plan, layout};
use crate::source::Span;
use crate::target::Dialect;

use handles::{Handle, Handles};
use names::{Place, Speaker};
use words::{Cause, Words};

/// Fragments and statements share a sentence up to this many words.
const SENTENCE: usize = 45;

/// Writes the prompt of a plan.
#[must_use]
pub fn realise(plan: &Plan<'_>, dialect: &Dialect) -> Prompt {
    let handles = Handles::of(plan, dialect);
    let mut writer = Writer {
        speaker: Speaker::new(plan, dialect, &handles),
        sentences: Vec::new(),
        negative: Words::default(),
        aspects_said: false,
    };
    match &plan.opening {
        Opening::Edit(id, span) => writer.edit(*id, *span),
        Opening::Repaint(id) => writer.repaint(*id),
        Opening::Lead(relation, span) => writer.lead(relation, *span),
        Opening::Combine | Opening::CombineMany(_) | Opening::Create => writer.composed(),
    }
    writer.panels();
    if !writer.aspects_said && !plan.aspects.is_empty() {
        let words = writer.speaker.aspects(&plan.aspects, &Words::default());
        writer.sentence(words);
    }
    writer.says();
    writer.keeps();
    writer.avoids();
    let (mut prompt, mut sentences) = (Words::default(), Vec::new());
    for sentence in writer.inputs().iter().chain(&writer.sentences) {
        if let (false, Some(first)) = (prompt.is_empty(), sentence.stretches.first()) {
            prompt.push(" ", first.cause);
        }
        let start = prompt.text.len();
        prompt.append(sentence);
        sentences.push(start..prompt.text.len());
    }
    let negative = writer.negative;
    let boxes = boxes(plan, &handles, &prompt.text);
    Prompt { words: prompt, sentences, negative, boxes, tags: handles.tags }
}

/// What the task binds the ids of a prompt to.
fn boxes(plan: &Plan<'_>, handles: &Handles, prompt: &str) -> Vec<Bound> {
    // What an edited picture shows besides may have gone without saying.
    let said = |handle: &&Handle| prompt.contains(&format!("<{}>", handle.id));
    if handles.ids.is_empty() {
        return Vec::new();
    }
    let areas = layout::areas(plan.scene);
    // One thing has one place, however many images show it.
    let area = |handle: &Handle| {
        let (_, area) = areas.iter().find(|(id, _)| *id == handle.element && !handle.again)?;
        Some([area.top, area.left, area.bottom, area.right])
    };
    let bound = |handle: &Handle| Bound {
        id: handle.id.clone(),
        description: phrases::description(plan.scene.element(handle.element), handle.again),
        position: plan.position(handle.image),
        area: area(handle),
    };
    handles.ids.iter().filter(said).map(bound).collect()
}

/// A prompt, and what the task has to carry so that its words are understood.
#[derive(Debug, Clone, Default)]
pub struct Prompt {
    /// The prompt itself.
    pub words: Words,
    /// Its sentences, as ranges of bytes with a blank between them.
    pub sentences: Vec<Range<usize>>,
    /// What must not be there, where the model takes that as a prompt of its own.
    pub negative: Words,
    /// What the prompt calls each image, by position, where the task has to say so.
    pub tags: Vec<SmolStr>,
    /// What the prompt calls each thing, where the task binds names to boxes.
    pub boxes: Vec<Bound>,
}

/// A thing that the task binds to a part of an image, and to a part of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The name that the prompt has for it.
    pub id: SmolStr,
    /// What it is.
    pub description: String,
    /// The position of its image, from 1.
    pub position: usize,
    /// Where it goes, in thousandths of the picture: top, left, bottom, right; none where no relation says so.
    pub area: Option<[u16; 4]>,
}

/// Whether words may join a sentence.
fn fits(sentence: &Words, words: &Words) -> bool {
    sentence.count() + words.count() <= SENTENCE
}

/// A whole sentence: a capital at its head, a full stop at its end.
fn finished(mut words: Words) -> Words {
    words.capitalise();
    let cause = words.stretches.last().map_or(Cause { span: Span::default(), rule: "opening" }, |last| last.cause);
    words.close(cause);
    words
}

/// The prompt so far.
struct Writer<'p, 's> {
    speaker: Speaker<'p, 's>,
    sentences: Vec<Words>,
    /// What must not be there, where that is a prompt of its own.
    negative: Words,
    aspects_said: bool,
}

impl<'s> Writer<'_, 's> {
    /// Ends a sentence.
    fn sentence(&mut self, words: Words) {
        if !words.is_empty() {
            self.sentences.push(finished(words));
        }
    }

    /// Ends a sentence that holds all that is shown: the aspects follow after a comma.
    fn sentence_with_aspects(&mut self, mut words: Words) {
        let plan = self.speaker.plan;
        if !plan.aspects.is_empty() {
            let aspects = self.speaker.aspects(&plan.aspects, &words);
            words.push(", ", Cause { span: plan.aspects[0].1, rule: "aspect" });
            words.append(&aspects);
        }
        self.aspects_said = true;
        self.sentence(words);
    }

    /// The fragments of one statement as imperatives; they share a sentence up to its length.
    fn show(&mut self, fragments: &[Fragment<'s>]) {
        let mut sentence = Words::default();
        for (index, fragment) in fragments.iter().enumerate() {
            let cause = composed::cause_of(fragment);
            let words = self.speaker.fragment(fragment, index > 0);
            if !sentence.is_empty() && fits(&sentence, &words) {
                sentence.push("; ", cause);
            } else {
                self.sentence(std::mem::take(&mut sentence));
                sentence.push(composed::imperative(fragment), cause);
            }
            sentence.append(&words);
        }
        self.sentence(sentence);
    }

    /// What stands behind "one": the author's words, or "scene", and the number of panels.
    fn shot(&mut self) -> Words {
        let plan = self.speaker.plan;
        let mut words = Words::default();
        match plan.shot {
            Some((phrase, span)) => {
                let cause = Cause { span, rule: "shot" };
                let said = self.speaker.phrase(phrase, cause);
                words.append(&said);
                words = composed::without_article(words);
            }
            None if plan.panels.is_none() => words.push("scene", self.frame()),
            None => words.push("picture", self.frame()),
        }
        if let Some((panels, span)) = plan.panels {
            let count = crate::lexicon::number_word(panels.len());
            words.push(&format!(" in {count} panels"), Cause { span, rule: "panels" });
        }
        words
    }

    /// The cause of the words that frame a prompt: its first statement.
    fn frame(&self) -> Cause {
        let scene = self.speaker.plan.scene;
        let statement = scene.statements.first().map(|statement| statement.span);
        let binding = scene.element_ids().next().map(|id| scene.element(id).span);
        Cause { span: statement.or(binding).unwrap_or_default(), rule: "opening" }
    }

    fn at(&mut self, place: Place) {
        self.speaker.place = place;
    }
}
