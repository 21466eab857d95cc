//! What comes in: prompt, references and settings. What goes out: the [`Task`] of an image, its keys in the order in
//! which they are sent, under an id made from its content. What a scene does not set is not sent.

use serde::Serialize;

use super::forms;

/// What a scene sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The id of the model.
    pub model: String,
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// The seed.
    pub seed: Option<u64>,
    /// How many pictures.
    pub results: Option<u64>,
    /// The file format, in capitals.
    pub format: Option<String>,
    /// The quality of a compressed file.
    pub quality: Option<u64>,
}

/// One task as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Always `imageInference`.
    pub task_type: &'static str,
    /// The id, made from everything else.
    #[serde(rename = "taskUUID", skip_serializing_if = "String::is_empty")]
    pub task_uuid: String,
    /// The id of the model.
    pub model: String,
    /// The prompt.
    pub positive_prompt: String,
    /// Pixels across.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// What must not be there, for models that take that apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// How many pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_results: Option<u64>,
    /// The seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The file format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_format: Option<String>,
    /// The quality of a compressed file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_quality: Option<u64>,
    /// What only some models take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<ModelSettings>,
    /// The images that come with the prompt; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Inputs>,
}

/// The images of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inputs {
    /// The references, in the order that the prompt counts.
    pub reference_images: Vec<ReferenceImage>,
}

/// One reference image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ReferenceImage {
    /// The image alone: a path, an address, an id or data.
    Plain(String),
    /// The image under a name that the prompt has for it.
    Tagged {
        /// The image.
        image: String,
        /// The name, without `@`.
        tag: String,
    },
}

impl ReferenceImage {
    /// The path, address, id or data.
    #[must_use]
    pub fn image(&self) -> &str {
        match self {
            Self::Plain(image) | Self::Tagged { image, .. } => image,
        }
    }

    /// The same with another image.
    #[must_use]
    fn with(&self, image: String) -> Self {
        match self {
            Self::Plain(_) => Self::Plain(image),
            Self::Tagged { tag, .. } => Self::Tagged { image, tag: tag.clone() },
        }
    }
}

/// What only some models take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelSettings {
    /// Things that the prompt names by their ids.
    pub bounding_boxes: Vec<BoundingBox>,
}

/// A thing, the part of an image that shows it, and the part of the picture where it goes. Edges are top, left, bottom and
/// right, from 0 to 1000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BoundingBox {
    /// What the prompt calls it.
    pub id: String,
    /// What it is.
    pub description: String,
    /// The position of its image, from 0.
    pub reference_index: usize,
    /// Where the image shows it.
    pub source_box: [u16; 4],
    /// Where it goes; absent where no relation says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_box: Option<[u16; 4]>,
}

impl Task {
    /// A task that asks for nothing.
    pub const NONE: Self = Self {
        task_type: "imageInference",
        task_uuid: String::new(),
        model: String::new(),
        positive_prompt: String::new(),
        width: None,
        height: None,
        negative_prompt: None,
        number_results: None,
        seed: None,
        output_format: None,
        output_quality: None,
        settings: None,
        inputs: None,
    };

    /// The task of a prompt and its images, in the order that the prompt counts.
    #[must_use]
    pub fn new(settings: &Settings, prompt: &str, images: Vec<String>) -> Self {
        let task = Self {
            model: settings.model.clone(),
            positive_prompt: prompt.to_owned(),
            width: settings.size.map(|(width, _)| width),
            height: settings.size.map(|(_, height)| height),
            number_results: settings.results,
            seed: settings.seed,
            output_format: settings.format.clone(),
            output_quality: settings.quality,
            ..Self::NONE
        };
        task.with_references(images.into_iter().map(ReferenceImage::Plain).collect())
    }

    /// The same task with the same names for other images, and so with another id.
    #[must_use]
    pub fn with_images(self, images: Vec<String>) -> Self {
        let old = self.inputs.iter().flat_map(|inputs| &inputs.reference_images);
        let references = old.zip(images).map(|(old, image)| old.with(image)).collect();
        self.with_references(references)
    }

    /// The same task with other references, and so with another id.
    #[must_use]
    pub fn with_references(mut self, references: Vec<ReferenceImage>) -> Self {
        self.inputs = if references.is_empty() { None } else { Some(Inputs { reference_images: references }) };
        self.with_id()
    }

    /// The same task under the id that its content gives it.
    #[must_use]
    pub fn with_id(mut self) -> Self {
        self.task_uuid = String::new();
        self.task_uuid = task_uuid(&forms::compact(&self));
        self
    }

    /// The images in order.
    #[must_use]
    pub fn images(&self) -> Vec<&str> {
        self.inputs.iter().flat_map(|inputs| &inputs.reference_images).map(ReferenceImage::image).collect()
    }
}

/// An id made from content: the same content has the same id, in the form of a random UUID (version 4).
#[must_use]
pub fn task_uuid(content: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(content.as_bytes()).as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let mut uuid = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        for digit in [byte >> 4, byte & 0x0F] {
            uuid.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    uuid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings { model: "google:4@3".to_owned(), ..Settings::default() }
    }

    #[test]
    fn what_is_not_set_is_not_sent() {
        let task = Task::new(&settings(), "A fox.", Vec::new());
        let uuid = &task.task_uuid;
        assert_eq!(
            forms::compact(&task),
            format!(
                r#"{{"taskType":"imageInference","taskUUID":"{uuid}","model":"google:4@3","positivePrompt":"A fox."}}"#
            )
        );
    }

    #[test]
    fn keys_stand_in_the_order_of_the_service() {
        let settings = Settings {
            size: Some((1200, 896)),
            seed: Some(0),
            results: Some(2),
            format: Some("WEBP".to_owned()),
            quality: Some(90),
            ..settings()
        };
        let task = Task::new(&settings, "A mug.", vec!["mug.jpg".to_owned()]);
        let json = forms::compact(&task);
        let uuid = &task.task_uuid;
        assert_eq!(
            json,
            format!(
                "{{\"taskType\":\"imageInference\",\"taskUUID\":\"{uuid}\",\"model\":\"google:4@3\",\
                 \"positivePrompt\":\"A mug.\",\"width\":1200,\"height\":896,\"numberResults\":2,\"seed\":0,\
                 \"outputFormat\":\"WEBP\",\"outputQuality\":90,\"inputs\":{{\"referenceImages\":[\"mug.jpg\"]}}}}"
            )
        );
    }

    #[test]
    fn ids_come_from_the_content_and_have_the_right_form() {
        let one = Task::new(&settings(), "A mug.", vec!["mug.jpg".to_owned()]);
        let same = Task::new(&settings(), "A mug.", vec!["mug.jpg".to_owned()]);
        let other = one.clone().with_images(vec!["data:image/png;base64,AAAA".to_owned()]);
        assert_eq!(one.task_uuid, same.task_uuid);
        assert_ne!(one.task_uuid, other.task_uuid);
        assert_eq!(one, other.with_images(vec!["mug.jpg".to_owned()]));
        for content in ["", "a", "b", "c", "d"] {
            let uuid = task_uuid(content);
            assert_eq!(uuid.len(), 36);
            assert_eq!(&uuid[14..15], "4");
            assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"));
        }
    }
}
