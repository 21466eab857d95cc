//! `scene submit --dry-run`: the service looks at the tasks and says what they cost; nothing is made and nothing is paid.
//! What comes in: jobs. What goes out: a line a task on stdout, and the exit code.

use super::link::Link;
use super::record::name;
use super::watch::Onlooker;
use crate::cli::jobs::Jobs;
use crate::cli::{Exit, output};
use crate::diagnostic::render::escape_json;
use crate::submit::drive::{DryResult, dry};
use crate::submit::store::Shelf;
use crate::submit::{Job, Options, Trouble};
use crate::target::Usd;
use std::fmt::Write as _;

/// Has the service look at jobs.
pub(super) fn run(jobs: &Jobs, link: &Link, options: &Options) -> Result<Exit, String> {
    let key = link.key()?;
    let client = Link::client(&link.base().0, key, options.pace)?;
    let shelf = Shelf::new(&options.out, &jobs.project);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the system refuses what a run needs: {error}"))?;
    let mut watch = Onlooker::new(false, String::new());
    let results = runtime.block_on(dry(&jobs.jobs, &client, &shelf, options, &mut watch));
    watch.close();
    let results = match results {
        Ok(results) => results,
        Err(Trouble::Service(failure)) => {
            output::talk(&format!("error: {failure}\n"));
            return Ok(Exit::Service);
        }
        Err(why) => return Err(why.to_string()),
    };
    let each = jobs.jobs.iter().zip(&results);
    let text: String =
        each.map(|(job, result)| if link.json { json(job, result) } else { line(job, result) }).collect();
    output::payload(text.as_bytes())?;
    let failed = results.iter().filter(|result| result.failure.is_some()).count();
    let total: u64 = results.iter().filter_map(|result| Some(result.cost?.0)).sum();
    let taken = results.len() - failed;
    output::talk(&format!("{taken} of {} tasks would be taken, for {}; nothing was made\n", results.len(), Usd(total)));
    Ok(match failed {
        0 => Exit::Fine,
        failed if failed == results.len() => Exit::Service,
        _ => Exit::Part,
    })
}

/// `watch red: $0.10311, and $0.10311 by the table`
fn line(job: &Job, result: &DryResult) -> String {
    let name = name(job);
    if let Some(failure) = &result.failure {
        return format!("{name}: refused: {failure}\n");
    }
    if result.same_as.is_some() {
        return format!("{name}: the same as an earlier task\n");
    }
    let mut told = match (result.cost, job.estimate) {
        (Some(cost), Some(estimate)) if cost == estimate => format!("{cost}"),
        (Some(cost), Some(estimate)) => format!("{cost}, and {estimate} by the table of models"),
        (Some(cost), None) => format!("{cost}"),
        (None, Some(estimate)) => format!("taken; the service names no price, and the table of models {estimate}"),
        (None, None) => "taken; no price is known".to_owned(),
    };
    match result.stand_ins {
        0 => {}
        1 => told.push_str("; a grey image stood in for the picture of an earlier pass"),
        count => drop(write!(told, "; {count} grey images stood in for pictures of earlier passes")),
    }
    format!("{name}: {told}\n")
}

fn json(job: &Job, result: &DryResult) -> String {
    let value = serde_json::json!({
        "scene": job.scene,
        "id": job.id,
        "pass": job.pass,
        "costUSD": result.cost.map(Usd::dollars),
        "estimateUSD": job.estimate.map(Usd::dollars),
        "failure": result.failure,
        "standIns": result.stand_ins,
    });
    escape_json(value.to_string()) + "\n"
}
