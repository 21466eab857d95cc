//! What comes in: a scene by its text. What goes out: its words with their kinds, for an editor to colour. A word that the
//! tree does not name is a word of the language, such as `and` and `from`.

use super::facts::Kind;
use super::names::View;
use super::walk::{Role, nodes};
use super::{Context, verbs};
use crate::source::{FileId, Span};

/// The kind of a token, by the names that editors share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A pass, or the word before the names of another file.
    Namespace,
    /// A preset.
    Class,
    /// An element or a variable.
    Variable,
    /// A part of an element, an aspect, a setting, a column, a field.
    Property,
    /// The label of an argument.
    Parameter,
    /// A relation, or what makes an element.
    Function,
    /// A word of the language.
    Keyword,
    /// A string.
    String,
    /// A number.
    Number,
    /// A value that the language or a model knows.
    EnumMember,
    /// A comment.
    Comment,
}

impl TokenKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Namespace,
        Self::Class,
        Self::Variable,
        Self::Property,
        Self::Parameter,
        Self::Function,
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::EnumMember,
        Self::Comment,
    ];
}

/// A token: bytes of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether a name is bound there.
    pub binds: bool,
    /// Whether the language brings it along.
    pub built_in: bool,
}

/// The tokens of a scene, none overlapping another, each within one line.
#[must_use]
pub fn tokens(context: &Context<'_>) -> Vec<Token> {
    let facts = context.facts;
    let mut found: Vec<Token> = Vec::new();
    let mut add = |span, kind, binds, built_in| found.push(Token { span, kind, binds, built_in });
    for comment in &facts.tree.comments {
        add(comment.span, TokenKind::Comment, false, false);
    }
    for node in nodes(&facts.tree) {
        let kind = match node.role {
            Role::Aspect | Role::Setting | Role::Field => (TokenKind::Property, true),
            Role::Relation => (TokenKind::Function, !facts.names.contains_key(facts.slice(node.span))),
            Role::Fixed => (TokenKind::EnumMember, true),
            Role::Maker => (TokenKind::Function, true),
            Role::Label | Role::ChoiceLabel(_) => (TokenKind::Parameter, false),
            Role::Text(_) => (TokenKind::String, false),
            Role::Number => (TokenKind::Number, false),
            _ => continue,
        };
        add(node.span, kind.0, false, kind.1);
    }
    for one in View::of(facts, context.scenes).occurrences() {
        let kind = match one.symbol.kind {
            Kind::Element | Kind::Variable | Kind::Rows => TokenKind::Variable,
            Kind::Part | Kind::Column => TokenKind::Property,
            Kind::Label => TokenKind::EnumMember,
            Kind::Relation => TokenKind::Function,
            Kind::Preset => TokenKind::Class,
            Kind::Pass | Kind::Alias => TokenKind::Namespace,
        };
        add(one.span, kind, one.binds, false);
    }
    // Of two at one place the later one, which knows what the name means.
    found.sort_by_key(|token| token.span.start);
    let mut out = flat(&facts.text, &found);
    out.extend(keywords(&facts.text, &out));
    out.sort_by_key(|token| token.span.start);
    out
}

/// The same tokens cut so that none overlaps another and each stays in its line: a string around a mention in two.
fn flat(text: &str, found: &[Token]) -> Vec<Token> {
    let mut owner: Vec<Option<usize>> = vec![None; text.len()];
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(found[*at].span.end - found[*at].span.start));
    for at in order {
        owner.get_mut(found[at].span.range()).into_iter().flatten().for_each(|it| *it = Some(at));
    }
    let mut out: Vec<Token> = Vec::new();
    let mut last = None;
    for (offset, byte) in text.bytes().enumerate() {
        let here = owner[offset].filter(|_| byte != b'\n' && byte != b'\r');
        match (here, last) {
            (Some(at), Some(before)) if at == before => {
                if let Some(token) = out.last_mut() {
                    token.span = Span::new(FileId(0), token.span.range().start, offset + 1);
                }
            }
            (Some(at), _) => out.push(Token { span: Span::new(FileId(0), offset, offset + 1), ..found[at] }),
            (None, _) => {}
        }
        last = here;
    }
    out
}

/// Words that no token covers.
fn keywords(text: &str, covered: &[Token]) -> Vec<Token> {
    const WORDS: [&str; 15] =
        ["and", "or", "not", "in", "of", "from", "match", "at", "with", "as", "where", "rest", "true", "false", "is"];
    let mut out = Vec::new();
    let mut at = 0;
    let ends = covered.iter().map(|token| token.span.range()).chain(std::iter::once(text.len()..text.len()));
    for range in ends {
        let gap = text.get(at..range.start).unwrap_or_default();
        for (start, word) in words(gap) {
            if WORDS.contains(&word) || verbs::verb(word).is_some() {
                let span = Span::new(FileId(0), at + start, at + start + word.len());
                out.push(Token { span, kind: TokenKind::Keyword, binds: false, built_in: true });
            }
        }
        at = range.end.max(at);
    }
    out
}

/// The words of a text, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_word)?;
        let end = text[start..].find(|letter| !is_word(letter)).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, &text[start..end]))
    })
}
