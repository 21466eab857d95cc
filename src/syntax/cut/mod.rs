//! What comes in: the text of a file. What goes out: its logical lines, one statement each, cut by the rules of the
//! language: brackets, strings, trailing commas and indentation. A line that breaks them carries its first fault and
//! ends where the next statement clearly begins, so a slip stays in its own line. Comments are gathered on the way.
//! Deliberately absent: what a statement means, and findings. Every byte is passed once.

mod quote;
mod scan;

use std::ops::Range;

/// How deep brackets may be nested.
pub(super) const MAX_DEPTH: usize = 32;

/// How many blanks, quotes and commas a statement may hold.
pub(super) const MAX_PIECES: usize = 200_000;

/// One statement with the lines it spans.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From its first character to its last, comments inside included.
    pub range: Range<usize>,
    /// The first breach of the rules, if there is one.
    pub fault: Option<Fault>,
    /// What would close the brackets that are still open.
    pub closers: String,
    /// Where its first outermost `{` stands, and the `}` that closes it.
    pub block: Option<(usize, Option<usize>)>,
}

/// A breach of the rules by which lines are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The quote at this offset is never closed.
    UnclosedString { at: usize, block: bool },
    /// The `(`, `[` or `{` at this offset is never closed; `next` is where the next statement begins.
    UnclosedBracket { at: usize, next: Option<usize> },
    /// The `{` at this offset is open where a line stands that is not deeper.
    UnclosedBlock { at: usize, next: usize },
    /// The comma at this offset ends a line and the next one is not deeper.
    DanglingComma { at: usize, next: Option<usize> },
    /// The closing bracket at this offset closes nothing.
    Stray { at: usize },
    /// The same, but the finding about an unclosed block has said it already.
    Owed { at: usize },
    /// The bracket at this offset is nested too deeply.
    TooDeep { at: usize },
    /// The statement that begins at this offset holds too much.
    TooLong { at: usize },
    /// A comment as other languages write it, between `/*` and `*/`.
    Comment { at: usize },
}

/// Cuts a text into logical lines, one at a time.
pub(super) struct Cutter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Where the physical line begins that `at` stands in.
    row: usize,
    /// Ranges of the comments met so far.
    pub comments: Vec<Range<usize>>,
    /// Offsets of typographic spaces between statements.
    pub odd: Vec<usize>,
    /// Blocks that were reported as unclosed; their `}` may still come.
    owed: usize,
    /// Whether some `"""` in the file is never closed; worked out when the first one is met.
    broken_blocks: Option<bool>,
    /// Whether another `*/` may follow.
    comment_ends: bool,
}

/// An open bracket.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    byte: u8,
    /// Indent of the line that a block belongs to.
    indent: usize,
}

/// The state of the logical line that is being cut.
struct Current {
    start: usize,
    /// Indent of the statement's first line.
    first: usize,
    /// Indent of the last line that counts.
    indent: usize,
    stack: Vec<Open>,
    /// Brackets beyond the bound, which are only counted.
    beyond: usize,
    fault: Option<Fault>,
    /// Where the last thing that is neither space nor comment ends, if something hides it.
    edge: Option<usize>,
    /// Whether a string was cut off on this physical line.
    torn: bool,
    closers: String,
    block: Option<(usize, Option<usize>)>,
}

impl Current {
    fn fault(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }
}

impl<'t> Cutter<'t> {
    /// Begins at `start`, which is behind a byte order mark or behind the `{` of a block.
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        let bytes = text.as_bytes();
        Self {
            text,
            bytes,
            at: start,
            row: memchr::memrchr(b'\n', &bytes[..start])
                .map_or(if text.starts_with('\u{FEFF}') { 3 } else { 0 }, |at| at + 1),
            comments: Vec::new(),
            odd: Vec::new(),
            owed: 0,
            broken_blocks: None,
            comment_ends: true,
        }
    }

    /// The next logical line.
    pub(super) fn next_line(&mut self) -> Option<Line> {
        self.skip(true);
        if self.at >= self.bytes.len() {
            return None;
        }
        if let Some(end) = self.foreign_comment() {
            let at = std::mem::replace(&mut self.at, end);
            return Some(Line {
                range: at..end,
                fault: Some(Fault::Comment { at }),
                closers: String::new(),
                block: None,
            });
        }
        let first = self.indent();
        let mut line = Current {
            start: self.at,
            first,
            indent: first,
            stack: Vec::new(),
            beyond: 0,
            fault: None,
            edge: None,
            torn: false,
            closers: String::new(),
            block: None,
        };
        let end = self.scan(&mut line);
        if self.is_bomb(line.start, end) {
            line.fault = Some(Fault::TooLong { at: line.start });
        }
        Some(Line {
            range: line.start..end.max(line.start),
            fault: line.fault,
            closers: line.closers,
            block: line.block,
        })
    }

    /// Skips space and comments over lines, and `;` where that separates statements.
    fn skip(&mut self, semicolons: bool) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.row = self.at;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b';' if semicolons => self.at += 1,
                b'/' if self.bytes.get(self.at + 1) == Some(&b'/') => self.comment(),
                0xC2..=0xEF => match self.text[self.at..].chars().next() {
                    Some(letter) if super::words::is_odd_space(letter) => {
                        self.odd.push(self.at);
                        self.at += letter.len_utf8();
                    }
                    _ => break,
                },
                _ => break,
            }
        }
    }

    /// Takes a comment up to the newline.
    fn comment(&mut self) {
        let end = self.line_end(self.at);
        let kept = self.text[self.at..end].trim_end_matches('\r').len();
        self.comments.push(self.at..self.at + kept);
        self.at = end;
    }

    /// Whether a statement holds more than anybody could mean; an image written into it has neither blanks nor quotes.
    fn is_bomb(&self, start: usize, end: usize) -> bool {
        let Some(text) = self.bytes.get(start..end).filter(|text| text.len() > MAX_PIECES) else { return false };
        memchr::memchr3_iter(b' ', b'"', b',', text).count() > MAX_PIECES
    }

    /// Where the comment ends that begins here with `/*`, if one does.
    fn foreign_comment(&mut self) -> Option<usize> {
        if !self.comment_ends || !self.bytes[self.at..].starts_with(b"/*") {
            return None;
        }
        let found = memchr::memmem::find(&self.bytes[self.at + 2..], b"*/");
        self.comment_ends = found.is_some();
        let end = self.at + found? + 4;
        self.row = self.bytes[..end].iter().rposition(|byte| *byte == b'\n').map_or(self.row, |at| at + 1);
        Some(end)
    }

    /// Where the physical line ends that holds the offset.
    fn line_end(&self, from: usize) -> usize {
        memchr::memchr(b'\n', &self.bytes[from..]).map_or(self.bytes.len(), |length| from + length)
    }

    /// The indent of the present physical line, in characters.
    fn indent(&self) -> usize {
        indent_of(&self.text[self.row..])
    }
}

/// How many blanks a line begins with; typographic spaces count as well, they get a finding of their own.
fn indent_of(line: &str) -> usize {
    let blank = |letter: &char| matches!(letter, ' ' | '\t') || super::words::is_odd_space(*letter);
    line.chars().take_while(blank).count()
}
