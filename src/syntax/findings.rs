//! What comes in: places and the user's words. What goes out: the findings about form, one small constructor each.
//! Slips, which need a look at the whole line, make theirs in `recover::slips`.

use super::ast::Word;
use super::cut::{MAX_DEPTH, MAX_PIECES};
use super::words;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;

/// The text in backticks, cut to 40 characters.
pub(super) fn quoted(text: &str) -> String {
    let text = text.trim();
    let first = text.split('\n').next().unwrap_or_default();
    if first.len() == text.len() && text.chars().nth(40).is_none() {
        format!("`{text}`")
    } else {
        format!("`{}...`", first.chars().take(40).collect::<String>().trim_end())
    }
}

pub(super) fn reserved_name(word: &Word) -> Diagnostic {
    Diagnostic::new(
        Code::ReservedWord,
        word.span,
        format!("`{}` is a word of the language and cannot be a name", word.text),
    )
    .here("reserved")
    .help(format!("choose another name, such as `{}_1`, here and where it is used", word.text))
}

pub(super) fn reserved_word(word: &Word) -> Diagnostic {
    if words::is_reserved(&word.text) {
        let begins = if words::is_verb(&word.text) { " and only begins a statement" } else { "" };
        return Diagnostic::new(Code::ReservedWord, word.span, format!("`{}` is a word of the language", word.text))
            .here("reserved")
            .help(format!("`{}` cannot stand here{begins}; use another word, or put it in quotes", word.text));
    }
    Diagnostic::new(Code::ReservedWord, word.span, format!("`{}` belongs to aspects and is no relation", word.text))
        .here("not here")
        .help(format!(
            "an aspect is written `pose {} ...`; in a relation use another word, or put it in quotes",
            word.text
        ))
}

/// A pass or preset without its braces.
pub(super) fn no_block(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "no block follows").here("expected `{`").help(
        "write the statements in braces: `pass flowers from table { vase beside watch }`, `preset studio { lighting \"softbox\" }`",
    )
}

/// Conditions in brackets where a value belongs.
pub(super) fn compared_condition(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "conditions in brackets are no value to compare")
        .here("not here")
        .help("compare values, and join comparisons with `and`, `or` and `not`")
}

/// Something behind the `}` of a pass or preset, after some blanks.
pub(super) fn behind_block(span: Span, blank: Span, indent: &str) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "nothing may follow the block on its line")
        .here("not here")
        .help("begin a new line behind the `}`")
        .fix("begin a new line", blank, format!("\n{indent}"))
}

/// For lists that are not names in a row; the usual ones get their fix from `slips`.
pub(super) fn comma_list(first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(Code::CommaList, first, "nothing says how this relates to anything")
        .here("a comma follows at once")
        .also(second, "a clause of its own")
        .help("join a list with `and`, or put the relation before the first comma")
}

pub(super) fn bad_escape(escape: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::BadEscape, span, format!("`{escape}` means nothing in a string"))
        .here("unknown escape")
        .help("the escapes are `\\\"`, `\\\\`, `\\n` and `\\u{...}`; write `\\\\` for a backslash, and `/` in paths");
    match escape {
        "\\'" => finding.fix("delete the backslash", span, "'"),
        _ => finding.fix("write the backslash twice", span, format!("\\{escape}")),
    }
}

/// `\u` with something that is no character, or none that may be said.
pub(super) fn bad_character(escape: &str, span: Span) -> Diagnostic {
    let digits = escape[2..].trim_matches(['{', '}']);
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let shown = quoted(escape);
    if value.and_then(char::from_u32).is_some() && escape.ends_with('}') {
        return Diagnostic::new(Code::ControlCharacter, span, format!("{shown} is a control character"))
            .here("cannot be seen")
            .help("delete it; a prompt holds no control characters")
            .fix("delete it", span, "");
    }
    let finding =
        Diagnostic::new(Code::BadEscape, span, format!("{shown} names no character")).here("no such character");
    match value {
        None => finding.help("`\\u{e9}` holds the number of a character in hexadecimal digits"),
        Some(_) if !escape.ends_with('}') => finding.help("the number of a character stands in braces: `\\u{e9}`").fix(
            "put the number in braces",
            span,
            format!("\\u{{{digits}}}"),
        ),
        Some(_) => finding.help("the highest is `\\u{10ffff}`, and those from `d800` to `dfff` are none"),
    }
}

pub(super) fn bad_hole(hole: &str, span: Span) -> Diagnostic {
    if hole == "}" {
        return Diagnostic::new(Code::BadHole, span, "`}` closes no hole in this string")
            .here("no `{` before it")
            .help("write `}}` for a brace that is said")
            .fix("write the brace twice", span, "}}");
    }
    if !hole.ends_with('}') {
        return Diagnostic::new(Code::BadHole, span, "the hole is never closed")
            .here("opened here")
            .help("close it with `}` in the same string, or write `{{` for a brace that is said");
    }
    let inner = &hole[1..hole.len() - 1];
    let finding = Diagnostic::new(Code::BadHole, span, format!("{} is no name", quoted(hole)))
        .here("a hole holds one name")
        .help("write one name or path in the braces, or `{{` and `}}` for braces that are said");
    let name = ["the ", "a ", "an "].iter().find_map(|article| inner.trim().strip_prefix(article)).map(str::trim);
    match name.filter(|name| words::is_name(name)) {
        Some(name) => finding.fix("write the name alone", span, format!("{{{name}}}")),
        // Words with blanks are meant to name something, and only their author knows what.
        None if inner.trim().contains(' ') => finding,
        None => finding.fix("write the braces twice", span, format!("{{{{{inner}}}}}")),
    }
}

