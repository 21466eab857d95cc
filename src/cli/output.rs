//! What comes in: finished texts. What goes out: bytes on stdout, stderr or in a file. A pipe that was closed ends the
//! command quietly; talk that cannot be written is dropped; a file is either whole or untouched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::render::{Look, printable};

/// How much is written at once.
const BUFFER: usize = 128 * 1024;

/// Writes payload to stdout.
pub(super) fn payload(bytes: &[u8]) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write the output: {error}")),
        _ => Ok(()),
    }
}

/// Writes payload piece by piece, to stdout or into a file that is whole in the end. A pipe that was closed stops the
/// writer quietly: nobody reads on.
pub(super) fn stream(path: Option<&Path>, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    match path {
        Some(path) => write_if(path, |file| filled(file, fill), |_| Ok(())),
        None => match filled(&mut io::stdout().lock(), fill) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write the output: {error}")),
            _ => Ok(()),
        },
    }
}

fn filled(to: &mut dyn Write, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffer = BufWriter::with_capacity(BUFFER, to);
    fill(&mut buffer)?;
    buffer.flush()
}

/// Says something on stderr.
pub(super) fn talk(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// What stdout can show.
pub(super) fn stdout_look() -> Look {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return Look { colour: false, width: None };
    }
    Look { colour: colours(), width: columns(terminal_size::terminal_size_of(stdout)) }
}

/// What stderr can show.
pub(super) fn stderr_look() -> Look {
    let stderr = io::stderr();
    if !stderr.is_terminal() {
        return Look { colour: false, width: None };
    }
    Look { colour: colours(), width: columns(terminal_size::terminal_size_of(stderr)) }
}

/// The width of a terminal; one that does not tell is taken for 80 columns wide.
fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Option<usize> {
    let known = size.map(|(terminal_size::Width(columns), _)| usize::from(columns)).filter(|columns| *columns > 0);
    known.or(Some(80))
}

fn colours() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Writes a file in one step: into a new one beside it, which then takes its place. Not if it is read-only, no regular
/// file, or holds other bytes than `before` at the last moment.
pub(super) fn replace_file(path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), String> {
    let there = fs::metadata(path).map_err(|error| error.to_string());
    let refused = match there {
        Err(error) => Some(error),
        Ok(there) if !there.is_file() => Some("it is not a regular file".to_owned()),
        Ok(there) if there.permissions().readonly() => Some("it is read-only".to_owned()),
        Ok(_) => None,
    };
    if let Some(why) = refused {
        return Err(format!("cannot write `{}`: {why}", printable(&path.to_string_lossy())));
    }
    write_if(
        path,
        |file| file.write_all(bytes),
        |target| {
            let same = fs::read(target).is_ok_and(|now| now == before);
            if same { Ok(()) } else { Err(io::Error::other("it has changed since it was read")) }
        },
    )
}

/// Writes a file in one step, if it may still be written once all the bytes are there.
fn write_if(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    may: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), String> {
    let problem = |error: io::Error| format!("cannot write `{}`: {error}", printable(&path.to_string_lossy()));
    // A link is followed, and a device or a pipe is written to, not replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&target).is_ok_and(|there| !there.is_file()) {
        return OpenOptions::new().write(true).open(&target).and_then(|mut it| fill(&mut it)).map_err(problem);
    }
    let (draft, mut file) = draft(&target).map_err(problem)?;
    let written = fill(&mut file).and_then(|()| keep_mode(&target, &file));
    drop(file);
    written.and_then(|()| may(&target)).and_then(|()| fs::rename(&draft, &target)).map_err(|error| {
        let _ = fs::remove_file(&draft);
        problem(error)
    })
}

/// A new file beside the target; drafts that a killed run left behind are passed over.
fn draft(target: &Path) -> io::Result<(PathBuf, File)> {
    if target.file_name().is_none() {
        return Err(io::Error::from(ErrorKind::InvalidInput));
    }
    let mut number = 0;
    loop {
        let draft = target.with_file_name(format!(".scene-{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&draft) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            opened => return opened.map(|file| (draft, file)),
        }
    }
}

fn keep_mode(target: &Path, file: &File) -> io::Result<()> {
    fs::metadata(target).map_or(Ok(()), |there| file.set_permissions(there.permissions()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
        stream(Some(path), |out| out.write_all(bytes))
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = std::env::temp_dir().join(format!("scenewright-output-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (path, stale) = (folder.join("out"), folder.join(format!(".scene-{}-0.tmp", std::process::id())));
        fs::write(&stale, "stale").unwrap();
        for text in ["first", "second"] {
            write_file(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        assert!(write_file(&folder.join("none/out"), b"").is_err());
        assert!(write_file(&folder.join(".."), b"").is_err());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_modes_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = std::env::temp_dir().join(format!("scenewright-links-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (path, link) = (folder.join("out"), folder.join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write_file(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        write_file(Path::new("/dev/null"), b"gone").unwrap();
        fs::remove_dir_all(&folder).unwrap();
    }
}
