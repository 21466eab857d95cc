//! Several targets. What comes in: scenes, each compiled for every target. What goes out: the view that shows them side
//! by side, or why it cannot be had. A target that cannot make a task is shown in its place, with what stops it.

use clap::ValueEnum;

use super::scene::Scene;
use super::table::{Side, totals};
use super::view::view;
use crate::cli::form::Form;
use crate::cli::paint::Paint;
use crate::compile::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Look, printable};
use crate::emit::limits;

/// Of a scene with more tasks nobody reads all of them.
const MOST_SHOWN: u64 = 20;

/// Refuses forms that are made for programs, and scenes with more tasks than anybody reads.
pub(super) fn refuse(form: Form, targets: usize, scenes: &[&Opened<'_>]) -> Result<(), String> {
    if form != Form::Pretty {
        let form = form.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        return Err(format!(
            "`--emit {form}` writes the tasks of one target, and {targets} are given; give one `--target`, or leave \
             `--emit` out to see them side by side"
        ));
    }
    let sound = |scene: &Opened<'_>| !scene.diagnostics.iter().any(Diagnostic::is_error);
    let Some(scene) = scenes.iter().find(|scene| scene.count.tasks > MOST_SHOWN && sound(scene)) else {
        return Ok(());
    };
    let name = scene.sources.names().next().unwrap_or_default();
    let ids = scene.ids(1);
    let example = ids.first().map(|id| format!(", such as `--only {}`", printable(id))).unwrap_or_default();
    Err(format!(
        "`{}` makes {} tasks, and those of several targets are shown for up to {MOST_SHOWN}; choose some with \
         `--only`{example}",
        printable(name),
        scene.count.tasks
    ))
}

/// The view of every task that some target can make.
pub(super) fn compare(scenes: &[Vec<Scene<'_>>], look: Look) -> String {
    let mut out = String::new();
    // What is wrong with a project's models is wrong with every task of its scenes.
    for targets in scenes.iter().filter(|targets| targets.iter().all(|scene| !scene.loaded.project.failed)) {
        let tasks = targets.iter().map(|scene| scene.tasks.len()).min().unwrap_or(0);
        for at in 0..tasks {
            let sides: Vec<Side<'_>> = targets.iter().filter_map(|scene| side(scene, at)).collect();
            if sides.iter().all(|side| side.passes.is_empty()) {
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&view(&title(&targets[0], at), &sides, look));
        }
        // What none can make costs nothing.
        if targets.iter().any(|scene| scene.tasks.iter().any(|(_, compiled)| !compiled.has_errors())) {
            let sides = |scene| (0..tasks).filter_map(|at| side(scene, at)).collect();
            let all: Vec<Vec<Side<'_>>> = targets.iter().map(sides).collect();
            totals(&mut out, &all, Paint { colour: look.colour }, look.width.unwrap_or(80).max(40));
        }
    }
    out
}

/// What came of a task of a scene for its target.
fn side<'a>(scene: &'a Scene<'_>, at: usize) -> Option<Side<'a>> {
    let (_, compiled) = scene.tasks.get(at)?;
    let name = scene.target.name();
    let errors = compiled.diagnostics.iter().filter(|finding| finding.is_error());
    let errors: Vec<String> = errors.map(|finding| without_name(&finding.message, &name)).collect();
    let passes = if errors.is_empty() { compiled.passes.as_slice() } else { &[] };
    let made = passes.first().map(|pass| pass.task.model.as_str());
    let model = made.or(scene.target.model).unwrap_or(&scene.target.service.default_model);
    let profile = scene.target.models.find(model)?;
    let most = limits::most_references(profile, scene.target.service);
    Some(Side { called: scene.target.name_with(&profile.air), profile, most, passes, errors })
}

/// An error where it is plain whose it is.
fn without_name(error: &str, called: &str) -> String {
    let told = format!("the target `{called}`");
    error.replace(&format!("for {told}: "), "").replace(&told, &format!("`{called}`"))
}

/// The name of a scene, and the id of its task if it has several.
fn title(scene: &Scene<'_>, at: usize) -> String {
    match scene.tasks.get(at) {
        Some((id, _)) if !id.is_empty() => format!("{}: {id}", scene.loaded.name),
        _ => scene.loaded.name.clone(),
    }
}
