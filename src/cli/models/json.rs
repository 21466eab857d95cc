//! Models as JSON, for scripts. What comes in: models, and where those of the project come from. What goes out: one
//! document, version 1, in which a model has the keys of a data file, those that are known, in alphabetical order.

use serde_json::{Map, Value, json};

use super::origin;
use crate::cli::projects::Project;
use crate::diagnostic::render::escape_json;
use crate::target::{Profile, data};

/// The document with a newline at its end.
pub(super) fn json<'m>(models: impl Iterator<Item = &'m Profile>, project: &Project) -> String {
    let models: Vec<Value> = models.map(|profile| model(profile, project)).collect();
    let document = json!({ "version": 1, "models": models });
    // Values with text keys always serialise, so the serialiser's error has no case here.
    let mut text = escape_json(serde_json::to_string_pretty(&document).unwrap_or_default());
    text.push('\n');
    text
}

fn model(profile: &Profile, project: &Project) -> Value {
    let Some(origin) = origin(profile, project) else {
        let mut known: Map<String, Value> =
            data(&profile.air).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        known.retain(|_, value| !value.is_null());
        return Value::Object(known);
    };
    let mut known = origin.data.clone();
    let mut own = json!({ "sets": origin.sets, "unset": origin.unsets });
    if let Some(like) = &origin.like {
        own["like"] = Value::from(like.as_str());
    }
    known.insert("own".to_owned(), own);
    known.retain(|_, value| *value != "");
    Value::Object(known)
}
