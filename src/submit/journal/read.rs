//! Reading the journal: runs, jobs, tasks. What comes in: numbers and ids. What goes out: what was written. A text of the
//! journal is as trustworthy as the project that it came with; who shows one makes it fit for that.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;

use super::{Journal, Run, RunSpec, Task, owner, uploads};
use crate::submit::{Job, State, Trouble};
use crate::target::Usd;

/// The columns of a task, as [`held`] takes them.
pub(super) const HELD: &str = "tasks.uuid, tasks.key, tasks.attempt, tasks.run, tasks.state, tasks.failure, tasks.pictures, \
                               tasks.cost, tasks.since, tasks.owner";

/// A task, and who changed it last.
pub(super) struct Held {
    pub(super) task: Task,
    pub(super) owner: Option<String>,
}

impl Journal {
    /// All runs, the newest first.
    pub fn runs(&self) -> Result<Vec<Run>, Trouble> {
        let tx = self.db.unchecked_transaction()?;
        let mut query = tx.prepare_cached("SELECT id FROM runs ORDER BY id DESC")?;
        let ids: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let runs = ids.into_iter().map(|id| self.found(id));
        runs.filter_map(Result::transpose).collect()
    }

    /// One run.
    pub fn run(&self, run: i64) -> Result<Option<Run>, Trouble> {
        let _tx = self.db.unchecked_transaction()?;
        self.found(run)
    }

    /// The jobs of a run, in order.
    pub fn jobs(&self, run: i64) -> Result<Vec<Job>, Trouble> {
        let mut query = self.db.prepare_cached("SELECT job FROM contents WHERE run = ?1 ORDER BY number")?;
        let jobs = query.query_map([run], |row| json(row, 0))?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// The task of each job of a run, in order; none where none was bound yet.
    pub fn tasks(&self, run: i64) -> Result<Vec<Option<Task>>, Trouble> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {HELD} FROM jobs LEFT JOIN tasks ON uuid = task WHERE jobs.run = ?1 ORDER BY number"
        ))?;
        let tasks = query.query_map([run], |row| {
            let uuid: Option<String> = row.get(0)?;
            uuid.map(|_| held(row).map(|held| held.task)).transpose()
        })?;
        Ok(tasks.collect::<Result<_, _>>()?)
    }

    /// A task as it stands.
    pub fn task(&self, uuid: &str) -> Result<Option<Task>, Trouble> {
        Ok(task(&self.db, uuid)?.map(|held| held.task))
    }

    /// The task of a key that a job would get: the newest one, unless that came to nothing, or to nothing yet, and an earlier
    /// one was made. With `again` always the newest.
    pub fn known(&self, key: &str, again: bool) -> Result<Option<Task>, Trouble> {
        Ok(known(&self.db, key, again)?.map(|held| held.task))
    }

    fn found(&self, id: i64) -> Result<Option<Run>, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT recorded, base, account, out, max_cost, download, again, owner FROM runs WHERE id = ?1",
        )?;
        let found = query.query_row([id], |row| {
            let spec = RunSpec {
                base: row.get(1)?,
                account: row.get(2)?,
                out: uploads::path(row, 3)?,
                max_cost: usd(row.get(4)?),
                download: row.get(5)?,
                again: row.get(6)?,
            };
            Ok((row.get(0)?, spec, row.get::<_, Option<String>>(7)?))
        });
        let Some((recorded, spec, owner)) = found.optional()? else { return Ok(None) };
        let driven = owner.map_or(Ok(false), |name| owner::is_alive(&self.place.owners(), &name))?;
        let (scenes, states, cost) = (self.scenes(id)?, self.states(id)?, self.cost(id)?);
        Ok(Some(Run { id, recorded, spec, scenes, states, cost, driven }))
    }

    fn scenes(&self, run: i64) -> rusqlite::Result<Vec<String>> {
        self.db
            .prepare_cached("SELECT scene FROM jobs WHERE run = ?1 GROUP BY scene ORDER BY min(number)")?
            .query_map([run], |row| row.get(0))?
            .collect()
    }

    fn states(&self, run: i64) -> rusqlite::Result<Vec<(State, usize)>> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(state, 'planned') AS now, count(*) FROM jobs LEFT JOIN tasks ON uuid = task
             WHERE jobs.run = ?1 GROUP BY now",
        )?;
        let counts = query.query_map([run], |row| Ok((state(row, 0)?, usize::try_from(row.get::<_, i64>(1)?))))?;
        let mut states = Vec::new();
        for count in counts {
            let (state, count) = count?;
            states.push((state, count.unwrap_or(0)));
        }
        states.sort_unstable();
        Ok(states)
    }

    fn cost(&self, run: i64) -> rusqlite::Result<Usd> {
        // `total` cannot overflow, and is exact up to thousands of millions of dollars.
        let mut query = self.db.prepare_cached("SELECT total(cost) FROM tasks WHERE run = ?1")?;
        let total: f64 = query.query_row([run], |row| row.get(0))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a cast keeps within its type
        Ok(Usd(total as u64))
    }
}

pub(super) fn task(db: &Connection, uuid: &str) -> rusqlite::Result<Option<Held>> {
    let mut query = db.prepare_cached(&format!("SELECT {HELD} FROM tasks WHERE uuid = ?1"))?;
    query.query_row([uuid], held).optional()
}

/// As [`Journal::known`]. Only the newest task of a key can be out: another attempt is made once the last one is over.
pub(super) fn known(db: &Connection, key: &str, again: bool) -> rusqlite::Result<Option<Held>> {
    let first = if again { "" } else { "state IN ('planned', 'uploading', 'failed'), " };
    let sql = format!("SELECT {HELD} FROM tasks WHERE key = ?1 ORDER BY {first}attempt DESC LIMIT 1");
    db.prepare_cached(&sql)?.query_row([key], held).optional()
}

pub(super) fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    let failure: Option<String> = row.get(5)?;
    let task = Task {
        uuid: row.get(0)?,
        key: row.get(1)?,
        attempt: row.get(2)?,
        run: row.get(3)?,
        state: state(row, 4)?,
        failure: failure.map(|_| json(row, 5)).transpose()?,
        pictures: json(row, 6)?,
        cost: usd(row.get(7)?),
        since: row.get(8)?,
    };
    Ok(Held { task, owner: row.get(9)? })
}

/// The state in a column.
pub(super) fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<State> {
    let name: String = row.get(column)?;
    State::named(&name).ok_or_else(|| unreadable(column, "there is no such state".into()))
}

/// The value in a column of JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|error| unreadable(column, error.into()))?;
    serde_json::from_str(text).map_err(|error| unreadable(column, error.into()))
}

fn unreadable(column: usize, why: Box<dyn std::error::Error + Send + Sync>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, why)
}

fn usd(millionths: Option<i64>) -> Option<Usd> {
    millionths.map(|millionths| Usd(u64::try_from(millionths).unwrap_or(0)))
}

/// An amount as the journal has it.
pub(super) fn millionths(usd: Option<Usd>) -> Option<i64> {
    usd.map(|usd| i64::try_from(usd.0).unwrap_or(i64::MAX))
}

/// A position as the journal has it.
pub(super) fn index(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}
