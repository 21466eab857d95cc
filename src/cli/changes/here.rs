//! The repository of the current folder. What comes in: paths of the command line. What goes out: paths from the repository's
//! folder, as revisions know them. Files of other repositories are refused, those that lie within this one too.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::git::Repository;
use crate::diagnostic::render::printable;

/// Where the user stands.
pub(super) struct Here {
    pub(super) repository: Repository,
    /// The real path of the current folder.
    current: PathBuf,
}

impl Here {
    pub(super) fn find() -> Result<Self, String> {
        let repository = Repository::of(Path::new("."))?;
        let current = std::env::current_dir().and_then(fs::canonicalize);
        let current = current.map_err(|error| format!("cannot read the current folder: {error}"))?;
        Ok(Self { repository, current })
    }

    /// The path of a file or folder from the repository's folder. It need not exist.
    pub(super) fn inside(&self, path: &Path) -> Result<String, String> {
        let shown = || printable(&path.to_string_lossy()).into_owned();
        let real = self.real(path);
        let inside = real.strip_prefix(&self.repository.root);
        let inside = inside.map_err(|_| format!("`{}` is not in the repository of the current folder", shown()))?;
        if let Some(other) = self.other(&real) {
            let other = other.to_string_lossy();
            return Err(format!("`{}` belongs to the repository in `{}`; go there", shown(), printable(&other)));
        }
        let parts = inside.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>();
        let parts = parts.ok_or_else(|| format!("the name of `{}` is not Unicode", shown()))?;
        Ok(parts.join("/"))
    }

    /// The same for a file that was found; none if it belongs to another repository.
    pub(super) fn found(&self, path: &Path) -> Result<Option<String>, String> {
        if self.other(&self.real(path)).is_some() { Ok(None) } else { self.inside(path).map(Some) }
    }

    /// A path of the repository as the user would write it.
    pub(super) fn shown(&self, inside: &str) -> PathBuf {
        crate::cli::projects::seen_from(&self.current, &self.repository.root.join(inside))
    }

    /// The real path of a folder, or of the folder of a file; what does not exist is taken by its text.
    fn real(&self, path: &Path) -> PathBuf {
        let whole = self.current.join(path);
        let known = whole.ancestors().skip(usize::from(!whole.is_dir()));
        let known = known.filter_map(|above| Some((above, fs::canonicalize(above).ok()?)));
        let (above, mut real) = known.take(1).next().unwrap_or((Path::new(""), PathBuf::new()));
        for component in whole.strip_prefix(above).unwrap_or(&whole).components() {
            match component {
                Component::ParentDir => drop(real.pop()),
                Component::CurDir => {}
                other => real.push(other),
            }
        }
        real
    }

    /// The folder of another repository on the way to a path.
    fn other(&self, real: &Path) -> Option<PathBuf> {
        let above = real.ancestors().take_while(|above| *above != self.repository.root);
        above
            .filter(|above| above.starts_with(&self.repository.root))
            .find(|above| above.join(".git").exists())
            .map(|folder| crate::cli::projects::seen_from(&self.current, folder))
    }
}
