//! Something is to stay exactly as its photograph shows it, and another statement dresses it or gives it another look.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{self, Class, Relation};
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
        let Some((first, change)) = keep.what.iter().find_map(|thing| Some((*thing, hit(thing)?))) else { continue };
        let also = keep.what.iter().filter(|thing| hit(thing).is_some_and(|other| other.span == change.span));
        let names: Vec<String> = also.map(|thing| walk::path(scene, *thing)).collect();
        findings.push(finding(scene, &names, first, statement.span, change));
    }
}

fn changes(scene: &Scene) -> Changes {
    let mut changes = Changes::new();
    for (subjects, verb) in walk::verbs(scene) {
        let word = SmolStr::new_static("clothes");
        for relation in verb.relations.iter().filter(|relation| relation.class == Class::Garment) {
            let (dressed, clothes) =
                if is_worn(relation) { (&verb.objects[..], subjects) } else { (subjects, &verb.objects[..]) };
            for thing in walk::things(scene, dressed).into_iter().filter(|thing| !is_own(scene, *thing, clothes)) {
                add(scene, &mut changes, thing, &word, verb.span);
            }
        }
    }
    for statement in &scene.statements {
        match &statement.kind {
            StatementKind::Aspect(used) if !OUTWARD.contains(&&*used.aspect.word) => {
                let own = |thing| used.source.is_some_and(|source| scene.owner(source.thing) == scene.owner(thing));
                for (thing, _) in used.of.iter().filter_map(Noun::thing).filter(|(thing, _)| !own(*thing)) {
                    add(scene, &mut changes, thing, &used.aspect.noun, statement.span);
                }
            }
            StatementKind::Remove(what) | StatementKind::Replace(what, _) => {
                // That the thing itself is kept although it goes is said elsewhere.
                let word = SmolStr::new_static("contents");
                for owner in what.iter().filter_map(Noun::thing).filter_map(|(thing, _)| walk::up(scene, thing).nth(1))
                {
                    add(scene, &mut changes, owner, &word, statement.span);
                }
            }
            _ => {}
        }
    }
    changes
}

fn add(scene: &Scene, changes: &mut Changes, thing: Thing, word: &SmolStr, span: Span) {
    for owner in walk::up(scene, thing) {
        let known = changes.entry(owner).or_default();
        if known.len() < MOST {
            known.push(Change { word: word.clone(), span });
        }
    }
}

/// `hat worn_by woman`: the object is dressed.
fn is_worn(relation: &Relation) -> bool {
    relation.word == "worn_by"
}

/// Whether somebody wears what is theirs in the image, as in `woman wearing woman.dress`.
fn is_own(scene: &Scene, thing: Thing, clothes: &[Noun]) -> bool {
    let mut worn = clothes.iter().filter_map(Noun::thing).peekable();
    worn.peek().is_some() && worn.all(|(other, _)| scene.owner(other) == scene.owner(thing))
}

/// Whether what is kept of the thing is what changes: all of it, or what one of the words names. "Everything but the
/// clothes" and "hair color" do not name clothes and hair.
fn concerns(keep: &Keep, change: &Change) -> bool {
    let Some(words) = &keep.words else { return true };
    let excludes = |item: &str| item.split(' ').any(|word| matches!(word, "but" | "except" | "not" | "without" | "no"));
    let words = words.plain().to_lowercase().replace(" and ", ",");
    words
        .split(',')
        .map(str::trim)
        .filter(|item| !excludes(item))
        .any(|item| item.rsplit(' ').next() == Some(&change.word))
}

fn finding(scene: &Scene, names: &[String], first: Thing, span: Span, change: &Change) -> Diagnostic {
    let word = &change.word;
    let quoted: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let listed = match quoted.as_slice() {
        [one, other] => format!("{one} and {other}"),
        _ if names.len() > 3 => format!("{} and others", quoted.join(", ")),
        _ => quoted.join(", "),
    };
    let name = names.first().map_or("", String::as_str);
    let element = scene.element(scene.owner(first));
    let what = if lexicon::is_being(&element.phrase) { "face and hair" } else { "shape and lettering" };
    let help = if scene.edit().is_some_and(|(edited, _)| Thing::Element(edited) == first) {
        format!("write `keep rest`, or name in quotes what of `{name}` stays")
    } else {
        format!("write `keep {name} recognizable`, or name in quotes what stays: `keep {name} \"{what}\"`")
    };
    Diagnostic::new(
        Code::KeptAndChanged,
        span,
        format!("another line changes the {word} of {listed}, kept here exactly as in the image"),
    )
    .here("kept here")
    .also(change.span, format!("changes the {word}"))
    .help(help)
}
