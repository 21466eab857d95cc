//! A thing related to itself. Where that is plainly impossible, other lints say so.

use std::collections::HashMap;

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::Class;
use crate::scene::model::{Noun, StatementKind, Thing};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    for statement in &scene.statements {
        let StatementKind::Replace(what, with) = &statement.kind else { continue };
        let gone: HashMap<Thing, Span> = what.iter().filter_map(Noun::thing).collect();
        if let Some((thing, span)) = with.iter().filter_map(Noun::thing).find(|(thing, _)| gone.contains_key(thing)) {
            let message = format!("`{}` is replaced with itself", walk::path(scene, thing));
            findings.push(Diagnostic::new(Code::SelfRelation, span, message).help("name what comes in its place"));
        }
    }
    for (subjects, verb) in walk::verbs(scene) {
        let told = verb.relations.iter().any(|relation| {
            matches!(relation.class, Class::Support | Class::Containment) || !relation.direction.is_empty()
        });
        if told {
            continue;
        }
        let objects: HashMap<Thing, Span> = verb.objects.iter().filter_map(Noun::thing).collect();
        for (subject, _) in subjects.iter().filter_map(Noun::thing) {
            let single = walk::whole(scene, subject).is_none_or(|element| element.count == 1);
            if let Some(&span) = objects.get(&subject).filter(|_| single) {
                let name = walk::path(scene, subject);
                findings.push(
                    Diagnostic::new(Code::SelfRelation, span, format!("`{name}` is related to itself"))
                        .here("the same thing again")
                        .help("name the other thing; for one that has no photograph write it in quotes"),
                );
            }
        }
    }
}
