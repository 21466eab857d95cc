//! Runs in which the service, or the way to it, fails. Nothing is ever paid twice.

use std::time::{Duration, Instant};

use super::kit::{PRICE, Stage, job, with};
use super::service::{Fault, Habits, Moment, On, Refusal, Retry, When};
use crate::submit::{Class, Input, Job, State};
use crate::target::Usd;

fn jobs(stage: &Stage) -> Vec<Job> {
    let photo = stage.room.photo("watch.png");
    let mut jobs = vec![with("base", vec![photo.clone()])];
    jobs.extend((0..5).map(|at| with(&format!("pass {at}"), vec![Input::Picture(0)])));
    jobs.push(job("alone"));
    jobs.push(with("other", vec![photo]));
    jobs
}

/// Whatever goes wrong once or sometimes, in the end everything is there and was paid once.
async fn survives(name: &str, habits: Habits) {
    let stage = Stage::new(name, habits);
    let jobs = jobs(&stage);
    let run = stage.record(&jobs);
    let (mut summary, mut tale) = stage.drive(run).await;
    for _ in 0..3 {
        if summary.done < jobs.len() {
            (summary, tale) = stage.drive(run).await;
        }
    }
    assert_eq!(summary.done, jobs.len(), "{name} {summary:?} {:#?}", tale.0);
    stage.all_is_well(run, &jobs);
}

fn status(code: u16, accepted: bool) -> Fault {
    Fault::Status { code, retry: Retry::Unsaid, accepted }
}

#[tokio::test]
async fn a_send_that_goes_wrong_is_settled() {
    for (at, fault) in [
        status(429, false),
        status(500, false),
        status(500, true),
        status(503, true),
        status(504, false),
        status(504, true),
        Fault::Drop(Moment::Unread),
        Fault::Drop(Moment::Unaccepted),
        Fault::Drop(Moment::Accepted),
        Fault::Drop(Moment::MidAnswer),
        Fault::Html { accepted: false },
        Fault::Html { accepted: true },
        Fault::BadJson,
        Fault::WrongType,
        Fault::Shuffled,
        Fault::Strange,
        Fault::Twice,
        Fault::Foreign,
        Fault::Missing,
        Fault::Nameless,
    ]
    .into_iter()
    .enumerate()
    {
        let habits = Habits::default().with(On::Send, When::Every(2), fault.clone());
        survives(&format!("send{at}"), habits).await;
        let habits = Habits { asks: 1, ..Habits::default() }.with(On::Ask, When::Every(2), fault);
        survives(&format!("ask{at}"), habits).await;
    }
}

#[tokio::test]
async fn an_upload_that_goes_wrong_is_tried_again() {
    for (at, fault) in [
        status(429, false),
        status(500, true),
        Fault::Drop(Moment::Accepted),
        Fault::BadJson,
        Fault::Html { accepted: false },
    ]
    .into_iter()
    .enumerate()
    {
        survives(&format!("upload{at}"), Habits::default().with(On::Upload, When::First(2), fault)).await;
    }
}

#[tokio::test]
async fn everything_at_once_is_survived() {
    for seed in 0..6 {
        let mut habits = Habits { seed, asks: 1, ..Habits::default() };
        for on in [On::Send, On::Ask, On::Upload] {
            for fault in [
                status(429, false),
                status(503, true),
                Fault::Drop(Moment::Accepted),
                Fault::Drop(Moment::Unaccepted),
                Fault::BadJson,
                Fault::Missing,
            ] {
                habits = habits.with(on, When::Chance(0.06), fault);
            }
        }
        for fault in [status(500, false), Fault::Drop(Moment::MidAnswer), Fault::Cut, Fault::NoPicture] {
            habits = habits.with(On::Fetch, When::Chance(0.06), fault);
        }
        survives(&format!("all{seed}"), habits.with(On::Connect, When::Chance(0.1), Fault::Drop(Moment::Unread))).await;
    }
}

