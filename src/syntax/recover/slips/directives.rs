//! What comes in: a line that begins with a reserved verb and is not what the verb takes. What goes out: the finding
//! about the usual ways to say it in plain English instead, with the line put right.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::inner;
use crate::diagnostic::{Code, Diagnostic};

/// A finding with the whole line put right.
pub(super) fn rewrite(line: &SourceLine, at: usize, message: String, here: &str, text: String) -> Option<Diagnostic> {
    (text != line.raw(0, line.len())).then(|| {
        Diagnostic::new(Code::Syntax, line.span(at), message)
            .here(here)
            .help(format!("the form is {}", quoted(&text)))
            .fix(format!("write {}", quoted(&text)), line.spans(0, line.len()), text)
    })
}

/// `avoid: "text"`, `keep = man`, `negative: "x"`: a sign behind a verb.
pub(super) fn marked_verb(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.word(0)?;
    if !(line.is(1, ":") || line.is(1, "=") || line.is(1, "->")) || line.makes(2) || line.len() < 3 {
        return None;
    }
    let right = match &*verb.text {
        "negative" | "negative_prompt" if line.kind(2) == Some(Kind::Text) => "avoid",
        "prompt" if line.kind(2) == Some(Kind::Text) => "say",
        "aspect_ratio" | "ratio" if line.kind(2) == Some(Kind::Number) => "size",
        word if words::DIRECTIVES.contains(&word) && !words::is_of_variants(word) => word,
        _ => return None,
    };
    let message = format!("`{}` does not follow `{right}`", line.slice(1));
    let message = if right == verb.text { message } else { format!("`{}` is written `{right}`", verb.text) };
    let at = usize::from(right == verb.text);
    let span = line.span(0).to(line.span(2).before());
    let text = format!("{right} {}", line.raw(2, line.len()));
    Some(
        Diagnostic::new(Code::Syntax, line.span(at), message)
            .here(if at == 1 { "too much" } else { "not a word of the language" })
            .help(format!("write {}", quoted(&text)))
            .fix(format!("write {}", quoted(&text)), span, format!("{right} ")),
    )
}

/// `keep face of man`, `keep man's face`, `keep man face`, `keep the man`, `keep man "face" and "hair"`.
pub(super) fn keep(line: &SourceLine) -> Option<Diagnostic> {
    if line.slice(0) != "keep" || line.len() < 2 {
        return None;
    }
    let last = line.len() - 1;
    let graded = last > 1 && line.is_word(last, &["exactly", "recognizable"]);
    let end = if graded { last } else { line.len() };
    let grade = if graded { format!(" {}", line.slice(last)) } else { String::new() };
    let (list, words, at, message) = kept(line, end)?;
    let words = if words.is_empty() { words } else { format!(" \"{words}\"") };
    rewrite(line, at, message, "not so", format!("keep {list}{words}{grade}"))
}

/// Whose and what is kept, and the token and message of what is wrong.
fn kept(line: &SourceLine, end: usize) -> Option<(String, String, usize, String)> {
    let start = line.behind_article(1);
    if let Some(of) = (start + 1..end).find(|at| line.is_word(*at, &["of"])) {
        let words = plain_words(line, start, of)?;
        let (list, behind) = line.list(of + 1)?;
        return (behind == end).then(|| (list, words, of, "`of` does not belong to `keep`".to_owned()));
    }
    let (list, mut at) = line.list(1)?;
    let owned = line.kind(at) == Some(Kind::Own);
    let first = at;
    at += usize::from(owned);
    if at == end {
        let article = (1..at).find(|at| line.is_article(*at) && line.is_bound(at + 1)).filter(|_| !owned)?;
        let message = format!("a name stands without `{}`", line.slice(article));
        return Some((list, String::new(), article, message));
    }
    let words = if line.kind(at) == Some(Kind::Text) { strings(line, at, end)? } else { plain_words(line, at, end)? };
    let message = if owned {
        format!("{} does not belong to `keep`", quoted(line.slice(first)))
    } else if line.kind(at) == Some(Kind::Text) {
        if start > 1 {
            format!("a name stands without `{}`", line.slice(1))
        } else {
            "`keep` takes one string".to_owned()
        }
    } else {
        "what is kept of something stands in quotes".to_owned()
    };
    let place = if line.kind(at) == Some(Kind::Text) && at + 1 < end { at + 1 } else { first };
    Some((list, words, place, message))
}

/// Words without quotes, as they would stand in them.
fn plain_words(line: &SourceLine, from: usize, to: usize) -> Option<String> {
    let plain = |at: usize| line.kind(at) == Some(Kind::Word) || line.is(at, ",");
    (from < to && (from..to).all(plain)).then(|| line.raw(from, to).replace('_', " "))
}

/// Strings joined by commas or `and`, as one.
fn strings(line: &SourceLine, from: usize, to: usize) -> Option<String> {
    let mut pieces = Vec::new();
    for at in from..to {
        match line.kind(at) {
            Some(Kind::Text) => pieces.push(inner(line.slice(at))),
            _ if line.is(at, ",") || line.is_word(at, &["and"]) => {}
            _ => return None,
        }
    }
    Some(match pieces.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => pieces.concat(),
    })
}

