//! The table of `bind`, and that processes do not collide.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier};
use std::thread;

use super::*;
use crate::submit::journal::fixture::{Project, attempt, go, key, mine, run};

const UNDER_WAY: [State; 5] = [State::Planned, State::Uploading, State::Sending, State::Unknown, State::Accepted];

#[test]
fn a_content_that_is_new_gets_its_first_attempt() {
    let project = Project::new();
    let mut journal = project.open();
    let run = run(&mut journal, 2, false);
    let task = mine(journal.bind(run, 0, &key("a")).unwrap());
    assert_eq!((task.uuid.as_str(), task.attempt, task.run, task.state), (&*key("a"), 0, run, State::Planned));
    assert_eq!(journal.task(&task.uuid).unwrap().unwrap(), task);
    assert_eq!(journal.tasks(run).unwrap(), [Some(task.clone()), None]);
    // The same again, for the same job and for another one.
    assert_eq!(journal.bind(run, 0, &key("a")).unwrap(), Bound::Mine(task.clone()));
    assert_eq!(journal.bind(run, 1, &key("a")).unwrap(), Bound::Mine(task.clone()));
    assert_eq!(journal.tasks(run).unwrap(), [Some(task.clone()), Some(task)]);
}

#[test]
fn what_is_under_way_is_driven_by_one_who_lives() {
    for state in UNDER_WAY {
        for is_same_run in [false, true] {
            let project = Project::new();
            let mut first = project.open();
            let number = run(&mut first, 2, false);
            let uuid = mine(first.bind(number, 0, &key("a")).unwrap()).uuid;
            go(&mut first, &uuid, &[state]);
            let mut second = project.open();
            let other = if is_same_run { number } else { run(&mut second, 2, false) };
            for job in [0, 1] {
                let Bound::Theirs(task) = second.bind(other, job, &key("a")).unwrap() else { panic!("{state:?}") };
                assert_eq!((task.run, task.state), (number, state));
            }
            drop(first);
            let task = mine(second.bind(other, 1, &key("a")).unwrap());
            assert_eq!((&task.uuid, task.attempt, task.state), (&uuid, 0, state));
            // Who sends it pays for it.
            assert_eq!(task.run, if state.is_out() { number } else { other }, "{state:?}");
            assert_eq!(second.task(&uuid).unwrap().unwrap(), task);
            let mut third = project.open();
            assert!(matches!(third.bind(other, 0, &key("a")).unwrap(), Bound::Theirs(_)));
        }
    }
}

#[test]
fn what_was_made_stays_made() {
    for state in [State::Succeeded, State::Downloaded] {
        let project = Project::new();
        let mut first = project.open();
        let number = run(&mut first, 1, false);
        let uuid = mine(first.bind(number, 0, &key("a")).unwrap()).uuid;
        go(&mut first, &uuid, &[State::Sending, state]);
        assert!(matches!(first.bind(number, 0, &key("a")).unwrap(), Bound::Made(task) if task.run == number));
        let mut second = project.open();
        let other = run(&mut second, 1, false);
        assert!(matches!(second.bind(other, 0, &key("a")).unwrap(), Bound::Made(task) if task.run == number));
        drop(first);
        assert!(matches!(second.bind(other, 0, &key("a")).unwrap(), Bound::Made(task) if task.run == number));
    }
}

#[test]
fn what_failed_here_has_failed_until_the_run_is_taken_again() {
    let project = Project::new();
    let mut journal = project.open();
    let number = run(&mut journal, 3, false);
    let uuid = mine(journal.bind(number, 0, &key("a")).unwrap()).uuid;
    go(&mut journal, &uuid, &[State::Sending, State::Failed]);
    for job in [0, 1] {
        assert!(matches!(journal.bind(number, job, &key("a")).unwrap(), Bound::Failed(task) if task.failure.is_some()));
    }
    assert!(journal.take(number).unwrap());
    let task = mine(journal.bind(number, 0, &key("a")).unwrap());
    assert_eq!((task.uuid, task.attempt, task.state), (attempt("a", 1), 1, State::Planned));
    // The others come to the same new attempt, whether or not they had the old one.
    for job in [1, 2] {
        assert_eq!(mine(journal.bind(number, job, &key("a")).unwrap()).uuid, attempt("a", 1));
    }
    assert_eq!(journal.known(&key("a"), true).unwrap().unwrap().attempt, 1);
    assert_eq!(journal.task(&uuid).unwrap().unwrap().state, State::Failed);
}

