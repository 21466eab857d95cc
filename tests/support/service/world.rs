//! The state of the service: tasks, images, pictures. What comes in: sound requests. What goes out: entries of answers.
//! Absent: the network, and everything that goes wrong on the way.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::habits::{Dice, Fault, Habits, On, Refusal};
use super::ledger::{Accepted, Ledger, Upload};
use super::schema::{self, Wanted, invalid, is_v4};
use super::{content, pictures};

/// The entries of an answer.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) data: Vec<Value>,
    pub(super) errors: Vec<Value>,
    /// The statuses of the errors.
    pub(super) statuses: Vec<u16>,
}

/// A task that the service has.
struct Task {
    accepted: Instant,
    asked: u32,
    /// How many of its results were told of when results come one after the other.
    told: usize,
    fails: Option<Refusal>,
    images: Vec<String>,
    results: Vec<Value>,
}

/// A picture that the service has made.
pub(super) struct Picture {
    pub(super) format: String,
    pub(super) mime: &'static str,
}

/// The state of the service.
pub(super) struct World {
    base: String,
    tasks: HashMap<String, Task>,
    ids: HashSet<String>,
    /// What each image shows that may be a reference.
    shown: HashMap<String, String>,
    pub(super) pictures: HashMap<String, Picture>,
    /// What pictures show, by the digest of their bytes: whoever uploads one brings the same picture.
    made: BTreeMap<String, String>,
    /// How often addresses were made invalid.
    pub(super) epoch: u64,
    pub(super) ledger: Ledger,
}

impl World {
    pub(super) fn new(base: String) -> Self {
        Self {
            base,
            tasks: HashMap::new(),
            ids: HashSet::new(),
            shown: HashMap::new(),
            pictures: HashMap::new(),
            made: BTreeMap::new(),
            epoch: 0,
            ledger: Ledger::default(),
        }
    }

    /// No image may be a reference any more.
    pub(super) fn expire_images(&mut self) {
        self.shown.clear();
    }

    /// The service does not know any more what became of a task, but that its id was taken.
    pub(super) fn forget(&mut self, uuid: &str) {
        self.tasks.remove(uuid);
    }

    /// Does one task of a request. `dry` makes nothing.
    pub(super) fn perform(
        &mut self,
        task: &Value,
        dry: bool,
        (habits, dice): (&Habits, &mut Dice),
        entries: &mut Entries,
    ) {
        let Some(object) = task.as_object() else {
            return entries.fail(&Refusal::new("invalidTask", "A task is an object."), "", None, habits);
        };
        let kind = object.get("taskType").and_then(Value::as_str).unwrap_or_default();
        let uuid = object.get("taskUUID").and_then(Value::as_str).unwrap_or_default().to_owned();
        let done = if is_v4(&uuid) {
            match kind {
                "imageInference" => self.infer(object, &uuid, dry, (habits, dice)),
                "imageUpload" => self.upload(object, &uuid),
                "getResponse" => self.ask(object, &uuid, habits),
                _ => Err(Refusal::new("invalidTaskType", "There is no such type of task.").about("taskType")),
            }
        } else {
            Err(Refusal::new("invalidTaskUUID", "An id is a UUID of version 4.").about("taskUUID"))
        };
        match done {
            Ok(data) => entries.data.extend(data),
            Err(refusal) => entries.fail(&refusal, kind, Some(&uuid), habits),
        }
    }

