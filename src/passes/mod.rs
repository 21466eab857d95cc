//! What comes in: a [`Scene`] with its passes, written or asked for. What goes out: one scene for each picture, with the
//! statements that belong to it, in which everything an earlier pass has put into the picture lives in that picture. So
//! planning and wording know one picture at a time, and need not know that there are others. A scene that is made in one
//! go comes out as it is. Absent: order and words of a prompt.

mod bonds;
mod cut;
mod gone;
mod mentions;
mod picture;
mod planner;
mod reasons;
mod sequence;
mod steps;
mod written;

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::scene::Scene;
use crate::scene::model::{ElementId, Passes, Statement};
use crate::scene::settings::Settings;
use crate::source::Span;

pub use planner::outline;

/// One pass: a scene of its own.
#[derive(Debug)]
pub struct Stage<'s> {
    /// The name of the pass.
    pub name: SmolStr,
    /// What is made in it.
    pub scene: Cow<'s, Scene>,
    /// What holds for it; element ids are those of the whole scene.
    pub settings: Cow<'s, Settings>,
    /// The passes whose pictures it needs, by index.
    pub depends_on: Vec<usize>,
    /// Why it is a pass of its own, if the compiler has planned it.
    pub why: String,
}

/// What belongs to one pass, before it is made a scene.
#[derive(Debug)]
struct Share<'s> {
    name: SmolStr,
    /// The pass whose picture it goes on with, and where that is said.
    base: Option<(usize, Span)>,
    /// Statements in file order.
    statements: Vec<Owned<'s>>,
    /// Elements that come into the picture here; those that statements name are found there.
    brought: Vec<ElementId>,
    settings: Cow<'s, Settings>,
    why: String,
}

/// A statement, and whether it stands in the block of the pass itself.
#[derive(Debug, Clone, Copy)]
struct Owned<'s> {
    statement: &'s Statement,
    own: bool,
}

/// Cuts a scene into its passes. `limit` is how many references the model takes in one request.
#[must_use]
pub fn split<'s>(scene: &'s Scene, limit: usize, diagnostics: &mut Vec<Diagnostic>) -> Vec<Stage<'s>> {
    let shares = match &scene.passes {
        Passes::None => Vec::new(),
        Passes::Written(passes) => written::shares(scene, passes, diagnostics),
        Passes::Planned { most, span } => {
            if planner::is_too_large(scene) {
                diagnostics.push(too_large(*span));
            }
            planner::shares(scene, *most, limit, *span)
        }
    };
    if shares.is_empty() {
        let stage = Stage {
            name: "scene".into(),
            scene: Cow::Borrowed(scene),
            settings: Cow::Borrowed(&scene.settings),
            depends_on: Vec::new(),
            why: String::new(),
        };
        return vec![stage];
    }
    cut::stages(scene, shares)
}

fn too_large(span: Span) -> Diagnostic {
    let (elements, statements) = (planner::MOST_ELEMENTS, planner::MOST_STATEMENTS);
    Diagnostic::new(Code::SceneTooLarge, span, "the scene is too large to be planned in passes").help(format!(
        "passes are planned for at most {elements} elements and {statements} statements: split the scene"
    ))
}
