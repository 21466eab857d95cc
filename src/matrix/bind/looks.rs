//! Aspects and settings with the name of a variable: `lighting light`, `seed row.seed`. What comes in: statements that
//! have the shape of relations. What goes out: the aspects and settings that they are, with the variable's value.

use super::super::findings;
use super::super::value::{Value, number};
use super::{Binder, pieces};
use crate::lexicon;
use crate::scene::settings;
use crate::source::Span;
use crate::syntax::ast::{Literal, LiteralKind, Look, Path, Relation, Term, Text, Word};

impl Binder<'_, '_> {
    /// The word and the variable of an aspect or setting. A word that is an element's name stays one.
    pub(super) fn disguised<'r>(&mut self, relation: &'r Relation) -> Option<(&'r Word, &'r Path)> {
        let ([first, second], []) = (relation.head.as_slice(), relation.clauses.as_slice()) else { return None };
        let (word, [Term::Path(path)]) = (first.word()?, second.terms.as_slice()) else { return None };
        let known = settings::is_setting(&word.text) || lexicon::aspect(&word.text).is_some();
        if !known || self.lookup.is_element(&word.text) {
            return None;
        }
        self.lookup.look(path, &mut Vec::new()).map(|_| (word, path))
    }

    pub(super) fn look_from(&mut self, word: &Word, path: &Path) -> Option<Look> {
        let (value, _) = self.find(path)?;
        let mut look = Look { word: word.clone(), of: None, source: None, words: None, value: None, at: None };
        if value == Value::Nothing {
            return None;
        }
        if matches!(value, Value::Element(_)) {
            self.findings.push(findings::element_as_words(word, path));
            return None;
        }
        let words = || Some(Text { pieces: pieces(value), span: path.span });
        if !settings::is_setting(&word.text) {
            look.words = words();
            return Some(look);
        }
        let Some(letters) = value.letters() else {
            self.findings.push(findings::phrase_in_setting(word, path));
            return None;
        };
        match &*word.text {
            "format" => look.words = words(),
            "model" if kind_of(letters) != Some(LiteralKind::Model) => look.words = words(),
            "size" => {
                let (size, at) = letters.split_once(" at ").map_or((letters, None), |(size, at)| (size, Some(at)));
                look.value = Some(literal(size.trim(), path.span));
                look.at = at.map(|at| Word { text: at.trim().into(), span: path.span });
            }
            _ => look.value = Some(literal(letters, path.span)),
        }
        Some(look)
    }
}

/// A literal; what is none keeps its letters, and the setting refuses it.
fn literal(text: &str, span: Span) -> Literal {
    Literal { kind: kind_of(text).unwrap_or(LiteralKind::Number), text: text.into(), span }
}

fn kind_of(text: &str) -> Option<LiteralKind> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let decimal = |part: &str| part.split_once('.').map_or(digits(part), |(whole, rest)| digits(whole) && digits(rest));
    let pair = |mark, sound: &dyn Fn(&str) -> bool| {
        text.split_once(mark).is_some_and(|(left, right)| sound(left) && sound(right))
    };
    if number(text).is_some() {
        Some(LiteralKind::Number)
    } else if pair('x', &digits) {
        Some(LiteralKind::Size)
    } else if pair(':', &decimal) {
        Some(LiteralKind::Ratio)
    } else if text.contains('@') {
        Some(LiteralKind::Model)
    } else {
        None
    }
}
