//! What comes in: the findings of several compilations, each with its sources. What goes out: one SARIF 2.1.0 document
//! with one run, as code scanning reads it. Only rules that occur are listed. Columns count characters from 1, and the
//! end of a region is the place behind its last character. Absent: byte offsets, which text that was not UTF-8 has none of.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::escape_json;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::source::{SourceMap, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The folder in which the command ran; who reads the document knows where that is.
const ROOT: &str = "%SRCROOT%";
/// How much of a line counts for what it is known by.
const LINE: usize = 4_096;

/// The findings of several compilations.
type Found<'a> = (&'a [Diagnostic], &'a SourceMap);

/// Counts how often a code was found in lines of one text, so that equal findings can be told apart.
#[derive(Default)]
struct Seen<'a>(BTreeMap<(&'a str, Code, &'a str), usize>);

#[derive(Serialize)]
struct Region {
    #[serde(rename = "startLine")]
    start_line: usize,
    #[serde(rename = "startColumn")]
    start_column: usize,
    #[serde(rename = "endLine")]
    end_line: usize,
    #[serde(rename = "endColumn")]
    end_column: usize,
}

/// Every finding, none left out, in one document with a newline at its end.
pub fn sarif<'a>(compilations: impl IntoIterator<Item = Found<'a>>) -> String {
    let found: Vec<(&Diagnostic, &SourceMap)> = compilations
        .into_iter()
        .flat_map(|(diagnostics, sources)| diagnostics.iter().map(move |finding| (finding, sources)))
        .collect();
    let mut rules: Vec<Code> = found.iter().map(|(finding, _)| finding.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut seen = Seen::default();
    let results: Vec<Value> =
        found.iter().map(|(finding, sources)| result(finding, sources, &rules, &mut seen)).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder in which the check ran." } } },
            "results": results,
        }],
    });
    // A value always serialises, so the serialiser's error has no case here.
    let mut text = escape_json(serde_json::to_string_pretty(&document).unwrap_or_default());
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    let page = code.page();
    let about = page.split("\n\n").find(|part| !part.starts_with('#')).unwrap_or_default().trim();
    let about = if about.is_empty() { code.summary() } else { about };
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": about.replace('\n', " ") },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn result<'a>(finding: &'a Diagnostic, sources: &'a SourceMap, rules: &[Code], seen: &mut Seen<'a>) -> Value {
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": rules.binary_search(&finding.code).unwrap_or_default(),
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": place(finding.span(), sources) }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint(finding, sources, seen) },
    });
    let related = |label: &crate::diagnostic::Label| {
        let mut location = json!({ "physicalLocation": place(label.span, sources) });
        if !label.text.is_empty() {
            location["message"] = json!({ "text": label.text });
        }
        location
    };
    let related: Vec<Value> = finding.labels.iter().skip(1).map(related).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> =
        finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|it| fix(it, sources)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

fn fix(fix: &Fix, sources: &SourceMap) -> Value {
    let mut files: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let replacement =
            json!({ "deletedRegion": region(edit.span, sources), "insertedContent": { "text": edit.text } });
        files.entry(edit.span.file).or_default().push(replacement);
    }
    let change = |(file, replacements)| json!({ "artifactLocation": artifact(sources.file(file).name()), "replacements": replacements });
    let changes: Vec<Value> = files.into_iter().map(change).collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn place(span: Span, sources: &SourceMap) -> Value {
    json!({ "artifactLocation": artifact(sources.file(span.file).name()), "region": region(span, sources) })
}

fn region(span: Span, sources: &SourceMap) -> Region {
    let (start, end) = (sources.start(span), sources.end(span));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// Where a file is: below the root, unless its path is absolute or leads out of it.
fn artifact(name: &str) -> Value {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    if name.starts_with('/') {
        return json!({ "uri": format!("file://{uri}") });
    }
    if name.starts_with("../") {
        return json!({ "uri": uri });
    }
    json!({ "uri": uri, "uriBaseId": ROOT })
}

/// What stays the same when lines move: a hash of the code and of the line's text, and the number of the finding among
/// those that have the same of both.
fn fingerprint<'a>(finding: &Diagnostic, sources: &'a SourceMap, seen: &mut Seen<'a>) -> String {
    let file = sources.file(finding.span().file);
    let start = sources.start(finding.span()).offset;
    let start = (0..=start).rev().find(|at| file.text().is_char_boundary(*at)).unwrap_or_default();
    let (before, behind) = file.text().split_at(start);
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let to = behind.find('\n').map_or(file.text().len(), |length| start + length);
    let line = file.text()[from..to].trim();
    let line = (0..=line.len().min(LINE)).rev().find_map(|end| line.get(..end)).unwrap_or_default();
    let count = seen.0.entry((file.name(), finding.code, line)).or_default();
    *count += 1;
    let hash = blake3::hash(format!("{}\0{line}", finding.code.name()).as_bytes()).to_hex();
    format!("{}:{count}", &hash[..16])
}

#[cfg(test)]
#[path = "sarif_tests.rs"]
mod tests;
