//! Reading conditions. What comes in: the condition of a `skip`. What goes out: a [`Test`] with every name resolved: a
//! variable, a column, the label of a value, an element; what is none of them is a finding.

use super::build::Builder;
use super::skip::{Side, Test, What};
use super::value::Given;
use super::{Kind, findings};
use crate::syntax::ast::{Comparison, Condition, Operand, Path};

impl Builder<'_> {
    pub(super) fn test(&mut self, condition: &Condition) -> Test {
        match condition {
            Condition::Either(all) => Test::Any(all.iter().map(|one| self.test(one)).collect()),
            Condition::Both(all) => Test::All(all.iter().map(|one| self.test(one)).collect()),
            Condition::Not(one, _) => Test::Not(Box::new(self.test(one))),
            Condition::Compare(left, comparison, right) => self.compare(left, *comparison, right),
            Condition::In(left, several, _) => {
                Test::Any(several.iter().map(|one| self.compare(left, Comparison::Equal, one)).collect())
            }
            Condition::Is(operand) => self.side(operand).map_or(Test::Never, Test::Is),
        }
    }

    fn compare(&mut self, left: &Operand, comparison: Comparison, right: &Operand) -> Test {
        let label = self.label(left, right).or_else(|| self.label(right, left));
        match (label, comparison) {
            (Some(test), Comparison::Equal) => return test,
            (Some(test), Comparison::Unequal) => return Test::Not(Box::new(test)),
            _ => {}
        }
        // Both are looked at, so that both are reported.
        match (self.side(left), self.side(right)) {
            (Some(left), Some(right)) => Test::Compare(left, comparison, right),
            _ => Test::Never,
        }
    }

    /// A variable and the label of one of its values. A label goes before everything else that may bear the name.
    fn label(&mut self, variable: &Operand, label: &Operand) -> Option<Test> {
        let (Operand::Path(variable), Operand::Path(label)) = (variable, label) else { return None };
        let ([variable], [label]) = (variable.words.as_slice(), label.words.as_slice()) else { return None };
        let at = self.matrix.variable(&variable.text)?;
        let Kind::Choices(choices) = &self.matrix.variables[at].kind else { return None };
        let choice = choices.iter().position(|choice| choice.label.as_ref() == Some(&label.text));
        // A value that was chosen from outside leaves the labels of the others without a choice.
        let known = choice.is_some() || self.labels.contains(&(at, label.text.clone()));
        if !known {
            return None;
        }
        self.used.insert((at, None));
        Some(Test::Choice { variable: at, choice: choice.unwrap_or(usize::MAX) })
    }

    fn side(&mut self, operand: &Operand) -> Option<Side> {
        let span = operand.span();
        let what = match operand {
            Operand::Text(text) => What::Fixed(Given::from_text(text.clone())),
            Operand::Literal(literal) => match super::value::number(&literal.text) {
                Some(_) => What::Fixed(Given::Number(literal.text.clone())),
                None => What::Fixed(Given::Text(literal.text.clone())),
            },
            Operand::Path(path) => self.named_side(path)?,
        };
        Some(Side::new(what, span))
    }

    fn named_side(&mut self, path: &Path) -> Option<What> {
        let (first, rest) = path.words.split_first()?;
        if rest.is_empty() && matches!(&*first.text, "true" | "false") {
            return Some(What::Fixed(Given::Truth(first.text == "true")));
        }
        let Some(at) = self.matrix.variable(&first.text) else {
            if self.matrix.elements.contains_key(&first.text) {
                return Some(What::Fixed(Given::Element(path.clone())));
            }
            let advise = self.may_advise();
            let known = self.matrix.names().chain(self.labels.iter().map(|(_, label)| &**label));
            let known: Vec<&str> = known.filter(|_| advise).take(findings::MOST_NAMES).collect();
            let finding = findings::unknown_value(first, &known);
            self.findings.push(finding);
            return None;
        };
        self.used.insert((at, None));
        let advise = rest.is_empty() || self.may_advise();
        let finding = match (&mut self.matrix.variables[at].kind, rest) {
            (Kind::Fixed(_) | Kind::Choices(_), []) => return Some(What::Variable(at)),
            (Kind::Rows(table), [column]) if table.has(&column.text, false) => {
                let field = table.want(&column.text, false);
                return Some(What::Column { variable: at, field, untyped: table.is_untyped() });
            }
            (Kind::Rows(table), [column, ..]) => findings::unknown_column(&column.text, column.span, table, advise),
            (Kind::Rows(table), []) => findings::whole_row(path, table),
            (Kind::Fixed(Given::Nothing), _) => return None,
            (Kind::Fixed(_) | Kind::Choices(_), _) => findings::no_parts(path),
        };
        self.findings.push(finding);
        None
    }
}
