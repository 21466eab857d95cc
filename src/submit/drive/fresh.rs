//! Addresses of pictures that have expired. What comes in: a task that is made, and whose pictures cannot be fetched any
//! more. What goes out: fresh addresses, or the news that there are none. A task that is made stays made, whatever is said.

use super::Drive;
use super::slots::Standing;
use super::timers::{Due, Wait, backoff};
use crate::submit::client::Said;
use crate::submit::{Class, Failure, Trouble};

/// How often fresh addresses are asked for.
const FRESH: u32 = 2;

impl Drive<'_> {
    /// Asks for fresh addresses of the pictures of a task; false if that was done often enough.
    pub(super) fn freshen(&mut self, task: usize) -> bool {
        let live = &mut self.tasks[task];
        if live.freshens {
            return true;
        }
        if live.freshened >= FRESH {
            return false;
        }
        (live.freshened, live.freshens, live.tries) = (live.freshened + 1, true, 0);
        self.queues.ask.push_back(task);
        true
    }

    /// What the service said of the pictures.
    pub(super) fn freshened(&mut self, task: usize, said: Option<Said>) -> Result<(), Trouble> {
        let live = &mut self.tasks[task];
        match said {
            Some(Said::Made(pictures)) => {
                for fresh in &pictures {
                    let known = live.pictures.iter_mut().find(|known| known.image.eq_ignore_ascii_case(&fresh.image));
                    if let Some(known) = known {
                        known.url.clone_from(&fresh.url);
                    }
                }
                let state = live.state;
                self.note(&[(task, state)])?;
            }
            Some(Said::Failed(failure)) if failure.class.may_pass() => {
                self.not_freshened(task, (failure, None), false);
                return Ok(());
            }
            Some(Said::Failed(_)) => {
                let why = "its address has expired, and the service does not have it any more; `--again` would ask, and pay, \
                           for a new one";
                self.without_address(task, &Failure::new(Class::NotFound, why));
                return Ok(());
            }
            Some(Said::Working) | None => {}
        }
        self.tasks[task].freshens = false;
        for job in self.saving(task) {
            let slot = &self.jobs[job];
            let wanted = (0..slot.saved.len()).filter(|number| slot.saved[*number].is_none());
            self.queues.fetch.extend(wanted.map(|number| (job, number)));
        }
        Ok(())
    }

    /// The question had no answer: it is asked again, unless it is of no use, or was asked often enough.
    pub(super) fn not_freshened(&mut self, task: usize, (failure, wait): Wait, useless: bool) {
        let live = &mut self.tasks[task];
        live.tries += 1;
        if useless || live.tries > self.options.pace.retries {
            self.without_address(task, &failure);
        } else {
            let wait = backoff(&self.options.pace, live.tries, wait);
            self.again(task, wait, Due::Ask);
        }
    }

    /// No addresses are to be had.
    fn without_address(&mut self, task: usize, failure: &Failure) {
        let live = &mut self.tasks[task];
        (live.freshens, live.freshened) = (false, FRESH);
        for job in self.saving(task) {
            self.not_saved(job, failure);
        }
    }

    /// The jobs of a task whose pictures are not all on the disk.
    fn saving(&self, task: usize) -> Vec<usize> {
        let jobs = self.tasks[task].jobs.iter().copied();
        jobs.filter(|job| self.jobs[*job].standing == Standing::Saving).collect()
    }
}
