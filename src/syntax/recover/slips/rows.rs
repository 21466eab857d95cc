//! What comes in: a relation with `of` or its like among too many words in a row; `scene` judges the others. What goes out: the
//! finding that makes one word of them, or puts the comma that is missing, or drops the verb and the articles.

use std::ops::Range;

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};

/// What a stretch of a relation is.
enum Item {
    /// Elements, parts or strings, joined by `and`.
    Nouns(Range<usize>),
    /// Words that are none of them.
    Words(Range<usize>),
}

/// What has to be changed, gathered from left to right.
#[derive(Default)]
struct Row {
    edits: Vec<Edit>,
    joined: Option<(Range<usize>, String)>,
    comma: Option<usize>,
    article: Option<usize>,
}

/// `man left of horse`, `lamp next to chair`, `man on horse beside chair`, `place man on the horse`.
pub(super) fn row(line: &SourceLine) -> Option<Diagnostic> {
    let plain =
        |at: usize| matches!(line.kind(at), Some(Kind::Word | Kind::Text)) || line.is(at, ".") || line.is(at, ",");
    if line.len() < 2
        || words::is_verb(line.slice(0))
        || line.is_word(1, &["of", "from", "match"])
        || !(0..line.len()).all(plain)
    {
        return None;
    }
    if begins_with_command(line) {
        return command(line);
    }
    let mut row = Row::default();
    clauses(line, 0, &mut row)?;
    let finding = if let Some(at) = row.comma {
        let message = format!("a comma is missing before {}", quoted(line.slice(at)));
        Diagnostic::new(Code::Syntax, line.span(at), message)
            .here("expected `,`")
            .help("a statement relates its subjects once; what follows stands behind a comma")
    } else if let Some((range, joined)) = &row.joined {
        let written = quoted(line.raw(range.start, range.end));
        let message = format!("{written} is a relation of more than one word");
        Diagnostic::new(Code::TooManyWords, line.spans(range.start, range.end), message)
            .here("a relation is one word")
            .help(format!("write {}, with `_` for blanks", quoted(joined)))
    } else {
        let at = row.article?;
        Diagnostic::new(Code::Syntax, line.span(at), format!("a name stands without `{}`", line.slice(at)))
            .here("too much")
            .help("delete it; articles are put where they belong")
    };
    let title = match (&row.comma, &row.joined) {
        (Some(_), _) => "insert the comma".to_owned(),
        (None, Some((_, joined))) => format!("write {}", quoted(joined)),
        _ => "delete the article".to_owned(),
    };
    Some(with_edits(finding, title, row.edits))
}

fn with_edits(mut finding: Diagnostic, title: String, edits: Vec<Edit>) -> Diagnostic {
    finding.fixes.push(Fix { title, edits });
    finding
}

fn begins_with_command(line: &SourceLine) -> bool {
    let command = words::is_command(&line.slice(0).to_lowercase()) && !line.is_bound(0);
    // `render look` is an aspect with the words of a variable.
    let look = words::is_aspect(line.slice(0)) && line.is_variable(1);
    command && !look && line.is_bound(line.behind_article(1))
}

/// The finding about a verb that stands before a relation: `place man on horse`, `combine man and horse`.
pub(super) fn command(line: &SourceLine) -> Option<Diagnostic> {
    if !begins_with_command(line) {
        return None;
    }
    let mut row = Row::default();
    let row = clauses(line, 1, &mut row).map(|()| row);
    Some(commanded(line, row))
}

fn commanded(line: &SourceLine, row: Option<Row>) -> Diagnostic {
    let verb = line.slice(0);
    let finding = Diagnostic::new(Code::Syntax, line.span(0), "no verb comes first in a relation")
        .here(format!("`{verb}` is too much"));
    let Some(mut row) = row else {
        return finding.help("a relation is written `man on horse`; an element is in the picture once it is in one");
    };
    row.edits.insert(0, line.without(0));
    let rest = line.raw(1, line.len());
    with_edits(finding.help(format!("write {}", quoted(rest))), format!("delete `{verb}`"), row.edits)
}

