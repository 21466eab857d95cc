//! What the tests of runs have in common: jobs, a folder with photos, times.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::submit::drive::{Stop, drive};
use crate::submit::journal::RunSpec;
use crate::submit::store::Shelf;
use crate::submit::{Client, Event, Input, Job, Journal, Key, Options, Pace, State, Summary, Watch};
use crate::target::Usd;

use super::service::{self, Habits, Service};

/// What a picture of [`job`] costs, in millionths of a dollar, by the table and at the service.
pub(in crate::submit::drive) const PRICE: u64 = 68_950;
/// What a reference costs.
pub(in crate::submit::drive) const REFERENCE: u64 = 280;

/// A job that needs no images; its prompt is `Make a red watch.` for `a red watch`.
pub(in crate::submit::drive) fn job(prompt: &str) -> Job {
    with(prompt, Vec::new())
}

/// A job that needs images.
pub(in crate::submit::drive) fn with(prompt: &str, inputs: Vec<Input>) -> Job {
    let id = prompt.replace(' ', "-");
    let prompt = format!("Make {prompt}.");
    let head = format!("\"model\":\"google:4@3\",\"positivePrompt\":\"{prompt}\",\"width\":1024,\"height\":1024");
    let body = match inputs.len() {
        0 => vec![head + "}"],
        count => {
            let mut body = vec![head + ",\"inputs\":{\"referenceImages\":["];
            body.resize(count, ",".to_owned());
            body.push("]}}".to_owned());
            body
        }
    };
    Job {
        scene: "watch.scene".to_owned(),
        scene_hash: "5".repeat(64),
        id,
        pass: "main".to_owned(),
        model: "google:4@3".to_owned(),
        prompt,
        size: Some((1024, 1024)),
        results: 1,
        seed: None,
        estimate: Some(Usd(PRICE + REFERENCE * inputs.len() as u64)),
        exact: true,
        place: "watch.scene:1:1".to_owned(),
        references: Vec::new(),
        body,
        inputs,
    }
}

/// A job that makes several pictures.
pub(in crate::submit::drive) fn several(prompt: &str, results: u32) -> Job {
    let mut job = job(prompt);
    job.body[0] = job.body[0].replace("\"width\"", &format!("\"numberResults\":{results},\"width\""));
    job.estimate = Some(Usd(PRICE * u64::from(results)));
    Job { results, ..job }
}

/// A folder of one test, which goes away with it; `project` and `out` are below it.
pub(in crate::submit::drive) struct Room(pub(in crate::submit::drive) PathBuf);

