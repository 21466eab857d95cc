//! What stands ahead of the request where a dialect wants it: a list of the images and what each shows. "Image 1: oak shelf.
//! Image 2: style reference (flat woodblock)." Where images have no names, one sentence lists them in the order in which they
//! are sent. What is seen in a picture is listed by its own words, what only lends a look by what it lends. Absent: what is
//! made of the images.

use smol_str::SmolStr;

use crate::lexicon::{self, listed};
use crate::scene::model::{AspectUse, Element, ElementId, ImageId};
use crate::target::Images;

use super::aspects::taken;
use super::phrases::{bare, definite, initial};
use super::words::{Cause, Words, join_and, join_with};
use super::{Writer, finished, fits};

/// What images show, where they have no names.
const SHOW: &str = "The reference images show, in this order: ";
const SHOWS: &str = "The reference image shows ";
const GO_ON: &str = "After these: ";

impl Writer<'_, '_> {
    /// The sentences of the list; none if the dialect wants none or no image is sent.
    pub(super) fn inputs(&self) -> Vec<Words> {
        let plan = self.speaker.plan;
        let mut lister = Lister { writer: self, listed: Vec::new() };
        let in_order = self.speaker.dialect.images == Images::Order;
        if !self.speaker.listed || plan.images.is_empty() {
            return Vec::new();
        }
        let items: Vec<Words> = plan.images.iter().map(|image| lister.item(*image, in_order)).collect();
        if in_order { self.in_order(&items) } else { items.into_iter().map(finished).collect() }
    }

    /// "The reference images show, in this order: the chef, the tabby cat, and the sea cliffs."
    fn in_order(&self, items: &[Words]) -> Vec<Words> {
        let cause = |item: &Words| item.stretches.first().map_or_else(|| self.frame(), |first| first.cause);
        let mut sentences = Vec::new();
        let mut rest = items;
        while let Some(first) = rest.first() {
            let cause = cause(first);
            let opening = match (sentences.len(), items.len()) {
                (0, 1) => SHOWS,
                (0, _) => SHOW,
                _ => GO_ON,
            };
            let mut sentence = Words::of(opening, cause);
            // The last one comes behind "and".
            let mut length = Words::of(&format!("{opening}and "), cause);
            let fitting = rest.iter().take_while(|item| {
                let fits = fits(&length, item);
                length.append(item);
                length.push(" ", cause);
                fits
            });
            let (now, later) = rest.split_at(fitting.count().max(1));
            sentence.append(&joined(now, cause));
            sentences.push(finished(sentence));
            rest = later;
        }
        sentences
    }
}

/// Lists images and remembers what they show.
struct Lister<'w, 'p, 's> {
    writer: &'w Writer<'p, 's>,
    listed: Vec<(ElementId, SmolStr)>,
}

