//! A picture repainted in another's style, where nothing says what of it must stay.

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::opening::Opening;
use crate::scene::model::{StatementKind, Thing};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let (scene, plan) = (context.scene, context.plan);
    let (Opening::Repaint(id) | Opening::Edit(id, _)) = plan.opening else { return };
    if !plan.keeps.is_empty() {
        return;
    }
    let style = scene.statements.iter().find(
        |statement| matches!(&statement.kind, StatementKind::Aspect(used) if !statement.held && used.aspect.word == "style" && used.of.is_empty() && used.source.is_some()),
    );
    let Some(style) = style else { return };
    let made = scene.element(id).images.iter().any(|image| scene.images[image.0 as usize].made_by.is_some());
    if made {
        let finding = Diagnostic::new(
            Code::RepaintWithoutKeep,
            style.span,
            "nothing says what of the earlier picture must stay when it is repainted",
        );
        return findings
            .push(finding.here("its layout may come along").help("add the line `keep rest recognizable` to the pass"));
    }
    let name = walk::path(scene, Thing::Element(id));
    findings.push(
        Diagnostic::new(
            Code::RepaintWithoutKeep,
            style.span,
            format!("nothing says what of `{name}` must stay when it is repainted"),
        )
        .here("its layout may come along")
        .help(format!("add a line such as `keep {name} \"layout and outlines\" recognizable`")),
    );
}
