//! Counting. What comes in: a matrix and its files. What goes out: how many tasks there are, and what is wrong with rows.
//! Every row is looked at once; without a `skip` no product is walked, so that even a huge one is counted at once.

use std::ops::ControlFlow;

use super::table::Place;
use super::unique::Unique;
use super::walk::{Combination, Cursor, Walk};
use super::{Kind, Matrix, findings};
use crate::diagnostic::{Code, Diagnostic, file_finding};
use crate::source::{FileError, Files, Span};

/// So many findings are kept.
const MOST_FINDINGS: usize = 1_000;

/// What was counted.
#[derive(Debug, Default)]
pub struct Count {
    /// How many tasks there are; more than can be counted are as many as can be.
    pub tasks: u64,
    /// How many values each axis has, and what people call it: `12 rows of csv "products.csv"`.
    pub axes: Vec<(u64, String)>,
    /// What is wrong with rows and ids, and whether there are too many tasks.
    pub diagnostics: Vec<Diagnostic>,
}

impl Matrix {
    /// Goes through all rows and counts the tasks; more than `most` are an error.
    #[must_use]
    pub fn count(&self, files: &dyn Files, most: u64) -> Count {
        if !self.present {
            // It has no id, so that no pattern means it.
            return Count { tasks: u64::from(self.only.is_empty()), ..Count::default() };
        }
        let mut counting = Counting { matrix: self, most, count: Count::default(), unique: Unique::new(self, most) };
        let counted = counting.count(files);
        if let Err(error) = counted {
            let table = self.variables.iter().find_map(|variable| match &variable.kind {
                Kind::Rows(table) => Some(table),
                _ => None,
            });
            let (path, span) = table.map_or(("", Span::default()), |table| (table.path.as_str(), table.span));
            counting.report(file_finding(path, &error, span));
        }
        counting.count
    }
}

struct Counting<'a> {
    matrix: &'a Matrix,
    most: u64,
    count: Count,
    unique: Unique,
}

