//! What comes in: the findings of one compilation. What goes out: workflow commands, a line each, which GitHub shows
//! beside the lines of a change. Columns stand only where a finding lies in one line; the end is its last character.

use std::fmt::Write;

use super::{is_unprintable, shorten};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceMap;

/// How long a message may be.
const MESSAGE: usize = 2_000;

/// The findings, a command each.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect()
}

fn finding(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.span();
    let (start, end) = (sources.start(span), sources.end(span));
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let (line, end_line) = (start.line.to_string(), end.line.to_string());
    let columns = [start.column, end.column.saturating_sub(1).max(start.column)].map(|column| column.to_string());
    let mut properties =
        vec![("file", sources.file(span.file).name()), ("line", line.as_str()), ("endLine", end_line.as_str())];
    if start.line == end.line {
        properties.extend([("col", columns[0].as_str()), ("endColumn", columns[1].as_str())]);
    }
    properties.push(("title", diagnostic.code.name()));
    let help = diagnostic.help.iter().map(|help| format!("\n{help}"));
    let message: String = std::iter::once(diagnostic.message.clone()).chain(help).collect();
    command(level, &properties, &message)
}

/// A workflow command of a level, such as `error`, with its properties and a message of any lines.
#[must_use]
pub fn command(level: &str, properties: &[(&str, &str)], message: &str) -> String {
    let property = |(name, value): &(&str, &str)| format!("{name}={}", escaped(value, &['%', '\r', '\n', ':', ',']));
    let properties = properties.iter().map(property).collect::<Vec<_>>().join(",");
    format!("::{level} {properties}::{}\n", escaped(&shorten(message, MESSAGE), &['%', '\r', '\n']))
}

/// The text with the marks of the command as percent codes, and whatever steers a terminal as an escape.
fn escaped(text: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if marks.contains(&c) {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else if is_unprintable(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn a_finding_is_a_command() {
        let mut sources = SourceMap::default();
        let file = sources.add("a:b,c%\n\u{1b}.scene", "é shelv\nmug\n");
        let one =
            Diagnostic::new(Code::UnknownName, Span::new(file, 3, 8), "nothing\n::error::100%").help("a, b: c\u{1b}");
        let name = "a%3Ab%2Cc%25%0A\\u{1b}.scene";
        assert_eq!(
            github(&[one], &sources),
            format!(
                "::error file={name},line=1,endLine=1,col=3,endColumn=7,title=unknown-name::nothing%0A::error::100%25%0Aa, b: c\\u{{1b}}\n"
            )
        );
        let lines = Diagnostic::new(Code::SimilarImages, Span::new(file, 3, 11), "alike");
        let nowhere = Diagnostic::new(Code::NearMiss, Span::new(file, 0, 0), "odd");
        assert_eq!(
            github(&[lines, nowhere], &sources),
            format!(
                "::notice file={name},line=1,endLine=2,title=similar-images::alike\n\
                 ::warning file={name},line=1,endLine=1,col=1,endColumn=1,title=near-miss::odd\n"
            )
        );
    }
}
