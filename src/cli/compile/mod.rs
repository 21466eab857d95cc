//! `scene compile`: the prompts and tasks of scenes. Findings go to stderr; if any scene has errors, no machine-readable
//! form is written at all, so that half an array is never sent.

mod compare;
mod scene;
mod table;
mod view;
mod write;

use std::path::PathBuf;

use super::bulk::note_local_images;
use super::findings::{Told, note_library, tell};
use super::form::Form;
use super::input::{Loaded, Source, collect};
use super::levels::Flags;
use super::projects::Projects;
use super::reach::Reach;
use super::snippets::Snippets;
use super::targets::{self, ForTargets};
use super::variants::{Variants, note};
use super::{Exit, output};
use crate::diagnostic::render::{Look, printable};
use crate::emit::fits_one;

use scene::{Keep, Scene};
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
    /// Compile for this model or service, whatever the scenes name; several are shown side by side
    #[arg(long, value_name = "TARGET")]
    target: Vec<String>,
    #[command(flatten)]
    variants: Variants,
    #[command(flatten)]
    reach: Reach,
    /// Write to this file instead of stdout, which is -
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
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
    let opened = open(arguments, &loaded)?;
    let mut snippets = Snippets::of(arguments.emit, opened.iter().flatten().filter_map(|(_, opened)| opened.as_ref()))?;
    let output = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    let look = if output.is_some() { Look { colour: false, width: None } } else { output::stdout_look() };
    let beside = opened.iter().any(|targets| targets.len() > 1);
    let mut scenes = Vec::new();
    for (loaded, targets) in loaded.iter().zip(&opened) {
        let each = targets.iter().map(|(target, opened)| {
            let keep = if beside { Keep::Tasks } else { snippets.as_mut().map_or(Keep::Pieces(look), Keep::Requests) };
            Scene::compile((loaded, opened.as_ref(), *target), arguments, keep)
        });
        scenes.push(each.collect::<Result<Vec<_>, String>>()?);
    }
    let told: Vec<Told<'_>> = scenes.iter().filter_map(|targets| told(targets)).collect();
    let failed = tell(&told, &projects.reports);
    let all = || scenes.iter().flatten();
    if let Some((path, what)) =
        arguments.output.as_deref().and_then(|path| Some((path, all().find_map(|scene| scene.needs(path))?)))
    {
        return Err(format!("`{}` is {what}; -o would replace it", printable(&path.to_string_lossy())));
    }
    let local = all().map(|scene| scene.local).sum();
    if let (Form::Task, false, Some(first)) = (arguments.emit, failed, all().next()) {
        fits_one(all().map(|scene| scene.made).sum(), first.target.service)?;
    }
    if beside {
        let text = compare::compare(&scenes, look);
        if !text.is_empty() {
            output::stream(output, |out| out.write_all(text.as_bytes()))?;
        }
    } else if let Some(snippets) = snippets {
        if !failed {
            snippets.write(output)?;
        }
    } else if !(failed && (arguments.emit != Form::Pretty || output.is_some())) {
        output::stream(output, |out| write(arguments, &mut scenes, look, out))?;
    }
    for scene in
        scenes.iter().filter_map(|targets| targets.first()).filter(|scene| scene.is_library() && !scene.failed())
    {
        note_library(&scene.loaded.name);
    }
    if !failed {
        note_local_images(arguments.emit, local);
    }
    Ok(if failed { Exit::Scenes } else { Exit::Fine })
}

/// What was found in a scene for all of its targets.
fn told<'s>(targets: &'s [Scene<'_>]) -> Option<Told<'s>> {
    let first = targets.first()?;
    let found: Vec<_> = targets.iter().map(|scene| (scene.target, scene.diagnostics.as_slice())).collect();
    Some(Told { name: &first.loaded.name, found: targets::merged(&found), sources: first.sources() })
}

/// Reads every scene for each target, of which each has one at least.
fn open<'a>(arguments: &'a Arguments, loaded: &'a [Loaded]) -> Result<Vec<ForTargets<'a>>, String> {
    let scenes = targets::open(&arguments.target, loaded, arguments.inline, &arguments.variants.options())?;
    let first: Vec<_> = scenes.iter().filter_map(|targets| targets.first()?.1.as_ref()).collect();
    arguments.variants.verify(&first)?;
    if let Some(targets) = scenes.iter().find(|targets| targets.len() > 1) {
        compare::refuse(arguments.emit, targets.len(), &first)?;
    }
    for scene in first {
        output::talk(&note(scene));
    }
    Ok(scenes)
}
