//! What comes in: findings. What goes out: those that say something, with the fixes that would do what they promise.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint;
use crate::matrix::Bound;
use crate::reuse::Reused;
use crate::scene;
use crate::source::{Files, Span};

use crate::target::Target;

use super::{Compiled, Opened};

/// What is wrong with presets that are never applied; two of them may well set the same thing.
pub(super) fn idle_presets(reused: &Reused<'_>, files: &dyn Files) -> Vec<Diagnostic> {
    let Some(idle) = &reused.idle else { return Vec::new() };
    let around =
        |span: Span| idle.spans.iter().find(|it| it.file == span.file && it.start <= span.start && span.end <= it.end);
    let own = |finding: &Diagnostic| {
        let mut presets = finding.labels.iter().map(|label| around(label.span));
        let first = presets.next().flatten();
        first.is_some() && (finding.code != Code::DuplicateSetting || presets.all(|other| other == first))
    };
    let found = scene::resolve(&idle.file, &reused.lost, files).diagnostics;
    found.into_iter().filter(|finding| own(finding)).collect()
}

/// Leaves out what was found where a variable has no value, and fixes where one has: they would replace the variable.
pub(super) fn about_variables(bound: &Bound, known: usize, diagnostics: &mut Vec<Diagnostic>) {
    let within = |spans: &[Span], finding: &Diagnostic| spans.iter().any(|span| span.to(finding.span()) == *span);
    let mut found = diagnostics.split_off(known.min(diagnostics.len()));
    found.retain(|finding| !within(&bound.unsure, finding));
    for finding in &mut found {
        if within(&bound.touched, finding) {
            finding.fixes.clear();
        }
    }
    diagnostics.append(&mut found);
}

/// Says of what is found only because of the target that it is about the target. `own` came of the same scene without
/// one. The scene's own lines are right then, so that they are not to be mended, and comments that allow something there
/// are not idle.
pub(super) fn about_target(target: Target<'_>, own: &Compiled, diagnostics: &mut Vec<Diagnostic>) {
    // Errors of its own keep a scene from being looked at as closely.
    let sound = !own.has_errors();
    let (name, service) = (target.name(), &target.service.title);
    let model = target.model.map(|air| format!("`{air}`"));
    let names_it = |message: &str| message.contains(service) || model.as_ref().is_some_and(|it| message.contains(it));
    let its = |finding: &Diagnostic| !own.diagnostics.contains(finding) && (sound || names_it(&finding.message));
    diagnostics.retain(|finding| finding.code != Code::UnusedAllow || !its(finding));
    for finding in diagnostics.iter_mut().filter(|finding| its(finding)) {
        finding.fixes.clear();
        finding.message = finding.told_of_target(&name);
        finding.help = finding.help.take().map(|help| format!("for this target, {help}"));
    }
}

impl Opened<'_> {
    /// Leaves out what comments allow, each in its own file.
    pub(super) fn allow(&self, compiled: &mut Compiled) {
        let (id, text, thorough) = (self.file, self.input.text, self.input.strict_files);
        let commented = lint::Commented { id, text, file: &self.written, thorough };
        for (id, file) in &self.imported {
            let text = compiled.sources.file(*id).text();
            lint::allow_imported(&lint::Commented { id: *id, text, file, ..commented }, &mut compiled.diagnostics);
        }
        lint::allow(&commented, &mut compiled.diagnostics);
    }
}
