//! Images of things in the picture that have too few pixels to show them well. A style or a palette needs no more.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

/// Pixels on the longer side. Models write pictures of 1024 pixels and more; something that takes up half of one has
/// this many.
const ENOUGH: u32 = 512;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for sent in context.sent().filter(|sent| context.shows_content(sent.id)) {
        let (width, height) = sent.photo.size;
        if width.max(height) < ENOUGH {
            findings.push(
                Diagnostic::new(
                    Code::SmallImage,
                    sent.image.span,
                    format!("`{}` is only {width}x{height} pixels", sent.name()),
                )
                .help(format!(
                    "use a larger original, at least {ENOUGH} pixels on the longer side; scaling up adds nothing"
                )),
            );
        }
    }
}
