//! What comes in: things to be named, one after another. What goes out: how each is named there: introduced with its
//! position, described once more, or called by its short form, with the position again where names clash.

use crate::lexicon;
use crate::plan::{Plan, naming};
use crate::scene::model::{Element, ElementId, ImageId, Kind, Part, PartId, Thing};
use crate::source::Span;
use crate::target::{Dialect, Images};

use super::handles::Handles;
use super::phrases::{again, counted, definite, exact_text, introduction, quoted};
use super::words::{Cause, Words};

/// Where in the prompt things are being named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the list of an opening: the body describes what is introduced here once more.
    List,
    /// In the first sentence of a picture made of one reference.
    Create,
    /// In any other sentence; what is introduced there is called by its short form at once.
    Body,
    /// In a sentence about what stays; whether that sentence says positions itself.
    Keep(bool),
}

/// Names things and remembers what has been said.
#[derive(Clone)]
pub struct Speaker<'p, 's> {
    /// What is said.
    pub plan: &'p Plan<'s>,
    /// Where.
    pub place: Place,
    /// How images are named.
    pub dialect: &'p Dialect,
    /// Names that the dialect has for them.
    pub handles: &'p Handles,
    /// Whether a list ahead of the request introduces everything.
    pub listed: bool,
    introduced: Vec<bool>,
    again_due: Vec<bool>,
    parts_introduced: Vec<bool>,
}

impl<'p, 's> Speaker<'p, 's> {
    /// Nothing has been said yet.
    #[must_use]
    pub fn new(plan: &'p Plan<'s>, dialect: &'p Dialect, handles: &'p Handles) -> Self {
        Self {
            plan,
            place: Place::Body,
            dialect,
            handles,
            listed: dialect.inputs || dialect.images == Images::Order,
            // What an earlier pass has put into the picture needs no introduction.
            introduced: plan.scene.elements.iter().map(|element| element.lives.is_some()).collect(),
            again_due: vec![false; plan.scene.elements.len()],
            parts_introduced: vec![false; plan.scene.parts.len()],
        }
    }

