//! Texts of a server as they may be kept and shown. What comes in: any text. What goes out: the same without the key,
//! without control characters, and not too long. Absent: where it is shown.

use crate::diagnostic::render::printable;
use crate::submit::Key;

/// How long a message may be, in characters.
pub(super) const MESSAGE: usize = 500;
/// How long a code, or the name of a parameter, may be.
pub(super) const NAME: usize = 100;

/// A text of a server, fit to be kept and shown.
pub(super) fn clean(key: &Key, text: &str, most: usize) -> String {
    // The key goes first: cut in the middle, the rest of it would not be known any more.
    let hidden = key.hide(text.trim());
    let part = cut(&hidden, most);
    let shown = printable(part);
    if part.len() == hidden.len() && cut(&shown, most).len() == shown.len() {
        return shown.into_owned();
    }
    format!("{}…", cut(&shown, most.saturating_sub(1)))
}

fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// The number of an id: 32 hexadecimal digits with four hyphens between them, however they are written. Nothing else is one.
pub(super) fn uuid(text: &str) -> Option<u128> {
    if text.len() != 36 {
        return None;
    }
    uuid::Uuid::try_parse(text).ok().map(|uuid| uuid.as_u128())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn texts_are_freed_of_the_key_and_of_control_characters_and_cut() {
        let key = Key::new("sk-secret-1").unwrap();
        assert_eq!(clean(&key, " fine\n", MESSAGE), "fine");
        assert_eq!(clean(&key, "bad key sk-secret-1", MESSAGE), "bad key [key]");
        let red = clean(&key, "\u{1b}[31mred\u{202e}\u{7}", MESSAGE);
        assert!(red.contains("red") && !red.chars().any(char::is_control), "{red}");
        let long = clean(&key, &"é".repeat(MESSAGE + 1), MESSAGE);
        assert_eq!((long.chars().count(), long.ends_with('…')), (MESSAGE, true));
        let whole = "é".repeat(MESSAGE);
        assert_eq!(clean(&key, &whole, MESSAGE), whole);
        let escapes = clean(&key, &"\u{202e}".repeat(MESSAGE), MESSAGE);
        assert_eq!((escapes.chars().count(), escapes.ends_with('…')), (MESSAGE, true));
        assert_eq!(clean(&key, "a\u{7}b", MESSAGE), "a\\u{7}b");
        let split = format!("{}sk-secret-1", "x".repeat(MESSAGE - 5));
        assert!(!clean(&key, &split, MESSAGE).contains("sk-s"));
    }

    #[test]
    fn ids_are_ids_whatever_their_case() {
        let id = "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab";
        assert_eq!(uuid(id), uuid(&id.to_uppercase()));
        assert!(uuid(id).is_some());
        for text in
            ["", "0a1b2c3d4e5f4a6b8c7d0123456789ab", "\",\"x\":\"-4e5f-4a6b-8c7d-0123456789ab", &format!("{{{id}}}")]
        {
            assert_eq!(uuid(text), None, "{text}");
        }
        assert_eq!(uuid(&"\"".repeat(36)), None);
    }
}
