//! The images of a task, with what is known of them, and how findings name them.

use std::borrow::Cow;

use super::Context;
use crate::diagnostic::render::shorten;
use crate::scene::model::{Image, ImageId};
use crate::source::Photo;
use crate::target::SourceForm;

/// How many columns of an address a finding shows.
const WIDTH: usize = 60;

/// An image that is sent and of which something is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent<'a> {
    pub(super) id: ImageId,
    pub(super) image: &'a Image,
    pub(super) photo: &'a Photo,
}

impl<'a> Sent<'a> {
    /// How a finding calls it.
    pub(super) fn name(&self) -> Cow<'a, str> {
        name_of(self.image)
    }
}

impl<'a> Context<'a> {
    /// The images that the task sends and that are known, by position.
    pub(super) fn sent(&self) -> impl Iterator<Item = Sent<'a>> + use<'a> {
        let context = *self;
        context.plan.images.iter().filter_map(move |id| context.one(*id))
    }

    /// The same images in the order in which the scene writes them, so that the first of two is the one further up.
    pub(super) fn sent_as_written(&self) -> impl Iterator<Item = Sent<'a>> + use<'a> {
        let context = *self;
        let ids = (0..u32::try_from(context.scene.images.len()).unwrap_or(u32::MAX)).map(ImageId);
        ids.filter(move |id| context.plan.images.contains(id)).filter_map(move |id| context.one(id))
    }

    /// Whether an image shows something that is to be in the picture.
    pub(super) fn shows_content(&self, image: ImageId) -> bool {
        let shows = |id: &_| self.scene.element(*id).images.contains(&image);
        self.scene.element_ids().filter(shows).any(|id| self.plan.usage(id).is_content())
    }

    fn one(self, id: ImageId) -> Option<Sent<'a>> {
        let image = self.scene.images.get(id.0 as usize)?;
        Some(Sent { id, image, photo: self.photo(id)? })
    }
}

/// How a finding calls an image: by its path or address, and a data URI by its beginning.
pub(super) fn name_of(image: &Image) -> Cow<'_, str> {
    match SourceForm::of(&image.source) {
        SourceForm::Path => Cow::Borrowed(&image.source),
        _ => shorten(&image.source, WIDTH),
    }
}

/// A string as a scene writes it.
pub(super) fn in_quotes(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
