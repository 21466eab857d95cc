//! What comes in: relation statements. What goes out: fragments, each a subject and what is said of it with no finite
//! verb. Decides who holds what: an object never carries a participle, so a participle clause behind another element
//! begins a new fragment with the subject again.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::lexicon;
use crate::scene::model::{AspectUse, Clause, ElementId, Noun, Phrase, Relation, Scene, Verb};
use crate::source::Span;

/// Something that is said in one piece.
#[derive(Debug)]
pub struct Fragment<'s> {
    /// The statement it comes from.
    pub span: Span,
    /// What it says.
    pub kind: FragmentKind<'s>,
}

/// What a fragment says.
#[derive(Debug)]
pub enum FragmentKind<'s> {
    /// Subjects, relations, objects and clauses.
    Relation {
        /// What it is about.
        subjects: &'s [Noun],
        /// Verbs and words in order; the first is a verb.
        steps: Vec<Step<'s>>,
    },
    /// Something with an aspect of its own.
    Aspect(&'s AspectUse),
    /// Something is there.
    Presence(ElementId),
}

/// A verb or words, and how they join what stands before.
#[derive(Debug)]
pub struct Step<'s> {
    /// What joins it.
    pub link: Link,
    /// What is said.
    pub kind: StepKind<'s>,
}

/// What stands between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// A blank.
    Blank,
    /// A comma.
    Comma,
    /// `and`
    And,
}

/// What a step says.
#[derive(Debug)]
pub enum StepKind<'s> {
    /// Relations with their objects.
    Verb(Said<'s>),
    /// Words of the author's.
    Words(&'s Phrase),
}

/// Relations with their objects, adverbs and what the subject does besides.
#[derive(Debug, Default)]
pub struct Said<'s> {
    /// Participles that stand before the relation.
    pub besides: Vec<SmolStr>,
    /// The relations; none if only participles are said.
    pub relations: &'s [lexicon::Relation],
    /// How it is done.
    pub adverbs: Vec<SmolStr>,
    /// What it is done with.
    pub objects: &'s [Noun],
}

impl Said<'_> {
    /// Whether it has a participle of its own.
    #[must_use]
    pub fn has_participle(&self) -> bool {
        !self.besides.is_empty() || self.relations.iter().any(|relation| !relation.participle.is_empty())
    }
}

/// The fragments of the clauses of a lead from the first one on that has a participle of its own; each such clause begins
/// a fragment, and what follows it goes with it.
#[must_use]
pub fn behind_lead<'s>(scene: &Scene, subjects: &'s [Noun], clauses: &'s [Clause], span: Span) -> Vec<Fragment<'s>> {
    let mut cutter = Cutter::new(scene, subjects, span);
    for clause in clauses {
        match clause {
            Clause::Participles(words) => {
                cutter.finish();
                let said = Said { besides: words.clone(), ..Said::default() };
                cutter.steps.push(Step { link: Link::Blank, kind: StepKind::Verb(said) });
                cutter.besides_last = true;
            }
            Clause::Verb(verb) if verb.has_participle() => {
                cutter.finish();
                cutter.verb(verb);
            }
            other => cutter.clause(other),
        }
    }
    cutter.finish();
    cutter.done
}

/// The fragments of one relation statement.
#[must_use]
pub fn fragments<'s>(scene: &Scene, relation: &'s Relation, span: Span) -> Vec<Fragment<'s>> {
    let mut cutter = Cutter::new(scene, &relation.subjects, span);
    cutter.verb(&relation.verb);
    for clause in &relation.clauses {
        cutter.clause(clause);
    }
    cutter.finish();
    cutter.done
}

struct Cutter<'s, 'c> {
    scene: &'c Scene,
    subjects: &'s [Noun],
    span: Span,
    done: Vec<Fragment<'s>>,
    steps: Vec<Step<'s>>,
    element_said: bool,
    last_is_element: bool,
    besides_last: bool,
}

