//! Left and right, above and below, front and back: statements that cannot all hold, round a ring of any length. Places
//! in the picture count as sides of its middle. Several things under one name may stand on both sides.

use super::rings::{Edge, Edges, MOST, Node};
use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{self, Direction};
use crate::scene::Scene;
use crate::scene::model::{Thing, Verb};

/// A line along which things are ordered, and how its two ends are said.
struct Axis {
    first: Direction,
    second: Direction,
    /// Of two things, the first one.
    between: &'static str,
    /// In the picture, either end.
    halves: [&'static str; 2],
}

const AXES: [Axis; 3] = [
    Axis {
        first: Direction::Left,
        second: Direction::Right,
        between: "to the left of",
        halves: ["on the left of the picture", "on the right of the picture"],
    },
    Axis {
        first: Direction::Above,
        second: Direction::Below,
        between: "above",
        halves: ["in the upper part of the picture", "in the lower part of the picture"],
    },
    Axis {
        first: Direction::Front,
        second: Direction::Behind,
        between: "in front of",
        halves: ["in the foreground", "in the background"],
    },
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for axis in &AXES {
        // Who stands behind a desk may well be nearer to the viewer than the desk: front and back of a thing and of
        // the picture are two matters. Left and above are always the viewer's.
        let both = axis.first != Direction::Front;
        let mut told = None;
        let (mut among, mut within) = (Edges::default(), Edges::default());
        for edge in edges(context.scene, axis) {
            let places =
                if both || edge.from == Node::Middle || edge.to == Node::Middle { &mut among } else { &mut within };
            // One line is told once, however many members its groups have.
            if let Some(back) = places.add(edge)
                && told != Some(edge.span)
            {
                told = Some(edge.span);
                findings.push(finding(context.scene, axis, edge, &back));
            }
        }
    }
}

/// Everything that is said along an axis, each edge from its first end to its second.
fn edges(scene: &Scene, axis: &Axis) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (subjects, verb) in walk::verbs(scene) {
        for direction in directions(verb) {
            let turned = direction == axis.second;
            if direction != axis.first && !turned {
                continue;
            }
            let subjects = single(scene, walk::things(scene, subjects));
            let objects = single(scene, walk::things(scene, &verb.objects));
            let objects: Vec<Node> = if verb.objects.is_empty() { vec![Node::Middle] } else { objects };
            for subject in &subjects {
                if edges.len() >= 4 * MOST {
                    return edges;
                }
                for object in &objects {
                    let (from, to) = if turned { (*object, *subject) } else { (*subject, *object) };
                    edges.push(Edge { from, to, span: verb.span });
                }
            }
        }
    }
    edges
}

fn directions(verb: &Verb) -> impl Iterator<Item = Direction> + '_ {
    verb.relations.iter().flat_map(|relation| relation.direction.iter().copied())
}

/// Things that are in one place.
fn single(scene: &Scene, things: Vec<Thing>) -> Vec<Node> {
    let one = |thing: &Thing| match thing {
        Thing::Element(id) => scene.element(*id).count == 1 && !lexicon::is_plural(&scene.element(*id).phrase),
        Thing::Part(id) => !lexicon::is_plural(&scene.part(*id).words),
    };
    things.into_iter().filter(one).map(Node::Thing).collect()
}

fn finding(scene: &Scene, axis: &Axis, edge: Edge, back: &[Edge]) -> Diagnostic {
    let said = said(scene, axis, edge);
    if back.is_empty() {
        return Diagnostic::new(Code::ContradictoryOrder, edge.span, format!("{said}, that is, of itself"))
            .help("name the other thing");
    }
    let others =
        if back.len() == 1 { "another line says the opposite" } else { "other lines together say the opposite" };
    let mut finding =
        Diagnostic::new(Code::ContradictoryOrder, edge.span, format!("{said}, but {others}")).here("said here");
    for step in back {
        finding = finding.also(step.span, self::said(scene, axis, *step));
    }
    finding.help("change or delete one of these lines; left and right are the viewer's")
}

/// `singer` is to the left of `drummer`
fn said(scene: &Scene, axis: &Axis, edge: Edge) -> String {
    match (edge.from, edge.to) {
        (Node::Thing(from), Node::Thing(to)) => {
            format!("`{}` is {} `{}`", walk::path(scene, from), axis.between, walk::path(scene, to))
        }
        (Node::Thing(thing), Node::Middle) => format!("`{}` is {}", walk::path(scene, thing), axis.halves[0]),
        (Node::Middle, Node::Thing(thing)) => format!("`{}` is {}", walk::path(scene, thing), axis.halves[1]),
        (Node::Middle, Node::Middle) => String::new(),
    }
}
