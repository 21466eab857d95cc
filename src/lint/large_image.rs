//! Images with far more pixels or bytes than the service keeps.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

/// How many times the longest side that is kept an image may have.
const TIMES: u32 = 2;
/// The most bytes; a photograph of the size that is kept has about one tenth of it.
const BYTES: u64 = 20_000_000;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(kept) = context.service.longest_side else { return };
    for sent in context.sent() {
        let ((width, height), bytes) = (sent.photo.size, sent.photo.bytes);
        let what = if width.max(height) > TIMES * kept {
            format!("is {width}x{height} pixels")
        } else if bytes > BYTES {
            format!("has {} MB", bytes / 1_000_000)
        } else {
            continue;
        };
        findings.push(
            Diagnostic::new(
                Code::LargeImage,
                sent.image.span,
                format!("`{}` {what}, far more than are used", sent.name()),
            )
            .help(format!("save a version with {kept} pixels on the longer side: the service scales it down to that")),
        );
    }
}
