//! What comes in: the tree of a scene, and the files around it. What goes out: a tree without `use`, `preset` and `apply`:
//! what the scene makes use of stands in it as if it had been written there; and findings about imports and presets.
//! Absent: what names mean. An import is a substitution on the tree, so that nothing behind this room knows of files.
//!
//! An imported element has one word for its name, which may hold a dot (`brand.logo`) or a colon (of a file that an
//! imported file imports): no scene can write such a word, so nothing else can have the name.

mod bring;
mod findings;
mod load;
mod names;
mod paths;
mod places;
mod presets;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::settings;
use crate::source::{FileId, Files, SourceMap, Span};
use crate::syntax::ast;
use ast::{Statement, StatementKind as Form};

use load::Loaded;
use names::{Owned, Target, View, report};

/// A scene with everything in place.
#[derive(Debug)]
pub struct Reused<'a> {
    /// The tree.
    pub file: Cow<'a, ast::File>,
    /// Names whose bindings could not be read, here or in an imported file.
    pub lost: Cow<'a, [ast::Word]>,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were imported, as they are written.
    pub imported: Vec<(FileId, ast::File)>,
    /// Presets that are never applied, as one scene that says all of them; none where variables could be meant.
    pub idle: Option<Idle>,
    /// The words that imports bring, for advice.
    pub names: Vec<SmolStr>,
}

/// Presets that are never applied.
#[derive(Debug)]
pub struct Idle {
    /// The scene that says all of them.
    pub file: ast::File,
    /// Their places.
    pub spans: Vec<Span>,
}

/// A scene on its way.
struct Reuse {
    loaded: Vec<Loaded>,
    owned: Vec<Owned>,
    views: Vec<View>,
    /// How the scene names what other files bind.
    known_as: BTreeMap<Target, SmolStr>,
    presets: BTreeMap<Target, Rc<[Statement]>>,
    applied: BTreeSet<Target>,
    spent: usize,
    lost: Vec<ast::Word>,
    /// Imports that could not be read and were missed.
    missed: BTreeSet<Span>,
    /// How often a name was looked for among all others.
    advised: usize,
    diagnostics: Vec<Diagnostic>,
}

/// Looking for a name that may be meant takes a while; so many are looked for.
const MOST_ADVICE: usize = 100;

/// Puts imports and presets in place. A file that only holds what others use is checked, if it has no variables.
#[must_use]
pub fn reuse<'a>(
    file: &'a ast::File,
    lost: &'a [ast::Word],
    id: FileId,
    sources: &mut SourceMap,
    files: &dyn Files,
) -> Reused<'a> {
    let mut reused = Reused {
        file: Cow::Borrowed(file),
        lost: Cow::Borrowed(lost),
        diagnostics: Vec::new(),
        imported: Vec::new(),
        idle: None,
        names: Vec::new(),
    };
    let varies = file.statements.iter().any(|it| matches!(it.kind, Form::Param(_) | Form::Vary(_)));
    // What a variable stands for is settled where the file is used.
    let left_open = varies && is_library(file);
    if !left_open && !file.statements.iter().any(is_ours) {
        return reused;
    }
    let loader = load::load((file, lost), id, sources, files);
    let mut reuse = Reuse::new(loader.loaded, loader.diagnostics);
    let statements = reuse.scene();
    reused.idle = if varies || !reuse.loaded[0].imports.is_empty() { None } else { reuse.idle(&statements) };
    let whole = ast::File { statements, comments: file.comments.clone() };
    reused.file = Cow::Owned(if left_open { ast::File::default() } else { whole });
    reused.lost = Cow::Owned(reuse.lost);
    reused.diagnostics = reuse.diagnostics;
    reused.names = reuse.views[0].words(0).cloned().collect();
    reused.imported = reuse.loaded.into_iter().skip(1).map(|loaded| (loaded.id, loaded.file)).collect();
    reused
}

/// Whether a statement is settled here. One in a pass may be, too.
fn is_ours(statement: &Statement) -> bool {
    match &statement.kind {
        Form::Use(_) | Form::Preset(_) | Form::Apply(_) => true,
        Form::Pass(pass) => pass.statements.iter().any(is_ours),
        _ => false,
    }
}

/// Whether a file is there for others: it holds a preset or declares a relation, and asks for no picture. It may bind
/// elements and variables, import, and set the model and the like.
#[must_use]
pub fn is_library(file: &ast::File) -> bool {
    let holds = |statement: &Statement| matches!(statement.kind, Form::Preset(_) | Form::Declaration(_));
    let quiet = |statement: &Statement| match &statement.kind {
        Form::Look(look) => settings::is_setting(&look.word.text) && look.of.is_none(),
        Form::Relation(relation) => presets::disguised(relation).is_some_and(|word| settings::is_setting(word)),
        Form::Binding(_)
        | Form::Declaration(_)
        | Form::Preset(_)
        | Form::Use(_)
        | Form::Edition(_)
        | Form::Param(_)
        | Form::Vary(_)
        | Form::Zip(_)
        | Form::Skip(_) => true,
        _ => false,
    };
    file.statements.iter().any(holds) && file.statements.iter().all(quiet)
}

