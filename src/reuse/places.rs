//! What comes in: paths to files as an imported scene writes them, and the folder of that scene. What goes out: the same
//! files as the importing scene would write them. By the text alone: no file is looked for.

use smol_str::SmolStr;

use crate::syntax::ast::{Argument, Binding, Param, Piece, Text, Value, Vary};
use crate::target::SourceForm;

/// A path without `.`, `..` behind a folder, and doubled slashes.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => drop(parts.pop()),
            ("..", None) if path.starts_with('/') => {}
            (part, _) => parts.push(part),
        }
    }
    let whole = parts.join("/");
    if path.starts_with('/') { format!("/{whole}") } else { whole }
}

/// The folder of a file, with a slash behind it; nothing for the scene's own.
pub(super) fn folder(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |slash| slash + 1)]
}

/// A path that stands in a file of this folder.
pub(super) fn join(folder: &str, path: &str) -> String {
    if is_local(path) { normal(&format!("{folder}{path}")) } else { path.to_owned() }
}

/// Whether a text is a path that counts from the folder of its file.
pub(super) fn is_local(text: &str) -> bool {
    let drive = text.as_bytes().get(1) == Some(&b':');
    let head = text.get(..200).unwrap_or(text);
    SourceForm::of(text) == SourceForm::Path
        && !text.is_empty()
        && !drive
        && !head.contains("://")
        && !text.starts_with(['/', '\\', '~'])
        && !text.starts_with("www.")
}

/// Moves the files that a binding names.
pub(super) fn binding(binding: &mut Binding, folder: &str) {
    let mut plain = binding.arguments.iter_mut().filter(|argument| argument.label.is_none());
    match &*binding.maker.text {
        "ref" => plain.next().into_iter().for_each(|argument| value(&mut argument.value, folder)),
        "group" => plain.for_each(|argument| {
            if let Value::Call(word, arguments, _) = &mut argument.value
                && word.text == "glob"
            {
                first(arguments, |it| pattern(it, folder));
            }
        }),
        _ => {}
    }
}

/// Moves the files that the values of a `vary` are read from; its values too, if they are images.
pub(super) fn vary(vary: &mut Vary, folder: &str, of_images: bool) {
    match vary.maker.as_ref().map(|maker| maker.text.as_str()) {
        Some("glob") => first(&mut vary.arguments, |it| pattern(it, folder)),
        Some(_) => first(&mut vary.arguments, |it| text(it, folder)),
        None if of_images => vary.arguments.iter_mut().for_each(|argument| value(&mut argument.value, folder)),
        None => {}
    }
}

/// Moves the value of a parameter that is an image.
pub(super) fn param(param: &mut Param, folder: &str, of_images: bool) {
    if of_images {
        param.value.iter_mut().for_each(|it| value(it, folder));
    }
}

/// The first argument, where it is a string.
fn first(arguments: &mut [Argument], change: impl FnOnce(&mut Text)) {
    if let Some(Argument { label: None, value: Value::Text(text), .. }) = arguments.first_mut() {
        change(text);
    }
}

fn value(it: &mut Value, folder: &str) {
    match it {
        Value::Text(it) => text(it, folder),
        Value::Array(values, _) => values.iter_mut().for_each(|it| value(it, folder)),
        Value::Path(_) | Value::Number(_) | Value::Call(..) => {}
    }
}

/// Puts the folder before a pattern; its own letters are no wildcards.
fn pattern(text: &mut Text, folder: &str) {
    let escaped: String = folder
        .chars()
        .map(|letter| if matches!(letter, '*' | '?' | '[' | ']') { format!("[{letter}]") } else { letter.to_string() })
        .collect();
    put(text, &escaped);
}

fn text(it: &mut Text, folder: &str) {
    put(it, folder);
}

/// Puts the folder before a path, which may have holes; what stands behind the first is left as it is.
fn put(text: &mut Text, folder: &str) {
    let whole = text.pieces.len() == 1;
    match text.pieces.first_mut() {
        Some(Piece::Plain(plain)) => {
            let path = plain.trim_start();
            if !is_local(path) {
                return;
            }
            let cut = if whole { path.len() } else { path.rfind('/').map_or(0, |slash| slash + 1) };
            let (head, rest) = path.split_at(cut);
            let head = normal(&format!("{folder}{}", head.trim_end()));
            let slash = if whole || head.is_empty() { "" } else { "/" };
            *plain = SmolStr::from(format!("{head}{slash}{rest}"));
        }
        Some(Piece::Hole(_)) if !folder.is_empty() => text.pieces.insert(0, Piece::Plain(SmolStr::from(folder))),
        _ => {}
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
