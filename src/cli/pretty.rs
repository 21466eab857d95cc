//! What comes in: a compiled scene. What goes out: the view for people: references, prompt, task. Each element has a
//! colour of its own in the list and in the prompt; without colours the layout is the same.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use unicode_width::UnicodeWidthStr;

use super::wrap::{columns, wrap};
use crate::compile::Compiled;
use crate::diagnostic::render::{Look, printable, shorten};
use crate::emit::{Pass, Task};
use crate::target::Models;

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

/// The view of one scene.
pub(super) fn pretty(name: &str, compiled: &Compiled, models: &Models, look: Look) -> String {
    let width = look.width.unwrap_or(80).clamp(40, 100);
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    paint.put(&mut out, Style::new().bold(), &shorten(&printable(name), width));
    out.push_str("\n\n");
    let several = compiled.passes.len() > 1;
    // What all passes share is said once.
    let alike = several
        && compiled.passes.windows(2).all(|pair| settings(&pair[0].task, models) == settings(&pair[1].task, models));
    for (at, pass) in compiled.passes.iter().enumerate() {
        if several {
            if at > 0 {
                out.push('\n');
            }
            heading(&mut out, at, pass, paint, width);
        }
        references(&mut out, pass, paint, width);
        prompt(&mut out, pass, paint, width);
        let rows = if alike {
            vec![length(&pass.task)]
        } else {
            [settings(&pass.task, models), vec![length(&pass.task)]].concat()
        };
        block(&mut out, "task", &rows, paint, width);
    }
    if let (true, Some(pass)) = (alike, compiled.passes.first()) {
        out.push('\n');
        block(&mut out, "every task", &settings(&pass.task, models), paint, width);
    }
    out
}

#[derive(Clone, Copy)]
struct Paint {
    colour: bool,
}

impl Paint {
    fn put(self, out: &mut String, style: Style, text: &str) {
        if self.colour && !text.is_empty() && style != Style::new() {
            let _ = write!(out, "{style}{text}{style:#}");
        } else {
            out.push_str(text);
        }
    }
}

fn element(index: usize) -> Style {
    Style::new().fg_color(Some(COLOURS[index % COLOURS.len()].into())).effects(Effects::BOLD)
}

/// `pass 2, with_flowers`, and why the compiler has planned it; a planned pass is called by its number alone.
fn heading(out: &mut String, at: usize, pass: &Pass, paint: Paint, width: usize) {
    let number = at + 1;
    let planned = pass.name == format!("pass_{number}");
    let name = if planned { format!("pass {number}") } else { format!("pass {number}, {}", pass.name) };
    out.push_str("  ");
    paint.put(out, Style::new().bold(), &shorten(&printable(&name), width - 2));
    out.push('\n');
    for line in wrap(&pass.why, width - 2) {
        out.push_str("  ");
        paint.put(out, Style::new().dimmed(), &printable(pass.why.get(line).unwrap_or_default()));
        out.push('\n');
    }
    out.push('\n');
}

fn references(out: &mut String, pass: &Pass, paint: Paint, width: usize) {
    let names: Vec<_> = pass.references.iter().map(|reference| reference.elements.join(", ")).collect();
    let names: Vec<_> = names.iter().map(|names| shorten(&printable(names), NAMES).into_owned()).collect();
    let wide = names.iter().map(|names| names.width()).max().unwrap_or(0);
    let digits = names.len().to_string().len();
    for (at, (reference, names)) in pass.references.iter().zip(&names).enumerate() {
        let _ = write!(out, "  {:>digits$}  ", at + 1);
        paint.put(out, element(reference.element), names);
        out.push_str(&" ".repeat(wide - names.width() + 2));
        let room = width.saturating_sub(digits + wide + 6).max(8);
        paint.put(out, Style::new().dimmed(), &shorten(&printable(&reference.source), room));
        out.push('\n');
    }
    if !names.is_empty() {
        out.push('\n');
    }
}

fn prompt(out: &mut String, pass: &Pass, paint: Paint, width: usize) {
    for line in wrap(&pass.prompt, width - 2) {
        out.push_str("  ");
        let mut at = line.start;
        for mention in &pass.mentions {
            let (start, end) = (mention.start.max(at), mention.end.min(line.end));
            if start < end {
                paint.put(out, Style::new(), &shown(pass, at, start));
                paint.put(out, element(mention.element), &shown(pass, start, end));
                at = end;
            }
        }
        out.push_str(&shown(pass, at, line.end));
        out.push('\n');
    }
    out.push('\n');
}

fn shown(pass: &Pass, start: usize, end: usize) -> String {
    printable(pass.prompt.get(start..end).unwrap_or_default()).into_owned()
}

