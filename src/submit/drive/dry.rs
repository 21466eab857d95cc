//! Has the service look at the tasks of jobs, and say what each would cost. What comes in: jobs. What goes out: for each
//! job a price or a failure. Absent: the journal, uploads, and anything that is paid.
//!
//! A dry task has an id of its own, a new one each time, so that whatever the service makes of that id, the real one is
//! not touched. Local images go along inline. For the picture of an earlier job, which there is not yet, a grey one of its
//! size stands in. Jobs with the same content are looked at once.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::AT_ONCE;
use super::inline::{data_uri, grey};
use super::timers::backoff;
use crate::submit::client::{Item, Outcome, Said};
use crate::submit::store::Shelf;
use crate::submit::{Class, Client, Event, Failure, Input, Job, Options, Picture, Trouble, Watch};
use crate::target::Usd;

/// How many bytes of tasks go into one request, unless one task alone has more.
const MOST: usize = 20 * 1024 * 1024;
/// How large a picture is if its job leaves that to the service.
const UNSAID: (u32, u32) = (1024, 1024);

/// What the service says of a job.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DryResult {
    /// What it would cost, if the service said so. The job that is looked at for all of the same content is told the whole;
    /// they share the cost, as they share the picture.
    pub cost: Option<Usd>,
    /// Why it would not be made.
    pub failure: Option<Failure>,
    /// How many pictures of earlier jobs others stood in for.
    pub stand_ins: usize,
    /// The earlier job with the same content, if there is one: it costs nothing more.
    pub same_as: Option<usize>,
}

/// Has the service look at jobs. Nothing is made and nothing is paid.
///
/// # Errors
/// [`Trouble::Service`] if the service takes nothing at all: the key, the address, no money, or no way to it.
pub async fn dry(
    jobs: &[Job],
    client: &Client,
    shelf: &Shelf,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Vec<DryResult>, Trouble> {
    let mut dry = Dry::new(jobs, shelf, options);
    let mut going = FuturesUnordered::new();
    loop {
        while going.len() < options.concurrency.clamp(1, AT_ONCE) {
            let Some(parcel) = dry.next() else { break };
            going.push(exchange(client, parcel));
        }
        let Some((sent, outcome)) = going.next().await else { break };
        dry.hear(sent, outcome, watch)?;
    }
    Ok(dry.results())
}

/// Jobs that go into one request.
struct Parcel {
    after: Duration,
    tries: u32,
    jobs: Vec<usize>,
    tasks: Vec<(String, Bytes)>,
}

/// Jobs that went into one request, with the ids that they had there.
struct Sent {
    tries: u32,
    jobs: Vec<(usize, String)>,
}

async fn exchange(client: &Client, parcel: Parcel) -> (Sent, Outcome) {
    tokio::time::sleep(parcel.after).await;
    let outcome = client.send(&parcel.tasks, true).await;
    let jobs = parcel.jobs.into_iter().zip(parcel.tasks.into_iter().map(|(id, _)| id)).collect();
    (Sent { tries: parcel.tries, jobs }, outcome)
}

/// Jobs that are sent again: after a while, and not with others.
struct Again {
    after: Duration,
    tries: u32,
    jobs: Vec<usize>,
}

struct Dry<'d> {
    jobs: &'d [Job],
    shelf: &'d Shelf,
    options: &'d Options,
    results: Vec<DryResult>,
    first: VecDeque<usize>,
    again: VecDeque<Again>,
    /// A task that did not fit into the last request.
    left: Option<(usize, (String, Bytes))>,
    /// Images that stand in for others, by their sizes.
    greys: HashMap<(u32, u32), String>,
    /// Whether the service has said anything of any task.
    answered: bool,
    /// Whether a request was tried in vain, and taken apart.
    apart: bool,
}

