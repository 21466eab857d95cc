//! One scene of a compilation. What comes in: a scene that was read. What goes out: what was found in all of its tasks,
//! and what is written of them, as far as that is kept.

use std::ops::ControlFlow;
use std::path::Path;

use super::{Arguments, Form};
use crate::cli::bulk::{Bulk, is_many, local, look_at, note_looked_at};
use crate::cli::inline::inline;
use crate::cli::input::Loaded;
use crate::cli::levels::{Flags, Levels, weigh};
use crate::cli::needed::needed;
use crate::cli::pieces::piece;
use crate::cli::tasks::{Gathered, each};
use crate::compile::{Compiled, Opened};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::Look;
use crate::source::SourceMap;
use crate::target::Target;

/// So many bytes of a scene are kept while the rest of it is looked at; what is more is made again.
const MOST_KEPT: usize = 1 << 20;

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
    /// Its tasks and their ids, where they are to stand beside those of other targets.
    pub(super) tasks: Vec<(String, Compiled)>,
    /// How many references are local paths.
    pub(super) local: usize,
    /// Whether the output would go where one of its images is.
    shows_output: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn compile(
        (loaded, opened, target): (&'a Loaded, Option<&'a Opened<'a>>, Target<'a>),
        arguments: &Arguments,
        beside: bool,
        (levels, look): (&Levels, Look),
    ) -> Result<Self, String> {
        let mut scene = Self {
            loaded,
            opened,
            target,
            diagnostics: Vec::new(),
            pieces: Some(Vec::new()),
            bulk: None,
            tasks: Vec::new(),
            local: 0,
            shows_output: false,
        };
        let Some(opened) = opened else {
            scene.diagnostics = loaded.text.as_ref().err().map_or_else(Vec::new, |refused| refused.diagnostics.clone());
            return Ok(scene);
        };
        if arguments.emit == Form::Jsonl && !arguments.inline && is_many(opened) {
            let seen = look_at(opened, &loaded.disk, arguments.output.as_deref(), levels)?;
            let (bulk, shows_output) = (Some(seen.bulk), seen.shows_output);
            scene =
                Self { diagnostics: seen.diagnostics, local: seen.local, pieces: None, bulk, shows_output, ..scene };
            note_looked_at(opened, arguments.inline, scene.failed());
            return Ok(scene);
        }
        let (mut gathered, mut kept) = (Gathered::default(), 0);
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
            if beside {
                scene.tasks.push((id.to_owned(), compiled));
                return ControlFlow::Continue(());
            }
            if let Some(pieces) = scene.pieces.as_mut().filter(|_| !compiled.passes.is_empty()) {
                let piece = piece(arguments.emit, &loaded.name, id, &compiled, look);
                kept += piece.len();
                pieces.push(piece);
            }
            if kept > MOST_KEPT {
                scene.pieces = None;
            }
            ControlFlow::Continue(())
        })?;
        let mut diagnostics = gathered.finish(opened);
        weigh(&mut diagnostics, Flags::default(), levels);
        scene.diagnostics = diagnostics;
        note_looked_at(opened, arguments.inline, scene.failed());
        Ok(scene)
    }

    pub(super) fn failed(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
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
