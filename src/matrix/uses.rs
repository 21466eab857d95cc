//! Where variables are used. What comes in: every path of a tree, one after another. What goes out: a slot for each variable
//! and each column that is used, and what is wrong with the paths themselves.

use std::collections::BTreeSet;

use super::bind::{Found, Lookup};
use super::value::{Given, Value};
use super::{Kind, Matrix, Slot, findings};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Path;

/// Notes every use of a variable.
pub(super) struct Uses {
    pub(super) matrix: Matrix,
    pub(super) used: BTreeSet<(usize, Option<usize>)>,
    /// How often something was looked for that may be meant.
    pub(super) advised: usize,
}

impl Lookup<'static> for Uses {
    fn look(&mut self, path: &Path, out: &mut Vec<Diagnostic>) -> Found<'static> {
        let (first, rest) = path.words.split_first()?;
        let at = self.matrix.variable(&first.text)?;
        self.used.insert((at, None));
        let field = match (&mut self.matrix.variables[at].kind, rest) {
            (Kind::Fixed(given), [_, ..]) if !matches!(given, Given::Element(_) | Given::Nothing) => {
                out.push(findings::no_parts(path));
                None
            }
            (Kind::Choices(choices), [_, ..])
                if choices.iter().any(|it| !matches!(it.given, Given::Element(_) | Given::Nothing)) =>
            {
                out.push(findings::no_parts(path));
                None
            }
            (Kind::Rows(table), [column]) if table.has(&column.text, true) => Some(table.want(&column.text, true)),
            (Kind::Rows(table), [column, ..]) => {
                self.advised += 1;
                let advise = self.advised <= findings::MOST_ADVICE;
                out.push(findings::unknown_column(&column.text, column.span, table, advise));
                None
            }
            (Kind::Rows(table), []) => {
                out.push(findings::whole_row(path, table));
                None
            }
            (Kind::Fixed(_) | Kind::Choices(_), _) => None,
        };
        let slot = Slot { variable: at, field };
        let whole = field.is_some() || !matches!(self.matrix.variables[at].kind, Kind::Rows(_));
        if whole && !self.matrix.numbers.contains_key(&slot) {
            self.matrix.numbers.insert(slot, self.matrix.slots.len());
            self.matrix.slots.push(slot);
        }
        Some((Value::Nothing, path.words.len()))
    }

    fn tells(&self) -> bool {
        true
    }

    fn is_element(&self, name: &str) -> bool {
        self.matrix.elements.contains_key(name)
    }
}
