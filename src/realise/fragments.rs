//! What comes in: fragments of a plan. What goes out: subject + participle + adverb + preposition + objects, and what
//! follows; no finite verbs, no pronouns.

use smol_str::SmolStr;

use crate::lexicon;
use crate::plan::fragments::{Fragment, FragmentKind, Link, Said, Step, StepKind};
use crate::scene::model::{Noun, Thing};

use super::names::Speaker;
use super::words::{Cause, Words, join_and, join_with};

impl Speaker<'_, '_> {
    /// A fragment. `again` is true where its subjects have just been said, as behind a semicolon.
    pub fn fragment(&mut self, fragment: &Fragment<'_>, again: bool) -> Words {
        match &fragment.kind {
            FragmentKind::Relation { subjects, steps } => {
                let cause = Cause { span: fragment.span, rule: "relation" };
                let mut words = if again { self.nouns_again(subjects, cause) } else { self.nouns(subjects, cause) };
                for step in steps {
                    self.step(step, &mut words, cause);
                }
                words
            }
            FragmentKind::Aspect(used) => self.aspect_of(used, Cause { span: fragment.span, rule: "aspect" }),
            FragmentKind::Presence(id) => {
                let named = self.thing(Thing::Element(*id), true, fragment.span);
                let mut words = Words::default();
                words.append(&named);
                words
            }
        }
    }

    /// A step with what joins it to the words before.
    pub fn step(&mut self, step: &Step<'_>, words: &mut Words, cause: Cause) {
        let link = match step.link {
            Link::Blank => " ",
            Link::Comma => ", ",
            Link::And => " and ",
        };
        let said = match &step.kind {
            StepKind::Verb(said) => self.said(said, cause),
            StepKind::Words(phrase) => self.phrase(phrase, cause),
        };
        if said.is_empty() {
            return;
        }
        words.push(link, cause);
        words.append(&said);
    }

    /// "smiling and sitting happily on the bench"
    pub fn said(&mut self, said: &Said<'_>, cause: Cause) -> Words {
        let main = self.relations(said.relations, &said.adverbs, said.objects, cause);
        let verbal = said.relations.iter().any(|relation| !relation.participle.is_empty());
        let mut items: Vec<Words> = said.besides.iter().map(|word| Words::of(word, cause)).collect();
        if main.is_empty() {
            return with_adverbs(join_and(&items, cause), &said.adverbs, cause);
        }
        if verbal {
            items.push(main);
            return join_and(&items, cause);
        }
        let mut words = join_and(&items, cause);
        if !words.is_empty() {
            words.push(" ", cause);
        }
        words.append(&main);
        words
    }

    /// Relations that share their objects: "standing behind and to the left of the chair".
    pub fn relations(
        &mut self,
        relations: &[lexicon::Relation],
        adverbs: &[SmolStr],
        objects: &[Noun],
        cause: Cause,
    ) -> Words {
        let Some(last) = relations.last() else { return Words::default() };
        let transitive = last.preposition.is_empty() && !last.participle.is_empty() && !objects.is_empty();
        let state = last.preposition.is_empty() && last.participle.is_empty();
        let (before, after): (Vec<_>, Vec<_>) =
            adverbs.iter().cloned().partition(|word| if transitive { word.ends_with("ly") } else { !state });
        let mut heads = Vec::with_capacity(relations.len());
        for (index, relation) in relations.iter().enumerate() {
            let own: &[SmolStr] = if index == 0 { &before } else { &[] };
            heads.push(Words::of(&head(relation, own, transitive), cause));
        }
        let mut words = join_and(&heads, cause);
        if !objects.is_empty() {
            if !words.is_empty() {
                words.push(" ", cause);
            }
            let named = self.nouns(objects, cause);
            words.append(&named);
        }
        with_adverbs(words, &after, cause)
    }
}

/// "gently feeding", "sitting calmly on", "slightly to the left of"
fn head(relation: &lexicon::Relation, adverbs: &[SmolStr], transitive: bool) -> String {
    let how = adverbs.join(" and ");
    let order = if transitive {
        [how.as_str(), &relation.participle, &relation.preposition]
    } else {
        [&relation.participle, how.as_str(), &relation.preposition]
    };
    order.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<&str>>().join(" ")
}

fn with_adverbs(mut words: Words, adverbs: &[SmolStr], cause: Cause) -> Words {
    if !adverbs.is_empty() {
        let items: Vec<Words> = adverbs.iter().map(|word| Words::of(word, cause)).collect();
        if !words.is_empty() {
            words.push(" ", cause);
        }
        words.append(&join_with(&items, " and ", cause));
    }
    words
}
