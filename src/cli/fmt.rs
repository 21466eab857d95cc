//! `scene fmt`: scenes in their one form, written where they stand, or to stdout for stdin. A file that is in form
//! already is not touched, nor is one with errors of form, nor one that has changed since it was read. What happens to
//! a file does not depend on the others, so several are worked on at once; what is said of them keeps their order.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::input::{Source, collect, once_each};
use super::unified::unified;
use super::{Exit, output};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{human, printable};
use crate::format::format;
use crate::source::SourceMap;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write nothing, list the files that are not in form
    #[arg(long)]
    check: bool,
    /// Write nothing, show what would change
    #[arg(long)]
    diff: bool,
}

/// What came of a file.
enum Outcome {
    /// It is in form; stdin is written all the same.
    Same(String),
    /// It was not in form; the text is for stdout.
    Changed(String),
    /// It cannot be formatted; the text says why.
    Faulty(String),
    /// It cannot be read or written.
    Problem(String),
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let sources = once_each(collect(&arguments.files)?);
    let outcomes = all(&sources, arguments);
    let mut payload = String::new();
    let (mut changed, mut same, mut faulty) = (0, 0, 0);
    let mut exit = Exit::Fine;
    for outcome in outcomes {
        match outcome {
            Outcome::Same(text) => {
                same += 1;
                payload.push_str(&text);
            }
            Outcome::Changed(text) => {
                changed += 1;
                payload.push_str(&text);
            }
            Outcome::Faulty(findings) => {
                faulty += 1;
                output::talk(&findings);
                exit = exit.max(Exit::Scenes);
            }
            Outcome::Problem(problem) => {
                output::talk(&format!("error: {problem}\n"));
                exit = Exit::Usage;
            }
        }
    }
    output::payload(payload.as_bytes())?;
    let dry = arguments.check || arguments.diff;
    if sources != [Source::Stdin] || dry {
        output::talk(&summary(dry, changed, same, faulty));
    }
    Ok(if exit == Exit::Fine && dry && changed > 0 { Exit::Differs } else { exit })
}

/// What comes of each file, in their order.
fn all(sources: &[Source], arguments: &Arguments) -> Vec<Outcome> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(sources.len() / 8 + 1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.get(at) else { return done };
            done.push((at, one(source, arguments).unwrap_or_else(Outcome::Problem)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn one(source: &Source, arguments: &Arguments) -> Result<Outcome, String> {
    let name = source.name();
    let before = match source.text()? {
        Ok(text) => text,
        Err(refused) => return Ok(Outcome::Faulty(findings(&refused.diagnostics, &refused.sources))),
    };
    let after = match format(&before) {
        Ok(after) => after,
        Err(diagnostics) => {
            let mut sources = SourceMap::default();
            sources.add(name, before);
            return Ok(Outcome::Faulty(findings(&diagnostics, &sources)));
        }
    };
    let same = before == after;
    let text = match source {
        _ if arguments.diff => unified(&name, &before, &after, output::stdout_look().colour),
        _ if arguments.check => {
            if same {
                String::new()
            } else {
                format!("{}\n", printable(&name))
            }
        }
        Source::Stdin => shown(after),
        Source::File(_) if same => String::new(),
        Source::File(path) => {
            output::replace_file(path, before.as_bytes(), after.as_bytes())?;
            String::new()
        }
    };
    Ok(if same { Outcome::Same(text) } else { Outcome::Changed(text) })
}

fn findings(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    human(diagnostics, sources, output::stderr_look())
}

/// The text to the letter; only a terminal, which has a width, gets it escaped.
fn shown(text: String) -> String {
    if output::stdout_look().width.is_none() {
        return text;
    }
    text.lines().flat_map(|line| [printable(line), "\n".into()]).collect()
}

/// "2 files formatted, 11 unchanged, 1 with errors"
fn summary(dry: bool, changed: usize, same: usize, faulty: usize) -> String {
    let verb = if dry { "to format" } else { "formatted" };
    let parts = [(changed, verb), (same, "unchanged"), (faulty, "with errors")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).enumerate().map(|(at, (count, what))| match at {
        0 if count == 1 => format!("1 file {what}"),
        0 => format!("{count} files {what}"),
        _ => format!("{count} {what}"),
    });
    let said = parts.collect::<Vec<_>>().join(", ");
    if said.is_empty() { said } else { said + "\n" }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn a_file_that_has_changed_meanwhile_is_left_alone() {
        let replace =
            |path: &Path, before: &str, after: &str| output::replace_file(path, before.as_bytes(), after.as_bytes());
        let path = std::env::temp_dir().join(format!("scenewright-replace-{}.scene", std::process::id()));
        fs::write(&path, "new").unwrap();
        let why = replace(&path, "old", "formatted").unwrap_err();
        assert!(why.ends_with("it has changed since it was read"), "{why}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        replace(&path, "new", "formatted").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "formatted");
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_was_done_is_said_in_english() {
        assert_eq!(summary(false, 2, 11, 0), "2 files formatted, 11 unchanged\n");
        assert_eq!(summary(false, 0, 1, 0), "1 file unchanged\n");
        assert_eq!(summary(true, 1, 0, 3), "1 file to format, 3 with errors\n");
        assert_eq!(summary(true, 0, 0, 0), "");
    }
}