impl Lister<'_, '_, '_> {
    /// One image: under its name, or for a list in their order.
    fn item(&mut self, image: ImageId, in_order: bool) -> Words {
        let plan = self.writer.speaker.plan;
        let shown: Vec<ElementId> = plan.showing(image).collect();
        let mut items = Vec::new();
        for id in &shown {
            let cause = cause_of(plan.scene.element(*id));
            let mut item = Words::of(&self.shown(*id, image, in_order), cause);
            item.mention(0, *id);
            items.push(item);
        }
        let cause = shown.first().map_or_else(|| self.writer.frame(), |id| cause_of(plan.scene.element(*id)));
        if in_order {
            return join_and(&items, cause);
        }
        let name = shown.first().map(|id| self.writer.speaker.called(&[(*id, image)])).unwrap_or_default();
        let mut words = Words::of(&format!("{name}: "), cause);
        words.append(&join_and(&items, cause));
        words
    }

    /// An element as an image shows it.
    fn shown(&mut self, id: ElementId, image: ImageId, in_order: bool) -> String {
        let plan = self.writer.speaker.plan;
        let element = plan.scene.element(id);
        let edited = plan.edited() == Some(id);
        if edited && plan.scene.images[image.0 as usize].made_by.is_some() && element.words.is_none() {
            return "the picture to edit".to_owned();
        }
        let usage = plan.usage(id);
        if usage.lends && !usage.is_content() {
            return self.lent(id, in_order);
        }
        let again = element.images.iter().position(|other| *other == image).is_some_and(|at| at > 0);
        let phrase = self.phrase(id, element, in_order && !again) + &self.parts(id);
        match (in_order, again, edited) {
            (true, true, _) => format!("another view of {}", definite(&phrase)),
            (false, true, _) => format!("{phrase}, another view"),
            (true, false, true) => format!("{phrase} to edit"),
            (false, false, true) => format!("{phrase}, the picture to edit"),
            (_, false, false) => phrase,
        }
    }

    /// What an element is called. Two that are called the same are told apart.
    fn phrase(&mut self, id: ElementId, element: &Element, article: bool) -> String {
        let same = |(other, phrase): &&(ElementId, SmolStr)| *other != id && *phrase == element.phrase;
        let another = self.listed.iter().any(|listed| same(&listed));
        self.listed.push((id, element.phrase.clone()));
        let plain =
            lexicon::determiner(&element.phrase).is_none_or(|found| found.kind == lexicon::DeterminerKind::Indefinite);
        let phrase = match (article, another && element.title.is_none() && plain) {
            (_, true) => format!("another {}", bare(&element.phrase)),
            (true, false) => initial(&element.phrase),
            (false, false) => bare(&element.phrase).to_owned(),
        };
        match &element.title {
            Some(title) => format!("{phrase} {title}"),
            None => phrase,
        }
    }

    /// The parts of something that is not said itself.
    fn parts(&self, id: ElementId) -> String {
        let plan = self.writer.speaker.plan;
        let parts = plan.parts_of(id);
        if plan.is_direct(id) || parts.is_empty() {
            return String::new();
        }
        let parts: Vec<String> = parts.iter().map(|part| definite(&plan.scene.part(*part).words)).collect();
        format!(" with {}", listed(&parts))
    }

    /// What an element is a reference for.
    fn lent(&self, id: ElementId, in_order: bool) -> String {
        let plan = self.writer.speaker.plan;
        let from = |used: &&AspectUse| used.source.is_some_and(|source| plan.scene.owner(source.thing) == id);
        let mut items: Vec<String> = Vec::new();
        for used in plan.aspect_uses().filter(from) {
            let noun = &used.aspect.taken;
            let item = match used.words.as_ref().filter(|_| !in_order) {
                None if in_order => taken(used),
                None => format!("{noun} reference"),
                // What the words mention has its place behind the list.
                Some(words) if words.things().next().is_some() => format!("{noun} reference"),
                Some(words) => {
                    let cause = cause_of(plan.scene.element(id));
                    format!("{noun} reference ({})", self.writer.speaker.clone().phrase(words, cause).text)
                }
            };
            if !items.contains(&item) {
                items.push(item);
            }
        }
        let items = listed(&items);
        if in_order { format!("an example of {items}") } else { items }
    }
}

fn cause_of(element: &Element) -> Cause {
    Cause { span: element.span, rule: "inputs" }
}

/// Items of a list; those that hold lists or commas themselves are kept apart by semicolons.
fn joined(items: &[Words], cause: Cause) -> Words {
    let holds_list = |item: &Words| item.text.contains(" and ") || item.text.contains(", ");
    if items.len() < 2 || !items.iter().any(holds_list) {
        return join_and(items, cause);
    }
    let Some((last, init)) = items.split_last() else { return Words::default() };
    let mut words = join_with(init, "; ", cause);
    words.push(if init.len() == 1 { ", and " } else { "; and " }, cause);
    words.append(last);
    words
}
