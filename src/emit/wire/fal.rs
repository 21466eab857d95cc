//! The body of fal. The model stands in the address. What is left out: quality, for which no source has a place.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::Parts;

/// `{"prompt", "image_urls", "aspect_ratio", "resolution", "num_images", "output_format", "seed"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body<'a> {
    prompt: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image_urls: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    num_images: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    Body {
        prompt: parts.prompt,
        aspect_ratio: parts.ratio(),
        resolution: parts.resolution(),
        num_images: parts.results,
        output_format: parts.format,
        seed: parts.seed,
        image_urls: parts.images.into_iter().map(|image| image.text).collect(),
    }
}
