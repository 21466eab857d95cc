//! What comes in: a line that could not be read. What goes out: the finding about a binding that is almost one.

use smol_str::SmolStr;

use super::super::super::findings::quoted;
use super::super::super::grammar::Stuck;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;

/// `a = "x"`, `a = ["x", "y"]`, also with parts behind.
pub(super) fn bare_string(line: &SourceLine) -> Option<Diagnostic> {
    let name = line.word(0)?;
    let marked = line.is(1, "=") || line.is(1, ":") || line.is(1, "->");
    if !marked || !(line.kind(2) == Some(Kind::Text) || line.is(2, "[")) {
        return None;
    }
    let mark = if line.is(1, "=") { None } else { Some(line.span(0).after().to(line.span(2).before())) };
    let brace = (3..line.tokens.len()).find(|index| line.is(*index, "{")).unwrap_or(line.tokens.len());
    let span = line.span(2).to(line.span(brace - 1));
    let written = line.text.get(line.tokens[2].range.start..line.tokens[brace - 1].range.end)?;
    let makers = if line.is(2, "[") || looks_like_file(line.slice(2)) { ["ref", "prop"] } else { ["prop", "ref"] };
    let mut finding =
        Diagnostic::new(Code::BareString, span, format!("`{}` is bound to words alone", short(&name.text)))
            .here("an image, a thing or a text?")
            .help(
                "write `ref(...)` for an image, `prop(...)` for a thing without one, `text(...)` for words to be drawn",
            );
    let sure = line.is(2, "[") || looks_like_file(line.slice(2));
    for maker in makers.into_iter().take(if sure { 1 } else { 2 }) {
        let mut edits = vec![Edit { span, text: format!("{maker}({written})") }];
        edits.splice(0..0, mark.map(|span| Edit { span, text: " = ".into() }));
        finding.fixes.push(Fix { title: format!("write `{maker}(...)`"), edits });
    }
    Some(finding)
}

fn short(name: &SmolStr) -> String {
    quoted(name).trim_matches('`').to_owned()
}

/// Whether a string names an image: a path, a URL, a data URI.
fn looks_like_file(written: &str) -> bool {
    let inner = written.trim_matches('"').to_ascii_lowercase();
    let images = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic"];
    let spaced = inner.contains(' ');
    inner.starts_with("http")
        || inner.starts_with("data:")
        || images.iter().any(|end| inner.ends_with(end))
        || (inner.contains('/') && !spaced)
}

/// `a: ref("x")`, `a -> ref("x")`, `a := ref("x")`, `a == ref("x")`.
pub(super) fn wrong_equals(line: &SourceLine) -> Option<Diagnostic> {
    line.word(0)?;
    let last = match line.slice(1) {
        ":" | "=" if line.is(2, "=") => 2,
        ":" | "->" | "is" | "as" => 1,
        _ => return None,
    };
    let called = line.kind(last + 1) == Some(Kind::Word) && line.is(last + 2, "(");
    if !called && (last == 1 || line.kind(last + 1) != Some(Kind::Text)) {
        return None;
    }
    let span = line.span(1).to(line.span(last));
    let written = line.text.get(line.tokens[1].range.start..line.tokens[last].range.end)?;
    let before = if line.tokens[0].range.end == line.tokens[1].range.start { " " } else { "" };
    Some(
        Diagnostic::new(Code::Syntax, span, format!("{} does not bind a name", quoted(written)))
            .here("`=` belongs here")
            .help("a name is bound with `=`")
            .fix("write `=`", span, format!("{before}=")),
    )
}

/// `let cat = ref("a.png")`
pub(super) fn keyword(line: &SourceLine) -> Option<Diagnostic> {
    let found = line.is_word(0, &["let", "var", "const"]) && line.kind(1) == Some(Kind::Word) && line.is(2, "=");
    let edit = line.without(0);
    found.then(|| {
        Diagnostic::new(Code::Syntax, line.span(0), format!("a binding needs no `{}`", line.slice(0)))
            .here("not needed")
            .help(format!("write {}", quoted(&format!("{} = ...", line.slice(1)))))
            .fix(format!("delete `{}`", line.slice(0)), edit.span, edit.text)
    })
}

