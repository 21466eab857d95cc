//! What comes in: the tokens of terms. What goes out: lists and paths, with a refusal for every reserved word that
//! stands where a name belongs.

use smol_str::SmolStr;

use super::super::ast::{List, Path, Term, Word};
use super::super::findings;
use super::super::grammar::Rule;
use super::super::words;
use super::Builder;

impl Builder<'_, '_> {
    /// Lists in a row, as many as there are.
    pub(super) fn row(&mut self) -> Vec<List> {
        let mut lists = Vec::with_capacity(3);
        while matches!(self.peek(), Some(Rule::path | Rule::text)) {
            lists.push(self.list());
        }
        lists
    }

    pub(super) fn list(&mut self) -> List {
        let first = self.term();
        let mut span = term_span(&first);
        let mut terms = vec![first];
        while self.eat(Rule::and) {
            let term = self.term();
            span = span.to(term_span(&term));
            terms.push(term);
        }
        List { terms, span }
    }

    fn term(&mut self) -> Term {
        match self.optional_text() {
            Some(text) => Term::Text(text),
            None => Term::Path(self.element()),
        }
    }

    /// A path that names something of the scene, so its first word must not be reserved.
    pub(super) fn element(&mut self) -> Path {
        let path = self.path();
        if let Some(first) = path.words.first().filter(|word| words::is_never_listed(&word.text)) {
            self.built.refuse(|| findings::reserved_word(first));
        }
        path
    }

    pub(super) fn path(&mut self) -> Path {
        let range = self.leaf();
        let mut words = Vec::with_capacity(1);
        let mut at = range.start;
        for text in self.slice(range.clone()).split('.') {
            let span = self.place.span(at..at + text.len());
            words.push(Word { text: SmolStr::new(text), span });
            at += text.len() + 1;
        }
        Path { words, span: self.place.span(range) }
    }
}

fn term_span(term: &Term) -> crate::source::Span {
    match term {
        Term::Path(path) => path.span,
        Term::Text(text) => text.span,
    }
}
