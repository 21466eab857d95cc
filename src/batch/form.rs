//! The forms of references. What comes in: the text of a reference. What goes out: its form, and the part of an address
//! that says which machine it is on, if nothing about it is odd. Absent: looking whether anything stands there.

use crate::diagnostic::render::is_unprintable;
use crate::target::SourceForm;

/// The form of a reference with nothing odd about it, and the beginning of an address up to the end of its host.
pub(super) fn form(text: &str) -> Option<(SourceForm, &str)> {
    if !text.bytes().all(is_usual) && !text.chars().all(is_letter) {
        return None;
    }
    let form = SourceForm::of(text);
    match form {
        SourceForm::Uuid => Some((form, "")),
        SourceForm::Data => None,
        SourceForm::Url => {
            let (_, rest) = text.split_once("://")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = text.len() - rest.len() + end;
            let blank = rest.contains(' ');
            (!blank).then_some((form, &text[..host]))
        }
        SourceForm::Path => {
            let begins = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
            let odd = text.starts_with(['/', '.', ' '])
                || text.ends_with([' ', '/'])
                || begins("http")
                || begins("www.")
                || text.contains([':', '?', '#', '@', '&', '%'])
                || text.contains("..")
                || text.contains("/./")
                || !text.bytes().any(|byte| byte.is_ascii_alphanumeric());
            (!odd).then_some((form, ""))
        }
    }
}

fn is_usual(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./ :?=&%#,;+~()@!".contains(&byte)
}

fn is_letter(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| byte.is_ascii() && is_usual(byte)) || c.is_alphanumeric() && !is_unprintable(c)
}
