//! What comes in: the tree of a scene, and the files around it. What goes out: every file that it imports, read once, and
//! findings about imports that cannot be read, lead round in a ring, or stand where none may. How many files are read, how
//! deep they lie and how large they are together is bounded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::names::report;
use super::{findings, places};
use crate::diagnostic::Diagnostic;
use crate::source::{FileError, FileId, Files, SourceMap, Span};
use crate::syntax::{self, ast};

/// A scene imports at most this many files, in all.
pub(super) const MOST_FILES: usize = 100;
/// Imports lead through at most this many files.
pub(super) const MOST_DEEP: usize = 32;
/// All of them together have at most this many bytes.
pub(super) const MOST_BYTES: usize = 4 * syntax::MAX_BYTES;

/// A file that takes part.
pub(super) struct Loaded {
    /// Its id in the sources.
    pub(super) id: FileId,
    /// The word by which names are known that no scene can write.
    pub(super) stem: String,
    /// Its folder, seen from that of the scene.
    pub(super) folder: String,
    /// Its tree.
    pub(super) file: ast::File,
    /// Names whose bindings could not be read.
    pub(super) lost: Vec<ast::Word>,
    /// What it imports.
    pub(super) imports: Vec<Import>,
}

/// One `use`.
pub(super) struct Import {
    /// The file, unless it could not be read.
    pub(super) target: Option<usize>,
    /// The word before its names.
    pub(super) alias: Option<ast::Word>,
    /// The statement's place.
    pub(super) span: Span,
}

/// All of them together have at most so many statements, those of blocks not counted.
pub(super) const MOST_STATEMENTS: usize = 20_000;

/// Reads files.
pub(super) struct Loader<'a> {
    files: &'a dyn Files,
    sources: &'a mut SourceMap,
    /// The folder of the scene, as people know it.
    base: String,
    known: BTreeMap<String, usize>,
    /// The files that are being read, each with the `use` that leads on.
    way: Vec<(usize, Span)>,
    bytes: usize,
    statements: usize,
    /// What was read: the scene first.
    pub(super) loaded: Vec<Loaded>,
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads everything that a scene imports.
pub(super) fn load<'a>(
    (file, lost): (&ast::File, &[ast::Word]),
    id: FileId,
    sources: &'a mut SourceMap,
    files: &'a dyn Files,
) -> Loader<'a> {
    let name = Path::new(sources.file(id).name());
    let text = |path: Option<&Path>| path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let (base, own) = (text(name.parent()), text(name.file_name().map(Path::new)));
    let mut loader = Loader {
        files,
        sources,
        base,
        known: BTreeMap::new(),
        way: Vec::new(),
        bytes: 0,
        statements: 0,
        loaded: Vec::new(),
        diagnostics: Vec::new(),
    };
    loader.known.insert(own.clone(), 0);
    if let Some(real) = files.identity(&own) {
        loader.known.insert(real, 0);
    }
    loader.enter(&own, id, file.clone(), lost.to_vec());
    loader
}

impl Loader<'_> {
    /// Takes a file in, and then those that it imports.
    fn enter(&mut self, path: &str, id: FileId, file: ast::File, lost: Vec<ast::Word>) -> usize {
        let at = self.loaded.len();
        let folder = places::folder(path).to_owned();
        let uses: Vec<(ast::Use, Span)> = uses(&file.statements).map(|(it, span)| (it.clone(), span)).collect();
        self.loaded.push(Loaded { id, stem: self.stem(path), folder: folder.clone(), file, lost, imports: Vec::new() });
        for (number, (import, span)) in uses.into_iter().enumerate() {
            self.way.push((at, span));
            let target = match number {
                ..MOST_FILES => self.import(&import, span, &folder),
                MOST_FILES => self.refuse(findings::too_many(span)),
                _ => None,
            };
            self.way.pop();
            self.loaded[at].imports.push(Import { target, alias: import.alias, span });
        }
        at
    }

    /// The file that a `use` names.
    fn import(&mut self, import: &ast::Use, span: Span, folder: &str) -> Option<usize> {
        let written = match findings::path_of(&import.path) {
            Ok(written) => written,
            Err(finding) => return self.refuse(*finding),
        };
        let path = places::join(folder, &written);
        let real = self.files.identity(&path);
        let found = self.known.get(&path).or_else(|| self.known.get(real.as_ref()?)).copied();
        if let Some(found) = found {
            if let Some(from) = self.way.iter().position(|(file, _)| *file == found) {
                let ring = findings::ring(&self.way[from..], |file| self.name(file));
                report(&mut self.diagnostics, || ring);
            }
            return Some(found);
        }
        if self.way.len() > MOST_DEEP {
            return self.refuse(findings::too_deep(span));
        }
        if self.loaded.len() > MOST_FILES {
            return self.refuse(findings::too_many(span));
        }
        let text = match self.files.text(&path) {
            Ok(text) if text.len() > syntax::MAX_BYTES => Err(FileError::TooLarge(String::new())),
            found => found,
        };
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                let beside = if error == FileError::Missing { self.files.beside(&path) } else { Vec::new() };
                return self.refuse(findings::unusable(&written, &error, import.path.span, &beside));
            }
        };
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return self.refuse(findings::too_much(import.path.span));
        }
        let id = self.sources.add(self.shown(&path), text.as_str());
        let parsed = syntax::parse(id, &text);
        self.statements += parsed.file.statements.len();
        if self.statements > MOST_STATEMENTS {
            return self.refuse(findings::too_full(import.path.span));
        }
        let room = syntax::MAX_FINDINGS.saturating_sub(self.diagnostics.len());
        self.diagnostics.extend(parsed.diagnostics.into_iter().take(room));
        self.known.insert(path.clone(), self.loaded.len());
        self.known.extend(real.map(|real| (real, self.loaded.len())));
        Some(self.enter(&path, id, parsed.file, parsed.lost))
    }

    fn refuse(&mut self, finding: Diagnostic) -> Option<usize> {
        report(&mut self.diagnostics, || finding);
        None
    }

    /// The name people know a file by, from where they know the scene.
    fn shown(&self, path: &str) -> String {
        if self.base.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        places::normal(&format!("{}/{path}", self.base))
    }

    fn name(&self, file: usize) -> String {
        let id = self.loaded.get(file).map(|loaded| loaded.id).unwrap_or_default();
        self.sources.file(id).name().to_owned()
    }

    /// A word for a file that no other has.
    fn stem(&self, path: &str) -> String {
        let name = &path[places::folder(path).len()..];
        let stem = name.strip_suffix(".scene").unwrap_or(name);
        let stem: String = stem.chars().map(|it| if it.is_alphanumeric() { it } else { '_' }).collect();
        let taken: BTreeSet<&str> = self.loaded.iter().map(|loaded| loaded.stem.as_str()).collect();
        let numbered = (1..=self.loaded.len() + 1).map(|number| format!("{stem}#{number}"));
        std::iter::once(stem.clone()).chain(numbered).find(|it| !taken.contains(it.as_str())).unwrap_or(stem)
    }
}

/// The imports among statements, each with its place.
fn uses(statements: &[ast::Statement]) -> impl Iterator<Item = (&ast::Use, Span)> {
    statements.iter().filter_map(|statement| match &statement.kind {
        ast::StatementKind::Use(import) => Some((import, statement.span)),
        _ => None,
    })
}
