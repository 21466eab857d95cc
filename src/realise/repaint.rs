//! The opening "Repaint": one reference in the style of another.

use crate::plan::Placed;
use crate::scene::model::{AspectUse, ElementId, Keep, Thing};

use super::Writer;
use super::names::Place;
use super::nouns::the;
use super::words::{Cause, Words, join_and};

impl<'s> Writer<'_, 's> {
    pub(super) fn repaint(&mut self, id: ElementId) {
        let plan = self.speaker.plan;
        let frame = self.frame();
        self.at(Place::List);
        let mut sentence = Words::of("Repaint ", frame);
        sentence.append(&self.speaker.thing(Thing::Element(id), true, frame.span));
        self.at(Place::Body);
        if plan.shot.is_some() || plan.panels.is_some() {
            sentence.push(" as one ", frame);
            let shot = self.shot();
            sentence.append(&shot);
        }
        let (style, others) = self.style_run();
        sentence.push(" ", frame);
        let words = self.speaker.aspects(&style, &sentence);
        sentence.append(&words);
        let (render, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(used, _)| is_render(used));
        self.keeping(&mut sentence, &render);
        if !others.is_empty() {
            let words = self.speaker.aspects(&others, &sentence);
            sentence.push(", ", Cause { span: others[0].1, rule: "aspect" });
            sentence.append(&words);
        }
        self.aspects_said = true;
        self.sentence(sentence);
        for fragments in &plan.body {
            self.show(fragments);
        }
    }

    /// The style with its neighbours from the same source, and the other aspects.
    fn style_run(&self) -> (Vec<Placed<&'s AspectUse>>, Vec<Placed<&'s AspectUse>>) {
        let aspects = &self.speaker.plan.aspects;
        let is_style = |used: &AspectUse| used.aspect.word == "style" && used.source.is_some();
        let Some(at) = aspects.iter().position(|(used, _)| is_style(used)) else {
            return (Vec::new(), aspects.clone());
        };
        let source = aspects[at].0.source;
        let end =
            aspects[at..].iter().position(|(used, _)| used.source != source).map_or(aspects.len(), |len| at + len);
        let others = aspects[..at].iter().chain(&aspects[end..]).copied().collect();
        (aspects[at..end].to_vec(), others)
    }

    /// ", keeping the boats and quay recognizable but rendered with bold outlines"
    fn keeping(&mut self, sentence: &mut Words, render: &[Placed<&AspectUse>]) {
        let plan = self.speaker.plan;
        let kept: Vec<Placed<&Keep>> = plan.keeps.iter().filter(|(keep, _)| is_absorbed(keep)).copied().collect();
        let mut items = Vec::new();
        for (keep, span) in &kept {
            let cause = Cause { span: *span, rule: "keep" };
            self.at(Place::Keep(true));
            items.push(match &keep.words {
                Some(phrase) => {
                    let words = self.speaker.phrase(phrase, cause);
                    the(&words, cause)
                }
                None => self.speaker.things(&keep.what, cause),
            });
            self.at(Place::Body);
        }
        let keep = kept.first().map(|(_, span)| Cause { span: *span, rule: "keep" });
        if let Some(cause) = keep {
            sentence.push(", keeping ", cause);
            sentence.append(&join_and(&items, cause));
            sentence.push(" recognizable", cause);
        }
        let mut joint = if keep.is_some() { " but " } else { ", " };
        for (used, span) in render {
            let cause = Cause { span: *span, rule: "aspect" };
            let words = self.speaker.aspects(&[(used, *span)], sentence);
            sentence.push(joint, cause);
            sentence.append(&words);
            joint = " and ";
        }
    }
}

/// Whether a keep is said in the opening itself.
pub(super) fn is_absorbed(keep: &Keep) -> bool {
    keep.recognizable && !keep.what.is_empty()
}

fn is_render(used: &AspectUse) -> bool {
    used.aspect.word == "render" && used.source.is_none()
}
