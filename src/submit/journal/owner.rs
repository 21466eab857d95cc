//! Which processes live. What comes in: the folder of owners. What goes out: a file of this process's own there, locked as
//! long as it lives, and whether another one's is. The system lets go of a lock when its process ends, however it ends, so
//! no time needs to pass before a process that was killed is known to be dead. Absent: what an owner owns.
//!
//! # Why nobody is taken for dead who is not
//!
//! An owner locks its file for itself alone; whoever looks tries a lock that several may hold, so that those who look do
//! not take each other for owners. A file is removed only by somebody who holds a lock of it. A new owner has a new name, and
//! looks, once it has its lock, whether its file is still there; if somebody came in between, it begins again with
//! another name. A name is never used twice, so a file that is missing belonged to somebody who is gone.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::fault::disk;
use super::place::make_file;
use crate::submit::Trouble;

/// How often a new owner begins again.
const TRIES: usize = 100;

/// The mark that this process lives.
#[derive(Debug)]
pub(super) struct Owner {
    name: String,
    path: PathBuf,
    /// Locked until it is closed.
    _file: File,
}

impl Owner {
    /// A new owner.
    pub(super) fn new(owners: &Path) -> Result<Self, Trouble> {
        for _ in 0..TRIES {
            let name = uuid::Uuid::new_v4().simple().to_string();
            let path = owners.join(&name);
            let file = make_file(&path).map_err(|error| disk("make", &path, &error))?;
            match file.try_lock() {
                Ok(()) if path.exists() => return Ok(Self { name, path, _file: file }),
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    let _ = fs::remove_file(&path);
                    return Err(disk("lock", &path, &error));
                }
            }
        }
        Err(disk("lock a file in", owners, &io::ErrorKind::ResourceBusy.into()))
    }

    /// Its name, which nobody else has or had.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // If it stays, the next process removes it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the owner of this name lives.
pub(super) fn is_alive(owners: &Path, name: &str) -> Result<bool, Trouble> {
    Ok(matches!(look(owners, name)?, Found::Alive))
}

/// Removes the files of all owners that are dead.
pub(super) fn sweep(owners: &Path) -> Result<(), Trouble> {
    let listed = fs::read_dir(owners).map_err(|error| disk("list", owners, &error))?;
    for entry in listed.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        // The lock is held while the file goes.
        if let Found::Dead(_lock) = look(owners, &name)? {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// What is at the name of an owner.
enum Found {
    Nobody,
    Alive,
    /// Its file, with a lock that keeps others from taking the name.
    Dead(File),
}

fn look(owners: &Path, name: &str) -> Result<Found, Trouble> {
    // The name may come out of a journal that somebody else wrote.
    if name.len() != 32 || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Found::Nobody);
    }
    let path = owners.join(name);
    let opened = match fs::symlink_metadata(&path) {
        Ok(found) if !found.is_file() => return Ok(Found::Nobody),
        Ok(_) => OpenOptions::new().read(true).open(&path),
        Err(error) => Err(error),
    };
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nobody),
        Err(error) => return Err(disk("open", &path, &error)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Found::Dead(file)),
        Err(TryLockError::WouldBlock) => Ok(Found::Alive),
        Err(TryLockError::Error(error)) => Err(disk("lock", &path, &error)),
    }
}

#[cfg(test)]
#[path = "owner_tests.rs"]
mod tests;
