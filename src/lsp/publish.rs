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
use super::session::{Session, Tell};
use crate::diagnostic::{self, Code, Severity};
use crate::ide::Analysis;
use crate::source::{FileId, SourceMap};

/// So many scenes that use a changed one are looked at.
const MOST_DEPENDENTS: usize = 200;

/// Findings by the file that they stand in.
type ByFile = BTreeMap<String, Vec<Diagnostic>>;

/// What was told so far.
#[derive(Default)]
pub(super) struct Told {
    /// What was found in each scene, by its path.
    found: BTreeMap<String, ByFile>,
    /// What was told of each file.
    sent: ByFile,
    /// Scenes that have changed since they were told of.
    pub changed: BTreeSet<String>,
    /// Everything may have changed.
    pub all: bool,
    /// What was told early of the scene that is looked at.
    early: RefCell<Option<Vec<Diagnostic>>>,
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

    fn tell(&mut self, path: &str, itself: bool) {
        let found = catch_unwind(AssertUnwindSafe(|| self.find(path))).unwrap_or_default();
        let before = self.told.found.insert(path.to_owned(), found).unwrap_or_default();
        let now = self.told.found.get(path).into_iter().flat_map(BTreeMap::keys);
        let files: BTreeSet<String> = now.chain(before.keys()).cloned().collect();
        if itself {
            self.send_all(path, true);
        }
        for file in files.iter().filter(|file| !itself || *file != path) {
            self.send_all(file, false);
        }
    }

    /// What came of an open scene, which is found out if it is not known. Of one that was looked at before the editor is told on the way what is known
    /// early, together with what is found late and was found before.
    fn analysis_told(&mut self, path: &str) -> Option<Rc<Analysis>> {
        let document = self.documents.get(path)?;
        if let Some(known) = &document.analysis {
            return Some(Rc::clone(known));
        }
        let late = document.late.clone();
        let mut tell = |mut found: Vec<diagnostic::Diagnostic>, sources: &SourceMap| {
            found.extend(late.iter().flatten().cloned());
            found.sort_by_key(diagnostic::Diagnostic::place);
            self.send_early(path, &found, sources);
        };
        let early = late.is_some().then_some(&mut tell as &mut Tell<'_>);
        let found = self.look(path, &document.text, document.in_file, early);
        self.keep(path, found)
    }

    /// What is found in a scene, by files.
    fn find(&mut self, path: &str) -> ByFile {
        if let Some(analysis) = self.analysis_told(path) {
            let mut found = self.by_file(Some(path), &analysis.diagnostics, &analysis.sources);
            let project = self.project(path);
            for (report, sources) in project.reports() {
                found.extend(self.by_file(None, report, sources));
            }
            return found;
        }
        let around = self.around(path, true);
        let name = path.rsplit('/').next().unwrap_or_default();
        let Ok(text) = crate::source::Files::text(&around, name) else { return ByFile::new() };
        let found = self.look(path, &text, true, None);
        self.by_file(Some(path), &found.diagnostics, &found.sources)
    }

    /// Tells what is known early of a scene.
    fn send_early(&self, path: &str, found: &[diagnostic::Diagnostic], sources: &SourceMap) {
        let found = self.by_file(Some(path), found, sources);
        let all = self.all(path, found.get(path).map_or(&[], Vec::as_slice), Some(path));
        self.told.early.replace(Some(all.clone()));
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
    fn send_all(&mut self, file: &str, always: bool) {
        let all = self.all(file, &[], None);
        let early = self.told.early.take();
        let sent = self.told.sent.get(file).map_or(&[][..], Vec::as_slice);
        let known = early.as_ref().map_or(!always && sent == all.as_slice(), |early| *early == all);
        if all.is_empty() {
            self.told.sent.remove(file);
        } else {
            self.told.sent.insert(file.to_owned(), all.clone());
        }
        if !known {
            self.publish_one(file, all);
        }
    }

    fn publish_one(&self, file: &str, diagnostics: Vec<Diagnostic>) {
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

pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
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
