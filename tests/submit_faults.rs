//! Whatever befalls a run on its way to the service and back: when it is done, every picture is there once, as it was
//! served, and nothing was paid twice. Each fault by itself; mixtures of all are in `mixtures`.
#![cfg(feature = "submit")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/service/mod.rs"]
mod service;

#[path = "support/service/jobs.rs"]
mod jobs;
#[path = "support/service/mixtures_tests.rs"]
mod mixtures;
#[path = "support/service/outcomes_tests.rs"]
mod outcomes;
#[path = "support/service/project.rs"]
mod project;

use std::time::Duration;

use project::Project;
use service::{Fault, Habits, Moment, On, Refusal, Retry, When};

/// A run under a fault is done after a few times, and whole.
fn survives(name: &str, on: On, when: When, fault: &Fault) -> Project {
    let project = Project::new(name, Habits { asks: 1, ..Habits::default() }.with(on, when, fault.clone()));
    let run = project.record(&jobs::sets(1));
    let times = project.until_done(run, 4);
    assert!(times <= 2, "{name}: {fault:?} on {on:?} took {times} times");
    project.is_whole(run);
    project.uploads_are_single();
    if on != On::Connect {
        let befell = project.service.ledger().requests.iter().any(|request| request.faults.contains(fault));
        assert!(befell, "{name}: {fault:?} on {on:?} did not befall it");
    }
    project
}

/// The requests that carry tasks or questions about them.
const POSTS: [On; 3] = [On::Send, On::Ask, On::Upload];

fn on_posts(name: &str, fault: &Fault) {
    for on in POSTS {
        survives(&format!("{name}-{on:?}"), on, When::Nth(1), fault);
        survives(&format!("{name}-{on:?}-2"), on, When::First(3), fault);
    }
}

fn status(code: u16, retry: Retry, accepted: bool) -> Fault {
    Fault::Status { code, retry, accepted }
}

#[test]
fn nothing_goes_wrong() {
    let project = Project::new("nothing", Habits { asks: 2, trickle: true, ..Habits::default() });
    let run = project.record(&jobs::sets(3));
    let (summary, seen) = project.drive(run);
    assert_eq!((summary.done, summary.reused, summary.spent.0), (21, 0, project.service.ledger().paid()));
    assert!(!summary.spent_is_estimate && seen.failures.is_empty());
    project.is_whole(run);
    project.uploads_are_single();
    // Two of each set share a task; the three sets share their files.
    let ledger = project.service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.uploads.len(), ledger.conflicts), (18, 2, 0));
    let before = ledger.requests.len();
    let (summary, _) = project.drive(run);
    assert_eq!(
        (summary.done, project.service.ledger().requests.len()),
        (21, before),
        "a run that is done asks nothing"
    );
}

#[test]
fn the_service_may_be_busy() {
    for (name, retry) in [
        ("bare", Retry::Unsaid),
        ("seconds", Retry::Seconds(1)),
        ("date", Retry::Date(1)),
        ("odd", Retry::Text("-1".into())),
    ] {
        for on in [On::Send, On::Ask, On::Upload, On::Fetch] {
            survives(&format!("busy-{name}-{on:?}"), on, When::Nth(1), &status(429, retry.clone(), false));
        }
    }
}

#[test]
fn the_service_may_fail_before_and_after_it_accepts() {
    for code in [500, 502, 503, 504] {
        on_posts(&format!("failed-{code}"), &status(code, Retry::Unsaid, false));
        on_posts(&format!("accepted-{code}"), &status(code, Retry::Unsaid, true));
    }
    on_posts("later", &status(503, Retry::Seconds(0), true));
}

#[test]
fn a_connection_may_break_at_any_moment() {
    for moment in [Moment::Unread, Moment::Unaccepted, Moment::Accepted, Moment::MidAnswer] {
        on_posts(&format!("cut-{moment:?}"), &Fault::Drop(moment));
        survives(&format!("cut-{moment:?}-fetch"), On::Fetch, When::First(3), &Fault::Drop(moment));
    }
    survives("cut-connect", On::Connect, When::First(3), &Fault::Drop(Moment::Unread));
}

#[test]
fn an_answer_may_make_no_sense() {
    on_posts("bad-json", &Fault::BadJson);
    on_posts("html", &Fault::Html { accepted: true });
    on_posts("html-instead", &Fault::Html { accepted: false });
    on_posts("nameless", &Fault::Nameless);
    on_posts("huge", &Fault::Huge);
}

#[test]
fn an_answer_may_be_odd_and_make_sense() {
    for (name, fault) in [
        ("shuffled", Fault::Shuffled),
        ("strange", Fault::Strange),
        ("twice", Fault::Twice),
        ("foreign", Fault::Foreign),
        ("text", Fault::WrongType),
        ("drip", Fault::Drip(Duration::from_millis(3))),
    ] {
        for on in POSTS {
            let project = survives(&format!("{name}-{on:?}"), on, When::Always, &fault);
            assert_eq!(project.service.ledger().conflicts, 0, "{name} needs nothing to be sent again");
        }
    }
}

#[test]
fn an_answer_may_tell_of_an_error_for_every_task() {
    for status in [200, 400, 500, 503] {
        let unable = Fault::Unable(Refusal::new("internalServerError", "Something broke.").status(status));
        on_posts(&format!("unable-{status}"), &unable);
        // However long questions fail, the task has not failed.
        survives(&format!("unable-{status}-long"), On::Ask, When::First(12), &unable);
    }
}

#[test]
fn an_answer_may_leave_tasks_out() {
    on_posts("missing", &Fault::Missing);
}

#[test]
fn an_answer_may_never_come() {
    for on in POSTS {
        for accepted in [true, false] {
            let habits = Habits::default().with(on, When::Nth(1), Fault::Silent { accepted });
            let mut project = Project::new(&format!("silent-{on:?}-{accepted}"), habits);
            project.pace.answer = Duration::from_millis(500);
            let run = project.record(&jobs::sets(1));
            project.until_done(run, 20);
            project.is_whole(run);
        }
    }
}

#[test]
fn a_picture_may_not_come_as_it_should() {
    for (name, fault) in [
        ("gone", status(404, Retry::Unsaid, false)),
        ("closed", status(403, Retry::Unsaid, false)),
        ("expired", status(410, Retry::Unsaid, false)),
        ("failing", status(500, Retry::Unsaid, false)),
        ("page", Fault::NoPicture),
        ("half", Fault::Cut),
        ("too-large", Fault::TooLarge),
        ("endless", Fault::Endless),
        ("file", Fault::Moved("file:///etc/passwd".into())),
        ("elsewhere", Fault::Moved("http://192.0.2.1/a.png".into())),
        ("odd", Fault::Moved("\u{1b}[31m".into())),
        ("nowhere", Fault::Moved(String::new())),
        ("slow", Fault::Drip(Duration::from_millis(3))),
    ] {
        survives(&format!("picture-{name}"), On::Fetch, When::Nth(1), &fault);
    }
}
