//! A project of jobs that are sent to the service of the tests. What comes in: jobs, and how the service behaves. What goes
//! out: runs, each driven as a process of its own would, and everything that must hold of them when they are done.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use scenewright::submit::journal::{RunSpec, Task};
use scenewright::submit::store::Shelf;
use scenewright::submit::{Client, Event, Job, Journal, Key, Options, Pace, State, Summary, Watch, drive};

use super::service::{Habits, KEY, On, Service};

/// A pace at which a second of a real run takes five milliseconds. Answers have time enough all the same.
pub const PACE: Pace = Pace {
    poll: Duration::from_millis(5),
    retry: Duration::from_millis(5),
    retries: 8,
    connect: Duration::from_secs(10),
    answer: Duration::from_secs(10),
    picture: Duration::from_secs(60),
};

/// A folder with a journal and jobs, and the service that these go to.
pub struct Project {
    pub service: Service,
    folder: PathBuf,
    pub pace: Pace,
    pub download: bool,
    pub again: bool,
    /// How many tasks go into a request.
    pub batch: usize,
    /// Everything that happened in all runs.
    log: RefCell<Vec<String>>,
}

/// What happened, in words as they came.
#[derive(Default)]
pub struct Seen {
    /// One line an event; texts of others are in it raw.
    pub events: Vec<String>,
    pub skipped: Vec<(String, String)>,
    pub failures: Vec<scenewright::submit::Failure>,
}

/// Nobody stops a run.
pub struct Never;

impl drive::Stop for Never {
    async fn stopped(&mut self) {
        std::future::pending::<()>().await;
    }
}

impl Watch for Seen {
    fn see(&mut self, event: &Event<'_>) {
        let words = match event {
            Event::Started { run, jobs, made } => format!("started {run} {jobs} {made}"),
            Event::Uploaded { path, bytes } => format!("uploaded {path} {bytes}"),
            Event::Moved { job, task, state, failure, .. } => {
                self.failures.extend(failure.iter().map(|failure| (*failure).clone()));
                format!("moved {} {task} {} {}", job.id, state.name(), raw(*failure))
            }
            Event::Skipped { job, because } => {
                self.skipped.push((job.id.clone(), because.id.clone()));
                format!("skipped {} {}", job.id, because.id)
            }
            Event::Waiting { failure, .. } => format!("waiting {}", raw(Some(failure))),
            Event::Saved { job, path, bytes } => format!("saved {} {path} {bytes}", job.id),
            Event::NotSaved { job, failure } => format!("not saved {} {}", job.id, raw(Some(failure))),
            Event::OverBudget { spent } => format!("over budget {spent}"),
            Event::Stopping { out } => format!("stopping {out}"),
        };
        self.events.push(words);
    }
}

fn raw(failure: Option<&scenewright::submit::Failure>) -> String {
    let words = |failure: &scenewright::submit::Failure| {
        format!("{} {} {} {}", failure.class.name(), failure.code, failure.message, failure.parameters.join(" "))
    };
    failure.map_or(String::new(), words)
}

