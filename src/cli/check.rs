//! `scene check`: everything that is wrong with scenes. The findings are the payload; a closing line of counts is talk.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;

use super::fix::{Tally, fix};
use super::input::{Loaded, Opened, Source, collect};
use super::levels::{Denied, Flags, Levels, allowed, denied, weigh};
use super::projects::{Project, Projects};
use super::reach::Reach;
use super::targets::{self, ForTargets, merged};
use super::tasks::each;
use super::variants::{Variants, note};
use super::{Exit, output};
use crate::compile::Gathered;
use crate::compile::{self, Input, compile};
use crate::diagnostic::render::{Look, github, human, json, sarif, short};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::SourceMap;
use crate::target::Target;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Make a warning or a hint an error, or all warnings; may be repeated
    #[arg(long, value_name = "CODE|warnings", value_parser = denied)]
    deny: Vec<Denied>,
    /// Leave a finding out; may be repeated, and `scene explain` lists the codes
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    allow: Vec<Code>,
    /// Make the fixes of findings that have just one
    #[arg(long)]
    fix: bool,
    /// Check for this model or service, whatever the scenes name; may be repeated
    #[arg(long, value_name = "TARGET")]
    target: Vec<String>,
    #[command(flatten)]
    variants: Variants,
    #[command(flatten)]
    reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// With the source around each finding
    Human,
    /// A finding a line
    Short,
    /// A JSON document
    Json,
    /// A SARIF 2.1.0 document, for code scanning
    Sarif,
    /// Workflow commands, for annotations on GitHub
    Github,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let access = arguments.reach.access()?;
    let flags = Flags { deny: &arguments.deny, allow: &arguments.allow };
    let (mut projects, mut tally) = (Projects::default(), Tally::default());
    let mut loaded = Vec::new();
    let sources = collect(&arguments.files)?;
    let payload_is_text = arguments.fix && sources.contains(&Source::Stdin);
    for source in sources {
        let mut opened = source.open(&access)?;
        let project = projects.of(&opened.disk, flags);
        if arguments.fix {
            mend(&source, &mut opened, &mut tally, (flags, &project))?;
        }
        loaded.push(opened.load(project));
    }
    output::talk(&tally.told());
    let opened = open(arguments, &loaded)?;
    let mut scenes = Vec::new();
    for (loaded, targets) in loaded.iter().zip(&opened) {
        let levels = &loaded.project.levels;
        let (mut diagnostics, sources) = match (targets.first(), &loaded.text) {
            (Some((_, first)), _) => (for_targets(targets, loaded, (flags, levels))?, &first.sources),
            (None, Err(refused)) => (refused.diagnostics.clone(), &refused.sources),
            // A text is always opened.
            (None, Ok(_)) => continue,
        };
        weigh(&mut diagnostics, flags, levels);
        scenes.push((diagnostics, sources));
    }
    let reports = projects.reports.iter().map(|report| (report.diagnostics.as_slice(), &report.sources));
    let found: Vec<_> = reports.chain(scenes.iter().map(|(found, sources)| (found.as_slice(), *sources))).collect();
    if payload_is_text {
        output::talk(&text(arguments.format, &found, output::stderr_look()));
    } else {
        output::payload(text(arguments.format, &found, output::stdout_look()).as_bytes())?;
    }
    let found: Vec<&[Diagnostic]> = found.into_iter().map(|(diagnostics, _)| diagnostics).collect();
    output::talk(&summary(&found));
    let failed = found.iter().any(|found| found.iter().any(Diagnostic::is_error));
    Ok(if failed { Exit::Scenes } else { Exit::Fine })
}

/// A scene that was read for each of its targets.
type Targets<'a> = Vec<(Target<'a>, compile::Opened<'a>)>;

