//! `scene test --watch`. What comes in: files that change. What goes out: the tests of the scenes that they touch, again and
//! again until the user ends it. Nothing is written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::report::Form;
use super::{Arguments, golden, once};
use crate::cli::projects::{MODELS, SETTINGS, shown};
use crate::cli::reach::Access;
use crate::cli::{Exit, output};
use crate::diagnostic::render::printable;

/// Editors write a file in several steps; so long after the last one it is taken to be whole.
const QUIET: Duration = Duration::from_millis(60);

/// How many files are named that changed.
const MOST_NAMED: usize = 5;

/// How many folders are watched.
const MOST_FOLDERS: usize = 10_000;

/// Tests scenes, and again what a change touches.
pub(super) fn watch(arguments: &Arguments, files: &[PathBuf]) -> Result<Exit, String> {
    if arguments.format != Form::Human {
        return Err("`--watch` tells people; for a report in another form run `scene test` once".to_owned());
    }
    let (send, changes) = channel();
    let mut watched = Watched { watcher: watcher(send)?, folders: BTreeSet::new(), asked: BTreeMap::new() };
    let mut due = files.to_vec();
    loop {
        watched.test(arguments, files, &due);
        let Some(changed) = next(&changes) else { return Ok(Exit::Fine) };
        due = watched.touched(files, &changed);
        if !due.is_empty() {
            output::talk(&note(&changed));
        }
    }
}

/// `changed: watch.scene`; files for a moment only, which editors make, are not named.
fn note(changed: &BTreeSet<PathBuf>) -> String {
    let names: Vec<String> =
        changed.iter().filter(|path| path.exists()).map(|path| shown(path).to_string_lossy().into_owned()).collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named = names.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join(", ");
    format!("changed: {}{more}\n", printable(&named))
}

fn watcher(send: Sender<PathBuf>) -> Result<RecommendedWatcher, String> {
    let tell = move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) {
            // Nobody listens any more: the command ends.
            event.paths.into_iter().for_each(|path| drop(send.send(path)));
        }
    };
    notify::recommended_watcher(tell).map_err(|error| format!("cannot watch files: {error}"))
}

/// The files of the next change; none if there will be no more.
fn next(changes: &Receiver<PathBuf>) -> Option<BTreeSet<PathBuf>> {
    let mut changed = BTreeSet::from([changes.recv().ok()?]);
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(path) => drop(changed.insert(path)),
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

struct Watched {
    watcher: RecommendedWatcher,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
    /// What each scene asked about when it was last tested.
    asked: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Watched {
    /// Tests what is due. What goes wrong is said: the next change may mend it.
    fn test(&mut self, arguments: &Arguments, files: &[PathBuf], due: &[PathBuf]) {
        if due.is_empty() {
            return;
        }
        let access = arguments.reach.access().map(|access| Access {
            shared: access.shared.clone(),
            asked: Some(RefCell::default()),
            ..Access::default()
        });
        let run = access.and_then(|access| once(arguments, due, &Rc::new(access)));
        match run.and_then(|run| run.tell(arguments).map(|_| run.asked)) {
            Ok(asked) => self.asked.extend(asked),
            Err(why) => output::talk(&format!("error: {why}\n")),
        }
        let mut folders: BTreeSet<PathBuf> = files.iter().flat_map(|file| folders_of(file)).collect();
        for (scene, asked) in &self.asked {
            folders.extend(folders_of(scene));
            folders.extend(asked.iter().flat_map(|path| folders_of(path)));
        }
        for folder in folders.into_iter().take(MOST_FOLDERS) {
            if !self.folders.contains(&folder) && self.watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                self.folders.insert(folder);
            }
        }
        output::talk("waiting for changes; Ctrl-C ends\n");
    }

    /// What is to be tested after a change. Settings and models are of all scenes; so is a scene or folder that came or went.
    fn touched(&self, files: &[PathBuf], changed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let named = |path: &Path, name: &str| path.file_name().is_some_and(|own| own == name);
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let scenes: BTreeMap<PathBuf, &PathBuf> = self.asked.keys().map(|scene| (real(scene), scene)).collect();
        let is_new = |path: &Path| {
            let is_scene = path.extension().is_some_and(|it| it == "scene");
            (is_scene && scenes.contains_key(path) != path.exists()) || path.is_dir()
        };
        if changed.iter().any(|path| named(path, SETTINGS) || named(path, MODELS) || is_new(path)) {
            return files.to_vec();
        }
        let touches = |scene: &PathBuf, asked: &BTreeSet<PathBuf>| {
            let own = real(scene);
            let golden = golden::path(&own);
            changed.iter().any(|path| {
                let is = |asked: &PathBuf| path.starts_with(asked);
                *path == own || *path == golden || asked.iter().any(is)
            })
        };
        self.asked.iter().filter(|(scene, asked)| touches(scene, asked)).map(|(scene, _)| scene.clone()).collect()
    }
}

/// The folders in which a change of a path is seen: its own, and of a folder all that are not hidden.
fn folders_of(path: &Path) -> Vec<PathBuf> {
    let Ok(real) = fs::canonicalize(path) else {
        let parent = path.ancestors().skip(1).find(|parent| parent.is_dir());
        return parent.and_then(|parent| fs::canonicalize(parent).ok()).into_iter().collect();
    };
    if !real.is_dir() {
        return real.parent().map(Path::to_owned).into_iter().collect();
    }
    let (mut found, mut open) = (Vec::new(), vec![real]);
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let is_seen = |entry: &fs::DirEntry| {
            !entry.file_name().as_encoded_bytes().starts_with(b".") && entry.file_type().is_ok_and(|kind| kind.is_dir())
        };
        open.extend(entries.filter(is_seen).map(|entry| entry.path()));
        found.push(folder);
        if found.len() > MOST_FOLDERS {
            break;
        }
    }
    found
}
