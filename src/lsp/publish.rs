//! What is told of the open scenes and of those that use them. A finding is told of the file that it stands in, whichever
//! scene it was found in; a file is told of anew when what is told of it differs, or when it has changed itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::rc::Rc;

use lsp_types::notification::PublishDiagnostics;
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    PublishDiagnosticsParams, Uri,
};

use super::documents::uri_of;
use super::lines::Lines;
use super::session::Session;
use crate::diagnostic::{self, Code, Severity};
use crate::ide::Analysis;
use crate::source::{FileId, Files, SourceMap};

/// So many scenes that use a changed one are looked at.
const MOST_DEPENDENTS: usize = 200;

/// Findings by the file that they stand in.
type ByFile = BTreeMap<String, Vec<Diagnostic>>;

/// What was told so far.
#[derive(Default)]
pub(super) struct Told {
    /// What was found in each scene, by its path.
    found: BTreeMap<String, ByFile>,
    /// What was told of each file last.
    sent: RefCell<ByFile>,
    /// Scenes that have changed since they were told of.
    pub changed: BTreeSet<String>,
    /// Everything may have changed.
    pub all: bool,
}

impl Session<'_> {
    /// Tells what is found in the open scenes that have changed, and then in those that use them.
    pub(super) fn publish(&mut self) {
        let mut changed = std::mem::take(&mut self.told.changed);
        if std::mem::take(&mut self.told.all) {
            changed.extend(self.documents.open_paths());
        }
        changed.retain(|path| self.documents.get(path).is_some());
        for path in &changed {
            self.tell(path, true);
        }
        let mut dependents = BTreeSet::new();
        for path in &changed {
            dependents.extend(self.dependents(path).into_iter().filter(|it| !changed.contains(it)));
        }
        for path in dependents.into_iter().take(MOST_DEPENDENTS) {
            if let Some(document) = self.documents.get_mut(&path) {
                document.analysis = None;
            }
            self.tell(&path, false);
        }
        if !changed.is_empty() {
            self.refresh();
        }
    }

    /// Forgets what was told of scenes that are neither open nor use one that is.
    pub(super) fn tidy(&mut self) {
        let mut kept: BTreeSet<String> = self.documents.open_paths().into_iter().collect();
        for path in kept.clone() {
            kept.extend(self.dependents(&path));
        }
        let gone: Vec<String> = self.told.found.keys().filter(|path| !kept.contains(*path)).cloned().collect();
        for path in gone {
            let before = self.told.found.remove(&path).unwrap_or_default();
            for file in before.keys() {
                self.send_all(file, false);
            }
        }
    }

    /// Tells what is found in a scene. One that has changed itself is told of in any case, and early if that can be.
    fn tell(&mut self, path: &str, itself: bool) {
        let (found, early) = catch_unwind(AssertUnwindSafe(|| self.find(path, itself))).unwrap_or_default();
        let before = self.told.found.insert(path.to_owned(), found).unwrap_or_default();
        if itself {
            self.send_all(path, !early);
        }
        let now = self.told.found.get(path).into_iter().flat_map(BTreeMap::keys);
        let files: BTreeSet<String> = now.chain(before.keys()).cloned().collect();
        for file in files {
            self.send_all(&file, false);
        }
    }

    /// What came of an open scene, which is found out if it is not known; and whether the editor was told on the way what is
    /// known early, together with what is found late and was found before.
    fn analysis_told(&mut self, path: &str, tells: bool) -> Option<(Rc<Analysis>, bool)> {
        let document = self.documents.get(path)?;
        if let Some(known) = &document.analysis {
            return Some((Rc::clone(known), false));
        }
        let (late, mut told) = (document.late.clone().filter(|_| tells), false);
        let mut tell = |mut found: Vec<diagnostic::Diagnostic>, sources: &SourceMap| {
            if let Some(late) = &late {
                found.extend(late.iter().cloned());
                found.sort_by_key(diagnostic::Diagnostic::place);
                self.send_early(path, &found, sources);
                told = true;
            }
        };
        let found = self.look(path, &document.text, document.in_file, &mut tell);
        Some((self.keep(path, found)?, told))
    }

    /// What came of an open scene, which is found out if it is not known.
    pub(super) fn analysis(&mut self, path: &str) -> Option<Rc<Analysis>> {
        self.analysis_told(path, false).map(|(analysis, _)| analysis)
    }

    /// What is found in a scene, by files, and whether some of it was told early.
    fn find(&mut self, path: &str, tells: bool) -> (ByFile, bool) {
        if let Some((analysis, told)) = self.analysis_told(path, tells) {
            let mut found = self.by_file(Some(path), &analysis.diagnostics, &analysis.sources);
            let project = self.project(path);
            for (report, sources) in project.reports() {
                for (file, more) in self.by_file(None, report, sources) {
                    found.entry(file).or_default().extend(more);
                }
            }
            return (found, told);
        }
        let Ok(text) = self.around(path, true).text(path) else { return (ByFile::new(), false) };
        let found = self.look(path, &text, true, &mut |_, _| {});
        (self.by_file(Some(path), &found.diagnostics, &found.sources), false)
    }

    /// Tells what is known early of a scene.
    fn send_early(&self, path: &str, found: &[diagnostic::Diagnostic], sources: &SourceMap) {
        let found = self.by_file(Some(path), found, sources);
        let all = self.all(path, found.get(path).map_or(&[], Vec::as_slice), Some(path));
        self.publish_one(path, all);
    }

    /// Findings by their files. The first source is the scene at this path, or a file like the others.
    fn by_file(&self, path: Option<&str>, found: &[diagnostic::Diagnostic], sources: &SourceMap) -> ByFile {
        let mut places = Places { session: self, sources, known: BTreeMap::new(), path };
        let mut out = ByFile::new();
        for finding in found {
            let file = places.path(finding.span().file);
            out.entry(file).or_default().extend(places.diagnostic(finding));
        }
        out
    }

    /// What is found in a file, whichever scenes it was found in; of one of them something else than was found there before.
    fn all(&self, file: &str, found: &[Diagnostic], but: Option<&str>) -> Vec<Diagnostic> {
        let others =
            self.told.found.iter().filter(|(path, _)| but != Some(path)).filter_map(|(_, found)| found.get(file));
        let mut all: Vec<Diagnostic> = Vec::new();
        for one in found.iter().chain(others.flatten()) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        all
    }

    /// Sends what is found in a file, unless just that was sent.
    fn send_all(&self, file: &str, always: bool) {
        let all = self.all(file, &[], None);
        let known = self.told.sent.borrow().get(file).map_or(&[][..], Vec::as_slice) == all.as_slice();
        if always || !known {
            self.publish_one(file, all);
        }
    }

    fn publish_one(&self, file: &str, diagnostics: Vec<Diagnostic>) {
        if diagnostics.is_empty() {
            self.told.sent.borrow_mut().remove(file);
        } else {
            self.told.sent.borrow_mut().insert(file.to_owned(), diagnostics.clone());
        }
        let document = self.documents.get(file);
        let version = document.map(|document| document.version);
        if let Some(uri) = document.map(|document| document.uri.clone()).or_else(|| uri_of(file)) {
            self.notify::<PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version });
        }
    }

    /// Asks the editor to take hints and lines anew: those of other scenes may have changed.
    fn refresh(&mut self) {
        let several = self.documents.open_paths().len() > 1;
        if several && self.client.refreshes_hints && self.client.hints {
            self.ask::<lsp_types::request::InlayHintRefreshRequest>(());
        }
        if several && self.client.refreshes_lenses && self.client.lenses {
            self.ask::<lsp_types::request::CodeLensRefresh>(());
        }
    }
}

