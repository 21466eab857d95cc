//! What is said of scenes that were compiled. What comes in: their findings, and those of their projects. What goes out:
//! text on stderr, and whether any of it is an error. A file that is merely missing takes one line.

use super::projects::Report;
use super::{check, output};
use crate::diagnostic::render::{human, printable};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::SourceMap;

/// What was found in a scene.
pub(super) struct Told<'a> {
    /// The name people know it by.
    pub(super) name: &'a str,
    /// Its findings.
    pub(super) found: Vec<Diagnostic>,
    /// Where their places are.
    pub(super) sources: &'a SourceMap,
}

/// Says that a file is there for others: it has no task, and that is no fault.
pub(super) fn note_library(name: &str) {
    output::talk(&format!("note: `{}` holds what other scenes use, and makes no task\n", printable(name)));
}

/// Says what was found in scenes and in the files of their projects; whether any of it is an error.
pub(super) fn tell(scenes: &[Told<'_>], reports: &[Report]) -> bool {
    let settings = reports.iter().map(|report| report.diagnostics.as_slice());
    let found: Vec<&[Diagnostic]> = settings.chain(scenes.iter().map(|scene| scene.found.as_slice())).collect();
    if found.iter().all(|found| found.is_empty()) {
        return false;
    }
    let look = output::stderr_look();
    let mut told = !reports.is_empty();
    for report in reports {
        output::talk(&human(&report.diagnostics, &report.sources, look));
    }
    for scene in scenes {
        let (missing, others): (Vec<_>, Vec<_>) = scene.found.iter().cloned().partition(is_merely_missing);
        if !others.is_empty() {
            output::talk(&human(&others, scene.sources, look));
            told = true;
        }
        output::talk(&missing_in_short(scene.name, &missing));
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
