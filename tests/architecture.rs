//! The rules of the house as a test: who may import whom, what the core never touches, how every file begins and how
//! long it may be. The texts are read as text: comments, strings' contents and test code are blanked out first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order in which a scene goes through them, and whom each may import besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("lexicon", &[]),
    ("target", &[]),
    ("photo", &["source"]),
    ("diagnostic", &["source"]),
    ("models", &["source", "diagnostic", "lexicon", "target"]),
    ("syntax", &["source", "diagnostic"]),
    ("format", &["source", "diagnostic", "syntax"]),
    ("scene", &["source", "diagnostic", "syntax", "lexicon", "target"]),
    ("reuse", &["source", "diagnostic", "lexicon", "target", "syntax", "scene"]),
    ("matrix", &["source", "diagnostic", "lexicon", "syntax", "scene"]),
    ("plan", &["source", "diagnostic", "lexicon", "scene"]),
    ("passes", &["source", "diagnostic", "lexicon", "target", "scene", "plan"]),
    ("lint", &["source", "lexicon", "target", "photo", "diagnostic", "syntax", "scene", "plan"]),
    ("realise", &["source", "lexicon", "target", "scene", "plan"]),
    ("emit", &["source", "diagnostic", "lexicon", "target", "scene", "realise"]),
    ("snapshot", &["source", "diagnostic", "lexicon", "target", "format", "emit"]),
    ("batch", &["diagnostic", "lexicon", "target", "syntax", "scene", "emit"]),
    (
        "compile",
        &[
            "source",
            "diagnostic",
            "lexicon",
            "target",
            "syntax",
            "reuse",
            "matrix",
            "scene",
            "passes",
            "plan",
            "lint",
            "realise",
            "emit",
        ],
    ),
    (
        "ide",
        &[
            "source",
            "diagnostic",
            "lexicon",
            "target",
            "photo",
            "syntax",
            "format",
            "scene",
            "reuse",
            "matrix",
            "emit",
            "compile",
        ],
    ),
    ("lsp", &["source", "diagnostic", "target", "compile", "ide"]),
    ("submit", &["source", "diagnostic", "target", "photo", "emit"]),
    (
        "cli",
        &[
            "source",
            "diagnostic",
            "lexicon",
            "target",
            "models",
            "photo",
            "syntax",
            "format",
            "scene",
            "matrix",
            "plan",
            "lint",
            "realise",
            "emit",
            "snapshot",
            "batch",
            "compile",
            "lsp",
            "submit",
        ],
    ),
];

/// What only the command line may do.
const OUTSIDE_WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::io",
    "std::process",
    "std::time",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
];

/// What a room may use of it all the same: decoders want a stream to read from, and a cursor is one in memory. A trait
/// opens nothing: who gets something to read from got it from the command line.
const HARMLESS: &[(&str, &str)] = &[
    ("photo", "std::io::Cursor"),
    ("source", "std::io::Read"),
    ("ide", "std::io::Read"),
    ("lsp", "std::io::{Cursor, Read}"),
    ("matrix", "std::io::Read"),
    ("matrix", "std::io::BufReader"),
    ("matrix", "std::io::{BufReader, Read}"),
    ("matrix", "std::io::{self, BufRead, BufReader, Read}"),
];

/// What a room besides the command line may do in the world: the one that sends has files, the network and a clock, and
/// neither environment nor terminal.
const WORLDLY: &[(&str, &[&str])] = &[("submit", &["std::fs", "std::io", "std::net", "std::process", "std::time"])];

/// What no file may hold.
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!"];

/// How long a file may be.
const LINES: usize = 300;

#[test]
fn the_house_is_in_order() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for path in files_below(&src) {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        broken.extend(violations(&name, &text).into_iter().map(|what| format!("src/{name}: {what}")));
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Everything that is wrong with a file, by its name below `src` and its text.
fn violations(name: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    if !text.starts_with("//! ") {
        broken.push("does not open with what comes in, what goes out and what is absent".to_owned());
    }
    let lines = text.lines().count();
    if lines > LINES {
        broken.push(format!("has {lines} lines; {LINES} are enough"));
    }
    if is_test(name) {
        return broken;
    }
    let code = code_of(text);
    broken.extend(UNFINISHED.iter().filter(|word| holds(&code, word)).map(|word| format!("holds `{word}`")));
    let room = room_of(name);
    if matches!(room, "lib" | "main") {
        return broken;
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(known, _)| *known == room) else {
        broken.push(format!("`{room}` is no room; give it a row in the table of tests/architecture.rs"));
        return broken;
    };
    let imported = imports(&code);
    let wrong = imported.iter().filter(|other| *other != room && !allowed.contains(&other.as_str()));
    broken.extend(wrong.map(|other| format!("`{room}` imports `{other}`")));
    if climbs_out(name, &code) {
        broken.push("leaves its room by `super::`; write `crate::`".to_owned());
    }
    if room != "cli" {
        let harmless = HARMLESS.iter().filter(|(allowed, _)| *allowed == room);
        let code = harmless.fold(code, |code, (_, word)| code.replace(&format!("{word};"), ""));
        let own = WORLDLY.iter().find(|(worldly, _)| *worldly == room).map_or(&[][..], |(_, words)| *words);
        let others = OUTSIDE_WORLD.iter().filter(|word| !own.contains(word));
        broken.extend(others.filter(|word| holds(&code, word)).map(|word| format!("touches `{word}`")));
    }
    broken
}

/// Whether a chain of `super::` reaches the crate's root, where it would get past the table.
fn climbs_out(name: &str, code: &str) -> bool {
    let depth = name.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    holds(code, &"super::".repeat(depth))
}

fn room_of(name: &str) -> &str {
    name.split('/').next().unwrap().trim_end_matches(".rs")
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.ends_with("_tests.rs") || name.ends_with("/tests.rs")
}

/// Whether the code holds a word that does not go on to the left: `print!` is not in `pretty_print!`.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The rooms that the code names behind `crate::`, also in braces.
fn imports(code: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(inside) => first_words(inside),
            None => vec![leading_name(rest)],
        };
        found.extend(names.into_iter().filter(|name| !name.is_empty()));
    }
    found.sort();
    found.dedup();
    found
}