impl Project {
    pub fn new(name: &str, habits: Habits) -> Self {
        let folder = std::env::temp_dir().join(format!("scenewright-faults-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let service = Service::start(habits);
        Self { service, folder, pace: PACE, download: true, again: false, batch: 3, log: RefCell::default() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    pub fn journal(&self) -> Journal {
        Journal::open(&self.folder).unwrap()
    }

    /// Records a run of jobs, whose files are written.
    pub fn record(&self, jobs: &[Job]) -> i64 {
        for (file, bytes) in super::jobs::files(jobs) {
            fs::write(self.folder.join(file), bytes).unwrap();
        }
        let spec = RunSpec {
            base: self.service.base(),
            account: Key::new(KEY).unwrap().account(),
            out: self.out(),
            max_cost: None,
            download: self.download,
            again: self.again,
        };
        self.journal().record(&spec, jobs).unwrap()
    }

    /// Drives a run once, from its journal alone.
    pub fn drive(&self, run: i64) -> (Summary, Seen) {
        let mut seen = Seen::default();
        let summary = self.drive_until(run, &mut Never, &mut seen);
        assert!(!summary.interrupted);
        seen.events.iter().for_each(|event| assert_plain(event));
        self.log.borrow_mut().extend(seen.events.iter().cloned());
        (summary, seen)
    }

    /// Drives a run once; somebody may stop it.
    pub fn drive_until(&self, run: i64, stop: &mut impl drive::Stop, seen: &mut dyn Watch) -> Summary {
        let client = Client::new(&self.service.base(), Key::new(KEY).unwrap(), self.pace).unwrap();
        let shelf = Shelf::new(&self.out(), &self.folder);
        let options = Options {
            concurrency: 8,
            batch: self.batch,
            max_cost: None,
            download: self.download,
            out: self.out(),
            pace: self.pace,
        };
        let mut journal = self.journal();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let driven = drive::drive(run, (&mut journal, &client, &shelf), &options, stop, seen);
        runtime.block_on(driven).unwrap()
    }

    /// Drives a run again and again until it is done; how often is told.
    pub fn until_done(&self, run: i64, most: usize) -> usize {
        for times in 1..=most {
            let (summary, _) = self.drive(run);
            let all = self.journal().jobs(run).unwrap().len();
            let open = summary.failed + summary.skipped + summary.unknown + summary.unsent + summary.not_saved;
            assert_eq!(summary.done + open, all, "{summary:?}");
            if open == 0 {
                return times;
            }
        }
        let (summary, seen) = self.drive(run);
        panic!("not done after {most} times: {summary:?}\n{}", seen.events.join("\n"));
    }

    /// What must hold of a run that is done, whatever befell it.
    pub fn is_whole(&self, run: i64) {
        let (journal, ledger) = (self.journal(), self.service.ledger());
        let (jobs, tasks) = (journal.jobs(run).unwrap(), journal.tasks(run).unwrap());
        let mut paths = BTreeSet::new();
        for (at, (job, task)) in jobs.iter().zip(&tasks).enumerate() {
            let task: &Task = task.as_ref().unwrap();
            assert_eq!(task.state, State::Downloaded, "{}: {task:?}", job.id);
            assert_eq!(task.pictures.len(), job.results as usize, "{}", job.id);
            let saved = journal.saved(run, at).unwrap();
            assert_eq!(saved.len(), task.pictures.len(), "{}: {saved:?}", job.id);
            for saved in &saved {
                let image = &task.pictures[saved.number].image;
                let bytes = fs::read(&saved.path).unwrap();
                assert_eq!(Some(&bytes), self.service.bytes_of(image).as_ref(), "{}", saved.path.display());
                assert!(ledger.served.contains(image), "{}", job.id);
                assert_eq!(saved.hash, blake3::hash(&bytes).to_string());
                assert!(paths.insert(saved.path.clone()), "{} stands for two pictures", saved.path.display());
            }
            let accepted: Vec<_> = ledger.tasks.iter().filter(|accepted| accepted.uuid == task.uuid).collect();
            assert_eq!(accepted.len(), 1, "{}", job.id);
            assert_eq!(task.cost.map(|usd| usd.0), Some(accepted[0].cost), "{}", job.id);
        }
        let there: BTreeSet<_> = files(&self.out()).into_iter().filter(|path| !is_sidecar(path)).collect();
        assert_eq!(there, paths, "pictures in the folder, and pictures in the journal");
        let wanted: BTreeSet<_> = tasks.iter().flatten().map(|task| task.uuid.as_str()).collect();
        let paid: BTreeSet<_> = ledger.tasks.iter().filter(|task| !task.fails).map(|task| task.uuid.as_str()).collect();
        let odd: Vec<_> = paid.symmetric_difference(&wanted).copied().collect();
        assert!(odd.is_empty(), "paid, or of the run, and not both: {odd:#?}\n{:#?}", self.log_of(&odd));
        self.nothing_is_lost();
    }

    /// What must hold at every moment.
    pub fn nothing_is_lost(&self) {
        let ledger = self.service.ledger();
        let twice = ledger.paid_twice();
        let ids: Vec<_> = twice.iter().flat_map(|twice| twice.split(' ')).filter(|word| word.len() == 36).collect();
        assert!(twice.is_empty(), "{twice:#?}\n{:#?}", self.log_of(&ids));
        for request in &ledger.requests {
            let key = request.header("authorization");
            assert_eq!(key.is_some(), request.on != On::Fetch, "{request:?}");
            assert!(!request.path.contains(KEY) && !request.text().contains(KEY));
        }
        for path in files(&self.folder) {
            let bytes = fs::read(&path).unwrap();
            let there = memchr::memmem::find(&bytes, KEY.as_bytes());
            assert_eq!(there, None, "the key stands in {}", path.display());
        }
    }

    /// Everything that happened to tasks, and to others of the same jobs.
    fn log_of(&self, ids: &[&str]) -> Vec<String> {
        let log = self.log.borrow();
        let of = |event: &str| event.split(' ').nth(1).unwrap_or_default().to_owned();
        let jobs: BTreeSet<_> =
            log.iter().filter(|event| ids.iter().any(|id| event.contains(id))).map(|event| of(event)).collect();
        log.iter().filter(|event| jobs.contains(&of(event))).cloned().collect()
    }

    /// That no image was uploaded twice of which somebody was told.
    pub fn uploads_are_single(&self) {
        let ledger = self.service.ledger();
        let twice: Vec<_> = ledger.uploads_by_content().into_iter().filter(|(_, count)| *count > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            drop(fs::remove_dir_all(&self.folder));
        }
    }
}

fn assert_plain(event: &str) {
    assert!(!event.contains(KEY), "the key stands in {event:?}");
    assert!(!event.chars().any(char::is_control), "{event:?} steers the terminal");
    assert!(event.len() < 4096, "{} bytes of an event: {event:.200}", event.len());
}

fn is_sidecar(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

/// All files below a folder, those with temporary names among them.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
