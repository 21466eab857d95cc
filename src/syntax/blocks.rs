//! What comes in: the lines of a pass or a preset. What goes out: its statement, with the statements in its braces, which
//! are cut and read by the same rules as those of a file. Absent: whether a statement may stand in such a block.

use super::ast::{Statement, StatementKind};
use super::cut::{Cutter, Fault, Line};
use super::names::Names;
use super::{Parsed, findings, grammar, recover, words};
use crate::source::{FileId, Span};

/// Whether a line begins a pass or a preset: its word, and no `=` or `.` behind it.
pub(super) fn begins(text: &str, line: &Line) -> bool {
    let line = text.get(line.range.clone()).unwrap_or_default();
    if !line.starts_with('p') {
        return false;
    }
    let end = line.find(|letter| !words::continues_name(letter)).unwrap_or(line.len());
    let (word, behind) = line.split_at(end);
    words::is_head(word) && !behind.trim_start().starts_with(['=', '.'])
}

/// Reads a pass or a preset.
pub(super) fn read(names: &Names, file: FileId, line: &Line, parsed: &mut Parsed) {
    let text = names.text();
    let too_much = matches!(line.fault, Some(Fault::TooDeep { .. } | Fault::TooLong { .. }));
    let Some((open, close)) = line.block.filter(|_| !too_much) else {
        return unbraced(names, file, line, parsed);
    };
    let head = text[line.range.start..open].trim_end();
    let head = Line { range: line.range.start..line.range.start + head.len(), fault: None, ..line.clone() };
    let before = parsed.file.statements.len();
    super::read_block(names, file, &[head], parsed);
    let end = close.unwrap_or(line.range.end);
    let mut inner = Parsed { nested: parsed.statements(), ..Parsed::default() };
    super::read(names, file, &mut Cutter::new(&text[..end], open + 1), &mut inner);
    parsed.nested = inner.statements() - parsed.file.statements.len();
    if let Some(fault) = close.map_or_else(|| recover::fault(text, line, file), |_| None) {
        // A block within may have told of the same bracket.
        inner.diagnostics.retain(|finding| finding.span() != fault.span());
        parsed.diagnostics.push(fault);
    }
    parsed.diagnostics.append(&mut inner.diagnostics);
    parsed.lost.append(&mut inner.lost);
    let span = Span::new(file, line.range.start, close.map_or(end, |close| close + 1));
    // A head that could not be read has its finding; what stands in its braces is lost with it.
    if let Some(statement) = parsed.file.statements.get_mut(before) {
        statement.span = span;
        match &mut statement.kind {
            StatementKind::Pass(pass) => pass.statements = inner.file.statements,
            StatementKind::Preset(preset) => preset.statements = inner.file.statements,
            _ => {}
        }
    } else {
        let bound = inner.file.statements.into_iter().filter_map(|Statement { kind, .. }| match kind {
            StatementKind::Binding(binding) => Some(binding.name),
            _ => None,
        });
        parsed.lost.extend(bound);
    }
    if let Some(close) = close.filter(|close| close + 1 < line.range.end) {
        let behind = &text[close + 1..line.range.end];
        let start = close + 1 + behind.len() - behind.trim_start().len();
        let indent = recover::indent(text, line.range.start);
        let blank = Span::new(file, close + 1, start);
        parsed.diagnostics.push(findings::behind_block(Span::new(file, start, line.range.end), blank, indent));
    }
}

/// A head with nothing behind it.
fn unbraced(names: &Names, file: FileId, line: &Line, parsed: &mut Parsed) {
    let sound = line.fault.is_none() && grammar::tokens(&names.text()[line.range.clone()]).is_ok();
    if sound {
        parsed.diagnostics.push(findings::no_block(Span::new(file, line.range.start, line.range.end)));
    } else {
        recover::line(names, file, line, parsed);
    }
}
