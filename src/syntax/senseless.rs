//! What comes in: a file that was read. What goes out: findings about statements of a sound shape that make no sense:
//! almost a directive (`repalce a with b`), or half a relation. Words that are too many are for `scene` to judge.

use super::ast::{Argument, List, Relation, Statement, StatementKind, Term, Value, Word};
use super::names::Names;
use super::{MAX_FINDINGS, Parsed, findings, recover, words};
use crate::diagnostic::{Code, Diagnostic};

/// Moves such statements out of the tree and reports them.
pub(super) fn check(names: &Names, parsed: &mut Parsed) {
    misspelt(names, parsed);
    broken_lines(names, parsed);
    let findings = &mut parsed.diagnostics;
    parsed.file.statements.retain(|statement| {
        let brought = fits(&statement.kind) && !first_word(&statement.kind).is_some_and(|word| brings(&word.text));
        let odd = is_odd(&statement.kind) && !(brought && names.are_imported());
        if findings.len() > MAX_FINDINGS || !odd {
            return true;
        }
        match recover::senseless(names, statement.span) {
            Some(finding) => findings.push(finding),
            None => return true,
        }
        false
    });
}

/// Whether a relation has no more words than places, so that it is sound if its first word names an element.
fn fits(kind: &StatementKind) -> bool {
    matches!(kind, StatementKind::Relation(relation) if relation.head.len() < 4)
}

/// Whether a statement of a sound shape cannot be meant so.
fn is_odd(kind: &StatementKind) -> bool {
    match kind {
        StatementKind::Keep(keep) => {
            // What is almost a degree is told as one, later.
            let degrees = ["exact", "recogni", "unchanged", "identical", "same"];
            keep.degree.as_ref().is_some_and(|word| !degrees.iter().any(|degree| word.text.starts_with(degree)))
        }
        StatementKind::Relation(relation) => {
            let first = first_word(kind).map_or("", |word| &word.text);
            let [_, second, ..] = relation.head.as_slice() else { return false };
            let long = relation.head.len() > 2 || !relation.clauses.is_empty() || second.terms.len() > 1;
            brings(first)
                || first.starts_with(char::is_uppercase)
                || (words::is_command(first) && relation.head.len() < 4)
                || (words::is_aspect(first) && (long || is_text(second)))
        }
        StatementKind::Look(look) => brings(&look.word.text) || look.word.text.starts_with(char::is_uppercase),
        StatementKind::Param(param) => matches!(&param.value, Some(Value::Path(path)) if path.words.len() == 2),
        StatementKind::Vary(vary) => {
            let path = |argument: &Argument| matches!(&argument.value, Value::Path(path) if path.words.len() == 2);
            vary.maker.is_some() && vary.arguments.iter().any(path)
        }
        _ => false,
    }
}

/// Whether other languages import with the word: `import "brand.scene"`.
fn brings(word: &str) -> bool {
    matches!(word, "import" | "include" | "require" | "load")
}

fn is_text(list: &List) -> bool {
    matches!(list.terms.as_slice(), [Term::Text(_)])
}

/// A relation that goes on in the next line, deeper, without a comma.
fn broken_lines(names: &Names, parsed: &mut Parsed) {
    let text = names.text();
    let mut halves = Vec::new();
    for (at, pair) in parsed.file.statements.windows(2).enumerate() {
        let (StatementKind::Relation(one), StatementKind::Relation(next)) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let between = text.get(pair[0].span.range().end..pair[1].span.range().start).unwrap_or_default();
        let Some(indent) = between.trim_start_matches(['\r', ' ', '\t']).strip_prefix('\n') else { continue };
        let start = pair[0].span.range().start;
        let row = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let blank = |letter: char| matches!(letter, ' ' | '\t');
        let deeper = indent.chars().all(blank) && indent.len() > start - row;
        if deeper && goes_on(next, names) && halves.last() != Some(&at) {
            parsed.diagnostics.push(findings::broken_line(one.head.len() > 1, pair[0].span, pair[1].span));
            halves.extend([at, at + 1]);
        }
    }
    let mut at = 0;
    parsed.file.statements.retain(|_| {
        at += 1;
        halves.binary_search(&(at - 1)).is_err()
    });
}

/// Whether a relation lacks its subject: `on horse`.
fn goes_on(relation: &Relation, names: &Names) -> bool {
    let [first, second] = relation.head.as_slice() else { return false };
    let free = |list: &List| list.word().is_some_and(|word| !names.holds(&word.text));
    let word = match first.terms.first() {
        Some(Term::Path(path)) => path.words[0].text.as_str(),
        _ => "",
    };
    free(first) && !free(second) && !words::is_aspect(word) && !words::is_setting(word)
}

/// Reports statements that begin almost like a directive.
fn misspelt(names: &Names, parsed: &mut Parsed) {
    let near = |statement: &Statement| {
        let word = first_word(&statement.kind)?;
        near_verb(&word.text).map(|verb| (word.clone(), verb))
    };
    let findings = &mut parsed.diagnostics;
    parsed.file.statements.retain(|statement| {
        let Some((word, verb)) = near(statement) else { return true };
        let named = names.holds(&word.text) || (fits(&statement.kind) && names.are_imported());
        let sound = named || !makes_no_sense(&statement.kind, names);
        if !sound {
            findings.push(finding(&word, verb));
        }
        sound
    });
}

/// The finding about a misspelt verb.
pub(super) fn finding(word: &Word, verb: &str) -> Diagnostic {
    Diagnostic::new(Code::MisspeltDirective, word.span, format!("`{}` is no word of the language", word.text))
        .here(format!("did you mean `{verb}`?"))
        .help(format!("write `{verb}`"))
        .fix(format!("write `{verb}`"), word.span, verb)
}

/// The reserved verb that the word is a slip away from.
pub(super) fn near_verb(word: &str) -> Option<&'static str> {
    if words::is_reserved(word) || words::is_command(word) {
        return None;
    }
    let written = letters(word);
    let near = |verb: &&'static str| {
        let allowed = if verb.len() < 6 { 1 } else { 2 };
        // Cheap tests first: most words of a scene are nowhere near a verb.
        let may = verb.len() > 3
            && word.len().abs_diff(verb.len()) <= allowed
            && (letters(verb) ^ written).count_ones() as usize <= 2 * allowed;
        let distance = if may { strsim::osa_distance(word, verb) } else { usize::MAX };
        (distance <= allowed).then_some((distance, *verb))
    };
    let verbs = words::DIRECTIVES.iter();
    verbs.filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, verb)| verb)
}

/// One bit for each letter the word holds.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte & 31))
}

fn first_word(kind: &StatementKind) -> Option<&Word> {
    match kind {
        StatementKind::Look(look) => Some(&look.word),
        StatementKind::Relation(relation) => relation.head.first()?.word(),
        _ => None,
    }
}

/// Whether the statement cannot be what its shape says: an aspect of nothing, or a relation whose second place holds
/// an element, a path or a string, or that has more lists than places.
fn makes_no_sense(kind: &StatementKind, names: &Names) -> bool {
    match kind {
        StatementKind::Look(look) => look.of.is_none() && look.source.is_none(),
        StatementKind::Relation(relation) => {
            relation.head.len() > 3 || relation.head.get(1).is_some_and(|list| is_noun(list, names))
        }
        _ => false,
    }
}

fn is_noun(list: &List, names: &Names) -> bool {
    match list.terms.first() {
        Some(Term::Text(_)) => true,
        Some(Term::Path(path)) => {
            path.words.len() > 1 || path.words.first().is_some_and(|word| names.holds(&word.text))
        }
        None => false,
    }
}