impl<'s, 'c> Cutter<'s, 'c> {
    fn new(scene: &'c Scene, subjects: &'s [Noun], span: Span) -> Self {
        Self {
            scene,
            subjects,
            span,
            done: Vec::new(),
            steps: Vec::new(),
            element_said: false,
            last_is_element: false,
            besides_last: false,
        }
    }

    fn clause(&mut self, clause: &'s Clause) {
        match clause {
            Clause::Verb(verb) => self.verb(verb),
            Clause::Words(phrase) => self.words(phrase),
            Clause::Adverb(word) => self.adverb(word),
            Clause::Participles(words) => self.besides(words),
        }
    }

    fn verb(&mut self, verb: &'s Verb) {
        let said = Said { relations: &verb.relations, objects: &verb.objects, ..Said::default() };
        let comma = verb.relations.iter().any(|relation| relation.comma);
        let link = if self.steps.is_empty() {
            Link::Blank
        } else if said.has_participle() {
            if self.element_said {
                self.finish();
                Link::Blank
            } else if self.only_a_participle() {
                Link::And
            } else {
                Link::Comma
            }
        } else if comma && self.last_is_element {
            Link::Comma
        } else {
            Link::Blank
        };
        self.steps.push(Step { link, kind: StepKind::Verb(said) });
        self.besides_last = false;
        let others = self.others(&verb.objects);
        self.element_said |= others;
        self.last_is_element = others;
    }

    fn words(&mut self, phrase: &'s Phrase) {
        self.steps.push(Step { link: Link::Comma, kind: StepKind::Words(phrase) });
        self.element_said |= phrase.things().next().is_some();
        self.last_is_element = false;
    }

    /// An adverb belongs to the nearest verb, or to the nearest relation if there is no verb.
    fn adverb(&mut self, word: &SmolStr) {
        if let (true, Some(Step { kind: StepKind::Verb(said), .. })) = (self.besides_last, self.steps.first_mut())
            && let Some(participle) = said.besides.last_mut()
        {
            *participle = SmolStr::from(format!("{participle} {word}"));
            return;
        }
        let earlier = self.done.iter_mut().filter_map(|fragment| match &mut fragment.kind {
            FragmentKind::Relation { steps, .. } => Some(steps.iter_mut()),
            FragmentKind::Aspect(_) | FragmentKind::Presence(_) => None,
        });
        let mut verbs: Vec<&mut Said<'s>> = earlier
            .flatten()
            .chain(self.steps.iter_mut())
            .filter_map(|step| match &mut step.kind {
                StepKind::Verb(said) => Some(said),
                StepKind::Words(_) => None,
            })
            .collect();
        let nearest = verbs.iter().rposition(|said| said.has_participle()).or(verbs.len().checked_sub(1));
        if let Some(said) = nearest.and_then(|index| verbs.get_mut(index)) {
            said.adverbs.push(word.clone());
        }
    }

    /// A lone participle stands before the relation of its fragment.
    fn besides(&mut self, words: &[SmolStr]) {
        if let Some(Step { kind: StepKind::Verb(said), .. }) = self.steps.first_mut() {
            said.besides.extend(words.iter().cloned());
            self.besides_last = true;
        }
    }

    fn only_a_participle(&self) -> bool {
        matches!(self.steps.as_slice(), [Step { kind: StepKind::Verb(said), .. }] if said.objects.is_empty() && said.has_participle())
    }

    /// Whether the nouns mention an element other than the subjects themselves and their parts.
    fn others(&self, nouns: &[Noun]) -> bool {
        let owners = |nouns: &[Noun]| -> BTreeSet<ElementId> {
            nouns.iter().flat_map(Noun::things).map(|thing| self.scene.owner(thing)).collect()
        };
        !owners(nouns).is_subset(&owners(self.subjects))
    }

    fn finish(&mut self) {
        if self.steps.is_empty() {
            return;
        }
        let steps = std::mem::take(&mut self.steps);
        self.done.push(Fragment { span: self.span, kind: FragmentKind::Relation { subjects: self.subjects, steps } });
        self.element_said = false;
        self.last_is_element = false;
        self.besides_last = false;
    }
}
