//! What comes in: the tokens of statements. What goes out: their nodes. Absent: lists and strings, which `phrase` and
//! `text` build, and arguments, which `value` builds.

use super::super::ast::{
    Avoid, Binding, Clause, Declaration, Field, FieldValue, Keep, Literal, LiteralKind, Look, LookSource, Panel,
    Preset, Relation, Statement, StatementKind, Word,
};
use super::super::findings;
use super::super::grammar::Rule;
use super::super::words;
use super::Builder;
use smol_str::SmolStr;

impl Builder<'_, '_> {
    pub(super) fn file(&mut self) {
        self.enter();
        while let Some(rule) = self.peek() {
            if rule == Rule::EOI {
                break;
            }
            let start = self.enter();
            let kind = self.kind(rule);
            let end = self.leave_trimmed();
            let span = self.place.span(start..end);
            self.statements.push(Statement { span, kind });
        }
    }

    fn kind(&mut self, rule: Rule) -> StatementKind {
        match rule {
            Rule::named => self.named(),
            Rule::setting => {
                let word = self.word();
                StatementKind::Look(Box::new(self.look(word)))
            }
            Rule::edition => StatementKind::Edition(self.number()),
            Rule::edit => StatementKind::Edit(self.element()),
            Rule::replace => StatementKind::Replace { what: self.list(), with: self.list() },
            Rule::remove => StatementKind::Remove(self.list()),
            Rule::keep => StatementKind::Keep(Box::new(self.keep())),
            Rule::avoid => StatementKind::Avoid(self.avoid()),
            Rule::say => StatementKind::Say(self.text()),
            Rule::panels => StatementKind::Panels(self.panels()),
            Rule::declaration => StatementKind::Declaration(self.declaration()),
            Rule::pass => StatementKind::Pass(self.pass()),
            Rule::passes => StatementKind::Passes(self.passes()),
            Rule::preset => StatementKind::Preset(Preset { name: self.name(), statements: Vec::new() }),
            Rule::apply => StatementKind::Apply(self.element()),
            Rule::import => StatementKind::Use(self.import()),
            Rule::param => StatementKind::Param(self.param()),
            Rule::vary => StatementKind::Vary(self.vary()),
            Rule::zip => StatementKind::Zip(self.words()),
            Rule::skip => StatementKind::Skip(self.condition()),
            _ => StatementKind::Relation(self.relation()),
        }
    }

    fn named(&mut self) -> StatementKind {
        let first = self.word();
        if self.peek() == Some(Rule::word) {
            StatementKind::Binding(self.binding(first))
        } else {
            StatementKind::Look(Box::new(self.look(first)))
        }
    }

    fn binding(&mut self, name: Word) -> Binding {
        if words::is_never_listed(&name.text) {
            self.built.refuse(|| findings::reserved_name(&name));
        }
        let maker = self.word();
        let arguments = self.arguments();
        let parts = if self.peek() == Some(Rule::block) { self.block() } else { Vec::new() };
        Binding { name, maker, arguments, parts }
    }

    fn keep(&mut self) -> Keep {
        let what = if self.eat(Rule::rest) { None } else { Some(self.list()) };
        let words = self.optional_text();
        let degree = (self.peek() == Some(Rule::word)).then(|| self.word());
        Keep { what, words, degree }
    }

    fn avoid(&mut self) -> Avoid {
        let mut what = Vec::new();
        if !self.eat(Rule::rest) {
            while let Some(text) = self.optional_text() {
                what.push(text);
            }
        }
        Avoid { what, from: self.source().map(|source| source.path) }
    }

    fn panels(&mut self) -> Vec<Panel> {
        let mut panels = Vec::new();
        while self.peek() == Some(Rule::panel) {
            self.enter();
            let label = (self.peek() == Some(Rule::word)).then(|| self.word());
            let words = self.text();
            self.leave();
            panels.push(Panel { label, words });
        }
        panels
    }

    fn declaration(&mut self) -> Declaration {
        let name = self.name();
        let mut fields = Vec::new();
        while self.peek() == Some(Rule::field) {
            self.enter();
            let name = self.word();
            let value = match self.optional_text() {
                Some(text) => FieldValue::Text(text),
                None => FieldValue::Word(self.word()),
            };
            self.leave();
            fields.push(Field { name, value });
        }
        Declaration { name, fields }
    }

    fn look(&mut self, word: Word) -> Look {
        if words::is_reserved(&word.text) {
            self.built.refuse(|| findings::reserved_word(&word));
        }
        let of = self.eat(Rule::of).then(|| self.list());
        let source = self.source();
        let words = self.optional_text();
        let value = (self.peek() == Some(Rule::literal)).then(|| self.literal());
        let at = (self.peek() == Some(Rule::at)).then(|| {
            self.enter();
            let grade = self.word();
            self.leave();
            grade
        });
        Look { word, of, source, words, value, at }
    }

    pub(super) fn source(&mut self) -> Option<LookSource> {
        let rule = self.peek().filter(|rule| matches!(rule, Rule::r#match | Rule::from))?;
        self.enter();
        let path = self.element();
        self.leave();
        Some(LookSource { matching: rule == Rule::r#match, path })
    }

    pub(super) fn literal(&mut self) -> Literal {
        let range = self.leaf();
        let text = self.slice(range.clone());
        let kind = match text.bytes().find(|byte| matches!(byte, b'@' | b'x')) {
            _ if text.contains('@') => LiteralKind::Model,
            Some(_) => LiteralKind::Size,
            None if text.contains(':') => LiteralKind::Ratio,
            None => LiteralKind::Number,
        };
        Literal { kind, text: SmolStr::new(text), span: self.place.span(range) }
    }

    fn relation(&mut self) -> Relation {
        let head = self.row();
        let mut clauses = Vec::new();
        while self.peek() == Some(Rule::clause) {
            let start = self.enter();
            let lists = self.row();
            let end = self.leave_trimmed();
            clauses.push(Clause { lists, span: self.place.span(start..end) });
        }
        if head.len() == 1 && clauses.iter().any(|clause| clause.lists.len() > 1) {
            // Nothing relates the first list to anything: `a, b on c`.
            self.built.refuse(|| findings::comma_list(head[0].span, clauses[0].span));
        }
        Relation { head, clauses }
    }
}
