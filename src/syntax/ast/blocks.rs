//! Statements that hold others, or bring in what stands elsewhere.

use super::{Number, Path, Statement, Text, Word};

/// `pass NAME [from NAME] { ... }`
#[derive(Debug, Clone, PartialEq)]
pub struct Pass {
    /// The name of the pass.
    pub name: Word,
    /// The pass whose picture it goes on with.
    pub from: Option<Path>,
    /// What stands in its block.
    pub statements: Vec<Statement>,
}

/// `passes 3` or `passes auto`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passes {
    /// At most so many new references a pass.
    AtMost(Number),
    /// A word, which should be `auto`.
    Word(Word),
}

/// `preset NAME { ... }`
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// The name of the preset.
    pub name: Word,
    /// What stands in its block.
    pub statements: Vec<Statement>,
}

/// `use "FILE" [as NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The other file.
    pub path: Text,
    /// The word that stands before each of its names.
    pub alias: Option<Word>,
}
