//! How a model wants images named and negatives said, as its data file has it. Only words hang on this, never what a
//! scene means. Absent: the words themselves.

use serde::Deserialize;

use super::Limits;

/// How a prompt speaks to a model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dialect {
    /// How an image is named.
    pub images: Images,
    /// Whether a list of the images stands ahead of the request.
    #[serde(default)]
    pub inputs: bool,
    /// How what must not be there is said.
    #[serde(default)]
    pub negatives: Negatives,
    /// How many letters and digits a tag may have.
    #[serde(default)]
    pub tag: Option<Limits>,
}

/// How a prompt names an image. Data files write the name of the first image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Images {
    /// "the watch from the first image"
    #[default]
    #[serde(rename = "the first image")]
    Ordinal,
    /// "the watch from image 1"
    #[serde(rename = "image 1")]
    Number,
    /// "the watch from Image 1"
    #[serde(rename = "Image 1")]
    CapitalNumber,
    /// `<<<image_1>>>`
    #[serde(rename = "<<<image_1>>>")]
    Token,
    /// `@watch`, a tag that the task gives to the image.
    #[serde(rename = "@tag")]
    Tag,
    /// `<watch>`, the id of a box in the task.
    #[serde(rename = "<id>")]
    Box,
    /// Not at all: images count in the order in which they are sent.
    #[serde(rename = "in order")]
    Order,
}

/// How a prompt says what must not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Negatives {
    /// In the prompt: "Leave out text."
    #[default]
    Inline,
    /// In a prompt of their own.
    Prompt,
    /// In the prompt, as what is there instead.
    Positive,
}
