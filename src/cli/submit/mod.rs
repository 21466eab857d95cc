//! `scene submit`: sends the tasks of scenes and gets their pictures, once the user has agreed to what that costs. What
//! comes in: scenes or a plan, a key. What goes out: pictures; their paths on stdout, everything else on stderr.

pub(super) mod consent;
mod dry;
mod events;
pub(super) mod go;
pub(super) mod link;
pub(super) mod place;
pub(super) mod record;
pub(super) mod stop;
pub(super) mod there;
pub(super) mod told;
mod watch;

use std::path::{Path, PathBuf};

use super::jobs::{self, Jobs};
use super::money::dollars;
use super::plan::{self, Planned};
use super::projects::Submit;
use super::reach::Reach;
use super::variants::Variants;
use super::{Exit, output};
use crate::diagnostic::render::printable;
use crate::submit::journal::RunSpec;
use crate::submit::store::Shelf;
use crate::submit::{Journal, Options};
use crate::target::Usd;

use go::{Going, go};
use link::Link;

/// What the command takes.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // flags
pub(super) struct Arguments {
    /// Scenes, folders of scenes, or - for stdin
    #[arg(value_name = "FILE", required_unless_present = "plan")]
    files: Vec<PathBuf>,
    /// Send what `scene plan --out` has written, if nothing has changed since
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "set", "only", "max_tasks"])]
    plan: Option<PathBuf>,
    /// Refuse to spend more than this, in US dollars
    #[arg(long, value_name = "USD", value_parser = dollars)]
    max_cost: Option<Usd>,
    /// Agree to what the run costs, without being asked
    #[arg(long)]
    yes: bool,
    /// Have the service look at the tasks and say what they cost; nothing is made, and nothing is paid
    #[arg(long)]
    dry_run: bool,
    /// The folder of the pictures
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Leave the pictures with the service
    #[arg(long)]
    no_download: bool,
    /// Make pictures that exist anew, and pay for them
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    link: Link,
    #[command(flatten)]
    variants: Variants,
    #[command(flatten)]
    reach: Reach,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let jobs = match &arguments.plan {
        Some(path) => plan::read(path, &arguments.reach)?,
        None => jobs::jobs(&arguments.files, &arguments.variants, &arguments.reach)?,
    };
    let jobs = match jobs {
        Ok(jobs) => jobs,
        Err(exit) => return Ok(exit),
    };
    let mut options = options(&jobs.submit, &jobs.project);
    arguments.link.apply(&mut options);
    options.max_cost = arguments.max_cost.or(options.max_cost);
    options.download = !arguments.no_download;
    if let Some(out) = &arguments.out {
        options.out = std::path::absolute(out).map_err(|error| format!("cannot use --out: {error}"))?;
    } else if options.download && !place::inside(&options.out, &jobs.project) {
        // A link that came with the project is not the user's word.
        let out = printable(&options.out.to_string_lossy()).into_owned();
        return Err(format!(
            "the folder of the pictures, `{out}`, leads outside the project; if that is meant, name it with --out"
        ));
    }
    if arguments.dry_run {
        return dry::run(&jobs, &arguments.link, &options);
    }
    submit(arguments, &jobs, &options)
}

fn submit(arguments: &Arguments, jobs: &Jobs, options: &Options) -> Result<Exit, String> {
    if jobs.jobs.is_empty() {
        output::talk("nothing to make\n");
        return Ok(Exit::Fine);
    }
    let known = Journal::existing(&jobs.project).map_err(|why| why.to_string())?;
    let account = arguments.link.account();
    let planned = Planned::of(jobs, known.as_ref(), account.as_deref(), arguments.again)?;
    output::talk(&planned.summary(jobs));
    if let Some(why) = consent::too_dear(&planned, options.max_cost) {
        return Ok(refuse(&why));
    }
    if let Some(paths) = nothing_left(jobs, &planned, known.as_ref(), options)? {
        return there::tell(0, jobs.jobs.len(), &paths, arguments.link.json);
    }
    let key = arguments.link.key()?;
    let account = key.account();
    if let Some(known) = &known {
        other_account(known, &planned, &account)?;
    }
    let (base, _) = arguments.link.base();
    let client = Link::client(&base, key, options.pace)?;
    if let Err(why) = consent::agrees(&planned, arguments.yes) {
        return Ok(refuse(&why));
    }
    if options.download && planned.sent + planned.out > 0 {
        place::ready(&options.out, &jobs.project)?;
    }
    drop(known);
    let mut journal = Journal::open(&jobs.project).map_err(|why| why.to_string())?;
    let spec = RunSpec {
        base,
        account,
        out: options.out.clone(),
        max_cost: options.max_cost,
        download: options.download,
        again: arguments.again,
    };
    let run = journal.record(&spec, &jobs.jobs).map_err(|why| why.to_string())?;
    let of = if planned.sent > 0 { planned.price() } else { String::new() };
    let (json, project) = (arguments.link.json, jobs.project.as_path());
    go(run, Going { journal: &mut journal, client: &client, options, project, json, of })
}

/// The pictures of all jobs, if nothing is left to do.
fn nothing_left(
    jobs: &Jobs,
    planned: &Planned,
    journal: Option<&Journal>,
    options: &Options,
) -> Result<Option<Vec<PathBuf>>, String> {
    let Some(journal) = journal.filter(|_| planned.sent + planned.out == 0) else { return Ok(None) };
    if !options.download {
        return Ok(Some(Vec::new()));
    }
    let shelf = Shelf::new(&options.out, &jobs.project);
    there::pictures(&jobs.jobs, &planned.tasks, journal, &shelf).map_err(|why| why.to_string())
}

fn refuse(why: &str) -> Exit {
    output::talk(&format!("refused: {}\n", printable(why)));
    Exit::Refused
}

/// Tasks that are out belong to an account: the service would not know them under another key, and they would be paid twice.
fn other_account(journal: &Journal, planned: &Planned, account: &str) -> Result<(), String> {
    for run in &planned.runs_out {
        let known = journal.run(*run).map_err(|why| why.to_string())?;
        // Nobody can say who agreed to a run that is missing.
        let known = known.ok_or_else(|| {
            format!(
                "the journal `.scene/journal.db` is damaged: it has open tasks of run {run}, and not that run; move `.scene` away and \
                 submit again: a task keeps its id, so what was paid is found at the service and not paid again"
            )
        })?;
        if known.spec.account != account {
            return Err(format!(
                "tasks of run {run} are still open, and were sent with another key; go on with that one: scene runs resume {run}"
            ));
        }
    }
    Ok(())
}

/// The options that a project sets.
pub(super) fn options(set: &Submit, project: &Path) -> Options {
    let mut options = Options::default();
    options.concurrency = set.concurrency.unwrap_or(options.concurrency);
    options.batch = set.batch.unwrap_or(options.batch);
    options.max_cost = set.max_cost;
    options.out = project.join(set.out.as_deref().unwrap_or("out"));
    options.pace.poll = set.poll.unwrap_or(options.pace.poll);
    options.pace.retry = set.retry.unwrap_or(options.pace.retry);
    options
}
