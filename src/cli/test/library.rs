//! The golden text of a scene for tests in Rust. What comes in: the path of a scene. What goes out: what `scene test --update`
//! would write beside it.

use std::path::Path;
use std::rc::Rc;

use super::suite::make;
use crate::cli::input::Source;
use crate::cli::levels::Flags;
use crate::cli::projects::Projects;
use crate::cli::reach::Access;
use crate::diagnostic::render::short;
use crate::matrix::Options;

/// Everything that a scene file makes, as the text that `scene test` keeps beside it: with the settings and models of its
/// project, for each target that it is tested for. For snapshot tests in Rust:
///
/// ```no_run
/// let text = scenewright::golden("scenes/watch.scene").unwrap();
/// // insta::assert_snapshot!(text);
/// assert!(text.starts_with("// Golden prompts"));
/// ```
///
/// # Errors
///
/// The findings, a line each, if the scene has errors; the system's words if it cannot be read.
pub fn golden(scene: impl AsRef<Path>) -> Result<String, String> {
    let opened = Source::File(scene.as_ref().to_owned()).open(&Rc::new(Access::default()))?;
    let mut projects = Projects::default();
    let project = projects.of(&opened.disk, Flags::default());
    let loaded = opened.load(project);
    let made = make(&loaded, &Options::default(), &mut Vec::new())?;
    if made.failed {
        let reports = projects.reports.iter().map(|report| short(&report.diagnostics, &report.sources));
        return Err(reports.collect::<String>() + &short(&made.found, &made.sources));
    }
    Ok(made.golden.to_string())
}
