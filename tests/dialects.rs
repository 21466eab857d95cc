//! draft
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/english.rs"]
mod english;

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use scenewright::compile::{Compiled, Input, Pass, Target, open};
use scenewright::emit::ReferenceImage;
use scenewright::matrix::Options;
use scenewright::target::{self, Models, Profile};

use beside::Beside;

/// A name for each dialect, and how a data file writes it.
const DIALECTS: [(&str, &str); 10] = [
    ("ordinal", r#"{"images": "the first image"}"#),
    ("number", r#"{"images": "image 1"}"#),
    ("positive", r#"{"images": "image 1", "negatives": "positive"}"#),
    ("listed", r#"{"images": "Image 1", "inputs": true}"#),
    ("capital", r#"{"images": "Image 1", "negatives": "prompt"}"#),
    ("token", r#"{"images": "<<<image_1>>>"}"#),
    ("tag", r#"{"images": "@tag", "tag": {"min": 3, "max": 16}}"#),
    ("box", r#"{"images": "<id>", "negatives": "positive"}"#),
    ("order", r#"{"images": "in order"}"#),
    ("apart", r#"{"images": "image 1", "negatives": "prompt"}"#),
];

fn models() -> Models {
    let model = |(name, dialect): &(&str, &str)| -> Profile {
        let mut data: serde_json::Value = serde_json::from_str(target::data(target::DEFAULT_MODEL).unwrap()).unwrap();
        data["air"] = format!("test:{name}@1").into();
        data["slug"] = format!("test-{name}").into();
        data["dialect"] = serde_json::from_str(dialect).unwrap();
        serde_json::from_value(data).unwrap()
    };
    Models::with(DIALECTS.iter().map(model).collect())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tasks(path: &Path, models: &Models, model: &str) -> Vec<Compiled> {
    let text = fs::read_to_string(path).unwrap();
    let files = Beside(path.parent().unwrap().to_path_buf());
    let target = Target { models, model: Some(model) };
    let input = Input { name: "input.scene", text: &text, files: &files, target, ..Input::default() };
    let opened = open(&input, &Options::default());
    let mut tasks = Vec::new();
    let _ = opened.each(&mut |combination| {
        tasks.push(opened.compile(&combination));
        ControlFlow::Continue(())
    });
    tasks
}

/// Scenes whose prompts are read aloud.
const READ: [&str; 24] = [
    "tests/scenes/worked/mug_on_shelf/input.scene",
    "tests/scenes/worked/chef_and_cat/input.scene",
    "tests/scenes/worked/surfer_on_van/input.scene",
    "tests/scenes/worked/harbor_woodblock/input.scene",
    "tests/scenes/worked/room_armchair/input.scene",
    "tests/scenes/worked/woman_dress_boots/input.scene",
    "tests/scenes/realise/clash_two_men/input.scene",
    "tests/scenes/realise/combine_two/input.scene",
    "tests/scenes/realise/combine_four/input.scene",
    "tests/scenes/realise/create_bare/input.scene",
    "tests/scenes/realise/create_lent_looks/input.scene",
    "tests/scenes/realise/edit_many/input.scene",
    "tests/scenes/realise/edit_whole_look/input.scene",
    "tests/scenes/realise/five_and_a_lender/input.scene",
    "tests/scenes/realise/five_with_backdrop/input.scene",
    "tests/scenes/realise/lead_embroider/input.scene",
    "tests/scenes/realise/orphan_part/input.scene",
    "tests/scenes/realise/panels_labels/input.scene",
    "tests/scenes/realise/say_holes/input.scene",
    "tests/scenes/realise/shared_images/input.scene",
    "tests/scenes/passes/otter_cart/input.scene",
    "tests/scenes/passes/party/input.scene",
    "examples/family_portrait.scene",
    "examples/kite_poster.scene",
];

fn shown(pass: &Pass) -> String {
    let mut out = english::sentences(&pass.prompt).join("\n") + "\n";
    if let Some(negative) = &pass.task.negative_prompt {
        writeln!(out, "negative: {negative}").unwrap();
    }
    for (at, reference) in pass.task.inputs.iter().flat_map(|inputs| &inputs.reference_images).enumerate() {
        let tag = match reference {
            ReferenceImage::Tagged { tag, .. } => format!("  @{tag}"),
            ReferenceImage::Plain(_) => String::new(),
        };
        let image = &pass.references[at].source;
        writeln!(out, "{:>2}  {image}{tag}", at + 1).unwrap();
    }
    for bound in pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes) {
        let area = bound.target_box.map_or_else(String::new, |area| format!("  {area:?}"));
        writeln!(out, "<{}> {} {:?}{area}", bound.id, bound.reference_index, bound.description).unwrap();
    }
    out
}

#[test]
fn prompts_read_as_before() {
    let models = models();
    for (name, _) in DIALECTS {
        let mut out = String::new();
        for scene in READ {
            for task in tasks(&root().join(scene), &models, &format!("test:{name}@1")) {
                writeln!(out, "== {}", scene.trim_end_matches("/input.scene")).unwrap();
                let errors: Vec<_> =
                    task.diagnostics.iter().filter(|f| f.is_error()).map(|f| f.message.clone()).collect();
                if !errors.is_empty() {
                    writeln!(out, "{errors:?}").unwrap();
                }
                for pass in &task.passes {
                    if task.passes.len() > 1 {
                        writeln!(out, "[{}]", pass.name).unwrap();
                    }
                    out += &shown(pass);
                }
                out.push('\n');
            }
        }
        fs::create_dir_all("/tmp/wt-dialects-out").unwrap();
        fs::write(format!("/tmp/wt-dialects-out/{name}.txt"), out).unwrap();
    }
}
