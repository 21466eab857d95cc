//! Thousands of tasks at once give the bytes of each alone. What comes in: random scenes with variables and random rows.
//! What goes out: nothing, if every row gives what compiling it alone gives. Absent: how fast that is, which a bench tells.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support {
    pub mod catalogue;
    pub mod draws;
    pub mod folder;
    pub mod tape;
}

use std::cell::Cell as Count;

use proptest::prelude::*;
use scenewright::batch::{Batch, Cell, Compiler, Lines};
use scenewright::compile::{Input, NoFiles, Target, compile};
use scenewright::emit;
use scenewright::emit::limits::Letters;
use scenewright::source::FileId;
use scenewright::syntax::{self, ast::Path};

use support::catalogue::{SLOTS, filled, rows, scene};
use support::draws::hold;
use support::folder::Folder;
use support::tape::Tape;

/// A model of each way to name images and to say what is left out.
const MODELS: [&str; 10] = [
    "google:4@3",
    "bytedance:5@0",
    "bfl:5@1",
    "runware:400@2",
    "openai:4@1",
    "alibaba:qwen-image@3.0",
    "klingai:kling-image@o3",
    "runway:4@1",
    "bfl:flux@3-image",
    "xai:grok-imagine@image-2.0",
];

/// The lines of a scene without variables; none if it has errors.
fn lines(text: &str, model: &str) -> Option<String> {
    let target = Target { model: Some(model), ..Target::default() };
    // One of the models takes no task without a size.
    let sized = if text.contains("\nsize ") { text.to_owned() } else { format!("{text}\nsize 1:1\n") };
    let text = if model == "runware:400@2" { &*sized } else { text };
    let compiled = compile(&Input { name: "row.scene", text, files: &NoFiles, target, ..Input::default() });
    let tasks: Vec<_> = compiled.passes.iter().map(|pass| &pass.task).collect();
    (!compiled.has_errors()).then(|| emit::jsonl(&tasks))
}

struct Alone<'a> {
    scene: &'a str,
    model: &'a str,
    row: &'a [String],
    calls: &'a Count<usize>,
}

impl Compiler for Alone<'_> {
    fn row(&mut self, _new: bool) -> Option<Lines> {
        self.calls.set(self.calls.get() + 1);
        lines(&filled(self.scene, self.row), self.model).map(|text| Lines { text, local: 0 })
    }

    fn stand_in(&mut self, values: &[Option<String>]) -> Option<String> {
        let row: Vec<String> =
            self.row.iter().zip(values).map(|(own, other)| other.clone().unwrap_or_else(|| own.clone())).collect();
        lines(&filled(self.scene, &row), self.model)
    }
}

/// Writes rows as a batch does, and says at the first that differs from compiling it alone.
fn differs(
    scene: &str,
    model: &str,
    rows: &[Vec<String>],
    longest: usize,
    calls: &Count<usize>,
) -> Result<usize, String> {
    let letters = Letters { prompt: 0..=longest, negative: 0..=longest.min(500) };
    differs_within(scene, model, rows, letters, calls)
}

fn differs_within(
    scene: &str,
    model: &str,
    rows: &[Vec<String>],
    letters: Letters,
    calls: &Count<usize>,
) -> Result<usize, String> {
    let tree = syntax::parse(FileId(0), scene);
    if !tree.diagnostics.is_empty() {
        return Err(format!("{:?}\n--- scene\n{scene}", tree.diagnostics));
    }
    let slot = |path: &Path| {
        let words: Vec<&str> = path.words.iter().take(2).map(|word| word.text.as_str()).collect();
        SLOTS.iter().position(|slot| *slot == words.join("."))
    };
    let mut batch = Batch::new(&tree.file, SLOTS.len(), &slot, letters);
    for row in rows {
        let cells: Vec<Cell<'_>> = row.iter().map(|value| Cell::Words(value)).collect();
        let mut out = Vec::new();
        let sound = batch.write(&cells, &mut Alone { scene, model, row, calls }, &mut out);
        let expected = lines(&filled(scene, row), model);
        let found = sound.then(|| String::from_utf8(out).unwrap());
        if found != expected {
            return Err(format!("{model} {row:?}\n--- scene\n{scene}--- found\n{found:?}\n--- alone\n{expected:?}"));
        }
    }
    Ok(batch.templates())
}

