//! What comes in: one scene, with the files around it. What goes out: everything that an editor shows of it without being
//! asked for a place: findings, the first task with its passes, and how many tasks there are.

use std::ops::ControlFlow;

use smol_str::SmolStr;

use crate::compile::{Gathered, Input, compile, open};
use crate::diagnostic::{Code, Diagnostic};
use crate::emit;
use crate::emit::Pass;
use crate::matrix::Options;
use crate::source::SourceMap;
use crate::syntax::ast;
use crate::target::Cost;

/// While a scene is written, so many of its tasks are compiled, and fewer of a long scene; `scene check` compiles all.
pub const MOST_TASKS: u64 = 100;

/// So many statements are compiled in all tasks together, so that a key never waits long.
const MOST_COMPILED: u64 = 1_500;

/// A scene as it stands in an editor.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What is wrong with it, in the order of places; some of it may be in files that it imports.
    pub diagnostics: Vec<Diagnostic>,
    /// Those of them that are not told early, if any were told early.
    pub late: Vec<Diagnostic>,
    /// The sources that the findings are about; the scene's own comes first.
    pub sources: SourceMap,
    /// The passes of its first task; none if there are errors, or nothing to make.
    pub passes: Vec<Pass>,
    /// The id of its first task; nothing if it has no variables.
    pub first: String,
    /// How many tasks it has.
    pub tasks: u64,
    /// Its varied values, each with how many values it has.
    pub varied: Vec<(SmolStr, u64)>,
    /// How many tasks were compiled.
    pub compiled: u64,
    /// What those cost together.
    pub total: Cost,
    /// Whether the file is there for others, and asks for no picture.
    pub library: bool,
}

/// Who is told early of what is wrong with the form and the names of a scene.
pub type Early<'e> = dyn FnMut(&[Diagnostic], &SourceMap) + 'e;

/// Looks at a scene as `scene check` does.
///
/// ```
/// use scenewright::compile::{Input, NoFiles};
///
/// let text = "mug = ref(\"mug.jpg\")\nmug standing_onn \"an oak shelf\"\n";
/// let analysis = scenewright::ide::analyse(&Input { name: "mug.scene", text, files: &NoFiles, ..Input::default() });
/// assert_eq!(analysis.diagnostics[0].code.name(), "near-miss");
/// ```
#[must_use]
pub fn analyse(input: &Input<'_>) -> Analysis {
    analyse_in_steps(input, None)
}

/// The same, and tells on the way what is wrong with the form and the names of a scene without variables. Of a long scene
/// that is known long before the rest.
#[must_use]
pub fn analyse_in_steps(input: &Input<'_>, mut early: Option<&mut Early<'_>>) -> Analysis {
    let opened = open(input, &Options::default());
    let most = if opened.diagnostics.iter().any(|finding| finding.code == Code::TooManyTasks) {
        1
    } else {
        most_tasks(opened.tree())
    };
    let mut analysis = Analysis {
        tasks: opened.count.tasks,
        varied: opened.matrix().lengths(&opened.count),
        library: opened.library,
        sources: opened.sources.clone(),
        ..Analysis::default()
    };
    let (mut gathered, mut done, mut id) = (Gathered::default(), 0, String::new());
    // A file that cannot be read is among the findings.
    let _ = opened.each(&mut |combination| {
        id.clear();
        combination.id(&mut id);
        let glance = early.take().filter(|_| opened.matrix().is_empty()).map(|early| {
            let found = opened.glance(&combination);
            early(&found, &opened.sources);
            found
        });
        let compiled = opened.compile(&combination);
        if let Some(glance) = glance {
            let late = compiled.diagnostics.iter().filter(|finding| !glance.contains(finding));
            analysis.late = late.cloned().collect();
        }
        gathered.add(&id, &compiled.diagnostics);
        let cost = emit::total(&compiled.passes);
        analysis.total = if done == 0 { cost } else { std::mem::take(&mut analysis.total).and(cost) };
        if done == 0 {
            analysis.passes = compiled.passes;
            analysis.first.clone_from(&id);
        }
        done += 1;
        if done < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    analysis.compiled = done;
    analysis.diagnostics = gathered.finish(&opened);
    if analysis.passes.is_empty() && analysis.diagnostics.iter().any(lacks_a_file) {
        // The words of a prompt do not hang on its photographs.
        analysis.passes = compile(&Input { strict_files: false, ..*input }).passes;
        (analysis.compiled, analysis.total) = (1, emit::total(&analysis.passes));
    }
    analysis
}

/// How many tasks of a scene are compiled.
fn most_tasks(tree: &ast::File) -> u64 {
    let statements = u64::try_from(tree.all().count()).unwrap_or(u64::MAX).max(1);
    (MOST_COMPILED / statements).clamp(1, MOST_TASKS)
}

/// Whether a finding is about a photograph that cannot be used, and not about the scene.
fn lacks_a_file(finding: &Diagnostic) -> bool {
    use Code::{
        DamagedImage, FileTooLarge, ImageTooLarge, MissingFile, NotAnImage, OutsideProject, UnreadableFile,
        UnsupportedFormat,
    };
    let codes = [
        DamagedImage,
        FileTooLarge,
        ImageTooLarge,
        MissingFile,
        NotAnImage,
        OutsideProject,
        UnreadableFile,
        UnsupportedFormat,
    ];
    finding.is_error() && codes.contains(&finding.code)
}
