//! Going through the combinations. What comes in: a matrix and its files. What goes out: one combination after another, the
//! last variable changing fastest. Nothing is kept of the ones before, and no row is copied.

use std::ops::ControlFlow;

use super::skip::Test;
use super::table::{Cell, Rows};
use super::value::Value;
use super::{Kind, Matrix, ids};
use crate::source::{FileError, Files};

/// Where a variable stands.
pub(super) enum Cursor {
    /// It has one value.
    Still,
    /// Behind this many of its values, so that 1 is the first.
    Choice(usize),
    /// A row of a file.
    Rows(Box<Rows>),
}

/// One combination of values, while it is looked at.
#[derive(Clone, Copy)]
pub struct Combination<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) cursors: &'a [Cursor],
}

impl<'a> Combination<'a> {
    /// What stands in a slot.
    #[must_use]
    pub fn value(&self, slot: usize) -> Value<'a> {
        match self.matrix.slots.get(slot) {
            Some(slot) => self.at(slot.variable, slot.field),
            None => Value::Nothing,
        }
    }

    /// The letters that stand in a slot; empty for elements and for words that mention one.
    #[must_use]
    pub fn text(&self, slot: usize) -> &'a str {
        self.value(slot).letters().unwrap_or_default()
    }

    /// Appends the id of the task: what names each variable's value, joined by [`ids::JOINER`]. Nothing if nothing varies.
    pub fn id(&self, out: &mut String) {
        for at in 0..self.matrix.variables.len() {
            self.id_of(at, out);
        }
    }

    /// Appends the id of one variable's value.
    pub(super) fn id_of(&self, variable: usize, out: &mut String) {
        let Some(kind) = self.matrix.variables.get(variable).map(|variable| &variable.kind) else { return };
        if matches!(kind, Kind::Fixed(_)) {
            return;
        }
        if !out.is_empty() {
            out.push(ids::JOINER);
        }
        match (kind, self.cursors.get(variable)) {
            (Kind::Choices(choices), Some(Cursor::Choice(at))) => {
                if let Some(choice) = at.checked_sub(1).and_then(|at| choices.get(at)) {
                    choice.id(out);
                }
            }
            (Kind::Rows(table), Some(Cursor::Rows(rows))) => {
                table.id(rows, out);
            }
            _ => {}
        }
    }

    pub(super) fn at(&self, variable: usize, field: Option<usize>) -> Value<'a> {
        let Some(kind) = self.matrix.variables.get(variable).map(|variable| &variable.kind) else {
            return Value::Nothing;
        };
        match (kind, self.cursors.get(variable), field) {
            (Kind::Fixed(given), ..) => given.value(),
            (Kind::Choices(choices), Some(Cursor::Choice(at)), _) => {
                at.checked_sub(1).and_then(|at| choices.get(at)).map_or(Value::Nothing, |choice| choice.given.value())
            }
            (Kind::Rows(_), Some(Cursor::Rows(rows)), Some(field)) => rows.cell(field).value(),
            (Kind::Rows(_), _, None) => Value::Row,
            _ => Value::Nothing,
        }
    }

    /// The cell of a row variable.
    pub(super) fn cell(&self, variable: usize, field: usize) -> Cell<'a> {
        match self.cursors.get(variable) {
            Some(Cursor::Rows(rows)) => rows.cell(field),
            _ => Cell::Missing,
        }
    }

    /// The label of the present choice of a variable.
    pub(super) fn choice(&self, variable: usize) -> Option<usize> {
        match self.cursors.get(variable) {
            Some(Cursor::Choice(at)) => at.checked_sub(1),
            _ => None,
        }
    }

    /// Whether every cell that the scene says can be said.
    pub(super) fn is_sound(&self) -> bool {
        self.cursors.iter().all(|cursor| !matches!(cursor, Cursor::Rows(rows) if !rows.is_sound()))
    }

    /// Whether a row cannot be read at all.
    pub(super) fn is_unreadable(&self) -> bool {
        self.cursors.iter().any(|cursor| matches!(cursor, Cursor::Rows(rows) if rows.trouble().is_some()))
    }
}

