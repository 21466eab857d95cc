//! Left and right, above and below, front and back: statements that cannot all hold, round a ring of any length. Places
//! in the picture count as sides of its middle. Several things under one name may stand on both sides.

use super::rings::{Edge, Edges, MOST, Node};
use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::Direction;
use crate::scene::Scene;
use crate::scene::model::{Thing, Verb};

/// A line along which things are ordered, and how its two ends are said.
struct Axis {
    ends: [Direction; 2],
    /// How one thing lies to another, by end.
    between: [&'static str; 2],
    /// Where in the picture something is, by end.
    within: [&'static str; 2],
}

const AXES: [Axis; 3] = [
    Axis {
        ends: [Direction::Left, Direction::Right],
        between: ["to the left of", "to the right of"],
        within: ["on the left of the picture", "on the right of the picture"],
    },
    Axis {
        ends: [Direction::Above, Direction::Below],
        between: ["above", "below"],
        within: ["in the upper part of the picture", "in the lower part of the picture"],
    },
    Axis {
        ends: [Direction::Front, Direction::Behind],
        between: ["in front of", "behind"],
        within: ["in the foreground", "in the background"],
    },
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for axis in &AXES {
        // Who stands behind a desk may well be nearer to the viewer than the desk: front and back of a thing and of
        // the picture are two matters. Left and above are always the viewer's.
        let both = axis.ends[0] != Direction::Front;
        let mut told = None;
        let (mut among, mut apart) = (Edges::default(), Edges::default());
        for edge in edges(context.scene, axis) {
            let places =
                if both || edge.from == Node::Middle || edge.to == Node::Middle { &mut among } else { &mut apart };
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
            let Some(end) = axis.ends.iter().position(|end| *end == direction) else { continue };
            let turned = end == 1;
            let subjects = single(scene, walk::things(scene, subjects));
            let objects = single(scene, walk::things(scene, &verb.objects));
            let objects: Vec<Node> = if verb.objects.is_empty() { vec![Node::Middle] } else { objects };
            for subject in &subjects {
                if edges.len() >= 4 * MOST {
                    return edges;
                }
                for object in &objects {
                    let (from, to) = if turned { (*object, *subject) } else { (*subject, *object) };
                    edges.push(Edge { from, to, span: verb.span, turned });
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
    things.into_iter().filter(|thing| walk::is_single(scene, *thing)).map(Node::Thing).collect()
}

fn finding(scene: &Scene, axis: &Axis, edge: Edge, back: &[Edge]) -> Diagnostic {
    let said = said(scene, axis, edge);
    let finding = |message: String| Diagnostic::new(Code::ContradictoryOrder, edge.span, message);
    if let ([], Node::Thing(thing)) = (back, edge.from) {
        let (name, how) = (walk::path(scene, thing), axis.between[usize::from(edge.turned)]);
        return finding(format!("`{name}` cannot be {how} itself")).help("name the other thing");
    }
    let elsewhere: Vec<&Edge> = back.iter().filter(|step| step.span != edge.span).collect();
    let others = match elsewhere.len() {
        0 => "this very line says the opposite",
        1 => "another line says the opposite",
        _ => "other lines together say the opposite",
    };
    let mut finding = finding(format!("{said}, but {others}")).here("said here");
    for step in elsewhere {
        finding = finding.also(step.span, self::said(scene, axis, *step));
    }
    let viewer = if axis.ends[0] == Direction::Left { "; left and right are the viewer's" } else { "" };
    finding.help(format!("change or delete one of these lines{viewer}"))
}

/// `singer` is to the left of `drummer`, as the line has it.
fn said(scene: &Scene, axis: &Axis, edge: Edge) -> String {
    let end = usize::from(edge.turned);
    let (subject, object) = if edge.turned { (edge.to, edge.from) } else { (edge.from, edge.to) };
    match (subject, object) {
        (Node::Thing(subject), Node::Thing(object)) => {
            let (subject, object) = (walk::path(scene, subject), walk::path(scene, object));
            format!("`{subject}` is {} `{object}`", axis.between[end])
        }
        (Node::Thing(subject), Node::Middle) => format!("`{}` is {}", walk::path(scene, subject), axis.within[end]),
        (Node::Middle, _) => String::new(),
    }
}
