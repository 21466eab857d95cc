//! What is known of words. What comes in: a word as it stands between two blanks. What goes out: its class: two words of
//! one class are told apart by nothing that the compiler does. Words are looked up once and remembered up to a bound.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use smol_str::SmolStr;

use crate::diagnostic::render::is_unprintable;
use crate::lexicon::{self, NounKind};

/// So many words are remembered.
const MOST_WORDS: usize = 16_384;

/// A word is at most so long; longer ones belong to the shape as they are.
const LONGEST: usize = 60;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Its marks and case, whether it is a number, and how its plural ends: what counts everywhere.
    pub ends: u64,
    /// What it does to the words beside it.
    pub grammar: u8,
    /// What it is as the head of a phrase; but for its number only findings hang on that.
    pub noun: u8,
    /// Whether it has plain letters only, which findings ask.
    pub plain: bool,
    /// No other word can stand for it.
    pub fixed: bool,
    /// Words that differ only in case share it; others hardly ever.
    pub alike: u64,
}

/// Bits of [`Word::noun`].
pub(super) mod noun {
    pub const PLURAL: u8 = 1;
    pub const SPREAD: u8 = 2;
    pub const BEING: u8 = 4;
    pub const LIKENESS: u8 = 8;
    /// All that counts where no article can be missing.
    pub const SAID: u8 = 15;
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Title,
    Upper,
    Mixed,
}

/// Words and what is known of them.
#[derive(Debug, Default)]
pub(super) struct Table {
    words: HashMap<SmolStr, Word, BuildHasherDefault<Quick>>,
    known: BTreeSet<String>,
    plurals: bool,
}

impl Table {
    pub fn new(known: BTreeSet<String>, plurals: bool) -> Self {
        Self { known, plurals, ..Self::default() }
    }

    pub fn word(&mut self, text: &str) -> Word {
        if let Some(word) = self.words.get(text) {
            return *word;
        }
        let word = self.judge(text);
        if self.words.len() >= MOST_WORDS {
            self.words.clear();
        }
        if text.len() <= LONGEST {
            self.words.insert(SmolStr::new(text), word);
        }
        word
    }

    fn judge(&self, text: &str) -> Word {
        let mut word = self.english(text);
        if !word.fixed {
            word.noun |= noun_bits(lexicon::kinds(text));
        }
        word
    }

    /// What is known of a word but for what only findings hang on.
    pub fn english(&self, text: &str) -> Word {
        let alike = hash(text.to_lowercase().as_bytes());
        let fixed = Word { ends: 0, grammar: 0, noun: 0, plain: false, fixed: true, alike };
        self.class(text, alike).unwrap_or(fixed)
    }

    /// The class of a word, if there may be others like it.
    fn class(&self, text: &str, alike: u64) -> Option<Word> {
        let core = text.trim_matches(|c: char| c.is_ascii_punctuation());
        let at = text.find(core)?;
        let (before, after) = (&text[..at], &text[at + core.len()..]);
        if core.is_empty() || text.len() > LONGEST || before.len() > 2 || after.len() > 2 || !is_plain(core) {
            return None;
        }
        if before.bytes().chain(after.bytes()).any(|c| matches!(c, b'"' | b'\\' | b'\'' | b'{' | b'}')) {
            return None;
        }
        let (lower, whole) = (core.to_lowercase(), text.to_lowercase());
        let parts = lower.split(|c: char| !c.is_alphanumeric());
        if self.known.contains(&whole)
            || self.known.contains(&lower)
            || parts.into_iter().any(|part| self.known.contains(part))
        {
            return None;
        }
        let traits = lexicon::traits(text);
        if traits.closed {
            return None;
        }
        let mut ends = 0;
        for mark in padded(before).into_iter().chain(padded(after)) {
            ends = ends << 8 | u64::from(mark);
        }
        ends = ends << 2 | case_of(core) as u64;
        for fact in [core.starts_with(char::is_uppercase), core.contains('.'), traits.number] {
            ends = ends << 1 | u64::from(fact);
        }
        ends = ends << 2 | if self.plurals { u64::from(traits.ending.unwrap_or(3)) } else { 0 };
        let mut grammar = 0;
        for fact in [traits.participle, traits.ing, traits.adverb, traits.an] {
            grammar = grammar << 1 | u8::from(fact);
        }
        let plain = core.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        Some(Word { ends, grammar, noun: if traits.plural { noun::PLURAL } else { 0 }, plain, fixed: false, alike })
    }
}

fn padded(marks: &str) -> [u8; 2] {
    let mut marks = marks.bytes();
    [marks.next().unwrap_or(0), marks.next().unwrap_or(0)]
}

fn noun_bits(kinds: lexicon::Kinds) -> u8 {
    let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
    let counted = match kinds.countable {
        None => 0,
        Some(NounKind::Thing) => 1,
        Some(NounKind::Animal) => 2,
        Some(NounKind::Person) => 3,
        Some(NounKind::Spread) => 4,
    };
    bit(kinds.spread, noun::SPREAD) | bit(kinds.being, noun::BEING) | bit(kinds.likeness, noun::LIKENESS) | counted << 4
}

/// Letters and digits with single marks between them, opening with a letter or digit of ASCII.
fn is_plain(core: &str) -> bool {
    let mut inside = false;
    for c in core.chars() {
        let letter = c.is_alphanumeric() && !is_unprintable(c);
        if !(letter || inside && matches!(c, '-' | '.')) {
            return false;
        }
        inside = letter;
    }
    core.starts_with(|c: char| c.is_ascii_alphanumeric())
}

pub(super) fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase) && word.starts_with(char::is_uppercase);
    let rest = letters.clone().next().is_some();
    if !word.chars().any(char::is_uppercase) {
        Case::Lower
    } else if first && !letters.clone().any(char::is_uppercase) {
        Case::Title
    } else if first && rest && letters.all(char::is_uppercase) {
        Case::Upper
    } else {
        Case::Mixed
    }
}

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state = Quick::default();
    state.write(bytes);
    state.finish()
}

/// A quick hash; tables under it are bounded, so that nothing hangs on its quality.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in chunks.by_ref() {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
        let mut rest = bytes.len() as u64;
        for byte in chunks.remainder() {
            rest = rest << 8 | u64::from(*byte);
        }
        self.write_u64(rest);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn write_usize(&mut self, length: usize) {
        self.write_u64(length as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nothing_tells_apart_share_a_class() {
        let mut table = Table::new(["mug".to_owned()].into(), false);
        let mut same = |a: &str, b: &str| {
            let (one, other) = (table.word(a), table.word(b));
            !one.fixed && Word { alike: 0, ..one } == Word { alike: 0, ..other }
        };
        assert!(same("rattan", "birch") && same("Rattan", "Birch") && same("Sofa,", "Bench,"));
        assert!(same("2019", "17") && same("12.50", "3.99"));
        for (a, b) in [
            ("rattan", "oak"),
            ("rattan", "Rattan"),
            ("sofa", "sofas"),
            ("sofa", "sofa,"),
            ("padded", "rattan"),
            ("mug", "cup"),
            ("the", "rattan"),
            ("with", "rattan"),
            ("12", "rattan"),
            ("12.", "1.5"),
            ("two", "rattan"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
        for odd in ["it's", "a\"b", "a\\b", "", "...", "\u{202e}a", "élan", "a_b", "{x}", "beside", "mug-tree"] {
            assert!(table.word(odd).fixed, "{odd}");
        }
    }
}
