//! What comes in: scenes that import each other, and a place in one of them. What goes out: what the name there means, where
//! it is bound, and where else it stands, in that file and in others. Nothing is visible through a second import.

use std::rc::Rc;

use smol_str::SmolStr;

use super::facts::{Facts, Import, Kind, Scenes};
use super::walk::{Node, Role, nodes};
use crate::source::Span;
use crate::syntax::ast::{Path, StatementKind, Word};

/// Something with a name, whichever file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// What it is.
    pub kind: Kind,
    /// The file that binds it.
    pub file: String,
    /// Its name; of a part, a column or a label, behind the name of what it belongs to.
    pub path: Vec<SmolStr>,
}

/// A name that stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Where it stands.
    pub span: Span,
    /// What it means.
    pub symbol: Symbol,
    /// Whether it is bound there.
    pub binds: bool,
}

/// What a file can name, with what it imports.
pub struct View<'a> {
    facts: &'a Facts,
    /// The files it imports, where they can be read.
    imported: Vec<(&'a Import, Option<Rc<Facts>>)>,
}

impl<'a> View<'a> {
    /// What a file can name.
    #[must_use]
    pub fn of(facts: &'a Facts, scenes: &dyn Scenes) -> Self {
        let imported = facts.imports.iter().map(|import| (import, scenes.scene(&import.path))).collect();
        Self { facts, imported }
    }

    /// Every name in the file that means something, in the order of places.
    #[must_use]
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let mut out = Vec::new();
        for node in nodes(&self.facts.tree) {
            self.node(&node, &mut out);
        }
        out
    }

    /// The name at an offset; the end of a word counts as in it.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<Occurrence> {
        let here = |one: &Occurrence| {
            let range = one.span.range();
            range.start <= offset && offset <= range.end
        };
        let found: Vec<Occurrence> = self.occurrences().into_iter().filter(here).collect();
        found.into_iter().min_by_key(|one| (one.span.end - one.span.start, one.span.start))
    }

    /// The files that it imports, where they can be read, with the words before their names.
    pub fn imported(&self) -> impl Iterator<Item = (Option<&Word>, &Rc<Facts>)> {
        self.imported.iter().filter_map(|(import, facts)| Some((import.alias.as_ref(), facts.as_ref()?)))
    }

    fn node(&self, node: &Node<'_>, out: &mut Vec<Occurrence>) {
        let own = |kind, words: &[&str]| Symbol {
            kind,
            file: self.facts.path.clone(),
            path: words.iter().map(|word| SmolStr::from(*word)).collect(),
        };
        let text = self.facts.slice(node.span);
        let mut add = |symbol, binds| out.push(Occurrence { span: node.span, symbol, binds });
        match &node.role {
            Role::Binding => add(own(Kind::Element, &[text]), true),
            Role::PartBinding(names) => add(own(Kind::Part, names), true),
            Role::RelationBinding => add(own(Kind::Relation, &[text]), true),
            Role::PassBinding => add(own(Kind::Pass, &[text]), true),
            Role::PresetBinding => add(own(Kind::Preset, &[text]), true),
            Role::Alias => add(own(Kind::Alias, &[text]), true),
            Role::ChoiceLabel(variable) => add(own(Kind::Label, &[&variable.text, text]), true),
            Role::VariableBinding => {
                let named = self.facts.names.get(text).filter(|it| matches!(it.kind, Kind::Variable | Kind::Rows));
                if let Some(named) = named {
                    add(own(named.kind, &[text]), named.span == node.span);
                }
            }
            Role::Pass if self.facts.passes.contains_key(text) => add(own(Kind::Pass, &[text]), false),
            Role::Relation => {
                if let Some(symbol) = self.relation(text) {
                    add(symbol, false);
                }
            }
            Role::Preset(path) => self.path(path, true, out),
            Role::Name(path) => self.path(path, false, out),
            _ => {}
        }
    }

    /// A relation that the file or one that it imports declares.
    fn relation(&self, word: &str) -> Option<Symbol> {
        let files = std::iter::once(self.facts).chain(self.imported().map(|(_, facts)| &**facts));
        let declares = |facts: &&Facts| facts.names.get(word).is_some_and(|named| named.kind == Kind::Relation);
        let file = { files }.find(declares)?;
        Some(Symbol { kind: Kind::Relation, file: file.path.clone(), path: vec![word.into()] })
    }

    /// The names that the words of a path are.
    fn path(&self, path: &Path, preset: bool, out: &mut Vec<Occurrence>) {
        let Some((first, rest)) = path.words.split_first() else { return };
        if let Some(home) = self.home(&first.text, preset) {
            return chain(home, preset, &path.words, out);
        }
        let import =
            self.imported.iter().find(|(import, _)| import.alias.as_ref().is_some_and(|it| it.text == first.text));
        if let Some((_, target)) = import {
            let symbol = Symbol { kind: Kind::Alias, file: self.facts.path.clone(), path: vec![first.text.clone()] };
            out.push(Occurrence { span: first.span, symbol, binds: false });
            if let (Some(target), Some(second)) = (target, rest.first())
                && holds(target, &second.text, preset)
            {
                chain(target, preset, rest, out);
            }
            return;
        }
        if !preset && path.words.len() == 1 {
            out.extend(self.label(first));
        }
    }

    /// The file in which a word alone names something.
    fn home(&self, word: &str, preset: bool) -> Option<&Facts> {
        let plain = self.imported.iter().filter(|(import, _)| import.alias.is_none());
        let others = plain.filter_map(|(_, facts)| facts.as_deref());
        std::iter::once(self.facts).chain(others).find(|facts| holds(facts, word, preset))
    }

    /// The label of a value of a variable, which conditions name.
    fn label(&self, word: &Word) -> Option<Occurrence> {
        let variable = self.facts.tree.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Vary(vary) if vary.maker.is_none() => {
                let labels = vary.arguments.iter().filter_map(|argument| argument.label.as_ref());
                { labels }.any(|label| label.text == word.text).then_some(&vary.name)
            }
            _ => None,
        })?;
        let path = vec![variable.text.clone(), word.text.clone()];
        let symbol = Symbol { kind: Kind::Label, file: self.facts.path.clone(), path };
        Some(Occurrence { span: word.span, symbol, binds: false })
    }
}

fn holds(facts: &Facts, word: &str, preset: bool) -> bool {
    if preset { facts.presets.contains_key(word) } else { facts.names.contains_key(word) }
}

/// A name of a file, and what stands behind its dots.
fn chain(home: &Facts, preset: bool, words: &[Word], out: &mut Vec<Occurrence>) {
    let table = if preset { &home.presets } else { &home.names };
    let Some(named) = words.first().and_then(|word| table.get(&word.text)) else { return };
    let behind = match named.kind {
        Kind::Element => Some(Kind::Part),
        Kind::Rows => Some(Kind::Column),
        _ => None,
    };
    // A part of a variable is that of each element that it may be; it leads to the first.
    let first = if named.kind == Kind::Variable { home.choices(&words[0].text).first().copied() } else { None };
    let behind = behind.or(first.map(|_| Kind::Part));
    let mut path = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        path.push(word.text.clone());
        let kind = match (at, behind) {
            (0, _) => named.kind,
            (_, Some(kind)) => kind,
            (_, None) => return,
        };
        let symbol = Symbol { kind, file: home.path.clone(), path: path.clone() };
        out.push(Occurrence { span: word.span, symbol, binds: false });
        if let Some(element) = first.filter(|_| at == 0) {
            path = vec![element.into()];
        }
    }
}
