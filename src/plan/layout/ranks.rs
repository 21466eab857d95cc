//! Ranks of connected things. What comes in: their bands and steps, free of contradictions. What goes out: a range for
//! each. The edges of bands are cuts at known places, and the ranks between two cuts share the room there equally.

use std::collections::BTreeSet;

use super::line::{LENGTH, Range, Step};

/// The range of each thing.
pub(super) fn ranges(bands: &[Range], steps: Vec<Step>) -> Vec<Range> {
    let edges = bands.iter().flat_map(|band| [band.0, band.1]);
    let cuts: Vec<u16> =
        edges.filter(|edge| *edge > 0 && *edge < LENGTH).collect::<BTreeSet<u16>>().into_iter().collect();
    let mut graph = Graph::of(bands, &cuts, steps);
    for (at, cut) in cuts.iter().enumerate() {
        graph.set_apart(bands, bands.len() + at, |band| band.1 == *cut, false);
    }
    for (at, cut) in cuts.iter().enumerate() {
        graph.set_apart(bands, bands.len() + at, |band| band.0 == *cut, true);
    }
    let ranks = graph.ranks();
    let (things, lines) = ranks.split_at(bands.len());
    let count = things.iter().max().map_or(0, |rank| rank + 1);
    let mut marks: Vec<(usize, u16)> = vec![(0, 0)];
    marks.extend(lines.iter().copied().zip(cuts));
    marks.push((count, LENGTH));
    things.iter().map(|rank| range(&marks, *rank)).collect()
}

/// The range of a rank: its share of the room between the marks before and behind it.
fn range(marks: &[(usize, u16)], rank: usize) -> Range {
    let behind = marks.iter().position(|mark| mark.0 > rank).unwrap_or(marks.len() - 1).max(1);
    let (before, behind) = (marks[behind - 1], marks[behind]);
    let room = usize::from(behind.1.saturating_sub(before.1));
    let count = behind.0.saturating_sub(before.0).max(1);
    let edge = |index: usize| before.1 + u16::try_from(room * index / count).unwrap_or(LENGTH);
    (edge(rank - before.0), edge(rank - before.0 + 1))
}

/// Things, and behind them the cuts.
struct Graph {
    things: usize,
    /// By node: what follows, and how many ranks on.
    next: Vec<Vec<(usize, usize)>>,
}

impl Graph {
    fn of(bands: &[Range], cuts: &[u16], steps: Vec<Step>) -> Self {
        let things = bands.len();
        let mut graph = Self { things, next: vec![Vec::new(); things + cuts.len()] };
        for step in steps {
            graph.next[step.from].push((step.to, usize::from(step.strict)));
        }
        for (at, cut) in cuts.iter().enumerate() {
            let line = things + at;
            for (node, band) in bands.iter().enumerate() {
                if band.1 == *cut {
                    graph.next[node].push((line, 1));
                }
                if band.0 == *cut {
                    graph.next[line].push((node, 0));
                }
            }
            if at + 1 < cuts.len() {
                graph.next[line].push((line + 1, 0));
            }
        }
        graph
    }

    /// What comes behind something that ends at a cut begins there, unless it has to end there as well; if turned, what
    /// comes before something that begins at the cut ends there. So what is to the right of a thing on the left is not
    /// put on the left itself.
    fn set_apart(&mut self, bands: &[Range], line: usize, is_at: impl Fn(&Range) -> bool, turned: bool) {
        let forward: Vec<Vec<usize>> =
            self.next.iter().map(|next| next.iter().map(|(node, _)| *node).collect()).collect();
        let backward = reversed(&forward);
        let (away, back) = if turned { (&backward, &forward) } else { (&forward, &backward) };
        let ends = (0..self.things).filter(|node| is_at(&bands[*node]));
        let bound = reached(back, [line]);
        for node in reached(away, ends).into_iter().take_while(|node| *node < self.things) {
            if bound.binary_search(&node).is_ok() {
                continue;
            }
            if turned {
                self.next[node].push((line, 1));
            } else {
                self.next[line].push((node, 0));
            }
        }
    }

