//! The files of a revision. What comes in: a commit. What goes out: a folder for this process alone in which each of them stands,
//! empty until somebody reads it: a project has gigabytes of photographs, of which a comparison needs a few heads. The folder is
//! removed in the end.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::git::Repository;
use crate::cli::projects::{MODELS, SETTINGS};
use crate::cli::reach::Fill;
use crate::diagnostic::render::printable;
use crate::photo::MOST_BYTES;

/// A revision of a repository.
pub(super) struct Revision {
    /// What the user calls it.
    pub(super) name: String,
    repository: Repository,
    folder: TempDir,
    /// The files that are still empty, with the ids of what they hold.
    empty: RefCell<HashMap<PathBuf, String>>,
    /// The paths of all files from the repository's folder, sorted.
    paths: Vec<String>,
}

impl Revision {
    /// Lays out the files of a commit.
    pub(super) fn new(name: &str, repository: &Repository, commit: &str) -> Result<Self, String> {
        let problem = |error: io::Error| format!("cannot lay out `{}`: {error}", printable(name));
        let folder = TempDir::with_prefix("scene-").map_err(problem)?;
        // Links on the way to the folder for temporary files must not matter later.
        let root = fs::canonicalize(folder.path()).map_err(problem)?;
        // The folder of a repository is that of a project, unless settings stand nearer.
        File::create_new(root.join(".git")).map_err(problem)?;
        let (mut empty, mut paths) = (HashMap::new(), Vec::new());
        for (path, id) in repository.files(commit)? {
            let place = root.join(&path);
            let parent = place.parent().unwrap_or(&root);
            // A tree that has a file where it has a folder too was made by hand; one of them is left out.
            if fs::create_dir_all(parent).and_then(|()| File::create_new(&place)).is_ok() {
                empty.insert(place, id);
                paths.push(path);
            }
        }
        paths.sort();
        let revision =
            Self { name: name.to_owned(), repository: repository.clone(), folder, empty: RefCell::new(empty), paths };
        for path in &revision.paths {
            let file = path.rsplit('/').next().unwrap_or_default();
            if file == SETTINGS || file == MODELS {
                revision.fill(&root.join(path)).map_err(problem)?;
            }
        }
        Ok(revision)
    }

    /// Where a file stands, filled; none if the revision does not have it.
    pub(super) fn file(&self, path: &str) -> Result<Option<PathBuf>, String> {
        if self.paths.binary_search_by(|own| own.as_str().cmp(path)).is_err() {
            return Ok(None);
        }
        let problem =
            |error: io::Error| format!("cannot read `{}` at {}: {error}", printable(path), printable(&self.name));
        let place = fs::canonicalize(self.folder.path()).map_err(problem)?.join(path);
        self.fill(&place).map_err(problem)?;
        Ok(Some(place))
    }

    /// The scenes below a folder, or a file of just this path; paths from the repository's folder.
    pub(super) fn scenes(&self, path: &str) -> Vec<&str> {
        let folder = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let hidden = |rest: &str| rest.split('/').rev().skip(1).any(|part| part.starts_with('.'));
        let below = |own: &&String| {
            let rest = own.strip_prefix(folder.as_str());
            rest.is_some_and(|rest| Path::new(rest).extension().is_some_and(|it| it == "scene") && !hidden(rest))
        };
        self.paths.iter().filter(|own| **own == path || below(own)).map(String::as_str).collect()
    }

    /// The folder in which the files stand.
    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }
}

impl Fill for Revision {
    fn fill(&self, path: &Path) -> io::Result<()> {
        let Some(id) = self.empty.borrow_mut().remove(path) else { return Ok(()) };
        let mut file = OpenOptions::new().write(true).open(path)?;
        self.repository.copy(&id, MOST_BYTES + 1, &mut file)
    }
}

impl std::fmt::Debug for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Revision").field("name", &self.name).finish_non_exhaustive()
    }
}
