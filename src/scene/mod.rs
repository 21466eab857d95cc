//! What comes in: the tree of a file. What goes out: a [`Scene`] in which every name is resolved and every word has its
//! entry, and the findings about names, arguments and statements. Goes on after every error.
//! Absent: order, wording, and the limits of models.

mod declarations;
mod disguise;
mod edits;
mod elements;
mod groups;
mod heads;
mod labels;
mod looks;
mod meant;
pub mod model;
pub(crate) mod nouns;
mod passes;
mod relations;
pub mod settings;
mod wordy;

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::{Files, Span};
use crate::syntax::ast;

pub use declarations::FIELDS;
pub use elements::MAKERS;
pub use labels::LABELS;
pub use model::Scene;
use model::{ElementId, ImageId, PartId, Statement, StatementKind, Thing};

/// How many findings are kept; nobody reads as many, and what follows is not looked at.
const MOST_FINDINGS: usize = 1_000;

/// A scene has at most this many statements.
pub const MAX_STATEMENTS: usize = 5000;

/// A scene and what was found wrong with it.
#[derive(Debug)]
pub struct Resolved {
    /// The scene, whole as far as it could be understood.
    pub scene: Scene,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves the names and words of a file. Names in `lost` were bound by lines that could not be read: nothing is said
/// against them.
#[must_use]
pub fn resolve(file: &ast::File, lost: &[ast::Word], files: &dyn Files) -> Resolved {
    let mut resolver = Resolver {
        scene: Scene::default(),
        names: BTreeMap::new(),
        parts: HashMap::new(),
        declared: BTreeMap::new(),
        near: BTreeMap::new(),
        crowded: false,
        images: HashMap::new(),
        passes: BTreeMap::new(),
        weights: HashMap::new(),
        diagnostics: Vec::new(),
        said: 0,
        files,
        first_statement: file.statements.first().map(|first| first.span).unwrap_or_default(),
    };
    resolver.name_passes(file);
    resolver.bind_all(file);
    resolver.hold(lost);
    for (index, statement) in file.statements.iter().enumerate() {
        if index == MAX_STATEMENTS {
            resolver.report(too_many_statements(statement.span));
        }
        if index >= MAX_STATEMENTS || resolver.is_full() {
            break;
        }
        resolver.statement(statement);
    }
    resolver.check_edits(resolver.scene.passes.change_something());
    resolver.check_removed();
    Resolved { scene: resolver.scene, diagnostics: resolver.diagnostics }
}

/// The scene so far, and the tables that resolve its names.
struct Resolver<'a> {
    scene: Scene,
    names: BTreeMap<SmolStr, ElementId>,
    parts: HashMap<(Thing, SmolStr), PartId>,
    declared: BTreeMap<SmolStr, lexicon::Relation>,
    near: BTreeMap<SmolStr, Option<&'static str>>,
    crowded: bool,
    images: HashMap<SmolStr, ImageId>,
    passes: BTreeMap<SmolStr, usize>,
    weights: HashMap<ElementId, groups::Weight>,
    diagnostics: Vec<Diagnostic>,
    /// How many statements say something so far.
    said: usize,
    files: &'a dyn Files,
    first_statement: Span,
}

impl Resolver<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MOST_FINDINGS {
            self.diagnostics.push(diagnostic);
        } else if !self.is_full() {
            self.diagnostics.push(too_many(diagnostic.span()));
        }
    }

    /// Whether there are more findings than are kept.
    fn is_full(&self) -> bool {
        self.diagnostics.len() > MOST_FINDINGS
    }

    fn push(&mut self, span: Span, kind: StatementKind) {
        self.scene.statements.push(Statement { span, turn: self.said, kind, held: false, waited: false });
        self.said += 1;
    }

    fn statement(&mut self, statement: &ast::Statement) {
        use ast::StatementKind as Form;
        let span = statement.span;
        match &statement.kind {
            // Imports and presets are in place already.
            Form::Binding(_) | Form::Declaration(_) | Form::Preset(_) | Form::Apply(_) | Form::Use(_) => {}
            Form::Pass(pass) => self.pass(pass, span),
            Form::Passes(passes) => self.planned(passes, span),
            // Variables are read where they stand outside of passes, and have their values by now.
            Form::Param(_) | Form::Vary(_) | Form::Zip(_) | Form::Skip(_) => self.report(misplaced(span)),
            Form::Edition(number) => self.edition(*number, statement),
            Form::Relation(relation) => self.relation(relation, span),
            Form::Look(look) => self.look(look, span),
            Form::Edit(path) => self.edit(path, span),
            Form::Replace { what, with } => {
                let (what, with) = (self.nouns_in_picture(what), self.nouns(with));
                self.push(span, StatementKind::Replace(what, with));
            }
            Form::Remove(what) => {
                let what = self.nouns_in_picture(what);
                self.push(span, StatementKind::Remove(what));
            }
            Form::Keep(keep) => self.keep(keep, span),
            Form::Avoid(avoid) => self.avoid(avoid, span),
            Form::Say(text) => {
                if let Some(phrase) = self.phrase(text) {
                    self.push(span, StatementKind::Say(phrase));
                }
            }
            Form::Panels(panels) => self.panels(panels, span),
        }
    }

    fn edition(&mut self, number: ast::Number, statement: &ast::Statement) {
        if number.value != Some(1) {
            let finding = Diagnostic::new(Code::BadEdition, number.span, "there is no such edition")
                .help("write `edition 1`, the only one so far")
                .fix("use edition 1", number.span, "1");
            self.report(finding);
        }
        if statement.span != self.first_statement {
            let finding = Diagnostic::new(Code::BadEdition, statement.span, "`edition` does not come first")
                .help("move it above every other statement, or leave it out");
            self.report(finding);
        }
    }
}

fn too_many_statements(span: Span) -> Diagnostic {
    Diagnostic::new(Code::SceneTooLarge, span, format!("a scene has at most {MAX_STATEMENTS} statements"))
        .here("this one and all behind it are left out")
        .help("split the scene into several")
}

fn misplaced(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MisplacedStatement, span, "variables belong to the whole scene, not to a pass")
        .help("move the line out of the block: variables hold for all passes")
}

fn too_many(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooManyFindings, span, format!("the scene has more than {MOST_FINDINGS} findings"))
        .here("the next one would be here")
        .help("mend those above first; what follows was not looked at")
}
