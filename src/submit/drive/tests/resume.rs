//! Runs whose process dies: at every await, with whatever is under way. What is resumed is whole, and paid once.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::kit::{Never, Stage, Tale, client, job, several, with};
use super::service::{Fault, Habits, Moment, On, When};
use crate::submit::drive::drive;
use crate::submit::{Input, Job, State};

fn jobs(stage: &Stage) -> Vec<Job> {
    let photo = stage.room.photo("watch.png");
    let mut same = job("alone");
    same.id = "same".to_owned();
    vec![
        with("base", vec![photo.clone()]),
        with("light", vec![Input::Picture(0)]),
        several("two", 2),
        job("alone"),
        same,
        with("final", vec![Input::Picture(1), photo]),
    ]
}

/// Drives a run until it was polled so many times, and drops it there; true if it ended before.
async fn die(stage: &Stage, run: i64, polls: usize) -> bool {
    let (mut journal, mut tale) = (stage.journal(), Tale::default());
    let (client, shelf) = (client(&stage.service), stage.room.shelf());
    let mut never = Never;
    let mut driven = pin!(drive(run, (&mut journal, &client, &shelf), &stage.options, &mut never, &mut tale));
    let mut left = polls;
    let dying = std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        driven.as_mut().poll(context).map(|summary| summary.map(|_| true).unwrap())
    });
    tokio::time::timeout(Duration::from_secs(120), dying).await.expect("it ends")
}

async fn dies_everywhere(name: &str, habits: impl Fn() -> Habits) {
    let mut polls = 0;
    loop {
        polls += 1;
        let mut stage = Stage::new(&format!("{name}{polls}"), habits());
        stage.options.batch = 2;
        let jobs = jobs(&stage);
        let run = stage.record(&jobs);
        let ended = die(&stage, run, polls).await;
        // The second process dies as well, a little later.
        die(&stage, run, 3 + polls / 2).await;
        let (summary, tale) = stage.drive(run).await;
        assert_eq!(summary.done, jobs.len(), "{polls} {summary:?} {:#?}", tale.0);
        stage.all_is_well(run, &jobs);
        if ended {
            break;
        }
    }
    assert!(polls > 8, "there are awaits to die at: {polls}");
}

#[tokio::test]
async fn a_run_that_is_dropped_anywhere_goes_on() {
    dies_everywhere("drop", || Habits { asks: 1, ..Habits::default() }).await;
}

#[tokio::test]
async fn a_run_that_is_dropped_anywhere_goes_on_though_answers_are_lost() {
    dies_everywhere("lost", || {
        Habits { asks: 1, ..Habits::default() }
            .with(On::Send, When::Every(2), Fault::Drop(Moment::Accepted))
            .with(
                On::Ask,
                When::Every(3),
                Fault::Status { code: 503, retry: super::service::Retry::Unsaid, accepted: true },
            )
            .with(On::Upload, When::Nth(1), Fault::Drop(Moment::Accepted))
    })
    .await;
}

#[tokio::test]
async fn what_was_being_sent_is_asked_about_first_and_its_images_are_found_again() {
    for arrived in [true, false] {
        let moment = if arrived { Moment::Accepted } else { Moment::Unaccepted };
        let stage =
            Stage::new(&format!("sent{arrived}"), Habits::default().with(On::Send, When::Nth(1), Fault::Drop(moment)));
        let photo = stage.room.photo("watch.png");
        let jobs = [with("one", vec![photo.clone()])];
        let run = stage.record(&jobs);
        super::stops::At::new("one unknown", 2).drive(&stage, run).await;
        assert_eq!(stage.states(run), [Some(State::Unknown)]);
        let (summary, tale) = stage.drive(run).await;
        assert_eq!(summary.done, 1, "{:#?}", tale.0);
        stage.all_is_well(run, &jobs);
        let ledger = stage.service.ledger();
        assert_eq!((ledger.count(On::Send), ledger.conflicts), (if arrived { 1 } else { 2 }, 0));
    }
}

#[tokio::test]
async fn what_may_be_out_does_not_fail_for_a_file_that_has_changed() {
    let stage = Stage::new("changed", Habits::default().with(On::Send, When::Nth(1), Fault::Drop(Moment::Unaccepted)));
    let photo = stage.room.photo("watch.png");
    let run = stage.record(&[with("one", vec![photo])]);
    super::stops::At::new("one unknown", 2).drive(&stage, run).await;
    let mut journal = stage.journal();
    let account = stage.spec().account;
    std::fs::write(stage.room.project().join("watch.png"), b"other").unwrap();
    let hash = match &journal.jobs(run).unwrap()[0].inputs[0] {
        Input::File { hash, .. } => hash.clone(),
        Input::Picture(_) => unreachable!(),
    };
    journal.forget_upload(&account, &hash).unwrap();
    drop(journal);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.unknown, summary.failed), (1, 0), "{:#?}", tale.0);
    assert_eq!(stage.states(run), [Some(State::Unknown)]);
}

#[tokio::test]
async fn a_file_that_has_changed_fails_its_jobs_and_no_others() {
    let stage = Stage::new("stale", Habits::default());
    let photo = stage.room.photo("watch.png");
    let run =
        stage.record(&[with("one", vec![photo.clone()]), job("two"), with("three", vec![Input::Picture(0), photo])]);
    std::fs::write(stage.room.project().join("watch.png"), b"other").unwrap();
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.failed, summary.done, summary.skipped), (1, 1, 1), "{:#?}", tale.0);
    let task = stage.journal().tasks(run).unwrap()[0].clone().unwrap();
    let failure = task.failure.unwrap();
    assert!(failure.message.contains("`watch.png`") && failure.message.contains("changed"), "{failure}");
}

#[tokio::test]
async fn two_runs_of_one_project_share_what_is_under_way() {
    let stage = Stage::new("theirs", Habits { asks: 6, ..Habits::default() });
    let jobs = [job("one"), with("two", vec![Input::Picture(0)]), job("three")];
    let (first, second) = (stage.record(&jobs), stage.record(&jobs));
    let ((one, _), (two, tale)) = tokio::join!(stage.drive(first), stage.drive(second));
    assert_eq!((one.done, two.done), (3, 3), "{:#?}", tale.0);
    let ledger = stage.service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.conflicts), (3, 0));
    assert_eq!(one.spent.0 + two.spent.0, ledger.paid());
}

#[tokio::test]
async fn what_a_dead_process_had_out_is_taken_over_by_another_run() {
    let stage = Stage::new("heir", Habits { takes: Duration::from_secs(3600), ..Habits::default() });
    let jobs = [job("one"), job("two")];
    let (first, second) = (stage.record(&jobs), stage.record(&jobs));
    // The other process lives while this one begins, and dies later.
    let dying = async {
        let mut stop = super::stops::At::new("two accepted", 2);
        stop.drive(&stage, first).await;
        stage.service.set(Habits::default());
    };
    let ((), (summary, tale)) = tokio::join!(dying, stage.drive(second));
    assert_eq!(summary.done, 2, "{:#?}", tale.0);
    assert_eq!(stage.service.ledger().tasks.len(), 2);
}