#[tokio::test]
async fn what_was_accepted_before_the_connection_broke_is_not_sent_again() {
    let habits = Habits::default().with(On::Send, When::Nth(1), Fault::Drop(Moment::Accepted));
    let stage = Stage::new("accepted", habits);
    let (summary, tale) = stage.make(&[job("one")]).await;
    assert_eq!((summary.done, summary.spent), (1, Usd(PRICE)));
    assert_eq!(tale.of("one")[..3], ["sending", "unknown connection", "succeeded"]);
    let ledger = stage.service.ledger();
    assert_eq!((ledger.count(On::Send), ledger.conflicts, ledger.paid()), (1, 0, PRICE));
}

#[tokio::test]
async fn what_never_arrived_is_sent_again_under_the_same_id() {
    let habits = Habits::default().with(On::Send, When::Nth(1), Fault::Drop(Moment::Unaccepted));
    let stage = Stage::new("arrived", habits);
    let photo = stage.room.photo("watch.png");
    let (summary, _) = stage.make(&[with("one", vec![photo])]).await;
    assert_eq!(summary.done, 1);
    let ledger = stage.service.ledger();
    let sends: Vec<String> =
        ledger.requests.iter().filter(|request| request.on == On::Send).map(super::service::Request::text).collect();
    assert_eq!((sends.len(), &sends[0]), (2, &sends[1]));
}

