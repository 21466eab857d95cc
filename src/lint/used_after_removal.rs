//! In an edit: something is spoken of after it was removed or replaced, or is kept although another line takes it away.
//! Parts go with what they belong to. Words in quotes may speak of what is gone: "where the sofa stood".

use std::collections::HashMap;

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan;
use crate::scene::Scene;
use crate::scene::model::{Noun, Statement, StatementKind, Thing};
use crate::source::Span;

/// Where something was taken away, and how.
#[derive(Clone, Copy)]
struct Gone {
    thing: Thing,
    span: Span,
    how: &'static str,
}

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    if scene.edit().is_none() {
        return;
    }
    let mut gone: HashMap<Thing, Gone> = HashMap::new();
    for statement in &scene.statements {
        for (thing, span) in named(statement) {
            if let Some(earlier) = walk::up(scene, thing).find_map(|owner| gone.get(&owner)) {
                findings.push(finding(scene, thing, span, earlier));
            }
        }
        for taken in taken_away(statement) {
            gone.entry(taken.thing).or_insert(taken);
        }
    }
    for statement in &scene.statements {
        let StatementKind::Keep(keep) = &statement.kind else { continue };
        for thing in &keep.what {
            if let Some(other) = walk::up(scene, *thing).find_map(|owner| gone.get(&owner)) {
                findings.push(kept(scene, *thing, statement.span, other));
            }
        }
    }
}

/// The things that a statement names, but for what it keeps.
fn named(statement: &Statement) -> Vec<(Thing, Span)> {
    let lists: Vec<&[Noun]> = match &statement.kind {
        StatementKind::Relation(relation) => plan::nouns_of(relation),
        StatementKind::Replace(what, with) => vec![what, with],
        StatementKind::Remove(what) => vec![what],
        StatementKind::Aspect(used) => vec![&used.of],
        _ => Vec::new(),
    };
    lists.into_iter().flatten().filter_map(Noun::thing).collect()
}

fn taken_away(statement: &Statement) -> Vec<Gone> {
    let (what, how) = match &statement.kind {
        StatementKind::Remove(what) => (what, "removed"),
        StatementKind::Replace(what, _) => (what, "replaced"),
        _ => return Vec::new(),
    };
    what.iter().filter_map(Noun::thing).map(|(thing, span)| Gone { thing, span, how }).collect()
}

fn finding(scene: &Scene, thing: Thing, span: Span, gone: &Gone) -> Diagnostic {
    let (name, other) = (walk::path(scene, thing), walk::path(scene, gone.thing));
    let message = if thing == gone.thing {
        format!("`{name}` was {} by an earlier line", gone.how)
    } else {
        format!("`{name}` is gone with `{other}`, which was {} by an earlier line", gone.how)
    };
    let finding = Diagnostic::new(Code::UsedAfterRemoval, span, message)
        .here("named again here")
        .also(gone.span, format!("{} here", gone.how));
    match gone.how {
        "replaced" => finding.help("name what stands in its place now"),
        _ => finding
            .help("name something that is still there; to put a thing in its place, write `replace ... with ...`"),
    }
}

fn kept(scene: &Scene, thing: Thing, span: Span, gone: &Gone) -> Diagnostic {
    let name = walk::path(scene, thing);
    Diagnostic::new(Code::UsedAfterRemoval, span, format!("`{name}` is kept here and {} in another line", gone.how))
        .also(gone.span, format!("{} here", gone.how))
        .help("delete one of the two lines")
}
