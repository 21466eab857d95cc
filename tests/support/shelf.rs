//! Scenes and data in memory. What comes in: names and texts. What goes out: files that can be read; every image is there.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use scenewright::source::{FileError, Files};

/// Texts by their names.
#[derive(Default, Clone)]
pub struct Shelf(BTreeMap<String, String>);

impl Shelf {
    /// The same with one text more.
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.to_owned());
        self
    }

    /// All of them.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

impl Files for Shelf {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
        Ok((1200, 900))
    }

    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        self.0.get(path).cloned().ok_or(FileError::Missing)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        let text = self.0.get(path).ok_or(FileError::Missing)?;
        Ok(Box::new(Cursor::new(text.clone().into_bytes())))
    }
}
