//! What comes in: a faulty line. What goes out: the same line made readable, so that its statement is not lost over a
//! missing bracket: control characters and odd spaces become spaces, stray marks too, and what is open is closed at
//! the end. Nothing moves: every offset of the line stays what it was.

use std::borrow::Cow;

use super::super::build::Place;
use super::super::cut::{Fault, Line};
use super::super::{MAX_FINDINGS, findings, input, words};
use crate::diagnostic::Diagnostic;

/// A line that can be parsed, and what was wrong with its letters.
pub(super) struct Mended<'t> {
    pub text: Cow<'t, str>,
    pub findings: Vec<Diagnostic>,
}

/// Makes the line readable.
pub(super) fn mend<'t>(written: &'t str, line: &Line, place: Place) -> Mended<'t> {
    let mut mended = clean(written, place);
    let Some(fault) = &line.fault else { return mended };
    let blank = match fault {
        Fault::DanglingComma { at, .. } | Fault::Stray { at } | Fault::Owed { at } => Some(at - place.base),
        _ => None,
    };
    if let Some(at) = blank.filter(|at| *at < written.len()) {
        mended.text.to_mut().replace_range(at..=at, " ");
    }
    if let Fault::UnclosedString { at, block } = fault {
        let last = *block || !written[at - place.base..].contains('\n');
        if last {
            mended.text.to_mut().push_str(if *block { "\"\"\"" } else { "\"" });
        }
    }
    if !line.closers.is_empty() {
        mended.text.to_mut().push_str(&line.closers);
    }
    mended
}

/// Replaces letters that cannot be seen by as many spaces.
fn clean(written: &str, place: Place) -> Mended<'_> {
    let mut findings = Vec::new();
    let suspect = |letter: char| input::is_control(letter) || words::is_odd_space(letter);
    if !written.chars().any(suspect) {
        return Mended { text: Cow::Borrowed(written), findings };
    }
    let mut text = String::with_capacity(written.len());
    let mut quoted = false;
    let mut escaped = false;
    for (at, letter) in written.char_indices() {
        if letter == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && letter == '\\' && !escaped;
        let control = input::is_control(letter);
        if !control && (quoted || !words::is_odd_space(letter)) {
            text.push(letter);
            continue;
        }
        let length = letter.len_utf8();
        text.push_str(&"    "[..length]);
        if findings.len() <= MAX_FINDINGS {
            let span = place.span(at..at + length);
            findings.push(if control {
                findings::control_character(letter, span)
            } else {
                findings::odd_space(letter, span)
            });
        }
    }
    Mended { text: Cow::Owned(text), findings }
}
