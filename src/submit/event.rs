//! What a run tells whoever looks on. Events hold no key and no control characters, so that they may be shown as they are.

use std::time::Duration;

use super::{Failure, Job, State};
use crate::target::Usd;

/// Something that happened in a run.
#[derive(Debug, Clone, Copy)]
pub enum Event<'e> {
    /// The run begins or goes on.
    Started {
        /// Its number.
        run: i64,
        /// How many jobs it has.
        jobs: usize,
        /// How many of them have their pictures already, from this run or another.
        made: usize,
    },
    /// A local image is with the service.
    Uploaded {
        /// Its path as the scene has it.
        path: &'e str,
        /// How many bytes were sent; none if the service had it already.
        bytes: u64,
    },
    /// A job is in another state.
    Moved {
        /// The job.
        job: &'e Job,
        /// The id of its task.
        task: &'e str,
        /// The state.
        state: State,
        /// Why, if it failed or if its outcome is not known.
        failure: Option<&'e Failure>,
        /// What it has cost, if the service has said so by now.
        cost: Option<Usd>,
    },
    /// A job cannot be made, because one that it needs failed.
    Skipped {
        /// The job.
        job: &'e Job,
        /// The job that it needs.
        because: &'e Job,
    },
    /// A request is repeated after a while.
    Waiting {
        /// How long.
        wait: Duration,
        /// Why.
        failure: &'e Failure,
    },
    /// A picture is on the disk.
    Saved {
        /// Its job.
        job: &'e Job,
        /// Where it is.
        path: &'e str,
        /// How large it is.
        bytes: u64,
    },
    /// A picture was made but is not on the disk; the service may give it again.
    NotSaved {
        /// Its job.
        job: &'e Job,
        /// Why.
        failure: &'e Failure,
    },
    /// No more tasks are sent, because the next one might cost more than is allowed.
    OverBudget {
        /// What was paid, and what is out.
        spent: Usd,
    },
    /// The user wants to stop: no more tasks are sent, and those that are out are waited for.
    Stopping {
        /// How many are out.
        out: usize,
    },
}

/// Who looks on.
pub trait Watch {
    /// Something happened.
    fn see(&mut self, event: &Event<'_>);
}

/// How a run stands when it ends. Every job is counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The run's number.
    pub run: i64,
    /// Jobs with all their pictures on the disk, or made if none were to be fetched.
    pub done: usize,
    /// Of these, jobs that were made before the run, and cost nothing.
    pub reused: usize,
    /// Jobs with a picture that was made and could not be fetched.
    pub not_saved: usize,
    /// Jobs that failed.
    pub failed: usize,
    /// Jobs that need the picture of one that failed.
    pub skipped: usize,
    /// Jobs of which nobody knows what became of them, or which are still being made.
    pub unknown: usize,
    /// Jobs that were not sent: the run was interrupted, or its money was spent.
    pub unsent: usize,
    /// What this process saw being paid; by the estimate where the service said nothing.
    pub spent: Usd,
    /// Whether a cost is an estimate.
    pub spent_is_estimate: bool,
    /// Whether the user stopped it.
    pub interrupted: bool,
    /// Whether the money was spent before the work was done.
    pub over_budget: bool,
    /// The failure that stopped everything, such as a key that is not taken.
    pub stopped_by: Option<Failure>,
}
