//! Relations by word. What comes in: a word of a scene. What goes out: its entry in `relations.jsonl`, or the reading
//! of a word that has none. Absent: how a relation is realised in a sentence.

use serde::Deserialize;
use smol_str::SmolStr;

use super::lines::{self, Lines};
use super::{Class, Direction, Object, Relation, is_participle};

const DATA: &str = include_str!("relations.jsonl");

#[allow(long_running_const_eval)] // it only looks for newlines
static RELATIONS: Lines<Relation, { lines::count(DATA) }> = Lines::new(DATA);

/// An entry of the lexicon with the scene statement that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationLine {
    /// The word in a scene.
    pub word: SmolStr,
    /// What it means.
    pub relation: Relation,
    /// A statement with simple names: `watch resting_on table`.
    pub example: SmolStr,
    /// The fragment that statement must give: `the watch resting on the table`.
    pub english: SmolStr,
}

/// The part of a line that only shows the rest.
#[derive(Deserialize)]
struct Sample {
    example: SmolStr,
    english: SmolStr,
}

/// The entry of a word; `None` if the lexicon lacks it.
#[must_use]
pub fn relation(word: &str) -> Option<Relation> {
    RELATIONS.get(word).cloned()
}

/// All entries in the order of their words.
pub fn relations() -> impl Iterator<Item = RelationLine> {
    DATA.lines().filter_map(|line| {
        let relation: Relation = serde_json::from_str(line).ok()?;
        let Sample { example, english } = serde_json::from_str(line).ok()?;
        Some(RelationLine { word: relation.word.clone(), relation, example, english })
    })
}

/// All words of the lexicon, in order; cheaper than [`relations`].
pub fn relation_words() -> impl Iterator<Item = &'static str> {
    RELATIONS.words()
}

/// The reading of a word the lexicon lacks: the participle runs from the first word to the last one that is a
/// participle, the rest is the preposition.
#[must_use]
pub fn literal(word: &str) -> Relation {
    let parts: Vec<&str> = word.split('_').filter(|part| !part.is_empty()).collect();
    let end = parts.iter().rposition(|part| is_participle(part)).map_or(0, |at| at + 1);
    let (participle, preposition) = parts.split_at(end);
    let direction = direction(&preposition.join("_"));
    Relation {
        word: word.into(),
        participle: participle.join(" ").into(),
        preposition: preposition.join(" ").into(),
        comma: false,
        object: if participle.is_empty() { Object::Required } else { Object::Optional },
        lead: None,
        class: Class::State,
        direction,
        inverse: None,
    }
}

/// Where a preposition places its subject: `left_of` in `strolling_left_of`. What is behind somebody who moves may be
/// nearer to the viewer, so that front and back are left open.
#[must_use]
pub fn direction(preposition: &str) -> Vec<Direction> {
    let sideways = |direction: &Direction| !matches!(direction, Direction::Front | Direction::Behind);
    let known = RELATIONS.get(preposition).map_or(&[][..], |entry| &entry.direction);
    known.iter().copied().filter(sideways).collect()
}