/// `avoid text`, `avoid text and people`, `avoid "a" and "b"`, `avoid cup from photo`.
pub(super) fn avoid(line: &SourceLine) -> Option<Diagnostic> {
    if line.slice(0) != "avoid" || line.len() < 2 {
        return None;
    }
    if line.is_word(1, &["rest"]) {
        let (list, end) = line.list(3).filter(|_| line.is_word(2, &["of", "in"]))?;
        let message = format!("`{}` does not belong to `avoid`", line.slice(2));
        return rewrite(line, 2, message, "`from` belongs here", format!("avoid rest from {list}"))
            .filter(|_| end == line.len());
    }
    let from = (2..line.len()).find(|at| line.is_word(*at, &["from"]) && line.after_term(at + 1) == Some(line.len()));
    let end = from.unwrap_or(line.len());
    let mut pieces: Vec<String> = Vec::new();
    let mut wrong = None;
    let mut at = 1;
    while at < end {
        let stop = (at..end).find(|at| line.is(*at, ",") || line.is_word(*at, &["and"])).unwrap_or(end);
        if line.kind(at) == Some(Kind::Text) && stop == at + 1 {
            pieces.push(line.slice(at).to_owned());
        } else if stop > at {
            let article = if line.is_bound(at) && stop == at + 1 { "the " } else { "" };
            pieces.push(format!("\"{article}{}\"", plain_words(line, at, stop)?));
            wrong.get_or_insert((at, "what is avoided stands in quotes"));
        }
        if line.is_word(stop, &["and"]) && stop < end {
            wrong.get_or_insert((stop, "`and` does not join what is avoided"));
        }
        at = stop + 1;
    }
    let (at, message) = wrong?;
    let from = from.map_or(String::new(), |from| format!(" {}", line.raw(from, line.len())));
    rewrite(line, at, message.to_owned(), "not so", format!("avoid {}{from}", pieces.join(", ")))
}

/// `remove sofa from room`, `replace sofa in room by chair`.
pub(super) fn part_of(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.word(0).filter(|word| matches!(&*word.text, "remove" | "replace"))?.text;
    let start = line.behind_article(1);
    let with = match &*verb {
        "remove" => line.len(),
        _ => (start..line.len()).find(|at| line.is_word(*at, &["with", "by", "for", "to"]) || line.is(*at, "->"))?,
    };
    let comes = match &*verb {
        "remove" => String::new(),
        _ => {
            let (list, end) = line.list(with + 1).filter(|(_, end)| *end == line.len())?;
            let _ = end;
            format!(" with {list}")
        }
    };
    let owner = (start + 1..with).find(|at| line.is_word(*at, &["from", "in", "of", "on"]));
    let Some(of) = owner else {
        let (list, end) = line.list(1).filter(|(_, end)| *end == with)?;
        let _ = end;
        let at = if start > 1 { 1 } else { with };
        let message = format!("`{}` does not belong to `{verb}`", line.slice(at));
        return rewrite(line, at, message, "not so", format!("{verb} {list}{comes}"));
    };
    let from = line.behind_article(of + 1);
    let end = line.after_term(from).filter(|end| *end == with && line.kind(from) == Some(Kind::Word))?;
    let owner = line.raw(from, end);
    let parts = line.raw(start, of).split(" and ").map(|part| part.trim().trim_start_matches("the ").replace(' ', "_"));
    let parts: Vec<String> = parts.collect();
    if !parts.iter().all(|part| words::is_name(part)) {
        return None;
    }
    let list: Vec<String> = parts.iter().map(|part| format!("{owner}.{part}")).collect();
    let message = format!("`{}` does not belong to `{verb}`", line.slice(of));
    let text = format!("{verb} {}{comes}", list.join(" and "));
    rewrite(line, of, message, "a part is written with a dot", text)
}

/// `say hello`, `panels front, back`, `edition one`, `edit the room`.
pub(super) fn unquoted(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.word(0)?.text;
    let bare = matches!(line.kind(1), Some(Kind::Word | Kind::Number));
    if !bare || line.raw(1, line.len()).contains(['"', '(', '{', '[', '=']) {
        return None;
    }
    let written = line.raw(1, line.len());
    match &*verb {
        "say" => {
            let text = format!("say \"{written}\"");
            rewrite(line, 1, "what is said stands in quotes".into(), "quotes are missing", text)
        }
        "panels" if !written.contains(':') => {
            let panels: Vec<String> = written.split(',').map(|panel| format!("\"{}\"", panel.trim())).collect();
            let text = format!("panels {}", panels.join(", "));
            rewrite(line, 1, "what a panel shows stands in quotes".into(), "quotes are missing", text)
        }
        "edition" if matches!(written, "one" | "v1" | "1.0") => {
            rewrite(line, 1, "an edition is a whole number".into(), "not a number", "edition 1".into())
        }
        "edit" if line.is_article(1) => {
            let (list, _) = line.list(1).filter(|(_, end)| *end == line.len())?;
            rewrite(line, 1, format!("a name stands without `{}`", line.slice(1)), "too much", format!("edit {list}"))
        }
        _ => None,
    }
}

/// `KEEP man`: the language writes its verbs small.
pub(super) fn capitals(line: &SourceLine) -> Option<Diagnostic> {
    let word = line.word(0).filter(|_| !line.is(1, "=") && !line.is(1, ".") && line.len() > 1)?;
    let small = word.text.to_lowercase();
    (small != *word.text && words::is_verb(&small) && !line.is_bound(0)).then(|| {
        Diagnostic::new(Code::MisspeltDirective, word.span, format!("`{}` is no word of the language", word.text))
            .here(format!("did you mean `{small}`?"))
            .help("the words of the language are written small")
            .fix(format!("write `{small}`"), word.span, small)
    })
}
