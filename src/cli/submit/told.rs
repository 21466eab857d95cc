//! How a run is told in the end. What comes in: its summary, and what was seen on the way. What goes out: text, and the exit
//! code.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;

use super::record::Record;
use crate::cli::Exit;
use crate::cli::check::some;
use crate::diagnostic::render::{printable, shorten};
use crate::submit::{Class, Failure, Summary};

/// How many failures are told one by one.
const TOLD: usize = 20;
/// How many jobs are named that failed for the same reason.
const NAMED: usize = 4;

/// The exit code of a run.
///
/// | code | when |
/// |---|---|
/// | 130 | the user stopped it, and something was left undone |
/// | 7 | nobody knows what became of a task |
/// | 4 | the money was spent before the work was done, and nothing failed |
/// | 5 | something failed, and nothing new was made |
/// | 6 | a part failed, was skipped, not sent or not saved |
pub(in crate::cli) fn exit(summary: &Summary) -> Exit {
    let failed = summary.failed + summary.skipped + summary.not_saved > 0 || summary.stopped_by.is_some();
    let undone = summary.unsent + summary.unknown > 0;
    if summary.interrupted && undone {
        Exit::Interrupted
    } else if summary.unknown > 0 {
        Exit::Unknown
    } else if summary.over_budget && !failed {
        Exit::Refused
    } else if failed && summary.done == summary.reused && summary.not_saved == 0 {
        Exit::Service
    } else if failed || undone {
        Exit::Part
    } else {
        Exit::Fine
    }
}

/// The end of a run, in words; `again` is the command that goes on with it.
pub(in crate::cli) fn told(summary: &Summary, record: &Record, again: &str) -> String {
    let mut out = failures(&record.failures);
    let mut parts = vec![some(summary.done, "task") + " done"];
    for (count, what) in [
        (summary.reused, "made before"),
        (summary.failed, "failed"),
        (summary.skipped, "skipped for them"),
        (summary.not_saved, "made, but not saved"),
        (summary.unknown, "still open"),
        (summary.unsent, "not sent"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    let about = if summary.spent_is_estimate { "about " } else { "" };
    let _ = writeln!(out, "{}; {about}{} spent", parts.join(", "), summary.spent);
    if let Some(failure) = &summary.stopped_by {
        let _ = writeln!(out, "nothing more was sent: {failure}");
        out.push_str(advice(failure.class));
    }
    if summary.over_budget {
        out.push_str("nothing more was sent: the next task might cost more than --max-cost allows\n");
    }
    if summary.failed + summary.unknown + summary.unsent + summary.not_saved > 0 {
        let _ = writeln!(out, "go on with: {again}");
    }
    out
}

/// What can be done about a failure of the whole account.
fn advice(class: Class) -> &'static str {
    match class {
        Class::Auth => "look at the key: RUNWARE_API_KEY, or --key-file\n",
        Class::Quota => "look at the balance of the account\n",
        Class::Connection => "look at the network, and at RUNWARE_BASE_URL if it is set\n",
        _ => "",
    }
}

/// What failed: jobs, the places that cause their prompts, and why. The same reason at the same place is told once, with the line
/// that causes the prompt where the prompt is the reason.
pub(in crate::cli) fn failures(failures: &[(String, String, Failure)]) -> String {
    let mut groups: Vec<(&str, &Failure, Vec<&str>)> = Vec::new();
    let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for (name, place, failure) in failures {
        let key = (place.as_str(), failure.code.as_str(), failure.message.as_str());
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((.., names)) => names.push(name),
            None => groups.push((place, failure, vec![name])),
        }
    }
    let mut out = String::new();
    for (place, failure, names) in groups.iter().take(TOLD) {
        let _ = writeln!(out, "error: {}: {failure}", names[0]);
        if names_prompt(failure) {
            out.push_str(&excerpt(place));
        } else if failure.class == Class::Validation && !failure.parameters.is_empty() {
            let _ = writeln!(out, "  it is about {}", failure.parameters.join(", "));
        }
        out.push_str(&others(&names[1..]));
    }
    if groups.len() > TOLD {
        let _ = writeln!(out, "and {} more", some(groups.len() - TOLD, "reason"));
    }
    out
}