/// `red car = ref("a.png")`
pub(super) fn spaced_name(line: &SourceLine) -> Option<Diagnostic> {
    let equals = (2..line.len().min(8)).find(|at| line.is(*at, "=")).filter(|at| line.makes(at + 1))?;
    if !(0..equals).all(|at| line.word(at).is_some_and(|word| !words::is_never_listed(&word.text))) {
        return None;
    }
    let joined: Vec<&str> = (0..equals).map(|at| line.slice(at)).collect();
    let joined = joined.join("_");
    let span = line.spans(0, equals);
    Some(
        Diagnostic::new(Code::Syntax, span, format!("{} is more than one word", quoted(line.raw(0, equals))))
            .here("a name is one word")
            .help(format!("write {} here and wherever the name stands; `_` is read as a space", quoted(&joined)))
            .fix("join the words with `_`", span, joined),
    )
}

/// `cat ref("a.png")`
pub(super) fn missing_equals(line: &SourceLine) -> Option<Diagnostic> {
    (line.word(0).is_some_and(|word| !words::is_reserved(&word.text)) && line.makes(1)).then(|| {
        Diagnostic::new(Code::Syntax, line.span(1), "`=` is missing before this")
            .here("`=` belongs before this")
            .help("a name is bound with `=`")
            .fix("insert `=`", line.span(1).before(), "= ")
    })
}

/// `cat = ref "a.png"`, `cat = a.png` and `cat = ref(images/a.png)`.
pub(super) fn bare_file(line: &SourceLine) -> Option<Diagnostic> {
    line.word(0).filter(|_| line.is(1, "="))?;
    let end = (2..line.len()).find(|at| line.is(*at, "{")).unwrap_or(line.len());
    if line.is_word(2, &["ref", "prop", "text", "group"]) && line.kind(3) == Some(Kind::Text) {
        let span = line.spans(3, end);
        let written = format!("({})", line.raw(3, end));
        return Some(
            Diagnostic::new(Code::Syntax, span, format!("what belongs to `{}` stands in brackets", line.slice(2)))
                .here("brackets are missing")
                .help(format!("write `{}(...)`", line.slice(2)))
                .fix("put it in brackets", line.span(2).after().to(span), written),
        );
    }
    let called = line.makes(2) && line.is(end - 1, ")");
    // `ref cat.jpg` has its maker, only brackets and quotes are missing.
    let bare = line.is_word(2, &["ref"]) && end > 3 && !line.is(3, "(");
    let (from, to) = if called { (4, end - 1) } else { (2 + usize::from(bare), end) };
    let written = line.raw(from, to);
    let plain = written.contains('.') && !written.contains(['"', '(', ',', '\n', '=']);
    let finding = || {
        Diagnostic::new(Code::Syntax, line.spans(from, to), format!("the file {} stands in quotes", quoted(written)))
            .here("quotes are missing")
            .help(format!("write `ref(\"{}\")`", quoted(written).trim_matches('`')))
    };
    (from < to && plain && (called || looks_like_file(written))).then(|| {
        let text = if called { format!("\"{written}\"") } else { format!("ref(\"{written}\")") };
        let place = if bare { line.spans(2, to) } else { line.spans(from, to) };
        finding().fix("put it in quotes", place, text)
    })
}

/// `text("SALE") on chair` and `ref("a.png")`: what is made has no name.
pub(super) fn nameless(line: &SourceLine) -> Option<Diagnostic> {
    if !line.makes(0) {
        return None;
    }
    let close = (2..line.len()).find(|at| line.is(*at, ")"))?;
    let maker = line.slice(0);
    let file = line.slice(2).trim_matches('"');
    let stem = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or(file);
    let stem = stem.to_lowercase().replace([' ', '-'], "_");
    let usable = words::is_name(&stem) && !words::is_never_listed(&stem) && stem.len() <= 24;
    let mut name = if usable { stem } else { format!("{maker}_1") };
    while line.names.holds(&name) {
        name.push_str("_1");
    }
    let made = line.raw(0, close + 1);
    let text = if close + 1 == line.len() { format!("{name} = {made}") } else { format!("{name} = {made}\n{name}") };
    Some(
        Diagnostic::new(Code::Syntax, line.spans(0, close + 1), format!("what `{maker}(...)` makes has no name"))
            .here("a name belongs before this")
            .help("bind it first, then use the name")
            .fix(format!("call it `{name}`"), line.spans(0, close + 1), text),
    )
}