/// A path that stands in a file, as whoever names that file would write it; an address stays as it is.
#[must_use]
pub fn beside(file: &str, path: &str) -> String {
    places::join(places::folder(file), path)
}

/// Adds to unknown names what an import has under a name almost like it.
pub fn advise(diagnostics: &mut [Diagnostic], names: &[SmolStr], sources: &SourceMap) {
    let unknown = |it: &&mut Diagnostic| it.code == Code::UnknownName && it.fixes.is_empty();
    for finding in diagnostics.iter_mut().filter(unknown).take(MOST_ADVICE) {
        let span = finding.span();
        if let Some(near) = lexicon::suggest(sources.text(span), names.iter().map(SmolStr::as_str)) {
            let help = format!("did you mean `{}`?", findings::shown(near));
            *finding = finding.clone().help(help).fix(format!("write `{near}`"), span, near);
        }
    }
}

impl Reuse {
    fn new(loaded: Vec<Loaded>, mut diagnostics: Vec<Diagnostic>) -> Self {
        let owned: Vec<Owned> =
            loaded.iter().enumerate().map(|(at, file)| Owned::of(file, at > 0, &mut diagnostics)).collect();
        let views: Vec<View> = (0..loaded.len()).map(|at| View::of(at, &loaded, &owned, &mut diagnostics)).collect();
        let mut known_as = BTreeMap::new();
        for (name, target) in views.first().into_iter().flat_map(|view| view.imported(0, &owned)) {
            known_as.entry(target).or_insert(name);
        }
        let lost = loaded.first().map(|scene| scene.lost.clone()).unwrap_or_default();
        let (presets, applied, missed) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Self { loaded, owned, views, known_as, presets, applied, spent: 0, lost, missed, advised: 0, diagnostics }
    }

    /// Whether to look for a name that may be meant.
    fn may_advise(&mut self) -> bool {
        self.advised += 1;
        self.advised <= MOST_ADVICE
    }

    /// The statements of the scene, each import in the place of its `use`.
    fn scene(&mut self) -> Vec<Statement> {
        let own: Vec<Target> = self.owned[0].presets.keys().map(|name| (0, name.clone())).collect();
        for target in &own {
            self.preset(target);
        }
        let statements = self.loaded[0].file.statements.clone();
        let statements = self.block(statements, true);
        let mut brought = self.bring(&statements);
        let mut out = Vec::with_capacity(statements.len());
        let mut imports = 0;
        for statement in statements {
            if matches!(statement.kind, Form::Use(_)) {
                out.append(&mut brought[imports]);
                imports += 1;
            } else {
                out.push(statement);
            }
        }
        out
    }

    /// The statements of the scene or of a pass, with names and presets in place.
    fn block(&mut self, statements: Vec<Statement>, top: bool) -> Vec<Statement> {
        let mut list = Vec::with_capacity(statements.len());
        for mut statement in statements {
            let word = match &mut statement.kind {
                Form::Preset(_) if top => continue,
                Form::Preset(_) => "preset",
                Form::Use(_) if !top => "use",
                Form::Pass(pass) => {
                    pass.statements = self.block(std::mem::take(&mut pass.statements), false);
                    list.push(statement);
                    continue;
                }
                _ => {
                    self.rename(&mut statement, 0);
                    list.push(statement);
                    continue;
                }
            };
            report(&mut self.diagnostics, || findings::not_at_top(statement.span, word));
        }
        self.expand(list)
    }

    /// The scene's own presets that nothing applies, behind everything that is bound.
    fn idle(&mut self, statements: &[Statement]) -> Option<Idle> {
        let own = self.owned[0].presets.iter().map(|(name, (_, at))| ((0, name.clone()), *at));
        let idle: Vec<(Target, usize)> = own.filter(|(target, _)| !self.applied.contains(target)).collect();
        let bound = |it: &&Statement| matches!(it.kind, Form::Binding(_) | Form::Declaration(_));
        let mut file = ast::File { statements: statements.iter().filter(bound).cloned().collect(), comments: vec![] };
        let mut spans = Vec::new();
        for (target, at) in &idle {
            file.statements.extend(self.preset(target).iter().cloned());
            spans.push(self.loaded[0].file.statements[*at].span);
        }
        (!idle.is_empty()).then_some(Idle { file, spans })
    }
}
