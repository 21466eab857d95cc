//! What comes in: the text of one statement. What goes out: its tokens as a tree of brackets and what they hold, every
//! comment at the thing it belongs to, and how wide each would be on one line. Absent: where lines will end.

use unicode_width::UnicodeWidthStr;

use super::tokens::{Shape, Token, Tokens};

/// What stands between two separators: a clause, an argument, a part.
#[derive(Debug, Default)]
pub(super) struct Entry<'t> {
    /// Comments on lines of their own before it.
    pub notes: Vec<Note<'t>>,
    /// Whether an empty line stands right before it.
    pub blank: bool,
    pub pieces: Vec<Piece<'t>>,
    /// How wide the pieces are on one line; `None` if they cannot stand on one.
    pub flat: Option<usize>,
    /// The comment behind it on its line.
    pub trail: Option<&'t str>,
}

/// A comment on a line of its own.
#[derive(Debug)]
pub(super) struct Note<'t> {
    /// Whether an empty line stands before it.
    pub blank: bool,
    pub text: &'t str,
}

#[derive(Debug)]
pub(super) enum Piece<'t> {
    Token { text: &'t str, width: usize },
    Group(Group<'t>),
}

/// Brackets and what they hold.
#[derive(Debug)]
pub(super) struct Group<'t> {
    pub bracket: u8,
    /// Whether it stands in a condition, where `(` follows a word like any other thing.
    pub condition: bool,
    /// The comment behind the opening bracket on its line.
    pub opening: Option<&'t str>,
    pub entries: Vec<Entry<'t>>,
    /// Comments behind the last entry.
    pub tail: Vec<Note<'t>>,
    /// How wide it is on one line; `None` if it cannot stand on one.
    pub flat: Option<usize>,
}

/// The clauses of a statement; one, unless commas stand outside of brackets.
pub(super) fn read(text: &str, shape: Shape) -> Group<'_> {
    group(&mut Tokens::new(text, shape), 0)
}

/// Whether a blank stands between two neighbours.
pub(super) fn is_apart(before: &Piece<'_>, behind: &Piece<'_>) -> bool {
    match behind {
        Piece::Token { text, .. } => *text != ":",
        Piece::Group(group) => group.bracket != b'(' || group.condition || matches!(before, Piece::Group(_)),
    }
}

/// The brackets around entries on one line, and what stands between two of them.
pub(super) fn marks(bracket: u8) -> [&'static str; 3] {
    match bracket {
        b'(' => ["(", ", ", ")"],
        b'[' => ["[", ", ", "]"],
        b'{' => ["{ ", "; ", " }"],
        _ => ["", ", ", ""],
    }
}

/// Reads up to the closing bracket.
fn group<'t>(tokens: &mut Tokens<'t>, bracket: u8) -> Group<'t> {
    let mut list = List::default();
    while let Some(token) = tokens.next() {
        match token {
            Token::Piece(text) => list.piece(Piece::Token { text, width: width(text) }),
            Token::Open(open) => {
                let inner = group(tokens, open);
                list.piece(Piece::Group(inner));
            }
            Token::Close => break,
            Token::Separator => {
                list.close();
                list.fresh = false;
            }
            Token::Comment(text) => list.comment(text),
            Token::LineEnd { blank, .. } => {
                list.fresh = true;
                list.blank |= blank;
                if bracket == b'{' {
                    list.close();
                }
            }
        }
    }
    list.close();
    let flat = list.flat(bracket);
    let condition = tokens.shape.condition;
    Group { bracket, condition, opening: list.opening, entries: list.entries, tail: list.notes, flat }
}

/// Entries in the making.
#[derive(Default)]
struct List<'t> {
    opening: Option<&'t str>,
    entries: Vec<Entry<'t>>,
    entry: Entry<'t>,
    /// Comments that wait for the next entry.
    notes: Vec<Note<'t>>,
    /// Whether an empty line was met since the last entry or comment.
    blank: bool,
    /// Whether nothing but space stands on the present line so far.
    fresh: bool,
}

impl<'t> List<'t> {
    fn piece(&mut self, piece: Piece<'t>) {
        if self.entry.pieces.is_empty() {
            self.entry.notes.append(&mut self.notes);
            self.entry.blank = self.blank;
        }
        self.entry.pieces.push(piece);
        (self.fresh, self.blank) = (false, false);
    }

    fn close(&mut self) {
        if self.entry.pieces.is_empty() {
            return;
        }
        self.entry.flat = flat(&self.entry.pieces);
        self.entries.push(std::mem::take(&mut self.entry));
    }

    /// Puts a comment where it belongs: behind what stands on its line, else before what comes next.
    fn comment(&mut self, text: &'t str) {
        let blank = std::mem::take(&mut self.blank);
        if matches!(self.entry.pieces.last(), Some(Piece::Token { text: ":", .. })) {
            // A label and its value stay together, so the comment goes before both.
            let blank = blank || std::mem::take(&mut self.entry.blank);
            return self.entry.notes.push(Note { blank, text });
        }
        let open = !self.entry.pieces.is_empty();
        let place = match self.entries.last_mut() {
            _ if open => &mut self.entry.trail,
            Some(last) => &mut last.trail,
            None => &mut self.opening,
        };
        if !self.fresh && self.notes.is_empty() && place.is_none() {
            *place = Some(text);
        } else {
            self.notes.push(Note { blank, text });
        }
    }

    fn flat(&self, bracket: u8) -> Option<usize> {
        let commented = |entry: &Entry<'_>| entry.trail.is_some() || !entry.notes.is_empty();
        if self.opening.is_some() || !self.notes.is_empty() || self.entries.iter().any(commented) {
            return None;
        }
        let [open, between, close] = marks(bracket);
        if self.entries.is_empty() {
            return Some(open.trim_end().len() + close.trim_start().len());
        }
        let sum: Option<usize> = self.entries.iter().map(|entry| entry.flat).sum();
        Some(open.len() + sum? + between.len() * (self.entries.len() - 1) + close.len())
    }
}

fn flat(pieces: &[Piece<'_>]) -> Option<usize> {
    let apart = pieces.windows(2).filter(|pair| is_apart(&pair[0], &pair[1])).count();
    let wide = |piece: &Piece<'_>| match piece {
        Piece::Token { text, .. } if text.contains('\n') => None,
        Piece::Token { width, .. } => Some(*width),
        Piece::Group(group) => group.flat,
    };
    Some(pieces.iter().map(wide).sum::<Option<usize>>()? + apart)
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}
