//! Images that say where they were taken, and would tell the service.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for sent in context.sent().filter(|sent| sent.photo.located) {
        findings.push(
            Diagnostic::new(
                Code::LocationData,
                sent.image.span,
                format!("`{}` says where it was taken, and would be uploaded with that", sent.name()),
            )
            .help("export it without its location, as photo programs offer; `exiftool -gps:all= FILE` deletes it in place"),
        );
    }
}
