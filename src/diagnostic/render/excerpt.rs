//! What comes in: a finding and its sources. What goes out: the lines around its labels, made fit for a terminal, with
//! the labels moved along. Long lines are cut around the label, a label over lines is cut to its first, and lines far
//! from every label are empty. Deliberately absent: any layout, which is miette's.

use std::collections::BTreeMap;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::printable;
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{SourceFile, SourceMap};

/// A line longer than this is cut where the terminal's width is unknown.
const LONGEST: usize = 160;
/// The columns that line numbers and frame take.
const FRAME: usize = 9;
/// What a label may say.
const LABEL: usize = 200;

/// The lines of one file that a finding shows.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    first_line: usize,
    longest: usize,
    columns: Vec<(usize, usize)>,
    pub(super) labels: Vec<LabeledSpan>,
}

struct Place<'a> {
    label: &'a Label,
    start: usize,
    end: usize,
    column: usize,
    primary: bool,
}

impl Excerpt {
    /// The excerpt of the file that the finding is about; none if there is no text to show.
    pub(super) fn of(diagnostic: &Diagnostic, sources: &SourceMap, width: Option<usize>) -> Option<Self> {
        let main = diagnostic.span().file;
        let file = sources.file(main);
        if diagnostic.labels.is_empty() || file.text().is_empty() {
            return None;
        }
        let mut lines: BTreeMap<usize, Vec<Place<'_>>> = BTreeMap::new();
        for (at, label) in diagnostic.labels.iter().enumerate().filter(|(_, label)| label.span.file == main) {
            let (line, place) = place(file, label, at == 0);
            lines.entry(line).or_default().push(place);
        }
        let (first, last) = (*lines.first_key_value()?.0, *lines.last_key_value()?.0);
        let first_line = first.saturating_sub(1).max(1);
        let name = printable(file.name()).into_owned();
        let longest = width.map_or(LONGEST, |width| width.saturating_sub(FRAME).clamp(24, LONGEST));
        let mut excerpt =
            Self { name, text: String::new(), first_line, longest, columns: Vec::new(), labels: Vec::new() };
        let start = line_start(file.text(), line_start(file.text(), offset_of(&lines, file)).saturating_sub(1));
        for (line, text) in (first_line..=last + 1).zip(file.text()[start..].split('\n')) {
            if line > last && text.trim().is_empty() {
                break;
            }
            let near = lines.range(line.saturating_sub(1)..=line + 1).next().is_some();
            if near {
                excerpt.line(text.strip_suffix('\r').unwrap_or(text), lines.get(&line).map_or(&[], Vec::as_slice));
            }
            excerpt.text.push('\n');
        }
        Some(excerpt)
    }

    fn line(&mut self, line: &str, places: &[Place<'_>]) {
        let main = places.iter().find(|place| place.primary).or(places.first());
        let (from, to) = window(line, main.map_or(0, |place| place.start), self.longest);
        if from > 0 {
            self.text.push('…');
        }
        let mut offsets = Vec::new();
        for (at, c) in line[from..to].char_indices() {
            offsets.push((from + at, self.text.len()));
            if c == '\t' {
                self.text.push(c);
            } else {
                self.text.push_str(&printable(c.encode_utf8(&mut [0; 4])));
            }
        }
        let end = self.text.len();
        self.text.push_str(if to < line.len() { "…" } else { "" });
        let moved = |offset: usize| {
            let next = offsets.partition_point(|(at, _)| *at < offset);
            offsets.get(next).map_or(end, |(_, moved)| *moved)
        };
        for place in places {
            let start = moved(place.start);
            let mut stop = moved(place.end);
            if stop <= start {
                stop =
                    offsets.iter().map(|(_, moved)| *moved).find(|moved| *moved > start).unwrap_or(end).max(start + 1);
            }
            if stop > self.text.len() {
                self.text.push(' ');
            }
            self.columns.push((start, place.column));
            let words =
                Some(super::shorten(&printable(&place.label.text), LABEL).into_owned()).filter(|it| !it.is_empty());
            let span = SourceSpan::from((start, stop - start));
            let make = if place.primary { LabeledSpan::new_primary_with_span } else { LabeledSpan::new_with_span };
            self.labels.push(make(words, span));
        }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, before, after)?;
        let known = self.columns.iter().find(|(start, _)| before == 0 && *start == span.offset());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line() + self.first_line - 1,
            known.map_or(contents.column(), |(_, column)| column - 1),
            contents.line_count(),
        )))
    }
}

/// The line of a label, and its place in that line.
fn place<'a>(file: &SourceFile, label: &'a Label, primary: bool) -> (usize, Place<'a>) {
    let text = file.text();
    let offset = boundary(text, label.span.start as usize);
    let position = file.position(offset);
    let start = line_start(text, offset);
    let length = text[start..].find('\n').unwrap_or(text.len() - start);
    let end = boundary(text, label.span.end as usize).max(offset) - start;
    (position.line, Place { label, start: offset - start, end: end.min(length), column: position.column, primary })
}

fn offset_of(lines: &BTreeMap<usize, Vec<Place<'_>>>, file: &SourceFile) -> usize {
    let first = lines.first_key_value().and_then(|(_, places)| places.first());
    first.map_or(0, |place| boundary(file.text(), place.label.span.start as usize))
}

fn line_start(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

/// The bytes of a line that are shown: all of them, or some around an offset.
fn window(line: &str, focus: usize, longest: usize) -> (usize, usize) {
    if line.len() <= longest || line.chars().nth(longest).is_none() {
        return (0, line.len());
    }
    let focus = boundary(line, focus);
    let after = line[focus..].chars().take(longest).count();
    // A label near the end of its line leaves room for more of what stands before it.
    let before = (longest / 3).max(longest.saturating_sub(after));
    let from = line[..focus].char_indices().rev().take(before).last().map_or(focus, |(at, _)| at);
    let to = line[from..].char_indices().nth(longest).map_or(line.len(), |(at, _)| from + at);
    (from, to)
}

/// The nearest start of a character at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
