//! One scene of a compilation. What comes in: a scene that was read. What goes out: what was found in all of its tasks,
//! and what is written of them, as far as that is kept.

use std::ops::ControlFlow;
use std::path::Path;

use super::Arguments;
use crate::cli::bulk::{Bulk, is_many, local, look_at, note_looked_at};
use crate::cli::form::Form;
use crate::cli::inline::inline;
use crate::cli::input::Loaded;
use crate::cli::levels::{Flags, weigh};
use crate::cli::needed::needed;
use crate::cli::pieces::piece;
use crate::cli::snippets::Snippets;
use crate::cli::tasks::each;
use crate::compile::Gathered;
use crate::compile::{Compiled, Opened};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::Look;
use crate::source::SourceMap;
use crate::target::Target;

/// So many bytes of a scene are kept while the rest of it is looked at; what is more is made again.
const MOST_KEPT: usize = 1 << 20;

/// What is kept of tasks.
pub(super) enum Keep<'k> {
    /// What is written of them.
    Pieces(Look),
    /// The tasks, which are to stand beside those of other targets.
    Tasks,
    /// What a program sends.
    Requests(&'k mut Snippets),
}

/// A scene and what came of its tasks.
pub(super) struct Scene<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) opened: Option<&'a Opened<'a>>,
    /// What it is compiled for.
    pub(super) target: Target<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is written of each task; none if that is too much to keep, and is made again.
    pub(super) pieces: Option<Vec<String>>,
    /// What is known of many tasks that are written as lines.
    pub(super) bulk: Option<Bulk<'a>>,
    kept: usize,
    /// Its tasks and their ids, where they are kept.
    pub(super) tasks: Vec<(String, Compiled)>,
    /// How many tasks it makes, each pass counted.
    pub(super) made: u64,
    /// How many references are local paths.
    pub(super) local: usize,
    /// Whether the output would go where one of its images is.
    shows_output: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn compile(
        (loaded, opened, target): (&'a Loaded, Option<&'a Opened<'a>>, Target<'a>),
        arguments: &Arguments,
        mut keep: Keep<'_>,
    ) -> Result<Self, String> {
        let mut scene = Self {
            loaded,
            opened,
            target,
            diagnostics: Vec::new(),
            pieces: Some(Vec::new()),
            bulk: None,
            kept: 0,
            tasks: Vec::new(),
            made: 0,
            local: 0,
            shows_output: false,
        };
        let Some(opened) = opened else {
            scene.diagnostics = loaded.text.as_ref().err().map_or_else(Vec::new, |refused| refused.diagnostics.clone());
            return Ok(scene);
        };
        let levels = &loaded.project.levels;
        if arguments.emit == Form::Jsonl && !arguments.inline && is_many(opened, target) {
            let seen = look_at(opened, &loaded.disk, arguments.output.as_deref(), levels)?;
            let (bulk, shows_output) = (Some(seen.bulk), seen.shows_output);
            scene =
                Self { diagnostics: seen.diagnostics, local: seen.local, pieces: None, bulk, shows_output, ..scene };
            note_looked_at(opened, arguments.inline, scene.failed());
            return Ok(scene);
        }
        let mut gathered = Gathered::default();
        each(opened, &loaded.disk, arguments.inline, &mut |id, mut compiled| {
            weigh(&mut compiled.diagnostics, Flags::default(), levels);
            if arguments.inline && !compiled.has_errors() {
                inline(&mut compiled, &loaded.disk);
            }
            gathered.add(id, &compiled.diagnostics);
            scene.local += local(&compiled);
            if let Some(path) = &arguments.output {
                let mut references = compiled.passes.iter().flat_map(|pass| &pass.references);
                scene.shows_output |= references.any(|reference| loaded.disk.is_at(&reference.source, path));
            }
            scene.take(id, compiled, arguments.emit, &mut keep);
            ControlFlow::Continue(())
        })?;
        let mut diagnostics = gathered.finish(opened);
        weigh(&mut diagnostics, Flags::default(), levels);
        scene.diagnostics = diagnostics;
        note_looked_at(opened, arguments.inline, scene.failed());
        Ok(scene)
    }

    /// Keeps what is needed of a task.
    fn take(&mut self, id: &str, compiled: Compiled, form: Form, keep: &mut Keep<'_>) {
        self.made += compiled.passes.len() as u64;
        match (keep, &mut self.pieces) {
            (Keep::Tasks, _) => self.tasks.push((id.to_owned(), compiled)),
            (Keep::Requests(snippets), _) => snippets.add(&compiled, self.target, &self.loaded.disk),
            (Keep::Pieces(look), Some(pieces)) if !compiled.passes.is_empty() => {
                let piece = piece(form, (&self.loaded.name, id), &compiled, self.target, *look);
                self.kept += piece.len();
                pieces.push(piece);
                if self.kept > MOST_KEPT {
                    self.pieces = None;
                }
            }
            (Keep::Pieces(_), _) => {}
        }
    }

    pub(super) fn failed(&self) -> bool {
        self.loaded.project.failed || self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether it is there for others, and asks for no picture.
    pub(super) fn is_library(&self) -> bool {
        self.opened.is_some_and(|opened| opened.library)
    }

    /// What the file at this path is to the scene, if it needs it.
    pub(super) fn needs(&self, path: &Path) -> Option<&'static str> {
        if self.shows_output {
            return Some("an image of the scene");
        }
        needed(path, self.opened?, &self.loaded.disk)
    }

    pub(super) fn sources(&self) -> &SourceMap {
        match (self.opened, &self.loaded.text) {
            (Some(opened), _) => &opened.sources,
            (None, Err(refused)) => &refused.sources,
            // A text is always opened.
            (None, Ok(_)) => const { &SourceMap::NONE },
        }
    }
}
