//! The tasks of one scene, one after another. What comes in: a scene that was read. What goes out: each task compiled, and
//! what was found in all of them together: the same finding of many tasks is said once.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use indicatif::{ProgressBar, ProgressStyle};

use super::disk::Disk;
use crate::compile::{Compiled, Opened};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileError, Files, Photo, Span};

/// In a compilation the images of so many tasks are looked for; `check` looks for all.
pub(super) const LOOKED_AT: u64 = 1_000;

/// So many tasks are waited for without a bar.
const PATIENCE: u64 = 200;

/// So many different findings of tasks are kept.
const MOST_FINDINGS: usize = 1_000;

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

/// The findings of all tasks of a scene.
#[derive(Default)]
pub(super) struct Gathered {
    tasks: u64,
    found: Vec<Found>,
    index: HashMap<(Code, Span, String), usize>,
    /// The heaviest of what is not kept.
    crowded: Option<Severity>,
    /// Only one task of a kind was compiled.
    sampled: bool,
}

struct Found {
    finding: Diagnostic,
    tasks: u64,
    first: String,
}

impl Gathered {
    /// For tasks of which only one of a kind is compiled.
    pub(super) fn sampled() -> Self {
        Self { sampled: true, ..Self::default() }
    }

    /// Takes the findings of a task.
    pub(super) fn add(&mut self, id: &str, diagnostics: &[Diagnostic]) {
        self.tasks += 1;
        let mut here = BTreeSet::new();
        for finding in diagnostics {
            let key = (finding.code, finding.span(), finding.message.clone());
            let at = match self.index.get(&key) {
                Some(at) => *at,
                None if self.found.len() >= MOST_FINDINGS => {
                    self.crowded = self.crowded.or(Some(finding.severity)).min(Some(finding.severity));
                    continue;
                }
                None => {
                    self.index.insert(key, self.found.len());
                    self.found.push(Found { finding: finding.clone(), tasks: 0, first: id.to_owned() });
                    self.found.len() - 1
                }
            };
            here.insert(at);
        }
        for at in here {
            self.found[at].tasks += 1;
        }
    }

    /// Everything that was found, each once, in the order of places. Findings of the scene as a whole say no tasks; a
    /// comment that allows something has to do so in one task only.
    pub(super) fn finish(self, scene: &Opened<'_>) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.tasks == 0 {
            out.clone_from(&scene.diagnostics);
        }
        let varied = scene.count.axes.iter().any(|(length, _)| *length > 1);
        for Found { mut finding, tasks, first } in self.found {
            if finding.code == Code::UnusedAllow && tasks < self.tasks {
                continue;
            }
            let shared =
                scene.diagnostics.iter().any(|it| it.message == finding.message && it.labels == finding.labels);
            if varied && !shared {
                let tasks = match tasks {
                    1 if self.sampled => format!("in the task `{first}`, perhaps in others"),
                    some if self.sampled => format!("in {some} tasks or more, first `{first}`"),
                    1 => format!("in the task `{first}`"),
                    all if all == self.tasks => format!("in all {all} tasks"),
                    some => format!("in {some} tasks, first `{first}`"),
                };
                finding.message = format!("{} ({tasks})", finding.message);
            }
            out.push(finding);
        }
        if let Some(severity) = self.crowded {
            let span = out.last().map(Diagnostic::span).unwrap_or_default();
            let message = format!("the tasks have more than {MOST_FINDINGS} different findings");
            let finding = Diagnostic::new(Code::TooManyFindings, span, message).help("mend those above first");
            out.push(Diagnostic { severity, ..finding });
        }
        out.sort_by_key(Diagnostic::place);
        out
    }
}
