//! The parts of the views for people. What comes in: a compiled pass and a width. What goes out: lines, each with the
//! columns that it takes, so that others can stand beside it. Each element has a colour of its own; without colours the
//! lines are the same.

use std::fmt::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Effects, Style};
use unicode_width::UnicodeWidthStr;

use super::wrap::{columns, wrap};
use crate::diagnostic::render::{printable, shorten};
use crate::emit::Pass;

/// Colours that can be read on dark and on light ground.
const COLOURS: [AnsiColor; 6] = [
    AnsiColor::Cyan,
    AnsiColor::Magenta,
    AnsiColor::Green,
    AnsiColor::Yellow,
    AnsiColor::BrightBlue,
    AnsiColor::BrightRed,
];
/// The widest column of element names.
const NAMES: usize = 28;

#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    pub(super) fn put(self, out: &mut String, style: Style, text: &str) {
        if self.colour && !text.is_empty() && style != Style::new() {
            let _ = write!(out, "{style}{text}{style:#}");
        } else {
            out.push_str(text);
        }
    }
}

/// A line of a view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// The text, ready to be printed, with its colours.
    pub(super) text: String,
    /// How wide it is.
    pub(super) columns: usize,
}

impl Line {
    /// A line in one style.
    pub(super) fn new(paint: Paint, style: Style, text: &str) -> Self {
        let shown = printable(text);
        let mut line = Self { columns: shown.width(), text: String::new() };
        paint.put(&mut line.text, style, &shown);
        line
    }
}

/// Puts lines one below the other.
pub(super) fn put_lines(out: &mut String, indent: &str, lines: &[Line]) {
    for line in lines {
        if line.columns > 0 {
            out.push_str(indent);
            out.push_str(&line.text);
        }
        out.push('\n');
    }
}

fn element(index: usize) -> Style {
    Style::new().fg_color(Some(COLOURS[index % COLOURS.len()].into())).effects(Effects::BOLD)
}

/// `pass 2, with_flowers`, and why the compiler has planned it; a planned pass is called by its number alone.
pub(super) fn heading(at: usize, pass: &Pass, paint: Paint, width: usize) -> Vec<Line> {
    let number = at + 1;
    let planned = pass.name == format!("pass_{number}");
    let name = if planned { format!("pass {number}") } else { format!("pass {number}, {}", pass.name) };
    let why = wrap(&pass.why, width);
    let why = why.into_iter().map(|line| pass.why.get(line).unwrap_or_default());
    [Line::new(paint, Style::new().bold(), &shorten(&printable(&name), width))]
        .into_iter()
        .chain(why.map(|line| Line::new(paint, Style::new().dimmed(), line)))
        .collect()
}

/// The references of a pass: position, elements, source.
pub(super) fn references(pass: &Pass, paint: Paint, width: usize) -> Vec<Line> {
    let names: Vec<_> = pass.references.iter().map(|reference| reference.elements.join(", ")).collect();
    let most = NAMES.min(width / 2);
    let names: Vec<_> = names.iter().map(|names| shorten(&printable(names), most).into_owned()).collect();
    let wide = names.iter().map(|names| names.width()).max().unwrap_or(0);
    let digits = names.len().to_string().len();
    let line = |(at, names): (usize, &String)| {
        let reference = &pass.references[at];
        let mut text = format!("{:>digits$}  ", at + 1);
        paint.put(&mut text, element(reference.element), names);
        text.push_str(&" ".repeat(wide - names.width() + 2));
        let room = width.saturating_sub(digits + wide + 4).max(8);
        let shown = printable(&reference.source);
        let source = shorten(&shown, room);
        paint.put(&mut text, Style::new().dimmed(), &source);
        Line { text, columns: digits + wide + 4 + source.width() }
    };
    names.iter().enumerate().map(line).collect()
}

/// The prompt of a pass, its elements in their colours. `marked` are stretches to be underlined, in order.
pub(super) fn prompt(pass: &Pass, marked: &[Range<usize>], paint: Paint, width: usize) -> Vec<Line> {
    wrap(&pass.prompt, width).into_iter().map(|line| prompt_line(pass, line, marked, paint)).collect()
}

fn prompt_line(pass: &Pass, line: Range<usize>, marked: &[Range<usize>], paint: Paint) -> Line {
    let text = pass.prompt.get(line.clone()).unwrap_or_default();
    let mut out = Line { columns: columns(text), text: String::new() };
    let mut at = line.start;
    while at < line.end {
        let mention = pass.mentions.iter().find(|mention| mention.end > at);
        let mark = marked.iter().find(|mark| mark.end > at);
        // Where something begins or ends next.
        let edges = [mention.map(|mention| mention.start..mention.end), mark.cloned()];
        let edges = edges.iter().flatten().flat_map(|range| [range.start, range.end]);
        let end = edges.filter(|edge| *edge > at).fold(line.end, usize::min);
        let mut style = mention.filter(|it| it.start <= at).map_or_else(Style::new, |it| element(it.element));
        if mark.is_some_and(|mark| mark.start <= at) {
            style = style.underline();
        }
        paint.put(&mut out.text, style, &printable(pass.prompt.get(at..end).unwrap_or_default()));
        at = end;
    }
    out
}
