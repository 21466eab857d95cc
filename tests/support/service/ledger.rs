//! What the service remembers: every request, every accepted task and what it cost, every upload, every picture that was
//! fetched. What goes out: what a test wants to know of it, first of all whether anything was paid twice.

use std::collections::BTreeMap;

use super::habits::{Fault, On};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub on: On,
    pub path: String,
    /// Names in small letters, with their values.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What went wrong on purpose.
    pub faults: Vec<Fault>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A task that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub uuid: String,
    /// A digest of what it asks for, each reference by what it shows.
    pub content: String,
    pub prompt: String,
    /// In millionths of a dollar.
    pub cost: u64,
    /// Whether it fails, and so costs nothing.
    pub fails: bool,
    /// The ids of the pictures that it makes.
    pub images: Vec<String>,
}

/// An image that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub image: String,
    /// BLAKE3 of its bytes.
    pub digest: String,
    /// Whether whoever sent it was told so.
    pub answered: bool,
}

/// What the service remembers.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub requests: Vec<Request>,
    pub tasks: Vec<Accepted>,
    pub uploads: Vec<Upload>,
    /// The ids of the pictures that were sent whole, in order.
    pub served: Vec<String>,
    /// How many tasks came with an id that had come before.
    pub conflicts: usize,
    /// How many requests, and tasks in them, were answered without looking.
    pub prepared: (u64, u64),
}

impl Ledger {
    /// Everything that was paid more than once: for the same content, whatever the id.
    pub fn paid_twice(&self) -> Vec<String> {
        let mut ids: BTreeMap<&str, Vec<&Accepted>> = BTreeMap::new();
        for task in self.tasks.iter().filter(|task| !task.fails) {
            ids.entry(&task.content).or_default().push(task);
        }
        let twice = ids.into_values().filter(|tasks| tasks.len() > 1);
        let ids = |tasks: &[&Accepted]| tasks.iter().map(|task| task.uuid.clone()).collect::<Vec<_>>().join(" ");
        twice.map(|tasks| format!("`{}`: {}", tasks[0].prompt, ids(&tasks))).collect()
    }

    /// How often images were uploaded whose ids arrived, by the digest of their bytes.
    pub fn uploads_by_content(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for upload in self.uploads.iter().filter(|upload| upload.answered) {
            *counts.entry(upload.digest.as_str()).or_default() += 1;
        }
        counts
    }

    /// What everything has cost, in millionths of a dollar.
    pub fn paid(&self) -> u64 {
        self.tasks.iter().filter(|task| !task.fails).map(|task| task.cost).sum()
    }

    /// How many requests of a kind came.
    pub fn count(&self, on: On) -> usize {
        self.requests.iter().filter(|request| request.on == on).count()
    }

    /// The accepted tasks with this prompt.
    pub fn of_prompt(&self, prompt: &str) -> Vec<&Accepted> {
        self.tasks.iter().filter(|task| task.prompt == prompt).collect()
    }
}
