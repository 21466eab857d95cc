//! What comes in: what a scene needs, known to the [`Planner`]. What goes out: what each pass brings in. Absent: what is
//! said of it.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::scene::model::{ElementId, ImageId, Kind};

use super::mentions;
use super::planner::Planner;

/// One planned pass: what it brings in, in order.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub(super) brought: Vec<ElementId>,
}

/// A pass that is being filled.
struct Filling<'b> {
    /// What earlier passes have brought in.
    before: &'b BTreeSet<ElementId>,
    step: Step,
    room: usize,
    /// What it sends so far, once that is asked for.
    sent: OnceCell<BTreeSet<ImageId>>,
    /// The same of a pass that brings in nothing yet.
    sent_empty: OnceCell<BTreeSet<ImageId>>,
}

impl<'b> Filling<'b> {
    fn empty(before: &'b BTreeSet<ElementId>, room: usize) -> Self {
        Self { before, step: Step::default(), room, sent: OnceCell::new(), sent_empty: OnceCell::new() }
    }

    fn add(&mut self, ids: impl IntoIterator<Item = ElementId>) {
        self.step.brought.extend(ids);
        self.sent = OnceCell::new();
    }

    fn holds(&self, id: ElementId) -> bool {
        self.before.contains(&id) || self.step.brought.contains(&id)
    }
}

