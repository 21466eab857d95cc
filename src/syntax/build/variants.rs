//! What comes in: the tokens of passes, imports, parameters and conditions. What goes out: their nodes. Recursion goes as
//! deep as brackets are nested, which the cutter bounds.

use super::super::ast::{Comparison, Condition, Operand, Param, Pass, Passes, Use, Vary, Word};
use super::super::findings;
use super::super::grammar::Rule;
use super::super::words;
use super::Builder;

impl Builder<'_, '_> {
    /// A word that is to be a name.
    pub(super) fn name(&mut self) -> Word {
        let name = self.word();
        if words::is_never_listed(&name.text) {
            self.built.refuse(|| findings::reserved_name(&name));
        }
        name
    }

    pub(super) fn pass(&mut self) -> Pass {
        let name = self.name();
        Pass { name, from: self.source().map(|source| source.path), statements: Vec::new() }
    }

    pub(super) fn passes(&mut self) -> Passes {
        match self.peek() {
            Some(Rule::number) => Passes::AtMost(self.number()),
            _ => Passes::Word(self.word()),
        }
    }

    pub(super) fn import(&mut self) -> Use {
        let path = self.text();
        Use { path, alias: (self.peek() == Some(Rule::word)).then(|| self.name()) }
    }

    pub(super) fn param(&mut self) -> Param {
        let name = self.name();
        let given = matches!(self.peek(), Some(Rule::text | Rule::array | Rule::call | Rule::path | Rule::number));
        Param { name, value: given.then(|| self.value()) }
    }

    pub(super) fn vary(&mut self) -> Vary {
        let name = self.name();
        let start = self.enter();
        let maker = (self.peek() == Some(Rule::callee)).then(|| self.word());
        let arguments = match maker {
            Some(_) => self.arguments(),
            None => self.labelled(),
        };
        let end = self.leave();
        Vary { name, maker, arguments, span: self.place.span(start..end) }
    }

    pub(super) fn words(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        while self.peek() == Some(Rule::word) {
            words.push(self.word());
        }
        words
    }

    /// Conditions joined by `or` and, more closely, by `and`.
    pub(super) fn condition(&mut self) -> Condition {
        let (mut either, mut both) = (Vec::new(), vec![self.one_condition()]);
        loop {
            if self.eat(Rule::and) {
                both.push(self.one_condition());
            } else if self.eat(Rule::or) {
                either.push(joined(std::mem::take(&mut both), Condition::Both));
                both.push(self.one_condition());
            } else {
                either.push(joined(both, Condition::Both));
                return joined(either, Condition::Either);
            }
        }
    }

    fn one_condition(&mut self) -> Condition {
        let start = self.enter();
        let mut turned = false;
        while self.eat(Rule::not) {
            turned = !turned;
        }
        let condition = if self.peek() == Some(Rule::nested) {
            self.enter();
            let inner = self.condition();
            self.leave();
            self.compared_nested(inner)
        } else {
            let left = self.operand();
            self.compared(left)
        };
        let end = self.leave();
        if turned { Condition::Not(Box::new(condition), self.place.span(start..end)) } else { condition }
    }

    fn compared(&mut self, left: Operand) -> Condition {
        match self.peek() {
            Some(Rule::operator) => {
                let range = self.leaf();
                let comparison = comparison(self.slice(range));
                match self.peek() {
                    Some(Rule::nested) => self.refused_nested(left),
                    _ => Condition::Compare(left, comparison, self.operand()),
                }
            }
            Some(Rule::within) => {
                self.leaf();
                let start = self.enter();
                let mut several = Vec::new();
                while self.peek().is_some() {
                    several.push(self.operand());
                }
                let end = self.leave();
                Condition::In(left, several, self.place.span(start..end))
            }
            _ => Condition::Is(left),
        }
    }

    /// Conditions in brackets are no value that could be compared.
    fn compared_nested(&mut self, inner: Condition) -> Condition {
        if matches!(self.peek(), Some(Rule::operator | Rule::within)) {
            let range = self.leaf();
            let span = self.place.span(range);
            self.built.refuse(|| findings::compared_condition(span));
            while self.peek().is_some() {
                self.pass_over();
            }
        }
        inner
    }

    fn refused_nested(&mut self, left: Operand) -> Condition {
        let start = self.pass_over();
        let span = self.place.span(start..start + 1);
        self.built.refuse(|| findings::compared_condition(span));
        Condition::Is(left)
    }

