//! What a test sees of the service while it runs. What comes in: the service. What goes out: how much has come so far, what
//! was made and paid; and habits that are bad but pass.
#![allow(dead_code)] // no test needs all of it

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use crate::checked::Made;
use crate::service::{Fault, Habits, Moment, On, Retry, Service, When};

/// How much has come to the service.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub uploads: usize,
    pub accepted: usize,
    pub requests: usize,
    pub fetched: usize,
}

impl Counts {
    pub fn of(service: &Service) -> Self {
        service.look(|ledger| Self {
            uploads: ledger.uploads.len(),
            accepted: ledger.tasks.len(),
            requests: ledger.requests.len(),
            fetched: ledger.served.len(),
        })
    }
}

/// A service that takes a little time for everything.
pub fn slow(seed: u64) -> Habits {
    Habits {
        seed,
        latency: Duration::from_millis(1),
        asks: 1,
        takes: Duration::from_millis(15),
        trickle: true,
        ..Habits::default()
    }
}

/// A service that does wrong now and then, in every way that passes: whoever goes on comes to the end.
pub fn faults(seed: u64) -> Habits {
    let status = |code, accepted| Fault::Status { code, retry: Retry::Unsaid, accepted };
    let everywhere = [
        status(429, false),
        status(500, true),
        status(503, true),
        status(504, false),
        Fault::Drop(Moment::Unread),
        Fault::Drop(Moment::Unaccepted),
        Fault::Drop(Moment::Accepted),
        Fault::Drop(Moment::MidAnswer),
        Fault::Html { accepted: true },
        Fault::BadJson,
        Fault::WrongType,
        Fault::Drip(Duration::from_micros(300)),
        Fault::Shuffled,
        Fault::Strange,
        Fault::Twice,
        Fault::Foreign,
        Fault::Missing,
        Fault::Nameless,
    ];
    let mut habits = slow(seed);
    for on in [On::Send, On::Ask, On::Upload] {
        for fault in everywhere.clone() {
            habits = habits.with(on, When::Chance(0.01), fault);
        }
    }
    for fault in [
        status(429, false),
        status(500, false),
        Fault::Drop(Moment::Unread),
        Fault::Drop(Moment::MidAnswer),
        Fault::NoPicture,
        Fault::Cut,
    ] {
        habits = habits.with(On::Fetch, When::Chance(0.01), fault);
    }
    habits.with(On::Connect, When::Chance(0.01), Fault::Drop(Moment::Unread))
}

/// What the service has made.
pub fn made(service: &Service) -> Vec<Made> {
    let ledger = service.ledger();
    let sent: Vec<Value> = ledger
        .requests
        .iter()
        .filter(|request| request.on == On::Send)
        .filter_map(|request| serde_json::from_slice::<Vec<Value>>(&request.body).ok())
        .flatten()
        .collect();
    let one = |task: &crate::service::Accepted| {
        // Whenever a task is sent, its images are the same, or other copies of the same.
        let known = |sent: &&Value| sent["taskUUID"] == task.uuid;
        let images = sent.iter().find(known).map(|sent| sent["inputs"]["referenceImages"].clone()).unwrap_or_default();
        let images = serde_json::from_value(images).unwrap_or_default();
        let bytes = |image: &String| (image.clone(), service.bytes_of(image).unwrap_or_default());
        Made {
            uuid: task.uuid.clone(),
            prompt: task.prompt.clone(),
            images,
            pictures: task.images.iter().map(bytes).collect(),
        }
    };
    ledger.tasks.iter().filter(|task| !task.fails).map(one).collect()
}

/// The ids of all tasks that were sent, whatever became of them. Every one has all its images.
pub fn sent(service: &Service) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    service.look(|ledger| {
        for request in ledger.requests.iter().filter(|request| request.on == On::Send && !request.body.is_empty()) {
            for task in serde_json::from_slice::<Vec<Value>>(&request.body).unwrap() {
                let images = task["inputs"]["referenceImages"].as_array().unwrap();
                assert!(images.iter().all(|image| image.as_str().unwrap().len() == 36), "{task}");
                ids.insert(task["taskUUID"].as_str().unwrap().to_owned());
            }
        }
    });
    ids
}

/// What was paid for more than once.
pub fn paid_twice(service: &Service) -> Vec<String> {
    service.look(crate::service::Ledger::paid_twice)
}

/// How many tasks were paid.
pub fn paid(service: &Service) -> usize {
    service.look(|ledger| ledger.tasks.iter().filter(|task| !task.fails).count())
}
