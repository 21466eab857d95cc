//! What every request looks at: one scene with its tree, what was found out about it, and what stands around it.

use super::{Analysis, Facts, Scenes, View};
use crate::emit::Pass;
use crate::source::{Files, Span};
use crate::target::Models;

/// One scene, and what stands around it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The scene by its text.
    pub facts: &'a Facts,
    /// What came of it.
    pub analysis: &'a Analysis,
    /// The other scenes.
    pub scenes: &'a dyn Scenes,
    /// The files around it.
    pub files: &'a dyn Files,
    /// The models that it may name.
    pub models: &'a Models,
}

impl<'a> Context<'a> {
    /// What the scene can name.
    #[must_use]
    pub fn view(&self) -> View<'a> {
        View::of(self.facts, self.scenes)
    }

    /// The words that a stretch of the scene causes, pass by pass, each piece of a prompt that stands together once.
    #[must_use]
    pub fn words_of(&self, span: Span) -> Vec<(&'a Pass, Vec<&'a str>)> {
        let within = |other: Span| other.file == span.file && span.start <= other.start && other.end <= span.end;
        let mut out = Vec::new();
        for pass in &self.analysis.passes {
            let mut ranges: Vec<(usize, usize)> = Vec::new();
            for stretch in pass.stretches.iter().filter(|stretch| within(stretch.span)) {
                match ranges.last_mut() {
                    Some(last) if joins(&pass.prompt, last.1, stretch.start) => last.1 = last.1.max(stretch.end),
                    _ => ranges.push((stretch.start, stretch.end)),
                }
            }
            let words = ranges.iter().filter_map(|(start, end)| pass.prompt.get(*start..*end).map(bare));
            let words: Vec<&str> = words.filter(|words| words.chars().any(char::is_alphanumeric)).collect();
            if !words.is_empty() {
                out.push((pass, words));
            }
        }
        out
    }

    /// The positions of an image: in which passes, and where in each, from 1. `span` is where the scene names it.
    #[must_use]
    pub fn positions(&self, span: Span) -> Vec<(&'a Pass, usize)> {
        let passes = self.analysis.passes.iter();
        passes.filter_map(|pass| Some((pass, pass.references.iter().position(|it| it.span == span)? + 1))).collect()
    }

    /// Whether the scene has several passes.
    #[must_use]
    pub fn has_passes(&self) -> bool {
        self.analysis.passes.len() > 1
    }
}

/// Whether nothing but space and marks stands between two places of a prompt.
fn joins(prompt: &str, end: usize, start: usize) -> bool {
    start <= end || prompt.get(end..start).is_some_and(|between| !between.chars().any(char::is_alphanumeric))
}

/// Words without the marks that join them to their neighbours; the full stop stays behind a whole sentence.
fn bare(words: &str) -> &str {
    let words = words.trim().trim_start_matches([',', ';', ':', '.']).trim().trim_end_matches([',', ';', ':']);
    let sentence = words.starts_with(|letter: char| letter.is_uppercase());
    if sentence { words } else { words.trim_end_matches('.') }
}
