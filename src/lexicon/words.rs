//! What kind of word a word is. What comes in: a word of a scene or the beginning of a noun phrase. What goes out:
//! participle, adverb, preposition or determiner. The rules of spelling decide, and `words.jsonl` holds what they get
//! wrong. Absent: tenses, tagging of whole sentences.

use std::borrow::Cow;

/// Words for the hours, by which a time describes light. "1950s" does not.
pub const HOURS: [&str; 22] = [
    "afternoon",
    "blue",
    "dark",
    "dawn",
    "day",
    "daybreak",
    "daylight",
    "dusk",
    "evening",
    "golden",
    "hour",
    "light",
    "midday",
    "midnight",
    "morning",
    "night",
    "nightfall",
    "noon",
    "sun",
    "sunrise",
    "sunset",
    "twilight",
];

use serde::Deserialize;
use smol_str::SmolStr;

use super::lines::{self, Lines};

const DATA: &str = include_str!("words.jsonl");

#[allow(long_running_const_eval)] // it only looks for newlines
static WORDS: Lines<Entry, { lines::count(DATA) }> = Lines::new(DATA);

/// Prepositions that also stand before a noun as adjectives do: `down jacket`, `inside pocket`.
pub(super) const ALSO_ADJECTIVES: [&str; 9] =
    ["off", "down", "up", "near", "out", "inside", "outside", "past", "opposite"];

/// What the spelling of a word does not tell.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Entry {
    /// Whether it is a participle; `Some(true)` also marks one that is right though a letter away from another.
    pub participle: Option<bool>,
    /// Whether it is an adverb.
    pub adverb: Option<bool>,
    /// Whether it is a preposition.
    pub preposition: bool,
    /// The determiner it is.
    pub determiner: Option<EntryDeterminer>,
    /// Its plural.
    pub plural: Option<SmolStr>,
    /// Its number, where the ending misleads.
    pub count: Option<Count>,
    /// Whether words that end in it behave like it: `snowman`, `bookshelf`.
    pub compounds: bool,
}

/// Singular or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Count {
    Singular,
    Plural,
}

/// What an entry says of determiners: a kind, or that a possessive is none (`men's coat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum EntryDeterminer {
    Indefinite,
    Number,
    Other,
    None,
}

/// The word with which a noun phrase begins if it brings its own determiner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Determiner {
    /// What kind it is.
    pub kind: DeterminerKind,
    /// The length of its text in bytes, without the space that follows.
    pub len: usize,
}

/// Kinds of determiners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeterminerKind {
    /// `a`, `an`, `some`
    Indefinite,
    /// `two`, `12`
    Number,
    /// `the`, `my`, `these`, `no`, `Anna's`
    Other,
}

/// The entry of a word written in lower case.
pub(super) fn entry(word: &str) -> Option<&'static Entry> {
    WORDS.get(word)
}

/// Entries of several words, such as `next to`.
pub(super) fn joined() -> impl Iterator<Item = &'static str> {
    WORDS.words().filter(|word| word.contains(' '))
}

/// The word in lower case; allocates only if it is not.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) }
}

/// Whether a word is a participle: `holding`, `curled`, `held`. Of `curled_up` the first part decides.
#[must_use]
pub fn is_participle(word: &str) -> bool {
    let word = lower(word.split('_').next().unwrap_or_default());
    entry(&word).and_then(|entry| entry.participle).unwrap_or_else(|| is_ing(&word) || is_ed(&word))
}

/// The adverbs that are listed; others are told by their spelling.
pub fn adverbs() -> impl Iterator<Item = &'static str> {
    WORDS.words().filter(|word| entry(word).is_some_and(|entry| entry.adverb == Some(true)))
}