/// `short = "cat"` within brackets, `tail: "x"` within braces.
pub(super) fn wrong_mark(line: &SourceLine) -> Option<Diagnostic> {
    if !(line.is(1, "=") && line.word(0).is_some()) {
        return None;
    }
    let mut open = Vec::new();
    for at in 2..line.len() {
        match line.slice(at) {
            mark @ ("(" | "[" | "{") => open.push(mark),
            ")" | "]" | "}" => drop(open.pop()),
            mark @ ("=" | ":") if line.kind(at - 1) == Some(Kind::Word) => {
                let right = match open.last() {
                    Some(&"(") if mark == "=" => ":",
                    Some(&"{") if mark == ":" => "=",
                    _ => continue,
                };
                let (span, text) = if right == ":" && !line.touches(at - 1) {
                    (line.span(at - 1).after().to(line.span(at)), ":")
                } else if right == "=" && line.touches(at - 1) {
                    (line.span(at), " =")
                } else {
                    (line.span(at), right)
                };
                let what = if right == ":" { "an argument" } else { "a part" };
                return Some(
                    Diagnostic::new(
                        Code::Syntax,
                        line.span(at),
                        format!("`{right}` belongs behind the name of {what}"),
                    )
                    .here(format!("`{right}` belongs here"))
                    .help(format!("write {}", quoted(&format!("{}{text} ...", line.slice(at - 1)))))
                    .fix(format!("write `{right}`"), span, text),
                );
            }
            _ => {}
        }
    }
    None
}

/// Two values side by side within brackets.
pub(super) fn missing_comma(line: &SourceLine, stuck: &Stuck) -> Option<Diagnostic> {
    let index = line.tokens.iter().position(|token| token.range.start >= stuck.at).filter(|index| *index > 0)?;
    if !stuck.expected.contains(&"`,`")
        || !line.tokens[..index].iter().any(|token| line.text[token.range.clone()].starts_with(['(', '[']))
    {
        return None;
    }
    let begins = matches!(line.kind(index), Some(Kind::Text | Kind::Word | Kind::Number)) || line.is(index, "[");
    let ends = matches!(line.kind(index - 1), Some(Kind::Text | Kind::Word | Kind::Number))
        || line.is(index - 1, "]")
        || line.is(index - 1, ")");
    let before = line.span(index - 1).after();
    if let Some(finding) = quotes_within(line, index) {
        return Some(finding);
    }
    (begins && ends).then(|| {
        Diagnostic::new(
            Code::Syntax,
            line.span(index),
            format!("a comma is missing before {}", quoted(line.slice(index))),
        )
        .here("expected `,`")
        .help("separate what stands in brackets by commas")
        .fix("insert the comma", before, ",")
    })
}

/// `"the "old" mug"`: quotes that belong to the words end the string.
fn quotes_within(line: &SourceLine, index: usize) -> Option<Diagnostic> {
    let next = (index + 1..line.len()).find(|at| line.kind(*at) != Some(Kind::Word))?;
    let within = line.kind(index - 1) == Some(Kind::Text)
        && line.kind(index) == Some(Kind::Word)
        && line.kind(next) == Some(Kind::Text)
        && line.touches(index - 1)
        && line.touches(next - 1);
    within.then(|| {
        let (first, second) = (line.span(index - 1), line.span(next));
        let quote = |at: u32| Edit { span: Span { start: at, end: at, ..first }, text: "\\".into() };
        let mut finding = Diagnostic::new(Code::Syntax, line.spans(index, next), "a quote ends the string before this")
            .here("outside the string")
            .help("write `\\\"` for a quote that belongs to the words");
        let edits = vec![quote(first.end - 1), quote(second.start)];
        finding.fixes.push(Fix { title: "write `\\` before the quotes".into(), edits });
        finding
    })
}
