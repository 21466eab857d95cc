//! What comes in: a reference that begins with `data:`. What goes out: the bytes of its image, or what is wrong with the
//! text. Absent: what the bytes are, which is asked as it is of files.

use super::address::Fault;
use crate::diagnostic::render::shorten;

const FORM: &str = "write `data:image/png;base64,` and the file in base64 behind it, or name the file itself";

pub(super) fn decode(text: &str) -> Result<Vec<u8>, Fault> {
    let head = text.split(',').next().unwrap_or_default();
    let body = text.get(head.len() + 1..).unwrap_or_default();
    let kind = head.get("data:".len()..).unwrap_or_default();
    let (kind, coding) = kind.split_once(';').unwrap_or((kind, ""));
    let letters = kind.get("image/".len()..).filter(|_| kind.to_ascii_lowercase().starts_with("image/"));
    if !letters.is_some_and(|letters| !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_alphabetic())) {
        let kind = shorten(kind, 30);
        return Err(fault(format!("the data URI says `{kind}` where it should say what image it is")));
    }
    if !coding.eq_ignore_ascii_case("base64") {
        return Err(fault("the data URI is not in base64".to_owned()));
    }
    if body.is_empty() {
        return Err(fault("the data URI holds no data".to_owned()));
    }
    if let Some(bad) = body.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '=')) {
        let what = if bad.is_whitespace() { "a blank".to_owned() } else { format!("the character `{bad}`") };
        return Err(fault(format!("the data URI holds {what}, which base64 has not")));
    }
    base64_simd::STANDARD
        .decode_to_vec(body)
        .map_err(|_| fault("the base64 of the data URI is cut off or wrong at its end".to_owned()))
}

fn fault(message: String) -> Fault {
    Fault { message, help: FORM.to_owned(), meant: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_come_out() {
        assert_eq!(decode("data:image/png;base64,iVBORw0KGgo=").ok(), Some(b"\x89PNG\r\n\x1a\n".to_vec()));
        assert_eq!(decode("DATA:Image/JPEG;BASE64,/9j/").ok(), Some(b"\xFF\xD8\xFF".to_vec()));
    }

    #[test]
    fn what_is_wrong_is_told_without_the_data() {
        for (text, message) in [
            ("data:", "the data URI says `` where it should say what image it is"),
            ("data:text/plain;base64,aGk=", "the data URI says `text/plain` where it should say what image it is"),
            (
                "data:image/svg+xml;base64,aGk=",
                "the data URI says `image/svg+xml` where it should say what image it is",
            ),
            ("data:image/png,abc", "the data URI is not in base64"),
            ("data:image/png;utf8,abc", "the data URI is not in base64"),
            ("data:image/png;base64,", "the data URI holds no data"),
            ("data:image/png;base64", "the data URI holds no data"),
            ("data:image/png;base64,iVBO Rw==", "the data URI holds a blank, which base64 has not"),
            ("data:image/png;base64,iVBO-w==", "the data URI holds the character `-`, which base64 has not"),
            ("data:image/png;base64,iVBORw0KGgo", "the base64 of the data URI is cut off or wrong at its end"),
            ("data:image/png;base64,=A==", "the base64 of the data URI is cut off or wrong at its end"),
            ("data:é;base64,AAAA", "the data URI says `é` where it should say what image it is"),
        ] {
            assert_eq!(decode(text).map_err(|fault| fault.message), Err(message.to_owned()), "{text}");
        }
    }
}
