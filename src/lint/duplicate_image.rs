//! Images with equal bytes under two names: sent twice, and two positions for one picture.

use super::{Context, Findings, Sent};
use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::Element;
use crate::target::SourceForm;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let sent: Vec<Sent<'_>> = context.sent_as_written().collect();
    for (at, second) in sent.iter().enumerate() {
        let Some(first) = sent[..at].iter().find(|first| first.photo.digest == second.photo.digest) else { continue };
        let message = format!("`{}` holds the same bytes as `{}`", second.name(), first.name());
        let mut finding = Diagnostic::new(Code::DuplicateImage, second.image.span, message);
        if first.image.span != second.image.span {
            finding = finding.also(first.image.span, "the same image");
        }
        findings.push(if may_share(context, first, second) {
            let path = super::in_quotes(&first.image.source);
            finding.help("name one file for both: elements may share an image, which is then sent once").fix(
                format!("write `{}`", first.image.source),
                second.image.span,
                path,
            )
        } else {
            finding.help("use two different photographs, or make one element of the two")
        });
    }
}

/// Whether both may be written with one path: elements of equal words are told apart by their images alone, a pinned
/// one has a position of its own, and a pattern names its files itself.
fn may_share(context: &Context<'_>, first: &Sent<'_>, second: &Sent<'_>) -> bool {
    let local = |sent: &Sent<'_>| SourceForm::of(&sent.image.source) == SourceForm::Path;
    let shown = |sent: &Sent<'_>| -> Vec<&Element> {
        let scene = context.scene;
        scene.element_ids().map(|id| scene.element(id)).filter(|element| element.images.contains(&sent.id)).collect()
    };
    let (one, other) = (shown(first), shown(second));
    let alike = |element: &&Element| one.iter().any(|it| it.name != element.name && it.phrase == element.phrase);
    let fixed = |element: &&Element| element.is_of_pattern() || element.pin.is_some();
    local(first) && local(second) && !other.iter().any(alike) && !one.iter().chain(&other).any(fixed)
}
