//! The files of a revision. What comes in: a commit. What goes out: a folder for this process alone in which each of them stands,
//! empty until somebody reads it: a project has gigabytes of photographs, of which a comparison needs a few heads. Links stand in
//! it as far as they lead to what the revision holds. The folder is removed in the end.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::blobs::Blobs;
use super::git::{Entry, Repository, is_plain};
use super::stop::Stop;
use crate::cli::projects::{MODELS, SETTINGS};
use crate::cli::reach::Fill;
use crate::diagnostic::render::printable;
use crate::photo::MOST_BYTES;

/// How long the path may be to which a link leads, in bytes.
const LONGEST: u64 = 4 * 1024;

/// A revision of a repository.
pub(super) struct Revision {
    /// What the user calls it.
    pub(super) name: String,
    /// The real path of the folder in which the files stand.
    pub(super) root: PathBuf,
    repository: Repository,
    /// The files that are still empty, with the ids of what they hold.
    empty: RefCell<HashMap<PathBuf, String>>,
    blobs: RefCell<Option<Blobs>>,
    /// The paths of all files from the repository's folder, and whether they are links.
    paths: BTreeMap<String, bool>,
    stop: Arc<Stop>,
    folder: TempDir,
}

impl Revision {
    /// Lays out the files of a commit.
    pub(super) fn new(name: &str, repository: &Repository, commit: &str, stop: &Arc<Stop>) -> Result<Self, String> {
        let problem = |why: &dyn std::fmt::Display| format!("cannot lay out `{}`: {why}", printable(name));
        let entries = repository.files(commit).map_err(|why| problem(&why))?;
        let folder = TempDir::with_prefix("scene-").map_err(|error| problem(&error))?;
        stop.removes(folder.path());
        // Links on the way to the folder for temporary files must not matter later.
        let root = fs::canonicalize(folder.path()).map_err(|error| problem(&error))?;
        let mut revision = Self {
            name: name.to_owned(),
            root,
            repository: repository.clone(),
            empty: RefCell::default(),
            blobs: RefCell::default(),
            paths: BTreeMap::new(),
            stop: Arc::clone(stop),
            folder,
        };
        revision.lay_out(entries).map_err(|error| problem(&error))?;
        for file in [SETTINGS, MODELS] {
            for path in revision.paths.keys().filter(|path| path.rsplit('/').next() == Some(file)) {
                // What cannot be had is told where somebody reads it.
                let _ = fs::canonicalize(revision.root.join(path)).and_then(|real| revision.fill(&real));
            }
        }
        Ok(revision)
    }

