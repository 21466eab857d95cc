//! Golden files. What comes in: where a scene lies. What goes out: what the file beside it holds, which tasks of it are asked
//! for, and what it should hold. Golden files are named after the scene, so that they stand right behind it in every list.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::output;
use crate::diagnostic::render::printable;
use crate::snapshot::{Aimed, Golden, Task, Unreadable, read};

/// What stands behind the name of the scene.
pub(super) const ENDING: &str = ".golden";

/// How many bytes a golden file may have.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What a golden file holds.
pub(super) enum Stored {
    /// There is none.
    Missing,
    /// It can be read; its text is the one that stands there.
    Read(String, Golden),
    /// It is there and cannot be read.
    Unreadable(Unreadable),
}

/// The golden file of a scene.
pub(super) fn path(scene: &Path) -> PathBuf {
    let mut name = OsString::from(scene);
    name.push(ENDING);
    PathBuf::from(name)
}

/// What a golden file holds. A link is not followed: what is beside a scene in a project that somebody sent may lead anywhere.
pub(super) fn stored(path: &Path) -> Result<Stored, String> {
    let shown = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
    let problem = |why: String| format!("cannot read `{}`: {why}", printable(&shown));
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Stored::Missing),
        Err(error) => return Err(problem(error.to_string())),
    };
    if !there.is_file() {
        return Err(problem("it is not a regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| problem(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(problem(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return Ok(Stored::Unreadable(Unreadable { line: 1, why: "it is no UTF-8 text".to_owned() }));
    };
    Ok(match read(&text) {
        Ok(golden) => Stored::Read(text.replace("\r\n", "\n"), golden),
        Err(why) => Stored::Unreadable(why),
    })
}

/// The tasks that are asked for, by target and id.
pub(super) fn part(golden: &Golden, chosen: &dyn Fn(&str, &str) -> bool) -> Golden {
    let aimed = |of: &Aimed| {
        let tasks: Vec<Task> = of.tasks.iter().filter(|task| chosen(&of.target, &task.id)).cloned().collect();
        (!tasks.is_empty()).then(|| Aimed { target: of.target.clone(), tasks })
    };
    Golden { targets: golden.targets.iter().filter_map(aimed).collect(), statements: golden.statements.clone() }
}

/// What a golden file should hold: of the tasks that are asked for what they are now, of the others what it held.
pub(super) fn with(stored: &Stored, now: &Golden, chosen: &dyn Fn(&str, &str) -> bool) -> Golden {
    let Stored::Read(_, then) = stored else { return part(now, chosen) };
    let mut out = Golden { targets: Vec::new(), statements: now.statements.clone() };
    let find = |golden: &'_ Golden, name: &str| golden.targets.iter().position(|of| of.target == name);
    let gone = then.targets.iter().map(|of| &of.target).filter(|name| find(now, name).is_none());
    for name in now.targets.iter().map(|of| &of.target).chain(gone) {
        let tasks = |golden: &'_ Golden| find(golden, name).map_or(&[][..], |at| &golden.targets[at].tasks).to_vec();
        let (made, old) = (tasks(now), tasks(then));
        let ids: HashSet<String> = made.iter().map(|task| task.id.clone()).collect();
        let mut held: HashMap<String, Task> =
            old.iter().map(|task| (task.id.clone(), task.clone())).filter(|(id, _)| !chosen(name, id)).collect();
        let keep = |task: Task| if chosen(name, &task.id) { Some(task) } else { held.remove(&task.id) };
        let mut tasks: Vec<Task> = made.into_iter().filter_map(keep).collect();
        // What is made no longer goes, if it is asked for.
        tasks.extend(old.into_iter().filter(|task| !chosen(name, &task.id) && !ids.contains(&task.id)));
        if !tasks.is_empty() {
            out.targets.push(Aimed { target: name.clone(), tasks });
        }
    }
    out
}

/// Writes a golden file.
pub(super) fn write(path: &Path, golden: &Golden) -> Result<(), String> {
    if fs::metadata(path).is_ok_and(|there| there.permissions().readonly()) {
        return Err(format!("cannot write `{}`: it is read-only", printable(&path.to_string_lossy())));
    }
    let text = golden.to_string();
    output::stream(Some(path), |out| out.write_all(text.as_bytes()))
}

/// The golden files below a folder whose scene is not there; hidden folders and links are left out.
pub(super) fn orphans(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let (kind, path) = (entry.file_type()?, entry.path());
            if kind.is_dir() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
                folders.push(path);
            } else if kind.is_file() && scene_of(&path).is_some_and(|scene| !scene.exists()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The scene that a golden file belongs to.
pub(super) fn scene_of(path: &Path) -> Option<PathBuf> {
    let name = path.to_str()?.strip_suffix(ENDING)?;
    Path::new(name).extension().is_some_and(|it| it == "scene").then(|| PathBuf::from(name))
}
