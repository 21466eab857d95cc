//! The body of Gemini's `interactions`: one turn of the user with the images and the text, and how the picture shall be.
//! Nothing is stored. What is left out: seed, number of pictures and quality, for which no source has a place.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::Parts;

/// `{"model", "input", "response_format", "store"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body<'a> {
    model: &'a str,
    input: [Turn<'a>; 1],
    response_format: Format<'a>,
    store: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Turn<'a> {
    r#type: &'static str,
    content: Vec<Part<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Part<'a> {
    Image { mime_type: Cow<'a, str>, data: Cow<'a, str> },
    Text { text: &'a str },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Format<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<&'a str>,
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    let response_format = Format {
        r#type: "image",
        aspect_ratio: parts.ratio(),
        image_size: parts.resolution(),
        mime_type: parts.format,
    };
    let images = parts.images.into_iter().map(|image| Part::Image { mime_type: image.mime, data: image.text });
    let content = images.chain([Part::Text { text: parts.prompt }]).collect();
    Body { model: parts.model, input: [Turn { r#type: "user_input", content }], response_format, store: false }
}
