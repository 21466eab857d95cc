//! `--inline`: what comes in is a compiled scene and its files. What goes out: the same task with data URIs in the place
//! of local paths. A file that is no image is a finding where the scene names it.

use super::input::Scene;
use crate::compile::Reference;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::data_uri;
use crate::source::FileError;
use crate::target::SourceForm;

/// Puts the images of local files into the task.
pub(super) fn inline(scene: &mut Scene) {
    let Some(task) = scene.compiled.task.take() else { return };
    let mut findings = Vec::new();
    let mut images = task.images().to_vec();
    for (image, reference) in images.iter_mut().zip(&scene.compiled.references) {
        if SourceForm::of(image) != SourceForm::Path {
            continue;
        }
        match scene.disk.read(image) {
            Ok(bytes) => match data_uri(&bytes) {
                Some(uri) => *image = uri,
                None => findings.push(refused(reference, &FileError::NotAnImage)),
            },
            Err(error) => findings.push(refused(reference, &error)),
        }
    }
    if findings.is_empty() {
        scene.compiled.task = Some(task.with_images(images));
    }
    scene.compiled.diagnostics.extend(findings);
}

fn refused(reference: &Reference, error: &FileError) -> Diagnostic {
    let path = &reference.source;
    let message = match error {
        FileError::Missing => format!("there is no file `{path}`"),
        FileError::OutsideProject => format!("`{path}` lies outside the project"),
        FileError::Unreadable(reason) => format!("`{path}` cannot be read: {reason}"),
        FileError::NotAnImage => format!("`{path}` is not an image that services take"),
    };
    let finding = Diagnostic::new(Code::MissingFile, reference.span, message);
    match error {
        FileError::NotAnImage => finding.help("use a PNG, JPEG, WebP, GIF or BMP file"),
        _ => finding,
    }
}