    fn operand(&mut self) -> Operand {
        match self.peek() {
            Some(Rule::text) => Operand::Text(self.text()),
            Some(Rule::literal) => Operand::Literal(self.literal()),
            _ => Operand::Path(self.path()),
        }
    }

    /// Passes a rule with all it holds; returns where it began.
    fn pass_over(&mut self) -> usize {
        let start = self.enter();
        let mut open = 1;
        while open > 0 && self.next.is_some() {
            if self.peek().is_some() {
                open += 1;
            } else {
                open -= 1;
            }
            self.advance();
        }
        start
    }
}

/// Several conditions as one; a single one stands for itself.
fn joined(mut all: Vec<Condition>, join: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    if all.len() == 1 { all.swap_remove(0) } else { join(all) }
}

fn comparison(written: &str) -> Comparison {
    match written {
        "!=" => Comparison::Unequal,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::More,
        ">=" => Comparison::AtLeast,
        _ => Comparison::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::ast::{Condition, Operand, StatementKind};
    use super::super::super::parse;
    use crate::source::FileId;

    /// The conditions of a `skip`, every operation in brackets.
    fn read(written: &str) -> String {
        let text = format!("skip where {written}");
        let parsed = parse(FileId(0), &text);
        match parsed.file.statements.first().map(|statement| &statement.kind) {
            Some(StatementKind::Skip(condition)) if parsed.diagnostics.is_empty() => shown(condition, &text),
            _ => parsed.diagnostics.iter().map(|finding| finding.message.clone()).collect(),
        }
    }

    fn shown(condition: &Condition, text: &str) -> String {
        let operand = |operand: &Operand| text[operand.span().range()].to_owned();
        let joined = |all: &[Condition], word: &str| {
            let all: Vec<String> = all.iter().map(|one| shown(one, text)).collect();
            format!("({})", all.join(word))
        };
        match condition {
            Condition::Either(all) => joined(all, " or "),
            Condition::Both(all) => joined(all, " and "),
            Condition::Not(one, span) => format!("(not {} = {})", shown(one, text), &text[span.range()]),
            Condition::Compare(left, how, right) => format!("{} {how:?} {}", operand(left), operand(right)),
            Condition::In(left, several, span) => {
                let all: Vec<String> = several.iter().map(operand).collect();
                format!("{} in {all:?} = {}", operand(left), &text[span.range()])
            }
            Condition::Is(one) => operand(one),
        }
    }

    #[test]
    fn and_joins_more_closely_than_or_and_not_most() {
        assert_eq!(read("a or b and c or d"), "(a or (b and c) or d)");
        assert_eq!(read("(a or b) and c"), "((a or b) and c)");
        assert_eq!(read("not a and b"), "((not a = not a) and b)");
        assert_eq!(read("not a == 1 or b"), "((not a Equal 1 = not a == 1) or b)");
        assert_eq!(read("not (a or b) and not not c"), "((not (a or b) = not (a or b)) and c)");
        assert_eq!(read("((a))"), "a");
    }

    #[test]
    fn comparisons_need_no_blanks() {
        assert_eq!(read("a==1 and b!=-1.5 or c<=d"), "((a Equal 1 and b Unequal -1.5) or c AtMost d)");
        assert_eq!(read("a<b and a>b and a>=b"), "(a Less b and a More b and a AtLeast b)");
        assert_eq!(read("note == notes"), "note Equal notes");
        assert_eq!(read("android or order and inner"), "(android or (order and inner))");
    }

    #[test]
    fn several_values_may_be_one_and_end_with_a_comma() {
        assert_eq!(read("a in (\"b\")"), "a in [\"\\\"b\\\"\"] = (\"b\")");
        assert_eq!(read("a in (b, 3,)"), "a in [\"b\", \"3\"] = (b, 3,)");
        assert_eq!(read("a in [b,\n  c, // last\n]"), "a in [\"b\", \"c\"] = [b,\n  c, // last\n]");
        assert_eq!(read("a in()"), "`)` does not fit here");
    }

    #[test]
    fn lines_end_anywhere_in_brackets() {
        assert_eq!(read("(a ==\n  1\n  and // note\n  b\n  or c\n)"), "((a Equal 1 and b) or c)");
        assert_eq!(read("(\n  a\n  in (b)) and c"), "(a in [\"b\"] = (b) and c)");
    }
}
