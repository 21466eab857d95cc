//! What follows the picture: panels, the author's own sentences, what stays, what is left out.

use crate::lexicon;
use crate::plan::Placed;
use crate::plan::opening::Opening;
use crate::scene::model::{Avoid, ElementId, ImageId, Keep, Thing};
use crate::source::Span;

use super::aspects::taken;
use super::names::Place;
use super::nouns::the;
use super::phrases::definite;
use super::words::{Cause, Words, join_and};
use super::{Writer, repaint};

impl Writer<'_, '_> {
    /// "Panel 1: ...", "Left panel: ..."
    pub(super) fn panels(&mut self) {
        let Some((panels, span)) = self.speaker.plan.panels else { return };
        let cause = Cause { span, rule: "panels" };
        for (index, panel) in panels.iter().enumerate() {
            let mut words = match &panel.label {
                Some(label) => Words::of(&format!("{} panel: ", label.replace('_', " ")), cause),
                None => Words::of(&format!("Panel {}: ", index + 1), cause),
            };
            words.append(&self.speaker.phrase(&panel.words, cause));
            self.sentence(words);
        }
    }

    /// The author's own sentences.
    pub(super) fn says(&mut self) {
        for (phrase, span) in &self.speaker.plan.says {
            let words = self.speaker.phrase(phrase, Cause { span: *span, rule: "say" });
            self.sentence(words);
        }
    }

    /// What stays, in the order written; in an edit the rest comes last.
    pub(super) fn keeps(&mut self) {
        let plan = self.speaker.plan;
        let repainting = matches!(plan.opening, Opening::Repaint(_));
        let mut rest = None;
        for (keep, span) in &plan.keeps {
            if keep.what.is_empty() {
                rest = Some((keep.recognizable, *span));
            } else if !(repainting && repaint::is_absorbed(keep)) {
                self.keep(keep, *span);
            }
        }
        if let Opening::Edit(id, span) = plan.opening {
            let rest = rest.or_else(|| (!self.changes_everything()).then_some((false, span)));
            if let Some((recognizable, span)) = rest {
                let degree = if recognizable { "recognizable" } else { "unchanged" };
                let images = self.speaker.images_of(Thing::Element(id));
                let cause = Cause { span, rule: "keep-rest" };
                self.sentence(Words::of(&format!("Keep everything else in {images} {degree}"), cause));
            }
        }
        self.at(Place::Body);
    }

    /// Whether an aspect of the whole picture speaks against keeping the rest.
    fn changes_everything(&self) -> bool {
        let plan = self.speaker.plan;
        let changes = |used: &crate::scene::model::AspectUse| {
            used.aspect.word != "background" && !used.source.is_some_and(|source| source.matching)
        };
        plan.shot.is_some() || plan.panels.is_some() || plan.aspects.iter().any(|(used, _)| changes(used))
    }

    fn keep(&mut self, keep: &Keep, span: Span) {
        let cause = Cause { span, rule: "keep" };
        let scene = self.speaker.plan.scene;
        let sets: Vec<&[ImageId]> =
            keep.what.iter().map(|thing| scene.element(scene.owner(*thing)).images.as_slice()).collect();
        let same = sets.iter().all(|set| *set == sets[0]);
        let source = if same { self.speaker.images(sets[0]) } else { "their reference images".to_owned() };
        self.at(Place::Keep(same && !keep.recognizable));
        let mut words = Words::of("Keep ", cause);
        if let Some(phrase) = &keep.words {
            let mut said = self.speaker.phrase(phrase, cause);
            if let Some(rest) = without_owner(&said.text) {
                said.drop_front(said.text.len() - rest.len());
            }
            words.append(&the(&said, cause));
            words.push(" of ", cause);
            words.append(&self.speaker.things(&keep.what, cause));
            words.push(&degree(keep, "exactly as in", &source), cause);
        } else if self.keeps_all(keep) {
            words.push("every element", cause);
            words.push(&degree(keep, "looking exactly as in", "its reference image"), cause);
        } else {
            if keep.what.len() == 2 && !keep.recognizable {
                words.push("both ", cause);
            }
            words.append(&self.kept(&keep.what, cause));
            words.push(&degree(keep, "looking exactly as in", &source), cause);
        }
        self.sentence(words);
    }

    /// What stays; those that differ only in their position are named together.
    fn kept(&mut self, things: &[Thing], cause: Cause) -> Words {
        let scene = self.speaker.plan.scene;
        let whole = |thing: &Thing| match thing {
            Thing::Element(id) => Some(*id),
            Thing::Part(_) => None,
        };
        match things.iter().map(whole).collect::<Option<Vec<ElementId>>>() {
            Some(ids) if scene.are_of_one_pattern(&ids) => {
                let plural = definite(&lexicon::plural(&scene.element(ids[0]).phrase));
                let mut words = Words::of(&plural, cause);
                for id in ids {
                    words.mention(0, id);
                }
                words
            }
            _ => self.speaker.things(things, cause),
        }
    }

    /// Whether three or more references stay, and these are all there are.
    fn keeps_all(&self, keep: &Keep) -> bool {
        let all = &self.speaker.plan.content;
        all.len() >= 3 && keep.what.len() >= all.len() && all.iter().all(|id| keep.what.contains(&Thing::Element(*id)))
    }

    /// "Leave out text and extra people.", "Take nothing but the pose from the second image."
    pub(super) fn avoids(&mut self) {
        let mut rest = self.speaker.plan.avoids.as_slice();
        while let Some(((first, span), behind)) = rest.split_first() {
            let cause = Cause { span: *span, rule: "avoid" };
            match first.from {
                None => {
                    let run = 1 + behind.iter().take_while(|(avoid, _)| avoid.from.is_none()).count();
                    let items = self.left_out(&rest[..run]);
                    let mut words = Words::of("Leave out ", cause);
                    words.append(&join_and(&items, cause));
                    self.sentence(words);
                    rest = &rest[run..];
                }
                Some(source) => {
                    let alike =
                        |avoid: &Avoid| avoid.from == first.from && avoid.what.is_empty() == first.what.is_empty();
                    let run = 1 + behind.iter().take_while(|(avoid, _)| alike(avoid)).count();
                    let words = self.avoid_from(&rest[..run], source, *span);
                    self.sentence(words);
                    rest = &rest[run..];
                }
            }
        }
    }

    fn avoid_from(&mut self, avoids: &[Placed<&Avoid>], source: Thing, span: Span) -> Words {
        let cause = Cause { span, rule: "avoid" };
        let images = self.speaker.images_of(source);
        let mut words = Words::default();
        if avoids.iter().all(|(avoid, _)| avoid.what.is_empty()) {
            words.push("Take nothing but ", cause);
            words.append(&join_and(&self.taken_from(source, cause), cause));
        } else {
            words.push("Leave out ", cause);
            words.append(&join_and(&self.left_out(avoids), cause));
        }
        words.push(&format!(" from {images}"), cause);
        words
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

/// "his face" of the model is the face of the model.
fn without_owner(words: &str) -> Option<&str> {
    ["his ", "her ", "its ", "their "].iter().find_map(|owner| words.strip_prefix(owner))
}

fn degree(keep: &Keep, exactly: &str, source: &str) -> String {
    if keep.recognizable { " recognizable".to_owned() } else { format!(" {exactly} {source}") }
}
