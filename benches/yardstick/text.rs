//! What comes in: a string or an argument of a sound scene. What goes out: its node.

use scenewright::syntax::ast::{Argument, Number, Part, Path, Piece, Text, Value, Word};
use smol_str::SmolStr;

use super::{Reader, span};

impl Reader<'_> {
    /// Strings on one line only, since the measured scene has no others.
    pub fn string(&mut self) -> Option<Text> {
        let start = self.at;
        self.expect(b'"')?;
        let mut pieces = Vec::new();
        let mut plain = String::new();
        loop {
            let rest = &self.text[self.at..];
            let run = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | b'{' | b'}' | b'\n'))?;
            let closes = rest.as_bytes()[run] == b'"';
            let stretch = &rest[..run];
            self.at += run + 1;
            if closes && plain.is_empty() && !stretch.is_empty() {
                pieces.push(Piece::Plain(SmolStr::new(stretch)));
                break;
            }
            plain.push_str(stretch);
            if closes {
                flush(&mut plain, &mut pieces);
                break;
            }
            self.special(rest.as_bytes()[run], &mut plain, &mut pieces)?;
        }
        Some(Text { pieces, span: span(start..self.at) })
    }

    fn special(&mut self, byte: u8, plain: &mut String, pieces: &mut Vec<Piece>) -> Option<()> {
        match (byte, self.peek()) {
            (b'\\', letter @ (b'"' | b'\\')) => plain.push(char::from(letter)),
            (b'\\', b'n') => plain.push('\n'),
            (b'{', b'{') | (b'}', b'}') => plain.push(char::from(byte)),
            (b'{', _) => {
                flush(plain, pieces);
                self.space();
                let path: Path = self.path()?;
                pieces.push(Piece::Hole(path));
                self.space();
                return self.expect(b'}');
            }
            _ => return None,
        }
        self.at += 1;
        Some(())
    }

    pub fn arguments(&mut self) -> Option<Vec<Argument>> {
        self.expect(b'(')?;
        self.entries(b')')
    }

    /// Values with or without labels, up to the closing bracket.
    pub fn entries(&mut self, close: u8) -> Option<Vec<Argument>> {
        let mut arguments = Vec::with_capacity(2);
        self.over(false);
        while !self.eat(close) {
            let start = self.at;
            let label = self.label();
            let value = self.value()?;
            arguments.push(Argument { label, value, span: span(start..self.at) });
            self.over(false);
            if self.eat(b',') {
                self.over(false);
            }
        }
        Some(arguments)
    }

    fn label(&mut self) -> Option<Word> {
        let start = self.at;
        let word = self.word()?;
        self.space();
        if self.eat(b':') {
            self.over(false);
            return Some(word);
        }
        self.at = start;
        None
    }

    pub fn value(&mut self) -> Option<Value> {
        let start = self.at;
        match self.peek() {
            b'"' => self.string().map(Value::Text),
            b'0'..=b'9' => Some(Value::Number(self.number())),
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                self.over(false);
                while !self.eat(b']') {
                    values.push(self.value()?);
                    self.over(false);
                    if self.eat(b',') {
                        self.over(false);
                    }
                }
                Some(Value::Array(values, span(start..self.at)))
            }
            _ => {
                let path = self.path()?;
                if self.peek() != b'(' {
                    return Some(Value::Path(path));
                }
                let callee = path.words.into_iter().next()?;
                let arguments = self.arguments()?;
                Some(Value::Call(callee, arguments, span(start..self.at)))
            }
        }
    }

    pub fn number(&mut self) -> Number {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Number { value: self.text[start..self.at].parse().ok(), span: span(start..self.at) }
    }

    pub fn parts(&mut self) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        self.expect(b'{')?;
        self.between();
        while !self.eat(b'}') {
            let name = self.word()?;
            self.space();
            self.expect(b'=')?;
            self.space();
            let words = self.string()?;
            self.space();
            let inner = if self.peek() == b'{' { self.parts()? } else { Vec::new() };
            parts.push(Part { name, words, parts: inner });
            self.between();
        }
        Some(parts)
    }

    pub fn between(&mut self) {
        self.over(true);
        while self.eat(b',') {
            self.over(true);
        }
    }
}

fn flush(plain: &mut String, pieces: &mut Vec<Piece>) {
    if !plain.is_empty() {
        pieces.push(Piece::Plain(SmolStr::new(&*plain)));
        plain.clear();
    }
}
