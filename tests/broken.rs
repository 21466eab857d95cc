//! What holds for every text. What comes in: scenes of the repository, cut off or changed by chance, the same way every
//! time. What goes out: nothing, if there is either a prompt or an error, every place lies in the text, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support {
    pub mod mutations;
    pub mod tape;
}

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use scenewright::compile::{Compiled, Input, NoFiles, compile};

use support::mutations::{changed, real_scenes};
use support::tape::Tape;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "broken.scene", text, files: &NoFiles, strict_files: false })
}

fn ensure(held: bool, why: impl Fn() -> String) -> Result<(), String> {
    if held { Ok(()) } else { Err(why()) }
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
