//! What comes in: a text, and places as an editor counts them: lines from 0, and units of an encoding within a line. What goes
//! out: the same places in bytes, and back. The only file that knows of UTF-16.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::Span;

/// In what units an editor counts letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of two bytes, which every editor can.
    #[default]
    Utf16,
    /// Letters.
    Utf32,
}

impl Encoding {
    /// The first that an editor offers and that is known here.
    #[must_use]
    pub fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        offered.into_iter().flatten().find_map(known).unwrap_or_default()
    }

    /// Its name in the protocol.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a text has.
    #[must_use]
    pub fn units(self, text: &str) -> u32 {
        let units = match self {
            _ if text.is_ascii() => text.len(),
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// How many bytes so many units of a line take; a place within a letter is the one before it.
    fn bytes(self, line: &str, units: u32) -> usize {
        let wanted = units as usize;
        if line.is_ascii() {
            return wanted.min(line.len());
        }
        let mut seen = 0;
        for (at, letter) in line.char_indices() {
            seen += match self {
                Self::Utf8 => letter.len_utf8(),
                Self::Utf16 => letter.len_utf16(),
                Self::Utf32 => 1,
            };
            if seen > wanted {
                return at;
            }
        }
        line.len()
    }
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let starts = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(starts).collect(), encoding }
    }

    /// The byte at a place of the text; a place behind the end of its line, or of the text, is that end.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line) else { return text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let whole = text.get(*start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        start + self.encoding.bytes(whole, position.character)
    }

    /// The place of a byte of the text.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1) - 1;
        let before = text.get(self.starts[line]..offset).unwrap_or_default();
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), character: self.encoding.units(before) }
    }

    /// The place of a stretch of the text.
    #[must_use]
    pub fn range(&self, text: &str, span: Span) -> Range {
        let range = span.range();
        Range { start: self.position(text, range.start), end: self.position(text, range.end) }
    }

    /// The bytes of a stretch; one that ends before it starts is empty.
    #[must_use]
    pub fn bytes(&self, text: &str, range: Range) -> std::ops::Range<usize> {
        let (start, end) = (self.offset(text, range.start), self.offset(text, range.end));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_right_in_every_encoding() {
        let text = "a😀é\r\nb\rc\n";
        for (encoding, behind) in
            [(Encoding::Utf8, [1, 5, 7]), (Encoding::Utf16, [1, 3, 4]), (Encoding::Utf32, [1, 2, 3])]
        {
            let lines = Lines::new(text, encoding);
            for (offset, character) in [1, 5, 7].into_iter().zip(behind) {
                let place = Position { line: 0, character };
                assert_eq!(lines.position(text, offset), place, "{encoding:?}");
                assert_eq!(lines.offset(text, place), offset, "{encoding:?}");
            }
            assert_eq!(lines.offset(text, Position { line: 0, character: 99 }), 7);
            assert_eq!(lines.position(text, 9), Position { line: 1, character: 0 });
            assert_eq!(lines.position(text, 11), Position { line: 2, character: 0 });
            assert_eq!(lines.position(text, 13), Position { line: 3, character: 0 });
            assert_eq!(lines.offset(text, Position { line: 9, character: 0 }), text.len());
        }
    }

    #[test]
    fn a_place_within_a_letter_is_before_it() {
        let text = "😀x";
        assert_eq!(Lines::new(text, Encoding::Utf16).offset(text, Position { line: 0, character: 1 }), 0);
        assert_eq!(Lines::new(text, Encoding::Utf8).offset(text, Position { line: 0, character: 3 }), 0);
    }

    #[test]
    fn the_first_known_encoding_is_chosen() {
        let odd = [PositionEncodingKind::new("utf-7"), PositionEncodingKind::UTF32, PositionEncodingKind::UTF8];
        assert_eq!(Encoding::chosen(Some(&odd)), Encoding::Utf32);
        assert_eq!(Encoding::chosen(None), Encoding::Utf16);
        assert_eq!(Encoding::chosen(Some(&[])), Encoding::Utf16);
    }
}
