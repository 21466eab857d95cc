//! What comes in: what newcomers write. What is checked: one finding says what is wrong, and its fix, applied, gives the
//! scene that was meant.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "syntax/cases.rs"]
mod cases;

use cases::{BINDINGS, FORMS, LINES, WHOLE};
use scenewright::compile::{Input, NoFiles, compile};
use scenewright::diagnostic::{Diagnostic, Fix};
use scenewright::source::FileId;
use scenewright::syntax::parse;

const HEAD: &str = "man = ref(\"man.jpg\")\nhorse = ref(\"horse.jpg\")\nchair = ref(\"chair.jpg\")\n\
room = ref(\"room.jpg\")\ndancer = ref(\"dancer.jpg\")\n";

/// The text with the edits of a fix made.
fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

fn findings(text: &str) -> Vec<Diagnostic> {
    parse(FileId(0), text).diagnostics
}

fn compiled(text: &str) -> Vec<Diagnostic> {
    compile(&Input { name: "slip.scene", text, files: &NoFiles, ..Input::default() }).diagnostics
}

/// What stops the text from being compiled.
fn errors(text: &str) -> Vec<String> {
    let told = |one: &Diagnostic| format!("{}: {}", one.code.name(), one.message);
    compiled(text).iter().filter(|one| one.is_error()).map(told).collect()
}

/// What is wrong with how the slip is told and mended. Several slips in one line are told one after the other.
fn judged(slip: &str, meant: &str, head: &str) -> Result<(), String> {
    let mut text = format!("{head}{slip}");
    for round in 0..4 {
        let found: Vec<Diagnostic> = compiled(&text).into_iter().filter(Diagnostic::is_error).collect();
        let told: Vec<String> = found.iter().map(|one| format!("{}: {}", one.code.name(), one.message)).collect();
        let now = &text[head.len().min(text.len())..];
        match found.as_slice() {
            [] if round > 0 && now == meant => return Ok(()),
            [finding] if !finding.fixes.is_empty() => text = applied(&text, &finding.fixes[0]),
            _ => return Err(format!("{slip}\n    gives  {now:?}\n    wanted {meant:?}\n    {told:?}")),
        }
    }
    Err(format!("{slip}\n    is never mended: {text}"))
}

fn check(cases: &[(&str, &str)], head: &str, tail: &str) {
    let mut wrong = Vec::new();
    for (slip, meant) in cases {
        if let Err(why) = judged(&format!("{slip}{tail}"), &format!("{meant}{tail}"), head) {
            wrong.push(why);
        }
        let left = errors(&format!("{head}{meant}{tail}"));
        if !left.is_empty() {
            wrong.push(format!("{meant}\n    does not compile: {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn lines_are_told_once_and_mended() {
    check(LINES, HEAD, "\nman on horse, beside chair");
}

#[test]
fn bindings_keep_their_names_and_are_mended() {
    check(BINDINGS, HEAD, "\ncat on man\nkeep cat");
}

#[test]
fn whole_scenes_are_told_once_and_mended() {
    check(WHOLE, "", "");
}

/// One finding a round, whose fixes all take it away, until the text is what was meant.
#[test]
fn forms_are_told_once_and_mended() {
    let mut wrong = Vec::new();
    for (slip, meant) in FORMS {
        for (head, tail) in [("", ""), (HEAD, "\nkeep man\n"), ("pass outer {\n  ", "\n  keep man\n}\n")] {
            let meant = format!("{head}{}{tail}", meant.replace('\n', if head.ends_with(' ') { "\n  " } else { "\n" }));
            let mut text =
                format!("{head}{}{tail}", slip.replace('\n', if head.ends_with(' ') { "\n  " } else { "\n" }));
            let left = findings(&meant);
            if !left.is_empty() {
                wrong.push(format!("{meant}\n    is not sound: {left:?}"));
            }
            for round in 0..4 {
                let found = findings(&text);
                let [finding] = found.as_slice() else {
                    let told: Vec<_> = found.iter().map(|one| &one.message).collect();
                    if !found.is_empty() || round == 0 || !same(&text, &meant) {
                        wrong.push(format!("{slip}\n    gives  {text:?}\n    wanted {meant:?}\n    {told:?}"));
                    }
                    break;
                };
                let Some(fix) = finding.fixes.first() else {
                    wrong.push(format!("{slip}\n    has no fix: {}", finding.message));
                    break;
                };
                text = applied(&text, fix);
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the texts differ in nothing but the indent of lines that a fix put in.
fn same(one: &str, other: &str) -> bool {
    one.lines().map(str::trim_start).eq(other.lines().map(str::trim_start))
}

/// Every fix of the slips that stand in scenes takes its own finding away and brings no other.
#[test]
fn fixes_of_scenes_take_one_finding_away() {
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir("tests/scenes/syntax").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path().join("input.scene")).unwrap();
        let found = findings(&text);
        for finding in &found {
            for fix in &finding.fixes {
                let left = findings(&applied(&text, fix));
                // The lines of a block that are read alone are told one by one; indented, they are all mended.
                let several = fix.title == "indent the lines of the block";
                if left.len() + 1 != found.len() && !(several && left.len() < found.len()) {
                    let line = text[..finding.span().range().start].lines().count();
                    wrong.push(format!(
                        "line {line}: {} / {}: {} of {}",
                        finding.message,
                        fix.title,
                        left.len(),
                        found.len()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_verb_that_is_an_aspect_takes_the_words_of_a_variable() {
    let found = |line: &str| errors(&format!("{HEAD}param look = \"bold outlines\"\nman on horse\n{line}\n"));
    assert!(found("render look").is_empty());
    assert_eq!(found("render man"), ["syntax: no verb comes first in a relation"]);
}
