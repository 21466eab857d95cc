//! The tasks of one scene, one after another. What comes in: a scene that was read. What goes out: each task compiled.

use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use indicatif::{ProgressBar, ProgressStyle};

use super::disk::Disk;
use crate::compile::{Compiled, Opened};
use crate::diagnostic::Code;
use crate::source::{FileError, Files, Photo};

/// In a compilation the images of so many tasks are looked for; `check` looks for all.
pub(super) const LOOKED_AT: u64 = 1_000;

/// So many tasks are waited for without a bar.
const PATIENCE: u64 = 200;

/// Compiles every task of a scene in order, with its id, until the visitor breaks off. A matrix with too many tasks is
/// compiled as far as its first one, for what is wrong with the scene itself.
pub(super) fn each(
    scene: &Opened<'_>,
    disk: &Disk,
    look_at_all: bool,
    visit: &mut dyn FnMut(&str, Compiled) -> ControlFlow<()>,
) -> Result<(), String> {
    let too_many = scene.diagnostics.iter().any(|finding| finding.code == Code::TooManyTasks);
    let bar = bar(if too_many { 1 } else { scene.count.tasks });
    let (mut done, mut id) = (0_u64, String::new());
    let unlooked = Unlooked(disk);
    let went = scene.each(&mut |combination| {
        id.clear();
        combination.id(&mut id);
        let looks = look_at_all || done < LOOKED_AT;
        let compiled = if looks { scene.compile(&combination) } else { scene.compile_looking(&combination, &unlooked) };
        done += 1;
        bar.inc(1);
        let next = visit(&id, compiled);
        if too_many { ControlFlow::Break(()) } else { next }
    });
    bar.finish_and_clear();
    match went {
        // What was wrong with a file from the start is among the findings.
        Err(_) if scene.diagnostics.is_empty() => Err("a data file went away while it was read".to_owned()),
        _ => Ok(()),
    }
}

/// A bar on stderr, if that is a terminal and there is something to wait for.
pub(super) fn bar(tasks: u64) -> ProgressBar {
    if tasks <= PATIENCE {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(tasks);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} tasks, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// The same files, where every image is taken to be there.
pub(super) struct Unlooked<'a>(pub(super) &'a Disk);

impl Files for Unlooked<'_> {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        self.0.size_of_image(path)
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        self.0.photo(path)
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        self.0.glob(pattern)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        self.0.open(path)
    }
}