    fn lay_out(&mut self, entries: Vec<Entry>) -> io::Result<()> {
        // The folder of a repository is that of a project, unless settings stand nearer.
        File::create_new(self.root.join(".git"))?;
        let (links, files): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.link);
        let mut folders = HashSet::new();
        let mut folder = |place: &Path| {
            let parent = place.parent().unwrap_or(place);
            if !folders.contains(parent) {
                fs::create_dir_all(parent)?;
                folders.insert(parent.to_owned());
            }
            Ok(())
        };
        for Entry { path, id, .. } in files {
            self.stop.here_if_asked();
            let place = self.root.join(&path);
            // A tree that has a file where it has a folder too was made by hand, and a system may take two names for one;
            // one of them is left out.
            match folder(&place).and_then(|()| File::create_new(&place)) {
                Ok(_) => {
                    self.empty.get_mut().insert(place, id);
                    self.paths.insert(path, false);
                }
                Err(error) if is_serious(&error) => return Err(error),
                Err(_) => {}
            }
        }
        // All folders stand before the first link does, so that none is made behind a link.
        let links: Vec<(PathBuf, Entry)> = links.into_iter().map(|link| (self.root.join(&link.path), link)).collect();
        let links: Vec<(PathBuf, Entry)> = links.into_iter().filter(|(place, _)| folder(place).is_ok()).collect();
        for (place, Entry { path, id, .. }) in links {
            let mut target = Vec::new();
            let read = self.copy(&id, LONGEST, &mut target);
            let target = String::from_utf8(target).ok().filter(|target| read.is_ok() && stays(&path, target));
            if target.is_some_and(|target| link(&target, &place).is_ok()) {
                self.paths.insert(path, true);
            }
        }
        Ok(())
    }

    /// Where a file stands, filled; none if the revision does not have it.
    pub(super) fn file(&self, path: &str) -> Result<Option<PathBuf>, String> {
        if !self.paths.contains_key(path) {
            return Ok(None);
        }
        let problem =
            |error: io::Error| format!("cannot read `{}` at {}: {error}", printable(path), printable(&self.name));
        let place = self.root.join(path);
        // A link behind a link may lead anywhere, or nowhere.
        let real = fs::canonicalize(&place).ok().filter(|real| real.starts_with(&self.root));
        let Some(real) = real else { return Ok(None) };
        self.fill(&real).map_err(problem)?;
        Ok(Some(place))
    }

    /// The scenes below a folder, or a file of just this path; paths from the repository's folder.
    pub(super) fn scenes(&self, path: &str) -> Vec<&str> {
        let folder = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let hidden = |rest: &str| rest.split('/').rev().skip(1).any(|part| part.starts_with('.'));
        // As in the working tree, a link is followed to what lies in the folder itself.
        let within = |own: &str| {
            let real = fs::canonicalize(self.root.join(own));
            real.is_ok_and(|real| real.starts_with(self.root.join(&folder)) && real.is_file())
        };
        let below = |own: &str, link: bool| {
            let rest = own.strip_prefix(folder.as_str());
            let is_scene = |rest: &str| Path::new(rest).extension().is_some_and(|it| it == "scene");
            rest.is_some_and(|rest| is_scene(rest) && !hidden(rest)) && (!link || within(own))
        };
        let found = self.paths.iter().filter(|(own, link)| *own == path || below(own, **link));
        found.map(|(own, _)| own.as_str()).collect()
    }

    /// Where a real path of the repository is in the revision.
    pub(super) fn mapped(&self, real: &Path) -> Option<PathBuf> {
        real.strip_prefix(&self.repository.root).ok().map(|inside| self.root.join(inside))
    }

    fn copy(&self, id: &str, most: u64, to: &mut dyn io::Write) -> io::Result<()> {
        let mut blobs = self.blobs.borrow_mut();
        let mut process = match blobs.take() {
            Some(process) => process,
            None => Blobs::of(&self.repository)?,
        };
        if process.copy(id, most, to)? {
            *blobs = Some(process);
        }
        Ok(())
    }
}

/// Whether an error says that no other file could be laid out either.
fn is_serious(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Whether a link at a path leads to what the revision may hold: by its text alone, for links do not count as folders.
fn stays(path: &str, target: &str) -> bool {
    let mut depth = path.split('/').count() - 1;
    !target.is_empty()
        && target.split('/').enumerate().all(|(at, part)| match part {
            // A slash at the beginning leads to the folder of the whole system.
            "" => at > 0,
            "." => true,
            ".." => depth.checked_sub(1).inspect(|up| depth = *up).is_some(),
            name => {
                depth += 1;
                is_plain(name) && !name.contains(char::is_control)
            }
        })
}

#[cfg(unix)]
fn link(target: &str, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

/// Where links are rare, git writes none either.
#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

impl Fill for Revision {
    fn fill(&self, path: &Path) -> io::Result<()> {
        self.stop.here_if_asked();
        let Some(id) = self.empty.borrow().get(path).cloned() else { return Ok(()) };
        let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
        self.copy(&id, MOST_BYTES + 1, &mut file)?;
        self.empty.borrow_mut().remove(path);
        Ok(())
    }
}

impl std::fmt::Debug for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Revision").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_lead_to_what_the_revision_holds() {
        for (path, target) in [("a", "b"), ("a/b", "../c"), ("a/b/c", "../../d/e"), ("a", "b//c"), ("a", "./b/")] {
            assert!(stays(path, target), "{path} -> {target}");
        }
        for (path, target) in
            [("a", ""), ("a", "/etc"), ("a", "../b"), ("a/b", "../../c"), ("a/b", "c/../../../d"), ("a", ".git/x")]
        {
            assert!(!stays(path, target), "{path} -> {target}");
        }
    }
}
