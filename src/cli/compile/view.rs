//! What comes in: a task as several targets make it. What goes out: the view of it for people: the references, the prompts
//! beside each other or one below the other, then a table. Targets whose prompts are the same share one.

use std::ops::Range;

use anstyle::Style;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::table::{Side, table};
use crate::cli::paint::{Line, Paint, heading, prompt, put_lines, references};
use crate::cli::wrap::{columns, wrap};
use crate::diagnostic::render::{Look, printable, shorten};
use crate::emit::Pass;
use crate::target::Status;

/// The narrowest column of a prompt.
const NARROWEST: usize = 46;
/// The widest.
const WIDEST: usize = 80;
/// Columns between the columns.
const GAP: usize = 4;
/// Prompts of more words are not compared.
const MOST_COMPARED: usize = 2_000;

/// The view of one task.
pub(super) fn view(title: &str, sides: &[Side<'_>], look: Look) -> String {
    let width = look.width.unwrap_or(80).max(40);
    let paint = Paint { colour: look.colour };
    let (sound, refused): (Vec<&Side<'_>>, Vec<&Side<'_>>) = sides.iter().partition(|side| !side.passes.is_empty());
    let groups = grouped(&sound);
    let page = Page::of(width, groups.len(), paint);
    let mut out = String::new();
    paint.put(&mut out, Style::new().bold(), &shorten(&printable(title), width));
    out.push_str("\n\n");
    let tasks: Vec<&[Pass]> = groups.iter().map(|group| group[0].passes).collect();
    let most = tasks.iter().map(|passes| passes.len()).max().unwrap_or(0);
    for at in 0..most {
        let alike = |same: fn(&Pass, &Pass) -> bool| {
            let passes = tasks.iter().map(|passes| passes.get(at));
            let mut pairs = passes.clone().zip(passes.skip(1));
            pairs.all(|(a, b)| a.zip(b).is_some_and(|(a, b)| same(a, b)))
        };
        let step = Step {
            at,
            named: at == 0 || groups.len() > 1,
            headed: most > 1 && !alike(|a, b| (&a.name, &a.why) == (&b.name, &b.why)),
            listed: !alike(|a, b| a.references == b.references),
            base: tasks[0].get(at).map_or("", |pass| &pass.prompt),
        };
        if let Some(pass) = tasks[0].get(at) {
            step.shared(&mut out, pass, most > 1, &page);
        }
        let cells: Vec<Vec<Line>> = groups.iter().map(|group| step.cell(group, &page)).collect();
        for band in cells.chunks(page.columns).filter(|band| band.iter().any(|cell| !cell.is_empty())) {
            beside(&mut out, band, page.cell);
            out.push('\n');
        }
    }
    put_lines(&mut out, "  ", &unable(&refused, paint, page.whole));
    table(&mut out, &sound, paint, width);
    out
}

/// Targets that make the same of the task, in the order of the first of each.
fn grouped<'a, 'b>(sides: &[&'b Side<'a>]) -> Vec<Vec<&'b Side<'a>>> {
    let same = |a: &Pass, b: &Pass| {
        (&a.name, &a.why, &a.references, &a.prompt) == (&b.name, &b.why, &b.references, &b.prompt)
            && a.task.negative_prompt == b.task.negative_prompt
    };
    let alike = |a: &[Pass], b: &[Pass]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    let mut groups: Vec<Vec<&Side<'_>>> = Vec::new();
    for side in sides {
        match groups.iter_mut().find(|group| alike(group[0].passes, side.passes)) {
            Some(group) => group.push(side),
            None => groups.push(vec![side]),
        }
    }
    groups
}

/// How much room there is.
struct Page {
    /// What stands across all columns.
    whole: usize,
    /// How many prompts stand beside each other.
    columns: usize,
    /// How wide each is.
    cell: usize,
    paint: Paint,
}

impl Page {
    fn of(width: usize, groups: usize, paint: Paint) -> Self {
        let room = width - 2;
        let most = ((room + GAP) / (NARROWEST + GAP)).clamp(1, groups.max(1));
        // Two rows of two rather than three and one.
        let columns = groups.max(1).div_ceil(groups.max(1).div_ceil(most));
        let cell = (room - GAP * (columns - 1)) / columns;
        Self { whole: room.min(98), columns, cell: cell.min(if columns == 1 { 98 } else { WIDEST }), paint }
    }
}

/// One pass, as all targets make it.
struct Step<'a> {
    at: usize,
    /// Whether it has to be said whose prompts these are.
    named: bool,
    /// Whether each target has a heading of its own.
    headed: bool,
    /// Whether each target has references of its own.
    listed: bool,
    /// The prompt of the first target.
    base: &'a str,
}