#[tokio::test]
async fn sends_wait_as_long_as_the_service_wants() {
    let retry = Retry::Seconds(1);
    let habits = Habits::default().with(On::Send, When::Nth(2), Fault::Status { code: 429, retry, accepted: false });
    let mut stage = Stage::new("held", habits);
    (stage.options.batch, stage.options.concurrency) = (1, 4);
    let jobs: Vec<Job> = (0..8).map(|at| job(&format!("job {at}"))).collect();
    let run = stage.record(&jobs);
    let begun = Instant::now();
    let (summary, tale) = stage.drive(run).await;
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!((summary.done, tale.count("waiting rate-limit")), (8, 1));
    // What was under way already may end; nothing new is sent before the time has come.
    let waiting = tale.0.iter().position(|line| line == "waiting rate-limit").unwrap();
    let next = tale.0[waiting..].iter().position(|line| line.ends_with(" sending")).unwrap() + waiting;
    assert!(tale.0[waiting..next].iter().filter(|line| line.ends_with(" downloaded")).count() == 3, "{:#?}", tale.0);
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn a_key_that_is_not_taken_stops_the_run() {
    for (code, class) in [(401, Class::Auth), (402, Class::Quota)] {
        let stage =
            Stage::new(&format!("halted{code}"), Habits::default().with(On::Send, When::Nth(2), status(code, false)));
        let jobs: Vec<Job> = (0..12).map(|at| job(&format!("job {at}"))).collect();
        let run = stage.record(&jobs);
        let (summary, _) = stage.drive(run).await;
        assert_eq!(summary.stopped_by.as_ref().unwrap().class, class);
        assert_eq!((summary.done, summary.unsent, summary.unknown, summary.failed), (4, 8, 0, 0), "{summary:?}");
        let states = stage.states(run);
        assert!(states[4..].iter().all(|state| state.is_none_or(|state| state == State::Planned)), "{states:?}");
        let (summary, _) = stage.drive(run).await;
        assert_eq!((summary.done, summary.stopped_by), (12, None));
        stage.all_is_well(run, &jobs);
    }
}

#[tokio::test]
async fn a_service_that_takes_nothing_for_long_is_left_alone() {
    for (name, fault) in [("r", status(429, false)), ("s", status(500, false)), ("t", Fault::Drop(Moment::Unaccepted))]
    {
        let mut stage = Stage::new(&format!("given-up-{name}"), Habits::default().with(On::Send, When::Always, fault));
        stage.options.pace.retries = 3;
        let jobs: Vec<Job> = (0..60).map(|at| job(&format!("job {at}"))).collect();
        let run = stage.record(&jobs);
        let (summary, _) = stage.drive(run).await;
        assert!(summary.stopped_by.is_some() && summary.unsent > 40, "{summary:?}");
        assert!(stage.service.ledger().count(On::Send) < 20);
        stage.service.set(Habits::default());
        let (summary, _) = stage.drive(run).await;
        assert_eq!(summary.done, 60);
        stage.all_is_well(run, &jobs);
    }
}

#[tokio::test]
async fn many_refusals_at_once_are_one() {
    for fault in [status(429, false), status(503, false), status(503, true)] {
        let habits = Habits::default().with(On::Send, When::First(40), fault);
        let mut stage = Stage::new("burst", Habits { latency: Duration::from_millis(100), ..habits });
        (stage.options.concurrency, stage.options.batch, stage.options.pace.retries) = (32, 1, 12);
        let jobs: Vec<Job> = (0..50).map(|at| job(&format!("job {at}"))).collect();
        let run = stage.record(&jobs);
        let (summary, tale) = stage.drive(run).await;
        assert_eq!((summary.done, summary.stopped_by), (50, None), "{:#?}", tale.0);
        stage.all_is_well(run, &jobs);
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_is_left_alone() {
    let mut stage = Stage::new("away", Habits::default());
    stage.options.pace.retries = 2;
    let run = stage.record(&[job("one"), job("two")]);
    let gone = super::service::Service::start(Habits::default());
    let client = super::kit::client(&gone);
    drop(gone);
    let mut tale = super::kit::Tale::default();
    let (mut journal, shelf) = (stage.journal(), stage.room.shelf());
    let all = (&mut journal, &client, &shelf);
    let driven = super::super::drive(run, all, &stage.options, &mut super::kit::Never, &mut tale).await;
    let summary = driven.unwrap();
    assert_eq!(summary.stopped_by.unwrap().class, Class::Connection);
    assert_eq!((summary.unsent, summary.unknown, tale.count("waiting connection")), (2, 0, 3));
}

#[tokio::test]
async fn a_task_that_may_pass_is_tried_again_for_a_while() {
    let busy = Fault::Refused(Refusal::new("providerUnavailable", "Busy.").status(503));
    let mut stage = Stage::new("busy", Habits::default().with(On::Task, When::First(2), busy.clone()));
    let (summary, tale) = stage.make(&[job("one")]).await;
    assert_eq!((summary.done, tale.count("waiting provider")), (1, 2));
    assert_eq!(tale.of("one")[..4], ["sending", "planned provider", "sending", "planned provider"]);
    stage.service.set(Habits::default().with(On::Task, When::Always, busy));
    stage.options.pace.retries = 2;
    let (summary, _) = stage.make(&[job("two")]).await;
    assert_eq!((summary.failed, stage.service.ledger().tasks.len()), (1, 1));
}

#[tokio::test]
async fn a_task_that_the_service_has_forgotten_stays_unknown() {
    let stage = Stage::new("forgotten", Habits { asks: 2, ..Habits::default() });
    let jobs = [job("one")];
    let run = stage.record(&jobs);
    let uuid = jobs[0].key(&|_| String::new());
    let habits = Habits::default().with(On::Send, When::Nth(1), Fault::Drop(Moment::Accepted));
    stage.service.set(habits);
    // Its id is taken, and what became of it is not known.
    let mut stop = super::stops::At::new("one unknown", 2);
    let (_, _) = stop.drive(&stage, run).await;
    stage.service.forget(&uuid);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.unknown, summary.done), (1, 0), "{:#?}", tale.0);
    let task = stage.journal().task(&uuid).unwrap().unwrap();
    assert_eq!(task.state, State::Accepted);
    assert!(task.failure.unwrap().message.contains("--again"));
    let ledger = stage.service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.conflicts), (1, 1));
}

#[tokio::test]
async fn a_picture_that_takes_too_long_stays_unknown_and_is_found_later() {
    let mut stage = Stage::new("long", Habits { takes: Duration::from_secs(3600), ..Habits::default() });
    stage.options.pace.picture = Duration::from_millis(50);
    let jobs = [job("one"), with("two", vec![Input::Picture(0)])];
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert_eq!((summary.unknown, summary.unsent, tale.count("one unknown timeout")), (1, 1, 1), "{summary:?}");
    assert_eq!(stage.states(run)[0], Some(State::Accepted));
    stage.service.set(Habits::default());
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.done, summary.spent.0), (2, stage.service.ledger().paid()));
    stage.all_is_well(run, &jobs);
}