impl Room {
    pub(in crate::submit::drive) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scenewright-drive-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("project")).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    pub(in crate::submit::drive) fn project(&self) -> PathBuf {
        self.0.join("project")
    }

    pub(in crate::submit::drive) fn shelf(&self) -> Shelf {
        Shelf::new(&self.0.join("out"), &self.project())
    }

    /// A photo of the project, of these words, as a job needs it.
    pub(in crate::submit::drive) fn photo(&self, name: &str) -> Input {
        let bytes = service::pictures::bytes(name, "PNG");
        fs::write(self.project().join(name), &bytes).unwrap();
        Input::File {
            path: name.to_owned(),
            file: name.to_owned(),
            hash: blake3::hash(&bytes).to_string(),
            bytes: bytes.len() as u64,
            mime: "image/png".to_owned(),
        }
    }

    /// All pictures below `out`, in order.
    pub(in crate::submit::drive) fn pictures(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        below(&self.0.join("out"), &mut found);
        found.retain(|path| path.extension().is_some_and(|extension| extension != "json"));
        found.sort();
        found
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

/// Times that let nothing wait for long, and nothing be given up on a busy machine.
pub(in crate::submit::drive) fn pace() -> Pace {
    Pace {
        poll: Duration::from_millis(4),
        retry: Duration::from_millis(4),
        connect: Duration::from_secs(30),
        answer: Duration::from_secs(30),
        ..Pace::default()
    }
}

pub(in crate::submit::drive) fn options(room: &Room) -> Options {
    Options { out: room.0.join("out"), pace: pace(), ..Options::default() }
}

pub(in crate::submit::drive) fn client(service: &Service) -> Client {
    Client::new(&service.base(), Key::new(service.key()).unwrap(), pace()).unwrap()
}

/// What a run told, in short lines.
#[derive(Default)]
pub(in crate::submit::drive) struct Tale(pub(in crate::submit::drive) Vec<String>);

impl Watch for Tale {
    fn see(&mut self, event: &Event<'_>) {
        self.0.push(match event {
            Event::Started { jobs, made, .. } => format!("started {jobs} {made}"),
            Event::Uploaded { path, bytes } => format!("uploaded {path} {}", *bytes > 0),
            Event::Moved { job, state, failure, .. } => {
                let class = failure.map_or("", |failure| failure.class.name());
                format!("{} {} {class}", job.id, state.name()).trim_end().to_owned()
            }
            Event::Skipped { job, because } => format!("{} skipped for {}", job.id, because.id),
            Event::Waiting { failure, .. } => format!("waiting {}", failure.class.name()),
            Event::Saved { job, .. } => format!("{} saved", job.id),
            Event::NotSaved { job, failure } => format!("{} not saved {}", job.id, failure.class.name()),
            Event::OverBudget { spent } => format!("over budget {}", spent.0),
            Event::Stopping { out } => format!("stopping {out}"),
        });
    }
}

impl Tale {
    /// How many lines begin like this.
    pub(in crate::submit::drive) fn count(&self, head: &str) -> usize {
        self.0.iter().filter(|line| line.starts_with(head)).count()
    }

    /// The states that a job went through.
    pub(in crate::submit::drive) fn of(&self, id: &str) -> Vec<&str> {
        self.0.iter().filter_map(|line| line.strip_prefix(id)?.strip_prefix(' ')).collect()
    }
}

/// Nobody stops it.
pub(in crate::submit::drive) struct Never;

impl Stop for Never {
    async fn stopped(&mut self) {
        std::future::pending::<()>().await;
    }
}

/// A service, a project, and a run in it.
pub(in crate::submit::drive) struct Stage {
    pub(in crate::submit::drive) service: Service,
    pub(in crate::submit::drive) room: Room,
    pub(in crate::submit::drive) options: Options,
}

impl Stage {
    pub(in crate::submit::drive) fn new(name: &str, habits: Habits) -> Self {
        let room = Room::new(name);
        let options = options(&room);
        Self { service: Service::start(habits), room, options }
    }

    /// The journal as a new process opens it.
    pub(in crate::submit::drive) fn journal(&self) -> Journal {
        Journal::open(&self.room.project()).unwrap()
    }

    pub(in crate::submit::drive) fn spec(&self) -> RunSpec {
        RunSpec {
            base: self.service.base(),
            account: Key::new(self.service.key()).unwrap().account(),
            out: self.options.out.clone(),
            max_cost: self.options.max_cost,
            download: self.options.download,
            again: false,
        }
    }

    pub(in crate::submit::drive) fn record(&self, jobs: &[Job]) -> i64 {
        self.journal().record(&self.spec(), jobs).unwrap()
    }

    /// Drives a run in a process of its own.
    pub(in crate::submit::drive) async fn drive(&self, run: i64) -> (Summary, Tale) {
        self.drive_with(run, &mut Never).await
    }

    pub(in crate::submit::drive) async fn drive_with(&self, run: i64, stop: &mut impl Stop) -> (Summary, Tale) {
        let (mut journal, mut tale) = (self.journal(), Tale::default());
        let (client, shelf) = (client(&self.service), self.room.shelf());
        let driven = drive(run, (&mut journal, &client, &shelf), &self.options, stop, &mut tale);
        let summary = tokio::time::timeout(Duration::from_secs(120), driven).await.expect("it ends").unwrap();
        (summary, tale)
    }

    /// Records and drives jobs.
    pub(in crate::submit::drive) async fn make(&self, jobs: &[Job]) -> (Summary, Tale) {
        self.drive(self.record(jobs)).await
    }

    /// The states of the jobs of a run.
    pub(in crate::submit::drive) fn states(&self, run: i64) -> Vec<Option<State>> {
        self.journal().tasks(run).unwrap().into_iter().map(|task| Some(task?.state)).collect()
    }

    /// Every picture of every job of a run is on the disk as the service made it, everything was paid once, and nothing
    /// unfinished lies about.
    pub(in crate::submit::drive) fn all_is_well(&self, run: i64, jobs: &[Job]) {
        let journal = self.journal();
        let ledger = self.service.ledger();
        assert!(ledger.paid_twice().is_empty(), "{:?}", ledger.paid_twice());
        let tasks = journal.tasks(run).unwrap();
        let mut places = Vec::new();
        for (at, (job, task)) in jobs.iter().zip(tasks).enumerate() {
            let task = task.expect("it has a task");
            assert_eq!(task.state, State::Downloaded, "{}", job.id);
            let made = ledger.tasks.iter().find(|made| made.uuid == task.uuid).expect("the service has it");
            let images: Vec<&String> = task.pictures.iter().map(|picture| &picture.image).collect();
            assert_eq!(images, made.images.iter().collect::<Vec<_>>(), "{}", job.id);
            let saved = journal.saved(run, at).unwrap();
            assert_eq!(saved.len(), job.results as usize, "{}", job.id);
            for (image, saved) in made.images.iter().zip(saved) {
                assert_eq!(fs::read(&saved.path).unwrap(), self.service.bytes_of(image).unwrap(), "{}", job.id);
                places.push(saved.path);
            }
        }
        places.sort();
        assert!(places.windows(2).all(|pair| pair[0] != pair[1]), "each has a place of its own");
        assert_eq!(places, self.room.pictures(), "and nothing else lies about");
    }
}
