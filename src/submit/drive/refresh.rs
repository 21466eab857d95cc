//! Images that the service has forgotten. What comes in: a task that was refused, and why. What goes out: whether its images
//! are uploaded afresh, and the task sent once more. It was refused, so that it goes under the same id.

use super::Drive;
use super::timers::Wait;
use super::uploads::Upload;
use crate::photo;
use crate::submit::journal::Saved;
use crate::submit::{Class, Client, Failure, Input, State, Trouble};

/// What a picture that is uploaded again is known by among uploads.
pub(super) fn name(task: &str) -> String {
    format!("picture of {task}")
}

/// The bytes of a picture, as many as an image may have that is uploaded.
pub(super) async fn fetched(client: &Client, url: &str) -> Result<Vec<u8>, Wait> {
    let mut bytes = Vec::new();
    let mut sink = |piece: &[u8]| {
        bytes.extend_from_slice(piece);
        Ok(())
    };
    client.fetch(url, photo::MOST_BYTES, &mut sink).await?;
    Ok(bytes)
}

/// The type of a picture by its first bytes.
pub(super) fn mime(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', ..] => "image/webp",
        _ => "image/jpeg",
    }
}

impl Drive<'_> {
    /// Uploads the images of a task afresh if that may help; false if it cannot, or was tried.
    pub(super) fn renew(&mut self, task: usize, failure: &Failure) -> Result<bool, Trouble> {
        if self.tasks[task].renewed || !names_images(failure) {
            return Ok(false);
        }
        let inputs = self.jobs[self.tasks[task].jobs[0]].job.inputs.clone();
        let mut renewed = Vec::new();
        for input in &inputs {
            match input {
                Input::File { hash, .. } => renewed.extend(self.renew_file(hash)?),
                Input::Picture(job) => renewed.extend(self.renew_picture(*job)?),
            }
        }
        if renewed.is_empty() {
            return Ok(false);
        }
        // It was refused for certain.
        self.comes_in(task);
        self.note(&[(task, State::Planned)])?;
        self.tasks[task].renewed = true;
        for upload in renewed {
            self.await_image(task, upload);
        }
        self.go_on(task)?;
        Ok(true)
    }

    /// The image is uploaded again if it was uploaded before this process began.
    fn renew_file(&mut self, hash: &str) -> Result<Option<usize>, Trouble> {
        let Some(at) = self.images.get(hash).copied() else { return Ok(None) };
        if self.uploads[at].old {
            self.journal.forget_upload(&self.account, hash)?;
            (self.uploads[at].old, self.uploads[at].image) = (false, None);
            self.queues.upload.push_back(at);
        }
        Ok(self.uploads[at].failure.is_none().then_some(at))
    }

    /// The picture of an earlier job is uploaded, from the disk if it is there, and else from where the service has it.
    fn renew_picture(&mut self, job: usize) -> Result<Option<usize>, Trouble> {
        let Some(task) = self.jobs.get(job).and_then(|slot| slot.task) else { return Ok(None) };
        let uuid = self.tasks[task].uuid.clone();
        let name = name(&uuid);
        if let Some(at) = self.images.get(&name) {
            return Ok(self.uploads[*at].failure.is_none().then_some(*at));
        }
        let there = |saved: &Saved| {
            let file = saved.path.to_str()?;
            self.shelf.input(file, &saved.hash).ok()?;
            let mime = match saved.path.extension()?.to_str()? {
                "png" => "image/png",
                "webp" => "image/webp",
                _ => "image/jpeg",
            };
            Some((file.to_owned(), mime))
        };
        let copies = self.journal.copies(&uuid, 0)?;
        let found = copies.into_iter().find_map(|saved| there(&saved).map(|file| (saved, file)));
        let at = self.uploads.len();
        let fetched = Upload {
            path: format!("picture of {}", self.jobs[job].job.id),
            file: String::new(),
            made_by: Some(task),
            hash: String::new(),
            mime: String::new(),
            bytes: 1,
            image: None,
            old: false,
            failure: None,
            waiting: Vec::new(),
            tries: 0,
        };
        self.uploads.push(match found {
            Some((Saved { hash, bytes, .. }, (file, mime))) => {
                Upload { path: file.clone(), file, made_by: None, hash, mime: mime.to_owned(), bytes, ..fetched }
            }
            None => fetched,
        });
        self.images.insert(name, at);
        self.queues.upload.push_back(at);
        Ok(Some(at))
    }
}

/// Whether a failure may be about images that the service has not.
fn names_images(failure: &Failure) -> bool {
    let about = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.contains("image") || name.contains("input")
    };
    match failure.class {
        Class::NotFound => true,
        Class::Validation => failure.parameters.iter().any(about),
        _ => false,
    }
}
