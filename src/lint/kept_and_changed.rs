//! Something is to stay exactly as its photograph shows it, and another statement dresses it or gives it another look.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{Class, Relation};
use crate::scene::Scene;
use crate::scene::model::{Keep, Noun, StatementKind, Thing};
use crate::source::Span;

/// Aspects of an element that leave it as it is: what surrounds it, where it goes, how it is taken.
const OUTWARD: [&str; 20] = [
    "angle",
    "background",
    "camera",
    "composition",
    "focus",
    "framing",
    "layout",
    "lens",
    "lighting",
    "mood",
    "motion",
    "palette",
    "scale",
    "season",
    "setting",
    "shadows",
    "shot",
    "time",
    "weather",
    "render",
];

/// How many changes of one thing are looked at.
const MOST: usize = 20;

/// A change of something, in a word, and where it is said.
#[derive(Clone)]
struct Change {
    word: SmolStr,
    span: Span,
}

/// The changes of each thing, those of its parts among them.
type Changes = HashMap<Thing, Vec<Change>>;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    let changes = changes(scene);
    for statement in &scene.statements {
        let StatementKind::Keep(keep) = &statement.kind else { continue };
        if keep.recognizable {
            continue;
        }
        let hit = |thing: &Thing| changes.get(thing)?.iter().find(|change| concerns(keep, change));
        let Some(change) = keep.what.iter().find_map(hit) else { continue };
        let also = keep.what.iter().filter(|thing| hit(thing).is_some_and(|other| other.span == change.span));
        let names: Vec<String> = also.map(|thing| walk::path(scene, *thing)).collect();
        findings.push(finding(&names, statement.span, change));
    }
}

fn changes(scene: &Scene) -> Changes {
    let mut changes = Changes::new();
    let mut add = |thing: Thing, word: &SmolStr, span: Span| {
        for owner in walk::up(scene, thing) {
            let known = changes.entry(owner).or_default();
            if known.len() < MOST {
                known.push(Change { word: word.clone(), span });
            }
        }
    };
    for (subjects, verb) in walk::verbs(scene) {
        let dresses = |relation: &Relation| relation.class == Class::Garment && relation.word != "worn_by";
        if verb.relations.iter().any(dresses) {
            let word = SmolStr::new_static("clothes");
            for thing in walk::things(scene, subjects) {
                add(thing, &word, verb.span);
            }
        }
    }
    for statement in &scene.statements {
        let StatementKind::Aspect(used) = &statement.kind else { continue };
        if OUTWARD.contains(&&*used.aspect.word) {
            continue;
        }
        for (thing, _) in used.of.iter().filter_map(Noun::thing) {
            add(thing, &used.aspect.noun, statement.span);
        }
    }
    changes
}

/// Whether what is kept of the thing is what changes: all of it, or what the words name.
fn concerns(keep: &Keep, change: &Change) -> bool {
    let Some(words) = &keep.words else { return true };
    let mut words = words.plain().split(|c: char| !c.is_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case(&change.word))
}

fn finding(names: &[String], span: Span, change: &Change) -> Diagnostic {
    let word = &change.word;
    let quoted: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > 3 { " and others" } else { "" };
    let (listed, first) = (format!("{}{more}", quoted.join(", ")), names.first().map_or("", String::as_str));
    Diagnostic::new(
        Code::KeptAndChanged,
        span,
        format!("another line changes the {word} of {listed}, kept here exactly as in the image"),
    )
    .here("kept here")
    .also(change.span, format!("changes the {word}"))
    .help(format!("write `keep {first} recognizable`, or name in quotes what stays: `keep {first} \"face and hair\"`"))
}
