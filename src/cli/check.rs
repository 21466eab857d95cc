//! `scene check`: everything that is wrong with scenes. The findings are the payload; a closing line of counts is talk.

use std::path::PathBuf;

use clap::ValueEnum;

use super::input::{Scene, collect};
use super::{Exit, output};
use crate::diagnostic::render::{human, json, short};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Make a warning an error, or all with `warnings`
    #[arg(long, value_name = "CODE|warnings", value_parser = denied)]
    deny: Vec<Denied>,
    /// Leave a warning out, or missing files
    #[arg(long, value_name = "CODE", value_parser = allowed)]
    allow: Vec<Code>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// With the source around each finding
    Human,
    /// A finding a line
    Short,
    /// A JSON document
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denied {
    Warnings,
    One(Code),
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let mut scenes = Vec::new();
    for source in collect(&arguments.files)? {
        let mut scene = source.compile(true)?;
        weigh(&mut scene.compiled.diagnostics, arguments);
        scenes.push(scene);
    }
    output::payload(text(arguments.format, &scenes).as_bytes())?;
    let found: Vec<&[Diagnostic]> = scenes.iter().map(|scene| scene.compiled.diagnostics.as_slice()).collect();
    output::talk(&summary(&found));
    let failed = scenes.iter().any(|scene| scene.compiled.has_errors());
    Ok(if failed { Exit::Scenes } else { Exit::Fine })
}

/// "2 errors, 1 warning in 1 file", or "3 files are sound".
pub(super) fn summary(files: &[&[Diagnostic]]) -> String {
    let count =
        |severity: Severity| files.iter().flat_map(|file| file.iter()).filter(|it| it.severity == severity).count();
    let some = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let kinds = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let kinds: Vec<_> =
        kinds.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| some(count, noun)).collect();
    if kinds.is_empty() {
        return format!("{} {} sound\n", some(files.len(), "file"), if files.len() == 1 { "is" } else { "are" });
    }
    let touched = files.iter().filter(|file| !file.is_empty()).count();
    format!("{} in {}\n", kinds.join(", "), some(touched, "file"))
}

/// Drops what is allowed and raises what is denied; what is allowed by name is never denied.
fn weigh(diagnostics: &mut Vec<Diagnostic>, arguments: &Arguments) {
    diagnostics.retain(|finding| !arguments.allow.contains(&finding.code));
    for finding in diagnostics {
        if arguments
            .deny
            .iter()
            .any(|denied| matches!(denied, Denied::Warnings) || *denied == Denied::One(finding.code))
        {
            finding.severity = Severity::Error;
        }
    }
}

fn text(form: Form, scenes: &[Scene]) -> String {
    let all = scenes.iter().map(|scene| (scene.compiled.diagnostics.as_slice(), &scene.compiled.sources));
    match form {
        Form::Human => {
            let look = output::stdout_look();
            all.map(|(diagnostics, sources)| human(diagnostics, sources, look)).collect()
        }
        Form::Short => all.map(|(diagnostics, sources)| short(diagnostics, sources)).collect(),
        Form::Json => json(all),
    }
}

fn denied(word: &str) -> Result<Denied, String> {
    if word == "warnings" { Ok(Denied::Warnings) } else { code(word, Some("warnings")).map(Denied::One) }
}

/// A code that may be left out: a warning, or a missing file, since photographs are not everywhere.
fn allowed(word: &str) -> Result<Code, String> {
    let code = code(word, None)?;
    if code.severity() == Severity::Error && code != Code::MissingFile {
        return Err("it is an error, and a scene with errors cannot be compiled".to_owned());
    }
    Ok(code)
}

fn code(word: &str, more: Option<&'static str>) -> Result<Code, String> {
    Code::ALL.iter().copied().find(|code| code.name() == word).ok_or_else(|| {
        let known = Code::ALL.iter().map(|code| code.name()).chain(more);
        let near = suggest(word, known).map(|near| format!("; did you mean `{near}`?"));
        format!("no finding has this code{}", near.unwrap_or_default())
    })
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

    #[test]
    fn only_known_codes_can_be_weighed() {
        assert_eq!(denied("near-miss"), Ok(Denied::One(Code::NearMiss)));
        assert_eq!(denied("warnings"), Ok(Denied::Warnings));
        assert_eq!(denied("warning"), Err("no finding has this code; did you mean `warnings`?".to_owned()));
        assert_eq!(allowed("nearmiss"), Err("no finding has this code; did you mean `near-miss`?".to_owned()));
        assert_eq!(allowed("missing-file"), Ok(Code::MissingFile));
        assert!(allowed("syntax").is_err());
    }
}
