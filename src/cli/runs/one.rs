//! One run whole. What comes in: a run of a journal. What goes out: its facts, a row for each of its jobs, what failed and why,
//! and where the pictures are. A terminal is not shown hundreds of rows that say that all is well.

use std::fmt::Write as _;
use std::path::Path;

use super::list::{states, when, word};
use crate::cli::check::some;
use crate::cli::grid::grid;
use crate::cli::paint::Paint;
use crate::cli::pretty::{Row, block};
use crate::cli::projects::shown;
use crate::cli::submit::record::name;
use crate::cli::submit::told::failures;
use crate::diagnostic::render::{Look, printable, shorten};
use crate::submit::journal::{Run, Task};
use crate::submit::{Job, Journal, State, Trouble};

/// How many rows and pictures a terminal is shown.
const ROWS: usize = 50;
/// How wide the name of a job may be on a terminal.
const NAME: usize = 40;
/// How much of an id is shown on a terminal; names of files have as much.
const ID: usize = 8;

/// The run as text.
pub(super) fn show(journal: &Journal, run: &Run, look: Look) -> Result<String, Trouble> {
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    block(&mut out, &format!("run {}", run.id), &facts(run), paint, look.width.unwrap_or(usize::MAX));
    out.push('\n');
    let (jobs, tasks) = (journal.jobs(run.id)?, journal.tasks(run.id)?);
    let jobs: Vec<(&Job, Option<&Task>)> = jobs.iter().zip(tasks.iter().map(Option::as_ref)).collect();
    rows(&mut out, &jobs, look);
    let why = |(job, task): &(&Job, Option<&Task>)| {
        let failure =
            task.and_then(|task| task.failure.as_ref()).filter(|_| task.is_some_and(|it| !it.state.is_made()));
        Some((name(job), job.place.clone(), failure?.clone()))
    };
    let why: Vec<_> = jobs.iter().filter_map(why).collect();
    if !why.is_empty() {
        out.push('\n');
        out.push_str(&failures(&why));
    }
    pictures(&mut out, journal, run, look)?;
    Ok(out)
}

fn facts(run: &Run) -> Vec<Row> {
    let pictures = if run.spec.download { path(&run.spec.out) } else { "left with the service".to_owned() };
    let mut facts: Vec<Row> = vec![
        ("begun", when(run.recorded) + " UTC"),
        ("scenes", printable(&run.scenes.join(", ")).into_owned()),
        ("service", printable(&run.spec.base).into_owned()),
        ("pictures", pictures),
        ("tasks", states(run)),
        ("spent", run.cost.to_string()),
    ];
    facts.extend(run.spec.max_cost.map(|most| ("limit", most.to_string())));
    facts
}

/// A row a job; on a terminal only those that are not saved, if there are many.
fn rows(out: &mut String, jobs: &[(&Job, Option<&Task>)], look: Look) {
    let many = look.width.is_some() && jobs.len() > ROWS;
    let saved = |task: Option<&Task>| task.is_some_and(|task| task.state == State::Downloaded);
    let of_note = jobs.iter().filter(|(_, task)| !(many && saved(*task)));
    let fit = |text: &str, most: usize| {
        if look.width.is_some() { shorten(text, most).into_owned() } else { text.to_owned() }
    };
    let row = |(job, task): &(&Job, Option<&Task>)| {
        let state = task.map_or("not sent", |task| word(task.state));
        let cost = task.and_then(|task| task.cost).map_or_else(|| "-".to_owned(), |cost| cost.to_string());
        let uuid = task.map_or_else(|| "-".to_owned(), |task| printable(&task.uuid).into_owned());
        let uuid = if look.width.is_some() { uuid.chars().take(ID).collect() } else { uuid };
        vec![fit(&name(job), NAME), state.to_owned(), cost, uuid]
    };
    let rows: Vec<Vec<String>> = of_note.take(if many { ROWS } else { usize::MAX }).map(row).collect();
    let (paint, width) = (Paint { colour: look.colour }, look.width.unwrap_or(usize::MAX));
    if !rows.is_empty() {
        grid(out, &["task", "state", "cost", "taskUUID"], &rows, (paint, width));
    }
    if rows.len() < jobs.len() {
        let _ = writeln!(out, "  and {} more; all of them in a pipe", some(jobs.len() - rows.len(), "task"));
    }
}

fn pictures(out: &mut String, journal: &Journal, run: &Run, look: Look) -> Result<(), Trouble> {
    let most = if look.width.is_some() { ROWS } else { usize::MAX };
    let jobs: usize = run.states.iter().map(|(_, count)| count).sum();
    let mut count = 0;
    for job in 0..jobs {
        for saved in journal.saved(run.id, job)? {
            if count == 0 {
                out.push('\n');
            }
            count += 1;
            if count <= most {
                let _ = writeln!(out, "  {}", path(&saved.path));
            }
        }
    }
    if count > most {
        let _ = writeln!(out, "  and {} more", some(count - most, "picture"));
    }
    Ok(())
}

fn path(path: &Path) -> String {
    printable(&shown(path).to_string_lossy()).into_owned()
}
