//! The opening that a relation leads: "Place the mug from the first image onto the shelf from the second image, standing
//! beside the ivy." What has a participle of its own follows in sentences that begin with "Show".

use smol_str::SmolStr;

use crate::plan::fragments::{self, Fragment};
use crate::scene::model::{Clause, Relation};
use crate::source::Span;

use super::Writer;
use super::names::{Place, Speaker};
use super::words::{Cause, Words};

impl<'s> Writer<'_, 's> {
    pub(super) fn lead(&mut self, relation: &'s Relation, span: Span) {
        let plan = self.speaker.plan;
        self.at(Place::Body);
        let (sentence, shown) = lead(&mut self.speaker, relation, span);
        let others = plan.body.iter().filter(|fragments| fragments.first().is_none_or(|first| first.span != span));
        if shown.is_empty() && others.clone().next().is_none() {
            return self.sentence_with_aspects(sentence);
        }
        self.sentence(sentence);
        for fragment in shown {
            self.show(&[fragment]);
        }
        for fragments in others {
            self.show(fragments);
        }
    }
}

/// The imperative of a relation that can lead, and what has to be shown apart: a clause with a participle of its own, and
/// all that follows it.
pub(super) fn lead<'s>(
    speaker: &mut Speaker<'_, 's>,
    relation: &'s Relation,
    span: Span,
) -> (Words, Vec<Fragment<'s>>) {
    let cause = Cause { span, rule: "relation" };
    let mut sentence = Words::default();
    let Some((entry, lead)) = relation.lead() else { return (sentence, Vec::new()) };
    sentence.push(&format!("{} ", lead.verb), cause);
    sentence.append(&speaker.nouns(&relation.subjects, cause));
    sentence.push(&format!(" {} ", lead.preposition), cause);
    sentence.append(&speaker.nouns(&relation.verb.objects, cause));
    let hanging = relation.clauses.iter().take_while(|clause| !clause.has_participle()).count();
    let (hanging, apart) = relation.clauses.split_at(hanging);
    let mut lost = !entry.participle.is_empty() && !entry.preposition.is_empty();
    for clause in hanging {
        let (words, hangs_on_verb) = clause_words(speaker, clause, cause);
        sentence.push(", ", cause);
        if hangs_on_verb && std::mem::replace(&mut lost, false) {
            // The lead's verb has taken the participle away; the first clause that hangs on it brings it back.
            sentence.push(&format!("{} ", entry.participle), cause);
        }
        sentence.append(&words);
    }
    (sentence, fragments::behind_lead(speaker.plan.scene, &relation.subjects, apart, span))
}

/// The words of a clause without a participle, and whether it hangs on the verb.
fn clause_words(speaker: &mut Speaker<'_, '_>, clause: &Clause, cause: Cause) -> (Words, bool) {
    match clause {
        Clause::Words(phrase) => (speaker.phrase(phrase, cause), false),
        Clause::Adverb(word) => (Words::of(word, cause), true),
        Clause::Verb(verb) => (speaker.relations(&verb.relations, &[] as &[SmolStr], &verb.objects, cause), true),
        Clause::Participles(_) => (Words::default(), false),
    }
}
