//! What holds for every text. What comes in: scenes of the repository, cut off or changed by chance, the same way every
//! time. What goes out: nothing, if there is either a prompt or an error, every place lies in the text, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/tape.rs"]
mod tape;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use scenewright::compile::{Compiled, Input, NoFiles, compile};

use tape::Tape;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "broken.scene", text, files: &NoFiles, strict_files: false })
}

fn ensure(held: bool, why: impl Fn() -> String) -> Result<(), String> {
    if held { Ok(()) } else { Err(why()) }
}

/// Every scene of the repository.
fn real_scenes() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("examples"), root.join("tests/scenes")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "scene") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// What holds for broken scenes, too: no prompt after an error, and every place lies in the file.
fn survives(text: &str) -> Result<(), String> {
    let found = compiled(text);
    let silent = found.prompt.is_empty() && found.task.is_none();
    ensure(found.has_errors() == silent, || format!("both or neither of a prompt and errors:\n{text}"))?;
    for finding in &found.diagnostics {
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in finding.labels.iter().map(|label| label.span).chain(edits) {
            let name = finding.code.name();
            ensure(text.get(span.range()).is_some(), || format!("{name} lies outside: {span:?}\n{text}"))?;
        }
    }
    Ok(())
}

#[test]
fn no_prefix_of_a_scene_panics() {
    for (number, text) in real_scenes().iter().enumerate() {
        for at in (number % 17..text.len()).step_by(17).filter(|at| text.is_char_boundary(*at)) {
            survives(&text[..at]).unwrap_or_else(|why| panic!("{why}"));
        }
    }
}

#[test]
fn no_change_of_a_scene_panics() {
    let scenes = real_scenes();
    let rows = prop::collection::vec(any::<u16>(), 4..24);
    let config = ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let outcome = runner.run(&rows, |values| {
        let mut tape = Tape::new(&values);
        let mut text = tape.pick(&scenes).clone();
        text = changed(&mut tape, &text);
        while tape.chance(50) {
            text = changed(&mut tape, &text);
        }
        survives(&text).map_err(TestCaseError::fail)
    });
    match outcome {
        Err(TestError::Fail(why, _)) => panic!("{}", why.message()),
        other => other.unwrap(),
    }
}

/// A scene with a letter, a token or a line deleted, doubled, put in or exchanged.
fn changed(tape: &mut Tape<'_>, text: &str) -> String {
    let mut pieces: Vec<String> = match tape.below(3) {
        0 => text.chars().map(String::from).collect(),
        1 => text.split_inclusive([' ', '\n', '(', ')', ',', '"', '.']).map(String::from).collect(),
        _ => text.split_inclusive('\n').map(String::from).collect(),
    };
    if pieces.is_empty() {
        return "x".into();
    }
    let (at, other) = (tape.below(pieces.len()), tape.below(pieces.len()));
    let new =
        ["\"", "{", "}", "(", ")", ",", ";", "and", " of ", "é", "\u{200b}", "=", "\"\"\"", "//", "\\", "edit ", "0"];
    match tape.below(4) {
        0 => drop(pieces.remove(at)),
        1 => pieces.insert(at, (*tape.pick(&new)).to_owned()),
        2 => pieces.insert(at, pieces[other].clone()),
        _ => pieces.swap(at, other),
    }
    pieces.concat()
}
