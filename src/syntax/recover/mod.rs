//! What comes in: one logical line that breaks a rule, or that stood in a block which the grammar refused. What goes
//! out: its statement where it can be read, else a finding that says what is wrong in the user's words. One mistake
//! gives one finding. Deliberately absent: any look at other lines.

mod explain;
mod faults;
mod lex;
mod mend;
mod slips;
mod source_line;

use super::ast::{Path, Statement, StatementKind};
use super::build::{self, Place};
use super::cut::{Fault, Line};
use super::names::Names;
use super::{Parsed, findings, grammar};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use source_line::SourceLine;

/// Reads one line and adds what it gives.
pub(super) fn line(names: &Names, file: FileId, line: &Line, parsed: &mut Parsed) {
    let text = names.text();
    let place = Place { file, base: line.range.start, limit: line.range.end };
    let written = &text[line.range.clone()];
    let mended = mend::mend(written, line, place);
    parsed.diagnostics.extend(mended.findings);
    let fault = faults::finding(text, line, file);
    let bound = || {
        // Names stand at the head of a line, however long it is.
        let head = mended.text.char_indices().nth(400).map_or(mended.text.len(), |(at, _)| at);
        let text = &mended.text[..head];
        let tokens = lex::tokens(text);
        SourceLine { text, tokens: &tokens, place, names }.bound_names()
    };
    if matches!(line.fault, Some(Fault::TooDeep { .. } | Fault::TooLong { .. } | Fault::Comment { .. })) {
        parsed.diagnostics.extend(fault);
        parsed.lost.extend(bound());
        return;
    }
    // What a torn string seems to hold is not worth a word.
    let torn = matches!(line.fault, Some(Fault::UnclosedString { .. }));
    let mut built = Vec::new();
    let result = grammar::tokens(&mended.text).map(|tokens| build::statements(tokens, &mended.text, place, &mut built));
    let (stuck, refusals) = match result {
        Ok(found) if found.refusals.is_empty() => {
            parsed.diagnostics.extend(fault);
            if torn {
                parsed.lost.extend(bound());
                built.retain(|one| !matches!(one.kind, StatementKind::Binding(_) | StatementKind::Look(_)));
            } else {
                parsed.diagnostics.extend(found.findings);
            }
            parsed.file.statements.append(&mut built);
            return;
        }
        Ok(found) => (None, found.refusals),
        Err(error) => (Some(grammar::stuck(&error)), Vec::new()),
    };
    let tokens = lex::tokens(&mended.text);
    let scene_line = SourceLine { text: &mended.text, tokens: &tokens, place, names };
    parsed.lost.extend(scene_line.bound_names());
    if scene_line.slice(0) == "edit"
        && let Some(word) =
            (1..scene_line.len()).filter(|at| scene_line.is_bound(*at)).find_map(|at| scene_line.word(at))
    {
        // Without it every other statement would be told that nothing is edited.
        let path = Path { span: word.span, words: vec![word] };
        parsed.file.statements.push(Statement { span: place.span(0..written.len()), kind: StatementKind::Edit(path) });
    }
    let finding = slips::of_letters(&scene_line)
        .or(fault)
        .or_else(|| slips::of_shape(&scene_line, stuck.as_ref()).map(|slip| indented(slip, text, line.range.start)))
        .or_else(|| stuck.map(|stuck| explain::stuck(&scene_line, &stuck)))
        .or_else(|| explain::incomplete(&scene_line));
    parsed.diagnostics.extend(finding.or_else(|| refusals.into_iter().next()));
}

/// The finding about the fault of a line, if it has one to report.
pub(super) fn fault(text: &str, line: &Line, file: FileId) -> Option<Diagnostic> {
    faults::finding(text, line, file)
}

/// The finding about a statement whose shape is sound and which makes no sense all the same.
pub(super) fn senseless(names: &Names, span: Span) -> Option<Diagnostic> {
    let place = Place { file: span.file, base: span.range().start, limit: span.range().end };
    let text = names.text().get(span.range())?;
    let tokens = lex::tokens(text);
    let slip = slips::of_sense(&SourceLine { text, tokens: &tokens, place, names })?;
    Some(indented(slip, names.text(), span.range().start))
}

/// Indents the lines that a fix puts in as far as the one that it mends, which may stand in a block.
fn indented(mut slip: Diagnostic, text: &str, start: usize) -> Diagnostic {
    let indent = indent(text, start);
    if !indent.is_empty() {
        let edits = slip.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| edit.text = edit.text.replace('\n', &format!("\n{indent}")));
    }
    slip
}

/// The blanks before the offset, up to the beginning of its line.
pub(super) fn indent(text: &str, offset: usize) -> &str {
    let row = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[row..offset];
    &before[..before.len() - before.trim_start_matches([' ', '\t']).len()]
}

/// Findings about typographic spaces between statements.
pub(super) fn odd_spaces(file: FileId, text: &str, at: &[usize]) -> Vec<Diagnostic> {
    let finding = |at: &usize| {
        let letter = text[*at..].chars().next()?;
        Some(findings::odd_space(letter, Span::new(file, *at, *at + letter.len_utf8())))
    };
    at.iter().take(super::MAX_FINDINGS).filter_map(finding).collect()
}
