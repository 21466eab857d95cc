//! The scene as the compiler understands it: arenas with typed ids, statements in file order, every name resolved.
//! Nothing is ordered, chosen or worded yet.

mod passes;
mod statements;

use smol_str::SmolStr;

use crate::source::Span;

use super::settings::Settings;

pub use passes::{Arrival, Pass, Passes};
pub use statements::{
    AspectSource, AspectUse, Avoid, Clause, Keep, Noun, Panel, Phrase, PhrasePiece, Relation, Statement, StatementKind,
    Verb,
};

/// Index of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// Index of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartId(pub u32);

/// Index of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageId(pub u32);

/// A whole scene; or, once it was cut into passes, one pass of it.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// Everything a name is bound to, in order of declaration.
    pub elements: Vec<Element>,
    /// Parts, declared ones and those that statements mention.
    pub parts: Vec<Part>,
    /// Distinct reference images.
    pub images: Vec<Image>,
    /// Statements that say something, in file order, without those in the blocks of passes.
    pub statements: Vec<Statement>,
    /// Model, size and the like.
    pub settings: Settings,
    /// The passes that the picture is built up in.
    pub passes: Passes,
}

/// A reference image; elements from one file share it.
#[derive(Debug, Clone)]
pub struct Image {
    /// Path, URL, UUID or data URI as written; the name of the pass if a pass makes it.
    pub source: SmolStr,
    /// The pass that makes it, by its index; none if it is there already.
    pub made_by: Option<usize>,
    /// The string that first wrote it.
    pub span: Span,
}

/// Something that a name is bound to.
#[derive(Debug, Clone)]
pub struct Element {
    /// The name in the scene.
    pub name: SmolStr,
    /// Where its name is bound.
    pub span: Span,
    /// The string that describes it, where there is one.
    pub words: Option<Span>,
    /// What it is.
    pub kind: Kind,
    /// How it is called when it is introduced; no article unless the author wrote one.
    pub phrase: SmolStr,
    /// How the body describes it at its first mention after the opening.
    pub again: Option<SmolStr>,
    /// How it is called after that.
    pub short: Option<SmolStr>,
    /// Its proper name.
    pub title: Option<SmolStr>,
    /// How many copies of it there are.
    pub count: u32,
    /// The phrase for several, where the author gives it.
    pub plural: Option<SmolStr>,
    /// Subject or backdrop, where the author says so.
    pub role: Option<Role>,
    /// The position the author claims.
    pub pin: Option<(u32, Span)>,
    /// Whether its binding was refused, so that nothing is known of it.
    pub refused: bool,
    /// Its images, in order; none for props, texts and groups.
    pub images: Vec<ImageId>,
    /// The picture of an earlier pass that it lives in.
    pub lives: Option<Life>,
    /// Whether it has nothing to do with this pass.
    pub absent: bool,
    /// How it comes into the picture of this pass.
    pub arrival: Arrival,
}

/// How an element is in the picture that a pass goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// The picture.
    pub image: ImageId,
    /// Whether it was the picture itself that an earlier pass edited.
    pub whole: bool,
}

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Shown by one or more reference images.
    Reference,
    /// Invented by the model.
    Prop,
    /// Exact words to be drawn; the phrase says how they look.
    Text(SmolStr),
    /// Several elements under one name.
    Group(Vec<ElementId>),
}

/// A role that overrides the inferred one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Something the picture is about.
    Subject,
    /// The place everything is in.
    Backdrop,
}

/// A part of an element, or of another part.
#[derive(Debug, Clone)]
pub struct Part {
    /// Whose part it is.
    pub owner: Thing,
    /// The word behind the dot.
    pub word: SmolStr,
    /// Its words: the author's, or the word behind the dot.
    pub words: SmolStr,
    /// Whether the author described it.
    pub declared: bool,
}

/// An element or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// An element.
    Element(ElementId),
    /// A part.
    Part(PartId),
}

