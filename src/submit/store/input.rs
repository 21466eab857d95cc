//! Files that are sent. What comes in: where a file is, and the digest that its bytes had when the run was recorded. What
//! goes out: these bytes, or what has become of them. Absent: what they show.

use std::io::{ErrorKind, Read};
use std::path::Path;

use super::super::{Class, Failure};
use super::{file, short};
use crate::photo;

/// The bytes of a file, if they are those of the digest.
pub(super) fn read(project: &Path, name: &str, hash: &str) -> Result<Vec<u8>, Failure> {
    let told = |why: String| Failure::new(Class::Validation, format!("`{}` {why}", short(name)));
    let unreadable = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => told("is not there any more".to_owned()),
        _ => told(format!("cannot be read: {error}")),
    };
    let path = project.join(name);
    let opened = file::regular(&path, true).map_err(|error| unreadable(&error))?;
    let Some(opened) = opened else {
        return Err(told(if path.is_dir() { "is a folder" } else { "is not a regular file" }.to_owned()));
    };
    let mut bytes = Vec::new();
    opened.take(photo::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > photo::MOST_BYTES {
        let most = photo::MOST_BYTES / (1024 * 1024);
        return Err(told(format!("has more than {most} MiB, the most that is read")));
    }
    if blake3::hash(&bytes).to_hex().as_str() != hash {
        return Err(told("has changed since the run was recorded; submit the scene again".to_owned()));
    }
    Ok(bytes)
}

#[cfg(test)]
#[path = "input_tests.rs"]
mod tests;
