//! What comes in: what a scene needs, known to the [`Planner`]. What goes out: what each pass brings in, and because of
//! which statement.

use std::collections::BTreeSet;

use crate::scene::model::{ElementId, ImageId};

use super::mentions;
use super::planner::Planner;

/// One planned pass: what it brings in, and by which statement each of it is connected.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub(super) brought: Vec<(ElementId, Option<usize>)>,
}

/// A pass that is being filled.
struct Filling<'b> {
    /// What earlier passes have brought in.
    before: &'b BTreeSet<ElementId>,
    step: Step,
    room: usize,
}

impl Filling<'_> {
    fn holds(&self, id: ElementId) -> bool {
        self.before.contains(&id) || self.step.brought.iter().any(|(other, _)| *other == id)
    }
}

impl Planner<'_> {
    /// The passes, in order.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut there: BTreeSet<ElementId> = BTreeSet::new();
        let mut steps: Vec<Step> = Vec::new();
        while there.len() < self.waiting.len() {
            let first = steps.is_empty();
            let mut filling = Filling { before: &there, step: Step::default(), room: self.room(first) };
            if first {
                filling.step.brought.extend(self.everywhere_shown().map(|id| (id, None)));
                for id in self.waiting.iter().take(2) {
                    self.bring(&mut filling, &[*id], None);
                }
            }
            while let Some((next, by)) = self.next(&filling) {
                self.bring(&mut filling, &next, by);
            }
            if filling.step.brought.is_empty() {
                // What is connected needs more than one pass: its first things come now, the statement when all are there.
                let (missing, by) = self
                    .open(&filling)
                    .next()
                    .map_or_else(|| (self.waiting.clone(), None), |(at, _, missing)| (missing, Some(at)));
                for id in missing {
                    self.bring(&mut filling, &[id], by);
                }
            }
            let step = filling.step;
            there.extend(step.brought.iter().map(|(id, _)| *id));
            steps.push(step);
        }
        steps
    }

    /// What is named by statements that hold in every pass, and so is there from the first on.
    fn everywhere_shown(&self) -> impl Iterator<Item = ElementId> + '_ {
        let whole = self.scene.statements.iter().filter(|one| mentions::holds_everywhere(&one.kind));
        let shown: BTreeSet<ElementId> = whole.flat_map(|one| mentions::shown(self.scene, &one.kind)).collect();
        self.waiting.iter().copied().filter(move |id| shown.contains(id))
    }

    /// Statements that wait for things, with what they need and what of it is missing.
    fn open<'a>(&'a self, filling: &'a Filling<'_>) -> impl Iterator<Item = (usize, &'a [ElementId], Vec<ElementId>)> {
        self.needs.iter().enumerate().filter_map(|(at, needed)| {
            let missing: Vec<ElementId> = needed.iter().copied().filter(|id| !filling.holds(*id)).collect();
            (!missing.is_empty()).then_some((at, needed.as_slice(), missing))
        })
    }

    /// What comes next: the missing things of the first statement that is connected with what is there and for which there
    /// is room; else of any; else what no statement names.
    fn next(&self, filling: &Filling<'_>) -> Option<(Vec<ElementId>, Option<usize>)> {
        let joined = |needed: &[ElementId]| needed.iter().any(|id| filling.holds(*id));
        // Something new begins only where nothing that is connected waits for the next pass.
        let waits = self.open(filling).any(|(_, needed, _)| joined(needed));
        let sent = self.sent(filling);
        let fits = |missing: &[ElementId]| self.weight(filling, &sent, missing) <= filling.room;
        let found = self.open(filling).find(|(_, needed, missing)| (!waits || joined(needed)) && fits(missing));
        if let Some((at, _, missing)) = found {
            return Some((missing, Some(at)));
        }
        let named = self.open(filling).next().is_some();
        let free = self.waiting.iter().find(|id| !filling.holds(**id) && fits(&[**id]));
        free.filter(|_| !named).map(|id| (vec![*id], None))
    }

    /// Brings things into a pass if there is room; the first one always comes, or nothing ever would.
    fn bring(&self, filling: &mut Filling<'_>, ids: &[ElementId], by: Option<usize>) {
        let new: Vec<ElementId> = ids.iter().copied().filter(|id| !filling.holds(*id)).collect();
        if filling.step.brought.is_empty() || self.weight(filling, &self.sent(filling), &new) <= filling.room {
            filling.step.brought.extend(new.into_iter().map(|id| (id, by)));
        }
    }

    /// What a pass sends: the references of what it brings in, and of those that lend them a look.
    fn sent(&self, filling: &Filling<'_>) -> BTreeSet<ImageId> {
        let brought: Vec<ElementId> = filling.step.brought.iter().map(|(id, _)| *id).collect();
        let mut sent: BTreeSet<ImageId> = self.images(&brought).collect();
        for (at, lender) in &self.lenders {
            let needed = &self.needs[*at];
            let before = !filling.before.is_empty() && needed.iter().all(|id| filling.before.contains(id));
            if !before && needed.iter().all(|id| filling.holds(*id)) {
                sent.extend(self.images(&[*lender]));
            }
        }
        sent
    }

    /// How many references a pass sends if these things, which it does not hold, come into it as well.
    fn weight(&self, filling: &Filling<'_>, sent: &BTreeSet<ImageId>, more: &[ElementId]) -> usize {
        let mut new: BTreeSet<ImageId> = self.images(more).collect();
        for lender in more.iter().filter_map(|id| self.lends_to.get(id)).flatten() {
            let (at, lender) = self.lenders[*lender];
            if self.needs[at].iter().all(|id| more.contains(id) || filling.holds(*id)) {
                new.extend(self.images(&[lender]));
            }
        }
        sent.len() + new.difference(sent).count()
    }

    fn images<'a>(&'a self, ids: &'a [ElementId]) -> impl Iterator<Item = ImageId> + 'a {
        ids.iter().flat_map(|id| self.scene.element(*id).images.iter().copied())
    }
}
