//! Substitution. What comes in: the tree of a file and a way to look variables up. What goes out: the tree with every
//! variable replaced by its value, without the statements that made the variables; spans stay those of the places where
//! the variables are written. A value that is unfit for its place is a finding. Absent: what the words then mean.

mod chosen;
mod looks;
mod values;

use super::findings;
use super::value::{Filling, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{
    Avoid, Binding, File, Keep, List, Look, LookSource, Number, Panel, Part, Pass, Passes, Path, Piece, Relation,
    Statement, StatementKind, Term, Text,
};

use chosen::Choice;

/// What a path means: a value, and how many of its words name it. None if its first word is no variable.
pub(super) type Found<'v> = Option<(Value<'v>, usize)>;

/// Looks variables up; what is wrong with the path itself is added to the findings.
pub(super) trait Lookup<'v> {
    fn look(&mut self, path: &Path, findings: &mut Vec<Diagnostic>) -> Found<'v>;
    /// Whether what is wrong with every combination is told now.
    fn tells(&self) -> bool;
    /// Whether an element bears the name.
    fn is_element(&self, name: &str) -> bool;
}

/// A file without variables.
#[derive(Debug)]
pub struct Bound {
    /// The tree, for `scene`.
    pub file: File,
    /// Values that do not fit where they stand.
    pub diagnostics: Vec<Diagnostic>,
    /// Statements with a variable that has no usable value, which is reported: what is found in them says nothing.
    pub unsure: Vec<Span>,
    /// Statements with a variable: they read otherwise than they are written, so that no fix can be made in them.
    pub touched: Vec<Span>,
}

/// Replaces every variable of a file.
pub(super) fn bind(file: &File, lookup: &mut dyn Lookup<'_>) -> Bound {
    let mut binder = Binder {
        lookup,
        choice: Choice::of(file),
        findings: vec![],
        unsure: vec![],
        touched: vec![],
        missed: false,
        found: false,
        spent: 0,
    };
    // The same statements in a pass are for others to refuse.
    let makes = |kind: &StatementKind| {
        use StatementKind as Kind;
        matches!(kind, Kind::Param(_) | Kind::Vary(_) | Kind::Zip(_) | Kind::Skip(_))
    };
    let said = file.statements.iter().filter(|statement| !makes(&statement.kind));
    let mut statements = binder.statements(said);
    binder.choice.leave_out(&mut statements);
    let file = File { statements, comments: file.comments.clone() };
    Bound { file, diagnostics: binder.findings, unsure: binder.unsure, touched: binder.touched }
}

struct Binder<'b, 'v> {
    lookup: &'b mut dyn Lookup<'v>,
    choice: Choice,
    findings: Vec<Diagnostic>,
    unsure: Vec<Span>,
    touched: Vec<Span>,
    /// Whether the statement at hand holds a variable without a value.
    missed: bool,
    /// Whether it holds a variable at all.
    found: bool,
    /// How many bytes of values were put in.
    spent: usize,
}

