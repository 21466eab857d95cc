//! Drives a run to its end. What comes in: a run in a journal, a client, options. What goes out: pictures, a journal that
//! says so, events, a summary. Absent: asking anybody for anything.
//!
//! One loop on one thread ([`drive`]): it starts what may be started, waits for the first thing that happens (an exchange
//! with the network ends, a timer rings, the user stops it), and decides what follows from that. Exchanges change nothing
//! themselves; they hand their outcomes to the loop, which writes them into the journal before it acts on them. So the
//! whole may be dropped between any two instructions.
//!
//! A job goes through `bind` (which task is its own?), its task through `uploads`, `send`, `ask`, and the job at last
//! through `fetch`. Everything that waits stands in a queue, and everything that comes later in one heap of timers; no step
//! looks at all jobs.

mod ask;
mod bind;
mod dry;
mod end;
mod fetch;
mod fresh;
mod inline;
mod purse;
mod refresh;
mod send;
mod slots;
mod timers;
mod uploads;

use std::collections::HashMap;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::client::Outcome;
use super::journal::Saved;
use super::store::Shelf;
use super::{Client, Event, Failure, Journal, Options, State, Summary, Trouble, Watch};
use purse::Purse;
use slots::{Going, Live, Queues, Slot};
use timers::{Due, Timers, Wait};
use uploads::Upload;

pub use dry::{DryResult, dry};

/// How many requests of a kind go on at a time; the number of tasks that are out is a matter of the options.
const AT_ONCE: usize = 4;
/// How many tasks are asked about in one request.
const ASKED: usize = 50;
/// How many jobs are bound in one step, so that a large run begins at once.
const BOUND: usize = 256;

/// What tells that the user wants to stop.
pub trait Stop {
    /// Comes back when the user wants to stop, once for each time; never if nobody can. It may be dropped and called again
    /// without losing anything.
    fn stopped(&mut self) -> impl Future<Output = ()>;
}

/// Drives a run: uploads, sends, settles, waits, fetches. It ends when nothing more can be done. After the first stop
/// nothing more is sent and what is out is waited for; after the second it ends at once.
///
/// It may be dropped at any await: what the journal says is then what the next one goes on from.
///
/// # Errors
/// [`Trouble::Usage`] if there is no such run, or if another process drives it; [`Trouble::Disk`] if the journal cannot be
/// written. What befalls single tasks is no error, but part of the summary.
pub async fn drive(
    run: i64,
    (journal, client, shelf): (&mut Journal, &Client, &Shelf),
    options: &Options,
    stop: &mut impl Stop,
    watch: &mut dyn Watch,
) -> Result<Summary, Trouble> {
    let mut drive = Drive::start(run, (journal, client, shelf), options, watch)?;
    let mut stops = 0;
    loop {
        drive.step()?;
        let due = drive.next_due();
        if drive.exchanges.is_empty() && due.is_none() {
            break;
        }
        let wake = due.unwrap_or_else(Instant::now);
        tokio::select! {
            biased;
            () = stop.stopped() => {
                stops += 1;
                drive.interrupt();
                if stops == 2 {
                    break;
                }
            }
            Some(done) = drive.exchanges.next(), if !drive.exchanges.is_empty() => drive.hear(done)?,
            () = tokio::time::sleep_until(wake), if due.is_some() => drive.ring()?,
        }
    }
    if stops < 2 {
        drive.tidy();
    }
    Ok(drive.summary())
}

type Exchange = Pin<Box<dyn Future<Output = Done>>>;

/// What an exchange came to.
enum Done {
    /// With the number of pauses that there had been when it was sent.
    Sent(Vec<usize>, u32, Outcome),
    Asked(Vec<usize>, Outcome),
    Uploaded(usize, Result<String, Wait>),
    Fetched {
        job: usize,
        number: usize,
        url: String,
        result: Result<Saved, Wait>,
    },
}

/// A run on its way.
struct Drive<'d> {
    run: i64,
    account: String,
    journal: &'d mut Journal,
    client: &'d Client,
    shelf: &'d Shelf,
    options: &'d Options,
    watch: &'d mut dyn Watch,
    jobs: Vec<Slot>,
    tasks: Vec<Live>,
    /// Tasks by their ids.
    known: HashMap<String, usize>,
    uploads: Vec<Upload>,
    /// Uploads by the digests of their bytes.
    images: HashMap<String, usize>,
    queues: Queues,
    timers: Timers,
    exchanges: FuturesUnordered<Exchange>,
    going: Going,
    /// Pictures of tasks that are being fetched, and the jobs that wait for each.
    fetching: HashMap<(usize, usize), Vec<usize>>,
    purse: Purse,
    /// Whether tasks may still be sent.
    sends: bool,
    /// How many tasks wait for images.
    imaging: usize,
    /// Before this moment nothing is sent.
    hold: Option<Instant>,
    /// How many requests in a row the service has refused for a while.
    refusals: u32,
    /// How often nothing was sent for a while.
    pauses: u32,
    interrupted: bool,
    /// The money is spent.
    over: bool,
    stopped_by: Option<Failure>,
}

