//! Did you mean. What comes in: a word nobody knows. What goes out: the nearest known one, if it is near enough. Absent:
//! meaning; only spelling counts.

use strsim::damerau_levenshtein;

use super::words::{self, is_adverb, is_participle, is_preposition, lower};
use super::{relation, relation_words};

/// How many letters a word may have to be compared with others: comparing takes the square of that.
const LONGEST: usize = 80;

/// The candidate nearest to a word, the first of several that are equally near. A swap of two letters counts one; up to
/// three letters may differ in one place, up to eight in two, longer words in three.
pub fn suggest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let lower = lower(word);
    let bound = match length {
        0..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    nearest(candidates, |candidate| {
        let near = candidate.chars().count().abs_diff(length) <= bound;
        let most = bound.min(length.saturating_sub(1));
        near.then(|| damerau_levenshtein(&lower, &super::words::lower(candidate)))
            .filter(|d| *d <= most && candidate != word)
    })
}

/// The relation of which an unknown word is a misspelling. Words that read well are none: `hiding_in` is not
/// `riding_in`.
#[must_use]
pub fn near_relation(word: &str) -> Option<&'static str> {
    let length = word.chars().count();
    if !(4..=LONGEST).contains(&length) || relation(word).is_some() {
        return None;
    }
    if let Some(known) = from_finite_verb(word) {
        return Some(known);
    }
    let bound = if length < 8 { 1 } else { 2 };
    nearest(relation_words().filter(|known| known.len().abs_diff(word.len()) <= bound), |known| {
        let total = if same_without_breaks(word, known) { Some(1) } else { distance_by_parts(word, known) };
        total.filter(|d| (1..=bound).contains(d))
    })
}

/// The relation of a verb that is no participle: `sits_on` and `sit_on` are `sitting_on`.
fn from_finite_verb(word: &str) -> Option<&'static str> {
    let (verb, rest) = word.find('_').map_or((word, ""), |at| word.split_at(at));
    let known = |stem: &str, doubled: &str| {
        let written = format!("{stem}{doubled}ing{rest}");
        relation_words().find(|known| *known == written)
    };
    let stems = [Some(verb), verb.strip_suffix('s'), verb.strip_suffix("es")];
    stems.into_iter().flatten().filter(|stem| stem.len() > 1).find_map(|stem| {
        let last = stem.char_indices().last().map_or("", |(at, _)| &stem[at..]);
        let short = stem.strip_suffix('e').and_then(|stem| known(stem, ""));
        known(stem, "").or(short).or_else(|| known(stem, last))
    })
}

/// The -ing word of a verb in the third person, as relations have it: `loves` is `loving`, `hugs_tightly` is
/// `hugging_tightly`. Only the spelling is looked at.
#[must_use]
pub fn participle_of(word: &str) -> Option<String> {
    let (verb, rest) = word.find('_').map_or((word, ""), |at| word.split_at(at));
    let stem =
        verb.strip_suffix('s').filter(|stem| stem.len() > 2 && verb.is_ascii() && !stem.ends_with(['s', 'u', 'i']))?;
    let vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    let base = match stem.as_bytes() {
        [.., b'i', b'e'] => format!("{}y", &stem[..stem.len() - 2]),
        [.., b'e', b'e'] => stem.to_owned(),
        [.., b'e'] => stem[..stem.len() - 1].to_owned(),
        // A short vowel doubles what follows: hug, hugging.
        [first @ .., middle, last]
            if vowel(*middle)
                && !vowel(*last)
                && !matches!(last, b'w' | b'x' | b'y')
                && !first.iter().any(|byte| vowel(*byte)) =>
        {
            format!("{stem}{}", char::from(*last))
        }
        _ => stem.to_owned(),
    };
    Some(format!("{base}ing{rest}"))
}

fn nearest<'a>(words: impl Iterator<Item = &'a str>, distance: impl Fn(&str) -> Option<usize>) -> Option<&'a str> {
    let near = words.filter_map(|word| distance(word).map(|d| (d, word)));
    near.min_by_key(|(d, _)| *d).map(|(_, word)| word)
}

/// Whether two words differ only in where `_` stands: `infront_of`.
fn same_without_breaks(word: &str, known: &str) -> bool {
    word.chars().filter(|c| *c != '_').eq(known.chars().filter(|c| *c != '_'))
}

/// The distance of two words with equally many parts, if every part that differs is a misspelling.
fn distance_by_parts(word: &str, known: &str) -> Option<usize> {
    if word.matches('_').count() != known.matches('_').count() {
        return None;
    }
    let parts = word.split('_').zip(known.split('_'));
    parts.map(|(part, right)| if part == right { Some(0) } else { misspelling(part, right) }).sum()
}

/// The distance of a part from the right one; `None` if the part is a word of its own or too far off.
fn misspelling(part: &str, right: &str) -> Option<usize> {
    let sound = words::entry(part).is_some_and(|entry| entry.participle == Some(true));
    if sound || is_preposition(part) || is_adverb(part) || (is_participle(part) && !slips(part, right)) {
        return None;
    }
    let bound = if part.chars().count() < 8 { 1 } else { 2 };
    Some(damerau_levenshtein(part, right)).filter(|d| *d <= bound)
}

/// Whether two words differ only in a doubled letter (`siting`) or in the order of two (`laening`).
fn slips(part: &str, right: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    undoubled(part).eq(undoubled(right)) || sorted(part) == sorted(right)
}

fn undoubled(word: &str) -> impl Iterator<Item = char> {
    word.chars().scan(None, |last, c| Some((last.replace(c) != Some(c)).then_some(c))).flatten()
}
