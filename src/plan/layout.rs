//! What comes in: a scene. What goes out: an area of the picture for each element that spatial relations place, for models
//! that take boxes. Only what a person would put in a certain place has one: who is in front of somebody, or stands on
//! something, may be anywhere. No two areas contradict what the scene says; what contradicts itself has none.
//! Absent: how boxes are named and sent.

mod line;
mod ranks;
mod said;
mod share;
mod standing;
mod words;

use std::collections::BTreeMap;

use crate::scene::Scene;
use crate::scene::model::{ElementId, Thing};

use line::{LENGTH, Line, Range, Step};
use said::{Between, Said};
use words::Bond;

/// What is narrower than this shows nothing.
const LEAST: u16 = 20;

/// An area of the picture, edges from 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// How far the upper edge is from the top.
    pub top: u16,
    /// How far the left edge is from the left.
    pub left: u16,
    /// How far the lower edge is from the top.
    pub bottom: u16,
    /// How far the right edge is from the left.
    pub right: u16,
}

/// Where the relations of a scene put its elements, in order of declaration. An element that none of them places has no
/// area; the members of a group share that of the group side by side, and the group itself has none.
#[must_use]
pub fn areas(scene: &Scene) -> Vec<(ElementId, Area)> {
    let Some(mut said) = said::read(scene) else { return Vec::new() };
    let gone = settle(&mut said);
    let mut across = said.across.ranges();
    let down = said.down.ranges();
    let sure = [sure(&said, &said.across), sure(&said, &said.down)];
    align(&said, &gone, &mut across);
    let mut placed = Vec::new();
    for (node, thing) in said.things.iter().enumerate() {
        if let Thing::Element(id) = thing
            && said.free[node]
            && !gone[node]
            && sure.iter().any(|sure| sure[node])
        {
            let ((left, right), (top, bottom)) = (across[node], down[node]);
            placed.push((*id, Area { top, left, bottom, right }));
        }
    }
    let mut areas: BTreeMap<ElementId, Area> = share::side_by_side(&placed, &said.bonds).into_iter().collect();
    areas.retain(|_, area| area.right >= area.left + LEAST && area.bottom >= area.top + LEAST);
    part(&mut areas, &said.bonds);
    areas.into_iter().collect()
}

/// Takes out of the reading what contradicts itself, and adds what is between others; tells what has gone.
fn settle(said: &mut Said) -> Vec<bool> {
    let across = said.across.settle(&said.several);
    let down = said.down.settle(&said.several);
    let gone: Vec<bool> = across.iter().zip(&down).map(|(across, down)| *across || *down).collect();
    for between in &said.between {
        if between.ends.iter().chain(&between.middles).any(|node| gone[*node]) {
            continue;
        }
        let [first, second] = between.ends;
        let (there, back) = (steps(between, first, second), steps(between, second, first));
        let below = add_known(&mut said.down, &there, &back);
        let beside = add_known(&mut said.across, &there, &back);
        if between.sideways && !below && !beside && said.across.takes(&there) {
            said.across.steps.extend(there);
        }
    }
    gone
}

fn steps(between: &Between, first: usize, second: usize) -> Vec<Step> {
    let step = |from, to| Step { from, to, strict: true };
    between.middles.iter().flat_map(|middle| [step(first, *middle), step(*middle, second)]).collect()
}

/// Adds the order of things of which one is between the others, if only one way agrees with what is known.
fn add_known(line: &mut Line, there: &[Step], back: &[Step]) -> bool {
    let known = match (line.takes(there), line.takes(back)) {
        (true, false) => there,
        (false, true) => back,
        _ => return false,
    };
    line.steps.extend(known);
    true
}

/// Which things are placed for sure: by the frame of the picture, or by each other if nothing that is connected with them
/// is where nobody knows.
fn sure(said: &Said, line: &Line) -> Vec<bool> {
    let mut ordered = vec![false; said.things.len()];
    for step in line.steps.iter().filter(|step| step.strict && said.free[step.from] && said.free[step.to]) {
        (ordered[step.from], ordered[step.to]) = (true, true);
    }
    let mut sure = vec![false; said.things.len()];
    for cluster in line.clusters() {
        let known = !cluster.iter().any(|node| said.fixed[*node]);
        for node in cluster {
            sure[node] = line.bands[node] != line::WHOLE || (known && ordered[node]);
        }
    }
    sure
}

/// What is above or below something is in the same column if nothing else is said of it.
fn align(said: &Said, gone: &[bool], across: &mut [Range]) {
    let mut known = said.across.tells();
    let is_one = |node: usize| said.free[node] && !gone[node];
    let mut steps: Vec<&Step> = said.down.steps.iter().collect();
    steps.retain(|step| step.strict && is_one(step.from) && is_one(step.to));
    loop {
        let mut found: BTreeMap<usize, Range> = BTreeMap::new();
        for step in &steps {
            for (node, other) in [(step.from, step.to), (step.to, step.from)] {
                // Clouds above a house are not above it alone.
                if !known[node] && known[other] && !said.several[node] {
                    let column = found.entry(node).or_insert((LENGTH, 0));
                    *column = (column.0.min(across[other].0), column.1.max(across[other].1));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        for (node, column) in found {
            across[node] = column;
            known[node] = true;
        }
    }
}

/// What touches cannot be apart: if its areas are, both are guesses.
fn part(areas: &mut BTreeMap<ElementId, Area>, bonds: &[(ElementId, ElementId, Bond)]) {
    let mut apart = Vec::new();
    for (one, other, _) in bonds.iter().filter(|(.., bond)| *bond == Bond::Touching) {
        if let (Some(a), Some(b)) = (areas.get(one), areas.get(other))
            && (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top)
        {
            apart.extend([*one, *other]);
        }
    }
    areas.retain(|id, _| !apart.contains(id));
}
