//! `scene compile`: the prompts and tasks of scenes. Findings go to stderr; if any scene has errors, no machine-readable
//! form is written at all, so that half an array is never sent.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::inline::inline;
use super::input::{Scene, collect};
use super::levels::{Flags, weigh};
use super::pretty::pretty;
use super::projects::{Projects, Report};
use super::reach::Reach;
use super::{Exit, check, output};
use crate::diagnostic::render::{Look, human, printable};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::emit::{self, Pass, Task};
use crate::target::SourceForm;

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
    reach: Reach,
    /// Write to this file instead of stdout, which is -
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
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
    let mut scenes = Vec::new();
    for source in sources {
        let mut scene = source.open(&access)?.compile(arguments.inline);
        let levels = projects.levels(&scene.disk, Flags::default());
        weigh(&mut scene.compiled.diagnostics, Flags::default(), levels);
        if arguments.inline && !scene.compiled.has_errors() {
            inline(&mut scene);
        }
        scenes.push(scene);
    }
    let failed = findings(&scenes, &projects.reports);
    if let Some(path) = arguments.output.as_deref().filter(|path| scenes.iter().any(|scene| shows(scene, path))) {
        return Err(format!("`{}` is an image of the scene; -o would replace it", printable(&path.to_string_lossy())));
    }
    if let Some(path) = arguments.output.as_deref().filter(|path| scenes.iter().any(|scene| imports(scene, path))) {
        return Err(format!("`{}` is imported by a scene; -o would replace it", printable(&path.to_string_lossy())));
    }
    if !failed || arguments.emit == Form::Pretty {
        let sound: Vec<_> = scenes.iter().filter(|scene| makes_tasks(scene)).collect();
        let output = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
        let look = if output.is_some() { Look { colour: false, width: None } } else { output::stdout_look() };
        let text = text(arguments.emit, &sound, look);
        match output {
            Some(_) if failed => {}
            Some(path) => output::write_file(path, text.as_bytes())?,
            None => output::payload(text.as_bytes())?,
        }
    }
    note_libraries(&scenes);
    if !failed {
        note_local_images(arguments.emit, &scenes);
    }
    Ok(if failed { Exit::Scenes } else { Exit::Fine })
}

fn makes_tasks(scene: &Scene) -> bool {
    !scene.compiled.has_errors() && !scene.compiled.library
}

/// Files that are there for others have no task, and that is no fault.
fn note_libraries(scenes: &[Scene]) {
    for scene in scenes.iter().filter(|scene| scene.compiled.library && !scene.compiled.has_errors()) {
        output::talk(&format!("note: `{}` holds what other scenes use, and makes no task\n", printable(&scene.name)));
    }
}

/// Whether a scene imports the file at this path.
fn imports(scene: &Scene, path: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let mut imported = scene.compiled.sources.names().skip(1);
    real(path).is_some_and(|path| imported.any(|name| real(Path::new(name)).as_ref() == Some(&path)))
}

/// Whether a scene names the file at this path as one of its images.
fn shows(scene: &Scene, path: &Path) -> bool {
    let mut references = scene.compiled.passes.iter().flat_map(|pass| &pass.references);
    references.any(|reference| scene.disk.is_at(&reference.source, path))
}

/// Says what was found; whether any of it is an error.
fn findings(scenes: &[Scene], reports: &[Report]) -> bool {
    let settings = reports.iter().map(|report| report.diagnostics.as_slice());
    let found = scenes.iter().map(|scene| scene.compiled.diagnostics.as_slice());
    let found: Vec<&[Diagnostic]> = settings.chain(found).collect();
    if found.iter().all(|found| found.is_empty()) {
        return false;
    }
    let look = output::stderr_look();
    let mut told = !reports.is_empty();
    for report in reports {
        output::talk(&human(&report.diagnostics, &report.sources, look));
    }
    for scene in scenes {
        let (missing, others): (Vec<_>, Vec<_>) =
            scene.compiled.diagnostics.iter().cloned().partition(is_merely_missing);
        if !others.is_empty() {
            output::talk(&human(&others, &scene.compiled.sources, look));
            told = true;
        }
        output::talk(&missing_in_short(&scene.name, &missing));
    }
    if told {
        output::talk(&check::summary(&found));
    }
    found.iter().any(|found| found.iter().any(Diagnostic::is_error))
}

/// A file that is not there stops no prompt.
fn is_merely_missing(finding: &Diagnostic) -> bool {
    finding.code == Code::MissingFile && finding.severity == Severity::Warning
}

/// Missing files in one line: a scene is often written before its photographs are there.
fn missing_in_short(name: &str, missing: &[Diagnostic]) -> String {
    let Some(first) = missing.first() else { return String::new() };
    let rest = match missing.len() - 1 {
        0 => String::new(),
        1 => ", and 1 more finding about files".to_owned(),
        count => format!(", and {count} more findings about files"),
    };
    let message = printable(&first.message);
    format!("warning[missing-file]: {}: {message}{rest}; `scene check` shows where\n", printable(name))
}

fn text(form: Form, scenes: &[&Scene], look: Look) -> String {
    let passes = || scenes.iter().flat_map(|scene| scene.compiled.passes.iter().map(move |pass| (*scene, pass)));
    let tasks = || passes().map(|(_, pass)| &pass.task).collect::<Vec<_>>();
    match form {
        Form::Pretty => {
            let views: Vec<_> = scenes.iter().map(|scene| pretty(&scene.name, &scene.compiled, look)).collect();
            views.join("\n")
        }
        Form::Prompt => passes().map(|(_, pass)| prompt(pass, look)).collect::<Vec<_>>().join("\n"),
        Form::Task => emit::tasks(&tasks()),
        Form::Jsonl => emit::jsonl(&tasks()),
        Form::Plan => scenes.iter().map(|scene| emit::plan(&scene.compiled.passes)).collect(),
        Form::Refs => passes().map(|(_, pass)| emit::refs(&pass.references)).collect(),
        Form::Map => passes().map(|(scene, pass)| emit::map(&pass.stretches, &scene.compiled.sources)).collect(),
    }
}

/// The prompt to the letter; only a terminal, which has a width, gets it escaped.
fn prompt(pass: &Pass, look: Look) -> String {
    if look.width.is_some() { printable(&pass.prompt).into_owned() + "\n" } else { format!("{}\n", pass.prompt) }
}

fn note_local_images(form: Form, scenes: &[Scene]) {
    let tasks = scenes.iter().flat_map(|scene| &scene.compiled.passes).map(|pass| &pass.task);
    let count = tasks.flat_map(Task::images).filter(|image| SourceForm::of(image) == SourceForm::Path).count();
    if count > 0 && matches!(form, Form::Task | Form::Jsonl) {
        let talk = if count == 1 {
            "1 reference is a local path, written as it stands".to_owned()
        } else {
            format!("{count} references are local paths, written as they stand")
        };
        output::talk(&format!("note: {talk}; --inline puts the images in\n"));
    }
}
