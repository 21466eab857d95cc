//! The list of runs. What comes in: runs. What goes out: a table, or JSON.

use serde_json::json;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

use crate::cli::check::some;
use crate::cli::grid::grid;
use crate::cli::paint::Paint;
use crate::cli::pretty::block;
use crate::diagnostic::render::{Look, escape_json, printable, shorten};
use crate::submit::State;
use crate::submit::journal::{Run, time};
use crate::target::Usd;

const HEADS: [&str; 5] = ["run", "begun (UTC)", "scenes", "tasks", "spent"];
/// The columns that stand between these, and in front.
const GAPS: usize = 14;
/// The narrowest column of scenes.
const SCENES: usize = 16;
/// How many runs a terminal is shown.
const ROWS: usize = 50;

/// A row a run.
pub(super) fn table(runs: &[Run], look: Look) -> String {
    let shown = if look.width.is_some() { runs.len().min(ROWS) } else { runs.len() };
    let cells = |run: &Run| [run.id.to_string(), when(run.recorded), scenes(run), states(run), run.cost.to_string()];
    let mut rows: Vec<[String; 5]> = runs[..shown].iter().map(cells).collect();
    let width = look.width.unwrap_or(usize::MAX);
    // The scenes get what the other columns leave.
    let widest = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or(0).max(HEADS[at].width());
    let others: usize = [0, 1, 3, 4].map(widest).iter().sum();
    let room = width.saturating_sub(others + GAPS).max(SCENES);
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    if others + GAPS + widest(2).min(room) > width {
        for [run, begun, scenes, tasks, spent] in rows {
            let facts = HEADS[1..].iter().copied().zip([begun, scenes, tasks, spent]).collect::<Vec<_>>();
            block(&mut out, &format!("run {run}"), &facts, paint, width);
        }
    } else {
        for row in &mut rows {
            row[2] = shorten(&row[2], room).into_owned();
        }
        let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
        grid(&mut out, &HEADS, &rows, (paint, width));
    }
    if shown < runs.len() {
        let _ = writeln!(out, "  and {} before these; all of them in a pipe: scene runs | less", runs.len() - shown);
    }
    out
}

/// `watch.scene and 2 more`
fn scenes(run: &Run) -> String {
    match run.scenes.as_slice() {
        [] => "-".to_owned(),
        [one] => printable(one).into_owned(),
        [one, rest @ ..] => format!("{} and {} more", printable(one), rest.len()),
    }
}

/// `2026-11-26 14:03`
pub(super) fn when(milliseconds: i64) -> String {
    time::written(milliseconds).chars().take(16).map(|letter| if letter == 'T' { ' ' } else { letter }).collect()
}

/// `12 saved, 1 failed; at work`
pub(super) fn states(run: &Run) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (state, count) in run.states.iter().filter(|(_, count)| *count > 0) {
        match counts.iter_mut().find(|(known, _)| *known == word(*state)) {
            Some((_, sum)) => *sum += count,
            None => counts.push((word(*state), *count)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    let at_work = if run.driven { "; at work" } else { "" };
    if counts.is_empty() { some(0, "task") } else { counts.join(", ") + at_work }
}

/// What people call a state in a list.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Planned | State::Uploading => "not sent",
        State::Succeeded => "made",
        State::Downloaded => "saved",
        state => state.name(),
    }
}

/// One document with all runs.
pub(super) fn json(runs: &[Run]) -> String {
    let run = |run: &Run| {
        let states: serde_json::Map<_, _> =
            run.states.iter().map(|(state, count)| (state.name().to_owned(), json!(count))).collect();
        json!({
            "run": run.id,
            "recorded": time::written(run.recorded),
            "scenes": run.scenes,
            "service": run.spec.base,
            "out": run.spec.out.to_string_lossy(),
            "states": states,
            "costUSD": run.cost.dollars(),
            "maxCostUSD": run.spec.max_cost.map(Usd::dollars),
            "download": run.spec.download,
            "again": run.spec.again,
            "driven": run.driven,
        })
    };
    let runs: Vec<_> = runs.iter().map(run).collect();
    let document = json!({"version": 1, "runs": runs});
    escape_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}
