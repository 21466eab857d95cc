//! What comes in: text that the syntax has found sound. What goes out: its tokens, each as it was written, and where
//! lines end between them. Absent: what they mean, and any fault, since there is none.

use std::ops::Range;

/// A stretch of text that stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A word, a path, a string, a number, a size, a model, `=`, `:` or a comparison.
    Piece(&'t str),
    /// `(`, `[` or `{`
    Open(u8),
    /// `)`, `]` or `}`
    Close,
    /// `,` or `;`
    Separator,
    /// From `//` to the last letter of the line.
    Comment(&'t str),
    /// Space in which a line ends; whether it holds an empty line, and whether its first line ends with CRLF.
    LineEnd { blank: bool, windows: bool },
}

/// What must be known of a statement to tell its tokens apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// A stretch that is one token, whatever it holds: `google:4@3`.
    pub glued: Range<usize>,
    /// Whether it compares values: `:` then belongs to a size or a model, and brackets hold conditions or values.
    pub condition: bool,
}

/// The tokens of a text.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    pub shape: Shape,
}

impl<'t> Tokens<'t> {
    /// Begins at the start of the text.
    pub(super) fn new(text: &'t str, shape: Shape) -> Self {
        Self { text, at: 0, shape }
    }

    /// Takes what ends at `end`.
    fn take(&mut self, end: usize) -> &'t str {
        let taken = self.text.get(self.at..end).unwrap_or_default();
        self.at = end;
        taken
    }

    /// Passes space, which is of interest if a line ends in it.
    fn space(&mut self) -> Option<Token<'t>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at += bytes[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut ends = memchr::memchr_iter(b'\n', &bytes[start..self.at]);
        let first = start + ends.next()?;
        Some(Token::LineEnd { blank: ends.next().is_some(), windows: bytes[..first].ends_with(b"\r") })
    }

    fn piece(&mut self) -> Token<'t> {
        let bytes = self.text.as_bytes();
        let Shape { glued, condition } = self.shape.clone();
        if self.at == glued.start && !glued.is_empty() {
            return Token::Piece(self.take(glued.end));
        }
        let end = match bytes[self.at] {
            b'"' => string_end(bytes, self.at),
            b'=' | b'!' | b'<' | b'>' => self.at + 1 + usize::from(bytes.get(self.at + 1) == Some(&b'=')),
            b':' => self.at + 1,
            _ => {
                let rest = &bytes[self.at..];
                let ends = |byte: &u8| ends_word(*byte) && !(condition && *byte == b':');
                let end = self.at + rest.iter().position(ends).unwrap_or(rest.len()).max(1);
                if self.at < glued.start { end.min(glued.start) } else { end }
            }
        };
        Token::Piece(self.take(end))
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        if let Some(end) = self.space() {
            return Some(end);
        }
        let rest = &self.text.as_bytes()[self.at..];
        let token = match rest.first()? {
            open @ (b'(' | b'[' | b'{') => Token::Open(*open),
            b')' | b']' | b'}' => Token::Close,
            b',' | b';' => Token::Separator,
            b'/' if rest.starts_with(b"//") => {
                let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                return Some(Token::Comment(self.take(self.at + end).trim_end()));
            }
            _ => return Some(self.piece()),
        };
        self.at += 1;
        Some(token)
    }
}

/// Whether a word is over before the byte.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b';' | b':' | b'"' | b'/')
        || matches!(byte, b'=' | b'!' | b'<' | b'>')
}

/// The place behind the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quotes: &[u8] = if bytes[start..].starts_with(b"\"\"\"") { b"\"\"\"" } else { b"\"" };
    let mut at = start + quotes.len();
    while let Some(length) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += length;
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(quotes) {
            return at + quotes.len();
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_stay_as_they_were_written() {
        let text = "a.b=ref(\"x, // y\",k:3)\r\n \n // note \t\r\n\"\"\"p\n\"q\"\"\"\"";
        let found: Vec<_> = Tokens::new(text, Shape::default()).collect();
        let expected = [
            Token::Piece("a.b"),
            Token::Piece("="),
            Token::Piece("ref"),
            Token::Open(b'('),
            Token::Piece("\"x, // y\""),
            Token::Separator,
            Token::Piece("k"),
            Token::Piece(":"),
            Token::Piece("3"),
            Token::Close,
            Token::LineEnd { blank: true, windows: true },
            Token::Comment("// note"),
            Token::LineEnd { blank: false, windows: true },
            Token::Piece("\"\"\"p\n\"q\"\"\""),
            Token::Piece("\""),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_glued_stretch_is_one_token() {
        let glued = |glued| Shape { glued, condition: false };
        let found: Vec<_> = Tokens::new("seed-1 at 2k", glued(4..6)).collect();
        assert_eq!(found, ["seed", "-1", "at", "2k"].map(Token::Piece));
        let found: Vec<_> = Tokens::new("model google:4@3", glued(6..16)).collect();
        assert_eq!(found, ["model", "google:4@3"].map(Token::Piece));
    }

    #[test]
    fn comparisons_are_tokens() {
        let condition = Shape { glued: 0..0, condition: true };
        let found: Vec<_> = Tokens::new("a==-1.5!=b<c<=\"=\">d>=google:4@3", condition).collect();
        let expected = ["a", "==", "-1.5", "!=", "b", "<", "c", "<=", "\"=\"", ">", "d", ">=", "google:4@3"];
        assert_eq!(found, expected.map(Token::Piece));
    }
}
