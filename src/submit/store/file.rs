//! Files under temporary names. What comes in: a folder, a name, bytes. What goes out: a file with its final name, synced.
//! Absent: what the bytes are.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::super::Failure;
use super::{no_picture, no_room, shown};

/// What a temporary name ends with.
const ENDING: &str = ".part";
/// What stands in front of its random part.
const MARK: &str = ".scene-";
/// How many hexadecimal digits the random part has.
const RANDOM: usize = 16;
/// How long all of that is.
#[cfg(test)]
pub(super) const ENDING_LENGTH: usize = MARK.len() + RANDOM + ENDING.len();
/// How often a name is looked for that nobody takes away.
const TRIES: usize = 16;

/// A file under a temporary name, locked by this process. If it is dropped, it is gone.
pub(super) struct Temporary {
    file: File,
    path: PathBuf,
}

impl Temporary {
    /// A new file in a folder. What killed processes have left there is removed.
    pub(super) fn new(folder: &Path, name: &str) -> Result<Self, Failure> {
        sweep(folder);
        for _ in 0..TRIES {
            let path = folder.join(format!("{name}{MARK}{:0RANDOM$x}{ENDING}", fastrand::u64(..)));
            let file = match File::options().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(no_room(&path, &error)),
            };
            // Another process may have swept it before it was locked.
            let swept = match file.try_lock() {
                Err(TryLockError::WouldBlock) => true,
                Ok(()) | Err(TryLockError::Error(_)) => fs::symlink_metadata(&path).is_err(),
            };
            if !swept {
                return Ok(Self { file, path });
            }
        }
        Err(no_picture(format!("cannot write into `{}`: other processes remove the files", shown(folder))))
    }

    /// Writes the next bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| no_room(&self.path, &error))
    }

    /// All that was written, as the disk has it.
    pub(super) fn read(&mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = self.file.rewind().and_then(|()| self.file.read_to_end(&mut bytes));
        read.map_err(|error| no_room(&self.path, &error))?;
        Ok(bytes)
    }

    /// Sees to it that the bytes outlive a loss of power.
    pub(super) fn sync(&self) -> Result<(), Failure> {
        self.file.sync_all().map_err(|error| no_room(&self.path, &error))
    }

    /// Gives the file a name that nothing has; false if something has it.
    pub(super) fn name(&self, path: &Path) -> Result<bool, Failure> {
        self.link(path).map_err(|error| no_room(path, &error))
    }

    fn link(&self, path: &Path) -> io::Result<bool> {
        match fs::hard_link(&self.path, path) {
            Ok(()) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            // Some file systems have no links. Then something may come between the look and the renaming, which is what is
            // left to do.
            Err(_) => {}
        }
        match fs::symlink_metadata(path) {
            Ok(_) => Ok(false),
            Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(&self.path, path).map(|()| true),
            Err(error) => Err(error),
        }
    }

    /// Puts the file in the place of another.
    pub(super) fn replace(&self, path: &Path) -> Result<(), Failure> {
        fs::rename(&self.path, path).map_err(|error| no_room(path, &error))
    }

    #[cfg(test)]
    pub(super) fn of(file: File, path: PathBuf) -> Self {
        Self { file, path }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // It has another name by now, or none is wanted.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes temporary files that no process holds.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_str().is_some_and(is_temporary);
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        if let Ok(file) = File::options().read(true).write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a name is one that [`Temporary::new`] makes.
fn is_temporary(name: &str) -> bool {
    let random = name.strip_suffix(ENDING).and_then(|name| name.rsplit_once(MARK)).map(|(_, random)| random);
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Sees to it that the names in a folder outlive a loss of power. Where folders cannot be synced, the system does that by
/// itself.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A digest of all that can be read, at most so many bytes: BLAKE3, 64 hexadecimal digits, and how many there were. Each
/// piece is handed on. None if there is more.
pub(super) fn digest<E: From<io::Error>>(
    from: impl Read,
    most: u64,
    on: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<Option<(String, u64)>, E> {
    let mut from = from.take(most.saturating_add(1));
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        let piece = piece.get(..read).unwrap_or_default();
        hasher.update(piece);
        on(piece)?;
        bytes += read as u64;
    }
    Ok(Some((hasher.finalize().to_hex().to_string(), bytes)).filter(|(_, bytes)| *bytes <= most))
}

/// A regular file, opened. Pipes and devices, at which one may wait for ever, are not; links are followed only if they may be.
pub(super) fn regular(path: &Path, links: bool) -> io::Result<Option<File>> {
    let there = if links { fs::metadata(path) } else { fs::symlink_metadata(path) }?;
    if !there.is_file() {
        return Ok(None);
    }
    let file = File::open(path)?;
    Ok(Some(file).filter(|file| file.metadata().is_ok_and(|there| there.is_file())))
}
