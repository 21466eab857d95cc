//! Jobs come to their tasks. What comes in: jobs whose needs are met. What goes out: tasks to be sent, asked about, or
//! followed, and jobs that are made already.

use super::slots::{Live, Phase, Standing};
use super::timers::Due;
use super::{BOUND, Drive};
use crate::submit::journal::{Bound, Task};
use crate::submit::{State, Trouble};

impl Drive<'_> {
    /// Whether more jobs should be bound: as long as less is ready than can be sent soon. If nothing more may be sent, all are
    /// gone through, for the sake of those that were sent before.
    pub(super) fn wants_more(&self) -> bool {
        let soon = self.options.concurrency.max(self.options.batch) * 2;
        !self.sends || self.queues.send.len() + self.imaging < soon
    }

    /// Binds jobs whose needs are met, as many as are wanted soon.
    pub(super) fn bind(&mut self) -> Result<(), Trouble> {
        for _ in 0..BOUND {
            if !self.wants_more() {
                break;
            }
            let Some(job) = self.queues.bind.pop_front() else { break };
            let slot = &self.jobs[job];
            if slot.standing == Standing::Open && slot.task.is_none() && (self.sends || slot.begun) {
                self.bind_one(job)?;
            }
        }
        Ok(())
    }

    fn bind_one(&mut self, job: usize) -> Result<(), Trouble> {
        let made_by = |need: usize| {
            let task = self.jobs.get(need).and_then(|slot| slot.task);
            task.map_or_else(String::new, |task| self.tasks[task].uuid.clone())
        };
        let key = self.jobs[job].job.key(&made_by);
        let bound = self.journal.bind(self.run, job, &key)?;
        let (Bound::Mine(task) | Bound::Theirs(task) | Bound::Made(task) | Bound::Failed(task)) = &bound;
        self.jobs[job].reused = matches!(bound, Bound::Made(_)) && task.run != self.run;
        if let Some(at) = self.known.get(&task.uuid).copied() {
            self.tasks[at].jobs.push(job);
            self.jobs[job].task = Some(at);
            self.join(job, at);
            return Ok(());
        }
        let at = self.tasks.len();
        self.known.insert(task.uuid.clone(), at);
        self.jobs[job].task = Some(at);
        match bound {
            Bound::Mine(task) => self.adopt(task, job, at),
            Bound::Theirs(task) => {
                self.tasks.push(Live { phase: Phase::Theirs, ..Live::of(task, job) });
                self.timers.set(self.options.pace.poll, Due::Look(at));
                Ok(())
            }
            Bound::Made(task) => {
                self.tasks.push(Live { phase: Phase::Made, ..Live::of(task, job) });
                self.is_made(at);
                Ok(())
            }
            Bound::Failed(task) => {
                self.tasks.push(Live { phase: Phase::Failed, ..Live::of(task, job) });
                self.job_failed(job);
                Ok(())
            }
        }
    }

    /// A job comes to a task that this process knows already.
    fn join(&mut self, job: usize, task: usize) {
        match self.tasks[task].phase {
            Phase::Made => self.job_made(job),
            Phase::Failed => self.job_failed(job),
            Phase::Images | Phase::Ready | Phase::Out | Phase::Theirs | Phase::Lost => {}
        }
    }

    /// A task that this process drives from here on.
    fn adopt(&mut self, task: Task, job: usize, at: usize) -> Result<(), Trouble> {
        let out = task.state.is_out();
        self.tasks.push(Live::of(task, job));
        if out {
            self.settle(at);
            Ok(())
        } else {
            self.prepare(at)
        }
    }

    /// A task of which it is open whether the service has it: it is asked about before anything else.
    fn settle(&mut self, task: usize) {
        self.goes_out(task);
        self.tasks[task].phase = Phase::Out;
        self.queues.ask.push_back(task);
    }

    /// Looks what another process has made of a task.
    pub(super) fn look(&mut self, task: usize) -> Result<(), Trouble> {
        let uuid = self.tasks[task].uuid.clone();
        let Some(there) = self.journal.task(&uuid)? else { return Ok(()) };
        let live = &mut self.tasks[task];
        live.state = there.state;
        if there.state.is_made() {
            (live.pictures, live.cost, live.phase) = (there.pictures, there.cost, Phase::Made);
            self.is_made(task);
            return Ok(());
        }
        if there.state == State::Failed {
            (live.failure, live.phase) = (there.failure, Phase::Failed);
            self.task_failed(task);
            return Ok(());
        }
        if !self.sends && !there.state.is_out() {
            // Its owner may wait for this process in turn, which sends nothing either.
            return Ok(());
        }
        let job = live.jobs[0];
        let key = there.key.clone();
        match self.journal.bind(self.run, job, &key)? {
            Bound::Mine(mine) if mine.uuid == uuid => {
                let jobs = std::mem::take(&mut self.tasks[task].jobs);
                let out = mine.state.is_out();
                self.tasks[task] = Live { jobs, ..Live::of(mine, job) };
                if out {
                    self.settle(task);
                    return Ok(());
                }
                self.prepare(task)
            }
            // Its end came in between: the next look sees it.
            _ => {
                self.timers.set(self.options.pace.poll, Due::Look(task));
                Ok(())
            }
        }
    }

    /// A task counts as out.
    pub(super) fn goes_out(&mut self, task: usize) {
        let live = &mut self.tasks[task];
        if !live.counted {
            live.counted = true;
            live.since = Some(tokio::time::Instant::now());
            self.purse.goes(self.jobs[live.jobs[0]].job.estimate);
        }
    }

    /// A task is not out any more.
    pub(super) fn comes_in(&mut self, task: usize) {
        let live = &mut self.tasks[task];
        if live.counted {
            live.counted = false;
            self.purse.comes(self.jobs[live.jobs[0]].job.estimate);
        }
    }
}
