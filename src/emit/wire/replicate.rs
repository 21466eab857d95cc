//! The body of Replicate. The model stands in the address. What is left out: seed, number of pictures and quality, for
//! which no source has a place.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::Parts;

/// `{"input": {"prompt", "image_input", "aspect_ratio", "resolution", "output_format"}}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body<'a> {
    input: Fields<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Fields<'a> {
    prompt: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image_input: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<&'a str>,
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    Body {
        input: Fields {
            prompt: parts.prompt,
            aspect_ratio: parts.ratio(),
            resolution: parts.resolution(),
            output_format: parts.format,
            image_input: parts.images.into_iter().map(|image| image.text).collect(),
        },
    }
}
