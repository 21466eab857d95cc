//! Statements of a scene with every name resolved: what is said of which things, in file order.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::lexicon;
use crate::source::Span;

use super::{ElementId, Thing};

/// What a statement may talk about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noun {
    /// Something with a name.
    Thing(Thing, Span),
    /// Words of the author's own.
    Phrase(Phrase),
}

/// Words in quotes, perhaps with mentions in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Words and mentions in order.
    pub pieces: Vec<PhrasePiece>,
    /// The string.
    pub span: Span,
}

/// A stretch of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePiece {
    /// Words as they are.
    Plain(SmolStr),
    /// A mention.
    Hole(Thing),
}

/// One statement.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// How many statements are said before it, those of passes included: what a preset holds is said where it is applied.
    pub turn: usize,
    /// What it says.
    pub kind: StatementKind,
    /// Whether it only goes on saying, in a later pass, what the picture of an earlier one shows.
    pub held: bool,
    /// Whether it stands outside of the passes and had to wait for this one, until all that it names was there.
    pub waited: bool,
}

/// What a statement says.
#[derive(Debug, Clone)]
pub enum StatementKind {
    /// Subjects, how they relate to objects, and clauses.
    Relation(Relation),
    /// The look of the picture or of something in it.
    Aspect(Box<AspectUse>),
    /// The picture that is changed.
    Edit(ElementId),
    /// One thing for another.
    Replace(Vec<Noun>, Vec<Noun>),
    /// Something goes.
    Remove(Vec<Noun>),
    /// Something stays.
    Keep(Keep),
    /// Something is left out.
    Avoid(Avoid),
    /// A sentence of the author's.
    Say(Phrase),
    /// One picture in several panels.
    Panels(Vec<Panel>),
}

/// A relation with its clauses.
#[derive(Debug, Clone)]
pub struct Relation {
    /// What it is about.
    pub subjects: Vec<Noun>,
    /// How; several share the objects.
    pub verb: Verb,
    /// What follows.
    pub clauses: Vec<Clause>,
}

/// Relation words and what they govern.
#[derive(Debug, Clone)]
pub struct Verb {
    /// One or more relations joined by `and`.
    pub relations: Vec<lexicon::Relation>,
    /// Their objects, if they take any.
    pub objects: Vec<Noun>,
    /// Where it stands.
    pub span: Span,
}

/// What follows a comma.
#[derive(Debug, Clone)]
pub enum Clause {
    /// Another relation of the same subject.
    Verb(Verb),
    /// Words said after a comma.
    Words(Phrase),
    /// How the nearest verb is done.
    Adverb(SmolStr),
    /// What the subject does besides.
    Participles(Vec<SmolStr>),
}

/// An aspect statement.
#[derive(Debug, Clone)]
pub struct AspectUse {
    /// The aspect.
    pub aspect: Cow<'static, lexicon::Aspect>,
    /// Whose; none for the whole picture.
    pub of: Vec<Noun>,
    /// Where it is taken from.
    pub source: Option<AspectSource>,
    /// Its words.
    pub words: Option<Phrase>,
}

/// Where an aspect is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AspectSource {
    /// Matched rather than taken.
    pub matching: bool,
    /// The source.
    pub thing: Thing,
}

/// A keep statement.
#[derive(Debug, Clone)]
pub struct Keep {
    /// What stays; none is everything else.
    pub what: Vec<Thing>,
    /// What of it.
    pub words: Option<Phrase>,
    /// Whether it stays recognizable rather than exactly the same.
    pub recognizable: bool,
}

/// An avoid statement.
#[derive(Debug, Clone)]
pub struct Avoid {
    /// What is left out; none is everything that was not taken.
    pub what: Vec<Phrase>,
    /// The reference it stands in.
    pub from: Option<Thing>,
}

/// One panel.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Its label, if it has one.
    pub label: Option<SmolStr>,
    /// What it shows.
    pub words: Phrase,
}

impl Relation {
    /// Its verb and those of its clauses, which belong to the same subjects.
    pub fn verbs(&self) -> impl Iterator<Item = &Verb> + Clone {
        let clauses = self.clauses.iter().filter_map(|clause| match clause {
            Clause::Verb(verb) => Some(verb),
            _ => None,
        });
        std::iter::once(&self.verb).chain(clauses)
    }

    /// The relation that can lead a prompt, and how: one alone, with objects.
    #[must_use]
    pub fn lead(&self) -> Option<(&lexicon::Relation, &lexicon::Lead)> {
        match self.verb.relations.as_slice() {
            [only] if !self.verb.objects.is_empty() => Some((only, only.lead.as_ref()?)),
            _ => None,
        }
    }
}

impl AspectUse {
    /// Whether another one would change nothing, wherever it is written.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let words = |used: &Self| used.words.as_ref().map(|phrase| phrase.pieces.clone());
        self.aspect.word == other.aspect.word
            && self.of.is_empty()
            && other.of.is_empty()
            && self.source == other.source
            && words(self) == words(other)
    }
}

impl Verb {
    /// Whether it has a participle of its own.
    #[must_use]
    pub fn has_participle(&self) -> bool {
        self.relations.iter().any(|relation| !relation.participle.is_empty())
    }
}

impl Clause {
    /// Whether it has a participle of its own.
    #[must_use]
    pub fn has_participle(&self) -> bool {
        match self {
            Self::Participles(_) => true,
            Self::Verb(verb) => verb.has_participle(),
            Self::Words(_) | Self::Adverb(_) => false,
        }
    }
}

impl Phrase {
    /// The things that the phrase mentions, in order.
    pub fn things(&self) -> impl Iterator<Item = Thing> + '_ {
        self.pieces.iter().filter_map(|piece| match piece {
            PhrasePiece::Hole(thing) => Some(*thing),
            PhrasePiece::Plain(_) => None,
        })
    }

    /// The words if the phrase mentions nothing, else those before the first mention.
    #[must_use]
    pub fn plain(&self) -> &str {
        match self.pieces.first() {
            Some(PhrasePiece::Plain(words)) => words,
            _ => "",
        }
    }
}

impl Noun {
    /// The thing that the noun is, and where it is named; words in quotes are none.
    #[must_use]
    pub fn thing(&self) -> Option<(Thing, Span)> {
        match self {
            Self::Thing(thing, span) => Some((*thing, *span)),
            Self::Phrase(_) => None,
        }
    }

    /// The things that the noun mentions, in order.
    #[must_use]
    pub fn things(&self) -> Vec<Thing> {
        match self {
            Self::Thing(thing, _) => vec![*thing],
            Self::Phrase(phrase) => phrase.things().collect(),
        }
    }
}
