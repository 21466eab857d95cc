//! What comes in: the path of an image and a way to look into it. What goes out: what is known of it. Every image is
//! looked into once a run, however many scenes show it; one that has changed since is looked into again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use crate::source::{FileError, Photo};

type Found = Result<Rc<Photo>, FileError>;

/// What tells one state of a file from another.
type State = (u64, Option<SystemTime>);

/// The images that were looked into.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    known: RefCell<HashMap<PathBuf, (State, Found)>>,
}

impl Shelf {
    /// What is known of the image at a canonical path.
    pub(super) fn photo(&self, path: &Path, look: impl FnOnce() -> Found) -> Found {
        let Ok(there) = fs::metadata(path) else { return look() };
        let state = (there.len(), there.modified().ok());
        let known = self.known.borrow().get(path).filter(|(then, _)| *then == state).map(|it| it.1.clone());
        known.unwrap_or_else(|| {
            let found = look();
            self.known.borrow_mut().insert(path.to_owned(), (state, found.clone()));
            found
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_image_is_looked_into_once_until_it_changes() {
        let path = std::env::temp_dir().join(format!("scenewright-shelf-{}", std::process::id()));
        fs::write(&path, "one").unwrap();
        let (shelf, looks) = (Shelf::default(), std::cell::Cell::new(0));
        let look = || {
            looks.set(looks.get() + 1);
            Err(FileError::NotAnImage)
        };
        for _ in 0..3 {
            assert_eq!(shelf.photo(&path, look), Err(FileError::NotAnImage));
        }
        assert_eq!(looks.get(), 1);
        fs::write(&path, "longer").unwrap();
        assert_eq!(shelf.photo(&path, look), Err(FileError::NotAnImage));
        assert_eq!(looks.get(), 2);
        fs::remove_file(&path).unwrap();
    }
}
