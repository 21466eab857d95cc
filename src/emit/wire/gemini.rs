//! The body of Gemini's `generateContent`: the images, then the text, then how the picture shall be. The model stands in
//! the address. What is left out: seed, number of pictures, format and quality, for which no source has a place.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::Parts;

/// `{"contents", "generationConfig"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body<'a> {
    contents: [Content<'a>; 1],
    generation_config: Config<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Content<'a> {
    parts: Vec<Part<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    InlineData(Data<'a>),
    Text(&'a str),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    mime_type: Cow<'a, str>,
    data: Cow<'a, str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Config<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    image_config: Option<Image<'a>>,
    response_modalities: [&'static str; 1],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Image<'a> {
    aspect_ratio: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<&'a str>,
}

pub(super) fn body(parts: Parts<'_>) -> Body<'_> {
    let image_size = parts.resolution();
    let image_config = parts.ratio().map(|aspect_ratio| Image { aspect_ratio, image_size });
    let images = parts.images.into_iter();
    let images = images.map(|image| Part::InlineData(Data { mime_type: image.mime, data: image.text }));
    Body {
        contents: [Content { parts: images.chain([Part::Text(parts.prompt)]).collect() }],
        generation_config: Config { image_config, response_modalities: ["IMAGE"] },
    }
}
