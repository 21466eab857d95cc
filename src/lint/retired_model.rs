//! A model that its maker has withdrawn, or will.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::target::Status;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let profile = context.profile;
    let Some(span) = context.named.or(context.head) else { return };
    let air = &profile.air;
    let message = match (profile.status, &profile.until) {
        (Status::Active, _) => return,
        (Status::Retired, _) => format!("`{air}` has been withdrawn by its maker"),
        (Status::Retiring, Some(day)) => format!("`{air}` will be withdrawn by its maker on {day}"),
        (Status::Retiring, None) => format!("`{air}` will be withdrawn by its maker"),
    };
    let finding = Diagnostic::new(Code::RetiredModel, span, message);
    findings.push(match (&profile.successor, context.named) {
        (Some(next), Some(named)) => {
            finding.help(format!("write `model {next}`, its successor")).fix(format!("write `{next}`"), named, next)
        }
        // Where another model was asked for than the scene names, a line in the scene would change nothing.
        (Some(next), None) => finding.here("the scene is compiled for it").help(format!("use `{next}`, its successor")),
        (None, _) => finding.help("choose another model"),
    });
}
