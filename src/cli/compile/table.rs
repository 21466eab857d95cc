//! What comes in: a task as several targets make it. What goes out: a table of what differs between them, a row a target,
//! and a list of what is the same for all.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::cli::paint::Paint;
use crate::cli::pretty::{Row, block, settings};
use crate::diagnostic::render::printable;
use crate::emit::{Pass, limits};
use crate::target::Profile;

/// What came of a task for one target.
pub(super) struct Side<'a> {
    /// What people call the target.
    pub(super) called: &'a str,
    /// Its model.
    pub(super) profile: &'a Profile,
    /// What it makes; nothing if there are errors.
    pub(super) passes: &'a [Pass],
    /// What stops it.
    pub(super) errors: Vec<&'a str>,
}

/// Columns between the columns.
const GAP: usize = 3;

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
            [printable(side.called).into_owned()].into_iter().chain(own).collect()
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

/// Writes rows under their heads, or one below the other where they are too wide for that.
fn grid(out: &mut String, heads: &[&'static str], rows: &[Vec<String>], (paint, width): (Paint, usize)) {
    let wide = |(at, head): (usize, &&str)| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width());
        cells.fold(head.width(), usize::max)
    };
    let widths: Vec<usize> = heads.iter().enumerate().map(wide).collect();
    if widths.iter().sum::<usize>() + GAP * (widths.len() - 1) + 2 > width {
        for row in rows {
            let facts: Vec<Row> = heads.iter().zip(row).skip(1).map(|(head, cell)| (*head, cell.clone())).collect();
            block(out, &row[0], &facts, paint, width);
        }
        return;
    }
    let mut line = |cells: &mut dyn Iterator<Item = (Style, &str)>| {
        out.push_str("  ");
        let mut pad = 0;
        for ((style, cell), wide) in cells.zip(&widths) {
            out.push_str(&" ".repeat(pad));
            paint.put(out, style, cell);
            pad = wide - cell.width() + GAP;
        }
        out.push('\n');
    };
    line(&mut heads.iter().map(|head| (Style::new().dimmed(), *head)));
    for row in rows {
        let style = |at: usize| if at == 0 { Style::new().bold() } else { Style::new() };
        line(&mut row.iter().enumerate().map(|(at, cell)| (style(at), cell.as_str())));
    }
}

/// What a target makes of a task.
fn facts(side: &Side<'_>) -> Vec<Row> {
    let passes = side.passes;
    let tasks: Vec<Vec<Row>> = passes.iter().map(|pass| settings(&pass.task)).collect();
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
    // The model stands ahead of its row.
    rows.retain(|(label, _)| *label != "model");
    let sizes = rows.len().min(1);
    let most = limits::most_references(side.profile);
    let of = if most == usize::MAX { String::new() } else { format!(" of {most}") };
    let sent: Vec<String> = passes.iter().map(|pass| pass.references.len().to_string()).collect();
    let letters: usize = passes.iter().map(|pass| pass.prompt.chars().count()).sum();
    let more = [
        ("passes", passes.len().to_string()),
        ("references", format!("{}{of}", sent.join(" + "))),
        ("price", cost(passes, side.profile)),
        ("prompt", format!("{letters} characters")),
    ];
    let settings = rows.split_off(sizes);
    rows.into_iter().chain(more).chain(settings).collect()
}

/// What a task costs with all of its passes.
fn cost(_passes: &[Pass], _profile: &Profile) -> String {
    "not known".to_owned()
}
