//! Runs of which nothing is left to do. What comes in: jobs, the ids of their tasks, a journal. What goes out: where all their
//! pictures are, if every one is there; then neither a key nor the network is needed.

use std::path::PathBuf;

use super::{events, go};
use crate::cli::{Exit, output};
use crate::submit::store::Shelf;
use crate::submit::{Job, Journal, Summary, Trouble};

/// The pictures of all jobs, if each is where it belongs.
pub(in crate::cli) fn pictures(
    jobs: &[Job],
    tasks: &[String],
    journal: &Journal,
    shelf: &Shelf,
) -> Result<Option<Vec<PathBuf>>, Trouble> {
    let mut paths = Vec::new();
    for (job, uuid) in jobs.iter().zip(tasks) {
        let Some(task) = journal.task(uuid)? else { return Ok(None) };
        for number in 0..task.pictures.len() {
            let copies = journal.copies(uuid, number)?;
            let Some(saved) = shelf.there(job, uuid, number, &copies) else { return Ok(None) };
            paths.push(saved.path);
        }
    }
    Ok(Some(paths))
}

/// Tells of a run whose jobs are all done, as of one that has just ended.
pub(in crate::cli) fn tell(run: i64, done: usize, paths: &[PathBuf], json: bool) -> Result<Exit, String> {
    if json {
        let summary = Summary { run, done, reused: done, ..Summary::default() };
        output::payload((events::finished(&summary, Exit::Fine as u8) + "\n").as_bytes())?;
    } else {
        output::payload(go::lines(paths.iter().map(PathBuf::as_path)).as_bytes())?;
    }
    Ok(Exit::Fine)
}
