//! What is compared with what. What comes in: the arguments. What goes out: pairs of scenes, each in the working tree or at a
//! revision. What exists as a file is a file; whoever means a revision of the same name writes `NAME^0`.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::git::colon;
use super::here::Here;
use super::revision::Revision;
use super::stop::Stop;
use crate::cli::input::scenes_below;
use crate::cli::output;
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
        self.path() + &self.behind()
    }

    /// Its path, as people write it.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Here(path) => path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned(),
            Self::At(_, path) => path.clone(),
        }
    }

    /// What stands behind the names of its files.
    pub(super) fn behind(&self) -> String {
        self.revision().map_or_else(String::new, |revision| format!(" at {}", revision.name))
    }

    /// Where the file is; none if it is not there.
    pub(super) fn file(&self) -> Result<Option<PathBuf>, String> {
        match self {
            Self::Here(path) => Ok(Some(path.clone()).filter(|path| path.exists())),
            Self::At(revision, path) => revision.file(path),
        }
    }

    pub(super) fn revision(&self) -> Option<&Rc<Revision>> {
        match self {
            Self::Here(_) => None,
            Self::At(revision, _) => Some(revision),
        }
    }
}

/// The pairs that the arguments mean.
pub(super) fn pairs(arguments: &[String]) -> Result<Vec<Pair>, String> {
    let [first, second, files @ ..] = arguments else { return Err("two things are compared".to_owned()) };
    let mut revisions = Revisions::default();
    if !is_file(first)
        && let Some(old) = revisions.first(first)?
    {
        // With nothing behind it, the second is what is compared.
        if !files.is_empty()
            && (!Path::new(second).exists() || stands_in_git())
            && let Some(new) = revisions.named(second)?
        {
            return several(revisions.here()?, files, &old, Some(&new));
        }
        return several(revisions.here()?, &arguments[1..], &old, None);
    }
    if !files.is_empty() {
        return Err(if is_file(first) {
            format!("`{}` is a file, and only two scenes are compared with each other", printable(first))
        } else {
            revisions.unknown(first)
        });
    }
    Ok(vec![Pair { old: revisions.scene(first)?, new: revisions.scene(second)? }])
}

/// Every scene that files and folders mean, at a revision and at another one or in the working tree.
fn several(here: &Here, files: &[String], old: &Rc<Revision>, new: Option<&Rc<Revision>>) -> Result<Vec<Pair>, String> {
    if new.is_none() && here.repository.bare {
        return Err("the repository has no working tree; name two revisions".to_owned());
    }
    let (mut pairs, mut seen) = (Vec::new(), HashSet::new());
    for file in files {
        let inside = here.inside(Path::new(file))?;
        let mut known: BTreeSet<String> = old.scenes(&inside).into_iter().map(str::to_owned).collect();
        match new {
            Some(new) => known.extend(new.scenes(&inside).into_iter().map(str::to_owned)),
            None if Path::new(file).is_dir() => below(here, file, &mut known)?,
            None if Path::new(file).exists() => drop(known.insert(inside.clone())),
            None => {}
        }
        if known.is_empty() {
            return Err(nothing(file, old, new));
        }
        known.retain(|inside| seen.insert(inside.clone()));
        pairs.extend(known.into_iter().map(|inside| Pair {
            new: match new {
                Some(new) => Side::At(Rc::clone(new), inside.clone()),
                None => Side::Here(here.shown(&inside)),
            },
            old: Side::At(Rc::clone(old), inside),
        }));
    }
    Ok(pairs)
}

/// Adds every scene below a folder of the working tree.
fn below(here: &Here, folder: &str, known: &mut BTreeSet<String>) -> Result<(), String> {
    let problem = |error| format!("cannot read the folder `{}`: {error}", printable(folder));
    for path in scenes_below(Path::new(folder)).map_err(problem)? {
        match here.found(&path) {
            Ok(inside) => known.extend(inside),
            Err(why) => output::talk(&format!("warning: {why}, and it is left out\n")),
        }
    }
    Ok(())
}

fn nothing(file: &str, old: &Revision, new: Option<&Rc<Revision>>) -> String {
    let (old, is_scene) = (printable(&old.name), is_called_scene(file));
    let new = new.map_or_else(|| "in the working tree".to_owned(), |new| format!("at {}", printable(&new.name)));
    let file = printable(file);
    if is_scene {
        format!("there is no scene `{file}`, neither at {old} nor {new}")
    } else {
        format!("`{file}` is no revision, and there is no such scene or folder of scenes at {old} or {new}")
    }
}

