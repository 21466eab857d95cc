//! Tasks that fail for certain, images that expire, a key that is not taken: who is told what, and what is done about it.

use scenewright::submit::{Class, State};

use super::jobs;
use super::project::Project;
use super::service::{Fault, Habits, Moment, On, Refusal, Retry, When};

fn holds(prompt: &str) -> When {
    When::Holds(prompt.to_owned())
}

#[test]
fn a_task_that_fails_skips_only_what_needs_it() {
    let refusal = Refusal::new("invalidProviderContent", "No mugs.").about("positivePrompt");
    for (name, fault) in [("at-once", Fault::Refused(refusal.clone())), ("later", Fault::Fails(refusal))] {
        let project = Project::new(&format!("skips-{name}"), Habits::default().with(On::Task, holds("A mug"), fault));
        let run = project.record(&jobs::sets(2));
        let (summary, seen) = project.drive(run);
        assert_eq!((summary.done, summary.failed, summary.skipped), (10, 2, 2), "{name}: {summary:?}");
        let mut skipped = seen.skipped.clone();
        skipped.sort();
        let of = |number: usize| (format!("last-{number}"), format!("mug-{number}"));
        assert_eq!(skipped, [of(0), of(1)]);
        assert_eq!(seen.failures.len(), 2, "{:?}", seen.failures);
        let failure = &seen.failures[0];
        assert_eq!((failure.class, &failure.parameters[..]), (Class::Safety, &["positivePrompt".to_owned()][..]));
        project.nothing_is_lost();
        // Nothing but what failed, and what needs it, is sent the next time; and under another id.
        project.service.set(Habits::default());
        let before = project.service.ledger().tasks.len();
        project.until_done(run, 1);
        project.is_whole(run);
        assert_eq!(project.service.ledger().tasks.len(), before + 4, "{name}");
    }
}

#[test]
fn a_failure_is_told_in_its_class() {
    for (code, class) in [
        ("unsupportedParameter", Class::Validation),
        ("contentModeration", Class::Safety),
        ("timeoutProvider", Class::Timeout),
        ("providerError", Class::Provider),
        ("inferenceError", Class::Provider),
        ("somethingNew", Class::Server),
    ] {
        for in_data in [true, false] {
            let habits = Habits { errors_in_data: in_data, mixed: 200, ..Habits::default() };
            let fails = Fault::Fails(Refusal::new(code, "It failed.").status(200));
            let project =
                Project::new(&format!("class-{code}-{in_data}"), habits.with(On::Task, holds("window"), fails));
            let run = project.record(&jobs::sets(1));
            let (summary, seen) = project.drive(run);
            assert_eq!((summary.failed, summary.done), (1, 6), "{code}: {summary:?} {:?}", seen.events);
            let last = seen.failures.last().unwrap();
            assert_eq!((last.class, last.code.as_str()), (class, code));
            project.service.set(Habits::default());
            project.until_done(run, 1);
            project.is_whole(run);
        }
    }
}

#[test]
fn what_a_server_says_is_shown_without_key_and_control_characters() {
    let says = " {key} \u{1b}[31m\u{1b}]0;x\u{7}\r\n\u{9b}2J\u{202e}".to_owned() + &"long ".repeat(100_000);
    let refusal = Refusal::new("odd\u{1b}[31m{key}", "\u{0}No.").about("\u{1b}[2Jposit\u{7}ivePrompt");
    let habits = Habits { says, ..Habits::default() }
        .with(On::Task, holds("window"), Fault::Refused(refusal.clone()))
        .with(On::Task, holds("cloth"), Fault::Fails(refusal))
        .with(On::Send, When::Nth(2), Fault::Status { code: 503, retry: Retry::Unsaid, accepted: true })
        .with(On::Upload, When::Nth(1), Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false })
        .with(On::Fetch, When::Nth(1), Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false });
    let project = Project::new("says", habits);
    let run = project.record(&jobs::sets(1));
    let (summary, seen) = project.drive(run);
    assert_eq!(summary.failed, 2, "{summary:?}");
    assert!(seen.failures.iter().any(|failure| failure.message.contains("No.") && failure.message.contains("[key]")));
    project.nothing_is_lost();
    let export = project.journal().export(run).unwrap().unwrap().to_string();
    assert!(!export.contains(super::service::KEY) && !export.contains("\\u001b"));
}

#[test]
fn a_key_that_is_not_taken_stops_everything_at_once() {
    for code in [401, 402, 403] {
        let refused = Fault::Status { code, retry: Retry::Unsaid, accepted: false };
        let project = Project::new(&format!("key-{code}"), Habits::default().with(On::Send, When::Always, refused));
        let run = project.record(&jobs::sets(3));
        let (summary, _) = project.drive(run);
        let class = if code == 402 { Class::Quota } else { Class::Auth };
        assert_eq!(summary.stopped_by.as_ref().map(|failure| failure.class), Some(class), "{summary:?}");
        let ledger = project.service.ledger();
        assert!(ledger.tasks.is_empty() && ledger.count(On::Send) <= 8, "{} requests", ledger.count(On::Send));
        project.service.set(Habits::default());
        project.until_done(run, 1);
        project.is_whole(run);
    }
}

