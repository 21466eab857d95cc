//! What to say of a picture in place of what must not be there. What comes in: a phrase such as `extra people`. What goes out:
//! what is there instead, a noun phrase that fits behind "Show". Models that are told of a thing tend to draw it, so the
//! entries name the thing itself only where nothing else says it. Absent: sentences.

use serde::Deserialize;
use smol_str::SmolStr;

use super::lines::{self, Lines};

const DATA: &str = include_str!("negatives.jsonl");

#[allow(long_running_const_eval)] // it only looks for newlines
static NEGATIVES: Lines<Negative, { lines::count(DATA) }> = Lines::new(DATA);

/// Words before a phrase that change nothing: "any text" is text.
const EMPTY: [&str; 5] = ["any ", "a ", "an ", "the ", "all "];

/// A phrase and what is said in its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Negative {
    /// What must not be there, in lower case.
    pub word: SmolStr,
    /// What is there instead.
    pub say: SmolStr,
}

/// What to say in place of a phrase; none if that is not known.
#[must_use]
pub fn restated(phrase: &str) -> Option<&'static str> {
    let lower = phrase.trim().to_lowercase();
    let bare = EMPTY.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    NEGATIVES.get(&lower).or_else(|| NEGATIVES.get(bare)).map(|negative| negative.say.as_str())
}

/// Every phrase that is known, in order.
pub fn negatives() -> impl Iterator<Item = &'static Negative> {
    NEGATIVES.all()
}

/// Every word of the phrases that are known, and of those that change nothing before them; some come several times.
pub fn negative_words() -> impl Iterator<Item = &'static str> {
    NEGATIVES.words().chain(EMPTY).flat_map(|phrase| phrase.split([' ', '-'])).filter(|word| !word.is_empty())
}
