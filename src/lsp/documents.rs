//! The scenes that are open in an editor, each with its text as it stands there, and what came of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use url::Url;

use super::lines::{Encoding, Lines};
use crate::diagnostic::Diagnostic;
use crate::ide::{Analysis, Facts};

/// A scene that is open.
pub(super) struct Document {
    /// What the editor calls it.
    pub uri: Uri,
    /// Where it lies, with links followed; what the editor calls it if it lies nowhere.
    pub path: String,
    /// Whether it lies in a file, or will.
    pub in_file: bool,
    /// How often it was changed, as the editor counts.
    pub version: i32,
    /// Its text.
    pub text: Rc<str>,
    /// Where its lines begin.
    pub lines: Lines,
    /// What came of it; none since its last change.
    pub analysis: Option<Rc<Analysis>>,
    /// Findings of its last analysis that are found late, moved along with every change since; none if it was not analysed.
    pub late: Option<Vec<Diagnostic>>,
    /// What it names; none since its last change.
    pub facts: Option<Rc<Facts>>,
}

/// The scenes that are open, by their paths.
#[derive(Default)]
pub(super) struct Documents {
    all: BTreeMap<String, Document>,
    /// Their paths, by what the editor calls them.
    paths: BTreeMap<String, String>,
}

impl Documents {
    pub(super) fn open(&mut self, document: Document) {
        self.paths.insert(document.uri.as_str().to_owned(), document.path.clone());
        self.all.insert(document.path.clone(), document);
    }

    pub(super) fn close(&mut self, uri: &Uri) -> Option<String> {
        let path = self.paths.remove(uri.as_str())?;
        // Another name of the same file may still be open.
        if self.all.get(&path).is_some_and(|document| document.uri == *uri) {
            self.all.remove(&path);
        }
        Some(path)
    }

    pub(super) fn path(&self, uri: &Uri) -> Option<&str> {
        self.paths.get(uri.as_str()).map(String::as_str)
    }

    pub(super) fn get(&self, path: &str) -> Option<&Document> {
        self.all.get(path)
    }

    pub(super) fn get_mut(&mut self, path: &str) -> Option<&mut Document> {
        self.all.get_mut(path)
    }

    /// The text of a scene as it stands in its editor.
    pub(super) fn text(&self, path: &str) -> Option<&Rc<str>> {
        self.get(path).map(|document| &document.text)
    }

    /// The paths of all.
    pub(super) fn open_paths(&self) -> Vec<String> {
        self.all.keys().cloned().collect()
    }

    /// Takes the changes of an editor in, in their order. What is not open is not changed.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<String> {
        let path = self.path(uri)?.to_owned();
        let document = self.all.get_mut(&path)?;
        let mut text = document.text.to_string();
        for change in changes {
            match change.range {
                None => (text, document.late) = (change.text, None),
                Some(range) => {
                    let bytes = document.lines.bytes(&text, range);
                    text.replace_range(bytes.clone(), &change.text);
                    document.late.iter_mut().for_each(|late| moved(late, &bytes, change.text.len()));
                }
            }
            document.lines = Lines::new(&text, encoding);
        }
        document.text = Rc::from(text);
        document.version = version;
        (document.analysis, document.facts) = (None, None);
        Some(path)
    }
}

/// Moves findings along with a change of some bytes; those that it touches are gone.
fn moved(findings: &mut Vec<Diagnostic>, bytes: &std::ops::Range<usize>, length: usize) {
    let shift = |offset: u32| {
        let moved = (offset as usize).saturating_sub(bytes.len()).saturating_add(length);
        if offset as usize >= bytes.end { u32::try_from(moved).unwrap_or(u32::MAX) } else { offset }
    };
    findings.retain_mut(|finding| {
        finding.labels.iter_mut().filter(|label| label.span.file.0 == 0).all(|label| {
            let range = label.span.range();
            let touched = range.start < bytes.end && bytes.start < range.end;
            let inside = bytes.is_empty() && range.start < bytes.start && bytes.start < range.end;
            (label.span.start, label.span.end) =
                (shift(label.span.start), shift(label.span.end).max(shift(label.span.start)));
            !touched && !inside
        })
    });
}

/// The file that an editor's name leads to; none if it lies in none.
pub(super) fn file_of(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// What an editor calls a file.
pub(super) fn uri_of(path: &str) -> Option<Uri> {
    Url::from_file_path(path).ok()?.as_str().parse().ok()
}