#[test]
fn what_failed_elsewhere_is_tried_anew() {
    for is_dead in [false, true] {
        for is_same_run in [false, true] {
            let project = Project::new();
            let mut first = project.open();
            let number = run(&mut first, 2, false);
            let uuid = mine(first.bind(number, 0, &key("a")).unwrap()).uuid;
            go(&mut first, &uuid, &[State::Failed]);
            let first = Some(first).filter(|_| !is_dead);
            let mut second = project.open();
            let other = if is_same_run { number } else { run(&mut second, 2, false) };
            let task = mine(second.bind(other, 0, &key("a")).unwrap());
            assert_eq!((task.uuid, task.attempt, task.run), (attempt("a", 1), 1, other));
            assert_eq!(mine(second.bind(other, 1, &key("a")).unwrap()).attempt, 1);
            drop(first);
        }
    }
}

#[test]
fn a_job_whose_task_failed_takes_what_others_made_since() {
    let project = Project::new();
    let mut first = project.open();
    let number = run(&mut first, 1, false);
    let uuid = mine(first.bind(number, 0, &key("a")).unwrap()).uuid;
    go(&mut first, &uuid, &[State::Failed]);
    let mut second = project.open();
    let other = run(&mut second, 1, false);
    let anew = mine(second.bind(other, 0, &key("a")).unwrap()).uuid;
    assert!(first.take(number).unwrap());
    assert!(matches!(first.bind(number, 0, &key("a")).unwrap(), Bound::Theirs(task) if task.uuid == anew));
    go(&mut second, &anew, &[State::Succeeded]);
    assert!(matches!(first.bind(number, 0, &key("a")).unwrap(), Bound::Made(task) if task.uuid == anew));
}

#[test]
fn a_run_that_makes_everything_again_pays_once_for_each_content() {
    let project = Project::new();
    let mut journal = project.open();
    let old = run(&mut journal, 1, false);
    let uuid = mine(journal.bind(old, 0, &key("a")).unwrap()).uuid;
    go(&mut journal, &uuid, &[State::Succeeded]);
    let again = run(&mut journal, 3, true);
    let task = mine(journal.bind(again, 0, &key("a")).unwrap());
    assert_eq!((&task.uuid, task.attempt, task.run), (&attempt("a", 1), 1, again));
    assert_eq!(mine(journal.bind(again, 1, &key("a")).unwrap()).uuid, task.uuid);
    go(&mut journal, &task.uuid, &[State::Sending, State::Succeeded]);
    assert!(matches!(journal.bind(again, 2, &key("a")).unwrap(), Bound::Made(made) if made.uuid == task.uuid));
    // Going on with it makes nothing more.
    assert!(journal.take(again).unwrap());
    assert!(matches!(journal.bind(again, 0, &key("a")).unwrap(), Bound::Made(made) if made.uuid == task.uuid));
    assert_eq!(mine(journal.bind(again, 0, &key("b")).unwrap()).attempt, 0);
    // The old run keeps its picture; the next one again gets one of its own.
    assert!(matches!(journal.bind(old, 0, &key("a")).unwrap(), Bound::Made(made) if made.uuid == uuid));
    let once_more = run(&mut journal, 1, true);
    assert_eq!(mine(journal.bind(once_more, 0, &key("a")).unwrap()).attempt, 2);
}

#[test]
fn a_picture_is_not_forgotten_for_an_attempt_that_came_to_nothing() {
    for state in [State::Planned, State::Uploading, State::Failed] {
        let project = Project::new();
        let mut first = project.open();
        let old = run(&mut first, 1, false);
        let uuid = mine(first.bind(old, 0, &key("a")).unwrap()).uuid;
        go(&mut first, &uuid, &[State::Succeeded]);
        let again = run(&mut first, 1, true);
        let anew = mine(first.bind(again, 0, &key("a")).unwrap()).uuid;
        go(&mut first, &anew, &[state]);
        let mut second = project.open();
        let plain = run(&mut second, 1, false);
        assert_eq!(second.known(&key("a"), false).unwrap().unwrap().uuid, uuid);
        assert!(matches!(second.bind(plain, 0, &key("a")).unwrap(), Bound::Made(task) if task.uuid == uuid));
        // The run that makes everything again goes on with its own attempt.
        drop(first);
        let next = if state == State::Failed { 2 } else { 1 };
        assert_eq!(mine(second.bind(again, 0, &key("a")).unwrap()).attempt, next);
    }
}

