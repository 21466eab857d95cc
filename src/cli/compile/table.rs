//! What comes in: a task as several targets make it. What goes out: a table of what differs between them, a row a target,
//! and a list of what is the same for all.

use crate::cli::grid::grid;
use crate::cli::paint::Paint;
use crate::cli::pretty::{Row, asked, block};
use crate::diagnostic::render::printable;
use crate::emit::{Pass, total};
use crate::target::{Cost, Profile};

/// What came of a task for one target.
pub(super) struct Side<'a> {
    /// What people call the target.
    pub(super) called: String,
    /// Its model.
    pub(super) profile: &'a Profile,
    /// How many references it takes.
    pub(super) most: usize,
    /// What it makes; nothing if there are errors.
    pub(super) passes: &'a [Pass],
    /// What stops it.
    pub(super) errors: Vec<String>,
}

/// Writes the table of the targets that can make the task.
pub(super) fn table(out: &mut String, sound: &[&Side<'_>], paint: Paint, width: usize) {
    let facts: Vec<Vec<Row>> = sound.iter().map(|side| facts(side)).collect();
    let Some(first) = facts.first() else { return };
    let is_shared = |at: usize| facts.iter().all(|facts| facts.get(at) == first.get(at));
    // A pass more or less is told by the prompts; a single one need not be told at all.
    let told = |at: usize| first[at].0 != "passes" || sound.iter().any(|side| side.passes.len() > 1);
    let columns: Vec<usize> = (0..first.len()).filter(|at| !is_shared(*at)).collect();
    let shared: Vec<Row> =
        (0..first.len()).filter(|at| is_shared(*at) && told(*at)).map(|at| first[at].clone()).collect();
    if !columns.is_empty() {
        let heads: Vec<&str> = ["model"].into_iter().chain(columns.iter().map(|at| first[*at].0)).collect();
        let row = |(side, facts): (&&Side<'_>, &Vec<Row>)| {
            let own = columns.iter().map(|at| printable(&facts[*at].1).into_owned());
            [printable(&side.called).into_owned()].into_iter().chain(own).collect()
        };
        grid(out, &heads, &sound.iter().zip(&facts).map(row).collect::<Vec<_>>(), (paint, width));
        out.push('\n');
    }
    if !shared.is_empty() {
        let head = match (sound.len(), columns.is_empty()) {
            (1, _) => "task",
            (_, true) => "every target",
            (_, false) => "every target alike",
        };
        block(out, head, &shared, paint, width);
    }
}

/// Writes what all tasks of a scene cost for each target, which are given with the tasks that they can make.
pub(super) fn totals(out: &mut String, targets: &[Vec<Side<'_>>], paint: Paint, width: usize) {
    let Some(tasks) = targets.iter().map(Vec::len).max().filter(|tasks| *tasks > 1) else { return };
    let row = |sides: &Vec<Side<'_>>| {
        let sound: Vec<&[Pass]> = sides.iter().map(|side| side.passes).filter(|passes| !passes.is_empty()).collect();
        let made = if sound.len() == tasks { tasks.to_string() } else { format!("{} of {tasks}", sound.len()) };
        let cost = cost(&sound.concat());
        Some(vec![printable(&sides.first()?.called).into_owned(), made, cost])
    };
    out.push('\n');
    grid(out, &["model", "tasks", "price of all"], &targets.iter().filter_map(row).collect::<Vec<_>>(), (paint, width));
}

/// What a target makes of a task.
fn facts(side: &Side<'_>) -> Vec<Row> {
    let passes = side.passes;
    let tasks: Vec<Vec<Row>> = passes.iter().map(|pass| asked(&pass.task)).collect();
    let mut rows: Vec<Row> = Vec::new();
    for (at, (label, _)) in tasks.first().map_or(&[][..], Vec::as_slice).iter().enumerate() {
        // Each value once, in the order of the passes.
        let mut values: Vec<&str> = Vec::new();
        for value in tasks.iter().filter_map(|rows| Some(rows.get(at)?.1.as_str())) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        rows.push((label, values.join(" / ")));
    }
    let sizes = rows.len().min(1);
    let of = if side.most == usize::MAX { String::new() } else { format!(" of {}", side.most) };
    let sent: Vec<String> = passes.iter().map(|pass| pass.references.len().to_string()).collect();
    let letters: usize = passes.iter().map(|pass| pass.prompt.chars().count()).sum();
    let more = [
        ("passes", passes.len().to_string()),
        ("references", format!("{}{of}", sent.join(" + "))),
        ("price", cost(passes)),
        ("prompt", format!("{letters} characters")),
    ];
    let settings = rows.split_off(sizes);
    rows.into_iter().chain(more).chain(settings).collect()
}

/// What a task costs with all of its passes, in few words.
fn cost(passes: &[Pass]) -> String {
    match total(passes) {
        // What was guessed is said where one target is shown.
        Cost::About(usd, _) => format!("about {usd}"),
        cost => cost.to_string(),
    }
}
