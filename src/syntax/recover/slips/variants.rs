//! What comes in: a line that begins like a parameter, a value that varies or a row of them, and could not be read. What
//! goes out: the finding about how other languages write it, with the line put right. Conditions stand in `conditions`.

use super::super::super::findings::quoted;
use super::super::super::words;
use super::super::lex::Kind;
use super::super::source_line::SourceLine;
use super::directives::rewrite;
use super::inner;
use crate::diagnostic::Diagnostic;

/// A slip in one of these statements.
pub(super) fn of_variants(line: &SourceLine) -> Option<Diagnostic> {
    match line.slice(0) {
        _ if line.is(1, ".") || line.is(1, "=") => None,
        verb @ ("param" | "vary" | "zip") if line.is(1, ":") => {
            let text = format!("{verb}{}", tail(line, 2));
            rewrite(line, 1, format!("`:` does not follow `{verb}`"), "too much", text)
        }
        "param" => param(line),
        "let" | "const" | "var" => constant(line),
        "vary" => vary(line),
        "for" | "foreach" | "each" if line.is_word(2, &["in", "of"]) && !line.is_bound(0) => vary(line),
        "zip" => zip(line),
        _ => None,
    }
}

/// `param product "x.jpg"`, `param product: "x.jpg"`, `param "product"`, `param product = x.jpg`, `param a, b`.
fn param(line: &SourceLine) -> Option<Diagnostic> {
    if line.kind(1) == Some(Kind::Text) {
        let name = inner(line.slice(1));
        let text = format!("param {name}{}", tail(line, 2));
        let fits = words::is_name(name) && !words::is_never_listed(name);
        return rewrite(line, 1, "a name stands without quotes".into(), "quotes are too much", text).filter(|_| fits);
    }
    let name = line.word(1)?.text;
    let names: Vec<&str> = (1..line.len()).step_by(2).map(|at| line.slice(at)).collect();
    let row = (2..line.len()).step_by(2).all(|at| line.is(at, ",")) && names.iter().all(|name| words::is_name(name));
    if row && names.len() > 1 {
        let text = names.iter().map(|name| format!("param {name}")).collect::<Vec<_>>().join("\n");
        return rewrite(line, 2, "`param` names one value".into(), "a statement of its own begins here", text);
    }
    let marks = (2..line.len()).take_while(|at| [":", "=", "->"].iter().any(|mark| line.is(*at, mark))).count();
    let from = 2 + marks;
    let value = value(line, from, line.len())?;
    let message = match marks {
        0 => format!("`=` is missing before the value of `{name}`"),
        1 if line.is(2, "=") => format!("{} stands in quotes", quoted(line.raw(from, line.len()))),
        _ => format!("{} does not stand before a value", quoted(line.raw(2, from))),
    };
    let here = if line.is(2, "=") && marks == 1 { "quotes are missing" } else { "`=` belongs here" };
    let at = if line.is(2, "=") && marks == 1 { 3 } else { 2 };
    rewrite(line, at, message, here, format!("param {name} = {value}"))
}

/// What stands from a token on, with a blank before it.
fn tail(line: &SourceLine, from: usize) -> String {
    if from < line.len() { format!(" {}", line.raw(from, line.len())) } else { String::new() }
}

/// `let amount = 3`: a value that no element is made of.
fn constant(line: &SourceLine) -> Option<Diagnostic> {
    let number = line.is(2, "=") && line.kind(3) == Some(Kind::Number) && line.len() == 4;
    let name = line.word(1).filter(|word| number && !words::is_never_listed(&word.text))?.text;
    let text = format!("param {name} = {}", line.slice(3));
    rewrite(line, 0, format!("`{}` is no word of the language", line.slice(0)), "`param` belongs here", text)
}

/// One value, in quotes if it is a file without them.
fn value(line: &SourceLine, from: usize, to: usize) -> Option<String> {
    let written = line.raw(from, to);
    match line.kind(from)? {
        Kind::Text | Kind::Number if from + 1 == to => Some(written.to_owned()),
        _ if line.is(from, "[") && line.is(to - 1, "]") => Some(written.to_owned()),
        _ if is_bare_file(written) => Some(format!("\"{written}\"")),
        _ => None,
    }
}

/// Whether the words are the name of a file without its quotes.
fn is_bare_file(written: &str) -> bool {
    let ends = |end: &&str| !end.is_empty() && end.len() < 6 && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !written.contains(['"', '(', '[', '{', ',', '=', ' ', '\n'])
        && written.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && ends(&end))
        && (written.contains(['/', '*', '-']) || maker(written).is_some() || is_image(written))
}

fn is_image(written: &str) -> bool {
    let small = written.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp"].iter().any(|end| small.ends_with(end))
}

