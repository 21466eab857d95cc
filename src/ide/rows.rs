//! What comes in: a variable whose values are the rows of a data file. What goes out: the names of its columns, and the first
//! values of one. No more than the beginning of the file is read.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use smol_str::SmolStr;

use super::Context;
use super::facts::Facts;
use crate::matrix::{self, Options};
use crate::reuse::beside;
use crate::source::FileId;
use crate::syntax;
use crate::syntax::ast::{self, StatementKind};

/// So many rows are looked at.
const MOST_ROWS: usize = 50;
/// So many values are shown.
const MOST_VALUES: usize = 8;

/// The columns of a variable.
#[must_use]
pub(super) fn columns(context: &Context<'_>, home: &Facts, variable: &str) -> Vec<SmolStr> {
    matrix(context, home, variable, Vec::new()).map(|matrix| matrix.columns(variable)).unwrap_or_default()
}

/// The first values of a column, each once, in the order of rows.
#[must_use]
pub(super) fn values(context: &Context<'_>, home: &Facts, variable: &str, column: &str) -> Vec<String> {
    // Only cells that a scene asks for are read.
    let asks = syntax::parse(FileId(0), &format!("say \"{{{variable}.{column}}}\"")).file.statements;
    let Some(matrix) = matrix(context, home, variable, asks) else { return Vec::new() };
    let (mut seen, mut out, mut rows) = (BTreeSet::new(), Vec::new(), 0);
    // A file that cannot be read has no values to show.
    let _ = matrix.each(context.files, &mut |combination| {
        let letters = combination.text(0);
        if !letters.is_empty() && seen.insert(letters.to_owned()) {
            out.push(letters.chars().take(60).collect());
        }
        rows += 1;
        if rows < MOST_ROWS && out.len() < MOST_VALUES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    out
}

/// The variable with statements that ask for cells of it, and nothing else of the scene.
fn matrix(context: &Context<'_>, home: &Facts, variable: &str, asks: Vec<ast::Statement>) -> Option<matrix::Matrix> {
    let named = home.names.get(variable)?;
    let mut statement = home.tree.statements.iter().find(|statement| statement.span == named.whole)?.clone();
    if let StatementKind::Vary(vary) = &mut statement.kind
        && home.path != context.facts.path
        && let Some(ast::Argument { value: ast::Value::Text(text), .. }) = vary.arguments.first_mut()
        && let Some(path) = super::facts::plain(text)
    {
        text.pieces = vec![ast::Piece::Plain(beside(&home.path, &path).into())];
    }
    let file = ast::File { statements: [vec![statement], asks].concat(), comments: Vec::new() };
    Some(matrix::build(&file, context.files, &Options::default()).matrix)
}
