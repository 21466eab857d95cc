//! What comes in: the tree of a file, values from outside, and the data files that it names. What goes out: the number of
//! its tasks, each as a [`Combination`] of values with a stable id, and the tree with the values of one in it. Absent:
//! what a scene means; behind this room nobody knows of variables.
//!
//! - [`build()`] reads `param`, `vary`, `zip` and `skip` into a [`Matrix`]. Of a data file only the header is read.
//! - [`Matrix::count`] goes through all rows once, before anything is compiled: it counts the tasks that `skip` leaves,
//!   looks at every cell that the scene says, and sees to it that no two tasks have one id. A CSV file of a million rows
//!   is never held: eight bytes a row are.
//! - [`Matrix::each`] lends the combinations, one after another, the last variable changing fastest.
//! - [`bind()`] puts the values of one combination into the tree.
//!
//! Every use of a variable in a scene is a numbered *slot*: a variable, or one column of its rows ([`Matrix::slots`]). A
//! combination gives the letters of a slot without copying them ([`Combination::text`]): they lie in the one record that
//! is reused for all rows. Whoever compiles thousands of rows can so compile one, keep the text around the slots, and put
//! only the letters in for the others.

mod bind;
mod build;
mod conditions;
mod count;
mod findings;
mod given;
pub mod ids;
mod skip;
mod table;
mod unique;
mod uses;
mod value;
mod walk;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use smol_str::SmolStr;

use crate::diagnostic::Diagnostic;
use crate::source::{FileError, Files, Span};
use crate::syntax::ast::{self, Path, Word};

pub use bind::Bound;
pub use build::{Built, build};
pub use count::Count;
pub use value::Value;
pub use walk::Combination;

use bind::{Found, Lookup};
use skip::Test;
use table::Table;
use value::Given;
use walk::Walk;

/// How many tasks a scene may have unless more are asked for.
pub const MOST_TASKS: u64 = 10_000;

/// All values of one task, wherever they stand in it, have at most so many bytes; a page of text has two thousand.
const MOST_BYTES: usize = 4 << 20;

/// So many combinations are looked at for `skip` to leave some, or ten times the tasks that may be.
const MOST_LOOKED_AT: u64 = 10_000_000;

/// What is asked of a matrix from outside.
#[derive(Debug, Clone)]
pub struct Options {
    /// Values of variables: of a `param`, or the one value of a `vary`.
    pub set: Vec<(SmolStr, SmolStr)>,
    /// Patterns of ids; only tasks that match one are wanted. All are if there is no pattern.
    pub only: Vec<String>,
    /// More tasks than this are an error.
    pub most: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { set: Vec::new(), only: Vec::new(), most: MOST_TASKS }
    }
}

/// The variables of a scene and how they are combined.
#[derive(Debug, Default)]
pub struct Matrix {
    variables: Vec<Variable>,
    /// Variables that go side by side; the axes multiply.
    axes: Vec<Vec<usize>>,
    skips: Vec<Test>,
    slots: Vec<Slot>,
    /// The number of each slot.
    numbers: BTreeMap<Slot, usize>,
    elements: BTreeMap<SmolStr, Span>,
    only: Vec<String>,
    /// No more combinations are looked at; a product of many lists can be larger than anybody can wait for.
    limit: u64,
    /// Whether the scene has any statement about variables.
    present: bool,
}

#[derive(Debug)]
struct Variable {
    name: Word,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Fixed(Given),
    Choices(Vec<Choice>),
    Rows(Box<Table>),
}

/// One of the values in square brackets.
#[derive(Debug)]
struct Choice {
    label: Option<SmolStr>,
    given: Given,
    span: Span,
}

impl Choice {
    fn id(&self, out: &mut String) {
        match &self.label {
            Some(label) => out.push_str(label),
            None => ids::slug(&self.given.shown(), out),
        }
    }
}

/// A use of a variable, or of one column of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    variable: usize,
    field: Option<usize>,
}

