//! What follows the picture: panels, the author's own sentences, what stays. What is left out has a file of its own.

use crate::lexicon;
use crate::plan::opening::Opening;
use crate::scene::model::{ElementId, ImageId, Keep, Thing};
use crate::source::Span;

use super::names::Place;
use super::nouns::the;
use super::phrases::definite;
use super::words::{Cause, Words};
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
        let source = if same { self.speaker.images_of_all(&keep.what) } else { "their reference images".to_owned() };
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
}

/// "his face" of the model is the face of the model.
fn without_owner(words: &str) -> Option<&str> {
    ["his ", "her ", "its ", "their "].iter().find_map(|owner| words.strip_prefix(owner))
}

fn degree(keep: &Keep, exactly: &str, source: &str) -> String {
    if keep.recognizable { " recognizable".to_owned() } else { format!(" {exactly} {source}") }
}
