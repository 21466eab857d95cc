//! What a compilation takes and what it gives: a scene with the files around it, and everything that came of it.

use crate::diagnostic::Diagnostic;
use crate::emit::Pass;
use crate::source::{Files, NoFiles, SourceMap};
use crate::target::Target;

/// One scene to compile.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The name people know the file by.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The files around it.
    pub files: &'a dyn Files,
    /// Whether a missing file is an error rather than a warning.
    pub strict_files: bool,
    /// What it is compiled for.
    pub target: Target<'a>,
}

impl Default for Input<'_> {
    fn default() -> Self {
        Self { name: "scene", text: "", files: &NoFiles, strict_files: false, target: Target::default() }
    }
}

/// Everything that came of a scene.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The passes in the order in which they are made; none if there are errors.
    pub passes: Vec<Pass>,
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that the findings are about; the scene's own comes first.
    pub sources: SourceMap,
    /// Whether the file is there for others, and asks for no picture.
    pub library: bool,
}

impl Compiled {
    /// The first pass, which is the only one of most scenes; empty if there are errors.
    #[must_use]
    pub fn pass(&self) -> &Pass {
        const NONE: &Pass = &Pass::NONE;
        self.passes.first().unwrap_or(NONE)
    }

    /// Whether anything stops the scene from being compiled.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
