//! What comes in: a statement of a sound scene that holds others or makes several tasks. What goes out: its node.

use scenewright::syntax::ast::{
    Argument, Comparison, Condition, Operand, Param, Pass, Passes, Preset, Statement, StatementKind, Use, Vary, Word,
};

use super::{Reader, span};

impl Reader<'_> {
    /// The statement that a verb begins; its verb and the space behind it are passed already.
    pub fn of_verb(&mut self, verb: &str) -> Option<StatementKind> {
        Some(match verb {
            "pass" => {
                let name = self.word()?;
                self.space();
                let from = if self.peek_name() == "from" {
                    self.at += "from".len();
                    self.space();
                    Some(self.path()?)
                } else {
                    None
                };
                StatementKind::Pass(Pass { name, from, statements: self.block()? })
            }
            "preset" => StatementKind::Preset(Preset { name: self.word()?, statements: self.block()? }),
            "passes" if self.peek().is_ascii_digit() => StatementKind::Passes(Passes::AtMost(self.number())),
            "passes" => StatementKind::Passes(Passes::Word(self.word()?)),
            "apply" => StatementKind::Apply(self.path()?),
            "use" => {
                let path = self.string()?;
                let end = self.at;
                self.space();
                let alias = if self.peek_name() == "as" {
                    self.at += "as".len();
                    self.space();
                    Some(self.word()?)
                } else {
                    self.at = end;
                    None
                };
                StatementKind::Use(Use { path, alias })
            }
            "param" => {
                let name = self.word()?;
                let end = self.at;
                self.space();
                let value = if self.eat(b'=') {
                    self.space();
                    Some(self.value()?)
                } else {
                    self.at = end;
                    None
                };
                StatementKind::Param(Param { name, value })
            }
            "vary" => StatementKind::Vary(self.vary()?),
            "zip" => StatementKind::Zip(self.zip()?),
            "skip" => {
                self.at += "where".len();
                self.space();
                StatementKind::Skip(self.condition()?)
            }
            _ => return None,
        })
    }

    fn block(&mut self) -> Option<Vec<Statement>> {
        self.space();
        self.expect(b'{')?;
        let mut statements = Vec::new();
        loop {
            self.over(true);
            if self.eat(b'}') {
                return Some(statements);
            }
            let start = self.at;
            let (kind, end) = self.statement()?;
            statements.push(Statement { span: span(start..end), kind });
        }
    }

    fn vary(&mut self) -> Option<Vary> {
        let name = self.word()?;
        self.space();
        self.at += "in".len();
        self.space();
        let start = self.at;
        let (maker, arguments) = match self.word() {
            Some(maker) => (Some(maker), self.arguments()?),
            None => (None, self.choices()?),
        };
        Some(Vary { name, maker, arguments, span: span(start..self.at) })
    }

    fn choices(&mut self) -> Option<Vec<Argument>> {
        self.expect(b'[')?;
        self.entries(b']')
    }

    fn zip(&mut self) -> Option<Vec<Word>> {
        let mut words = vec![self.word()?];
        while self.eat(b',') {
            self.over(false);
            words.push(self.word()?);
        }
        Some(words)
    }

    /// Conditions joined by `or`, then by `and`.
    fn condition(&mut self) -> Option<Condition> {
        let mut either = vec![self.both()?];
        while self.joint("or") {
            either.push(self.both()?);
        }
        Some(if either.len() > 1 { Condition::Either(either) } else { either.swap_remove(0) })
    }

    fn both(&mut self) -> Option<Condition> {
        let mut both = vec![self.one()?];
        while self.joint("and") {
            both.push(self.one()?);
        }
        Some(if both.len() > 1 { Condition::Both(both) } else { both.swap_remove(0) })
    }

    fn joint(&mut self, word: &str) -> bool {
        let end = self.at;
        self.space();
        let found = self.peek_name() == word;
        self.at = if found { self.at + word.len() } else { end };
        if found {
            self.space();
        }
        found
    }

    fn one(&mut self) -> Option<Condition> {
        let start = self.at;
        let mut turned = false;
        while self.joint("not") {
            turned = !turned;
        }
        let condition = if self.eat(b'(') {
            let inner = self.condition()?;
            self.expect(b')')?;
            inner
        } else {
            self.compared()?
        };
        let whole = span(start..self.at);
        Some(if turned { Condition::Not(Box::new(condition), whole) } else { condition })
    }

    fn compared(&mut self) -> Option<Condition> {
        let left = self.operand()?;
        let end = self.at;
        self.space();
        if self.peek_name() == "in" {
            self.at += "in".len();
            self.space();
            let start = self.at;
            self.expect(b'(')?;
            let mut several = Vec::new();
            while !self.eat(b')') {
                several.push(self.operand()?);
                self.over(false);
                self.eat(b',');
                self.over(false);
            }
            return Some(Condition::In(left, several, span(start..self.at)));
        }
        let comparison = match self.peek() {
            b'=' => Comparison::Equal,
            b'!' => Comparison::Unequal,
            b'<' => Comparison::Less,
            b'>' => Comparison::More,
            _ => {
                self.at = end;
                return Some(Condition::Is(left));
            }
        };
        self.at += 1;
        let comparison = match (comparison, self.eat(b'=')) {
            (Comparison::Less, true) => Comparison::AtMost,
            (Comparison::More, true) => Comparison::AtLeast,
            (other, _) => other,
        };
        self.space();
        Some(Condition::Compare(left, comparison, self.operand()?))
    }

    fn operand(&mut self) -> Option<Operand> {
        match self.peek() {
            b'"' => self.string().map(Operand::Text),
            b'0'..=b'9' | b'-' => Some(Operand::Literal(self.literal())),
            _ => self.path().map(Operand::Path),
        }
    }
}
