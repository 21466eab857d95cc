//! The report as JSON. What comes in: what came of each scene. What goes out: one document for programs, in which a word has
//! one meaning for ever: `version` says which.

use serde::Serialize;

use super::{Case, Outcome, Report, Tested, Verdict};
use crate::diagnostic::render::{Finding, escape_json, findings};
use crate::snapshot::{Kind, Prompt, Words};

/// The version of the form.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    updated: bool,
    scenes: Vec<Scene>,
    obsolete: Vec<String>,
    /// What was found in the files of projects, and in scenes with errors.
    diagnostics: Vec<Finding<'r>>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // a scene is the file of one
struct Scene {
    scene: String,
    golden: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statements: Vec<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Test {
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    target: String,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prompts: Vec<Changed>,
}

/// A prompt whose words changed, sentence by sentence.
#[derive(Serialize)]
struct Changed {
    #[serde(skip_serializing_if = "String::is_empty")]
    pass: String,
    sentences: Vec<Vec<Piece>>,
}

/// Words that both prompts have, or one of them.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Piece {
    Same(String),
    Removed(String),
    Added(String),
}

pub(super) fn json(report: &Report) -> String {
    let of_projects = report.projects.iter().map(|project| (&project.diagnostics, &project.sources));
    let broken = report.scenes.iter().filter(|scene| scene.is_broken()).map(|scene| (&scene.found, &scene.sources));
    let document = Document {
        version: VERSION,
        updated: report.updated,
        scenes: report.scenes.iter().map(scene).collect(),
        obsolete: report.obsolete.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        diagnostics: of_projects.chain(broken).flat_map(|(found, sources)| findings(found, sources)).collect(),
    };
    escape_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

fn scene(scene: &Tested) -> Scene {
    let outcome = match scene.outcome {
        Outcome::Same | Outcome::Stale => "same",
        Outcome::Differs(_) => "differs",
        Outcome::Missing => "missing",
        Outcome::Unreadable(_) => "damaged",
        Outcome::Errors => "errors",
    };
    let gone = scene.gone().map(|case| Test { verdict: "gone", ..unchanged(&case) });
    Scene {
        scene: scene.name.clone(),
        golden: scene.golden(),
        outcome,
        message: scene.why(),
        statements: scene.statements().to_vec(),
        tests: scene.cases.iter().map(|case| test(scene, case)).chain(gone).collect(),
    }
}

fn unchanged(case: &Case) -> Test {
    let Case { target, id } = case.clone();
    Test { id, target, verdict: "same", renamed_from: None, changes: Vec::new(), prompts: Vec::new() }
}

fn test(scene: &Tested, case: &Case) -> Test {
    let test = unchanged(case);
    let difference = match scene.verdict(case) {
        Verdict::Same => return test,
        Verdict::NoGolden if matches!(scene.outcome, Outcome::Missing) => return Test { verdict: "missing", ..test },
        Verdict::NoGolden => return Test { verdict: "damaged", ..test },
        Verdict::Differs(difference) => difference,
    };
    let (verdict, renamed_from) = match &difference.kind {
        Kind::Changed => ("differs", None),
        Kind::New => ("new", None),
        Kind::Gone => ("gone", None),
        Kind::Renamed(old) => ("renamed", Some(old.clone())),
    };
    let prompts = difference.prompts.iter().map(changed).collect();
    Test { verdict, renamed_from, changes: difference.told.clone(), prompts, ..test }
}

fn changed(prompt: &Prompt) -> Changed {
    let piece = |words: &Words| match words {
        Words::Same(words) => Piece::Same(words.clone()),
        Words::Gone(words) => Piece::Removed(words.clone()),
        Words::Come(words) => Piece::Added(words.clone()),
    };
    let sentences = prompt.sentences.iter().map(|sentence| sentence.iter().map(piece).collect());
    Changed { pass: prompt.pass.clone(), sentences: sentences.collect() }
}
