//! Images that are stored lying and shown upright only by those who heed EXIF.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for sent in context.sent().filter(|sent| sent.photo.turned) {
        findings.push(
            Diagnostic::new(
                Code::RotatedImage,
                sent.image.span,
                format!("`{}` is turned only by a note in its EXIF data", sent.name()),
            )
            .help("a model may see it lying on its side or upside down: open it in an image editor and save it turned"),
        );
    }
}
