//! What comes in: a text before and after. What goes out: a unified diff, coloured where asked. Whatever a terminal would
//! act on is shown as an escape, so the diff is for people and not for `patch`.

use std::fmt::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use similar::{DiffOp, group_diff_ops};

use crate::diagnostic::render::printable;
use crate::snapshot::operations;

/// How many lines are shown around each change.
const AROUND: usize = 3;

/// The unified diff of a file; empty if nothing changes.
pub(super) fn unified(name: &str, before: &str, after: &str, colour: bool) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(before), lines(after));
    let windows = after.contains("\r\n");
    let mut out = String::new();
    let style = |style: Style| if colour { style } else { Style::new() };
    let [bold, cyan] = [style(Style::new().bold()), style(AnsiColor::Cyan.on_default())];
    for (at, hunk) in group_diff_ops(operations(&old, &new), AROUND).iter().enumerate() {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        if at == 0 {
            let name = printable(name);
            let _ = writeln!(out, "{bold}--- {name}{bold:#}\n{bold}+++ {name}, formatted{bold:#}");
        }
        let range = |of: fn(&DiffOp) -> Range<usize>| header(of(first).start..of(last).end);
        let _ = writeln!(out, "{cyan}@@ -{} +{} @@{cyan:#}", range(DiffOp::old_range), range(DiffOp::new_range));
        for operation in hunk {
            let (gone, come) = (&old[operation.old_range()], &new[operation.new_range()]);
            if matches!(operation, DiffOp::Equal { .. }) {
                write_lines(&mut out, ' ', gone, windows, Style::new());
            } else {
                write_lines(&mut out, '-', gone, windows, style(AnsiColor::Red.on_default()));
                write_lines(&mut out, '+', come, windows, style(AnsiColor::Green.on_default()));
            }
        }
    }
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A range of lines as a diff writes it: from 1, and the line before it if it is empty.
fn header(range: Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

fn write_lines(out: &mut String, sign: char, lines: &[&str], windows: bool, style: Style) {
    for line in lines {
        let (text, end) = line.strip_suffix('\n').map_or((*line, "\n\\ no line end\n"), |text| (text, "\n"));
        // Where all lines end so, it need not be said of each.
        let text = if windows { text.strip_suffix('\r').unwrap_or(text) } else { text };
        let _ = write!(out, "{style}{sign}{}{style:#}{end}", printable(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_with_three_lines_around_them() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\u{1b}";
        let after = "1\n2\n3\n4\n5\nsix\n7\n8\n9\n";
        let expected = "--- a\\nb\n+++ a\\nb, formatted\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n-9\\u{1b}\n\\ no line end\n+9\n";
        assert_eq!(unified("a\nb", before, after, false), expected);
        assert_eq!(unified("a", after, after, true), "");
        assert!(unified("a", before, after, true).contains("\u{1b}[31m-6\u{1b}[0m\n\u{1b}[32m+six\u{1b}[0m\n"));
    }

    #[test]
    fn a_huge_text_is_not_searched() {
        let lines: Vec<String> = (0..100_000).map(|line| line.to_string()).collect();
        let before = lines.join("\n") + "\n";
        let after = before.replace("7\n", "seven\n").replace("9\n", "nine\n");
        let shown = unified("a", &before, &after, false);
        assert!(
            shown.starts_with("--- a\n+++ a, formatted\n@@ -5,99996 +5,99996 @@\n 4\n 5\n 6\n-7\n-8\n"),
            "{shown:.200}"
        );
        assert!(shown.ends_with("+99998\n+9999nine\n"));
        assert_eq!(unified("a", &before, &before, false), "");
    }
}
