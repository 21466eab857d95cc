//! What comes in: text of a user's, which may hold anything. What goes out: the same text with every character that a
//! terminal would act on, or that would reorder a line, written as an escape. All text for people passes through here.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character must not reach a terminal as it is: controls, line separators, direction marks, tags.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with its unprintable characters as escapes, such as `\u{202e}`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unprintable(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// JSON with escapes of its own for the unprintable characters in its strings, which changes no value.
#[must_use]
pub fn escape_json(json: String) -> String {
    let steers = |c: char| c != '\n' && is_unprintable(c);
    if json.is_ascii() && !json.contains('\u{7F}') || !json.chars().any(steers) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if steers(c) {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The text in at most `width` columns, its middle left out if it is wider. The text must be printable.
#[must_use]
pub fn shorten(text: &str, width: usize) -> Cow<'_, str> {
    if text.len() <= width || text.width() <= width {
        return Cow::Borrowed(text);
    }
    let room = width.saturating_sub(1);
    let head = end_of(text.chars(), room.div_ceil(2));
    let tail = text.len() - end_of(text.chars().rev(), room / 2);
    Cow::Owned(format!("{}…{}", &text[..head], &text[tail..]))
}

/// How many bytes of the characters fit into `width` columns.
fn end_of(chars: impl Iterator<Item = char>, width: usize) -> usize {
    let mut room = width;
    let mut bytes = 0;
    for c in chars {
        let Some(left) = room.checked_sub(c.width().unwrap_or(0)) else { break };
        room = left;
        bytes += c.len_utf8();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays() {
        assert!(matches!(printable("a watch — é 手 👩‍🚀"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(printable("a\u{1b}[31mb\u{7f}\n"), "a\\u{1b}[31mb\\u{7f}\\n");
        assert_eq!(printable("\u{202e}evil\u{2066}\u{9b}"), "\\u{202e}evil\\u{2066}\\u{9b}");
    }

    #[test]
    fn long_text_loses_its_middle() {
        assert_eq!(shorten("watch.jpg", 9), "watch.jpg");
        assert_eq!(shorten("photographs/watch.jpg", 11), "photo…h.jpg");
        assert_eq!(shorten("手手手手手手", 7), "手…手");
        assert_eq!(shorten("abc", 0), "…");
    }
}
