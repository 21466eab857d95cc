//! Runs that the user stops, or whose money is spent.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use super::kit::{PRICE, Stage, Tale, client, job, with};
use super::service::{Fault, Habits, On, Refusal, When};
use crate::submit::drive::{Stop, drive};
use crate::submit::{Event, Input, Job, State, Summary, Watch};
use crate::target::Usd;

/// Stops a run, once or twice, when a line is told.
pub(super) struct At {
    line: &'static str,
    presses: usize,
    pressed: Rc<Cell<usize>>,
}

struct Press(Rc<Cell<usize>>);

impl Stop for Press {
    async fn stopped(&mut self) {
        poll_fn(|_| if self.0.get() > 0 { Poll::Ready(()) } else { Poll::Pending }).await;
        self.0.set(self.0.get() - 1);
    }
}

struct Listening<'l>(Tale, &'l mut At);

impl Watch for Listening<'_> {
    fn see(&mut self, event: &Event<'_>) {
        self.0.see(event);
        if self.0.0.last().is_some_and(|line| line.starts_with(self.1.line)) {
            self.1.pressed.set(std::mem::take(&mut self.1.presses));
        }
    }
}

impl At {
    pub(super) fn new(line: &'static str, presses: usize) -> Self {
        Self { line, presses, pressed: Rc::default() }
    }

    pub(super) async fn drive(&mut self, stage: &Stage, run: i64) -> (Summary, Tale) {
        let mut press = Press(Rc::clone(&self.pressed));
        let (mut journal, mut tale) = (stage.journal(), Listening(Tale::default(), self));
        let (client, shelf) = (client(&stage.service), stage.room.shelf());
        let driven = drive(run, (&mut journal, &client, &shelf), &stage.options, &mut press, &mut tale);
        let summary = tokio::time::timeout(Duration::from_secs(120), driven).await.expect("it ends").unwrap();
        (summary, tale.0)
    }
}

fn many() -> Vec<Job> {
    let mut jobs: Vec<Job> = (0..20).map(|at| job(&format!("job {at}"))).collect();
    jobs.extend((0..20).map(|at| with(&format!("pass {at}"), vec![Input::Picture(at)])));
    jobs
}

#[tokio::test]
async fn after_the_first_stop_what_is_out_is_waited_for() {
    let stage = Stage::new("once", Habits { asks: 3, ..Habits::default() });
    let jobs = many();
    let run = stage.record(&jobs);
    let (summary, tale) = At::new("job-2 accepted", 1).drive(&stage, run).await;
    assert!(summary.interrupted && summary.stopped_by.is_none());
    assert_eq!((summary.done, summary.unsent, summary.unknown), (4, 36, 0), "{summary:?}");
    let stopping = tale.0.iter().position(|line| line == "stopping 4").unwrap();
    assert!(tale.0[stopping..].iter().all(|line| !line.ends_with(" sending")));
    assert_eq!(stage.room.pictures().len(), 4);
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.done, summary.interrupted), (40, false));
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn after_the_second_it_ends_at_once() {
    let stage = Stage::new("twice", Habits { takes: Duration::from_secs(3600), ..Habits::default() });
    let jobs = many();
    let run = stage.record(&jobs);
    let (summary, _) = At::new("job-2 accepted", 2).drive(&stage, run).await;
    assert!(summary.interrupted);
    assert_eq!((summary.done, summary.unsent, summary.unknown), (0, 36, 4), "{summary:?}");
    assert_eq!(stage.states(run)[..4], [Some(State::Accepted); 4]);
    stage.service.set(Habits::default());
    let (summary, _) = stage.drive(run).await;
    assert_eq!(summary.done, 40);
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn what_is_made_already_is_told_even_if_nothing_is_sent() {
    let refused = Fault::Refused(Refusal::new("invalidPositivePrompt", "No."));
    let mut stage = Stage::new("told", Habits::default().with(On::Task, When::Holds("bad".to_owned()), refused));
    let mut jobs: Vec<Job> = (0..60).map(|at| job(&format!("bad {at}"))).collect();
    jobs.extend(many().into_iter().take(20));
    let run = stage.record(&jobs);
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.failed, summary.done), (60, 20));
    stage.options.max_cost = Some(summary.spent);
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.unsent, summary.done, summary.over_budget), (60, 20, true));
}

#[tokio::test]
async fn no_more_is_spent_than_is_allowed() {
    let mut stage = Stage::new("budget", Habits { asks: 1, ..Habits::default() });
    stage.options.max_cost = Some(Usd(PRICE * 7 + PRICE / 2));
    let jobs = many();
    let run = stage.record(&jobs);
    let (summary, tale) = stage.drive(run).await;
    assert!(summary.over_budget && !summary.interrupted);
    assert_eq!((summary.done, summary.unsent, summary.spent), (7, 33, Usd(PRICE * 7)), "{summary:?}");
    assert_eq!(tale.count("over budget"), 1);
    assert_eq!(stage.service.ledger().paid(), PRICE * 7);
    // What was paid before counts.
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.done, summary.unsent, summary.spent, summary.over_budget), (7, 33, Usd(0), true));
    assert_eq!(stage.service.ledger().paid(), PRICE * 7);
    stage.options.max_cost = None;
    let (summary, _) = stage.drive(run).await;
    assert_eq!(summary.done, 40);
    stage.all_is_well(run, &jobs);
}

#[tokio::test]
async fn what_nobody_can_estimate_is_not_sent_if_money_is_bounded() {
    let mut stage = Stage::new("unpriced", Habits::default());
    stage.options.max_cost = Some(Usd(1_000_000_000));
    let mut dear = job("dear");
    dear.estimate = None;
    let (summary, _) = stage.make(&[job("fair"), dear]).await;
    assert_eq!((summary.done, summary.unsent, summary.over_budget), (1, 1, true));
    assert_eq!(stage.service.ledger().count(On::Send), 1);
}

#[tokio::test]
async fn nobody_waits_for_what_another_process_has_not_sent_if_nothing_is_sent_here() {
    let mut stage = Stage::new("mutual", Habits::default());
    let jobs = [job("one"), job("two")];
    let (theirs, run) = (stage.record(&jobs[1..]), stage.record(&jobs));
    let mut other = stage.journal();
    assert!(other.take(theirs).unwrap());
    other.bind(theirs, 0, &jobs[1].key(&|_| String::new())).unwrap();
    stage.options.max_cost = Some(Usd(0));
    let (summary, _) = stage.drive(run).await;
    assert_eq!((summary.unsent, summary.over_budget), (2, true));
}

#[tokio::test]
async fn a_run_is_driven_by_one_process_at_a_time() {
    let stage = Stage::new("driven", Habits::default());
    let run = stage.record(&[job("one")]);
    let mut other = stage.journal();
    assert!(other.take(run).unwrap());
    let (mut journal, mut tale) = (stage.journal(), Tale::default());
    let (client, shelf) = (client(&stage.service), stage.room.shelf());
    let mut never = super::kit::Never;
    let told = drive(run, (&mut journal, &client, &shelf), &stage.options, &mut never, &mut tale).await.unwrap_err();
    assert!(matches!(told, crate::submit::Trouble::Usage(_)), "{told}");
    assert!(tale.0.is_empty() && stage.service.ledger().requests.is_empty());
}
