//! The file of a plan. What comes in: jobs. What goes out: a plan as JSON, which pins everything that its tasks are made of;
//! and the plan that such a file holds. It has no times, no states and no paths of one machine, so that the same plan has the
//! same bytes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::jobs::{Jobs, Pin};
use crate::cli::projects::{seen_from, shown};
use crate::cli::variants::Variants;
use crate::diagnostic::render::{escape_json, printable};
use crate::submit::{Input, Job};
use crate::target::{Cost, Usd};

/// The version of the form.
const VERSION: u64 = 1;
/// How many bytes a plan may have.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A plan.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Plan {
    pub(super) version: u64,
    /// What wrote it.
    pub(super) compiler: String,
    /// The arguments, which count from the folder in which the plan was made.
    pub(super) files: Vec<String>,
    pub(super) settings: Settings,
    /// The files that the scenes are made of. Their paths count from the project's folder.
    pub(super) sources: Vec<Source>,
    /// Local images. Their paths count from there too.
    pub(super) inputs: Vec<Image>,
    pub(super) jobs: Vec<Planned>,
    pub(super) totals: Totals,
}

/// What was asked of the scenes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Settings {
    /// `NAME=VALUE`
    pub(super) set: Vec<String>,
    pub(super) only: Vec<String>,
    pub(super) max_tasks: u64,
}

/// A file and a digest of its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) path: String,
    /// BLAKE3, in hexadecimal digits.
    pub(super) hash: String,
}

/// A local image.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Image {
    pub(super) path: String,
    /// BLAKE3, in hexadecimal digits.
    pub(super) hash: String,
    pub(super) bytes: u64,
}

/// A job.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Planned {
    pub(super) scene: String,
    pub(super) id: String,
    pub(super) pass: String,
    pub(super) model: String,
    pub(super) size: Option<Size>,
    pub(super) results: u32,
    pub(super) references: Vec<String>,
    /// The tasks whose pictures it needs, by their ids.
    pub(super) depends_on: Vec<String>,
    /// An id made of the whole content of its task.
    #[serde(rename = "taskUUID")]
    pub(super) task: String,
    #[serde(rename = "priceUSD")]
    pub(super) price: Option<f64>,
    pub(super) price_is: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Size {
    width: u32,
    height: u32,
}

/// All of it, if nothing is made yet. Jobs with the same content are one task.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Totals {
    pub(super) tasks: usize,
    pub(super) pictures: u64,
    /// How many different images there are among the inputs, and their bytes.
    pub(super) images: usize,
    pub(super) bytes: u64,
    #[serde(rename = "priceUSD")]
    pub(super) price: Option<f64>,
    pub(super) price_is: String,
}

