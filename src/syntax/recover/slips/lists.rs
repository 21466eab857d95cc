//! What comes in: a line that could not be read. What goes out: the finding about what joins its names: commas, `and`,
//! signs and brackets.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::inner;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};

/// `keep a, b`, `pose of a, b from c` and `a, b on c`: commas where `and` belongs.
pub(super) fn list_of_commas(line: &SourceLine) -> Option<Diagnostic> {
    let verb = matches!(line.slice(0), "keep" | "remove" | "replace");
    let of = line.slice(1) == "of";
    let mut index = if of { 2 } else { usize::from(verb) };
    let mut commas = Vec::new();
    loop {
        index = line.after_term(index)?;
        if !line.is(index, ",") {
            break;
        }
        commas.push(index);
        index += 1;
        if line.slice(index) == "and" {
            index += 1;
        }
    }
    let more = verb || of || (line.kind(index) == Some(Kind::Word) && line.kind(index + 1).is_some());
    // `pose of man, sitting`: not a list, but words without quotes.
    let more = more && !(of && line.is_bound(2) && commas.iter().any(|comma| !line.is_noun(comma + 1)));
    let first = *commas.first().filter(|_| more)?;
    let edit = |comma: &usize| {
        let text = if line.slice(comma + 1) == "and" { "" } else { " and" };
        Edit { span: line.span(*comma), text: text.into() }
    };
    let mut finding = Diagnostic::new(Code::CommaList, line.span(first), "a comma does not join a list")
        .here("`and` belongs here")
        .help("join the names with `and`; a comma begins a clause of its own");
    finding.fixes.push(Fix { title: "join the list with `and`".into(), edits: commas.iter().map(edit).collect() });
    Some(finding)
}

/// `man on horse, and chair`, `man on horse, chair, and dog`, `man on horse, and beside chair`.
pub(super) fn comma_and(line: &SourceLine) -> Option<Diagnostic> {
    let comma = (1..line.len()).find(|at| line.is(*at, ",") && line.is_word(at + 1, &["and"]))?;
    let noun = line.behind_article(comma + 2);
    let finding = Diagnostic::new(Code::CommaList, line.spans(comma, comma + 2), "`and` does not follow a comma");
    if !line.is_noun(noun) {
        let edit = line.without(comma + 1);
        let finding = finding.here("one of the two").help("a comma begins a clause by itself; delete `and`");
        return Some(finding.fix("delete `and`", edit.span, edit.text));
    }
    let mut edits = vec![Edit { span: line.span(comma), text: String::new() }];
    let mut at = comma;
    // The names before it, joined by commas too.
    while at >= 2 && line.is_noun(at - 1) && line.is(at - 2, ",") {
        at -= 2;
        edits.insert(0, Edit { span: line.span(at), text: " and".into() });
    }
    let mut finding = finding.here("the comma is too much").help("join the names with `and` alone");
    finding.fixes.push(Fix { title: "join the list with `and`".into(), edits });
    Some(finding)
}

/// `man & horse`, `man + horse`.
pub(super) fn signs(line: &SourceLine) -> Option<Diagnostic> {
    let joins = |at: &usize| (line.is(*at, "&") || line.is(*at, "+")) && line.kind(at + 1).is_some();
    let signs: Vec<usize> = (1..line.len()).filter(joins).collect();
    let first = *signs.first()?;
    let mark = line.slice(first);
    let mut finding = Diagnostic::new(Code::Syntax, line.span(first), format!("`{mark}` does not join a list"))
        .here("`and` belongs here")
        .help("join the names with `and`");
    let edit = |at: &usize| {
        let before = if line.touches(at - 1) { " " } else { "" };
        let behind = if line.touches(*at) { " " } else { "" };
        Edit { span: line.span(*at), text: format!("{before}and{behind}") }
    };
    finding.fixes.push(Fix { title: "write `and`".into(), edits: signs.iter().map(edit).collect() });
    Some(finding)
}

/// `man on [horse, chair]`, `man (tall) on horse`, `man on horse (happy)`.
pub(super) fn brackets(line: &SourceLine) -> Option<Diagnostic> {
    if line.is(1, "=") || words::is_of_variants(line.slice(0)) || (0..line.len()).any(|at| line.makes(at)) {
        return None;
    }
    let open = (0..line.len()).find(|at| line.is(*at, "(") || line.is(*at, "["))?;
    let close = (open + 1..line.len()).find(|at| line.is(*at, ")") || line.is(*at, "]"))?;
    let inside: Vec<usize> = (open + 1..close).filter(|at| !line.is(*at, ",")).collect();
    let message = format!("`{}` does not belong into a relation", line.slice(open));
    let finding = Diagnostic::new(Code::Syntax, line.span(open), message).here("not here");
    let span = line.spans(open, close + 1);
    if !inside.is_empty() && inside.iter().all(|at| line.is_noun(*at) || line.is_word(*at, &["and"])) {
        let names = inside.iter().map(|at| line.slice(*at)).filter(|name| *name != "and");
        let list = names.collect::<Vec<_>>().join(" and ");
        let finding = finding.help(format!("join the names with `and`: {}", quoted(&list)));
        return Some(finding.fix("join the list with `and`", span, list));
    }
    let plain = inside.iter().all(|at| matches!(line.kind(*at), Some(Kind::Word | Kind::Number | Kind::Text)));
    if inside.is_empty() || open == 0 || !plain {
        return None;
    }
    let words = inner(line.raw(open + 1, close)).to_owned();
    let behind = line.span(open - 1).after().to(span);
    if close + 1 == line.len() {
        let finding = finding.help("more about the subject stands behind a comma, in quotes");
        return Some(finding.fix("put it behind a comma", behind, format!(", \"{words}\"")));
    }
    let subject = line.raw(0, open);
    let first = line.span(0).before();
    let mut finding =
        finding.help(format!("write a statement of its own: {}", quoted(&format!("{subject} is \"{words}\""))));
    let edits = vec![
        Edit { span: first, text: format!("{subject} is \"{words}\"\n") },
        Edit { span: behind, text: String::new() },
    ];
    finding.fixes.push(Fix { title: "write a statement of its own".into(), edits });
    Some(finding)
}

/// `man on horse.`
pub(super) fn full_stop(line: &SourceLine) -> Option<Diagnostic> {
    let is_stop = |at: usize| [".", "!", "?", "\u{2026}", ":", ","].iter().any(|mark| line.is(at, mark));
    let first = (0..line.len()).rev().take_while(|at| is_stop(*at)).last().filter(|at| *at > 0)?;
    let span = line.spans(first, line.len());
    let mark = line.raw(first, line.len());
    Some(
        Diagnostic::new(Code::Syntax, span, format!("a statement ends without {}", quoted(mark)))
            .here("too much")
            .help("delete it; a statement ends with its line")
            .fix("delete it", span, ""),
    )
}
