//! The opening "Edit": changes in a row, each an imperative in lower case, as many as the length of a sentence allows.

use crate::lexicon::Class;
use crate::plan::changes::{Change, ChangeKind, changes, introduced, present_at_first};
use crate::plan::fragments::{Fragment, fragments};
use crate::scene::model::{AspectUse, ElementId, Noun, Relation, Thing};
use crate::source::Span;

use super::names::Place;
use super::words::{Cause, Words};
use super::{Writer, fits, leads};

impl<'s> Writer<'_, 's> {
    pub(super) fn edit(&mut self, id: ElementId, span: Span) {
        let plan = self.speaker.plan;
        let cause = Cause { span, rule: "edit" };
        self.at(Place::Body);
        let mut sentence = Words::of("Edit ", cause);
        sentence.append(&self.speaker.thing(Thing::Element(id), false, span));
        sentence.push(&self.speaker.inside(id), cause);
        let mut present = present_at_first(plan);
        let mut opened = false;
        for change in changes(plan) {
            for words in self.change(change, &present, &sentence) {
                self.add_change(&mut sentence, &words, opened);
                opened = true;
            }
            present.extend(introduced(plan.scene, change.kind));
        }
        for words in self.frame_changes() {
            self.add_change(&mut sentence, &words, opened);
            opened = true;
        }
        let changed = self.sentences.is_empty() && changes(plan).len() == 1;
        self.aspects_said = true;
        if plan.held.is_empty() {
            return self.sentence(sentence);
        }
        // The look of the picture goes on; after a single change it follows it, else it has a sentence of its own.
        if changed {
            let held = self.speaker.aspects(&plan.held, &sentence);
            sentence.push(", ", Cause { span: plan.held[0].1, rule: "aspect" });
            sentence.append(&held);
            return self.sentence(sentence);
        }
        self.sentence(sentence);
        let held = self.speaker.aspects(&plan.held, &Words::default());
        self.sentence(held);
    }

    fn add_change(&mut self, sentence: &mut Words, words: &Words, opened: bool) {
        let cause = words.stretches.first().map_or_else(|| self.frame(), |first| first.cause);
        if !opened {
            sentence.push(": ", cause);
        } else if fits(sentence, words) {
            sentence.push("; ", cause);
        } else {
            let done = std::mem::take(sentence);
            self.sentence(done);
        }
        sentence.append(words);
    }

    /// The words of one change; what it holds besides becomes changes of its own.
    fn change(&mut self, change: Change<'s>, present: &[ElementId], sentence: &Words) -> Vec<Words> {
        let span = change.span;
        match change.kind {
            ChangeKind::Replace(what, with) => {
                let cause = Cause { span, rule: "replace" };
                let mut words = Words::of("replace ", cause);
                words.append(&self.speaker.nouns(what, cause));
                words.push(" with ", cause);
                words.append(&self.speaker.nouns(with, cause));
                vec![words]
            }
            ChangeKind::Remove(what) => {
                let cause = Cause { span, rule: "remove" };
                let mut words = Words::of("remove ", cause);
                words.append(&self.speaker.nouns(what, cause));
                vec![words]
            }
            ChangeKind::Relation(relation) => {
                let moved = relation.lead().is_some_and(|(entry, _)| entry.class != Class::Garment);
                // What is there already is not put there: "show the bowl standing on the counter".
                let stands = change.waited && moved && self.is_there(&relation.subjects);
                self.relation_change(relation, span, present, !stands)
            }
            ChangeKind::Aspect(used) => {
                let cause = Cause { span, rule: "aspect" };
                let owners = self.owners(&used.of);
                let first = present_at_first(self.speaker.plan);
                if used.of.is_empty() {
                    return vec![self.whole_change(used, sentence, cause)];
                }
                if owners.iter().all(|owner| first.contains(owner)) {
                    return vec![self.speaker.aspect_change(used, sentence, cause)];
                }
                let mut words = Words::of(verb(&owners, present), cause);
                words.append(&self.speaker.aspect_of(used, cause));
                vec![words]
            }
            ChangeKind::Add(id) => {
                let mut words = Words::of("add ", Cause { span, rule: "include" });
                let things = self.speaker.plan.said_as(id);
                words.append(&self.speaker.things(&things, Cause { span, rule: "include" }));
                vec![words]
            }
        }
    }

    /// A change of the whole picture; where it begins a sentence of its own, nothing before it names its source.
    fn whole_change(&mut self, used: &'s AspectUse, sentence: &Words, cause: Cause) -> Words {
        let before = self.speaker.clone();
        let words = self.speaker.aspect_change(used, sentence, cause);
        if fits(sentence, &words) {
            return words;
        }
        // What these words introduced has not been said after all.
        self.speaker = before;
        self.speaker.aspect_change(used, &Words::default(), cause)
    }

    fn relation_change(
        &mut self,
        relation: &'s Relation,
        span: Span,
        present: &[ElementId],
        leads: bool,
    ) -> Vec<Words> {
        let cause = Cause { span, rule: "relation" };
        if leads && relation.lead().is_some() {
            let (mut words, shown) = leads::lead(&mut self.speaker, relation, span);
            words.lower_first();
            let mut all = vec![words];
            all.extend(shown.iter().map(|fragment| self.changed(fragment, "show ", true, cause)));
            return all;
        }
        let owners = self.owners(&relation.subjects);
        let first = verb(&owners, present);
        let pieces = fragments(self.speaker.plan.scene, relation, span);
        pieces
            .iter()
            .enumerate()
            .map(|(index, fragment)| self.changed(fragment, if index == 0 { first } else { "show " }, index > 0, cause))
            .collect()
    }

    fn changed(&mut self, fragment: &Fragment<'s>, verb: &str, again: bool, cause: Cause) -> Words {
        let mut words = Words::of(verb, cause);
        words.append(&self.speaker.fragment(fragment, again));
        words
    }

    /// What the result is, and its panels, as changes.
    fn frame_changes(&mut self) -> Vec<Words> {
        let plan = self.speaker.plan;
        let place = plan.shot.map(|(_, span)| (span, "shot")).or(plan.panels.map(|(_, span)| (span, "panels")));
        let Some((span, rule)) = place else { return Vec::new() };
        let mut words = Words::of("turn the picture into one ", Cause { span, rule });
        let shot = self.shot();
        words.append(&shot);
        vec![words]
    }

    /// Whether any of these things came in an earlier pass.
    fn is_there(&self, nouns: &[Noun]) -> bool {
        self.owners(nouns).iter().any(|id| self.speaker.plan.scene.element(*id).lives.is_some())
    }

    fn owners(&self, nouns: &[Noun]) -> Vec<ElementId> {
        let scene = self.speaker.plan.scene;
        let mut owners = Vec::new();
        for noun in nouns {
            match noun {
                Noun::Thing(thing, _) => {
                    owners.push(scene.owner(*thing));
                    // A group is there if members of it are.
                    let members = crate::plan::members(scene, *thing).into_iter();
                    owners.extend(members.filter(|id| scene.element(*id).lives.is_some()));
                }
                Noun::Phrase(_) => {}
            }
        }
        owners
    }
}

/// Something new is added; something present is shown.
fn verb(owners: &[ElementId], present: &[ElementId]) -> &'static str {
    if owners.iter().any(|owner| present.contains(owner)) { "show " } else { "add " }
}
