//! The vocabulary as data. What comes in: a word. What goes out: its entry, English word forms, and near misses.
//! Adding a relation or an aspect is one line in a data file, whose example is its test. Absent: any grammar.

mod aspects;
mod forms;
mod lines;
mod negatives;
mod nouns;
mod relations;
mod suggest;
#[cfg(test)]
mod tests;
mod traits;
mod words;

use serde::Deserialize;
use smol_str::SmolStr;

pub use aspects::{Alternatives, Aspect, AspectLine, Case, Forms, aspect, aspect_words, aspects};
pub use forms::{article, head_noun, is_plural, listed, number_word, ordinal, plural, possessive};
pub use negatives::{Negative, negative_words, negatives, restated};
pub use nouns::{NounKind, countable, is_being, is_spread_out};
pub use relations::{RelationLine, direction, literal, relation, relation_words, relations};
pub use suggest::{near_relation, participle_of, suggest};
pub use traits::{Kinds, Traits, entangled, kinds, traits};
pub use words::{
    Determiner, DeterminerKind, HOURS, adverbs, determiner, is_adverb, is_participle, is_preposition, starts_with_ing,
    starts_with_participle, starts_with_preposition,
};

/// A relation such as `resting_on`: its English and what it means for a scene.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Relation {
    /// The word in a scene, `_` between its parts.
    pub word: SmolStr,
    /// `resting`; empty if the relation is a preposition only.
    #[serde(default)]
    pub participle: SmolStr,
    /// `on`; empty if the object follows the participle directly (a transitive verb) or if there is no object.
    #[serde(default)]
    pub preposition: SmolStr,
    /// Whether a clause of this relation takes a comma when it follows an element.
    #[serde(default)]
    pub comma: bool,
    /// Whether it needs, may have or refuses an object.
    #[serde(default)]
    pub object: Object,
    /// The opening it can lead.
    #[serde(default)]
    pub lead: Option<Lead>,
    /// What kind of relation it is.
    pub class: Class,
    /// Where the subject is as seen from the object; without an object, in which half of the picture.
    #[serde(default)]
    pub direction: Vec<Direction>,
    /// The word that says the same with subject and object swapped; its own word if it is symmetric.
    #[serde(default)]
    pub inverse: Option<SmolStr>,
}

/// Whether a relation takes an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Object {
    /// `watch resting_on table`
    #[default]
    Required,
    /// `dog running`, `man reading book`
    Optional,
    /// `dog in_the_foreground`
    None,
}

/// An imperative that can open a prompt: `Place {subject} onto {object}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lead {
    /// `Place`
    pub verb: SmolStr,
    /// `onto`
    pub preposition: SmolStr,
}

/// Where something is, as the viewer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The viewer's left.
    Left,
    /// The viewer's right.
    Right,
    /// Higher up.
    Above,
    /// Lower down.
    Below,
    /// Nearer.
    Front,
    /// Farther away.
    Behind,
}

/// What kind of relation a word is; lints and the order of references rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The object carries the subject.
    Support,
    /// The object has the subject inside.
    Containment,
    /// They touch.
    Contact,
    /// The subject has the object in hand.
    Holding,
    /// The subject wears the object.
    Garment,
    /// The subject looks at or heeds the object.
    Attention,
    /// The subject moves.
    Motion,
    /// Places in space, among them places in the frame.
    Order,
    /// Sizes compared.
    Scale,
    /// The subject is fixed to or drawn on the object.
    Attachment,
    /// How the subject is.
    State,
    /// What the subject does with another.
    Social,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 12] = [
        Self::Support,
        Self::Containment,
        Self::Contact,
        Self::Holding,
        Self::Garment,
        Self::Attention,
        Self::Motion,
        Self::Order,
        Self::Scale,
        Self::Attachment,
        Self::State,
        Self::Social,
    ];

    /// The word for it in a scene.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Containment => "containment",
            Self::Contact => "contact",
            Self::Holding => "holding",
            Self::Garment => "garment",
            Self::Attention => "attention",
            Self::Motion => "motion",
            Self::Order => "order",
            Self::Scale => "scale",
            Self::Attachment => "attachment",
            Self::State => "state",
            Self::Social => "social",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == word)
    }
}
