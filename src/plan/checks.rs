//! What comes in: a plan. What goes out: findings about what it says too little or nothing of.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::opening::Opening;
use super::{Plan, changes};

impl Plan<'_> {
    pub(super) fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        self.check_taken(diagnostics);
        let silent = self.scene.statements.is_empty() && self.content.is_empty() && self.body.is_empty();
        if silent {
            let place = Span::default();
            diagnostics.push(
                Diagnostic::new(Code::EmptyScene, place, "the scene shows nothing")
                    .help("bind an element, such as `watch = ref(\"watch.jpg\")`, and say what it does"),
            );
        }
        if let Opening::Edit(_, span) = self.opening
            && self.says.is_empty()
            && self.shot.is_none()
            && self.panels.is_none()
            && changes::changes(self).is_empty()
        {
            diagnostics.push(
                Diagnostic::new(Code::BadEdit, span, "the edit changes nothing")
                    .help("say what changes, such as `replace room.sofa with chair` or `remove room.clutter`"),
            );
        }
    }

    /// `avoid rest from X` where nothing is taken from X.
    fn check_taken(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (avoid, span) in &self.avoids {
            let Some(source) = avoid.from.filter(|_| avoid.what.is_empty()) else { continue };
            let owner = self.scene.owner(source);
            let usage = &self.usages.of[owner.0 as usize];
            if !(usage.direct || usage.lends || !usage.parts.is_empty()) {
                let name = &self.scene.element(owner).name;
                diagnostics.push(
                    Diagnostic::new(Code::NothingTaken, *span, format!("nothing is taken from `{name}`"))
                        .help(format!("take something first, such as `pose of ... from {name}`, or delete the line")),
                );
            }
        }
    }
}
