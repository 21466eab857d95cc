//! Texts and names of files that mean something to a shell, to a programming language, or to a program that takes texts for
//! files.
#![allow(dead_code)] // no test needs all of it

use std::path::Path;

use scenewright::emit::request::{Images, Request};
use scenewright::emit::{BoundingBox, ModelSettings, ReferenceImage, Settings, Task, wire};
use scenewright::target::{SourceForm, Target};
use serde_json::Value;

pub const TEXTS: &[&str] = &[
    "Place the mug on the shelf.",
    "It's the woman's \"best\" mug, isn't it?",
    "One line\nand another\r\n\tand a third\n",
    "\n!important on a line of its own\n!!",
    "Wow! Look! !! !$ !mug !-1 !?x? a!b \"!\" '!'",
    "$HOME ${HOME} $(echo no) $((1+1)) `echo no` ${x} #{x} %s %d %% %(x)s {x} {{x}} \\$x",
    "a\\b \\n \\\\ \\' \\\" \\u0041 \\x41 \\0 \\c ends with a backslash \\",
    "\\",
    "'",
    "''",
    "\"",
    "'''",
    "\"\"\"",
    "''' and \"\"\" and ``` and */ and /* and // and # and <!-- and --> and ]]> and </script><script>",
    "`${1+1}`",
    "@mug.png",
    "-n",
    "--help",
    "mug.png",
    "./mug.png",
    "/etc/hostname",
    "https://example.com/a.jpg",
    "42",
    "-0.50",
    "1e3",
    "true",
    "null",
    "[1, 2]",
    "{\"a\": 1}",
    "\"quoted\"",
    " blanks around \u{A0}",
    "\u{1F}",
    "~ ~/x * ? [a-z] ; & | < > ( ) ^ = =ls",
    "é ü ß 手 שלום عربى 👩‍🚀 🏳️‍🌈 𝒜 \u{FFFD} e\u{301}",
    "\u{FEFF}mark \u{2028} lines \u{2029} \u{202E}back\u{202C} \u{200B} \u{85} \u{9B}2J \u{7F} \u{E0041}",
    "\u{1B}]0;title\u{7} \u{1} \u{8}\u{8} \u{C}",
    "key=value a.b.0=c",
    "EOF\nEOF\n",
];

pub const NAMES: &[&str] = &[
    "mug.png",
    "a mug.png",
    "it's.png",
    "\"so\".png",
    "$HOME ${x} $(no).png",
    "`no`.png",
    "!!.png",
    "-n.png",
    "--help.png",
    "@mug.png",
    "#mug.png",
    "~.png",
    "back\\slash\\",
    "two\nlines.png",
    "newline\n",
    "%s %d.png",
    "*.png",
    "[a-z]?.png",
    "a&b;c|d<e>f.png",
    "é手👩‍🚀.png",
    "\u{1B}[31m\u{202E}gnp.png",
    "'''\"\"\".png",
    "*/.png",
];

/// A name of a file, which has no slash.
pub fn name(name: &str) -> String {
    name.replace('/', "_")
}

/// A file that is no photograph of anything: its name tells the files apart.
pub fn contents(name: &str) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(name.bytes().cycle().take(200 + name.len()));
    bytes
}

/// A task for each text; each but the first has images, and all differ in their settings.
pub fn tasks() -> Vec<Task> {
    let texts = TEXTS.iter().enumerate();
    texts
        .map(|(at, text)| {
            let images = match at % 4 {
                0 => vec![],
                1 => vec!["mug.png".to_owned()],
                2 => vec![name(NAMES[at % NAMES.len()]), "https://example.com/a'b$c!.jpg?x=1&y=%20".to_owned()],
                _ => vec!["7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d".to_owned(), "data:image/png;base64,AAAA".to_owned()],
            };
            Task::new(&settings(at), text, images)
        })
        .chain([named(), boxed()])
        .collect()
}

/// A task for each name, with an image of that name, given twice.
pub fn tasks_with_images() -> Vec<Task> {
    let task = |name: &&str| {
        let name = self::name(name);
        Task::new(&settings(3), "mug.png", vec![name.clone(), "mug.png".to_owned(), name])
    };
    NAMES.iter().map(task).collect()
}

fn settings(number: usize) -> Settings {
    Settings {
        model: "google:4@3".to_owned(),
        size: (number % 2 == 1).then_some((1200, 896)),
        seed: [None, Some(0), Some(2_147_483_647)][number % 3],
        results: [None, Some(1), Some(3)][number / 3 % 3],
        format: (number % 5 == 1).then(|| "WEBP".to_owned()),
        quality: (number % 5 == 1).then_some(90),
    }
}

/// A task whose images have names.
fn named() -> Task {
    let image = |image: &str, tag: &str| ReferenceImage::Tagged { image: image.to_owned(), tag: tag.to_owned() };
    let references = vec![image("mug.png", "mug"), image("https://example.com/a.jpg", "shelf")];
    let task = Task { negative_prompt: Some("don't \"blur\"".to_owned()), ..Task::new(&settings(1), "@mug.", vec![]) };
    task.with_references(references)
}

/// A task whose things have places.
fn boxed() -> Task {
    let mut task = Task::new(&settings(2), "mug left of shelf", vec!["mug.png".to_owned()]);
    let one = BoundingBox {
        id: "true".to_owned(),
        description: "a $mug".to_owned(),
        reference_index: 0,
        source_box: [0, 10, 500, 1000],
        target_box: None,
    };
    let other = BoundingBox { id: "b".to_owned(), target_box: Some([0, 0, 1, 2]), ..one.clone() };
    task.settings = Some(ModelSettings { bounding_boxes: vec![one, other] });
    task.with_id()
}

/// What a program is to send for each task.
pub fn requests(tasks: &[Task]) -> Vec<Request> {
    let images = Images { folder: "", kind: &|_| Some("png") };
    tasks.iter().map(|task| wire::request(task, Target::default(), &images).unwrap()).collect()
}

/// What is to arrive for a task: its JSON, with its files in place.
pub fn arriving(task: &Task, folder: &Path) -> Value {
    let mut json = serde_json::to_value(task).unwrap();
    let images = json.pointer_mut("/inputs/referenceImages").and_then(Value::as_array_mut);
    for image in images.into_iter().flatten() {
        let image = if image.is_object() { &mut image["image"] } else { image };
        let source = image.as_str().unwrap();
        if SourceForm::of(source) == SourceForm::Path {
            let bytes = std::fs::read(folder.join(source)).unwrap();
            *image = scenewright::emit::data_uri(&bytes).unwrap().into();
        }
    }
    json
}

/// A folder with every file, and one that is called like a text.
pub fn fill(folder: &Path) {
    for name in NAMES {
        let name = self::name(name);
        std::fs::write(folder.join(&name), contents(&name)).unwrap();
    }
    std::fs::write(folder.join("7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d"), "no image").unwrap();
}
