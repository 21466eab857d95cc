//! The pipeline on one screen: text, tree, imports, values of variables, scene, passes, plan, prompt, task. The only file
//! that knows the order. A scene with variables is opened once, and compiled once for each combination of their values.

mod about;
mod gathered;
mod given;
mod opened;
mod pass;
mod tested;

use std::ops::ControlFlow;

use crate::diagnostic::{Code, Diagnostic};
pub use crate::emit::{Mention, Pass, Reference, Stretch};
use crate::emit::{limits, served};
use crate::matrix::{Bound, Combination, Count, Matrix, Options, Value};
use crate::scene::Scene;
pub use crate::source::{FileError, Files, NoFiles};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::ast;
pub use crate::target::Target;
use crate::{lint, matrix, passes, plan, realise, reuse, scene, syntax, target};

use about::{about_target, about_variables, idle_presets};
pub use gathered::Gathered;
pub use given::{Compiled, Input};
use pass::{made_by, most_of, most_said, pass, places, refused};

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
    /// The tree of the file as it is written.
    written: ast::File,
    /// The same with imports and presets in place; none if there are none.
    expanded: Option<ast::File>,
    lost: Vec<ast::Word>,
    imported: Vec<(FileId, ast::File)>,
    /// Names that imports bring, for advice.
    names: Vec<smol_str::SmolStr>,
    matrix: Matrix,
    /// Whether the file is there for others, and asks for no picture.
    pub library: bool,
    /// How many tasks the scene has, and what is wrong with its data.
    pub count: Count,
    /// Names that were to be set and that no variable bears.
    pub unset: Vec<smol_str::SmolStr>,
    /// The targets that comments with `scene: test` name, by the names that they are called by.
    pub tests: Vec<String>,
    /// What was found so far: in the text, the imports, the variables and the data.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that findings are about; the scene's own comes first.
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
/// let opened = open(&Input { name: "mug.scene", text, files: &NoFiles, ..Input::default() }, &Options::default());
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
    let parsed = syntax::parse(file, input.text);
    let reused = reuse::reuse(&parsed.file, &parsed.lost, file, &mut sources, input.files);
    let built = matrix::build(&reused.file, input.files, options);
    let mut count = built.matrix.count(input.files, options.most);
    let idle = idle_presets(&reused, input.files);
    let reuse::Reused { file: tree, lost, diagnostics: reuse_findings, imported, names, .. } = reused;
    let expanded = if let std::borrow::Cow::Owned(tree) = tree { Some(tree) } else { None };
    let lost = lost.into_owned();
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(reuse_findings);
    diagnostics.extend(idle);
    diagnostics.extend(built.diagnostics);
    diagnostics.append(&mut count.diagnostics);
    let tests = tested::tested((file, input.text), &parsed.file, input.target.models, &mut diagnostics);
    Opened {
        input: *input,
        file,
        library: reuse::is_library(&parsed.file),
        written: parsed.file,
        expanded,
        lost,
        imported,
        names,
        matrix: built.matrix,
        count,
        unset: built.unset,
        tests,
        diagnostics,
        sources,
    }
}

/// How far a scene is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Until every name and word is resolved.
    Names,
    /// To its tasks.
    All,
}

