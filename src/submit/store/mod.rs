//! Pictures on the disk. What comes in: the bytes of a picture, piece by piece, and the job that it is of. What goes out:
//! a file in `OUT/SCENE/ID/`, whole or not at all, never over another, and a file of JSON beside it that says where it
//! comes from. Absent: the network.
//!
//! - **Names.** `OUT/catalogue/watch/red/main-1a2b3c4d.jpg` is a picture of the pass `main` of the task `red` of
//!   `catalogue/watch.scene`, and of the task at the service whose id begins with `1a2b3c4d`. Of several pictures, each has
//!   its number behind that. The extension is that of the bytes, whatever the address said. What a name may not hold on
//!   every system is written `_`, and a digest of the whole then stands behind it.
//! - **Whole or not at all.** A file is written under a temporary name in its own folder, looked at, synced, and only then
//!   given its name. The folder is synced once, when the JSON of its job is written; a picture whose name is lost before that, with
//!   the power, is fetched again.
//! - **Never over another.** A name that is taken by the same bytes is left alone. If it is taken by others, because
//!   somebody edited the picture, the new one gets `-b` behind its name, or `-c`, and so on to `-z`. What cannot be placed then
//!   is a failure. A file that exists is replaced in one case: the JSON of the same task, which we wrote.
//! - **Copies.** A picture that two jobs share is copied and not linked, since whoever edits the one does not mean the other.
//! - **Links.** OUT itself may be a link, since the user named it. Below it no link is followed.
//! - **What a killed process leaves.** A temporary name ends in `.part`, and the process that writes it holds a lock on it. The
//!   next file that is begun in the same folder, and the end of a run that has pictures there, removes all of these that nobody
//!   holds any more. It needs no clock for that, and takes nothing from another process that is still writing. Where a file
//!   system knows no locks, they stay.
//! - **Failures.** What is wrong with a file of the user is a [`Class::Validation`]; everything else, the disk included, is a
//!   [`Class::Picture`], since it is the picture that is missing.

mod file;
mod folder;
mod incoming;
mod input;
mod names;
mod sidecar;

use std::path::{Path, PathBuf};

use super::journal::Saved;
use super::{Class, Failure, Job};
use crate::diagnostic::render::{printable, shorten};

pub use incoming::Incoming;

/// The largest picture that is taken, in bytes.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// How wide a path may be in a message.
const SHOWN: usize = 200;

/// The folder of the pictures of a run.
#[derive(Debug, Clone)]
pub struct Shelf {
    out: PathBuf,
    project: PathBuf,
}

impl Shelf {
    /// The folder of the pictures; made when the first picture comes. `project` is where files of jobs are.
    #[must_use]
    pub fn new(out: &Path, project: &Path) -> Self {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self { out: absolute(out), project: absolute(project) }
    }

    /// The bytes of an input file, if they are still those of its digest.
    pub fn input(&self, file: &str, hash: &str) -> Result<Vec<u8>, Failure> {
        input::read(&self.project, file, hash)
    }

    /// Whether the folder of the pictures is there, or can be made, and can be written.
    pub fn ready(&self) -> Result<(), Failure> {
        let folder = folder::made(&self.out, &[])?;
        file::Temporary::new(&folder, "look").map(drop)
    }

    /// Room for a picture of a job.
    pub fn incoming(&self, job: &Job, task: &str, number: usize) -> Result<Incoming, Failure> {
        let folder = folder::made(&self.out, &names::folders(job))?;
        Incoming::new(folder, names::picture(job, task, number), number)
    }

    /// A picture that is on the disk already, if it is there and unchanged: in its own place, or else copied there.
    pub fn reuse(&self, job: &Job, task: &str, number: usize, copies: &[Saved]) -> Result<Option<Saved>, Failure> {
        if copies.is_empty() {
            return Ok(None);
        }
        let folder = folder::made(&self.out, &names::folders(job))?;
        incoming::reused(&folder, &names::picture(job, task, number), number, copies)
    }

    /// A picture that is on the disk already, in its own place, unchanged, and with its file beside it. Nothing is written.
    #[must_use]
    pub fn there(&self, job: &Job, task: &str, number: usize, copies: &[Saved]) -> Option<Saved> {
        let folder = names::folders(job).iter().fold(self.out.clone(), |folder, name| folder.join(name));
        let described = folder.join(names::sidecar(job, task) + ".json").is_file();
        incoming::there(&folder, &names::picture(job, task, number), number, copies).filter(|_| described)
    }

    /// Removes what killed processes have left in the folder of a job.
    pub fn tidy(&self, job: &Job) {
        if let Some(folder) = folder::there(&self.out, &names::folders(job)) {
            file::sweep(&folder);
        }
    }

    /// Writes the file beside a job's pictures that says where they come from.
    pub fn provenance(&self, provenance: &Provenance<'_>) -> Result<PathBuf, Failure> {
        let folder = folder::made(&self.out, &names::folders(provenance.job))?;
        let path = sidecar::write(&folder, &names::sidecar(provenance.job, provenance.task), provenance)?;
        file::sync_folder(&folder);
        Ok(path)
    }
}

/// What is said of the pictures of a job.
pub struct Provenance<'p> {
    /// The job.
    pub job: &'p Job,
    /// The run that the pictures were made in.
    pub run: i64,
    /// The id of the task.
    pub task: &'p str,
    /// The object that was sent, as far as it can be made again.
    pub sent: &'p str,
    /// For each of the job's inputs, the id that the service had for it.
    pub images: &'p [String],
    /// What was made, and what of it is on the disk.
    pub pictures: &'p [super::Picture],
    /// The files.
    pub saved: &'p [Saved],
}

/// A path, fit for a terminal and of bounded length.
fn shown(path: &Path) -> String {
    short(&path.to_string_lossy())
}

/// A text of others, fit for a terminal and of bounded length.
fn short(text: &str) -> String {
    shorten(&printable(text), SHOWN).into_owned()
}

/// A failure of the picture, or of the disk that it should be on.
fn no_picture(why: impl Into<String>) -> Failure {
    Failure::new(Class::Picture, why)
}

/// A failure of the disk.
fn no_room(path: &Path, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let why = match error.kind() {
        StorageFull => "there is no room left on the disk".to_owned(),
        QuotaExceeded => "there is no room left that this user may fill".to_owned(),
        FileTooLarge => "the disk takes no file of this length".to_owned(),
        _ => error.to_string(),
    };
    no_picture(format!("cannot write `{}`: {why}", shown(path)))
}

#[cfg(test)]
mod tests;