#[test]
fn every_row_is_what_it_is_alone() {
    let (calls, all, made) = (Count::new(0), Count::new(0), Count::new(0));
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500);
    hold(cases, &prop::collection::vec(any::<u16>(), 0..400), |values| {
        let mut tape = Tape::new(&values);
        let scene = scene(&mut tape);
        let rows = rows(&mut tape, 16);
        all.set(all.get() + rows.len());
        made.set(made.get() + differs(&scene, MODELS[0], &rows, 45_000, &calls)?);
        Ok(())
    });
    // If most rows were compiled one by one, nothing would have been held.
    assert!(
        calls.get() * 10 < all.get() * 9,
        "{} of {} rows were compiled alone, {} templates",
        calls.get(),
        all.get(),
        made.get()
    );
}

/// Each model has its own words, and looks at other things.
#[test]
fn every_row_is_what_it_is_alone_in_every_dialect() {
    let (calls, all) = (Count::new(0), Count::new(0));
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    for model in &MODELS[1..] {
        hold(cases, &prop::collection::vec(any::<u16>(), 0..400), |values| {
            let mut tape = Tape::new(&values);
            let scene = scene(&mut tape);
            let rows = rows(&mut tape, 16);
            all.set(all.get() + rows.len());
            differs(&scene, model, &rows, 1_000, &calls).map(|_| ())
        });
    }
    assert!(calls.get() * 10 < all.get() * 9, "{} of {} rows were compiled alone", calls.get(), all.get());
}