impl<'d> Drive<'d> {
    fn start(
        run: i64,
        (journal, client, shelf): (&'d mut Journal, &'d Client, &'d Shelf),
        options: &'d Options,
        watch: &'d mut dyn Watch,
    ) -> Result<Self, Trouble> {
        let Some(known) = journal.run(run)? else {
            return Err(Trouble::Usage(format!("there is no run {run} in this project")));
        };
        if !journal.take(run)? {
            return Err(Trouble::Usage(format!("another process is at work on run {run}; wait until it ends")));
        }
        let mut jobs = slots::slots(journal.jobs(run)?);
        let states: Vec<Option<State>> = journal.tasks(run)?.into_iter().map(|task| Some(task?.state)).collect();
        let made = states.iter().filter(|state| state.is_some_and(State::is_made)).count();
        let bind = slots::order(&mut jobs, &states);
        watch.see(&Event::Started { run, jobs: jobs.len(), made });
        Ok(Self {
            run,
            account: known.spec.account,
            purse: Purse::new(options.max_cost, known.cost),
            queues: Queues { bind, ..Queues::default() },
            journal,
            client,
            shelf,
            options,
            watch,
            jobs,
            tasks: Vec::new(),
            known: HashMap::new(),
            uploads: Vec::new(),
            images: HashMap::new(),
            timers: Timers::default(),
            exchanges: FuturesUnordered::new(),
            going: Going::default(),
            fetching: HashMap::new(),
            sends: true,
            imaging: 0,
            hold: None,
            refusals: 0,
            pauses: 0,
            interrupted: false,
            over: false,
            stopped_by: None,
        })
    }

    /// Starts everything that may be started.
    fn step(&mut self) -> Result<(), Trouble> {
        self.bind()?;
        self.upload();
        self.send()?;
        self.ask();
        self.fetch()
    }

    /// When something is to be done next, if nothing happens before.
    fn next_due(&mut self) -> Option<Instant> {
        let (tasks, sends, interrupted) = (&self.tasks, self.sends, self.interrupted);
        let first = self.timers.first(&|due| match due {
            Due::Ask(task, turn) => tasks[task].is_waiting(turn),
            Due::Send(task, turn) => sends && tasks[task].is_waiting(turn),
            Due::Look(_) => !interrupted,
            Due::Upload(_) => sends,
            Due::Fetch(..) => true,
        });
        // Jobs are bound, and pictures looked for, in portions; what is held back is sent when the time comes. A picture
        // without an address is asked about only after the questions of this step.
        let asks = self.going.asks < AT_ONCE && !self.queues.ask.is_empty();
        let more = asks || self.may_fetch() || !self.queues.bind.is_empty() && self.wants_more();
        let more = more.then(Instant::now);
        let held = self.hold.filter(|_| sends && !self.queues.send.is_empty());
        [first, more, held].into_iter().flatten().min()
    }

    /// Does what is due.
    fn ring(&mut self) -> Result<(), Trouble> {
        if self.hold.is_some_and(|hold| hold <= Instant::now()) {
            self.hold = None;
        }
        // What is nearly due goes along: questions are put together.
        let soon = Instant::now() + self.options.pace.poll / 8;
        while let Some(due) = self.timers.pop(soon) {
            match due {
                Due::Ask(task, turn) if self.tasks[task].is_waiting(turn) => self.queues.ask.push_back(task),
                // Of a task that was sent by another process, the images are not known here yet.
                Due::Send(task, turn) if self.tasks[task].is_waiting(turn) => self.prepare(task)?,
                Due::Ask(..) | Due::Send(..) => {}
                Due::Look(task) => self.look(task)?,
                Due::Upload(upload) => self.queues.upload.push_back(upload),
                Due::Fetch(job, number) => self.queues.fetch.push_back((job, number)),
            }
        }
        Ok(())
    }

    /// Takes what an exchange came to.
    fn hear(&mut self, done: Done) -> Result<(), Trouble> {
        match done {
            Done::Sent(tasks, pauses, outcome) => self.sent(&tasks, pauses == self.pauses, outcome),
            Done::Asked(tasks, outcome) => {
                self.going.asks -= 1;
                self.asked(&tasks, outcome)
            }
            Done::Uploaded(upload, result) => {
                self.going.uploads -= 1;
                self.uploaded(upload, result)
            }
            Done::Fetched { job, number, url, result } => {
                self.going.fetches -= 1;
                self.fetched((job, number), &url, result)
            }
        }
    }

    /// The user wants to stop.
    fn interrupt(&mut self) {
        if !self.interrupted {
            self.interrupted = true;
            self.sends = false;
            self.watch.see(&Event::Stopping { out: self.purse.out });
        }
    }

    /// Nothing more is sent, since the service takes nothing.
    fn halt(&mut self, failure: &Failure) {
        self.sends = false;
        self.stopped_by.get_or_insert_with(|| failure.clone());
    }
}

#[cfg(test)]
mod tests;
