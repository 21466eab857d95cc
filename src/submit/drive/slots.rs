//! What is known of the jobs and tasks of a run while it is driven. Absent: what to do about it.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::submit::journal::{Saved, Task};
use crate::submit::{Failure, Job, Picture, State};
use crate::target::Usd;

/// How many requests of each kind go on.
#[derive(Default)]
pub(super) struct Going {
    pub(super) asks: usize,
    pub(super) uploads: usize,
    pub(super) fetches: usize,
}

/// What waits for its turn.
#[derive(Default)]
pub(super) struct Queues {
    /// Jobs whose needs are met.
    pub(super) bind: VecDeque<usize>,
    /// Images that are not with the service.
    pub(super) upload: VecDeque<usize>,
    /// Tasks whose images are.
    pub(super) send: VecDeque<usize>,
    /// Tasks that are out.
    pub(super) ask: VecDeque<usize>,
    /// Pictures of jobs, by their numbers.
    pub(super) fetch: VecDeque<(usize, usize)>,
}

/// A job of the run.
pub(super) struct Slot {
    pub(super) job: Job,
    /// How many of the jobs that it needs are not made yet.
    pub(super) needs: usize,
    /// The jobs that need it.
    pub(super) needed_by: Vec<usize>,
    /// Its task, once it is bound.
    pub(super) task: Option<usize>,
    pub(super) standing: Standing,
    /// The journal has a task of it that was sent: it is looked at even if nothing more may be sent.
    pub(super) begun: bool,
    /// Its task was made before this run.
    pub(super) reused: bool,
    /// Its pictures on the disk, by their numbers.
    pub(super) saved: Vec<Option<Saved>>,
    /// How often fetching one of them was tried in vain.
    pub(super) tries: u32,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is not made; its task knows more.
    Open,
    /// Its pictures are being put into their places.
    Saving,
    Done,
    NotSaved,
    Failed,
    Skipped,
}

/// What goes on with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Images that it needs are not with the service.
    Images,
    /// It may be sent.
    Ready,
    /// A request with it is on its way, or it waits for its turn to be sent or asked about.
    Out,
    /// Another process drives it.
    Theirs,
    Made,
    Failed,
    /// Nothing more can be done, and nobody knows what became of it.
    Lost,
}

/// A task of the run.
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(super) struct Live {
    pub(super) uuid: String,
    /// The run that sent it.
    pub(super) run: i64,
    /// The jobs that it is for; the first gives it its content.
    pub(super) jobs: Vec<usize>,
    pub(super) phase: Phase,
    /// What the journal says.
    pub(super) state: State,
    pub(super) failure: Option<Failure>,
    pub(super) pictures: Vec<Picture>,
    pub(super) cost: Option<Usd>,
    /// How many images are not with the service.
    pub(super) missing: usize,
    /// How often something that concerns it was repeated.
    pub(super) tries: u32,
    /// How often it was asked about since it was accepted.
    pub(super) polls: u32,
    /// Since when it is out.
    pub(super) since: Option<Instant>,
    /// Whether the service has said that it has it.
    pub(super) acknowledged: bool,
    /// Whether it counts as out in the purse.
    pub(super) counted: bool,
    /// It is sent in a request of its own.
    pub(super) alone: bool,
    /// Its images were uploaded afresh.
    pub(super) renewed: bool,
    /// Which of its timers is meant; earlier ones count no more.
    pub(super) turn: u32,
    /// It waits for a timer.
    pub(super) waits: bool,
    /// How often in a row the service gave fewer pictures than were asked for, and no more than before.
    pub(super) short: u32,
    /// How often fresh addresses of its pictures were asked for.
    pub(super) freshened: u32,
    /// Whether they are being asked for.
    pub(super) freshens: bool,
}

/// The slots of jobs.
pub(super) fn slots(jobs: Vec<Job>) -> Vec<Slot> {
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); jobs.len()];
    for (at, job) in jobs.iter().enumerate() {
        for need in needs(job, at) {
            needed_by[need].push(at);
        }
    }
    let slot = |(at, (job, needed_by)): (usize, (Job, Vec<usize>))| Slot {
        needs: needs(&job, at).len(),
        job,
        needed_by,
        task: None,
        standing: Standing::Open,
        begun: false,
        reused: false,
        saved: Vec::new(),
        tries: 0,
    };
    jobs.into_iter().zip(needed_by).enumerate().map(slot).collect()
}

/// The jobs that need nothing, in the order in which they are bound: what was sent already is looked after first.
pub(super) fn order(jobs: &mut [Slot], states: &[Option<State>]) -> VecDeque<usize> {
    for (slot, state) in jobs.iter_mut().zip(states) {
        slot.begun = state.is_some_and(|state| state.is_out() || state.is_made());
    }
    let free = (0..jobs.len()).filter(|job| jobs[*job].needs == 0);
    let (begun, rest): (Vec<usize>, Vec<usize>) = free.partition(|job| jobs[*job].begun);
    begun.into_iter().chain(rest).collect()
}

/// The jobs that a job needs, each once; all stand in front of it.
fn needs(job: &Job, at: usize) -> Vec<usize> {
    let mut needs: Vec<usize> = job.needs().filter(|need| *need < at).collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}

impl Live {
    /// A task as the journal has it.
    pub(super) fn of(task: Task, job: usize) -> Self {
        Self {
            uuid: task.uuid,
            run: task.run,
            jobs: vec![job],
            phase: Phase::Ready,
            state: task.state,
            failure: task.failure,
            pictures: task.pictures,
            cost: task.cost,
            missing: 0,
            tries: 0,
            polls: 0,
            since: None,
            acknowledged: task.state == State::Accepted,
            counted: false,
            alone: false,
            renewed: false,
            turn: 0,
            waits: false,
            short: 0,
            freshened: 0,
            freshens: false,
        }
    }

    /// Whether a timer of this turn is still meant.
    pub(super) fn is_waiting(&self, turn: u32) -> bool {
        self.waits && self.turn == turn
    }
}
