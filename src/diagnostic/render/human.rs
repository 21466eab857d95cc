//! What comes in: the findings of one compilation. What goes out: text for people, drawn by miette: code and severity,
//! message, source with labels, help, fixes. At most [`MOST`] findings are drawn; the rest are counted.

use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::Excerpt;
use super::{printable, shorten};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::SourceMap;

/// How many findings of a file are drawn.
const MOST: usize = 50;
/// How long a message may be.
const MESSAGE: usize = 600;
/// How long a replacement may be to be shown.
const REPLACEMENT: usize = 60;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colours.
    pub colour: bool,
    /// Its columns, where known.
    pub width: Option<usize>,
}

/// The findings as people read them; empty without findings.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &SourceMap, look: Look) -> String {
    let mut out = String::new();
    if diagnostics.is_empty() {
        return out;
    }
    let theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let width = look.width.unwrap_or(100).clamp(40, 120);
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false).with_context_lines(1);
    for diagnostic in diagnostics.iter().take(MOST) {
        let report = Report::of(diagnostic, sources, look.width);
        // Writing to a string does not fail; should miette give up on an excerpt, the message is still said.
        if handler.render_report(&mut out, &report).is_err() {
            out.push_str(&super::short(std::slice::from_ref(diagnostic), sources));
        }
        extras(&mut out, diagnostic, sources, look.colour);
        out.push('\n');
    }
    if let Some(rest) = diagnostics.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        let name = diagnostics.first().map_or("", |first| sources.file(first.span().file).name());
        let noun = if rest == 1 { "finding" } else { "findings" };
        let _ = writeln!(out, "... and {rest} more {noun} in {}", printable(name));
    }
    out
}

/// What miette has no place for: labels in other files, and fixes.
fn extras(out: &mut String, diagnostic: &Diagnostic, sources: &SourceMap, colour: bool) {
    let style = if colour { Style::new().fg_color(Some(AnsiColor::Cyan.into())) } else { Style::new() };
    let main = diagnostic.span().file;
    for label in diagnostic.labels.iter().filter(|label| label.span.file != main) {
        let (name, at) = (sources.file(label.span.file).name(), sources.start(label.span));
        let place = format!("{}:{}:{}", printable(name), at.line, at.column);
        line(out, style, "  also", &format!("{place}: {}", printable(&label.text)));
    }
    for (number, fix) in diagnostic.fixes.iter().enumerate() {
        line(out, style, if number == 0 { "   fix" } else { "    or" }, &fix_text(fix));
    }
}

fn line(out: &mut String, style: Style, word: &str, text: &str) {
    let _ = writeln!(out, "{style}{word}:{style:#} {}", shorten(text, MESSAGE));
}

fn fix_text(fix: &Fix) -> String {
    let title = printable(&fix.title);
    match fix.edits.as_slice() {
        [edit] => {
            let text = edit.text.trim();
            let told = text.is_empty() || text.len() > REPLACEMENT || fix.title.contains(text.trim_matches('"'));
            if told { title.into_owned() } else { format!("{title}: `{}`", printable(text)) }
        }
        _ => title.into_owned(),
    }
}

#[derive(Debug)]
struct Report {
    code: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpt: Option<Excerpt>,
}

impl Report {
    fn of(diagnostic: &Diagnostic, sources: &SourceMap, width: Option<usize>) -> Self {
        let excerpt = Excerpt::of(diagnostic, sources, width);
        let mut message = String::new();
        if excerpt.is_none() && !diagnostic.labels.is_empty() {
            message = format!("{}: ", printable(sources.file(diagnostic.span().file).name()));
        }
        message.push_str(&shorten(&printable(&diagnostic.message), MESSAGE));
        let lines = |text: &String| text.lines().map(printable).collect::<Vec<_>>().join("\n");
        Self {
            code: format!("{}[{}]", diagnostic.severity.name(), diagnostic.code.name()),
            message,
            help: diagnostic.help.as_ref().map(lines).map(|help| shorten(&help, 2 * MESSAGE).into_owned()),
            severity: diagnostic.severity,
            excerpt,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Hint => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        Some(Box::new(excerpt.labels.iter().cloned()))
    }
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
