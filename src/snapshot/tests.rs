//! That every golden can be read again, to the letter, whatever it holds; that a text which is none is refused; and what a
//! change is called.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;

use super::runs::{replaced, replacements};
use super::{Aimed, Golden, Picture, Reference, Task, compare, read};

/// Words that are few, so that many are found more than once, and some that look like the form itself.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec!["the", "soft", "light", "light,", "image", "a"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"", "->", "\\\\", "\\n", "\\u{1b}", "none", "no", "", "1.", "pass", "=======", "\\\\\"", "\\\\/"])
            .prop_map(str::to_owned),
    ]
}

fn sentence() -> impl Strategy<Value = String> {
    // A sentence is never empty: it ends with a full stop.
    vec(word(), 1..8).prop_map(|words| words.join(" ") + ".")
}

fn picture(pass: &'static str) -> impl Strategy<Value = Picture> {
    let reference = ("[a-c]{1,2}", "[x-z]{1,2}[.]png").prop_map(|(elements, source)| Reference { elements, source });
    let names = prop::sample::subsequence(vec!["size", "seed", "negative", "tag-1", "tag-2", "box-1", "box-10"], 0..7);
    (vec(reference, 0..4), vec(sentence(), 1..5), names, 0..3_u32).prop_map(
        move |(references, prompt, names, number)| {
            let set = names.into_iter().map(|name| (name.to_owned(), format!("none {number}")));
            let model = [("model".to_owned(), "google:4@3".to_owned())];
            let cost = [("cost".to_owned(), "$0.067".to_owned())];
            let settings = model.into_iter().chain(set).chain(cost).collect();
            Picture { pass: pass.to_owned(), references, prompt, settings }
        },
    )
}

fn pictures() -> impl Strategy<Value = Vec<Picture>> {
    prop_oneof![
        picture("").prop_map(|one| vec![one]),
        (picture("bare"), picture("lit")).prop_map(|(one, other)| vec![one, other]),
    ]
}

fn golden() -> impl Strategy<Value = Golden> {
    let tasks = vec(pictures(), 1..4).prop_map(|all| {
        let several = all.len() > 1;
        let id = |at: usize| if several { format!("task {at}, like") } else { String::new() };
        all.into_iter().enumerate().map(|(at, pictures)| Task { id: id(at), pictures }).collect::<Vec<_>>()
    });
    (vec(tasks, 1..3), vec("[a-z]{1,3} [a-z]{1,3}", 0..3)).prop_map(|(targets, statements)| {
        let several = targets.len() > 1;
        let name = |at: usize| if several { format!("bfl:5@{at}") } else { String::new() };
        let aimed = |(at, tasks): (usize, Vec<Task>)| Aimed { target: name(at), tasks };
        Golden { targets: targets.into_iter().enumerate().map(aimed).collect(), statements }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(golden in golden()) {
        let text = golden.to_string();
        prop_assert_eq!(read(&text).map_err(|why| TestCaseError::fail(format!("{why:?}\n{text}")))?, golden.clone());
        prop_assert_eq!(read(&text.replace('\n', "\r\n")).unwrap(), golden.clone());
        prop_assert!(compare(&golden, &golden).is_empty());
    }

    #[test]
    fn whatever_differs_is_told(one in golden(), other in golden()) {
        let differences = compare(&one, &other);
        prop_assert_eq!(differences.is_empty(), one.targets == other.targets);
        for difference in &differences.list {
            let said = !difference.told.is_empty() || !difference.prompts.is_empty();
            prop_assert_eq!(said, difference.kind == super::Kind::Changed);
        }
    }

    #[test]
    fn replaced_words_find_their_place(old in vec(word(), 0..12), new in vec(word(), 0..12)) {
        let (old, new): (Vec<&str>, Vec<&str>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let runs = replacements(&old, &new);
        // Where the place cannot be said, the task is written whole.
        let alone = |words: &[&str]| words.contains(&"");
        prop_assert!(replaced(&old, &runs).as_ref() == Some(&new) || alone(&old) || alone(&new), "{runs:?}");
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(golden in golden(), at in 0..400_usize, with in "[ \"a-z\\n.:\\\\]{0,6}") {
        let mut text = golden.to_string();
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert_str(at, &with);
        let _ = read(&text);
        text.truncate(at);
        let _ = read(&text);
    }
}

#[test]
fn a_text_that_was_never_written_is_refused_at_its_line() {
    let head = super::write::HEAD;
    for (text, line, why) in [
        (String::new(), 1, "it is empty"),
        ("prompt\n".to_owned(), 1, "it does not begin as golden prompts do"),
        (head.replace("version 1", "version 2"), 1, "it was written by another version"),
        (format!("{head}\n"), 1, "it ends too early"),
        (format!("{head}\n\nprompts\n"), 3, "there is no such heading"),
        (format!("{head}\n\nreferences\n2. mug: mug.png\n"), 4, "the references are not in order"),
        (
            format!("{head}\n\ntask a\n\nprompt\nA.\n\ntask b\nlike the first task but for\n\"B.\" -> \"C.\"\n"),
            10,
            "it replaces words that the first task does not have",
        ),
        (format!("{head}\n\ntask a\nlike the first task\n"), 4, "the first task is like no other"),
        (
            format!("{head}\n\nprompt\n<<<<<<< ours\nA.\n=======\nB.\n>>>>>>> theirs\n"),
            4,
            "it holds a conflict of a merge",
        ),
    ] {
        let refused = read(&text).unwrap_err();
        assert_eq!((refused.line, refused.why.as_str()), (line, why), "{text}");
    }
}
