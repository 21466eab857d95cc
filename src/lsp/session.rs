//! What the server knows while it runs: the scenes that are open, what was told of them, and what the editor can do.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crossbeam_channel::Sender;
use lsp_server::{Message, Notification, Request, RequestId};
use lsp_types::{MessageType, ShowMessageParams, Uri};
use serde::Serialize;

use super::around::Around;
use super::client::Client;
use super::documents::{Document, Documents, file_of};
use super::host::{Host, Project};
use super::lines::Lines;
use super::publish::Told;
use crate::compile::{Input, NoFiles};
use crate::diagnostic::Diagnostic;
use crate::ide::{Analysis, Context, Facts, analyse_in_steps};
use crate::source::{Files, SourceMap};
use crate::target::Target;

/// The scenes of a project with what each imports, all by their paths.
pub(super) type Uses = BTreeMap<String, Vec<String>>;

/// Who is told early of what is found in a scene, weighed as its project has it.
pub(super) type Tell<'t> = dyn FnMut(Vec<Diagnostic>, &SourceMap) + 't;

/// A conversation with an editor.
pub(super) struct Session<'h> {
    pub host: &'h dyn Host,
    pub client: Client,
    pub documents: Documents,
    /// The scene that was worked on last.
    pub last: Option<String>,
    /// What was told of which files.
    pub told: Told,
    /// Who imports whom, project by project.
    uses: RefCell<BTreeMap<PathBuf, Rc<Uses>>>,
    /// Where messages to the editor go; that it went away is seen where messages come from.
    pub sender: Sender<Message>,
    requests: i32,
}

impl<'h> Session<'h> {
    pub(super) fn new(host: &'h dyn Host, client: Client, sender: Sender<Message>) -> Self {
        Self {
            host,
            client,
            documents: Documents::default(),
            last: None,
            told: Told::default(),
            uses: RefCell::default(),
            sender,
            requests: 0,
        }
    }

    pub(super) fn send(&self, message: impl Into<Message>) {
        let _ = self.sender.send(message.into());
    }

    pub(super) fn notify<N: lsp_types::notification::Notification>(&self, params: N::Params)
    where
        N::Params: Serialize,
    {
        self.send(Notification::new(N::METHOD.to_owned(), params));
    }

    pub(super) fn ask<R: lsp_types::request::Request>(&mut self, params: R::Params)
    where
        R::Params: Serialize,
    {
        self.requests += 1;
        let id = RequestId::from(format!("scene-{}", self.requests));
        self.send(Request::new(id, R::METHOD.to_owned(), params));
    }

    pub(super) fn say(&self, typ: MessageType, message: String) {
        self.notify::<lsp_types::notification::ShowMessage>(ShowMessageParams { typ, message });
    }

