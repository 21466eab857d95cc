//! Where the values of a scene go. What comes in: its tree with the variables still in it. What goes out: for every
//! slot whether it fills words, paths or something else, and every word that the scene itself holds. Absent: values.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::lexicon;
use crate::syntax::ast::{
    self, Argument, Binding, FieldValue, File, List, Look, Path, Piece, Relation, Statement, StatementKind, Term, Text,
    Value,
};

/// How closely the compiler looks at words, from the least on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Care {
    /// A sentence of the author's, or words to be drawn: only their ends are looked at.
    Said,
    /// What a reference is called.
    Named,
    /// Everything that the lexicon can tell.
    All,
}

/// A place where a slot fills words: what touches it there, and how closely it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub slot: usize,
    pub before: SmolStr,
    pub after: SmolStr,
    pub care: Care,
    /// Whether other words stand in the same string.
    pub among: bool,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathPiece {
    Plain(SmolStr),
    Slot(usize),
}

/// What a slot is used for.
#[derive(Debug, Clone, Copy)]
struct Of {
    path: bool,
    used: bool,
}

/// Where the values of a scene go.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Whether a slot goes somewhere that is not modelled, so that its value belongs to the shape.
    pub rigid: Vec<bool>,
    pub fields: Vec<Field>,
    /// The paths of images, those without slots too.
    pub paths: Vec<Vec<PathPiece>>,
    /// Every word of the scene in lower case, and every word that tells the compiler something beside its neighbours.
    pub known: BTreeSet<String>,
    /// Whether something may be said in the plural.
    pub plurals: bool,
    of: Vec<Of>,
    /// Whether files are looked at or found by a pattern, so that no path is like another.
    looks_at_files: bool,
}

/// Words that lints look for.
const LINTED: [&str; 32] = [
    "no", "not", "or", "without", "never", "avoid", "none", "don't", "nothing", "hand", "but", "except", "one", "longer",
    "more", "sign", "afternoon", "blue", "dark", "dawn", "day", "daybreak", "daylight", "dusk", "evening", "golden",
    "hour", "light", "midday", "midnight", "nightfall", "his",
];

/// Words for the hours and owners.
const LINTED_TOO: [&str; 11] =
    ["morning", "night", "noon", "sun", "sunrise", "sunset", "twilight", "her", "its", "their", "the"];

const SETTINGS: [&str; 6] = ["model", "size", "seed", "results", "format", "quality"];

/// The uses of slots in a scene; `slot` tells the number of the slot that a path begins with.
pub(super) fn uses(file: &File, slots: usize, slot: &dyn Fn(&Path) -> Option<usize>) -> Uses {
    let mut uses = Uses { rigid: vec![false; slots], ..Uses::default() };
    uses.known.extend(lexicon::entangled().chain(LINTED).chain(LINTED_TOO).map(str::to_owned));
    let mut walk = Walk { slot, uses };
    walk.statements(&file.statements);
    walk.settle();
    walk.uses
}

struct Walk<'a> {
    slot: &'a dyn Fn(&Path) -> Option<usize>,
    uses: Uses,
}

impl Uses {
    pub fn is_path(&self, slot: usize) -> bool {
        self.of.get(slot).is_some_and(|of| of.path)
    }

    pub fn is_used(&self, slot: usize) -> bool {
        self.of.get(slot).is_some_and(|of| of.used)
    }
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
                avoid.what.iter().for_each(|text| self.text(text, Care::All));
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
            StatementKind::Vary(vary) => vary.arguments.iter().for_each(|argument| self.fix_value(&argument.value)),
            StatementKind::Param(param) => param.value.iter().for_each(|value| self.fix_value(value)),
            // What these hold is settled before anything is said.
            StatementKind::Edition(_)
            | StatementKind::Passes(_)
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
        let setting = first.is_some_and(|word| SETTINGS.contains(&word.as_str()));
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
    fn aspect(&mut self, word: &str) {
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

    fn images(&mut self, value: &Value) {
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

    fn value(&mut self, value: &Value, care: Care) {
        match value {
            Value::Path(path) => self.path(path, care),
            Value::Text(text) => self.text(text, care),
            other => self.fix_value(other),
        }
    }

    fn path(&mut self, path: &Path, care: Care) {
        match self.slot(path) {
            Some(slot) => {
                self.field(Field { slot, before: SmolStr::default(), after: SmolStr::default(), care, among: false });
            }
            None => self.fix(path),
        }
    }

    fn text(&mut self, text: &Text, care: Care) {
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

    fn field(&mut self, field: Field) {
        if !self.uses.fields.contains(&field) {
            self.uses.fields.push(field);
        }
    }

    /// The slot that a path is, and nothing but that.
    fn slot(&self, path: &Path) -> Option<usize> {
        let slot = (self.slot)(path)?;
        let words = path.words.len().checked_sub(1).map_or(&[][..], |last| &path.words[..last]);
        let shorter = Path { words: words.to_vec(), span: path.span };
        (words.is_empty() || (self.slot)(&shorter).is_none()).then_some(slot)
    }

    /// A path that is no value, or one whose value must be known.
    fn fix(&mut self, path: &Path) {
        if let Some(slot) = (self.slot)(path) {
            self.uses.rigid[slot] = true;
        }
        for word in &path.words {
            self.aspect(&word.text);
            self.learn(&word.text);
        }
    }

    fn fix_text(&mut self, text: &Text) {
        for piece in &text.pieces {
            match piece {
                Piece::Plain(plain) => self.learn(plain),
                Piece::Hole(path) => self.fix(path),
            }
        }
    }

    fn fix_value(&mut self, value: &Value) {
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

    fn learn(&mut self, words: &str) {
        let lower = words.to_lowercase();
        let ends = |c: char| !c.is_alphanumeric();
        self.uses.known.extend(lower.split(ends).filter(|word| !word.is_empty()).map(str::to_owned));
        self.uses.known.extend(lower.split_whitespace().map(|word| word.trim_matches(ends).to_owned()));
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
            self.uses.rigid[slot] |= self.uses.looks_at_files || self.uses.fields.iter().any(|field| field.slot == slot);
        }
        self.uses.known.remove("");
        let used = |slot: usize| {
            let path = in_paths.contains(&slot);
            Of { path, used: path || self.uses.rigid[slot] || self.uses.fields.iter().any(|field| field.slot == slot) }
        };
        self.uses.of = (0..self.uses.rigid.len()).map(used).collect();
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
        &plain[plain.rfind(char::is_whitespace).map_or(0, |at| at + plain[at..].chars().next().map_or(1, char::len_utf8))..]
    } else {
        &plain[..plain.find(char::is_whitespace).unwrap_or(plain.len())]
    })
}