pub(super) fn unclosed_string(span: Span, block: bool) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnclosedString, span, "the string is never closed").here("opened here");
    if block {
        return finding.help("close it with `\"\"\"`");
    }
    finding.help("close it with `\"` on the same line, or use `\"\"\"` for a string over several lines")
}

pub(super) fn unclosed_bracket(open: char, span: Span, next: Option<Span>, end: Option<Span>) -> Diagnostic {
    let close = closer(open);
    let mut finding = Diagnostic::new(Code::UnclosedBracket, span, format!("`{open}` is never closed"))
        .here("opened here")
        .help(format!("close it with `{close}`"));
    if let Some(next) = next {
        finding = finding.also(next, format!("`{close}` is missing before this"));
    }
    match end {
        Some(end) => finding.fix(format!("insert `{close}`"), end, close.to_string()),
        None => finding,
    }
}

pub(super) fn unclosed_block(span: Span, next: Span, end: Option<(Span, String)>) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnclosedBlock, span, "the block is never closed")
        .here("opened here")
        .also(next, "this line is no deeper than the line that opened the block")
        .help("close the block with `}`, or indent the line if it belongs to the block");
    match end {
        Some((end, text)) => finding.fix("insert `}`", end, text),
        None => finding,
    }
}

pub(super) fn dangling_comma(span: Span, next: Option<Span>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::DanglingComma, span, "nothing follows the comma").here("the statement ends here");
    let finding = match next {
        Some(next) => finding
            .also(next, "this line is not indented deeper")
            .help("delete the comma, or indent the next line if it goes on with the statement"),
        None => finding.help("delete the comma"),
    };
    finding.fix("delete the comma", span, "")
}

pub(super) fn stray_bracket(bracket: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::StrayBracket, span, format!("`{bracket}` closes nothing"))
        .here("no bracket is open here")
        .help("delete it, or open a bracket before it")
        .fix("delete it", span, "")
}

/// A comment between `/*` and `*/`; the span covers it with its marks.
pub(super) fn foreign_comment(text: &str, span: Span) -> Diagnostic {
    let whole = span.range();
    let mark = Span { end: span.start + 2, ..span };
    let mut finding = Diagnostic::new(Code::Syntax, mark, "`/*` begins no comment")
        .here("not a comment")
        .help("a comment begins with `//` and goes to the end of its line");
    let behind = &text[whole.end..];
    let alone = behind.split(['\n', ';']).next().is_none_or(|rest| rest.trim().is_empty() || rest.starts_with("//"));
    if !alone {
        return finding.fix("delete the comment", span, "");
    }
    let edit =
        |start: usize, end: usize, text: &str| Edit { span: Span::new(span.file, start, end), text: text.into() };
    let mut edits = vec![edit(whole.start, whole.start + 2, "//")];
    for (at, _) in text[whole.clone()].match_indices('\n') {
        let row = whole.start + at + 1;
        if row + 2 <= whole.end {
            edits.push(edit(row, row, "// "));
        }
    }
    edits.push(edit(whole.end - 2, whole.end, ""));
    finding.fixes.push(Fix { title: "write `//` before every line".into(), edits });
    finding
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, format!("brackets are nested more than {MAX_DEPTH} deep"))
        .here("one too many")
        .help("take some of the brackets out")
}

pub(super) fn too_long(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "the statement is too long to be read")
        .here("begins here")
        .help(format!("it holds more than {MAX_PIECES} blanks, quotes and commas; split it, or close a bracket"))
}

pub(super) fn control_character(letter: char, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ControlCharacter,
        span,
        format!("the control character U+{:04X} stands in the file", letter as u32),
    )
    .here("cannot be seen")
    .help("delete it")
    .fix("delete it", span, "")
}

pub(super) fn odd_space(letter: char, span: Span) -> Diagnostic {
    if letter == '\u{FEFF}' {
        return Diagnostic::new(Code::Syntax, span, "a byte order mark stands within the file")
            .here("cannot be seen; were two files joined here?")
            .help("delete it")
            .fix("delete it", span, "");
    }
    Diagnostic::new(Code::Syntax, span, format!("the space U+{:04X} only looks like one", letter as u32))
        .here("not a plain space")
        .help("type a plain space; other spaces may only stand in strings")
        .fix("replace it with a plain space", span, " ")
}

/// A relation that was broken over two lines; `whole` if the first could stand alone.
pub(super) fn broken_line(whole: bool, first: Span, next: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::Syntax, next, "the line break ends the statement before this")
        .also(first, "this is taken for a statement of its own");
    let (here, help, title, text) = if whole {
        ("nothing says whose this is", "put a comma at the end of the line before", "insert the comma", ",")
    } else {
        ("half a relation", "write the relation on one line", "write it on one line", " ")
    };
    let place = if whole { first.after() } else { first.after().to(next.before()) };
    finding.here(here).help(help).fix(title, place, text)
}

fn closer(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}