impl Plan {
    pub(super) fn of(jobs: &Jobs, files: &[PathBuf], variants: &Variants) -> Result<Self, String> {
        let mut keys: Vec<String> = Vec::with_capacity(jobs.jobs.len());
        let mut planned = Vec::with_capacity(jobs.jobs.len());
        for (job, cost) in jobs.jobs.iter().zip(&jobs.costs) {
            let key = job.key(&|need| keys.get(need).cloned().unwrap_or_default());
            let depends_on = job.needs().filter_map(|need| keys.get(need).cloned()).collect();
            planned.push(Planned::of((job, cost), key.clone(), depends_on));
            keys.push(key);
        }
        let source = |pin: &Pin| Source { path: pin.path.clone(), hash: pin.hash.clone() };
        let (set, only, max_tasks) = variants.asked();
        let inputs = images(jobs);
        Ok(Self {
            version: VERSION,
            compiler: concat!("scenewright ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: files.iter().map(|path| argument(path)).collect::<Result<_, String>>()?,
            settings: Settings { set, only: only.to_vec(), max_tasks },
            sources: jobs.sources.iter().map(source).collect(),
            totals: Totals::of(jobs, &keys, &inputs),
            inputs,
            jobs: planned,
        })
    }
}

impl Planned {
    fn of((job, cost): (&Job, &Cost), task: String, depends_on: Vec<String>) -> Self {
        Self {
            scene: job.scene.clone(),
            id: job.id.clone(),
            pass: job.pass.clone(),
            model: job.model.clone(),
            size: job.size.map(|(width, height)| Size { width, height }),
            results: job.results,
            references: job.references.clone(),
            depends_on,
            task,
            price: cost.usd().map(Usd::dollars),
            price_is: cost.kind().to_owned(),
        }
    }
}

impl Totals {
    fn of(jobs: &Jobs, keys: &[String], inputs: &[Image]) -> Self {
        let mut sent = std::collections::HashSet::new();
        let (mut pictures, mut price) = (0, None::<Cost>);
        for ((job, cost), key) in jobs.jobs.iter().zip(&jobs.costs).zip(keys) {
            if sent.insert(key) {
                pictures += u64::from(job.results);
                price = Some(price.map_or_else(|| cost.clone(), |sum| sum.and(cost.clone())));
            }
        }
        let different: BTreeMap<&str, u64> = inputs.iter().map(|image| (image.hash.as_str(), image.bytes)).collect();
        let price = price.unwrap_or(Cost::Known(Usd(0)));
        Self {
            tasks: sent.len(),
            pictures,
            images: different.len(),
            bytes: different.values().sum(),
            price: price.usd().map(Usd::dollars),
            price_is: price.kind().to_owned(),
        }
    }
}

/// The local images of jobs, each file once, by path.
fn images(jobs: &Jobs) -> Vec<Image> {
    let mut images = BTreeMap::new();
    for input in jobs.jobs.iter().flat_map(|job| &job.inputs) {
        if let Input::File { file, hash, bytes, .. } = input {
            images.entry(file).or_insert((hash, *bytes));
        }
    }
    // One that lies elsewhere has a whole path, which is of this machine.
    let path = |file: &str| seen_from(&jobs.project, Path::new(file)).to_string_lossy().replace('\\', "/");
    images.into_iter().map(|(file, (hash, bytes))| Image { path: path(file), hash: hash.clone(), bytes }).collect()
}

/// An argument as it can be given again, on another machine too, from the same folder.
fn argument(path: &Path) -> Result<String, String> {
    let real = path.is_absolute().then(|| fs::canonicalize(path).ok()).flatten();
    let path = real.map_or_else(|| path.to_owned(), |real| shown(&real));
    let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
    let text = path.to_str().map(|text| text.replace('\\', "/"));
    text.ok_or_else(|| format!("the name of `{}` is not Unicode", printable(&path.to_string_lossy())))
}

/// The plan of jobs, as text.
pub(super) fn text(plan: &Plan) -> Result<String, String> {
    let json = serde_json::to_string_pretty(plan).map_err(|error| format!("the plan cannot be written: {error}"))?;
    Ok(escape_json(json) + "\n")
}

/// The plan that a file holds.
pub(super) fn read(path: &Path) -> Result<Plan, String> {
    #[derive(Deserialize)]
    struct Version {
        version: u64,
    }
    let shown = printable(&path.to_string_lossy()).into_owned();
    let bytes = bytes(path).map_err(|why| format!("cannot read the plan `{shown}`: {why}"))?;
    let no_plan = |error: &serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        format!("`{shown}` is no plan: see line {line}, column {column}; `scene plan --out` writes one")
    };
    let Version { version } = serde_json::from_slice(&bytes).map_err(|error| no_plan(&error))?;
    if version != VERSION {
        return Err(format!("`{shown}` is a plan of version {version}, and this program reads version {VERSION}"));
    }
    let plan: Plan = serde_json::from_slice(&bytes).map_err(|error| no_plan(&error))?;
    let why = match plan.files.as_slice() {
        [] => "it is of no scene",
        files if files.iter().any(|file| file == "-") => "it is of stdin",
        _ => return Ok(plan),
    };
    Err(format!("`{shown}` is no plan that can be kept to: {why}"))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let there = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    })?;
    if !there.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST { Err(format!("it is larger than {} MiB", LARGEST >> 20)) } else { Ok(bytes) }
}
