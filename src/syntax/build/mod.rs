//! What comes in: the flat tokens of the grammar. What goes out: statements of the tree, and findings about what the
//! grammar cannot see: reserved words, escapes, holes. Deliberately absent: space, indentation and repair.
//!
//! Tokens are walked once, in order: `enter` and `leave` take the two ends of a rule, `leaf` takes both at once.

mod phrase;
mod statement;
mod text;
mod value;
mod variants;

use std::ops::Range;

use pest::Token;
use pest::iterators::Tokens;
use smol_str::SmolStr;

use super::MAX_FINDINGS;
use super::ast::{Statement, Word};
use super::grammar::Rule;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// Where a stretch of text stands in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The file.
    pub file: FileId,
    /// Offset of the stretch's first byte.
    pub base: usize,
    /// No span ends behind this; text added by a repair has no place.
    pub limit: usize,
}

impl Place {
    /// The span of a range of the stretch.
    pub(super) fn span(self, range: Range<usize>) -> Span {
        let clamp = |at: usize| (self.base + at).min(self.limit);
        Span::new(self.file, clamp(range.start), clamp(range.end))
    }
}

/// What was built from one stretch of text.
#[derive(Default)]
pub(super) struct Built {
    /// Findings that leave the statements sound.
    pub findings: Vec<Diagnostic>,
    /// Findings that make a statement unsound: the stretch must be parsed line by line.
    pub refusals: Vec<Diagnostic>,
}

impl Built {
    fn note(&mut self, finding: impl FnOnce() -> Diagnostic) {
        if self.findings.len() <= MAX_FINDINGS {
            self.findings.push(finding());
        }
    }

    fn refuse(&mut self, finding: impl FnOnce() -> Diagnostic) {
        if self.refusals.len() <= MAX_FINDINGS {
            self.refusals.push(finding());
        }
    }
}

/// Builds every statement of the stretch and adds it to those of the file. If any is refused, none is added.
pub(super) fn statements(tokens: Tokens<'_, Rule>, text: &str, place: Place, statements: &mut Vec<Statement>) -> Built {
    let before = statements.len();
    let mut builder = Builder { text, place, tokens, next: None, statements, built: Built::default() };
    builder.advance();
    builder.file();
    let built = builder.built;
    if !built.refusals.is_empty() {
        statements.truncate(before);
    }
    built
}

/// Walks the tokens; the tree grows in `statements`.
struct Builder<'t, 's> {
    text: &'t str,
    place: Place,
    tokens: Tokens<'t, Rule>,
    next: Option<Mark>,
    statements: &'s mut Vec<Statement>,
    built: Built,
}

/// One end of a rule.
#[derive(Clone, Copy)]
enum Mark {
    Start(Rule, usize),
    End(usize),
}

impl<'t> Builder<'t, '_> {
    /// Reads the next token that is not mere punctuation.
    fn advance(&mut self) {
        self.next = loop {
            match self.tokens.next() {
                Some(Token::Start { rule, pos }) if !is_punctuation(rule) => break Some(Mark::Start(rule, pos.pos())),
                Some(Token::End { rule, pos }) if !is_punctuation(rule) => break Some(Mark::End(pos.pos())),
                Some(_) => {}
                None => break None,
            }
        };
    }

    /// The rule that starts here, if one does.
    fn peek(&self) -> Option<Rule> {
        match self.next {
            Some(Mark::Start(rule, _)) => Some(rule),
            _ => None,
        }
    }

    /// Takes the start of a rule.
    fn enter(&mut self) -> usize {
        self.take()
    }

    /// Takes the end of a rule.
    fn leave(&mut self) -> usize {
        self.take()
    }

    /// The same for a rule that takes the space behind it along; the space is left out.
    fn leave_trimmed(&mut self) -> usize {
        let end = self.take();
        self.slice(0..end).trim_end_matches([' ', '\t', '\r']).len()
    }

    fn take(&mut self) -> usize {
        let at = match self.next {
            Some(Mark::Start(_, at) | Mark::End(at)) => at,
            None => self.text.len(),
        };
        self.advance();
        at
    }

    /// Takes a rule that holds no other.
    fn leaf(&mut self) -> Range<usize> {
        let start = self.enter();
        start..self.leave()
    }

    /// Takes the rule if it starts here.
    fn eat(&mut self, rule: Rule) -> bool {
        let found = self.peek() == Some(rule);
        if found {
            self.leaf();
        }
        found
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    fn word(&mut self) -> Word {
        let range = self.leaf();
        Word { text: SmolStr::new(self.slice(range.clone())), span: self.place.span(range) }
    }
}

fn is_punctuation(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::equals
            | Rule::colon
            | Rule::comma
            | Rule::open
            | Rule::close
            | Rule::open_square
            | Rule::close_square
            | Rule::open_brace
            | Rule::close_brace
            | Rule::with
    )
}
