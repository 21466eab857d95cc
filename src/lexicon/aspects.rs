//! Aspects by word. What comes in: a word such as `lighting`. What goes out: its entry in `aspects.jsonl`, and the
//! template for a place in the prompt. Templates hold `{w}` the words, `{a}` the aspect, `{e}` the elements, `{x}` the
//! source as it is mentioned, `{i}` its image ("the second image"), `{an}` the article that fits the words. What an entry leaves out stands in one place,
//! `standard`. Absent: filling templates in; whoever does drops the "the " or "one " before a `{w}` that begins with a
//! determiner.

use serde::Deserialize;
use smol_str::SmolStr;

use super::lines::{self, Lines};
use super::{head_noun, is_plural, starts_with_participle, starts_with_preposition};

const DATA: &str = include_str!("aspects.jsonl");

#[allow(long_running_const_eval)] // it only looks for newlines
static ASPECTS: Lines<AspectLine, { lines::count(DATA) }> = Lines::new(DATA);

/// An aspect: the look of the whole picture or of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// The word in a scene.
    pub word: SmolStr,
    /// How `{a}` is said: `style`, `time of day`.
    pub noun: SmolStr,
    /// How "Take nothing but the ..." says it: `light`.
    pub taken: SmolStr,
    /// Nouns that already say the aspect: "soft window light" needs no "lighting".
    pub heads: Vec<SmolStr>,
    /// Whether its statements describe light.
    pub light: bool,
    /// The templates it does not share with other aspects.
    pub forms: Forms,
}

/// An entry with the scene statement that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Line")]
pub struct AspectLine {
    /// The entry.
    pub aspect: Aspect,
    /// A statement: `pose of rower "leaning back"`.
    pub example: SmolStr,
    /// What it must give, if a source is the second image: `the rower leaning back`.
    pub english: SmolStr,
}

/// Where an aspect is said. `Of` is about elements, `From` taken from a reference, `Bare` without words of its own,
/// `Edit` a change of the edited picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Case {
    Plain,
    From,
    FromBare,
    Match,
    MatchBare,
    Of,
    OfFrom,
    OfFromBare,
    OfMatch,
    OfMatchBare,
    Edit,
    EditFrom,
    EditFromBare,
    EditOf,
    EditOfFrom,
    EditOfFromBare,
}

/// The templates of an entry by case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the names are those of the cases
pub struct Forms {
    pub plain: Option<Alternatives>,
    pub from: Option<Alternatives>,
    pub from_bare: Option<Alternatives>,
    pub of: Option<Alternatives>,
    pub of_from: Option<Alternatives>,
    pub of_from_bare: Option<Alternatives>,
    pub of_match: Option<Alternatives>,
    pub edit: Option<Alternatives>,
    pub edit_from: Option<Alternatives>,
    pub edit_from_bare: Option<Alternatives>,
    pub edit_of: Option<Alternatives>,
    pub edit_of_from: Option<Alternatives>,
    pub edit_of_from_bare: Option<Alternatives>,
}

/// The templates of one case; the first whose condition holds for the words is taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternatives {
    /// If the words begin with a preposition.
    #[serde(default)]
    pub preposition: Option<SmolStr>,
    /// If they end in a noun of the aspect, or their head noun is one.
    #[serde(default)]
    pub head: Option<SmolStr>,
    /// If they contain a noun of the aspect.
    #[serde(default)]
    pub noun: Option<SmolStr>,
    /// If they begin with a participle of what someone does: `leaning back`.
    #[serde(default)]
    pub participle: Option<SmolStr>,
    /// If they are adjectives alone: `joyful`, `long and wavy`.
    #[serde(default)]
    pub adjective: Option<SmolStr>,
    /// Otherwise.
    pub default: SmolStr,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    word: SmolStr,
    noun: Option<SmolStr>,
    taken: Option<SmolStr>,
    heads: Vec<SmolStr>,
    #[serde(default)]
    light: bool,
    #[serde(default)]
    forms: Forms,
    example: SmolStr,
    english: SmolStr,
}

/// The entry of a word; `None` if it is no known aspect.
#[must_use]
pub fn aspect(word: &str) -> Option<&'static Aspect> {
    ASPECTS.get(word).map(|line| &line.aspect)
}

/// All entries in the order of their words.
pub fn aspects() -> impl Iterator<Item = &'static AspectLine> {
    ASPECTS.all()
}

/// All words, in order; cheaper than [`aspects`].
pub fn aspect_words() -> impl Iterator<Item = &'static str> {
    ASPECTS.words()
}

impl From<Line> for AspectLine {
    fn from(line: Line) -> Self {
        let Line { word, noun, taken, heads, light, forms, example, english } = line;
        let noun = noun.unwrap_or_else(|| word.clone());
        let taken = taken.unwrap_or_else(|| noun.clone());
        Self { aspect: Aspect { word, noun, taken, heads, light, forms }, example, english }
    }
}

impl Aspect {
    /// An aspect the lexicon lacks, as in `eyes of woman from donor`: the word itself in the standard forms.
    #[must_use]
    pub fn literal(word: &str) -> Self {
        let noun = SmolStr::from(word.replace('_', " "));
        let heads = noun.split(' ').next_back().map(SmolStr::from).into_iter().collect();
        Self { word: word.into(), taken: noun.clone(), noun, heads, light: false, forms: Forms::default() }
    }

