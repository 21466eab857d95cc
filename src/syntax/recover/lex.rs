//! What comes in: a line that could not be read. What goes out: its words, strings and marks, with what only slips
//! contain: single and curly quotes, `#`, and letters of no use. Dots stay marks of their own.

use std::ops::Range;

use super::super::words::{begins_name, continues_name};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Word,
    /// Something that begins with a digit.
    Number,
    /// A string in straight double quotes, closed or not.
    Text,
    /// A string in curly quotes, closed or not.
    Curly,
    /// A string in single quotes.
    Single,
    /// `#` or `--` and the rest of the line.
    Hash,
    /// `'s` behind a name.
    Own,
    /// Any other character, and `->`.
    Mark,
}

/// A token and where it stands in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub range: Range<usize>,
}

const CURLY: [char; 5] = ['\u{201C}', '\u{201D}', '\u{201E}', '\u{2018}', '\u{2019}'];

/// Every token of the line, comments left out.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut row_end = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        if at >= row_end {
            row_end = at + rest.find('\n').unwrap_or(rest.len());
        }
        let row = &text[at..row_end];
        if row.starts_with("//") {
            at += row.len();
            continue;
        }
        let before = text[..at].chars().next_back();
        let (kind, length) = match foreign(row, before) {
            Some(found) => found,
            None => token(rest, row, letter),
        };
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
    tokens
}

/// What only other languages have: `'s` behind a name, comments behind two dashes.
fn foreign(row: &str, before: Option<char>) -> Option<(Kind, usize)> {
    let own = row.strip_prefix(['\'', '\u{2019}']).and_then(|behind| behind.strip_prefix('s'));
    if let Some(behind) = own
        && before.is_some_and(continues_name)
        && !behind.starts_with(continues_name)
    {
        return Some((Kind::Own, row.len() - behind.len()));
    }
    let dashes = row.starts_with("--") && before.is_none_or(char::is_whitespace);
    dashes.then(|| (Kind::Hash, row.trim_end().len()))
}

fn token(rest: &str, row: &str, letter: char) -> (Kind, usize) {
    let run = |test: fn(char) -> bool| rest.find(|letter| !test(letter)).unwrap_or(rest.len());
    match letter {
        '"' => (Kind::Text, text(rest)),
        '#' => (Kind::Hash, row.trim_end().len()),
        '\'' => match row[1..].find('\'') {
            Some(length) => (Kind::Single, length + 2),
            None => (Kind::Mark, 1),
        },
        _ if CURLY.contains(&letter) => {
            let behind = letter.len_utf8();
            let close = row[behind..].char_indices().find(|(_, letter)| *letter == '"' || CURLY.contains(letter));
            (Kind::Curly, close.map_or(behind, |(length, letter)| behind + length + letter.len_utf8()))
        }
        _ if begins_name(letter) => (Kind::Word, run(continues_name)),
        _ if letter.is_ascii_digit() => (Kind::Number, run(continues_name)),
        '-' if rest.starts_with("->") => (Kind::Mark, 2),
        _ => (Kind::Mark, letter.len_utf8()),
    }
}

/// How long the string is that begins here.
fn text(rest: &str) -> usize {
    let quotes = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut at = quotes.len();
    while at < rest.len() {
        if rest[at..].starts_with(quotes) {
            return at + quotes.len();
        }
        if quotes == "\"" && rest[at..].starts_with('\n') {
            return at;
        }
        let mut letters = rest[at..].chars();
        let escaped = if letters.next() == Some('\\') { letters.next().map_or(0, char::len_utf8) } else { 0 };
        at += rest[at..].chars().next().map_or(1, char::len_utf8) + escaped;
    }
    rest.len()
}
