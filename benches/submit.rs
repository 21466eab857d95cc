//! Sending tasks to a service on loopback: one a request and twenty a request, next to `wrk` and to the packages of Runware
//! for Python and Node; and whole runs, with journal and pictures. Both sides of a ratio are run in turn against the same
//! service, which is a process of its own. What is not installed here is left out, and that is said.
//! `cargo bench --bench submit`
//!
//! `wrk` speaks from one thread, as the client does, over as many connections.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs
)]

#[path = "../tests/support/packages.rs"]
mod packages;
#[path = "support/packages_service.rs"]
mod packages_service;
#[path = "../tests/support/programs.rs"]
mod programs;
#[path = "../tests/support/service/mod.rs"]
mod service;

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::stream::{FuturesUnordered, StreamExt};
use scenewright::emit::task_uuid;
use scenewright::submit::client::Outcome;
use scenewright::submit::drive::{Stop, drive};
use scenewright::submit::journal::RunSpec;
use scenewright::submit::store::Shelf;
use scenewright::submit::{Client, Event, Job, Journal, Key, Options, Pace, Watch};

/// How many requests are out at once.
const AT_ONCE: usize = 64;
/// How often both sides are run.
const RUNS: usize = 7;
/// How long each is run.
const SECONDS: u64 = 1;
/// How many pictures a whole run makes.
const PICTURES: usize = 2_000;

