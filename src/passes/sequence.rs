//! What comes in: when each reference of a planned scene is brought in. What goes out: in which pass each statement is
//! said, and in which order the statements of a later pass are: what is connected with the picture comes first, then what
//! is connected with that.

use std::collections::BTreeSet;

use crate::scene::Scene;
use crate::scene::model::{Element, ElementId, Kind, Statement};

use super::mentions;
use super::steps::Step;

/// When things are there and statements are said, by index.
pub(super) struct Times {
    elements: Vec<usize>,
    statements: Vec<usize>,
}

impl Times {
    /// The times of a scene in these steps. Props and texts come with the first reference that a statement connects them
    /// with, and from the beginning if there is none.
    pub(super) fn of(scene: &Scene, steps: &[Step]) -> Self {
        let mut known: Vec<Option<usize>> = scene.elements.iter().map(first).collect();
        for (index, step) in steps.iter().enumerate() {
            for id in &step.brought {
                known[id.0 as usize] = Some(index);
            }
        }
        for statement in scene.statements.iter().filter(|one| mentions::holds_everywhere(&one.kind)) {
            for id in mentions::all(scene, &statement.kind) {
                known[id.0 as usize].get_or_insert(0);
            }
        }
        let needs: Vec<Vec<ElementId>> =
            scene.statements.iter().map(|statement| mentions::needed(scene, &statement.kind)).collect();
        // What is connected only through another prop is known a round later.
        loop {
            let mut found: Vec<(ElementId, usize)> = Vec::new();
            for needed in &needs {
                let time = needed.iter().filter_map(|id| known[id.0 as usize]).max();
                let open = needed.iter().filter(|id| known[id.0 as usize].is_none());
                found.extend(open.filter_map(|id| Some((*id, time?))));
            }
            if found.is_empty() {
                break;
            }
            for (id, time) in found {
                let known = &mut known[id.0 as usize];
                *known = Some(known.map_or(time, |before| before.min(time)));
            }
        }
        let elements: Vec<usize> = known.into_iter().map(Option::unwrap_or_default).collect();
        let statements =
            needs.iter().map(|needed| needed.iter().map(|id| elements[id.0 as usize]).max().unwrap_or(0)).collect();
        Self { elements, statements }
    }

    /// The statements of a pass.
    pub(super) fn statements<'s>(&self, scene: &'s Scene, pass: usize) -> Vec<&'s Statement> {
        let lasting = |one: &Statement| mentions::lasts(&one.kind);
        let all = scene.statements.iter().zip(&self.statements);
        let all = all.filter(|(one, time)| lasting(one) || **time == pass).map(|(one, _)| one);
        if pass == 0 {
            // As they are written; what a preset holds is in place of its `apply`.
            return all.collect();
        }
        let (lasting, due): (Vec<_>, Vec<_>) = all.partition(|one| lasting(one));
        let mut all = self.in_turn(scene, due, pass);
        all.extend(lasting);
        all
    }

    /// The statements of a later pass, the first one that is connected with what is there before the others.
    fn in_turn<'s>(&self, scene: &'s Scene, due: Vec<&'s Statement>, pass: usize) -> Vec<&'s Statement> {
        let mut due: Vec<(&Statement, Vec<ElementId>)> =
            due.into_iter().map(|one| (one, mentions::needed(scene, &one.kind))).collect();
        let mut said: BTreeSet<ElementId> = BTreeSet::new();
        let mut all = Vec::with_capacity(due.len());
        while !due.is_empty() {
            let there = |id: &ElementId| self.elements[id.0 as usize] < pass || said.contains(id);
            let whole = |id: &&ElementId| !matches!(scene.element(**id).kind, Kind::Group(_));
            let joined = |needed: &Vec<ElementId>| needed.is_empty() || needed.iter().filter(whole).any(there);
            let next = due.iter().position(|(_, needed)| joined(needed)).unwrap_or(0);
            let (statement, needed) = due.remove(next);
            said.extend(needed);
            all.push(statement);
        }
        all
    }
}

/// References that no step brings lend something only, and groups are there when their members are.
fn first(element: &Element) -> Option<usize> {
    match element.kind {
        Kind::Prop | Kind::Text(_) => None,
        Kind::Reference | Kind::Group(_) => Some(0),
    }
}
