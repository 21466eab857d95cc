//! What comes in: a task, its model and a service. What goes out: what bodies are made of, in the words of the service.

use std::borrow::Cow;

use crate::emit::Task;
use crate::emit::request::Images;
use crate::target::{Pair, Profile, Service, SourceForm, split_data};

/// What bodies are made of.
pub(super) struct Parts<'a> {
    /// What the service calls the model.
    pub(super) model: &'a str,
    /// The prompt.
    pub(super) prompt: &'a str,
    /// The images, in the order that the prompt counts.
    pub(super) images: Vec<Image<'a>>,
    /// Width and height in pixels.
    pub(super) size: Option<(u32, u32)>,
    /// The same as the model's table has it.
    pub(super) pair: Option<&'a Pair>,
    /// The seed.
    pub(super) seed: Option<u64>,
    /// How many pictures.
    pub(super) results: Option<u64>,
    /// What the service calls the file format.
    pub(super) format: Option<&'a str>,
}

/// One image.
pub(super) struct Image<'a> {
    /// Its type, such as `image/png`; empty for an address.
    pub(super) mime: Cow<'a, str>,
    /// An address, contents, or the path of a file whose contents belong there.
    pub(super) text: Cow<'a, str>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(task: &'a Task, profile: &'a Profile, service: &'a Service) -> Self {
        let size = task.width.zip(task.height);
        let format = task.output_format.as_deref();
        Self {
            model: service.name_of(&task.model).unwrap_or(&task.model),
            prompt: &task.positive_prompt,
            images: task.images().into_iter().map(|source| Image::of(source, service.wants_base64())).collect(),
            size,
            pair: size.and_then(|(width, height)| profile.sizes.exact(width, height)),
            seed: task.seed,
            results: task.number_results,
            format: format.map(|format| service.formats.get(format).map_or(format, String::as_str)),
        }
    }

    /// `4:3`
    pub(super) fn ratio(&self) -> Option<String> {
        self.pair.map(|pair| pair.ratio.to_string())
    }

    /// `1K`; some models have none.
    pub(super) fn resolution(&self) -> Option<&'a str> {
        self.pair.map(|pair| pair.resolution.as_str()).filter(|resolution| !resolution.is_empty())
    }
}

impl<'a> Image<'a> {
    fn of(source: &'a str, base64: bool) -> Self {
        let plain = |mime: Cow<'a, str>| Self { mime, text: Cow::Borrowed(source) };
        match SourceForm::of(source) {
            SourceForm::Data => match split_data(source).filter(|_| base64) {
                Some((mime, text)) => Self { mime: mime.to_ascii_lowercase().into(), text: Cow::Borrowed(text) },
                None => plain("".into()),
            },
            // A name that tells nothing has been found before.
            SourceForm::Path => plain(Images { folder: "", kind: &|_| None }.mime(source).unwrap_or_default().into()),
            SourceForm::Url | SourceForm::Uuid | SourceForm::Result => plain("".into()),
        }
    }
}
