//! What is left out, in the way that the dialect wants: told in the prompt, listed in a prompt of its own, or restated as what
//! is there instead. What an author says in other words than ours stays in the author's words, in all of them.

use crate::lexicon;
use crate::plan::Placed;
use crate::scene::model::{Avoid, ElementId, Thing};
use crate::source::Span;
use crate::target::Negatives;

use super::aspects::taken;
use super::phrases::definite;
use super::words::{Cause, Words, join_and};
use super::{Writer, fits};

impl Writer<'_, '_> {
    /// "Leave out text and extra people.", "Take nothing but the pose from the second image."
    pub(super) fn avoids(&mut self) {
        let mut rest = self.speaker.plan.avoids.as_slice();
        while let Some(((first, span), behind)) = rest.split_first() {
            let alike = |avoid: &Avoid| {
                avoid.from == first.from && (avoid.from.is_none() || avoid.what.is_empty() == first.what.is_empty())
            };
            let run = 1 + behind.iter().take_while(|(avoid, _)| alike(avoid)).count();
            let (now, later) = rest.split_at(run);
            match first.from {
                None => self.avoid(now, *span),
                Some(source) => {
                    let words = self.avoid_from(now, source, *span);
                    self.sentence(words);
                }
            }
            rest = later;
        }
    }

    /// What must be nowhere in the picture.
    fn avoid(&mut self, avoids: &[Placed<&Avoid>], span: Span) {
        let cause = Cause { span, rule: "avoid" };
        let items = self.left_out(avoids);
        match self.speaker.dialect.negatives {
            Negatives::Inline => {
                let mut words = Words::of("Leave out ", cause);
                words.append(&join_and(&items, cause));
                self.sentence(words);
            }
            Negatives::Prompt => {
                for item in &items {
                    if !self.negative.is_empty() {
                        self.negative.push(", ", cause);
                    }
                    self.negative.append(item);
                }
            }
            Negatives::Positive => self.restate(&items, cause),
        }
    }

    /// "Show plain, unlettered surfaces and only the people described."; what has no other words: "Keep the picture free of
    /// dragons."
    fn restate(&mut self, items: &[Words], cause: Cause) {
        let mut shown: Vec<Words> = Vec::new();
        let mut unknown: Vec<Words> = Vec::new();
        for item in items {
            let cause = item.stretches.first().map_or(cause, |first| first.cause);
            match lexicon::restated(&item.text).map(|say| Words::of(say, cause)) {
                None => unknown.push(item.clone()),
                Some(say) if shown.iter().any(|other| other.text == say.text) => {}
                Some(say) => shown.push(say),
            }
        }
        for (opening, items) in [("Show ", shown), ("Keep the picture free of ", unknown)] {
            let mut rest = items.as_slice();
            while !rest.is_empty() {
                let mut length = Words::of(opening, cause);
                let fitting = rest.iter().take_while(|item| {
                    let fits = fits(&length, item);
                    length.append(item);
                    length.push(" and ", cause);
                    fits
                });
                let (now, later) = rest.split_at(fitting.count().max(1));
                let mut words = Words::of(opening, cause);
                words.append(&join_and(now, cause));
                self.sentence(words);
                rest = later;
            }
        }
    }

    fn avoid_from(&mut self, avoids: &[Placed<&Avoid>], source: Thing, span: Span) -> Words {
        let cause = Cause { span, rule: "avoid" };
        let from = format!(" from {}", self.speaker.images_of(source));
        let items = self.left_out(avoids);
        let positive = self.speaker.dialect.negatives == Negatives::Positive;
        let taken = if items.is_empty() || positive && self.is_taken(source) {
            self.taken_from(source, cause)
        } else {
            Vec::new()
        };
        let opening = match (taken.is_empty(), positive) {
            (false, false) => "Take nothing but ",
            (false, true) => "Take only ",
            (true, false) => "Leave out ",
            (true, true) => "Keep the picture free of ",
        };
        let mut words = Words::of(opening, cause);
        words.append(&join_and(if taken.is_empty() { &items } else { &taken }, cause));
        words.push(&from, cause);
        if !taken.is_empty() && !items.is_empty() {
            words.push(", free of ", cause);
            words.append(&join_and(&items, cause));
        }
        words
    }

    /// Whether something is taken from the images of a thing, which are not the picture itself.
    fn is_taken(&self, source: Thing) -> bool {
        let plan = self.speaker.plan;
        let owner = plan.scene.owner(source);
        plan.edited() != Some(owner) && !plan.scene.element(owner).images.is_empty()
    }

    fn left_out(&mut self, avoids: &[Placed<&Avoid>]) -> Vec<Words> {
        let mut items = Vec::new();
        for (avoid, span) in avoids {
            for phrase in &avoid.what {
                items.push(self.speaker.phrase(phrase, Cause { span: *span, rule: "avoid" }));
            }
        }
        items
    }

    /// What the scene takes from a reference: itself or parts of it, and aspects.
    fn taken_from(&mut self, source: Thing, cause: Cause) -> Vec<Words> {
        let plan = self.speaker.plan;
        let scene = plan.scene;
        let owner: ElementId = scene.owner(source);
        let mut names: Vec<String> = Vec::new();
        if plan.is_direct(owner) && !plan.is_setting(owner) {
            names.push(definite(&crate::plan::naming::short(scene.element(owner))));
        } else {
            names.extend(plan.parts_of(owner).iter().map(|part| definite(&scene.part(*part).words)));
        }
        for used in plan.aspect_uses() {
            if used.source.is_some_and(|source| scene.owner(source.thing) == owner) {
                names.push(taken(used));
            }
        }
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        distinct.iter().map(|name| Words::of(name, cause)).collect()
    }
}