/// Opening a file once more takes as long as looking at so many combinations.
const OPENING: u64 = 20;
/// Making so many comparisons takes as long as looking at one.
const COMPARISONS: u64 = 32;
/// Reading so many bytes once more takes as long as looking at one.
const BYTES: u64 = 64;

/// Goes through combinations; the state of every variable.
pub(super) struct Walk<'a> {
    matrix: &'a Matrix,
    files: &'a dyn Files,
    cursors: Vec<Cursor>,
    /// Whether all work counts against the limit, not only the combinations.
    counts_work: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(matrix: &'a Matrix, files: &'a dyn Files) -> Self {
        let cursors = matrix.variables.iter().map(|_| Cursor::Still).collect();
        Self { matrix, files, cursors, counts_work: false }
    }

    /// The same, where long conditions, and the files of inner axes, which are read for each value of the outer ones,
    /// count against the limit.
    pub(super) fn counting_work(self) -> Self {
        Self { counts_work: true, ..self }
    }

    pub(super) fn combination(&self) -> Combination<'_> {
        Combination { matrix: self.matrix, cursors: &self.cursors }
    }

    /// Puts an axis before its first value.
    pub(super) fn rewind(&mut self, axis: usize) -> Result<(), FileError> {
        for variable in &self.matrix.axes[axis] {
            self.cursors[*variable] = match &self.matrix.variables[*variable].kind {
                Kind::Fixed(_) => Cursor::Still,
                Kind::Choices(_) => Cursor::Choice(0),
                Kind::Rows(table) => Cursor::Rows(Box::new(Rows::open(table, self.files)?)),
            };
        }
        Ok(())
    }

    /// Moves an axis on; false if one of its variables is at its end.
    pub(super) fn advance(&mut self, axis: usize) -> bool {
        let mut all = true;
        for variable in &self.matrix.axes[axis] {
            all &= self.step(*variable);
        }
        all
    }

    /// Moves one variable on.
    pub(super) fn step(&mut self, variable: usize) -> bool {
        match (&self.matrix.variables[variable].kind, &mut self.cursors[variable]) {
            (Kind::Choices(choices), Cursor::Choice(at)) => {
                *at += 1;
                *at <= choices.len()
            }
            (Kind::Rows(table), Cursor::Rows(rows)) => rows.next(table),
            _ => false,
        }
    }

    /// What it took to read where an inner axis stands.
    fn toll(&self, axis: usize, opened: bool) -> u64 {
        if axis == 0 || !self.counts_work {
            return 0;
        }
        let toll = |variable: &usize| match &self.cursors[*variable] {
            Cursor::Rows(rows) => rows.weight().map_or(0, |bytes| u64::from(opened) * OPENING + bytes as u64 / BYTES),
            _ => 0,
        };
        self.matrix.axes[axis].iter().map(toll).sum()
    }

    /// Goes through the product, whatever `skip` says of it, as far as anything is looked at; whether that is all of it,
    /// unless the visitor breaks off.
    pub(super) fn all(&mut self, visit: &mut dyn FnMut(Combination<'_>) -> ControlFlow<()>) -> Result<bool, FileError> {
        let count = self.matrix.axes.len();
        let (mut at, mut looked_at) = (0, 0_u64);
        let comparisons: usize = self.matrix.skips.iter().map(Test::size).sum();
        let look = 1 + if self.counts_work { comparisons as u64 / COMPARISONS } else { 0 };
        if count > 0 {
            self.rewind(0)?;
        }
        loop {
            if at == count {
                looked_at += look;
                if visit(self.combination()).is_break() || count == 0 {
                    return Ok(true);
                }
                at -= 1;
            }
            if looked_at >= self.matrix.limit {
                return Ok(false);
            }
            if self.advance(at) {
                looked_at += self.toll(at, false);
                at += 1;
                if at < count {
                    self.rewind(at)?;
                    looked_at += self.toll(at, true);
                }
            } else if at == 0 {
                return Ok(true);
            } else {
                at -= 1;
            }
        }
    }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
