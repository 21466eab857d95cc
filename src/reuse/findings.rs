//! What is said against imports, presets and names that come from other files.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, file_finding};
use crate::lexicon;
use crate::source::{FileError, Span};
use crate::syntax::ast::{Path, Piece, Text, Word};
use crate::syntax::{MAX_BYTES, MAX_STATEMENTS};

use super::load::{MOST_BYTES, MOST_DEEP, MOST_FILES, MOST_STATEMENTS};
use super::places::is_local;

/// A word of the user's, cut where it is too long to show.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// A path as it is written.
pub(super) fn written(path: &Path) -> String {
    let words: Vec<&str> = path.words.iter().map(|word| word.text.as_str()).collect();
    shown(&words.join("."))
}

/// The path of an import, or why it is none.
pub(super) fn path_of(text: &Text) -> Result<String, Box<Diagnostic>> {
    let mut whole = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Plain(plain) => whole.push_str(plain),
            Piece::Hole(path) => {
                return Err(Box::new(
                    Diagnostic::new(Code::ElementInHole, path.span, "the path of an import holds no names")
                        .help("write the path as it is; what is imported does not vary"),
                ));
            }
        }
    }
    let path = whole.trim();
    if path.is_empty() {
        let finding = Diagnostic::new(Code::EmptyString, text.span, "these quotes hold no path")
            .help("name the file: `use \"brand.scene\"`");
        return Err(Box::new(finding));
    }
    if path.contains(char::is_control) {
        let finding = Diagnostic::new(Code::BadArgument, text.span, "a path holds no line break")
            .help("write `/` between folders, not a backslash");
        return Err(Box::new(finding));
    }
    if !is_local(path) && (path.contains("://") || path.starts_with("data:") || path.starts_with("www.")) {
        let finding = Diagnostic::new(Code::BadUrl, text.span, "a scene is imported from a file, not from an address")
            .help("copy the file into the project and name it by its path");
        return Err(Box::new(finding));
    }
    Ok(path.to_owned())
}

/// An import that cannot be read.
pub(super) fn unusable(path: &str, error: &FileError, span: Span, beside: &[String]) -> Diagnostic {
    let path = shown(path);
    match error {
        FileError::TooLarge(_) => {
            let message = format!("`{path}` is larger than {} MiB", MAX_BYTES >> 20);
            Diagnostic::new(Code::FileTooLarge, span, message).help("is this a scene? one is a short text")
        }
        FileError::NotText(why) => {
            Diagnostic::new(Code::InvalidUtf8, span, format!("`{path}` {why}")).help("save that file as UTF-8")
        }
        FileError::Missing => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let files = beside.iter().map(String::as_str);
            let near = lexicon::suggest(name, files).map(|near| format!("{}{near}", super::places::folder(&path)));
            let finding = file_finding(&path, error, span);
            match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("the path counts from the folder of the file that says `use`"),
            }
        }
        other => file_finding(&path, other, span),
    }
}

/// Files that import each other.
pub(super) fn ring(way: &[(usize, Span)], name: impl Fn(usize) -> String) -> Diagnostic {
    let names: Vec<String> = way.iter().map(|(file, _)| name(*file)).collect();
    let (first, span) = way.first().map_or((0, Span::default()), |(file, span)| (*file, *span));
    let next = |at: usize| names.get(at + 1).unwrap_or(&names[0]);
    let message = if way.len() == 1 {
        format!("`{}` imports itself", name(first))
    } else {
        let through: Vec<String> = names[1..].iter().take(8).map(|name| format!("`{name}`")).collect();
        let more = if names.len() > 9 { " and others" } else { "" };
        format!("`{}` imports itself through {}{more}", names[0], through.join(" and "))
    };
    let finding = Diagnostic::new(Code::ImportCycle, span, message).here(format!("imports `{}`", next(0)));
    let finding = (way.iter().enumerate().skip(1))
        .fold(finding, |finding, (at, (_, span))| finding.also(*span, format!("imports `{}`", next(at))));
    finding.help("take one `use` out; what both files need may stand in a third one")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("imports lead through more than {MOST_DEEP} files"))
        .help("import what is needed directly")
}

pub(super) fn too_many(span: Span) -> Diagnostic {
    Diagnostic::new(Code::SceneTooLarge, span, format!("a scene imports at most {MOST_FILES} files in all"))
        .help("put what belongs together into one file")
}

pub(super) fn too_much(span: Span) -> Diagnostic {
    let message = format!("the imported files have more than {} MiB in all", MOST_BYTES >> 20);
    Diagnostic::new(Code::FileTooLarge, span, message).help("are these scenes? one is a short text")
}

