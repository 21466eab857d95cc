//! What holds for every text. What comes in: scenes of the repository, cut off or changed by chance, the same way every
//! time. What goes out: nothing, if there is either a prompt or an error, every place lies in the text, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support {
    pub mod draws;
    pub mod mutations;
    pub mod tape;
}

use proptest::prelude::*;
use scenewright::compile::{Compiled, Input, NoFiles, compile};

use support::draws::hold;
use support::mutations::{broken, real_scenes};

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "broken.scene", text, files: &NoFiles, ..Input::default() })
}

fn ensure(held: bool, why: impl Fn() -> String) -> Result<(), String> {
    if held { Ok(()) } else { Err(why()) }
}

/// What holds for broken scenes, too: no prompt after an error, and every place lies in the file.
fn survives(text: &str) -> Result<(), String> {
    let found = compiled(text);
    let silent = found.passes.is_empty();
    ensure((found.has_errors() || found.library) == silent, || {
        format!("both or neither of a prompt and errors:\n{text}")
    })?;
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
    hold(1_500, &rows, |values| {
        let text = broken(&scenes, &values);
        survives(&text)
    });
}