    fn infer(
        &mut self,
        task: &Map<String, Value>,
        uuid: &str,
        dry: bool,
        (habits, dice): (&Habits, &mut Dice),
    ) -> Result<Vec<Value>, Refusal> {
        let wanted = schema::wanted(task)?;
        let shown = self.references(&wanted, habits)?;
        let each = wanted.model.price(wanted.size, wanted.resolution.as_deref(), wanted.references.len());
        let cost = each * wanted.results;
        if dry {
            return Ok(vec![json!({"taskType": "imageInference", "taskUUID": uuid, "cost": dollars(cost)})]);
        }
        if self.ids.contains(uuid) {
            self.ledger.conflicts += 1;
            return Err(conflict());
        }
        let prompt = task["positivePrompt"].as_str().unwrap_or_default().to_owned();
        let mut fails = None;
        for fault in dice.roll(habits, On::Task, &format!("{uuid} {prompt}")) {
            match fault {
                Fault::Refused(refusal) => return Err(refusal),
                Fault::Fails(refusal) => fails = fails.or(Some(refusal)),
                _ => {}
            }
        }
        self.ids.insert(uuid.to_owned());
        let content = content::digest(task, &shown);
        let images: Vec<_> = (0..wanted.results).map(|at| content::image(uuid, at)).collect();
        let results = images.iter().zip(0..).map(|(image, at)| self.make(&wanted, uuid, image, (&content, at, each)));
        let results = if fails.is_some() { Vec::new() } else { results.collect() };
        let fails_later = fails.is_some();
        let kept =
            Accepted { uuid: uuid.to_owned(), content, prompt, cost, fails: fails_later, images: images.clone() };
        self.ledger.tasks.push(kept);
        let whole = results.clone();
        let task = Task { accepted: Instant::now(), asked: 0, told: 0, fails, images, results };
        self.tasks.insert(uuid.to_owned(), task);
        if wanted.is_async {
            return Ok(vec![json!({"taskType": "imageInference", "taskUUID": uuid})]);
        }
        match self.tasks[uuid].fails.clone() {
            Some(refusal) => Err(refusal),
            None => Ok(whole),
        }
    }

    /// Makes one picture; its entry of an answer comes back. Its address is put in when it is told of.
    fn make(&mut self, wanted: &Wanted, uuid: &str, image: &str, (content, at, each): (&str, u64, u64)) -> Value {
        let (format, mime) = (wanted.format.clone(), pictures::mime(&wanted.format));
        let shown = format!("made:{content}:{at}");
        let bytes = pictures::bytes(image, &format);
        self.made.insert(blake3::hash(&bytes).to_string(), shown.clone());
        self.shown.insert(image.to_owned(), shown);
        let mut entry = json!({"taskType": "imageInference", "taskUUID": uuid, "imageUUID": image});
        let base64 = || base64_simd::STANDARD.encode_to_string(&bytes);
        match wanted.output.as_str() {
            "base64Data" => entry["imageBase64Data"] = base64().into(),
            "dataURI" => entry["imageDataURI"] = format!("data:{mime};base64,{}", base64()).into(),
            _ => entry["imageURL"] = self.url(image, &format).into(),
        }
        self.pictures.insert(image.to_owned(), Picture { format, mime });
        entry["seed"] = wanted.seed.unwrap_or(42 + at).into();
        if wanted.with_cost {
            entry["cost"] = dollars(each).into();
        }
        entry
    }

    fn url(&self, image: &str, format: &str) -> String {
        let epoch = if self.epoch == 0 { String::new() } else { format!("?e={}", self.epoch) };
        format!("{}/im/{image}.{}{epoch}", self.base, pictures::extension(format))
    }

    /// What each reference shows.
    fn references(&self, wanted: &Wanted, habits: &Habits) -> Result<Vec<String>, Refusal> {
        let name = "inputs.referenceImages";
        let show = |text: &String| {
            if is_v4(text) {
                let unknown = || Refusal::new(&habits.unknown_image, "There is no such image.").about(name);
                return self.shown.get(text).cloned().ok_or_else(unknown);
            }
            if text.starts_with("https://") || text.starts_with("http://") {
                return Ok(text.clone());
            }
            let bytes = content::decoded(text).filter(|bytes| pictures::is_image(bytes));
            bytes.map(|bytes| self.of_bytes(&bytes)).ok_or_else(|| invalid(name, "has an entry that is no image"))
        };
        wanted.references.iter().map(show).collect()
    }

    fn of_bytes(&self, bytes: &[u8]) -> String {
        let digest = blake3::hash(bytes).to_string();
        self.made.get(&digest).cloned().unwrap_or(format!("bytes:{digest}"))
    }

