//! What comes in: the text from a quote. What goes out: the place behind the string, or a fault and the place where
//! its line ends. A string of three quotes spans lines; only in a file where one of them is never closed does a line
//! that begins a statement end it.

use super::{Current, Cutter, Fault};

impl Cutter<'_> {
    /// Passes a string.
    pub(super) fn string(&mut self, line: &mut Current) {
        let at = self.at;
        if self.bytes[at..].starts_with(b"\"\"\"") {
            self.block_string(line);
            return;
        }
        let (end, closed) = string_end(self.bytes, at + 1);
        self.at = end;
        if !closed {
            line.torn = true;
            line.fault(Fault::UnclosedString { at, block: false });
        }
    }

    fn block_string(&mut self, line: &mut Current) {
        let at = self.at;
        let bytes = self.bytes;
        if !*self.broken_blocks.get_or_insert_with(|| ends_in_block(bytes, at)) {
            if let Some(end) = block_end(bytes, at + 3) {
                self.at = end;
                return;
            }
            self.broken_blocks = Some(true);
        }
        let mut row = at + 3;
        loop {
            let (row_end, closed) = block_row(bytes, row);
            if closed {
                self.at = row_end;
                return;
            }
            let next = (row_end + 1).min(bytes.len());
            let text = &self.text[next..];
            let begin = next + text.len() - text.trim_start_matches([' ', '\t']).len();
            let ends = next == bytes.len() || (begin - next <= line.indent && self.begins_statement(begin));
            if ends {
                self.at = row_end;
                line.torn = true;
                line.fault(Fault::UnclosedString { at, block: true });
                return;
            }
            row = next;
        }
    }

    /// A string in single quotes is no string, but what stands in it should not count as brackets.
    pub(super) fn apostrophe(&mut self) {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        match memchr::memchr2(b'\'', b'\n', rest) {
            Some(length) if rest[length] == b'\'' => self.at += length + 1,
            _ => {}
        }
    }

    /// The same for curly quotes.
    pub(super) fn curly(&mut self) {
        let curly = ['\u{201C}', '\u{201D}', '\u{201E}'];
        if !self.text[self.at..].starts_with(curly) {
            self.at += 1;
            return;
        }
        self.at += 3;
        let rest = &self.text[self.at..];
        match rest.find(['\u{201C}', '\u{201D}', '\n']) {
            Some(length) if rest.as_bytes()[length] != b'\n' => self.at += length + 3,
            _ => {}
        }
    }
}

/// Where a string ends whose first letter stands at `from`, and whether a quote ends it.
fn string_end(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while let Some(length) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]) {
        at += length;
        match bytes[at] {
            b'"' => return (at + 1, true),
            b'\n' => return (at, false),
            _ if bytes.get(at + 1) == Some(&b'\n') => return (at + 1, false),
            _ => at = (at + 2).min(bytes.len()),
        }
    }
    (bytes.len(), false)
}

/// The place behind the three quotes that end a block string.
fn block_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(length) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += length;
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(b"\"\"\"") {
            return Some(at + 3);
        } else {
            at += 1;
        }
    }
    None
}

/// The same, but no further than the end of the physical line; whether the quotes were found.
fn block_row(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while let Some(length) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest)) {
        at += length;
        match bytes[at] {
            b'\n' => return (at, false),
            b'\\' if bytes.get(at + 1) != Some(&b'\n') => at += 2,
            b'"' if bytes[at..].starts_with(b"\"\"\"") => return (at + 3, true),
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

/// Whether the file ends within a block string, read from the first one on.
fn ends_in_block(bytes: &[u8], from: usize) -> bool {
    let mut at = from;
    while let Some(length) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'/', rest)) {
        at += length;
        let rest = &bytes[at..];
        if rest.starts_with(b"\"\"\"") {
            match block_end(bytes, at + 3) {
                Some(end) => at = end,
                None => return true,
            }
        } else if rest.starts_with(b"//") {
            at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        } else if rest[0] == b'"' {
            at = string_end(bytes, at + 1).0;
        } else {
            at += 1;
        }
    }
    false
}
