//! What comes in: the tree of a file. What goes out: every word of it that means something, with the part that it plays, in
//! the order in which the tree has them. Words between them, such as `and` and `from`, are no nodes. Absent: what names
//! mean; a word that only its place makes a relation is one here.

mod values;

use crate::lexicon;
use crate::scene::settings;
use crate::source::Span;
use crate::syntax::ast::{Clause, File, List, Look, Path, Piece, Relation, Statement, StatementKind, Term, Text, Word};

/// The part that a word plays.
#[derive(Debug, Clone, PartialEq)]
pub enum Role<'a> {
    /// `watch` in `watch = ref(...)`
    Binding,
    /// A part that a block describes, by the names that lead to it.
    PartBinding(Vec<&'a str>),
    /// An element, a part of one, or a variable.
    Name(&'a Path),
    /// `resting_on`; a clause may hold adverbs, too.
    Relation,
    /// `relation tucked_under { ... }`
    RelationBinding,
    /// `lighting`
    Aspect,
    /// `size`
    Setting,
    /// A value that is a word of the language: `png`, `2k`, `recognizable`, `subject`, `auto`, `google:4@3`.
    Fixed,
    /// `ref`, `csv`
    Maker,
    /// `again` in `again: "..."`
    Label,
    /// `noon` in `[noon: "noon sun"]` of this variable
    ChoiceLabel(&'a Word),
    /// A field of a relation's declaration.
    Field,
    /// A string.
    Text(&'a Text),
    /// A number.
    Number,
    /// `pass evening`
    PassBinding,
    /// `from evening`, `result(evening)`
    Pass,
    /// `preset studio`
    PresetBinding,
    /// `apply brand.studio`
    Preset(&'a Path),
    /// `as brand`
    Alias,
    /// `vary light`, `param product`
    VariableBinding,
}

/// A word, and the part that it plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it is there.
    pub role: Role<'a>,
}

/// The nodes of a file, in the order of their places.
#[must_use]
pub fn nodes(file: &File) -> Vec<Node<'_>> {
    let mut walk = Walk { nodes: Vec::new(), bound: bound(file) };
    file.statements.iter().for_each(|statement| walk.statement(statement));
    walk.nodes.sort_by_key(|node| (node.span.start, std::cmp::Reverse(node.span.end)));
    walk.nodes
}

/// The names that a file binds itself, so that `light beside lamp` is no aspect if `light` is an element.
fn bound(file: &File) -> Vec<&str> {
    let mut bound: Vec<&str> = file
        .all()
        .filter_map(|statement| match &statement.kind {
            StatementKind::Binding(binding) => Some(binding.name.text.as_str()),
            _ => None,
        })
        .collect();
    bound.sort_unstable();
    bound
}

struct Walk<'a> {
    nodes: Vec<Node<'a>>,
    bound: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn add(&mut self, span: Span, role: Role<'a>) {
        self.nodes.push(Node { span, role });
    }

    fn is_bound(&self, word: &str) -> bool {
        self.bound.binary_search(&word).is_ok()
    }

    fn statement(&mut self, statement: &'a Statement) {
        use StatementKind as Form;
        match &statement.kind {
            Form::Binding(it) => self.binding(it),
            Form::Relation(it) => self.relation(it),
            Form::Look(it) => self.look(it),
            Form::Edition(number) => self.add(number.span, Role::Number),
            Form::Edit(path) => self.path(path),
            Form::Replace { what, with } => {
                self.list(what);
                self.list(with);
            }
            Form::Remove(what) => self.list(what),
            Form::Keep(keep) => {
                keep.what.iter().for_each(|it| self.list(it));
                keep.words.iter().for_each(|it| self.text(it));
                keep.degree.iter().for_each(|it| self.add(it.span, Role::Fixed));
            }
            Form::Avoid(avoid) => {
                avoid.what.iter().for_each(|it| self.text(it));
                avoid.from.iter().for_each(|it| self.path(it));
            }
            Form::Say(words) => self.text(words),
            Form::Panels(panels) => panels.iter().for_each(|panel| {
                panel.label.iter().for_each(|it| self.add(it.span, Role::Label));
                self.text(&panel.words);
            }),
            Form::Declaration(it) => self.declaration(it),
            Form::Pass(pass) => {
                self.add(pass.name.span, Role::PassBinding);
                pass.from.iter().for_each(|it| self.add(it.span, Role::Pass));
                pass.statements.iter().for_each(|it| self.statement(it));
            }
            Form::Passes(passes) => match passes {
                crate::syntax::ast::Passes::AtMost(number) => self.add(number.span, Role::Number),
                crate::syntax::ast::Passes::Word(word) => self.add(word.span, Role::Fixed),
            },
            Form::Preset(preset) => {
                self.add(preset.name.span, Role::PresetBinding);
                preset.statements.iter().for_each(|it| self.statement(it));
            }
            Form::Apply(path) => self.add(path.span, Role::Preset(path)),
            Form::Use(import) => {
                self.text(&import.path);
                import.alias.iter().for_each(|it| self.add(it.span, Role::Alias));
            }
            Form::Param(param) => {
                self.add(param.name.span, Role::VariableBinding);
                param.value.iter().for_each(|it| self.value(it));
            }
            Form::Vary(it) => self.vary(it),
            Form::Zip(words) => words.iter().for_each(|it| self.add(it.span, Role::VariableBinding)),
            Form::Skip(it) => self.condition(it),
        }
    }

    fn relation(&mut self, relation: &'a Relation) {
        let disguised = match relation.head.as_slice() {
            [word, _] if relation.clauses.is_empty() => word.word().filter(|word| !self.is_bound(&word.text)),
            _ => None,
        };
        if let Some(word) = disguised.filter(|word| settings::is_setting(&word.text)) {
            self.add(word.span, Role::Setting);
            return relation.head[1].terms.iter().for_each(|term| match term {
                Term::Path(path) => {
                    // It may be a variable, too.
                    self.add(path.span, Role::Fixed);
                    self.path(path);
                }
                Term::Text(text) => self.text(text),
            });
        }
        if let Some(word) = disguised.filter(|word| lexicon::aspect(&word.text).is_some()) {
            self.add(word.span, Role::Aspect);
            return self.list(&relation.head[1]);
        }
        for (at, list) in relation.head.iter().enumerate() {
            if at == 1 { self.relations(list) } else { self.list(list) }
        }
        relation.clauses.iter().for_each(|clause| self.clause(clause));
    }

    fn clause(&mut self, clause: &'a Clause) {
        for (at, list) in clause.lists.iter().enumerate() {
            if at == 0 { self.relations(list) } else { self.list(list) }
        }
    }

    /// A list of relations; an element among them is a slip, and still a name.
    fn relations(&mut self, list: &'a List) {
        for term in &list.terms {
            match term {
                Term::Path(path) if path.words.len() == 1 && !self.is_bound(&path.words[0].text) => {
                    self.add(path.span, Role::Relation);
                }
                Term::Path(path) => self.path(path),
                Term::Text(text) => self.text(text),
            }
        }
    }

    fn look(&mut self, look: &'a Look) {
        let setting = settings::is_setting(&look.word.text);
        self.add(look.word.span, if setting { Role::Setting } else { Role::Aspect });
        look.of.iter().for_each(|it| self.list(it));
        look.source.iter().for_each(|it| self.path(&it.path));
        look.words.iter().for_each(|it| self.text(it));
        look.value.iter().for_each(|it| self.add(it.span, Role::Fixed));
        look.at.iter().for_each(|it| self.add(it.span, Role::Fixed));
    }

    fn list(&mut self, list: &'a List) {
        for term in &list.terms {
            match term {
                Term::Path(path) => self.path(path),
                Term::Text(text) => self.text(text),
            }
        }
    }

    fn text(&mut self, text: &'a Text) {
        self.add(text.span, Role::Text(text));
        for piece in &text.pieces {
            if let Piece::Hole(path) = piece {
                self.path(path);
            }
        }
    }

    fn path(&mut self, path: &'a Path) {
        self.add(path.span, Role::Name(path));
    }
}
