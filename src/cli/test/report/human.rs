//! The report for people. What comes in: what came of each scene. What goes out: what differs, as a person would tell it, then
//! the words of the prompts. Scenes that are as they were take no line.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::prompts;
use super::{Outcome, Report};
use crate::cli::paint::Paint;
use crate::diagnostic::render::{Look, printable};
use crate::snapshot::{Difference, Differences, Kind};

/// How far lines stand to the right of what they are about.
const STEP: &str = "  ";

/// How many ids of tasks are listed.
const MOST_LISTED: usize = 5;

pub(super) fn human(report: &Report, look: Look) -> String {
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    for scene in &report.scenes {
        let said = match (&scene.outcome, report.updated) {
            (Outcome::Same | Outcome::Stale, _) => continue,
            (Outcome::Differs(found), updated) => {
                heading(&mut out, &scene.name, if updated { "updated" } else { "differs" }, paint);
                out += &differences(found, look);
                continue;
            }
            (Outcome::Missing, true) => "its golden file is new".to_owned(),
            (Outcome::Unreadable(_), true) => "its golden file was damaged, and is written anew".to_owned(),
            _ => scene.why().unwrap_or_default(),
        };
        heading(&mut out, &scene.name, &said, paint);
    }
    for path in &report.obsolete {
        heading(
            &mut out,
            &path.to_string_lossy(),
            if report.updated { "removed: no scene needs it" } else { "no scene needs it" },
            paint,
        );
    }
    out
}

fn heading(out: &mut String, name: &str, said: &str, paint: Paint) {
    paint.put(out, Style::new().bold(), &printable(name));
    out.push_str(": ");
    out.push_str(&printable(said));
    out.push('\n');
}

/// How what a scene makes has changed, a step to the right of its name.
pub(in crate::cli) fn differences(found: &Differences, look: Look) -> String {
    let found = found.grouped();
    let mut out = String::new();
    for told in &found.statements {
        let _ = writeln!(out, "{STEP}{}", printable(told));
    }
    for difference in &found.list {
        let title = title(difference);
        if title.is_empty() {
            out += &told(difference, look, STEP);
            continue;
        }
        out.push_str(STEP);
        Paint { colour: look.colour }.put(&mut out, AnsiColor::Cyan.on_default(), &printable(&title));
        out.push('\n');
        out += &told(difference, look, &STEP.repeat(2));
    }
    out
}

/// How a task has changed: what a person would tell, and the words of its prompts a step further to the right.
pub(super) fn told(difference: &Difference, look: Look, indent: &str) -> String {
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    for told in &difference.told {
        let _ = writeln!(out, "{indent}{}", printable(told));
    }
    let width = look.width.map(|width| width.saturating_sub(indent.len() + STEP.len()).max(20));
    for prompt in &difference.prompts {
        if !prompt.pass.is_empty() {
            let _ = writeln!(out, "{indent}pass `{}`:", printable(&prompt.pass));
        }
        for line in prompts::lines(prompt, paint, width) {
            let _ = writeln!(out, "{indent}{STEP}{line}");
        }
    }
    out
}

/// `tasks dusk, night and 4 more, google:4@3:`; nothing if a scene makes one task for what it names itself.
fn title(difference: &Difference) -> String {
    let Difference { target, tasks, of, kind, .. } = difference;
    let all = tasks.len() == *of && *of > 1;
    let ids: Vec<&str> = tasks.iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
    let which = match ids.as_slice() {
        [] => String::new(),
        [_, _] if all => "both tasks".to_owned(),
        all_ids if all => format!("all {} tasks", all_ids.len()),
        [one] => format!("task `{one}`"),
        ids => {
            let listed: Vec<String> = ids.iter().take(MOST_LISTED).map(|id| format!("`{id}`")).collect();
            match ids.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
                Some(more) => format!("tasks {} and {more} more", listed.join(", ")),
                None => format!("tasks {}", listed.join(", ")),
            }
        }
    };
    let (be, were) = if ids.len() < 2 { ("is", "was") } else { ("are", "were") };
    let said = match kind {
        Kind::Changed => ":".to_owned(),
        Kind::New => format!(" {be} new"),
        Kind::Gone => format!(" {be} made no longer"),
        Kind::Renamed(old) => format!(" {were} called `{old}`, and {be} otherwise the same"),
    };
    let of = match (which.is_empty(), target.is_empty()) {
        (true, true) if *kind == Kind::Changed => return String::new(),
        (true, true) => "the task".to_owned(),
        (true, false) => format!("target {target}"),
        (false, true) => which,
        (false, false) => format!("{which} for {target}"),
    };
    of + &said
}
