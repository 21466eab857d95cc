//! What comes in: a line with a fault. What goes out: the finding about the fault, with a fix where the place for one
//! is sure. Absent: slips of quotes, which outrank faults and stand in `slips`.

use super::super::build::{self, Place};
use super::super::cut::{Fault, Line};
use super::super::{findings, grammar};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::{FileId, Span};

/// The finding about the line's fault, if it has one to report.
pub(super) fn finding(text: &str, line: &Line, file: FileId) -> Option<Diagnostic> {
    let byte = |at: usize| Span::new(file, at, at + 1);
    let first_word = |at: usize| Span::new(file, at, at + word_length(&text[at..]));
    let end = Span::new(file, line.range.end, line.range.end);
    Some(match line.fault.as_ref()? {
        Fault::UnclosedString { at, block } => unclosed_string(text, line, Span::new(file, *at, *at + 1), *block),
        Fault::UnclosedBracket { at, next } => {
            let open = text[*at..].chars().next()?;
            let fixable = line.closers.len() == 1 && next.is_none_or(|next| next >= line.range.end);
            let fixable = fixable && !text[line.range.clone()].contains("//");
            let brace = text[*at..line.range.end].find('{').filter(|_| open == '(' && line.closers == ")");
            let end = match brace {
                Some(brace) => {
                    let place = at + text[*at..at + brace].trim_end().len();
                    Span::new(file, place, place)
                }
                None => end,
            };
            let address = text[line.range.clone()].ends_with(':') && text[line.range.end..].starts_with("//");
            let finding =
                findings::unclosed_bracket(open, byte(*at), next.map(first_word), (fixable && !address).then_some(end));
            if address { finding.help("`//` begins a comment here; an address stands in quotes") } else { finding }
        }
        Fault::UnclosedBlock { at, next } => {
            let indent = super::indent(text, line.range.start);
            let fixable = line.closers == "}" && !text[line.range.clone()].ends_with("//");
            let finding =
                findings::unclosed_block(byte(*at), first_word(*next), fixable.then(|| (end, format!("\n{indent}}}"))));
            indented(text, *next, indent, file)
                .map_or(finding.clone(), |fix| Diagnostic { fixes: vec![fix], ..finding })
        }
        Fault::DanglingComma { at, next } => findings::dangling_comma(byte(*at), next.map(first_word)),
        Fault::Stray { at } => findings::stray_bracket(&text[*at..=*at], byte(*at)),
        Fault::Comment { at } => findings::foreign_comment(text, Span::new(file, *at, line.range.end)),
        Fault::TooLong { at } => findings::too_long(first_word(*at)),
        Fault::TooDeep { at } => findings::too_deep(byte(*at)),
        Fault::Owed { .. } => return None,
    })
}

/// Indents the lines of a block whose `}` stands below them after all.
fn indented(text: &str, next: usize, indent: &str, file: FileId) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut at = text[..next].rfind('\n').map_or(0, |at| at + 1);
    for row in text[at..].split_inclusive('\n').take(MOST_ROWS) {
        let words = row.trim();
        if words == "}" && row.starts_with(indent) {
            return Some(Fix { title: "indent the lines of the block".into(), edits });
        }
        let entry = words.split_once('=').is_some_and(|(_, words)| words.trim_start().starts_with('"'));
        if !entry {
            return None;
        }
        edits.push(Edit { span: Span::new(file, at, at), text: "  ".into() });
        at += row.len();
    }
    None
}

/// How many entries a block may have to be indented by a fix.
const MOST_ROWS: usize = 100;

/// The finding about a string whose quote stands at the mark.
fn unclosed_string(text: &str, line: &Line, mark: Span, block: bool) -> Diagnostic {
    let file = mark.file;
    let at = mark.range().start;
    let row = &text[at..line.range.end];
    let row_end = at + row.find('\n').map_or(row, |length| &row[..length]).trim_end().len();
    let quotes = if block { 3 } else { 1 };
    let opened = Span::new(file, at, at + quotes);
    let finding = findings::unclosed_string(opened, block);
    let escaped = text[at..row_end].trim_end_matches(')').ends_with("\\\"");
    let finding = if escaped {
        finding.help("`\\\"` is a quote that is said; write `/` in paths, or `\\\\` for a backslash")
    } else {
        finding
    };
    if let Some(curly) = text[at..row_end].find(['\u{201C}', '\u{201D}']).filter(|_| !block) {
        let span = Span::new(file, at + curly, at + curly + '\u{201D}'.len_utf8());
        return finding.also(span, "a typographic quote").help("type a straight quote: `\"`").fix(
            "write a straight quote",
            span,
            "\"",
        );
    }
    let edits = if block { Vec::new() } else { closings(text, line, at, row_end) };
    match edits.into_iter().find(|(at, quote)| sound_with(text, line, *at, quote)) {
        Some((at, quote)) => finding.fix("close the string", Span::new(file, at, at), quote),
        None => finding,
    }
}

/// Where a quote may be missing, likeliest first: at the end of the row, before brackets there, before a comma.
fn closings(text: &str, line: &Line, at: usize, row_end: usize) -> Vec<(usize, String)> {
    let row = &text[..row_end];
    let brackets = row.trim_end_matches([')', ']', ' ']).len().max(at + 1);
    let mut places = vec![(brackets, "\"".to_owned()), (row_end, "\"".to_owned())];
    if row_end == line.range.end {
        places.push((row_end, format!("\"{}", line.closers)));
    }
    let commas = text[line.range.start..row_end].match_indices(',').take(8);
    places.extend(commas.map(|(comma, _)| (line.range.start + comma, "\"".to_owned())));
    places
}

/// Whether the line can be read without any finding once the text stands there.
fn sound_with(text: &str, line: &Line, at: usize, added: &str) -> bool {
    if line.range.len() > LONGEST {
        return false;
    }
    let mended = format!("{}{added}{}", &text[line.range.start..at], &text[at..line.range.end]);
    let place = Place { file: FileId(0), base: 0, limit: mended.len() };
    grammar::tokens(&mended).is_ok_and(|tokens| {
        let built = build::statements(tokens, &mended, place, &mut Vec::new());
        built.refusals.is_empty() && built.findings.is_empty()
    })
}

/// How long a row may be the fix of which is tried out.
const LONGEST: usize = 2000;

/// How long the first word of a line is, for a label that points at the line; one letter at least.
fn word_length(rest: &str) -> usize {
    let word = rest.find(|letter: char| letter.is_whitespace() || "=(),;\"".contains(letter)).unwrap_or(rest.len());
    if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) }
}
