//! Images with pixels that are seen through: what stands behind them, the service decides.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for sent in context.sent().filter(|sent| sent.photo.transparent) {
        findings.push(
            Diagnostic::new(
                Code::TransparentImage,
                sent.image.span,
                format!("`{}` is transparent in places", sent.name()),
            )
            .help("the service may put black behind it: save it on white or another plain color"),
        );
    }
}
