//! What comes in: a line that could not be read. What goes out: the finding about quotes, comments and marks that belong
//! to other languages. These come first, since brackets within them were no brackets.

use super::super::super::findings::quoted;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;

pub(super) fn curly_quotes(line: &SourceLine) -> Option<Diagnostic> {
    let curly: Vec<usize> = (0..line.tokens.len()).filter(|index| line.kind(*index) == Some(Kind::Curly)).collect();
    let first = *curly.first()?;
    let edit = |index: &usize| Edit { span: line.span(*index), text: straight(line.slice(*index)) };
    let mut finding = Diagnostic::new(Code::CurlyQuotes, line.span(first), "curly quotes do not make a string")
        .here("curly quotes")
        .help("type straight quotes: `\"`");
    finding.fixes.push(Fix { title: "make the quotes straight".into(), edits: curly.iter().map(edit).collect() });
    Some(finding)
}

/// The string with straight quotes, those within it escaped.
fn straight(written: &str) -> String {
    let quote = |letter: char| !letter.is_ascii() || letter == '"';
    let mut letters = written.chars();
    letters.next();
    let inner = letters.as_str();
    let closed = inner.chars().next_back().is_some_and(quote);
    let kept = if closed { &inner[..inner.len() - inner.chars().next_back().map_or(0, char::len_utf8)] } else { inner };
    let end = if closed { "\"" } else { "" };
    format!("\"{}{end}", kept.replace('"', "\\\""))
}

pub(super) fn single_quotes(line: &SourceLine) -> Option<Diagnostic> {
    let index = (0..line.tokens.len()).find(|index| line.kind(*index) == Some(Kind::Single))?;
    let written = line.slice(index);
    let inner = written[1..written.len() - 1].replace('"', "\\\"");
    Some(
        Diagnostic::new(Code::Syntax, line.span(index), format!("{} stands in single quotes", quoted(written)))
            .here("single quotes")
            .help("strings stand in double quotes: `\"`")
            .fix("use double quotes", line.span(index), format!("\"{inner}\"")),
    )
}

/// `# c`, `-- c` and `/* c */`.
pub(super) fn comment(line: &SourceLine) -> Option<Diagnostic> {
    let index = (0..line.len()).find(|index| line.kind(*index) == Some(Kind::Hash));
    let Some(index) = index else { return starred_comment(line) };
    let span = line.span(index);
    let mark = if line.slice(index).starts_with('#') { "#" } else { "--" };
    let place = Span::new(span.file, span.range().start, span.range().start + mark.len());
    let finding = Diagnostic::new(Code::Syntax, place, format!("`{mark}` begins no comment")).here("not a comment");
    Some(finding.help("a comment begins with `//`").fix("write `//`", place, "//"))
}

fn starred_comment(line: &SourceLine) -> Option<Diagnostic> {
    let start =
        (1..line.len()).find(|index| line.is(*index, "/") && line.is(index + 1, "*") && line.touches(*index))?;
    let end = (start + 2..line.len()).find(|index| line.is(*index, "*") && line.is(index + 1, "/"));
    let mark = line.spans(start, start + 2);
    let finding = Diagnostic::new(Code::Syntax, mark, "`/*` begins no comment")
        .here("not a comment")
        .help("a comment begins with `//` and goes to the end of its line");
    Some(match end {
        Some(end) => finding.fix("delete the comment", line.spans(start, end + 2), ""),
        None => finding,
    })
}
