//! Cells of rows. What comes in: what a data file holds in one place. What goes out: whether it can be said.

use super::super::value::Value;

/// What stands in one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Cell<'a> {
    /// Letters, perhaps none.
    Text(&'a str),
    /// A number, as it was written.
    Number(&'a str),
    /// `true` or `false` of JSON.
    Truth(bool),
    /// The row has no such cell.
    Missing,
    /// `null`
    Null,
    /// An array or an object.
    Nested,
    /// Bytes that are no letters.
    NotText,
}

impl<'a> Cell<'a> {
    pub(in super::super) fn of_bytes(bytes: Option<&'a [u8]>) -> Self {
        match bytes.map(str::from_utf8) {
            Some(Ok(text)) => Self::Text(text),
            Some(Err(_)) => Self::NotText,
            None => Self::Missing,
        }
    }

    /// Why the cell cannot be said.
    pub(in super::super) fn fault(self) -> Option<&'static str> {
        match self {
            Self::Text(text) | Self::Number(text) if text.trim_ascii().is_empty() => Some("is empty"),
            Self::Text(text) | Self::Number(text) if holds_control(text) => Some("holds a control character"),
            Self::Text(_) | Self::Number(_) | Self::Truth(_) => None,
            Self::Missing => Some("is missing"),
            Self::Null => Some("is null"),
            Self::Nested => Some("is no plain value"),
            Self::NotText => Some("is not UTF-8"),
        }
    }

    /// Whether nothing stands in it.
    pub(in super::super) fn is_empty(self) -> bool {
        matches!(self, Self::Missing | Self::Null) || matches!(self, Self::Text(text) if text.trim_ascii().is_empty())
    }

    pub(in super::super) fn value(self) -> Value<'a> {
        match self {
            Self::Text(text) => Value::Text(text.trim_ascii()),
            Self::Number(text) => Value::Number(text),
            Self::Truth(truth) => Value::Truth(truth),
            Self::Missing | Self::Null | Self::Nested | Self::NotText => Value::Nothing,
        }
    }
}

/// Line ends and tabs are blanks; every other control character is a slip of some program.
fn holds_control(text: &str) -> bool {
    !is_plain(text.as_bytes())
        && text.chars().any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

/// Whether no byte may belong to a control character; of a letter behind ASCII that is not sure.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let suspect = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7F | 0xC2);
    !bytes.iter().fold(false, |any, byte| any | suspect(byte))
}

/// A cell that is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    Text(String),
    Number(String),
    Truth(bool),
    Missing,
    Null,
    Nested,
}

impl Kept {
    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Number(text) => Cell::Number(text),
            Self::Truth(truth) => Cell::Truth(*truth),
            Self::Missing => Cell::Missing,
            Self::Null => Cell::Null,
            Self::Nested => Cell::Nested,
        }
    }

    /// A value of JSON, which was read as far as its form.
    pub(super) fn of_json(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'"') => serde_json::from_str(json).map_or(Self::Nested, Self::Text),
            Some(b'{' | b'[') => Self::Nested,
            Some(b't' | b'f') => Self::Truth(json == "true"),
            Some(b'n') => Self::Null,
            _ => Self::Number(json.to_owned()),
        }
    }
}
