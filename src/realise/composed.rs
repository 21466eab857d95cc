//! The openings "Combine" and "Create", and the body behind them.

use crate::lexicon::{self, DeterminerKind};
use crate::plan::fragments::{Fragment, FragmentKind};
use crate::plan::opening::{Extent, Opening};
use crate::scene::model::{ElementId, Kind, Thing};

use super::names::Place;
use super::words::{Cause, Words};
use super::{Writer, fits};

/// This many fragments follow a colon.
const FRAGMENTS: usize = 3;

impl Writer<'_, '_> {
    /// "Combine ... into one scene: ...", "Create one scene: ..."
    pub(super) fn composed(&mut self) {
        let plan = self.speaker.plan;
        let count = plan.body.iter().flatten().count();
        let many = matches!(plan.opening, Opening::CombineMany(_));
        let head = self.head();
        if many || count > FRAGMENTS {
            self.at(Place::Body);
            self.sentence(head);
            for fragments in &plan.body {
                self.show(fragments);
            }
            return;
        }
        self.at(if matches!(plan.opening, Opening::Create) { Place::Create } else { Place::Body });
        match count {
            0 => self.without_fragments(head),
            _ => self.with_fragments(head, count),
        }
        self.at(Place::Body);
    }

    /// Everything before the colon.
    fn head(&mut self) -> Words {
        let frame = self.frame();
        let mut head = Words::default();
        match self.speaker.plan.opening {
            Opening::Combine => {
                head.push("Combine ", frame);
                self.at(Place::List);
                let things = self.listed();
                head.append(&self.speaker.things(&things, frame));
                head.push(" into one ", frame);
            }
            Opening::CombineMany(Extent::All(count)) => {
                head.push(&format!("Combine all {} reference images into one ", lexicon::number_word(count)), frame);
            }
            Opening::CombineMany(Extent::First(count)) => {
                let number = lexicon::number_word(count);
                head.push(&format!("Combine the first {number} reference images into one "), frame);
            }
            _ => head.push("Create one ", frame),
        }
        let shot = self.shot();
        head.append(&shot);
        head
    }

    /// What the list of an opening names: elements, parts of elements that are not said themselves, and groups whose
    /// members differ only in their images.
    fn listed(&self) -> Vec<Thing> {
        let plan = self.speaker.plan;
        let mut things = Vec::new();
        for id in &plan.content {
            let group = self.uniform_group(*id).map(|group| vec![Thing::Element(group)]);
            for thing in group.unwrap_or_else(|| plan.said_as(*id)) {
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
        }
        things
    }

    fn uniform_group(&self, id: ElementId) -> Option<ElementId> {
        let plan = self.speaker.plan;
        let scene = plan.scene;
        scene.element_ids().find(|group| match &scene.element(*group).kind {
            Kind::Group(members) => {
                plan.is_direct(*group)
                    && members.contains(&id)
                    && members.iter().all(|member| scene.element(*member).is_of_pattern())
            }
            _ => false,
        })
    }

    fn without_fragments(&mut self, mut head: Words) {
        let plan = self.speaker.plan;
        if matches!(plan.opening, Opening::Create) && !plan.content.is_empty() {
            let frame = self.frame();
            head.push(" of ", frame);
            let things = self.listed();
            head.append(&self.speaker.things(&things, frame));
        }
        self.sentence_with_aspects(head);
    }

    /// Fragments behind the colon, as many as the length of a sentence allows; the first is never cut.
    fn with_fragments(&mut self, head: Words, count: usize) {
        let plan = self.speaker.plan;
        let mut sentence = head;
        let mut opened = false;
        for fragments in &plan.body {
            for (index, fragment) in fragments.iter().enumerate() {
                let cause = cause_of(fragment);
                let words = self.speaker.fragment(fragment, index > 0);
                if !opened {
                    sentence.push(": ", cause);
                } else if fits(&sentence, &words) {
                    sentence.push("; ", cause);
                } else {
                    let done = std::mem::replace(&mut sentence, Words::of(imperative(fragment), cause));
                    self.sentence(done);
                    self.at(Place::Body);
                }
                opened = true;
                sentence.append(&words);
            }
        }
        if count == 1 { self.sentence_with_aspects(sentence) } else { self.sentence(sentence) }
    }
}

/// What a fragment's sentence begins with.
pub(super) fn imperative(fragment: &Fragment<'_>) -> &'static str {
    match fragment.kind {
        FragmentKind::Presence(_) => "Include ",
        FragmentKind::Relation { .. } | FragmentKind::Aspect(_) => "Show ",
    }
}

/// The cause of the words between fragments.
pub(super) fn cause_of(fragment: &Fragment<'_>) -> Cause {
    let rule = match fragment.kind {
        FragmentKind::Relation { .. } => "relation",
        FragmentKind::Aspect(_) => "aspect",
        FragmentKind::Presence(_) => "include",
    };
    Cause { span: fragment.span, rule }
}

/// A shot behind "one": its own article goes.
pub(super) fn without_article(mut words: Words) -> Words {
    if let Some(found) = lexicon::determiner(&words.text)
        && found.kind == DeterminerKind::Indefinite
    {
        words.drop_front(found.len + 1);
    }
    words
}
