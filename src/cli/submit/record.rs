//! What was seen of a run. What comes in: events. What goes out: counts, failures, and the files that were saved.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::render::printable;
use crate::submit::{Event, Failure, Job, State};
use crate::target::Usd;

/// How many failures and files are kept.
const KEPT: usize = 100_000;

/// What was seen so far.
#[derive(Default)]
pub(in crate::cli) struct Record {
    /// How many jobs the run has.
    pub(super) jobs: usize,
    /// How many are made.
    pub(super) made: usize,
    /// How many of these were made while it was looked on.
    pub(super) fresh: usize,
    /// How many failed, or are skipped for them.
    pub(super) lost: usize,
    /// How many tasks are out.
    pub(super) out: usize,
    /// What was paid, as far as it is known.
    pub(super) spent: Usd,
    /// What failed: the job, the place that causes its prompt, and why.
    pub(super) failures: Vec<(String, String, Failure)>,
    /// The files that were saved.
    pub(super) saved: Vec<String>,
    /// The last state of each task.
    states: HashMap<String, State>,
    /// The jobs that are made.
    done: HashSet<String>,
}

impl Record {
    /// Takes an event.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match *event {
            Event::Started { jobs, .. } => self.jobs = jobs,
            Event::Moved { job, task, state, failure, cost } => {
                let before = self.states.insert(task.to_owned(), state);
                if state.is_made() && self.is_made(job) {
                    self.fresh += 1;
                }
                self.lost += usize::from(state == State::Failed);
                // Jobs may share a task, which is paid once.
                if state.is_made() && !before.is_some_and(State::is_made) {
                    self.spent = Usd(self.spent.0.saturating_add(cost.or(job.estimate).unwrap_or_default().0));
                }
                match (before.is_some_and(State::is_out), state.is_out()) {
                    (false, true) => self.out += 1,
                    (true, false) => self.out = self.out.saturating_sub(1),
                    _ => {}
                }
                if let (State::Failed | State::Unknown, Some(failure)) = (state, failure) {
                    self.fail(job, failure, state);
                }
            }
            Event::NotSaved { job, failure } => self.fail(job, failure, State::Failed),
            Event::Skipped { .. } => self.lost += 1,
            Event::Saved { job, path, .. } => {
                let _before = self.is_made(job);
                if self.saved.len() < KEPT {
                    self.saved.push(path.to_owned());
                }
            }
            _ => {}
        }
    }

    /// A job is made; whether that is news.
    fn is_made(&mut self, job: &Job) -> bool {
        let news = self.done.insert(format!("{}\0{}\0{}", job.scene, job.id, job.pass));
        self.made += usize::from(news);
        news
    }

    fn fail(&mut self, job: &Job, failure: &Failure, state: State) {
        let name = name(job);
        // What is unknown for a moment is told if it stays so; the last word counts.
        self.failures.retain(|(known, ..)| *known != name);
        if state == State::Failed && self.failures.len() < KEPT {
            self.failures.push((name, job.place.clone(), failure.clone()));
        }
    }
}

/// What people call a job: its scene, its id and its pass, where there are several.
pub(in crate::cli) fn name(job: &Job) -> String {
    let scene = job.scene.strip_suffix(".scene").unwrap_or(&job.scene);
    let parts = [scene, job.id.as_str(), job.pass.as_str()];
    let parts: Vec<&str> =
        parts.into_iter().enumerate().filter(|(at, part)| *at == 0 || *part != "scene").map(|(_, part)| part).collect();
    printable(&parts.join(" ")).into_owned()
}