/// Reads every scene for each target; one that is no text for none.
fn open<'a>(arguments: &'a Arguments, loaded: &'a [Loaded]) -> Result<Vec<Targets<'a>>, String> {
    let scenes = targets::open(&arguments.target, loaded, true, &arguments.variants.options())?;
    let texts =
        |scene: ForTargets<'a>| scene.into_iter().filter_map(|(target, opened)| Some((target, opened?))).collect();
    let scenes: Vec<Targets<'a>> = scenes.into_iter().map(texts).collect();
    let first = scenes.iter().filter_map(|targets| Some(&targets.first()?.1));
    arguments.variants.verify(&first.collect::<Vec<_>>())?;
    Ok(scenes)
}

/// The findings of a scene for all of its targets.
fn for_targets(
    targets: &Targets<'_>,
    loaded: &Loaded,
    weights: (Flags<'_>, &Levels),
) -> Result<Vec<Diagnostic>, String> {
    if let Some((_, first)) = targets.first() {
        output::talk(&note(first));
    }
    let found = targets.iter().map(|(target, opened)| Ok((*target, tasks(opened, loaded, weights)?)));
    let found = found.collect::<Result<Vec<_>, String>>()?;
    Ok(merged(&found.iter().map(|(target, found)| (*target, found.as_slice())).collect::<Vec<_>>()))
}

/// The findings of every task of a scene.
fn tasks(
    opened: &compile::Opened<'_>,
    loaded: &Loaded,
    (flags, levels): (Flags<'_>, &Levels),
) -> Result<Vec<Diagnostic>, String> {
    let mut gathered = Gathered::default();
    each(opened, &loaded.disk, true, &mut |id, mut compiled| {
        weigh(&mut compiled.diagnostics, flags, levels);
        gathered.add(id, &compiled.diagnostics);
        ControlFlow::Continue(())
    })?;
    Ok(gathered.finish(opened))
}

/// Makes the fixes of a scene; what is allowed is not fixed.
fn mend(
    source: &Source,
    opened: &mut Opened,
    tally: &mut Tally,
    (flags, project): (Flags<'_>, &Project),
) -> Result<(), String> {
    let Opened { name, disk, bytes } = opened;
    let target = Target { models: &project.models, ..Target::default() };
    fix(source, bytes, tally, |text| {
        let compiled = compile(&Input { name, text, files: disk, strict_files: true, target });
        let mut found = compiled.diagnostics;
        weigh(&mut found, flags, &project.levels);
        found
    })
}

/// "1 file", "2 files"
pub(super) fn some(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// "2 errors, 1 warning in 1 file", or "3 files are sound".
pub(super) fn summary(files: &[&[Diagnostic]]) -> String {
    let count =
        |severity: Severity| files.iter().flat_map(|file| file.iter()).filter(|it| it.severity == severity).count();
    let kinds = [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| (count(severity), severity.name()));
    let kinds: Vec<_> =
        kinds.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| some(count, noun)).collect();
    if kinds.is_empty() {
        return format!("{} {} sound\n", some(files.len(), "file"), if files.len() == 1 { "is" } else { "are" });
    }
    let touched = files.iter().filter(|file| !file.is_empty()).count();
    format!("{} in {}\n", kinds.join(", "), some(touched, "file"))
}

fn text(form: Form, found: &[(&[Diagnostic], &SourceMap)], look: Look) -> String {
    let all = found.iter().copied();
    match form {
        Form::Human => all.map(|(diagnostics, sources)| human(diagnostics, sources, look)).collect(),
        Form::Short => all.map(|(diagnostics, sources)| short(diagnostics, sources)).collect(),
        Form::Json => json(all),
        Form::Sarif => sarif(all),
        Form::Github => all.map(|(diagnostics, sources)| github(diagnostics, sources)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn counts_are_said_in_english() {
        let error = Diagnostic::new(Code::Syntax, Span::default(), "odd");
        let warning = Diagnostic::new(Code::NearMiss, Span::default(), "odd");
        let both = [error.clone(), error, warning];
        assert_eq!(summary(&[&both, &[]]), "2 errors, 1 warning in 1 file\n");
        assert_eq!(summary(&[&both[2..], &both[2..]]), "2 warnings in 2 files\n");
        assert_eq!(summary(&[&[]]), "1 file is sound\n");
        assert_eq!(summary(&[&[], &[], &[]]), "3 files are sound\n");
    }
}