#[test]
fn making_again_first_settles_what_is_out() {
    for state in UNDER_WAY {
        let project = Project::new();
        let mut first = project.open();
        let old = run(&mut first, 1, false);
        let uuid = mine(first.bind(old, 0, &key("a")).unwrap()).uuid;
        go(&mut first, &uuid, &[state]);
        let mut second = project.open();
        let again = run(&mut second, 2, true);
        assert!(matches!(second.bind(again, 0, &key("a")).unwrap(), Bound::Theirs(task) if task.uuid == uuid));
        drop(first);
        assert_eq!(mine(second.bind(again, 0, &key("a")).unwrap()).uuid, uuid);
        go(&mut second, &uuid, &[State::Succeeded]);
        // One picture for the same content within the run.
        for job in [0, 1] {
            assert!(matches!(second.bind(again, job, &key("a")).unwrap(), Bound::Made(task) if task.uuid == uuid));
        }
    }
}

#[test]
fn a_job_whose_key_changed_is_bound_anew() {
    let project = Project::new();
    let mut journal = project.open();
    let number = run(&mut journal, 1, false);
    mine(journal.bind(number, 0, &key("a")).unwrap());
    assert_eq!(mine(journal.bind(number, 0, &key("b")).unwrap()).uuid, key("b"));
    assert_eq!(journal.tasks(number).unwrap()[0].as_ref().unwrap().uuid, key("b"));
}

#[test]
fn a_run_belongs_to_one_who_lives() {
    let project = Project::new();
    let mut first = project.open();
    let number = run(&mut first, 1, false);
    let mut second = project.open();
    assert!(!second.take(number).unwrap());
    assert!(first.take(number).unwrap());
    assert!(second.run(number).unwrap().unwrap().driven);
    drop(first);
    assert!(!second.run(number).unwrap().unwrap().driven);
    assert!(second.take(number).unwrap());
    assert!(second.run(number).unwrap().unwrap().driven);
    assert!(matches!(second.take(99), Err(Trouble::Usage(why)) if why.contains("no run 99")));
    assert!(matches!(second.bind(number, 1, &key("a")), Err(Trouble::Usage(_))));
    assert!(matches!(second.bind(99, 0, &key("a")), Err(Trouble::Usage(_))));
}

#[test]
fn of_many_who_want_the_same_one_gets_it() {
    let project = Project::new();
    let (jobs, processes) = (40, 4);
    let start = Arc::new(Barrier::new(processes));
    let threads: Vec<_> = (0..processes)
        .map(|_| {
            let (path, start) = (project.path().to_owned(), Arc::clone(&start));
            thread::spawn(move || {
                start.wait(); // They also make the journal at once.
                let mut journal = Journal::open(&path).unwrap();
                let run = run(&mut journal, jobs, false);
                start.wait();
                let mut won = Vec::new();
                for job in 0..jobs {
                    match journal.bind(run, job, &key(&format!("content {job}"))).unwrap() {
                        Bound::Mine(task) => won.push(task.uuid),
                        Bound::Theirs(_) => {}
                        bound => panic!("{bound:?}"),
                    }
                }
                start.wait(); // Nobody may die before the others are done.
                won
            })
        })
        .collect();
    let mut won: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    won.sort();
    let mut wanted: Vec<String> = (0..jobs).map(|job| key(&format!("content {job}"))).collect();
    wanted.sort();
    assert_eq!(won, wanted);
}

/// What the other process of the next test does: it takes a run and sends a task, and waits for its end.
#[test]
fn another_process() {
    let Some(path) = std::env::var_os("SCENE_TEST_JOURNAL") else { return };
    let mut journal = Journal::open(path.as_ref()).unwrap();
    let run = run(&mut journal, 1, false);
    let task = mine(journal.bind(run, 0, &key("a")).unwrap());
    go(&mut journal, &task.uuid, &[State::Sending]);
    writeln!(std::io::stdout(), "ready").unwrap();
    loop {
        thread::park();
    }
}

#[test]
fn what_a_killed_process_drove_is_taken_over_at_once() {
    let project = Project::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "submit::journal::bind::tests::another_process", "--nocapture"])
        .env("SCENE_TEST_JOURNAL", project.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.ends_with("ready")));

    let mut journal = project.open();
    assert!(!journal.take(1).unwrap());
    assert!(matches!(journal.bind(1, 0, &key("a")).unwrap(), Bound::Theirs(_)));
    assert!(Journal::existing(project.path()).unwrap().unwrap().run(1).unwrap().unwrap().driven);
    let owners = || std::fs::read_dir(project.within(".scene/owners")).unwrap().count();
    assert_eq!(owners(), 2);
    child.kill().unwrap();
    child.wait().unwrap();

    assert!(!journal.run(1).unwrap().unwrap().driven);
    assert!(journal.take(1).unwrap());
    let task = mine(journal.bind(1, 0, &key("a")).unwrap());
    assert_eq!((task.state, task.attempt), (State::Sending, 0));
    // Whoever comes next removes what it left.
    assert_eq!(owners(), 2);
    drop(project.open());
    assert_eq!(owners(), 1);
}
