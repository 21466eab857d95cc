//! What comes in: the tokens of one line. What goes out: what slips ask about them: words, marks, elements, places.

use smol_str::SmolStr;

use super::super::ast::Word;
use super::super::build::Place;
use super::super::names::Names;
use super::super::words;
use super::lex::{Kind, Token};
use crate::diagnostic::Edit;
use crate::source::Span;

/// A line as slips see it.
pub(super) struct SourceLine<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub place: Place,
    /// What the file binds.
    pub names: &'t Names<'t>,
}

impl<'t> SourceLine<'t> {
    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn slice(&self, index: usize) -> &'t str {
        self.tokens.get(index).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// The text from one token to before another.
    pub(super) fn raw(&self, from: usize, to: usize) -> &'t str {
        let (Some(first), Some(last)) = (self.tokens.get(from), to.checked_sub(1).and_then(|at| self.tokens.get(at)))
        else {
            return "";
        };
        self.text.get(first.range.start..last.range.end).unwrap_or_default()
    }

    /// The place of that text.
    pub(super) fn spans(&self, from: usize, to: usize) -> Span {
        self.span(from).to(self.span(to.max(from + 1) - 1))
    }

    pub(super) fn is(&self, index: usize, mark: &str) -> bool {
        self.kind(index) == Some(Kind::Mark) && self.slice(index) == mark
    }

    pub(super) fn is_word(&self, index: usize, words: &[&str]) -> bool {
        self.kind(index) == Some(Kind::Word) && words.contains(&self.slice(index))
    }

    /// Whether nothing stands between the token and the one behind it.
    pub(super) fn touches(&self, index: usize) -> bool {
        matches!((self.tokens.get(index), self.tokens.get(index + 1)), (Some(one), Some(next)) if one.range.end == next.range.start)
    }

    pub(super) fn span(&self, index: usize) -> Span {
        self.tokens
            .get(index)
            .map_or(self.place.span(self.text.len()..self.text.len()), |t| self.place.span(t.range.clone()))
    }

    pub(super) fn word(&self, index: usize) -> Option<Word> {
        let word = || Word { text: SmolStr::new(self.slice(index)), span: self.span(index) };
        (self.kind(index) == Some(Kind::Word)).then(word)
    }

    /// Whether the word is a name that the file binds.
    pub(super) fn is_bound(&self, index: usize) -> bool {
        self.kind(index) == Some(Kind::Word) && self.names.holds(self.slice(index))
    }

    /// Whether the word is the name of a `param` or a `vary`.
    pub(super) fn is_variable(&self, index: usize) -> bool {
        self.kind(index) == Some(Kind::Word) && self.names.varies(self.slice(index))
    }

    /// Whether an element, a part or a string begins here.
    pub(super) fn is_noun(&self, index: usize) -> bool {
        self.kind(index) == Some(Kind::Text) || self.is_bound(index)
    }

    /// Whether an article stands here that belongs to no name.
    pub(super) fn is_article(&self, index: usize) -> bool {
        self.is_word(index, &["the", "a", "an", "The", "A", "An"]) && !self.is_bound(index)
    }

    /// The token behind the article, if one stands here.
    pub(super) fn behind_article(&self, index: usize) -> usize {
        index + usize::from(self.is_article(index))
    }

    /// The token behind the term that begins at the index.
    pub(super) fn after_term(&self, mut index: usize) -> Option<usize> {
        if self.kind(index) == Some(Kind::Text) {
            return Some(index + 1);
        }
        self.word(index).filter(|word| !words::is_never_listed(&word.text))?;
        index += 1;
        while self.is(index, ".") && self.kind(index + 1) == Some(Kind::Word) {
            index += 2;
        }
        Some(index)
    }

    /// The list that begins at the index, without articles, and the token behind it.
    pub(super) fn list(&self, from: usize) -> Option<(String, usize)> {
        let mut index = self.behind_article(from);
        let mut end = self.after_term(index)?;
        let mut list = self.raw(index, end).to_owned();
        while self.is_word(end, &["and"]) {
            index = self.behind_article(end + 1);
            end = self.after_term(index)?;
            list = format!("{list} and {}", self.raw(index, end));
        }
        Some((list, end))
    }

    /// Takes a token out together with the space behind it.
    pub(super) fn without(&self, index: usize) -> Edit {
        let span = match self.tokens.get(index + 1) {
            Some(_) => self.span(index).to(self.span(index + 1).before()),
            None => self.span(index),
        };
        Edit { span, text: String::new() }
    }

    /// Whether a call that makes an element begins here: `ref(`.
    pub(super) fn makes(&self, index: usize) -> bool {
        self.is_word(index, &["ref", "prop", "text", "group", "glob", "result"]) && self.is(index + 1, "(")
    }

    /// The names that the line means to bind.
    pub(super) fn bound_names(&self) -> Vec<Word> {
        let named = |index: usize| self.word(index).into_iter().collect();
        if self.is(1, "=") || self.is(1, ":") || self.is(1, "->") {
            let look = words::is_verb(self.slice(0)) || words::is_aspect(self.slice(0));
            return if look && !self.makes(2) && !self.makes(3) { Vec::new() } else { named(0) };
        }
        if self.is_word(0, &["let", "var", "const", "param", "vary", "pass", "preset", "for"]) {
            let index = 1 + usize::from(self.is(1, ":"));
            let written = self.slice(index).trim_matches('"');
            let quoted = || Word { text: SmolStr::new(written), span: self.span(index) };
            let found = self.word(index).or_else(|| words::is_name(written).then(quoted));
            return found.into_iter().collect();
        }
        let Some(maker) = (1..self.len().min(16)).find(|index| self.makes(*index)) else { return Vec::new() };
        let mut names: Vec<Word> = (0..maker).filter_map(|index| self.word(index)).collect();
        if names.len() > 1 {
            let hyphens = self.is(1, "-");
            let span = names[0].span;
            let joined = names.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("_");
            names.retain(|_| !hyphens);
            names.push(Word { text: SmolStr::from(joined), span });
        }
        names
    }
}