/// Whether a word is an adverb: `calmly`, `together`, `side_by_side`, `very_calmly`.
#[must_use]
pub fn is_adverb(word: &str) -> bool {
    let word = lower(word);
    if let Some(known) = entry(&word).and_then(|entry| entry.adverb) {
        return known;
    }
    match word.split_once('_') {
        Some((first, rest)) => is_adverb(first) && is_adverb(rest),
        None => word.len() >= 5 && word.ends_with("ly"),
    }
}

/// Whether a word is a preposition: `beside`, `at`.
#[must_use]
pub fn is_preposition(word: &str) -> bool {
    entry(&lower(word)).is_some_and(|entry| entry.preposition)
}

/// Whether a phrase opens with a preposition: `in heavy rain`, `next to a wall`; not `down jacket`, `off white`.
#[must_use]
pub fn starts_with_preposition(phrase: &str) -> bool {
    let mut words = phrase.split_whitespace().map(lower);
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    if ALSO_ADJECTIVES.contains(&&*first) {
        return ["of", "to", "from"].contains(&&*second) || determiner_kind(&second).is_some();
    }
    is_preposition(&first) || is_preposition(&format!("{first} {second}"))
}

/// Whether a phrase opens with an -ing participle: `leaning back`.
#[must_use]
pub fn starts_with_ing(phrase: &str) -> bool {
    let first = phrase.split_whitespace().next().unwrap_or_default();
    first.ends_with("ing") && is_participle(first)
}

/// Whether a phrase says what someone does or how they are: `leaning back`, `curled up`, `seated`; not `clasped
/// hands`, where the participle belongs to a noun.
#[must_use]
pub fn starts_with_participle(phrase: &str) -> bool {
    if starts_with_ing(phrase) {
        return true;
    }
    let mut words = phrase.split_whitespace();
    words.next().is_some_and(is_participle)
        && words.next().is_none_or(|second| is_preposition(second) || is_adverb(second))
}

/// The determiner or number with which a phrase begins. A lone word is a noun, whatever it looks like.
#[must_use]
pub fn determiner(phrase: &str) -> Option<Determiner> {
    let first = phrase.split_whitespace().next()?;
    let begins_and_goes_on = phrase.starts_with(first) && !phrase.get(first.len()..)?.trim().is_empty();
    let kind = if begins_and_goes_on { determiner_kind(first)? } else { return None };
    Some(Determiner { kind, len: first.len() })
}

fn determiner_kind(first: &str) -> Option<DeterminerKind> {
    let word = &*lower(first).replace('\u{2019}', "'");
    if let Some(known) = entry(word).and_then(|entry| entry.determiner.as_ref()) {
        return match known {
            EntryDeterminer::Indefinite => Some(DeterminerKind::Indefinite),
            EntryDeterminer::Number => Some(DeterminerKind::Number),
            EntryDeterminer::Other => Some(DeterminerKind::Other),
            EntryDeterminer::None => None,
        };
    }
    let digits = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    let tens =
        word.split_once('-').is_some_and(|(tens, ones)| tens.ends_with("ty") && is_number(tens) && is_number(ones));
    if digits || tens {
        Some(DeterminerKind::Number)
    } else if first.starts_with(char::is_uppercase) && (word.ends_with("'s") || word.ends_with("s'")) {
        // "Anna's" stands for an article; "king's", as in "king's crown", needs one.
        Some(DeterminerKind::Other)
    } else {
        None
    }
}

fn is_number(word: &str) -> bool {
    entry(word).is_some_and(|entry| entry.determiner == Some(EntryDeterminer::Number))
}

/// `-ing` after a stem with a vowel, so `string` and `king` are none.
fn is_ing(word: &str) -> bool {
    word.strip_suffix("ing").is_some_and(has_vowel)
}

/// `-ed` after a stem with a vowel, so `red` and `sled` are none; words in `-eed` are nouns but for a few.
fn is_ed(word: &str) -> bool {
    word.strip_suffix("ed").is_some_and(|stem| has_vowel(stem) && !stem.ends_with('e'))
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}
