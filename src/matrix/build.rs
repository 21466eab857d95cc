//! Reading the statements about variables. What comes in: the tree of a file, values from outside, and the files around it.
//! What goes out: a [`Matrix`], and what is wrong with those statements. Of a data file its header is read, no more.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::bind;
use super::uses::Uses;
use super::value::Given;
use super::{Choice, Kind, MOST_LOOKED_AT, Matrix, Options, Variable, findings, table};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Files, Span};
use crate::syntax::ast::{self, Param, Path, Statement, StatementKind, Vary, Word};

/// A scene has at most this many variables.
const MOST_VARIABLES: usize = 200;

/// A matrix and what was found wrong with it.
#[derive(Debug, Default)]
pub struct Built {
    /// The matrix, as far as it could be understood.
    pub matrix: Matrix,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Names that were to be set and that no variable of the scene bears.
    pub unset: Vec<SmolStr>,
}

/// Reads the variables of a file.
#[must_use]
pub fn build(file: &ast::File, files: &dyn Files, options: &Options) -> Built {
    use StatementKind as Kind;
    let about = |it: &&Statement| matches!(it.kind, Kind::Param(_) | Kind::Vary(_) | Kind::Zip(_) | Kind::Skip(_));
    let statements: Vec<&Statement> = file.statements.iter().filter(about).collect();
    if statements.is_empty() {
        let unset = options.set.iter().map(|(name, _)| name.clone()).collect();
        let matrix = Matrix { only: options.only.clone(), ..Matrix::default() };
        return Built { matrix, unset, ..Built::default() };
    }
    let limit = MOST_LOOKED_AT.max(options.most.saturating_mul(10));
    let matrix = Matrix { present: true, only: options.only.clone(), limit, ..Matrix::default() };
    let mut builder = Builder {
        matrix,
        findings: Vec::new(),
        used: BTreeSet::new(),
        labels: BTreeSet::new(),
        set: Vec::new(),
        spent: 0,
        advised: 0,
        files,
        options,
    };
    builder.elements(file);
    for statement in &statements {
        match &statement.kind {
            Kind::Param(param) => builder.param(param),
            Kind::Vary(vary) => builder.vary(vary),
            _ => {}
        }
    }
    builder.uses(file);
    for statement in &statements {
        if let Kind::Skip(condition) = &statement.kind {
            let test = builder.test(condition);
            builder.matrix.skips.push(test);
        }
    }
    builder.axes(&statements);
    builder.unused();
    findings::cut(&mut builder.findings);
    let known = |name: &SmolStr| builder.matrix.variable(name).is_some();
    let unset = options.set.iter().map(|(name, _)| name).filter(|name| !known(name)).cloned().collect();
    Built { matrix: builder.matrix, diagnostics: builder.findings, unset }
}

pub(super) struct Builder<'a> {
    pub(super) matrix: Matrix,
    pub(super) findings: Vec<Diagnostic>,
    /// Variables, and fields of theirs, that something uses.
    pub(super) used: BTreeSet<(usize, Option<usize>)>,
    /// Labels of values, also of those that were not chosen.
    pub(super) labels: BTreeSet<(usize, SmolStr)>,
    /// Varied variables that were set from outside.
    set: Vec<usize>,
    /// How many bytes of values were put into others.
    pub(super) spent: usize,
    /// How often something was looked for that may be meant.
    advised: usize,
    files: &'a dyn Files,
    options: &'a Options,
}

