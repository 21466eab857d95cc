//! `scene plan`: what a run would send, make and cost, without any network. What comes in: scenes, and the journal of their
//! project. What goes out: a summary and a table; with `--out` a plan that `scene submit --plan` keeps to.

mod changes;
mod file;
mod planned;
mod summary;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::jobs::{self, Jobs};
use super::reach::Reach;
use super::submit::link;
use super::variants::Variants;
use super::{Exit, output};
use crate::diagnostic::render::{printable, shorten};
use crate::submit::{Input, Journal};

use changes::{TOLD, changes};
use file::{Plan, Settings};
pub(super) use planned::Planned;
use planned::trouble;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the plan to this file, for `scene submit --plan`; - is stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    variants: Variants,
    #[command(flatten)]
    reach: Reach,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let out = arguments.out.as_deref();
    if out.is_some() && arguments.files.iter().any(|file| file.as_os_str() == "-") {
        return Err("a plan of stdin cannot be submitted later; write the scene into a file".to_owned());
    }
    let jobs = match jobs::jobs(&arguments.files, &arguments.variants, &arguments.reach)? {
        Ok(jobs) => jobs,
        Err(exit) => return Ok(exit),
    };
    let journal = Journal::existing(&jobs.project).map_err(|why| trouble(&why))?;
    let planned = Planned::of(&jobs, journal.as_ref(), link::account_of_environment().as_deref(), false)?;
    let (summary, look) = (planned.summary(&jobs), output::stdout_look());
    let Some(path) = out else {
        output::payload((summary + &table::table(&jobs, &planned, look)).as_bytes())?;
        return Ok(Exit::Fine);
    };
    let text = file::text(&Plan::of(&jobs, &arguments.files, &arguments.variants)?)?;
    if path.as_os_str() == "-" {
        output::talk(&summary);
        output::payload(text.as_bytes())?;
        return Ok(Exit::Fine);
    }
    refuse_to_replace(path, &jobs)?;
    output::stream(Some(path), |out| out.write_all(text.as_bytes()))?;
    output::payload((summary + &table::table(&jobs, &planned, look)).as_bytes())?;
    let path = printable(&path.to_string_lossy()).into_owned();
    output::talk(&format!("note: the plan is in `{path}`; send it with `scene submit --plan {path}`\n"));
    Ok(Exit::Fine)
}

/// A plan must not go over anything that it is made of, nor over the journal.
fn refuse_to_replace(path: &Path, jobs: &Jobs) -> Result<(), String> {
    let Ok(real) = fs::canonicalize(path) else { return Ok(()) };
    let is = |other: &Path| fs::canonicalize(other).is_ok_and(|other| other == real);
    let inputs = jobs.jobs.iter().flat_map(|job| &job.inputs);
    let images: BTreeSet<&str> = inputs
        .filter_map(|input| match input {
            Input::File { file, .. } => Some(file.as_str()),
            Input::Picture(_) => None,
        })
        .collect();
    let mut files = jobs.sources.iter().map(|pin| pin.path.as_str()).chain(images);
    let journal = fs::canonicalize(jobs.project.join(".scene")).is_ok_and(|folder| real.starts_with(folder));
    if journal || files.any(|file| is(&jobs.project.join(file))) {
        let what = if journal { "of the journal" } else { "of what is planned" };
        return Err(format!("`{}` is a part {what}; --out would replace it", printable(&path.to_string_lossy())));
    }
    Ok(())
}

/// The jobs of a plan that was written before. What has changed since then is told, and refused.
pub(super) fn read(path: &Path, reach: &Reach) -> Result<Result<Jobs, Exit>, String> {
    let plan = file::read(path)?;
    let Settings { set, only, max_tasks } = &plan.settings;
    let variants = Variants::recorded(set, only, *max_tasks)
        .map_err(|why| format!("`{}` is no plan that can be kept to: {why}", printable(&path.to_string_lossy())))?;
    let files: Vec<PathBuf> = plan.files.iter().map(PathBuf::from).collect();
    let gone = |file: &&PathBuf| matches!(fs::metadata(file), Err(error) if error.kind() == ErrorKind::NotFound);
    let gone: Vec<String> = files
        .iter()
        .filter(gone)
        .map(|file| format!("there is no `{}`", shorten(&printable(&file.to_string_lossy()), 80)))
        .collect();
    if !gone.is_empty() {
        let here = "the paths of a plan count from the folder in which it was made".to_owned();
        return Ok(Err(refused(gone.into_iter().take(TOLD).chain([here]))));
    }
    reach.access()?;
    let jobs = match jobs::jobs(&files, &variants, reach) {
        Ok(Ok(jobs)) => jobs,
        Ok(Err(_)) => return Ok(Err(refused(["the scenes have errors that they did not have".to_owned()]))),
        // An id or a name that was asked for is not there any more, say.
        Err(why) => return Ok(Err(refused([why]))),
    };
    let changes = changes(&plan, &Plan::of(&jobs, &files, &variants)?);
    Ok(if changes.is_empty() { Ok(jobs) } else { Err(refused(changes)) })
}

/// Says why a plan is not kept to.
fn refused(lines: impl IntoIterator<Item = String>) -> Exit {
    output::talk("refused: what was planned is not what would be sent now\n");
    lines.into_iter().for_each(|line| output::talk(&format!("  {line}\n")));
    output::talk("make the plan anew with `scene plan --out`\n");
    Exit::Refused
}
