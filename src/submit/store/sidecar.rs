//! Where pictures come from. What comes in: a job, what was sent for it, and what was made of it. What goes out: a file of
//! JSON beside the pictures. Absent: times, so that the same pictures have the same file (the journal knows when each thing
//! happened), and the addresses of pictures, which are gone soon.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, Serializer};

use super::super::journal::Saved;
use super::super::{Failure, Input, Picture};
use super::file::{Temporary, regular};
use super::{Provenance, names, no_picture, no_room, shown};
use crate::diagnostic::render::escape_json;
use crate::emit::Json;
use crate::photo;
use crate::target::{RESULT, Usd};

/// What the file is written by, without the version.
const COMPILER: &str = "scenewright ";
/// How much of a picture is read to learn its size.
const HEADER: u64 = 256 * 1024;
/// The longest file that is looked into to see whether it is ours.
const LONGEST: u64 = 64 * 1024 * 1024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sidecar<'p> {
    version: u32,
    compiler: String,
    run: i64,
    scene: &'p str,
    scene_hash: &'p str,
    id: &'p str,
    pass: &'p str,
    prompt: &'p str,
    model: &'p str,
    size: Option<Size>,
    seed: Option<u64>,
    #[serde(rename = "taskUUID")]
    task_uuid: &'p str,
    task: Tree<'p>,
    references: Vec<Reference<'p>>,
    pictures: Vec<Made<'p>>,
    #[serde(rename = "costUSD")]
    cost: Option<f64>,
}

#[derive(Serialize)]
struct Size {
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Reference<'p> {
    position: usize,
    source: &'p str,
    hash: Option<&'p str>,
    #[serde(rename = "imageUUID")]
    image: Option<&'p str>,
}

#[derive(Serialize)]
struct Made<'p> {
    file: Option<String>,
    hash: Option<&'p str>,
    bytes: Option<u64>,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(rename = "imageUUID")]
    image: &'p str,
    seed: Option<u64>,
    #[serde(rename = "costUSD")]
    cost: Option<f64>,
}

/// Writes the file. It replaces the one of the same task, and nothing else.
pub(super) fn write(folder: &Path, name: &str, provenance: &Provenance<'_>) -> Result<PathBuf, Failure> {
    let text = text(folder, provenance);
    let mut temporary = Temporary::new(folder, name)?;
    temporary.write(text.as_bytes())?;
    temporary.sync()?;
    for name in names::choices(name) {
        let path = folder.join(format!("{name}.json"));
        if temporary.name(&path)? {
            return Ok(path);
        }
        match task_of(&path) {
            Ok(task) if task.as_deref() == Some(provenance.task) => {
                temporary.replace(&path)?;
                return Ok(path);
            }
            Ok(_) => {}
            // It went away just now; the next name does as well.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(no_room(&path, &error)),
        }
    }
    let path = folder.join(format!("{name}.json"));
    Err(no_picture(format!("`{}` and all names like it are taken by other files", shown(&path))))
}

/// The task of a file that we wrote; none if we did not.
fn task_of(path: &Path) -> std::io::Result<Option<String>> {
    #[derive(Deserialize)]
    struct Ours {
        compiler: String,
        #[serde(rename = "taskUUID")]
        task: String,
    }
    let Some(file) = regular(path, false)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes)?;
    let ours: Option<Ours> = serde_json::from_slice(&bytes).ok();
    Ok(ours.filter(|ours| ours.compiler.starts_with(COMPILER)).map(|ours| ours.task))
}

fn text(folder: &Path, provenance: &Provenance<'_>) -> String {
    let job = provenance.job;
    let task = serde_json::from_str(provenance.sent).unwrap_or(Json::Null);
    let costs = provenance.pictures.iter().map(|picture| picture.cost.map(|cost| cost.0));
    let sidecar = Sidecar {
        version: 1,
        compiler: format!("{COMPILER}{}", env!("CARGO_PKG_VERSION")),
        run: provenance.run,
        scene: &job.scene,
        scene_hash: &job.scene_hash,
        id: &job.id,
        pass: &job.pass,
        prompt: &job.prompt,
        model: &job.model,
        size: job.size.map(|(width, height)| Size { width, height }),
        seed: job.seed,
        task_uuid: provenance.task,
        task: Tree(&task),
        references: references(provenance),
        pictures: provenance
            .pictures
            .iter()
            .enumerate()
            .map(|(at, made)| picture(folder, provenance, at, made))
            .collect(),
        cost: costs.flatten().reduce(u64::saturating_add).map(|sum| Usd(sum).dollars()),
    };
    // Values with text keys always serialise.
    escape_json(serde_json::to_string_pretty(&sidecar).unwrap_or_default()) + "\n"
}

/// The references in order. The inputs of a job stand among them in their own order: files by their paths, and pictures of
/// other jobs as results; the others are in the task as they stand here.
fn references<'p>(provenance: &Provenance<'p>) -> Vec<Reference<'p>> {
    let mut inputs = provenance.job.inputs.iter().enumerate().peekable();
    let row = |(at, source): (usize, &'p String)| {
        let input = inputs.next_if(|(_, input)| match input {
            Input::File { path, .. } => path == source,
            Input::Picture(_) => source.starts_with(RESULT),
        });
        let image = input.and_then(|(at, _)| provenance.images.get(at)).filter(|image| !image.is_empty());
        let hash = input.and_then(|(_, input)| match input {
            Input::File { hash, .. } => Some(hash.as_str()),
            Input::Picture(_) => None,
        });
        Reference { position: at + 1, source, hash, image: image.map(String::as_str) }
    };
    provenance.job.references.iter().enumerate().map(row).collect()
}

fn picture<'p>(folder: &Path, provenance: &Provenance<'p>, at: usize, made: &'p Picture) -> Made<'p> {
    let saved = provenance.saved.iter().find(|saved| saved.number == at);
    let size = saved.and_then(|saved| size_of(&saved.path));
    Made {
        file: saved.map(|saved| name_of(folder, saved)),
        hash: saved.map(|saved| saved.hash.as_str()),
        bytes: saved.map(|saved| saved.bytes),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        image: &made.image,
        seed: made.seed,
        cost: made.cost.map(Usd::dollars),
    }
}

/// The name of a file beside this one; its path if it is elsewhere.
fn name_of(folder: &Path, saved: &Saved) -> String {
    saved.path.strip_prefix(folder).unwrap_or(&saved.path).to_string_lossy().into_owned()
}

/// How large a picture is, if its file is there and says so.
fn size_of(path: &Path) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    regular(path, false).ok()??.take(HEADER).read_to_end(&mut head).ok()?;
    photo::size(&head).ok()
}

/// JSON whose members keep their order.
struct Tree<'j>(&'j Json);

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            // What was sent holds no value that is still to come.
            Json::Null | Json::File(_) | Json::Made(_) => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(number) => number.serialize(serializer),
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(values) => serializer.collect_seq(values.iter().map(Tree)),
            Json::Object(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, Tree(value)))),
        }
    }
}

#[cfg(test)]
#[path = "sidecar_tests.rs"]
mod tests;
