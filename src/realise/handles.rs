//! What a prompt calls images, and the things in them. What comes in: a plan and a dialect. What goes out: tags and ids where
//! the dialect has such, and the words that say which image shows something. Absent: the names of things.

use smol_str::SmolStr;

use crate::lexicon::listed;
use crate::plan::{Plan, naming};
use crate::scene::model::{ElementId, ImageId, Thing};
use crate::target::{Dialect, Images};

use super::dialect;
use super::names::{Place, Speaker};
use super::tags::{Wanted, tags};

/// Tags of images, or ids of what they show.
#[derive(Debug, Clone, Default)]
pub struct Handles {
    /// By position.
    pub tags: Vec<SmolStr>,
    /// In order of positions; several where an image shows several things.
    pub ids: Vec<Handle>,
}

/// The id of a thing as one image shows it.
#[derive(Debug, Clone)]
pub struct Handle {
    /// The thing.
    pub element: ElementId,
    /// The image.
    pub image: ImageId,
    /// The id.
    pub id: SmolStr,
    /// Whether an image before this one shows it as well.
    pub again: bool,
}

impl Handles {
    /// Those that a dialect has for the images of a plan.
    #[must_use]
    pub fn of(plan: &Plan<'_>, dialect: &Dialect) -> Self {
        let most = match dialect.images {
            Images::Tag => 1,
            Images::Box => usize::MAX,
            _ => return Self::default(),
        };
        let shown: Vec<(ElementId, ImageId)> = plan
            .images
            .iter()
            .flat_map(|image| plan.showing(*image).take(most).map(|element| (element, *image)))
            .collect();
        let view = |(element, image): &(ElementId, ImageId)| {
            let images = &plan.scene.element(*element).images;
            images.iter().position(|other| other == image).filter(|_| images.len() > 1).map(|at| at + 1)
        };
        let wanted: Vec<Wanted<'_>> =
            shown.iter().map(|shown| Wanted { name: &plan.scene.element(shown.0).name, view: view(shown) }).collect();
        if dialect.images == Images::Tag {
            return Self { tags: tags(&wanted, dialect.tag.unwrap_or_default(), true), ids: Vec::new() };
        }
        let names = tags(&wanted, dialect.tag.unwrap_or_default(), false);
        let ids = shown.iter().zip(names).map(|(shown, id)| {
            let again = view(shown).is_some_and(|view| view > 1);
            Handle { element: shown.0, image: shown.1, id, again }
        });
        Self { tags: Vec::new(), ids: ids.collect() }
    }
}

impl Speaker<'_, '_> {
    /// The words for the images of a thing's owner: `the first image`.
    #[must_use]
    pub fn images_of(&self, thing: Thing) -> String {
        self.images_of_all(&[thing])
    }

    /// The words for the images of several things, each image once.
    #[must_use]
    pub fn images_of_all(&self, things: &[Thing]) -> String {
        let scene = self.plan.scene;
        let shown = things.iter().flat_map(|thing| {
            let owner = scene.owner(*thing);
            scene.images_of(*thing).iter().map(move |image| (owner, *image))
        });
        self.called(&shown.collect::<Vec<_>>())
    }

    /// The words for an image that shows an element.
    #[must_use]
    pub fn called(&self, shown: &[(ElementId, ImageId)]) -> String {
        let mut positions: Vec<usize> = Vec::new();
        for (_, image) in shown {
            let position = self.plan.position(*image);
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
        let tag = |position: &usize| Some(format!("@{}", self.handles.tags.get(position.checked_sub(1)?)?));
        match self.dialect.images {
            Images::Tag => listed(&positions.iter().filter_map(tag).collect::<Vec<_>>()),
            Images::Box => listed(&self.ids(shown)),
            Images::Order if self.plan.images.len() == 1 && !shown.is_empty() => "the reference image".to_owned(),
            _ => dialect::images(self.dialect, &positions),
        }
    }

    /// The ids of things as images show them, each once.
    fn ids(&self, shown: &[(ElementId, ImageId)]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for (element, image) in shown {
            let of = |handle: &&Handle| handle.image == *image;
            let own = self.handles.ids.iter().filter(of).find(|handle| handle.element == *element);
            // A picture that something lives in goes by its own name.
            if let Some(handle) = own.or_else(|| self.handles.ids.iter().find(of)) {
                let id = format!("<{}>", handle.id);
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    /// What follows the name of an element to say which images show it, where it is introduced or not clear: ` from the
    /// first image`, ` <watch>`.
    #[must_use]
    pub fn origin(&self, id: ElementId) -> String {
        let images = self.plan.scene.element(id).images.iter().map(|image| (id, *image)).collect::<Vec<_>>();
        let clear = !self.plan.clashes.elements[id.0 as usize] || self.place == Place::Keep(true);
        match self.dialect.images {
            Images::Box => self.apposed(&images),
            Images::Order if clear && naming::short_tells(self.plan.scene.element(id)) => String::new(),
            _ => format!(" from {}", self.called(&images)),
        }
    }

    /// Ids behind a name: one thing may have several.
    #[must_use]
    pub fn apposed(&self, shown: &[(ElementId, ImageId)]) -> String {
        match self.ids(shown).as_slice() {
            [] => String::new(),
            [one] => format!(" {one}"),
            [one, others @ ..] => format!(" {one} (also {})", listed(others)),
        }
    }

    /// What follows the name of the picture that is edited.
    #[must_use]
    pub fn inside(&self, id: ElementId) -> String {
        let images = self.plan.scene.element(id).images.iter().map(|image| (id, *image)).collect::<Vec<_>>();
        match self.dialect.images {
            Images::Box => self.apposed(&images),
            _ => format!(" in {}", self.called(&images)),
        }
    }

    /// Whether what is introduced has its image said there. Where images count in the order in which they are sent, a list
    /// has said it already.
    #[must_use]
    pub fn says_origins(&self) -> bool {
        self.dialect.images != Images::Order
    }

    /// Whether things that one image shows share its name: "the cup and the bowl from the first image". Ids belong to things.
    #[must_use]
    pub fn shares_images(&self, one: Thing, other: Thing) -> bool {
        match self.dialect.images {
            Images::Order => [one, other].iter().all(|thing| match thing {
                Thing::Element(id) => !self.origin(*id).is_empty(),
                Thing::Part(_) => false,
            }),
            Images::Box => {
                let parts = matches!((one, other), (Thing::Part(_), Thing::Part(_)));
                parts && self.plan.scene.owner(one) == self.plan.scene.owner(other)
            }
            _ => true,
        }
    }

    /// Whether a mention ends in the name of an image, so that nothing can be hung on it.
    #[must_use]
    pub fn ends_in_id(&self, mention: &str, owner: ElementId) -> bool {
        self.handles.ids.iter().any(|handle| handle.element == owner && mention.ends_with(&format!("<{}>", handle.id)))
    }
}
