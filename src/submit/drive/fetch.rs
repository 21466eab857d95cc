//! Pictures come to the disk. What comes in: tasks that are made. What goes out: files in their places, whole, and a file
//! beside them that says where they come from.

use super::slots::{Phase, Standing};
use super::timers::{Due, Wait, backoff};
use super::{AT_ONCE, Done, Drive};
use crate::submit::journal::Saved;
use crate::submit::store::{MOST_BYTES, Provenance};
use crate::submit::{Class, Event, Failure, Input, State, Trouble};

/// How many pictures are looked for on the disk in one step, so that whoever wants to stop is heard.
const LOOKED: usize = 32;

impl Drive<'_> {
    /// A task is made: so are its jobs.
    pub(super) fn is_made(&mut self, task: usize) {
        for job in self.tasks[task].jobs.clone() {
            self.job_made(job);
        }
    }

    /// A job is made: those that need it may begin, and its pictures are fetched.
    pub(super) fn job_made(&mut self, job: usize) {
        if self.jobs[job].standing != Standing::Open {
            return;
        }
        for dependant in self.jobs[job].needed_by.clone() {
            let slot = &mut self.jobs[dependant];
            slot.needs = slot.needs.saturating_sub(1);
            if slot.needs == 0 {
                // A scene is finished before the next is begun.
                self.queues.bind.push_front(dependant);
            }
        }
        let Some(task) = self.jobs[job].task else { return };
        if !self.options.download {
            self.jobs[job].standing = Standing::Done;
            return;
        }
        let pictures = self.tasks[task].pictures.len();
        let slot = &mut self.jobs[job];
        (slot.standing, slot.saved) = (Standing::Saving, vec![None; pictures]);
        self.queues.fetch.extend((0..pictures).map(|number| (job, number)));
        if pictures == 0 {
            self.not_saved(job, &Failure::new(Class::Picture, "the service made it and gave no picture"));
        }
    }

    /// Whether something may be fetched now.
    pub(super) fn may_fetch(&self) -> bool {
        self.going.fetches < AT_ONCE && !self.queues.fetch.is_empty()
    }

    /// Fetches what is to be fetched; what is on the disk already is put into its place.
    pub(super) fn fetch(&mut self) -> Result<(), Trouble> {
        for _ in 0..LOOKED {
            if !self.may_fetch() {
                break;
            }
            let Some((job, number)) = self.queues.fetch.pop_front() else { break };
            let slot = &self.jobs[job];
            let wanted = slot.standing == Standing::Saving && slot.saved[number].is_none();
            let Some(task) = slot.task.filter(|_| wanted) else { continue };
            if let Some(waiting) = self.fetching.get_mut(&(task, number)) {
                // Another job is fetching the same picture, and is copied from when it is there.
                waiting.push(job);
                continue;
            }
            let copies = self.journal.copies(&self.tasks[task].uuid, number)?;
            match self.shelf.reuse(&self.jobs[job].job, &self.tasks[task].uuid, number, &copies) {
                Ok(Some(saved)) => self.saved(job, saved)?,
                // With fresh addresses it comes into the queue again.
                Ok(None) if self.tasks[task].freshens => {}
                Ok(None) => self.start_fetch(job, task, number),
                Err(failure) => self.not_saved(job, &failure),
            }
        }
        Ok(())
    }

    fn start_fetch(&mut self, job: usize, task: usize, number: usize) {
        let url = self.address(task, number).to_owned();
        if url.is_empty() {
            let failure = Failure::new(Class::NotFound, "the service gave no address for it");
            return self.refetch((job, number), &url, (failure, None));
        }
        let (client, shelf, uuid) = (self.client.clone(), self.shelf.clone(), self.tasks[task].uuid.clone());
        let owned = self.jobs[job].job.clone();
        self.going.fetches += 1;
        self.fetching.insert((task, number), Vec::new());
        self.exchanges.push(Box::pin(async move {
            let result = async {
                let mut incoming = shelf.incoming(&owned, &uuid, number).map_err(|failure| (failure, None))?;
                client.fetch(&url, MOST_BYTES, &mut |bytes| incoming.write(bytes)).await?;
                incoming.finish().map_err(|failure| (failure, None))
            };
            let result = result.await;
            Done::Fetched { job, number, url, result }
        }));
    }

    /// Where a picture of a task is, as far as the service has said.
    pub(super) fn address(&self, task: usize, number: usize) -> &str {
        self.tasks[task].pictures.get(number).map_or("", |picture| &picture.url)
    }

    /// What fetching a picture came to.
    pub(super) fn fetched(
        &mut self,
        (job, number): (usize, usize),
        url: &str,
        result: Result<Saved, Wait>,
    ) -> Result<(), Trouble> {
        let Some(task) = self.jobs[job].task else { return Ok(()) };
        let waiting = self.fetching.remove(&(task, number)).unwrap_or_default();
        self.queues.fetch.extend(waiting.into_iter().map(|job| (job, number)));
        match result {
            Ok(saved) => return self.saved(job, saved),
            Err(wait) => self.refetch((job, number), url, wait),
        }
        Ok(())
    }

    /// A picture did not come: it is fetched again if that may help.
    fn refetch(&mut self, (job, number): (usize, usize), url: &str, (failure, wait): Wait) {
        let Some(task) = self.jobs[job].task else { return };
        if failure.class == Class::NotFound {
            // Its address has expired.
            if self.address(task, number) != url {
                self.queues.fetch.push_back((job, number));
                return;
            }
            if self.freshen(task) {
                return;
            }
        }
        let slot = &mut self.jobs[job];
        slot.tries += 1;
        // What came whole and is no picture may have been cut on its way.
        let may_help = failure.class.may_pass() || failure.class == Class::Picture && slot.tries < 3;
        if may_help && slot.tries <= self.options.pace.retries {
            let wait = backoff(&self.options.pace, slot.tries, wait);
            self.timers.set(wait, Due::Fetch(job, number));
        } else {
            self.not_saved(job, &failure);
        }
    }

    /// A picture is on the disk.
    fn saved(&mut self, job: usize, saved: Saved) -> Result<(), Trouble> {
        let slot = &self.jobs[job];
        if slot.standing != Standing::Saving {
            return Ok(());
        }
        self.journal.keep_saved(self.run, job, &saved)?;
        let path = saved.path.to_string_lossy().into_owned();
        let bytes = saved.bytes;
        let slot = &mut self.jobs[job];
        slot.tries = 0;
        let number = saved.number;
        if let Some(place) = slot.saved.get_mut(number) {
            *place = Some(saved);
        }
        self.watch.see(&Event::Saved { job: &slot.job, path: &path, bytes });
        if slot.saved.iter().all(Option::is_some) { self.all_saved(job) } else { Ok(()) }
    }

    /// All pictures of a job are on the disk.
    fn all_saved(&mut self, job: usize) -> Result<(), Trouble> {
        let Some(task) = self.jobs[job].task else { return Ok(()) };
        let (slot, live) = (&self.jobs[job], &self.tasks[task]);
        let image = |input: &Input| match (self.image(input), input) {
            // Of a job that was made before, no image was needed.
            (image, Input::File { hash, .. }) if image.is_empty() => {
                self.journal.uploaded(&self.account, hash).ok().flatten().unwrap_or_default()
            }
            (image, _) => image,
        };
        let images: Vec<String> = slot.job.inputs.iter().map(image).collect();
        let saved: Vec<Saved> = slot.saved.iter().flatten().cloned().collect();
        let sent = slot.job.task(&live.uuid, &image);
        let provenance = Provenance {
            job: &slot.job,
            run: live.run,
            task: &live.uuid,
            sent: &sent,
            images: &images,
            pictures: &live.pictures,
            saved: &saved,
        };
        if let Err(failure) = self.shelf.provenance(&provenance) {
            self.not_saved(job, &failure);
            return Ok(());
        }
        self.jobs[job].standing = Standing::Done;
        let phase = self.tasks[task].phase;
        if phase == Phase::Made && self.tasks[task].state != State::Downloaded {
            return self.note(&[(task, State::Downloaded)]);
        }
        Ok(())
    }

    /// A picture is made and cannot be had.
    pub(super) fn not_saved(&mut self, job: usize, failure: &Failure) {
        let slot = &mut self.jobs[job];
        if slot.standing == Standing::Saving {
            slot.standing = Standing::NotSaved;
            self.watch.see(&Event::NotSaved { job: &slot.job, failure });
        }
    }
}
