//! Data files in memory. What comes in: names and texts. What goes out: files that can be opened; every image is there.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use scenewright::source::{FileError, Files};

/// Files by their names.
#[derive(Default, Clone)]
pub struct Tables(BTreeMap<String, Vec<u8>>);

impl Tables {
    pub fn with(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.0.insert(name.to_owned(), bytes.as_ref().to_vec());
        self
    }
}

impl Files for Tables {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
        Ok((1200, 900))
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        let bytes = self.0.get(path).ok_or(FileError::Missing)?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        Ok(["blue", "red"].map(|name| pattern.replace('*', name)).to_vec())
    }
}
