//! What comes in: the name of a test. What goes out: a folder of its own with a scene and two photographs, and the real
//! binary run in it.
#![allow(dead_code)] // no test needs all of it

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A scene without faults.
pub const SCENE: &str = r#"mug   = ref("mug.png", "speckled stoneware mug")
shelf = ref("shelf.png", "oak shelf") { plant = "trailing ivy" }
mug standing_on shelf, beside shelf.plant
lighting match shelf "soft window light"
angle match shelf "eye-level angle"
style "editorial interior photography"
"#;

/// A photograph of a mug.
pub const PNG: &[u8] = include_bytes!("../photos/square_mug.png");
/// A photograph of a shelf.
const SHELF: &[u8] = include_bytes!("../photos/square_shelf.png");

/// A scene and its photographs in a folder of one test, which goes away with it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scenewright-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.write("mug.scene", SCENE.as_bytes());
        folder.write("mug.png", PNG);
        folder.write("shelf.png", SHELF);
        folder
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub fn scene(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
        command.current_dir(&self.0).stdin(Stdio::null()).env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.scene().args(arguments).output().unwrap())
    }

    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.scene();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // The command may stop reading before the end.
        let _ = child.stdin.take().unwrap().write_all(input);
        Run::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!run.err.contains("panicked"), "{run:?}");
        run
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self:?}"))
    }
}

/// A file of so many bytes that takes no room.
pub fn sparse(path: &Path, bytes: u64) {
    fs::File::create(path).unwrap().set_len(bytes).unwrap();
}
