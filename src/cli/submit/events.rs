//! Events as JSON, an object each. What comes in: an event, or the end of a run. What goes out: one line, without a newline;
//! nothing in it steers a terminal. The names are stable.

use serde_json::{Value, json};

use crate::diagnostic::render::escape_json;
use crate::submit::{Event, Job, Summary};

/// An event.
pub(super) fn json(event: &Event<'_>) -> String {
    let value = match event {
        Event::Started { run, jobs, made } => json!({"event": "started", "run": run, "jobs": jobs, "made": made}),
        Event::Uploaded { path, bytes } => {
            json!({"event": "uploaded", "path": path, "bytes": bytes, "known": *bytes == 0})
        }
        Event::Moved { job: of, task, state, failure, cost } => json!({
            "event": "moved",
            "job": job(of),
            "taskUUID": task,
            "state": state.name(),
            "failure": failure,
            "costUSD": cost.map(crate::target::Usd::dollars),
        }),
        Event::Skipped { job: of, because } => {
            json!({"event": "skipped", "job": job(of), "because": job(because)})
        }
        Event::Waiting { wait, failure } => {
            json!({"event": "waiting", "seconds": wait.as_secs_f64(), "failure": failure})
        }
        Event::Saved { job: of, path, bytes } => {
            json!({"event": "saved", "job": job(of), "path": path, "bytes": bytes})
        }
        Event::NotSaved { job: of, failure } => json!({"event": "notSaved", "job": job(of), "failure": failure}),
        Event::OverBudget { spent } => json!({"event": "overBudget", "spentUSD": spent.dollars()}),
        Event::Stopping { out } => json!({"event": "stopping", "out": out}),
    };
    escape_json(value.to_string())
}

/// The end of a run.
pub(super) fn finished(summary: &Summary, exit: u8) -> String {
    let value = json!({
        "event": "finished",
        "run": summary.run,
        "exit": exit,
        "done": summary.done,
        "reused": summary.reused,
        "notSaved": summary.not_saved,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "unknown": summary.unknown,
        "unsent": summary.unsent,
        "spentUSD": summary.spent.dollars(),
        "spentIsEstimate": summary.spent_is_estimate,
        "interrupted": summary.interrupted,
        "overBudget": summary.over_budget,
        "stoppedBy": summary.stopped_by,
    });
    escape_json(value.to_string())
}

fn job(job: &Job) -> Value {
    json!({"scene": job.scene, "id": job.id, "pass": job.pass})
}
