//! What comes in: a scene and its usages. What goes out: which names need their position said again, because word by
//! word one equals or contains another, and the findings about things that nothing tells apart.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::model::{Element, ElementId, Kind, PartId, Scene, Thing};

use super::usage::Usages;

/// Which names are not clear alone.
#[derive(Debug, Default)]
pub struct Clashes {
    /// By element.
    pub elements: Vec<bool>,
    /// By part.
    pub parts: Vec<bool>,
}

/// Everything that may be named, with the words it may be named by.
struct Named {
    thing: Thing,
    forms: Vec<Form>,
}

/// The words of a name, and a mark of each in one number: a name can only stand in another whose marks hold its own. Scenes
/// compare every name with every other, and hardly any two share a word.
#[derive(PartialEq, Eq)]
struct Form {
    words: Vec<String>,
    marks: u64,
}

/// Compares all names of a scene. `says_again` tells whether the opening introduces elements that the body then describes
/// once more; in place of that they go by their short forms at once.
#[must_use]
pub fn clashes(scene: &Scene, usages: &Usages, says_again: bool, diagnostics: &mut Vec<Diagnostic>) -> Clashes {
    let named = named(scene, usages, says_again);
    let mut clashes = Clashes { elements: vec![false; scene.elements.len()], parts: vec![false; scene.parts.len()] };
    for (index, one) in named.iter().enumerate() {
        let mut told = false;
        for other in &named[..index] {
            if belongs(scene, one.thing, other.thing) || belongs(scene, other.thing, one.thing) {
                continue;
            }
            if one.forms.iter().any(|a| other.forms.iter().any(|b| contains(a, b) || contains(b, a))) {
                clashes.mark(one.thing);
                clashes.mark(other.thing);
                if let (Thing::Element(a), Thing::Element(b), false) = (one.thing, other.thing, told)
                    && one.forms.last() == other.forms.last()
                    && let Some(finding) = alike(scene, b, a)
                {
                    diagnostics.push(finding);
                    told = true;
                }
            }
        }
    }
    texts(scene, diagnostics);
    clashes
}

/// Texts to be drawn that nothing tells apart when they are said again.
fn texts(scene: &Scene, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, &str), ElementId> = BTreeMap::new();
    for id in scene.element_ids() {
        let element = scene.element(id);
        let Kind::Text(words) = &element.kind else { continue };
        let first = *seen.entry((words, &element.phrase)).or_insert(id);
        if first != id {
            diagnostics.push(
                Diagnostic::new(
                    Code::AlikeNames,
                    element.span,
                    format!(
                        "`{}` and `{}` are the same text in the same look",
                        scene.element(first).name,
                        element.name
                    ),
                )
                .also(scene.element(first).span, "the same text")
                .help("bind it once, or say how the second one looks"),
            );
        }
    }
}

impl Clashes {
    fn mark(&mut self, thing: Thing) {
        match thing {
            Thing::Element(id) => self.elements[id.0 as usize] = true,
            Thing::Part(id) => self.parts[id.0 as usize] = true,
        }
    }
}

fn named(scene: &Scene, usages: &Usages, says_again: bool) -> Vec<Named> {
    let mut named = Vec::new();
    for id in scene.element_ids() {
        let (element, usage) = (scene.element(id), &usages.of[id.0 as usize]);
        if usage.direct && !matches!(element.kind, Kind::Text(_)) {
            named.push(Named { thing: Thing::Element(id), forms: forms(element, says_again) });
        }
        let owner_is_silent = !usage.direct;
        for part in &usage.parts {
            let described = scene.part(*part);
            let nested = matches!(described.owner, Thing::Part(_)) && !described.declared;
            if (described.declared || owner_is_silent || usage.edited) && !nested {
                named.push(Named { thing: Thing::Part(*part), forms: vec![form(&described.words)] });
            }
        }
    }
    named
}

