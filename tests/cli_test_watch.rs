//! `scene test --watch` from outside. What comes in: a folder whose files change while the command waits. What is checked: the
//! tests that a change touches run again, and no others. Waits end when the words come, so no test depends on time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use folder::{Folder, SCENE};

/// The longest that words are waited for, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// The command, and the lines that it says on either stream.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn new(folder: &Folder) -> Self {
        // One pipe for both streams keeps their order.
        let (out, end) = std::io::pipe().unwrap();
        let mut command = folder.scene();
        let child = command.args(["test", "--watch"]).stdout(end.try_clone().unwrap()).stderr(end).spawn().unwrap();
        let (send, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        Self { child, lines }
    }

    /// Everything that is said until it waits for changes again.
    fn run(&self) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing more after {said:#?}"));
            if line == "waiting for changes; Ctrl-C ends" {
                said.sort();
                return said;
            }
            said.push(line);
        }
    }

    /// Everything that is said until this is; several steps of one change may be told one by one.
    fn until(&self, wanted: &str) -> Vec<String> {
        loop {
            let said = self.run();
            if said.iter().any(|line| line.contains(wanted)) {
                return said;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_tests_what_it_touches() {
    let folder = Folder::new("watch");
    folder.write("scene.toml", b"");
    fs::create_dir(folder.0.join("brand")).unwrap();
    folder.write("brand/look.scene", b"preset house { lighting \"soft daylight\" }\n");
    folder.write(
        "branded.scene",
        b"use \"brand/look.scene\"\nmug = ref(\"mug.png\")\nmug standing_on \"a shelf\"\napply house\n",
    );
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    let watching = Watching::new(&folder);
    assert_eq!(watching.run(), ["2 scenes, 2 prompts: 2 as before"]);

    folder.write("mug.scene", SCENE.replace("beside", "behind").as_bytes());
    let said = watching.until("1 scene, 1 prompt: 1 differs");
    assert!(
        said.contains(&"changed: mug.scene".to_owned()) && said.contains(&"mug.scene: differs".to_owned()),
        "{said:#?}"
    );

    // What a scene makes use of is part of it.
    folder.write("brand/look.scene", b"preset house { lighting \"hard daylight\" }\n");
    let said = watching.until("1 scene, 1 prompt: 1 differs");
    assert!(said.contains(&"branded.scene: differs".to_owned()), "{said:#?}");

    // Another process accepts what there is now.
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    watching.until(" as before");

    folder.write("new.scene", SCENE.as_bytes());
    watching.until("3 scenes, 3 prompts: 2 as before, 1 without golden file");
    folder.write("scene.toml", b"[test]\ntargets = [\"bfl:5@1\"]\n");
    watching.until("3 scenes, 3 prompts: 2 differ, 1 without golden file");
    folder.write("new.scene", b"mug\n");
    watching.until("1 with errors");
}