impl Builder<'_> {
    /// Takes the names of the elements in, those in passes too.
    fn elements(&mut self, file: &ast::File) {
        for statement in file.all() {
            if let StatementKind::Binding(binding) = &statement.kind {
                self.matrix.elements.entry(binding.name.text.clone()).or_insert(binding.name.span);
            }
        }
    }

    /// Whether a name is free for a variable.
    fn is_free(&mut self, name: &Word) -> bool {
        let variable = self.matrix.variable(&name.text).map(|at| self.matrix.variables[at].name.span);
        if let Some(first) = variable.or_else(|| self.matrix.elements.get(&name.text).copied()) {
            self.findings.push(findings::taken(name, first));
            return false;
        }
        if self.matrix.variables.len() == MOST_VARIABLES {
            let message = format!("a scene has at most {MOST_VARIABLES} variables");
            let finding = Diagnostic::new(Code::SceneTooLarge, name.span, message).here("this one is left out");
            self.findings.push(finding.help("split the scene into several"));
        }
        self.matrix.variables.len() < MOST_VARIABLES
    }

    fn outside(&self, name: &Word) -> Option<&str> {
        self.options.set.iter().rev().find(|(set, _)| *set == name.text).map(|(_, value)| value.as_str())
    }

    fn param(&mut self, param: &Param) {
        if !self.is_free(&param.name) {
            return;
        }
        let own = param.value.as_ref().map(|value| self.given(value));
        let given = match (self.outside(&param.name), own) {
            (Some(text), own) => self.set_to(text, own.iter().any(|own| matches!(own, Given::Element(_)))),
            (None, Some(own)) => own,
            (None, None) => {
                self.findings.push(findings::no_value(&param.name));
                Given::Nothing
            }
        };
        self.matrix.variables.push(Variable { name: param.name.clone(), kind: Kind::Fixed(given) });
    }

    /// A value from outside; it can only be an element where the scene has one.
    fn set_to(&self, text: &str, element: bool) -> Given {
        if element && self.matrix.elements.contains_key(text) {
            let words = vec![Word { text: text.into(), span: Span::default() }];
            return Given::Element(Path { words, span: Span::default() });
        }
        Given::from_outside(text)
    }

    fn vary(&mut self, vary: &Vary) {
        if !self.is_free(&vary.name) {
            return;
        }
        let outside = self.outside(&vary.name).map(str::to_owned);
        let kind = match &vary.maker {
            None => {
                let choices = self.choices(vary);
                let at = self.matrix.variables.len();
                self.labels.extend(choices.iter().filter_map(|choice| Some((at, choice.label.clone()?))));
                match outside {
                    Some(text) => {
                        self.set.push(self.matrix.variables.len());
                        Kind::Choices(vec![self.chosen(choices, &text, vary.span)])
                    }
                    None if choices.is_empty() => Kind::Fixed(Given::Nothing),
                    None => Kind::Choices(choices),
                }
            }
            Some(maker) => {
                if outside.is_some() {
                    let message = format!("`{}` is read from a file, and cannot be set", vary.name.text);
                    let finding = Diagnostic::new(Code::BadVary, vary.name.span, message);
                    self.findings.push(finding.help("choose tasks by their ids: `--only ID`"));
                }
                let asked = self.asked(maker, vary);
                match asked.map(|asked| table::open(asked, self.files)) {
                    Some(Ok(table)) => Kind::Rows(Box::new(table)),
                    Some(Err(finding)) => {
                        self.findings.push(finding);
                        Kind::Fixed(Given::Nothing)
                    }
                    None => Kind::Fixed(Given::Nothing),
                }
            }
        };
        self.matrix.variables.push(Variable { name: vary.name.clone(), kind });
    }

    /// The one choice that a value from outside means: a label, a value as it is written, or a value of its own.
    fn chosen(&self, choices: Vec<Choice>, text: &str, span: Span) -> Choice {
        let elements = choices.iter().any(|choice| matches!(choice.given, Given::Element(_)));
        let labelled = choices.iter().position(|choice| choice.label.as_deref() == Some(text));
        let at = labelled.or_else(|| choices.iter().position(|choice| choice.given.shown() == text));
        let found = at.and_then(|at| choices.into_iter().nth(at));
        found.unwrap_or_else(|| Choice { label: None, given: self.set_to(text, elements), span })
    }

    /// Gives every use of a variable a slot, by binding once without values.
    fn uses(&mut self, file: &ast::File) {
        let matrix = std::mem::take(&mut self.matrix);
        let mut uses = Uses { matrix, used: BTreeSet::new(), advised: self.advised };
        let bound = bind::bind(file, &mut uses);
        self.findings.extend(bound.diagnostics);
        self.matrix = uses.matrix;
        self.used.append(&mut uses.used);
    }

    /// Whether to look for what may be meant once more.
    pub(super) fn may_advise(&mut self) -> bool {
        self.advised += 1;
        self.advised <= findings::MOST_ADVICE
    }

    /// Puts variables that are zipped on one axis, and every other on its own.
    fn axes(&mut self, statements: &[&Statement]) {
        let mut together: Vec<Vec<usize>> = Vec::new();
        for statement in statements {
            let StatementKind::Zip(names) = &statement.kind else { continue };
            let mut side_by_side = Vec::new();
            for name in names {
                if let Some(at) = self.zipped(name, &together, &side_by_side) {
                    side_by_side.push(at);
                }
            }
            side_by_side.sort_unstable();
            together.push(side_by_side);
        }
        for at in 0..self.matrix.variables.len() {
            let zip = together.iter().find(|zip| zip.contains(&at));
            let first = zip.is_none_or(|zip| zip.first() == Some(&at));
            if first && !matches!(self.matrix.variables[at].kind, Kind::Fixed(_)) {
                self.matrix.axes.push(zip.cloned().unwrap_or_else(|| vec![at]));
            }
        }
    }

    /// A variable that may go side by side with others. One that was set has one value, and goes with all.
    fn zipped(&mut self, name: &Word, together: &[Vec<usize>], here: &[usize]) -> Option<usize> {
        let Some(at) = self.matrix.variable(&name.text) else {
            let finding = findings::unknown(name, "no variable", self.matrix.names());
            self.findings.push(finding);
            return None;
        };
        let twice = here.contains(&at) || together.iter().any(|zip| zip.contains(&at));
        let kind = &self.matrix.variables[at].kind;
        let (fixed, broken) = (matches!(kind, Kind::Fixed(_)), matches!(kind, Kind::Fixed(Given::Nothing)));
        if twice || (fixed && !broken) {
            let why = if twice { "stands in `zip` twice" } else { "has one value, and goes with everything" };
            let finding = findings::bad_vary(name.span, format!("`{}` {why}", name.text), "take it out of `zip`");
            self.findings.push(finding);
        }
        (!twice && !fixed && !self.set.contains(&at)).then_some(at)
    }

    fn unused(&mut self) {
        for (at, variable) in self.matrix.variables.iter().enumerate() {
            if !self.used.iter().any(|(used, _)| *used == at) {
                self.findings.push(findings::unused(&variable.name));
            }
        }
    }
}
