//! The holes of strings and arguments. What comes in: what may hold a variable. What goes out: what it fills there, and the
//! words of the scene around it. Absent: statements, which the walk goes through.

use crate::syntax::ast::{Argument, Path, Piece, Text, Value};

use super::uses::{Care, Field, PathPiece};
use super::walk::Walk;

impl Walk<'_> {
    pub(super) fn images(&mut self, value: &Value) {
        match value {
            Value::Array(values, _) => values.iter().for_each(|value| self.images(value)),
            Value::Path(path) => match self.slot(path) {
                Some(slot) => self.uses.paths.push(vec![PathPiece::Slot(slot)]),
                None => self.fix(path),
            },
            Value::Text(text) => {
                let pieces = text.pieces.iter().filter_map(|piece| match piece {
                    Piece::Plain(plain) => Some(PathPiece::Plain(plain.clone())),
                    Piece::Hole(path) => self.slot(path).map(PathPiece::Slot),
                });
                let pieces = pieces.collect();
                self.uses.paths.push(pieces);
            }
            other => self.fix_value(other),
        }
    }

    pub(super) fn value(&mut self, value: &Value, care: Care) {
        match value {
            Value::Path(path) => self.path(path, care),
            Value::Text(text) => self.text(text, care),
            other => self.fix_value(other),
        }
    }

    pub(super) fn path(&mut self, path: &Path, care: Care) {
        match self.slot(path) {
            Some(slot) => {
                self.field(Field {
                    slot,
                    before: smol_str::SmolStr::default(),
                    after: smol_str::SmolStr::default(),
                    care,
                    among: false,
                });
            }
            None => self.fix(path),
        }
    }

    pub(super) fn text(&mut self, text: &Text, care: Care) {
        let among = text.pieces.len() > 1;
        for (at, piece) in text.pieces.iter().enumerate() {
            let path = match piece {
                Piece::Plain(plain) => {
                    self.learn(plain);
                    continue;
                }
                Piece::Hole(path) => path,
            };
            let Some(slot) = self.slot(path) else {
                self.fix(path);
                continue;
            };
            match (touching(text, at.checked_sub(1), true), touching(text, Some(at + 1), false)) {
                (Some(before), Some(after)) => {
                    self.field(Field { slot, before: before.into(), after: after.into(), care, among });
                }
                _ => self.uses.rigid[slot] = true,
            }
        }
    }

    pub(super) fn field(&mut self, field: Field) {
        if !self.uses.fields.contains(&field) {
            self.uses.fields.push(field);
        }
    }

    /// The slot that a path is, and nothing but that.
    pub(super) fn slot(&self, path: &Path) -> Option<usize> {
        let slot = (self.slot)(path)?;
        let words = path.words.len().checked_sub(1).map_or(&[][..], |last| &path.words[..last]);
        let shorter = Path { words: words.to_vec(), span: path.span };
        (words.is_empty() || (self.slot)(&shorter).is_none()).then_some(slot)
    }

    /// A path that is no value, or one whose value must be known.
    pub(super) fn fix(&mut self, path: &Path) {
        if let Some(slot) = (self.slot)(path) {
            self.uses.rigid[slot] = true;
        }
        for word in &path.words {
            self.aspect(&word.text);
            self.learn(&word.text);
        }
    }

    pub(super) fn fix_text(&mut self, text: &Text) {
        for piece in &text.pieces {
            match piece {
                Piece::Plain(plain) => self.learn(plain),
                Piece::Hole(path) => self.fix(path),
            }
        }
    }

    pub(super) fn fix_value(&mut self, value: &Value) {
        let arguments = |walk: &mut Self, all: &[Argument]| all.iter().for_each(|one| walk.fix_value(&one.value));
        match value {
            Value::Text(text) => self.fix_text(text),
            Value::Path(path) => self.fix(path),
            Value::Array(values, _) => values.iter().for_each(|value| self.fix_value(value)),
            Value::Call(_, all, _) => {
                self.uses.looks_at_files = true;
                arguments(self, all);
            }
            Value::Number(_) => {}
        }
    }

    pub(super) fn learn(&mut self, words: &str) {
        let lower = words.to_lowercase();
        let ends = |c: char| !c.is_alphanumeric();
        self.uses.known.extend(lower.split(ends).filter(|word| !word.is_empty()).map(str::to_owned));
        self.uses.known.extend(lower.split_whitespace().map(|word| word.trim_matches(ends).to_owned()));
    }
}

/// The letters of a neighbour that touch a hole; none if another hole touches them or is that neighbour.
fn touching(text: &Text, at: Option<usize>, at_end: bool) -> Option<&str> {
    let Some(piece) = at.and_then(|at| text.pieces.get(at)) else { return Some("") };
    let Piece::Plain(plain) = piece else { return None };
    let edge = if at_end { at == Some(0) } else { at == Some(text.pieces.len() - 1) };
    if !edge && !plain.contains(char::is_whitespace) {
        return None;
    }
    Some(if at_end {
        &plain[plain
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + plain[at..].chars().next().map_or(1, char::len_utf8))..]
    } else {
        &plain[..plain.find(char::is_whitespace).unwrap_or(plain.len())]
    })
}
