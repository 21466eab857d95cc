//! Which task a job has, and who drives it. What comes in: a run, one of its jobs, and the key that its content gives. What
//! goes out: a task, made if there was none. Absent: sending it.
//!
//! # How it is decided
//!
//! The task that the job had is looked at if it is of this key and has not failed; otherwise the newest task of the key. If that
//! one failed or was never sent (an attempt to make everything again that came to nothing), one that was made before it is
//! as good, unless everything is to be made again.
//! A job's key changes only if a job whose picture it needs got a new attempt; then its old task is of no use any more.
//!
//! | the task | what comes back |
//! |---|---|
//! | is none | a new task, the first attempt: mine |
//! | was made | made; for a run that makes everything again, a new attempt, unless this run has it already |
//! | failed while this process drove the run | failed |
//! | failed before, or in another process | a new attempt: mine |
//! | is under way, and nobody alive drives it | mine |
//! | is under way, and another process drives it | theirs |
//!
//! So a run that makes everything again first waits for a task of an earlier run whose outcome is not known, and takes its
//! picture. A task of another run of which nothing was sent becomes a task of this run when this process takes it over,
//! since it is this run that pays for it.
//!
//! A picture counts as made whatever account paid for it. A task that is under way can be asked about with a key of the
//! account that sent it only; a run knows its account, so that whoever resumes it can look at that first.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, params};

use super::read::{Held, index, known, task};
use super::{Bound, Journal, Task, change, owner, schema};
use crate::submit::job::attempt_uuid;
use crate::submit::{State, Trouble};

impl Journal {
    /// Marks the run as driven by this process; false if another one drives it. Taking it again begins anew: what failed until
    /// now counts as failed before.
    pub fn take(&mut self, run: i64) -> Result<bool, Trouble> {
        let me = self.me()?.to_owned();
        let owners = self.place.owners();
        let tx = schema::begin(&mut self.db)?;
        let found = tx.query_row("SELECT owner FROM runs WHERE id = ?1", [run], |row| row.get::<_, Option<String>>(0));
        let Some(driver) = found.optional()? else {
            return Err(Trouble::Usage(format!("there is no run {run}; `scene runs` lists those that there are")));
        };
        if let Some(other) = driver.filter(|name| *name != me)
            && owner::is_alive(&owners, &other)?
        {
            return Ok(false);
        }
        tx.execute("UPDATE runs SET owner = ?2 WHERE id = ?1", params![run, me])?;
        let last = tx.query_row("SELECT coalesce(max(seq), 0) FROM moves", [], |row| row.get(0))?;
        tx.commit()?;
        self.taken.insert(run, last);
        Ok(true)
    }

    /// Gives a job its task, in one transaction: the one it had, or the newest of the same key, or a new one. A new attempt
    /// is made if the run is to make everything again, or if the last one failed before this process took the run.
    pub fn bind(&mut self, run: i64, job: usize, key: &str) -> Result<Bound, Trouble> {
        let asked = Asked {
            run,
            job: index(job),
            key,
            me: self.me()?.to_owned(),
            owners: self.place.owners(),
            taken: self.taken.get(&run).copied().unwrap_or(0),
            now: self.now(),
        };
        let tx = schema::begin(&mut self.db)?;
        let bound = asked.answer(&tx)?;
        tx.commit()?;
        Ok(bound)
    }
}

/// A job that wants its task.
struct Asked<'a> {
    run: i64,
    job: i64,
    key: &'a str,
    me: String,
    owners: PathBuf,
    /// The last move of any task before this process took the run.
    taken: i64,
    now: i64,
}

