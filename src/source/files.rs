//! What comes in: paths as a scene writes them. What goes out: what the core may know of files. The only way to a
//! file system: the core is handed something that does this, and reads nothing itself.

use std::io::Read;
use std::rc::Rc;

use super::Photo;

/// Where the core asks about files; paths are relative to the folder of the scene. What an implementation does not know is
/// missing.
pub trait Files {
    /// Whether the file is there and may be read.
    fn exists(&self, path: &str) -> Result<(), FileError>;
    /// Width and height of an image as it is shown; only the head of the file is read.
    fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
        Err(FileError::Missing)
    }
    /// Everything that can be known of an image; the whole file is read and decoded.
    fn photo(&self, _path: &str) -> Result<Rc<Photo>, FileError> {
        Err(FileError::Missing)
    }
    /// The files that a pattern matches, sorted by name.
    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
    /// The text of another scene; files larger than any scene are refused.
    fn text(&self, _path: &str) -> Result<String, FileError> {
        Err(FileError::Missing)
    }
    /// A word that two paths share if they lead to one file; none if that is not known.
    fn identity(&self, _path: &str) -> Option<String> {
        None
    }
    /// The bytes of a data file, read piece by piece so that a large one never stands in memory.
    fn open(&self, _path: &str) -> Result<Box<dyn Read>, FileError> {
        Err(FileError::Missing)
    }
    /// The names of the files in the folder of a path, sorted, to say which one may be meant; none if that is not known.
    fn beside(&self, _path: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Why a file could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is no such file.
    Missing,
    /// It lies outside the project's folder.
    OutsideProject,
    /// It could not be read; the words are the system's.
    Unreadable(String),
    /// It is no image of a known form.
    NotAnImage,
    /// It is an image of a form that services do not take, such as `TIFF`.
    Unsupported(&'static str),
    /// It is an image that is cut off or broken; the words say where.
    Damaged(String),
    /// It is no text; the words say why.
    NotText(String),
    /// It has more bytes or pixels than are read; the words say how many.
    TooLarge(String),
}

/// No files at all: every path is simply taken as written, and nothing can be asked about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }
}
