//! The journal of a project, in `.scene/journal.db`: runs, their jobs, the tasks that were sent for these, and images that
//! were uploaded. What comes in: changes, each one transaction. What goes out: what is known. Absent: what to do about it.

//!
//! # Several processes
//!
//! Any number may have a journal open. One that may write has a mark that it lives (`owner`); a run, and each task that is
//! under way, belongs to the process that drives it, and is free as soon as that one is dead. Every change is one
//! transaction that waits for those of others (`schema`). Two that want the same picture get the same task (`bind`).
//!
//! # What is trusted
//!
//! A journal lies in the project's folder and may be handed on with it. Nothing in it can run, or make us write elsewhere;
//! but a run in it names a service, files and prompts. Whoever resumes a run must not send a key to the service that it
//! names unless the user has named the same one.

mod bind;
mod change;
mod export;
mod fault;
mod owner;
mod place;
mod read;
mod schema;
pub mod time;
mod uploads;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::owner::Owner;
use self::place::Place;
use super::{Failure, Picture, State, Trouble};
use crate::target::Usd;

/// The journal of a project, open for this process. Other processes may have it open too.
pub struct Journal {
    db: rusqlite::Connection,
    place: Place,
    /// For each run that this process took, the last move before that.
    taken: BTreeMap<i64, i64>,
    clock: fn() -> i64,
    /// None if it is only read. Let go of after the database.
    owner: Option<Owner>,
}

/// What a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSpec {
    /// The address of the service.
    pub base: String,
    /// Whose key it was: [`super::Key::account`].
    pub account: String,
    /// The folder of the pictures, absolute.
    pub out: PathBuf,
    /// What it may cost.
    pub max_cost: Option<Usd>,
    /// Whether pictures are fetched.
    pub download: bool,
    /// Whether pictures that exist are made anew.
    pub again: bool,
}

/// A run, as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its number, from 1.
    pub id: i64,
    /// When it was recorded, in milliseconds since 1970.
    pub recorded: i64,
    /// What it is.
    pub spec: RunSpec,
    /// The scenes of its jobs, each once, in order.
    pub scenes: Vec<String>,
    /// How many jobs there are in each state; jobs without a task yet count as planned.
    pub states: Vec<(State, usize)>,
    /// What its tasks have cost so far, as far as the service said; tasks that another run had paid are not counted.
    pub cost: Usd,
    /// Whether a process is driving it now.
    pub driven: bool,
}

/// A task: what was, or will be, sent for one job or for several with the same content.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its id.
    pub uuid: String,
    /// The id of the first attempt at the same content.
    pub key: String,
    /// Which attempt it is, from 0.
    pub attempt: u32,
    /// The run that recorded it, or that took it over before anything was sent.
    pub run: i64,
    /// Where it stands.
    pub state: State,
    /// Why it failed, or why nobody knows.
    pub failure: Option<Failure>,
    /// What was made.
    pub pictures: Vec<Picture>,
    /// What it cost, if the service said so.
    pub cost: Option<Usd>,
    /// When it came into this state, in milliseconds since 1970.
    pub since: i64,
}

/// How a job came to its task.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// This process drives the task from here on.
    Mine(Task),
    /// Another process drives it; it may be looked at again later.
    Theirs(Task),
    /// It was made before, by this run or another.
    Made(Task),
    /// It failed, in this process, for another job with the same content.
    Failed(Task),
}

/// A change of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Move<'m> {
    /// Its id.
    pub task: &'m str,
    /// The state that it comes into.
    pub to: State,
    /// Why, if it failed or nobody knows.
    pub failure: Option<&'m Failure>,
    /// What was made; empty leaves what is known.
    pub pictures: &'m [Picture],
    /// What it cost, if the service said so.
    pub cost: Option<Usd>,
}

/// A file that was saved for a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Which of the job's pictures, from 0.
    pub number: usize,
    /// Where, absolute.
    pub path: PathBuf,
    /// A digest of its bytes: BLAKE3, 64 hexadecimal digits.
    pub hash: String,
    /// How many bytes it has.
    pub bytes: u64,
}

impl Journal {
    /// Opens the journal of a project, and makes one if there is none.
    pub fn open(project: &Path) -> Result<Self, Trouble> {
        let place = Place::made(project)?;
        let db = schema::open(&place)?;
        let owner = Owner::new(&place.owners())?;
        owner::sweep(&place.owners())?;
        Ok(Self { db, place, taken: BTreeMap::new(), clock: time::now, owner: Some(owner) })
    }

    /// Opens the journal of a project if there is one, to be read only.
    pub fn existing(project: &Path) -> Result<Option<Self>, Trouble> {
        let Some(place) = Place::found(project)? else { return Ok(None) };
        let db = schema::read(&place)?;
        Ok(db.map(|db| Self { db, place, taken: BTreeMap::new(), clock: time::now, owner: None }))
    }

    /// The name of this process as an owner, which it has if it may write.
    fn me(&self) -> Result<&str, Trouble> {
        let reading = || Trouble::Disk("the journal is open for reading only".to_owned());
        self.owner.as_ref().map(Owner::name).ok_or_else(reading)
    }

    fn now(&self) -> i64 {
        (self.clock)()
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "fixture_tests.rs"]
mod fixture;

#[cfg(test)]
mod trouble_tests;