impl<'d> Dry<'d> {
    fn new(jobs: &'d [Job], shelf: &'d Shelf, options: &'d Options) -> Self {
        let mut keys: Vec<String> = Vec::with_capacity(jobs.len());
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut results = Vec::with_capacity(jobs.len());
        for (at, job) in jobs.iter().enumerate() {
            let key = job.key(&|need| keys.get(need).cloned().unwrap_or_default());
            let same = *known.entry(key.clone()).or_insert(at);
            keys.push(key);
            let stand_ins = job.needs().count();
            results.push(DryResult { stand_ins, same_as: (same < at).then_some(same), ..DryResult::default() });
        }
        let first = (0..jobs.len()).filter(|job| results[*job].same_as.is_none()).collect();
        let (again, greys) = (VecDeque::new(), HashMap::new());
        Self { jobs, shelf, options, results, first, again, left: None, greys, answered: false, apart: false }
    }

    /// The next request, if there is one.
    fn next(&mut self) -> Option<Parcel> {
        while let Some(Again { after, tries, jobs }) = self.again.pop_front() {
            let built = jobs.into_iter().filter_map(|job| Some((job, self.built(job)?)));
            let (jobs, tasks): (Vec<usize>, Vec<_>) = built.unzip();
            if !jobs.is_empty() {
                return Some(Parcel { after, tries, jobs, tasks });
            }
        }
        let mut parcel = Parcel { after: Duration::ZERO, tries: 0, jobs: Vec::new(), tasks: Vec::new() };
        let mut bytes = 0;
        while parcel.jobs.len() < self.options.batch.max(1) {
            let Some((job, task)) = self.left.take().or_else(|| self.build_next()) else { break };
            bytes += task.1.len();
            if bytes > MOST && !parcel.jobs.is_empty() {
                self.left = Some((job, task));
                break;
            }
            parcel.jobs.push(job);
            parcel.tasks.push(task);
        }
        (!parcel.jobs.is_empty()).then_some(parcel)
    }

    fn build_next(&mut self) -> Option<(usize, (String, Bytes))> {
        while let Some(job) = self.first.pop_front() {
            if let Some(task) = self.built(job) {
                return Some((job, task));
            }
        }
        None
    }

    /// The task of a job under a new id. If it cannot be put together, the job has failed.
    fn built(&mut self, job: usize) -> Option<(String, Bytes)> {
        match self.build(job) {
            Ok(task) => Some(task),
            Err(failure) => {
                self.results[job].failure = Some(failure);
                None
            }
        }
    }

    fn build(&mut self, at: usize) -> Result<(String, Bytes), Failure> {
        let jobs = self.jobs;
        let job = &jobs[at];
        let mut images = Vec::with_capacity(job.inputs.len());
        for input in &job.inputs {
            images.push(match input {
                Input::File { file, hash, mime, .. } => data_uri(mime, &self.shelf.input(file, hash)?)?,
                Input::Picture(need) => self.grey(jobs[..at].get(*need))?,
            });
        }
        let place = |input: &Input| job.inputs.iter().position(|own| std::ptr::eq(own, input));
        let image = |input: &Input| place(input).map_or_else(String::new, |place| images[place].clone());
        let id = uuid::Uuid::new_v4().to_string();
        let task = job.task(&id, &image).into();
        Ok((id, task))
    }

    /// An image that stands in for the picture of a job.
    fn grey(&mut self, job: Option<&Job>) -> Result<String, Failure> {
        let job = job.ok_or_else(|| {
            Failure::new(Class::Validation, "it needs the picture of a job that does not stand in front of it")
        })?;
        let size = job.size.unwrap_or(UNSAID);
        if let Some(uri) = self.greys.get(&size) {
            return Ok(uri.clone());
        }
        let uri = data_uri("image/png", &grey(size)?)?;
        self.greys.insert(size, uri.clone());
        Ok(uri)
    }

