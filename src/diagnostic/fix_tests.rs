//! Which fixes are made, and which are not, of findings made up for the purpose.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::diagnostic::Edit;
use crate::source::Span;

fn span(start: usize, end: usize) -> Span {
    Span::new(FileId::default(), start, end)
}

/// A warning at every `from`, which `to` mends.
fn word(text: &str, from: &str, to: &str) -> Vec<Diagnostic> {
    let finding = |(at, _)| {
        let place = span(at, at + from.len());
        Diagnostic::new(Code::NearMiss, place, format!("`{from}`")).fix("mend it", place, to)
    };
    text.match_indices(from).map(finding).collect()
}

fn errors_at(text: &str, word: &str) -> Vec<Diagnostic> {
    text.match_indices(word).map(|(at, _)| Diagnostic::new(Code::Syntax, span(at, at + 1), "odd")).collect()
}

#[test]
fn every_lone_fix_is_made() {
    let mended = mend("teh mug\r\nteh cat\n", |text| word(text, "teh", "the"));
    assert_eq!(mended, Mended { text: "the mug\r\nthe cat\n".into(), fixed: 2 });
    assert_eq!(mend("the mug", |_| Vec::new()).fixed, 0);
}

#[test]
fn a_choice_is_left_to_people() {
    let two = |text: &str| {
        word(text, "teh", "the").into_iter().map(|it| it.fix("or so", span(0, 1), "x")).collect::<Vec<_>>()
    };
    assert_eq!(mend("teh", two).text, "teh");
}

#[test]
fn fixes_that_touch_wait_for_the_next_round() {
    let mut texts = Vec::new();
    let mended = mend("aa a", |text| {
        texts.push(text.to_owned());
        word(text, "a", "b")
    });
    assert_eq!((mended.text.as_str(), mended.fixed), ("bb b", 3));
    assert_eq!(texts, ["aa a", "ba b", "bb b"]);
}

#[test]
fn a_fix_is_made_whole_or_not_at_all() {
    let both = |text: &str| {
        let mut found = word(text, "(", "[");
        for finding in &mut found {
            finding.fixes[0].edits.push(Edit { span: span(2, 3), text: "]".into() });
        }
        found
    };
    assert_eq!(mend("(a)", both).text, "[a]");
    // Its second edit lies outside.
    assert_eq!(mend("(a", both).text, "(a");
}

#[test]
fn a_fix_that_does_harm_is_left_out() {
    let look = |text: &str| {
        let mut found = word(text, "teh", "the");
        found.extend(word(text, "bad", "worse"));
        found.extend(errors_at(text, "worse"));
        found
    };
    let mended = mend("teh bad teh\nteh", look);
    assert_eq!((mended.text.as_str(), mended.fixed), ("the bad the\nthe", 3));
    assert_eq!(mend(&mended.text, look).fixed, 0);
}

#[test]
fn an_error_that_was_hidden_may_appear_in_its_line() {
    let look = |text: &str| {
        let hidden = text.contains("teh");
        let mut found = word(text, "teh", "the");
        for finding in &mut found {
            finding.severity = crate::diagnostic::Severity::Error;
        }
        if !hidden {
            found.extend(errors_at(text, "odd"));
        }
        found
    };
    assert_eq!(mend("teh odd", look).text, "the odd");
    // Two for one are too many.
    assert_eq!(mend("teh odd odd", look).text, "teh odd odd");
}

#[test]
fn fixes_that_undo_each_other_are_not_made() {
    let look = |text: &str| {
        let mut found = word(text, "teh", "the");
        found.extend(if text.ends_with('a') { word(text, "a", "b") } else { word(text, "b", "a") });
        found
    };
    assert_eq!(mend("teh a", look), Mended { text: "the a".into(), fixed: 1 });
    assert_eq!(mend("a", |text| word(text, "a", "a")).fixed, 0);
}

#[test]
fn a_fix_that_does_not_help_is_not_made() {
    let grows = |text: &str| {
        let place = span(0, 1);
        vec![Diagnostic::new(Code::Syntax, place, "open").fix("close it", span(text.len(), text.len()), ")")]
    };
    assert_eq!(mend("(", grows).fixed, 0);
    let doubled = |text: &str| {
        let twice = text.starts_with("aa");
        twice.then(|| Diagnostic::new(Code::Syntax, span(0, 1), "twice").fix("delete it", span(0, 1), "")).into_iter()
    };
    assert_eq!(mend("aaaa", |text| doubled(text).collect()).text, "a");
}
