//! `--inline`: what comes in is a compiled scene and its files. What goes out: the same task with data URIs in the place
//! of local paths. A file that is no image is a finding where the scene names it.

use super::input::Scene;
use crate::diagnostic::file_finding;
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
                None => findings.push(file_finding(&reference.source, &FileError::NotAnImage, reference.span)),
            },
            Err(error) => findings.push(file_finding(&reference.source, &error, reference.span)),
        }
    }
    if findings.is_empty() {
        scene.compiled.task = Some(task.with_images(images));
    }
    scene.compiled.diagnostics.extend(findings);
}