    /// The images that naming a thing now would introduce, if it would.
    #[must_use]
    pub fn would_introduce(&self, thing: Thing) -> Option<&'p [ImageId]> {
        let scene = self.plan.scene;
        let owner = scene.owner(thing);
        let element = scene.element(owner);
        if element.images.is_empty() || self.introduced[owner.0 as usize] {
            return None;
        }
        let silent = match thing {
            Thing::Element(_) => true,
            Thing::Part(id) => {
                !self.plan.is_direct(owner)
                    && !self.parts_introduced[id.0 as usize]
                    && self.plan.edited() != Some(owner)
            }
        };
        silent.then_some(element.images.as_slice())
    }

    /// Names a thing. `position` is false where a neighbour in a list says the position for both.
    pub fn thing(&mut self, thing: Thing, position: bool, span: Span) -> Words {
        let owner = self.plan.scene.owner(thing);
        let mut words = Words::default();
        match thing {
            Thing::Element(id) => self.element(id, position, span, &mut words),
            Thing::Part(id) => self.part(id, position, span, &mut words),
        }
        if !words.names(owner) {
            words.mention(0, owner);
        }
        words
    }

    fn element(&mut self, id: ElementId, position: bool, span: Span, out: &mut Words) {
        let scene = self.plan.scene;
        let element = scene.element(id);
        let first = !std::mem::replace(&mut self.introduced[id.0 as usize], true);
        let cause = Cause { span, rule: "mention" };
        match &element.kind {
            Kind::Reference if first => {
                self.again_due[id.0 as usize] = matches!(self.place, Place::List | Place::Create);
                let from = if position { self.origin(id) } else { String::new() };
                let cause = Cause { span: element.span, rule: "introduction" };
                out.push(&format!("{}{from}", introduction(element, self.listed)), cause);
            }
            Kind::Reference => {
                let form = self.later_form(id, element);
                out.push(&form, cause);
                if let Some(life) = element.lives {
                    return self.in_picture(id, life.image, cause, out);
                }
                if self.plan.clashes.elements[id.0 as usize] && position && self.place != Place::Keep(true) {
                    out.push(&self.origin(id), cause);
                }
            }
            Kind::Prop if first => out.push(&counted(element, &element.phrase, true), cause),
            Kind::Prop => out.push(&again(element), cause),
            Kind::Text(words) if first => out.push(&exact_text(words, &element.phrase), cause),
            Kind::Text(words) if scene.draws_twice(words) => {
                out.push(&exact_text(words, &element.phrase).replacen("exact ", "", 1), cause);
            }
            Kind::Text(words) => out.push(&format!("the text {}", quoted(words)), cause),
            Kind::Group(members) => {
                out.push(&definite(&element.phrase), cause);
                out.mention(0, id);
                if first {
                    out.push(" (", cause);
                    let named = self.members(members, span);
                    out.append(&named);
                    out.push(")", cause);
                }
            }
        }
    }

    /// Says which picture an element lives in, where its own reference is sent as well, or where names clash.
    fn in_picture(&self, id: ElementId, image: ImageId, cause: Cause, out: &mut Words) {
        let unclear = self.plan.clashes.elements[id.0 as usize] || !self.plan.scene.element(id).images.is_empty();
        if unclear && !matches!(self.place, Place::Keep(_)) {
            out.push(&format!(" in {}", self.called(&[(id, image)])), cause);
        }
    }

    /// The members of a group; those that differ only in their position are named together.
    fn members(&mut self, members: &[ElementId], span: Span) -> Words {
        let scene = self.plan.scene;
        let cause = Cause { span, rule: "mention" };
        if scene.differ_only_in_images(members) {
            let images: Vec<(ElementId, ImageId)> =
                members.iter().flat_map(|id| scene.element(*id).images.iter().map(|image| (*id, *image))).collect();
            for id in members {
                self.introduced[id.0 as usize] = true;
                self.again_due[id.0 as usize] = false;
            }
            let plural = definite(&lexicon::plural(&scene.element(members[0]).phrase));
            let from = if self.dialect.images == Images::Box { "" } else { "from " };
            let mut words = Words::of(&format!("{plural} {from}{}", self.called(&images)), cause);
            for id in members {
                words.mention(0, *id);
            }
            return words;
        }
        let things: Vec<Thing> = members.iter().map(|id| Thing::Element(*id)).collect();
        self.things(&things, cause)
    }

    /// How an element is called after its introduction.
    fn later_form(&mut self, id: ElementId, element: &Element) -> String {
        let due = self.again_due[id.0 as usize] && !matches!(self.place, Place::Keep(_) | Place::Create | Place::List);
        if due {
            self.again_due[id.0 as usize] = false;
            match (&element.again, &element.title) {
                (Some(words), _) => return counted(element, words, false),
                (None, Some(title)) => return title.to_string(),
                (None, None) => return counted(element, &element.phrase, false),
            }
        }
        match &element.title {
            Some(title) => title.to_string(),
            None => again(element),
        }
    }

    fn part(&mut self, id: PartId, position: bool, span: Span, out: &mut Words) {
        let scene = self.plan.scene;
        let part = scene.part(id);
        let owner = scene.owner(Thing::Part(id));
        let first = !std::mem::replace(&mut self.parts_introduced[id.0 as usize], true);
        let clash = self.plan.clashes.parts[id.0 as usize];
        let cause = Cause { span, rule: "mention" };
        let own = definite(&part.words);
        if let (Thing::Part(outer), false) = (part.owner, part.declared) {
            out.push(&format!("{own} of "), cause);
            return self.part(outer, position, span, out);
        }
        let shown = !scene.element(owner).images.is_empty();
        let lives = scene.element(owner).lives;
        let alone = self.plan.edited() == Some(owner)
            || lives.is_some_and(|life| life.whole)
            || (part.declared && (self.plan.is_direct(owner) || lives.is_some()));
        let unseen = shown && !self.introduced[owner.0 as usize] && self.plan.edited() != Some(owner);
        if alone && !clash {
            out.push(&own, cause);
            if unseen && first && position && self.place != Place::List && self.says_origins() {
                out.push(&format!(" from {}", self.images_of(Thing::Part(id))), cause);
            }
        } else if self.plan.is_direct(owner) || !shown {
            self.owned(part, owner, span, out);
        } else {
            out.push(&own, cause);
            if (first && self.says_origins() || clash) && position && self.place != Place::Keep(true) {
                out.push(&format!(" from {}", self.images_of(Thing::Part(id))), cause);
            }
        }
    }

    /// A part with its owner: `the woman's left shoulder`, or `the hand of the man from the second image` where the
    /// owner's mention is long or plural.
    fn owned(&mut self, part: &Part, owner: ElementId, span: Span, out: &mut Words) {
        let cause = Cause { span, rule: "mention" };
        let element = self.plan.scene.element(owner);
        let mention = self.thing(Thing::Element(owner), true, span);
        let plural = element.count > 1
            || matches!(element.kind, Kind::Group(_))
            || (element.title.is_none() && lexicon::is_plural(&naming::short(element)));
        let long = mention.text.split_whitespace().skip(1).any(lexicon::is_preposition)
            || mention.text.contains('(')
            || self.ends_in_id(&mention.text, owner);
        if plural || long {
            out.push(&format!("{} of ", definite(&part.words)), cause);
            out.append(&mention);
        } else {
            let marked = lexicon::possessive(&mention.text, false);
            let tail = marked.strip_prefix(mention.text.as_str()).unwrap_or("'s").to_owned();
            out.append(&mention);
            out.push(&format!("{tail} {}", part.words), cause);
        }
    }
}
