//! The one form of scenes. What comes in: worked cases, the scenes of the repository and of its pages, random scenes,
//! and all of them spaced otherwise or broken. What goes out: nothing, if the form is stable, keeps every word and
//! comment, and means the same. `UPDATE_DOCS=1 cargo test --test format` writes pages and cases anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string)] // scenes are written piece by piece
#![allow(clippy::struct_excessive_bools)] // what a scene holds is a row of yes and no

mod support {
    pub mod blocks;
    pub mod draws;
    pub mod elements;
    pub mod looks;
    pub mod mutations;
    pub mod rows;
    #[allow(dead_code)] // what is known of a scene is of no interest here
    pub mod scenes;
    pub mod spaced;
    pub mod tape;
}

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use scenewright::compile::Pass;
use scenewright::format::format;
use scenewright::source::FileId;
use scenewright::syntax::parse;

use support::blocks::more;
use support::draws::hold;
use support::mutations::{broken, real_scenes};
use support::rows::rows;
use support::scenes::sample;
use support::spaced::{Ways, spaced, tokens};
use support::tape::Tape;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn updates() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

fn ensure(held: bool, why: impl Fn() -> String) -> Result<(), String> {
    if held { Ok(()) } else { Err(why()) }
}

/// Prompt, task and references of each pass, and the findings.
type Meaning = (Vec<(String, String, Vec<String>)>, Vec<&'static str>);

/// Everything about a scene that its layout must not change.
fn meaning(text: &str) -> Meaning {
    let found = scenewright::compile(text);
    let pass = |pass: &Pass| {
        let references = pass.references.iter().map(|one| format!("{} {:?}", one.source, one.elements)).collect();
        (pass.prompt.clone(), serde_json::to_string(&pass.task).unwrap(), references)
    };
    (found.passes.iter().map(pass).collect(), found.diagnostics.iter().map(|finding| finding.code.name()).collect())
}

fn comments(text: &str) -> Vec<&str> {
    parse(FileId::default(), text).file.comments.iter().map(|comment| text[comment.span.range()].trim_end()).collect()
}

/// What is never dropped, without blanks; commas at ends and semicolons come and go, and comments move past them.
fn words(text: &str) -> String {
    let stays = |token: &&str| !matches!(*token, "\n" | "," | ";") && !token.starts_with("//");
    tokens(text).into_iter().filter(stays).collect::<Vec<_>>().concat()
}

/// What holds for every sound scene; gives its form.
fn keeps(text: &str) -> Result<String, String> {
    let form = format(text).map_err(|findings| format!("not formatted: {:?}\n{text}", findings[0]))?;
    let shown = |what: &str| format!("{what}\n--- before\n{text}\n--- after\n{form}");
    let again = format(&form).map_err(|_| shown("the form is broken"))?;
    ensure(again == form, || shown(&format!("the form is not stable\n--- again\n{again}")))?;
    let text = text.trim_start_matches('\u{FEFF}');
    ensure(comments(text) == comments(&form), || shown("comments are lost"))?;
    ensure(words(text) == words(&form), || shown("words are lost"))?;
    ensure(meaning(text) == meaning(&form), || shown(&format!("{:?} {:?}", meaning(text), meaning(&form))))?;
    in_form(&form).map_err(|why| shown(&why))?;
    Ok(form)
}

/// What holds for every form, strings of several lines aside.
fn in_form(form: &str) -> Result<(), String> {
    ensure(form.is_empty() || form.ends_with('\n') && !form.ends_with("\n\n"), || "ends in another way".into())?;
    if form.contains("\"\"\"") {
        return Ok(());
    }
    let lines: Vec<&str> = form.lines().collect();
    ensure(lines.iter().all(|line| line.trim_end() == *line), || "blanks end a line".into())?;
    let double = lines.windows(2).any(|pair| pair[0].is_empty() && pair[1].is_empty());
    ensure(!double && lines.first().is_none_or(|first| !first.is_empty()), || "too many empty lines".into())?;
    let inner = |line: &str| line.starts_with(' ') && tokens(line).len() > 3;
    let code = |line: &str| line.find("  //").map_or(line.len(), |at| line[..at].trim_end().len());
    let wide = lines.iter().find(|line| inner(line) && line.is_ascii() && code(line) > 120 && line.contains(", "));
    ensure(wide.is_none(), || format!("a line is too wide: {wide:?}"))
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..400)
}

fn ways() -> impl Strategy<Value = Ways> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(comments, blanks, windows)| Ways {
        comments,
        blanks,
        windows,
    })
}

/// The scene however it is spaced: it keeps what it must, and without new comments and empty lines it has one form.
fn has_one_form(text: &str, choices: &[u16], ways: Ways) -> Result<(), String> {
    let form = keeps(text)?;
    let other = keeps(&spaced(&mut Tape::new(choices), text, ways))?;
    let same = ways.comments || ways.blanks || form == other.replace("\r\n", "\n");
    ensure(same, || format!("another form\n--- before\n{text}\n--- one\n{form}\n--- other\n{other}"))
}

