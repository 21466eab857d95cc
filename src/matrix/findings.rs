//! What can be wrong with variables, as findings. What comes in: places and words. What goes out: diagnostics.

use super::table::{Place, Table, word_of};
use super::value::{Value, dotted, shown};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{Path, Word};

/// So many findings about variables are kept.
const MOST_FINDINGS: usize = 1_000;

/// Looking for what may be meant takes a while; it is done so often.
pub(super) const MOST_ADVICE: usize = 100;

/// It is looked for among so many names.
pub(super) const MOST_NAMES: usize = 1_000;

pub(super) fn bad_vary(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadVary, span, message).help(help)
}

pub(super) fn taken(name: &Word, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, name.span, format!("`{}` is bound twice", shown(&name.text)))
        .here("bound again here")
        .also(first, "first bound here")
        .help("give one of the two another name")
}

/// Values that are put into each other, or into the scene, until nobody can read them.
pub(super) fn too_much(span: Span) -> Diagnostic {
    let message = format!("the values of variables fill more than {} MiB here", super::MOST_BYTES >> 20);
    Diagnostic::new(Code::SceneTooLarge, span, message).help("do variables stand for each other many times over?")
}

/// The same finding many times over helps nobody.
pub(super) fn cut(findings: &mut Vec<Diagnostic>) {
    let Some(first) = findings.get(MOST_FINDINGS).map(Diagnostic::span) else { return };
    findings.truncate(MOST_FINDINGS);
    let message = format!("the variables have more than {MOST_FINDINGS} findings");
    findings.push(Diagnostic::new(Code::TooManyFindings, first, message).help("mend those above first"));
}

pub(super) fn no_value(name: &Word) -> Diagnostic {
    let name_shown = shown(&name.text);
    Diagnostic::new(Code::MissingValue, name.span, format!("`{name_shown}` has no value")).help(format!(
        "give it with `--set {name_shown}=...`, or write one that holds unless another is given: `param {name_shown} = \"...\"`"
    ))
}

pub(super) fn unused(name: &Word) -> Diagnostic {
    Diagnostic::new(Code::UnusedVariable, name.span, format!("nothing uses `{}`", shown(&name.text))).help(format!(
        "write `{{{}}}` in a string, name it where a value belongs, or delete the line",
        shown(&name.text)
    ))
}

pub(super) fn unknown<'a>(word: &Word, what: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownName, word.span, format!("{what} is called `{}`", shown(&word.text)));
    match lexicon::suggest(&word.text, known.clone()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), word.span, near),
        None => finding.help(listed("there are", known)),
    }
}

/// A name that is nothing that a value may be.
pub(super) fn unknown_value(word: &Word, known: &[&str]) -> Diagnostic {
    let finding = unknown(word, "nothing", known.iter().copied());
    let words = format!("\"{}\"", shown(&word.text).replace('_', " "));
    let finding = if finding.fixes.is_empty() { finding.fix("put it in quotes", word.span, words) } else { finding };
    let help = finding.help.clone().filter(|help| help.starts_with("did"));
    Diagnostic { help: help.or_else(|| Some("words stand in quotes".to_owned())), ..finding }
}

/// "there are `a`, `b`, `c`"
pub(super) fn listed<'a>(before: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.take(21).map(|name| format!("`{}`", shown(name))).collect();
    if names.len() > 20 {
        names.truncate(20);
        names.push("...".to_owned());
    }
    if names.is_empty() { "there are none".to_owned() } else { format!("{before} {}", names.join(", ")) }
}

pub(super) fn unknown_column(name: &str, span: Span, table: &Table, advise: bool) -> Diagnostic {
    let message = format!("{} has no column `{}`", table.called(), shown(name));
    let finding = Diagnostic::new(Code::UnknownName, span, message);
    if !advise {
        return finding;
    }
    let columns: Vec<String> = table.columns.iter().map(|column| word_of(column)).collect();
    let columns = || columns.iter().map(String::as_str);
    match lexicon::suggest(name, columns()) {
        Some(near) => {
            let near = shown(near);
            finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near)
        }
        None => finding.help(listed("its columns are", columns())),
    }
}

pub(super) fn whole_row(path: &Path, table: &Table) -> Diagnostic {
    let name = shown(&dotted(path));
    let columns: Vec<String> = table.columns.iter().map(|column| word_of(column)).collect();
    let first = columns.iter().find(|column| !column.is_empty()).map_or("title", String::as_str);
    Diagnostic::new(Code::BadValue, path.span, format!("`{name}` is a whole row")).help(format!(
        "name one of its columns, as in `{name}.{}`; {}",
        shown(first),
        listed("its columns are", columns.iter().map(String::as_str))
    ))
}

