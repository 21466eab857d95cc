//! One scene of a test. What comes in: a scene that was read, and its golden file. What goes out: what it makes for each of its
//! targets, and how that differs from what the file holds.

use std::ops::ControlFlow;

use super::golden::{self, Stored};
use super::report::{Case, Outcome, Tested, differing};
use crate::cli::input::Loaded;
use crate::cli::levels::{Flags, weigh};
use crate::cli::targets::{merged, targets};
use crate::cli::tasks::each;
use crate::compile::Gathered;
use crate::compile::Opened;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::matrix::Options;
use crate::snapshot::{Golden, Task, compare};
use crate::source::SourceMap;
use crate::syntax::ast::StatementKind;
use crate::target::Target;

/// What a scene makes.
pub(in crate::cli) struct Made {
    /// What it makes, as far as it has no errors.
    pub(in crate::cli) golden: Golden,
    /// What was found in it.
    pub(in crate::cli) found: Vec<Diagnostic>,
    /// Where the places of that are.
    pub(in crate::cli) sources: SourceMap,
    /// Whether it only holds what other scenes use.
    pub(in crate::cli) library: bool,
    /// Whether it has errors.
    pub(in crate::cli) failed: bool,
}

/// Compiles every task of a scene for each target that it is tested for: those that comments in it name, else those of the
/// project, else what it names itself.
pub(in crate::cli) fn make(loaded: &Loaded, options: &Options, talk: &mut Vec<String>) -> Result<Made, String> {
    let own = Target { models: &loaded.project.models, ..Target::default() };
    let Some(first) = loaded.open(false, options, own) else {
        let refused = loaded.text.as_ref().err();
        let found = refused.map_or_else(Vec::new, |refused| refused.diagnostics.clone());
        let sources = refused.map_or(SourceMap::NONE, |refused| refused.sources.clone());
        return Ok(Made { golden: Golden::default(), found, sources, library: false, failed: true });
    };
    let of_project = || loaded.project.test.targets.iter().map(|(name, _)| name.clone()).collect();
    let names: Vec<String> = if first.tests.is_empty() { of_project() } else { first.tests.clone() };
    let (mut golden, mut all) = (Golden::default(), Vec::new());
    let aims = if names.is_empty() { vec![own] } else { targets(&names, &loaded.project, talk)? };
    let varied = |kind: &StatementKind| matches!(kind, StatementKind::Param(_) | StatementKind::Vary(_));
    for statement in first.tree().statements.iter().filter(|statement| varied(&statement.kind)) {
        golden.statement(first.sources.text(statement.span));
    }
    for target in aims {
        golden.target(&if names.is_empty() { String::new() } else { target.name() });
        let opened = if target.is_own() { None } else { loaded.open(false, options, target) };
        let found = tasks(opened.as_ref().unwrap_or(&first), loaded, &mut golden)?;
        all.push((target, found));
    }
    let mut found = merged(&all.iter().map(|(target, found)| (*target, found.as_slice())).collect::<Vec<_>>());
    // A target that nobody knows would go untested for ever.
    found.iter_mut().filter(|it| it.code == Code::UnknownModel).for_each(|it| it.severity = Severity::Error);
    let failed = loaded.project.failed || found.iter().any(Diagnostic::is_error);
    Ok(Made { golden, found, sources: first.sources.clone(), library: first.library, failed })
}

/// Adds every task of a scene for one target; what was found comes back.
fn tasks(opened: &Opened<'_>, loaded: &Loaded, golden: &mut Golden) -> Result<Vec<Diagnostic>, String> {
    let mut gathered = Gathered::default();
    let levels = &loaded.project.levels;
    each(opened, &loaded.disk, false, &mut |id, mut compiled| {
        weigh(&mut compiled.diagnostics, Flags::default(), levels);
        gathered.add(id, &compiled.diagnostics);
        if !compiled.passes.is_empty() {
            golden.task(id, &compiled.passes, &compiled.sources);
        }
        ControlFlow::Continue(())
    })?;
    let mut found = gathered.finish(opened);
    weigh(&mut found, Flags::default(), levels);
    Ok(found)
}

/// Compares what a scene makes with its golden file. With a filter, only some of its tasks count.
pub(super) fn test(loaded: &Loaded, made: Made, stored: &Stored, chosen: &dyn Fn(&str, &str) -> bool) -> Tested {
    let Made { golden, found, sources, failed, .. } = made;
    let part = |golden: &Golden| golden::part(golden, chosen);
    let now = part(&golden);
    let cases = |golden: &Golden| -> Vec<Case> {
        let case = |target: &str, task: &Task| Case { target: target.to_owned(), id: task.id.clone() };
        golden.targets.iter().flat_map(|of| of.tasks.iter().map(|task| case(&of.target, task))).collect()
    };
    let outcome = match stored {
        _ if failed => Outcome::Errors,
        Stored::Missing => Outcome::Missing,
        Stored::Unreadable(why) => Outcome::Unreadable(why.clone()),
        Stored::Read(text, then) => {
            let differences = compare(&part(then), &now);
            match differences.is_empty() {
                true if *text == golden.to_string() => Outcome::Same,
                true => Outcome::Stale,
                false => Outcome::Differs(differences),
            }
        }
    };
    let stale = matches!(outcome, Outcome::Differs(_) | Outcome::Missing | Outcome::Unreadable(_) | Outcome::Stale);
    let new = stale.then(|| golden::with(stored, &golden, chosen));
    let prompts = now.targets.iter().flat_map(|of| &of.tasks).map(|task| task.pictures.len()).sum();
    let differing = differing(&outcome);
    Tested { name: loaded.name.clone(), outcome, cases: cases(&now), differing, prompts, found, sources, new }
}
