//! What ends: tasks that fail, jobs that are skipped for them, and the run. Also what every change has to do: it goes into
//! the journal, and then to whoever looks on.

use super::Drive;
use super::slots::{Phase, Standing};
use crate::submit::journal::Move;
use crate::submit::{Event, Failure, State, Summary, Trouble};

impl Drive<'_> {
    /// Writes changes of tasks into the journal, with what is known of each, and tells of them.
    pub(super) fn note(&mut self, moves: &[(usize, State)]) -> Result<(), Trouble> {
        if moves.is_empty() {
            return Ok(());
        }
        let tasks = &self.tasks;
        let change = |(task, to): &(usize, State)| {
            let live = &tasks[*task];
            let (failure, cost) = (live.failure.as_ref(), live.cost);
            Move { task: &live.uuid, to: *to, failure, pictures: &live.pictures, cost }
        };
        let changes: Vec<Move<'_>> = moves.iter().map(change).collect();
        self.journal.change(&changes)?;
        for (task, to) in moves {
            let live = &mut self.tasks[*task];
            if std::mem::replace(&mut live.state, *to) == *to {
                continue;
            }
            let live = &self.tasks[*task];
            for job in &live.jobs {
                let (job, failure) = (&self.jobs[*job].job, live.failure.as_ref());
                self.watch.see(&Event::Moved { job, task: &live.uuid, state: *to, failure, cost: live.cost });
            }
        }
        Ok(())
    }

    /// The same, of tasks that all come into one state.
    pub(super) fn note_all(&mut self, tasks: &[usize], to: State) -> Result<(), Trouble> {
        let moves: Vec<(usize, State)> = tasks.iter().map(|task| (*task, to)).collect();
        self.note(&moves)
    }

    /// A task came to nothing, for certain.
    pub(super) fn fail(&mut self, task: usize, failure: Failure) -> Result<(), Trouble> {
        let live = &mut self.tasks[task];
        (live.failure, live.phase, live.waits) = (Some(failure), Phase::Failed, false);
        self.comes_in(task);
        self.note(&[(task, State::Failed)])?;
        self.task_failed(task);
        Ok(())
    }

    /// Nothing more can be done, and nobody knows what became of a task, or its pictures cannot be had. It is resumed another
    /// time.
    pub(super) fn lose(&mut self, task: usize, failure: Failure) -> Result<(), Trouble> {
        if self.tasks[task].phase == Phase::Made {
            for job in self.tasks[task].jobs.clone() {
                self.not_saved(job, &failure);
            }
            return Ok(());
        }
        let live = &mut self.tasks[task];
        (live.failure, live.phase, live.waits) = (Some(failure), Phase::Lost, false);
        let state = if live.state == State::Accepted { State::Accepted } else { State::Unknown };
        self.comes_in(task);
        let (before, live) = (self.tasks[task].state, &self.tasks[task]);
        if before == state {
            for job in &live.jobs {
                let (job, failure) = (&self.jobs[*job].job, live.failure.as_ref());
                self.watch.see(&Event::Moved { job, task: &live.uuid, state: State::Unknown, failure, cost: None });
            }
        }
        self.note(&[(task, state)])
    }

    /// The jobs of a task failed with it.
    pub(super) fn task_failed(&mut self, task: usize) {
        for job in self.tasks[task].jobs.clone() {
            self.job_failed(job);
        }
    }

    /// A job failed, and so nothing comes of those that need it.
    pub(super) fn job_failed(&mut self, failed: usize) {
        self.jobs[failed].standing = Standing::Failed;
        let mut skipped = self.jobs[failed].needed_by.clone();
        while let Some(job) = skipped.pop() {
            if self.jobs[job].standing == Standing::Open {
                self.jobs[job].standing = Standing::Skipped;
                self.watch.see(&Event::Skipped { job: &self.jobs[job].job, because: &self.jobs[failed].job });
                skipped.extend(&self.jobs[job].needed_by);
            }
        }
    }

    /// Removes what other processes, which were killed, have left beside the pictures of this run.
    pub(super) fn tidy(&self) {
        for slot in self.jobs.iter().filter(|slot| slot.standing == Standing::Done && self.options.download) {
            self.shelf.tidy(&slot.job);
        }
    }

    /// How the run stands.
    pub(super) fn summary(&self) -> Summary {
        let mut summary = Summary {
            run: self.run,
            spent: self.purse.spent,
            spent_is_estimate: self.purse.estimated,
            interrupted: self.interrupted,
            over_budget: self.over,
            stopped_by: self.stopped_by.clone(),
            ..Summary::default()
        };
        for slot in &self.jobs {
            match slot.standing {
                Standing::Done => {
                    summary.done += 1;
                    summary.reused += usize::from(slot.reused);
                }
                Standing::Saving | Standing::NotSaved => summary.not_saved += 1,
                Standing::Failed => summary.failed += 1,
                Standing::Skipped => summary.skipped += 1,
                Standing::Open => match slot.task.map(|task| &self.tasks[task]) {
                    Some(live) if is_open(live.phase, live.state) => summary.unknown += 1,
                    _ => summary.unsent += 1,
                },
            }
        }
        summary
    }
}

/// Whether the service may have a task.
fn is_open(phase: Phase, state: State) -> bool {
    match phase {
        Phase::Lost => true,
        Phase::Out | Phase::Theirs | Phase::Images | Phase::Ready => state.is_out(),
        Phase::Made | Phase::Failed => false,
    }
}
