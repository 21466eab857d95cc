//! `scene explain [CODE]`: the page of a finding as text for a terminal, or all findings in one list. The pages are
//! Markdown of a simple kind: headings, paragraphs, lists, tables, fenced blocks. Text is wrapped, blocks are indented.

use std::fmt::Write;

use anstyle::Style;

use super::levels;
use super::wrap::wrap;
use super::{Exit, output};
use crate::diagnostic::render::Look;
use crate::diagnostic::{Code, Severity};

/// The width of text that goes to no terminal.
const WIDTH: usize = 80;
/// Lines longer than this are hard to read.
const WIDEST: usize = 100;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code of a finding, such as near-miss
    #[arg(value_parser = named)]
    code: Option<Code>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let look = output::stdout_look();
    let text = match arguments.code {
        Some(code) => page(code, look),
        None => list(look),
    };
    output::payload(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// A code as people type or paste it: `near-miss`, `warning[near-miss]`.
fn named(word: &str) -> Result<Code, String> {
    let pasted = word.strip_suffix(']').and_then(|word| word.split_once('[')).map(|(_, code)| code);
    levels::code(pasted.unwrap_or(word), None)
}

/// Every code with its meaning, by weight.
fn list(look: Look) -> String {
    let mut out = String::new();
    let name = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity);
        heading(&mut out, &format!("{}s", capital(severity.name())), look);
        for code in codes {
            let mut label = code.name();
            let room = width(look).saturating_sub(name + 4);
            for line in wrap(code.summary(), room) {
                let _ = writeln!(out, "  {label:<name$}  {}", &code.summary()[line]);
                label = "";
            }
        }
        out.push('\n');
    }
    out.push_str("`scene explain CODE` shows the page of one.\n");
    out
}

fn page(code: Code, look: Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut lines = code.page().lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            end(&mut out, &mut paragraph, look);
            for line in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                if info == "text" {
                    hang(&mut out, line, ("    ", "      "), look);
                } else {
                    let _ = writeln!(out, "{}", format!("    {line}").trim_end());
                }
            }
            out.push('\n');
        } else if let Some(title) = line.strip_prefix("# ") {
            heading(&mut out, &format!("{}[{title}]", code.severity().name()), look);
            out.push('\n');
        } else if let Some(title) = line.strip_prefix("## ") {
            end(&mut out, &mut paragraph, look);
            heading(&mut out, title, look);
            out.push('\n');
        } else if line.starts_with('|') {
            end(&mut out, &mut paragraph, look);
            let _ = writeln!(out, "  {}", plain(line));
        } else {
            if line.trim().is_empty() || line.starts_with("- ") {
                end(&mut out, &mut paragraph, look);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    end(&mut out, &mut paragraph, look);
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// Ends a paragraph or an entry of a list; the entries of one list stand close together.
fn end(out: &mut String, paragraph: &mut String, look: Look) {
    let text = plain(&std::mem::take(paragraph));
    let (entry, text) = text.strip_prefix("- ").map_or((false, text.as_str()), |text| (true, text));
    if text.is_empty() {
        return;
    }
    let last = out.lines().rev().find(|line| !line.is_empty()).unwrap_or_default();
    if entry && out.ends_with("\n\n") && (last.starts_with("  - ") || last.starts_with("    ")) && is_list(out) {
        out.pop();
    }
    let (first, rest) = if entry { ("  - ", "    ") } else { ("  ", "  ") };
    hang(out, text, (first, rest), look);
    out.push('\n');
}

/// Wraps a text, with one lead for its first line and another, as long or longer, for the rest.
fn hang(out: &mut String, text: &str, (first, rest): (&str, &str), look: Look) {
    let mut lead = first;
    for line in wrap(text, width(look).saturating_sub(rest.len())) {
        let _ = writeln!(out, "{lead}{}", &text[line]);
        lead = rest;
    }
}

/// Whether the last thing said is an entry of a list.
fn is_list(out: &str) -> bool {
    out.trim_end().rsplit("\n\n").next().is_some_and(|part| part.starts_with("  - "))
}

fn heading(out: &mut String, text: &str, look: Look) {
    let style = if look.colour { Style::new().bold() } else { Style::new() };
    let _ = writeln!(out, "{style}{text}{style:#}");
}

/// A line without the marks of links and emphasis; words in backticks keep them.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, part) in line.split('`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        if number % 2 == 0 { out.push_str(&part.replace("**", "")) } else { out.push_str(part) }
    }
    let mut from = 0;
    while let Some(middle) = out[from..].find("](").map(|at| from + at) {
        let (start, end) = (out[..middle].rfind('['), out[middle..].find(')').map(|at| middle + at));
        let (Some(start), Some(end)) = (start, end) else { break };
        let address = out[middle + 2..end].to_owned();
        let words = out[start + 1..middle].to_owned();
        let shown = if address.starts_with("http") { format!("{words} ({address})") } else { words };
        out.replace_range(start..=end, &shown);
        from = start + shown.len();
    }
    out
}

fn width(look: Look) -> usize {
    look.width.unwrap_or(WIDTH).clamp(30, WIDEST)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_are_gone() {
        assert_eq!(plain("see [the list](a.md), **not** `a**b`"), "see the list, not `a**b`");
        assert_eq!(plain("[one](https://a.b/c) and [two](x)"), "one (https://a.b/c) and two");
        assert_eq!(plain("a [b] (c) ]( d"), "a [b] (c) ]( d");
    }

    #[test]
    fn codes_are_found_as_they_are_pasted() {
        assert_eq!(named("near-miss"), Ok(Code::NearMiss));
        assert_eq!(named("warning[near-miss]"), Ok(Code::NearMiss));
        assert_eq!(named("nearmiss"), Err("no finding has this code; did you mean `near-miss`?".to_owned()));
        assert_eq!(named("E0123"), Err("no finding has this code".to_owned()));
    }

    #[test]
    fn every_page_fits_its_width() {
        for columns in [40, 80, 200] {
            let look = Look { colour: false, width: Some(columns) };
            for code in Code::ALL {
                let text = page(*code, look);
                assert!(text.starts_with(&format!("{}[{}]\n", code.severity().name(), code.name())), "{text}");
                let prose = text.lines().filter(|line| !line.starts_with("    ") && !line.starts_with("  |"));
                let long: Vec<_> = prose.filter(|line| line.chars().count() > columns.min(WIDEST)).collect();
                assert!(long.is_empty() && !text.contains("```") && !text.contains("]("), "{long:?}\n{text}");
            }
        }
        let all = list(Look { colour: false, width: None });
        assert!(Code::ALL.iter().all(|code| all.contains(code.summary()) || code.summary().len() > 50), "{all}");
        assert!(all.lines().all(|line| line.chars().count() <= WIDTH), "{all}");
    }
}
