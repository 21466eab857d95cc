//! The rules of tasks. What comes in: a task as it was sent. What goes out: what it asks for, or the first rule that it breaks.
//! Absent: whether its id was seen before, and whether its images are known.

use serde_json::{Map, Value};

use super::habits::Refusal;
use super::models::{Model, model};

/// What a sound task asks for.
pub(super) struct Wanted {
    pub(super) model: &'static Model,
    pub(super) size: Option<(u64, u64)>,
    pub(super) resolution: Option<String>,
    pub(super) results: u64,
    /// As texts; one with a tag without it.
    pub(super) references: Vec<String>,
    pub(super) format: String,
    pub(super) output: String,
    pub(super) with_cost: bool,
    pub(super) is_async: bool,
    pub(super) seed: Option<u64>,
}

/// The keys that any task may have.
const KEYS: [&str; 17] = [
    "taskType",
    "taskUUID",
    "model",
    "positivePrompt",
    "width",
    "height",
    "resolution",
    "inputs",
    "numberResults",
    "outputType",
    "outputFormat",
    "outputQuality",
    "includeCost",
    "ttl",
    "webhookURL",
    "uploadEndpoint",
    "deliveryMethod",
];

/// Whether a text is a UUID of version 4.
pub(super) fn is_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Looks at a task that makes pictures.
pub(super) fn wanted(task: &Map<String, Value>) -> Result<Wanted, Refusal> {
    let air = text(task, "model")?.ok_or_else(|| missing("model"))?;
    let model =
        model(air).ok_or_else(|| Refusal::new("invalidModel", "There is no such model.").about("model").status(400))?;
    no_strange_keys(task, model)?;
    let prompt = text(task, "positivePrompt")?.ok_or_else(|| missing("positivePrompt"))?.chars().count();
    let (least, most) = model.prompt;
    if prompt < least || prompt > most {
        let why = format!("A prompt has between {least} and {most} characters.");
        return Err(Refusal::new("invalidPositivePrompt", why).about("positivePrompt"));
    }
    let references = references(task, model)?;
    let (size, resolution) = size(task, model, references.is_empty())?;
    settings(task, model)?;
    range(task, "outputQuality", 20, 99)?;
    range(task, "ttl", 60, u64::MAX)?;
    let (least, most) = model.seed.unwrap_or_default();
    Ok(Wanted {
        model,
        size,
        resolution,
        results: range(task, "numberResults", 1, 20)?.unwrap_or(1),
        references,
        format: choice(task, "outputFormat", &["JPG", "PNG", "WEBP"])?,
        output: choice(task, "outputType", &["URL", "base64Data", "dataURI"])?,
        with_cost: flag(task, "includeCost")?,
        is_async: choice(task, "deliveryMethod", &["sync", "async"])? == "async",
        seed: range(task, "seed", least, most)?,
    })
}

fn no_strange_keys(task: &Map<String, Value>, model: &Model) -> Result<(), Refusal> {
    for key in task.keys() {
        let known = match key.as_str() {
            "seed" => model.seed.is_some(),
            "negativePrompt" => model.negative,
            "settings" => !model.settings.is_empty(),
            "providerSettings" => model.provider.is_some(),
            "safety" => true,
            key => KEYS.contains(&key),
        };
        if !known {
            return Err(unsupported(key));
        }
    }
    Ok(())
}

fn settings(task: &Map<String, Value>, model: &Model) -> Result<(), Refusal> {
    only(task.get("settings"), "settings", model.settings)?;
    only(task.get("safety"), "safety", &["checkContent"])?;
    if let Some((provider, keys)) = model.provider {
        only(task.get("providerSettings"), "providerSettings", &[provider])?;
        let own = task.get("providerSettings").and_then(|settings| settings.get(provider));
        only(own, &format!("providerSettings.{provider}"), keys)?;
    }
    Ok(())
}

/// An object, if there is one, that has no keys but these.
fn only(value: Option<&Value>, name: &str, keys: &[&str]) -> Result<(), Refusal> {
    let Some(value) = value else { return Ok(()) };
    let object = value.as_object().ok_or_else(|| invalid(name, "is an object"))?;
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(unsupported(&format!("{name}.{key}"))),
        None => Ok(()),
    }
}

