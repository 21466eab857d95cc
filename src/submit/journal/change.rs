//! Writing runs, and what becomes of tasks. What comes in: jobs, moves. What goes out: transactions. Absent: which task
//! belongs to which job.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::fault::damaged;
use super::read::{index, millionths};
use super::{Journal, Move, RunSpec, schema, uploads};
use crate::submit::{Failure, Job, State, Trouble};

impl Journal {
    /// Records a run and its jobs, in one transaction; its number comes back.
    pub fn record(&mut self, spec: &RunSpec, jobs: &[Job]) -> Result<i64, Trouble> {
        self.me()?;
        let now = self.now();
        let tx = schema::begin(&mut self.db)?;
        tx.prepare_cached(
            "INSERT INTO runs (recorded, base, account, out, max_cost, download, again)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            now,
            spec.base,
            spec.account,
            uploads::written(&spec.out)?,
            millionths(spec.max_cost),
            spec.download,
            spec.again
        ])?;
        let run = tx.last_insert_rowid();
        // Its tasks would seem to be sent, and so to be agreed to, by whoever recorded the run.
        if tx.query_row("SELECT EXISTS (SELECT 1 FROM tasks WHERE run = ?1)", [run], |row| row.get(0))? {
            return Err(damaged("it has tasks of a run that was never recorded"));
        }
        let mut listed = tx.prepare_cached("INSERT INTO jobs (run, number, scene) VALUES (?1, ?2, ?3)")?;
        let mut whole = tx.prepare_cached("INSERT INTO contents (run, number, job) VALUES (?1, ?2, ?3)")?;
        for (number, job) in jobs.iter().enumerate() {
            listed.execute(params![run, index(number), job.scene])?;
            whole.execute(params![run, index(number), json(job)?])?;
        }
        drop((listed, whole));
        tx.commit()?;
        Ok(run)
    }

    /// A run goes on with another key: with a new one of the same account, or before anything of it was sent.
    pub fn hand_over(&mut self, run: i64, account: &str) -> Result<(), Trouble> {
        self.me()?;
        let tx = schema::begin(&mut self.db)?;
        tx.execute("UPDATE runs SET account = ?2 WHERE id = ?1", params![run, account])?;
        tx.commit()?;
        Ok(())
    }

    /// Changes tasks, in one transaction. The history of each keeps every move. What was made stays made: a move that says
    /// otherwise is kept in the history and changes nothing, because a task that counted as failed might be paid again.
    pub fn change(&mut self, moves: &[Move<'_>]) -> Result<(), Trouble> {
        let (me, now) = (self.me()?.to_owned(), self.now());
        let tx = schema::begin(&mut self.db)?;
        let mut update = tx.prepare_cached(
            "UPDATE tasks SET since = iif(state = ?2, since, ?6), state = ?2, failure = ?3,
                 pictures = coalesce(?4, pictures), cost = coalesce(?5, cost), owner = ?7
             WHERE uuid = ?1 AND (state NOT IN ('succeeded', 'downloaded') OR ?2 IN ('succeeded', 'downloaded'))",
        )?;
        for change in moves {
            let pictures = if change.pictures.is_empty() { None } else { Some(json(change.pictures)?) };
            let failure = change.failure.map(json).transpose()?;
            let cost = millionths(change.cost);
            update.execute(params![change.task, change.to.name(), failure, pictures, cost, now, me])?;
            remember(&tx, change.task, change.to, change.failure, now)?;
        }
        drop(update);
        Ok(tx.commit()?)
    }
}

/// Appends to the history of a task.
pub(super) fn remember(
    db: &Connection,
    task: &str,
    state: State,
    failure: Option<&Failure>,
    now: i64,
) -> Result<(), Trouble> {
    let failure = failure.map(json).transpose()?;
    db.prepare_cached("INSERT INTO moves (task, at, state, failure) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        task,
        now,
        state.name(),
        failure
    ])?;
    Ok(())
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Trouble> {
    serde_json::to_string(value).map_err(|error| damaged(&error.to_string()))
}
