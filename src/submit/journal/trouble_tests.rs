//! What is said when there can be no journal. Nothing panics, nothing is written elsewhere, and each time there is advice.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use super::fixture::{Project, job, key, run, spec};
use super::*;

/// What both ways to open it say.
fn refused(project: &Project) -> String {
    let told = |result: Result<(), Trouble>| match result {
        Err(Trouble::Disk(why)) => why,
        other => panic!("{other:?}"),
    };
    let (written, read) =
        (told(Journal::open(project.path()).map(drop)), told(Journal::existing(project.path()).map(drop)));
    assert_eq!(written, read);
    written
}

#[test]
fn the_folder_and_its_files_are_for_this_user() {
    let project = Project::new();
    let mut journal = project.open();
    run(&mut journal, 1, false);
    assert_eq!(fs::read_to_string(project.within(".scene/.gitignore")).unwrap(), "*\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let mut files = 0;
        for folder in [".scene", ".scene/owners"] {
            assert_eq!(mode(&project.within(folder)), 0o700);
            for entry in fs::read_dir(project.within(folder)).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_file() {
                    assert_eq!(mode(&entry), 0o600, "{}", entry.display());
                    files += 1;
                }
            }
        }
        assert_eq!(files, 5); // journal, log, its index, .gitignore, owner
    }
    // What the user wrote there is left alone.
    fs::write(project.within(".scene/.gitignore"), "!journal.db\n").unwrap();
    drop(project.open());
    assert_eq!(fs::read_to_string(project.within(".scene/.gitignore")).unwrap(), "!journal.db\n");
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let project = Project::new();
    drop(project.open());
    let db = rusqlite::Connection::open(project.within(".scene/journal.db")).unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
    drop(db);
    let why = refused(&project);
    assert!(why.contains("newer version") && why.contains("update the program"), "{why}");
}