/// What reads values from such a file.
fn maker(file: &str) -> Option<&'static str> {
    if file.contains('*') {
        return Some("glob");
    }
    match file.rsplit('.').next()? {
        "csv" => Some("csv"),
        "json" => Some("json"),
        "jsonl" => Some("jsonl"),
        _ => None,
    }
}

/// `vary light = ["a"]`, `vary light in "a", "b"`, `vary row in products.csv`, `for light in ["a"]`.
fn vary(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.slice(0);
    let name = line.word(1).filter(|word| !words::is_never_listed(&word.text))?.text;
    let sign = [":", "=", "->"].iter().any(|mark| line.is(2, mark)) || line.is_word(2, &["of", "from", "over"]);
    let joined = sign || line.is_word(2, &["in"]);
    let from = 2 + usize::from(joined);
    let to = line.len() - usize::from(line.is(line.len() - 1, ":"));
    let (values, wrong) = values(line, from, to)?;
    let (at, message, here) = if verb != "vary" {
        (0, format!("`{verb}` is no word of the language"), "`vary` belongs here")
    } else if sign {
        (2, format!("{} does not stand before the values of `vary`", quoted(line.slice(2))), "`in` belongs here")
    } else if !joined {
        (from, format!("`in` is missing before the values of `{name}`"), "`in` belongs before this")
    } else {
        (from, wrong.unwrap_or("a colon is too much at the end").to_owned(), "not so")
    };
    rewrite(line, at, message, here, format!("vary {name} in {values}"))
}

/// The values as the language writes them, and what was wrong with them.
fn values(line: &SourceLine, from: usize, to: usize) -> Option<(String, Option<&'static str>)> {
    let written = line.raw(from, to);
    let wraps = |open: &str, close: &str| line.is(from, open) && line.is(to - 1, close);
    if to <= from {
        return None;
    }
    let file = line.raw(from + 2, to - 1);
    if line.word(from).is_some() && line.is(from + 1, "(") && line.is(to - 1, ")") && is_bare_file(file) {
        let call = format!("{}(\"{file}\")", line.slice(from));
        return Some((call, Some("a file stands in quotes")));
    }
    if wraps("[", "]") || (line.word(from).is_some() && line.is(from + 1, "(") && line.is(to - 1, ")")) {
        return Some((written.to_owned(), None));
    }
    if wraps("(", ")") || wraps("{", "}") {
        let inside = written.get(1..written.len() - 1)?.trim();
        return Some((format!("[{inside}]"), Some("values stand in square brackets")));
    }
    if line.word(from).is_some_and(|word| matches!(&*word.text, "csv" | "json" | "jsonl" | "glob"))
        && line.kind(from + 1) == Some(Kind::Text)
    {
        let call = format!("{}({})", line.slice(from), line.raw(from + 1, to));
        return Some((call, Some("what is read stands in brackets")));
    }
    if line.kind(from) == Some(Kind::Text) && to == from + 1 && maker(inner(written)).is_some() {
        let maker = maker(inner(written))?;
        return Some((format!("{maker}({written})"), Some("nothing says how the file is read")));
    }
    if is_bare_file(written) {
        let maker = maker(written)?;
        return Some((format!("{maker}(\"{written}\")"), Some("the file stands in quotes, in brackets")));
    }
    let plain = |at: usize| {
        matches!(line.kind(at), Some(Kind::Text | Kind::Word | Kind::Number))
            || [",", ":", "."].iter().any(|mark| line.is(at, mark))
    };
    let several = (from..to).any(|at| line.is(at, ",")) || line.kind(from) == Some(Kind::Text);
    ((from..to).all(plain) && several).then(|| (format!("[{written}]"), Some("values stand in square brackets")))
}

/// `zip row light`, `zip(row, light)`, `zip row and light`.
fn zip(line: &SourceLine) -> Option<Diagnostic> {
    let filler = |at: usize| {
        ["(", ")", "[", "]", "&", "+"].iter().any(|mark| line.is(at, mark)) || line.is_word(at, &["and", "with", "to"])
    };
    let mut names = Vec::new();
    let mut wrong = None;
    for at in 1..line.len() {
        if filler(at) {
            wrong.get_or_insert(at);
        } else if let Some(word) = line.word(at).filter(|word| !words::is_never_listed(&word.text)) {
            if at > 1 && line.word(at - 1).is_some() && !filler(at - 1) {
                wrong.get_or_insert(at);
            }
            names.push(word.text);
        } else if !line.is(at, ",") {
            return None;
        }
    }
    let at = wrong.filter(|_| names.len() > 1)?;
    let text = format!("zip {}", names.join(", "));
    rewrite(line, at, "commas alone stand between the names of `zip`".into(), "not so", text)
}
