//! What a model begins with. What comes in: the entries of a file. What goes out: for each the data that it changes: what
//! is known of its id, or of the model that it is like, however long the chain; rings are told and cut.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::entries::Entry;
use super::found::{Found, cut};
use crate::diagnostic::{Code, Diagnostic};
use crate::target::{Models, data};

/// A data file.
pub(super) type Data = Map<String, Value>;

/// What belongs to an id, and goes to no model that is like it.
const ONES_OWN: [&str; 8] = ["air", "slug", "name", "provider", "also", "status", "until", "successor"];

/// The names that models of a file may be called by.
pub(super) struct Names<'e> {
    entries: &'e [Entry],
    index: BTreeMap<&'e str, usize>,
}

impl<'e> Names<'e> {
    pub(super) fn of(entries: &'e [Entry]) -> Self {
        let index = entries.iter().enumerate().map(|(at, entry)| (entry.air.as_str(), at)).collect();
        Self { entries, index }
    }

    /// The id of a model that is called so, by its id or its slug.
    pub(super) fn id(&self, name: &str) -> Option<&'e str> {
        let slug = |entry: &&Entry| entry.said.get("slug").and_then(Value::as_str) == Some(name);
        let own = self.index.get_key_value(name).map(|(air, _)| *air);
        let known = || Models::BUILT_IN.find(name).map(|profile| profile.air.as_str());
        own.or_else(known).or_else(|| self.entries.iter().find(slug).map(|entry| entry.air.as_str()))
    }

    /// Every id.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'e str> {
        let known = Models::BUILT_IN.ids();
        known.chain(self.entries.iter().map(|entry| entry.air.as_str()))
    }

    /// The entry of an id.
    pub(super) fn entry(&self, air: &str) -> Option<usize> {
        self.index.get(air).copied()
    }
}

/// The models that the entries are like, by their ids.
pub(super) fn likes<'e>(names: &Names<'e>, found: &mut Found) -> Vec<Option<&'e str>> {
    let mut like = |entry: &Entry| {
        let (name, place) = entry.like.as_ref()?;
        let id = names.id(name);
        if id.is_none() {
            found.unknown_model(*place, name, names.ids());
        }
        id
    };
    names.entries.iter().map(&mut like).collect()
}

/// An order in which every entry comes behind the one that it is like. Rings are cut open, and told.
pub(super) fn order(names: &Names<'_>, likes: &mut [Option<&str>], found: &mut Found) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = vec![false; likes.len()];
    for first in 0..likes.len() {
        let (mut chain, mut next): (Vec<usize>, _) = (Vec::new(), Some(first));
        while let Some(at) = next.filter(|at| !seen[*at]) {
            if let Some(start) = chain.iter().position(|member| *member == at) {
                ring(names, &chain[start..], found);
                for member in &chain[start..] {
                    likes[*member] = None;
                }
                break;
            }
            chain.push(at);
            next = likes[at].and_then(|air| names.entry(air));
        }
        for at in &chain {
            seen[*at] = true;
        }
        order.extend(chain.into_iter().rev());
    }
    order
}

fn ring(names: &Names<'_>, members: &[usize], found: &mut Found) {
    let members: Vec<&Entry> = members.iter().filter_map(|at| names.entries.get(*at)).collect();
    let Some(first) = members.first() else { return };
    let place = |entry: &Entry| entry.like.as_ref().map_or(entry.place, |(_, place)| *place);
    let message = if members.len() == 1 {
        format!("`{}` is like itself", cut(&first.air))
    } else {
        let shown: Vec<String> = members.iter().take(5).map(|entry| format!("`{}`", cut(&entry.air))).collect();
        format!("models are like each other in a ring: {}", shown.join(", "))
    };
    let finding = Diagnostic::new(Code::BadSetting, place(first), message)
        .help("let one of them say everything itself, or be like a model that is known");
    let finding = members.iter().skip(1).take(4).fold(finding, |finding, entry| finding.also(place(entry), "and this"));
    found.add(finding);
}

/// The data file of a model that is built in.
pub(super) fn built_in(air: &str) -> Option<Data> {
    let mut known: Data = serde_json::from_str(data(air)?).ok()?;
    known.retain(|_, value| !value.is_null());
    Some(known)
}

/// What an entry begins with: what is known of its own id, and everything else of the one it is like.
pub(super) fn base(air: &str, like: Option<&Data>) -> Data {
    let known = built_in(air);
    let Some(like) = like else { return known.unwrap_or_default() };
    let mut out = like.clone();
    out.retain(|key, _| !ONES_OWN.contains(&key.as_str()));
    out.extend(known.into_iter().flatten().filter(|(key, _)| ONES_OWN.contains(&key.as_str())));
    out
}

/// Puts one table over another, key by key; lists are taken whole.
pub(super) fn merge(base: &mut Data, over: &Data) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Object(base)), Value::Object(over)) => merge(base, over),
            _ => drop(base.insert(key.clone(), value.clone())),
        }
    }
}
