//! What comes in: a scene, how many new references a pass may bring in, and how many references the model takes. What goes
//! out: passes as a person would plan them. The backdrop and the main subject come first, then what a statement connects
//! with what is there: what things stand on before them, what they hold and wear with them. A statement is said in the
//! first pass in which all that it names is there. What fits into one request is not split unless that is asked for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::plan::{order, usage};
use crate::scene::Scene;
use crate::scene::model::{ElementId, ImageId, Kind, Statement, StatementKind};
use crate::source::Span;

use super::bonds::Bonds;
use super::sequence::Times;
use super::steps::Step;
use super::{Owned, Share, mentions, reasons};

/// Passes are planned for at most so many elements; every pass is paid for.
pub(super) const MOST_ELEMENTS: usize = 200;
/// Passes are planned for at most so many statements.
pub(super) const MOST_STATEMENTS: usize = 1_000;

/// The share of each planned pass; none if everything fits into one.
pub(super) fn shares(scene: &Scene, most: Option<usize>, limit: usize, span: Span) -> Vec<Share<'_>> {
    let Some(planner) = Planner::new(scene, most, limit) else { return Vec::new() };
    let steps = planner.steps();
    if steps.len() < 2 {
        return Vec::new();
    }
    let times = Times::of(scene, &steps);
    let only_avoided = mentions::only_avoided(scene, std::iter::empty());
    let mut before: BTreeSet<ElementId> = BTreeSet::new();
    let mut shares = Vec::new();
    for (index, step) in steps.into_iter().enumerate() {
        let why = reasons::why(scene, index == 0, &step.brought, &before);
        before.extend(&step.brought);
        let mut brought = step.brought;
        if index == 0 {
            brought.extend(invented(scene));
        }
        // What no pass has to do with is left out in the first.
        let own = |statement: &Statement| mentions::is_about(scene, &statement.kind, &only_avoided);
        let statements = times.statements(scene, index).into_iter().filter(|one| index == 0 || !own(one));
        shares.push(Share {
            name: name(index),
            base: index.checked_sub(1).map(|before| (before, span)),
            statements: statements.map(|statement| Owned { statement, own: own(statement) }).collect(),
            brought,
            settings: Cow::Borrowed(&scene.settings),
            why,
        });
    }
    shares
}

/// What each pass of a scene would bring in if it were planned, in words; none if it needs no passes.
#[must_use]
pub fn outline(scene: &Scene, limit: usize) -> Vec<String> {
    let Some(planner) = Planner::new(scene, None, limit) else { return Vec::new() };
    let steps = planner.steps();
    let names = |step: &Step| step.brought.iter().map(|id| scene.element(*id).name.to_string()).collect::<Vec<_>>();
    steps.iter().map(|step| names(step).join(", ")).collect()
}

/// Props and texts that no statement names: they are there from the beginning.
fn invented(scene: &Scene) -> impl Iterator<Item = ElementId> {
    let named = |id: &ElementId| scene.statements.iter().any(|one| mentions::all(scene, &one.kind).contains(id));
    scene.element_ids().filter(move |id| matches!(scene.element(*id).kind, Kind::Prop | Kind::Text(_)) && !named(id))
}

/// Whether a scene is beyond what is planned.
pub(super) fn is_too_large(scene: &Scene) -> bool {
    scene.elements.len() > MOST_ELEMENTS || scene.statements.len() > MOST_STATEMENTS
}

/// Whether a statement says where things are, and not only what they look like.
fn places(kind: &StatementKind) -> bool {
    !matches!(kind, StatementKind::Aspect(_) | StatementKind::Say(_) | StatementKind::Panels(_))
}

fn name(index: usize) -> SmolStr {
    SmolStr::from(format!("pass_{}", index + 1))
}

pub(super) struct Planner<'s> {
    pub(super) scene: &'s Scene,
    /// Elements with images of their own, the first to be shown first.
    pub(super) waiting: Vec<ElementId>,
    /// What each statement needs of it.
    pub(super) needs: Vec<Vec<ElementId>>,
    /// Statements that take the look of one of the things from another element.
    pub(super) lenders: Vec<(usize, ElementId)>,
    /// For each of the things, which of those statements are about it.
    pub(super) lends_to: BTreeMap<ElementId, Vec<usize>>,
    /// Whether each statement puts things in their places: a relation or an edit.
    pub(super) places: Vec<bool>,
    /// What such statements name.
    pub(super) placed: BTreeSet<ElementId>,
    /// What stands on what, and who holds and wears what.
    pub(super) bonds: Bonds,
    /// Whether the first of the waiting is a backdrop or the edited picture.
    pub(super) has_backdrop: bool,
    /// References that are sent in every pass.
    everywhere: usize,
    /// The images of the picture that is edited: it is there already, and no new reference.
    edited: usize,
    most: Option<usize>,
    limit: usize,
}

