//! What comes in: any text. What goes out: the same text as one word of a POSIX shell, which also survives being pasted
//! into an interactive bash or zsh: nothing is expanded, and no character steers the terminal.

use std::fmt::Write;

use crate::diagnostic::render::is_unprintable;

/// One word, bare if nothing in it means anything to a shell.
pub(super) fn word(text: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:@+,%=".contains(&byte);
    if !text.is_empty() && !text.starts_with(['=', '%']) && text.bytes().all(bare) {
        return text.to_owned();
    }
    quoted(text)
}

/// One word in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text;
    loop {
        let plain = rest.find(steers).unwrap_or(rest.len());
        if plain > 0 || text.is_empty() {
            let _ = write!(out, "'{}'", rest[..plain].replace('\'', r"'\''"));
        }
        rest = &rest[plain..];
        if rest.is_empty() {
            return out;
        }
        // A substitution loses newlines at its end, but none is among these.
        let odd = rest.find(|c| !steers(c)).unwrap_or(rest.len());
        out.push_str("\"$(printf '");
        for byte in rest[..odd].bytes() {
            let _ = write!(out, "\\{byte:03o}");
        }
        out.push_str("')\"");
        rest = &rest[odd..];
    }
}

fn steers(c: char) -> bool {
    c != '\n' && is_unprintable(c)
}