/// Revisions that were laid out, each once.
#[derive(Default)]
struct Revisions {
    here: Option<Here>,
    known: Vec<Rc<Revision>>,
    stop: Arc<Stop>,
}

impl Revisions {
    fn here(&mut self) -> Result<&Here, String> {
        let here = match self.here.take() {
            Some(here) => here,
            None => Here::find()?,
        };
        Ok(self.here.insert(here))
    }

    /// The revision of a name in the repository of the current folder; none if there is none of this name.
    fn named(&mut self, name: &str) -> Result<Option<Rc<Revision>>, String> {
        if let Some(known) = self.known.iter().find(|known| known.name == name) {
            return Ok(Some(Rc::clone(known)));
        }
        let stop = Arc::clone(&self.stop);
        let repository = &self.here()?.repository;
        let Some(commit) = repository.commit(name)? else { return Ok(None) };
        let revision = Rc::new(Revision::new(name, repository, &commit, &stop)?);
        self.known.push(Rc::clone(&revision));
        Ok(Some(revision))
    }

    /// The same for the first argument, which may also be the name of a scene, or miss one.
    fn first(&mut self, text: &str) -> Result<Option<Rc<Revision>>, String> {
        if let Err(why) = self.here() {
            let path = Path::new(text);
            return Err(match (path.is_dir(), path.extension().is_some() && !text.contains(':')) {
                (true, _) => folder(text),
                (false, true) => neither(text),
                (false, false) => format!("{}; {why}", neither(text)),
            });
        }
        self.named(text)
    }

    /// A file, or `REVISION:PATH` as git writes it: from the repository's folder, or from the current one if it begins with `./`.
    fn scene(&mut self, text: &str) -> Result<Side, String> {
        let path = Path::new(text);
        if path.is_dir() {
            return Err(folder(text));
        }
        if path.exists() {
            return Ok(Side::Here(path.to_owned()));
        }
        let Some((name, inside)) = colon(text).and_then(|at| Some((&text[..at], text.get(at + 1..)?))) else {
            return Err(match self.first(text)? {
                Some(_) => format!(
                    "`{}` is a revision; write which scene behind it, as in `HEAD:watch.scene`",
                    printable(text)
                ),
                None => self.unknown(text),
            });
        };
        if inside.is_empty() {
            return Err(format!("`{}` needs the path of a scene behind the colon", printable(text)));
        }
        if name.is_empty() {
            return Err(format!("`{}` needs a revision before the colon, as in `HEAD{0}`", printable(text)));
        }
        let Some(revision) = self.first(name)? else { return Err(self.unknown(name)) };
        let inside = if inside.starts_with("./") || inside.starts_with("../") {
            self.here()?.inside(Path::new(inside))?
        } else {
            inside.to_owned()
        };
        if revision.file(&inside)?.is_none() {
            let (inside, name) = (printable(&inside), printable(name));
            return Err(format!("there is no file `{inside}` at {name}"));
        }
        Ok(Side::At(revision, inside))
    }

    /// What is said of a name that is none of a revision.
    fn unknown(&mut self, name: &str) -> String {
        let why = neither(name);
        let shallow = self.here().is_ok_and(|here| here.repository.is_shallow());
        match name.split_once("..") {
            Some((old, new)) if !old.is_empty() && !old.contains(['/', '\\']) && !new.is_empty() => {
                let (old, new) = (printable(old), printable(new.trim_start_matches('.')));
                format!("{why}; two revisions stand apart: `scene diff {old} {new} FILE`")
            }
            _ if shallow && !is_called_scene(name) => {
                format!(
                    "{why}; this clone is shallow, and holds no older revisions: `git fetch --unshallow` brings them"
                )
            }
            _ => why,
        }
    }
}

/// Whether there is something at a path that may be a scene.
fn is_file(text: &str) -> bool {
    Path::new(text).exists() && !Path::new(text).is_dir() && !stands_in_git()
}

/// Whether the current folder is where git keeps a repository: the files there, such as `HEAD`, are no scenes.
fn stands_in_git() -> bool {
    Path::new("HEAD").is_file() && ["objects", "refs"].iter().all(|folder| Path::new(folder).is_dir())
}

fn is_called_scene(text: &str) -> bool {
    Path::new(text).extension().is_some_and(|it| it == "scene")
}

fn neither(text: &str) -> String {
    format!("`{}` is neither a file nor a revision", printable(text))
}

fn folder(text: &str) -> String {
    let shown = printable(text);
    format!("`{shown}` is a folder; a folder is compared with itself at a revision: `scene diff HEAD {shown}`")
}