/// What is left out is known as a whole phrase to some models; such a phrase looks like others word by word.
#[test]
fn phrases_that_are_restated_stay_apart() {
    let leaving =
        ["text", "rattan", "extra people", "extra rattan", "any text", "Text", "Birch", "walnut people", "shadows"];
    let row = |said: &&str| ["birch pouf", said, said, "1.jpg", "2.jpg", "s", "1"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = leaving.iter().cycle().take(40).map(row).collect();
    for avoid in [
        "avoid \"{row.other}\"",
        "avoid \"{row.other}\", \"crowd\"",
        "avoid \"extra {row.other}\"",
        "avoid \"{row.other}s\"",
    ] {
        let scene = format!(
            "chair = ref(row.image, row.title)\nchair beside \"a wall\"\n{avoid}\navoid \"{{row.stuff}}\" from chair\n"
        );
        for model in MODELS {
            let calls = Count::new(0);
            let found = differs(&scene, model, &rows, 1_000, &calls);
            assert!(found.is_ok() && calls.get() < rows.len(), "{} {found:?}", calls.get());
        }
    }
}

/// The list of the images looks at phrases as a whole.
#[test]
fn lists_of_images_stay_apart() {
    let pairs = [
        ("Rattan pouf", "birch bench"),
        ("birch pouf", "birch pouf"),
        ("teal pouf, cushy", "birch bench"),
        ("teal and cushy", "bench"),
    ];
    let row =
        |(one, other): &(&str, &str)| [*one, other, "teal", "1.jpg", "2.jpg", "s", "1"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = pairs.iter().cycle().take(24).map(row).collect();
    let scene = "chair = ref(row.image, row.title)\nseat = ref(row.back, row.other)\nchair beside seat\n";
    for model in MODELS {
        let found = differs(scene, model, &rows, 1_000, &Count::new(0));
        assert!(found.is_ok(), "{found:?}");
    }
}

fn catalogue(titles: &[&str]) -> Vec<Vec<String>> {
    let row = |(at, title): (usize, &&str)| {
        let own = [format!("{at}.jpg"), format!("b{at}.jpg"), format!("s{at}"), "12".to_owned()];
        [*title, "side table", "birch"].map(str::to_owned).into_iter().chain(own).collect()
    };
    titles.iter().enumerate().map(row).collect()
}

const SHOP: &str =
    "chair = ref(row.image, row.title)\nshelf = ref(\"room.jpg\", \"bright room\")\nchair standing_on shelf\n";

#[test]
fn ordinary_titles_share_a_shape() {
    let titles = [
        "Rattan armchair",
        "Walnut bench",
        "Birch pouf",
        "Marble lantern",
        "Leather footrest",
        "Bamboo mirror",
        "Copper basket",
    ];
    let calls = Count::new(0);
    assert_eq!(differs(SHOP, MODELS[0], &catalogue(&titles), 45_000, &calls), Ok(1));
    assert_eq!(calls.get(), 2);
}

#[test]
fn words_that_happen_to_be_the_same_stay_apart() {
    let row = |values: [&str; 7]| values.map(str::to_owned).to_vec();
    let scene = "chair = ref([\"a/{row.sku}.jpg\", \"b/{row.image}.jpg\"], \"seat\")\nstyle \"{row.stuff}, {row.other} style\"\n";
    let rows = [
        row(["", "birch", "birch", "7", "", "7", "1"]),
        row(["", "teal", "teal", "8", "", "8", "1"]),
        row(["", "teal", "birch", "8", "", "9", "1"]),
        row(["", "birch", "teal", "8", "", "7", "1"]),
        row(["", "birch", "Birch", "6", "", "7", "1"]),
    ];
    assert!(MODELS.iter().all(|model| differs(scene, model, &rows, 1_000, &Count::new(0)).is_ok()));
}

#[test]
fn a_prompt_that_may_be_too_long_is_compiled_alone() {
    let long = format!("Rattan {}", "x".repeat(50));
    let calls = Count::new(0);
    assert_eq!(
        differs(SHOP, MODELS[0], &catalogue(&["Rattan armchair", "Walnut bench", &long, "Birch pouf"]), 120, &calls),
        Ok(1)
    );
    assert_eq!(calls.get(), 3);
}

#[test]
fn a_prompt_that_may_be_too_short_is_compiled_alone() {
    let calls = Count::new(0);
    let rows = catalogue(&["Rattan armchair", "Walnut bench", "Willow stool", "Birch pouf"]);
    let letters = Letters { prompt: 40..=45_000, ..Letters::ANY };
    assert_eq!(differs_within(SHOP, MODELS[0], &rows, letters, &calls), Ok(1));
    assert_eq!(calls.get(), 4);
}

/// Traps of every kind, each in a row of its own between ordinary ones.
fn trapped(rows: usize) -> String {
    const TITLES: [&str; 24] = [
        "Rattan armchair",
        "walnut stools",
        "an oak bench",
        "The Bench",
        "two lamps",
        "unicorn",
        "hour glass",
        "mug with lid",
        "red shelf",
        "\"Anna\"\"s chair\"",
        "élan vase",
        "椅子",
        "\"oak, dark\"",
        "12 candles",
        "4031",
        "of oak",
        "  wide  gap ",
        "jar filled with honey",
        "women",
        "LED lamp",
        "back\\slash",
        "e\u{301}tal 🪑",
        "wow!",
        "{x}",
    ];
    let line = |row: usize| format!("s{row},{},img/{}.jpg,{}\n", TITLES[row * 7 % 24], row % 250, 10 + row % 9);
    "sku,title,image,price\n".to_owned() + &(0..rows).map(line).collect::<String>()
}

#[test]
fn the_command_writes_what_it_writes_of_few() {
    let folder = Folder::new("batch");
    folder.write("products.csv", trapped(240).as_bytes());
    let scene = "vary row in csv(\"products.csv\", id: \"sku\")\nvary item in [lamp, glow: \"a {lamp} glow\", plain: \"teal\"]\n\
        skip where row.price == 11\nchair = ref(row.image, row.title)\nshelf = ref(\"img/3.jpg\", \"red shelf\")\nlamp = ref(\"img/4.jpg\")\n\
        chair standing_on shelf, near item\nstyle \"{row.title} style\"\nsay \"{row.title} for {row.price}.\"\n";
    folder.write("shop.scene", scene.as_bytes());
    let tasks = |form: &str| {
        let run = folder.run(&["compile", "shop.scene", "--emit", form]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let lines: Vec<serde_json::Value> =
        tasks("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let array: Vec<serde_json::Value> = serde_json::from_str(&tasks("task")).unwrap();
    assert!(lines.len() > 500);
    assert_eq!(lines.len(), array.len());
    for (line, task) in lines.iter().zip(&array) {
        assert_eq!(line, task);
    }
}
