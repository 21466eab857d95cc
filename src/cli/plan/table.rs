//! The tables of a plan: a row a task, and a row a model. What comes in: jobs, and what becomes of them. What goes out: text
//! that fits the terminal; a pipe gets all of it. A column that would say nothing is left out.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::planned::{Planned, Standing};
use crate::cli::check::some;
use crate::cli::grid::{GAP, grid};
use crate::cli::jobs::Jobs;
use crate::cli::paint::Paint;
use crate::diagnostic::render::{Look, printable, shorten};
use crate::target::Cost;

/// How many rows a terminal is shown.
const ROWS: usize = 50;
/// How wide a name may be in a pipe.
const NAME: usize = 60;
/// How far a name is shortened to make a row fit.
const LEAST: usize = 8;
/// The columns of names, which may be shortened.
const NAMES: usize = 4;
/// What is left out of a narrow table, the first first: images and sizes.
const SPARE: [usize; 2] = [5, 4];
const MODEL: usize = 3;
const PRICE: usize = 7;
const HEADS: [&str; 8] = ["scene", "task", "pass", "model", "size", "images", "state", "price"];

/// What becomes of each task, and what each model is paid.
pub(super) fn table(jobs: &Jobs, planned: &Planned, look: Look) -> String {
    let mut out = String::new();
    if jobs.jobs.is_empty() {
        return out;
    }
    let (paint, width) = (Paint { colour: look.colour }, look.width.unwrap_or(usize::MAX).max(40));
    let all = jobs.jobs.len();
    let shown = if look.width.is_some() { all.min(ROWS) } else { all };
    let mut rows: Vec<[String; 8]> = (0..shown).map(|at| row(jobs, planned, at)).collect();
    if all > 1 {
        let total = if planned.sent > 0 { price(&planned.cost) } else { "-".to_owned() };
        rows.push(std::array::from_fn(|at| match at {
            0 => "total".to_owned(),
            PRICE => total.clone(),
            _ => String::new(),
        }));
    }
    let columns = fit(&mut rows, columns(jobs), width);
    let heads: Vec<&'static str> = columns.iter().map(|at| HEADS[*at]).collect();
    let pick = |row: &[String; 8]| columns.iter().map(|at| row[*at].clone()).collect();
    out.push('\n');
    grid(&mut out, &heads, &rows.iter().map(pick).collect::<Vec<_>>(), (paint, width));
    if shown < all {
        let are = if all - shown == 1 { "is" } else { "are" };
        let more = some(all - shown, "more task");
        let _ = writeln!(out, "  {more} {are} not shown; a pipe gets all of them: scene plan ... | less");
    }
    if planned.sent > 0 {
        out.push('\n');
        models(&mut out, jobs, planned, (paint, width));
    }
    out
}

fn models(out: &mut String, jobs: &Jobs, planned: &Planned, look: (Paint, usize)) {
    let row = |(model, share): (&String, &super::planned::Share)| {
        let day = jobs.checked.get(model).filter(|day| !day.is_empty());
        vec![
            shorten(&printable(model), NAME).into_owned(),
            share.tasks.to_string(),
            share.pictures.to_string(),
            price(&share.cost),
            day.map_or_else(|| "not known".to_owned(), |day| shorten(&printable(day), LEAST + 2).into_owned()),
        ]
    };
    let rows: Vec<Vec<String>> = planned.models.iter().map(row).collect();
    grid(out, &["model", "tasks", "pictures", "price", "looked up"], &rows, look);
}

/// The columns that say something: ids where a scene has several tasks, passes where it has some, models where they differ.
fn columns(jobs: &Jobs) -> Vec<usize> {
    let jobs = &jobs.jobs;
    let says = |at: usize| match at {
        1 => jobs.iter().any(|job| job.id != "scene"),
        2 => jobs.iter().any(|job| job.pass != "scene"),
        MODEL => jobs.windows(2).any(|pair| pair[0].model != pair[1].model),
        _ => true,
    };
    (0..HEADS.len()).filter(|at| says(*at)).collect()
}

/// Shortens names, the longest first, until a row fits, as far as that is sensible; then leaves out what matters least.
fn fit(rows: &mut [[String; 8]], mut columns: Vec<usize>, width: usize) -> Vec<usize> {
    let mut widths = HEADS.map(UnicodeWidthStr::width);
    for row in rows.iter() {
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = cell.width().max(*wide);
        }
    }
    for wide in &mut widths[..NAMES] {
        *wide = NAME.min(*wide);
    }
    let mut spare = SPARE.iter();
    loop {
        let needed = columns.iter().map(|at| widths[*at] + GAP).sum::<usize>() - GAP + 2;
        if needed <= width {
            break;
        }
        let names = columns.iter().copied().filter(|at| *at < NAMES && widths[*at] > LEAST);
        if let Some(at) = names.max_by_key(|at| (widths[*at], NAMES - at)) {
            widths[at] -= 1;
        } else if let Some(column) = spare.next() {
            columns.retain(|at| at != column);
        } else {
            break;
        }
    }
    for row in rows {
        for (cell, wide) in row[..NAMES].iter_mut().zip(widths) {
            *cell = shorten(cell, wide).into_owned();
        }
    }
    columns
}

fn row(jobs: &Jobs, planned: &Planned, at: usize) -> [String; 8] {
    let (job, standing) = (&jobs.jobs[at], planned.standing[at]);
    let cell = |text: &str| printable(text).into_owned();
    let size = job.size.map_or_else(|| "its own".to_owned(), |(width, height)| format!("{width}x{height}"));
    let size = if job.results > 1 { format!("{size}, {} times", job.results) } else { size };
    let (state, price) = match standing {
        Standing::New => ("new", price(&jobs.costs[at])),
        Standing::Anew => ("failed before", price(&jobs.costs[at])),
        Standing::Out => ("open", "-".to_owned()),
        Standing::Made => ("made", "-".to_owned()),
        Standing::Same => ("as above", "-".to_owned()),
    };
    let scene = job.scene.strip_suffix(".scene").unwrap_or(&job.scene);
    let only = |text: &str| if text == "scene" { "-".to_owned() } else { cell(text) };
    let images = job.references.len().to_string();
    [cell(scene), only(&job.id), only(&job.pass), cell(&job.model), size, images, state.to_owned(), price]
}

fn price(cost: &Cost) -> String {
    match cost {
        Cost::About(usd, _) => format!("about {usd}"),
        cost => cost.to_string(),
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
