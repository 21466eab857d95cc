//! `scene lsp`: the language server, over stdin and stdout. What comes in: the world, for a server that touches none of it:
//! files, projects, and where scenes lie. Nothing is ever written.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::disk::Disk;
use super::levels::{Flags, weigh};
use super::projects::{self, Projects, Report};
use super::reach::{Access, Reach};
use super::{Exit, output};
use crate::diagnostic::Diagnostic;
use crate::lsp::{self, Ended};
use crate::source::{Files, SourceMap};
use crate::target::Models;

/// So many files and folders are looked at to find the scenes of a project.
const MOST_ENTRIES: usize = 20_000;
/// So many of its scenes are known.
const MOST_SCENES: usize = 2_000;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Talk over stdin and stdout, which is the only way and need not be said
    #[arg(long)]
    stdio: bool,
    #[command(flatten)]
    reach: Reach,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let Arguments { stdio: _, reach } = arguments;
    let host = Host { access: reach.access()?, projects: RefCell::default(), known: RefCell::default() };
    if std::io::stdin().is_terminal() {
        output::talk("this is for editors, which talk to it over standard input; Ctrl-D ends it\n");
    }
    match lsp::serve(&host) {
        Ended::Agreed => Ok(Exit::Fine),
        Ended::Lost => Ok(Exit::Scenes),
    }
}

/// The world as the command line sees it.
struct Host {
    access: Rc<Access>,
    projects: RefCell<Projects>,
    /// The projects of folders that were asked about.
    known: RefCell<HashMap<PathBuf, Rc<Project>>>,
}

struct Project {
    folder: Option<PathBuf>,
    /// What its files say.
    said: Rc<projects::Project>,
    /// What is wrong with its files, if this is the first of its folders that was asked about.
    reports: Vec<Report>,
}

impl lsp::Host for Host {
    fn files(&self, scene: &Path) -> Box<dyn Files> {
        Box::new(Disk::beside(scene).sharing(&self.access))
    }

    fn project(&self, scene: &Path) -> Rc<dyn lsp::Project> {
        let folder = scene.parent().unwrap_or(scene);
        if let Some(known) = self.known.borrow().get(folder) {
            return Rc::<Project>::clone(known);
        }
        let disk = Disk::beside(scene).sharing(&self.access);
        let mut projects = self.projects.borrow_mut();
        let said = projects.of(&disk, Flags::default());
        let reports = std::mem::take(&mut projects.reports);
        let found = Rc::new(Project { folder: disk.project().map(Path::to_owned), said, reports });
        self.known.borrow_mut().insert(folder.to_owned(), Rc::clone(&found));
        found
    }

    fn scenes(&self, folder: &Path) -> Vec<PathBuf> {
        let (mut found, mut seen) = (Vec::new(), 0);
        let mut folders = VecDeque::from([folder.to_owned()]);
        while let Some(folder) = folders.pop_front() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                seen += 1;
                if seen > MOST_ENTRIES || found.len() >= MOST_SCENES {
                    break;
                }
                let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                let (Ok(kind), path) = (entry.file_type(), entry.path()) else { continue };
                if kind.is_dir() && !hidden {
                    folders.push_back(path);
                } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "scene") {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }

    fn real(&self, path: &Path) -> PathBuf {
        let real = fs::canonicalize(path).ok();
        // A file that is not there yet lies in a folder that is.
        let in_folder = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
        real.or_else(in_folder).unwrap_or_else(|| path.to_owned())
    }

    fn forget(&self) {
        self.projects.take();
        self.known.take();
    }
}

impl lsp::Project for Project {
    fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    fn models(&self) -> &Models {
        &self.said.models
    }

    fn reports(&self) -> Vec<(&[Diagnostic], &SourceMap)> {
        self.reports.iter().map(|report| (report.diagnostics.as_slice(), &report.sources)).collect()
    }

    fn weigh(&self, diagnostics: &mut Vec<Diagnostic>) {
        weigh(diagnostics, Flags::default(), &self.said.levels);
    }
}