/// The words by which the body may name an element; the last is its short form.
fn forms(element: &Element, says_again: bool) -> Vec<Form> {
    if let Some(title) = &element.title {
        return vec![form(title)];
    }
    let short = form(&short(element));
    let again = element.again.as_ref().unwrap_or(&element.phrase);
    if says_again { vec![form(again), short] } else { vec![short] }
}

/// What an element is called after it has been described.
#[must_use]
pub fn short(element: &Element) -> SmolStr {
    if let Some(short) = &element.short {
        return short.clone();
    }
    match element.kind {
        Kind::Prop => SmolStr::new(before_modifiers(&element.phrase)),
        _ => element.phrase.clone(),
    }
}

/// Whether whoever knows an element by its whole phrase knows it by its short form: "camper van" of a turquoise camper van.
#[must_use]
pub fn short_tells(element: &Element) -> bool {
    element.title.is_some() || contains(&form(&element.phrase), &form(&short(element)))
}

/// A phrase up to the first with, of or in: "a wooden crate with brass corners" is a wooden crate.
fn before_modifiers(phrase: &str) -> &str {
    let cuts = [" with ", " of ", " in "].iter().filter_map(|word| phrase.find(word));
    let Some(cut) = cuts.min() else { return phrase };
    without_participle(&phrase[..cut], phrase[cut..].split_whitespace().next().unwrap_or_default())
}

/// What stands before a cut without the participle that governs the preposition at the cut: a jar filled with honey is the
/// jar.
fn without_participle<'p>(before: &'p str, preposition: &str) -> &'p str {
    let starts = before.match_indices(' ').map(|(at, _)| at).rev().take(2);
    for at in starts {
        let word = format!("{} {preposition}", &before[at + 1..]).replace(' ', "_");
        if lexicon::relation(&word).is_some_and(|relation| !relation.participle.is_empty()) {
            return &before[..at];
        }
    }
    before
}

/// The words of a name in lower case, without an article or number.
fn form(name: &str) -> Form {
    let rest = match lexicon::determiner(name) {
        Some(found) if found.kind != lexicon::DeterminerKind::Other => &name[found.len..],
        _ => name.strip_prefix("the ").unwrap_or(name),
    };
    let words: Vec<String> = rest.split_whitespace().map(str::to_lowercase).collect();
    let mark = |word: &String| 1 << (word.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte)) % 64);
    let marks = words.iter().map(mark).fold(0, |all: u64, one: u64| all | one);
    Form { words, marks }
}

/// Whether all words of `part` stand in `whole`, in the same order.
fn contains(whole: &Form, part: &Form) -> bool {
    if part.marks & !whole.marks != 0 {
        return false;
    }
    let mut rest = whole.words.iter();
    !part.words.is_empty() && part.words.iter().all(|word| rest.any(|other| other == word))
}

/// Whether a thing is a part or member of another.
fn belongs(scene: &Scene, thing: Thing, whole: Thing) -> bool {
    if scene.owner(thing) == scene.owner(whole) && matches!(whole, Thing::Element(_)) {
        return true;
    }
    nested_in(scene, thing, whole)
}

fn nested_in(scene: &Scene, thing: Thing, whole: Thing) -> bool {
    let mut thing = thing;
    while let Thing::Part(PartId(index)) = thing {
        thing = scene.parts[index as usize].owner;
        if thing == whole {
            return true;
        }
    }
    false
}

/// Two elements of one name are told apart by their positions only.
fn alike(scene: &Scene, first: ElementId, second: ElementId) -> Option<Diagnostic> {
    let (one, other) = (scene.element(first), scene.element(second));
    if one.images != other.images {
        return None;
    }
    let called = short(other);
    let why = match (&one.lives, one.images.is_empty()) {
        (Some(_), true) => "both live in the picture of an earlier pass",
        (None, true) => "neither has an image",
        (_, false) => "both are in the same image",
    };
    let finding = Diagnostic::new(
        Code::AlikeNames,
        other.span,
        format!("`{}` and `{}` are both called \"{called}\", and {why}", one.name, other.name),
    )
    .also(one.span, "called the same")
    .help("give them different words, such as \"tall candle\" and \"short candle\"");
    Some(finding)
}
