//! What comes in: a string as written. What goes out: its pieces, with escapes, doubled braces and the indent of a
//! block undone, and a finding for each bad escape or hole; the string itself always survives.

use std::ops::Range;

use smol_str::SmolStr;

use crate::diagnostic::{Diagnostic, Edit, Fix};

use super::super::ast::{Path, Piece, Text, Word};
use super::super::findings;
use super::super::grammar::Rule;
use super::super::input;
use super::Builder;

impl Builder<'_, '_> {
    pub(super) fn optional_text(&mut self) -> Option<Text> {
        (self.peek() == Some(Rule::text)).then(|| self.text())
    }

    pub(super) fn text(&mut self) -> Text {
        let range = self.leaf();
        let block = range.len() > 5 && self.slice(range.clone()).starts_with("\"\"\"");
        let span = self.place.span(range.clone());
        let quotes = if block { 3 } else { 1 };
        let inner = range.start + quotes..range.end.saturating_sub(quotes).max(range.start + quotes);
        let mut pieces = Pieces::default();
        if block {
            for (row, line) in block_lines(self.slice(inner.clone()), inner.start).into_iter().enumerate() {
                if row > 0 {
                    pieces.plain.push(' ');
                }
                self.stretch(line, &mut pieces);
            }
        } else {
            let written = self.slice(inner.clone());
            if !written.bytes().any(|byte| matches!(byte, b'\\' | b'{' | b'}')) {
                let plain = (!written.is_empty()).then(|| Piece::Plain(SmolStr::new(written)));
                return Text { pieces: plain.into_iter().collect(), span };
            }
            self.stretch(inner, &mut pieces);
        }
        Text { pieces: pieces.finish(), span }
    }

    /// Decodes a stretch that lies on one line.
    fn stretch(&mut self, range: Range<usize>, pieces: &mut Pieces) {
        let mut at = range.start;
        while at < range.end {
            let rest = self.slice(at..range.end);
            let run = rest.find(['\\', '{', '}']).unwrap_or(rest.len());
            pieces.plain.push_str(&rest[..run]);
            at += run;
            at += match rest.as_bytes().get(run) {
                Some(b'\\') => self.escape(at..range.end, pieces),
                Some(_) => self.brace(at..range.end, pieces),
                None => 0,
            };
        }
    }

    /// Decodes the escape at the start of the range; returns how many bytes it takes.
    fn escape(&mut self, range: Range<usize>, pieces: &mut Pieces) -> usize {
        let rest = self.slice(range.clone());
        let Some(letter) = rest.chars().nth(1) else { return 1 };
        let plain = match letter {
            '"' | '\\' => Some((letter, 2)),
            'n' => Some(('\n', 2)),
            'u' => match unicode(rest) {
                Some(found) => Some(found),
                None => return self.bad_character(rest, range.start, pieces),
            },
            _ => None,
        };
        if let Some((letter, length)) = plain {
            pieces.plain.push(letter);
            return length;
        }
        let length = 1 + letter.len_utf8();
        let span = self.place.span(range.start..range.start + length);
        let finding = findings::bad_escape(&rest[..length], span);
        let finding = if names_an_image(rest) { self.with_slashes(finding, range) } else { finding };
        self.built.note(|| finding);
        pieces.plain.push_str(&rest[..length]);
        length
    }

    /// The finding with the fix of a path: every backslash of its string becomes a slash.
    fn with_slashes(&self, finding: Diagnostic, range: Range<usize>) -> Diagnostic {
        let start = self.slice(0..range.start).rfind('"').map_or(range.start, |quote| quote + 1);
        let edits = self
            .slice(start..range.end)
            .match_indices('\\')
            .map(|(at, _)| Edit { span: self.place.span(start + at..start + at + 1), text: "/".into() });
        let fix = Fix { title: "write `/` between folders".into(), edits: edits.collect() };
        Diagnostic { fixes: vec![fix], ..finding }
    }

