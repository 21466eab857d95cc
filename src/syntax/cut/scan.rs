//! What comes in: the text from the first character of a statement. What goes out: where the statement ends, and the
//! faults met on the way. See the parent for the rules.

use super::super::words;
use super::{Current, Cutter, Fault, MAX_DEPTH, Open};

impl Cutter<'_> {
    /// Passes one logical line; returns where its last character ends.
    pub(super) fn scan(&mut self, line: &mut Current) -> usize {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => self.string(line),
                b'\n' => {
                    if let Some(end) = self.newline(line) {
                        return end;
                    }
                }
                b'(' | b'[' | b'{' => self.open(line, byte),
                b')' | b']' | b'}' => self.close(line, byte),
                b';' => {
                    if let Some(end) = self.semicolon(line) {
                        return end;
                    }
                }
                b'/' if self.bytes.get(self.at + 1) == Some(&b'/') => {
                    line.edge.get_or_insert(self.at);
                    self.comment();
                }
                b'#' => self.at = self.line_end(self.at),
                b'-' if self.is_dashed_comment() => self.at = self.line_end(self.at),
                b'\'' => self.apostrophe(),
                0xE2 => self.curly(),
                _ => self.at += 1,
            }
        }
        let end = self.edge(line);
        if line.stack.is_empty() {
            self.dangling(line, end, None)
        } else {
            Self::unclosed(line, None);
            end
        }
    }

    /// Whether two dashes stand here as if they began a comment.
    fn is_dashed_comment(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        self.bytes.get(self.at + 1) == Some(&b'-') && before.is_none_or(u8::is_ascii_whitespace)
    }

    /// Where the last thing before the present place ends that is neither space nor comment.
    fn edge(&self, line: &mut Current) -> usize {
        let mut end = line.edge.take().unwrap_or(self.at);
        while end > line.start && matches!(self.bytes[end - 1], b' ' | b'\t' | b'\r' | b'\n') {
            end -= 1;
        }
        end
    }

    /// Decides whether the statement ends here: `Some` with its end, or `None` if it goes on, then on the next line
    /// that counts.
    fn newline(&mut self, line: &mut Current) -> Option<usize> {
        let end = self.edge(line);
        let torn = std::mem::take(&mut line.torn);
        let comma = end > line.start && self.bytes[end - 1] == b',' && !torn;
        if line.stack.is_empty() && !comma {
            return Some(end);
        }
        self.skip(false);
        let next = (self.at < self.bytes.len()).then_some(self.at);
        let Some(next) = next else {
            if line.stack.is_empty() {
                return Some(self.dangling(line, end, None));
            }
            Self::unclosed(line, None);
            return Some(end);
        };
        let indent = self.indent();
        if line.stack.is_empty() {
            return if indent > line.first { None } else { Some(self.dangling(line, end, Some(next))) };
        }
        self.inside(line, indent, next, end)
    }

    /// The same within brackets, for the line that begins at `next`: drops every bracket that the line cannot stand in.
    fn inside(&mut self, line: &mut Current, indent: usize, next: usize, end: usize) -> Option<usize> {
        let mut dropped = String::new();
        while let Some(open) = line.stack.last().copied() {
            if open.byte == b'{' {
                if self.bytes[next] == b'}' {
                    return None;
                }
                if indent > open.indent {
                    line.indent = indent;
                    return None;
                }
                self.owed += 1;
                line.indent = open.indent;
                line.fault(Fault::UnclosedBlock { at: open.at, next });
            } else {
                if indent > line.indent || !self.begins_statement(next) {
                    return None;
                }
                line.fault(Fault::UnclosedBracket { at: open.at, next: Some(next) });
            }
            dropped.push(closer(open.byte));
            line.stack.pop();
        }
        line.closers = dropped;
        Some(end)
    }

    fn semicolon(&mut self, line: &mut Current) -> Option<usize> {
        let end = self.edge(line);
        match line.stack.last() {
            None => return Some(end),
            Some(open) if open.byte != b'{' => {
                let behind = &self.text[self.at + 1..];
                let next = self.at + 1 + behind.len() - behind.trim_start_matches([' ', '\t']).len();
                if !line.stack.iter().any(|open| open.byte == b'{') && self.begins_statement(next) {
                    Self::unclosed(line, Some(next));
                    return Some(end);
                }
            }
            Some(_) => {}
        }
        self.at += 1;
        None
    }

    /// A comma at the end of a statement leads nowhere; the statement is cut before it.
    fn dangling(&self, line: &mut Current, end: usize, next: Option<usize>) -> usize {
        if end > line.start && self.bytes[end - 1] == b',' && !line.torn {
            line.fault(Fault::DanglingComma { at: end - 1, next });
        }
        end
    }

    /// Reports that brackets are open where the statement ends.
    fn unclosed(line: &mut Current, next: Option<usize>) {
        if let Some(open) = line.stack.last() {
            line.fault(Fault::UnclosedBracket { at: open.at, next });
        }
        line.closers = line.stack.drain(..).rev().map(|open| closer(open.byte)).collect();
    }

    fn open(&mut self, line: &mut Current, byte: u8) {
        if byte == b'{' && line.stack.is_empty() {
            line.block.get_or_insert((self.at, None));
        }
        if line.stack.len() < MAX_DEPTH {
            line.stack.push(Open { at: self.at, byte, indent: line.indent });
        } else {
            if line.beyond == 0 && !matches!(line.fault, Some(Fault::TooDeep { .. })) {
                // This one outranks the others: such a line must not reach the grammar.
                line.fault = Some(Fault::TooDeep { at: self.at });
            }
            line.beyond += 1;
        }
        self.at += 1;
    }

    fn close(&mut self, line: &mut Current, byte: u8) {
        let at = self.at;
        self.at += 1;
        if line.beyond > 0 {
            line.beyond -= 1;
            return;
        }
        let opener = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        match line.stack.iter().rposition(|open| open.byte == opener) {
            Some(keep) => {
                if keep + 1 < line.stack.len() {
                    let inner = line.stack[line.stack.len() - 1].at;
                    line.fault(Fault::UnclosedBracket { at: inner, next: Some(at) });
                }
                line.stack.truncate(keep);
                if let Some((_, end @ None)) = &mut line.block
                    && line.stack.is_empty()
                {
                    *end = Some(at);
                }
            }
            None if byte == b'}' && line.stack.is_empty() && self.owed > 0 => {
                self.owed -= 1;
                line.fault(Fault::Owed { at });
            }
            None => line.fault(Fault::Stray { at }),
        }
    }

    /// Whether something that only a statement can begin with stands here: `NAME =`, or two words in a row. No line
    /// within sound brackets looks so, which is why the indent of lines there need not count.
    pub(super) fn begins_statement(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let (first, behind) = if let Some(inner) = rest.strip_prefix('"') {
            let Some(end) = inner.find(['"', '\n']) else { return false };
            ("", inner[end..].strip_prefix('"').unwrap_or("\n"))
        } else {
            let end = rest.find(|letter| letter != '.' && !words::continues_name(letter)).unwrap_or(rest.len());
            rest.split_at(end)
        };
        let next = behind.trim_start_matches([' ', '\t']);
        if first.is_empty() {
            return rest.starts_with('"') && next.chars().next().is_some_and(words::begins_name);
        }
        if matches!(first, "and" | "or" | "not" | "in") || !first.chars().next().is_some_and(words::begins_name) {
            return false;
        }
        let assigns = next.starts_with('=') && !next.starts_with("==");
        let goes_on = |letter: char| letter == '"' || words::continues_name(letter);
        assigns || (next.len() < behind.len() && next.chars().next().is_some_and(goes_on))
    }
}

/// What closes the bracket.
fn closer(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}
