//! Folders of pictures. What comes in: the folder that the user named, and plain names below it. What goes out: the folder
//! that they lead to, made if it was not there. Absent: links, none of which is followed below the folder that was named.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::super::Failure;
use super::{no_picture, no_room, shown};

/// The folder of these names below `out`, each of them a real folder.
pub(super) fn made(out: &Path, names: &[String]) -> Result<PathBuf, Failure> {
    fs::create_dir_all(out).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => no_picture(format!("`{}` is not a folder", shown(out))),
        _ => no_room(out, &error),
    })?;
    let mut folder = out.to_owned();
    for name in names {
        folder.push(name);
        match fs::create_dir(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => is_real(&folder)?,
            Err(error) => return Err(no_room(&folder, &error)),
        }
    }
    Ok(folder)
}

/// The folder of these names below `out`, if all of them are real folders.
pub(super) fn there(out: &Path, names: &[String]) -> Option<PathBuf> {
    names.iter().try_fold(out.to_owned(), |folder, name| {
        let folder = folder.join(name);
        is_real(&folder).ok().map(|()| folder)
    })
}

/// Whether what is there is a folder and no link to one.
fn is_real(folder: &Path) -> Result<(), Failure> {
    let kind = fs::symlink_metadata(folder).map_err(|error| no_room(folder, &error))?.file_type();
    if kind.is_dir() {
        return Ok(());
    }
    let why = if kind.is_symlink() { "is a link, and none is followed" } else { "is not a folder" };
    Err(no_picture(format!("`{}` {why}", shown(folder))))
}
