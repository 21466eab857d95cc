//! Runs in which nothing goes wrong, and those in which single tasks fail.

use super::kit::{PRICE, REFERENCE, Stage, job, several, with};
use super::service::{Fault, Habits, On, Refusal, When};
use crate::submit::{Input, State, Summary};
use crate::target::Usd;

#[tokio::test]
async fn jobs_are_made_in_the_order_in_which_they_need_each_other() {
    let stage = Stage::new("order", Habits { asks: 1, ..Habits::default() });
    let photo = stage.room.photo("watch.png");
    let jobs = [
        with("base", vec![photo.clone()]),
        with("light", vec![Input::Picture(0), photo.clone()]),
        with("final", vec![Input::Picture(1), Input::Picture(0)]),
        several("side", 3),
    ];
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    let spent = Usd(PRICE * 6 + REFERENCE * 5);
    assert_eq!(summary, Summary { run, done: 4, spent, ..Summary::default() });
    stage.all_is_well(run, &jobs);
    assert_eq!(stage.service.ledger().paid(), spent.0);
    assert_eq!(tale.of("base"), ["uploading", "sending", "accepted", "succeeded", "saved", "downloaded"]);
    assert_eq!(tale.of("light"), ["sending", "accepted", "succeeded", "saved", "downloaded"]);
    assert_eq!((tale.count("uploaded watch.png true"), stage.service.ledger().uploads.len()), (1, 1));
    let at = |line: &str| tale.0.iter().position(|told| told == line).unwrap();
    assert!(at("base succeeded") < at("light sending") && at("light succeeded") < at("final sending"));
    assert_eq!((tale.0[0].as_str(), tale.count("side saved")), ("started 4 0", 3));
    // What is done is done: nothing is asked or sent again.
    let requests = stage.service.ledger().requests.len();
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary, Summary { run, done: 4, ..Summary::default() });
    assert_eq!((tale.0[0].as_str(), stage.service.ledger().requests.len()), ("started 4 4", requests));
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn what_another_run_has_made_is_not_paid_again() {
    let stage = Stage::new("reused", Habits::default());
    let photo = stage.room.photo("watch.png");
    let first = [with("base", vec![photo.clone()])];
    stage.make(&first).await;
    let second = [with("base", vec![photo]), with("light", vec![Input::Picture(0)])];
    let run = stage.record(&second);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary, Summary { run, done: 2, reused: 1, spent: Usd(PRICE + REFERENCE), ..Summary::default() });
    assert_eq!(tale.of("base"), ["saved"]);
    let ledger = stage.service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.uploads.len(), ledger.served.len()), (2, 1, 2));
    assert!(ledger.paid_twice().is_empty());
}

#[tokio::test]
async fn an_image_that_the_service_has_is_not_uploaded_again() {
    let stage = Stage::new("cached", Habits::default());
    let photo = stage.room.photo("watch.png");
    stage.make(&[with("one", vec![photo.clone()])]).await;
    let (_, tale) = stage.make(&[with("two", vec![photo.clone(), photo])]).await;
    assert_eq!((tale.count("uploaded watch.png false"), tale.count("uploaded")), (1, 1));
    assert_eq!(stage.service.ledger().uploads.len(), 1);
}

#[tokio::test]
async fn jobs_with_the_same_content_share_a_task_and_have_their_pictures_each() {
    let stage = Stage::new("shared", Habits::default());
    let mut jobs: Vec<_> = (0..12).map(|_| several("same", 2)).collect();
    for (at, job) in jobs.iter_mut().enumerate() {
        job.id = format!("id{at}");
    }
    jobs.push(with("after", vec![Input::Picture(7)]));
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(
        summary,
        Summary { run, done: 13, spent: Usd(PRICE * 3 + REFERENCE), ..Summary::default() },
        "{:#?}",
        tale.0
    );
    let ledger = stage.service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.served.len()), (2, 3), "copied, not fetched");
    assert_eq!(stage.room.pictures().len(), 25);
}

