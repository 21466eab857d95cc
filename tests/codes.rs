//! The codes of findings. What is checked: each is raised by a scene, those that no page can show by a scene of their
//! own here; and no code ever changes its name, its weight or its place. `tests/codes.txt` holds the list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/photographs.rs"]
mod photographs;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::rc::Rc;

use photographs::Photographs;
use scenewright::compile::{Input, compile};
use scenewright::diagnostic::Code;
use scenewright::source::{FileError, Files, Photo};
use scenewright::syntax::{MAX_BYTES, MAX_FINDINGS, MAX_STATEMENTS};
use scenewright::target::{Models, Target};

/// Files that nobody may read.
struct Locked;

impl Files for Locked {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Err(FileError::Unreadable("permission denied".into()))
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        self.exists(path).map(|()| (1, 1))
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        self.exists(path)?;
        Photographs.photo(path)
    }

    fn glob(&self, path: &str) -> Result<Vec<String>, FileError> {
        self.exists(path).map(|()| Vec::new())
    }
}

fn raises(code: Code, text: &str, files: &dyn Files) -> bool {
    raises_for(code, (text, Target::default()), files)
}

fn raises_for(code: Code, (text, target): (&str, Target<'_>), files: &dyn Files) -> bool {
    let compiled = compile(&Input { name: "mug.scene", text, files, strict_files: true, target });
    compiled.diagnostics.iter().any(|finding| finding.code == code)
}

/// Whether `scene check` finds it in these bytes.
fn check_raises(code: Code, bytes: &[u8]) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
    command
        .args(["check", "-", "--format", "short"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap().contains(&format!("error[{}]", code.name()))
}

/// The scenes that no page can hold.
fn own_case(code: Code) -> Option<bool> {
    let mug = "mug = ref(\"mug.jpg\")\n";
    let plain = |text: &str| raises(code, text, &Photographs);
    Some(match code {
        Code::InvalidUtf8 => check_raises(code, b"mug = ref(\"\xE9.jpg\")\n"),
        Code::FileTooLarge => plain(&"\n".repeat(MAX_BYTES + 1)),
        Code::ControlCharacter => plain("mug = ref(\"mug\u{7}.jpg\")\n"),
        Code::TooManyFindings => plain(&"mug on on on\n".repeat(MAX_FINDINGS + 100)),
        Code::SceneTooLarge => plain(&mug.repeat(MAX_STATEMENTS + 1)),
        Code::UnreadableFile => raises(code, mug, &Locked),
        _ => return None,
    })
}

/// The first bad scene of a page, and what it is compiled for.
fn bad_scene(page: &str) -> Option<(&str, Target<'_>)> {
    let (info, rest) = page.split_once("```scene wrong")?.1.split_once('\n')?;
    let target = info.strip_prefix(" for ").map(|name| Target::named(Models::BUILT_IN, name).unwrap());
    Some((rest.split_once("```")?.0, target.unwrap_or_default()))
}

#[test]
fn every_code_is_raised() {
    let raised = |code: Code| {
        let shown = || bad_scene(code.page()).is_some_and(|scene| raises_for(code, scene, &Photographs));
        own_case(code).unwrap_or_else(shown)
    };
    let silent: Vec<_> =
        Code::ALL.iter().filter(|code| !code.is_retired() && !raised(**code)).map(|code| code.name()).collect();
    assert_eq!(silent, [""; 0], "no scene raises these");
}

#[test]
fn a_sound_scene_raises_none() {
    assert!(Code::ALL.iter().all(|code| !raises(*code, "mug = ref(\"mug.jpg\")\n", &Photographs)));
    assert!(!check_raises(Code::InvalidUtf8, b"\"a mug\" on \"a shelf\"\n"));
}

#[test]
fn codes_are_only_ever_appended() {
    let held = include_str!("codes.txt");
    let mut now = String::new();
    for code in Code::ALL {
        let _ = writeln!(now, "{} {}", code.name(), code.severity().name());
    }
    for (number, (was, is)) in held.lines().zip(now.lines().chain(std::iter::repeat("nothing"))).enumerate() {
        assert_eq!(
            was,
            is,
            "line {} of tests/codes.txt: codes stand in people's files and settings, so a code keeps its name, its \
             severity and its place in the list",
            number + 1
        );
    }
    let new = now.strip_prefix(held).unwrap_or_default();
    assert!(new.is_empty(), "append these lines to tests/codes.txt:\n{new}");
}
