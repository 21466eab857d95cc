//! Images that look nearly the same: a copy that was scaled or saved again, sent as if it were another picture.

use super::{Context, Findings, Sent};
use crate::diagnostic::{Code, Diagnostic};

/// How many bits of the fingerprints may differ. Copies that were scaled, saved again, or cut by some hundredths differ
/// in up to 5; of several hundred pairs of different images, none in fewer than 11.
const NEAR: u32 = 5;
/// A fingerprint with fewer bits, or with nearly all of them, is that of an image without structure.
const STRUCTURE: std::ops::RangeInclusive<u32> = 4..=60;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let sent: Vec<Sent<'_>> = context.sent_as_written().collect();
    for (at, second) in sent.iter().enumerate() {
        let Some(first) = sent[..at].iter().find(|first| alike(context, first, second)) else { continue };
        let message = format!("`{}` looks nearly the same as `{}`", second.name(), first.name());
        let finding = Diagnostic::new(Code::SimilarImages, second.image.span, message)
            .help("if they are one picture, name one file for both, and it is sent once");
        findings.push(if first.image.span == second.image.span {
            finding
        } else {
            finding.also(first.image.span, "the other image")
        });
    }
}

fn alike(context: &Context<'_>, first: &Sent<'_>, second: &Sent<'_>) -> bool {
    let (Some(one), Some(other)) = (first.photo.pixels, second.photo.pixels) else { return false };
    let structured = |bits: u64| STRUCTURE.contains(&bits.count_ones());
    // Views of one thing may look alike, which is why they are given.
    let views = context
        .scene
        .element_ids()
        .map(|id| context.scene.element(id))
        .any(|it| it.images.contains(&first.id) && it.images.contains(&second.id));
    !views
        && first.photo.digest != second.photo.digest
        && structured(one.fingerprint)
        && structured(other.fingerprint)
        && (one.fingerprint ^ other.fingerprint).count_ones() <= NEAR
}
