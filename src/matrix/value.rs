//! What a variable may hold. What comes in: values as they are written in a scene or given from outside. What goes out:
//! one type for all of them that is cheap to look at. Absent: rows of data files, which `table` reads.

use smol_str::SmolStr;

use crate::syntax::ast::{Path, Piece, Text};

/// What a variable stands for in one combination; nothing is copied to look at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Plain words.
    Text(&'a str),
    /// A number, as it was written.
    Number(&'a str),
    /// `true` or `false`
    Truth(bool),
    /// Words that mention an element.
    Phrase(&'a Text),
    /// An element, or a part of one.
    Element(&'a Path),
    /// A row as a whole; its cells have slots of their own.
    Row,
    /// Nothing that could be used, which is reported elsewhere.
    Nothing,
}

impl<'a> Value<'a> {
    /// The letters of a text or a number.
    #[must_use]
    pub fn letters(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Truth(truth) => Some(if truth { "true" } else { "false" }),
            Self::Phrase(_) | Self::Element(_) | Self::Row | Self::Nothing => None,
        }
    }
}

/// A value that the matrix itself keeps.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    Text(SmolStr),
    Number(SmolStr),
    Truth(bool),
    Phrase(Text),
    Element(Path),
    Nothing,
}

impl Given {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(text) => Value::Number(text),
            Self::Truth(truth) => Value::Truth(*truth),
            Self::Phrase(text) => Value::Phrase(text),
            Self::Element(path) => Value::Element(path),
            Self::Nothing => Value::Nothing,
        }
    }

    /// A value from outside the scene, which has no quotes that would say what it is.
    pub(super) fn from_outside(text: &str) -> Self {
        match text {
            "true" => Self::Truth(true),
            "false" => Self::Truth(false),
            _ if number(text).is_some() => Self::Number(SmolStr::new(text)),
            _ => Self::Text(SmolStr::new(text)),
        }
    }

    /// A string of the scene.
    pub(super) fn from_text(text: Text) -> Self {
        let mut plain = String::new();
        for piece in &text.pieces {
            match piece {
                Piece::Plain(words) => plain.push_str(words),
                Piece::Hole(_) => return Self::Phrase(text),
            }
        }
        Self::Text(SmolStr::from(plain))
    }

    /// The value as a person would write it, for ids and messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) => text.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::Element(path) => dotted(path),
            Self::Nothing => String::new(),
            Self::Phrase(text) => {
                let piece = |piece: &Piece| match piece {
                    Piece::Plain(words) => words.to_string(),
                    Piece::Hole(path) => dotted(path),
                };
                text.pieces.iter().map(piece).collect()
            }
        }
    }
}

/// A string in the making: words that follow words make one piece with them, as if they had been written so.
#[derive(Debug, Default)]
pub(super) struct Filling {
    pieces: Vec<Piece>,
    words: String,
}

impl Filling {
    pub(super) fn words(&mut self, words: &str) {
        self.words.push_str(words);
    }

    pub(super) fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Plain(words) => self.words(words),
            Piece::Hole(path) => self.hole(path.clone()),
        }
    }

    pub(super) fn hole(&mut self, path: Path) {
        self.close();
        self.pieces.push(Piece::Hole(path));
    }

    pub(super) fn done(mut self) -> Vec<Piece> {
        self.close();
        self.pieces
    }

    fn close(&mut self) {
        if !self.words.is_empty() {
            self.pieces.push(Piece::Plain(SmolStr::new(&self.words)));
            self.words.clear();
        }
    }
}

/// About how many bytes a value takes where it is put in.
pub(super) fn weight(value: Value<'_>) -> usize {
    match value {
        Value::Phrase(text) => text.pieces.iter().map(piece_weight).sum(),
        Value::Element(path) => path.words.len() * 64,
        value => value.letters().map_or(0, str::len),
    }
}

pub(super) fn piece_weight(piece: &Piece) -> usize {
    match piece {
        Piece::Plain(words) => words.len() + 24,
        Piece::Hole(path) => path.words.len() * 64,
    }
}

/// A path as it is written.
pub(super) fn dotted(path: &Path) -> String {
    path.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(".")
}

/// A whole or decimal number: digits, perhaps with a sign and a point. `1e9` and `inf` are words.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if all(whole) && all(rest) { text.parse().ok() } else { None }
}

/// Text of the user's as messages show it: on one line, without what could steer a terminal, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(60).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}
