//! The body of Black Forest Labs' own service, with a numbered key for each image. The model stands in the address. What
//! is left out: number of pictures and quality, for which no source has a place.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::parts::Parts;

/// `{"prompt", "input_image", "input_image_2", ..., "width", "height", "seed", "output_format"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body<'a> {
    prompt: &'a str,
    #[serde(flatten)]
    images: Numbered<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<&'a str>,
}

/// Images under `input_image`, `input_image_2` and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Numbered<'a>(Vec<Cow<'a, str>>);

impl Serialize for Numbered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (at, image) in self.0.iter().enumerate() {
            let key = if at == 0 { "input_image".to_owned() } else { format!("input_image_{}", at + 1) };
            map.serialize_entry(&key, image)?;
        }
        map.end()
    }
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    Body {
        prompt: parts.prompt,
        images: Numbered(parts.images.into_iter().map(|image| image.text).collect()),
        width: parts.size.map(|(width, _)| width),
        height: parts.size.map(|(_, height)| height),
        seed: parts.seed,
        output_format: parts.format,
    }
}