#[test]
fn a_service_that_stays_busy_is_left_alone_after_a_while() {
    let busy = Fault::Status { code: 429, retry: Retry::Unsaid, accepted: false };
    let project = Project::new("busy", Habits::default().with(On::Send, When::Always, busy));
    let run = project.record(&jobs::sets(1));
    let (summary, seen) = project.drive(run);
    assert_eq!((summary.done, summary.failed), (0, 0), "{summary:?}");
    assert!(seen.events.iter().any(|event| event.starts_with("waiting rate-limit")), "{:?}", seen.events);
    assert!(project.service.ledger().count(On::Send) < 40);
    project.service.set(Habits::default());
    project.until_done(run, 1);
    project.is_whole(run);
}

#[test]
fn images_that_have_expired_are_uploaded_afresh() {
    for code in ["imageNotFound", "invalidReferenceImages", "invalidInputsReferenceImages"] {
        let habits = || Habits { unknown_image: code.to_owned(), ..Habits::default() };
        let broken = Fault::Refused(Refusal::new("invalidProviderContent", "Not yet."));
        let project =
            Project::new(&format!("expired-{code}"), habits().with(On::Task, holds("All of it"), broken.clone()));
        let run = project.record(&jobs::sets(1));
        assert_eq!(project.drive(run).0.failed, 1);
        // What the last one needs is forgotten: two pictures of this run.
        project.service.expire_images();
        project.service.set(habits());
        project.until_done(run, 1);
        project.is_whole(run);
        // A later run has files whose ids are forgotten.
        project.service.expire_images();
        let mut later = jobs::sets(1);
        for job in &mut later {
            job.body[0] = job.body[0].replace("0.\"", "0, later.\"");
        }
        let run = project.record(&later);
        project.until_done(run, 1);
        project.nothing_is_lost();
    }
}

#[test]
fn pictures_whose_addresses_have_expired_are_asked_for_again() {
    let project = Project::new("addresses", Habits::default());
    let gone = Fault::Status { code: 404, retry: Retry::Unsaid, accepted: false };
    project.service.set(Habits::default().with(On::Fetch, When::Always, gone));
    let run = project.record(&jobs::sets(1));
    let (summary, _) = project.drive(run);
    assert_eq!((summary.done, summary.not_saved), (0, 7), "{summary:?}");
    project.service.expire_addresses();
    project.service.set(Habits::default());
    let (summary, _) = project.drive(run);
    assert_eq!((summary.done, summary.spent.0), (7, 0), "{summary:?}");
    project.is_whole(run);
}

#[test]
fn a_task_that_the_service_forgets_is_not_paid_again() {
    // Accepted, the answer is lost, and then nobody knows the id: it stays unknown, however often it is resumed.
    let habits = Habits::default().with(On::Send, holds("window"), Fault::Drop(Moment::Accepted)).with(
        On::Ask,
        When::Always,
        Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false },
    );
    let project = Project::new("forgets", habits);
    let run = project.record(&[jobs::job("one", "A window.", "", Vec::new())]);
    let (summary, _) = project.drive(run);
    assert_eq!(summary.unknown, 1, "{summary:?}");
    let ledger = project.service.ledger();
    let uuid = ledger.tasks[0].uuid.clone();
    project.service.forget(&uuid);
    project.service.set(Habits::default());
    for _ in 0..2 {
        let (summary, _) = project.drive(run);
        assert_eq!((summary.done, summary.unknown), (0, 1), "{summary:?}");
    }
    assert_eq!(project.service.ledger().tasks.len(), 1);
    let task = project.journal().task(&uuid).unwrap().unwrap();
    assert!(task.state.is_out() || task.state == State::Unknown, "{task:?}");
}

#[test]
fn a_lost_journal_pays_nothing_again() {
    let project = Project::new("lost-journal", Habits::default());
    let run = project.record(&jobs::sets(1));
    project.until_done(run, 1);
    let paid = project.service.ledger().paid();
    std::fs::remove_dir_all(project.folder().join(".scene")).unwrap();
    std::fs::remove_dir_all(project.folder().join("out")).unwrap();
    let run = project.record(&jobs::sets(1));
    project.until_done(run, 1);
    project.nothing_is_lost();
    let ledger = project.service.ledger();
    assert_eq!((ledger.paid(), ledger.tasks.len(), ledger.conflicts), (paid, 6, 6));
}
