//! Statements that make several tasks of one scene: values that vary, and conditions on them.

use crate::source::Span;

use super::{Argument, Literal, Path, Text, Value, Word};

/// `param NAME [= VALUE]`
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The name.
    pub name: Word,
    /// Its value unless another is given.
    pub value: Option<Value>,
}

/// `vary NAME in [...]` or `vary NAME in csv("...")`
#[derive(Debug, Clone, PartialEq)]
pub struct Vary {
    /// The name.
    pub name: Word,
    /// The word before the bracket, `csv`, `json`, `jsonl` or `glob`; none for values in square brackets.
    pub maker: Option<Word>,
    /// The values, each perhaps with a label; or the arguments behind the word.
    pub arguments: Vec<Argument>,
    /// Where the values stand, brackets included.
    pub span: Span,
}

/// A condition on values.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// One of several must hold; two at least.
    Either(Vec<Condition>),
    /// All must hold; two at least.
    Both(Vec<Condition>),
    /// It must not hold.
    Not(Box<Condition>, Span),
    /// Two values are compared.
    Compare(Operand, Comparison, Operand),
    /// A value is one of several.
    In(Operand, Vec<Operand>, Span),
    /// A value that is `true` itself.
    Is(Operand),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// `"strap"`
    Text(Text),
    /// `9.99`
    Literal(Literal),
    /// `row.price`, `light`, `true`, or the label of a value.
    Path(Path),
}

impl Operand {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span,
            Self::Literal(literal) => literal.span,
            Self::Path(path) => path.span,
        }
    }
}
