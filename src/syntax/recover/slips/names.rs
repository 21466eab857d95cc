//! What comes in: a line that could not be read. What goes out: the finding about the shape of a name in it.

use super::super::super::findings::quoted;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};

pub(super) fn hyphenated_name(line: &SourceLine) -> Option<Diagnostic> {
    let joins = |index: usize| {
        index + 2 < line.tokens.len()
            && line.kind(index) == Some(Kind::Word)
            && line.is(index + 1, "-")
            && matches!(line.kind(index + 2), Some(Kind::Word | Kind::Number))
            && line.touches(index)
            && line.touches(index + 1)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let first = at;
        while joins(at) {
            at += 2;
        }
        if at > first {
            let written = line.raw(first, at + 1);
            let joined = written.replace('-', "_");
            // `rider-face`, where `rider` is an element, means a part of it.
            let part = line.is_bound(first) && !line.names.holds(&joined);
            found.push((line.spans(first, at + 1), written, if part { written.replace('-', ".") } else { joined }));
        }
        at += 1;
    }
    let (span, written, joined) = found.first()?;
    let mut finding = Diagnostic::new(Code::HyphenatedName, *span, format!("{} holds a hyphen", quoted(written)))
        .here("a name has no hyphen")
        .help(format!("write {} here and wherever the name stands; `_` is read as a space", quoted(joined)));
    if joined.contains('.') {
        finding = finding.help(format!("write {} for the part, or a name without a hyphen", quoted(joined)));
    }
    let edits = found.iter().map(|(span, _, joined)| Edit { span: *span, text: joined.clone() }).collect();
    finding.fixes.push(Fix { title: "write `_` for the hyphen".into(), edits });
    Some(finding)
}

/// `2cats = ref("cats.jpg")`
pub(super) fn leading_digit(line: &SourceLine) -> Option<Diagnostic> {
    let written = line.slice(0);
    let cut = written.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let name = line.kind(0) == Some(Kind::Number) && !cut.is_empty();
    name.then(|| {
        Diagnostic::new(Code::Syntax, line.span(0), format!("{} begins with a digit", quoted(written)))
            .here("not a name")
            .help("a name begins with a letter or `_`")
            .fix("put `_` before it", line.span(0).before(), "_")
    })
}

/// `{man} on {horse}`, `@man on $horse`: marks that other languages put around a name.
pub(super) fn marked_name(line: &SourceLine) -> Option<Diagnostic> {
    let braced = |at: usize| line.is(at, "{") && line.kind(at + 1) == Some(Kind::Word) && line.is(at + 2, "}");
    let marked = |at: usize| (line.is(at, "@") || line.is(at, "$")) && line.touches(at) && line.is_bound(at + 1);
    let mut marks = Vec::new();
    for at in 0..line.len() {
        if braced(at) && line.is_bound(at + 1) {
            marks.extend([at, at + 2]);
        } else if marked(at) {
            marks.push(at);
        }
    }
    let first = *marks.first()?;
    let name = line.slice(first + 1);
    let mut finding =
        Diagnostic::new(Code::Syntax, line.span(first), format!("a name stands without `{}`", line.slice(first)))
            .here("not here")
            .help(format!("write {} alone; `{{{name}}}` belongs in strings", quoted(name)));
    let edit = |at: &usize| Edit { span: line.span(*at), text: String::new() };
    finding.fixes.push(Fix { title: "write the names alone".into(), edits: marks.iter().map(edit).collect() });
    Some(finding)
}

/// `man's hat on horse`: a part is written with a dot.
pub(super) fn own(line: &SourceLine) -> Option<Diagnostic> {
    let owns = |at: &usize| line.kind(*at) == Some(Kind::Own) && line.kind(at + 1) == Some(Kind::Word);
    let found: Vec<usize> = (1..line.len()).filter(owns).collect();
    let first = *found.first()?;
    let part = format!("{}.{}", line.slice(first - 1), line.slice(first + 1));
    let edit = |at: &usize| Edit { span: line.span(*at).to(line.span(at + 1).before()), text: ".".into() };
    let message = format!("{} does not make a part", quoted(line.slice(first)));
    let mut finding = Diagnostic::new(Code::Syntax, line.span(first), message)
        .here("a dot belongs here")
        .help(format!("a part is written {}", quoted(&part)));
    finding.fixes.push(Fix { title: "write a dot".into(), edits: found.iter().map(edit).collect() });
    Some(finding)
}