impl<'s> Planner<'s> {
    /// A planner, unless the scene fits into one request and nothing else is asked for.
    fn new(scene: &'s Scene, most: Option<usize>, limit: usize) -> Option<Self> {
        if is_too_large(scene) {
            return None;
        }
        let usages = usage::usages(scene);
        let images = order::order(scene, &usages, &mut Vec::new());
        let mut waiting: Vec<ElementId> = Vec::new();
        let shown = |id: &ElementId| usages.of[id.0 as usize].is_content() && !scene.element(*id).images.is_empty();
        for image in &images {
            for id in scene.element_ids().filter(|id| scene.element(*id).images.contains(image)) {
                if shown(&id) && !waiting.contains(&id) {
                    waiting.push(id);
                }
            }
        }
        let content: BTreeSet<ImageId> = waiting.iter().flat_map(|id| scene.element(*id).images.clone()).collect();
        let edited = scene.edit().map_or(0, |(id, _)| scene.element(id).images.len());
        if images.len() <= limit && most.is_none_or(|most| content.len().saturating_sub(edited) <= most) {
            return None;
        }
        let mut planner = Self {
            bonds: Bonds::of(scene, &waiting),
            scene,
            waiting,
            needs: Vec::new(),
            places: Vec::new(),
            placed: BTreeSet::new(),
            lenders: Vec::new(),
            lends_to: BTreeMap::new(),
            has_backdrop: false,
            everywhere: 0,
            edited,
            most,
            limit,
        };
        planner.backdrop_first(&usages);
        planner.needs = scene.statements.iter().map(|statement| planner.weighty(statement)).collect();
        planner.places = scene.statements.iter().map(|statement| places(&statement.kind)).collect();
        let placing = planner.needs.iter().zip(&planner.places).filter(|(_, places)| **places);
        planner.placed = placing.flat_map(|(needed, _)| needed.iter().copied()).collect();
        let mut everywhere: BTreeSet<ImageId> = BTreeSet::new();
        for (at, statement) in scene.statements.iter().enumerate() {
            let StatementKind::Aspect(used) = &statement.kind else { continue };
            let Some(lender) = used.source.map(|source| scene.owner(source.thing)) else { continue };
            if used.of.is_empty() {
                everywhere.extend(scene.element(lender).images.iter().filter(|image| !content.contains(image)));
            } else {
                for id in &planner.needs[at] {
                    planner.lends_to.entry(*id).or_default().push(planner.lenders.len());
                }
                planner.lenders.push((at, lender));
            }
        }
        planner.everywhere = everywhere.len();
        Some(planner)
    }

    /// The edited picture, else the first backdrop, comes before the main subject.
    fn backdrop_first(&mut self, usages: &usage::Usages) {
        let used = |id: &ElementId| &usages.of[id.0 as usize];
        let first = self
            .waiting
            .iter()
            .position(|id| used(id).edited)
            .or_else(|| self.waiting.iter().position(|id| usage::is_backdrop(self.scene, *id, used(id))));
        if let Some(at) = first {
            self.has_backdrop = true;
            let id = self.waiting.remove(at);
            self.waiting.insert(0, id);
        }
    }

    /// How many new references a pass may bring in.
    pub(super) fn room(&self, first: bool) -> usize {
        let taken = self.everywhere + usize::from(!first);
        let fits = self.limit.saturating_sub(taken).max(1);
        let edited = if first { self.edited } else { 0 };
        self.most.map_or(fits, |most| most.saturating_add(edited).min(fits))
    }

    /// The elements with images that a statement needs.
    fn weighty(&self, statement: &Statement) -> Vec<ElementId> {
        let mut needed = mentions::needed(self.scene, &statement.kind);
        needed.retain(|id| self.waiting.contains(id));
        needed
    }
}
