//! Tasks are sent. What comes in: tasks whose images are with the service. What goes out: requests, and what follows from
//! their outcomes. That a task is being sent stands in the journal before its first byte is.

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::slots::Phase;
use super::timers::{Due, Wait, backoff};
use super::{Done, Drive};
use crate::submit::client::{Outcome, Said};
use crate::submit::{Class, Event, Failure, State, Trouble};

/// How many bytes of tasks go into a request; a larger task goes alone.
const LARGEST: usize = 8 * 1024 * 1024;

impl Drive<'_> {
    /// Sends what may be sent.
    pub(super) fn send(&mut self) -> Result<(), Trouble> {
        while self.sends && self.hold.is_none_or(|hold| hold <= Instant::now()) {
            let (tasks, bodies) = self.request();
            if tasks.is_empty() {
                break;
            }
            for task in &tasks {
                self.goes_out(*task);
                let live = &mut self.tasks[*task];
                (live.phase, live.failure) = (Phase::Out, None);
            }
            self.note_all(&tasks, State::Sending)?;
            let (client, pauses) = (self.client.clone(), self.pauses);
            self.exchanges.push(Box::pin(async move {
                let outcome = client.send(&bodies, false).await;
                Done::Sent(tasks, pauses, outcome)
            }));
        }
        Ok(())
    }

    /// The tasks of the next request, and what is sent of each; none if nothing may be sent now.
    fn request(&mut self) -> (Vec<usize>, Vec<(String, Bytes)>) {
        let (mut tasks, mut bodies, mut length) = (Vec::new(), Vec::new(), 0);
        let (mut free, mut at_stake) = (self.options.concurrency.max(1).saturating_sub(self.purse.out), Vec::new());
        while tasks.len() < self.options.batch.max(1) {
            let Some(task) = self.queues.send.front().copied() else { break };
            let live = &self.tasks[task];
            if live.phase != Phase::Ready {
                self.queues.send.pop_front();
                continue;
            }
            let (counted, alone) = (live.counted, live.alone);
            if (!counted && free == 0) || (alone && !tasks.is_empty()) {
                break;
            }
            let job = &self.jobs[live.jobs[0]].job;
            if !counted {
                at_stake.push(job.estimate);
                if !self.purse.allows(&at_stake) {
                    self.over_budget();
                    break;
                }
                free -= 1;
            }
            let body = Bytes::from(job.task(&live.uuid, &|input| self.image(input)));
            if length + body.len() > LARGEST && !tasks.is_empty() {
                break;
            }
            length += body.len();
            bodies.push((live.uuid.clone(), body));
            tasks.push(task);
            self.queues.send.pop_front();
            if alone {
                break;
            }
        }
        (tasks, bodies)
    }

    /// The next task might cost more than is allowed: neither it nor another is sent.
    fn over_budget(&mut self) {
        self.sends = false;
        if !self.over {
            self.over = true;
            self.watch.see(&Event::OverBudget { spent: self.purse.bound() });
        }
    }

    /// What a request came to. It is news if it was sent after the last pause.
    pub(super) fn sent(&mut self, tasks: &[usize], news: bool, outcome: Outcome) -> Result<(), Trouble> {
        match outcome {
            Outcome::Answered(items) => {
                self.refusals = 0;
                let mut said: HashMap<String, Said> = items.into_iter().map(|item| (item.task, item.said)).collect();
                let mut moves = Vec::new();
                for task in tasks {
                    let said = said.remove(&self.tasks[*task].uuid);
                    self.answered(*task, said, &mut moves)?;
                }
                self.note(&moves)
            }
            Outcome::Refused(failure, wait) => self.refused(tasks, news, &(failure, wait)),
            Outcome::Lost(failure, wait) => {
                let wait = self.pause(news, &failure, wait);
                if self.refusals > self.options.pace.retries {
                    self.halt(&failure);
                }
                for task in tasks {
                    self.tasks[*task].alone = true;
                    self.tasks[*task].failure = Some(failure.clone());
                    self.again(*task, wait, Due::Ask);
                }
                self.note_all(tasks, State::Unknown)
            }
        }
    }

    /// What the service said of a task that was sent.
    fn answered(&mut self, task: usize, said: Option<Said>, moves: &mut Vec<(usize, State)>) -> Result<(), Trouble> {
        match said {
            Some(Said::Working) => {
                self.accepted(task);
                moves.push((task, State::Accepted));
            }
            Some(Said::Made(pictures)) => {
                self.accepted(task);
                self.pictures(task, pictures, moves);
            }
            Some(Said::Failed(failure)) if failure.class == Class::Conflict => {
                // It was accepted before.
                self.tasks[task].acknowledged = true;
                self.tasks[task].polls = 0;
                self.queues.ask.push_back(task);
                moves.push((task, State::Accepted));
            }
            Some(Said::Failed(failure))
                if matches!(failure.class, Class::Server | Class::Timeout | Class::Connection) =>
            {
                // The service failed at it, and may have accepted it before it did.
                let wait = backoff(&self.options.pace, self.tasks[task].tries + 1, None);
                self.watch.see(&Event::Waiting { wait, failure: &failure });
                self.tasks[task].failure = Some(failure);
                self.again(task, wait, Due::Ask);
                moves.push((task, State::Unknown));
            }
            Some(Said::Failed(failure)) => self.not_accepted(task, failure)?,
            None => {
                let why = "the service answered and said nothing of this task";
                self.tasks[task].failure = Some(Failure::new(Class::Server, why));
                let wait = backoff(&self.options.pace, 1, None);
                self.again(task, wait, Due::Ask);
                moves.push((task, State::Unknown));
            }
        }
        Ok(())
    }

    /// The service has a task, and works at it.
    pub(super) fn accepted(&mut self, task: usize) {
        let wait = super::timers::poll(&self.options.pace, self.tasks[task].polls);
        let live = &mut self.tasks[task];
        (live.acknowledged, live.failure) = (true, None);
        live.polls += 1;
        self.again(task, wait, Due::Ask);
    }

    /// The service would not have a task.
    fn not_accepted(&mut self, task: usize, failure: Failure) -> Result<(), Trouble> {
        if failure.class.may_pass() && self.tasks[task].tries < self.options.pace.retries {
            self.tasks[task].tries += 1;
            let wait = backoff(&self.options.pace, self.tasks[task].tries, None);
            self.watch.see(&Event::Waiting { wait, failure: &failure });
            (self.tasks[task].failure, self.tasks[task].phase) = (Some(failure), Phase::Ready);
            self.comes_in(task);
            self.again(task, wait, Due::Send);
            return self.note(&[(task, State::Planned)]);
        }
        if matches!(failure.class, Class::Auth | Class::Quota) {
            return self.refused(&[task], true, &(failure, None));
        }
        if self.renew(task, &failure)? { Ok(()) } else { self.fail(task, failure) }
    }

    /// For certain nothing of a request was accepted.
    fn refused(&mut self, tasks: &[usize], news: bool, (failure, wait): &Wait) -> Result<(), Trouble> {
        let passes = failure.class.may_pass();
        if !passes && !matches!(failure.class, Class::Auth | Class::Quota) {
            if let [task] = tasks {
                return self.not_accepted(*task, failure.clone());
            }
        } else if !passes {
            self.halt(failure);
        } else {
            self.pause(news, failure, *wait);
            if self.refusals > self.options.pace.retries {
                self.halt(failure);
            }
        }
        for task in tasks.iter().rev() {
            self.comes_in(*task);
            let live = &mut self.tasks[*task];
            (live.alone, live.phase) = (live.alone || !passes, Phase::Ready);
            self.queues.send.push_front(*task);
        }
        self.note_all(tasks, State::Planned)
    }

    /// Nothing is sent for a while, the longer the more often in a row it is said. What was under way already when it was said
    /// last says the same thing once more, and does not count.
    fn pause(&mut self, news: bool, failure: &Failure, wait: Option<Duration>) -> Duration {
        if news {
            self.refusals += 1;
            self.pauses = self.pauses.wrapping_add(1);
        }
        let wait = backoff(&self.options.pace, self.refusals, wait);
        let until = Some(Instant::now() + wait);
        if news || self.hold < until {
            self.watch.see(&Event::Waiting { wait, failure });
        }
        self.hold = self.hold.max(until);
        wait
    }

    /// Something is done with a task after a while, and nothing before.
    pub(super) fn again(&mut self, task: usize, wait: Duration, due: fn(usize, u32) -> Due) {
        let live = &mut self.tasks[task];
        live.turn = live.turn.wrapping_add(1);
        live.waits = true;
        self.timers.set(wait, due(task, live.turn));
    }
}
