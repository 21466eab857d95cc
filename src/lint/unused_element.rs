//! Elements that no statement mentions, unless the picture is all about them.

use std::collections::HashSet;

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::opening::Opening;
use crate::scene::Scene;
use crate::scene::model::{Arrival, ElementId, Kind};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let (scene, plan) = (context.scene, context.plan);
    let alone = matches!(plan.opening, Opening::Create | Opening::Repaint(_)) && plan.content.len() == 1;
    let grouped = grouped(scene);
    for id in scene.element_ids() {
        let element = scene.element(id);
        let expected = alone && !element.images.is_empty();
        if plan.usage(id).is_used()
            || element.arrival == Arrival::Awaited
            || expected
            || element.is_of_pattern()
            || grouped.contains(&id)
        {
            continue;
        }
        let finding =
            Diagnostic::new(Code::UnusedElement, element.span, format!("no statement mentions `{}`", element.name));
        findings.push(match element.kind {
            Kind::Group(_) => finding.help("name the group in a statement, or delete it"),
            _ => finding.help("it is put into the picture all the same: say where, or delete it"),
        });
    }
}

/// The members of all groups.
fn grouped(scene: &Scene) -> HashSet<ElementId> {
    let groups = scene.element_ids().filter_map(|id| match &scene.element(id).kind {
        Kind::Group(members) => Some(members),
        _ => None,
    });
    groups.flatten().copied().collect()
}
