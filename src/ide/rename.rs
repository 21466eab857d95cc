//! What comes in: a name, the scenes that may use it, and a new name. What goes out: where it is bound, where it stands, and
//! the changes that give it the new name everywhere. A new name never changes a prompt: where a reference is called by its
//! name alone, the old words are written out.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Context;
use super::actions::Change;
use super::facts::{Facts, Kind};
use super::names::{Occurrence, Symbol, View};
use super::walk::{Role, nodes};
use crate::diagnostic::Edit;
use crate::scene::{MAKERS, settings};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Binding, StatementKind, Value};
use crate::syntax::{self};

/// Why a name cannot be given.
pub type Refused = String;

/// Where the name at an offset is bound: a file and a place in it. The string of a `use` leads to the file that it names.
#[must_use]
pub fn definition(context: &Context<'_>, offset: usize) -> Option<(String, Span)> {
    if let Some(import) = context.facts.imports.iter().find(|import| import.span.range().contains(&offset)) {
        return context.scenes.scene(&import.path).map(|facts| (facts.path.clone(), Span::new(FileId(0), 0, 0)));
    }
    let symbol = context.view().at(offset)?.symbol;
    let other = if symbol.file == context.facts.path { None } else { context.scenes.scene(&symbol.file) };
    let home: &Facts = other.as_deref().unwrap_or(context.facts);
    let bound = View::of(home, context.scenes).occurrences().into_iter().find(|one| one.binds && one.symbol == symbol);
    let lost =
        || home.names.get(symbol.path.first()?).filter(|named| symbol.kind == named.kind).map(|named| named.span);
    bound.map(|one| one.span).or_else(lost).map(|span| (home.path.clone(), span))
}

/// Every place where what the name at an offset means stands, file by file. `paths` are the scenes that may name it.
#[must_use]
pub fn occurrences(context: &Context<'_>, offset: usize, paths: &[String]) -> BTreeMap<String, Vec<Occurrence>> {
    context.view().at(offset).map(|one| everywhere(context, &one.symbol, paths)).unwrap_or_default()
}

fn everywhere(context: &Context<'_>, symbol: &Symbol, paths: &[String]) -> BTreeMap<String, Vec<Occurrence>> {
    let own = context.facts.path.as_str();
    let mut out = BTreeMap::new();
    for path in std::iter::once(own).chain([symbol.file.as_str()]).chain(paths.iter().map(String::as_str)) {
        if out.contains_key(path) {
            continue;
        }
        let mut found = with(context, path, |facts| View::of(facts, context.scenes).occurrences()).unwrap_or_default();
        found.retain(|one| one.symbol == *symbol);
        out.insert(path.to_owned(), found);
    }
    out.retain(|_, found| !found.is_empty());
    out
}

/// Does something with a scene by its path.
fn with<T>(context: &Context<'_>, path: &str, work: impl FnOnce(&Facts) -> T) -> Option<T> {
    if path == context.facts.path {
        return Some(work(context.facts));
    }
    let facts: Rc<Facts> = context.scenes.scene(path)?;
    Some(work(&facts))
}

/// The name at an offset, if it can be given another: where it stands, and what it is.
pub fn may_rename(context: &Context<'_>, offset: usize) -> Result<(Span, String), Refused> {
    let one = context.view().at(offset).ok_or("nothing here has a name of its own")?;
    match one.symbol.kind {
        Kind::Column => Err("the columns of a data file are named there".to_owned()),
        _ => Ok((one.span, context.facts.slice(one.span).to_owned())),
    }
}

/// The changes that give what stands at an offset another name, in every file.
pub fn rename(context: &Context<'_>, offset: usize, new: &str, paths: &[String]) -> Result<Vec<Change>, Refused> {
    let (_, old) = may_rename(context, offset)?;
    let one = context.view().at(offset).ok_or("nothing here has a name of its own")?;
    let symbol = one.symbol;
    is_free(context, &symbol, new, paths)?;
    let mut changes = Vec::new();
    for (path, found) in everywhere(context, &symbol, paths) {
        let mut edits: Vec<Edit> = found.iter().map(|one| Edit { span: one.span, text: new.to_owned() }).collect();
        if path == symbol.file && symbol.kind == Kind::Element && old != new {
            edits.extend(with(context, &path, |facts| words(facts, &old)).flatten());
        }
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        changes.push(Change { path, edits });
    }
    Ok(changes)
}

