//! What the server needs of the world: files around scenes, the projects that they belong to, and the scenes of a project.
//! The command line provides it, so that this room touches nothing itself.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::source::{Files, SourceMap};
use crate::target::Models;

/// The world around the scenes that are open.
pub trait Host {
    /// The files around a scene, as they lie on disk.
    fn files(&self, scene: &Path) -> Box<dyn Files>;
    /// The project that a scene belongs to.
    fn project(&self, scene: &Path) -> Rc<dyn Project>;
    /// The scenes below a folder, sorted; not more than are worth looking at.
    fn scenes(&self, folder: &Path) -> Vec<PathBuf>;
    /// A path with its links followed, as far as it is there.
    fn real(&self, path: &Path) -> PathBuf;
    /// Something on disk has changed, so that nothing known of projects holds any longer.
    fn forget(&self);
}

/// What a project says about its scenes.
pub trait Project {
    /// Its folder; none of a scene that lies nowhere.
    fn folder(&self) -> Option<&Path>;
    /// The models that its scenes may name.
    fn models(&self) -> &Models;
    /// What is wrong with its own files, each with its source.
    fn reports(&self) -> Vec<(&[Diagnostic], &SourceMap)>;
    /// Drops the findings that it allows, and raises those that it denies.
    fn weigh(&self, diagnostics: &mut Vec<Diagnostic>);
}
