//! Local images come to the service. What comes in: tasks and the files that they need. What goes out: tasks that may be
//! sent. An image is uploaded once, however many tasks need it, and not at all if the journal has its id.

use super::slots::Phase;
use super::timers::{Due, Wait, backoff};
use super::{AT_ONCE, Done, Drive, refresh};
use crate::submit::{Class, Event, Failure, Input, State, Trouble};

/// An image that tasks need.
pub(super) struct Upload {
    /// Its path as a scene has it.
    pub(super) path: String,
    /// Where it is.
    pub(super) file: String,
    /// The task that made it, if it is to be had from the service only.
    pub(super) made_by: Option<usize>,
    pub(super) hash: String,
    pub(super) mime: String,
    pub(super) bytes: u64,
    /// Its id at the service.
    pub(super) image: Option<String>,
    /// It was uploaded before this process began, so that the service may have forgotten it.
    pub(super) old: bool,
    /// Why it cannot be had.
    pub(super) failure: Option<Failure>,
    /// The tasks that wait for it.
    pub(super) waiting: Vec<usize>,
    pub(super) tries: u32,
}

impl Drive<'_> {
    /// Sees to it that the service has the images of a task, which then may be sent.
    pub(super) fn prepare(&mut self, task: usize) -> Result<(), Trouble> {
        self.tasks[task].waits = false;
        let inputs = &self.jobs[self.tasks[task].jobs[0]].job.inputs;
        let lacks = |input: &Input| matches!(input, Input::Picture(job) if self.picture(*job).is_none());
        if inputs.iter().any(lacks) {
            let why = "it needs a picture that no job in front of it makes";
            return self.unsendable(task, Failure::new(Class::Validation, why));
        }
        let files: Vec<Upload> = inputs.iter().filter_map(Upload::of).collect();
        for file in files {
            let at = match self.images.get(&file.hash) {
                Some(at) => *at,
                None => self.know(file)?,
            };
            if let Some(failure) = self.uploads[at].failure.clone() {
                return self.unsendable(task, failure);
            }
            self.await_image(task, at);
        }
        self.go_on(task)
    }

    /// An image that is met for the first time.
    fn know(&mut self, mut upload: Upload) -> Result<usize, Trouble> {
        let at = self.uploads.len();
        if let Some(image) = self.journal.uploaded(&self.account, &upload.hash)? {
            self.journal.keep_upload(&self.account, &upload.hash, &image)?;
            self.watch.see(&Event::Uploaded { path: &upload.path, bytes: 0 });
            (upload.image, upload.old) = (Some(image), true);
        } else {
            self.queues.upload.push_back(at);
        }
        self.images.insert(upload.hash.clone(), at);
        self.uploads.push(upload);
        Ok(at)
    }

    /// A task waits for an image, unless the service has it.
    pub(super) fn await_image(&mut self, task: usize, upload: usize) {
        let upload = &mut self.uploads[upload];
        if upload.image.is_none() && !upload.waiting.contains(&task) {
            upload.waiting.push(task);
            self.tasks[task].missing += 1;
        }
    }

    /// A task cannot be sent. It has failed, unless it was sent before and nobody knows what became of that.
    fn unsendable(&mut self, task: usize, failure: Failure) -> Result<(), Trouble> {
        if self.tasks[task].state.is_out() { self.lose(task, failure) } else { self.fail(task, failure) }
    }

    /// A task is ready, or has to wait for images.
    pub(super) fn go_on(&mut self, task: usize) -> Result<(), Trouble> {
        if self.tasks[task].missing == 0 {
            self.make_ready(task);
            return Ok(());
        }
        self.tasks[task].phase = Phase::Images;
        self.imaging += 1;
        if self.tasks[task].state.is_out() { Ok(()) } else { self.note(&[(task, State::Uploading)]) }
    }

    /// A task may be sent.
    pub(super) fn make_ready(&mut self, task: usize) {
        let live = &mut self.tasks[task];
        (live.phase, live.waits) = (Phase::Ready, false);
        // What is out already goes first: it holds a place.
        if live.counted { self.queues.send.push_front(task) } else { self.queues.send.push_back(task) }
    }

    /// Uploads what is to be uploaded.
    pub(super) fn upload(&mut self) {
        while self.sends && self.going.uploads < AT_ONCE {
            let Some(at) = self.queues.upload.pop_front() else { break };
            let upload = &self.uploads[at];
            if upload.image.is_some() || upload.failure.is_some() {
                continue;
            }
            let (client, shelf) = (self.client.clone(), self.shelf.clone());
            let (file, hash, mime) = (upload.file.clone(), upload.hash.clone(), upload.mime.clone());
            let url = upload.made_by.map(|task| self.address(task, 0).to_owned());
            self.going.uploads += 1;
            self.exchanges.push(Box::pin(async move {
                let result = async {
                    let Some(url) = url else {
                        let bytes = shelf.input(&file, &hash).map_err(|failure| (failure, None))?;
                        return client.upload(&mime, &bytes).await;
                    };
                    let bytes = refresh::fetched(&client, &url).await?;
                    client.upload(refresh::mime(&bytes), &bytes).await
                };
                let result = result.await;
                Done::Uploaded(at, result)
            }));
        }
    }

    /// What an upload came to.
    pub(super) fn uploaded(&mut self, at: usize, result: Result<String, Wait>) -> Result<(), Trouble> {
        let image = match result {
            Ok(image) => image,
            Err(wait) => return self.not_uploaded(at, wait),
        };
        if self.uploads[at].made_by.is_none() {
            self.journal.keep_upload(&self.account, &self.uploads[at].hash, &image)?;
        }
        let upload = &mut self.uploads[at];
        self.watch.see(&Event::Uploaded { path: &upload.path, bytes: upload.bytes });
        (upload.image, upload.tries, upload.old) = (Some(image), 0, false);
        for task in std::mem::take(&mut upload.waiting) {
            let live = &mut self.tasks[task];
            live.missing = live.missing.saturating_sub(1);
            if live.missing == 0 && live.phase == Phase::Images {
                self.imaging -= 1;
                self.make_ready(task);
            }
        }
        Ok(())
    }

    /// An image did not come to the service: it is uploaded again if that may help.
    fn not_uploaded(&mut self, at: usize, (failure, wait): Wait) -> Result<(), Trouble> {
        if matches!(failure.class, Class::Auth | Class::Quota) {
            self.halt(&failure);
            self.queues.upload.push_back(at);
            return Ok(());
        }
        let expired =
            failure.class == Class::NotFound && self.uploads[at].made_by.is_some_and(|task| self.freshen(task));
        let upload = &mut self.uploads[at];
        upload.tries += 1;
        if failure.class.may_pass() || expired {
            if upload.tries <= self.options.pace.retries {
                let wait = backoff(&self.options.pace, upload.tries, wait);
                self.watch.see(&Event::Waiting { wait, failure: &failure });
                self.timers.set(wait, Due::Upload(at));
            } else {
                // Nothing is wrong with the tasks: a later run may have more luck.
                self.halt(&failure);
            }
            return Ok(());
        }
        let why =
            format!("`{}` cannot be uploaded: {}", crate::diagnostic::render::printable(&upload.path), failure.message);
        let failure = Failure { message: why, ..failure };
        upload.failure = Some(failure.clone());
        for task in std::mem::take(&mut upload.waiting) {
            if self.tasks[task].phase == Phase::Images {
                self.imaging -= 1;
                self.unsendable(task, failure.clone())?;
            }
        }
        Ok(())
    }

    /// The id that the service has for an input of a job.
    pub(super) fn image(&self, input: &Input) -> String {
        let image = match input {
            Input::File { hash, .. } => self.images.get(hash).and_then(|at| self.uploads[*at].image.clone()),
            Input::Picture(job) => self.picture(*job),
        };
        image.unwrap_or_default()
    }

    /// The id of the first picture of a job: that of a fresh upload, if there is one.
    fn picture(&self, job: usize) -> Option<String> {
        let task = &self.tasks[self.jobs.get(job)?.task?];
        let fresh = self.images.get(&refresh::name(&task.uuid)).and_then(|at| self.uploads[*at].image.clone());
        fresh.or_else(|| task.pictures.first().map(|picture| picture.image.clone()))
    }
}

impl Upload {
    fn of(input: &Input) -> Option<Self> {
        let Input::File { path, file, hash, bytes, mime } = input else { return None };
        Some(Self {
            path: path.clone(),
            file: file.clone(),
            made_by: None,
            hash: hash.clone(),
            mime: mime.clone(),
            bytes: *bytes,
            image: None,
            old: false,
            failure: None,
            waiting: Vec::new(),
            tries: 0,
        })
    }
}
