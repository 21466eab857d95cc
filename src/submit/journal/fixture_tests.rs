//! What tests of the journal need: folders of their own, jobs, moves.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Bound, Journal, Move, RunSpec, Task};
use crate::submit::job::attempt_uuid;
use crate::submit::{Class, Failure, Job, State};
use crate::target::Usd;

/// A project's folder that goes when the test ends.
pub(super) struct Project(PathBuf);

impl Project {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("scene journal %{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn open(&self) -> Journal {
        Journal::open(&self.0).unwrap()
    }

    pub(super) fn within(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn spec(again: bool) -> RunSpec {
    RunSpec {
        base: "https://api.example.org/v1".to_owned(),
        account: "0123456789abcdef".to_owned(),
        out: PathBuf::from("/pictures/out"),
        max_cost: Some(Usd(1_500_000)),
        download: true,
        again,
    }
}

pub(super) fn job(scene: &str, pass: &str) -> Job {
    Job {
        scene: scene.to_owned(),
        scene_hash: "ab".repeat(32),
        id: "scene".to_owned(),
        pass: pass.to_owned(),
        model: "google:4@3".to_owned(),
        prompt: "A watch \"on\" a table.".to_owned(),
        size: Some((1200, 896)),
        results: 1,
        seed: Some(u64::MAX),
        estimate: Some(Usd(69_230)),
        exact: true,
        place: format!("{scene}:4:1"),
        references: vec!["watch.jpg".to_owned()],
        body: vec!["\"model\":\"google:4@3\"}".to_owned()],
        inputs: Vec::new(),
    }
}

/// Records a run of so many jobs and takes it.
pub(super) fn run(journal: &mut Journal, jobs: usize, again: bool) -> i64 {
    let jobs: Vec<Job> = (0..jobs).map(|at| job("watch.scene", &format!("p{at}"))).collect();
    let run = journal.record(&spec(again), &jobs).unwrap();
    assert!(journal.take(run).unwrap());
    run
}

/// The key of a content.
pub(super) fn key(content: &str) -> String {
    crate::emit::task_uuid(content)
}

/// The id of an attempt at a content.
pub(super) fn attempt(content: &str, number: u32) -> String {
    attempt_uuid(&key(content), number)
}

/// Moves a task through states.
pub(super) fn go(journal: &mut Journal, task: &str, states: &[State]) {
    let failure = Failure::new(Class::Provider, "the model failed");
    for to in states {
        let failure = matches!(to, State::Failed | State::Unknown).then_some(&failure);
        journal.change(&[Move { task, to: *to, failure, pictures: &[], cost: None }]).unwrap();
    }
}

pub(super) fn mine(bound: Bound) -> Task {
    if let Bound::Mine(task) = bound { task } else { panic!("not mine: {bound:?}") }
}
