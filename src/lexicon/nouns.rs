//! Common nouns of things that can be counted, and whether they name somebody. What comes in: a noun phrase. What goes
//! out: the kind of its head noun. Absent: nouns that are also said of a stuff (`glass`, `chicken soup` is about soup),
//! and those that often stand without an article (`on stage`, `in bed`).

use serde::Deserialize;

use super::lines::{self, Lines};
use super::words::lower;
use super::{head_noun, is_plural};

const DATA: &str = include_str!("nouns.jsonl");

#[allow(long_running_const_eval)] // it only looks for newlines
static NOUNS: Lines<Entry, { lines::count(DATA) }> = Lines::new(DATA);

#[derive(Deserialize)]
struct Entry {
    kind: NounKind,
    /// Whether one of them may be in several places at once: a crowd, a road.
    #[serde(default)]
    spread: bool,
}

/// What a noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NounKind {
    /// A thing or a place.
    Thing,
    /// An animal.
    Animal,
    /// A person, or what is drawn as one.
    Person,
    /// A stuff, or many things as one: snow, a herd. They are not counted.
    Spread,
}

/// What the head noun of a phrase names, if it is a known noun in the singular.
#[must_use]
pub fn countable(phrase: &str) -> Option<NounKind> {
    if is_plural(phrase) {
        return None;
    }
    let kind = NOUNS.get(&lower(head_noun(phrase)))?.kind;
    (kind != NounKind::Spread).then_some(kind)
}

/// Whether a phrase names a stuff or a crowd, which may be on both sides of something.
#[must_use]
pub fn is_spread_out(phrase: &str) -> bool {
    NOUNS.get(&lower(head_noun(phrase))).is_some_and(|entry| entry.spread || entry.kind == NounKind::Spread)
}

/// What likenesses are made of, and words for them: a porcelain cat is a thing.
pub(super) const LIKENESSES: [&str; 32] = [
    "brass",
    "bronze",
    "carved",
    "ceramic",
    "chocolate",
    "clay",
    "crystal",
    "garden",
    "gingerbread",
    "glass",
    "golden",
    "gummy",
    "inflatable",
    "ivory",
    "knitted",
    "lego",
    "marble",
    "miniature",
    "origami",
    "paper",
    "papier-mache",
    "plastic",
    "plush",
    "porcelain",
    "rubber",
    "silver",
    "stone",
    "stuffed",
    "teddy",
    "tin",
    "toy",
    "wooden",
];

/// Whether a phrase names people or animals, one or several, and not likenesses of them.
#[must_use]
pub fn is_being(phrase: &str) -> bool {
    let made = phrase.split_whitespace().any(|word| LIKENESSES.contains(&&*lower(word)));
    if made {
        return false;
    }
    let head = lower(head_noun(phrase)).into_owned();
    let known =
        |word: &str| NOUNS.get(word).is_some_and(|entry| matches!(entry.kind, NounKind::Animal | NounKind::Person));
    if known(&head) || !is_plural(&head) {
        return known(&head);
    }
    // "women" is not in the list, but the plural of "woman" is "women".
    let mut alike = NOUNS.words().filter(|word| word.chars().next() == head.chars().next());
    alike.any(|word| known(word) && super::plural(word) == head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_singular_noun_and_sorted() {
        let mut last = "";
        for word in NOUNS.words() {
            assert!(last < word, "{word} stands behind {last}");
            assert!(NOUNS.get(word).is_some() && !is_plural(word), "{word}");
            assert_eq!(head_noun(word), word);
            last = word;
        }
        assert_eq!(DATA.lines().count(), NOUNS.words().count());
    }

    #[test]
    fn the_head_noun_decides() {
        assert_eq!(countable("wooden table with a lamp"), Some(NounKind::Thing));
        assert_eq!(countable("old woman holding flowers"), Some(NounKind::Person));
        for phrase in ["heavy snow", "oak tables", "scissors", "flower petals", "", "children"] {
            assert_eq!(countable(phrase), None, "{phrase}");
        }
        for phrase in ["two women", "corgi", "children at play", "wolves", "boy with a ball"] {
            assert!(is_being(phrase), "{phrase}");
        }
        for phrase in ["fresh snow", "a crowd of people", "row of lamps", "winding road"] {
            assert!(is_spread_out(phrase), "{phrase}");
        }
        assert!(!is_spread_out("snowman") && !is_spread_out("water bottle"));
        for phrase in ["porcelain cat", "toy soldier", "table", "tables", "dog collar", "horse statue", ""] {
            assert!(!is_being(phrase), "{phrase}");
        }
    }
}