/// The old words, written out behind the image of a reference, or the members of a group, that has none.
fn words(facts: &Facts, name: &str) -> Option<Edit> {
    let binding: &Binding = facts.binding(name)?;
    let positional: Vec<_> = binding.arguments.iter().filter(|argument| argument.label.is_none()).collect();
    let lacks = match &*binding.maker.text {
        "ref" => positional.len() == 1,
        "group" => positional.iter().all(|argument| !matches!(argument.value, Value::Text(_))),
        _ => false,
    };
    let last = positional.last().filter(|_| lacks)?;
    Some(Edit { span: last.span.after(), text: format!(", \"{}\"", name.replace('_', " ").trim()) })
}

/// Whether a name can be given: whether it is one, and whether nothing else has it where it would be seen.
fn is_free(context: &Context<'_>, symbol: &Symbol, new: &str, paths: &[String]) -> Result<(), Refused> {
    let parsed = syntax::parse(FileId(0), &format!("{new} = ref(\"a\")"));
    let is_name = match parsed.file.statements.as_slice() {
        [only] => matches!(&only.kind, StatementKind::Binding(binding) if binding.name.text == new),
        _ => false,
    };
    let may_be_reserved = symbol.kind == Kind::Part;
    let is_word = !new.is_empty() && new.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if !(is_name && parsed.diagnostics.is_empty() || may_be_reserved && is_word) {
        let reserved = syntax::verbs().contains(&new) || ["and", "rest", "true", "false"].contains(&new);
        return Err(if reserved {
            format!("`{new}` is a word of the language")
        } else {
            "a name has letters, digits and `_`, and does not begin with a digit".to_owned()
        });
    }
    if symbol.path.last().is_some_and(|old| old == new) {
        return Ok(());
    }
    let means_setting = matches!(symbol.kind, Kind::Element | Kind::Variable | Kind::Rows | Kind::Relation)
        && (settings::is_setting(new) || MAKERS.contains(&new));
    if means_setting {
        return Err(format!("`{new}` is a word of the language"));
    }
    if let Some(variable) = through(context, symbol) {
        return Err(format!("it is also named through `{variable}`, for each of several elements"));
    }
    for path in everywhere(context, symbol, paths).keys() {
        if let Some(taken) = with(context, path, |facts| taken(context, facts, symbol, new)).flatten() {
            let file = path.rsplit('/').next().unwrap_or_default();
            return Err(format!("`{new}` is {taken} in `{file}` already"));
        }
    }
    Ok(())
}

/// The variable through which a scene names a part, which it has in common with other elements then.
fn through(context: &Context<'_>, symbol: &Symbol) -> Option<String> {
    let (element, rest) = symbol.path.split_first().filter(|_| symbol.kind == Kind::Part)?;
    let facts = context.facts;
    nodes(&facts.tree).iter().find_map(|node| match &node.role {
        Role::Name(path) => {
            let (first, parts) = path.words.split_first()?;
            let same = parts.len() >= rest.len() && parts.iter().zip(rest).all(|(part, word)| part.text == *word);
            let names = same && facts.choices(&first.text).contains(&element.as_str());
            names.then(|| first.text.to_string())
        }
        _ => None,
    })
}

/// What has a name already where a file names something.
fn taken(context: &Context<'_>, facts: &Facts, symbol: &Symbol, new: &str) -> Option<&'static str> {
    let view = View::of(facts, context.scenes);
    match symbol.kind {
        Kind::Preset => facts.presets.contains_key(new).then_some("a preset"),
        Kind::Pass => facts.passes.contains_key(new).then_some("a pass"),
        Kind::Part | Kind::Label => {
            let owner = &symbol.path[..symbol.path.len() - 1];
            let same = |one: &Occurrence| {
                let path = &one.symbol.path;
                one.symbol.kind == symbol.kind
                    && one.symbol.file == symbol.file
                    && path.split_last().is_some_and(|(last, rest)| last == new && rest == owner)
            };
            view.occurrences().iter().any(same).then_some("another name of the same thing")
        }
        _ => {
            let plain = view.imported().filter(|(alias, _)| alias.is_none());
            let mut files = std::iter::once(facts).chain(plain.map(|(_, facts)| &**facts));
            let alias = facts.imports.iter().any(|import| import.alias.as_ref().is_some_and(|alias| alias.text == new));
            let used = || {
                nodes(&facts.tree)
                    .iter()
                    .any(|node| matches!(&node.role, Role::Name(path) if path.words[0].text == new))
            };
            (alias || files.any(|facts| facts.names.contains_key(new)) || used()).then_some("a name")
        }
    }
}
