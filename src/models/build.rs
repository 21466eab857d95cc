//! The data of one model of a file. What comes in: an entry, and the data of the model it is like. What goes out: the data
//! that hold for it, in the form of a data file, with what is said by default; what it lacks is told. Absent: whether the
//! values fit each other.

use serde_json::{Map, Value, json};

use super::bases::{Data, Names, base, built_in, merge};
use super::entries::Entry;
use super::found::{Found, below, cut};
use super::shape::{Key, MODEL, Need, Shape};
use super::unset::unset;
use crate::lexicon::suggest;
use crate::target::Models;

/// The file, as the source of what it says.
const FILE: &str = "models.toml";

/// The data of an entry; `like` is the id of the model that it is like, with its data.
pub(super) fn build(entry: &Entry, like: Option<(&str, &Data)>, names: &Names<'_>, found: &mut Found) -> Data {
    let mut out = base(&entry.air, like.map(|(_, data)| data));
    unset(&mut out, entry, found);
    leave_other_resolutions(&mut out, entry);
    merge(&mut out, &entry.said);
    successor(&mut out, entry, names, found);
    fill(&mut out, entry, like);
    lacking(&mut out, entry, like.is_some(), found);
    out
}

/// If a model has its own resolutions, sizes and prices that others gave for different ones are not its own.
fn leave_other_resolutions(base: &mut Data, entry: &Entry) {
    let Some(Value::Array(own)) = entry.said.get("sizes").and_then(|sizes| sizes.get("resolutions")) else { return };
    let is_own = |resolution: &str| own.iter().any(|it| it.as_str() == Some(resolution));
    let resolution = |pair: &Value| pair.get("resolution").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(Value::Object(sizes)) = base.get_mut("sizes") {
        if let Some(Value::Array(pairs)) = sizes.get_mut("pairs") {
            pairs.retain(|pair| is_own(&resolution(pair)));
        }
        if sizes.get("defaultResolution").and_then(Value::as_str).is_some_and(|default| !is_own(default)) {
            sizes.remove("defaultResolution");
        }
    }
    if let Some(Value::Object(prices)) = base.get_mut("priceUSD").and_then(|price| price.get_mut("image")) {
        prices.retain(|key, _| is_own(key));
    }
}

/// A successor by its id, whatever it is called by.
fn successor(out: &mut Data, entry: &Entry, names: &Names<'_>, found: &mut Found) {
    let Some(name) = entry.said.get("successor").and_then(Value::as_str) else { return };
    let place = entry.at("successor");
    match names.id(name) {
        Some(air) if air == entry.air => {
            found.bad(place, "a model is no successor of itself".to_owned(), "name another model, or delete the line");
        }
        Some(air) => drop(out.insert("successor".to_owned(), Value::from(air))),
        None => {
            found.unknown_model(place, name, names.ids().filter(|air| *air != entry.air));
            out.remove("successor");
        }
    }
}

/// What is said of models that do not say it.
fn fill(out: &mut Data, entry: &Entry, like: Option<(&str, &Data)>) {
    let maker = |air: &str| air.split(':').next().unwrap_or_default().to_owned();
    let provider = match like {
        Some((air, data)) if maker(air) == maker(&entry.air) => data.get("provider").cloned(),
        _ => None,
    };
    let mut default = |key: &str, value: Value| {
        out.entry(key).or_insert(value);
    };
    default("air", Value::from(entry.air.as_str()));
    default("slug", Value::from(entry.air.replace([':', '@', '.'], "-")));
    default("name", Value::from(entry.air.as_str()));
    default("provider", provider.unwrap_or_else(|| Value::from(maker(&entry.air))));
    default("checked", Value::from(""));
    let is_new = built_in(&entry.air).is_none() || like.is_some();
    if is_new && !entry.says("source") {
        let source = like.map_or_else(|| FILE.to_owned(), |(air, _)| format!("{FILE}, like {air}"));
        out.insert("source".to_owned(), Value::from(source));
    }
    if is_new && !entry.says("confidence") {
        out.insert("confidence".to_owned(), Value::from("what the project says"));
    }
    if let Some(Value::Object(fidelity)) = out.get_mut("fidelity")
        && (entry.says("fidelity") && !entry.says("fidelity.source"))
    {
        fidelity.insert("source".to_owned(), Value::from(FILE));
    }
}

/// Tells what has to be said and is not, and says the least of it, so that the model is not unknown besides.
fn lacking(out: &mut Data, entry: &Entry, is_like: bool, found: &mut Found) {
    let mut paths = Vec::new();
    lacks("", MODEL, out, &mut paths);
    // What could not be read is told already, and so is a model to begin with that is not there.
    let given_up = entry.faults.contains("like") || entry.like.is_some() && !is_like;
    let told = paths.iter().filter(|path| !given_up && !is_faulty(entry, path));
    let told: Vec<String> = told.map(|path| format!("`{path}`")).collect();
    if let Some((last, first)) = told.split_last() {
        let list = if first.is_empty() { last.clone() } else { format!("{} and {last}", first.join(", ")) };
        let near = suggest(&entry.air, Models::BUILT_IN.ids());
        let near = near.map(|near| format!("; or did you mean `{near}`?")).unwrap_or_default();
        let message = format!("the model `{}` lacks {list}", cut(&entry.air));
        found.bad(entry.place, message, format!("{}{near}", lacking_help(&told)));
    }
    for path in paths {
        match path.as_str() {
            "dialect" | "dialect.images" => {
                drop(out.insert("dialect".to_owned(), json!({ "images": "the first image" })));
            }
            "references" | "prompt" => drop(out.insert(path, Value::Object(Map::new()))),
            path => drop(out.remove(path.split('.').next().unwrap_or_default())),
        }
    }
}

fn lacking_help(told: &[String]) -> String {
    let them = if told.len() == 1 { "it" } else { "them" };
    let begin = format!("write {them}, or begin with another model: `like = \"google:4@3\"`");
    let empty = told.iter().find(|path| matches!(path.as_str(), "`references`" | "`prompt`"));
    match empty {
        Some(path) => format!("{begin}; `{} = {{}}` says that its limits are not known", path.trim_matches('`')),
        None => begin,
    }
}

fn is_faulty(entry: &Entry, path: &str) -> bool {
    path.match_indices('.').map(|(end, _)| &path[..end]).chain([path]).any(|part| entry.faults.contains(part))
}

/// The paths of what has to be said below a table, and is not.
fn lacks(path: &str, keys: &[Key], data: &Data, out: &mut Vec<String>) {
    for key in keys {
        let path = below(path, key.name);
        match (data.get(key.name), &key.shape) {
            (Some(Value::Object(data)), Shape::Table(keys)) => lacks(&path, keys, data, out),
            (None, _) if matches!(key.need, Need::Yes | Need::Empty) => out.push(path),
            _ => {}
        }
    }
}