impl Step<'_> {
    /// What all targets share.
    fn shared(&self, out: &mut String, pass: &Pass, several: bool, page: &Page) {
        let mut blocks = Vec::new();
        if several && !self.headed {
            blocks.push(heading(self.at, pass, page.paint, page.whole));
        }
        if !self.listed && !pass.references.is_empty() {
            blocks.push(references(pass, page.paint, page.whole));
        }
        for block in blocks {
            put_lines(out, "  ", &block);
            out.push('\n');
        }
    }

    /// What stands in the column of some targets: who they are, and what they make of the pass.
    fn cell(&self, group: &[&Side<'_>], page: &Page) -> Vec<Line> {
        let (paint, width) = (page.paint, page.cell);
        let Some(pass) = group[0].passes.get(self.at) else { return Vec::new() };
        let heads = group.iter().filter(|_| self.named);
        let mut lines: Vec<Line> = heads.map(|side| head(side, paint, width)).collect();
        let width = width - 2;
        let mut body = Vec::new();
        if self.headed {
            body.extend(heading(self.at, pass, paint, width));
            body.push(Line::default());
        }
        if self.listed && !pass.references.is_empty() {
            body.extend(references(pass, paint, width));
            body.push(Line::default());
        }
        body.extend(prompt(pass, &differing(self.base, &pass.prompt), paint, width));
        if let Some(negative) = &pass.task.negative_prompt {
            body.extend([Line::default(), Line::new(paint, Style::new().dimmed(), "negative prompt")]);
            let lines = wrap(negative, width).into_iter().map(|line| negative.get(line).unwrap_or_default());
            body.extend(lines.map(|line| Line::new(paint, Style::new(), line)));
        }
        lines.extend(body.into_iter().map(indented));
        lines
    }
}

/// `FLUX.2 [pro], bfl:5@1`
fn head(side: &Side<'_>, paint: Paint, width: usize) -> Line {
    let profile = side.profile;
    let status = match profile.status {
        Status::Active => "",
        Status::Retiring => ", will be withdrawn",
        Status::Retired => ", withdrawn",
    };
    let rest = format!(", {}{status}", side.called);
    let room = width.saturating_sub(columns(&rest)).max(8);
    // What stands in brackets is another name.
    let short = profile.name.split_once(" (").map_or(profile.name.as_str(), |(name, _)| name);
    let name = if columns(&profile.name) <= room { profile.name.as_str() } else { short };
    let name = format!("{}{rest}", shorten(&printable(name), room));
    Line::new(paint, Style::new().bold(), &shorten(&printable(&name), width))
}

/// Targets that cannot make the task, and what stops each.
fn unable(sides: &[&Side<'_>], paint: Paint, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for side in sides {
        lines.push(head(side, paint, width));
        for error in &side.errors {
            let text = format!("error: {error}");
            let wrapped = wrap(&text, width - 2);
            let style = Style::new().fg_color(Some(anstyle::AnsiColor::Red.into()));
            lines.extend(wrapped.into_iter().map(|line| indented(Line::new(paint, style, &text[line]))));
        }
        lines.push(Line::default());
    }
    lines
}

fn indented(line: Line) -> Line {
    if line.columns == 0 {
        return line;
    }
    Line { text: format!("  {}", line.text), columns: line.columns + 2 }
}

/// Puts cells beside each other.
fn beside(out: &mut String, cells: &[Vec<Line>], width: usize) {
    let rows = cells.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..rows {
        let mut pad = 2;
        for cell in cells {
            let used = cell.get(row).filter(|line| line.columns > 0).map_or(0, |line| {
                out.push_str(&" ".repeat(pad));
                pad = 0;
                out.push_str(&line.text);
                line.columns
            });
            pad += width.saturating_sub(used) + GAP;
        }
        out.push('\n');
    }
}

/// The words of a prompt that another lacks, by their bytes; neighbours as one stretch.
fn differing(base: &str, text: &str) -> Vec<Range<usize>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (base.split(' ').collect(), text.split(' ').collect());
    if base == text || old.len().max(new.len()) > MOST_COMPARED {
        return Vec::new();
    }
    let starts: Vec<usize> = new.iter().scan(0, |at, word| Some(std::mem::replace(at, *at + word.len() + 1))).collect();
    let stretch = |words: Range<usize>| {
        let last = words.end.checked_sub(1).filter(|last| *last >= words.start)?;
        Some(*starts.get(words.start)?..starts.get(last)? + new.get(last)?.len())
    };
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let come = operations.iter().filter(|it| !matches!(it, DiffOp::Equal { .. }));
    let stretches: Vec<Range<usize>> = come.filter_map(|it| stretch(it.new_range())).collect();
    // Where most of it differs, marks tell nothing.
    let marked: usize = stretches.iter().map(ExactSizeIterator::len).sum();
    if marked * 2 > text.len() { Vec::new() } else { stretches }
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