/// A label and what stands behind it.
type Row = (&'static str, String);

/// What is set for a task.
fn settings(task: &Task, models: &Models) -> Vec<Row> {
    let model = models.get(&task.model).map_or_else(String::new, |profile| format!("{}, ", profile.name));
    let or = |value: Option<String>, without: &str| value.unwrap_or_else(|| without.to_owned());
    let size = task.width.zip(task.height).map(|(width, height)| format!("{width}x{height}"));
    let quality = task.output_quality.map_or_else(String::new, |quality| format!(", quality {quality}"));
    vec![
        ("model", format!("{model}{}", task.model)),
        ("size", or(size, "the model's choice")),
        ("seed", or(task.seed.map(|seed| seed.to_string()), "a new one each time")),
        ("results", or(task.number_results.map(|results| results.to_string()), "1")),
        ("format", or(task.output_format.clone(), "the service's choice") + &quality),
    ]
}

/// How long a prompt is.
fn length(task: &Task) -> Row {
    let words = task.positive_prompt.split_whitespace().count();
    let letters = task.positive_prompt.chars().count();
    ("prompt", format!("{words} words, {letters} characters"))
}

fn block(out: &mut String, head: &str, rows: &[Row], paint: Paint, width: usize) {
    out.push_str("  ");
    paint.put(out, Style::new().bold(), head);
    out.push('\n');
    for (label, value) in rows {
        out.push_str("    ");
        paint.put(out, Style::new().dimmed(), label);
        out.push_str(&" ".repeat(9 - columns(label)));
        out.push_str(&shorten(&printable(value), width - 13));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Mention, Reference};
    use crate::emit::Settings;
    use crate::source::Span;

    fn compiled() -> Compiled {
        let reference = |elements: &[&str], source: String, element| Reference {
            elements: elements.iter().copied().map(Into::into).collect(),
            source: source.into(),
            element,
            span: Span::default(),
        };
        let references = vec![
            reference(&["mug"], "mug.jpg".to_owned(), 0),
            reference(&["shelf", "plant"], format!("data:image/png;base64,{}", "A".repeat(300)), 1),
        ];
        let prompt =
            "Place the speckled stoneware mug from the first image onto the oak shelf\u{202e} from the second image.";
        let mentions = [("speckled stoneware mug", 0), ("oak shelf", 1)].map(|(words, element)| {
            let start = prompt.find(words).unwrap_or_default();
            Mention { start, end: start + words.len(), element }
        });
        let settings = Settings { model: "google:4@3".to_owned(), size: Some((1200, 896)), ..Settings::default() };
        let pass = Pass {
            prompt: prompt.to_owned(),
            mentions: mentions.to_vec(),
            task: Task::new(&settings, prompt, references.iter().map(|one| one.source.to_string()).collect()),
            references,
            ..Pass::NONE
        };
        Compiled { passes: vec![pass], ..Compiled::default() }
    }

    #[test]
    fn the_view_reads_well_in_eighty_columns() {
        let text = pretty("mug.scene", &compiled(), Models::BUILT_IN, Look { colour: false, width: None });
        let expected = "mug.scene

  1  mug           mug.jpg
  2  shelf, plant  data:image/png;base64,AAAAAAAA…AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA

  Place the speckled stoneware mug from the first image onto the oak
  shelf\\u{202e} from the second image.

  task
    model    Nano Banana 2 (gemini-3.1-flash-image), google:4@3
    size     1200x896
    seed     a new one each time
    results  1
    format   the service's choice
    prompt   17 words, 96 characters
";
        assert_eq!(text, expected, "{text}");
    }

    #[test]
    fn passes_are_called_by_name_or_by_number() {
        let mut two = compiled();
        let named = |name: &str| Pass { name: name.into(), ..compiled().passes.remove(0) };
        two.passes = vec![named("shelf"), named("pass_2")];
        let text = pretty("mug.scene", &two, Models::BUILT_IN, Look { colour: false, width: None });
        let heads: Vec<_> = text.lines().filter(|line| line.starts_with("  pass")).collect();
        assert_eq!(heads, ["  pass 1, shelf", "  pass 2"], "{text}");
        assert_eq!(text.matches("  task\n    prompt ").count(), 2, "{text}");
        assert_eq!(text.matches("every task\n    model ").count(), 1, "what all share is said once: {text}");
        assert_eq!(text.matches("model ").count(), 1, "{text}");
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        for width in [0, 40, 57, 80, 300] {
            let plain = pretty("mug.scene", &compiled(), Models::BUILT_IN, Look { colour: false, width: Some(width) });
            let coloured =
                pretty("mug.scene", &compiled(), Models::BUILT_IN, Look { colour: true, width: Some(width) });
            assert!(coloured.contains("\u{1b}[1m\u{1b}[36mmug\u{1b}[0m"), "{coloured:?}");
            let mut bare = String::new();
            for part in coloured.split('\u{1b}') {
                let rest = part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest);
                bare.push_str(rest);
            }
            assert_eq!(bare, plain);
            assert!(plain.lines().all(|line| line.width() <= width.clamp(40, 100)), "{plain}");
        }
    }
}