/// Places of one analysis, for an editor.
struct Places<'a, 'h> {
    session: &'a Session<'h>,
    sources: &'a SourceMap,
    known: BTreeMap<FileId, (String, Lines, Option<Uri>)>,
    /// The path of the first source; none if it is known by its name, too.
    path: Option<&'a str>,
}

impl Places<'_, '_> {
    fn file(&mut self, id: FileId) -> &(String, Lines, Option<Uri>) {
        let (session, sources, path) = (self.session, self.sources, self.path);
        self.known.entry(id).or_insert_with(|| {
            let file = sources.file(id);
            let named = || session.host.real(Path::new(file.name())).to_string_lossy().into_owned();
            let path = path.filter(|_| id.0 == 0).map_or_else(named, str::to_owned);
            let document = session.documents.get(&path);
            let lines = match document {
                Some(document) if document.text.as_ref() == file.text() => document.lines.clone(),
                _ => Lines::new(file.text(), session.client.encoding),
            };
            let uri = document.map(|document| document.uri.clone()).or_else(|| uri_of(&path));
            (path, lines, uri)
        })
    }

    fn path(&mut self, id: FileId) -> String {
        self.file(id).0.clone()
    }

    fn range(&mut self, span: crate::source::Span) -> lsp_types::Range {
        let sources = self.sources;
        self.file(span.file).1.range(sources.file(span.file).text(), span)
    }

    fn diagnostic(&mut self, finding: &diagnostic::Diagnostic) -> Option<Diagnostic> {
        let (first, others) = finding.labels.split_first()?;
        let mut message = finding.message.clone();
        for more in [&first.text, finding.help.as_deref().unwrap_or_default()] {
            if !more.is_empty() {
                message.push('\n');
                message.push_str(more);
            }
        }
        let related: Vec<DiagnosticRelatedInformation> = others
            .iter()
            .filter_map(|label| {
                let range = self.range(label.span);
                let uri = self.file(label.span.file).2.clone()?;
                let message = if label.text.is_empty() { "see here".to_owned() } else { label.text.clone() };
                Some(DiagnosticRelatedInformation { location: Location { uri, range }, message })
            })
            .collect();
        Some(Diagnostic {
            range: self.range(first.span),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.code.name().to_owned())),
            code_description: None,
            source: Some("scene".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            tags: tag(finding.code).map(|tag| vec![tag]),
            data: None,
        })
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// What an editor may show paler, or struck through.
fn tag(code: Code) -> Option<DiagnosticTag> {
    match code {
        Code::UnusedElement | Code::UnusedVariable | Code::UnusedAllow => Some(DiagnosticTag::UNNECESSARY),
        Code::RetiredModel => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}
