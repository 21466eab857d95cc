//! Rings of statements that cannot all hold. What comes in: edges in file order, each with the place that says it. What
//! goes out: for an edge that closes a ring, the shortest way back. An edge that closes one is not kept, so that the
//! next contradiction is found on its own.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use crate::scene::model::Thing;
use crate::source::Span;

/// No scene has as many; the rest of a hostile one is not looked at.
pub(super) const MOST: usize = 5_000;

/// Something that an edge leads from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// An element or a part.
    Thing(Thing),
    /// The middle of the picture.
    Middle,
}

/// One thing and another, and where the scene says how they lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// The first.
    pub from: Node,
    /// The second.
    pub to: Node,
    /// Where it is said.
    pub span: Span,
    /// Whether it is said the other way round: of `to`, and of `from` only by that.
    pub turned: bool,
}

/// The edges that agree with each other.
#[derive(Default)]
pub(super) struct Edges {
    kept: Vec<Edge>,
    from: HashMap<Node, Vec<usize>>,
    seen: HashSet<(Node, Node)>,
}

impl Edges {
    /// Whether no more edges are taken in.
    pub(super) fn is_full(&self) -> bool {
        self.seen.len() >= MOST
    }

    /// Takes an edge in. If it closes a ring, the edges that lead from its end back to its beginning, which are none
    /// where both are the same.
    pub(super) fn add(&mut self, edge: Edge) -> Option<Vec<Edge>> {
        if self.is_full() || !self.seen.insert((edge.from, edge.to)) {
            return None;
        }
        let back = self.way(edge.to, edge.from);
        if back.is_none() {
            self.from.entry(edge.from).or_default().push(self.kept.len());
            self.kept.push(edge);
        }
        back
    }

    /// The shortest way from a node to another; the first in file order among equals.
    fn way(&self, start: Node, goal: Node) -> Option<Vec<Edge>> {
        let mut reached: HashMap<Node, Option<usize>> = HashMap::from([(start, None)]);
        let mut next = VecDeque::from([start]);
        while let Some(node) = next.pop_front() {
            if node == goal {
                return Some(self.steps(&reached, goal));
            }
            for &index in self.from.get(&node).into_iter().flatten() {
                let to = self.kept[index].to;
                if let Entry::Vacant(place) = reached.entry(to) {
                    place.insert(Some(index));
                    next.push_back(to);
                }
            }
        }
        None
    }

    fn steps(&self, reached: &HashMap<Node, Option<usize>>, goal: Node) -> Vec<Edge> {
        let mut steps = Vec::new();
        let mut at = goal;
        while let Some(index) = reached.get(&at).copied().flatten() {
            steps.push(self.kept[index]);
            at = self.kept[index].from;
        }
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::model::ElementId;

    fn edge(from: u32, to: u32) -> Edge {
        let node = |id| Node::Thing(Thing::Element(ElementId(id)));
        Edge { from: node(from), to: node(to), span: Span::default(), turned: false }
    }

    fn lengths(pairs: &[(u32, u32)]) -> Vec<Option<usize>> {
        let mut edges = Edges::default();
        pairs.iter().map(|(from, to)| edges.add(edge(*from, *to)).map(|back| back.len())).collect()
    }

    #[test]
    fn the_shortest_way_back_is_found() {
        assert_eq!(lengths(&[(1, 2), (2, 3), (3, 4), (1, 3), (4, 1)]), [None, None, None, None, Some(2)]);
        assert_eq!(lengths(&[(1, 1)]), [Some(0)]);
        assert_eq!(lengths(&[(1, 2), (2, 1), (2, 1), (2, 3), (3, 2)]), [None, Some(1), None, None, Some(1)]);
        assert_eq!(lengths(&[(1, 2), (1, 3), (2, 4), (3, 4)]), [None; 4]);
    }

    #[test]
    fn a_crowd_is_cut_off() {
        let mut edges = Edges::default();
        for id in 0..2 * u32::try_from(MOST).unwrap_or(0) {
            assert!(edges.add(edge(id, id + 1)).is_none());
        }
        assert_eq!(edges.kept.len(), MOST);
    }
}
