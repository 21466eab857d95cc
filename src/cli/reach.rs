//! `--allow-read`: what scenes may read outside their project. What comes in: the arguments. What goes out: real paths,
//! and the shelf of images that goes with them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::shelf::Shelf;
use crate::diagnostic::render::printable;

/// The files that a command may read besides those of the project.
#[derive(Debug, clap::Args)]
pub(super) struct Reach {
    /// Let scenes use a file or folder outside the project
    #[arg(long, value_name = "PATH")]
    allow_read: Vec<PathBuf>,
}

/// Puts the bytes of a file in their place when somebody is about to read it.
pub(super) trait Fill: std::fmt::Debug {
    /// Makes sure that the file at a real path holds what it should.
    fn fill(&self, path: &Path) -> io::Result<()>;
}

/// What the scenes of one command share.
#[derive(Debug, Default)]
pub(super) struct Access {
    /// Who fills files before they are read; none if all are as they should be.
    pub(super) filler: Option<Rc<dyn Fill>>,
    /// Real paths outside the project that may be read all the same, with what lies below them.
    pub(super) shared: Vec<PathBuf>,
    /// The paths that scenes asked about, if somebody wants to know.
    pub(super) asked: Option<RefCell<BTreeSet<PathBuf>>>,
    /// The images that were looked into.
    pub(super) shelf: Shelf,
}

impl Access {
    /// Remembers that a path was asked about.
    pub(super) fn ask(&self, path: impl FnOnce() -> PathBuf) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().insert(path());
        }
    }
}

impl Reach {
    /// What may be read, with every link followed.
    pub(super) fn access(&self) -> Result<Rc<Access>, String> {
        let real = |path: &PathBuf| {
            fs::canonicalize(path)
                .map_err(|error| format!("cannot allow `{}`: {error}", printable(&path.to_string_lossy())))
        };
        let shared = self.allow_read.iter().map(real).collect::<Result<_, String>>()?;
        Ok(Rc::new(Access { shared, ..Access::default() }))
    }
}
