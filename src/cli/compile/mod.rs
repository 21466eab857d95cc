//! `scene compile`: the prompts and tasks of scenes. Findings go to stderr; if any scene has errors, no machine-readable
//! form is written at all, so that half an array is never sent.

mod findings;
mod scene;
mod write;

use std::path::PathBuf;

use clap::ValueEnum;

use super::bulk::note_local_images;
use super::input::{Loaded, collect};
use super::levels::Flags;
use super::projects::Projects;
use super::reach::Reach;
use super::variants::{Variants, note};
use super::{Exit, output};
use crate::diagnostic::render::{Look, printable};

use findings::{findings, note_libraries};
use scene::Scene;
use write::write;

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
    let loaded =
        sources.into_iter().map(|source| Ok(source.open(&access)?.load())).collect::<Result<Vec<Loaded>, String>>()?;
    let options = arguments.variants.options();
    let opened: Vec<_> = loaded.iter().map(|scene| scene.open(arguments.inline, &options)).collect();
    arguments.variants.verify(&opened.iter().flatten().collect::<Vec<_>>())?;
    for scene in opened.iter().flatten() {
        output::talk(&note(scene));
    }
    let mut projects = Projects::default();
    let output = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    let look = if output.is_some() { Look { colour: false, width: None } } else { output::stdout_look() };
    let mut scenes = Vec::new();
    for (loaded, opened) in loaded.iter().zip(&opened) {
        let levels = projects.levels(&loaded.disk, Flags::default());
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
