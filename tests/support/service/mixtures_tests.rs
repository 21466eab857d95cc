//! All faults at once, by chance: a run of some sixty jobs is driven again and again, each time as a new process would,
//! until it is done. Seeds are fixed, though the order of requests is not: what must hold holds in any order.

use std::time::Duration;

use super::jobs;
use super::project::Project;
use super::service::{Fault, Habits, Moment, On, Refusal, Retry, When};

/// Every fault, each with a chance.
fn trouble(seed: u64, chance: f64) -> Habits {
    let status = |code, accepted| Fault::Status { code, retry: Retry::Unsaid, accepted };
    let anywhere = [
        status(429, false),
        Fault::Status { code: 429, retry: Retry::Seconds(0), accepted: false },
        status(500, false),
        status(500, true),
        status(503, true),
        Fault::Status { code: 504, retry: Retry::Date(0), accepted: true },
        Fault::Drop(Moment::Unread),
        Fault::Drop(Moment::Unaccepted),
        Fault::Drop(Moment::Accepted),
        Fault::Drop(Moment::MidAnswer),
        Fault::BadJson,
        Fault::Html { accepted: true },
        Fault::Html { accepted: false },
        Fault::Nameless,
        Fault::Unable(Refusal::new("internalServerError", "Something broke.").status(500)),
        Fault::Missing,
        Fault::Shuffled,
        Fault::Strange,
        Fault::Twice,
        Fault::Foreign,
        Fault::WrongType,
        Fault::Drip(Duration::from_micros(200)),
    ];
    let of_pictures = [
        status(404, false),
        status(403, false),
        Fault::NoPicture,
        Fault::Cut,
        Fault::TooLarge,
        Fault::Moved("file:///etc/passwd".into()),
        Fault::Moved("http://192.0.2.1/a.png".into()),
        Fault::Drop(Moment::MidAnswer),
        Fault::Drop(Moment::Unread),
    ];
    let failure = |code: &str| Fault::Fails(Refusal::new(code, "It failed \u{1b}[31m."));
    let of_tasks = [
        failure("timeoutProvider"),
        failure("providerError"),
        Fault::Refused(Refusal::new("rateLimitExceeded", "Too many.").status(429)),
        Fault::Refused(Refusal::new("providerUnavailable", "Not now.")),
    ];
    let mut habits = Habits {
        seed,
        asks: u32::try_from(seed % 3).unwrap(),
        trickle: seed.is_multiple_of(2),
        mixed: if seed.is_multiple_of(2) { 200 } else { 400 },
        errors_in_data: seed.is_multiple_of(3),
        says: " {key} \u{1b}]0;{key}\u{7}".to_owned(),
        ..Habits::default()
    };
    for on in [On::Send, On::Ask, On::Upload] {
        for fault in &anywhere {
            habits = habits.with(on, When::Chance(chance), fault.clone());
        }
    }
    for fault in of_pictures {
        habits = habits.with(On::Fetch, When::Chance(chance), fault);
    }
    for fault in of_tasks {
        habits = habits.with(On::Task, When::Chance(chance), fault);
    }
    habits.with(On::Connect, When::Chance(chance), Fault::Drop(Moment::Unread))
}

/// A run through faults of this chance, then to its end in peace.
fn through(seed: u64, chance: f64, expires: bool) {
    let mut project = Project::new(&format!("mixture-{seed}-{expires}"), trouble(seed, chance));
    project.batch = usize::try_from(1 + seed * 7 % 20).unwrap();
    let run = project.record(&jobs::sets(9));
    for turn in 0..6 {
        let (summary, _) = project.drive(run);
        project.nothing_is_lost();
        if summary.done == 9 * jobs::SET {
            break;
        }
        if expires {
            project.service.expire_addresses();
            if turn % 2 == 0 {
                project.service.expire_images();
            }
        }
    }
    project.service.set(Habits::default());
    project.until_done(run, 3);
    project.is_whole(run);
    if !expires {
        project.uploads_are_single();
    }
}

#[test]
fn a_run_survives_a_few_faults() {
    (1..=4).for_each(|seed| through(seed, 0.01, false));
}

#[test]
fn a_run_survives_many_faults() {
    (5..=8).for_each(|seed| through(seed, 0.04, false));
}

#[test]
fn a_run_survives_faults_while_images_and_addresses_expire() {
    (9..=12).for_each(|seed| through(seed, 0.03, true));
}

#[test]
fn a_run_survives_a_service_that_hardly_works() {
    (13..=14).for_each(|seed| through(seed, 0.12, false));
}
