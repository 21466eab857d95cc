//! What comes in: a line that begins like a pass, a preset, an import or the use of a preset, and could not be read. What
//! goes out: the finding about how other languages write it, with the line put right.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::directives::rewrite;
use super::inner;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};

/// Words that people write where `from` belongs.
const AFTER: &[&str] = &["from", "after", "following", "upon", "using"];

/// A slip in one of these statements.
pub(super) fn of_blocks(line: &SourceLine) -> Option<Diagnostic> {
    match line.slice(0) {
        _ if line.is(1, ".") && line.touches(0) => None,
        "pass" | "preset" => unbraced(line).or_else(|| head(line)),
        "apply" => apply(line),
        "passes" => passes(line),
        _ => import(line),
    }
}

/// What is wrong first: its token, what to say of it, and what to say there.
#[derive(Default)]
struct Wrong(Option<(usize, String, &'static str)>);

impl Wrong {
    fn note(&mut self, at: usize, message: String, here: &'static str) {
        self.0.get_or_insert((at, message, here));
    }

    /// The finding with the line put right; none if nothing was wrong.
    fn told(self, line: &SourceLine, text: String) -> Option<Diagnostic> {
        let (at, message, here) = self.0?;
        rewrite(line, at, message, here, text)
    }
}

/// `pass "flowers"`, `pass flowers:`, `pass with flowers after table`, `pass 2`, `preset studio =`.
fn head(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.slice(0);
    let mut wrong = Wrong::default();
    let (name, mut at) = name(line, 1, &mut wrong)?;
    let mut text = format!("{verb} {name}");
    if verb == "pass" && line.is_word(at, AFTER) {
        let word = line.slice(at);
        if word != "from" {
            wrong.note(at, format!("`{word}` does not belong to `pass`"), "`from` belongs here");
        }
        let (from, end) = match line.after_term(at + 1).filter(|_| line.kind(at + 1) == Some(Kind::Word)) {
            Some(end) => (line.raw(at + 1, end).to_owned(), end),
            None => name_of(line, at + 1, &mut wrong)?,
        };
        text = format!("{text} from {from}");
        at = end;
    }
    if line.is(at, ":") || line.is(at, "=") || line.is(at, "->") {
        wrong.note(at, format!("`{}` does not stand before a block", line.slice(at)), "too much");
        at += 1;
    }
    if at == line.len() { wrong.told(line, text) } else { None }
}

/// The name of a block, made one word, and the token behind it.
fn name(line: &SourceLine, from: usize, wrong: &mut Wrong) -> Option<(String, usize)> {
    if line.kind(from) != Some(Kind::Word) {
        return name_of(line, from, wrong);
    }
    let free = |at: usize| line.kind(at) == Some(Kind::Word) && !(at > from && line.is_word(at, AFTER));
    let end = (from..line.len()).find(|at| !free(*at)).unwrap_or(line.len());
    let joined = (from..end).map(|at| line.slice(at)).collect::<Vec<_>>().join("_");
    if end > from + 1 {
        wrong.note(from, format!("{} is more than one word", quoted(line.raw(from, end))), "a name is one word");
    }
    usable(joined).map(|name| (name, end))
}

/// A name out of a string or a number.
fn name_of(line: &SourceLine, at: usize, wrong: &mut Wrong) -> Option<(String, usize)> {
    let written = line.slice(at);
    let name = match line.kind(at)? {
        Kind::Text => {
            wrong.note(at, "a name stands without quotes".into(), "quotes are too much");
            inner(written).replace([' ', '-'], "_")
        }
        Kind::Number => {
            wrong.note(at, format!("{} is no name", quoted(written)), "a name begins with a letter or `_`");
            format!("{}_{written}", line.slice(0))
        }
        _ => return None,
    };
    usable(name).map(|name| (name, at + 1))
}

fn usable(name: String) -> Option<String> {
    (words::is_name(&name) && !words::is_never_listed(&name)).then_some(name)
}

/// `preset studio: lighting "softbox"`: a statement without its braces.
fn unbraced(line: &SourceLine) -> Option<Diagnostic> {
    let mark = (2..line.len().saturating_sub(1)).find(|at| [":", "=", "->"].iter().any(|mark| line.is(*at, mark)))?;
    let begins = line.word(mark + 1).is_some() && line.kind(mark + 2).is_some();
    if mark > 4 || !begins || line.text.contains(['\n', '{']) || line.word(1).is_none() {
        return None;
    }
    let message = format!("the statements of a {} stand in braces", line.slice(0));
    let before = line.span(mark - 1).after().to(line.span(mark + 1).before());
    let edits = vec![
        Edit { span: before, text: " { ".into() },
        Edit { span: line.span(line.len() - 1).after(), text: " }".into() },
    ];
    let mut finding = Diagnostic::new(Code::Syntax, line.span(mark), message).here("`{` belongs here").help(format!(
        "the form is `{} {} {{ ... }}`",
        line.slice(0),
        line.slice(1)
    ));
    finding.fixes.push(Fix { title: "put the statement in braces".into(), edits });
    Some(finding)
}

/// `apply "studio"`, `apply studio { }`, `apply studio, dusk`.
fn apply(line: &SourceLine) -> Option<Diagnostic> {
    let mut wrong = Wrong::default();
    let mut names = Vec::new();
    let mut at = 1;
    while at < line.len() {
        let (name, end) = match line.after_term(at).filter(|_| line.kind(at) == Some(Kind::Word)) {
            Some(end) => (line.raw(at, end).to_owned(), end),
            None => name_of(line, at, &mut wrong)?,
        };
        names.push(format!("apply {name}"));
        at = end;
        if line.is(at, ",") || line.is_word(at, &["and"]) {
            wrong.note(at, "`apply` takes one preset".into(), "a statement of its own begins here");
            at += 1;
        } else if line.is(at, "{") {
            if !line.is(at + 1, "}") {
                return Some(block_behind_apply(line, at));
            }
            wrong.note(at, "no block follows `apply`".into(), "too much");
            at += 2;
        } else if at < line.len() {
            return None;
        }
    }
    wrong.told(line, names.join("\n"))
}

fn block_behind_apply(line: &SourceLine, at: usize) -> Diagnostic {
    Diagnostic::new(Code::Syntax, line.span(at), "no block follows `apply`")
        .here("not here")
        .help("write the statements beside it; those of the scene replace those of the preset")
}

/// `passes "3"`, `passes max 3`.
fn passes(line: &SourceLine) -> Option<Diagnostic> {
    let last = line.len() - 1;
    let number = inner(line.slice(last));
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let filled = (1..last).all(|at| line.kind(at) == Some(Kind::Word));
    if !digits || !filled || last == 0 {
        return None;
    }
    let message = "`passes` takes a whole number or `auto`".to_owned();
    rewrite(line, 1, message, "too much", format!("passes {number}"))
}

/// `use brand.scene`, `import "brand.scene"`, `use "brand.scene" brand`, `from "brand.scene" import studio`, `use studio`.
pub(super) fn import(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.slice(0);
    let foreign = matches!(verb, "import" | "include" | "require" | "load");
    if !(foreign || matches!(verb, "use" | "from")) || line.is_bound(0) || line.is(1, "=") {
        return None;
    }
    let mut wrong = Wrong::default();
    if verb != "use" {
        wrong.note(0, format!("`{verb}` brings nothing in"), "`use` belongs here");
    }
    let (path, mut at) = imported(line, &mut wrong)?;
    let mut text = format!("use {path}");
    if verb == "from" && line.is_word(at, &["import", "use"]) {
        at = line.len();
    }
    if at < line.len() {
        let named = usize::from(line.is_word(at, &["as"]));
        if named == 0 {
            wrong.note(at, "`as` stands before the name of an import".into(), "`as` belongs before this");
        }
        let alias = match line.word(at + named) {
            Some(word) => usable(word.text.to_string())?,
            None => name_of(line, at + named, &mut wrong)?.0,
        };
        text = format!("{text} as {alias}");
        at += named + 1;
    }
    if at < line.len() {
        return None;
    }
    let single = verb == "use" && line.len() == 2 && line.kind(1) == Some(Kind::Word);
    if single {
        let message = "`use` takes the file of another scene, in quotes".to_owned();
        return rewrite(line, 1, message, "not a file", format!("apply {}", line.slice(1)));
    }
    wrong.told(line, text)
}

fn is_scene(file: &str) -> bool {
    file.to_ascii_lowercase().strip_suffix(".scene").is_some()
}

/// The file that is brought in, as a string, and the token behind it.
fn imported(line: &SourceLine, wrong: &mut Wrong) -> Option<(String, usize)> {
    if line.kind(1) == Some(Kind::Text) {
        // What `import "words"` means without a file is for others to say.
        let known = line.slice(0) == "use" || is_scene(inner(line.slice(1)));
        return known.then(|| (line.slice(1).to_owned(), 2));
    }
    let end = (2..line.len()).find(|at| line.is_word(*at, &["as", "import"])).unwrap_or(line.len());
    let written = line.raw(1, end);
    if line.word(1).is_some() && end == 2 && line.slice(0) == "use" {
        return Some((written.to_owned(), 2));
    }
    if !is_scene(written) || written.contains(['"', ' ', '(', ',', '\n']) {
        return None;
    }
    wrong.note(1, format!("the file {} stands in quotes", quoted(written)), "quotes are missing");
    Some((format!("\"{written}\""), end))
}
