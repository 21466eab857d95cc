//! Pictures that come. What comes in: bytes, from the service or from a copy on the disk. What goes out: a picture in its
//! place, its extension by what it is. Absent: its pixels, which nobody decodes here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::Failure;
use super::super::journal::Saved;
use super::file::{Temporary, digest, regular};
use super::{MOST_BYTES, names, no_picture, shown};
use crate::emit::image_kind;
use crate::photo;
use crate::source::FileError;

/// The extensions of pictures.
const EXTENSIONS: [&str; 3] = ["jpg", "png", "webp"];

/// A picture that is being written, under a temporary name. If it is dropped, it is gone.
pub struct Incoming {
    temporary: Temporary,
    folder: PathBuf,
    name: String,
    number: usize,
    bytes: u64,
}

impl Incoming {
    pub(super) fn new(folder: PathBuf, name: String, number: usize) -> Result<Self, Failure> {
        let temporary = Temporary::new(&folder, &name)?;
        Ok(Self { temporary, folder, name, number, bytes: 0 })
    }

    /// Takes the next bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if self.bytes > MOST_BYTES {
            let most = MOST_BYTES / (1024 * 1024);
            return Err(no_picture(format!("the picture has more than {most} MiB, the most that is taken")));
        }
        self.temporary.write(bytes)
    }

    /// Looks at the whole, and puts it in its place.
    pub fn finish(mut self) -> Result<Saved, Failure> {
        let bytes = self.temporary.read()?;
        let extension = looked_at(&bytes)?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let saved = |path| Saved { number: self.number, path, hash: hash.clone(), bytes: bytes.len() as u64 };
        place(&self.temporary, &self.folder, (&self.name, extension), &hash).map(saved)
    }
}

/// The extension of a picture, if it is one and its end is there.
fn looked_at(bytes: &[u8]) -> Result<&'static str, Failure> {
    let extension = extension(bytes);
    match (photo::whole(bytes), extension) {
        (Ok(_), Some(extension)) => Ok(extension),
        (Ok(_), None) => Err(no_picture("what came is no JPEG, PNG or WebP")),
        (Err(error), _) => Err(no_picture(match error {
            FileError::Unsupported(form) => format!("what came is {form} and no JPEG, PNG or WebP"),
            FileError::Damaged(why) | FileError::TooLarge(why) => format!("the picture that came is damaged: {why}"),
            _ => "what came is no picture".to_owned(),
        })),
    }
}

/// The extension of a picture, by its first bytes.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    match image_kind(bytes)? {
        "jpeg" => Some("jpg"),
        "png" => Some("png"),
        "webp" => Some("webp"),
        _ => None,
    }
}

/// Gives a file the first name that nothing else has.
fn place(file: &Temporary, folder: &Path, (name, extension): (&str, &str), hash: &str) -> Result<PathBuf, Failure> {
    file.sync()?;
    for name in names::choices(name) {
        let path = folder.join(format!("{name}.{extension}"));
        if file.name(&path)? || holds(&path, hash) {
            return Ok(path);
        }
    }
    let path = folder.join(format!("{name}.{extension}"));
    Err(no_picture(format!("`{}` and all names like it are taken by other files", shown(&path))))
}

/// Whether a regular file has the bytes of a digest.
fn holds(path: &Path, hash: &str) -> bool {
    let Ok(Some(file)) = regular(path, false) else { return false };
    let read = digest::<std::io::Error>(file, MOST_BYTES, &mut |_| Ok(()));
    read.is_ok_and(|read| read.is_some_and(|(found, _)| found == hash))
}

/// A picture of which there are copies: in its own place if it is there, or else copied there from the first that is unchanged.
pub(super) fn reused(folder: &Path, name: &str, number: usize, copies: &[Saved]) -> Result<Option<Saved>, Failure> {
    if let Some(saved) = there(folder, name, number, copies) {
        return Ok(Some(saved));
    }
    for copy in copies {
        if let Some(saved) = copied(folder, name, number, copy)? {
            return Ok(Some(saved));
        }
    }
    Ok(None)
}

/// A picture of which there are copies, if it is in its own place.
pub(super) fn there(folder: &Path, name: &str, number: usize, copies: &[Saved]) -> Option<Saved> {
    let hashes: BTreeSet<&str> = copies.iter().map(|copy| copy.hash.as_str()).collect();
    let places = names::choices(name).flat_map(|name| EXTENSIONS.map(|extension| format!("{name}.{extension}")));
    for path in places.map(|place| folder.join(place)) {
        let Ok(Some(file)) = regular(&path, false) else { continue };
        let Ok(Some((hash, bytes))) = digest::<std::io::Error>(file, MOST_BYTES, &mut |_| Ok(())) else { continue };
        if hashes.contains(hash.as_str()) {
            return Some(Saved { number, path, hash, bytes });
        }
    }
    None
}

/// Why copying stopped: the copy cannot be read, or the new file not be written.
enum Stopped {
    Reading,
    Writing(Failure),
}

impl From<std::io::Error> for Stopped {
    fn from(_: std::io::Error) -> Self {
        Self::Reading
    }
}

fn copied(folder: &Path, name: &str, number: usize, copy: &Saved) -> Result<Option<Saved>, Failure> {
    // Where copies are was written by us, but may be anything by now.
    let Ok(Some(file)) = regular(&copy.path, false) else { return Ok(None) };
    let mut temporary = Temporary::new(folder, name)?;
    let mut head = Vec::new();
    let read = digest(file, MOST_BYTES, &mut |piece| {
        if head.len() < 16 {
            head.extend_from_slice(piece);
        }
        temporary.write(piece).map_err(Stopped::Writing)
    });
    let (hash, bytes) = match read {
        Ok(Some(read)) => read,
        Ok(None) | Err(Stopped::Reading) => return Ok(None),
        Err(Stopped::Writing(failure)) => return Err(failure),
    };
    let Some(extension) = extension(&head).filter(|_| hash == copy.hash) else { return Ok(None) };
    let path = place(&temporary, folder, (name, extension), &hash)?;
    Ok(Some(Saved { number, path, hash, bytes }))
}
