//! A style taken from a reference that no words describe.

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::StatementKind;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for statement in &context.scene.statements {
        let StatementKind::Aspect(used) = &statement.kind else { continue };
        let (Some(source), None) = (used.source, &used.words) else { continue };
        if used.aspect.word != "style" {
            continue;
        }
        let name = walk::path(context.scene, source.thing);
        findings.push(
            Diagnostic::new(
                Code::StyleWithoutWords,
                statement.span,
                format!("no words say what the style of `{name}` is like"),
            )
            .help("add a few words in quotes at the end, such as `\"flat woodblock\"`"),
        );
    }
}
