//! What comes in: the text of a sound scene. What goes out: the same tree that the grammar gives, from a parser
//! written by hand, straight down and without care for errors. It exists to measure the grammar against, nothing else.

mod blocks;
mod statement;
mod text;

use std::ops::Range;

use scenewright::source::{FileId, Span};
use scenewright::syntax::ast::{Comment, File, List, Path, Statement, Term, Word};
use smol_str::SmolStr;

/// Reads a sound scene; `None` if it is not.
pub fn parse(text: &str) -> Option<File> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, comments: Vec::new() };
    let mut statements = Vec::new();
    loop {
        reader.over(true);
        if reader.at == text.len() {
            break;
        }
        let start = reader.at;
        let (kind, end) = reader.statement()?;
        statements.push(Statement { span: span(start..end), kind });
    }
    Some(File { statements, comments: reader.comments })
}

pub fn span(range: Range<usize>) -> Span {
    Span::new(FileId(0), range.start, range.end)
}

pub struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    comments: Vec<Comment>,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(b'\n')
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    /// Space over lines, comments, and `;` if asked for.
    fn over(&mut self, semicolons: bool) {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b';') if semicolons => self.at += 1,
                Some(b'/') if self.bytes.get(self.at + 1) == Some(&b'/') => {
                    let rest = &self.bytes[self.at..];
                    let end = self.at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    let kept = self.text[self.at..end].trim_end_matches('\r').len();
                    self.comments.push(Comment { span: span(self.at..self.at + kept) });
                    self.at = end;
                }
                _ => break,
            }
        }
    }

    /// Where the name ends that begins here.
    fn name(&self) -> Option<usize> {
        let mut letters = self.text[self.at..].char_indices();
        let (_, first) = letters.next()?;
        if !(first == '_' || first.is_ascii_alphabetic() || (!first.is_ascii() && pest::unicode::XID_START(first))) {
            return None;
        }
        let goes_on = |letter: char| {
            letter == '_'
                || letter.is_ascii_alphanumeric()
                || (!letter.is_ascii() && pest::unicode::XID_CONTINUE(letter))
        };
        let end = letters.find(|(_, letter)| !goes_on(*letter)).map_or(self.text.len(), |(length, _)| self.at + length);
        Some(end)
    }

    fn peek_name(&self) -> &'t str {
        self.name().map_or("", |end| &self.text[self.at..end])
    }

    fn word(&mut self) -> Option<Word> {
        let end = self.name()?;
        let range = self.at..end;
        self.at = end;
        Some(Word { text: SmolStr::new(&self.text[range.clone()]), span: span(range) })
    }

    fn path(&mut self) -> Option<Path> {
        let start = self.at;
        let mut words = vec![self.word()?];
        while self.eat(b'.') {
            words.push(self.word()?);
        }
        Some(Path { words, span: span(start..self.at) })
    }

    fn term(&mut self) -> Option<Term> {
        if self.peek() == b'"' { self.string().map(Term::Text) } else { self.path().map(Term::Path) }
    }

    fn list(&mut self) -> Option<List> {
        let start = self.at;
        let mut terms = vec![self.term()?];
        loop {
            let end = self.at;
            self.space();
            if self.peek_name() != "and" {
                self.at = end;
                return Some(List { terms, span: span(start..end) });
            }
            self.at += 3;
            self.space();
            terms.push(self.term()?);
        }
    }
}
