//! The pipeline on one screen: text, tree, scene, plan, prompt, task. The only file that knows the order.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
pub use crate::emit::{Mention, Pass, Reference, Stretch};
use crate::emit::{Settings, Task, limits};
use crate::passes::Stage;
use crate::plan::Plan;
use crate::realise::dialect::Dialect;
use crate::realise::words::Words;
use crate::reuse::{self, Reused};
use crate::scene::Scene;
pub use crate::source::{FileError, Files, NoFiles};
use crate::source::{SourceMap, Span};
use crate::{lint, passes, plan, realise, scene, syntax, target};

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

/// Compiles one scene, with the files around it.
#[must_use]
pub fn compile(input: &Input<'_>) -> Compiled {
    let mut compiled = Compiled::default();
    let file = compiled.sources.add(input.name, input.text);
    let parsed = syntax::parse(file, input.text);
    compiled.library = reuse::is_library(&parsed.file);
    let reused = reuse::reuse(&parsed.file, &parsed.lost, file, &mut compiled.sources, input.files);
    let mut resolved = scene::resolve(&reused.file, &reused.lost, input.files);
    reuse::advise(&mut resolved.diagnostics, &reused.names, &compiled.sources);
    let scene = resolved.scene;
    compiled.diagnostics = parsed.diagnostics;
    compiled.diagnostics.extend(reused.diagnostics.iter().cloned());
    compiled.diagnostics.extend(resolved.diagnostics);
    compiled.diagnostics.extend(idle_presets(&reused, input.files));
    let profile = limits::model(&scene, &mut compiled.diagnostics);
    let passes = match profile {
        Some(profile) => compiled.passes(&scene, profile, input),
        None => Vec::new(),
    };
    let commented = lint::Commented { id: file, text: input.text, file: &parsed.file, thorough: input.strict_files };
    for (id, file) in &reused.imported {
        let text = compiled.sources.file(*id).text();
        lint::allow_imported(&lint::Commented { id: *id, text, file, ..commented }, &mut compiled.diagnostics);
    }
    lint::allow(&commented, &mut compiled.diagnostics);
    if !compiled.has_errors() && !compiled.library {
        compiled.passes = passes;
    }
    for finding in &mut compiled.diagnostics {
        // Other files are mended where they are compiled themselves: names and paths are written otherwise there.
        finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.span.file == file));
    }
    let place = |finding: &Diagnostic| (finding.span().file, finding.span().start, finding.severity);
    compiled.diagnostics.sort_by_key(place);
    compiled
}

/// What is wrong with presets that are never applied; two of them may well set the same thing.
fn idle_presets(reused: &Reused<'_>, files: &dyn Files) -> Vec<Diagnostic> {
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

impl Compiled {
    /// The passes of a scene, and what is found in each; a finding that several of them share is kept once.
    fn passes(&mut self, scene: &Scene, profile: &target::Profile, input: &Input<'_>) -> Vec<Pass> {
        let limit = limits::most_references(profile);
        let stages = passes::split(scene, limit, &mut self.diagnostics);
        let several = stages.len() > 1;
        // A photograph that is missing says nothing against the statements.
        let mut sound = !self.has_errors() && !self.library;
        let photos = lint::photos(scene, input.files, input.strict_files, &mut self.diagnostics);
        let mut passes: Vec<Pass> = Vec::new();
        for stage in &stages {
            let planned = plan::plan(&stage.scene);
            let mut found = if sound { planned.diagnostics } else { Vec::new() };
            let settings = limits::settings(&stage.settings, scene, profile, input.files, &mut found);
            sound &= !found.iter().any(Diagnostic::is_error);
            let context = lint::Context { scene: &stage.scene, plan: &planned.plan, profile, photos: &photos };
            found.extend(lint::check(&context, sound));
            let prompt = realise::realise(&planned.plan, dialect(profile));
            let images: Vec<Span> =
                planned.plan.images.iter().map(|id| stage.scene.images[id.0 as usize].span).collect();
            let sender = if several { format!("the pass `{}`", stage.name) } else { "the scene".to_owned() };
            let outline = || if several { Vec::new() } else { passes::outline(scene, limit) };
            if !self.library {
                found.extend(limits::references(&sender, &images, outline, profile));
                limits::length(&prompt.text, || heaviest(&prompt), profile, &mut found);
            }
            found.retain(|finding| !several || !self.diagnostics.contains(finding));
            self.diagnostics.extend(found);
            passes.push(pass(stage, &planned.plan, prompt, &settings, &passes));
        }
        passes
    }
}

/// One pass with its task; `earlier` are those whose pictures it may need.
fn pass(stage: &Stage<'_>, plan: &Plan<'_>, prompt: Words, settings: &Settings, earlier: &[Pass]) -> Pass {
    let stretch = |stretch: &realise::words::Stretch| Stretch {
        start: stretch.start,
        end: stretch.end,
        span: stretch.cause.span,
        rule: stretch.cause.rule,
    };
    let mention = |mention: &realise::words::Mention| Mention {
        start: mention.start,
        end: mention.end,
        element: mention.element.0 as usize,
    };
    let references = references(plan);
    let images = plan.images.iter().zip(&references).map(|(id, reference)| {
        // A picture that is still to be made is named by the task that makes it.
        match plan.scene.images[id.0 as usize].made_by.and_then(|index| earlier.get(index)) {
            Some(pass) => format!("{}{}", target::RESULT, pass.task.task_uuid),
            None => reference.source.to_string(),
        }
    });
    Pass {
        name: stage.name.clone(),
        depends_on: stage.depends_on.iter().filter_map(|index| Some(earlier.get(*index)?.name.clone())).collect(),
        why: stage.why.clone(),
        opening: plan.opening.name(),
        stretches: prompt.stretches.iter().map(stretch).collect(),
        mentions: prompt.mentions.iter().map(mention).collect(),
        task: Task::new(settings, &prompt.text, images.collect()),
        prompt: prompt.text,
        references,
    }
}

/// The statement that adds most to a prompt, the first of several.
fn heaviest(prompt: &Words) -> Span {
    let mut weights: BTreeMap<Span, usize> = BTreeMap::new();
    for stretch in &prompt.stretches {
        *weights.entry(stretch.cause.span).or_default() += stretch.end - stretch.start;
    }
    weights.into_iter().rev().max_by_key(|(_, weight)| *weight).map(|(span, _)| span).unwrap_or_default()
}

fn references(plan: &Plan<'_>) -> Vec<Reference> {
    let scene = plan.scene;
    let shown = |image| scene.element_ids().find(|id| scene.element(*id).images.contains(image));
    plan.images
        .iter()
        .map(|id| {
            let image = &scene.images[id.0 as usize];
            Reference {
                elements: plan.shown_by(*id),
                source: image.source.clone(),
                element: shown(id).map_or(0, |id| id.0 as usize),
                span: image.span,
            }
        })
        .collect()
}

fn dialect(profile: &target::Profile) -> Dialect {
    match profile.dialect {
        target::Dialect::Ordinal => Dialect::Ordinal,
    }
}