impl Scene {
    /// The picture that the scene edits, and the statement that says so.
    #[must_use]
    pub fn edit(&self) -> Option<(ElementId, Span)> {
        self.statements.iter().find_map(|statement| match statement.kind {
            StatementKind::Edit(id) => Some((id, statement.span)),
            _ => None,
        })
    }

    /// The element with this id; ids come from the same scene.
    #[must_use]
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0 as usize]
    }

    /// The part with this id; ids come from the same scene.
    #[must_use]
    pub fn part(&self, id: PartId) -> &Part {
        &self.parts[id.0 as usize]
    }

    /// The element that a thing is or belongs to.
    #[must_use]
    pub fn owner(&self, thing: Thing) -> ElementId {
        let mut thing = thing;
        loop {
            match thing {
                Thing::Element(id) => return id,
                Thing::Part(id) => thing = self.part(id).owner,
            }
        }
    }

    /// Whether several elements are called the same and are each shown by one image of their own.
    #[must_use]
    pub fn differ_only_in_images(&self, ids: &[ElementId]) -> bool {
        let first = ids.first().map(|id| self.element(*id));
        let same = |(index, id): (usize, &ElementId)| {
            let element = self.element(*id);
            first.is_some_and(|first| element.phrase == first.phrase && element.again == first.again)
                && element.kind == Kind::Reference
                && element.title.is_none()
                && element.images.len() == 1
                && ids[..index].iter().all(|other| self.element(*other).images != element.images)
        };
        ids.len() > 1 && ids.iter().enumerate().all(same)
    }

    /// Whether these are all the elements that one pattern of files made.
    #[must_use]
    pub fn are_of_one_pattern(&self, ids: &[ElementId]) -> bool {
        let Some(first) = ids.first().map(|id| self.element(*id)) else { return false };
        let made = self
            .element_ids()
            .map(|id| self.element(id))
            .filter(|one| one.is_of_pattern() && one.span == first.span)
            .count();
        first.is_of_pattern() && self.differ_only_in_images(ids) && made == ids.len()
    }

    /// Whether two texts of the scene have these words.
    #[must_use]
    pub fn draws_twice(&self, words: &str) -> bool {
        let alike = |id: &ElementId| matches!(&self.element(*id).kind, Kind::Text(other) if other == words);
        self.element_ids().filter(alike).count() > 1
    }

    /// The ids of all elements in order of declaration, without those that have nothing to do with this pass.
    pub fn element_ids(&self) -> impl Iterator<Item = ElementId> + Clone + use<'_> {
        let all = (0..u32::try_from(self.elements.len()).unwrap_or(u32::MAX)).map(ElementId);
        all.filter(|id| !self.element(*id).absent)
    }

    /// The images that show a thing: those of its owner, else the picture that its owner lives in.
    #[must_use]
    pub fn images_of(&self, thing: Thing) -> &[ImageId] {
        let owner = self.element(self.owner(thing));
        match &owner.lives {
            Some(life) if owner.images.is_empty() => std::slice::from_ref(&life.image),
            _ => &owner.images,
        }
    }
}

impl Element {
    /// Whether a pattern of files made it; such an element has no name that a scene could write.
    #[must_use]
    pub fn is_of_pattern(&self) -> bool {
        self.name.contains('[')
    }

    /// Whether an image shows it, as far as is known.
    #[must_use]
    pub fn may_have_image(&self) -> bool {
        self.refused || !self.images.is_empty()
    }

    /// An element that nothing is known of but its name.
    #[must_use]
    pub fn called(name: SmolStr, phrase: SmolStr, span: Span) -> Self {
        Self {
            name,
            span,
            words: None,
            kind: Kind::Prop,
            phrase,
            again: None,
            short: None,
            title: None,
            count: 1,
            plural: None,
            role: None,
            pin: None,
            refused: false,
            images: Vec::new(),
            lives: None,
            absent: false,
            arrival: Arrival::Said,
        }
    }
}
