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
}

/// What the head noun of a phrase names, if it is a known noun in the singular.
#[must_use]
pub fn countable(phrase: &str) -> Option<NounKind> {
    if is_plural(phrase) {
        return None;
    }
    NOUNS.get(&lower(head_noun(phrase))).map(|entry| entry.kind)
}

/// Whether a phrase names people or animals, one or several.
#[must_use]
pub fn is_being(phrase: &str) -> bool {
    let head = lower(head_noun(phrase)).into_owned();
    let known = |word: &str| NOUNS.get(word).is_some_and(|entry| entry.kind != NounKind::Thing);
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
        for phrase in ["table", "tables", "dog collar", "horse statue", ""] {
            assert!(!is_being(phrase), "{phrase}");
        }
    }
}