/// Goes through the clauses from a token on; `None` if they cannot be made sense of.
fn clauses(line: &SourceLine, from: usize, row: &mut Row) -> Option<()> {
    let mut start = from;
    while start < line.len() {
        let end = (start..line.len()).find(|at| line.is(*at, ",")).unwrap_or(line.len());
        let head = start == from;
        let items = items(line, start, end, head, row)?;
        let mut rest = items.as_slice();
        match rest {
            [Item::Nouns(_), Item::Words(_), ..] if head => rest = &rest[1..],
            [Item::Words(_), ..] if !head => {}
            [Item::Nouns(_)] if !head => rest = &[],
            _ => return None,
        }
        pairs(line, rest, row)?;
        start = end + 1;
    }
    Some(())
}

/// Words and what they take, in turn.
fn pairs(line: &SourceLine, items: &[Item], row: &mut Row) -> Option<()> {
    let mut before = None;
    for pair in items.chunks(2) {
        let [Item::Words(range), rest @ ..] = pair else { return None };
        if let Some(before) = before {
            row.comma.get_or_insert(range.start);
            let span = line.span(before).after();
            row.edits.push(Edit { span, text: ",".into() });
        }
        relation(line, range.clone(), before.is_some() && rest.is_empty(), row)?;
        if let [Item::Nouns(nouns)] = rest {
            before = nouns.end.checked_sub(1);
        }
    }
    Some(())
}

/// Makes one word of several; `lone` ones behind a missing comma go in quotes unless they are participles.
fn relation(line: &SourceLine, mut range: Range<usize>, lone: bool, row: &mut Row) -> Option<()> {
    if range.len() > 1 && line.is_word(range.start, &["is", "are"]) {
        row.edits.push(line.without(range.start));
        row.article.get_or_insert(range.start);
        range.start += 1;
    }
    let adverb = |at: usize| line.slice(at).ends_with("ly");
    if range.len() > 1 && range.clone().any(adverb) {
        return None;
    }
    let span = line.spans(range.start, range.end);
    if lone && !["ing", "ed", "ly"].iter().any(|end| line.slice(range.start).ends_with(end)) {
        let text = format!("\"{}\"", line.raw(range.start, range.end));
        row.edits.push(Edit { span, text });
    } else if range.len() > 1 {
        let joined = range.clone().map(|at| line.slice(at)).collect::<Vec<_>>().join("_");
        row.edits.push(Edit { span, text: joined.clone() });
        row.joined.get_or_insert((range, joined));
    } else if words::is_never_listed(line.slice(range.start)) {
        return None;
    }
    Some(())
}

/// The items between two commas; articles before nouns are taken out.
fn items(line: &SourceLine, from: usize, to: usize, head: bool, row: &mut Row) -> Option<Vec<Item>> {
    // Where no name is known, the first and the last word of a row with `of` in it are taken for names.
    let guess = (from..to).any(|at| line.is_word(at, &["of", "from"]));
    let is_noun = |at: usize| line.is_noun(at) || (guess && ((head && at == from) || at + 1 == to));
    let mut items: Vec<Item> = Vec::new();
    let mut at = from;
    while at < to {
        let behind = line.behind_article(at);
        // What an article opens, as in `the old house`, goes on to the end; without one only the last word is meant.
        let rest = if behind > at { behind..to } else { to - 1..to };
        let unnamed = guess
            && line.is_noun(from)
            && at > from
            && rest.contains(&behind)
            && rest.len() < 20
            && rest.clone().all(|at| line.word(at).is_some() && !line.is_noun(at));
        if unnamed && line.word(behind).is_some() {
            let text = format!("\"{}\"", line.raw(at, to).replace('_', " "));
            row.edits.push(Edit { span: line.spans(at, to), text });
            items.push(Item::Nouns(at..to));
            break;
        }
        if behind > at && behind < to && is_noun(behind) {
            row.edits.push(line.without(at));
            row.article.get_or_insert(at);
            at = behind;
        }
        if is_noun(at) {
            let start = at;
            at = line.after_term(at)?;
            while at < to && line.is_word(at, &["and"]) {
                at = line.after_term(at + 1).filter(|_| is_noun(at + 1))?;
            }
            items.push(Item::Nouns(start..at));
            continue;
        }
        line.word(at).filter(|word| !words::is_reserved(&word.text))?;
        match items.last_mut() {
            Some(Item::Words(range)) => range.end += 1,
            _ => items.push(Item::Words(at..at + 1)),
        }
        at += 1;
    }
    (!items.is_empty()).then_some(items)
}
