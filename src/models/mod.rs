//! The models of a project. What comes in: the text of its `models.toml`, in which models are added, and known ones
//! corrected key by key. What goes out: [`Own`], the [`Profile`] of each, where it comes from, and
//! what is wrong with the file, with places in it. Absent: reading the file, and any model that is built in.
//!
//! ```
//! use scenewright::models;
//! use scenewright::source::FileId;
//! use scenewright::target::Models;
//!
//! let text = r#"
//! [models."acme:portrait@1"]
//! like = "google:4@3"
//! references.max = 6
//! "#;
//! let own = models::read(FileId(0), text);
//! assert_eq!(own.diagnostics, []);
//!
//! let models = Models::with(own.profiles);
//! assert_eq!(models.get("acme:portrait@1").and_then(|model| model.references.max), Some(6));
//! ```

mod bases;
mod build;
mod checks;
mod entries;
mod form;
mod found;
mod shape;
mod unset;
mod values;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::target::Profile;

use bases::{Data, Names};
use entries::Entry;
use found::Found;

/// How large the file may be, in bytes.
pub const MOST_BYTES: u64 = 256 * 1024;

/// The models of a project.
#[derive(Debug, Default)]
pub struct Own {
    /// What is known of each, in the order of the file. A model with errors is there all the same, as far as it can be
    /// understood, so that no scene is blamed for it.
    pub profiles: Vec<Profile>,
    /// Where each of them comes from, in the same order.
    pub origins: Vec<Origin>,
    /// What is wrong with the file, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where what is known of a model comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The model's id.
    pub air: String,
    /// The model that it begins with, by its id.
    pub like: Option<String>,
    /// The keys that the file says, as paths.
    pub sets: Vec<String>,
    /// The keys that the file makes unknown, as paths.
    pub unsets: Vec<String>,
    /// What holds for it, in the form of a data file.
    pub data: Map<String, Value>,
}

/// Reads the models of a project.
#[must_use]
pub fn read(file: FileId, text: &str) -> Own {
    let ahead = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut found = Found::new(file, ahead);
    let entries = entries::entries(&text[ahead..], &mut found);
    let names = Names::of(&entries);
    slugs(&entries, &names, &mut found);
    let mut likes = bases::likes(&names, &mut found);
    let order = bases::order(&names, &mut likes, &mut found);
    let mut built: Vec<Option<(Data, Profile)>> = entries.iter().map(|_| None).collect();
    for at in order {
        let (entry, like) = (&entries[at], likes[at]);
        let own = like.and_then(|air| names.entry(air)).and_then(|at| built[at].as_ref());
        let known = if own.is_none() { like.and_then(bases::built_in) } else { None };
        let like = like.zip(own.map(|(data, _)| data).or(known.as_ref()));
        let data = build::build(entry, like, &names, &mut found);
        built[at] = profile(entry, &data, &mut found).map(|profile| (data, profile));
    }
    let mut own = Own::default();
    for ((entry, like), (data, profile)) in
        entries.iter().zip(likes).zip(built).filter_map(|(entry, built)| Some((entry, built?)))
    {
        own.profiles.push(profile);
        own.origins.push(origin(entry, like, data));
    }
    own.diagnostics = found.finish();
    own
}

fn profile(entry: &Entry, data: &Data, found: &mut Found) -> Option<Profile> {
    match serde_json::from_value::<Profile>(Value::Object(data.clone())) {
        Ok(profile) => {
            checks::check(&profile, entry, found);
            Some(profile)
        }
        // Every value was looked at, so that this is a matter of numbers that a machine cannot hold.
        Err(error) => {
            let message = format!("the model `{}` cannot be read: {error}", found::cut(&entry.air));
            found.bad(entry.place, message, "compare it with `scene models NAME --format json` of another model");
            None
        }
    }
}

/// Slugs that two models would share.
fn slugs(entries: &[Entry], names: &Names<'_>, found: &mut Found) {
    for entry in entries {
        let Some(slug) = entry.said.get("slug").and_then(Value::as_str) else { continue };
        let other = names.id(slug).filter(|air| *air != entry.air);
        if let Some(other) = other {
            let message = format!("`{}` is called `{}` already", found::cut(other), found::cut(slug));
            found.bad(entry.at("slug"), message, "choose another slug");
        }
    }
}

fn origin(entry: &Entry, like: Option<&str>, data: Data) -> Origin {
    let holds = |path: &str| {
        entry.places.keys().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
    };
    let sets = entry.places.keys().filter(|path| !path.contains('[') && !matches!(path.as_str(), "like" | "unset"));
    Origin {
        air: entry.air.clone(),
        like: like.map(str::to_owned),
        sets: sets.filter(|path| !holds(path)).cloned().collect(),
        unsets: entry.unset.iter().map(|(path, _)| path.clone()).collect(),
        data,
    }
}
