//! The journal as others see it: what is written is read again, by whom, and what is said when it cannot be.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use super::fixture::{Project, go, job, key, mine, run, spec};
use super::*;
use crate::submit::{Class, Job};

fn said<T>(result: Result<T, Trouble>) -> String {
    match result {
        Err(Trouble::Disk(why)) => why,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it worked"),
    }
}

#[test]
fn a_run_is_read_as_it_was_recorded() {
    let project = Project::new();
    let mut journal = project.open();
    let jobs = [job("b.scene", "one"), job("a.scene", "scene"), job("b.scene", "two")];
    journal.clock = || 1_764_151_200_123;
    let first = journal.record(&spec(false), &jobs).unwrap();
    let second = journal.record(&RunSpec { max_cost: None, download: false, ..spec(true) }, &jobs[1..]).unwrap();
    assert_eq!((first, second), (1, 2));
    assert_eq!(journal.jobs(first).unwrap(), jobs);
    assert_eq!(journal.jobs(second).unwrap(), jobs[1..]);
    let found = journal.run(first).unwrap().unwrap();
    let wanted = Run {
        id: first,
        recorded: 1_764_151_200_123,
        spec: spec(false),
        scenes: vec!["b.scene".to_owned(), "a.scene".to_owned()],
        states: vec![(State::Planned, 3)],
        cost: Usd(0),
        driven: false,
    };
    assert_eq!(found, wanted);
    let runs = journal.runs().unwrap();
    assert_eq!(runs.iter().map(|run| run.id).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((runs[0].spec.max_cost, runs[0].spec.again), (None, true));
    assert_eq!(runs[1], wanted);
    assert_eq!(journal.run(3).unwrap(), None);
    assert_eq!(journal.jobs(3).unwrap(), []);
    assert_eq!(journal.tasks(3).unwrap(), []);
    assert_eq!(journal.task("x").unwrap(), None);
    assert_eq!(journal.known("x", true).unwrap(), None);
}

#[test]
fn a_change_keeps_what_is_known_and_adds_to_it() {
    let project = Project::new();
    let mut journal = project.open();
    let number = run(&mut journal, 2, false);
    let uuid = mine(journal.bind(number, 0, &key("a")).unwrap()).uuid;
    let other = mine(journal.bind(number, 1, &key("b")).unwrap()).uuid;
    let failure = Failure { parameters: vec!["positivePrompt".to_owned()], ..Failure::new(Class::Safety, "no") };
    let pictures = [Picture { image: "i".to_owned(), url: "u".to_owned(), seed: Some(u64::MAX), cost: Some(Usd(7)) }];
    let plain = Move { task: &uuid, to: State::Sending, failure: None, pictures: &[], cost: None };
    let failed = Move { task: &other, to: State::Failed, failure: Some(&failure), ..plain.clone() };
    journal.clock = || 10;
    journal.change(&[plain.clone(), failed.clone()]).unwrap();
    assert_eq!(journal.task(&other).unwrap().unwrap().failure, Some(failure.clone()));
    journal.clock = || 20;
    let made = Move { to: State::Succeeded, pictures: &pictures, cost: Some(Usd(69_230)), ..plain.clone() };
    journal.change(std::slice::from_ref(&made)).unwrap();
    journal.clock = || 30;
    journal.change(&[Move { to: State::Downloaded, ..plain.clone() }]).unwrap();
    journal.clock = || 40;
    journal.change(&[Move { to: State::Downloaded, ..plain.clone() }]).unwrap();
    let task = journal.task(&uuid).unwrap().unwrap();
    assert_eq!((task.state, task.since, task.cost), (State::Downloaded, 30, Some(Usd(69_230))));
    assert_eq!(task.pictures, pictures);
    // Back to where it can be fetched again, but never to where it might be paid again.
    journal.change(&[made]).unwrap();
    assert_eq!(journal.task(&uuid).unwrap().unwrap().state, State::Succeeded);
    for state in [State::Planned, State::Sending, State::Unknown, State::Accepted, State::Failed] {
        journal.change(&[Move { to: state, failure: Some(&failure), ..plain.clone() }]).unwrap();
        let task = journal.task(&uuid).unwrap().unwrap();
        assert_eq!((task.state, task.failure), (State::Succeeded, None));
    }
    // All or nothing.
    let nobody = Move { task: "nobody", ..plain.clone() };
    assert!(journal.change(&[Move { to: State::Downloaded, ..plain }, nobody]).is_err());
    assert_eq!(journal.task(&uuid).unwrap().unwrap().state, State::Succeeded);
}

#[test]
fn states_and_costs_are_counted_once() {
    let project = Project::new();
    let mut journal = project.open();
    let first = run(&mut journal, 4, false);
    for (at, content) in ["a", "a", "b"].iter().enumerate() {
        journal.bind(first, at, &key(content)).unwrap();
    }
    let paid = |task: &str, journal: &mut Journal| {
        let cost = Some(Usd(100));
        journal.change(&[Move { task, to: State::Succeeded, failure: None, pictures: &[], cost }]).unwrap();
    };
    paid(&key("a"), &mut journal);
    go(&mut journal, &key("b"), &[State::Failed]);
    let second = run(&mut journal, 2, false);
    journal.bind(second, 0, &key("a")).unwrap();
    let anew = mine(journal.bind(second, 1, &key("b")).unwrap()).uuid;
    paid(&anew, &mut journal);
    let found = journal.run(first).unwrap().unwrap();
    assert_eq!(found.states, [(State::Planned, 1), (State::Succeeded, 2), (State::Failed, 1)]);
    assert_eq!(found.cost, Usd(100));
    let found = journal.run(second).unwrap().unwrap();
    assert_eq!((found.states, found.cost), (vec![(State::Succeeded, 2)], Usd(100)));
    // An amount that nobody can mean breaks nothing.
    for content in ["c", "d"] {
        let task = mine(journal.bind(first, 3, &key(content)).unwrap()).uuid;
        let cost = Some(Usd(u64::MAX));
        journal.change(&[Move { task: &task, to: State::Accepted, failure: None, pictures: &[], cost }]).unwrap();
    }
    assert!(journal.run(first).unwrap().unwrap().cost > Usd(1 << 60));
}

#[test]
fn an_upload_is_counted_on_for_a_month_after_its_last_use() {
    const DAY: i64 = 86_400_000;
    let project = Project::new();
    let mut journal = project.open();
    journal.clock = || 100 * DAY;
    assert_eq!(journal.uploaded("me", "h").unwrap(), None);
    journal.keep_upload("me", "h", "image").unwrap();
    journal.clock = || 129 * DAY - 1;
    assert_eq!(journal.uploaded("me", "h").unwrap().as_deref(), Some("image"));
    assert_eq!(journal.uploaded("you", "h").unwrap(), None);
    journal.clock = || 129 * DAY;
    assert_eq!(journal.uploaded("me", "h").unwrap(), None);
    // A use begins the month anew; another id replaces the old one.
    journal.clock = || 128 * DAY;
    journal.keep_upload("me", "h", "newer").unwrap();
    journal.clock = || 150 * DAY;
    assert_eq!(journal.uploaded("me", "h").unwrap().as_deref(), Some("newer"));
    // A clock that was set back far is not believed.
    journal.clock = || 127 * DAY + 1;
    assert!(journal.uploaded("me", "h").unwrap().is_some());
    journal.clock = || 100 * DAY;
    assert_eq!(journal.uploaded("me", "h").unwrap(), None);
    journal.clock = || 150 * DAY;
    journal.forget_upload("me", "h").unwrap();
    journal.forget_upload("me", "h").unwrap();
    assert_eq!(journal.uploaded("me", "h").unwrap(), None);
}

#[test]
fn files_are_kept_for_the_task_that_they_show() {
    let project = Project::new();
    let mut journal = project.open();
    let number = run(&mut journal, 2, false);
    let uuid = mine(journal.bind(number, 0, &key("a")).unwrap()).uuid;
    journal.bind(number, 1, &key("a")).unwrap();
    let file = |number: usize, path: &Path| Saved { number, path: path.to_owned(), hash: "cd".repeat(32), bytes: 5 };
    let (one, two) = (file(0, &project.within("out/one.png")), file(1, &project.within("out/two.png")));
    for saved in [&two, &one] {
        journal.keep_saved(number, 0, saved).unwrap();
    }
    assert_eq!(journal.saved(number, 0).unwrap(), [one.clone(), two.clone()]);
    assert_eq!(journal.saved(number, 1).unwrap(), []);
    let copy = file(0, &odd_path(&project));
    journal.keep_saved(number, 1, &copy).unwrap();
    assert_eq!(journal.saved(number, 1).unwrap(), std::slice::from_ref(&copy));
    assert_eq!(journal.copies(&uuid, 0).unwrap(), [copy.clone(), one.clone()]);
    assert_eq!(journal.copies(&uuid, 1).unwrap(), [two]);
    // Saved again, elsewhere: the newest now.
    let moved = file(0, &project.within("elsewhere.png"));
    journal.keep_saved(number, 0, &moved).unwrap();
    assert_eq!(journal.copies(&uuid, 0).unwrap(), [moved, copy]);
    // Files of a task that the job has no more are not those of the job.
    journal.bind(number, 0, &key("b")).unwrap();
    assert_eq!(journal.saved(number, 0).unwrap(), []);
    assert!(journal.keep_saved(number, 7, &one).is_err());
}

#[cfg(unix)]
fn odd_path(project: &Project) -> PathBuf {
    let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(b"odd \xff.png".to_vec());
    project.path().join(name)
}

#[cfg(not(unix))]
fn odd_path(project: &Project) -> PathBuf {
    project.within("odd.png")
}

#[test]
fn a_run_is_exported_whole() {
    let project = Project::new();
    let mut journal = project.open();
    journal.clock = || 1_764_151_200_123;
    let mut second = job("watch.scene", "two");
    second.inputs = vec![super::super::Input::Picture(0)];
    let out = project.within("out");
    let number =
        journal.record(&RunSpec { out: out.clone(), ..spec(false) }, &[job("watch.scene", "one"), second]).unwrap();
    let uuid = mine(journal.bind(number, 0, &key("a")).unwrap()).uuid;
    go(&mut journal, &uuid, &[State::Sending, State::Failed]);
    journal.take(number).unwrap();
    let anew = mine(journal.bind(number, 0, &key("a")).unwrap()).uuid;
    let picture = Picture { image: "i".to_owned(), cost: Some(Usd(69_230)), ..Picture::default() };
    let made = Move { task: &anew, to: State::Succeeded, failure: None, pictures: &[picture], cost: Some(Usd(69_230)) };
    journal.change(&[made]).unwrap();
    let saved = Saved { number: 0, path: out.join("watch/one.png"), hash: "cd".repeat(32), bytes: 5 };
    journal.keep_saved(number, 0, &saved).unwrap();

    let value = journal.export(number).unwrap().unwrap();
    assert_eq!(journal.export(number).unwrap().unwrap().to_string(), value.to_string());
    assert_eq!(value["run"]["recorded"], "2025-11-26T10:00:00.123Z");
    assert_eq!((&value["run"]["out"], &value["run"]["maxCostUSD"]), (&"out".into(), &1.5.into()));
    assert_eq!((&value["run"]["costUSD"], &value["run"]["states"]["planned"]), (&0.06923.into(), &1.into()));
    let first = &value["jobs"][0];
    assert_eq!((&first["prompt"], &first["task"]), (&job("", "").prompt.into(), &anew.clone().into()));
    assert_eq!((&first["estimate"], &first["references"][0]), (&0.06923.into(), &"watch.jpg".into()));
    assert_eq!(first["files"][0]["path"], "out/watch/one.png");
    assert!(value["jobs"][1]["task"].is_null() && value["jobs"][1]["inputs"][0]["picture"] == 0);
    let states = |at: usize| -> Vec<_> {
        let moves = value["tasks"][at]["moves"].as_array().unwrap();
        moves.iter().map(|step| step["state"].as_str().unwrap()).collect()
    };
    assert_eq!(states(0), ["planned", "sending", "failed"]);
    assert_eq!(states(1), ["planned", "succeeded"]);
    assert_eq!(value["tasks"][0]["moves"][2]["failure"]["class"], "provider");
    assert_eq!(value["tasks"][1]["attempt"], 1);
    assert!(!value.to_string().contains(&spec(false).account));
    assert_eq!(journal.export(9).unwrap(), None);
}

#[test]
fn reading_makes_nothing_and_sees_what_others_write() {
    let project = Project::new();
    assert!(Journal::existing(project.path()).unwrap().is_none());
    assert!(!project.within(".scene").exists());
    fs::create_dir(project.within(".scene")).unwrap();
    assert!(Journal::existing(project.path()).unwrap().is_none());
    fs::write(project.within(".scene/journal.db"), "").unwrap();
    assert!(Journal::existing(project.path()).unwrap().is_none());

    let mut writer = project.open();
    let mut reader = Journal::existing(project.path()).unwrap().unwrap();
    let number = run(&mut writer, 1, false);
    assert!(reader.run(number).unwrap().unwrap().driven);
    assert!(said(reader.take(number)).contains("reading only"));
    assert!(said(reader.record(&spec(false), &[])).contains("reading only"));
    assert!(said(reader.bind(number, 0, "k")).contains("reading only"));
    assert!(said(reader.change(&[])).contains("reading only"));
    assert!(said(reader.keep_upload("a", "h", "i")).contains("reading only"));
    assert!(reader.db.execute("DELETE FROM runs", []).is_err());
    drop(writer);
    drop(reader);
    let names = || {
        let mut names: Vec<_> =
            fs::read_dir(project.within(".scene")).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), [".gitignore", "journal.db", "owners"]);
    let reader = Journal::existing(project.path()).unwrap().unwrap();
    assert_eq!(reader.runs().unwrap().len(), 1);
    drop(reader);
    assert_eq!(names(), [".gitignore", "journal.db", "owners"]);
}

#[test]
fn ten_thousand_jobs_are_one_transaction() {
    let project = Project::new();
    let mut journal = project.open();
    let jobs: Vec<Job> = (0..10_000).map(|at| job(&format!("{}.scene", at / 100), &format!("p{at}"))).collect();
    let number = journal.record(&spec(false), &jobs).unwrap();
    assert!(journal.take(number).unwrap());
    let tasks: Vec<Task> = (0..1000).map(|at| mine(journal.bind(number, at, &key(&at.to_string())).unwrap())).collect();
    for tasks in tasks.chunks(20) {
        let sent = |task| Move { task, to: State::Sending, failure: None, pictures: &[], cost: None };
        let moves = tasks.iter().map(|task| sent(&task.uuid));
        journal.change(&moves.collect::<Vec<_>>()).unwrap();
    }
    let found = journal.run(number).unwrap().unwrap();
    assert_eq!(found.states, [(State::Planned, 9000), (State::Sending, 1000)]);
    assert_eq!(found.scenes.len(), 100);
    assert_eq!(journal.jobs(number).unwrap(), jobs);
    assert_eq!(journal.tasks(number).unwrap().iter().flatten().count(), 1000);
}
