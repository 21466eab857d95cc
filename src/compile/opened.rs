//! What is asked of a scene that was read, besides its tasks: its variables, its trees, and what can be told of it at a glance.

use std::ops::ControlFlow;

use super::{Depth, Opened};
use crate::diagnostic::{Code, Diagnostic};
use crate::matrix::{self, Combination, Matrix};
use crate::source::FileError;
use crate::syntax::ast;
use crate::target::Target;

impl Opened<'_> {
    /// The variables of the scene.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// What it is compiled for.
    #[must_use]
    pub fn target(&self) -> Target<'_> {
        self.input.target
    }

    /// The tree of the scene, with everything it imports and applies in place, and with its variables.
    #[must_use]
    pub fn tree(&self) -> &ast::File {
        self.expanded.as_ref().unwrap_or(&self.written)
    }

    /// The tree of the file as it is written.
    #[must_use]
    pub fn written(&self) -> &ast::File {
        &self.written
    }

    /// Lends the combinations of the scene, one after another; says how many there were. A scene without variables has
    /// one, of no values.
    pub fn each(&self, visit: &mut dyn FnMut(Combination<'_>) -> ControlFlow<()>) -> Result<u64, FileError> {
        self.matrix.each(self.input.files, visit)
    }

    /// The ids of the first tasks, those that are not wanted too.
    #[must_use]
    pub fn ids(&self, most: usize) -> Vec<String> {
        self.matrix.ids(self.input.files, most)
    }

    /// What is wrong with the form of a task, its names and its words, before anything is made of it: what takes longest is
    /// left out. Only for a scene that is compiled for no target of its own.
    #[must_use]
    pub fn glance(&self, combination: &Combination<'_>) -> Vec<Diagnostic> {
        let bound = (!self.matrix.is_empty()).then(|| matrix::bind(self.tree(), combination));
        let tree = bound.as_ref().map_or(self.tree(), |bound| &bound.file);
        let mut found = self.stages_for(tree, bound.as_ref(), &self.input, Depth::Names).diagnostics;
        // What a comment allows may be found further on.
        found.retain(|finding| finding.code != Code::UnusedAllow);
        found
    }
}