#[test]
fn a_file_that_is_no_journal_is_left_alone() {
    let project = Project::new();
    fs::create_dir(project.within(".scene")).unwrap();
    let path = project.within(".scene/journal.db");
    fs::write(&path, "This is no database, but it is long enough to be looked at as one.\n".repeat(100)).unwrap();
    let why = refused(&project);
    assert!(why.contains("damaged") && why.contains("submit again"), "{why}");
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (a); PRAGMA journal_mode = WAL").unwrap();
    drop(other);
    assert!(refused(&project).contains("something else"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(refused(&project).contains("is no file"));
}

#[test]
fn damage_is_told_wherever_it_is() {
    let project = Project::new();
    let mut journal = project.open();
    let jobs: Vec<_> = (0..200).map(|at| job("watch.scene", &format!("p{at}"))).collect();
    let number = journal.record(&spec(false), &jobs).unwrap();
    drop(journal);
    let path = project.within(".scene/journal.db");
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    for page in 0..whole.len() / 4096 {
        let mut file = fs::File::create(&path).unwrap();
        file.write_all(&whole).unwrap();
        file.seek(SeekFrom::Start(page as u64 * 4096)).unwrap();
        file.write_all(&[0xa5; 4096]).unwrap();
        drop(file);
        let read = || -> Result<(), Trouble> {
            let mut journal = Journal::open(project.path())?;
            journal.runs()?;
            journal.jobs(number)?;
            journal.take(number)?;
            journal.bind(number, 3, &key("a"))?;
            journal.export(number).map(drop)
        };
        if let Err(why) = read() {
            assert!(why.to_string().contains("damaged"), "{why}");
            told += 1;
        }
        let _ = fs::remove_file(project.within(".scene/journal.db-wal"));
    }
    assert!(told > 5, "{told}");
}

#[test]
fn what_was_never_written_is_damage_too() {
    let project = Project::new();
    let mut journal = project.open();
    let number = run(&mut journal, 1, false);
    journal.bind(number, 0, &key("a")).unwrap();
    for change in
        ["UPDATE tasks SET pictures = '{'", "UPDATE tasks SET state = 'paid'", "UPDATE tasks SET attempt = -1"]
    {
        journal.db.execute_batch("BEGIN").unwrap();
        journal.db.execute_batch(change).unwrap();
        let why = journal.task(&key("a")).unwrap_err().to_string();
        assert!(why.contains("damaged"), "{why}");
        journal.db.execute_batch("ROLLBACK").unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let (project, elsewhere) = (Project::new(), Project::new());
    symlink(elsewhere.path(), project.within(".scene")).unwrap();
    assert!(refused(&project).contains("is a link"));
    fs::remove_file(project.within(".scene")).unwrap();
    fs::write(project.within(".scene"), "").unwrap();
    assert!(refused(&project).contains("is no folder"));
    fs::remove_file(project.within(".scene")).unwrap();
    drop(project.open());
    for name in ["journal.db-wal", "journal.db-shm", "journal.db-journal", "journal.db", "owners"] {
        let path = project.within(".scene").join(name);
        let _ = fs::remove_file(&path);
        let _ = fs::remove_dir(&path);
        symlink(elsewhere.within(name), &path).unwrap();
        let why = Journal::open(project.path()).map(drop).unwrap_err().to_string();
        assert!(why.contains("is a link"), "{why}");
        fs::remove_file(&path).unwrap();
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    // The way to the project may go through a link.
    let way = elsewhere.within("way");
    symlink(project.path(), &way).unwrap();
    assert!(Journal::open(&way).is_ok());
    assert!(Journal::existing(&way).unwrap().is_some());
}

#[test]
fn there_is_no_journal_without_a_project() {
    let project = Project::new();
    let nowhere = project.within("no \u{1b}[31m\u{202e} project");
    let why = Journal::open(&nowhere).map(drop).unwrap_err().to_string();
    assert!(why.contains("find the project's folder") && !why.contains(['\u{1b}', '\u{202e}']), "{why}");
    assert!(Journal::existing(&nowhere).is_err());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (project, empty) = (Project::new(), Project::new());
    run(&mut project.open(), 1, false);
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let shut = [(project.within(".scene/journal.db"), 0o600), (project.within(".scene/owners"), 0o700)];
    let shut: Vec<_> =
        shut.into_iter().chain([(project.within(".scene"), 0o700), (empty.path().to_owned(), 0o700)]).collect();
    for (path, mode) in &shut {
        set(path, mode & 0o555);
    }
    // Nothing is shut for some users.
    let is_shut = fs::write(empty.within("try"), "").is_err();
    let (written, made) = (Journal::open(project.path()).map(drop), Journal::open(empty.path()).map(drop));
    let read =
        Journal::existing(project.path()).map(|journal| journal.map(|journal| journal.runs().map(|runs| runs.len())));
    for (path, mode) in shut.iter().rev() {
        set(path, *mode);
    }
    assert_eq!(read.unwrap().unwrap().unwrap(), 1);
    if is_shut {
        for why in [written.unwrap_err().to_string(), made.unwrap_err().to_string()] {
            assert!(why.contains("`.scene`") && why.contains("must be writable"), "{why}");
        }
    }
}

#[test]
fn a_task_of_a_run_that_is_yet_to_come_is_not_taken_for_agreed_to() {
    let project = Project::new();
    let mut journal = project.open();
    run(&mut journal, 1, false);
    journal.bind(1, 0, &key("a")).unwrap();
    let db = rusqlite::Connection::open(project.within(".scene/journal.db")).unwrap();
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute("UPDATE tasks SET run = 2, state = 'unknown'", []).unwrap();
    let why = journal.record(&spec(false), &[job("watch.scene", "p0")]).unwrap_err().to_string();
    assert!(why.contains("damaged") && why.contains("never recorded"), "{why}");
    assert!(journal.run(2).unwrap().is_none());
}

#[test]
fn a_journal_that_others_are_making_is_no_strange_one() {
    for _ in 0..40 {
        let project = Project::new();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| Journal::open(project.path()).map(drop).unwrap());
                scope.spawn(|| (0..8).for_each(|_| Journal::existing(project.path()).map(drop).unwrap()));
            }
        });
    }
}
