//! The report as workflow commands. What comes in: what came of each scene. What goes out: a command for each thing that fails,
//! which GitHub shows at the golden file, or at the place of a finding in a scene.

use super::{Outcome, PLAIN, Report, human};
use crate::diagnostic::render::{command, github as findings};

pub(super) fn github(report: &Report) -> String {
    let mut out = String::new();
    let error = |path: &str, title: &str, message: &str| command("error", &[("file", path), ("title", title)], message);
    for project in &report.projects {
        out += &findings(&project.diagnostics, &project.sources);
    }
    for scene in report.scenes.iter().filter(|scene| !report.updated || scene.is_broken()) {
        out += &match &scene.outcome {
            Outcome::Same | Outcome::Stale => continue,
            Outcome::Errors => findings(&scene.found, &scene.sources),
            Outcome::Differs(found) => {
                error(&scene.golden(), "prompts differ", human::differences(found, PLAIN).trim_end())
            }
            Outcome::Missing => error(&scene.name, "no golden file", "no golden file holds the prompts of this scene"),
            Outcome::Unreadable(_) => error(&scene.golden(), "damaged golden file", &scene.why().unwrap_or_default()),
        };
    }
    for path in report.obsolete.iter().filter(|_| !report.updated) {
        out += &error(&path.to_string_lossy(), "obsolete golden file", "no scene needs it");
    }
    out
}
