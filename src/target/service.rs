//! What is known of the services that take requests, as their data files have it. One file a service, read on first use.
//! Deliberately absent: the bodies of requests, and keys, which nobody but a program that sends ever sees.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::data_file::{DataFile, named};
use super::{Limits, SourceForm, Takes};

/// What is known of a service.
#[allow(clippy::struct_excessive_bools)] // each stands for a key of its requests, and none for a state
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its name, as a target is given: `gemini`.
    pub name: String,
    /// The name people know.
    pub title: String,
    /// The shape of its bodies.
    pub form: Form,
    /// The beginning of its address, without a slash at its end.
    pub base: String,
    /// The environment variable that replaces it.
    pub base_variable: String,
    /// The rest of the address; `MODEL` stands for the name of the model.
    pub path: String,
    /// The header that carries the key.
    pub key_header: String,
    /// What stands before the key: `Bearer ` or nothing.
    pub key_prefix: String,
    /// The environment variable that holds the key.
    pub key_variable: String,
    /// The models that it serves; none if it serves every model under its own id.
    #[serde(default)]
    pub models: Option<Vec<Served>>,
    /// The model that stands in for one that it does not serve.
    pub default_model: String,
    /// How many reference images a request may have; a model may take fewer.
    pub references: Limits,
    /// In which forms it takes them.
    pub reference_forms: Vec<ReferenceForm>,
    /// The image formats that it takes as references; empty if that is not known.
    #[serde(default)]
    pub reference_formats: Vec<String>,
    /// Pixels on the longer side of an uploaded image, where known; a larger one is scaled down to this.
    #[serde(default)]
    pub longest_side: Option<u32>,
    /// How many bytes an image may have whose contents stand in the request, where known.
    #[serde(default)]
    pub largest_inline: Option<u64>,
    /// Whether it takes a seed; which, the model knows.
    pub seed: bool,
    /// Whether it makes several pictures at a time, and how many.
    pub results: Takes,
    /// The file formats that it writes, in capitals, and what it calls each; empty if it cannot be told one.
    pub formats: BTreeMap<String, String>,
    /// Whether it can be told the quality of a compressed file, and which.
    pub quality: Takes,
    /// Whether it takes a negative prompt.
    pub negative_prompt: bool,
    /// Whether references may bear tags.
    pub tags: bool,
    /// Whether it takes boxes.
    pub boxes: bool,
    /// How a size is written.
    pub sizes: SizeForm,
    /// Where the figures come from, if that is a page.
    #[serde(default)]
    pub source: Option<String>,
    /// The day they were looked up.
    pub checked: String,
    /// How sure they are.
    pub confidence: String,
    /// What is not sure, or looks odd.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// The shape of a body. Each is a file in `emit/wire`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// An array of tasks.
    #[default]
    Runware,
    /// `{"contents", "generationConfig"}`
    Gemini,
    /// `{"model", "input", "response_format", "store"}`
    GeminiInteractions,
    /// `{"model", "prompt", "images", ...}`
    #[serde(rename = "openai")]
    OpenAi,
    /// `{"prompt", "input_image", "input_image_2", ...}`
    Bfl,
    /// `{"prompt", "image_urls", ...}`
    Fal,
    /// `{"input": {"prompt", "image_input", ...}}`
    Replicate,
}

/// A model that a service serves.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// The id that scenes use.
    pub model: String,
    /// What the service calls it.
    pub name: String,
    /// Whether no good source has the name.
    #[serde(default)]
    pub unverified: bool,
}

/// A form in which a service takes a reference image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceForm {
    /// An address.
    Url,
    /// `data:image/png;base64,...`
    Data,
    /// Base64 alone.
    Base64,
    /// The id of an image that was uploaded before, which is a UUID.
    Uploaded,
    /// The id of a file, which no scene can write.
    #[serde(rename = "file id")]
    FileId,
}

/// How a service wants to be told a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SizeForm {
    /// `"width": 1200, "height": 896`
    #[default]
    #[serde(rename = "width and height")]
    Pixels,
    /// `"size": "1200x896"`
    Joined,
    /// `"4:3"` and `"1K"`, as the model's table has them.
    #[serde(rename = "ratio and resolution")]
    Ratio,
}

impl Service {
    /// Every service.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        SERVICES.iter().filter_map(DataFile::value)
    }

    /// The service of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        named(&SERVICES, name).and_then(DataFile::value)
    }

    /// The service of a scene that is compiled for no other.
    #[must_use]
    pub fn runware() -> &'static Self {
        static UNREADABLE: OnceLock<Service> = OnceLock::new();
        // That every file can be read is tested.
        Self::named("runware").unwrap_or_else(|| UNREADABLE.get_or_init(Self::default))
    }

    /// Whether its requests hold tasks, any number of them.
    #[must_use]
    pub fn takes_tasks(&self) -> bool {
        self.form == Form::Runware
    }

    /// What it calls the model of this id; none if it does not serve it.
    #[must_use]
    pub fn name_of<'a>(&'a self, air: &'a str) -> Option<&'a str> {
        let Some(models) = &self.models else { return Some(air) };
        models.iter().find(|served| served.model == air).map(|served| served.name.as_str())
    }

    /// The rest of its address for a model.
    #[must_use]
    pub fn path_of(&self, air: &str) -> String {
        self.path.replace("MODEL", self.name_of(air).unwrap_or(air))
    }

    /// Whether it takes a reference in a form. The contents of a local file stand in the request.
    #[must_use]
    pub fn takes(&self, form: SourceForm) -> bool {
        let one_of = |forms: &[ReferenceForm]| forms.iter().any(|form| self.reference_forms.contains(form));
        match form {
            SourceForm::Path | SourceForm::Data => one_of(&[ReferenceForm::Data, ReferenceForm::Base64]),
            SourceForm::Url => one_of(&[ReferenceForm::Url]),
            SourceForm::Uuid | SourceForm::Result => one_of(&[ReferenceForm::Uploaded]),
        }
    }

    /// Whether it wants the contents of an image as base64 alone.
    #[must_use]
    pub fn wants_base64(&self) -> bool {
        !self.reference_forms.contains(&ReferenceForm::Data)
    }
}

static SERVICES: [DataFile<Service>; 7] = [
    DataFile::new("runware", include_str!("services/runware.json")),
    DataFile::new("gemini", include_str!("services/gemini.json")),
    DataFile::new("gemini-interactions", include_str!("services/gemini-interactions.json")),
    DataFile::new("openai", include_str!("services/openai.json")),
    DataFile::new("bfl", include_str!("services/bfl.json")),
    DataFile::new("fal", include_str!("services/fal.json")),
    DataFile::new("replicate", include_str!("services/replicate.json")),
];

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
