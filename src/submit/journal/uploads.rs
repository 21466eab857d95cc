//! Images that were uploaded, and files that were saved. What comes in: digests, paths. What goes out: ids and paths that
//! were kept. Absent: whether the service or the disk still has them.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension, Row, params};

use super::read::index;
use super::{Journal, Saved, time};
use crate::submit::Trouble;

/// How long after its last use an image is counted on. The service keeps it for 30 days; a task that names it may wait, and
/// two clocks differ.
const KEPT: i64 = time::days(29);

/// How far a time may lie ahead, because the clock was set back, and still be believed.
const AHEAD: i64 = time::days(1);

impl Journal {
    /// The id of an image that was uploaded for an account, if it was used within the last 30 days, less one for safety.
    pub fn uploaded(&self, account: &str, hash: &str) -> Result<Option<String>, Trouble> {
        let now = self.now();
        let mut query = self.db.prepare_cached(
            "SELECT image FROM uploads WHERE account = ?1 AND hash = ?2 AND used_at > ?3 AND used_at < ?4",
        )?;
        let found = query.query_row(params![account, hash, now - KEPT, now + AHEAD], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Keeps the id of an image that was uploaded or used just now.
    pub fn keep_upload(&mut self, account: &str, hash: &str, image: &str) -> Result<(), Trouble> {
        self.me()?;
        let now = self.now();
        self.db
            .prepare_cached("INSERT OR REPLACE INTO uploads (account, hash, image, used_at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![account, hash, image, now])?;
        Ok(())
    }

    /// Forgets an image that the service does not have any more.
    pub fn forget_upload(&mut self, account: &str, hash: &str) -> Result<(), Trouble> {
        self.me()?;
        self.db.prepare_cached("DELETE FROM uploads WHERE account = ?1 AND hash = ?2")?.execute([account, hash])?;
        Ok(())
    }

    /// The files of a job, as far as they are of the task that it has now.
    pub fn saved(&self, run: i64, job: usize) -> Result<Vec<Saved>, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT saved.number, path, hash, bytes FROM saved
             JOIN jobs ON jobs.run = saved.run AND jobs.number = job AND jobs.task IS saved.task
             WHERE saved.run = ?1 AND job = ?2 ORDER BY saved.number",
        )?;
        let files = query.query_map(params![run, index(job)], file)?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// Where the pictures of a task were saved before, for any job, the newest first.
    pub fn copies(&self, task: &str, number: usize) -> Result<Vec<Saved>, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT number, path, hash, bytes FROM saved WHERE task = ?1 AND number = ?2 ORDER BY seq DESC",
        )?;
        let files = query.query_map(params![task, index(number)], file)?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// Keeps where a picture of a job was saved.
    pub fn keep_saved(&mut self, run: i64, job: usize, saved: &Saved) -> Result<(), Trouble> {
        self.me()?;
        let bytes = i64::try_from(saved.bytes).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO saved (run, job, number, task, path, hash, bytes)
                 VALUES (?1, ?2, ?3, (SELECT task FROM jobs WHERE run = ?1 AND number = ?2), ?4, ?5, ?6)",
            )?
            .execute(params![run, index(job), index(saved.number), written(&saved.path)?, saved.hash, bytes])?;
        Ok(())
    }
}

fn file(row: &Row<'_>) -> rusqlite::Result<Saved> {
    let number: i64 = row.get(0)?;
    let bytes: i64 = row.get(3)?;
    Ok(Saved {
        number: usize::try_from(number).unwrap_or(usize::MAX),
        path: path(row, 1)?,
        hash: row.get(2)?,
        bytes: u64::try_from(bytes).unwrap_or(0),
    })
}

/// A path as the journal has it: text, or on some systems bytes.
#[cfg_attr(unix, allow(clippy::unnecessary_wraps))] // a path that is no text is an error elsewhere
pub(super) fn written(path: &Path) -> Result<ToSqlOutput<'_>, Trouble> {
    if let Some(text) = path.to_str() {
        return Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())));
    }
    #[cfg(unix)]
    {
        let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
        Ok(ToSqlOutput::Owned(Value::Blob(bytes.to_vec())))
    }
    #[cfg(not(unix))]
    Err(Trouble::Disk(format!("the path {} is no valid text; choose another one", super::fault::shown(path))))
}

/// The path in a column.
pub(super) fn path(row: &Row<'_>, column: usize) -> rusqlite::Result<PathBuf> {
    match row.get(column)? {
        Value::Text(text) => Ok(text.into()),
        #[cfg(unix)]
        Value::Blob(bytes) => {
            let text: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
            Ok(text.into())
        }
        other => Err(rusqlite::Error::InvalidColumnType(column, "path".to_owned(), other.data_type())),
    }
}
