//! What comes in: paths as a scene writes them. What goes out: what the core may know of files. The only way to a
//! file system: the core is handed something that does this, and reads nothing itself.

/// Where the core asks about files; paths are relative to the folder of the scene.
pub trait Files {
    /// Whether the file is there and may be read.
    fn exists(&self, path: &str) -> Result<(), FileError>;
    /// Width and height of an image as it is shown.
    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError>;
    /// The files that a pattern matches, sorted by name.
    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError>;
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
}

/// No files at all: every path is simply taken as written, and nothing can be asked about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
        Err(FileError::Missing)
    }

    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}
