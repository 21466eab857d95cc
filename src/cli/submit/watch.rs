//! How a run is shown while it goes on. What comes in: events. What goes out: a bar on a terminal, a line an event elsewhere,
//! or an object of JSON an event.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use unicode_width::UnicodeWidthStr;

use super::events;
use super::record::{Record, name};
use crate::cli::check::some;
use crate::cli::output;
use crate::cli::projects::shown;
use crate::diagnostic::render::{printable, shorten};
use crate::submit::{Event, State, Watch};

/// How wide the bar is.
const BAR: usize = 12;

/// A run is looked at.
pub(in crate::cli) struct Onlooker {
    pub(in crate::cli) record: Record,
    form: Form,
    /// What the run costs, in words.
    of: String,
    began: Instant,
}

enum Form {
    Bar(ProgressBar),
    Lines,
    Json,
}

impl Onlooker {
    /// Shows events in the form that fits; `of` is what the run is to cost, in words.
    pub(in crate::cli) fn new(json: bool, of: String) -> Self {
        let form = if json {
            Form::Json
        } else if std::io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:{BAR}}} {{msg}}")) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(500));
            Form::Bar(bar)
        } else {
            Form::Lines
        };
        Self { record: Record::default(), form, of, began: Instant::now() }
    }

    /// The end of the run.
    pub(in crate::cli) fn close(&self) {
        if let Form::Bar(bar) = &self.form {
            bar.finish_and_clear();
        }
    }

    fn message(&self) -> String {
        let Record { jobs, made, lost, out, spent, .. } = &self.record;
        let mut parts = vec![format!("{made} of {jobs} made")];
        if *out > 0 {
            parts.push(format!("{out} at work"));
        }
        if *lost > 0 {
            parts.push(format!("{lost} failed"));
        }
        let of = if self.of.is_empty() { String::new() } else { format!(" of {}", self.of) };
        parts.push(format!("{spent}{of}"));
        if let Some(left) = self.left() {
            parts.push(left);
        }
        let room = output::stderr_look().width.unwrap_or(80).saturating_sub(BAR + 1);
        // What matters least goes first.
        while parts.len() > 2 && parts.join(", ").width() > room {
            parts.remove(1);
        }
        shorten(&printable(&parts.join(", ")), room).into_owned()
    }

    /// How long the rest takes, if it goes on as before.
    fn left(&self) -> Option<String> {
        let Record { jobs, made, lost, fresh, .. } = &self.record;
        let fresh = u32::try_from(*fresh).ok().filter(|fresh| *fresh > 0)?;
        let rest = u32::try_from(jobs.saturating_sub(made + lost)).ok().filter(|rest| *rest > 0)?;
        let seconds = (self.began.elapsed() / fresh).saturating_mul(rest).as_secs();
        Some(match seconds {
            0..90 => format!("about {seconds} s left"),
            90..5400 => format!("about {} min left", (seconds + 30) / 60),
            _ => format!("about {} h left", (seconds + 1800) / 3600),
        })
    }
}

impl Watch for Onlooker {
    fn see(&mut self, event: &Event<'_>) {
        self.record.take(event);
        match &self.form {
            Form::Json => {
                let mut out = std::io::stdout().lock();
                // Nobody who reads is no reason to stop what is paid for.
                let _ = writeln!(out, "{}", events::json(event)).and_then(|()| out.flush());
            }
            Form::Lines => {
                if let Some(line) = line(event) {
                    output::talk(&(line + "\n"));
                }
            }
            Form::Bar(bar) => {
                if let Some(line) = line(event).filter(|_| is_of_note(event)) {
                    bar.suspend(|| output::talk(&(line + "\n")));
                }
                bar.set_length(self.record.jobs as u64);
                bar.set_position(self.record.made as u64);
                bar.set_message(self.message());
            }
        }
    }
}

/// Whether a bar does not tell it.
fn is_of_note(event: &Event<'_>) -> bool {
    match event {
        Event::Moved { state, .. } => matches!(state, State::Failed | State::Unknown),
        Event::Skipped { .. }
        | Event::Waiting { .. }
        | Event::NotSaved { .. }
        | Event::OverBudget { .. }
        | Event::Stopping { .. } => true,
        Event::Started { .. } | Event::Uploaded { .. } | Event::Saved { .. } => false,
    }
}

/// An event as a line.
fn line(event: &Event<'_>) -> Option<String> {
    Some(match event {
        Event::Started { run, jobs, made: 0 } => format!("run {run}: {}", some(*jobs, "task")),
        Event::Started { run, jobs, made } => format!("run {run}: {}, {made} of them made", some(*jobs, "task")),
        Event::Uploaded { bytes: 0, .. } => return None,
        Event::Uploaded { path, bytes } => format!("uploaded {} ({bytes} bytes)", printable(path)),
        Event::Moved { job, state, failure, cost, .. } => match (state, failure, cost) {
            (State::Planned | State::Uploading | State::Sending | State::Downloaded, ..) => return None,
            (_, Some(failure), _) => format!("{} {}: {failure}", state.name(), name(job)),
            (State::Succeeded, _, Some(cost)) => format!("made {} for {cost}", name(job)),
            (State::Succeeded, ..) => format!("made {}", name(job)),
            _ => format!("{} {}", state.name(), name(job)),
        },
        Event::Skipped { job, because } => format!("skipped {}: it needs {}", name(job), name(because)),
        Event::Waiting { wait, failure } => format!("waiting {} s: {failure}", seconds(*wait)),
        Event::Saved { job, path, .. } => {
            format!("saved {}: {}", name(job), printable(&shown(Path::new(path)).to_string_lossy()))
        }
        Event::NotSaved { job, failure } => format!("not saved {}: {failure}", name(job)),
        Event::OverBudget { spent } => {
            format!("nothing more is sent: {spent} is spent or at stake, and the next task might pass the limit")
        }
        Event::Stopping { out: 0 } => "stopping: nothing more is sent".to_owned(),
        Event::Stopping { out } => format!(
            "stopping: nothing more is sent; waiting for {} that may be paid; press Ctrl-C again to leave at once",
            some(*out, "task")
        ),
    })
}

fn seconds(wait: Duration) -> String {
    let tenths = wait.as_millis().div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}