impl Counting<'_> {
    fn report(&mut self, finding: Diagnostic) {
        let kept = self.count.diagnostics.len();
        if kept < MOST_FINDINGS {
            self.count.diagnostics.push(finding);
        } else if kept == MOST_FINDINGS {
            let message = format!("the data has more than {MOST_FINDINGS} findings");
            let last = Diagnostic::new(Code::TooManyFindings, finding.span(), message);
            self.count.diagnostics.push(last.help("mend those above first; the rest is not shown"));
        }
    }

    fn count(&mut self, files: &dyn Files) -> Result<(), FileError> {
        let narrowed = !self.matrix.skips.is_empty() || !self.matrix.only.is_empty();
        let mut product = 1_u64;
        for axis in 0..self.matrix.axes.len() {
            let length = self.axis(axis, files, narrowed)?;
            product = product.saturating_mul(length);
            self.count.axes.push((length, self.called(axis, length)));
        }
        self.count.tasks = product;
        if narrowed && product > 0 {
            self.walk(files)?;
        }
        let duplicates = std::mem::take(&mut self.unique).duplicates(self.matrix, files)?;
        for finding in duplicates {
            self.report(finding);
        }
        if self.count.tasks > self.most {
            let finding = self.too_many();
            self.report(finding);
        }
        Ok(())
    }

    /// How many values an axis has; its rows are looked at unless only some of them are wanted.
    fn axis(&mut self, axis: usize, files: &dyn Files, narrowed: bool) -> Result<u64, FileError> {
        let mut walk = Walk::new(self.matrix, files);
        let variables = &self.matrix.axes[axis];
        if variables.len() > 1 {
            walk.rewind(axis)?;
            let mut lengths = vec![0_u64; variables.len()];
            for (at, variable) in variables.iter().enumerate() {
                while walk.step(*variable) {
                    lengths[at] += 1;
                }
            }
            if let Some(other) = (1..lengths.len()).find(|at| lengths[*at] != lengths[0]) {
                let finding = self.unequal((variables[0], lengths[0]), (variables[other], lengths[other]));
                self.report(finding);
            }
        }
        walk.rewind(axis)?;
        let mut length = 0;
        while walk.advance(axis) {
            length += 1;
            if !narrowed {
                self.look(axis, &walk.combination());
            }
        }
        if length == 0 {
            let table = variables.iter().find_map(|variable| match &self.matrix.variables[*variable].kind {
                Kind::Rows(table) => Some(table),
                _ => None,
            });
            if let Some(table) = table {
                let message = format!("{} has no rows", table.called());
                let finding = Diagnostic::new(Code::BadData, table.span, message);
                self.report(finding.help("each row behind the header makes tasks; write one at least"));
            }
        }
        Ok(length)
    }

    /// Looks at the rows that an axis stands at.
    fn look(&mut self, axis: usize, combination: &Combination<'_>) {
        let matrix = self.matrix;
        let mut place = Place::default();
        let mut named = true;
        for variable in &matrix.axes[axis] {
            let (Kind::Rows(table), Some(Cursor::Rows(rows))) =
                (&matrix.variables[*variable].kind, combination.cursors.get(*variable))
            else {
                continue;
            };
            place = rows.place();
            if self.unique.knows(axis, place.row) {
                return;
            }
            if let Some(why) = rows.trouble() {
                self.report(findings::bad_row(table, place, why));
                return self.unique.pass(axis, place.row);
            }
            if !rows.is_sound() {
                let said = table.fields.iter().enumerate().filter(|(_, field)| field.said);
                for (field, why) in said.filter_map(|(at, _)| Some((at, rows.cell(at).fault()?))) {
                    self.report(findings::bad_cell(table, place, field, why));
                }
            } else if let Some(field) = rows.cut_off(table) {
                // `skip` would take what is not there for empty.
                self.report(findings::bad_cell(table, place, field, "is missing"));
            }
            if !table.id(rows, &mut String::new()) {
                self.report(findings::nameless(table, place));
                named = false;
            }
        }
        if named {
            self.unique.add(axis, place.row, combination);
        } else {
            self.unique.pass(axis, place.row);
        }
    }

    /// Counts what `skip` leaves and what is wanted.
    fn walk(&mut self, files: &dyn Files) -> Result<(), FileError> {
        let (mut tasks, mut id, mut odd) = (0_u64, String::new(), Vec::new());
        let matrix = self.matrix;
        let whole = Walk::new(matrix, files).counting_work().all(&mut |combination| {
            let left_out =
                !combination.is_unreadable() && matrix.skips.iter().any(|test| test.holds(&combination, &mut odd));
            for finding in odd.drain(..) {
                if self.count.diagnostics.len() <= MOST_FINDINGS && !self.count.diagnostics.contains(&finding) {
                    self.report(finding);
                }
            }
            if !left_out && matrix.wants(&combination, &mut id) {
                tasks += 1;
                for axis in 0..matrix.axes.len() {
                    self.look(axis, &combination);
                }
            }
            ControlFlow::Continue(())
        })?;
        self.count.tasks = if whole { tasks } else { u64::MAX };
        if tasks == 0 && matrix.only.is_empty() && whole {
            let span = matrix.variables.first().map(|variable| variable.name.span).unwrap_or_default();
            self.report(findings::bad_vary(span, "`skip` leaves no task at all", "let some combination stay"));
        }
        Ok(())
    }

    /// What people call an axis.
    fn called(&self, axis: usize, length: u64) -> String {
        let mut out = String::new();
        for variable in &self.matrix.axes[axis] {
            let variable = &self.matrix.variables[*variable];
            if !out.is_empty() {
                out.push_str(" with ");
            }
            match &variable.kind {
                Kind::Rows(table) => {
                    out.push_str(if length == 1 { "row of " } else { "rows of " });
                    out.push_str(&table.called());
                }
                Kind::Choices(_) | Kind::Fixed(_) if out.is_empty() => {
                    out.push_str("of ");
                    out.push_str(&variable.name.text);
                }
                Kind::Choices(_) | Kind::Fixed(_) => out.push_str(&variable.name.text),
            }
        }
        out
    }

    fn unequal(&self, one: (usize, u64), other: (usize, u64)) -> Diagnostic {
        let name = |at: usize| &self.matrix.variables[at].name;
        let message = format!(
            "`{}` has {} and `{}` has {}, so that they cannot be paired",
            name(one.0).text,
            values(one.1),
            name(other.0).text,
            other.1
        );
        Diagnostic::new(Code::BadVary, name(one.0).span, message)
            .also(name(other.0).span, values(other.1))
            .help("give both as many, or take the `zip` out: then each goes with each")
    }

    fn too_many(&self) -> Diagnostic {
        let span =
            self.matrix.axes.first().and_then(|axis| axis.first()).map(|at| self.matrix.variables[*at].name.span);
        let tasks = match self.count.tasks {
            u64::MAX => "these are far too many tasks".to_owned(),
            1 => "this is 1 task".to_owned(),
            tasks => format!("these are {tasks} tasks"),
        };
        let axes: Vec<_> = self.count.axes.iter().map(|(length, called)| format!("{length} {called}")).collect();
        let message = format!("{tasks}, and at most {} are made", self.most);
        Diagnostic::new(Code::TooManyTasks, span.unwrap_or_default(), message).here(axes.join(" x ")).help(
            match self.count.tasks {
                u64::MAX => "vary over less, or pair lists with `zip`".to_owned(),
                tasks => format!("leave some out with `skip where`, or allow more: `--max-tasks {tasks}`"),
            },
        )
    }
}

/// "1 value", "2 values"
fn values(count: u64) -> String {
    format!("{count} value{}", if count == 1 { "" } else { "s" })
}
