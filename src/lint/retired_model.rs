//! A model that its maker has withdrawn.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::target::Status;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let (Some((_, span)), Status::Retired) = (&context.scene.settings.model, context.profile.status) else { return };
    let air = &context.profile.air;
    let finding = Diagnostic::new(Code::RetiredModel, *span, format!("`{air}` has been withdrawn by its maker"));
    findings.push(match &context.profile.successor {
        Some(next) => {
            finding.help(format!("write `model {next}`, its successor")).fix(format!("write `{next}`"), *span, next)
        }
        None => finding.help("choose another model"),
    });
}
