//! What comes in: the passes that a scene writes. What goes out: findings about things that a pass takes out of a picture
//! in which they are not, or that a later pass of the line still speaks of.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::scene::Scene;
use crate::scene::model::{ElementId, Noun, Pass, Statement, StatementKind, Thing};
use crate::source::Span;

use super::mentions;

/// The whole elements that a pass takes out of its picture: where, and in a word.
pub(super) fn gone(pass: &Pass) -> impl Iterator<Item = (ElementId, Span, &'static str)> {
    pass.statements.iter().flat_map(taken)
}

/// The same of one statement.
pub(super) fn taken(statement: &Statement) -> Vec<(ElementId, Span, &'static str)> {
    let (what, how) = match &statement.kind {
        StatementKind::Remove(what) => (what, "removed"),
        StatementKind::Replace(what, _) => (what, "replaced"),
        _ => return Vec::new(),
    };
    let whole = |(thing, span): (Thing, Span)| match thing {
        Thing::Element(id) => Some((id, span, how)),
        Thing::Part(_) => None,
    };
    what.iter().filter_map(Noun::thing).filter_map(whole).collect()
}

/// The findings; `there` holds what is in each pass, before anything is taken out of it.
pub(super) fn check(scene: &Scene, passes: &[Pass], there: &[BTreeSet<ElementId>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut lost: Vec<BTreeMap<ElementId, (Span, &'static str)>> = Vec::new();
    for pass in passes {
        let mut missed = pass.from.map_or_else(BTreeMap::new, |(base, _)| lost[base].clone());
        for statement in &pass.statements {
            for id in mentions::all(scene, &statement.kind) {
                // Told once; behind that it counts as being there again.
                if let Some((span, how)) = missed.remove(&id) {
                    findings.push(used(scene, id, statement.span, (span, how)));
                }
            }
        }
        if let Some((base, from)) = pass.from {
            let picture = &there[base];
            let own: BTreeSet<ElementId> = pass
                .statements
                .iter()
                .filter(|one| taken(one).is_empty())
                .flat_map(|one| mentions::shown(scene, &one.kind))
                .collect();
            for (id, span, how) in gone(pass) {
                let left = lost[base].contains_key(&id);
                if !picture.contains(&id) && !own.contains(&id) && !left {
                    findings.push(absent(scene, (id, span, how), (passes, there), (base, from)));
                }
            }
        }
        missed.extend(gone(pass).map(|(id, span, how)| (id, (span, how))));
        lost.push(missed);
    }
    findings
}

fn used(scene: &Scene, id: ElementId, span: Span, (gone, how): (Span, &str)) -> Diagnostic {
    let name = &scene.element(id).name;
    Diagnostic::new(Code::UsedAfterRemoval, span, format!("`{name}` was {how} by an earlier pass"))
        .here("named again here")
        .also(gone, format!("{how} here"))
        .help("name something that is still in the picture, or go on `from` a pass that comes before that one")
}

fn absent(
    scene: &Scene,
    (id, span, how): (ElementId, Span, &str),
    (passes, there): (&[Pass], &[BTreeSet<ElementId>]),
    (base, from): (usize, Span),
) -> Diagnostic {
    let name = &scene.element(id).name;
    let message = format!("`{name}` is not in the picture of `{}`, so that it cannot be {how}", passes[base].name);
    let finding = Diagnostic::new(Code::BadPass, span, message).also(from, "this picture is edited");
    match there.iter().position(|there| there.contains(&id)) {
        Some(home) if home != base => finding
            .help(format!("`{}` shows it: let `{}` go on `from` that pass", passes[home].name, passes[base].name)),
        _ => finding.help("no earlier pass shows it: delete the line"),
    }
}
