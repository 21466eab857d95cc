//! Arguments of elements. What comes in: arguments as they are written. What goes out: the same with values in the place
//! of variables, each in the form that its label wants: a number behind `count`, a word behind `role`, else words.

use super::super::MOST_BYTES;
use super::super::findings;
use super::super::value::{Value, weight};
use super::{Binder, pieces, with_parts};
use crate::source::Span;
use crate::syntax::ast::{self, Argument, Number, Path, Text, Word};

impl Binder<'_, '_> {
    /// Counts what is put in; a value that would make it too much is nothing, and the first such is reported.
    pub(super) fn charge(&mut self, value: &mut Value<'_>, span: Span) {
        let before = self.spent;
        self.spent = before.saturating_add(weight(*value));
        if self.spent > MOST_BYTES {
            *value = Value::Nothing;
        }
        if self.spent > MOST_BYTES && before <= MOST_BYTES {
            self.findings.push(findings::too_much(span));
        }
    }

    pub(super) fn argument(&mut self, argument: &Argument) -> Argument {
        let label = argument.label.as_ref().map_or("", |label| label.text.as_str());
        let value = self.value(&argument.value, label);
        Argument { label: argument.label.clone(), value, span: argument.span }
    }

    fn value(&mut self, value: &ast::Value, label: &str) -> ast::Value {
        match value {
            ast::Value::Text(text) => ast::Value::Text(self.text(text)),
            ast::Value::Number(_) => value.clone(),
            ast::Value::Path(path) => self.path_value(path, label),
            ast::Value::Array(values, span) => {
                ast::Value::Array(values.iter().map(|value| self.value(value, "")).collect(), *span)
            }
            ast::Value::Call(word, arguments, span) => {
                let arguments = arguments.iter().map(|argument| self.argument(argument)).collect();
                ast::Value::Call(word.clone(), arguments, *span)
            }
        }
    }

    fn path_value(&mut self, path: &Path, label: &str) -> ast::Value {
        let Some((value, used)) = self.find(path) else { return ast::Value::Path(path.clone()) };
        match (label, value) {
            (_, Value::Element(element)) => ast::Value::Path(with_parts(element, path, used)),
            ("count" | "at", value) => {
                let whole = value.letters().and_then(|text| text.parse().ok());
                if whole.is_none() && value != Value::Nothing {
                    self.findings.push(findings::no_number(path, label, value));
                }
                // One thing, or the first place, is what is left out where the number is no good.
                ast::Value::Number(Number { value: Some(whole.unwrap_or(1)), span: path.span })
            }
            ("role", value) if value.letters().is_some() => {
                let word = Word { text: value.letters().unwrap_or_default().into(), span: path.span };
                ast::Value::Path(Path { words: vec![word], span: path.span })
            }
            _ => ast::Value::Text(Text { pieces: pieces(value), span: path.span }),
        }
    }
}
