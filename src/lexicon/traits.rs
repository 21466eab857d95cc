//! Everything the lexicon answers about one word. What comes in: a word with the marks at its ends. What goes out: facts,
//! so that words of equal facts can stand for each other. Who asks the lexicon something new of an author's words adds it
//! here. Absent: what two words say together, which [`entangled`] lists the words of.

use super::forms::{HEAD_ENDS, article, is_plural, plural};
use super::nouns::{LIKENESSES, NounKind, countable, is_being, is_spread_out};
use super::relations::relation_words;
use super::words::{
    ALSO_ADJECTIVES, DeterminerKind, determiner, is_adverb, is_participle, is_preposition, joined, lower,
    starts_with_ing,
};

/// What the lexicon makes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // independent facts
pub struct Traits {
    /// It is a determiner other than a number in digits, or a preposition: such words are never like others.
    pub closed: bool,
    /// It is a number in digits.
    pub number: bool,
    /// It is a participle.
    pub participle: bool,
    /// It is a participle in -ing as it is written.
    pub ing: bool,
    /// It is an adverb.
    pub adverb: bool,
    /// It is a plural.
    pub plural: bool,
    /// It takes "an".
    pub an: bool,
    /// What its plural adds: nothing, `s`, `es`; `None` if it changes letters.
    pub ending: Option<u8>,
}

/// What the lexicon makes of a word as the noun of a phrase, which only findings hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds {
    /// It names somebody.
    pub being: bool,
    /// It is what likenesses are made of.
    pub likeness: bool,
    /// It names a stuff or a crowd.
    pub spread: bool,
    /// What it names, if it is a known noun in the singular.
    pub countable: Option<NounKind>,
}

/// What the lexicon makes of a word.
#[must_use]
pub fn traits(word: &str) -> Traits {
    let kind = determiner(&format!("{word} x")).map(|found| found.kind);
    let digits = word.starts_with(|c: char| c.is_ascii_digit()) && kind == Some(DeterminerKind::Number);
    let several = plural(word);
    Traits {
        closed: kind.is_some() && !digits || is_preposition(word),
        number: digits,
        participle: is_participle(word),
        ing: starts_with_ing(word),
        adverb: is_adverb(word),
        plural: is_plural(word),
        an: article(word) == "an",
        ending: several.strip_prefix(word).and_then(|added| match added {
            "" => Some(0),
            "s" => Some(1),
            "es" => Some(2),
            _ => None,
        }),
    }
}

/// What the lexicon makes of a word as a noun.
#[must_use]
pub fn kinds(word: &str) -> Kinds {
    Kinds {
        being: is_being(word),
        likeness: LIKENESSES.contains(&&*lower(word)),
        spread: is_spread_out(word),
        countable: countable(word),
    }
}

/// Words that mean something together with their neighbours, in lower case: those at which a head noun ends, those of
/// prepositions in two words, and participles that hold a "with", "of" or "in".
pub fn entangled() -> impl Iterator<Item = &'static str> {
    let governs = |word: &&str| ["_with", "_of", "_in"].iter().any(|end| word.ends_with(end));
    let fixed = HEAD_ENDS.into_iter().chain(ALSO_ADJECTIVES).chain(["and"]);
    fixed
        .chain(joined().flat_map(|word| word.split(' ')))
        .chain(relation_words().filter(governs).flat_map(|word| word.split('_')))
}
