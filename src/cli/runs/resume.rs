//! `scene runs resume`: goes on with a run that was agreed to. What comes in: a run, a key. What goes out: as of `scene
//! submit`. What was agreed to is not asked about; what was not, is: a task that failed and was paid all the same, and a run
//! that was begun with another key, which may not be the user's own.

use std::path::Path;

use super::Resume;
use super::rest::Rest;
use crate::cli::disk::Disk;
use crate::cli::levels::Flags;
use crate::cli::projects::Projects;
use crate::cli::submit::go::{Going, go};
use crate::cli::submit::link::Link;
use crate::cli::submit::{consent, options, place, there};
use crate::cli::{Exit, output};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{human, printable};
use crate::submit::journal::Run;
use crate::submit::store::Shelf;
use crate::submit::{Journal, Options, Trouble};

pub(super) fn resume(arguments: &Resume) -> Result<Exit, String> {
    let project = arguments.place.folder()?;
    let (known, run) = arguments.place.run(arguments.id)?;
    if run.driven {
        return Err(format!("another process is at work on run {}; wait until it ends", run.id));
    }
    let Some(options) = set(arguments, &run, &project) else { return Ok(Exit::Scenes) };
    let trouble = |why: Trouble| why.to_string();
    let rest = Rest::of(&known, &run).map_err(trouble)?;
    output::talk(&rest.told());
    if rest.is_made() {
        let jobs = known.jobs(run.id).map_err(trouble)?;
        let shelf = Shelf::new(&options.out, &project);
        let there = if options.download {
            there::pictures(&jobs, &rest.tasks, &known, &shelf).map_err(trouble)?
        } else {
            Some(Vec::new())
        };
        if let Some(paths) = there {
            return there::tell(run.id, jobs.len(), &paths, arguments.link.json);
        }
    }
    drop(known);
    let key = arguments.link.key()?;
    let account = key.account();
    let other = run.spec.account != account && !arguments.same_account;
    if other && rest.open > 0 {
        return Err(other_account(&run));
    }
    if other && options.download && !place::inside(&options.out, &project) {
        return Err(elsewhere(&run));
    }
    let base = base(&run, &arguments.link)?;
    let client = Link::client(&base, key, options.pace)?;
    if let Err(why) = agrees(&run, &rest, other, arguments.yes) {
        output::talk(&format!("refused: {why}\n"));
        return Ok(Exit::Refused);
    }
    if options.download && !rest.price().is_empty() {
        place::ready(&options.out, &project)?;
    }
    let mut journal = Journal::open(&project).map_err(trouble)?;
    if run.spec.account != account {
        journal.hand_over(run.id, &account).map_err(trouble)?;
    }
    let (json, of) = (arguments.link.json, rest.price());
    go(run.id, Going { journal: &mut journal, client: &client, options: &options, project: &project, json, of })
}

/// The options of the run, with what the project and the flags say now; none if the settings have errors.
fn set(arguments: &Resume, run: &Run, project: &Path) -> Option<Options> {
    let mut projects = Projects::default();
    let set = projects.of(&Disk::in_folder(project), Flags::default());
    for report in &projects.reports {
        output::talk(&human(&report.diagnostics, &report.sources, output::stderr_look()));
    }
    if projects.reports.iter().flat_map(|report| &report.diagnostics).any(Diagnostic::is_error) {
        return None;
    }
    let mut options = options(&set.submit, project);
    arguments.link.apply(&mut options);
    options.max_cost = arguments.max_cost.or(run.spec.max_cost);
    options.download = run.spec.download;
    options.out.clone_from(&run.spec.out);
    Some(options)
}

/// Whether the user agrees to what is left, as far as nobody has yet.
fn agrees(run: &Run, rest: &Rest, other: bool, yes: bool) -> Result<(), String> {
    let why = match (other, rest.paid_in_vain) {
        _ if rest.price().is_empty() => return Ok(()),
        (false, false) => return Ok(()),
        (true, _) => "which was begun with another key",
        (false, true) => "a part of which failed and was paid all the same",
    };
    output::talk(&format!("this goes on with run {}, {why}\n", run.id));
    consent::ask(&format!("Pay {} for the rest of it?", rest.price()), yes)
}

/// Tasks belong to an account: the service would not know them under another key, and they would be paid twice.
fn other_account(run: &Run) -> String {
    format!(
        "run {} has open tasks that were sent with another key, and only that account knows them; if the key was changed and the \
         account is the same, add --same-account",
        run.id
    )
}

/// Whoever recorded the run said where its pictures go; if that was somebody else, they stay in the project.
fn elsewhere(run: &Run) -> String {
    format!(
        "run {} was begun with another key, and its pictures would go to `{}`, outside the project; if it is your own run, add \
         --same-account, or else submit its scenes again",
        run.id,
        printable(&run.spec.out.to_string_lossy())
    )
}

/// The address of the service: that of the run, unless a flag gives another.
fn base(run: &Run, link: &Link) -> Result<String, String> {
    let (base, given) = link.base();
    if given || base.trim_end_matches('/') == run.spec.base.trim_end_matches('/') {
        return Ok(base);
    }
    Err(format!(
        "run {} was sent to `{}`, and the service is `{}` now; say which is meant with --base-url",
        run.id,
        printable(&run.spec.base),
        printable(&base)
    ))
}
