//! The pipeline on one screen: text, tree, values of variables, scene, plan, prompt, task. The only file that knows the
//! order. A scene with variables is opened once, and compiled once for each combination of their values.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::diagnostic::Diagnostic;
pub use crate::emit::{Mention, Pass, Reference, Stretch};
use crate::emit::{Settings, Task, limits};
use crate::matrix::{Bound, Combination, Count, Matrix, Options};
use crate::plan::Plan;
use crate::realise::dialect::Dialect;
use crate::realise::words::Words;
pub use crate::source::{FileError, Files, NoFiles};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::ast;
use crate::{lint, matrix, plan, realise, scene, syntax, target};

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
    /// The sources that the findings are about.
    pub sources: SourceMap,
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

/// Compiles one scene, with the files around it. Of a scene with variables that is its first task, in the order in which
/// they are made, and every finding about its data; [`open`] gives the others.
#[must_use]
pub fn compile(input: &Input<'_>) -> Compiled {
    let opened = open(input, &Options::default());
    let mut first = None;
    if !opened.matrix.is_empty() {
        // A file that cannot be read is among the findings.
        let _ = opened.each(&mut |combination| {
            first = Some(opened.compile(&combination));
            ControlFlow::Break(())
        });
    }
    first.unwrap_or_else(|| opened.alone())
}

/// A scene that was read, with its variables: everything that its tasks share.
pub struct Opened<'a> {
    input: Input<'a>,
    file: FileId,
    parsed: syntax::Parsed,
    matrix: Matrix,
    /// How many tasks the scene has, and what is wrong with its data.
    pub count: Count,
    /// Names that were to be set and that no variable bears.
    pub unset: Vec<smol_str::SmolStr>,
    /// What was found so far: in the text, the variables and the data.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that findings are about.
    pub sources: SourceMap,
}

/// Reads a scene and counts its tasks.
///
/// ```
/// use std::ops::ControlFlow;
/// use scenewright::compile::{Input, NoFiles, open};
/// use scenewright::matrix::Options;
///
/// let text = r#"
/// vary light in ["golden-hour light", dusk: "blue dusk"]
/// mug = ref("mug.jpg")
/// mug standing_on "an oak shelf"
/// lighting light
/// "#;
/// let opened = open(&Input { name: "mug.scene", text, files: &NoFiles, strict_files: false }, &Options::default());
/// assert_eq!(opened.count.tasks, 2);
///
/// let mut ids = Vec::new();
/// opened.each(&mut |combination| {
///     let mut id = String::new();
///     combination.id(&mut id);
///     assert!(!opened.compile(&combination).has_errors());
///     ids.push(id);
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(ids, ["golden-hour-light", "dusk"]);
/// # Ok::<(), scenewright::compile::FileError>(())
/// ```
#[must_use]
pub fn open<'a>(input: &Input<'a>, options: &Options) -> Opened<'a> {
    let mut sources = SourceMap::default();
    let file = sources.add(input.name, input.text);
    let mut parsed = syntax::parse(file, input.text);
    let built = matrix::build(&parsed.file, input.files, options);
    let mut count = built.matrix.count(input.files, options.most);
    let mut diagnostics = std::mem::take(&mut parsed.diagnostics);
    diagnostics.extend(built.diagnostics);
    diagnostics.append(&mut count.diagnostics);
    Opened { input: *input, file, parsed, matrix: built.matrix, count, unset: built.unset, diagnostics, sources }
}

impl Opened<'_> {
    /// The variables of the scene.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The tree of the scene, with its variables.
    #[must_use]
    pub fn tree(&self) -> &ast::File {
        &self.parsed.file
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

    /// Compiles one task. The findings of the whole scene are among its own.
    #[must_use]
    pub fn compile(&self, combination: &Combination<'_>) -> Compiled {
        self.compile_looking(combination, self.input.files)
    }

    /// The same, asking others about files.
    #[must_use]
    pub fn compile_looking(&self, combination: &Combination<'_>, files: &dyn Files) -> Compiled {
        if self.matrix.is_empty() {
            return self.stages(&self.parsed.file, None, files);
        }
        let bound = matrix::bind(&self.parsed.file, combination);
        self.stages(&bound.file, Some(&bound), files)
    }

    /// A scene without variables; of one with them, as much as can be said if it has no task.
    fn alone(self) -> Compiled {
        if !self.matrix.is_empty() {
            return Compiled { passes: Vec::new(), diagnostics: self.diagnostics, sources: self.sources };
        }
        self.stages(&self.parsed.file, None, self.input.files)
    }

    /// Everything behind the variables.
    fn stages(&self, file: &ast::File, bound: Option<&Bound>, files: &dyn Files) -> Compiled {
        let (input, mut compiled) = (&self.input, Compiled { sources: self.sources.clone(), ..Compiled::default() });
        let resolved = scene::resolve(file, &self.parsed.lost, files);
        let scene = resolved.scene;
        compiled.diagnostics.clone_from(&self.diagnostics);
        compiled.diagnostics.extend(bound.into_iter().flat_map(|bound| bound.diagnostics.clone()));
        let known = compiled.diagnostics.len();
        compiled.diagnostics.extend(resolved.diagnostics);
        let profile = limits::model(&scene, &mut compiled.diagnostics);
        let planned = plan::plan(&scene);
        if !compiled.has_errors() {
            compiled.diagnostics.extend(planned.diagnostics);
        }
        let mut ready = None;
        if let Some(profile) = profile {
            let settings = limits::settings(&scene, profile, files, &mut compiled.diagnostics);
            let sound = !compiled.has_errors();
            let photos = lint::photos(&scene, files, input.strict_files, &mut compiled.diagnostics);
            let context = lint::Context { scene: &scene, plan: &planned.plan, profile, photos: &photos };
            compiled.diagnostics.extend(lint::check(&context, sound));
            let prompt = realise::realise(&planned.plan, dialect(profile));
            let images: Vec<Span> = planned.plan.images.iter().map(|id| scene.images[id.0 as usize].span).collect();
            limits::check(&images, &prompt.text, || heaviest(&prompt), profile, &mut compiled.diagnostics);
            ready = Some((settings, prompt));
        }
        if let Some(bound) = bound {
            about_variables(bound, known, &mut compiled.diagnostics);
        }
        let commented = lint::Commented { id: self.file, text: input.text, file, thorough: input.strict_files };
        lint::allow(&commented, &mut compiled.diagnostics);
        if let Some((settings, prompt)) = ready.filter(|_| !compiled.has_errors()) {
            compiled.passes.push(pass(&planned.plan, prompt, &settings));
        }
        compiled.diagnostics.sort_by_key(|finding| (finding.span().start, finding.severity));
        compiled
    }
}

/// Leaves out what was found where a variable has no value, and fixes where one has: they would replace the variable.
fn about_variables(bound: &Bound, known: usize, diagnostics: &mut Vec<Diagnostic>) {
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

fn pass(plan: &Plan<'_>, prompt: Words, settings: &Settings) -> Pass {
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
    Pass {
        name: "scene".into(),
        depends_on: Vec::new(),
        why: String::new(),
        opening: plan.opening.name(),
        stretches: prompt.stretches.iter().map(stretch).collect(),
        mentions: prompt.mentions.iter().map(mention).collect(),
        task: Task::new(settings, &prompt.text, &references),
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