fn references(task: &Map<String, Value>, model: &Model) -> Result<Vec<String>, Refusal> {
    let name = "inputs.referenceImages";
    only(task.get("inputs"), "inputs", &["referenceImages"])?;
    let list = task.get("inputs").and_then(|inputs| inputs.get("referenceImages"));
    let list = match list {
        None => &[][..],
        Some(list) => list.as_array().ok_or_else(|| invalid(name, "is an array"))?,
    };
    let (least, most) = model.references;
    if (list.is_empty() && model.references_needed) || list.len() > most || (!list.is_empty() && list.len() < least) {
        let why = format!("This model takes between {least} and {most} reference images.");
        return Err(Refusal::new("invalidReferenceImages", why).about(name));
    }
    let image = |entry: &Value| match entry {
        Value::String(text) => Some(text.clone()),
        Value::Object(entry) if model.tagged && entry.keys().all(|key| key == "image" || key == "tag") => {
            entry.get("image").and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    };
    list.iter().map(|entry| image(entry).ok_or_else(|| invalid(name, "has images as texts"))).collect()
}

type Size = (Option<(u64, u64)>, Option<String>);

fn size(task: &Map<String, Value>, model: &Model, alone: bool) -> Result<Size, Refusal> {
    let resolution = text(task, "resolution")?.map(str::to_owned);
    let (width, height) = (range(task, "width", 1, u64::MAX)?, range(task, "height", 1, u64::MAX)?);
    let size = match (width, height) {
        (Some(width), Some(height)) => Some((width, height)),
        (None, None) => None,
        (Some(_), None) => return Err(missing("height")),
        (None, Some(_)) => return Err(missing("width")),
    };
    if let Some(resolution) = &resolution {
        if size.is_some() || alone {
            let why = "A resolution goes with reference images, and without width and height.";
            return Err(Refusal::new("incompatibleParameters", why).about("resolution"));
        }
        if !model.resolutions.contains(resolution) {
            return Err(invalid("resolution", "is none of this model's"));
        }
    }
    if let Some((width, height)) = size {
        let free = model.free.is_some_and(|(least, most, step)| {
            [width, height].iter().all(|side| (least..=most).contains(side) && side % step == 0)
        });
        if !free && !model.pairs.contains_key(&(width, height)) {
            let why = format!("{width}x{height} is no size of this model.");
            return Err(Refusal::new("invalidSize", why).about("width").about("height"));
        }
    }
    Ok((size, resolution))
}

fn text<'t>(task: &'t Map<String, Value>, key: &str) -> Result<Option<&'t str>, Refusal> {
    task.get(key).map(|value| value.as_str().ok_or_else(|| invalid(key, "is a text"))).transpose()
}

fn flag(task: &Map<String, Value>, key: &str) -> Result<bool, Refusal> {
    task.get(key).map_or(Ok(false), |value| value.as_bool().ok_or_else(|| invalid(key, "is true or false")))
}

fn range(task: &Map<String, Value>, key: &str, least: u64, most: u64) -> Result<Option<u64>, Refusal> {
    let Some(value) = task.get(key) else { return Ok(None) };
    let inside = value.as_u64().filter(|value| (least..=most).contains(value));
    inside.map(Some).ok_or_else(|| invalid(key, &format!("is a whole number from {least} to {most}")))
}

fn choice(task: &Map<String, Value>, key: &str, of: &[&str]) -> Result<String, Refusal> {
    let Some(value) = task.get(key) else { return Ok(of[0].to_owned()) };
    let known = value.as_str().filter(|value| of.contains(value));
    known.map(str::to_owned).ok_or_else(|| invalid(key, &format!("is one of {}", of.join(", "))))
}

fn missing(key: &str) -> Refusal {
    Refusal::new("missingParameter", format!("`{key}` is missing.")).about(key)
}

fn unsupported(key: &str) -> Refusal {
    Refusal::new("unsupportedParameter", format!("`{key}` is not supported by this model.")).about(key)
}

/// `invalidNumberResults`, `invalidInputsReferenceImages`
pub(super) fn invalid(key: &str, what: &str) -> Refusal {
    let code: String = key.split('.').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
    Refusal::new(&format!("invalid{code}"), format!("`{key}` {what}.")).about(key)
}
