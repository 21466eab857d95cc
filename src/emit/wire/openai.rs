//! The body with which `openai` edits images. What is left out: `quality`, which is not the compression that a scene means,
//! and the ids of files, which no scene can write.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::Parts;

/// `{"model", "prompt", "images", "size", "output_format", "n"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body<'a> {
    model: &'a str,
    prompt: &'a str,
    images: Vec<Image<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Image<'a> {
    image_url: Cow<'a, str>,
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    Body {
        model: parts.model,
        prompt: parts.prompt,
        images: parts.images.into_iter().map(|image| Image { image_url: image.text }).collect(),
        size: parts.size.map(|(width, height)| format!("{width}x{height}")),
        output_format: parts.format,
        n: parts.results,
    }
}
