//! What is left of a run. What comes in: a run, and the journal that has it. What goes out: what resuming would do, and what
//! that costs by the table of models that held when it was recorded.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::cli::check::some;
use crate::submit::journal::Run;
use crate::submit::{Journal, State, Trouble};
use crate::target::Usd;

/// What is left of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rest {
    /// The ids of the tasks, as far as jobs have some.
    pub(super) tasks: Vec<String>,
    /// Tasks whose pictures are made.
    pub(super) made: usize,
    /// Tasks that the service has, or may have.
    pub(super) open: usize,
    /// Jobs of which nothing was sent.
    pub(super) unsent: usize,
    /// Tasks that failed.
    failed: usize,
    /// Whether one of these was paid all the same.
    pub(super) paid_in_vain: bool,
    /// What the tasks cost that will be sent, as far as it is known.
    price: Usd,
    /// Whether that is exact.
    exact: bool,
}

impl Rest {
    /// Looks what is left.
    pub(super) fn of(journal: &Journal, run: &Run) -> Result<Self, Trouble> {
        let mut rest = Self { exact: true, ..Self::default() };
        let mut seen = HashSet::new();
        for (job, task) in journal.jobs(run.id)?.iter().zip(journal.tasks(run.id)?) {
            rest.tasks.push(task.as_ref().map_or_else(String::new, |task| task.uuid.clone()));
            let state = task.as_ref().map_or(State::Planned, |task| task.state);
            if task.as_ref().is_some_and(|task| !seen.insert(task.uuid.clone())) {
                continue;
            }
            match state {
                state if state.is_made() => rest.made += 1,
                state if state.is_out() => rest.open += 1,
                State::Failed => rest.failed += 1,
                _ => rest.unsent += 1,
            }
            if state.is_made() || state.is_out() {
                continue;
            }
            rest.paid_in_vain |= task.and_then(|task| task.cost).is_some_and(|cost| cost.0 > 0);
            rest.exact &= job.exact && job.estimate.is_some();
            rest.price = Usd(rest.price.0.saturating_add(job.estimate.unwrap_or_default().0));
        }
        Ok(rest)
    }

    /// Whether every picture is made.
    pub(super) fn is_made(&self) -> bool {
        self.open + self.unsent + self.failed == 0
    }

    /// What is left, a line for each kind.
    pub(super) fn told(&self) -> String {
        let mut out = String::new();
        for (count, what) in [
            (self.made, "made already, and not paid again"),
            (self.open, "sent before, and still open: asked about, and not paid again"),
            (self.unsent, "not sent before"),
            (self.failed, "failed before: tried once more, under another id"),
        ] {
            if count > 0 {
                let _ = writeln!(out, "{} {what}", some(count, "task"));
            }
        }
        if self.unsent + self.failed > 0 {
            out.push_str(&(self.price() + "\n"));
        }
        out
    }

    /// What the tasks cost that will be sent; nothing if none will.
    pub(super) fn price(&self) -> String {
        match (self.unsent + self.failed, self.exact) {
            (0, _) => String::new(),
            (_, true) => self.price.to_string(),
            (_, false) if self.price.0 == 0 => "the price is not known".to_owned(),
            (_, false) => format!("about {}", self.price),
        }
    }
}
