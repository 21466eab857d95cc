//! What comes in: a line that could not be read, or that makes no sense. What goes out: the finding about a slip that
//! people make often, with the fix that mends it. The first that fits wins.

mod bindings;
mod blocks;
mod conditions;
mod directives;
mod letters;
mod lists;
mod looks;
mod names;
mod rows;
mod variants;

use super::super::ast::Word;
use super::super::grammar::Stuck;
use super::super::senseless;
use super::lex::Kind;
use super::source_line::SourceLine;
use crate::diagnostic::Diagnostic;

pub(super) use looks::form;

/// Slips of quotes, comments and marks.
pub(super) fn of_letters(line: &SourceLine) -> Option<Diagnostic> {
    letters::curly_quotes(line).or_else(|| letters::single_quotes(line)).or_else(|| letters::comment(line))
}

/// Slips of names, signs, order and lists, in a line that could not be read.
pub(super) fn of_shape(line: &SourceLine, stuck: Option<&Stuck>) -> Option<Diagnostic> {
    of_blocks_and_variants(line)
        .or_else(|| names::hyphenated_name(line))
        .or_else(|| names::leading_digit(line))
        .or_else(|| of_binding(line))
        .or_else(|| lists::list_of_commas(line))
        .or_else(|| directives::marked_verb(line))
        .or_else(|| of_directive(line))
        .or_else(|| looks::setting(line))
        .or_else(|| looks::aspect(line))
        .or_else(|| bindings::bare_string(line))
        .or_else(|| bindings::bare_file(line))
        .or_else(|| names::marked_name(line))
        .or_else(|| names::own(line))
        .or_else(|| lists::comma_and(line))
        .or_else(|| lists::signs(line))
        .or_else(|| lists::brackets(line))
        .or_else(|| misspelt_verb(line, stuck))
        .or_else(|| bindings::missing_comma(line, stuck?))
        .or_else(|| lists::full_stop(line))
        .or_else(|| rows::row(line))
        .or_else(|| directives::capitals(line))
}

/// Slips that leave a statement of a sound shape.
pub(super) fn of_sense(line: &SourceLine) -> Option<Diagnostic> {
    directives::keep(line)
        .or_else(|| looks::aspect(line))
        .or_else(|| rows::command(line))
        .or_else(|| blocks::import(line))
        .or_else(|| variants::of_variants(line))
        .or_else(|| directives::capitals(line))
}

/// These come first: files without quotes hold hyphens, and conditions hold signs.
fn of_blocks_and_variants(line: &SourceLine) -> Option<Diagnostic> {
    blocks::of_blocks(line).or_else(|| variants::of_variants(line)).or_else(|| conditions::of_conditions(line))
}

fn of_binding(line: &SourceLine) -> Option<Diagnostic> {
    bindings::keyword(line)
        .or_else(|| bindings::spaced_name(line))
        .or_else(|| bindings::wrong_equals(line))
        .or_else(|| bindings::missing_equals(line))
        .or_else(|| bindings::nameless(line))
        .or_else(|| bindings::wrong_mark(line))
}

fn of_directive(line: &SourceLine) -> Option<Diagnostic> {
    directives::keep(line)
        .or_else(|| directives::avoid(line))
        .or_else(|| directives::part_of(line))
        .or_else(|| directives::unquoted(line))
}

/// A line that nothing else explains and that begins almost like a directive.
fn misspelt_verb(line: &SourceLine, stuck: Option<&Stuck>) -> Option<Diagnostic> {
    stuck?;
    let word: Word = line.word(0)?;
    let next = line.kind(1).filter(|_| !line.is(1, "=") && !line.is(1, "."))?;
    let verb = senseless::near_verb(&word.text)?;
    matches!(next, Kind::Word | Kind::Text | Kind::Number).then(|| senseless::finding(&word, verb))
}

/// What stands between the quotes of a string.
fn inner(written: &str) -> &str {
    let quotes = if written.len() >= 6 && written.starts_with("\"\"\"") { 3 } else { 1 };
    if written.starts_with('"') && written.ends_with('"') && written.len() >= 2 * quotes {
        written.get(quotes..written.len() - quotes).unwrap_or_default()
    } else {
        written
    }
}
