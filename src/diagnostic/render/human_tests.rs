//! What people see of findings, among them the hostile ones.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::diagnostic::Code;
use crate::diagnostic::render::is_unprintable;
use crate::source::Span;

const PLAIN: Look = Look { colour: false, width: Some(80) };

fn sources(text: &str) -> (SourceMap, crate::source::FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add("a.scene", text);
    (sources, file)
}

fn steers(text: &str) -> bool {
    text.chars().any(|c| c != '\n' && is_unprintable(c))
}

#[test]
fn a_finding_shows_code_message_place_help_and_fix() {
    let (sources, file) = sources("mug = ref(\"mug.jpg\")\r\nmug on shelv\r\nmug is \"full\"\r\n");
    let finding = Diagnostic::new(Code::UnknownName, Span::new(file, 29, 34), "nothing is called `shelv`")
        .here("this name")
        .also(Span::new(file, 0, 3), "the mug")
        .help("declare it")
        .fix("say shelf", Span::new(file, 29, 34), "shelf");
    let text = human(&[finding], &sources, PLAIN);
    assert!(text.starts_with("error[unknown-name]\n"), "{text}");
    for part in [
        "× nothing is called `shelv`",
        "[a.scene:2:8]",
        "2 │ mug on shelv",
        "this name",
        "the mug",
        "  help: declare it",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.contains("   fix: say shelf\n"), "{text}");
    assert!(!steers(&text), "{text}");
}

#[test]
fn control_characters_never_pass() {
    let (sources, file) = sources("a \u{1b}[31m\u{202e}b\tc\u{85}\n");
    let finding = Diagnostic::new(Code::Syntax, Span::new(file, 2, 3), "a \u{1b}]0;title\u{7} \u{2066}")
        .here("\u{9b}")
        .help("\u{1b}c\nsecond")
        .fix("\u{8}", Span::new(file, 0, 1), "\u{202e}x");
    let text = human(&[finding], &sources, PLAIN);
    assert!(!steers(&text), "{text:?}");
    assert!(text.contains("\\u{1b}[31m\\u{202e}b"), "{text}");
}

#[test]
fn a_long_line_is_cut_around_its_label() {
    let long =
        format!("a = ref(\"data:image/png;base64,{}\", oops, \"{}\")\n", "A".repeat(100_000), "B".repeat(100_000));
    let at = long.find("oops").unwrap();
    let (sources, file) = sources(&long);
    let finding = Diagnostic::new(Code::BadArgument, Span::new(file, at, at + 4), "no such argument");
    let text = human(&[finding], &sources, PLAIN);
    assert!(text.len() < 2_000, "{}", text.len());
    assert!(text.contains("oops"), "{text}");
    assert!(text.contains(&format!("[a.scene:1:{}]", at + 1)), "{text}");
}

#[test]
fn labels_far_apart_show_only_their_surroundings() {
    let lines = (1..=5_000).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n");
    let (sources, file) = sources(&lines);
    let (one, two) = (lines.find("line 1000\n").unwrap(), lines.find("line 4000\n").unwrap());
    let finding = Diagnostic::new(Code::DuplicateName, Span::new(file, two, two + 4), "twice")
        .also(Span::new(file, one, lines.len()), "first");
    let text = human(&[finding], &sources, PLAIN);
    assert!(text.lines().count() < 25, "{text}");
    assert!(text.contains("1000 │ line 1000") && text.contains("4000 │ line 4000"), "{text}");
    assert!(text.contains("[a.scene:4000:1]"), "{text}");
}

#[test]
fn any_offset_is_survived() {
    for text in ["", "a", "é", "é\n", "\n\n", "a\r\n", "手 = \"\u{202e}\"\n\n\nb"] {
        let (sources, file) = sources(text);
        for start in 0..text.len() + 3 {
            for end in start..text.len() + 3 {
                let finding = Diagnostic::new(Code::Syntax, Span::new(file, start, end), "odd").here("here");
                let shown = human(&[finding], &sources, Look { colour: false, width: Some(1) });
                assert!(shown.contains("odd") && !shown.contains("Failed to read"), "{text:?} {start} {end}\n{shown}");
            }
        }
    }
}

#[test]
fn only_fifty_are_drawn() {
    let (sources, file) = sources("abc\n");
    let findings = vec![Diagnostic::new(Code::Syntax, Span::new(file, 0, 1), "odd"); 53];
    let text = human(&findings, &sources, PLAIN);
    assert_eq!(text.matches("× odd").count(), 50);
    assert!(text.ends_with("... and 3 more findings in a.scene\n"), "{text}");
    assert_eq!(human(&[], &sources, PLAIN), "");
}

#[test]
fn colours_appear_only_when_asked_for() {
    let (sources, file) = sources("abc\n");
    let finding =
        [Diagnostic::new(Code::Syntax, Span::new(file, 0, 1), "odd").fix("drop it", Span::new(file, 0, 1), "")];
    assert!(!human(&finding, &sources, PLAIN).contains('\u{1b}'));
    assert!(human(&finding, &sources, Look { colour: true, width: None }).contains('\u{1b}'));
}
