//! What comes in: the letters of a string that names a file. What goes out: the files and folders of the project that it may
//! become, by their endings.

use super::place::{Place, Token};
use super::{Item, ItemKind};
use crate::ide::Context;
use crate::source::Format;

/// Which files may stand in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinds {
    /// Photographs.
    Images,
    /// Other scenes.
    Scenes,
    /// Data files with this ending.
    Rows(&'static str),
}

/// Which files the string at a cursor may name; none if it names none.
pub(super) fn wanted(place: &Place<'_>) -> Option<Kinds> {
    if let ([Token::Word("use")], []) = (place.tokens.as_slice(), place.brackets.as_slice()) {
        return Some(Kinds::Scenes);
    }
    let call = place.brackets.iter().rev().find(|bracket| bracket.open == '(')?;
    let first = call.argument == 0 && call.label.is_empty();
    match call.callee {
        "ref" | "glob" if first => Some(Kinds::Images),
        "csv" if first => Some(Kinds::Rows("csv")),
        "json" if first => Some(Kinds::Rows("json")),
        "jsonl" if first => Some(Kinds::Rows("jsonl")),
        _ => None,
    }
}

/// The files and folders that a path may become, with the letters that they replace: those behind its last slash.
pub(super) fn files<'t>(context: &Context<'_>, typed: &'t str, kinds: Kinds) -> (&'t str, Vec<Item>) {
    let slash = typed.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, last) = typed.split_at(slash);
    let own = context.facts.path.rsplit('/').next().unwrap_or_default();
    let mut items = Vec::new();
    for name in context.files.beside(typed) {
        let itself = folder.is_empty() && kinds == Kinds::Scenes && name == own;
        if name.starts_with('.') || itself {
            continue;
        }
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        let fits = match kinds {
            Kinds::Images => Format::ALL.iter().any(|format| format.extensions().contains(&&*ending)),
            Kinds::Scenes => ending == "scene",
            Kinds::Rows(known) => ending == known,
        };
        if fits {
            items.push(Item::new(name, ItemKind::File, ""));
        } else if ending.is_empty() && !context.files.beside(&format!("{folder}{name}/")).is_empty() {
            items.push(Item { goes_on: true, ..Item::new(format!("{name}/"), ItemKind::Folder, "") });
        }
    }
    (last, items)
}