    /// Takes what came of a request.
    fn hear(&mut self, sent: Sent, outcome: Outcome, watch: &mut dyn Watch) -> Result<(), Trouble> {
        let (failure, wait) = match outcome {
            Outcome::Answered(items) => {
                self.answered |= !items.is_empty();
                self.answer(sent, items, watch);
                return Ok(());
            }
            Outcome::Refused(failure, wait) | Outcome::Lost(failure, wait) => (failure, wait),
        };
        let (passes, several, retries) = (failure.class.may_pass(), sent.jobs.len() > 1, self.options.pace.retries);
        let over = passes && sent.tries >= retries;
        // One of the tasks may be more than the service can bear, and the others not: each is tried once by itself.
        let spoilt = several && if passes { over && is_of_tasks(failure.class) } else { !takes_nothing(&failure) };
        let hopeless = over && !self.answered && if spoilt { self.apart } else { sent.tries == retries };
        if takes_nothing(&failure) || hopeless {
            return Err(Trouble::Service(failure));
        }
        if spoilt {
            self.apart |= over;
            let tries = if over { retries.saturating_add(1) } else { 0 };
            let alone = |(job, _)| Again { after: Duration::ZERO, tries, jobs: vec![job] };
            self.again.extend(sent.jobs.into_iter().map(alone));
        } else if passes {
            let jobs = sent.jobs.into_iter().map(|(job, _)| (job, failure.clone())).collect();
            self.repeat(jobs, sent.tries, wait, watch);
        } else {
            sent.jobs.into_iter().for_each(|(job, _)| self.results[job].failure = Some(failure.clone()));
        }
        Ok(())
    }

    /// Takes what was said of each task.
    fn answer(&mut self, sent: Sent, items: Vec<Item>, watch: &mut dyn Watch) {
        let mut said: HashMap<String, Said> = items.into_iter().map(|item| (item.task, item.said)).collect();
        let mut again = Vec::new();
        for (job, id) in sent.jobs {
            match said.remove(&id) {
                Some(Said::Made(pictures)) => self.results[job].cost = cost(&pictures),
                Some(Said::Working) => {}
                Some(Said::Failed(failure)) if failure.class.may_pass() => again.push((job, failure)),
                Some(Said::Failed(failure)) => self.results[job].failure = Some(failure),
                None => again.push((job, Failure::new(Class::Server, "the service said nothing of it"))),
            }
        }
        if !again.is_empty() {
            self.repeat(again, sent.tries, None, watch);
        }
    }

    /// Jobs of a request are sent again, unless that was done often enough.
    fn repeat(&mut self, jobs: Vec<(usize, Failure)>, tries: u32, wait: Option<Duration>, watch: &mut dyn Watch) {
        if tries >= self.options.pace.retries {
            for (job, failure) in jobs {
                self.results[job].failure = Some(failure);
            }
            return;
        }
        let after = backoff(&self.options.pace, tries + 1, wait);
        if let Some((_, failure)) = jobs.first() {
            watch.see(&Event::Waiting { wait: after, failure });
        }
        let jobs = jobs.into_iter().map(|(job, _)| job).collect();
        self.again.push_back(Again { after, tries: tries + 1, jobs });
    }

    fn results(mut self) -> Vec<DryResult> {
        for at in 0..self.results.len() {
            if let Some(same) = self.results[at].same_as {
                let failure = self.results[same].failure.clone();
                self.results[at].failure = failure;
            }
        }
        self.results
    }
}

/// Whether a failure is none of the tasks'.
fn takes_nothing(failure: &Failure) -> bool {
    // A code would tell what is missing; without one it is the address of the service.
    let is_address = failure.class == Class::NotFound && failure.code.is_empty();
    is_address || matches!(failure.class, Class::Auth | Class::Quota)
}

/// Whether tasks may be the cause of a failure, and not the way to the service or its rate.
fn is_of_tasks(class: Class) -> bool {
    !matches!(class, Class::Connection | Class::RateLimit)
}

fn cost(pictures: &[Picture]) -> Option<Usd> {
    let mut costs = pictures.iter().filter_map(|picture| picture.cost).peekable();
    costs.peek()?;
    Some(Usd(costs.fold(0, |sum, cost| sum.saturating_add(cost.0))))
}

#[cfg(test)]
#[path = "dry_tests.rs"]
mod tests;
