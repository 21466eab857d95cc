//! The walk through a scene with variables. What comes in: its tree. What goes out: [`Uses`]. Absent: values.

use std::collections::BTreeSet;

use crate::lexicon;
use crate::scene::settings;
use crate::syntax::ast::{
    self, Binding, FieldValue, File, List, Look, Path, Piece, Relation, Statement, StatementKind, Term,
};

use super::uses::{Care, Of, PathPiece, Uses};

/// Words that lints look for, besides the hours.
const LINTED: [&str; 21] = [
    "no", "not", "or", "without", "never", "avoid", "none", "don't", "nothing", "hand", "but", "except", "one",
    "longer", "more", "sign", "his", "her", "its", "their", "the",
];

/// The uses of slots in a scene; `slot` tells the number of the slot that a path begins with.
pub(super) fn uses(file: &File, slots: usize, slot: &dyn Fn(&Path) -> Option<usize>) -> Uses {
    let mut uses = Uses { rigid: vec![false; slots], ..Uses::default() };
    uses.known.extend(lexicon::entangled().chain(LINTED).chain(lexicon::HOURS).map(str::to_owned));
    let mut walk = Walk { slot, uses };
    walk.statements(&file.statements);
    walk.settle();
    walk.uses
}

pub(super) struct Walk<'a> {
    pub slot: &'a dyn Fn(&Path) -> Option<usize>,
    pub uses: Uses,
}

impl Walk<'_> {
    fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.statement(&statement.kind);
        }
    }

    fn statement(&mut self, kind: &StatementKind) {
        match kind {
            StatementKind::Binding(binding) => self.binding(binding),
            StatementKind::Relation(relation) => self.relation(relation),
            StatementKind::Look(look) => self.look(look),
            StatementKind::Replace { what, with } => [what, with].into_iter().for_each(|list| self.list(list)),
            StatementKind::Remove(list) => self.list(list),
            StatementKind::Keep(keep) => {
                keep.what.iter().for_each(|list| self.list(list));
                keep.words.iter().for_each(|text| self.text(text, Care::All));
            }
            StatementKind::Avoid(avoid) => {
                for text in &avoid.what {
                    self.text(text, Care::All);
                    if text.pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))) {
                        // Some models are told what is there instead, which hangs on the whole phrase.
                        self.uses.known.extend(lexicon::negative_words().map(str::to_owned));
                    }
                }
                avoid.from.iter().for_each(|path| self.fix(path));
            }
            StatementKind::Say(text) => self.text(text, Care::Said),
            StatementKind::Panels(panels) => {
                for panel in panels {
                    panel.label.iter().for_each(|label| self.learn(&label.text));
                    self.text(&panel.words, Care::Said);
                }
            }
            StatementKind::Declaration(declaration) => {
                self.learn(&declaration.name.text);
                for field in &declaration.fields {
                    match &field.value {
                        FieldValue::Text(text) => self.fix_text(text),
                        FieldValue::Word(word) => self.learn(&word.text),
                    }
                }
            }
            StatementKind::Pass(pass) => {
                self.learn(&pass.name.text);
                pass.from.iter().for_each(|path| self.fix(path));
                self.statements(&pass.statements);
            }
            StatementKind::Preset(preset) => self.statements(&preset.statements),
            StatementKind::Edit(path) | StatementKind::Apply(path) => self.fix(path),
            StatementKind::Passes(ast::Passes::Word(word)) => {
                self.fix(&Path { words: vec![word.clone()], span: word.span });
            }
            StatementKind::Vary(vary) => vary.arguments.iter().for_each(|argument| self.fix_value(&argument.value)),
            StatementKind::Param(param) => param.value.iter().for_each(|value| self.fix_value(value)),
            // What these hold is settled before anything is said.
            StatementKind::Edition(_)
            | StatementKind::Passes(ast::Passes::AtMost(_))
            | StatementKind::Use(_)
            | StatementKind::Zip(_)
            | StatementKind::Skip(_) => {}
        }
    }

    fn binding(&mut self, binding: &Binding) {
        self.learn(&binding.name.text);
        let mut place = 0;
        for argument in &binding.arguments {
            let label = argument.label.as_ref().map(|label| label.text.as_str());
            match (&*binding.maker.text, label, place) {
                ("ref", None, 0) => self.images(&argument.value),
                ("ref", None, _) => self.value(&argument.value, Care::Named),
                ("text", None, 0) => self.value(&argument.value, Care::Said),
                ("ref" | "prop" | "text", Some("again" | "short" | "name"), _) => {
                    self.value(&argument.value, if binding.maker.text == "ref" { Care::Named } else { Care::All });
                }
                ("prop" | "text", None, _) => self.value(&argument.value, Care::All),
                _ => {
                    self.uses.plurals |= label == Some("count") || binding.maker.text == "group";
                    self.fix_value(&argument.value);
                }
            }
            place += usize::from(label.is_none());
        }
        self.parts(&binding.parts);
    }

    fn parts(&mut self, parts: &[ast::Part]) {
        for part in parts {
            self.learn(&part.name.text);
            self.text(&part.words, Care::All);
            self.parts(&part.parts);
        }
    }

    fn relation(&mut self, relation: &Relation) {
        let first = relation.head.first().and_then(|list| match list.terms.as_slice() {
            [Term::Path(path)] => path.words.first().map(|word| word.text.clone()),
            _ => None,
        });
        let setting = first.is_some_and(|word| settings::is_setting(&word));
        let clauses = relation.clauses.iter().flat_map(|clause| &clause.lists);
        for list in relation.head.iter().chain(clauses) {
            for term in list.terms.iter().filter(|_| setting) {
                if let Term::Path(path) = term {
                    self.fix(path);
                }
            }
            self.list(list);
        }
    }

    fn look(&mut self, look: &Look) {
        self.aspect(&look.word.text);
        self.learn(&look.word.text);
        self.uses.looks_at_files |= look.word.text == "size" && look.source.is_some();
        look.of.iter().for_each(|list| self.list(list));
        look.source.iter().for_each(|source| self.fix(&source.path));
        look.words.iter().for_each(|text| self.text(text, Care::All));
    }

    /// The nouns of an aspect may say it themselves.
    pub(super) fn aspect(&mut self, word: &str) {
        if let Some(aspect) = lexicon::aspect(word) {
            for words in aspect.heads.iter().chain([&aspect.noun, &aspect.taken]) {
                self.learn(words);
            }
        }
    }

    fn list(&mut self, list: &List) {
        for term in &list.terms {
            match term {
                Term::Path(path) => self.path(path, Care::All),
                Term::Text(text) => self.text(text, Care::All),
            }
        }
    }

    /// What is asked for its shape is looked at as a file; what is both a path and words is too much to follow.
    fn settle(&mut self) {
        let in_paths: BTreeSet<usize> = self
            .uses
            .paths
            .iter()
            .flatten()
            .filter_map(|piece| match piece {
                PathPiece::Slot(slot) => Some(*slot),
                PathPiece::Plain(_) => None,
            })
            .collect();
        for &slot in &in_paths {
            self.uses.rigid[slot] |=
                self.uses.looks_at_files || self.uses.fields.iter().any(|field| field.slot == slot);
        }
        self.uses.known.remove("");
        let used = |slot: usize| {
            let path = in_paths.contains(&slot);
            Of { path, used: path || self.uses.rigid[slot] || self.uses.fields.iter().any(|field| field.slot == slot) }
        };
        self.uses.of = (0..self.uses.rigid.len()).map(used).collect();
    }
}
