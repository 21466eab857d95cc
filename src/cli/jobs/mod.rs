//! The jobs of scenes. What comes in: FILE arguments. What goes out: every pass of every task as a job, with the digests of
//! all that it was made of. Findings go to stderr; if any scene has errors, there are no jobs.

mod digests;
mod one;
mod pins;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Exit;
use super::findings::{Told, note_library, tell};
use super::input::{Loaded, Source, collect};
use super::levels::{Flags, weigh};
use super::output;
use super::projects::{Projects, Submit};
use super::reach::Reach;
use super::targets::{self, ForTargets};
use super::tasks::each;
use super::variants::{Variants, note};
use crate::compile::Gathered;
use crate::compile::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::printable;
use crate::source::SourceMap;
use crate::submit::Job;
use crate::target::{Cost, Target};

use digests::Digests;
use one::Maker;
pub(super) use pins::Pin;
use pins::Pins;

/// The jobs of scenes, all of one project.
#[allow(clippy::struct_field_names)] // jobs are jobs
pub(super) struct Jobs {
    /// The real path of the project's folder.
    pub(super) project: PathBuf,
    /// The jobs in order: scene by scene, task by task, pass by pass.
    pub(super) jobs: Vec<Job>,
    /// What each job costs by the table, in the same order.
    pub(super) costs: Vec<Cost>,
    /// The day on which the prices of each model were looked up; empty if nobody knows.
    pub(super) checked: BTreeMap<String, String>,
    /// The files that the scenes are made of: scenes, what they import, data files, settings, models.
    pub(super) sources: Vec<Pin>,
    /// How the project wants runs to be made.
    pub(super) submit: Submit,
}

/// Compiles scenes to jobs. The exit code comes back if they have errors, which were told.
pub(super) fn jobs(files: &[PathBuf], variants: &Variants, reach: &Reach) -> Result<Result<Jobs, Exit>, String> {
    let sources = collect(files)?;
    let access = reach.access()?;
    let mut projects = Projects::default();
    let mut load = |source: &Source| {
        let opened = source.open(&access)?;
        let project = projects.of(&opened.disk, Flags::default());
        Ok(opened.load(project))
    };
    let loaded = sources.iter().map(&mut load).collect::<Result<Vec<Loaded>, String>>()?;
    // A local path must never be sent as text, so that a missing file is an error here.
    let opened = targets::open(&[], &loaded, true, &variants.options())?;
    let scenes: Vec<Scene<'_>> = sources.iter().zip(&loaded).zip(&opened).filter_map(Scene::new).collect();
    let (project, submit) = project(&scenes)?;
    let read: Vec<&Opened<'_>> = scenes.iter().filter_map(|scene| scene.opened).collect();
    variants.verify(&read)?;
    for scene in read {
        output::talk(&note(scene));
    }
    let mut pins = Pins::new(&project);
    let mut jobs = Jobs {
        project: project.clone(),
        jobs: Vec::new(),
        costs: Vec::new(),
        checked: BTreeMap::new(),
        sources: Vec::new(),
        submit,
    };
    let (mut told, mut digests) = (Vec::new(), Digests::default());
    for scene in &scenes {
        told.push(scene.compile(&mut jobs, &mut digests)?);
        scene.opened.map_or(Ok(()), |opened| pins.scene(opened, scene.loaded))?;
    }
    if tell(&told, &projects.reports) || loaded.iter().any(|loaded| loaded.project.failed) {
        return Ok(Err(Exit::Scenes));
    }
    scenes.iter().filter(|scene| scene.is_library()).for_each(|scene| note_library(&scene.loaded.name));
    jobs.sources = pins.finish();
    Ok(Ok(jobs))
}

/// The folder of the one project that all scenes belong to, and how it wants runs to be made. What only holds what others
/// use may lie elsewhere, unless there is nothing else.
fn project(scenes: &[Scene<'_>]) -> Result<(PathBuf, Submit), String> {
    let alone = scenes.iter().all(Scene::is_library);
    let mut scenes = scenes.iter().filter(|scene| alone || !scene.is_library()).map(|scene| scene.loaded);
    let first = scenes.next().and_then(|first| Some((first, first.disk.project()?)));
    let Some((first, project)) = first else {
        return Err("the folder of the scene cannot be read".to_owned());
    };
    match scenes.find(|other| !alone && other.disk.project() != Some(project)) {
        Some(other) => Err(format!(
            "`{}` and `{}` belong to different projects; each has a journal of its own, so take them one by one",
            printable(&first.name),
            printable(&other.name)
        )),
        None => Ok((project.to_owned(), first.project.submit.clone())),
    }
}

/// A scene that is compiled to jobs.
struct Scene<'a> {
    source: &'a Source,
    loaded: &'a Loaded,
    opened: Option<&'a Opened<'a>>,
    target: Target<'a>,
}

impl<'a> Scene<'a> {
    fn new(((source, loaded), targets): ((&'a Source, &'a Loaded), &'a ForTargets<'a>)) -> Option<Self> {
        let (target, opened) = targets.first()?;
        Some(Self { source, loaded, opened: opened.as_ref(), target: *target })
    }

    /// Whether it only holds what other scenes use.
    fn is_library(&self) -> bool {
        self.opened.is_some_and(|opened| opened.library)
    }

    /// Adds the jobs of all tasks; what was found comes back.
    fn compile(&self, jobs: &mut Jobs, digests: &mut Digests) -> Result<Told<'a>, String> {
        let loaded = self.loaded;
        let name = loaded.name.as_str();
        let Some(opened) = self.opened else {
            const NONE: &SourceMap = &SourceMap::NONE;
            let refused = loaded.text.as_ref().err();
            let found = refused.map_or_else(Vec::new, |refused| refused.diagnostics.clone());
            return Ok(Told { name, found, sources: refused.map_or(NONE, |refused| &refused.sources) });
        };
        let levels = &loaded.project.levels;
        let path = self.path(&jobs.project)?;
        let maker = Maker::new((&path, &jobs.project), opened, &loaded.disk, self.target);
        let mut gathered = Gathered::default();
        each(opened, &loaded.disk, true, &mut |id, mut compiled| {
            maker.add(id, &mut compiled, digests, jobs);
            weigh(&mut compiled.diagnostics, Flags::default(), levels);
            gathered.add(id, &compiled.diagnostics);
            ControlFlow::Continue(())
        })?;
        let mut found: Vec<Diagnostic> = gathered.finish(opened);
        weigh(&mut found, Flags::default(), levels);
        Ok(Told { name, found, sources: &opened.sources })
    }

    /// The path of the scene from the project's folder.
    fn path(&self, project: &Path) -> Result<String, String> {
        let Source::File(path) = self.source else { return Ok("stdin".to_owned()) };
        let shown = printable(&self.loaded.name).into_owned();
        let folder = fs::canonicalize(self.loaded.disk.folder());
        let folder = folder.map_err(|error| format!("cannot read the folder of `{shown}`: {error}"))?;
        let inside = folder.strip_prefix(project).unwrap_or(Path::new(""));
        let whole = path.file_name().map(|name| inside.join(name));
        let whole = whole.as_deref().and_then(Path::to_str);
        Ok(whole.ok_or_else(|| format!("the name of `{shown}` is not Unicode"))?.replace('\\', "/"))
    }
}