    /// How many ranks come before each node at least.
    fn ranks(&self) -> Vec<usize> {
        let next: Vec<Vec<usize>> = self.next.iter().map(|next| next.iter().map(|(node, _)| *node).collect()).collect();
        let mut ranks = vec![0; next.len()];
        for node in order(&next) {
            for (after, on) in &self.next[node] {
                ranks[*after] = ranks[*after].max(ranks[node] + on);
            }
        }
        ranks
    }
}

fn reversed(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut back = vec![Vec::new(); next.len()];
    for (node, after) in next.iter().enumerate() {
        for after in after {
            back[*after].push(node);
        }
    }
    back
}

/// Every node behind all that lead to it; those in rings, and behind rings, are left out.
pub(super) fn order(next: &[Vec<usize>]) -> Vec<usize> {
    let mut open: Vec<usize> = reversed(next).iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..next.len()).filter(|node| open[*node] == 0).collect();
    let mut at = 0;
    while let Some(node) = order.get(at).copied() {
        at += 1;
        for after in &next[node] {
            open[*after] -= 1;
            if open[*after] == 0 {
                order.push(*after);
            }
        }
    }
    order
}

/// The nodes from which the way begins and all that it leads to, in order.
pub(super) fn reached(next: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut waiting: Vec<usize> = from.into_iter().collect();
    let mut found = vec![false; next.len()];
    while let Some(node) = waiting.pop() {
        if !found[node] {
            found[node] = true;
            waiting.extend(&next[node]);
        }
    }
    (0..next.len()).filter(|node| found[*node]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::line::WHOLE;
    use super::*;

    const LEFT: Range = (0, 333);
    const MIDDLE: Range = (333, 667);
    const RIGHT: Range = (667, 1000);

    fn found(bands: &[Range], steps: &[(usize, usize)]) -> Vec<Range> {
        let step = |(from, to): &(usize, usize)| Step { from: *from, to: *to, strict: true };
        ranges(bands, steps.iter().map(step).collect())
    }

    #[test]
    fn a_chain_fills_the_picture_in_equal_ranks() {
        assert_eq!(found(&[WHOLE; 2], &[(0, 1)]), [(0, 500), (500, 1000)]);
        let fork = [(0, 250), (250, 500), (500, 750), (750, 1000), (0, 250)];
        assert_eq!(found(&[WHOLE; 5], &[(0, 1), (1, 2), (2, 3), (4, 3)]), fork);
    }

    #[test]
    fn ranks_keep_to_bands() {
        assert_eq!(found(&[LEFT, WHOLE], &[(0, 1)]), [LEFT, (333, 1000)]);
        assert_eq!(found(&[WHOLE, RIGHT], &[(0, 1)]), [(0, 667), RIGHT]);
        assert_eq!(found(&[WHOLE, LEFT], &[(0, 1)]), [(0, 166), (166, 333)]);
        assert_eq!(found(&[WHOLE, MIDDLE, WHOLE], &[(0, 1), (1, 2)]), [LEFT, MIDDLE, RIGHT]);
        assert_eq!(found(&[LEFT, WHOLE, WHOLE, RIGHT], &[(0, 1), (1, 2), (2, 3)])[1..3], [(333, 500), (500, 667)]);
    }

    #[test]
    fn what_need_not_be_in_a_band_is_not() {
        assert_eq!(found(&[LEFT, LEFT, WHOLE], &[(0, 1), (0, 2)]), [(0, 166), (166, 333), (333, 1000)]);
        assert_eq!(found(&[RIGHT, RIGHT, WHOLE], &[(1, 0), (2, 0)])[2], (0, 667));
        let (high, center) = ((0, 333), (250, 750));
        assert_eq!(found(&[high, center], &[(0, 1)]), [(0, 250), (333, 750)]);
        assert_eq!(found(&[high, WHOLE, center], &[(0, 1), (1, 2)]), [(0, 250), (333, 541), (541, 750)]);
    }

    #[test]
    fn a_step_that_is_not_strict_may_stay_in_its_rank() {
        let steps = vec![Step { from: 0, to: 1, strict: false }, Step { from: 1, to: 2, strict: true }];
        assert_eq!(ranges(&[WHOLE; 3], steps), [(0, 500), (0, 500), (500, 1000)]);
    }
}
