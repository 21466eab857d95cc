//! The tables of a file of models. What comes in: its text. What goes out: an [`Entry`] for each model it speaks of, in the
//! order of the file, and what is wrong with its form. Absent: what other models have, and whether values fit each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::form::Form;
use super::found::{Found, cut};
use super::shape::MODEL;
use super::values::{Reader, kind};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;
use crate::source::Span;
use crate::target::Models;

/// So many models a file may hold.
const MOST_MODELS: usize = 200;

/// So many faults of form are looked at.
const MOST_ERRORS: usize = 1_000;

/// What a file says of one model.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) air: String,
    /// Where its id stands.
    pub(super) place: Span,
    /// What is said, in the form of a data file.
    pub(super) said: Map<String, Value>,
    /// The model it begins with.
    pub(super) like: Option<(String, Span)>,
    /// The paths of what is not known of it.
    pub(super) unset: Vec<(String, Span)>,
    /// Where each value stands, by its path.
    pub(super) places: BTreeMap<String, Span>,
    /// The paths of values that were left out, since something is wrong with them.
    pub(super) faults: BTreeSet<String>,
}

impl Entry {
    /// Where a value stands, or whatever holds it.
    pub(super) fn at(&self, path: &str) -> Span {
        let mut path = path;
        loop {
            if let Some(place) = self.places.get(path) {
                return *place;
            }
            let Some(end) = path.rfind(['.', '[']) else { return self.place };
            path = &path[..end];
        }
    }

    /// Whether the file itself says this, or something in it.
    pub(super) fn says(&self, path: &str) -> bool {
        self.places.contains_key(path)
    }
}

/// The models of a file.
pub(super) fn entries(text: &str, found: &mut Found) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut last = None;
    for error in errors.iter().take(MOST_ERRORS) {
        let range = error.span().unwrap_or_default();
        // What else is odd about a line mostly follows from the first fault in it.
        let line = text.get(..range.start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
        if last.replace(line) == Some(line) {
            continue;
        }
        let message = format!("this is no TOML: {}", error.message());
        let unquoted = error.message().starts_with("invalid unquoted key");
        let help = if unquoted { "an id stands in quotes: `[models.\"google:4@3\"]`" } else { form() };
        found.add(Diagnostic::new(Code::BadSetting, found.span(range), message).help(help));
    }
    if !errors.is_empty() {
        // The models are there all the same, so that no scene is blamed for naming them.
        found.close();
    }
    let mut out = Vec::new();
    for (key, value) in table.get_ref() {
        let place = found.span(key.span());
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("models", DeValue::Table(models)) => models_of(models, found, &mut out),
            ("models", value) => {
                let message = format!("`models` is a table, not {}", kind(value));
                found.bad(place, message, form());
            }
            (name, _) => found.add(other_table(name, place)),
        }
    }
    out.sort_by_key(|entry: &Entry| entry.place);
    out
}

fn form() -> &'static str {
    "models look like this:\n[models.\"acme:portrait@1\"]\nlike = \"google:4@3\"\nreferences.max = 6"
}

fn other_table(name: &str, place: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::BadSetting, place, format!("this file has no `{}`", cut(name)));
    if Form::Id.fits(name) {
        return finding.help(format!("write `[models.\"{name}\"]`"));
    }
    match suggest(name, ["models"].into_iter()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
        // Tables of later versions are no reason to fail in this one.
        None => Diagnostic { severity: Severity::Warning, ..finding.help("this version knows `[models.\"...\"]`") },
    }
}

fn models_of(models: &DeTable<'_>, found: &mut Found, out: &mut Vec<Entry>) {
    if let Some((key, _)) = models.iter().nth(MOST_MODELS) {
        let place = found.span(key.span());
        found.bad(place, format!("the file has more than {MOST_MODELS} models"), "leave some out");
        return;
    }
    for (key, value) in models {
        let (place, air) = (found.span(key.span()), key.get_ref().as_ref());
        if !Form::Id.fits(air) {
            odd_id(air, place, found);
            continue;
        }
        match value.get_ref() {
            DeValue::Table(table) => out.push(entry(air, place, table, found)),
            value => {
                let message = format!("the model `{}` is a table, not {}", cut(air), kind(value));
                found.bad(place, message, form());
            }
        }
    }
}

fn odd_id(air: &str, place: Span, found: &mut Found) {
    let known = Models::BUILT_IN.find(air).map(|profile| profile.air.as_str());
    let near = known.or_else(|| suggest(air, Models::BUILT_IN.ids()));
    let near = near.map(|near| format!("\"{near}\""));
    let message = format!("`{}` is no id that a scene can write", cut(air));
    let help = "an id has letters, digits, `_`, `-` and `.`, in quotes: `[models.\"acme:portrait@1\"]`";
    found.unknown(place, message, near.as_deref(), help);
}

fn entry(air: &str, place: Span, table: &DeTable<'_>, found: &mut Found) -> Entry {
    let mut reader = Reader { found, places: BTreeMap::new(), faults: BTreeSet::new() };
    let mut said = reader.table("", table, MODEL);
    let Reader { places, faults, .. } = reader;
    let at = |path: &str| places.get(path).copied().unwrap_or(place);
    let text = |value: Value| if let Value::String(text) = value { Some(text) } else { None };
    let like = said.remove("like").and_then(text).map(|name| (name, at("like")));
    let unset = match said.remove("unset") {
        Some(Value::Array(paths)) => paths.into_iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    let unset = unset.into_iter().enumerate().map(|(index, path)| (path, at(&format!("unset[{index}]")))).collect();
    Entry { air: air.to_owned(), place, said, like, unset, places, faults }
}
