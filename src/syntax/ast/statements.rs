//! The inner forms of statements: what stands in a binding, a relation, an aspect, a declaration.

use smol_str::SmolStr;

use crate::source::Span;

use super::{List, Number, Path, Text, Word};

/// `NAME = VALUE`
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The name that is bound.
    pub name: Word,
    /// The word before the bracket: `ref`, `prop`, `text`, `group`, `result`, or something that is none of them.
    pub maker: Word,
    /// What stands in the brackets.
    pub arguments: Vec<Argument>,
    /// What stands in the braces.
    pub parts: Vec<Part>,
}

/// One argument, `label: value` or `value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The label, if there is one.
    pub label: Option<Word>,
    /// The value.
    pub value: Value,
    /// Where label and value stand.
    pub span: Span,
}

/// What an argument may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(Text),
    /// A word or path.
    Path(Path),
    /// A whole number.
    Number(Number),
    /// `["a.jpg", "b.jpg"]`
    Array(Vec<Value>, Span),
    /// `glob("players/*.jpg")`
    Call(Word, Vec<Argument>, Span),
}

/// `book = "open book" { cover = "torn cover" }`
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The part's name.
    pub name: Word,
    /// Its words.
    pub words: Text,
    /// Parts of the part.
    pub parts: Vec<Part>,
}

/// `SUBJECTS RELATION [OBJECTS], CLAUSE, ...`: lists in a row; how many are right is not a matter of shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The lists before the first comma; one at least.
    pub head: Vec<List>,
    /// What follows each comma.
    pub clauses: Vec<Clause>,
}

/// The lists between two commas; one at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The lists in a row.
    pub lists: Vec<List>,
    /// Where it stands.
    pub span: Span,
}

/// An aspect or a setting: `WORD [of LIST] [match|from PATH] ["words"]`, or `WORD VALUE [at WORD]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The aspect or setting.
    pub word: Word,
    /// Whose it is.
    pub of: Option<List>,
    /// Where it is taken from.
    pub source: Option<LookSource>,
    /// Its words.
    pub words: Option<Text>,
    /// A number, size, ratio or model id.
    pub value: Option<Literal>,
    /// What stands behind `at`: `2k`.
    pub at: Option<Word>,
}

/// `match X` or `from X`.
#[derive(Debug, Clone, PartialEq)]
pub struct LookSource {
    /// `match` rather than `from`.
    pub matching: bool,
    /// The element or part.
    pub path: Path,
}

/// A number, size, ratio or model id, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// What it looks like.
    pub kind: LiteralKind,
    /// As written.
    pub text: SmolStr,
    /// Where it stands.
    pub span: Span,
}

/// What a literal looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiteralKind {
    /// `42`, also `-1` and `1.5`, which no setting takes
    Number,
    /// `1200x896`
    Size,
    /// `16:9`
    Ratio,
    /// `google:4@3`
    Model,
}

/// `keep LIST ["words"] [exactly|recognizable]` or `keep rest ...`
#[derive(Debug, Clone, PartialEq)]
pub struct Keep {
    /// What stays; `None` is `rest`.
    pub what: Option<List>,
    /// What of it.
    pub words: Option<Text>,
    /// The word behind it, if any.
    pub degree: Option<Word>,
}

/// `avoid "a", "b" [from X]` or `avoid rest from X`
#[derive(Debug, Clone, PartialEq)]
pub struct Avoid {
    /// What is left out; empty is `rest`.
    pub what: Vec<Text>,
    /// The reference it stands in.
    pub from: Option<Path>,
}

/// `left: "front view"`
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The label, if there is one.
    pub label: Option<Word>,
    /// What the panel shows.
    pub words: Text,
}

/// `relation NAME { FIELD VALUE; ... }`
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// The relation's name.
    pub name: Word,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

/// `participle "tucked"` or `class contact`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field.
    pub name: Word,
    /// Its value.
    pub value: FieldValue,
}

/// What a field may hold; a string of a declaration holds no names, so `{subject}` in a lead is plain text here.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// A string, as in [`Text`]; `{subject}` and `{object}` are holes.
    Text(Text),
    /// A word.
    Word(Word),
}
