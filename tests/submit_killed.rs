//! Runs that are killed, again and again, anywhere. What comes in: the real binary, a project of 200 tasks in passes, a
//! service on loopback that misbehaves. What goes out: every picture is there once and whole, and nothing was paid twice.
//! Which moments come next is drawn from a seed, so that they are the same every time; the scheduler alone is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(all(unix, feature = "submit"))]

#[path = "support/checked.rs"]
mod checked;
#[path = "support/processes.rs"]
mod processes;
#[path = "support/service/mod.rs"]
mod service;
#[path = "support/shop.rs"]
mod shop;
#[path = "support/watched.rs"]
mod watched;

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use fastrand::Rng;
use processes::{Ended, Process};
use service::Service;
use shop::Shop;
use watched::{Counts, faults};

/// How many processes are killed in all, in runs that are resumed.
const KILLS: usize = 200;

/// How a run goes on after its process was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// `scene runs resume`.
    Resumed,
    /// `scene submit` once more.
    Submitted,
    /// `scene submit` once more, without the journal.
    Forgotten,
    /// One of these.
    Any,
}

/// When a process is killed: after some time, or after so many more of something have come to the service.
#[derive(Debug, Clone, Copy)]
enum Moment {
    After(Duration),
    Uploads(usize),
    Accepted(usize),
    Requests(usize),
    Fetched(usize),
}

impl Moment {
    fn draw(dice: &mut Rng) -> Self {
        match dice.usize(..10) {
            0 => Self::After(Duration::from_micros(dice.u64(..60_000))),
            1 => Self::Uploads(dice.usize(1..8)),
            2..5 => Self::Accepted(dice.usize(1..10)),
            5..7 => Self::Requests(dice.usize(1..40)),
            _ => Self::Fetched(dice.usize(1..16)),
        }
    }

    fn has_come(self, start: Instant, before: &Counts, now: &Counts) -> bool {
        match self {
            Self::After(time) => start.elapsed() >= time,
            Self::Uploads(more) => now.uploads >= before.uploads + more,
            Self::Accepted(more) => now.accepted >= before.accepted + more,
            Self::Requests(more) => now.requests >= before.requests + more,
            Self::Fetched(more) => now.fetched >= before.fetched + more,
        }
    }
}

/// One project, driven by processes that are killed until one comes to the end.
struct Story {
    shop: Shop,
    service: Service,
    then: Then,
    dice: Rng,
    kills: usize,
    /// Whether its run is in the journal.
    recorded: bool,
    told: String,
}

impl Story {
    fn new(name: &str, seed: u64, then: Then) -> Self {
        let shop = Shop::new(name, 50, 25);
        assert_eq!(shop.tasks(), 200);
        fs::create_dir(shop.folder.join("told")).unwrap();
        let service = Service::start(faults(seed));
        Self { shop, service, then, dice: Rng::with_seed(seed), kills: 0, recorded: false, told: String::new() }
    }

    /// Starts a process that begins the run, or goes on with it, and kills it at a moment.
    fn process(&mut self, resume: bool, moment: Option<Moment>) -> Ended {
        let mut command = self.shop.scene();
        command.args(if resume {
            &["runs", "resume", "1"][..]
        } else {
            &["submit", "shop.scene", "pairs.scene", "--yes"]
        });
        command.env("RUNWARE_API_KEY", service::KEY).env("RUNWARE_BASE_URL", self.service.base());
        let (before, start) = (Counts::of(&self.service), Instant::now());
        let process = Process::start(&mut command, &self.shop.folder.join("told"), "last");
        let is_time = || moment.is_some_and(|moment| moment.has_come(start, &before, &Counts::of(&self.service)));
        let ended = process.until(is_time);
        writeln!(self.told, "{moment:?}, resume {resume}: {:?} {}", ended.code, last_line(&ended.err)).unwrap();
        ended
    }

    /// Whether the next process resumes.
    fn resumes(&mut self) -> bool {
        let then = match self.then {
            Then::Any => [Then::Resumed, Then::Submitted, Then::Forgotten][self.dice.usize(..3)],
            then => then,
        };
        if then == Then::Forgotten {
            let _ = fs::remove_dir_all(self.shop.folder.join(".scene"));
            self.recorded = false;
        }
        // A process may have been killed before it had recorded its run.
        then == Then::Resumed && self.is_recorded()
    }

    fn is_recorded(&mut self) -> bool {
        let show = || self.shop.scene().args(["runs", "show", "1"]).output().unwrap().status.success();
        self.recorded = self.recorded || show();
        self.recorded
    }

    /// Kills and goes on until the run is done; so many times at most, and then it is left alone.
    fn tell(&mut self, most: usize) {
        let mut resume = false;
        for _ in 0..most + 40 {
            let moment = (self.kills < most).then(|| Moment::draw(&mut self.dice));
            let ended = self.process(resume, moment);
            match ended.code {
                Some(0) => return self.check(),
                None => self.kills += 1,
                // The service misbehaved for too long.
                Some(5..=7) => {}
                Some(_) => panic!("{ended:?}\n{}", self.told),
            }
            resume = self.resumes();
        }
        panic!("it comes to no end:\n{}", self.told);
    }

    fn check(&self) {
        let made = watched::made(&self.service);
        checked::pictures(&self.shop, &made);
        checked::journal(&self.shop);
        let twice = watched::paid_twice(&self.service);
        assert!(twice.is_empty(), "{twice:?}\n{}", self.told);
        assert_eq!(watched::paid(&self.service), self.shop.tasks(), "{}", self.told);
        // None was given up and sent under another id.
        assert_eq!(watched::sent(&self.service).len(), self.shop.tasks(), "{}", self.told);
    }
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

/// Stories until so many processes were killed.
fn stories(name: &str, then: Then, seed: u64, kills: usize, a_story: usize) {
    let (mut killed, mut told) = (0, 0);
    while killed < kills {
        let mut story = Story::new(&format!("{name}-{told}"), seed + told, then);
        story.tell(a_story);
        killed += story.kills;
        told += 1;
        assert!(told < 100, "runs end before they can be killed: {killed}");
    }
}

#[test]
fn a_run_is_resumed_wherever_it_was_killed() {
    stories("resumed", Then::Resumed, 100, KILLS / 2, 30);
}

#[test]
fn a_run_is_resumed_wherever_it_was_killed_again() {
    stories("again", Then::Resumed, 200, KILLS / 2, 30);
}

#[test]
fn scenes_may_be_submitted_again_instead() {
    stories("submitted", Then::Submitted, 300, 20, 20);
}

#[test]
fn a_lost_journal_pays_nothing_twice() {
    stories("forgotten", Then::Forgotten, 400, 12, 12);
    stories("any", Then::Any, 500, 12, 12);
}
