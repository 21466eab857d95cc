//! Where the values of a scene go. What comes in: its tree with the variables still in it. What goes out: for every
//! slot whether it fills words, paths or something else, and every word that the scene itself holds. Absent: values.

use std::collections::BTreeSet;

use smol_str::SmolStr;

/// How closely the compiler looks at words, from the least on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Care {
    /// A sentence of the author's, or words to be drawn: only their ends are looked at.
    Said,
    /// What a reference is called.
    Named,
    /// Everything that the lexicon can tell.
    All,
}

/// A place where a slot fills words: what touches it there, and how closely it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub slot: usize,
    pub before: SmolStr,
    pub after: SmolStr,
    pub care: Care,
    /// Whether other words stand in the same string.
    pub among: bool,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathPiece {
    Plain(SmolStr),
    Slot(usize),
}

/// What a slot is used for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of {
    pub path: bool,
    pub used: bool,
}

/// Where the values of a scene go.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Whether a slot goes somewhere that is not modelled, so that its value belongs to the shape.
    pub rigid: Vec<bool>,
    pub fields: Vec<Field>,
    /// The paths of images, those without slots too.
    pub paths: Vec<Vec<PathPiece>>,
    /// Every word of the scene in lower case, and every word that tells the compiler something beside its neighbours.
    pub known: BTreeSet<String>,
    /// Whether something may be said in the plural.
    pub plurals: bool,
    pub of: Vec<Of>,
    /// Whether files are looked at or found by a pattern, so that no path is like another.
    pub looks_at_files: bool,
}

impl Uses {
    pub fn is_path(&self, slot: usize) -> bool {
        self.of.get(slot).is_some_and(|of| of.path)
    }

    pub fn is_used(&self, slot: usize) -> bool {
        self.of.get(slot).is_some_and(|of| of.used)
    }
}
