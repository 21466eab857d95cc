//! Digests of local images. What comes in: paths as scenes have them. What goes out: where each file is, and what is in it;
//! each file is read once, however many tasks need it.

use std::collections::HashMap;
use std::path::Path;

use crate::cli::disk::Disk;
use crate::emit::image_kind;
use crate::source::{FileError, Files};
use crate::submit::Input;

/// Files that were read.
#[derive(Default)]
pub(super) struct Digests(HashMap<String, Digest>);

struct Digest {
    file: String,
    hash: String,
    bytes: u64,
    mime: String,
}

impl Digests {
    /// The file behind a path, as the input of a job.
    pub(super) fn of(&mut self, path: &str, project: &Path, disk: &Disk) -> Result<Input, FileError> {
        let real = disk.identity(path).ok_or(FileError::Missing)?;
        if !self.0.contains_key(&real) {
            let bytes = disk.read(path)?;
            let kind = image_kind(&bytes).ok_or(FileError::NotAnImage)?;
            let inside = Path::new(&real).strip_prefix(project).ok().and_then(Path::to_str);
            let digest = Digest {
                file: inside.map_or_else(|| real.clone(), |inside| inside.replace('\\', "/")),
                hash: blake3::hash(&bytes).to_hex().to_string(),
                bytes: bytes.len() as u64,
                mime: format!("image/{kind}"),
            };
            self.0.insert(real.clone(), digest);
        }
        let Some(Digest { file, hash, bytes, mime }) = self.0.get(&real) else { return Err(FileError::Missing) };
        let (file, hash, mime) = (file.clone(), hash.clone(), mime.clone());
        Ok(Input::File { path: path.to_owned(), file, hash, bytes: *bytes, mime })
    }
}
