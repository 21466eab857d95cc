//! English word forms. What comes in: a number, or a noun phrase without a determiner. What goes out: the number as a
//! word, the phrase in the plural, whether it is plural, its possessive. The regular rules stand here, the exceptions
//! in `words.jsonl`; no crate is used, since those that inflect compile their rules as regular expressions at start.
//! Absent: verbs, articles.

use std::borrow::Cow;
use std::ops::Range;

use super::words::{Count, Entry, entry, lower};

const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Words before which the head noun of a phrase stands: `cup of coffee`, `woman holding a fan`.
pub(super) const HEAD_ENDS: [&str; 20] = [
    "of", "with", "in", "on", "for", "from", "at", "without", "by", "under", "behind", "beside", "near", "to", "that",
    "who", "which", "holding", "wearing", "carrying",
];

/// `one` to `twenty`, then digits.
#[must_use]
pub fn number_word(n: usize) -> Cow<'static, str> {
    let word = n.checked_sub(1).and_then(|at| NUMBERS.get(at));
    word.map_or_else(|| Cow::Owned(n.to_string()), |word| Cow::Borrowed(*word))
}

/// `a`, `a and b`, `a, b, and c`
#[must_use]
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// `first` to `twentieth`, then `21st`, `22nd`.
#[must_use]
pub fn ordinal(n: usize) -> Cow<'static, str> {
    if let Some(word) = n.checked_sub(1).and_then(|at| ORDINALS.get(at)) {
        return Cow::Borrowed(word);
    }
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    Cow::Owned(format!("{n}{ending}"))
}

/// The phrase with its head noun in the plural: `cup of coffee` gives `cups of coffee`.
#[must_use]
pub fn plural(phrase: &str) -> String {
    let head = head(phrase);
    let before = phrase.get(..head.start).unwrap_or_default();
    let after = phrase.get(head.end..).unwrap_or_default();
    format!("{before}{}{after}", plural_word(phrase.get(head).unwrap_or_default()))
}

/// Whether the head noun of a phrase is plural: `brass scissors`, `children at play`.
#[must_use]
pub fn is_plural(phrase: &str) -> bool {
    is_plural_word(&lower(head_noun(phrase)))
}

/// The head noun of a phrase: `mug` of `stoneware mug with a chip`.
#[must_use]
pub fn head_noun(phrase: &str) -> &str {
    phrase.get(head(phrase)).unwrap_or_default()
}

/// `woman's`, `James's`, `cats'`.
#[must_use]
pub fn possessive(mention: &str, plural: bool) -> String {
    let bare = plural && mention.ends_with(['s', 'S']);
    format!("{mention}{}", if bare { "'" } else { "'s" })
}

/// Where the head noun stands: the last word before the first word that ends a head.
fn head(phrase: &str) -> Range<usize> {
    let mut head = 0..0;
    let mut at = 0;
    for piece in phrase.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let noun = word.trim_end_matches(',');
        let ends = head.end > 0 && HEAD_ENDS.contains(&&*lower(word));
        if ends {
            break;
        }
        if !noun.is_empty() {
            head = at..at + noun.len();
        }
        if noun.len() < word.len() {
            break;
        }
        at += piece.len();
    }
    head
}

fn plural_word(word: &str) -> String {
    let key = lower(word);
    if is_plural_word(&key) {
        return word.to_owned();
    }
    if let Some((start, Some(form))) = known(&key).map(|(start, entry)| (start, entry.plural.as_ref())) {
        return with_case_of(word, format!("{}{form}", key.get(..start).unwrap_or_default()));
    }
    match regular_plural(&key) {
        (0, ending) => format!("{word}{ending}"),
        (cut, ending) => format!("{}{ending}", word.get(..word.len() - cut).unwrap_or(word)),
    }
}

/// How many bytes a regular plural cuts off, and what it adds.
fn regular_plural(word: &str) -> (usize, &'static str) {
    let consonant_y = word.strip_suffix('y').is_some_and(|stem| {
        stem.ends_with("qu") || stem.ends_with(|c: char| c.is_alphabetic() && !"aeiou".contains(c))
    });
    if consonant_y {
        (1, "ies")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        (0, "es")
    } else {
        (0, "s")
    }
}

fn is_plural_word(word: &str) -> bool {
    match known(word).map(|(_, entry)| (entry.count, entry.plural.as_ref())) {
        Some((Some(count), _)) => count == Count::Plural,
        Some((None, Some(_))) => false,
        _ => word.len() > 3 && word.ends_with('s') && !["ss", "us", "is", "'s"].iter().any(|end| word.ends_with(end)),
    }
}

/// The entry that holds for a word, its own or that of a word it ends in, and where that one starts.
fn known(word: &str) -> Option<(usize, &'static Entry)> {
    if let Some(entry) = entry(word) {
        return Some((0, entry));
    }
    let starts = word.char_indices().skip(1).map(|(at, _)| at).filter(|at| word.len() - at >= 3);
    let mut compounds = starts.filter_map(|at| Some((at, entry(word.get(at..)?)?)));
    compounds.find(|(_, entry)| entry.compounds)
}

/// The indefinite article before a word: by its first letter, unless the ear says otherwise.
#[must_use]
pub fn article(word: &str) -> &'static str {
    let word = lower(word);
    let silent = ["hour", "honest", "honor", "honour", "heir"].iter().any(|start| word.starts_with(start));
    let spoken = ["uni", "use", "usu", "uto", "eu", "ewe", "one", "once"].iter().any(|start| word.starts_with(start));
    if silent || (word.starts_with(['a', 'e', 'i', 'o', 'u']) && !spoken) { "an" } else { "a" }
}

/// `form`, with a capital where `word` has one.
fn with_case_of(word: &str, form: String) -> String {
    let mut letters = form.chars();
    match (word.starts_with(char::is_uppercase), letters.next()) {
        (true, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => form,
    }
}
