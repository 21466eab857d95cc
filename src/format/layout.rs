//! What comes in: the tree of one statement. What goes out: its lines. A statement that fits stands on one line; else
//! its block is broken, or its brackets, or it goes on in a new line behind each comma. Comments stay where they are.
//! Absent: the statements in the block of a pass or a preset, which are laid out one by one.

use super::lines::{INDENT, LIMIT, Line, Lines};
use super::tree::{Entry, Group, Note, Piece, is_apart, marks};

/// Writes a statement, given as its clauses.
pub(super) fn statement<'t>(clauses: &Group<'t>, indent: usize, lines: &mut Lines<'t>) {
    let mut layout = Layout::new(indent, lines);
    if clauses.flat.is_some_and(|width| indent + width <= LIMIT) {
        if let [binding] = clauses.entries.as_slice() {
            layout.name(binding);
        }
        layout.flat(clauses);
        return layout.end(None);
    }
    for (at, clause) in clauses.entries.iter().enumerate() {
        let last = at + 1 == clauses.entries.len();
        for note in &clause.notes {
            layout.lines.note(indent + INDENT, note.text);
        }
        layout.line.indent = if at == 0 { indent } else { indent + INDENT };
        layout.entry(clause, usize::from(!last));
        if !last {
            layout.write(",", 1);
        }
        layout.end(clause.trail);
    }
}

/// Writes a pass or a preset on one line, with at most one statement in its braces; false if there is no room.
pub(super) fn line<'t>(head: &Group<'t>, only: Option<&Group<'t>>, indent: usize, lines: &mut Lines<'t>) -> bool {
    let mut layout = Layout::new(indent, lines);
    layout.flat(head);
    match only {
        None => layout.write(" {}", 3),
        Some(statement) if layout.fits(statement.flat, " {  }".len()) => {
            layout.write(" { ", 3);
            layout.flat(statement);
            layout.write(" }", 2);
        }
        Some(_) => return false,
    }
    layout.end(None);
    true
}

/// Writes the line that opens a block of statements.
pub(super) fn opening<'t>(head: &Group<'t>, indent: usize, lines: &mut Lines<'t>) {
    let mut layout = Layout::new(indent, lines);
    layout.flat(head);
    layout.write(" {", 2);
    layout.end(None);
}

/// Writes the line that closes it.
pub(super) fn closing(indent: usize, lines: &mut Lines<'_>) {
    lines.push(Line { indent, code: "}".into(), width: 1, ..Line::default() });
}

struct Layout<'l, 't> {
    lines: &'l mut Lines<'t>,
    line: Line<'t>,
}

impl<'l, 't> Layout<'l, 't> {
    fn new(indent: usize, lines: &'l mut Lines<'t>) -> Self {
        Layout { lines, line: Line { indent, ..Line::default() } }
    }

    fn write(&mut self, text: &str, width: usize) {
        self.line.code.push_str(text);
        self.line.width += width;
    }

    /// Ends the present line; the next one has the same indent.
    fn end(&mut self, comment: Option<&'t str>) {
        let indent = self.line.indent;
        let mut line = std::mem::replace(&mut self.line, Line { indent, ..Line::default() });
        line.comment = comment;
        self.lines.push(line);
    }

    /// Remembers where the name of a binding or of a parameter ends.
    fn name(&mut self, entry: &Entry<'t>) {
        match entry.pieces.as_slice() {
            [Piece::Token { text, width }, Piece::Token { text: "=", .. }, ..] => {
                self.line.name = Some((text.len(), *width));
            }
            [Piece::Token { text: "param", .. }, Piece::Token { text, width }, Piece::Token { text: "=", .. }, ..] => {
                self.line.name = Some(("param ".len() + text.len(), "param ".len() + *width));
            }
            _ => {}
        }
    }

    /// Writes an entry and breaks what does not fit; `behind` columns follow it.
    fn entry(&mut self, entry: &Entry<'t>, behind: usize) {
        self.name(entry);
        for (at, piece) in entry.pieces.iter().enumerate() {
            if at > 0 && is_apart(&entry.pieces[at - 1], piece) {
                self.write(" ", 1);
            }
            match piece {
                Piece::Token { text, width } => self.write(text, *width),
                Piece::Group(group) => {
                    let follows = follows(&entry.pieces[at + 1..], behind);
                    if self.fits(group.flat, follows) { self.flat(group) } else { self.broken(group, follows) }
                }
            }
        }
        if self.line.code.contains('\n') {
            self.line.name = None;
        }
    }

