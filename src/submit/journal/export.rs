//! A run as one value of JSON, for people and programs. What comes in: a run's number. What goes out: the run, its jobs, its
//! tasks with each of their moves, and files, in a fixed order. Absent: the account, which is nobody's business, and the
//! cut bodies of tasks, which are for sending.

use std::path::Path;

use rusqlite::params;
use serde_json::{Map, Value, json};

use super::fault::damaged;
use super::read::{HELD, held};
use super::{Journal, Run, Saved, Task, time};
use crate::submit::{Failure, Job, Trouble};
use crate::target::Usd;

impl Journal {
    /// Everything that is known of a run, as one value of JSON: jobs, tasks, each change with its time, files. Paths are
    /// from the project's folder, with `/`, if they lie in it; amounts are in dollars; times are UTC.
    pub fn export(&self, run: i64) -> Result<Option<Value>, Trouble> {
        let Some(found) = self.run(run)? else { return Ok(None) };
        let mut jobs = Vec::new();
        for (number, (job, task)) in self.jobs(run)?.iter().zip(self.tasks(run)?).enumerate() {
            let files = self.saved(run, number)?;
            jobs.push(self.exported_job(job, task.as_ref(), &files)?);
        }
        let mut tasks = Vec::new();
        for task in self.all_tasks(run)? {
            tasks.push(exported_task(&task, &self.moves(&task.uuid)?));
        }
        Ok(Some(json!({ "run": self.exported_run(&found), "jobs": jobs, "tasks": tasks })))
    }

    fn exported_run(&self, run: &Run) -> Value {
        let states: Map<_, _> = run.states.iter().map(|(state, jobs)| (state.name().to_owned(), json!(jobs))).collect();
        json!({
            "id": run.id,
            "recorded": time::written(run.recorded),
            "service": run.spec.base,
            "out": self.relative(&run.spec.out),
            "maxCostUSD": run.spec.max_cost.map(Usd::dollars),
            "download": run.spec.download,
            "again": run.spec.again,
            "scenes": run.scenes,
            "states": states,
            "costUSD": run.cost.dollars(),
        })
    }

    fn exported_job(&self, job: &Job, task: Option<&Task>, files: &[Saved]) -> Result<Value, Trouble> {
        let mut value = serde_json::to_value(job).map_err(|error| damaged(&error.to_string()))?;
        if let Some(fields) = value.as_object_mut() {
            fields.remove("body");
            fields.insert("estimate".to_owned(), json!(job.estimate.map(Usd::dollars)));
            fields.insert("task".to_owned(), json!(task.map(|task| &task.uuid)));
            let files = files.iter().map(|file| {
                json!({
                    "number": file.number,
                    "path": self.relative(&file.path),
                    "hash": file.hash,
                    "bytes": file.bytes,
                })
            });
            fields.insert("files".to_owned(), files.collect());
        }
        Ok(value)
    }

    /// The tasks that the run's jobs have or that it recorded, in the order in which they came to be.
    fn all_tasks(&self, run: i64) -> Result<Vec<Task>, Trouble> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {HELD} FROM tasks WHERE run = ?1 OR uuid IN (SELECT task FROM jobs WHERE jobs.run = ?1) ORDER BY rowid"
        ))?;
        let tasks = query.query_map([run], |row| Ok(held(row)?.task))?;
        Ok(tasks.collect::<Result<_, _>>()?)
    }

    fn moves(&self, task: &str) -> Result<Vec<Value>, Trouble> {
        let mut query = self.db.prepare_cached("SELECT at, state, failure FROM moves WHERE task = ?1 ORDER BY seq")?;
        let moves = query.query_map(params![task], |row| {
            let failure: Option<String> = row.get(2)?;
            Ok((row.get(0)?, row.get::<_, String>(1)?, failure))
        })?;
        let mut values = Vec::new();
        for found in moves {
            let (at, state, failure) = found?;
            let failure: Option<Failure> = failure
                .map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|error| damaged(&error.to_string()))?;
            values.push(json!({ "at": time::written(at), "state": state, "failure": failure }));
        }
        Ok(values)
    }

    fn relative(&self, path: &Path) -> String {
        match path.strip_prefix(self.place.project()) {
            Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
            Err(_) => path.to_string_lossy().into_owned(),
        }
    }
}

fn exported_task(task: &Task, moves: &[Value]) -> Value {
    let pictures = task.pictures.iter().map(|picture| {
        json!({
            "image": picture.image,
            "url": picture.url,
            "seed": picture.seed,
            "costUSD": picture.cost.map(Usd::dollars),
        })
    });
    json!({
        "uuid": task.uuid,
        "key": task.key,
        "attempt": task.attempt,
        "run": task.run,
        "state": task.state.name(),
        "since": time::written(task.since),
        "failure": task.failure,
        "costUSD": task.cost.map(Usd::dollars),
        "pictures": pictures.collect::<Value>(),
        "moves": moves,
    })
}
