//! What comes in: the findings of several compilations, each with its sources. What goes out: one JSON document for
//! tools, version 1. Lines and columns count from 1, columns in characters, offsets in bytes.

use serde::Serialize;

use super::escape_json;
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Position, SourceMap, Span};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
}

/// A finding as it stands in the document.
#[derive(Serialize)]
pub struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    range: Range,
    related: Vec<Related<'a>>,
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    range: Range,
    text: &'a str,
}

/// Every finding, none left out, in one document with a newline at its end.
pub fn json<'a>(compilations: impl IntoIterator<Item = (&'a [Diagnostic], &'a SourceMap)>) -> String {
    let all = compilations.into_iter().flat_map(|(diagnostics, sources)| findings(diagnostics, sources));
    let document = Document { version: 1, diagnostics: all.collect() };
    // Structs with text keys always serialise, so the serialiser's error has no case here.
    let mut text = escape_json(serde_json::to_string_pretty(&document).unwrap_or_default());
    text.push('\n');
    text
}

/// The findings of one compilation, for documents that hold more than these.
#[must_use]
pub fn findings<'a>(diagnostics: &'a [Diagnostic], sources: &'a SourceMap) -> Vec<Finding<'a>> {
    diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect()
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Finding<'a> {
    let span = diagnostic.span();
    let related = diagnostic.labels.iter().skip(1).map(|label| Related {
        message: &label.text,
        file: sources.file(label.span.file).name(),
        range: range(label.span, sources),
    });
    Finding {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file: sources.file(span.file).name(),
        range: range(span, sources),
        related: related.collect(),
        fixes: diagnostic.fixes.iter().map(|fix| change(fix, sources)).collect(),
    }
}

fn change<'a>(fix: &'a Fix, sources: &'a SourceMap) -> Change<'a> {
    let edits = fix.edits.iter().map(|edit| Replacement {
        file: sources.file(edit.span.file).name(),
        range: range(edit.span, sources),
        text: &edit.text,
    });
    Change { title: &fix.title, edits: edits.collect() }
}

fn range(span: Span, sources: &SourceMap) -> Range {
    let point = |position: Position| Point { line: position.line, column: position.column, offset: position.offset };
    Range { start: point(sources.start(span)), end: point(sources.end(span)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn the_document_has_its_published_form() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.scene", "é = 1\nmug on shelv\n");
        let finding = Diagnostic::new(Code::UnknownName, Span::new(file, 14, 19), "nothing is called `shelv`")
            .also(Span::new(file, 0, 2), "there")
            .help("declare it")
            .fix("say shelf", Span::new(file, 14, 19), "shelf");
        let bare = Diagnostic::new(Code::NearMiss, Span::new(file, 0, 0), "a\u{202e}b");
        let findings = [finding, bare];
        let text = json([(&findings[..], &sources), (&[][..], &sources)]);
        assert!(text.ends_with("}\n") && text.contains("a\\u202eb"), "{text}");
        let range = |line: u32, from: (u32, u32), to: (u32, u32)| {
            serde_json::json!({"start": {"line": line, "column": from.0, "offset": from.1},
                               "end": {"line": line, "column": to.0, "offset": to.1}})
        };
        let shelv = range(2, (8, 14), (13, 19));
        let expected = serde_json::json!({"version": 1, "diagnostics": [
            {"code": "unknown-name", "severity": "error", "message": "nothing is called `shelv`",
             "help": "declare it", "file": "a.scene", "range": shelv,
             "related": [{"message": "there", "file": "a.scene", "range": range(1, (1, 0), (2, 2))}],
             "fixes": [{"title": "say shelf", "edits": [{"file": "a.scene", "range": shelv, "text": "shelf"}]}]},
            {"code": "near-miss", "severity": "warning", "message": "a\u{202e}b", "help": null, "file": "a.scene",
             "range": range(1, (1, 0), (1, 0)), "related": [], "fixes": []},
        ]});
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
    }
}