#[tokio::test]
async fn one_that_fails_skips_only_what_needs_it() {
    let refused = Fault::Refused(Refusal::new("invalidPositivePrompt", "No.").about("positivePrompt"));
    let fails = Fault::Fails(Refusal::new("contentModeration", "Not that."));
    let habits = Habits::default().with(On::Task, When::Holds("refused".to_owned()), refused).with(
        On::Task,
        When::Holds("unsafe".to_owned()),
        fails,
    );
    let stage = Stage::new("skipped", habits);
    let jobs = [
        job("refused"),
        with("needs it", vec![Input::Picture(0)]),
        with("needs that", vec![Input::Picture(1), Input::Picture(3)]),
        job("fine"),
        job("unsafe"),
        with("needs fine", vec![Input::Picture(3)]),
        with("needs both", vec![Input::Picture(4), Input::Picture(3)]),
    ];
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    let spent = Usd(PRICE * 2 + REFERENCE);
    assert_eq!(summary, Summary { run, done: 2, failed: 2, skipped: 3, spent, ..Summary::default() });
    assert_eq!(tale.of("refused"), ["sending", "failed validation"]);
    assert_eq!(tale.of("unsafe"), ["sending", "accepted", "failed safety"]);
    assert_eq!(tale.of("needs-that"), ["skipped for refused"]);
    assert_eq!((tale.count("needs-both skipped for unsafe"), tale.count("needs-it skipped")), (1, 1));
    assert_eq!(stage.states(run)[1], None);
    // It was paid for nothing, so that the next time it may be tried under a new id.
    stage.service.set(Habits::default());
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.done, summary.failed, summary.skipped), (7, 0, 0));
    assert!(stage.service.ledger().paid_twice().is_empty());
}

#[tokio::test]
async fn what_is_not_to_be_fetched_is_not() {
    let mut stage = Stage::new("unfetched", Habits::default());
    stage.options.download = false;
    let run = stage.record(&[job("one"), with("two", vec![Input::Picture(0)])]);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.done, tale.count("one saved")), (2, 0));
    assert_eq!(stage.states(run), [Some(State::Succeeded); 2]);
    assert!(stage.room.pictures().is_empty());
    // Later they may be.
    stage.options.download = true;
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.done, summary.spent, tale.count("one saved")), (2, Usd(0), 1));
}

#[tokio::test]
async fn pictures_that_come_one_after_the_other_are_all_waited_for() {
    let stage = Stage::new("trickle", Habits { trickle: true, ..Habits::default() });
    let jobs = [several("many", 11)];
    let run = stage.record(&jobs);
    let (summary, _) = stage.drive(run).await;
    assert_eq!(summary.spent, Usd(PRICE * 11));
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn no_more_are_out_than_may_be_and_many_are_made() {
    let mut stage = Stage::new("many", Habits { asks: 1, ..Habits::default() });
    (stage.options.concurrency, stage.options.batch) = (16, 5);
    let photo = stage.room.photo("watch.png");
    let jobs: Vec<_> = (0..120)
        .map(|at| match at % 4 {
            0 => with(&format!("base {at}"), vec![photo.clone()]),
            _ => with(&format!("pass {at}"), vec![Input::Picture(at - 1)]),
        })
        .collect();
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!(summary.done, 120);
    stage.all_is_well(run, &jobs);
    let (mut out, mut most) = (0_usize, 0);
    for line in &tale.0 {
        out += usize::from(line.ends_with(" sending"));
        out -= usize::from(line.ends_with(" succeeded"));
        most = most.max(out);
    }
    assert_eq!(most, 16);
    let sends: Vec<_> = stage.service.ledger().requests.into_iter().filter(|request| request.on == On::Send).collect();
    assert!(sends.iter().all(|send| send.text().matches("imageInference").count() <= 5));
    assert!(sends.len() < 100, "several go into a request: {}", sends.len());
}

#[tokio::test]
async fn what_needs_what_is_not_there_is_no_reason_to_panic() {
    let stage = Stage::new("astray", Habits::default());
    let jobs = [with("itself", vec![Input::Picture(0)]), with("later", vec![Input::Picture(2)]), job("fine")];
    let (summary, _) = stage.make(&jobs).await;
    assert_eq!((summary.done, summary.failed), (1, 2));
}