    fn upload(&mut self, task: &Map<String, Value>, uuid: &str) -> Result<Vec<Value>, Refusal> {
        let unknown = task.keys().find(|key| !["taskType", "taskUUID", "image"].contains(&key.as_str()));
        if let Some(key) = unknown {
            return Err(Refusal::new("unsupportedParameter", "An upload has no such key.").about(key));
        }
        let image = task.get("image").and_then(Value::as_str).ok_or_else(|| invalid("image", "is a text"))?;
        let bytes =
            if image.starts_with("https://") { Some(image.as_bytes().to_vec()) } else { content::decoded(image) };
        let sound = bytes.filter(|bytes| image.starts_with("https://") || pictures::is_image(bytes));
        let bytes = sound.ok_or_else(|| invalid("image", "is a URL, a data URI or base64 of an image"))?;
        if !self.ids.insert(uuid.to_owned()) {
            return Err(conflict());
        }
        let digest = blake3::hash(&bytes).to_string();
        let image = content::image(uuid, 0);
        self.shown.insert(image.clone(), self.of_bytes(&bytes));
        self.ledger.uploads.push(Upload { image: image.clone(), digest, answered: true });
        Ok(vec![json!({"taskType": "imageUpload", "taskUUID": uuid, "imageUUID": image})])
    }

    fn ask(&mut self, task: &Map<String, Value>, uuid: &str, habits: &Habits) -> Result<Vec<Value>, Refusal> {
        if let Some(key) = task.keys().find(|key| !["taskType", "taskUUID"].contains(&key.as_str())) {
            return Err(Refusal::new("unsupportedParameter", "A question has no such key.").about(key));
        }
        let base = (self.epoch, self.base.clone());
        let Some(task) = self.tasks.get_mut(uuid) else {
            return Err(Refusal::new(&habits.unknown_task, "There is no such task.").about("taskUUID").status(404));
        };
        let working = json!({"taskType": "imageInference", "taskUUID": uuid, "status": "processing"});
        task.asked = task.asked.saturating_add(1);
        if task.asked <= habits.asks || task.accepted.elapsed() < habits.takes {
            return Ok(vec![working]);
        }
        if let Some(refusal) = &task.fails {
            if habits.errors_in_data {
                let mut entry = entry_of(refusal, "imageInference", Some(uuid), habits);
                entry["status"] = "error".into();
                return Ok(vec![entry]);
            }
            return Err(Refusal { of: Some("imageInference"), ..refusal.clone() });
        }
        task.told = if habits.trickle { task.told + 1 } else { task.results.len() }.min(task.results.len());
        let mut entries = task.results[..task.told].to_vec();
        for (entry, image) in entries.iter_mut().zip(&task.images) {
            entry["status"] = "success".into();
            if entry.get("imageURL").is_some() && base.0 > 0 {
                let extension = pictures::extension(&self.pictures[image].format);
                entry["imageURL"] = format!("{}/im/{image}.{extension}?e={}", base.1, base.0).into();
            }
        }
        entries.extend((task.told..task.results.len()).map(|_| working.clone()));
        Ok(entries)
    }
}

impl Entries {
    fn fail(&mut self, refusal: &Refusal, kind: &str, uuid: Option<&str>, habits: &Habits) {
        self.statuses.push(refusal.status);
        self.errors.push(entry_of(refusal, kind, uuid, habits));
    }
}

/// An error as an answer has it.
pub(super) fn entry_of(refusal: &Refusal, kind: &str, uuid: Option<&str>, habits: &Habits) -> Value {
    let mut entry = json!({"code": refusal.code, "message": format!("{}{}", refusal.message, habits.says)});
    match refusal.parameters.as_slice() {
        [] => {}
        [one] => entry["parameter"] = one.clone().into(),
        several => entry["parameter"] = several.into(),
    }
    if let Some(uuid) = uuid {
        entry["taskType"] = refusal.of.unwrap_or(kind).into();
        entry["taskUUID"] = uuid.into();
    }
    entry
}

fn conflict() -> Refusal {
    Refusal::new("conflictTaskUUID", "A task with this id was sent before.").about("taskUUID")
}

#[allow(clippy::cast_precision_loss)] // costs are small
fn dollars(millionths: u64) -> f64 {
    millionths as f64 / 1e6
}
