//! What comes in: the text of one scene, and where it lies. What goes out: what it binds, and what it imports, by its text
//! alone. Absent: what its names mean together with those of other files, which `names` settles.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::reuse::{self, beside};
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Piece, StatementKind, Text, Word};
use crate::syntax::{self};

/// A scene as its names see it. All spans are in the file with the id 0.
#[derive(Debug)]
pub struct Facts {
    /// Where it lies: a path from the root, parts joined by slashes.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its tree.
    pub tree: ast::File,
    /// Elements, variables and relations that it binds.
    pub names: BTreeMap<SmolStr, Named>,
    /// Its presets.
    pub presets: BTreeMap<SmolStr, Named>,
    /// Its passes.
    pub passes: BTreeMap<SmolStr, Named>,
    /// What it imports, in order.
    pub imports: Vec<Import>,
}

/// Something that a file binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub kind: Kind,
    /// Where its name is bound.
    pub span: Span,
    /// The whole statement.
    pub whole: Span,
}

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An element.
    Element,
    /// A part of an element.
    Part,
    /// A `param`, or a `vary` of values.
    Variable,
    /// A `vary` of rows.
    Rows,
    /// A column of rows.
    Column,
    /// The label of a value.
    Label,
    /// A relation.
    Relation,
    /// A preset.
    Preset,
    /// A pass.
    Pass,
    /// The word before the names of another file.
    Alias,
}

/// A file that is imported.
#[derive(Debug, Clone)]
pub struct Import {
    /// Where it lies.
    pub path: String,
    /// The word before its names.
    pub alias: Option<Word>,
    /// The string that names it.
    pub span: Span,
}

/// Where scenes are found by their paths, with unsaved changes in place.
pub trait Scenes {
    /// The scene at a path from the root; none if it cannot be read.
    fn scene(&self, path: &str) -> Option<Rc<Facts>>;
}

impl Facts {
    /// Reads a scene.
    #[must_use]
    pub fn read(path: &str, text: &str) -> Self {
        let syntax::Parsed { file: tree, lost, .. } = syntax::parse(FileId(0), text);
        let (mut names, mut presets, mut passes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut imports = Vec::new();
        for statement in tree.all() {
            let bind = |table: &mut BTreeMap<SmolStr, Named>, word: &Word, kind| {
                table.entry(word.text.clone()).or_insert(Named { kind, span: word.span, whole: statement.span });
            };
            match &statement.kind {
                StatementKind::Binding(binding) => bind(&mut names, &binding.name, Kind::Element),
                StatementKind::Declaration(declaration) => bind(&mut names, &declaration.name, Kind::Relation),
                StatementKind::Param(param) => bind(&mut names, &param.name, Kind::Variable),
                StatementKind::Vary(vary) => {
                    bind(&mut names, &vary.name, if vary.maker.is_some() { Kind::Rows } else { Kind::Variable });
                }
                StatementKind::Preset(preset) => bind(&mut presets, &preset.name, Kind::Preset),
                StatementKind::Pass(pass) => bind(&mut passes, &pass.name, Kind::Pass),
                StatementKind::Use(import) => imports.extend(plain(&import.path).map(|written| Import {
                    path: beside(path, &written),
                    alias: import.alias.clone(),
                    span: import.path.span,
                })),
                _ => {}
            }
        }
        // A line that cannot be read binds its name all the same.
        for word in lost {
            names.entry(word.text).or_insert(Named { kind: Kind::Element, span: word.span, whole: word.span });
        }
        Self { path: path.to_owned(), text: text.into(), tree, names, presets, passes, imports }
    }

    /// Whether it is there for others, and asks for no picture.
    #[must_use]
    pub fn is_library(&self) -> bool {
        reuse::is_library(&self.tree)
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The statement that binds an element.
    #[must_use]
    pub fn binding(&self, name: &str) -> Option<&ast::Binding> {
        self.tree.all().find_map(|statement| match &statement.kind {
            StatementKind::Binding(binding) if binding.name.text == name => Some(binding),
            _ => None,
        })
    }

    /// The elements that a variable may be, where its values are elements.
    #[must_use]
    pub fn choices(&self, variable: &str) -> Vec<&str> {
        let vary = self.tree.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Vary(vary) if vary.name.text == variable && vary.maker.is_none() => Some(vary),
            _ => None,
        });
        let element = |argument: &ast::Argument| match &argument.value {
            ast::Value::Path(path) if path.words.len() == 1 => self.names.get_key_value(&path.words[0].text),
            _ => None,
        };
        let elements = vary.into_iter().flat_map(|vary| &vary.arguments).filter_map(element);
        elements.filter(|(_, named)| named.kind == Kind::Element).map(|(name, _)| name.as_str()).collect()
    }

    /// The innermost statement around an offset.
    #[must_use]
    pub fn statement_at(&self, offset: usize) -> Option<&ast::Statement> {
        innermost(&self.tree.statements, offset)
    }
}

/// The innermost statement around an offset; at its end counts as in it.
fn innermost(statements: &[ast::Statement], offset: usize) -> Option<&ast::Statement> {
    let around = |statement: &&ast::Statement| {
        let range = statement.span.range();
        range.start <= offset && offset <= range.end
    };
    let found = statements.iter().find(around)?;
    let inner: &[ast::Statement] = match &found.kind {
        StatementKind::Pass(pass) => &pass.statements,
        StatementKind::Preset(preset) => &preset.statements,
        _ => &[],
    };
    innermost(inner, offset).or(Some(found))
}

/// The words of a string that mentions nothing.
#[must_use]
pub fn plain(text: &Text) -> Option<String> {
    text.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Plain(words) => Some(words.as_str()),
            Piece::Hole(_) => None,
        })
        .collect()
}
