//! `--inline`: what comes in is a compiled scene and its files. What goes out: the same task with data URIs in the place
//! of local paths. A file that is no image is a finding where the scene names it.

use super::disk::Disk;
use crate::compile::Compiled;
use crate::diagnostic::file_finding;
use crate::emit::{Task, data_uri};
use crate::source::FileError;
use crate::target::SourceForm;

/// Puts the images of local files into the tasks.
pub(super) fn inline(compiled: &mut Compiled, disk: &Disk) {
    let mut findings = Vec::new();
    for pass in &mut compiled.passes {
        let mut images: Vec<String> = pass.task.images().into_iter().map(str::to_owned).collect();
        for (image, reference) in images.iter_mut().zip(&pass.references) {
            if SourceForm::of(image) != SourceForm::Path {
                continue;
            }
            match disk.read(image) {
                Ok(bytes) => match data_uri(&bytes) {
                    Some(uri) => *image = uri,
                    None => findings.push(file_finding(&reference.source, &FileError::NotAnImage, reference.span)),
                },
                Err(error) => findings.push(file_finding(&reference.source, &error, reference.span)),
            }
        }
        pass.task = std::mem::replace(&mut pass.task, Task::NONE).with_images(images);
    }
    if !findings.is_empty() {
        compiled.passes.clear();
    }
    compiled.diagnostics.extend(findings);
}
