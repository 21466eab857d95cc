//! What comes in: elements and the areas they would have each for itself, in the order of their mention. What goes out:
//! areas in which those that are in one place stand side by side. What carries, holds or hides another is not beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::scene::model::ElementId;

use super::Area;
use super::words::Bond;

/// A subject and an object that are not apart.
type Link = (ElementId, ElementId);

/// The areas once every place is shared.
pub(super) fn side_by_side(
    placed: &[(ElementId, Area)],
    bonds: &[(ElementId, ElementId, Bond)],
) -> Vec<(ElementId, Area)> {
    let mut shared = Vec::new();
    let mut waiting: Vec<(Vec<ElementId>, Area)> = Vec::new();
    for (id, area) in placed {
        match waiting.iter_mut().find(|(_, other)| other == area) {
            Some((ids, _)) => ids.push(*id),
            None => waiting.push((vec![*id], *area)),
        }
    }
    while let Some((ids, area)) = waiting.pop() {
        let links = among(&ids, bonds);
        let subjects: BTreeSet<ElementId> = links.iter().map(|(subject, _)| *subject).collect();
        let clusters = clusters(&ids, &links);
        for (index, cluster) in clusters.iter().enumerate() {
            let slot = slot(area, index, clusters.len());
            let (below, carried) = carriers(cluster, &subjects);
            shared.extend(below.into_iter().map(|id| (id, slot)));
            if !carried.is_empty() {
                waiting.push((carried, slot));
            }
        }
    }
    shared
}

/// The links of a few elements with each other.
fn among(ids: &[ElementId], bonds: &[(ElementId, ElementId, Bond)]) -> Vec<Link> {
    let here: BTreeSet<ElementId> = ids.iter().copied().collect();
    let inner = bonds.iter().filter(|(subject, object, _)| here.contains(subject) && here.contains(object));
    inner.map(|(subject, object, _)| (*subject, *object)).collect()
}

/// One of several equal columns.
fn slot(area: Area, index: usize, count: usize) -> Area {
    let width = usize::from(area.right.saturating_sub(area.left));
    let edge = |index: usize| area.left + u16::try_from(width * index / count).unwrap_or_default();
    Area { left: edge(index), right: edge(index + 1), ..area }
}

/// Elements that links connect, in the order of the first of each.
fn clusters(ids: &[ElementId], links: &[Link]) -> Vec<Vec<ElementId>> {
    let mut beside: BTreeMap<ElementId, Vec<ElementId>> = ids.iter().map(|id| (*id, Vec::new())).collect();
    for (one, other) in links.iter().flat_map(|link| [*link, (link.1, link.0)]) {
        beside.entry(one).or_default().push(other);
    }
    let mut all = Vec::new();
    for first in ids {
        let mut cluster: BTreeSet<ElementId> = BTreeSet::new();
        let mut next = vec![*first];
        while let Some(one) = next.pop() {
            // Whoever is in a cluster already is taken out of the map.
            if let Some(others) = beside.remove(&one) {
                cluster.insert(one);
                next.extend(others);
            }
        }
        if !cluster.is_empty() {
            all.push(ids.iter().copied().filter(|id| cluster.contains(id)).collect());
        }
    }
    all
}

/// Those that carry others and are not carried, and the rest; of a ring, all.
fn carriers(cluster: &[ElementId], subjects: &BTreeSet<ElementId>) -> (Vec<ElementId>, Vec<ElementId>) {
    let (carried, below): (Vec<ElementId>, Vec<ElementId>) = cluster.iter().partition(|id| subjects.contains(id));
    if below.is_empty() { (carried, below) } else { (below, carried) }
}
