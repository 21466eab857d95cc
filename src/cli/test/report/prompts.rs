//! A prompt with the words that changed, for people. What comes in: its sentences. What goes out: lines, with colours where they
//! are wanted, else with marks: `[-gone-]` and `{+come+}`. Sentences that stayed are left out, but said to be there.

use anstyle::{AnsiColor, Style};

use crate::cli::paint::Paint;
use crate::cli::wrap::{columns, wrap};
use crate::diagnostic::render::printable;
use crate::snapshot::{Prompt, Words};

/// The lines of a prompt, each in at most `width` columns; without a width, a sentence takes one line.
pub(super) fn lines(prompt: &Prompt, paint: Paint, width: Option<usize>) -> Vec<String> {
    let (mut out, mut same) = (Vec::new(), 0);
    for sentence in &prompt.sentences {
        if let [Words::Same(_)] = sentence.as_slice() {
            same += 1;
            continue;
        }
        out.extend(left_out(std::mem::take(&mut same), paint));
        out.extend(sentence_lines(sentence, paint, width));
    }
    out.extend(left_out(same, paint));
    out
}

fn left_out(same: usize, paint: Paint) -> Option<String> {
    let said = match same {
        0 => return None,
        1 => "(1 sentence as before)".to_owned(),
        count => format!("({count} sentences as before)"),
    };
    let mut out = String::new();
    paint.put(&mut out, Style::new().dimmed(), &said);
    Some(out)
}

/// The lines of a sentence. Every line has its own colours, so that a pager shows each right.
fn sentence_lines(sentence: &[Words], paint: Paint, width: Option<usize>) -> Vec<String> {
    let (mut text, mut styles) = (String::new(), Vec::new());
    for (at, words) in sentence.iter().enumerate() {
        let (words, style, marks) = match words {
            Words::Same(words) => (words, Style::new(), ["", ""]),
            Words::Gone(words) => (words, AnsiColor::Red.on_default().strikethrough(), ["[-", "-]"]),
            Words::Come(words) => (words, AnsiColor::Green.on_default(), ["{+", "+}"]),
        };
        let [open, close] = if paint.colour { ["", ""] } else { marks };
        if at > 0 {
            text.push(' ');
        }
        let start = text.len();
        text.extend([open, &*printable(words), close]);
        styles.push((start..text.len(), style));
    }
    let width = width.unwrap_or_else(|| columns(&text).max(2));
    let part = |line: std::ops::Range<usize>| {
        let mut out = String::new();
        let mut at = line.start;
        for (range, style) in &styles {
            let (start, end) = (range.start.max(line.start), range.end.min(line.end));
            if start >= end {
                continue;
            }
            out.push_str(&text[at..start]);
            paint.put(&mut out, *style, &text[start..end]);
            at = end;
        }
        out
    };
    wrap(&text, width).into_iter().map(part).collect()
}
