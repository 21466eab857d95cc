//! A reference that is sent only to say what to leave out of it.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for id in context.scene.element_ids() {
        let usage = context.plan.usage(id);
        if !usage.avoided || usage.lends || usage.is_content() {
            continue;
        }
        let element = context.scene.element(id);
        let name = &element.name;
        findings.push(
            Diagnostic::new(
                Code::UnplacedElement,
                element.span,
                format!("nothing of `{name}` is put into the picture"),
            )
            .here("its image is sent only to say what to leave out of it")
            .help(format!(
                "say where `{name}` is or what is taken from it; else delete it and the `avoid ... from {name}`"
            )),
        );
    }
}
