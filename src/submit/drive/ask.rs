//! The service is asked what became of tasks. What comes in: tasks that are out. What goes out: tasks that are made, or
//! failed, or sent again because they never arrived, or given up as unknown.

use std::collections::HashMap;

use super::slots::Phase;
use super::timers::{Due, Wait, backoff, poll};
use super::{ASKED, AT_ONCE, Done, Drive};
use crate::submit::client::{Outcome, Said};
use crate::submit::{Class, Event, Failure, Picture, State, Trouble};

/// How often in a row the service has to say the same odd thing before it is believed.
const BELIEVED: u32 = 4;

impl Drive<'_> {
    /// Asks about what is to be asked about.
    pub(super) fn ask(&mut self) {
        while self.going.asks < AT_ONCE && !self.queues.ask.is_empty() {
            let most = self.queues.ask.len().min(ASKED);
            let tasks: Vec<usize> = self.queues.ask.drain(..most).collect();
            let ids: Vec<String> = tasks.iter().map(|task| self.tasks[*task].uuid.clone()).collect();
            for task in &tasks {
                self.tasks[*task].waits = false;
            }
            let client = self.client.clone();
            self.going.asks += 1;
            self.exchanges.push(Box::pin(async move {
                let outcome = client.ask(&ids).await;
                Done::Asked(tasks, outcome)
            }));
        }
    }

    /// What a question came to.
    pub(super) fn asked(&mut self, tasks: &[usize], outcome: Outcome) -> Result<(), Trouble> {
        match outcome {
            Outcome::Answered(items) => {
                let mut said: HashMap<String, Said> = items.into_iter().map(|item| (item.task, item.said)).collect();
                let mut moves = Vec::new();
                for task in tasks {
                    let said = said.remove(&self.tasks[*task].uuid);
                    self.told(*task, said, &mut moves)?;
                }
                self.note(&moves)
            }
            Outcome::Refused(failure, wait) | Outcome::Lost(failure, wait) => {
                let halts = matches!(failure.class, Class::Auth | Class::Quota);
                if halts {
                    self.halt(&failure);
                }
                for task in tasks {
                    if self.tasks[*task].phase == Phase::Made {
                        self.not_freshened(*task, (failure.clone(), wait), halts);
                    } else if halts {
                        self.lose(*task, failure.clone())?;
                    } else {
                        self.ask_later(*task, (failure.clone(), wait))?;
                    }
                }
                Ok(())
            }
        }
    }

    /// A question about a task has no answer: it is asked again, but not for ever.
    fn ask_later(&mut self, task: usize, (failure, wait): Wait) -> Result<(), Trouble> {
        self.tasks[task].tries += 1;
        let tries = self.tasks[task].tries;
        if tries > self.options.pace.retries {
            return self.lose(task, failure);
        }
        let wait = backoff(&self.options.pace, tries, wait);
        if tries > 1 {
            self.watch.see(&Event::Waiting { wait, failure: &failure });
        }
        self.again(task, wait, Due::Ask);
        Ok(())
    }

    /// What the service said of a task that it was asked about.
    fn told(&mut self, task: usize, said: Option<Said>, moves: &mut Vec<(usize, State)>) -> Result<(), Trouble> {
        if self.tasks[task].phase == Phase::Made {
            return self.freshened(task, said);
        }
        if matches!(said, Some(Said::Made(_) | Said::Working)) && self.tasks[task].state != State::Accepted {
            // The request with it had arrived, though its answer had not.
            self.refusals = 0;
        }
        let live = &mut self.tasks[task];
        match said {
            Some(Said::Made(pictures)) => {
                self.pictures(task, pictures, moves);
                Ok(())
            }
            Some(Said::Working) => {
                live.tries = 0;
                if live.state != State::Accepted {
                    moves.push((task, State::Accepted));
                }
                let late = live.since.is_some_and(|since| since.elapsed() > self.options.pace.picture);
                if late {
                    return self.lose(task, Failure::new(Class::Timeout, "the service has been at work for too long"));
                }
                self.accepted(task);
                Ok(())
            }
            Some(Said::Failed(failure)) => self.told_of_failure(task, failure),
            None => self.untold(task),
        }
    }

    /// The service says that a task failed, or that it does not know it.
    fn told_of_failure(&mut self, task: usize, failure: Failure) -> Result<(), Trouble> {
        let retries = self.options.pace.retries;
        let live = &mut self.tasks[task];
        match failure.class {
            Class::NotFound if !live.acknowledged => {
                // It never arrived. The same id is sent, so that it is paid once even if it is still on its way.
                let wait = backoff(&self.options.pace, live.tries.max(1), None);
                live.tries += 1;
                if live.tries > retries {
                    return self.lose(task, failure);
                }
                self.again(task, wait, Due::Send);
                Ok(())
            }
            Class::Conflict => self.ask_later(task, (failure, None)),
            Class::NotFound | Class::Server | Class::RateLimit | Class::Connection
                if live.tries + 1 < BELIEVED.min(retries) =>
            {
                self.ask_later(task, (failure, None))
            }
            Class::NotFound => {
                let why = "the service had accepted it and does not know it any more; `--again` would ask, and pay, for a new \
                           picture";
                self.lose(task, Failure { message: why.to_owned(), ..failure })
            }
            Class::RateLimit | Class::Connection => self.lose(task, failure),
            // The service has not said that it failed: what it said made no sense, and may tell of a picture that is paid.
            Class::Server if failure.code.is_empty() => self.lose(task, failure),
            Class::Auth | Class::Quota => {
                self.halt(&failure);
                self.lose(task, failure)
            }
            _ => self.fail(task, failure),
        }
    }

    /// The service says nothing of a task.
    fn untold(&mut self, task: usize) -> Result<(), Trouble> {
        let live = &mut self.tasks[task];
        let wait = poll(&self.options.pace, live.polls);
        live.polls += 1;
        if live.since.is_some_and(|since| since.elapsed() > self.options.pace.picture) || live.polls > 1_000 {
            return self.lose(task, Failure::new(Class::Server, "the service says nothing of this task"));
        }
        self.again(task, wait, Due::Ask);
        Ok(())
    }

    /// Pictures of a task have come; perhaps not all of them.
    pub(super) fn pictures(&mut self, task: usize, pictures: Vec<Picture>, moves: &mut Vec<(usize, State)>) {
        let results = self.jobs[self.tasks[task].jobs[0]].job.results.max(1) as usize;
        let live = &mut self.tasks[task];
        let before = live.pictures.len();
        for picture in pictures {
            match live.pictures.iter_mut().find(|known| known.image.eq_ignore_ascii_case(&picture.image)) {
                Some(known) => *known = picture,
                None => live.pictures.push(picture),
            }
        }
        live.pictures.truncate(results);
        if live.pictures.len() > before {
            live.short = 0;
        }
        if live.pictures.len() < results && live.short < BELIEVED {
            live.short += 1;
            live.acknowledged = true;
            let wait = poll(&self.options.pace, live.polls);
            live.polls += 1;
            self.again(task, wait, Due::Ask);
            moves.push((task, State::Accepted));
            return;
        }
        let costs: Vec<u64> = live.pictures.iter().filter_map(|picture| Some(picture.cost?.0)).collect();
        live.cost = (!costs.is_empty())
            .then(|| crate::target::Usd(costs.iter().fold(0, |sum: u64, cost| sum.saturating_add(*cost))));
        (live.phase, live.failure, live.waits) = (Phase::Made, None, false);
        live.short = 0;
        moves.push((task, State::Succeeded));
        self.comes_in(task);
        let live = &self.tasks[task];
        // What another run has sent was paid by that one.
        if live.run == self.run {
            self.purse.pays(live.cost, self.jobs[live.jobs[0]].job.estimate);
        }
        self.is_made(task);
    }
}
