//! What edition 1 says is fixed: prompts are tested and paid for. What comes in: the vocabulary, the ways in which images are
//! named, some scenes for a model of each, and `tests/editions/1.tsv`, which holds what each entry said when it was added. What goes out: a failure for each
//! entry that says something else now. `UPDATE_EDITION=1 cargo test --test edition` appends lines for new entries; it
//! never changes one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use scenewright::compile::{Input, NoFiles, Target, compile};
use scenewright::emit::ReferenceImage;
use scenewright::lexicon::{self, Case, Relation};
use scenewright::realise::dialect;
use scenewright::target::{Dialect, Images, Models, Needed};

/// Words of every shape that a template may ask about.
const SHAPES: [&str; 5] = ["calm", "in warm tones", "leaning back", "a soft glow", "look"];

const CASES: [Case; 16] = [
    Case::Plain,
    Case::From,
    Case::FromBare,
    Case::Match,
    Case::MatchBare,
    Case::Of,
    Case::OfFrom,
    Case::OfFromBare,
    Case::OfMatch,
    Case::OfMatchBare,
    Case::Edit,
    Case::EditFrom,
    Case::EditFromBare,
    Case::EditOf,
    Case::EditOfFrom,
    Case::EditOfFromBare,
];

/// A model of each way to name images and to say what is left out.
const MODELS: [&str; 11] = [
    "google:4@3",
    "bytedance:5@0",
    "bfl:5@1",
    "runware:400@2",
    "openai:4@1",
    "alibaba:qwen-image@2.1-pro",
    "alibaba:qwen-image@3.0",
    "klingai:kling-image@o3",
    "runway:4@1",
    "bfl:flux@3-image",
    "xai:grok-imagine@image-2.0",
];

/// Scenes that say all that dialects say in their own way, each of three images at most.
const SCENES: [(&str, &str); 6] = [
    (
        "lead",
        "bag = ref([\"front.jpg\", \"side.jpg\"], \"saddle bag\")\nhook = ref(\"hall.jpg\", \"iron hook\")\n\
         bag hanging_on hook\nkeep bag\navoid \"text\", \"a wasps' nest\", \"extra people\"",
    ),
    (
        "combine",
        "man = ref(\"a.jpg\")\nguest = ref(\"b.jpg\", \"old man\", short: \"guest\")\n\
         model = ref(\"c.jpg\") { hat = \"straw hat\" }\nman greeting guest, in model.hat\nshot \"snapshot\"\n\
         keep man and guest\navoid \"the mannequin\" from model",
    ),
    ("match", "mug = ref(\"mug.jpg\")\nshelf = ref(\"shelf.jpg\")\nmug on shelf\nlighting match shelf \"soft light\""),
    ("create", "fox = ref(\"fox.jpg\", \"young fox\", short: \"fox\")\nfox sleeping_in \"the snow\"\nkeep fox"),
    (
        "repaint",
        "town = ref(\"town.jpg\")\nprint = ref(\"print.jpg\")\nstyle from print \"woodblock\"\npalette from print\n\
         avoid rest from print",
    ),
    (
        "edit",
        "room = ref(\"room.jpg\") { sofa = \"grey sofa\" }\nchair = ref(\"chair.jpg\")\nloft = ref(\"loft.jpg\")\n\
         edit room\nreplace room.sofa with chair\nlighting match loft \"soft light\"\navoid \"cables\" from room",
    ),
];

/// What edition 1 says now, by entry.
fn now() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for line in lexicon::relations() {
        said.insert(format!("relation {}", line.word), relation(&line.relation));
    }
    for line in lexicon::aspects() {
        let aspect = &line.aspect;
        let mut text = format!("{}; {}", aspect.noun, aspect.taken);
        for case in CASES {
            let mut templates: Vec<&str> = SHAPES.iter().map(|words| aspect.template(case, words)).collect();
            templates.dedup();
            write!(text, "; {}", templates.join(" | ")).unwrap();
        }
        said.insert(format!("aspect {}", aspect.word), text);
    }
    for count in 1..=14 {
        let positions: Vec<usize> = (1..=count).collect();
        said.insert(format!("images 1 to {count:02}"), dialect::images(&Dialect::default(), &positions));
    }
    for (name, images) in [("image", Images::Number), ("Image", Images::CapitalNumber), ("token", Images::Token)] {
        let dialect = Dialect { images, ..Dialect::default() };
        let some: Vec<String> = [&[1][..], &[1, 2], &[2, 3, 14]].map(|at| dialect::images(&dialect, at)).into();
        said.insert(format!("images as {name}"), some.join("; "));
    }
    for negative in lexicon::negatives() {
        said.insert(format!("negative {}", negative.word), negative.say.to_string());
    }
    for model in MODELS {
        for (name, scene) in SCENES {
            said.insert(format!("scene {name} for {model}"), scene_for(scene, model));
        }
    }
    said
}

/// The prompt of a scene for a model, and the words that go with it.
fn scene_for(scene: &str, model: &str) -> String {
    let target = Target { model: Some(model), ..Target::default() };
    // Some models take no task without a size, which no prompt says.
    let sized = format!("{scene}\nsize 1:1");
    let needed = Models::BUILT_IN.get(model).unwrap().sizes.needed == Needed::Always;
    let text = if needed { &sized } else { scene };
    let compiled = compile(&Input { text, files: &NoFiles, target, ..Input::default() });
    let pass = compiled.pass();
    assert!(!pass.prompt.is_empty(), "{model} {scene}");
    let mut out = pass.prompt.clone();
    if let Some(negative) = &pass.task.negative_prompt {
        write!(out, " | not {negative}").unwrap();
    }
    for reference in pass.task.inputs.iter().flat_map(|inputs| &inputs.reference_images) {
        if let ReferenceImage::Tagged { tag, .. } = reference {
            write!(out, " | {tag}").unwrap();
        }
    }
    for bound in pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes) {
        write!(out, " | {} {} {}", bound.id, bound.reference_index, bound.description).unwrap();
    }
    out
}

fn relation(entry: &Relation) -> String {
    let lead = entry.lead.as_ref().map_or_else(String::new, |lead| format!("{} {}", lead.verb, lead.preposition));
    let Relation { participle, preposition, comma, object, class, .. } = entry;
    format!("{participle}; {preposition}; comma {comma}; {object:?}; {lead}; {}", class.name())
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/editions/1.tsv")
}

#[test]
fn edition_1_says_what_it_has_always_said() {
    let mut fixed = std::fs::read_to_string(file()).unwrap_or_default();
    let now = now();
    let known: BTreeMap<&str, &str> = fixed.lines().filter_map(|line| line.split_once('\t')).collect();
    for (entry, text) in &known {
        let current = now.get(*entry);
        assert_eq!(current.map(String::as_str), Some(*text), "`{entry}` no longer says what it said");
    }
    let new: Vec<String> = now
        .iter()
        .filter(|(entry, _)| !known.contains_key(entry.as_str()))
        .map(|(entry, text)| format!("{entry}\t{text}\n"))
        .collect();
    if std::env::var_os("UPDATE_EDITION").is_some() {
        fixed.push_str(&new.concat());
        std::fs::write(file(), fixed).unwrap();
    } else {
        let first = new.first().map_or("", |line| line);
        assert!(new.is_empty(), "{} entries without a line in {}, such as {first}", new.len(), file().display());
    }
}
