//! `skip where`. What comes in: conditions with their names resolved. What goes out: whether one holds for a combination,
//! and what could not be compared. Numbers are compared as numbers if both sides are; else words are, letter by letter.

use std::cmp::Ordering;

use super::findings;
use super::value::{Given, Value, number};
use super::walk::Combination;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Comparison;

/// A condition.
#[derive(Debug)]
pub(super) enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
    Compare(Side, Comparison, Side),
    /// The value with this number was chosen.
    Choice {
        variable: usize,
        choice: usize,
    },
    Is(Side),
    /// It could not be understood, which is reported.
    Never,
}

/// One side of a comparison.
#[derive(Debug)]
pub(super) struct Side {
    what: What,
    span: Span,
    /// The number that it is in every combination.
    constant: Option<f64>,
}

#[derive(Debug)]
pub(super) enum What {
    Fixed(Given),
    Variable(usize),
    /// A column; whether numbers in it are only told by their look.
    Column {
        variable: usize,
        field: usize,
        untyped: bool,
    },
}

impl Test {
    /// How many comparisons it makes at most.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Any(tests) | Self::All(tests) => tests.iter().map(Self::size).sum(),
            Self::Not(test) => test.size(),
            Self::Compare(..) | Self::Choice { .. } | Self::Is(_) | Self::Never => 1,
        }
    }

    /// Whether it holds; what cannot be compared does not hold, and is reported.
    pub(super) fn holds(&self, combination: &Combination<'_>, findings: &mut Vec<Diagnostic>) -> bool {
        match self {
            Self::Any(tests) => tests.iter().any(|test| test.holds(combination, findings)),
            Self::All(tests) => tests.iter().all(|test| test.holds(combination, findings)),
            Self::Not(test) => !test.holds(combination, findings),
            Self::Choice { variable, choice } => combination.choice(*variable) == Some(*choice),
            Self::Compare(left, comparison, right) => {
                compare(left, *comparison, right, combination).unwrap_or_else(|it| {
                    findings.push(*it);
                    false
                })
            }
            Self::Is(side) => match truth(side.value(combination)) {
                Some(truth) => truth,
                None => {
                    findings.push(findings::no_truth(side.span, side.value(combination)));
                    false
                }
            },
            Self::Never => false,
        }
    }
}

impl Side {
    pub(super) fn new(what: What, span: Span) -> Self {
        let constant = match &what {
            What::Fixed(Given::Number(text)) => number(text),
            _ => None,
        };
        Self { what, span, constant }
    }

    fn value<'a>(&'a self, combination: &Combination<'a>) -> Value<'a> {
        match &self.what {
            What::Fixed(given) => given.value(),
            What::Variable(variable) => combination.at(*variable, None),
            What::Column { variable, field, .. } => {
                let cell = combination.cell(*variable, *field);
                if cell.is_empty() { Value::Text("") } else { cell.value() }
            }
        }
    }

    fn is_untyped(&self) -> bool {
        matches!(self.what, What::Column { untyped: true, .. })
    }

    fn number(&self, value: Value<'_>) -> Option<f64> {
        match value {
            Value::Number(_) if self.constant.is_some() => self.constant,
            Value::Number(text) => number(text),
            Value::Text(text) if self.is_untyped() => number(text),
            _ => None,
        }
    }
}

fn truth(value: Value<'_>) -> Option<bool> {
    match value {
        Value::Truth(truth) => Some(truth),
        Value::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::Text(text) if text.is_empty() || text.eq_ignore_ascii_case("false") => Some(false),
        Value::Nothing => Some(false),
        _ => None,
    }
}

fn compare(
    left: &Side,
    comparison: Comparison,
    right: &Side,
    combination: &Combination<'_>,
) -> Result<bool, Box<Diagnostic>> {
    let (a, b) = (left.value(combination), right.value(combination));
    if a == Value::Nothing || b == Value::Nothing {
        return Ok(false);
    }
    let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
    let order = if let (Some(a), Some(b)) = (left.number(a), right.number(b)) {
        a.partial_cmp(&b)
    } else if equality {
        Some(if alike(a, b) { Ordering::Equal } else { Ordering::Less })
    } else {
        match (a, b, a.letters(), b.letters()) {
            (Value::Truth(_), ..) | (_, _, None, _) => return Err(Box::new(findings::no_order(left.span))),
            (_, Value::Truth(_), ..) | (_, _, _, None) => return Err(Box::new(findings::no_order(right.span))),
            (_, _, Some(""), _) | (_, _, _, Some("")) => return Ok(false),
            (Value::Number(_), _, _, Some(word)) => return Err(Box::new(findings::not_a_number(right.span, word))),
            (_, Value::Number(_), Some(word), _) => return Err(Box::new(findings::not_a_number(left.span, word))),
            (_, _, one, other) => Some(one.cmp(&other)),
        }
    };
    Ok(order.is_some_and(|order| match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    }))
}

/// Whether two values that are not both numbers are the same.
fn alike(a: Value<'_>, b: Value<'_>) -> bool {
    match (a, b) {
        (Value::Element(a), Value::Element(b)) => {
            a.words.iter().map(|it| &it.text).eq(b.words.iter().map(|it| &it.text))
        }
        (Value::Truth(one), other) | (other, Value::Truth(one)) => {
            truth(other) == Some(one) && !matches!(other.letters(), Some(""))
        }
        (Value::Phrase(a), Value::Phrase(b)) => a.pieces == b.pieces,
        _ => a.letters().is_some() && a.letters() == b.letters(),
    }
}
