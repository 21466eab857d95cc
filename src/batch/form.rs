//! The forms of references. What comes in: the text of a reference. What goes out: its form, and the part of an address
//! that says which machine it is on, if nothing about it is odd. Absent: looking whether anything stands there.

use crate::diagnostic::render::is_unprintable;
use crate::target::SourceForm;

use super::Cell;
use super::uses::PathPiece;

/// What a byte may do to the form of a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    Plain,
    /// It is a letter or digit.
    Letter,
    /// It is part of addresses; in a path it is odd.
    Mark,
    /// Nothing is known of it.
    Odd,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Odd; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'-' | b'_' | b'/' | b' ' | b',' | b';' | b'+' | b'~' | b'(' | b')' | b'!' | b'=' | b'.' => Kind::Plain,
            b':' | b'?' | b'&' | b'%' | b'#' | b'@' => Kind::Mark,
            _ => Kind::Odd,
        };
        byte += 1;
    }
    kinds
};

/// The form of a reference with nothing odd about it, and the beginning of an address up to the end of its host.
pub(super) fn form(text: &str) -> Option<(SourceForm, &str)> {
    let (mut letters, mut marks, mut odd) = (false, false, false);
    for byte in text.bytes() {
        let kind = KINDS[usize::from(byte)];
        letters |= kind == Kind::Letter;
        marks |= kind == Kind::Mark;
        odd |= kind == Kind::Odd;
    }
    if odd && !text.chars().all(is_letter) {
        return None;
    }
    let form = if marks || text.len() == 36 { SourceForm::of(text) } else { SourceForm::Path };
    match form {
        SourceForm::Uuid => Some((form, "")),
        SourceForm::Data | SourceForm::Result => None,
        SourceForm::Url => {
            let (_, rest) = text.split_once("://")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = text.len() - rest.len() + end;
            let blank = rest.contains(' ');
            (!blank).then_some((form, &text[..host]))
        }
        SourceForm::Path => {
            let begins = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
            let odd = marks
                || !letters
                || text.starts_with(['/', '.', ' '])
                || text.ends_with([' ', '/'])
                || begins("http")
                || begins("www.")
                || text.as_bytes().windows(2).any(|pair| pair[0] == b'.' && matches!(pair[1], b'.' | b'/'));
            (!odd).then_some((form, ""))
        }
    }
}

fn is_letter(c: char) -> bool {
    match u8::try_from(c).ok().filter(u8::is_ascii) {
        Some(byte) => KINDS[usize::from(byte)] != Kind::Odd,
        None => c.is_alphanumeric() && !is_unprintable(c),
    }
}

/// A path with its values.
pub(super) fn joined(path: &[PathPiece], cells: &[Cell<'_>]) -> String {
    let mut out = String::new();
    join(path, cells, &mut out);
    out
}

pub(super) fn join(path: &[PathPiece], cells: &[Cell<'_>], out: &mut String) {
    for piece in path {
        out.push_str(match piece {
            PathPiece::Plain(plain) => plain,
            PathPiece::Slot(slot) => cells.get(*slot).map_or("", |cell| cell.text()),
        });
    }
}

/// Elements from one file share it, however its path begins.
pub(super) fn bare(path: &str) -> &str {
    let usual = path.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
        && path.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if usual { path } else { path.trim().trim_start_matches("./") }
}