pub(super) fn no_parts(path: &Path) -> Diagnostic {
    let name = path.words.first().map_or("", |word| word.text.as_str());
    Diagnostic::new(Code::BadValue, path.span, format!("`{}` is not always an element, and has no parts", shown(name)))
        .help(format!("write `{}` alone; only rows of files have columns, and elements parts", shown(name)))
}

pub(super) fn as_relation(path: &Path) -> Diagnostic {
    let message = format!("the variable `{}` stands where a relation belongs", shown(&dotted(path)));
    Diagnostic::new(Code::BadValue, path.span, message)
        .help("write the relation itself; a variable may stand for subjects and objects, in strings and as a value")
}

pub(super) fn no_element(path: &Path) -> Diagnostic {
    let message = format!("`{}` holds words, and an element belongs here", shown(&dotted(path)));
    Diagnostic::new(Code::BadValue, path.span, message).help("vary over elements: `vary item in [watch, ring]`")
}

pub(super) fn element_as_words(word: &Word, path: &Path) -> Diagnostic {
    let message = format!("`{}` holds an element, and `{}` wants words", shown(&dotted(path)), word.text);
    Diagnostic::new(Code::BadValue, path.span, message).help(format!(
        "write `{} match {}`, or give words in quotes",
        word.text,
        shown(&dotted(path))
    ))
}

pub(super) fn phrase_in_setting(word: &Word, path: &Path) -> Diagnostic {
    let message = format!("`{}` mentions an element, and `{}` takes a plain value", shown(&dotted(path)), word.text);
    Diagnostic::new(Code::BadValue, path.span, message).help("give the value without holes")
}

pub(super) fn no_number(path: &Path, label: &str, value: Value<'_>) -> Diagnostic {
    let name = shown(&dotted(path));
    let message = match value.letters() {
        Some(text) => format!("`{name}` is `{}`, and `{label}` wants a whole number", shown(text)),
        None => format!("`{name}` is no number, and `{label}` wants one"),
    };
    Diagnostic::new(Code::BadValue, path.span, message).help(format!("give a whole number, as in `{label}: 3`"))
}

pub(super) fn no_truth(span: Span, value: Value<'_>) -> Diagnostic {
    let message = match value.letters() {
        Some(text) => format!("`{}` is neither true nor false", shown(text)),
        None => "this is neither true nor false".to_owned(),
    };
    Diagnostic::new(Code::BadValue, span, message).help("compare it with something: `== \"yes\"`")
}

pub(super) fn no_order(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, "this is neither more nor less than anything")
        .help("elements, and true and false, can only be the same or not: `==`, `!=`, `in`")
}

pub(super) fn not_a_number(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::BadValue, span, format!("`{}` is compared with a number, and is none", shown(word)))
        .help("write digits, with a point where a part follows: 9.99")
}

/// What is wrong with a row: its place in the file stands in the message, since the file itself is not shown.
pub(super) fn bad_row(table: &Table, place: Place, what: &str) -> Diagnostic {
    let message = format!("{} of `{}` {what}", row(place), shown(&table.path));
    Diagnostic::new(Code::BadData, table.span, message).help("mend the row, or leave it out with `skip where`")
}

pub(super) fn bad_cell(table: &Table, place: Place, field: usize, what: &str) -> Diagnostic {
    let column = table.fields.get(field).map_or("", |field| field.name.as_str());
    let message = format!("the cell `{}` in {} of `{}` {what}", shown(column), row(place), shown(&table.path));
    let help = match what {
        "is not UTF-8" => "save the file as UTF-8",
        "holds a control character" => "delete the character, which cannot be seen, in the file",
        "is no plain value" => "give a string, a number, `true` or `false`",
        _ => "fill the cell, or leave the row out with `skip where`",
    };
    Diagnostic::new(Code::BadData, table.span, message).help(help)
}

pub(super) fn nameless(table: &Table, place: Place) -> Diagnostic {
    let message = format!("nothing names {} of `{}`", row(place), shown(&table.path));
    Diagnostic::new(Code::BadData, table.span, message).help(format!(
        "a task is called by {} of its row; name another column with `{}(\"...\", id: \"...\")`",
        table.naming(),
        table.form.word()
    ))
}

/// "row 3 (line 4)"
pub(super) fn row(place: Place) -> String {
    if place.line == 0 { format!("row {}", place.row) } else { format!("row {} (line {})", place.row, place.line) }
}
