//! What comes in: the tokens of arguments and parts. What goes out: their nodes. The depth of recursion is bounded,
//! since the cutter lets nothing through that is nested more than `cut::MAX_DEPTH` deep.

use super::super::ast::{Argument, Number, Part, Value, Word};
use super::super::grammar::Rule;
use super::Builder;
use smol_str::SmolStr;

impl Builder<'_, '_> {
    pub(super) fn arguments(&mut self) -> Vec<Argument> {
        self.enter();
        let arguments = self.labelled();
        self.leave();
        arguments
    }

    /// Values with or without labels, up to the bracket that closes.
    pub(super) fn labelled(&mut self) -> Vec<Argument> {
        let mut arguments = Vec::with_capacity(2);
        while self.peek() == Some(Rule::argument) {
            let start = self.enter();
            let label = (self.peek() == Some(Rule::label)).then(|| self.word());
            let value = self.value();
            let end = self.leave();
            arguments.push(Argument { label, value, span: self.place.span(start..end) });
        }
        arguments
    }

    pub(super) fn value(&mut self) -> Value {
        match self.peek() {
            Some(Rule::array) => self.array(),
            Some(Rule::call) => self.call(),
            Some(Rule::number) => Value::Number(self.number()),
            Some(Rule::path) => Value::Path(self.path()),
            _ => Value::Text(self.text()),
        }
    }

    fn array(&mut self) -> Value {
        let mut values = Vec::new();
        let start = self.enter();
        while self.peek().is_some() {
            values.push(self.value());
        }
        let end = self.leave();
        Value::Array(values, self.place.span(start..end))
    }

    fn call(&mut self) -> Value {
        let start = self.enter();
        let callee: Word = self.word();
        let arguments = self.arguments();
        let end = self.leave();
        Value::Call(callee, arguments, self.place.span(start..end))
    }

    pub(super) fn number(&mut self) -> Number {
        let range = self.leaf();
        let digits = SmolStr::new(self.slice(range.clone()));
        Number { value: digits.parse().ok(), span: self.place.span(range) }
    }

    pub(super) fn block(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.enter();
        while self.peek() == Some(Rule::part) {
            self.enter();
            let name = self.word();
            let words = self.text();
            let inner = if self.peek() == Some(Rule::block) { self.block() } else { Vec::new() };
            self.leave();
            parts.push(Part { name, words, parts: inner });
        }
        self.leave();
        parts
    }
}