impl Asked<'_> {
    fn answer(&self, db: &Connection) -> Result<Bound, Trouble> {
        let (again, had) = self.job(db)?;
        let had = had.map(|uuid| task(db, &uuid)).transpose()?.flatten();
        if let Some(held) = had.filter(|had| had.task.key == self.key && had.task.state != State::Failed) {
            return self.keep(db, held);
        }
        let Some(newest) = known(db, self.key, again)? else { return self.add(db, 0) };
        let is_over = match newest.task.state {
            State::Failed => !self.has_seen_fail(db, &newest)?,
            state => again && state.is_made() && !self.is_of_run(db, &newest.task)?,
        };
        if is_over { self.add(db, newest.task.attempt.saturating_add(1)) } else { self.keep(db, newest) }
    }

    /// Whether everything is to be made again, and the task that the job had.
    fn job(&self, db: &Connection) -> Result<(bool, Option<String>), Trouble> {
        let mut query = db
            .prepare_cached("SELECT again, task FROM jobs JOIN runs ON id = run WHERE jobs.run = ?1 AND number = ?2")?;
        let found = query.query_row([self.run, self.job], |row| Ok((row.get(0)?, row.get(1)?)));
        let missing = || Trouble::Usage(format!("there is no job {} in run {}", self.job, self.run));
        found.optional()?.ok_or_else(missing)
    }

    /// Whether it failed in this process, after it took the run.
    fn has_seen_fail(&self, db: &Connection, held: &Held) -> Result<bool, Trouble> {
        if held.owner.as_ref() != Some(&self.me) {
            return Ok(false);
        }
        let mut query = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM moves WHERE task = ?1")?;
        let last: i64 = query.query_row([&held.task.uuid], |row| row.get(0))?;
        Ok(last > self.taken)
    }

    /// Whether the run recorded it, or has it for another of its jobs.
    fn is_of_run(&self, db: &Connection, task: &Task) -> Result<bool, Trouble> {
        let mut query = db.prepare_cached("SELECT 1 FROM jobs WHERE task = ?1 AND run = ?2")?;
        Ok(task.run == self.run || query.exists(params![task.uuid, self.run])?)
    }

    /// Binds the job to a task that there is.
    fn keep(&self, db: &Connection, held: Held) -> Result<Bound, Trouble> {
        let Held { mut task, owner } = held;
        self.give(db, &task.uuid)?;
        match task.state {
            State::Failed => return Ok(Bound::Failed(task)),
            state if state.is_made() => return Ok(Bound::Made(task)),
            _ => {}
        }
        let is_mine = owner.as_ref() == Some(&self.me);
        if let Some(other) = owner.filter(|_| !is_mine)
            && owner::is_alive(&self.owners, &other)?
        {
            return Ok(Bound::Theirs(task));
        }
        let payer = if task.state.is_out() { task.run } else { self.run };
        if !is_mine || payer != task.run {
            db.prepare_cached("UPDATE tasks SET owner = ?2, run = ?3 WHERE uuid = ?1")?
                .execute(params![task.uuid, self.me, payer])?;
            task.run = payer;
        }
        Ok(Bound::Mine(task))
    }

    /// Binds the job to a new attempt.
    fn add(&self, db: &Connection, attempt: u32) -> Result<Bound, Trouble> {
        let task = Task {
            uuid: attempt_uuid(self.key, attempt),
            key: self.key.to_owned(),
            attempt,
            run: self.run,
            state: State::Planned,
            failure: None,
            pictures: Vec::new(),
            cost: None,
            since: self.now,
        };
        db.prepare_cached(
            "INSERT INTO tasks (uuid, key, attempt, run, state, pictures, since, owner)
             VALUES (?1, ?2, ?3, ?4, ?5, '[]', ?6, ?7)",
        )?
        .execute(params![task.uuid, task.key, attempt, self.run, task.state.name(), self.now, self.me])?;
        change::remember(db, &task.uuid, task.state, None, self.now)?;
        self.give(db, &task.uuid)?;
        Ok(Bound::Mine(task))
    }

    fn give(&self, db: &Connection, uuid: &str) -> Result<(), Trouble> {
        db.prepare_cached("UPDATE jobs SET task = ?3 WHERE run = ?1 AND number = ?2 AND task IS NOT ?3")?
            .execute(params![self.run, self.job, uuid])?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "bind_tests.rs"]
mod tests;
