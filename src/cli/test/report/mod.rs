//! What a test found. What comes in: what came of each scene. What goes out: the report in one of four forms. Absent: reading
//! and writing of files.

mod github;
mod human;
mod json;
mod junit;
mod prompts;

use std::collections::HashMap;
use std::path::PathBuf;

use super::golden::ENDING;
use crate::cli::projects;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::Look;
use crate::snapshot::{Difference, Differences, Golden, Kind, Unreadable};
use crate::source::SourceMap;

pub(in crate::cli) use human::differences;

/// What came of all scenes.
#[derive(Default)]
pub(super) struct Report {
    /// What came of each scene, in order.
    pub(super) scenes: Vec<Tested>,
    /// Golden files of scenes that are not there, or that make no picture.
    pub(super) obsolete: Vec<PathBuf>,
    /// What was found in the files of projects.
    pub(super) projects: Vec<projects::Report>,
    /// Whether what differs was written.
    pub(super) updated: bool,
}

/// What came of a scene.
pub(super) struct Tested {
    /// The name people know it by.
    pub(super) name: String,
    pub(super) outcome: Outcome,
    /// Its tasks, as far as they were asked for; none if it has errors.
    pub(super) cases: Vec<Case>,
    /// Those that differ, with their place in the list of differences.
    pub(super) differing: HashMap<Case, usize>,
    /// How many prompts these have.
    pub(super) prompts: usize,
    /// What was found in it.
    pub(super) found: Vec<Diagnostic>,
    /// Where the places of that are.
    pub(super) sources: SourceMap,
    /// What its golden file should hold, if it holds something else.
    pub(super) new: Option<Golden>,
}

/// A task of a scene for a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Case {
    /// The target; empty if it is what the scene names itself.
    pub(super) target: String,
    /// The id of the task; empty if the scene has no variables.
    pub(super) id: String,
}

/// The tasks that differ and are still made, with their places in the list.
pub(super) fn differing(outcome: &Outcome) -> HashMap<Case, usize> {
    let Outcome::Differs(differences) = outcome else { return HashMap::new() };
    let made = differences.list.iter().enumerate().filter(|(_, difference)| difference.kind != Kind::Gone);
    made.flat_map(|(at, it)| it.tasks.iter().map(move |id| (Case { target: it.target.clone(), id: id.clone() }, at)))
        .collect()
}

/// How a scene did.
pub(super) enum Outcome {
    /// Everything is as it was.
    Same,
    /// The prompts are as they were; statements that caused them, or the form of the file, are not.
    Stale,
    /// Something is not as it was.
    Differs(Differences),
    /// It has no golden file.
    Missing,
    /// Its golden file cannot be read.
    Unreadable(Unreadable),
    /// It has errors, so that it has no prompt.
    Errors,
}

/// No colours, and lines of any width.
const PLAIN: Look = Look { colour: false, width: None };

/// How a task did.
pub(super) enum Verdict<'t> {
    /// It is as it was.
    Same,
    /// It differs so.
    Differs(&'t Difference),
    /// Its scene has no golden file that can be read.
    NoGolden,
}

impl Case {
    /// What the test is called: the scene's own name if it has one task for what it names itself.
    pub(super) fn title(&self, scene: &str) -> String {
        match (self.id.as_str(), self.target.as_str()) {
            ("", "") => scene.to_owned(),
            ("", target) => target.to_owned(),
            (id, "") => id.to_owned(),
            (id, target) => format!("{id} for {target}"),
        }
    }
}

impl Tested {
    /// How a task of the scene did.
    pub(super) fn verdict(&self, case: &Case) -> Verdict<'_> {
        match &self.outcome {
            Outcome::Same | Outcome::Stale | Outcome::Errors => Verdict::Same,
            Outcome::Missing | Outcome::Unreadable(_) => Verdict::NoGolden,
            Outcome::Differs(differences) => {
                let at = self.differing.get(case);
                at.and_then(|at| differences.list.get(*at)).map_or(Verdict::Same, Verdict::Differs)
            }
        }
    }

    /// The name of its golden file.
    pub(super) fn golden(&self) -> String {
        format!("{}{ENDING}", self.name)
    }

    /// What is told of the scene in a line, if its test fails as a whole.
    pub(super) fn why(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Missing => Some("has no golden file".to_owned()),
            Outcome::Unreadable(why) => Some(format!("its golden file cannot be read: line {}: {}", why.line, why.why)),
            Outcome::Errors => Some("has errors, and so no prompt".to_owned()),
            Outcome::Same | Outcome::Stale | Outcome::Differs(_) => None,
        }
    }

    /// What has changed in the statements of the scene, in words.
    pub(super) fn statements(&self) -> &[String] {
        match &self.outcome {
            Outcome::Differs(differences) => &differences.statements,
            _ => &[],
        }
    }

    /// Tasks that are made no longer, which are no cases of the scene any more.
    pub(super) fn gone(&self) -> impl Iterator<Item = Case> {
        let list = match &self.outcome {
            Outcome::Differs(differences) => differences.list.as_slice(),
            _ => &[],
        };
        list.iter()
            .filter(|it| it.kind == Kind::Gone)
            .flat_map(|it| it.tasks.iter().map(|id| Case { target: it.target.clone(), id: id.clone() }))
    }

    /// Whether its test fails.
    pub(super) fn fails(&self) -> bool {
        !matches!(self.outcome, Outcome::Same | Outcome::Stale)
    }

    /// Whether nothing of it was asked for.
    pub(super) fn is_idle(&self) -> bool {
        self.cases.is_empty() && self.gone().next().is_none()
    }

    /// Whether it has errors.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self.outcome, Outcome::Errors)
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// What differs, as a person would tell it
    Human,
    /// XML, as CI systems read it
    #[value(help = "A JUnit XML document, as CI systems read it")]
    Junit,
    /// Workflow commands, for annotations on GitHub
    Github,
    /// A JSON document
    Json,
}

/// The report in one of its forms.
pub(super) fn write(report: &Report, form: Form, look: Look) -> String {
    match form {
        Form::Human => human::human(report, look),
        Form::Junit => junit::junit(report),
        Form::Github => github::github(report),
        Form::Json => json::json(report),
    }
}
