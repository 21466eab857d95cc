//! What comes in: the findings of the tasks of one scene, one task after another. What goes out: what was found in all of
//! them together: the same finding of many tasks is said once, with the tasks that it is about.

use std::collections::{BTreeSet, HashMap};

use super::Opened;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Span;

/// So many different findings of tasks are kept.
const MOST_FINDINGS: usize = 1_000;

/// The findings of all tasks of a scene.
#[derive(Debug, Default)]
pub struct Gathered {
    tasks: u64,
    found: Vec<Found>,
    index: HashMap<(Code, Span, String), usize>,
    /// The heaviest of what is not kept.
    crowded: Option<Severity>,
    /// Only one task of a kind was compiled.
    sampled: bool,
}

#[derive(Debug)]
struct Found {
    finding: Diagnostic,
    tasks: u64,
    first: String,
}

impl Gathered {
    /// For tasks of which only one of a kind is compiled.
    #[must_use]
    pub fn sampled() -> Self {
        Self { sampled: true, ..Self::default() }
    }

    /// Takes the findings of a task.
    pub fn add(&mut self, id: &str, diagnostics: &[Diagnostic]) {
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
    #[must_use]
    pub fn finish(self, scene: &Opened<'_>) -> Vec<Diagnostic> {
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
