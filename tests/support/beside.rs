//! The files of the repository as a scene finds them. What comes in: a folder. What goes out: the images, imports and data
//! files in it. Absent: patterns of files.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::rc::Rc;

use scenewright::compile::{FileError, Files};
use scenewright::source::Photo;

/// The images, imports and data files beside a scene.
pub struct Beside(pub PathBuf);

impl Files for Beside {
    fn exists(&self, path: &str) -> Result<(), FileError> {
        if self.0.join(path).is_file() { Ok(()) } else { Err(FileError::Missing) }
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        let size = imagesize::size(self.0.join(path)).map_err(|_| FileError::Missing)?;
        Ok((u32::try_from(size.width).unwrap(), u32::try_from(size.height).unwrap()))
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        let bytes = fs::read(self.0.join(path)).map_err(|_| FileError::Missing)?;
        scenewright::photo::inspect(&bytes).map(Rc::new)
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        fs::read_to_string(self.0.join(path)).map_err(|_| FileError::Missing)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        Ok(Box::new(fs::File::open(self.0.join(path)).map_err(|_| FileError::Missing)?))
    }
}
