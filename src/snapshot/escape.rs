//! What comes in: any text. What goes out: the same on one line, and so that no two texts become one: what a terminal would
//! act on as an escape, a backslash as two.

use std::fmt::Write;

use crate::diagnostic::render::is_unprintable;
use crate::target::split_data;

/// What of data is kept besides its kind, in digits of its digest.
const DIGITS: usize = 16;

/// The text on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if is_unprintable(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// A reference on one line: what holds an image as data is known by its digest.
pub(super) fn source(text: &str) -> String {
    match split_data(text) {
        Some((kind, data)) => digest(kind, data),
        None => escaped(text),
    }
}

/// A statement on one line, its data as digests.
pub(super) fn statement(text: &str) -> String {
    let mut out = String::new();
    // A string ends at the first quote that no backslash stands before; data has neither.
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.push('"');
        }
        out.push_str(&source(part));
    }
    out
}

fn digest(kind: &str, data: &str) -> String {
    let mut out = format!("data:{};base64,", escaped(kind));
    let hash = blake3::hash(data.as_bytes()).to_hex();
    let _ = write!(out, "...{} ({} letters)", &hash.as_str()[..DIGITS], data.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_stay_different() {
        let texts = ["a\nb", "a\\nb", "a\\\\nb", "a\u{1b}", "a\\u{1b}", "a\u{202e}"];
        let lines = texts.map(escaped);
        assert_eq!(lines, ["a\\nb", "a\\\\nb", "a\\\\\\\\nb", "a\\u{1b}", "a\\\\u{1b}", "a\\u{202e}"]);
    }

    #[test]
    fn data_is_known_by_its_digest() {
        let line = statement("a = ref(\"data:image/png;base64,AAAA\", \"cup\")");
        assert!(
            line.starts_with("a = ref(\"data:image/png;base64,...") && line.ends_with(" (4 letters)\", \"cup\")"),
            "{line}"
        );
        assert_ne!(source("data:image/png;base64,AAAA"), source("data:image/png;base64,AAAB"));
    }
}