impl Matrix {
    /// Whether the scene has no variables: it is one task, without an id, and its tree needs no binding.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.present
    }

    /// Whether the scene leaves combinations out.
    #[must_use]
    pub fn skips(&self) -> bool {
        !self.skips.is_empty()
    }

    /// The names of the variables, in file order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.variables.iter().map(|variable| variable.name.text.as_str())
    }

    /// The variables that vary, each with how many values it has by a count.
    #[must_use]
    pub fn lengths(&self, count: &Count) -> Vec<(SmolStr, u64)> {
        let axes = self.axes.iter().zip(&count.axes);
        let variables = axes.flat_map(|(axis, (length, _))| axis.iter().map(|at| (*at, *length)));
        variables.map(|(at, length)| (self.variables[at].name.text.clone(), length)).collect()
    }

    /// The columns of a variable whose values are rows, by the names that a scene calls them; none of another.
    #[must_use]
    pub fn columns(&self, name: &str) -> Vec<SmolStr> {
        match self.variable(name).map(|at| &self.variables[at].kind) {
            Some(Kind::Rows(table)) => table.callable().collect(),
            _ => Vec::new(),
        }
    }

    /// The data files that variables read, as the scene writes their paths.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().filter_map(|variable| match &variable.kind {
            Kind::Rows(table) => table.file(),
            Kind::Fixed(_) | Kind::Choices(_) => None,
        })
    }

    /// How many slots there are; they are numbered from 0.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The slot that a path such as `row.title` stands for.
    #[must_use]
    pub fn slot(&self, path: &Path) -> Option<usize> {
        let at = self.variable(&path.words.first()?.text)?;
        let field = match &self.variables[at].kind {
            Kind::Rows(table) => Some(table.field(&path.words.get(1)?.text)?),
            _ => None,
        };
        self.numbers.get(&Slot { variable: at, field }).copied()
    }

    /// Lends every combination that `skip` leaves and that is wanted, in order, until the visitor breaks off; says how many
    /// that were. Rows that cannot be said are passed over: [`Matrix::count`] reports them.
    pub fn each(
        &self,
        files: &dyn Files,
        visit: &mut dyn FnMut(Combination<'_>) -> ControlFlow<()>,
    ) -> Result<u64, FileError> {
        let (mut count, mut id) = (0, String::new());
        Walk::new(self, files).all(&mut |combination| {
            let wanted = combination.is_sound()
                && !self.skips.iter().any(|test| test.holds(&combination, &mut Vec::new()))
                && self.wants(&combination, &mut id);
            if !wanted {
                return ControlFlow::Continue(());
            }
            count += 1;
            visit(combination)
        })?;
        Ok(count)
    }

    /// The ids of the first combinations that `skip` leaves, whether they are wanted or not.
    #[must_use]
    pub fn ids(&self, files: &dyn Files, most: usize) -> Vec<String> {
        let mut ids = Vec::new();
        let walked = Walk::new(self, files).all(&mut |combination| {
            if combination.is_sound() && !self.skips.iter().any(|test| test.holds(&combination, &mut Vec::new())) {
                let mut id = String::new();
                combination.id(&mut id);
                ids.push(id);
            }
            if ids.len() >= most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if walked.is_err() {
            ids.clear();
        }
        ids
    }

    fn variable(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|variable| variable.name.text == name)
    }

    fn wants(&self, combination: &Combination<'_>, id: &mut String) -> bool {
        if self.only.is_empty() {
            return true;
        }
        id.clear();
        combination.id(id);
        self.only.iter().any(|pattern| ids::matches(pattern, id))
    }
}

/// The tree with the values of a combination in the place of its variables.
#[must_use]
pub fn bind(file: &ast::File, combination: &Combination<'_>) -> Bound {
    let value = |slot: Slot| combination.at(slot.variable, slot.field);
    bind::bind(file, &mut Values { matrix: combination.matrix, value: &value })
}

/// The same with the values that a function gives for each slot, whatever the combination.
#[must_use]
pub fn bind_with<'v>(file: &ast::File, matrix: &Matrix, value: &dyn Fn(usize) -> Value<'v>) -> Bound {
    let value = |slot: Slot| matrix.numbers.get(&slot).map_or(Value::Nothing, |number| value(*number));
    bind::bind(file, &mut Values { matrix, value: &value })
}

/// Looks variables up. What is wrong with a path was said when the matrix was built.
struct Values<'m, 'v> {
    matrix: &'m Matrix,
    value: &'m dyn Fn(Slot) -> Value<'v>,
}

impl<'v> Lookup<'v> for Values<'_, 'v> {
    fn look(&mut self, path: &Path, _findings: &mut Vec<Diagnostic>) -> Found<'v> {
        let (first, rest) = path.words.split_first()?;
        let variable = self.matrix.variable(&first.text)?;
        let Kind::Rows(table) = &self.matrix.variables[variable].kind else {
            let value = (self.value)(Slot { variable, field: None });
            let sound = rest.is_empty() || matches!(value, Value::Element(_));
            return Some((if sound { value } else { Value::Nothing }, 1));
        };
        let [column] = rest else { return Some((Value::Nothing, path.words.len())) };
        let field = table.field(&column.text);
        Some((field.map_or(Value::Nothing, |_| (self.value)(Slot { variable, field })), 2))
    }

    fn tells(&self) -> bool {
        false
    }

    fn is_element(&self, name: &str) -> bool {
        self.matrix.elements.contains_key(name)
    }
}
