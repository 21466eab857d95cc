//! One direction of the picture. What comes in: the band that each thing is to be in, and which thing comes before which.
//! What goes out: a range for each thing, the same for all that are in one rank, and the things that cannot be placed.
//! Everything that is connected is ranked together and fills the whole length. Absent: which direction it is.

use super::ranks;

/// How long the picture is, either way.
pub(super) const LENGTH: u16 = 1000;

/// From one edge to another.
pub(super) type Range = (u16, u16);

/// All of the picture.
pub(super) const WHOLE: Range = (0, LENGTH);

/// One thing and another that does not begin or end before it; if the step is strict, that begins where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) strict: bool,
}

/// What is known of one direction.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where each thing must be.
    pub(super) bands: Vec<Range>,
    /// What comes before what.
    pub(super) steps: Vec<Step>,
}

impl Line {
    /// Takes out the things that contradict each other, and tells which. Several things under one name may be on both
    /// sides of another, so that they go first.
    pub(super) fn settle(&mut self, several: &[bool]) -> Vec<bool> {
        let mut gone = vec![false; self.bands.len()];
        loop {
            let bad = self.impossible();
            if bad.is_empty() {
                return gone;
            }
            let first: Vec<usize> = bad.iter().copied().filter(|node| several[*node]).collect();
            for node in if first.is_empty() { bad } else { first } {
                gone[node] = true;
                self.bands[node] = WHOLE;
            }
            self.steps.retain(|step| !gone[step.from] && !gone[step.to]);
        }
    }

    /// Whether these steps agree with what is known.
    pub(super) fn takes(&self, more: &[Step]) -> bool {
        let mut with = self.clone();
        with.steps.extend(more);
        let next = with.next();
        let order = ranks::order(&next);
        order.len() == next.len() && with.squeezed(&next, &order).is_empty()
    }

    /// Whether anything is known of each thing.
    pub(super) fn tells(&self) -> Vec<bool> {
        let mut tells: Vec<bool> = self.bands.iter().map(|band| *band != WHOLE).collect();
        for step in &self.steps {
            (tells[step.from], tells[step.to]) = (true, true);
        }
        tells
    }

    /// Things that are connected by steps.
    pub(super) fn clusters(&self) -> Vec<Vec<usize>> {
        let mut beside = vec![Vec::new(); self.bands.len()];
        for step in &self.steps {
            beside[step.from].push(step.to);
            beside[step.to].push(step.from);
        }
        let mut seen = vec![false; beside.len()];
        let mut all = Vec::new();
        for start in 0..beside.len() {
            if !seen[start] {
                let found = ranks::reached(&beside, [start]);
                for node in &found {
                    seen[*node] = true;
                }
                all.push(found);
            }
        }
        all
    }

    /// The range of each thing.
    pub(super) fn ranges(&self) -> Vec<Range> {
        let mut ranges = self.bands.clone();
        let mut local = vec![0; ranges.len()];
        let mut steps = vec![Vec::new(); ranges.len()];
        for step in &self.steps {
            steps[step.from].push(*step);
        }
        for cluster in self.clusters().iter().filter(|cluster| cluster.len() > 1) {
            for (index, node) in cluster.iter().enumerate() {
                local[*node] = index;
            }
            let bands: Vec<Range> = cluster.iter().map(|node| self.bands[*node]).collect();
            let inner = cluster.iter().flat_map(|node| &steps[*node]);
            let inner = inner.map(|step| Step { from: local[step.from], to: local[step.to], ..*step });
            let found = ranks::ranges(&bands, inner.collect());
            for (node, range) in cluster.iter().zip(found) {
                ranges[*node] = range;
            }
        }
        ranges
    }

    fn next(&self) -> Vec<Vec<usize>> {
        let mut next = vec![Vec::new(); self.bands.len()];
        for step in &self.steps {
            next[step.from].push(step.to);
        }
        next
    }

    /// The things in rings; if there are none, those for which others leave no place in their band.
    fn impossible(&self) -> Vec<usize> {
        let next = self.next();
        let order = ranks::order(&next);
        if order.len() == next.len() {
            return self.squeezed(&next, &order);
        }
        let mut open = vec![true; next.len()];
        for node in order {
            open[node] = false;
        }
        let mut open: Vec<usize> = (0..next.len()).filter(|node| open[*node]).collect();
        open.retain(|node| ranks::reached(&next, next[*node].iter().copied()).binary_search(node).is_ok());
        open
    }

    fn squeezed(&self, next: &[Vec<usize>], order: &[usize]) -> Vec<usize> {
        let mut bands = self.bands.clone();
        for node in order {
            for after in &next[*node] {
                bands[*after].0 = bands[*after].0.max(bands[*node].0);
            }
        }
        for node in order.iter().rev() {
            for after in &next[*node] {
                bands[*node].1 = bands[*node].1.min(bands[*after].1);
            }
        }
        (0..bands.len()).filter(|node| bands[*node].0 >= bands[*node].1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bands: &[Range], steps: &[(usize, usize)]) -> Line {
        let step = |(from, to): &(usize, usize)| Step { from: *from, to: *to, strict: true };
        Line { bands: bands.to_vec(), steps: steps.iter().map(step).collect() }
    }

    #[test]
    fn a_ring_goes_and_what_hangs_on_it_stays() {
        let mut ring = line(&[WHOLE; 5], &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 4)]);
        assert_eq!(ring.settle(&[false; 5]), [false, true, true, false, false]);
        assert_eq!(ring.steps.len(), 1);
        let mut itself = line(&[WHOLE; 2], &[(0, 0), (0, 1)]);
        assert_eq!(itself.settle(&[false; 2]), [true, false]);
    }

    #[test]
    fn several_things_yield_first() {
        let mut both = line(&[WHOLE; 3], &[(0, 1), (1, 0), (1, 2)]);
        assert_eq!(both.settle(&[true, false, false]), [true, false, false]);
        assert_eq!(both.ranges()[1..], [(0, 500), (500, 1000)]);
    }

    #[test]
    fn bands_contradict_steps() {
        let mut crossed = line(&[(667, 1000), (0, 333), WHOLE, (333, 667)], &[(0, 1), (2, 1), (2, 3)]);
        assert_eq!(crossed.settle(&[false; 4]), [true, true, false, false]);
        let mut nowhere = line(&[(667, 333), WHOLE], &[(0, 1)]);
        assert_eq!(nowhere.settle(&[false; 2]), [true, false]);
    }

    #[test]
    fn a_step_is_taken_if_it_agrees() {
        let known = line(&[WHOLE, WHOLE, (0, 333), (667, 1000)], &[(0, 1)]);
        let step = |from, to| [Step { from, to, strict: true }];
        assert!(known.takes(&step(0, 2)) && known.takes(&step(2, 3)));
        assert!(!known.takes(&step(1, 0)) && !known.takes(&step(3, 2)));
    }

    #[test]
    fn clusters_are_ranked_for_themselves() {
        let two = line(&[WHOLE; 5], &[(0, 1), (1, 2), (3, 4)]);
        assert_eq!(two.ranges(), [(0, 333), (333, 666), (666, 1000), (0, 500), (500, 1000)]);
    }
}