    /// Takes a scene in.
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: &str) -> String {
        let file = file_of(&uri).map(|file| self.host.real(&file));
        let in_file = file.is_some();
        let path = file.map_or_else(|| uri.as_str().to_owned(), |file| file.to_string_lossy().into_owned());
        let lines = Lines::new(text, self.client.encoding);
        let document = Document {
            uri,
            path: path.clone(),
            in_file,
            version,
            text: text.into(),
            lines,
            late: None,
            analysis: None,
            facts: None,
        };
        self.documents.open(document);
        self.last = Some(path.clone());
        path
    }

    /// The files around a scene, with unsaved changes in place.
    pub(super) fn around(&self, path: &str, in_file: bool) -> Around<'_> {
        let disk: Box<dyn Files> = if in_file { self.host.files(Path::new(path)) } else { Box::new(NoFiles) };
        Around::new(path, disk, &self.documents)
    }

    pub(super) fn project(&self, path: &str) -> Rc<dyn Project> {
        self.host.project(Path::new(path))
    }

    /// Keeps what came of a scene until it changes.
    pub(super) fn keep(&mut self, path: &str, found: Analysis) -> Option<Rc<Analysis>> {
        let document = self.documents.get_mut(path)?;
        document.late = Some(found.late.clone());
        let found = Rc::new(found);
        document.analysis = Some(Rc::clone(&found));
        Some(found)
    }

    /// Looks at a scene as `scene check` does, and tells somebody on the way.
    pub(super) fn look(&self, path: &str, text: &str, in_file: bool, early: &mut Tell<'_>) -> Analysis {
        let (around, project) = (self.around(path, in_file), self.project(path));
        let target = Target { models: project.models(), ..Target::default() };
        let input = Input { name: path, text, files: &around, strict_files: in_file, target };
        let mut told = |found: &[Diagnostic], sources: &SourceMap| {
            let mut found = found.to_vec();
            project.weigh(&mut found);
            early(found, sources);
        };
        let mut found = analyse_in_steps(&input, Some(&mut told));
        project.weigh(&mut found.diagnostics);
        project.weigh(&mut found.late);
        found
    }

    fn facts(&mut self, path: &str) -> Option<Rc<Facts>> {
        let document = self.documents.get_mut(path)?;
        let text = Rc::clone(&document.text);
        Some(Rc::clone(document.facts.get_or_insert_with(|| Rc::new(Facts::read(path, &text)))))
    }

    /// Lends everything that a request looks at.
    pub(super) fn with<T>(&mut self, path: &str, work: impl FnOnce(&Context<'_>, &Document) -> T) -> Option<T> {
        let (analysis, facts) = (self.analysis(path)?, self.facts(path)?);
        let document = self.documents.get(path)?;
        let (around, project) = (self.around(path, document.in_file), self.project(path));
        let context =
            Context { facts: &facts, analysis: &analysis, scenes: &around, files: &around, models: project.models() };
        Some(work(&context, document))
    }

    /// The other scenes of the project of a scene.
    pub(super) fn siblings(&self, path: &str) -> Rc<Uses> {
        let project = self.project(path);
        let Some(folder) = project.folder() else { return Rc::default() };
        if let Some(known) = self.uses.borrow().get(folder) {
            return Rc::clone(known);
        }
        let mut uses = Uses::new();
        for scene in self.host.scenes(folder) {
            let scene = scene.to_string_lossy().into_owned();
            let around = self.around(&scene, true);
            let Ok(text) = around.text(&scene) else { continue };
            uses.insert(scene.clone(), imports(&Facts::read(&scene, &text), &around));
        }
        let uses = Rc::new(uses);
        self.uses.borrow_mut().insert(folder.to_owned(), Rc::clone(&uses));
        uses
    }

    /// The scenes that use a scene, through others too; open ones count as they stand in their editors.
    pub(super) fn dependents(&mut self, path: &str) -> Vec<String> {
        let (saved, mut open) = (self.siblings(path), Uses::new());
        // What a scene imports itself does not say who uses it.
        for other in self.documents.open_paths().into_iter().filter(|other| other != path) {
            if let Some(facts) = self.facts(&other) {
                let in_file = self.documents.get(&other).is_some_and(|document| document.in_file);
                let imports = imports(&facts, &self.around(&other, in_file));
                open.insert(other, imports);
            }
        }
        let mut found = vec![path.to_owned()];
        let mut at = 0;
        while let Some(used) = found.get(at).cloned() {
            for (scene, imports) in saved.iter().filter(|(scene, _)| !open.contains_key(*scene)).chain(&open) {
                if imports.contains(&used) && !found.contains(scene) {
                    found.push(scene.clone());
                }
            }
            at += 1;
        }
        found.remove(0);
        found
    }

    /// Something on disk has changed.
    pub(super) fn forget(&mut self) {
        self.uses.borrow_mut().clear();
        self.host.forget();
        for path in self.documents.open_paths() {
            if let Some(document) = self.documents.get_mut(&path) {
                document.analysis = None;
            }
        }
    }
}

/// The real paths of what a scene imports.
fn imports(facts: &Facts, around: &Around<'_>) -> Vec<String> {
    let real = |path: &String| around.identity(path).unwrap_or_else(|| path.clone());
    facts.imports.iter().map(|import| real(&import.path)).collect()
}