fn main() {
    if std::env::args().any(|word| word == "--serve") {
        return serve();
    }
    let service = Service::start();
    let folder = std::env::temp_dir().join(format!("scenewright-submit-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    one_a_request(&service, &folder);
    let twenty = median((0..RUNS).map(|_| sent(&service, 20) * 20.0).collect());
    println!("20 tasks a request: {:.2} M tasks/s (goal: at least 0.5)", twenty / 1e6);
    packages_too(&service, &folder);
    whole_run(&service, &folder);
    fs::remove_dir_all(&folder).unwrap();
}

/// The service of the tests, which answers without a look at what it is sent, and one for the packages of Runware, until
/// stdin is closed. Their ports go to stdout first.
fn serve() {
    let service = service::Service::start(service::Habits { prepared: true, ..service::Habits::default() });
    println!("{} {}", service.port(), packages_service::start());
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// The service in a process of its own; it ends when its stdin does.
struct Service {
    _process: Child,
    /// Its address over HTTP.
    url: String,
    /// Its address over WebSocket.
    socket: String,
}

impl Service {
    fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut process = command.arg("--serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (http, socket) = line.trim().split_once(' ').unwrap();
        let (url, socket) = (format!("http://127.0.0.1:{http}/v1"), format!("ws://127.0.0.1:{socket}/v1"));
        Self { _process: process, url, socket }
    }

    fn client(&self) -> Client {
        Client::new(&self.url, Key::new(service::KEY).unwrap(), Pace::default()).unwrap()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A task as it is sent, and its id.
fn task(number: usize) -> (String, Bytes) {
    let uuid = task_uuid(&format!("task {number} of the bench"));
    let text = format!(
        "{{\"taskType\":\"imageInference\",\"taskUUID\":\"{uuid}\",\"deliveryMethod\":\"async\",\"outputType\":\"URL\",\
         \"includeCost\":true,\"model\":\"google:4@3\",\"positivePrompt\":\"Place the watch from the first image onto the \
         wooden table from the second image, soft morning light.\",\"width\":1200,\"height\":896,\"inputs\":\
         {{\"referenceImages\":[\"{uuid}\",\"{uuid}\"]}}}}"
    );
    (uuid, Bytes::from(text))
}

/// How many requests a second the client sends, each with so many tasks.
fn sent(service: &Service, tasks: usize) -> f64 {
    let client = service.client();
    let tasks: Vec<_> = (0..tasks).map(task).collect();
    let over = Cell::new(false);
    let once = || async {
        let mut count = 0_u32;
        while !over.get() {
            let outcome = client.send(&tasks, false).await;
            let Outcome::Answered(items) = outcome else { panic!("{outcome:?}") };
            assert_eq!(items.len(), tasks.len());
            count += 1;
        }
        count
    };
    runtime().block_on(async {
        let start = Instant::now();
        let mut all: FuturesUnordered<_> = (0..AT_ONCE).map(|_| once()).collect();
        let timer = tokio::time::sleep(Duration::from_secs(SECONDS));
        tokio::pin!(timer);
        let mut count = 0;
        loop {
            tokio::select! {
                () = &mut timer, if !over.get() => over.set(true),
                sent = all.next() => match sent {
                    Some(sent) => count += sent,
                    None => break,
                },
            }
        }
        f64::from(count) / start.elapsed().as_secs_f64()
    })
}

/// A task a request, next to `wrk`.
fn one_a_request(service: &Service, folder: &Path) {
    let script = folder.join("post.lua");
    let body = format!("[{}]", String::from_utf8_lossy(&task(0).1));
    let text = format!(
        "wrk.method = \"POST\"\nwrk.body = [==[{body}]==]\nwrk.headers[\"Content-Type\"] = \"application/json\"\n\
         wrk.headers[\"Authorization\"] = \"Bearer {}\"\n",
        service::KEY
    );
    fs::write(&script, text).unwrap();
    let mut wrk = Command::new("wrk");
    wrk.args([
        "--threads",
        "1",
        "--connections",
        &AT_ONCE.to_string(),
        "--duration",
        &format!("{SECONDS}s"),
        "--script",
    ]);
    wrk.arg(&script).arg(&service.url);
    let there = programs::is_there("wrk");
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(sent(service, 1));
        if there {
            theirs.push(requests(&mut wrk));
            ratios.push(ours[ours.len() - 1] / theirs[theirs.len() - 1]);
        }
    }
    println!("a task a request, {AT_ONCE} at once: {:.0} requests/s", median(ours));
    if there {
        println!("wrk: {:.0} requests/s; ratio: {:.2} (goal: at least 0.7)", median(theirs), median(ratios));
    } else {
        println!("wrk is not installed here, so there is no ratio");
    }
}

/// What `wrk` counts.
fn requests(wrk: &mut Command) -> f64 {
    let out = wrk.output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "{text}");
    let line = text.lines().find_map(|line| line.strip_prefix("Requests/sec:")).unwrap_or_else(|| panic!("{text}"));
    line.trim().parse().unwrap()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The same tasks through the packages of Runware, as many at once.
fn packages_too(service: &Service, folder: &Path) {
    let script = folder.join("send.py");
    fs::write(&script, PYTHON).unwrap();
    match packages::python() {
        Some(python) => beside(service, "Python", Command::new(python).arg(&script), 15),
        None => println!("the package for Python is not installed here, so there is no ratio"),
    }
    match packages::node() {
        Some(modules) => {
            let script: PathBuf = modules.join("send.mjs");
            fs::write(&script, NODE).unwrap();
            beside(service, "Node", Command::new("node").arg(&script), 50);
        }
        None => println!("the package for Node is not installed here, so there is no ratio"),
    }
}

/// Runs a program that sends tasks and says how many a second it had answers for.
fn beside(service: &Service, name: &str, command: &mut Command, goal: u32) {
    let body = String::from_utf8_lossy(&task(0).1).into_owned();
    command.env("NO_PROXY", "*").env("no_proxy", "*").env("TASK", body).env("AT_ONCE", AT_ONCE.to_string());
    command.env("URL", &service.socket);
    let (mut rates, mut ones, mut twenties) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        let (one, twenty) = (sent(service, 1), sent(service, 20) * 20.0);
        let ended = programs::run(command, "", 120);
        let Some(Ok(rate)) = ended.as_ref().ok().map(|ended| ended.out.trim().parse::<f64>()) else {
            println!("the package for {name} cannot be run here: {ended:?}");
            return;
        };
        rates.push(rate);
        ones.push(one / rate);
        twenties.push(twenty / rate);
    }
    println!(
        "the package for {name}: {:.0} tasks/s; ratio: {:.0} (goal: at least {goal}), and {:.0} with 20 tasks a request",
        median(rates),
        median(ones),
        median(twenties)
    );
}

const PYTHON: &str = r#"
import asyncio, json, os, time, uuid
from runware import IImageInference, Runware

async def main():
    runware = Runware(api_key="a-key-of-the-benches", url=os.environ["URL"])
    await runware.connect()
    task, at_once = json.loads(os.environ["TASK"]), int(os.environ["AT_ONCE"])
    done, end = 0, time.perf_counter() + 2

    async def worker():
        nonlocal done
        while time.perf_counter() < end:
            await runware.imageInference(requestImage=IImageInference(
                taskUUID=str(uuid.uuid4()), model=task["model"], positivePrompt=task["positivePrompt"],
                width=task["width"], height=task["height"], extraArgs={"inputs": task["inputs"]}))
            done += 1

    start = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    print(done / (time.perf_counter() - start))
    await runware.disconnect()

asyncio.run(main())
"#;

const NODE: &str = r#"
import { Runware } from "@runware/sdk-js";
import { randomUUID } from "node:crypto";
const runware = await Runware.initialize({ apiKey: "a-key-of-the-benches", url: process.env.URL });
const { model, positivePrompt, width, height, inputs } = JSON.parse(process.env.TASK);
let done = 0;
const start = performance.now();
async function worker() {
  while (performance.now() < start + 2000) {
    await runware.requestImages({ taskUUID: randomUUID(), model, positivePrompt, width, height, inputs });
    done += 1;
  }
}
await Promise.all(Array.from({ length: Number(process.env.AT_ONCE) }, worker));
console.log(done / ((performance.now() - start) / 1000));
await runware.disconnect();
process.exit(0);
"#;

/// Nobody stops a run.
struct Never;

impl Stop for Never {
    fn stopped(&mut self) -> impl Future<Output = ()> {
        std::future::pending()
    }
}

/// Nobody looks on.
struct Blind;

impl Watch for Blind {
    fn see(&mut self, _: &Event<'_>) {}
}

/// A whole run: journal, tasks, questions, pictures.
fn whole_run(service: &Service, folder: &Path) {
    let mut rates = Vec::new();
    for run in 0..3 {
        let project = folder.join(run.to_string());
        fs::create_dir_all(&project).unwrap();
        let mut journal = Journal::open(&project).unwrap();
        let key = Key::new(service::KEY).unwrap();
        let out = project.join("out");
        let spec = RunSpec {
            base: service.url.clone(),
            account: key.account(),
            out: out.clone(),
            max_cost: None,
            download: true,
            again: false,
        };
        let jobs: Vec<Job> = (0..PICTURES).map(job).collect();
        let pace = Pace { poll: Duration::from_millis(10), ..Pace::default() };
        let options = Options { concurrency: AT_ONCE, out: out.clone(), pace, ..Options::default() };
        let shelf = Shelf::new(&out, &project);
        let start = Instant::now();
        let number = journal.record(&spec, &jobs).unwrap();
        let client = service.client();
        let (mut stop, mut watch) = (Never, Blind);
        let driving = drive(number, (&mut journal, &client, &shelf), &options, &mut stop, &mut watch);
        let summary = runtime().block_on(driving).unwrap();
        assert_eq!(summary.done, PICTURES, "{summary:?}");
        rates.push(f64::from(u32::try_from(PICTURES).unwrap()) / start.elapsed().as_secs_f64());
    }
    println!("a whole run of {PICTURES}, {AT_ONCE} at once: {:.0} pictures/s with journal and files", median(rates));
}

fn job(number: usize) -> Job {
    let mut body = String::from("\"model\":\"google:4@3\",\"positivePrompt\":\"Place the watch onto the table, ");
    write!(body, "view {number}.\",\"width\":1200,\"height\":896}}").unwrap();
    Job {
        scene: "bench.scene".to_owned(),
        scene_hash: "0".repeat(64),
        id: format!("view-{number}"),
        pass: "scene".to_owned(),
        model: "google:4@3".to_owned(),
        prompt: format!("Place the watch onto the table, view {number}."),
        size: Some((1200, 896)),
        results: 1,
        seed: None,
        estimate: None,
        exact: false,
        place: "bench.scene:1:1".to_owned(),
        references: Vec::new(),
        body: vec![body],
        inputs: Vec::new(),
    }
}