    /// An escape that names no character which may stand in a prompt. All of it is taken, so that its braces are no hole.
    fn bad_character(&mut self, rest: &str, start: usize, pieces: &mut Pieces) -> usize {
        let behind = &rest[2..];
        let digits = behind.bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        let braced = behind.strip_prefix('{').and_then(|inner| {
            let end = inner.find(|letter: char| !letter.is_ascii_alphanumeric())?;
            inner[end..].starts_with('}').then_some(end + 2)
        });
        let length = 2 + braced.unwrap_or(if digits == 4 { 4 } else { 0 });
        let span = self.place.span(start..start + length);
        self.built.note(|| findings::bad_character(&rest[..length], span));
        pieces.plain.push_str(&rest[..length]);
        length
    }

    /// Decodes a brace: a doubled one, a hole, or a mistake.
    fn brace(&mut self, range: Range<usize>, pieces: &mut Pieces) -> usize {
        let rest = self.slice(range.clone());
        let brace = &rest[..1];
        if rest[1..].starts_with(brace) {
            pieces.plain.push_str(brace);
            return 2;
        }
        // A brace that opens again ends the search, so that a row of them is read once.
        let end =
            rest[1..].find(['{', '}']).map(|end| end + 1).filter(|end| brace == "{" && rest[*end..].starts_with('}'));
        if let Some(path) = end.and_then(|end| self.hole(range.start + 1..range.start + end)) {
            pieces.hole(path);
            return end.map_or(1, |end| end + 1);
        }
        let length = end.map_or(1, |end| end + 1);
        let span = self.place.span(range.start..range.start + length);
        self.built.note(|| findings::bad_hole(&rest[..length], span));
        pieces.plain.push_str(&rest[..length]);
        length
    }

    /// The path between two braces, if that is what stands there.
    fn hole(&self, range: Range<usize>) -> Option<Path> {
        let inner = self.slice(range.clone());
        let written = inner.trim_matches([' ', '\t']);
        let start = range.start + inner.len() - inner.trim_start_matches([' ', '\t']).len();
        let mut at = start;
        let mut words = Vec::new();
        for text in written.split('.') {
            if !super::super::words::is_name(text) {
                return None;
            }
            words.push(Word { text: SmolStr::new(text), span: self.place.span(at..at + text.len()) });
            at += text.len() + 1;
        }
        Some(Path { words, span: self.place.span(start..start + written.len()) })
    }
}

/// The pieces of a string while it is being read.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    plain: String,
}

impl Pieces {
    fn hole(&mut self, path: Path) {
        self.flush();
        self.done.push(Piece::Hole(path));
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            self.done.push(Piece::Plain(SmolStr::new(&self.plain)));
            self.plain.clear();
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

/// Whether a string is a path, by its end.
fn names_an_image(rest: &str) -> bool {
    let extension = rest.rsplit('.').next().unwrap_or_default();
    ["jpg", "jpeg", "png", "webp", "gif", "bmp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// `\u{1F60A}`: the letter and the bytes it takes.
fn unicode(rest: &str) -> Option<(char, usize)> {
    let digits = rest.strip_prefix("\\u{")?;
    let end = digits.bytes().take(9).position(|byte| byte == b'}')?;
    let plain = digits[..end].bytes().all(|byte| byte.is_ascii_hexdigit());
    let letter = u32::from_str_radix(&digits[..end], 16).ok().and_then(char::from_u32).filter(|_| plain)?;
    (letter != '\r' && !input::is_control(letter)).then_some((letter, end + 4))
}

/// The lines of a block string without their common indent; blank lines say nothing and are left out. The indent of
/// the line with the opening quotes does not count.
fn block_lines(inner: &str, base: usize) -> Vec<Range<usize>> {
    let mut lines: Vec<(Range<usize>, usize)> = Vec::new();
    let mut at = 0;
    for line in inner.split('\n') {
        let kept = line.trim_end_matches([' ', '\t', '\r']);
        let indent = kept.len() - kept.trim_start_matches([' ', '\t']).len();
        if !kept.is_empty() {
            lines.push((at..at + kept.len(), indent));
        }
        at += line.len() + 1;
    }
    let common = lines.iter().filter(|(line, _)| line.start > 0).map(|(_, indent)| *indent).min().unwrap_or(0);
    let strip = |(line, indent): (Range<usize>, usize)| {
        let cut = if line.start == 0 { indent } else { common };
        base + line.start + cut..base + line.end
    };
    lines.into_iter().map(strip).collect()
}