    /// The template for a case, chosen by the words (`""` if there are none).
    #[must_use]
    pub fn template(&self, case: Case, words: &str) -> &str {
        let head = self.ends_in_noun(words);
        let preposition = starts_with_preposition(words);
        let own = self.forms.get(case);
        if preposition
            && own.is_none_or(|own| own.preposition.is_none())
            && let Some(template) = after_preposition(case)
        {
            return template;
        }
        let Some(own) = own else { return standard(case, head) };
        let by_condition = [
            (&own.preposition, preposition),
            (&own.head, head),
            (&own.noun, own.noun.is_some() && words.split_whitespace().any(|word| self.is_noun(word))),
            (&own.participle, own.participle.is_some() && starts_with_participle(words)),
            (&own.adjective, own.adjective.is_some() && is_adjective(words)),
        ];
        let chosen = by_condition.into_iter().find_map(|(text, holds)| text.as_ref().filter(|_| holds));
        chosen.unwrap_or(&own.default)
    }

    /// Whether `from X` is said in the standard way, so that neighbours from one source can share its name.
    #[must_use]
    pub fn says_from_by_default(&self) -> bool {
        self.forms.from.is_none() && self.forms.from_bare.is_none()
    }

    /// Whether the words already say the aspect: "soft window light", "stance of an archer".
    #[must_use]
    pub fn ends_in_noun(&self, words: &str) -> bool {
        words.split_whitespace().next_back().is_some_and(|word| self.is_noun(word)) || self.is_noun(head_noun(words))
    }

    fn is_noun(&self, word: &str) -> bool {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        self.heads.iter().any(|head| head.eq_ignore_ascii_case(word))
    }
}

impl Forms {
    fn get(&self, case: Case) -> Option<&Alternatives> {
        match case {
            Case::Plain => self.plain.as_ref(),
            Case::From => self.from.as_ref(),
            Case::FromBare => self.from_bare.as_ref(),
            Case::Match | Case::MatchBare | Case::OfMatchBare => None,
            Case::Of => self.of.as_ref(),
            Case::OfFrom => self.of_from.as_ref(),
            Case::OfFromBare => self.of_from_bare.as_ref(),
            Case::OfMatch => self.of_match.as_ref(),
            Case::Edit => self.edit.as_ref(),
            Case::EditFrom => self.edit_from.as_ref(),
            Case::EditFromBare => self.edit_from_bare.as_ref(),
            Case::EditOf => self.edit_of.as_ref(),
            Case::EditOfFrom => self.edit_of_from.as_ref(),
            Case::EditOfFromBare => self.edit_of_from_bare.as_ref(),
        }
    }
}

/// Whether words are adjectives, as far as their form shows: single words, none of them a plural.
fn is_adjective(words: &str) -> bool {
    let items = words.split(", ").flat_map(|item| item.split(" and "));
    let mut items = items.map(|item| item.strip_prefix("and ").unwrap_or(item));
    items.all(|item| !item.is_empty() && !item.contains(' ') && !is_plural(item))
}

/// The template of a case where an entry has none; `head` tells that the words already say the aspect.
fn standard(case: Case, head: bool) -> &'static str {
    match (case, head) {
        (Case::Plain, _) => "{w}",
        (Case::From, true) => "in the {w} of {i}",
        (Case::From, false) => "in the {w} {a} of {i}",
        (Case::FromBare, _) => "in the {a} of {i}",
        (Case::Match, _) => "matching the {w}",
        (Case::MatchBare, _) => "matching the {a}",
        (Case::Of, _) => "{e} with {w}",
        (Case::OfFrom, true) => "{e} with the {w} from {i}",
        (Case::OfFrom, false) => "{e} with the {w} {a} from {i}",
        (Case::OfFromBare, _) => "{e} with the {a} from {i}",
        (Case::OfMatch, _) => "{e} matching the {w} of {i}",
        (Case::OfMatchBare, _) => "{e} matching the {a} of {i}",
        (Case::Edit, _) => "change the {a} to {w}",
        (Case::EditFrom, true) => "change the {a} to the {w} of {i}",
        (Case::EditFrom, false) => "change the {a} to the {w} {a} of {i}",
        (Case::EditFromBare, _) => "give the picture the {a} from {i}",
        (Case::EditOf, _) => "change the {a} of {e} to {w}",
        (Case::EditOfFrom, _) => "change the {a} of {e} to {w} from {i}",
        (Case::EditOfFromBare, _) => "give {e} the {a} from {i}",
    }
}

/// The template of a case where an entry has none and the words begin with a preposition, which fits after no "with",
/// "the" or "to".
fn after_preposition(case: Case) -> Option<&'static str> {
    match case {
        Case::From => Some("{w} as in {i}"),
        Case::Of => Some("{e} {w}"),
        Case::OfFrom | Case::OfMatch => Some("{e} {w} as in {i}"),
        Case::Edit => Some("show the picture {w}"),
        Case::EditFrom => Some("show the picture {w} as in {i}"),
        Case::EditOf => Some("show {e} {w}"),
        Case::EditOfFrom => Some("show {e} {w} as in {i}"),
        _ => None,
    }
}
