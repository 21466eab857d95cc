//! The files around a scene with unsaved changes in place. What comes in: the files on disk, and the scenes that are open.
//! What goes out: the same files, where an open one has the text that stands in its editor.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use super::documents::Documents;
use crate::ide::{Facts, Scenes, beside};
use crate::source::{FileError, Files, Photo};

/// The files around one scene.
pub(super) struct Around<'a> {
    /// The path of the scene.
    scene: String,
    disk: Box<dyn Files>,
    documents: &'a Documents,
    /// Scenes that were read for a request.
    read: RefCell<BTreeMap<String, Option<Rc<Facts>>>>,
}

impl<'a> Around<'a> {
    pub(super) fn new(scene: &str, disk: Box<dyn Files>, documents: &'a Documents) -> Self {
        Self { scene: scene.to_owned(), disk, documents, read: RefCell::default() }
    }

    /// The text of an open file. One that is not on disk yet is known by its path alone, if the project may have it.
    fn unsaved(&self, path: &str) -> Option<&Rc<str>> {
        if let Some(real) = self.disk.identity(path) {
            return self.documents.text(&real);
        }
        let missing = || matches!(self.disk.text(path), Err(FileError::Missing));
        self.documents.text(&beside(&self.scene, path)).filter(|_| missing())
    }
}

impl Files for Around<'_> {
    fn exists(&self, path: &str) -> Result<(), FileError> {
        self.disk.exists(path)
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        self.disk.size_of_image(path)
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        self.disk.photo(path)
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        self.disk.glob(pattern)
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        match self.unsaved(path) {
            Some(text) => Ok(text.to_string()),
            None => self.disk.text(path),
        }
    }

    fn identity(&self, path: &str) -> Option<String> {
        self.disk.identity(path).or_else(|| self.unsaved(path).map(|_| beside(&self.scene, path)))
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        match self.unsaved(path) {
            Some(text) => Ok(Box::new(Cursor::new(text.as_bytes().to_vec()))),
            None => self.disk.open(path),
        }
    }

    fn beside(&self, path: &str) -> Vec<String> {
        self.disk.beside(path)
    }
}

impl Scenes for Around<'_> {
    fn scene(&self, path: &str) -> Option<Rc<Facts>> {
        if let Some(known) = self.read.borrow().get(path) {
            return known.clone();
        }
        let real = self.identity(path).unwrap_or_else(|| path.to_owned());
        let facts = self.text(path).ok().map(|text| Rc::new(Facts::read(&real, &text)));
        self.read.borrow_mut().insert(path.to_owned(), facts.clone());
        facts
    }
}
