//! A run goes on: from its first task, or from where it stopped. What comes in: a run in a journal, and the way to the
//! service. What goes out: what is shown while it goes on and in the end, and the exit code.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::stop::Signals;
use super::told::{exit, told};
use super::watch::Onlooker;
use super::{events, output};
use crate::cli::Exit;
use crate::cli::disk::Disk;
use crate::cli::projects::shown;
use crate::diagnostic::render::printable;
use crate::submit::drive::drive;
use crate::submit::store::Shelf;
use crate::submit::{Client, Journal, Options, Trouble};

/// What a run needs.
pub(in crate::cli) struct Going<'g> {
    pub(in crate::cli) journal: &'g mut Journal,
    pub(in crate::cli) client: &'g Client,
    pub(in crate::cli) options: &'g Options,
    /// The folder of the project.
    pub(in crate::cli) project: &'g Path,
    /// Whether events are written as JSON.
    pub(in crate::cli) json: bool,
    /// What the run is to cost, in words.
    pub(in crate::cli) of: String,
}

/// Drives a run, and tells of it.
pub(in crate::cli) fn go(run: i64, going: Going<'_>) -> Result<Exit, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the system refuses what a run needs: {error}"))?;
    let shelf = Shelf::new(&going.options.out, going.project);
    let again = resuming(run, going.project);
    let mut watch = Onlooker::new(going.json, going.of);
    let ended = runtime.block_on(async {
        let mut stop = Signals::listen();
        drive(run, (&mut *going.journal, going.client, &shelf), going.options, &mut stop, &mut watch).await
    });
    watch.close();
    let summary = match ended {
        Ok(summary) => summary,
        Err(Trouble::Service(failure)) => {
            output::talk(&format!("error: {failure}\n"));
            return Ok(Exit::Service);
        }
        Err(why @ Trouble::Usage(_)) => return Err(why.to_string()),
        Err(why) => return Err(format!("{why}; go on with: {again}")),
    };
    let code = exit(&summary);
    output::talk(&told(&summary, &watch.record, &again));
    if going.json {
        output::payload((events::finished(&summary, code as u8) + "\n").as_bytes())?;
    } else {
        let saved = in_order(run, going.journal, &watch.record.saved).map_err(|why| why.to_string())?;
        output::payload(lines(saved.iter().map(PathBuf::as_path)).as_bytes())?;
    }
    Ok(code)
}

/// The pictures that were saved, in the order of the jobs, not in that in which they came.
fn in_order(run: i64, journal: &Journal, saved: &[String]) -> Result<Vec<PathBuf>, Trouble> {
    let saved: HashSet<&str> = saved.iter().map(String::as_str).collect();
    let mut paths = Vec::with_capacity(saved.len());
    for job in 0..journal.tasks(run)?.len() {
        let files = journal.saved(run, job)?.into_iter().map(|file| file.path);
        paths.extend(files.filter(|path| saved.contains(path.to_string_lossy().as_ref())));
    }
    Ok(paths)
}

/// The command that goes on with a run, from the current folder.
pub(in crate::cli) fn resuming(run: i64, project: &Path) -> String {
    let here = Disk::in_folder(Path::new("."));
    if here.project() == Some(project) {
        return format!("scene runs resume {run}");
    }
    format!("scene runs resume {run} --project {}", printable(&shown(project).to_string_lossy()))
}

/// Paths of pictures, one a line.
pub(super) fn lines<'p>(paths: impl Iterator<Item = &'p Path>) -> String {
    paths.map(|path| printable(&shown(path).to_string_lossy()).into_owned() + "\n").collect()
}
