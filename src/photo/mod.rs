//! What comes in: the bytes of a file. What goes out: a [`Photo`], the facts that lints judge. Absent: reading files, and
//! any opinion about what is found.

mod border;
mod decode;
mod fingerprint;
mod kind;
mod notes;
mod small;
mod thumbnail;

use crate::source::{FileError, Photo, Pixels};

use notes::Notes;

pub use thumbnail::thumbnail;

/// The largest file that is looked into, in bytes.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The largest image that is looked into, in pixels.
pub const MOST_PIXELS: u64 = 100_000_000;

/// The facts of an image, by its bytes alone. Its pixels are decoded; of an animation, those of the first picture. A
/// decoder that panics, which none is known to do, has met a damaged image.
pub fn inspect(bytes: &[u8]) -> Result<Photo, FileError> {
    let damaged = || FileError::Damaged("nothing can be made of its data".to_owned());
    std::panic::catch_unwind(|| facts(bytes)).unwrap_or_else(|_| Err(damaged()))
}

fn facts(bytes: &[u8]) -> Result<Photo, FileError> {
    let format = kind::kind(bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_many_bytes());
    }
    let size = stored_size(bytes)?;
    let notes = notes::notes(bytes);
    let decoded = decode::decode(format, bytes, size, small::CELLS)?;
    let transparent = decoded.as_ref().is_some_and(|image| image.transparent);
    Ok(Photo {
        format,
        bytes: bytes.len() as u64,
        size: as_shown(size, notes),
        turned: notes.orientation != 1,
        transparent,
        located: notes.located,
        digest: *blake3::hash(bytes).as_bytes(),
        pixels: decoded.map(|image| {
            let shown = image.finish().turned(notes.orientation);
            Pixels { fingerprint: fingerprint::fingerprint(&shown), busyness: border::busyness(&shown) }
        }),
    })
}

/// Width and height of an image as it is shown, by the first bytes of its file; whether the rest is sound is not asked.
pub fn size(head: &[u8]) -> Result<(u32, u32), FileError> {
    kind::kind(head)?;
    Ok(as_shown(stored_size(head)?, notes::notes(head)))
}

/// Width and height of an image as it is shown, if the end of its file is there by the marks that stand in it. No pixels are
/// decoded, so that it may be of any size, and so that they may be garbled all the same.
pub fn whole(bytes: &[u8]) -> Result<(u32, u32), FileError> {
    let looked = std::panic::catch_unwind(|| {
        let format = kind::kind(bytes)?;
        let size = sides(bytes)?;
        decode::end(format, bytes)?;
        Ok(as_shown(size, notes::notes(bytes)))
    });
    looked.unwrap_or_else(|_| Err(FileError::Damaged("nothing can be made of its data".to_owned())))
}

/// What is said of a file with more than [`MOST_BYTES`].
#[must_use]
pub fn too_many_bytes() -> FileError {
    FileError::TooLarge(format!("it has more than {} MiB, the most that is read", MOST_BYTES / (1024 * 1024)))
}

/// Width and height as they are stored, neither of them 0, and not more pixels than are read.
fn stored_size(bytes: &[u8]) -> Result<(u32, u32), FileError> {
    let (width, height) = sides(bytes)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let most = MOST_PIXELS / 1_000_000;
        return Err(FileError::TooLarge(format!("{width}x{height} pixels; at most {most} megapixels are read")));
    }
    Ok((width, height))
}

/// Width and height as they are stored, neither of them 0.
fn sides(bytes: &[u8]) -> Result<(u32, u32), FileError> {
    let Ok(size) = imagesize::blob_size(bytes) else {
        return Err(FileError::Damaged("the file ends before it says how large the image is".to_owned()));
    };
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Err(FileError::Damaged("it gives no sensible width and height".to_owned()));
    };
    if width == 0 || height == 0 {
        return Err(FileError::Damaged(format!("it says that it is {width}x{height} pixels large")));
    }
    Ok((width, height))
}

fn as_shown((width, height): (u32, u32), notes: Notes) -> (u32, u32) {
    if notes.on_its_side() { (height, width) } else { (width, height) }
}
