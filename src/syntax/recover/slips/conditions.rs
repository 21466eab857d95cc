//! What comes in: a `skip` that could not be read. What goes out: the finding about conditions as other languages write
//! them, all of them put right at once.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::inner;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;

/// Comparisons of other languages, longest first, and what they are here.
const SIGNS: &[(&str, &str)] = &[
    ("===", "=="),
    ("!==", "!="),
    ("==", "=="),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("=", "=="),
    ("&", "and"),
    ("|", "or"),
    ("!", "not"),
];

/// What has to be changed, from left to right, and what is said of the first of it.
#[derive(Default)]
struct Slips {
    edits: Vec<Edit>,
    first: Option<(Span, String, String)>,
}

impl Slips {
    fn add(&mut self, span: Span, text: impl Into<String>, message: String, right: &str) {
        self.first.get_or_insert((span, message, format!("{} belongs here", quoted(right))));
        self.edits.push(Edit { span, text: text.into() });
    }
}

/// `skip row.kind == "strap"`, `skip if a = 1 && !b`, `skip where row["kind"] not in ("a", "b")`.
pub(super) fn of_conditions(line: &SourceLine) -> Option<Diagnostic> {
    if line.slice(0) != "skip" || line.len() < 2 || line.is(1, ".") {
        return None;
    }
    let mut slips = Slips::default();
    let mut at = beginning(line, &mut slips);
    while at < line.len() {
        at = one(line, at, &mut slips);
    }
    let (span, message, here) = slips.first?;
    let mut finding = Diagnostic::new(Code::Syntax, span, message)
        .here(here)
        .help("the form is `skip where row.kind == \"strap\" and not light == dusk`");
    finding.fixes.push(Fix { title: "write the condition so".into(), edits: slips.edits });
    Some(finding)
}

/// Looks for `where`; returns the token behind it.
fn beginning(line: &SourceLine, slips: &mut Slips) -> usize {
    if line.is_word(1, &["where"]) {
        return 2;
    }
    let message = "`where` is missing behind `skip`".to_owned();
    let foreign = line.is_word(1, &["if", "when", "WHERE", "Where"]) || line.is(1, ":") || line.is(1, "=");
    if foreign && line.len() > 2 {
        let before = if line.touches(0) { " " } else { "" };
        slips.add(
            line.span(1),
            format!("{before}where"),
            format!("{} does not follow `skip`", quoted(line.slice(1))),
            "where",
        );
        return 2;
    }
    slips.first.get_or_insert((line.span(1), message, "`where` belongs before this".into()));
    slips.edits.push(Edit { span: line.span(1).before(), text: "where ".into() });
    1
}

/// Looks at what stands at a token; returns the token behind it.
fn one(line: &SourceLine, at: usize, slips: &mut Slips) -> usize {
    if let Some((sign, right)) = SIGNS.iter().find(|(sign, _)| signs(line, at, sign)) {
        let end = at + sign.len();
        if sign != right {
            let word = right.bytes().all(|byte| byte.is_ascii_alphabetic());
            let before = if word && line.touches(at - 1) && !line.is(at - 1, "(") { " " } else { "" };
            let behind = if word && line.touches(end - 1) { " " } else { "" };
            let message = format!("`{sign}` means nothing in a condition");
            slips.add(line.spans(at, end), format!("{before}{right}{behind}"), message, right);
        }
        return end;
    }
    if let Some(end) = index(line, at, slips) {
        return end;
    }
    let lower = line.slice(at).to_lowercase();
    let shouted = matches!(&*lower, "and" | "or" | "not" | "in") && lower != line.slice(at);
    if shouted && line.kind(at) == Some(Kind::Word) {
        let message = format!("{} is written small", quoted(line.slice(at)));
        slips.add(line.span(at), lower.clone(), message, &lower);
    } else if line.is_word(at, &["is"]) && !line.is(at + 1, ".") {
        let not = usize::from(line.is_word(at + 1, &["not"]));
        let right = ["==", "!="][not];
        let message = format!("`{}` compares no values", line.raw(at, at + not + 1));
        slips.add(line.spans(at, at + not + 1), right, message, right);
        return at + not + 1;
    } else if line.is_word(at, &["not"]) && line.is_word(at + 1, &["in"]) {
        not_in(line, at, slips);
    }
    at + 1
}

/// Whether the marks of a sign stand here, without blanks between them.
fn signs(line: &SourceLine, at: usize, sign: &str) -> bool {
    let mark = |(index, letter): (usize, char)| line.is(at + index, letter.encode_utf8(&mut [0; 4]));
    sign.char_indices().all(mark) && (1..sign.len()).all(|index| line.touches(at + index - 1))
}

/// `row["kind"]`
fn index(line: &SourceLine, at: usize, slips: &mut Slips) -> Option<usize> {
    let name = inner(line.slice(at + 1));
    let found =
        line.is(at, "[") && line.touches(at - 1) && line.is(at + 2, "]") && line.kind(at + 1) == Some(Kind::Text);
    let owner = line.word(at - 1).is_some_and(|word| word.text != "in");
    if !found || !owner || !words::is_name(name) {
        return None;
    }
    let message = format!("{} does not name a column", quoted(line.raw(at, at + 3)));
    slips.add(line.spans(at, at + 3), format!(".{name}"), message, &format!(".{name}"));
    Some(at + 3)
}

/// `row.kind not in ("a", "b")`: `not` stands before what it turns round.
fn not_in(line: &SourceLine, at: usize, slips: &mut Slips) {
    let mut first = at - 1;
    while first >= 2 && line.is(first - 1, ".") {
        first -= 2;
    }
    let value = matches!(line.kind(first), Some(Kind::Word | Kind::Text | Kind::Number));
    let missing = slips.edits.last().is_some_and(|edit| edit.span.start >= line.span(first).start);
    if value && !missing && first > 0 {
        let edit = line.without(at);
        let insert = Edit { span: line.span(first).before(), text: "not ".into() };
        slips.first.get_or_insert((line.span(at), "`not` stands before what it turns round".into(), "too late".into()));
        slips.edits.extend([insert, edit]);
    }
}
