//! What comes in: a relation. What goes out: what it says of places: a band of the picture, an order of two things, that
//! one is between others, or that they are together. Absent: whose relation it is.

use crate::lexicon::{self, Class, Direction, Relation};

use super::line::{Range, WHOLE};

const THIRDS: [Range; 3] = [(0, 333), (333, 667), (667, 1000)];
/// Nearer to the edge than just on its side.
const FAR: [Range; 2] = [(0, 200), (800, 1000)];
/// What is in the center of the picture may well be tall.
const CENTER: Range = (250, 750);
/// What is near reaches down to the lower edge, what is far away up to the upper one: it need not be above or below.
const NEAR: Range = (333, 1000);
const DISTANT: Range = (0, 500);

const CENTERS: [&str; 4] = ["in the center", "in the centre", "at the center", "in the middle"];

/// Who does this between two things is on the ground as they are, so that one of them is to the left.
const GROUNDED: [&str; 6] = ["standing", "sitting", "seated", "kneeling", "walking", "parked"];

/// What is fixed to something in such a way may well be to the left of another thing in the picture.
const WHOLE_ALL_THE_SAME: [&str; 13] = [
    "hanging",
    "hung",
    "mounted",
    "suspended",
    "dangling",
    "swinging",
    "flying",
    "moored",
    "pinned",
    "taped",
    "nailed",
    "growing",
    "covered",
];

/// Where in the picture something is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Between left and right.
    pub(super) across: Range,
    /// Between top and bottom.
    pub(super) down: Range,
    /// The same by how far away it is, which counts only where nothing else tells.
    pub(super) depth: Range,
}

/// How one thing lies to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The subject is to the left of the object, or the other way round.
    Across { turned: bool },
    /// The subject is above the object, or the other way round; if not strictly, they may overlap.
    Down { turned: bool, strict: bool },
}

/// Two things with another between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flanks {
    /// Whether the subjects are the outer ones.
    pub(super) subjects: bool,
    /// Whether one of them is to the left for sure.
    pub(super) sideways: bool,
}

/// How close two things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// They touch, so that their areas must.
    Touching,
    /// They may cover each other.
    Joined,
    /// Each has a place of its own.
    Apart,
}

/// One side of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// What it is about.
    Subject,
    /// What that is related to.
    Object,
}

/// The place that a relation names if it has no objects.
pub(super) fn frame(relation: &Relation) -> Option<Frame> {
    if CENTERS.contains(&&*relation.preposition) {
        return Some(Frame { across: THIRDS[1], down: CENTER, depth: WHOLE });
    }
    let mut frame = Frame { across: WHOLE, down: WHOLE, depth: WHOLE };
    let far = relation.preposition.contains("far ");
    for direction in &relation.direction {
        match direction {
            Direction::Left => frame.across = if far { FAR[0] } else { THIRDS[0] },
            Direction::Right => frame.across = if far { FAR[1] } else { THIRDS[2] },
            Direction::Above => frame.down = THIRDS[0],
            Direction::Below => frame.down = THIRDS[2],
            Direction::Front => frame.depth = NEAR,
            Direction::Behind => frame.depth = DISTANT,
        }
    }
    (!relation.direction.is_empty()).then_some(frame)
}

/// The orders of subjects and objects. Front and back are none: they are no places in the picture.
pub(super) fn orders(relation: &Relation) -> impl Iterator<Item = Order> + '_ {
    // Who sits under a tree is in front of its trunk, and a tower that rises above a town stands in it.
    let strict = matches!(&*relation.preposition, "above" | "below") && relation.participle != "rising";
    relation.direction.iter().filter_map(move |direction| match direction {
        Direction::Left => Some(Order::Across { turned: false }),
        Direction::Right => Some(Order::Across { turned: true }),
        Direction::Above => Some(Order::Down { turned: false, strict }),
        Direction::Below => Some(Order::Down { turned: true, strict }),
        Direction::Front | Direction::Behind => None,
    })
}

/// Whether something is between two others, and which are those.
pub(super) fn flanks(relation: &Relation) -> Option<Flanks> {
    match (&*relation.participle, &*relation.preposition) {
        (participle, "between") => Some(Flanks { subjects: false, sideways: GROUNDED.contains(&participle) }),
        ("flanked", "by") => Some(Flanks { subjects: false, sideways: true }),
        ("flanking", "") | (_, "on either side of" | "on both sides of") => {
            Some(Flanks { subjects: true, sideways: true })
        }
        _ => None,
    }
}

/// How close subjects and objects are.
pub(super) fn bond(relation: &Relation) -> Bond {
    match relation.class {
        _ if is_mutual(relation) => Bond::Apart,
        Class::Support | Class::Containment | Class::Contact | Class::Holding | Class::Garment | Class::Attachment => {
            Bond::Touching
        }
        Class::Motion | Class::Order | Class::State => Bond::Joined,
        Class::Attention | Class::Scale | Class::Social => Bond::Apart,
    }
}

/// Which of the two is a piece of the other, so that its places are places on that: what is worn, and what is worked into
/// something.
pub(super) fn piece(relation: &Relation) -> Option<Piece> {
    let (participle, preposition) = (&*relation.participle, &*relation.preposition);
    let whole =
        matches!(preposition, "" | "from" | "of" | "out of" | "with") || WHOLE_ALL_THE_SAME.contains(&participle);
    match relation.class {
        Class::Garment => Some(if preposition == "by" { Piece::Subject } else { Piece::Object }),
        Class::Attachment if !whole => Some(Piece::Subject),
        _ => None,
    }
}

/// Whether the subject is somewhere about the object, so that its place depends on that.
pub(super) fn is_placing(relation: &Relation) -> bool {
    !matches!(relation.class, Class::Attention | Class::Scale | Class::Social)
}

/// Whether it says as much of the object: what is beside something is neither in front of it nor on it.
fn is_mutual(relation: &Relation) -> bool {
    let mutual = |relation: &Relation| relation.inverse.as_ref() == Some(&relation.word);
    mutual(relation) || lexicon::relation(&relation.preposition.replace(' ', "_")).is_some_and(|plain| mutual(&plain))
}
