//! The database: how it is opened, and its tables. What comes in: the folder `.scene`. What goes out: a connection to a
//! database of this version. Absent: what is written.
//!
//! # What may be lost
//!
//! Changes go to a log beside the database (WAL), so that readers and one writer do not wait for each other. With
//! `synchronous=NORMAL` a transaction is safe from the death of the process at once, but not from a power cut, which may
//! take the last ones; it never takes one from the middle. That costs nothing. The id of a task comes from its content, so
//! a task whose sending was forgotten is sent again under the same id, and the service says that it has it. The same
//! holds for the id of a later attempt, which is made of the first one's id and a number.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::fault::damaged;
use super::place::{Place, make_private};
use crate::submit::Trouble;

/// How long a process waits for another one that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many pages of 4 KiB the log may have before it goes into the database, for which the disk is waited for.
const LOGGED: i64 = 4000;

/// What says in the file that it is a journal of ours.
const APPLICATION: i64 = 0x5343_4e4a;

/// The steps from each version to the next; the first makes everything.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// A connection that writes. The file is made if there is none.
pub(super) fn open(place: &Place) -> Result<Connection, Trouble> {
    let path = place.database();
    let is_new = !path.exists();
    let mut db = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    if is_new {
        // The log and its index come to have the same permissions.
        make_private(&path)?;
    }
    log_changes(&db)?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "wal_autocheckpoint", LOGGED)?;
    migrate(&mut db)?;
    Ok(db)
}

/// A connection that reads; none if nothing was ever written.
///
/// Reading needs the log's index, a file of its own, which only a connection that may write can make and take away again.
/// So such a one is opened, and told to write nothing to the database. If the folder cannot be written, the database is
/// read as a file that nobody changes, which it is if there is no log beside it.
pub(super) fn read(place: &Place) -> Result<Option<Connection>, Trouble> {
    let path = place.database();
    let db = match connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|db| version(&db).map(|_| db)) {
        Err(error) if cannot_write(&error) && !has_log(place) => {
            connect(&still(&path), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?
        }
        db => db?,
    };
    db.pragma_update(None, "query_only", true)?;
    Ok(if settled(&db)? == 0 { None } else { Some(db) })
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(64);
    // A journal may have come with a project that somebody handed on: nothing in it may run.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    Ok(db)
}

/// Changes go to a log from now on. Two processes that say so of a new file at once may be told to wait without being
/// made to, so each asks again for a while.
fn log_changes(db: &Connection) -> Result<(), Trouble> {
    let pause = Duration::from_millis(10);
    let mut left = PATIENCE.as_millis() / pause.as_millis();
    loop {
        let mode = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => {
                let why = "the journal `.scene/journal.db` cannot be shared by processes on this file system; put the \
                           project on another one";
                return Err(Trouble::Disk(why.to_owned()));
            }
            Err(error) if is_busy(&error) && left > 0 => left -= 1,
            Err(error) => return Err(error.into()),
        }
        sleep(pause);
    }
}

/// Brings the tables up to this version, in one transaction.
fn migrate(db: &mut Connection) -> Result<(), Trouble> {
    if settled(db)? == STEPS.len() {
        return Ok(());
    }
    let tx = begin(db)?;
    let done = known(&tx)?;
    for step in STEPS.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(i64::MAX))?;
    Ok(tx.commit()?)
}

/// The version of the tables, at one moment: another process may be making them.
fn settled(db: &Connection) -> Result<usize, Trouble> {
    let tx = db.unchecked_transaction()?;
    known(&tx)
}

/// The version of the tables; 0 if there are none yet. An error if it is none of ours. It looks several times, so that it
/// belongs into a transaction.
fn known(db: &Connection) -> Result<usize, Trouble> {
    let found = version(db)?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match usize::try_from(found) {
        Ok(0) if tables == 0 => Ok(0),
        _ if application != APPLICATION => Err(damaged("it is a database of something else")),
        Ok(version) if (1..=STEPS.len()).contains(&version) => Ok(version),
        Ok(0) | Err(_) => Err(damaged("its version is missing")),
        Ok(_) => Err(Trouble::Disk(format!(
            "the journal `.scene/journal.db` was written by a newer version of this program (it is of version {found}, \
             and this program knows up to {}); update the program, or move `.scene` away",
            STEPS.len()
        ))),
    }
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A transaction that writes: it waits for others at its beginning, so that it need not fail later.
pub(super) fn begin(db: &mut Connection) -> Result<Transaction<'_>, Trouble> {
    Ok(db.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn cannot_write(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied))
}

fn has_log(place: &Place) -> bool {
    place.log().metadata().is_ok_and(|log| log.len() > 0)
}

/// The address of a file that nobody changes.
fn still(path: &Path) -> PathBuf {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => address.push(char::from(*byte)),
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address.push_str("?immutable=1");
    address.into()
}
