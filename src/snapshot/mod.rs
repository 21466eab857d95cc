//! Golden prompts. What comes in: the compiled tasks of a scene. What goes out: everything that a team wants to see of them
//! in review, as plain text made for diffs, that text read again, and how two of them differ, as a person would tell it.
//! Absent: files. Where goldens lie, and who writes them, is the command's business.
//!
//! # The form
//!
//! One sentence of a prompt takes one line, references are numbered, settings stand below:
//!
//! ```text
//! // Golden prompts, version 1: `scene test` compares them, `scene test --update` writes them anew.
//!
//! references
//! 1. mug: images/mug.png
//! 2. shelf: images/shelf.png
//!
//! prompt
//! Place the stoneware mug from the first image onto the oak shelf from the second image.
//! Soft window light.
//!
//! settings
//! model google:4@3
//! size 1024 x 1024
//! cost $0.067
//!
//! statements
//! mug = ref("images/mug.png", "stoneware mug")
//! mug standing_on shelf
//! lighting "soft window light"
//! ```
//!
//! Headings `target`, `task` and `pass` tell apart what a scene makes several of. The first task of a target stands whole;
//! of each other task only what differs: other words, other references, other settings. So a change of what all share is
//! one change in the text, and a change in one of a hundred tasks is seen.
//!
//! ```text
//! task dusk
//! like the first task but for
//! "soft morning light" -> "blue dusk"
//! seed 20
//! ```
//!
//! Words are replaced from left to right, each at the first place behind the last where they are found; where they would be
//! found too early, words before them stand in both. So the text holds every task to the letter, and can be read again.
//!
//! The statements that caused the words, and those that vary something, stand last, once for all tasks. No comparison of
//! prompts needs them: they tell why a prompt has changed, also where the cause is in a preset or an import.
//!
//! What a terminal would act on is written as an escape, a backslash as two, and of images that a scene holds as data only a
//! digest is kept.

mod compare;
mod escape;
mod picture;
mod read;
mod runs;
mod told;
mod write;

#[cfg(test)]
mod tests;

use crate::emit::Pass;
use crate::format::one_line;
use crate::source::SourceMap;

pub use compare::{Difference, Differences, Kind, Prompt, Words, compare};
pub use read::{Unreadable, read};
pub use runs::operations;

/// What a scene makes: for each target every task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Golden {
    /// One at least; a scene that is compiled for what it names itself has one without a name.
    pub targets: Vec<Aimed>,
    /// The statements that caused the words, and those that vary something, each once.
    pub statements: Vec<String>,
}

/// The tasks of a scene for one target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aimed {
    /// The target; empty if it is what the scene names itself.
    pub target: String,
    /// The tasks in the order in which they are made.
    pub tasks: Vec<Task>,
}

/// One task of a scene.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Task {
    /// Its id; empty if the scene has no variables.
    pub id: String,
    /// What it makes: one picture, or one for each pass.
    pub pictures: Vec<Picture>,
}

/// What is sent for one picture. All texts are escaped, so that each is one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Picture {
    /// The name of the pass; empty if the scene has none.
    pub pass: String,
    /// The references in order.
    pub references: Vec<Reference>,
    /// The sentences of the prompt.
    pub prompt: Vec<String>,
    /// The settings in order: name and value.
    pub settings: Vec<(String, String)>,
}

/// A reference; its position is its index and one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Reference {
    /// The elements that it shows, or the earlier pass, with commas between them.
    pub elements: String,
    /// Its path, address, id, or a digest of its data.
    pub source: String,
}

impl Picture {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        let references = self.references.iter().map(|it| it.elements.len() + it.source.len());
        let settings = self.settings.iter().map(|(name, value)| name.len() + value.len());
        let texts = references.chain(self.prompt.iter().map(String::len)).chain(settings);
        texts.map(|bytes| bytes + size_of::<String>()).sum()
    }
}

impl Golden {
    /// Adds a target, whose tasks are to follow.
    pub fn target(&mut self, name: &str) {
        self.targets.push(Aimed { target: escape::escaped(name), tasks: Vec::new() });
    }

    /// Adds a statement that decides over tasks as a whole: what is varied, and by default.
    pub fn statement(&mut self, text: &str) {
        self.keep(escape::statement(&one_line(text)));
    }

    fn keep(&mut self, statement: String) {
        if !self.statements.contains(&statement) {
            self.statements.push(statement);
        }
    }

    /// Adds a task of the last target.
    pub fn task(&mut self, id: &str, passes: &[Pass], sources: &SourceMap) {
        if self.targets.is_empty() {
            self.target("");
        }
        let several = passes.len() > 1;
        let pictures = passes.iter().map(|pass| picture::picture(pass, several)).collect();
        for statement in passes.iter().flat_map(|pass| picture::statements(pass, sources)) {
            self.keep(statement);
        }
        if let Some(last) = self.targets.last_mut() {
            last.tasks.push(Task { id: escape::escaped(id), pictures });
        }
    }
}