    fn fits(&self, flat: Option<usize>, behind: usize) -> bool {
        flat.is_some_and(|width| self.line.indent + self.line.width + width + behind <= LIMIT)
    }

    /// Writes brackets with what they hold on lines of its own.
    fn broken(&mut self, group: &Group<'t>, behind: usize) {
        let block = group.bracket == b'{';
        let [open, _, close] = marks(group.bracket).map(str::trim);
        if let ([only], false, true) = (group.entries.as_slice(), block, is_bare(group)) {
            // A bracket around one thing gains nothing by a line of its own.
            self.write(open, 1);
            self.entry(only, behind + 1);
            return self.write(close, 1);
        }
        if is_empty(group) {
            return self.flat(group);
        }
        self.line.name = None;
        self.write(open, 1);
        self.end(group.opening);
        let indent = self.line.indent;
        let inner = indent + INDENT;
        // A comma makes a list of a condition.
        let comma = !(block || group.condition && group.entries.len() == 1);
        for (at, entry) in group.entries.iter().enumerate() {
            self.notes(&entry.notes, at > 0, inner);
            if entry.blank && (at > 0 || !entry.notes.is_empty()) {
                self.lines.blank();
            }
            self.line.indent = inner;
            self.entry(entry, usize::from(comma));
            if comma {
                self.write(",", 1);
            }
            self.end(entry.trail);
        }
        self.notes(&group.tail, !group.entries.is_empty(), inner);
        self.line.indent = indent;
        self.write(close, 1);
    }

    /// Writes comments on lines of their own; an empty line before the first of them only if something stands above.
    fn notes(&mut self, notes: &[Note<'t>], above: bool, indent: usize) {
        for (at, note) in notes.iter().enumerate() {
            if note.blank && (above || at > 0) {
                self.lines.blank();
            }
            self.lines.note(indent, note.text);
        }
    }

    fn flat(&mut self, group: &Group<'t>) {
        let [open, between, close] = marks(group.bracket);
        if group.entries.is_empty() {
            return self.write(&format!("{}{}", open.trim(), close.trim()), group.flat.unwrap_or(0));
        }
        self.write(open, open.len());
        for (at, entry) in group.entries.iter().enumerate() {
            if at > 0 {
                self.write(between, between.len());
            }
            self.flat_entry(entry);
        }
        self.write(close, close.len());
    }

    fn flat_entry(&mut self, entry: &Entry<'t>) {
        for (at, piece) in entry.pieces.iter().enumerate() {
            if at > 0 && is_apart(&entry.pieces[at - 1], piece) {
                self.write(" ", 1);
            }
            match piece {
                Piece::Token { text, width } => self.write(text, *width),
                Piece::Group(group) => self.flat(group),
            }
        }
    }
}

/// How much stands on the line behind brackets: up to the next that can be broken, or to the end and `behind` more.
fn follows(pieces: &[Piece<'_>], behind: usize) -> usize {
    let mut columns = 0;
    for piece in pieces {
        match piece {
            Piece::Token { width, .. } => columns += 1 + width,
            Piece::Group(group) if is_empty(group) => columns += " {}".len(),
            Piece::Group(group) if group.bracket == b'(' && group.entries.len() == 1 => {
                columns += 1 + group.flat.unwrap_or(0);
            }
            Piece::Group(_) => return columns + " {".len(),
        }
    }
    columns + behind
}

/// Whether the brackets hold nothing, not even a comment.
fn is_empty(group: &Group<'_>) -> bool {
    group.entries.is_empty() && group.flat.is_some()
}

/// Whether no comment stands between the brackets and what they hold.
fn is_bare(group: &Group<'_>) -> bool {
    let bare = |entry: &Entry<'_>| entry.notes.is_empty() && entry.trail.is_none();
    group.opening.is_none() && group.tail.is_empty() && group.entries.iter().all(bare)
}
