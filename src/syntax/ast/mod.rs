//! The tree of one file as it was written: nothing is resolved, reordered or filled in, and every node knows its span.

mod blocks;
mod statements;
mod variants;

use smol_str::SmolStr;

use crate::source::Span;

pub use blocks::{Pass, Passes, Preset, Use};
pub use statements::{
    Argument, Avoid, Binding, Clause, Declaration, Field, FieldValue, Keep, Literal, LiteralKind, Look, LookSource,
    Panel, Part, Relation, Value,
};
pub use variants::{Comparison, Condition, Operand, Param, Vary};

/// One file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// Statements in file order.
    pub statements: Vec<Statement>,
    /// Comments in file order, for the formatter.
    pub comments: Vec<Comment>,
}

impl List {
    /// The word that the list is, if it is one: no path, no string, nothing joined by `and`.
    #[must_use]
    pub fn word(&self) -> Option<&Word> {
        match self.terms.as_slice() {
            [Term::Path(Path { words, .. })] if words.len() == 1 => words.first(),
            _ => None,
        }
    }
}

impl File {
    /// Every statement in file order, those in the blocks of passes behind their pass.
    pub fn all(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().flat_map(|statement| {
            let inner: &[Statement] = match &statement.kind {
                StatementKind::Pass(pass) => &pass.statements,
                _ => &[],
            };
            std::iter::once(statement).chain(inner)
        })
    }
}

/// A comment from its `//` to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
}

/// One statement; the span covers it without trailing comment or `;`.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// What it is by its shape.
    pub kind: StatementKind,
}

/// What a statement is by its shape alone. Those much larger than the rest are boxed.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `watch = ref("watch.jpg")`
    Binding(Binding),
    /// `woman and corgi sitting_on bench, happily`
    Relation(Relation),
    /// `lighting match table "warm light"`, `size 4:3 at 2k`
    Look(Box<Look>),
    /// `edition 1`
    Edition(Number),
    /// `edit room`
    Edit(Path),
    /// `replace room.sofa with chair`
    Replace {
        /// What goes.
        what: List,
        /// What comes.
        with: List,
    },
    /// `remove room.clutter`
    Remove(List),
    /// `keep woman "face and hair" recognizable`
    Keep(Box<Keep>),
    /// `avoid "text", "extra people"`
    Avoid(Avoid),
    /// `say "..."`
    Say(Text),
    /// `panels "front view", right: "side view"`
    Panels(Vec<Panel>),
    /// `relation tucked_under { participle "tucked"; preposition "under" }`
    Declaration(Declaration),
    /// `pass with_flowers from table_scene { ... }`
    Pass(Pass),
    /// `passes 3`, `passes auto`
    Passes(Passes),
    /// `preset studio { lighting "softbox" }`
    Preset(Preset),
    /// `apply brand.studio`
    Apply(Path),
    /// `use "brand.scene" as brand`
    Use(Use),
    /// `param product = "watch.jpg"`
    Param(Param),
    /// `vary light in ["noon sun", dusk: "blue dusk"]`
    Vary(Vary),
    /// `zip row, light`
    Zip(Vec<Word>),
    /// `skip where row.kind == "strap" and light == dusk`
    Skip(Condition),
}

/// A word: letters, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as written.
    pub text: SmolStr,
    /// Where it stands.
    pub span: Span,
}

/// Words joined by dots: `table.book.cover`. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The words, the owner first.
    pub words: Vec<Word>,
    /// Where it stands.
    pub span: Span,
}

/// A string in quotes, its escapes, doubled braces and block indent already undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Plain stretches and holes, in order; empty for `""`.
    pub pieces: Vec<Piece>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A piece of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Letters as they are said.
    Plain(SmolStr),
    /// `{name}`
    Hole(Path),
}

/// Something a list may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A word or a path.
    Path(Path),
    /// A string.
    Text(Text),
}

/// Terms joined by `and`. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The terms.
    pub terms: Vec<Term>,
    /// Where it stands.
    pub span: Span,
}

/// A whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its value; `None` if it does not fit into 64 bits.
    pub value: Option<u64>,
    /// Where it stands.
    pub span: Span,
}
