//! What is compared with what. What comes in: the arguments. What goes out: pairs of scenes, each in the working tree or at a
//! revision. What exists as a file is a file; whoever means a revision of the same name writes `NAME^0`.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::git::Repository;
use super::path;
use super::revision::Revision;
use crate::cli::input::{Source, collect};
use crate::cli::projects::shown;
use crate::diagnostic::render::printable;

/// A scene on one side of a comparison.
pub(super) enum Side {
    /// In the working tree.
    Here(PathBuf),
    /// At a revision, by its path from the repository's folder.
    At(Rc<Revision>, String),
}

/// Two scenes that are compared.
pub(super) struct Pair {
    pub(super) old: Side,
    pub(super) new: Side,
}

impl Side {
    /// The name people know it by.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Here(path) => path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned(),
            Self::At(revision, path) => format!("{path} at {}", revision.name),
        }
    }

    /// Where the file is; none if it is not there.
    pub(super) fn file(&self) -> Result<Option<PathBuf>, String> {
        match self {
            Self::Here(path) => Ok(Some(path.clone()).filter(|path| path.exists())),
            Self::At(revision, path) => revision.file(path),
        }
    }

    /// The folder of a revision, and what stands behind the names of its files.
    pub(super) fn elsewhere(&self) -> Option<(PathBuf, String)> {
        match self {
            Self::Here(_) => None,
            Self::At(revision, _) => {
                let root = std::fs::canonicalize(revision.root()).ok()?;
                Some((root, format!(" at {}", revision.name)))
            }
        }
    }
}

/// The pairs that the arguments mean.
pub(super) fn pairs(arguments: &[String]) -> Result<Vec<Pair>, String> {
    let [first, second, files @ ..] = arguments else { return Err("two things are compared".to_owned()) };
    let mut revisions = Revisions::default();
    if !path(first).exists()
        && let Some(old) = revisions.named(first)?
    {
        // With nothing behind it, the second is what is compared.
        if !files.is_empty()
            && !path(second).exists()
            && let Some(new) = revisions.named(second)?
        {
            return several(files, &old, Some(&new));
        }
        return several(&arguments[1..], &old, None);
    }
    if !files.is_empty() {
        return Err(format!("`{}` is no revision, and only two scenes are compared with each other", printable(first)));
    }
    Ok(vec![Pair { old: revisions.scene(first)?, new: revisions.scene(second)? }])
}

/// Every scene that files and folders mean, at a revision and at another one or in the working tree.
fn several(files: &[String], old: &Rc<Revision>, new: Option<&Rc<Revision>>) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for file in files {
        let (repository, inside) = place(&path(file))?;
        let mut known: BTreeSet<String> = old.scenes(&inside).into_iter().map(str::to_owned).collect();
        match new {
            Some(new) => known.extend(new.scenes(&inside).into_iter().map(str::to_owned)),
            None if path(file).is_dir() => {
                for source in collect(&[path(file)]).unwrap_or_default() {
                    if let Source::File(found) = source {
                        known.insert(place(&found)?.1);
                    }
                }
            }
            None if path(file).exists() => drop(known.insert(inside.clone())),
            None => {}
        }
        if known.is_empty() {
            let at = new.map_or("the working tree", |new| new.name.as_str());
            let (file, then) = (printable(file), printable(&old.name));
            return Err(format!("there is no scene `{file}`, neither at {then} nor in {}", printable(at)));
        }
        let here = |inside: &String| {
            let below = inside.strip_prefix(repository.prefix.as_str());
            Side::Here(below.map_or_else(|| shown(&repository.root.join(inside)), PathBuf::from))
        };
        pairs.extend(known.into_iter().map(|inside| Pair {
            new: new.map_or_else(|| here(&inside), |new| Side::At(Rc::clone(new), inside.clone())),
            old: Side::At(Rc::clone(old), inside),
        }));
    }
    Ok(pairs)
}

/// The repository that holds a path, asked from the current folder, and the path in it. The path need not exist.
fn place(path: &Path) -> Result<(Repository, String), String> {
    let here = Repository::of(Path::new("."))?;
    let current = std::env::current_dir().map_err(|error| format!("cannot read the current folder: {error}"))?;
    let mut whole = PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            other => whole.push(other),
        }
    }
    // Git knows its folder by its real path.
    let root = current.ancestors().nth(here.prefix.split('/').filter(|part| !part.is_empty()).count());
    let inside = root.and_then(|root| whole.strip_prefix(root).ok()).and_then(Path::to_str);
    let inside = inside.ok_or_else(|| {
        format!("`{}` is not in the repository of the current folder", printable(&path.to_string_lossy()))
    })?;
    Ok((here, inside.replace('\\', "/")))
}

/// Revisions that were laid out, each once.
#[derive(Default)]
struct Revisions {
    known: Vec<Rc<Revision>>,
}

impl Revisions {
    /// The revision of a name in the repository of the current folder; none if there is none of this name.
    fn named(&mut self, name: &str) -> Result<Option<Rc<Revision>>, String> {
        if let Some(known) = self.known.iter().find(|known| known.name == name) {
            return Ok(Some(Rc::clone(known)));
        }
        let repository = Repository::of(Path::new(".")).map_err(|why| {
            if path(name).extension().is_some() { no_file(name) } else { format!("{}; {why}", no_file(name)) }
        })?;
        let Some(commit) = repository.commit(name)? else { return Ok(None) };
        let revision = Rc::new(Revision::new(name, &repository, &commit)?);
        self.known.push(Rc::clone(&revision));
        Ok(Some(revision))
    }

    /// A file, or `REVISION:PATH` as git writes it: from the repository's folder, or from the current one if it begins with `./`.
    fn scene(&mut self, text: &str) -> Result<Side, String> {
        if path(text).exists() {
            return Ok(Side::Here(path(text)));
        }
        let Some((name, inside)) = text.split_once(':') else {
            return Err(match self.named(text)? {
                Some(_) => format!(
                    "`{}` is a revision; write which scene behind it, as in `HEAD:watch.scene`",
                    printable(text)
                ),
                None => no_file(text),
            });
        };
        let Some(revision) = self.named(name)? else {
            return Err(format!("`{}` is no revision of this repository", printable(name)));
        };
        let inside = if inside.starts_with("./") || inside.starts_with("../") {
            place(&path(inside))?.1
        } else {
            inside.to_owned()
        };
        if revision.file(&inside)?.is_none() {
            return Err(format!("there is no file `{}` at {}", printable(&inside), printable(name)));
        }
        Ok(Side::At(revision, inside))
    }
}

fn no_file(text: &str) -> String {
    format!("`{}` is neither a file nor a revision", printable(text))
}
