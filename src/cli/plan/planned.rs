//! What a run would do. What comes in: jobs, and what the journal knows of their tasks. What goes out: which are made, which
//! are out, which are sent, what is uploaded, and what that costs. Absent: the network.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::cli::jobs::Jobs;
use crate::submit::job::attempt_uuid;
use crate::submit::journal::Task;
use crate::submit::{Input, Job, Journal, State, Trouble};
use crate::target::Cost;

/// What becomes of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Standing {
    /// It is sent, and paid.
    New,
    /// It failed before; it is sent, and paid, anew.
    Anew,
    /// The service has it, or may have it: it is asked about, and not paid again.
    Out,
    /// Its pictures are there.
    Made,
    /// It is the same task as an earlier job of the run.
    Same,
}

/// What is sent to one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Share {
    /// How many tasks.
    pub(in crate::cli) tasks: usize,
    /// How many pictures these make.
    pub(in crate::cli) pictures: u64,
    /// What they cost together.
    pub(in crate::cli) cost: Cost,
}

/// What a run of jobs would do, by what the journal knows.
#[derive(Debug, Default)]
pub(in crate::cli) struct Planned {
    /// What becomes of each job.
    pub(in crate::cli) standing: Vec<Standing>,
    /// The id of the task of each job.
    pub(in crate::cli) tasks: Vec<String>,
    /// How many jobs are made already.
    pub(in crate::cli) made: usize,
    /// How many tasks are out.
    pub(in crate::cli) out: usize,
    /// How many jobs share the task of another one.
    pub(in crate::cli) same: usize,
    /// How many tasks will be sent.
    pub(in crate::cli) sent: usize,
    /// How many of these failed before.
    pub(in crate::cli) anew: usize,
    /// How many pictures these make.
    pub(in crate::cli) pictures: u64,
    /// What they cost together, if any is sent.
    pub(in crate::cli) cost: Cost,
    /// What is sent to each model.
    pub(in crate::cli) models: BTreeMap<String, Share>,
    /// How many files are uploaded.
    pub(in crate::cli) uploads: usize,
    /// How many bytes these have.
    pub(in crate::cli) bytes: u64,
    /// How many files are needed that the service has already.
    pub(in crate::cli) known: usize,
    /// How many tasks follow each other at most.
    pub(in crate::cli) depth: usize,
    /// The runs whose tasks are out.
    pub(in crate::cli) runs_out: BTreeSet<i64>,
}

impl Planned {
    /// Looks what is to be done for jobs. With `again` nothing counts as made. `account` is that of the key; without a key, it
    /// is taken for the one that the journal knows, if it knows no other.
    pub(in crate::cli) fn of(
        jobs: &Jobs,
        journal: Option<&Journal>,
        account: Option<&str>,
        again: bool,
    ) -> Result<Self, String> {
        let mut planned = Self::default();
        let mut depths: Vec<usize> = Vec::new();
        let mut first = HashSet::new();
        let mut files: HashMap<&str, u64> = HashMap::new();
        for (job, cost) in jobs.jobs.iter().zip(&jobs.costs) {
            let key = job.key(&|need| planned.tasks.get(need).cloned().unwrap_or_default());
            let newest = journal.map_or(Ok(None), |journal| journal.known(&key, again)).map_err(|why| trouble(&why))?;
            let (standing, task) = standing(newest.as_ref(), &key, again);
            let standing = if first.insert(task.clone()) { standing } else { Standing::Same };
            let deep = 1 + job.needs().filter_map(|need| depths.get(need)).max().copied().unwrap_or(0);
            planned.depth = planned.depth.max(deep);
            planned.count(standing, job, cost);
            if matches!(standing, Standing::New | Standing::Anew) {
                files.extend(job.inputs.iter().filter_map(file));
            }
            planned.runs_out.extend(newest.filter(|_| standing == Standing::Out).map(|task| task.run));
            planned.standing.push(standing);
            planned.tasks.push(task);
            depths.push(deep);
        }
        planned.files(&files, journal, account)?;
        Ok(planned)
    }

    fn count(&mut self, standing: Standing, job: &Job, cost: &Cost) {
        match standing {
            Standing::Made => self.made += 1,
            Standing::Out => self.out += 1,
            Standing::Same => self.same += 1,
            Standing::New | Standing::Anew => {
                self.sent += 1;
                self.anew += usize::from(standing == Standing::Anew);
                let pictures = u64::from(job.results);
                self.pictures += pictures;
                let sum = std::mem::take(&mut self.cost);
                self.cost = if self.sent == 1 { cost.clone() } else { sum.and(cost.clone()) };
                if let Some(share) = self.models.get_mut(&job.model) {
                    share.tasks += 1;
                    share.pictures += pictures;
                    share.cost = std::mem::take(&mut share.cost).and(cost.clone());
                } else {
                    self.models.insert(job.model.clone(), Share { tasks: 1, pictures, cost: cost.clone() });
                }
            }
        }
    }

    /// Counts the files that are needed, given by their digests.
    fn files(
        &mut self,
        files: &HashMap<&str, u64>,
        journal: Option<&Journal>,
        account: Option<&str>,
    ) -> Result<(), String> {
        let account = match (account, journal) {
            (None, Some(journal)) if !files.is_empty() => only_account(journal)?,
            (account, _) => account.map(str::to_owned),
        };
        for (hash, bytes) in files {
            let known = match (journal, &account) {
                (Some(journal), Some(account)) => journal.uploaded(account, hash).map_err(|why| trouble(&why))?,
                _ => None,
            };
            if known.is_some() {
                self.known += 1;
            } else {
                self.uploads += 1;
                self.bytes += bytes;
            }
        }
        Ok(())
    }
}

fn file(input: &Input) -> Option<(&str, u64)> {
    match input {
        Input::File { hash, bytes, .. } => Some((hash, *bytes)),
        Input::Picture(_) => None,
    }
}

/// The account of all runs, if there is just one.
fn only_account(journal: &Journal) -> Result<Option<String>, String> {
    let runs = journal.runs().map_err(|why| trouble(&why))?;
    let accounts: BTreeSet<String> = runs.into_iter().map(|run| run.spec.account).collect();
    Ok(if accounts.len() == 1 { accounts.into_iter().next() } else { None })
}

/// What becomes of a job, by the newest task of its key, and under which id.
fn standing(newest: Option<&Task>, key: &str, again: bool) -> (Standing, String) {
    let Some(task) = newest else { return (Standing::New, key.to_owned()) };
    let next = || attempt_uuid(key, task.attempt + 1);
    match task.state {
        state if state.is_out() => (Standing::Out, task.uuid.clone()),
        state if state.is_made() && !again => (Standing::Made, task.uuid.clone()),
        State::Failed => (Standing::Anew, next()),
        state if state.is_made() => (Standing::New, next()),
        // Nothing was sent under this id.
        _ => (Standing::New, task.uuid.clone()),
    }
}

pub(super) fn trouble(why: &Trouble) -> String {
    why.to_string()
}
