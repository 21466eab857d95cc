//! What `-o` must not replace. What comes in: a path, and a scene that was read. What goes out: what the file there is to
//! the scene, in words. Absent: images, which are known once the tasks are.

use std::fs;
use std::path::Path;

use super::disk::Disk;
use super::projects::{MODELS, SETTINGS};
use crate::compile::Opened;

/// What the file at this path is to a scene that needs it; none if it is nothing to the scene, or not there.
pub(super) fn needed(path: &Path, opened: &Opened<'_>, disk: &Disk) -> Option<&'static str> {
    let real = fs::canonicalize(path).ok()?;
    let is = |other: &Path| fs::canonicalize(other).is_ok_and(|other| other == real);
    if opened.sources.names().skip(1).any(|name| is(Path::new(name))) {
        return Some("imported by a scene");
    }
    if opened.matrix().files().any(|file| disk.is_at(file, path)) {
        return Some("a data file of the scene");
    }
    let root = disk.project()?;
    let files = [(SETTINGS, "the settings of the project"), (MODELS, "the models of the project")];
    files.into_iter().find(|(name, _)| is(&root.join(name))).map(|(_, what)| what)
}
