//! What comes in: a path as far as it is typed. What goes out: the names of the scene that it may become: elements, parts,
//! variables, columns, and what imports bring.

use std::collections::BTreeSet;

use super::{Item, ItemKind};
use crate::ide::facts::{Facts, Kind};
use crate::ide::names::View;
use crate::ide::{Context, markdown, rows};
use crate::syntax::ast::Part;

/// Which names may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    elements: bool,
    variables: bool,
}

impl Wanted {
    pub(super) const ANY: Self = Self { elements: true, variables: true };
    pub(super) const VALUES: Self = Self { elements: false, variables: true };
    pub(super) const NONE: Self = Self { elements: false, variables: false };

    fn takes(self, kind: Kind) -> bool {
        match kind {
            Kind::Element => self.elements,
            Kind::Variable | Kind::Rows => self.variables,
            _ => false,
        }
    }
}

/// The names that a path may become, with the letters that they replace: those behind its last dot.
pub(super) fn path<'t>(context: &Context<'_>, typed: &'t str, wanted: Wanted) -> (&'t str, Vec<Item>) {
    let view = context.view();
    let Some((owner, last)) = typed.rsplit_once('.') else {
        return (typed, plain(context, &view, wanted));
    };
    let mut words: Vec<&str> = owner.split('.').collect();
    let behind =
        view.imported().find(|(alias, _)| alias.is_some_and(|alias| Some(&alias.text.as_str()) == words.first()));
    let own = context.facts.names.contains_key(words.first().copied().unwrap_or_default());
    let home = match behind {
        Some((_, facts)) if !own => {
            if words.len() == 1 {
                return (last, of_file(facts, wanted));
            }
            words.remove(0);
            facts
        }
        _ => {
            let plain = view.imported().filter(|(alias, _)| alias.is_none()).map(|(_, facts)| &**facts);
            let holds = |facts: &&Facts| facts.names.contains_key(words[0]);
            let home = std::iter::once(context.facts).chain(plain).find(holds);
            return (last, home.map_or_else(Vec::new, |home| within(context, home, &words)));
        }
    };
    (last, within(context, home, &words))
}

/// What stands behind the dot of a name.
fn within(context: &Context<'_>, home: &Facts, words: &[&str]) -> Vec<Item> {
    let Some(named) = words.first().and_then(|word| home.names.get(*word)) else { return Vec::new() };
    if named.kind == Kind::Rows {
        let columns = if words.len() == 1 { rows::columns(context, home, words[0]) } else { Vec::new() };
        return columns.into_iter().map(|column| Item::new(column, ItemKind::Property, "column")).collect();
    }
    if named.kind != Kind::Element {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut parts: &[Part] = home.binding(words[0]).map_or(&[], |binding| &binding.parts);
    for word in &words[1..] {
        parts = parts.iter().find(|part| part.name.text == *word).map_or(&[], |part| &part.parts);
    }
    for part in parts {
        seen.insert(part.name.text.to_string());
        items.push(Item::new(
            part.name.text.as_str(),
            ItemKind::Property,
            home.slice(part.words.span).trim_matches('"'),
        ));
    }
    // Parts need no declaration; those that the scene mentions elsewhere are likely to be meant again.
    for one in View::of(context.facts, context.scenes).occurrences() {
        let path: Vec<&str> = one.symbol.path.iter().map(smol_str::SmolStr::as_str).collect();
        let belongs = one.symbol.kind == Kind::Part
            && one.symbol.file == home.path
            && path.split_last().is_some_and(|(_, owner)| owner == words);
        let name = path.last().copied().unwrap_or_default();
        if belongs && seen.insert(name.to_owned()) {
            items.push(Item::new(name, ItemKind::Property, "part"));
        }
    }
    items
}

/// What a word alone may name: the scene's own names first, then what imports bring.
fn plain(context: &Context<'_>, view: &View<'_>, wanted: Wanted) -> Vec<Item> {
    let mut items = of_file(context.facts, wanted);
    for (alias, facts) in view.imported() {
        match alias {
            None => items.extend(of_file(facts, wanted)),
            Some(alias) if wanted != Wanted::NONE => {
                let file = facts.path.rsplit('/').next().unwrap_or_default();
                items.push(Item { goes_on: true, ..Item::new(alias.text.as_str(), ItemKind::Module, file) });
            }
            Some(_) => {}
        }
    }
    items
}

/// The names of one file, in the order in which they are bound.
fn of_file(facts: &Facts, wanted: Wanted) -> Vec<Item> {
    let mut names: Vec<_> = facts.names.iter().filter(|(_, named)| wanted.takes(named.kind)).collect();
    names.sort_by_key(|(_, named)| named.span);
    let item = |(name, named): (&smol_str::SmolStr, &crate::ide::Named)| {
        let statement: String = facts.slice(named.whole).chars().take(300).collect();
        let detail = match named.kind {
            Kind::Element => facts.binding(name).map_or("element", |binding| binding.maker.text.as_str()),
            Kind::Rows => "rows",
            _ => "variable",
        };
        Item::new(name.as_str(), ItemKind::Variable, detail).more(markdown::block("scene", &statement))
    };
    names.into_iter().map(item).collect()
}

/// The passes of the scene.
pub(super) fn passes(context: &Context<'_>) -> Vec<Item> {
    let mut passes: Vec<_> = context.facts.passes.iter().collect();
    passes.sort_by_key(|(_, named)| named.span);
    passes.into_iter().map(|(name, _)| Item::new(name.as_str(), ItemKind::Module, "pass")).collect()
}

/// The presets that a path may become.
pub(super) fn presets<'t>(context: &Context<'_>, typed: &'t str) -> (&'t str, Vec<Item>) {
    let view = context.view();
    let of = |facts: &Facts| -> Vec<Item> {
        let preset = |(name, named): (&smol_str::SmolStr, &crate::ide::Named)| {
            let text: String = facts.slice(named.whole).chars().take(600).collect();
            Item::new(name.as_str(), ItemKind::Class, "preset").more(markdown::block("scene", &text))
        };
        facts.presets.iter().map(preset).collect()
    };
    if let Some((alias, last)) = typed.rsplit_once('.') {
        let file = view.imported().find(|(word, _)| word.is_some_and(|word| word.text == alias));
        return (last, file.map_or_else(Vec::new, |(_, facts)| of(facts)));
    }
    let mut items = of(context.facts);
    for (alias, facts) in view.imported() {
        match alias {
            None => items.extend(of(facts)),
            Some(alias) if !facts.presets.is_empty() => {
                items.push(Item { goes_on: true, ..Item::new(alias.text.as_str(), ItemKind::Module, "scene file") });
            }
            Some(_) => {}
        }
    }
    (typed, items)
}
