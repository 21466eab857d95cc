//! What comes in: the name of a test, and how the service behaves. What goes out: a project with a scene of three tasks, a
//! service that makes their pictures, and the real binary with the way to it.
#![allow(dead_code)] // no test needs all of it

use std::fs;
use std::path::Path;
use std::process::Command;

use super::folder::{Folder, Run};
use super::service::{Habits, KEY, Service};

/// A scene of three tasks.
pub const SCENE: &str = r#"vary what in ["stoneware mug", "tea cup", "glass"]
mug   = ref("mug.png", what)
shelf = ref("shelf.png", "oak shelf") { plant = "trailing ivy" }
mug standing_on shelf, beside shelf.plant
lighting match shelf "soft window light"
size 1200x896
"#;

/// Settings at which a second of a real run takes ten milliseconds.
pub const SETTINGS: &str = "[submit]\npoll = 0.01\nretry = 0.01\n";

/// A project and a service.
pub struct Till {
    pub folder: Folder,
    pub service: Service,
}

impl Till {
    pub fn new(name: &str, habits: Habits) -> Self {
        let folder = Folder::new(&format!("submit-{name}"));
        folder.write("shop.scene", SCENE.as_bytes());
        folder.write("scene.toml", SETTINGS.as_bytes());
        Self { folder, service: Service::start(habits) }
    }

    /// The binary, with the key and the address of the service in its environment.
    pub fn scene(&self) -> Command {
        let mut command = self.folder.scene();
        command.env("RUNWARE_API_KEY", KEY).env("RUNWARE_BASE_URL", self.service.base());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Self::ended(self.scene().args(arguments))
    }

    pub fn ended(command: &mut Command) -> Run {
        Run::of(command.output().unwrap())
    }

    /// That the key stands neither in what commands wrote nor in any file.
    pub fn has_no_key(&self, runs: &[&Run]) {
        for run in runs {
            assert!(!run.out.contains(KEY) && !run.err.contains(KEY), "{run:?}");
        }
        no_key_below(&self.folder.0);
    }
}

fn no_key_below(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            no_key_below(&path);
        } else {
            let bytes = fs::read(&path).unwrap();
            assert_eq!(memchr::memmem::find(&bytes, KEY.as_bytes()), None, "the key stands in {}", path.display());
        }
    }
}
