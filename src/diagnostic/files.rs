//! What comes in: a path as a scene writes it, and why it could not be used. What goes out: the finding about it, the
//! same one wherever the file was needed.

use super::{Code, Diagnostic};
use crate::source::{FileError, Span};

/// The finding about a file that a scene names at `span`.
#[must_use]
pub fn file_finding(path: &str, error: &FileError, span: Span) -> Diagnostic {
    let (code, message, help) = match error {
        FileError::Missing => (
            Code::MissingFile,
            format!("there is no file `{path}`"),
            "paths are relative to the scene's folder".to_owned(),
        ),
        FileError::OutsideProject => (
            Code::OutsideProject,
            format!("`{path}` lies outside the project's folder"),
            "copy the file into the project, or let it be read with `--allow-read`".to_owned(),
        ),
        FileError::Unreadable(why) => (
            Code::UnreadableFile,
            format!("`{path}` cannot be read: {why}"),
            "check the file and its permissions".to_owned(),
        ),
        FileError::NotAnImage => (
            Code::NotAnImage,
            format!("`{path}` is no image of a known form"),
            "use a JPEG, PNG, WebP, GIF or BMP file".to_owned(),
        ),
        FileError::Unsupported(format) => (
            Code::UnsupportedFormat,
            format!("`{path}` is {} {format} image, which the service does not take", article(format)),
            "save it as JPEG, PNG or WebP".to_owned(),
        ),
        FileError::Damaged(why) => (
            Code::DamagedImage,
            format!("`{path}` is damaged: {why}"),
            "save or copy the image again; what is left of it may not be what you see".to_owned(),
        ),
        FileError::NotText(why) => (Code::InvalidUtf8, format!("`{path}` {why}"), "save it as UTF-8".to_owned()),
        FileError::TooLarge(how) => (
            Code::ImageTooLarge,
            format!("`{path}` is too large: {how}"),
            "save a smaller version; 2048 pixels on the longer side are enough".to_owned(),
        ),
    };
    Diagnostic::new(code, span, message).help(help)
}

/// The article that a format is spoken with: a TIFF, an SVG.
fn article(format: &str) -> &'static str {
    if format.starts_with(['A', 'E', 'I', 'O', 'S']) { "an" } else { "a" }
}
