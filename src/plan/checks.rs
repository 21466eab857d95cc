//! What comes in: a plan. What goes out: findings about what it says too little or nothing of.

use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::{ElementId, Kind};
use crate::source::Span;

use super::opening::Opening;
use super::{Plan, changes};

impl Plan<'_> {
    pub(super) fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        self.check_unused(diagnostics);
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

    /// Elements that no statement mentions, unless the picture is all about them.
    fn check_unused(&self, diagnostics: &mut Vec<Diagnostic>) {
        let alone = matches!(self.opening, Opening::Create | Opening::Repaint(_)) && self.content.len() == 1;
        for id in self.scene.element_ids() {
            let (element, usage) = (self.scene.element(id), &self.usages.of[id.0 as usize]);
            let expected = alone && !element.images.is_empty();
            if usage.is_used() || expected || element.is_of_pattern() || self.in_group(id) {
                continue;
            }
            let finding =
                Diagnostic::new(Code::UnusedElement, element.span, format!("no statement mentions `{}`", element.name));
            diagnostics.push(match element.kind {
                Kind::Group(_) => finding.help("name the group in a statement, or delete it"),
                _ => finding.help("it is put into the picture all the same: say where, or delete it"),
            });
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

    fn in_group(&self, id: ElementId) -> bool {
        self.scene.elements.iter().any(|element| matches!(&element.kind, Kind::Group(members) if members.contains(&id)))
    }
}
