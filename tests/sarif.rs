//! `--format sarif` against the published schema of SARIF 2.1.0. What comes in: findings of every code, and hostile ones.
//! What is checked: each document is valid, and the validator refuses documents that are not. The schema stands in a
//! package that cargo fetches and never builds; where there is none, the test says so and ends, except in CI.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr)] // a test that is skipped says so

#[path = "support/photographs.rs"]
mod photographs;

use std::path::Path;
use std::process::Command;

use jsonschema::Validator;
use photographs::Photographs;
use scenewright::compile::{Compiled, Input, compile};
use scenewright::diagnostic::render::sarif;
use scenewright::diagnostic::{Code, Diagnostic, Edit, Fix};
use scenewright::source::{SourceMap, Span};
use serde_json::{Value, json};

/// The published schema as it stands in the package that ships it.
fn schema() -> Option<Value> {
    let metadata = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .args(more);
        cargo.output().ok().filter(|output| output.status.success())
    };
    let output = metadata(&["--offline"]).or_else(|| metadata(&[]))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == "serde-sarif")?;
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
    let text = std::fs::read_to_string(folder.join("src/schema.json")).ok()?;
    // Its pattern of language codes, which we never write, closes a bracket that it does not open.
    let schema: Value = serde_json::from_str(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$")).ok()?;
    assert_eq!(schema["title"], "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema");
    Some(schema)
}

/// Calls the test with a validator, or says why it does not.
fn with_schema(test: impl FnOnce(&Validator)) {
    let Some(schema) = schema() else {
        assert!(std::env::var_os("CI").is_none(), "the package with the schema of SARIF is not there");
        eprintln!("skipped: the package with the schema of SARIF is not there; `cargo fetch` brings it");
        return;
    };
    test(&jsonschema::draft7::options().should_validate_formats(true).build(&schema).unwrap());
}

fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn compiled(name: &str, text: &str) -> Compiled {
    compile(&Input { name, text, files: &Photographs, strict_files: true, ..Input::default() })
}

/// The bad scenes of all pages.
fn bad_scenes() -> Vec<Compiled> {
    let scene = |code: &Code| {
        let page = code.page();
        let body = page.split_once("```scene wrong\n").and_then(|(_, rest)| rest.split_once("```"));
        body.map(|(body, _)| compiled("mug.scene", body))
    };
    Code::ALL.iter().filter_map(scene).collect()
}

#[test]
fn every_document_is_valid() {
    with_schema(|validator| {
        let mut scenes = bad_scenes();
        scenes.push(compiled("empty.scene", ""));
        scenes.push(compiled("a b:c%\n\u{1b}#?.scene", "mug on\r\n\u{202e}é = ref(\n"));
        scenes.push(compiled("many.scene", &"mug standng_on shelf\n".repeat(1_200)));
        let found: Vec<_> = scenes.iter().map(|it| (it.diagnostics.as_slice(), &it.sources)).collect();
        assert!(found.iter().map(|(found, _)| found.len()).sum::<usize>() > 1_000);
        let document = parsed(&sarif(found.iter().copied()));
        assert_eq!(faults(validator, &document), [""; 0]);
        let results = document["runs"][0]["results"].as_array().unwrap();
        assert!(results.iter().any(|result| result.get("fixes").is_some()));
        for one in found {
            assert_eq!(faults(validator, &parsed(&sarif([one]))), [""; 0]);
        }
        assert_eq!(faults(validator, &parsed(&sarif([]))), [""; 0]);
    });
}

#[test]
fn findings_made_up_to_be_odd_are_valid() {
    with_schema(|validator| {
        let mut sources = SourceMap::default();
        let file = sources.add("/é/a.scene", "é\n");
        let other = sources.add("", "");
        for code in Code::ALL {
            let mut finding = Diagnostic::new(*code, Span::new(file, 1, 99), "")
                .also(Span::new(other, 0, 0), "")
                .also(Span::new(other, 5, 9), "there\n")
                .fix("", Span::new(file, 3, 3), "");
            finding.fixes.push(Fix { title: "none".into(), edits: Vec::new() });
            let edit = |at| Edit { span: Span::new(at, 0, 0), text: "x".into() };
            finding.fixes.push(Fix { title: "two files".into(), edits: vec![edit(file), edit(other), edit(file)] });
            let bare = Diagnostic { labels: Vec::new(), ..Diagnostic::new(*code, Span::default(), "bare") };
            assert_eq!(faults(validator, &parsed(&sarif([(&[finding, bare][..], &sources)]))), [""; 0]);
        }
    });
}

#[test]
fn the_validator_refuses_what_is_wrong() {
    with_schema(|validator| {
        let mut sources = SourceMap::default();
        let file = sources.add("a.scene", "mug\n");
        let finding =
            Diagnostic::new(Code::NearMiss, Span::new(file, 0, 3), "odd").fix("mend", Span::new(file, 0, 1), "b");
        let sound = parsed(&sarif([(&[finding][..], &sources)]));
        assert_eq!(faults(validator, &sound), [""; 0]);
        let breaks: [(&str, Value); 8] = [
            ("/version", json!("2.0.0")),
            ("/runs/0/tool/driver/name", json!(1)),
            ("/runs/0/columnKind", json!("bytes")),
            ("/runs/0/results/0/level", json!("hint")),
            ("/runs/0/results/0/message", json!({})),
            ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
            ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
            ("/runs/0/results/0/fixes/0/artifactChanges/0/replacements", json!([])),
        ];
        for (pointer, value) in breaks {
            let mut broken = sound.clone();
            *broken.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not there")) = value;
            assert!(!faults(validator, &broken).is_empty(), "{pointer}");
        }
    });
}
