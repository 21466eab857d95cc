//! What comes in: a statement of a sound scene. What goes out: its node and where it ends.

use scenewright::syntax::ast::{
    Avoid, Binding, Clause, Keep, List, Literal, LiteralKind, Look, LookSource, Relation, StatementKind,
};
use smol_str::SmolStr;

use super::{Reader, span};

impl Reader<'_> {
    pub fn statement(&mut self) -> Option<(StatementKind, usize)> {
        let start = self.at;
        let word = self.peek_name();
        let behind = start + word.len();
        self.at = behind;
        self.space();
        if !word.is_empty() && self.peek() == b'=' {
            self.at = start;
            return self.binding();
        }
        let kind = match word {
            "edit" => StatementKind::Edit(self.path()?),
            "remove" => StatementKind::Remove(self.list()?),
            "say" => StatementKind::Say(self.string()?),
            "replace" => {
                let what = self.list()?;
                self.space();
                self.at += "with".len();
                self.space();
                StatementKind::Replace { what, with: self.list()? }
            }
            "keep" => StatementKind::Keep(Box::new(self.keep()?)),
            "avoid" => StatementKind::Avoid(self.avoid()?),
            "pass" | "passes" | "preset" | "apply" | "use" | "param" | "vary" | "zip" | "skip" => self.of_verb(word)?,
            _ => {
                self.at = start;
                return self.look_or_relation();
            }
        };
        Some((kind, self.at))
    }

    fn binding(&mut self) -> Option<(StatementKind, usize)> {
        let name = self.word()?;
        self.space();
        self.expect(b'=')?;
        self.space();
        let maker = self.word()?;
        let arguments = self.arguments()?;
        let mut end = self.at;
        self.space();
        let mut parts = Vec::new();
        if self.peek() == b'{' {
            parts = self.parts()?;
            end = self.at;
        }
        Some((StatementKind::Binding(Binding { name, maker, arguments, parts }), end))
    }

    fn keep(&mut self) -> Option<Keep> {
        let what = if self.peek_name() == "rest" {
            self.at += 4;
            None
        } else {
            Some(self.list()?)
        };
        let mut end = self.at;
        self.space();
        let words = if self.peek() == b'"' { Some(self.string()?) } else { None };
        if words.is_some() {
            end = self.at;
            self.space();
        }
        let degree = self.word();
        if degree.is_none() {
            self.at = end;
        }
        Some(Keep { what, words, degree })
    }

    fn avoid(&mut self) -> Option<Avoid> {
        let mut what = vec![self.string()?];
        while self.eat(b',') {
            self.over(false);
            what.push(self.string()?);
        }
        let end = self.at;
        self.space();
        if self.peek_name() != "from" {
            self.at = end;
            return Some(Avoid { what, from: None });
        }
        self.at += 4;
        self.space();
        Some(Avoid { what, from: Some(self.path()?) })
    }

    fn look_or_relation(&mut self) -> Option<(StatementKind, usize)> {
        let start = self.at;
        if let Some(word) = self.word() {
            self.space();
            let mut look = Look { word, of: None, source: None, words: None, value: None, at: None };
            let mut end = self.at;
            if self.peek() == b'"' {
                look.words = Some(self.string()?);
                end = self.at;
                self.space();
                if matches!(self.peek(), b'\n' | b';' | b'/' | b'}') {
                    return Some((StatementKind::Look(Box::new(look)), end));
                }
            } else if self.peek().is_ascii_digit() || matches!(look.word.text.as_str(), "model") {
                look.value = Some(self.literal());
                return Some((StatementKind::Look(Box::new(look)), self.at));
            } else if matches!(self.peek_name(), "of" | "match" | "from") {
                if self.peek_name() == "of" {
                    self.at += 2;
                    self.space();
                    look.of = Some(self.list()?);
                    end = self.at;
                    self.space();
                }
                let matching = self.peek_name() == "match";
                if matching || self.peek_name() == "from" {
                    self.at += if matching { 5 } else { 4 };
                    self.space();
                    look.source = Some(LookSource { matching, path: self.path()? });
                    end = self.at;
                    self.space();
                }
                if self.peek() == b'"' {
                    look.words = Some(self.string()?);
                    end = self.at;
                }
                return Some((StatementKind::Look(Box::new(look)), end));
            }
        }
        self.at = start;
        self.relation()
    }

    pub fn literal(&mut self) -> Literal {
        let start = self.at;
        while !matches!(self.peek(), b' ' | b'\n' | b'\r' | b';' | b')' | b',' | b'}') {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        let kind = if text.contains('@') {
            LiteralKind::Model
        } else if text.contains('x') {
            LiteralKind::Size
        } else if text.contains(':') {
            LiteralKind::Ratio
        } else {
            LiteralKind::Number
        };
        Literal { kind, text: SmolStr::new(text), span: span(start..self.at) }
    }

    fn relation(&mut self) -> Option<(StatementKind, usize)> {
        let (head, mut end) = self.row()?;
        let mut clauses = Vec::new();
        while self.eat(b',') {
            self.over(false);
            let start = self.at;
            let (lists, clause_end) = self.row()?;
            end = clause_end;
            clauses.push(Clause { lists, span: span(start..end) });
        }
        Some((StatementKind::Relation(Relation { head, clauses }), end))
    }

    fn row(&mut self) -> Option<(Vec<List>, usize)> {
        let mut lists = Vec::with_capacity(3);
        loop {
            lists.push(self.list()?);
            let end = self.at;
            self.space();
            if matches!(self.peek(), b',' | b'\n' | b';' | b'/' | b'}') {
                return Some((lists, end));
            }
        }
    }
}
