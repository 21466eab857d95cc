//! What comes in: a compiled scene. What goes out: the view for people: references, prompt, task. Each element has a
//! colour of its own in the list and in the prompt; without colours the layout is the same.

use anstyle::Style;

use super::paint::{Paint, heading, prompt, put_lines, references};
use super::wrap::columns;
use crate::compile::Compiled;
use crate::diagnostic::render::{Look, printable, shorten};
use crate::emit::Task;
use crate::target::Models;

/// The narrowest column of labels, so that those of blocks stand below each other.
const LABELS: usize = 7;
/// What stands ahead of every line.
const INDENT: &str = "  ";

/// The view of one scene.
pub(super) fn pretty(name: &str, compiled: &Compiled, look: Look) -> String {
    let width = look.width.unwrap_or(80).clamp(40, 100);
    let paint = Paint { colour: look.colour };
    let mut out = String::new();
    paint.put(&mut out, Style::new().bold(), &shorten(&printable(name), width));
    out.push_str("\n\n");
    let several = compiled.passes.len() > 1;
    // What all passes share is said once.
    let alike = several && compiled.passes.windows(2).all(|pair| settings(&pair[0].task) == settings(&pair[1].task));
    for (at, pass) in compiled.passes.iter().enumerate() {
        if several {
            if at > 0 {
                out.push('\n');
            }
            put_lines(&mut out, INDENT, &heading(at, pass, paint, width - 2));
            out.push('\n');
        }
        put_lines(&mut out, INDENT, &references(pass, paint, width - 2));
        if !pass.references.is_empty() {
            out.push('\n');
        }
        put_lines(&mut out, INDENT, &prompt(pass, &[], paint, width - 2));
        out.push('\n');
        let rows =
            if alike { vec![length(&pass.task)] } else { [settings(&pass.task), vec![length(&pass.task)]].concat() };
        block(&mut out, "task", &rows, paint, width);
    }
    if let (true, Some(pass)) = (alike, compiled.passes.first()) {
        out.push('\n');
        block(&mut out, "every task", &settings(&pass.task), paint, width);
    }
    out
}

/// A label and what stands behind it.
pub(super) type Row = (&'static str, String);

/// What is set for a task.
pub(super) fn settings(task: &Task) -> Vec<Row> {
    let model = Models::BUILT_IN.get(&task.model).map_or_else(String::new, |profile| format!("{}, ", profile.name));
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

pub(super) fn block(out: &mut String, head: &str, rows: &[Row], paint: Paint, width: usize) {
    out.push_str("  ");
    paint.put(out, Style::new().bold(), head);
    out.push('\n');
    let wide = rows.iter().map(|(label, _)| columns(label)).fold(LABELS, usize::max);
    for (label, value) in rows {
        out.push_str("    ");
        paint.put(out, Style::new().dimmed(), label);
        out.push_str(&" ".repeat(wide - columns(label) + 2));
        out.push_str(&shorten(&printable(value), width - wide - 6));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::compile::{Mention, Reference};
    use crate::emit::{Pass, Settings};
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
        let text = pretty("mug.scene", &compiled(), Look { colour: false, width: None });
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
        let text = pretty("mug.scene", &two, Look { colour: false, width: None });
        let heads: Vec<_> = text.lines().filter(|line| line.starts_with("  pass")).collect();
        assert_eq!(heads, ["  pass 1, shelf", "  pass 2"], "{text}");
        assert_eq!(text.matches("  task\n    prompt ").count(), 2, "{text}");
        assert_eq!(text.matches("every task\n    model ").count(), 1, "what all share is said once: {text}");
        assert_eq!(text.matches("model ").count(), 1, "{text}");
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        for width in [0, 40, 57, 80, 300] {
            let plain = pretty("mug.scene", &compiled(), Look { colour: false, width: Some(width) });
            let coloured = pretty("mug.scene", &compiled(), Look { colour: true, width: Some(width) });
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
