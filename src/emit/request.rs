//! What comes in: a task, and what is known of the files that it names. What goes out: one HTTP request that makes its
//! picture, with the places where the contents of files go. Absent: sending it, and any program that does.

use super::{Json, Task};
use crate::target::{RESULT, SourceForm};

/// One HTTP request: always POST, with a body of JSON. Its address and the name of its header are plain ASCII, and the
/// variables are names such as `GEMINI_API_KEY`.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The name of the service: `runware`, `gemini` and so on.
    pub service: String,
    /// The beginning of the address, without a slash at its end.
    pub base: String,
    /// The environment variable that replaces it.
    pub base_variable: String,
    /// The rest of the address; empty, or with a slash at its beginning.
    pub path: String,
    /// The header that carries the key.
    pub key_header: String,
    /// What stands before the key: `Bearer ` or nothing.
    pub key_prefix: String,
    /// The environment variable that holds the key.
    pub key_variable: String,
    /// The body. Joined, the pieces are one value of JSON.
    pub body: Vec<Piece>,
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A text of JSON.
    Json(String),
    /// A whole string, its quotes included: the contents of a file.
    File(File),
    /// A whole string, its quotes included: the id of the picture that the task of this id makes.
    Made(String),
}

/// The contents of a file, as they are when a program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is, from the folder in which the program runs.
    pub path: String,
    /// How it is written into a string.
    pub form: Contents,
}

/// How the contents of a file become a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// Base64 alone.
    Base64,
    /// `data:image/png;base64,...` for `image/png`.
    DataUri(String),
}

/// What is known of the images that tasks name.
#[derive(Clone, Copy)]
pub struct Images<'a> {
    /// The way from the folder in which a program runs to that of the scene; empty if it is the same.
    pub folder: &'a str,
    /// What an image is by its bytes, if somebody can look: `png`, `jpeg`, `webp`, `gif` or `bmp`.
    pub kind: &'a dyn Fn(&str) -> Option<&'static str>,
}

impl Images<'_> {
    /// Where a file of the scene is, from the folder in which a program runs.
    #[must_use]
    pub fn path(&self, source: &str) -> String {
        if self.folder.is_empty() || source.starts_with('/') {
            source.to_owned()
        } else {
            format!("{}/{source}", self.folder.trim_end_matches('/'))
        }
    }

    /// The type of a local image, such as `image/png`: by its bytes, or else by the ending of its name.
    pub fn mime(&self, source: &str) -> Result<String, String> {
        let name = source.rsplit('/').next().unwrap_or(source);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let by_name = match ending.as_deref() {
            Some("jpg" | "jpeg" | "jpe" | "jfif") => Some("jpeg"),
            Some("png") => Some("png"),
            Some("webp") => Some("webp"),
            Some("gif") => Some("gif"),
            Some("bmp") => Some("bmp"),
            _ => None,
        };
        let kind = (self.kind)(source).or(by_name).ok_or_else(|| unknown_kind(source))?;
        Ok(format!("image/{kind}"))
    }

    /// A local image as a data URI.
    pub fn data_uri(&self, source: &str) -> Result<Json, String> {
        let form = Contents::DataUri(self.mime(source)?);
        Ok(Json::File(File { path: self.path(source), form }))
    }

    /// A local image as base64.
    #[must_use]
    pub fn base64(&self, source: &str) -> Json {
        Json::File(File { path: self.path(source), form: Contents::Base64 })
    }

    /// A reference image as Runware takes it: what is there already as it stands, a file as a data URI.
    pub fn reference(&self, source: &str) -> Result<Json, String> {
        match SourceForm::of(source) {
            SourceForm::Path => self.data_uri(source),
            SourceForm::Result => Ok(Json::Made(source.strip_prefix(RESULT).unwrap_or(source).to_owned())),
            SourceForm::Url | SourceForm::Uuid | SourceForm::Data => Ok(Json::Text(source.to_owned())),
        }
    }
}

/// The body that has Runware make the picture of a task.
pub(super) fn runware(task: &Task, images: &Images<'_>) -> Result<Vec<Piece>, String> {
    let mut json = Json::of(task);
    let references = json.member_mut("inputs").and_then(|inputs| inputs.member_mut("referenceImages"));
    if let Some(Json::List(references)) = references {
        for reference in references {
            // An object has a name for its image.
            let image =
                if matches!(reference, Json::Object(_)) { reference.member_mut("image") } else { Some(reference) };
            if let Some(image) = image
                && let Json::Text(source) = &*image
            {
                *image = images.reference(source)?;
            }
        }
    }
    Ok(Json::List(vec![json]).pieces())
}

fn unknown_kind(source: &str) -> String {
    let source = crate::diagnostic::render::printable(source);
    format!("nothing says what kind of image `{source}` is; give its name an ending such as `.jpg`")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{ReferenceImage, Settings};
    use super::*;

    fn images() -> Images<'static> {
        Images { folder: "scenes", kind: &|source| (source == "odd.jpg").then_some("png") }
    }

    fn task(images: &[&str]) -> Task {
        let settings = Settings { model: "google:4@3".to_owned(), seed: Some(0), ..Settings::default() };
        Task::new(&settings, "mug.png", images.iter().map(|image| (*image).to_owned()).collect())
    }

    fn file(path: &str, mime: &str) -> Piece {
        Piece::File(File { path: path.to_owned(), form: Contents::DataUri(mime.to_owned()) })
    }

    #[test]
    fn a_task_without_files_is_its_own_json() {
        let task = task(&["https://example.com/a.jpg", "7C2A1E0C-9f1d-4a53-8b8e-0f3d5a6b7c8d"]);
        let json = serde_json::to_string(&[&task]).unwrap();
        assert_eq!(runware(&task, &images()).unwrap(), [Piece::Json(json)]);
    }

    #[test]
    fn files_and_pictures_are_cut_out() {
        let task = task(&["a.PNG", "odd.jpg", "/tmp/b.jpeg", "result:0e57a11d"]);
        let body = runware(&task, &images()).unwrap();
        assert_eq!(body.iter().filter(|piece| !matches!(piece, Piece::Json(_))).count(), 4);
        assert_eq!(body[1], file("scenes/a.PNG", "image/png"));
        assert_eq!(body[3], file("scenes/odd.jpg", "image/png"));
        assert_eq!(body[5], file("/tmp/b.jpeg", "image/jpeg"));
        assert_eq!(body[7], Piece::Made("0e57a11d".to_owned()));
        let Piece::Json(start) = &body[0] else { unreachable!() };
        assert!(
            start.contains(r#""positivePrompt":"mug.png""#) && start.ends_with(r#""referenceImages":["#),
            "{start}"
        );
    }

    #[test]
    fn an_image_under_a_name_is_cut_out_too() {
        let mut task = task(&["a.png"]);
        for image in task.inputs.iter_mut().flat_map(|inputs| &mut inputs.reference_images) {
            *image = ReferenceImage::Tagged { image: "a.png".to_owned(), tag: "mug".to_owned() };
        }
        let body = runware(&task, &images()).unwrap();
        assert_eq!(body[1], file("scenes/a.png", "image/png"));
        assert_eq!(body[2], Piece::Json(r#","tag":"mug"}]}}]"#.to_owned()));
    }

    #[test]
    fn an_image_of_no_kind_is_refused() {
        for source in ["photo", "a.png/photo", "photo.tiff"] {
            assert!(images().mime(source).is_err(), "{source}");
        }
    }
}
