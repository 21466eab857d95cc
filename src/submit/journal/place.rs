//! The folder `.scene` of a project. What comes in: the project's folder. What goes out: paths in `.scene`, which is made if
//! it is wanted. Nothing in it may be a link: a project that was handed on must not make us write elsewhere. Absent: what
//! the files hold.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::fault::{disk, shown};
use crate::submit::Trouble;

/// The folder, which is there, and no link.
#[derive(Debug, Clone)]
pub(super) struct Place {
    project: PathBuf,
    folder: PathBuf,
}

impl Place {
    /// The folder, made if need be, for this user alone.
    pub(super) fn made(project: &Path) -> Result<Self, Trouble> {
        let place = Self::of(project)?;
        for folder in [&place.folder, &place.owners()] {
            make_folder(folder).map_err(|error| disk("make", folder, &error))?;
            plain_folder(folder)?;
        }
        let ignore = place.folder.join(".gitignore");
        match make_file(&ignore).and_then(|mut file| file.write_all(b"*\n")) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(disk("write", &ignore, &error))?,
            _ => place.plain_files()?,
        }
        Ok(place)
    }

    /// The folder, if there is one with a journal.
    pub(super) fn found(project: &Path) -> Result<Option<Self>, Trouble> {
        let place = Self::of(project)?;
        if !plain_folder(&place.folder)? {
            return Ok(None);
        }
        place.plain_files()?;
        Ok(place.database().exists().then_some(place))
    }

    fn of(project: &Path) -> Result<Self, Trouble> {
        let project = project.canonicalize().map_err(|error| disk("find the project's folder", project, &error))?;
        Ok(Self { folder: project.join(".scene"), project })
    }

    /// The real path of the project's folder.
    pub(super) fn project(&self) -> &Path {
        &self.project
    }

    /// The journal.
    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("journal.db")
    }

    /// What was written last to the journal, and is not in its file yet.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("journal.db-wal")
    }

    /// The folder with a locked file for each process that drives.
    pub(super) fn owners(&self) -> PathBuf {
        self.folder.join("owners")
    }

    /// The files of the database are files, as far as they are there.
    fn plain_files(&self) -> Result<(), Trouble> {
        for file in ["journal.db", "journal.db-wal", "journal.db-shm", "journal.db-journal"] {
            let path = self.folder.join(file);
            match fs::symlink_metadata(&path) {
                Ok(found) if !found.is_file() => return Err(odd(&path, "file")),
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk("look at", &path, &error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether it is there; an error if it is no folder.
fn plain_folder(path: &Path) -> Result<bool, Trouble> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(odd(path, "folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(disk("look at", path, &error)),
    }
}

fn odd(path: &Path, wanted: &str) -> Trouble {
    Trouble::Disk(format!(
        "{} is no {wanted}, or is a link; the journal is kept there: move what is there away",
        shown(path)
    ))
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Whatever is there is looked at next.
        Err(error) if fs::symlink_metadata(path).is_err() => Err(error),
        _ => Ok(()),
    }
}

/// Makes a file one that only this user may read. The file is not opened for that: closing it would take away the locks that
/// the database has on it in this process.
#[cfg(unix)]
pub(super) fn make_private(path: &Path) -> Result<(), Trouble> {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(path, mode).map_err(|error| disk("set the permissions of", path, &error))
}

/// Elsewhere a file has the permissions of its folder.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // as it is on other systems
pub(super) fn make_private(_: &Path) -> Result<(), Trouble> {
    Ok(())
}

/// A new file that only this user may read.
pub(super) fn make_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
