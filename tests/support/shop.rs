//! A shop with a catalogue: what comes in: how many pieces. What goes out: a project in a folder of one test, with tables,
//! photographs of its own and two scenes in passes; and what pictures it must have in the end. Absent: whoever sends them.
#![allow(dead_code)] // no test needs all of it

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every piece in two lights. Both lights share the picture of the first pass.
const SHOP: &str = r#"vary row in csv("pieces.csv", id: "sku")
vary light in [noon: "noon sun", dusk: "blue dusk"]
piece = ref(row.image, row.title)
shelf = ref("images/shelf.png", "oak shelf")
lamp  = ref("images/lamp.png", "brass lamp")
pass placed { piece standing_on shelf }
pass lit from placed {
  lamp standing_beside piece
  lighting light
}
"#;

/// Some of the pieces, with two pictures of each pass.
const PAIRS: &str = r#"vary row in csv("pairs.csv", id: "sku")
piece = ref(row.image, row.title)
rug   = ref("images/rug.png", "woven rug")
pass laid { piece standing_on rug }
pass late from laid { lighting "candle light" }
results 2
"#;

/// Photographs as small as these are told of otherwise.
const SETTINGS: &str = "[lints]\nsmall-image = \"allow\"\nsimilar-images = \"allow\"\n\n[submit]\nconcurrency = 16\npoll = 0.01\nretry = 0.01\n";

/// A project, which goes away with the value.
pub struct Shop {
    pub folder: PathBuf,
    pieces: usize,
    pairs: usize,
}

/// What has to be in the folder of one pass of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The folder, from that of the pictures.
    pub folder: String,
    pub pass: &'static str,
    /// How many pictures.
    pub pictures: usize,
    /// What the prompt of its task says, and no other prompt does.
    pub says: String,
    /// The pass whose picture its task needs.
    pub from: Option<&'static str>,
}

impl Shop {
    /// A project with so many pieces, and some of them in pairs; `name` is that of the test.
    pub fn new(name: &str, pieces: usize, pairs: usize) -> Self {
        let folder = std::env::temp_dir().join(format!("scenewright-submit-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("images")).unwrap();
        let folder = fs::canonicalize(folder).unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
        write("scene.toml", SETTINGS.as_bytes());
        write("shop.scene", SHOP.as_bytes());
        write("pairs.scene", PAIRS.as_bytes());
        write("pieces.csv", table(pieces).as_bytes());
        write("pairs.csv", table(pairs).as_bytes());
        for (number, name) in ["shelf", "lamp", "rug"].into_iter().enumerate() {
            write(&format!("images/{name}.png"), &photograph(number));
        }
        for number in 0..pieces.max(pairs) {
            write(&format!("images/{number}.png"), &photograph(3 + number));
        }
        Self { folder, pieces, pairs }
    }

    /// The real binary, in the project, with nothing of the tester's own environment that it would listen to.
    pub fn scene(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
        command.current_dir(&self.folder).stdin(Stdio::null());
        for name in ["NO_COLOR", "RUNWARE_API_KEY", "RUNWARE_BASE_URL", "RUST_BACKTRACE", "RUST_LOG"] {
            command.env_remove(name);
        }
        command
    }

    /// Everything that has to be there in the end.
    pub fn wanted(&self) -> Vec<Wanted> {
        let mut all = Vec::new();
        let mut want = |folder: String, pass, pictures, says: String, from| {
            all.push(Wanted { folder, pass, pictures, says, from });
        };
        for number in 0..self.pieces {
            for (light, words) in [("noon", "noon sun"), ("dusk", "blue dusk")] {
                let folder = format!("shop/p-{number}.{light}");
                want(folder.clone(), "placed", 1, format!("{} from the first image onto the oak", title(number)), None);
                let lit = format!("beside the {}; change the lighting to {words}", title(number));
                want(folder, "lit", 1, lit, Some("placed"));
            }
        }
        for number in 0..self.pairs {
            let folder = format!("pairs/p-{number}");
            want(folder.clone(), "laid", 2, format!("{} from the first image onto the woven", title(number)), None);
            want(folder, "late", 2, "change the lighting to candle light".to_owned(), Some("laid"));
        }
        all
    }

    /// How many tasks that is.
    pub fn tasks(&self) -> usize {
        3 * self.pieces + 2 * self.pairs
    }

    /// How many jobs that is.
    pub fn jobs(&self) -> usize {
        4 * self.pieces + 2 * self.pairs
    }

    /// How many photographs are sent.
    pub fn photographs(&self) -> usize {
        self.pieces.max(self.pairs) + 3
    }

    /// The names of all files in a folder of the project and below, with what they hold.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(&self.folder.join(below), &self.folder.join(below), &mut found);
        found
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // What is left of a failure may tell why.
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read(&path).unwrap_or_default());
        }
    }
}

fn title(number: usize) -> String {
    // In words, so that none is the beginning of another.
    const FORMS: [&str; 10] = ["round", "tall", "low", "flat", "oval", "slim", "wide", "deep", "bent", "split"];
    const GLAZES: [&str; 10] = ["red", "blue", "green", "grey", "white", "black", "brown", "pink", "amber", "teal"];
    format!("{} {} jug", FORMS[number / 10 % 10], GLAZES[number % 10])
}

fn table(rows: usize) -> String {
    let mut csv = "sku,title,image\n".to_owned();
    for number in 0..rows {
        writeln!(csv, "P-{number},{},images/{number}.png", title(number)).unwrap();
    }
    csv
}

/// A small sound photograph; every number has another.
pub fn photograph(number: usize) -> Vec<u8> {
    const SIDE: u32 = 48;
    let mut state = number as u64 + 1;
    let pixels: Vec<u8> = (0..SIDE * SIDE)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0] & 0xf0
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}