impl<'v> Binder<'_, 'v> {
    fn statements<'s>(&mut self, statements: impl Iterator<Item = &'s Statement>) -> Vec<Statement> {
        let mut bound = Vec::with_capacity(statements.size_hint().1.unwrap_or_default());
        for statement in statements {
            (self.missed, self.found) = (false, false);
            let kind = self.kind(&statement.kind);
            if self.found {
                self.touched.push(statement.span);
            }
            if self.missed {
                self.unsure.push(statement.span);
            }
            bound.extend(kind.map(|kind| Statement { span: statement.span, kind }));
        }
        bound
    }

    /// The statement as it is said; none if its variable does not fit.
    fn kind(&mut self, kind: &StatementKind) -> Option<StatementKind> {
        use StatementKind as Kind;
        Some(match kind {
            Kind::Binding(binding) => Kind::Binding(self.binding(binding)),
            Kind::Relation(relation) => return self.relation(relation),
            Kind::Look(look) => Kind::Look(Box::new(self.look(look)?)),
            Kind::Edit(path) => Kind::Edit(self.element(path)?),
            Kind::Replace { what, with } => Kind::Replace { what: self.list(what), with: self.list(with) },
            Kind::Remove(list) => Kind::Remove(self.list(list)),
            Kind::Keep(keep) => Kind::Keep(Box::new(self.keep(keep))),
            Kind::Avoid(avoid) => Kind::Avoid(self.avoid(avoid)?),
            Kind::Say(text) => Kind::Say(self.text(text)),
            Kind::Panels(panels) => Kind::Panels(panels.iter().map(|panel| self.panel(panel)).collect()),
            Kind::Pass(pass) => Kind::Pass(self.pass(pass)),
            Kind::Passes(passes) => Kind::Passes(self.passes(passes)),
            Kind::Edition(_)
            | Kind::Declaration(_)
            | Kind::Preset(_)
            | Kind::Apply(_)
            | Kind::Use(_)
            | Kind::Param(_)
            | Kind::Vary(_)
            | Kind::Zip(_)
            | Kind::Skip(_) => kind.clone(),
        })
    }

    fn find(&mut self, path: &Path) -> Found<'v> {
        let mut found = self.lookup.look(path, &mut self.findings);
        self.found |= found.is_some();
        if let Some((value, _)) = &mut found {
            self.charge(value, path.span);
        }
        self.missed |= matches!(found, Some((Value::Nothing, _)));
        self.choice.mention(path, found.map(|(value, _)| value));
        found
    }

    fn binding(&mut self, binding: &Binding) -> Binding {
        let arguments = binding.arguments.iter().map(|argument| self.argument(argument)).collect();
        let parts = binding.parts.iter().map(|part| self.part(part)).collect();
        Binding { name: binding.name.clone(), maker: binding.maker.clone(), arguments, parts }
    }

    fn part(&mut self, part: &Part) -> Part {
        let parts = part.parts.iter().map(|part| self.part(part)).collect();
        Part { name: part.name.clone(), words: self.text(&part.words), parts }
    }

    fn relation(&mut self, relation: &Relation) -> Option<StatementKind> {
        if let Some((word, path)) = self.disguised(relation) {
            return self.look_from(word, path).map(|look| StatementKind::Look(Box::new(look)));
        }
        let mut relation = relation.clone();
        if let [_, words] | [_, words, _] = relation.head.as_slice() {
            self.no_relation(words)?;
        }
        for list in &mut relation.head {
            *list = self.list(list);
        }
        for clause in &mut relation.clauses {
            if let [words, _] = clause.lists.as_slice() {
                self.no_relation(words)?;
            }
            for list in &mut clause.lists {
                *list = self.list(list);
            }
        }
        Some(StatementKind::Relation(relation))
    }

    /// A variable cannot stand for a relation: which one it is changes what a statement is.
    fn no_relation(&mut self, words: &List) -> Option<()> {
        for term in &words.terms {
            if let Term::Path(path) = term
                && self.find(path).is_some()
            {
                if self.lookup.tells() {
                    self.findings.push(findings::as_relation(path));
                }
                return None;
            }
        }
        Some(())
    }

    fn look(&mut self, look: &Look) -> Option<Look> {
        let source = match &look.source {
            Some(source) => Some(LookSource { matching: source.matching, path: self.element(&source.path)? }),
            None => None,
        };
        let of = look.of.as_ref().map(|list| self.list(list));
        let words = look.words.as_ref().map(|text| self.text(text));
        Some(Look { of, source, words, ..look.clone() })
    }

    fn keep(&mut self, keep: &Keep) -> Keep {
        let what = keep.what.as_ref().map(|list| self.list(list));
        Keep { what, words: keep.words.as_ref().map(|text| self.text(text)), degree: keep.degree.clone() }
    }

    fn avoid(&mut self, avoid: &Avoid) -> Option<Avoid> {
        let from = match &avoid.from {
            Some(path) => Some(self.element(path)?),
            None => None,
        };
        Some(Avoid { what: avoid.what.iter().map(|text| self.text(text)).collect(), from })
    }

    fn panel(&mut self, panel: &Panel) -> Panel {
        Panel { label: panel.label.clone(), words: self.text(&panel.words) }
    }

    fn pass(&mut self, pass: &Pass) -> Pass {
        let statements = self.statements(pass.statements.iter());
        (self.missed, self.found) = (false, false);
        Pass { name: pass.name.clone(), from: pass.from.clone(), statements }
    }

    fn passes(&mut self, passes: &Passes) -> Passes {
        let Passes::Word(word) = passes else { return passes.clone() };
        let path = Path { words: vec![word.clone()], span: word.span };
        match self.find(&path).and_then(|(value, _)| value.letters()).map(str::parse) {
            Some(Ok(value)) => Passes::AtMost(Number { value: Some(value), span: word.span }),
            _ => passes.clone(),
        }
    }

    fn list(&mut self, list: &List) -> List {
        List { terms: list.terms.iter().map(|term| self.term(term)).collect(), span: list.span }
    }

    fn term(&mut self, term: &Term) -> Term {
        let path = match term {
            Term::Text(text) => return Term::Text(self.text(text)),
            Term::Path(path) => path,
        };
        match self.find(path) {
            None => term.clone(),
            Some((Value::Element(element), used)) => Term::Path(with_parts(element, path, used)),
            Some((value, _)) => Term::Text(Text { pieces: pieces(value), span: path.span }),
        }
    }

    /// A path where only an element may stand.
    fn element(&mut self, path: &Path) -> Option<Path> {
        match self.find(path) {
            None => Some(path.clone()),
            Some((Value::Element(element), used)) => Some(with_parts(element, path, used)),
            Some((Value::Nothing, _)) => None,
            Some(_) => {
                self.findings.push(findings::no_element(path));
                None
            }
        }
    }

    fn text(&mut self, text: &Text) -> Text {
        if !text.pieces.iter().any(|piece| matches!(piece, Piece::Hole(_))) {
            return text.clone();
        }
        let mut filling = Filling::default();
        for piece in &text.pieces {
            match piece {
                Piece::Plain(words) => filling.words(words),
                Piece::Hole(path) => match self.find(path) {
                    None => filling.piece(piece),
                    Some((Value::Element(element), used)) => filling.hole(with_parts(element, path, used)),
                    Some((Value::Phrase(text), _)) => text.pieces.iter().for_each(|piece| filling.piece(piece)),
                    Some((value, _)) => filling.words(value.letters().unwrap_or_default()),
                },
            }
        }
        Text { pieces: filling.done(), span: text.span }
    }
}

/// The element that a variable stands for, with the parts that are named behind the variable, in the variable's place.
fn with_parts(element: &Path, path: &Path, used: usize) -> Path {
    let place = path.words.first().map_or(path.span, |word| word.span);
    let mut words = element.words.clone();
    for word in &mut words {
        word.span = place;
    }
    words.extend(path.words.iter().skip(used).cloned());
    Path { words, span: path.span }
}

/// The words of a value.
fn pieces(value: Value<'_>) -> Vec<Piece> {
    match value {
        Value::Phrase(text) => text.pieces.clone(),
        value => {
            value.letters().filter(|text| !text.is_empty()).map(|text| Piece::Plain(text.into())).into_iter().collect()
        }
    }
}