impl Opened<'_> {
    /// Compiles one task. The findings of the whole scene are among its own.
    #[must_use]
    pub fn compile(&self, combination: &Combination<'_>) -> Compiled {
        self.compile_looking(combination, self.input.files)
    }

    /// The same, asking others about files.
    #[must_use]
    pub fn compile_looking(&self, combination: &Combination<'_>, files: &dyn Files) -> Compiled {
        if self.matrix.is_empty() {
            return self.stages(self.tree(), None, files);
        }
        let bound = matrix::bind(self.tree(), combination);
        self.stages(&bound.file, Some(&bound), files)
    }

    /// The same with other texts in some slots of the matrix.
    #[must_use]
    pub fn compile_with(&self, combination: &Combination<'_>, texts: &[Option<String>], files: &dyn Files) -> Compiled {
        let own =
            |slot| texts.get(slot).and_then(Option::as_deref).map_or_else(|| combination.value(slot), Value::Text);
        let bound = matrix::bind_with(self.tree(), &self.matrix, &own);
        self.stages(&bound.file, Some(&bound), files)
    }

    /// A scene without variables; of one with them, as much as can be said if it has no task.
    fn alone(self) -> Compiled {
        if !self.matrix.is_empty() {
            let Self { diagnostics, sources, library, .. } = self;
            return Compiled { passes: Vec::new(), diagnostics, sources, library };
        }
        self.stages(self.tree(), None, self.input.files)
    }

    /// Everything behind the variables. What the scene is told only because of its target says so.
    fn stages(&self, tree: &ast::File, bound: Option<&Bound>, files: &dyn Files) -> Compiled {
        let input = Input { files, ..self.input };
        let mut compiled = self.stages_for(tree, bound, &input, Depth::All);
        let mut found = compiled.diagnostics.iter();
        if !input.target.is_own() && found.any(|finding| !self.diagnostics.contains(finding)) {
            let target = Target { models: input.target.models, ..Target::default() };
            let own = self.stages_for(tree, bound, &Input { target, ..input }, Depth::All);
            about_target(input.target, &own, &mut compiled.diagnostics);
        }
        compiled
    }

    fn stages_for(&self, tree: &ast::File, bound: Option<&Bound>, input: &Input<'_>, depth: Depth) -> Compiled {
        let mut compiled = Compiled { sources: self.sources.clone(), library: self.library, ..Compiled::default() };
        compiled.diagnostics.clone_from(&self.diagnostics);
        compiled.diagnostics.extend(bound.into_iter().flat_map(|bound| bound.diagnostics.clone()));
        let known = compiled.diagnostics.len();
        let mut resolved = scene::resolve(tree, &self.lost, input.files);
        reuse::advise(&mut resolved.diagnostics, &self.names, &compiled.sources);
        compiled.diagnostics.extend(resolved.diagnostics);
        let scene = resolved.scene;
        let profile = limits::model(&scene.settings, input.target, &mut compiled.diagnostics);
        let passes = match profile {
            Some(profile) if depth == Depth::All => {
                let first = self.written.statements.first().filter(|_| !self.library);
                compiled.passes(&scene, profile, input, first.map(|statement| statement.span))
            }
            _ => Vec::new(),
        };
        if let Some(bound) = bound {
            about_variables(bound, known, &mut compiled.diagnostics);
        }
        self.allow(&mut compiled);
        if !compiled.has_errors() && !compiled.library {
            compiled.passes = passes;
        }
        for finding in &mut compiled.diagnostics {
            // Other files are mended where they are compiled themselves: names and paths are written otherwise there.
            finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.span.file == self.file));
        }
        compiled.diagnostics.sort_by_key(Diagnostic::place);
        compiled
    }
}

impl Compiled {
    /// The passes of a scene, and what is found in each; a finding that several of them share is kept once.
    /// `head` is where findings stand that are about no statement; none in a library.
    fn passes(&mut self, scene: &Scene, profile: &target::Profile, input: &Input<'_>, head: Option<Span>) -> Vec<Pass> {
        let service = input.target.service;
        let limit = limits::most_references(profile, service);
        let stages = passes::split(scene, limit, &mut self.diagnostics);
        let several = stages.len() > 1;
        // A photograph that is missing says nothing against the statements.
        let mut sound = !self.has_errors() && !self.library;
        let photos = lint::photos(scene, input.files, input.strict_files, &mut self.diagnostics);
        let mut passes: Vec<Pass> = Vec::new();
        for stage in &stages {
            let planned = plan::plan(&stage.scene);
            let mut found = if sound { planned.diagnostics } else { Vec::new() };
            let profile = made_by(&stage.settings, scene, input.target, &mut found).unwrap_or(profile);
            let settings = limits::settings(&stage.settings, scene, profile, input.files, &mut found);
            let settings = served::settings(&stage.settings, settings, (profile, service), &mut found);
            sound &= !found.iter().any(Diagnostic::is_error);
            let named = limits::named(&stage.settings, input.target);
            // That the model is old which stands in for an unknown one is none of the scene's business.
            let is_known = self.diagnostics.iter().chain(&found).all(|it| it.code != Code::UnknownModel);
            let judged = head.filter(|_| is_known);
            let context = lint::Context {
                scene: &stage.scene,
                plan: &planned.plan,
                profile,
                service,
                named,
                head: judged,
                photos: &photos,
            };
            found.extend(lint::check(&context, sound));
            let prompt = realise::realise(&planned.plan, &profile.dialect);
            let images = places(&planned.plan);
            let sender = if several { format!("the pass `{}`", stage.name) } else { "the scene".to_owned() };
            let negative = most_of(&prompt.negative);
            let made = pass(stage, &planned.plan, prompt, (&settings, profile, service), &passes);
            if let Some(place) = named.or(head).filter(|_| !self.library) {
                let (sender, images, sized) = (&*sender, images.as_slice(), stage.settings.size.is_some());
                let sent = limits::Sent { sender, images, prompt: &made.prompt, sized, sound, profile, service, place };
                let outline = || if several { Vec::new() } else { passes::outline(scene, limit) };
                limits::sent(&sent, &|| most_said(&made), &outline, &mut found);
                limits::negative(
                    made.task.negative_prompt.as_deref().unwrap_or_default(),
                    negative,
                    profile,
                    &mut found,
                );
                found.extend(refused(&made, &planned.plan, &photos, service));
            }
            found.retain(|finding| !several || !self.diagnostics.contains(finding));
            self.diagnostics.extend(found);
            passes.push(made);
        }
        passes
    }
}
