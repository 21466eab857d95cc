//! Elements that variables choose from. What comes in: a file, and the elements that its statements mention once every
//! variable has its value. What goes out: the statements without those elements that were to be chosen from, were not
//! chosen, and that nothing else mentions: they are no part of this picture.

use smol_str::SmolStr;

use super::super::value::Value;
use crate::syntax::ast::{self, File, Path, Piece, Statement, StatementKind, Text};

/// The elements that variables choose from, and which of them are mentioned.
#[derive(Debug, Default)]
pub(super) struct Choice {
    names: Vec<(SmolStr, bool)>,
}

impl Choice {
    /// The names among the values of all `vary` and `param`.
    pub(super) fn of(file: &File) -> Self {
        let mut names: Vec<(SmolStr, bool)> = Vec::new();
        let mut note = |path: &Path| {
            if let Some(word) = path.words.first()
                && !names.iter().any(|(name, _)| *name == word.text)
            {
                names.push((word.text.clone(), false));
            }
        };
        let mut add = |value: &ast::Value| match value {
            ast::Value::Path(path) => note(path),
            ast::Value::Text(text) => holes(text).for_each(&mut note),
            _ => {}
        };
        for statement in &file.statements {
            match &statement.kind {
                StatementKind::Param(param) => param.value.iter().for_each(&mut add),
                StatementKind::Vary(vary) if vary.maker.is_none() => {
                    vary.arguments.iter().for_each(|argument| add(&argument.value));
                }
                _ => {}
            }
        }
        Self { names }
    }

    /// Notes what a path mentions: itself, or what its value does.
    pub(super) fn mention(&mut self, path: &Path, value: Option<Value<'_>>) {
        if self.names.is_empty() {
            return;
        }
        match value {
            None => self.note(path),
            Some(Value::Element(element)) => self.note(element),
            Some(Value::Phrase(text)) => holes(text).for_each(|path| self.note(path)),
            Some(_) => {}
        }
    }

    fn note(&mut self, path: &Path) {
        if let Some(word) = path.words.first()
            && let Some((_, mentioned)) = self.names.iter_mut().find(|(name, _)| *name == word.text)
        {
            *mentioned = true;
        }
    }

    /// Leaves out the elements that nothing mentions.
    pub(super) fn leave_out(&self, statements: &mut Vec<Statement>) {
        if self.names.iter().all(|(_, mentioned)| *mentioned) {
            return;
        }
        statements.retain(|statement| match &statement.kind {
            StatementKind::Binding(binding) => {
                !self.names.iter().any(|(name, said)| !said && *name == binding.name.text)
            }
            _ => true,
        });
    }
}

fn holes(text: &Text) -> impl Iterator<Item = &Path> {
    text.pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(path) => Some(path),
        Piece::Plain(_) => None,
    })
}