fn others(names: &[&str]) -> String {
    let named = names[..names.len().min(NAMED)].join(", ");
    match names.len() {
        0 => String::new(),
        count if count <= NAMED => format!("  the same for {named}\n"),
        count => format!("  the same for {named}, and {} more\n", count - NAMED),
    }
}

fn names_prompt(failure: &Failure) -> bool {
    failure.class == Class::Safety || failure.parameters.iter().any(|name| name.to_ascii_lowercase().contains("prompt"))
}

/// The line of a scene that causes a prompt, if the scene is still there: `watch.scene:4:1`.
fn excerpt(place: &str) -> String {
    let mut parts = place.rsplitn(3, ':');
    let (_, line, file) = (parts.next(), parts.next(), parts.next());
    let text = line.and_then(|line| line.parse::<usize>().ok()).zip(file).and_then(|(line, file)| {
        let mut text = String::new();
        if !std::fs::metadata(file).ok()?.is_file() {
            return None;
        }
        File::open(file).ok()?.take(1 << 20).read_to_string(&mut text).ok()?;
        let text = text.lines().nth(line.checked_sub(1)?)?.to_owned();
        Some(format!("{line:>5} | {}\n", shorten(&printable(text.trim_end()), 120)))
    });
    format!("  --> {}\n{}", printable(place), text.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_has_its_exit_code() {
        let end = |change: fn(&mut Summary)| {
            let mut summary = Summary { done: 3, ..Summary::default() };
            change(&mut summary);
            exit(&summary)
        };
        assert_eq!(end(|_| {}), Exit::Fine);
        assert_eq!(end(|it| it.interrupted = true), Exit::Fine);
        assert_eq!(end(|it| (it.interrupted, it.unsent) = (true, 1)), Exit::Interrupted);
        assert_eq!(end(|it| (it.interrupted, it.unknown) = (true, 1)), Exit::Interrupted);
        assert_eq!(end(|it| (it.unknown, it.failed) = (1, 2)), Exit::Unknown);
        assert_eq!(end(|it| (it.over_budget, it.unsent) = (true, 1)), Exit::Refused);
        assert_eq!(end(|it| (it.over_budget, it.unsent, it.failed) = (true, 1, 1)), Exit::Part);
        assert_eq!(end(|it| it.failed = 1), Exit::Part);
        assert_eq!(end(|it| it.not_saved = 1), Exit::Part);
        assert_eq!(end(|it| (it.done, it.not_saved) = (0, 1)), Exit::Part);
        assert_eq!(end(|it| (it.done, it.failed) = (0, 1)), Exit::Service);
        assert_eq!(end(|it| (it.reused, it.failed) = (3, 1)), Exit::Service);
        let down = Failure::new(Class::Connection, "no connection could be made");
        assert_eq!(exit(&Summary { unsent: 4, stopped_by: Some(down), ..Summary::default() }), Exit::Service);
    }

    #[test]
    fn a_refused_prompt_is_shown_with_its_line() {
        let failure =
            Failure { parameters: vec!["positivePrompt".to_owned()], ..Failure::new(Class::Safety, "refused") };
        let failed = |name: &str| (name.to_owned(), "no/such.scene:4:1".to_owned(), failure.clone());
        assert_eq!(failures(&[failed("watch")]), "error: watch: safety: refused\n  --> no/such.scene:4:1\n");
        let several = failures(&["a", "b", "c", "d", "e", "f", "g"].map(failed));
        assert!(several.ends_with(":4:1\n  the same for b, c, d, e, and 2 more\n"), "{several}");
    }
}
