//! The scenes of the repository, and changes of a text. What comes in: choices. What goes out: texts that may be broken.

use std::fs;
use std::path::Path;

use super::tape::Tape;

/// Every scene of the repository.
pub fn real_scenes() -> Vec<String> {
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

/// One of the scenes, changed once or several times.
pub fn broken(scenes: &[String], choices: &[u16]) -> String {
    let mut tape = Tape::new(choices);
    let scene = tape.pick(scenes).clone();
    let mut text = changed(&mut tape, &scene);
    while tape.chance(50) {
        text = changed(&mut tape, &text);
    }
    text
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
