//! What a scene says never hangs on the model. What comes in: every scene of the repository, and every way in which models
//! want images named and things left out. What goes out: a failure for each fact that one of them does not say, and for each
//! image that goes by a wrong name; and snapshots of some prompts, to be read aloud.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string)] // scenes are written piece by piece
#![allow(clippy::struct_excessive_bools)] // what a scene holds is a row of yes and no
#![allow(dead_code)] // of what tests share, some is for others

mod support {
    pub mod beside;
    pub mod draws;
    pub mod elements;
    pub mod english;
    pub mod held;
    pub mod looks;
    pub mod named;
    pub mod rows;
    pub mod scenes;
    pub mod tape;
}

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use scenewright::compile::{Compiled, Input, NoFiles, Pass, Target, compile, open};
use scenewright::lexicon;
use scenewright::matrix::Options;
use scenewright::target::{self, Models, Needed, Profile};

use support::beside::Beside;
use support::draws::hold;
use support::named::tags;
use support::rows::rows;
use support::scenes::sample;
use support::{english, held};

/// A name for each dialect, and how a data file writes it. The first is what the others are held to.
const DIALECTS: [(&str, &str); 11] = [
    ("ordinal", r#"{"images": "the first image"}"#),
    ("number", r#"{"images": "image 1"}"#),
    ("number_positive", r#"{"images": "image 1", "negatives": "positive"}"#),
    ("number_negative", r#"{"images": "image 1", "negatives": "prompt"}"#),
    ("capital", r#"{"images": "Image 1"}"#),
    ("capital_negative", r#"{"images": "Image 1", "negatives": "prompt"}"#),
    ("listed", r#"{"images": "Image 1", "inputs": true}"#),
    ("token", r#"{"images": "<<<image_1>>>"}"#),
    ("tag", r#"{"images": "@tag", "tag": {"min": 3, "max": 16}}"#),
    ("box", r#"{"images": "<id>", "negatives": "positive"}"#),
    ("order", r#"{"images": "in order"}"#),
];

/// Dialects that no known model has, and that a user may write down all the same.
const ODD: [(&str, &str); 6] = [
    ("ordinal_listed", r#"{"images": "the first image", "inputs": true, "negatives": "positive"}"#),
    ("token_listed", r#"{"images": "<<<image_1>>>", "inputs": true, "negatives": "prompt"}"#),
    ("tag_listed", r#"{"images": "@tag", "inputs": true}"#),
    ("tag_tight", r#"{"images": "@tag", "tag": {"min": 9, "max": 2}}"#),
    ("box_listed", r#"{"images": "<id>", "inputs": true}"#),
    ("order_listed", r#"{"images": "in order", "inputs": true, "negatives": "positive"}"#),
];

/// The default model with another dialect, so that all else is the same.
fn model(name: &str, dialect: &str) -> Profile {
    let mut data: serde_json::Value = serde_json::from_str(target::data(target::DEFAULT_MODEL).unwrap()).unwrap();
    data["air"] = name.into();
    data["slug"] = name.into();
    data["dialect"] = serde_json::from_str(dialect).unwrap();
    serde_json::from_value(data).unwrap()
}

fn models() -> Models {
    Models::with(DIALECTS.iter().chain(&ODD).map(|(name, dialect)| model(name, dialect)).collect())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every scene of the repository that makes a picture.
fn scenes() -> Vec<PathBuf> {
    let inside = |folder: PathBuf| -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    let areas = ["briefs", "passes", "realise", "worked"].map(|area| root().join("tests/scenes").join(area));
    let cases = areas.into_iter().flat_map(inside).map(|folder| folder.join("input.scene"));
    let own = inside(root().join("tests/scenes/dialects/cases")).into_iter().chain(inside(root().join("examples")));
    let scene = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "scene");
    cases.chain(own.filter(scene)).collect()
}

/// Every task of a scene for a model.
fn tasks(path: &Path, models: &Models, model: &str) -> Vec<Compiled> {
    let mut text = fs::read_to_string(path).unwrap();
    // Some models take no task without a size, which no prompt says.
    if models.get(model).unwrap().sizes.needed == Needed::Always && !text.contains("\nsize ") {
        text.push_str("\nsize 1:1\n");
    }
    let files = Beside(path.parent().unwrap().to_path_buf());
    let target = Target { models, model: Some(model), ..Target::default() };
    let opened = open(
        &Input { name: "input.scene", text: &text, files: &files, target, ..Input::default() },
        &Options::default(),
    );
    let mut tasks = Vec::new();
    let went = opened.each(&mut |combination| {
        tasks.push(opened.compile(&combination));
        ControlFlow::Continue(())
    });
    assert!(went.is_ok());
    tasks
}

#[test]
fn every_dialect_says_what_the_ordinal_one_says() {
    let models = models();
    let mut faults = Vec::new();
    for path in scenes() {
        let scene = Scene::new(&path, &models);
        for (name, _) in &DIALECTS {
            match scene.faults(&models, name) {
                Some(found) => faults.extend(found),
                None => faults.push(format!("{} does not compile for {name}", scene.name)),
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_model_says_what_the_ordinal_one_says() {
    let models = models();
    let scenes: Vec<Scene> = scenes().iter().map(|path| Scene::new(path, &models)).collect();
    let (mut faults, mut count) = (Vec::new(), 0);
    for profile in Models::BUILT_IN.all() {
        let found: Vec<_> = scenes.iter().filter_map(|scene| scene.faults(&models, &profile.air)).collect();
        count += 1;
        // The others send more images, or ask for sizes or seeds that it does not take.
        assert!(found.len() > 20, "{} scenes compile for {}", found.len(), profile.air);
        faults.extend(found.into_iter().flatten());
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert_eq!(count, 31);
}

#[test]
fn random_scenes_are_the_same_in_every_dialect() {
    let models = models();
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    hold(cases, &rows(), |rows| {
        let scene = sample(&rows);
        let pass = |model: &str| {
            let target = Target { models: &models, model: Some(model), ..Target::default() };
            compile(&Input { name: "random.scene", text: &scene.text, files: &NoFiles, target, ..Input::default() })
        };
        let (plain, apart) = (pass("ordinal"), pass("number_negative"));
        for (name, _) in DIALECTS.iter().chain(&ODD) {
            let dialect = &models.get(name).unwrap().dialect;
            let faults = held::faults(plain.pass(), apart.pass(), pass(name).pass(), dialect);
            if !faults.is_empty() {
                return Err(format!("{name}: {}\n--- scene\n{}", faults.join("\n"), scene.text));
            }
        }
        Ok(())
    });
}

#[test]
fn boxes_go_where_relations_put_them() {
    let models = models();
    let text = "mug = ref([\"a.jpg\", \"b.jpg\"], \"old mug\")\njug = ref(\"jug.jpg\")\nrug = ref(\"rug.jpg\")\n\
        mug left_of jug\nrug near jug\n";
    let target = Target { models: &models, model: Some("box"), ..Target::default() };
    let compiled = compile(&Input { text, files: &NoFiles, target, ..Input::default() });
    let boxes = serde_json::to_string(&compiled.pass().task.settings).unwrap();
    assert_eq!(
        boxes,
        "{\"boundingBoxes\":[\
         {\"id\":\"mug1\",\"description\":\"old mug\",\"referenceIndex\":0,\"sourceBox\":[0,0,1000,1000],\
         \"targetBox\":[0,0,1000,500]},\
         {\"id\":\"mug2\",\"description\":\"old mug, another view\",\"referenceIndex\":1,\"sourceBox\":[0,0,1000,1000]},\
         {\"id\":\"jug\",\"description\":\"jug\",\"referenceIndex\":2,\"sourceBox\":[0,0,1000,1000],\
         \"targetBox\":[0,500,1000,1000]},\
         {\"id\":\"rug\",\"description\":\"rug\",\"referenceIndex\":3,\"sourceBox\":[0,0,1000,1000]}]}"
    );
}

/// A negative prompt that is too long is told of like a prompt that is.
#[test]
fn negative_prompts_keep_to_the_limit_of_the_model() {
    let compiled = |count: usize| {
        let text = format!("mug = ref(\"a.jpg\")\nmug on \"a shelf\"\navoid \"{}\"\n", "x".repeat(count));
        let target = Target { model: Some("alibaba:qwen-image@3.0"), ..Target::default() };
        compile(&Input { text: &text, files: &NoFiles, target, ..Input::default() })
    };
    assert!(!compiled(500).has_errors());
    let found = compiled(501);
    assert_eq!(found.diagnostics[0].code.name(), "prompt-too-long");
    assert_eq!(found.sources.start(found.diagnostics[0].span()).line, 3);
}

/// Words between quotes on lines that bind nothing.
fn said(text: &str) -> Vec<(bool, String)> {
    let settled = ["//", "use ", "vary ", "param ", "zip ", "skip ", "edition "];
    let lines = text.lines().map(str::trim).filter(|line| !settled.iter().any(|word| line.starts_with(word)));
    let mut found = Vec::new();
    for line in lines.filter(|line| !line.contains(" = ") && !line.contains("\"\"\"")) {
        let strings = line
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|string| !string.contains(['{', '\\']) && !string.contains(".jpg"));
        found.extend(strings.map(|string| (line.starts_with("avoid "), string.to_owned())));
    }
    found
}

/// Nothing of this rests on the ordinal dialect.
#[test]
fn every_word_of_an_author_is_said_in_every_dialect() {
    let models = models();
    let (mut faults, mut count) = (Vec::new(), 0);
    for path in scenes() {
        let strings = said(&fs::read_to_string(&path).unwrap());
        for (name, _) in &DIALECTS {
            let mut all = String::new();
            for pass in tasks(&path, &models, name).iter().flat_map(|task| &task.passes) {
                all += &format!("{} {} ", pass.prompt, pass.task.negative_prompt.as_deref().unwrap_or_default());
            }
            let lower = all.to_lowercase();
            for (avoided, string) in &strings {
                let words = string.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                let missing: Vec<String> = words.filter(|word| !lower.contains(word.as_str())).collect();
                let restated = lexicon::restated(string).is_some_and(|say| *avoided && all.contains(say));
                if !missing.is_empty() && !restated {
                    faults.push(format!("{} for {name}: nothing says {missing:?}\n  {all}", path.display()));
                }
                count += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 2000, "{count}");
}

/// A scene with what the dialects are held to.
struct Scene {
    path: PathBuf,
    name: String,
    /// Its tasks for a model that counts images.
    plain: Vec<Compiled>,
    /// Its tasks for a model that takes apart what must not be there.
    apart: Vec<Compiled>,
}

impl Scene {
    fn new(path: &Path, models: &Models) -> Self {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let plain = tasks(path, models, "ordinal");
        assert!(plain.iter().all(|task| !task.passes.is_empty()), "{name} does not compile");
        Self { name, path: path.to_path_buf(), plain, apart: tasks(path, models, "number_negative") }
    }

    /// What is wrong with its prompts for a model; none if the model does not take it, or makes it in other passes.
    fn faults(&self, models: &Models, model: &str) -> Option<Vec<String>> {
        let dialect = &models.get(model).unwrap().dialect;
        let found = tasks(&self.path, models, model);
        let passes = |tasks: &[Compiled]| -> Vec<Vec<usize>> {
            let images = |task: &Compiled| task.passes.iter().map(|pass| pass.references.len()).collect();
            tasks.iter().map(images).collect()
        };
        if passes(&found) != passes(&self.plain) {
            return None;
        }
        let all = |tasks: &'_ [Compiled]| -> Vec<Pass> { tasks.iter().flat_map(|task| task.passes.clone()).collect() };
        let mut faults = Vec::new();
        for ((plain, apart), found) in all(&self.plain).iter().zip(&all(&self.apart)).zip(all(&found)) {
            let own = held::faults(plain, apart, &found, dialect);
            faults.extend(own.into_iter().map(|fault| format!("{} for {model}: {fault}", self.name)));
        }
        Some(faults)
    }
}

/// Scenes whose prompts are read aloud.
const READ: [&str; 20] = [
    "tests/scenes/worked/mug_on_shelf/input.scene",
    "tests/scenes/worked/chef_and_cat/input.scene",
    "tests/scenes/worked/surfer_on_van/input.scene",
    "tests/scenes/worked/harbor_woodblock/input.scene",
    "tests/scenes/worked/room_armchair/input.scene",
    "tests/scenes/worked/woman_dress_boots/input.scene",
    "tests/scenes/realise/clash_two_men/input.scene",
    "tests/scenes/realise/create_lent_looks/input.scene",
    "tests/scenes/realise/edit_many/input.scene",
    "tests/scenes/realise/five_and_a_lender/input.scene",
    "tests/scenes/realise/orphan_part/input.scene",
    "examples/family_portrait.scene",
    "tests/scenes/dialects/cases/crowd.scene",
    "tests/scenes/dialects/cases/later.scene",
    "tests/scenes/dialects/cases/lone_edit.scene",
    "tests/scenes/dialects/cases/looks.scene",
    "tests/scenes/dialects/cases/owners.scene",
    "tests/scenes/dialects/cases/players.scene",
    "tests/scenes/dialects/cases/signs.scene",
    "tests/scenes/dialects/cases/views.scene",
];

/// A pass as it is read: its sentences, a line each, and what goes with them.
fn shown(pass: &Pass) -> String {
    let mut out = english::sentences(&pass.prompt).join("\n") + "\n";
    if let Some(negative) = &pass.task.negative_prompt {
        writeln!(out, "  not: {negative}").unwrap();
    }
    let tags = tags(pass);
    for (at, reference) in pass.references.iter().enumerate() {
        let tag = if tags[at].is_empty() { String::new() } else { format!("  @{}", tags[at]) };
        writeln!(out, "  {} {}{tag}", at + 1, reference.source).unwrap();
    }
    for bound in pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes) {
        let area = bound.target_box.map_or_else(String::new, |area| format!(" in {area:?}"));
        writeln!(out, "  <{}> {}: {}{area}", bound.id, bound.reference_index, bound.description).unwrap();
    }
    out
}

#[test]
fn prompts_read_as_before() {
    let models = models();
    for folder in fs::read_dir(root().join("tests/scenes/dialects")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let known = name == "cases" || DIALECTS.iter().any(|(dialect, _)| *dialect == name);
        assert!(known, "tests/scenes/dialects/{name} belongs to no dialect");
    }
    for (dialect, _) in &DIALECTS {
        let mut out = String::new();
        for scene in READ {
            let title = scene.trim_end_matches("/input.scene").trim_end_matches(".scene");
            writeln!(out, "== {}", title.rsplit('/').next().unwrap()).unwrap();
            for pass in tasks(&root().join(scene), &models, dialect).iter().flat_map(|task| &task.passes) {
                if pass.name != "scene" {
                    writeln!(out, "[{}]", pass.name).unwrap();
                }
                out += &shown(pass);
            }
            out.push('\n');
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("scenes/dialects/{dialect}"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("prompts", out));
    }
}
