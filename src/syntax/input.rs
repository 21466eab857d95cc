//! What comes in: bytes that may be a scene. What goes out: text, or a finding that says why they are none. Nothing is
//! read here: the caller has the bytes.

use std::borrow::Cow;

use super::MAX_BYTES;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::{FileId, Span};

/// The first place where bytes are no UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadBytes {
    /// Offset of the first bad byte.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

/// The bytes as text.
pub fn decode(bytes: &[u8]) -> Result<&str, BadBytes> {
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let before = &bytes[..offset];
        let row = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = before[row..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count() + 1;
        BadBytes { offset, line, column }
    })
}

/// The finding about a file that is not UTF-8. The span fits the file read with `String::from_utf8_lossy`.
#[must_use]
pub fn invalid_utf8(file: FileId, bad: BadBytes) -> Diagnostic {
    let BadBytes { offset, line, column } = bad;
    Diagnostic::new(
        Code::InvalidUtf8,
        Span::new(file, offset, offset),
        format!("the file is not UTF-8 from line {line}, column {column} on"),
    )
    .here("not UTF-8")
    .help("save the file as UTF-8")
}

/// The finding about a file of so many bytes, if that is too large for a scene.
#[must_use]
pub fn too_large(file: FileId, bytes: usize) -> Option<Diagnostic> {
    (bytes > MAX_BYTES).then(|| {
        let limit = MAX_BYTES >> 20;
        let message = format!("the file has {bytes} bytes; a scene may have {limit} MiB");
        Diagnostic::new(Code::FileTooLarge, Span::new(file, 0, 0), message)
            .help("split the scene; pictures do not belong into it, name their files instead")
    })
}

/// The text with every carriage return that stands alone made a line end, and the finding about them. Offsets stay.
pub(super) fn line_ends(file: FileId, text: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut behind = (bytes.len(), false);
    for at in memchr::memrchr_iter(b'\r', bytes) {
        let alone = if at + 1 == behind.0 { behind.1 } else { bytes.get(at + 1).is_some_and(|byte| *byte != b'\n') };
        behind = (at, alone);
        if alone {
            found.push(at);
        }
    }
    found.reverse();
    let Some(&first) = found.first() else { return (Cow::Borrowed(text), None) };
    let edit = |at: &usize| Edit { span: Span::new(file, *at, *at + 1), text: "\n".into() };
    let mut finding =
        Diagnostic::new(Code::Syntax, Span::new(file, first, first + 1), "a carriage return alone does not end a line")
            .here("the line ends here for old editors only")
            .help("save the file with the line ends LF or CRLF");
    finding.fixes.push(Fix { title: "end the lines with LF".into(), edits: found.iter().map(edit).collect() });
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for at in found {
        whole.push_str(&text[from..at]);
        whole.push('\n');
        from = at + 1;
    }
    whole.push_str(&text[from..]);
    (Cow::Owned(whole), Some(finding))
}

/// Whether a character is a control character that no scene may hold.
pub(super) fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\r' | '\n')
}

/// Whether the text may hold control characters; a quick look that errs on the side of yes.
pub(super) fn has_control_characters(text: &str) -> bool {
    let suspect =
        |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n')) || *byte == 0x7F || *byte == 0xC2;
    text.as_bytes().chunks(256).any(|chunk| chunk.iter().fold(false, |any, byte| any | suspect(byte)))
        && text.chars().any(is_control)
}