pub(super) fn too_full(span: Span) -> Diagnostic {
    let message = format!("the imported files have more than {MOST_STATEMENTS} statements in all");
    Diagnostic::new(Code::SceneTooLarge, span, message).help("are these scenes? a scene makes use of far fewer")
}

/// A name that the file binds itself, and that the `use` brings.
pub(super) fn clash(name: &str, own: Span, other: Span, import: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, own, format!("`{}` is bound here and imported", shown(name)))
        .here("bound here")
        .also(import, "imported here")
        .also(other, "bound here too")
        .help("give one of the two another name, or import with a word before the names: `use \"...\" as brand`")
}

/// Two imports that bring one name.
pub(super) fn brought_twice(name: &str, import: Span, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, import, format!("`{}` is imported from two files", shown(name)))
        .here("the second one comes in here")
        .also(first, "first bound here")
        .also(second, "bound again here")
        .help("import one of the files with a word before its names: `use \"...\" as brand`")
}

/// Two presets of one name in one file.
pub(super) fn preset_twice(name: &Word, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, name.span, format!("two presets are called `{}`", shown(&name.text)))
        .here("called so again here")
        .also(first, "first called so here")
        .help("give one of the two another name")
}

/// A word before names that means something else as well.
pub(super) fn alias_taken(alias: &Word, first: Span) -> Diagnostic {
    let name = shown(&alias.text);
    Diagnostic::new(Code::DuplicateName, alias.span, format!("`{name}` is a name already"))
        .here("before the names of a file here")
        .also(first, "bound here")
        .help(format!("choose another word behind `as`; `{name}.x` could be a part or a name"))
}

/// A name that an imported file does not have.
pub(super) fn not_in_file(path: &Path, names: &[SmolStr]) -> Diagnostic {
    let (alias, word) = (shown(&path.words[0].text), &path.words[1]);
    let message = format!("nothing in `{alias}` is called `{}`", shown(&word.text));
    let finding = Diagnostic::new(Code::UnknownName, word.span, message);
    match lexicon::suggest(&word.text, names.iter().map(SmolStr::as_str)) {
        Some(near) => {
            finding.help(format!("did you mean `{alias}.{near}`?")).fix(format!("write `{near}`"), word.span, near)
        }
        None => finding.help("an import brings what its file binds itself, and not what that file imports"),
    }
}

/// The word before names, alone.
pub(super) fn bare_alias(path: &Path) -> Diagnostic {
    let alias = shown(&path.words[0].text);
    Diagnostic::new(Code::UnknownName, path.span, format!("`{alias}` is an imported file, and nothing by itself"))
        .help(format!("name what is meant in it: `{alias}.NAME`"))
}

/// A name of a file that could not be read.
pub(super) fn of_unread_file(path: &Path, import: Span) -> Diagnostic {
    let message = format!("nothing is known of `{}`", written(path));
    Diagnostic::new(Code::UnknownName, path.span, message)
        .also(import, "this file could not be read")
        .help("mend the import first; other names of it are not looked at")
}

/// A relation with a word before it.
pub(super) fn relation_behind_alias(path: &Path) -> Diagnostic {
    let word = shown(&path.words[1].text);
    Diagnostic::new(Code::UnknownName, path.span, format!("`{}` is a relation, not an element", written(path)))
        .help("a declared relation comes in under its plain name")
        .fix(format!("write `{word}`"), path.span, word)
}

pub(super) fn unknown_preset(path: &Path, names: &[String]) -> Diagnostic {
    let name = written(path);
    let finding = Diagnostic::new(Code::UnknownName, path.span, format!("no preset is called `{name}`"));
    match lexicon::suggest(&name, names.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), path.span, near),
        None if names.is_empty() => finding.help("write one first: `preset studio { lighting \"softbox\" }`"),
        None => {
            let known: Vec<String> = names.iter().take(8).map(|name| format!("`{}`", shown(name))).collect();
            finding.help(format!("the presets are {}", known.join(", ")))
        }
    }
}

/// A statement in a preset that is no look.
pub(super) fn not_in_preset(span: Span, is_apply: bool) -> Diagnostic {
    let finding = Diagnostic::new(Code::MisplacedStatement, span, "this does not belong into a preset");
    if is_apply {
        return finding.help("presets do not hold others; apply both where they are used");
    }
    finding.help("a preset holds aspects, `avoid` and settings; write the rest into the scene")
}

/// `use` or `preset` in a block.
pub(super) fn not_at_top(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::MisplacedStatement, span, format!("`{what}` stands in a block"))
        .help("move it out of the braces; it holds for the whole file")
}

pub(super) fn too_long(span: Span) -> Diagnostic {
    let message = format!("with its presets the scene has more than {MAX_STATEMENTS} statements");
    Diagnostic::new(Code::SceneTooLarge, span, message).here("this one and all behind it are not applied")
}
