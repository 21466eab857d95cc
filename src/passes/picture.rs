//! The picture that a pass makes. What comes in: the picture that it goes on with, and what it says. What goes out: what
//! is in the picture then, and what it looks like.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::scene::model::{AspectUse, ElementId, Statement, StatementKind};

use super::gone;

/// What a finished pass has left behind.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// The elements in it.
    pub(super) shows: BTreeSet<ElementId>,
    /// The one that was the picture before it was edited, in this pass or in an earlier one.
    pub(super) whole: Option<ElementId>,
    /// Aspects of the scene that passes up to this one have replaced by their own.
    pub(super) replaced: BTreeSet<SmolStr>,
    /// The looks of the whole picture.
    pub(super) looks: Vec<AspectUse>,
}

impl Picture {
    /// The same after an earlier picture, without what the statements take out of it, and with their looks.
    pub(super) fn after(mut self, base: Option<&Self>, statements: &[Statement]) -> Self {
        if let Some(base) = base {
            self.shows.extend(&base.shows);
            self.whole = base.whole;
        }
        let whole = statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Aspect(used) if used.of.is_empty() => Some(used.as_ref().clone()),
            _ => None,
        });
        self.looks.extend(whole);
        let said = |word: &SmolStr| self.looks.iter().any(|look| look.aspect.word == *word);
        let kept = base.iter().flat_map(|base| &base.looks).filter(|look| !said(&look.aspect.word));
        let kept: Vec<AspectUse> = kept.cloned().collect();
        self.looks.extend(kept);
        for statement in statements {
            if let StatementKind::Edit(id) = &statement.kind {
                self.whole = Some(*id);
            }
            for (id, ..) in gone::taken(statement) {
                self.shows.remove(&id);
            }
        }
        self
    }
}