/// The names that begin the entries of a list in braces, its own entries only.
fn first_words(inside: &str) -> Vec<String> {
    let mut names = vec![leading_name(inside.trim_start())];
    let mut depth = 0_usize;
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(leading_name(inside[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

fn leading_name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The text without comments, without what stands in strings, and without items behind `#[cfg(test)]`.
fn code_of(text: &str) -> String {
    let mut code = blank_comments_and_strings(text);
    while let Some(at) = code.find("#[cfg(test)]") {
        let end = end_of_item(&code, at);
        code.replace_range(at..end, "");
    }
    code
}

/// Where the item that begins here ends: behind its `;`, or behind the brace that closes its block.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in code[start..].char_indices() {
        match letter {
            '{' => depth += 1,
            ';' if depth == 0 => return start + at + 1,
            '}' if depth <= 1 => return start + at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

fn blank_comments_and_strings(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if letter == '"' {
            string_length(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw_string_length(rest)
        } else if letter == '\'' {
            character_length(rest)
        } else {
            0
        };
        if skipped == 0 {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        } else {
            out.push(' ');
            rest = &rest[skipped..];
        }
    }
    out
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return at + 1,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    rest.len()
}

fn raw_string_length(rest: &str) -> usize {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let from = 2 + hashes;
    rest[from..].find(&end).map_or(rest.len(), |at| from + at + end.len())
}

/// The length of a character such as `'"'`; none for a lifetime.
fn character_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), _) => rest[3..].find('\'').map_or(0, |at| 3 + at + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

#[test]
fn the_table_has_a_row_for_every_room_and_runs_one_way() {
    for (at, (room, allowed)) in MAY_IMPORT.iter().enumerate() {
        for other in *allowed {
            assert!(MAY_IMPORT[..at].iter().any(|(known, _)| known == other), "`{room}` imports `{other}` upwards");
        }
    }
}

#[test]
fn a_breach_is_found() {
    let told = |name: &str, code: &str| violations(name, &format!("//! A file.\n{code}"));
    assert_eq!(told("plan/order.rs", "use crate::realise::words::Words;"), ["`plan` imports `realise`"]);
    assert_eq!(told("plan/order.rs", "fn f() { crate::cli::run() }"), ["`plan` imports `cli`"]);
    let braces = "use crate::{plan::{Plan, order}, scene, emit::Task};";
    assert_eq!(told("realise/mod.rs", braces), ["`realise` imports `emit`"]);
    assert_eq!(told("lexicon/mod.rs", "use crate::source::Span;"), ["`lexicon` imports `source`"]);
    assert_eq!(told("plan/mod.rs", "use super::cli;"), ["leaves its room by `super::`; write `crate::`"]);
    assert_eq!(told("plan/order.rs", "use super::super::cli;").len(), 1);
    assert_eq!(told("attic/mod.rs", "").len(), 1);
    assert_eq!(told("scene/mod.rs", "use std::fs;"), ["touches `std::fs`"]);
    assert_eq!(told("scene/mod.rs", "use std::io::Cursor;"), ["touches `std::io`"]);
    assert_eq!(told("photo/mod.rs", "use std::io::Cursor;\nuse std::io::Read;"), ["touches `std::io`"]);
    assert_eq!(told("photo/mod.rs", "use std::io::Cursor;"), Vec::<String>::new());
    assert_eq!(told("scene/mod.rs", "fn f() { println!(\"x\") }"), ["touches `println!`"]);
    assert_eq!(told("cli/mod.rs", "fn f() { todo!() }"), ["holds `todo!`"]);
    assert_eq!(told("plan/order.rs", &"\n".repeat(300)), ["has 301 lines; 300 are enough"]);
    assert_eq!(violations("plan/order.rs", "fn f() {}").len(), 1);
}

#[test]
fn what_is_no_code_is_no_breach() {
    let told = |code: &str| violations("plan/order.rs", &format!("//! A file.\n{code}"));
    let quiet: [&str; 8] = [
        "use super::usage::Usages;",
        "// crate::cli and println!",
        "/// [`crate::cli`]\nfn f() {}",
        "const S: &str = \"crate::cli \\\" std::fs\";",
        "const S: &str = r#\"crate::cli \" std::fs\"#;",
        "const Q: char = '\"'; use crate::scene::Scene; const P: char = '\\''; fn g<'a>(x: &'a str) {}",
        "#[cfg(test)]\nmod tests { use crate::cli; fn f() { println!(\"}\") } }\nfn g() {}",
        "#[cfg(test)]\nmod tests;\nfn g() { pretty_println!() }",
    ];
    for code in quiet {
        assert_eq!(told(code), Vec::<String>::new(), "{code}");
    }
    assert_eq!(told("#[cfg(test)]\nmod tests {}\nuse crate::cli;"), ["`plan` imports `cli`"]);
}
