//! What comes in: the words by which an author calls a thing. What goes out: those words with the right article or number
//! for their place: at the introduction, or when the thing is known.

use smol_str::SmolStr;

use crate::lexicon::{self, Determiner, DeterminerKind};
use crate::plan::naming;
use crate::scene::model::{Element, Kind};

/// A reference as it is introduced, without its position; by its short form where a list has introduced it already.
pub(super) fn introduction(element: &Element, listed: bool) -> String {
    let mut words = match (element.count > 1, &element.title) {
        (false, Some(title)) if listed => return title.to_string(),
        (false, None) if listed => definite(&naming::short(element)),
        (false, _) => initial(&element.phrase),
        (true, _) => {
            let one = if listed { naming::short(element) } else { element.phrase.clone() };
            format!("{} copies of {}", lexicon::number_word(element.count as usize), definite(&one))
        }
    };
    if let Some(title) = &element.title {
        words.push(' ');
        words.push_str(title);
    }
    words
}

/// What a reference is, for those who see no prompt: without an article, and each of several images once.
pub(super) fn description(element: &Element, again: bool) -> String {
    let phrase = bare(&element.phrase);
    let title = element.title.iter().map(|title| format!(" {title}"));
    std::iter::once(phrase.to_owned()).chain(title).chain(again.then(|| ", another view".to_owned())).collect()
}

pub(super) fn again(element: &Element) -> String {
    let short = naming::short(element);
    if element.kind == Kind::Prop && element.short.is_none() && is_proper(&short) {
        return short.to_string();
    }
    counted(element, &short, false)
}

/// A phrase for one or several; at first as it is written, later with "the".
pub(super) fn counted(element: &Element, phrase: &str, first: bool) -> String {
    if element.count <= 1 {
        return if first { phrase.to_owned() } else { definite(phrase) };
    }
    let plural = match &element.plural {
        Some(plural) => plural.clone(),
        None => SmolStr::from(lexicon::plural(bare(phrase))),
    };
    let number = lexicon::number_word(element.count as usize);
    if first { format!("{number} {plural}") } else { format!("the {number} {plural}") }
}

/// A phrase without an article that speaks of one.
pub(super) fn bare(phrase: &str) -> &str {
    match lexicon::determiner(phrase) {
        Some(found) if found.kind == DeterminerKind::Indefinite => phrase[found.len..].trim_start(),
        _ => phrase,
    }
}

/// A phrase at its introduction: "the" before it, unless it begins with a determiner or number.
pub(super) fn initial(phrase: &str) -> String {
    match lexicon::determiner(phrase) {
        Some(found) => small(phrase, found),
        None => format!("the {phrase}"),
    }
}

/// A phrase for something that is known: "a" becomes "the", "two" becomes "the two", "my" stays.
pub(super) fn definite(phrase: &str) -> String {
    match lexicon::determiner(phrase) {
        None => format!("the {phrase}"),
        Some(found) => match found.kind {
            DeterminerKind::Indefinite => format!("the {}", phrase[found.len..].trim_start()),
            DeterminerKind::Number => format!("the {}", small(phrase, found)),
            DeterminerKind::Other => small(phrase, found),
        },
    }
}

/// A phrase inside a sentence: "The red car" begins with a small letter, "Anna's car" keeps its capital.
fn small(phrase: &str, found: Determiner) -> String {
    let (first, rest) = phrase.split_at(found.len);
    if first.contains(['\'', '\u{2019}']) { phrase.to_owned() } else { format!("{}{rest}", first.to_lowercase()) }
}

/// Whether every word begins with a capital, as in a proper name.
pub(super) fn is_proper(phrase: &str) -> bool {
    phrase.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

pub(super) fn exact_text(words: &str, look: &str) -> String {
    let quoted = quoted(words);
    if look.is_empty() {
        format!("the exact text {quoted}")
    } else if lexicon::starts_with_preposition(look) {
        format!("the exact text {quoted} {look}")
    } else {
        format!("the exact text {quoted} in {look}")
    }
}

pub(super) fn quoted(words: &str) -> String {
    if words.contains('"') { format!("“{words}”") } else { format!("\"{words}\"") }
}
