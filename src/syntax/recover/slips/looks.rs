//! What comes in: a line that begins like an aspect or a setting and could not be read. What goes out: the finding about
//! what is too much or in the wrong place in it, with the whole line put right.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::inner;
use crate::diagnostic::{Code, Diagnostic};

/// An aspect taken apart, in whatever order it was written.
#[derive(Default)]
struct Parts {
    of: Option<String>,
    source: Option<String>,
    words: Vec<String>,
    /// The first thing that is wrong: its token, what to say of it, and what to say there.
    wrong: Option<(usize, String, &'static str)>,
}

impl Parts {
    fn wrong(&mut self, at: usize, message: String, here: &'static str) {
        self.wrong.get_or_insert((at, message, here));
    }
}

/// `style: "x"`, `lighting "soft" from table`, `color of wall to "green"`, `pose of man like horse`, `camera 35mm`.
pub(super) fn aspect(line: &SourceLine) -> Option<Diagnostic> {
    let word = line.word(0)?;
    let built = line.is_word(1, &["of", "from", "match"]);
    let known = words::is_aspect(&word.text);
    if !(known || built) || line.is_bound(0) || line.makes(2) || line.makes(3) || words::is_reserved(&word.text) {
        return None;
    }
    let mut parts = Parts::default();
    let mut at = 1;
    while at < line.len() {
        at = part(line, at, known, &mut parts)?;
    }
    let (at, message, here) = parts.wrong.take()?;
    let mut text = word.text.to_string();
    for (mark, part) in [(" of ", parts.of), (" ", parts.source)] {
        text.extend(part.map(|part| format!("{mark}{part}")));
    }
    if !parts.words.is_empty() {
        text = format!("{text} \"{}\"", parts.words.join(", "));
    }
    let finding = Diagnostic::new(Code::Syntax, line.span(at), message).here(here);
    let finding = finding.help(format!("the form is {}", quoted(&text)));
    Some(finding.fix(format!("write {}", quoted(&text)), line.spans(0, line.len()), text))
}

/// Takes the part of an aspect that begins at the index; `None` if this is no aspect.
fn part(line: &SourceLine, at: usize, known: bool, parts: &mut Parts) -> Option<usize> {
    let name = line.slice(0);
    let misplaced = |parts: &mut Parts| {
        if !parts.words.is_empty() {
            parts.wrong(at, format!("the words of `{name}` come last"), "belongs before the words");
        }
    };
    if line.is(at, ":") || line.is(at, "=") || line.is(at, "->") {
        parts.wrong(at, format!("`{}` does not follow `{name}`", line.slice(at)), "too much");
        return Some(at + 1);
    }
    if line.is_word(at, &["to", "is", "as"]) && parts.words.is_empty() && at + 1 < line.len() {
        parts.wrong(at, format!("`{}` does not belong to `{name}`", line.slice(at)), "too much");
        return Some(at + 1);
    }
    if line.is(at, ",") && parts.of.is_some() && parts.words.is_empty() && parts.source.is_none() {
        parts.wrong(at, format!("a comma does not stand before the words of `{name}`"), "too much");
        return Some(at + 1);
    }
    if line.is_word(at, &["of"]) && parts.of.is_none() {
        misplaced(parts);
        let (list, end) = line.list(at + 1)?;
        parts.of = Some(list);
        return Some(end);
    }
    if line.is_word(at, &["from", "match", "like"]) && parts.source.is_none() {
        misplaced(parts);
        if line.slice(at) == "like" {
            parts.wrong(at, format!("`like` does not belong to `{name}`"), "`from` belongs here");
        }
        let verb = if line.slice(at) == "match" { "match" } else { "from" };
        let from = line.behind_article(at + 1);
        let end = line.after_term(from)?;
        parts.source = Some(format!("{verb} {}", line.raw(from, end)));
        return Some(end);
    }
    if line.kind(at) == Some(Kind::Text) {
        parts.words.push(inner(line.slice(at)).to_owned());
        return Some(after_text(line, at + 1, parts));
    }
    bare(line, at, known, parts)
}

/// Several strings become one.
fn after_text(line: &SourceLine, at: usize, parts: &mut Parts) -> usize {
    let more = line.kind(at + 1) == Some(Kind::Text) && (line.is(at, ",") || line.is_word(at, &["and"]));
    if more {
        parts.wrong(at, format!("`{}` takes one string", line.slice(0)), "put all of it in one string");
    }
    at + usize::from(more)
}

/// Words without quotes.
fn bare(line: &SourceLine, at: usize, known: bool, parts: &mut Parts) -> Option<usize> {
    let starts = matches!(line.kind(at), Some(Kind::Word | Kind::Number));
    let belongs = (known || parts.of.is_some()) && parts.words.is_empty();
    if !starts || !belongs || line.is_bound(at) {
        return None;
    }
    let builds = |at: usize| {
        line.is_word(at, &["of", "from", "match"]) && line.is_bound(line.behind_article(at + 1))
            || line.kind(at) == Some(Kind::Text)
    };
    let end = (at..line.len()).find(|at| builds(*at)).unwrap_or(line.len());
    let written = line.raw(at, end);
    if written.contains(['"', '(', '{', '[', '=', '\n']) {
        return None;
    }
    parts.wrong(at, format!("the words of `{}` stand in quotes", line.slice(0)), "quotes are missing");
    parts.words.push(written.trim_end_matches('.').to_owned());
    Some(end)
}

/// `size: 16:9`, `size = 16:9`, `size 1024 x 1024`, `size 16/9`, `seed 1_000`.
pub(super) fn setting(line: &SourceLine) -> Option<Diagnostic> {
    let word = line.word(0).filter(|word| words::is_setting(&word.text) && !line.is_bound(0))?;
    let marked = line.is(1, ":") || line.is(1, "=") || line.is(1, "->");
    let from = 1 + usize::from(marked);
    if from >= line.len() || line.makes(from) {
        return None;
    }
    let written = line.raw(from, line.len()).trim_end_matches('.').trim();
    let value = match &*word.text {
        "size" => size(&inner(written).to_lowercase()),
        "model" | "format" => Some(inner(written).to_owned()),
        _ => number(inner(written)),
    };
    let value = value.filter(|value| !value.contains(' ') || word.text == "size");
    let span = line.spans(from, line.len());
    let finding = if marked {
        let message = format!("`{}` does not follow `{}`", line.slice(1), word.text);
        Diagnostic::new(Code::Syntax, line.span(1), message).here("too much")
    } else {
        let message = format!("{} is no value of `{}`", quoted(written), word.text);
        Diagnostic::new(Code::Syntax, span, message).here("not so")
    };
    let Some(value) = value.filter(|value| marked || value != written) else {
        return Some(finding.help(format!("the form is {}", form(&word.text))));
    };
    let text = format!("{} {value}", word.text);
    let finding = finding.help(format!("write {}", quoted(&text)));
    Some(finding.fix(format!("write {}", quoted(&text)), line.spans(0, line.len()), text))
}

/// A size as the language writes it, if two numbers can be made out.
fn size(written: &str) -> Option<String> {
    let (shape, grade) = match written.find([' ', ',']).filter(|_| written.ends_with('k')) {
        Some(_) => {
            let (shape, grade) = written.rsplit_once([' ', ','])?;
            (shape.trim().trim_end_matches(" at").trim_end_matches(',').trim(), Some(grade))
        }
        None => (written, None),
    };
    let shape = shape.replace("px", "");
    let (mark, joint) = match shape.find(['x', '*', '\u{d7}']) {
        Some(mark) => (mark, "x"),
        None => (shape.find([':', '/'])?, ":"),
    };
    let width = shape[..mark].trim();
    let height = shape[mark..].chars().skip(1).collect::<String>();
    let plain = |side: &str| !side.is_empty() && side.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |side: &str| match side.split_once('.').filter(|_| joint == ":") {
        Some((whole, decimals)) => plain(whole) && plain(decimals),
        None => plain(side),
    };
    if !plain(width) || !plain(height.trim()) {
        return None;
    }
    let at = grade.map_or(String::new(), |grade| format!(" at {grade}"));
    Some(format!("{width}{joint}{}{at}", height.trim()))
}

fn number(written: &str) -> Option<String> {
    let digits = written.replace(['_', ',', ' ', '%'], "");
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// How the setting is written.
pub(in super::super) fn form(word: &str) -> &'static str {
    match word {
        "size" => "`size 16:9`, `size 4:3 at 2k`, `size 1200x896` or `size match room`",
        "model" => "`model google:4@3`",
        "seed" => "`seed 42`",
        "results" => "`results 4`",
        "format" => "`format webp`",
        _ => "`quality 90`",
    }
}