impl Planner<'_> {
    /// The passes, in order.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut there: BTreeSet<ElementId> = BTreeSet::new();
        let mut steps: Vec<Step> = Vec::new();
        while there.len() < self.waiting.len() {
            let first = steps.is_empty();
            let mut filling = Filling::empty(&there, self.room(first));
            let enough = self.fair_share(&filling);
            if first {
                self.begin(&mut filling);
            }
            while filling.step.brought.is_empty() || self.weight(&filling, &[]) < enough {
                let Some(next) = self.next(&filling) else { break };
                self.bring(&mut filling, &next);
            }
            if filling.step.brought.is_empty() {
                // What is connected needs more than one pass: its first things come now, the statement when all are there.
                for id in self.first_of_many(&filling) {
                    self.bring(&mut filling, &[id]);
                }
            }
            let step = filling.step;
            there.extend(&step.brought);
            steps.push(step);
        }
        steps
    }

    /// How much is enough for a pass: it leaves no more than its share to the others, so that the last one is no
    /// afterthought.
    fn fair_share(&self, filling: &Filling<'_>) -> usize {
        let waiting: Vec<ElementId> = self.waiting.iter().copied().filter(|id| !filling.holds(*id)).collect();
        let images: BTreeSet<ImageId> = self.images(&waiting).collect();
        images.len().div_ceil(images.len().div_ceil(filling.room).max(1))
    }

    /// The backdrop, and the main subject with what it stands on. A group that fits into a pass of its own comes as one.
    fn begin(&self, filling: &mut Filling<'_>) {
        let shown: Vec<ElementId> = self.everywhere_shown().collect();
        filling.add(shown);
        let mut waiting = self.waiting.iter().copied();
        if self.has_backdrop {
            self.bring(filling, &waiting.by_ref().take(1).collect::<Vec<_>>());
        }
        let Some(main) = waiting.next() else { return };
        let mut core = self.grounded(filling, &[main]);
        if self.comes_as_one(filling, main) {
            core.retain(|id| *id != main);
        }
        for id in core {
            self.bring(filling, &[id]);
        }
    }

    /// Whether an element is of a group for which there is room in the next pass, and not in this one.
    fn comes_as_one(&self, filling: &Filling<'_>, id: ElementId) -> bool {
        let scene = self.scene;
        let groups = scene.element_ids().filter_map(|group| match &scene.element(group).kind {
            Kind::Group(members) if members.contains(&id) => Some(members),
            _ => None,
        });
        let mut waiting = groups.filter(|group| group.iter().all(|member| self.waiting.contains(member)));
        let ground = self.grounded(filling, &[id]);
        // A place with nothing in it is no picture to go on with.
        let begun = ground.len() + filling.step.brought.len() > 2;
        begun
            && waiting.any(|group| {
                let all: Vec<ElementId> = ground.iter().chain(group).copied().collect();
                self.weight(filling, &all) > filling.room && self.fits_alone(filling, group)
            })
    }

    /// What is named by statements that hold in every pass, and so is there from the first on.
    fn everywhere_shown(&self) -> impl Iterator<Item = ElementId> + '_ {
        let whole = self.scene.statements.iter().filter(|one| mentions::holds_everywhere(&one.kind));
        let shown: BTreeSet<ElementId> = whole.flat_map(|one| mentions::shown(self.scene, &one.kind)).collect();
        self.waiting.iter().copied().filter(move |id| shown.contains(id))
    }

    /// What the statements that wait for things need, and what of it is missing. What a relation places does not come
    /// because its look is described.
    fn open<'a>(&'a self, filling: &'a Filling<'_>) -> impl Iterator<Item = (&'a [ElementId], Vec<ElementId>)> {
        self.needs.iter().enumerate().filter_map(|(at, needed)| {
            let comes = |id: &ElementId| !filling.holds(*id) && (self.places[at] || !self.placed.contains(id));
            let missing: Vec<ElementId> = needed.iter().copied().filter(comes).collect();
            (!missing.is_empty()).then_some((needed.as_slice(), missing))
        })
    }

    /// What comes next: the missing things of the first statement that is connected with what is there and for which there
    /// is room; else of any; else what no statement names. What they stand on comes before them, and what they hold and
    /// wear comes with them; where a later pass has room for all of it, they wait for that one, unless this pass would be
    /// all but empty.
    fn next(&self, filling: &Filling<'_>) -> Option<Vec<ElementId>> {
        let joined = |needed: &[ElementId]| needed.iter().any(|id| filling.holds(*id));
        // Something new begins only where nothing that is connected waits for the next pass.
        let waits = self.open(filling).any(|(needed, _)| joined(needed));
        let fits = |ids: &[ElementId]| self.weight(filling, ids) <= filling.room;
        let mut parted = None;
        for (needed, missing) in self.open(filling) {
            if waits && !joined(needed) || !fits(&missing) {
                continue;
            }
            let core = self.grounded(filling, &missing);
            if !fits(&core) {
                continue;
            }
            let whole = self.equipped(filling, &core);
            if fits(&whole) {
                return Some(whole);
            }
            if filling.step.brought.is_empty() || !self.fits_alone(filling, &whole) {
                return Some(core);
            }
            parted.get_or_insert(core);
        }
        let taken = self.weight(filling, &[]);
        if taken * 2 < filling.room && parted.is_some() {
            return parted;
        }
        if self.open(filling).next().is_some() {
            let begun = !filling.step.brought.is_empty() && taken * 2 <= filling.room;
            return if begun { self.some_of_many(filling) } else { None };
        }
        let free = self.waiting.iter().find(|id| !filling.holds(**id) && fits(&[**id]));
        free.map(|id| vec![*id])
    }

    /// What comes of things that no pass can take at once: those of a statement that is connected with the picture, if
    /// there is one, what they stand on before them.
    fn first_of_many(&self, filling: &Filling<'_>) -> Vec<ElementId> {
        let joined = |needed: &[ElementId]| needed.iter().any(|id| filling.holds(*id));
        let open = || self.open(filling);
        let found = open().find(|(needed, _)| joined(needed)).or_else(|| open().next());
        found.map_or_else(|| self.waiting.clone(), |(_, missing)| self.grounded(filling, &missing))
    }

    /// What of the things that no pass can take at once has room beside what is there.
    fn some_of_many(&self, filling: &Filling<'_>) -> Option<Vec<ElementId>> {
        let open = self.open(filling).filter(|(needed, _)| needed.iter().any(|id| filling.holds(*id)));
        let mut many = open.map(|(_, missing)| self.grounded(filling, &missing));
        let mut some = many.find(|core| !self.fits_alone(filling, core))?;
        while !some.is_empty() && self.weight(filling, &some) > filling.room {
            some.pop();
        }
        (!some.is_empty()).then_some(some)
    }

    /// Things behind those that they stand on.
    fn grounded(&self, filling: &Filling<'_>, ids: &[ElementId]) -> Vec<ElementId> {
        let mut all = Vec::new();
        for id in ids {
            self.bonds.grounded(*id, &|id| filling.holds(id), &mut all);
        }
        all
    }

    /// Things with what they hold and wear.
    fn equipped(&self, filling: &Filling<'_>, ids: &[ElementId]) -> Vec<ElementId> {
        let mut all = ids.to_vec();
        for gear in ids.iter().flat_map(|id| self.bonds.gear(*id)) {
            self.bonds.grounded(*gear, &|id| filling.holds(id), &mut all);
        }
        all
    }

    /// Brings things into a pass if there is room; the first one always comes, or nothing ever would.
    fn bring(&self, filling: &mut Filling<'_>, ids: &[ElementId]) {
        let new: Vec<ElementId> = ids.iter().copied().filter(|id| !filling.holds(*id)).collect();
        if filling.step.brought.is_empty() || self.weight(filling, &new) <= filling.room {
            filling.add(new);
        }
    }

    /// Whether a later pass has room for these things if nothing else comes in it.
    fn fits_alone(&self, filling: &Filling<'_>, ids: &[ElementId]) -> bool {
        let mut alone = Filling::empty(filling.before, self.room(false));
        let sent = filling.sent_empty.get_or_init(|| self.sent(&alone));
        alone.sent = OnceCell::from(sent.clone());
        self.weight(&alone, ids) <= alone.room
    }

    /// How many references a pass sends if these things come into it as well: theirs, and those that lend them a look.
    fn weight(&self, filling: &Filling<'_>, more: &[ElementId]) -> usize {
        let sent = filling.sent.get_or_init(|| self.sent(filling));
        let mut new: BTreeSet<ImageId> = self.images(more).collect();
        for lender in more.iter().filter_map(|id| self.lends_to.get(id)).flatten() {
            let (at, lender) = self.lenders[*lender];
            let needed = &self.needs[at];
            let before = needed.iter().all(|id| filling.before.contains(id));
            if !before && needed.iter().all(|id| more.contains(id) || filling.holds(*id)) {
                new.extend(self.images(&[lender]));
            }
        }
        sent.len() + new.difference(sent).count()
    }

    /// What a pass sends as far as it is filled.
    fn sent(&self, filling: &Filling<'_>) -> BTreeSet<ImageId> {
        let mut sent: BTreeSet<ImageId> = self.images(&filling.step.brought).collect();
        for (at, lender) in &self.lenders {
            let needed = &self.needs[*at];
            let before = !filling.before.is_empty() && needed.iter().all(|id| filling.before.contains(id));
            if !before && needed.iter().all(|id| filling.holds(*id)) {
                sent.extend(self.images(&[*lender]));
            }
        }
        sent
    }

    fn images<'a>(&'a self, ids: &'a [ElementId]) -> impl Iterator<Item = ImageId> + 'a {
        ids.iter().flat_map(|id| self.scene.element(*id).images.iter().copied())
    }
}