#[test]
fn random_scenes_have_one_form() {
    hold(300, &(rows(), choices(), ways()), |(rows, choices, ways)| has_one_form(&sample(&rows).text, &choices, ways));
}

#[test]
fn random_passes_and_variants_have_one_form() {
    hold(600, &(choices(), choices(), ways()), |(drawn, choices, ways)| {
        let text = more(&mut Tape::new(&drawn));
        let found = parse(FileId::default(), &text).diagnostics;
        ensure(found.is_empty(), || format!("{found:?}\n{text}"))?;
        has_one_form(&text, &choices, ways)
    });
}

#[test]
fn scenes_of_the_repository_have_one_form() {
    let sound: Vec<String> = real_scenes().into_iter().filter(|text| format(text).is_ok()).collect();
    assert!(sound.len() > 60, "{}", sound.len());
    for text in &sound {
        keeps(text).unwrap_or_else(|why| panic!("{why}"));
    }
    // Comments and empty lines of the scene itself would move.
    let bare = |text: &String| {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let plain: Vec<String> =
        sound.iter().map(bare).filter(|text| !text.contains("//") && !text.contains("\"\"\"")).collect();
    assert!(plain.len() > 50, "{}", plain.len());
    hold(300, &(0..plain.len(), choices(), ways()), |(at, choices, ways)| {
        has_one_form(&plain[at].replace("\r\n", "\n").replace("\n\n", "\n"), &choices, ways)
    });
}

#[test]
fn any_text_is_refused_or_keeps_what_it_says() {
    let scenes = real_scenes();
    let formatted = std::cell::Cell::new(0);
    hold(1_000, &prop::collection::vec(any::<u16>(), 4..24), |values| {
        let text = broken(&scenes, &values);
        if format(&text).is_ok() {
            formatted.set(formatted.get() + 1);
            keeps(&text)?;
        }
        Ok(())
    });
    assert!(formatted.get() > 200, "{}", formatted.get());
}

#[test]
fn no_prefix_of_a_scene_panics() {
    for text in real_scenes() {
        for at in (0..text.len()).step_by(13).filter(|at| text.is_char_boundary(*at)) {
            if format(&text[..at]).is_ok() {
                keeps(&text[..at]).unwrap_or_else(|why| panic!("{why}"));
            }
        }
    }
}

#[test]
fn a_scene_that_would_be_too_large_is_refused() {
    let many = |count: usize| format!("kin = group({})\n", vec!["a"; count].join(","));
    keeps(&many(30_000)).unwrap_or_else(|why| panic!("{why:.500}"));
    let nested = format!("room = ref(\"a\") {}{}\n", "{a=\"\"".repeat(30), "}".repeat(30));
    for text in [many(90_000), nested.repeat(5_000)] {
        assert!(parse(FileId::default(), &text).diagnostics.is_empty());
        let findings = format(&text).unwrap_err();
        assert_eq!((findings.len(), findings[0].code.name()), (1, "scene-too-large"));
    }
}

#[test]
fn worked_cases_hold_to_the_letter() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(root().join("tests/scenes/format")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 12);
    for case in cases {
        let form = keeps(&fs::read_to_string(case.join("input.scene")).unwrap()).unwrap_or_else(|why| panic!("{why}"));
        let path = case.join("form.scene");
        if updates() {
            fs::write(&path, &form).unwrap();
        }
        assert_eq!(form, fs::read_to_string(&path).unwrap(), "{}", case.display());
    }
}

#[test]
fn the_examples_are_in_form() {
    let mut count = 0;
    let folders = ["examples", "examples/brand"].map(|folder| fs::read_dir(root().join(folder)).unwrap());
    for entry in folders.into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "scene") {
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(format(&text).unwrap(), text, "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 10);
}

#[test]
fn the_scenes_of_the_pages_are_in_form() {
    let mut count = 0;
    for folder in ["", "docs", "docs/findings", "examples"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let page = fs::read_to_string(&path).unwrap();
            let (expected, scenes) = page_in_form(&page);
            count += scenes;
            if updates() && page != expected {
                fs::write(&path, &expected).unwrap();
            } else {
                assert!(page == expected, "{} (UPDATE_DOCS=1 cargo test --test format)", path.display());
            }
        }
    }
    assert!(count > 30, "{count}");
}

/// The page with its scenes in form, and how many there are; those that are broken on purpose stay.
fn page_in_form(page: &str) -> (String, usize) {
    let mut lines = page.split_inclusive('\n');
    let (mut out, mut count) = (String::new(), 0);
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: String = lines.by_ref().take_while(|line| line.trim_end() != "```").collect();
        let form = if info.starts_with("scene") { format(&body).ok() } else { None };
        count += usize::from(form.is_some());
        out.push_str(&form.unwrap_or(body));
        out.push_str("```\n");
    }
    (out, count)
}
