//! Several processes at once on one project and one journal. What comes in: the real binary two and three times, with the
//! same scenes and with others that overlap. What goes out: every process ends well with all its pictures, and nothing is
//! paid twice; if one is killed, the others do its work.
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

use std::fs;
use std::time::Duration;

use processes::{Ended, Process};
use service::{Habits, Service};
use shop::Shop;
use watched::{Counts, faults, slow};

/// A project and a service.
struct Place {
    shop: Shop,
    service: Service,
}

impl Place {
    fn new(name: &str, habits: Habits) -> Self {
        let shop = Shop::new(name, 12, 6);
        fs::create_dir(shop.folder.join("told")).unwrap();
        Self { shop, service: Service::start(habits) }
    }

    fn start(&self, name: &str, words: &[&str]) -> Process {
        let mut command = self.shop.scene();
        command.args(words).env("RUNWARE_API_KEY", service::KEY).env("RUNWARE_BASE_URL", self.service.base());
        Process::start(&mut command, &self.shop.folder.join("told"), name)
    }

    fn submit(&self, name: &str, scenes: &[&str]) -> Process {
        let words = [&["submit"], scenes, &["--yes", "--concurrency", "6"]].concat();
        self.start(name, &words)
    }

    /// All of it is there, was paid once, and is sound.
    fn check(&self) {
        checked::pictures(&self.shop, &watched::made(&self.service));
        checked::journal(&self.shop);
        assert_eq!(watched::paid_twice(&self.service), Vec::<String>::new());
        assert_eq!(watched::paid(&self.service), self.shop.tasks());
    }
}

/// Waits for all of them; each has to end well.
fn all_end_well(processes: Vec<Process>) -> Vec<Ended> {
    let all: Vec<Ended> = processes.into_iter().map(Process::wait).collect();
    for ended in &all {
        assert_eq!(ended.code, Some(0), "{all:?}");
    }
    all
}

const BOTH: &[&str] = &["shop.scene", "pairs.scene"];

#[test]
fn the_same_scenes_twice_and_three_times() {
    for (seed, count) in [(1, 2), (2, 3), (3, 2), (4, 3)] {
        let place = Place::new(&format!("same-{seed}"), slow(seed));
        all_end_well((0..count).map(|number| place.submit(&number.to_string(), BOTH)).collect());
        place.check();
    }
}

#[test]
fn scenes_that_overlap() {
    for seed in 1..4 {
        let place = Place::new(&format!("overlap-{seed}"), slow(seed));
        let scenes: [&[&str]; 3] = [&["shop.scene"], BOTH, &["pairs.scene", "shop.scene"]];
        all_end_well((0..3).map(|number| place.submit(&number.to_string(), scenes[number])).collect());
        place.check();
    }
}

#[test]
fn a_service_that_misbehaves_is_shared_as_well() {
    for seed in 1..4 {
        let place = Place::new(&format!("faults-{seed}"), faults(seed));
        let mut processes: Vec<Process> = (0..2).map(|number| place.submit(&number.to_string(), BOTH)).collect();
        // One that gave up, since the service misbehaved for too long, may be asked again.
        for number in 2..20 {
            let ended: Vec<Ended> = processes.drain(..).map(Process::wait).collect();
            assert!(ended.iter().all(|ended| matches!(ended.code, Some(0 | 5..=7))), "{ended:?}");
            let failed = ended.iter().filter(|ended| ended.code != Some(0)).count();
            processes.extend((0..failed).map(|at| place.submit(&format!("{number}-{at}"), BOTH)));
            if processes.is_empty() {
                break;
            }
        }
        assert!(processes.is_empty(), "they come to no end");
        place.check();
    }
}

#[test]
fn the_others_take_over_from_one_that_is_killed() {
    for (seed, more) in [(1, 1), (2, 4), (3, 10), (4, 20), (5, 30), (6, 40)] {
        let place = Place::new(&format!("killed-{seed}"), slow(seed));
        let doomed = place.submit("doomed", BOTH);
        let others = vec![place.submit("one", BOTH), place.submit("two", &["shop.scene"])];
        let ended = doomed.until(|| Counts::of(&place.service).accepted >= more);
        assert!(matches!(ended.code, None | Some(0)), "{ended:?}");
        all_end_well(others);
        place.check();
    }
}

#[test]
fn a_run_is_driven_by_one_process_at_a_time() {
    let place = Place::new("resumed", slow(9));
    let doomed = place.submit("doomed", BOTH);
    let ended = doomed.until(|| Counts::of(&place.service).accepted >= 5);
    assert_eq!(ended.code, None, "{ended:?}");
    // Whoever comes second is told so, or goes on with what is left.
    let all: Vec<Ended> = (0..3)
        .map(|number| place.start(&number.to_string(), &["runs", "resume", "1"]))
        .collect::<Vec<_>>()
        .into_iter()
        .map(Process::wait)
        .collect();
    assert!(all.iter().any(|ended| ended.code == Some(0)), "{all:?}");
    for ended in all.iter().filter(|ended| ended.code != Some(0)) {
        assert!(ended.err.contains("another process") && !ended.err.is_empty(), "{all:?}");
    }
    place.check();
}

#[test]
fn a_run_may_be_looked_at_while_it_is_driven() {
    let place = Place::new("looked-at", Habits { takes: Duration::from_millis(50), ..slow(11) });
    let mut driving = place.submit("driving", BOTH);
    let mut looks = 0;
    while driving.runs() {
        for words in [&["runs"][..], &["runs", "show", "1"], &["runs", "export", "1"], &["plan", "shop.scene"]] {
            let ended = place.start("looking", words).wait();
            // The run may not be recorded yet.
            let early = Counts::of(&place.service).uploads == 0;
            assert!(ended.code == Some(0) || early, "{words:?} {ended:?}");
        }
        looks += 1;
    }
    assert!(looks > 0);
    all_end_well(vec![driving]);
    place.check();
}
