//! What comes in: statements with `apply` among them. What goes out: the same statements with what the presets hold in
//! place of each `apply`. A statement of the list itself stands above that of a preset, and a later `apply` above an
//! earlier one; what is to be left out adds up.

use std::collections::BTreeSet;
use std::rc::Rc;

use smol_str::SmolStr;

use super::names::{Meaning, Target, report};
use super::{Reuse, findings};
use crate::lexicon;
use crate::scene::settings;
use crate::syntax::MAX_STATEMENTS;
use crate::syntax::ast::{Avoid, Look, Path, Piece, Relation, Statement, StatementKind, Term, Text};

/// What a look is about: statements with the same key replace each other.
type Key = (SmolStr, Vec<String>);
/// What is left out, and of which reference.
type Item = (String, Option<String>);

impl Reuse {
    /// Puts presets in place; `use` and `preset` have no place in a block.
    pub(super) fn expand(&mut self, list: Vec<Statement>) -> Vec<Statement> {
        let named: Vec<Option<Target>> = list
            .iter()
            .map(|statement| match &statement.kind {
                StatementKind::Apply(path) => self.preset_named(path),
                _ => None,
            })
            .collect();
        let mut taken: BTreeSet<Key> = list.iter().filter_map(|statement| self.own_key(statement)).collect();
        let mut chosen: Vec<Vec<Statement>> = vec![Vec::new(); list.len()];
        let mut seen = BTreeSet::new();
        for (at, target) in named.into_iter().enumerate().rev() {
            let Some(target) = target.filter(|target| seen.insert(target.clone())) else { continue };
            let preset = self.preset(&target);
            self.applied.insert(target);
            self.spent += preset.len();
            if self.spent > MAX_STATEMENTS {
                report(&mut self.diagnostics, || findings::too_long(list[at].span));
                break;
            }
            let free = |statement: &&Statement| key(statement).is_none_or(|key| !taken.contains(&key));
            chosen[at] = preset.iter().filter(free).cloned().collect();
            taken.extend(preset.iter().filter_map(key));
        }
        merged(list, chosen)
    }

    /// The statements of a preset as the scene would write them; what it may not hold is reported once.
    pub(super) fn preset(&mut self, target: &Target) -> Rc<[Statement]> {
        if let Some(known) = self.presets.get(target) {
            return Rc::clone(known);
        }
        let (file, name) = target;
        let at = self.owned[*file].presets.get(name).map(|(_, at)| *at);
        let statements = match at.and_then(|at| self.loaded[*file].file.statements.get(at)).map(|it| &it.kind) {
            Some(StatementKind::Preset(preset)) => preset.statements.clone(),
            _ => Vec::new(),
        };
        let mut sound = Vec::new();
        for mut statement in statements {
            if self.may_stand_in_preset(*file, &statement) {
                self.rename(&mut statement, *file);
                sound.push(statement);
            } else {
                let apply = matches!(statement.kind, StatementKind::Apply(_));
                report(&mut self.diagnostics, || findings::not_in_preset(statement.span, apply));
            }
        }
        let sound: Rc<[Statement]> = sound.into();
        self.presets.insert(target.clone(), Rc::clone(&sound));
        sound
    }

    fn may_stand_in_preset(&self, file: usize, statement: &Statement) -> bool {
        match &statement.kind {
            StatementKind::Look(_) | StatementKind::Avoid(_) => true,
            StatementKind::Relation(relation) => disguised(relation).is_some_and(|word| !self.views[file].holds(word)),
            _ => false,
        }
    }

    /// The preset that a path names; an unknown one is reported.
    fn preset_named(&mut self, path: &Path) -> Option<Target> {
        let view = &self.views[0];
        match view.preset(path, &self.owned) {
            Meaning::Known(target, _) => return Some(target),
            Meaning::Unread(import) => self.unread(path, import),
            _ => {
                let names = if self.may_advise() { self.views[0].presets(&self.owned) } else { Vec::new() };
                report(&mut self.diagnostics, || findings::unknown_preset(path, &names));
            }
        }
        None
    }

    fn own_key(&self, statement: &Statement) -> Option<Key> {
        key(statement).filter(|(word, _)| !self.views[0].holds(word))
    }
}

/// The list with what was chosen of each preset; what is left out already is not said again.
fn merged(list: Vec<Statement>, chosen: Vec<Vec<Statement>>) -> Vec<Statement> {
    let mut said: BTreeSet<Item> = BTreeSet::new();
    for statement in &list {
        if let StatementKind::Avoid(avoid) = &statement.kind {
            said.extend(items(avoid));
        }
    }
    let mut out = Vec::with_capacity(list.len());
    for (statement, preset) in list.into_iter().zip(chosen) {
        if !matches!(statement.kind, StatementKind::Apply(_)) {
            out.push(statement);
        }
        for mut statement in preset {
            if let StatementKind::Avoid(avoid) = &mut statement.kind {
                let new: Vec<bool> = items(avoid).into_iter().map(|item| said.insert(item)).collect();
                if !new.contains(&true) {
                    continue;
                }
                let mut new = new.into_iter();
                avoid.what.retain(|_| new.next().unwrap_or(true));
            }
            out.push(statement);
        }
    }
    out
}

/// What a statement leaves out, one by one; `rest` is one.
fn items(avoid: &Avoid) -> Vec<Item> {
    let from = avoid.from.as_ref().map(findings::written);
    if avoid.what.is_empty() {
        return vec![("rest".to_owned(), from)];
    }
    avoid.what.iter().map(|text| (format!("\"{}\"", said(text)), from.clone())).collect()
}

/// What a look is about; none for other statements.
fn key(statement: &Statement) -> Option<Key> {
    match &statement.kind {
        StatementKind::Look(look) => Some((look.word.text.clone(), of(look))),
        StatementKind::Relation(relation) => Some((disguised(relation)?.clone(), Vec::new())),
        _ => None,
    }
}

fn of(look: &Look) -> Vec<String> {
    let terms = look.of.iter().flat_map(|list| &list.terms);
    let mut names: Vec<String> = terms
        .map(|term| match term {
            Term::Path(path) => path.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("."),
            Term::Text(text) => format!("\"{}\"", said(text)),
        })
        .collect();
    names.sort();
    names
}

/// A string with its holes as they are written.
fn said(text: &Text) -> String {
    let pieces = text.pieces.iter().map(|piece| match piece {
        Piece::Plain(words) => words.to_string(),
        Piece::Hole(path) => format!("{{{}}}", findings::written(path)),
    });
    pieces.collect()
}

/// The aspect or setting that a statement in the shape of a relation is: `format webp`, `lighting light`.
pub(super) fn disguised(relation: &Relation) -> Option<&SmolStr> {
    let (first, rest) = relation.head.split_first()?;
    let word = first.word()?;
    let setting = settings::is_setting(&word.text);
    let aspect = lexicon::aspect(&word.text).is_some() && rest.len() == 1;
    (relation.clauses.is_empty() && rest.len() <= 1 && (setting || aspect)).then_some(&word.text)
}
