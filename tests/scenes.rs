//! Every scene of the repository, stage by stage. What comes in: the examples and the cases under `tests/scenes`. What
//! goes out: one snapshot a stage, so that a change of it names the stage that moved. The images of the examples are
//! there and are measured; those of the cases are not, and are taken as written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/english.rs"]
mod english;

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use scenewright::compile::{Compiled, Files, Input, NoFiles, Pass, compile, open};
use scenewright::matrix::Options;

use beside::Beside;

/// The folders of `tests/scenes` that are compiled here; others belong to tests of their own.
const AREAS: [&str; 4] = ["briefs", "passes", "realise", "worked"];

const STAGES: [&str; 4] = ["prompt", "references", "task", "findings"];

/// Every task of a scene, under its id; a scene without variables has one without an id.
fn tasks(text: &str, files: &dyn Files) -> Vec<(String, Compiled)> {
    let opened = open(&Input { name: "input.scene", text, files, ..Input::default() }, &Options::default());
    let mut tasks = Vec::new();
    let went = opened.each(&mut |combination| {
        let mut id = String::new();
        combination.id(&mut id);
        tasks.push((id, opened.compile(&combination)));
        ControlFlow::Continue(())
    });
    assert!(went.is_ok() || tasks.is_empty());
    if tasks.is_empty() { vec![(String::new(), compiled(text, files))] } else { tasks }
}

fn compiled(text: &str, files: &dyn Files) -> Compiled {
    compile(&Input { name: "input.scene", text, files, ..Input::default() })
}

/// What a stage made of a scene, a line a thing. The tasks of a scene with variables stand one below the other, each under
/// its id; but for their prompts, what all of them share is said once.
fn stage_of_all(tasks: &[(String, Compiled)], part: &str) -> String {
    let [first, ..] = tasks else { return "none".into() };
    let parts: Vec<String> = tasks.iter().map(|(_, found)| stage(found, part)).collect();
    if tasks.len() == 1 || part != "prompt" && parts.iter().all(|one| *one == parts[0]) {
        return stage(&first.1, part);
    }
    let under = tasks.iter().zip(&parts).map(|((id, _), one)| format!("{id}:\n{}\n", one.trim_end()));
    under.collect::<Vec<_>>().join("\n")
}

/// What a stage made of a scene, a line a thing.
fn stage(found: &Compiled, stage: &str) -> String {
    let mut out = String::new();
    match stage {
        "prompt" => out = each(found, |pass| english::sentences(&pass.prompt).join("\n")),
        "references" => out = each(found, references),
        "task" => out = each(found, settings),
        _ => {
            for finding in &found.diagnostics {
                let place = found.sources.start(finding.span());
                let (severity, code) = (finding.severity.name(), finding.code.name());
                writeln!(out, "{}:{} {severity} {code}", place.line, place.column).unwrap();
            }
        }
    }
    if out.is_empty() { "none".into() } else { out }
}

/// The same of every pass, under its name if there are several.
fn each(found: &Compiled, one: impl Fn(&Pass) -> String) -> String {
    match found.passes.as_slice() {
        [] => String::new(),
        [only] => one(only),
        several => several
            .iter()
            .map(|pass| {
                let head =
                    if pass.why.is_empty() { pass.name.to_string() } else { format!("{}: {}", pass.name, pass.why) };
                format!("[{head}]\n{}\n", one(pass))
            })
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn references(pass: &Pass) -> String {
    let mut out = String::new();
    for (index, reference) in pass.references.iter().enumerate() {
        writeln!(out, "{:>2}  {}  ({})", index + 1, reference.source, reference.elements.join(", ")).unwrap();
    }
    out
}

/// The task without prompt and references, which have snapshots of their own, and without the id made from them.
fn settings(pass: &Pass) -> String {
    let value = serde_json::to_value(&pass.task).unwrap();
    let fields = value.as_object().unwrap().iter();
    let shown = fields.filter(|(key, _)| !["positivePrompt", "inputs", "taskUUID"].contains(&key.as_str()));
    let mut lines: Vec<String> = shown.map(|(key, value)| format!("{key}: {value}")).collect();
    lines.sort();
    lines.join("\n")
}

fn snapshot(path: &Path, files: &dyn Files, folder: &Path, name: &str) {
    let tasks = tasks(&fs::read_to_string(path).unwrap(), files);
    for part in STAGES {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.set_snapshot_suffix(part);
        settings.bind(|| insta::assert_snapshot!(name, stage_of_all(&tasks, part)));
    }
}

#[test]
fn scenes_of_cases_are_compiled_as_before() {
    insta::glob!("scenes/{briefs,passes,realise}/*/input.scene", |path| {
        snapshot(path, &NoFiles, path.parent().unwrap(), "input");
    });
}

#[test]
fn examples_are_compiled_as_before() {
    insta::glob!("../", "examples/*.scene", |path| {
        let folder = path.parent().unwrap().to_path_buf();
        snapshot(path, &Beside(folder.clone()), &folder.join("snapshots"), path.file_stem().unwrap().to_str().unwrap());
    });
}

/// With every photograph looked into.
#[test]
fn examples_are_sound() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scene"));
    let run = command.args(["check", "examples", "--deny", "warnings"]).current_dir(root()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn worked_examples_hold_to_the_letter() {
    let mut count = 0;
    for folder in folders(&root().join("tests/scenes/worked")) {
        let text = fs::read_to_string(folder.join("input.scene")).unwrap();
        let expected = fs::read_to_string(folder.join("prompt.txt")).unwrap();
        let found = compiled(&text, &NoFiles);
        assert_eq!(found.pass().prompt, expected.trim_end(), "{}", folder.display());
        assert_eq!(stage(&found, "findings"), "none", "{}", folder.display());
        count += 1;
    }
    assert_eq!(count, 6);
}

#[test]
fn every_scene_is_clean_english_and_names_every_image() {
    let cases = cases().into_iter().map(|folder| folder.join("input.scene"));
    let examples = fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    let mut faults = Vec::new();
    for path in cases.chain(examples.filter(|path| path.extension().is_some_and(|extension| extension == "scene"))) {
        let files = Beside(root().join("examples"));
        let tasks = tasks(&fs::read_to_string(&path).unwrap(), &files);
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        for pass in tasks.iter().flat_map(|(_, found)| &found.passes) {
            let mut said = english::positions(&pass.prompt);
            said.sort_unstable();
            said.dedup();
            faults.extend(english::faults(&pass.prompt).into_iter().map(|fault| format!("{name}: {fault}")));
            if said != (1..=pass.references.len()).collect::<Vec<_>>() {
                faults.push(format!("{name}: names {said:?} of {} images", pass.references.len()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_snapshot_has_its_scene() {
    for folder in cases() {
        assert!(folder.join("input.scene").is_file(), "{} holds no scene", folder.display());
        check_snapshots(&folder, &folder);
    }
    let examples = root().join("examples");
    check_snapshots(&examples.join("snapshots"), &examples);
}

/// Every snapshot of `folder` is that of a scene in `scenes`, and of a stage.
fn check_snapshots(folder: &Path, scenes: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "snap") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (scene, part) = name.split_once('@').unwrap_or((&name, ""));
        assert!(STAGES.contains(&part), "{} belongs to no stage", path.display());
        assert!(scenes.join(scene).with_extension("scene").is_file(), "{} has lost its scene", path.display());
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    AREAS.iter().flat_map(|area| folders(&root().join("tests/scenes").join(area))).collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
