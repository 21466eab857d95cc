//! Things that rest on each other or stand inside each other, in a ring of any length. Parts count for themselves: a man
//! may stand in a mirror that is in his hand.

use super::rings::{Edge, Edges, MOST, Node};
use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{Class, Relation};
use crate::scene::Scene;
use crate::scene::model::{Noun, Thing};

/// Relations to what surrounds a thing closely: a blanket that a child is wrapped in may lie on it all the same.
const WRAPPED: [&str; 8] =
    ["buried_in", "embedded_in", "enclosed_in", "rolling_in", "submerged_in", "tucked_in", "tucked_into", "wrapped_in"];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    let mut edges = Edges::default();
    for (subjects, verb) in walk::verbs(scene) {
        if edges.is_full() {
            return;
        }
        let carries = |relation: &&Relation| {
            matches!(relation.class, Class::Support | Class::Containment) && !WRAPPED.contains(&&*relation.word)
        };
        let Some(relation) = verb.relations.iter().find(carries) else { continue };
        let said = relation.word.replace('_', " ");
        // One line is told once, however many members its groups have.
        let mut told = false;
        // Snow lies on the tree that stands in it, and one cup on another of the same name.
        let single = |thing: &Thing| walk::is_single(scene, *thing);
        for from in walk::things(scene, subjects).into_iter().filter(single).take(MOST) {
            for (to, _) in verb.objects.iter().filter_map(Noun::thing).filter(|(to, _)| single(to)).take(MOST) {
                let edge = Edge { from: Node::Thing(from), to: Node::Thing(to), span: verb.span, turned: false };
                if let Some(back) = edges.add(edge).filter(|_| !std::mem::replace(&mut told, true)) {
                    findings.push(finding(scene, (from, &said, to), edge, &back));
                }
            }
        }
    }
}

fn finding(scene: &Scene, (from, said, to): (Thing, &str, Thing), edge: Edge, back: &[Edge]) -> Diagnostic {
    let (subject, object) = (walk::path(scene, from), walk::path(scene, to));
    if back.is_empty() {
        return Diagnostic::new(Code::SupportCycle, edge.span, format!("`{subject}` cannot be {said} itself"))
            .help("name what it is on or in");
    }
    let message = match back {
        [_] => format!("`{subject}` cannot be {said} `{object}`, which is on or in `{subject}` itself"),
        _ => format!("`{subject}` cannot be {said} `{object}`, which in the end is on or in `{subject}` itself"),
    };
    let mut finding =
        Diagnostic::new(Code::SupportCycle, edge.span, message).here(format!("`{subject}` is {said} `{object}`"));
    for step in back {
        if let (Node::Thing(from), Node::Thing(to)) = (step.from, step.to) {
            let (from, to) = (walk::path(scene, from), walk::path(scene, to));
            finding = finding.also(step.span, format!("`{from}` is on or in `{to}`"));
        }
    }
    finding.help("change or delete one of these lines; something has to carry the rest")
}
