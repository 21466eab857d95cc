//! `scene compile`: the prompts and tasks of scenes. Findings go to stderr; if any scene has errors, no machine-readable
//! form is written at all, so that half an array is never sent.

mod findings;
mod write;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::bulk::{Bulk, is_many, local, look_at, note_local_images, note_looked_at};
use super::inline::inline;
use super::input::{Loaded, Source, collect};
use super::levels::{Flags, Levels, weigh};
use super::needed::needed;
use super::pieces::piece;
use super::projects::Projects;
use super::reach::Reach;
use super::tasks::{Gathered, each};
use super::variants::{Variants, note};
use super::{Exit, output};
use crate::compile::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Look, printable};
use crate::source::SourceMap;

use findings::{findings, note_libraries};
use write::write;

/// So many bytes of a scene are kept while the rest of it is looked at; what is more is made again.
const MOST_KEPT: usize = 1 << 20;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Form::Pretty)]
    emit: Form,
    /// Put local images into the task as data URIs
    #[arg(long)]
    inline: bool,
    #[command(flatten)]
    variants: Variants,
    #[command(flatten)]
    reach: Reach,
    /// Write to this file instead of stdout, which is -
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// References, prompt and task for people
    Pretty,
    /// The prompt alone
    Prompt,
    /// A JSON array of tasks, ready to be posted
    Task,
    /// A task a line
    Jsonl,
    /// The passes with their references and prompts
    Plan,
    /// The references in order
    Refs,
    /// Where each stretch of the prompt comes from
    Map,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let sources = collect(&arguments.files)?;
    if let Some(path) = arguments.output.as_deref().filter(|path| sources.iter().any(|source| source.is_at(path))) {
        return Err(format!("`{}` is a scene to be compiled; -o would replace it", printable(&path.to_string_lossy())));
    }
    let access = arguments.reach.access()?;
    let mut projects = Projects::default();
    let mut load = |source: Source| {
        let opened = source.open(&access)?;
        let project = projects.of(&opened.disk, Flags::default());
        Ok(opened.load(project))
    };
    let loaded = sources.into_iter().map(&mut load).collect::<Result<Vec<Loaded>, String>>()?;
    let options = arguments.variants.options();
    let opened: Vec<_> = loaded.iter().map(|scene| scene.open(arguments.inline, &options)).collect();
    arguments.variants.verify(&opened.iter().flatten().collect::<Vec<_>>())?;
    for scene in opened.iter().flatten() {
        output::talk(&note(scene));
    }
    let output = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    let look = if output.is_some() { Look { colour: false, width: None } } else { output::stdout_look() };
    let mut scenes = Vec::new();
    for (loaded, opened) in loaded.iter().zip(&opened) {
        let levels = &loaded.project.levels;
        scenes.push(Scene::compile(loaded, opened.as_ref(), arguments, (levels, look))?);
    }
    let failed = findings(&scenes, &projects.reports);
    if let Some((path, what)) =
        arguments.output.as_deref().and_then(|path| Some((path, scenes.iter().find_map(|scene| scene.needs(path))?)))
    {
        return Err(format!("`{}` is {what}; -o would replace it", printable(&path.to_string_lossy())));
    }
    if !(failed && (arguments.emit != Form::Pretty || output.is_some())) {
        output::stream(output, |out| write(arguments, &mut scenes, look, out))?;
    }
    note_libraries(&scenes);
    if !failed {
        note_local_images(arguments.emit, scenes.iter().map(|scene| scene.local).sum());
    }
    Ok(if failed { Exit::Scenes } else { Exit::Fine })
}

/// A scene and what came of its tasks.
struct Scene<'a> {
    loaded: &'a Loaded,
    opened: Option<&'a Opened<'a>>,
    diagnostics: Vec<Diagnostic>,
    /// What is written of each task; none if that is too much to keep, and is made again.
    pieces: Option<Vec<String>>,
    /// What is known of many tasks that are written as lines.
    bulk: Option<Bulk<'a>>,
    /// How many references are local paths.
    local: usize,
    /// Whether the output would go where one of its images is.
    shows_output: bool,
}

impl<'a> Scene<'a> {
    fn compile(
        loaded: &'a Loaded,
        opened: Option<&'a Opened<'a>>,
        arguments: &Arguments,
        (levels, look): (&Levels, Look),
    ) -> Result<Self, String> {
        let mut scene = Self {
            loaded,
            opened,
            diagnostics: Vec::new(),
            pieces: Some(Vec::new()),
            bulk: None,
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
            if let Some(pieces) = scene.pieces.as_mut().filter(|_| !compiled.passes.is_empty()) {
                let piece = piece(arguments.emit, loaded, id, &compiled, look);
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

    fn failed(&self) -> bool {
        self.loaded.project.failed || self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether it is there for others, and asks for no picture.
    fn is_library(&self) -> bool {
        self.opened.is_some_and(|opened| opened.library)
    }

    /// What the file at this path is to the scene, if it needs it.
    fn needs(&self, path: &Path) -> Option<&'static str> {
        if self.shows_output {
            return Some("an image of the scene");
        }
        needed(path, self.opened?, &self.loaded.disk)
    }

    fn sources(&self) -> &SourceMap {
        match (self.opened, &self.loaded.text) {
            (Some(opened), _) => &opened.sources,
            (None, Err(refused)) => &refused.sources,
            // A text is always opened.
            (None, Ok(_)) => const { &SourceMap::NONE },
        }
    }
}
