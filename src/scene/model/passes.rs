//! The passes of a scene as it writes them, or asks for them.

use smol_str::SmolStr;

use crate::source::Span;

use super::super::settings::Settings;
use super::{Statement, StatementKind};

/// How the picture is built up.
#[derive(Debug, Clone, Default)]
pub enum Passes {
    /// In one go.
    #[default]
    None,
    /// In the passes that the scene writes.
    Written(Vec<Pass>),
    /// In passes that the compiler is to plan; the place asks for it.
    Planned {
        /// At most so many new references a pass; none splits only what does not fit.
        most: Option<usize>,
        /// Where that is asked for.
        span: Span,
    },
}

/// How an element comes into the picture of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// By the statements of the pass, if at all.
    #[default]
    Said,
    /// The pass puts it there, even if no statement of the scene says so.
    Brought,
    /// The pass puts it there for a statement, which may be one of a later pass.
    Awaited,
}

/// One pass as the scene writes it.
#[derive(Debug, Clone)]
pub struct Pass {
    /// Its name.
    pub name: SmolStr,
    /// Where its name stands.
    pub span: Span,
    /// The pass whose picture it goes on with, by its index, and where that is said.
    pub from: Option<(usize, Span)>,
    /// What stands in its block.
    pub statements: Vec<Statement>,
    /// What it sets for itself.
    pub settings: Settings,
}

impl Passes {
    /// Whether a pass changes a picture.
    #[must_use]
    pub fn change_something(&self) -> bool {
        let edits = |pass: &Pass| pass.statements.iter().any(|one| matches!(one.kind, StatementKind::Edit(_)));
        self.written().iter().any(|pass| pass.from.is_some() || edits(pass))
    }

    /// The passes that the scene writes.
    #[must_use]
    pub fn written(&self) -> &[Pass] {
        match self {
            Self::Written(passes) => passes,
            Self::None | Self::Planned { .. } => &[],
        }
    }
}
