//! The projects that scenes belong to. What comes in: where a scene lies. What goes out: the settings and the models of its
//! project, read once, and what is wrong with each `scene.toml` and `models.toml`. A file that is no plain file is not
//! opened.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::disk::Disk;
use super::levels::{Flags, Levels, weigh};
use super::settings::{Settings, settings};
pub(super) use super::settings::{Submit, Test};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::emit::no_target;
use crate::models::{self, Origin};
use crate::source::{FileId, SourceMap, Span};
use crate::target::{Models, Target};

/// The file of a project's models, in its folder.
pub(super) const MODELS: &str = "models.toml";

/// The file of a project's settings, in its folder.
pub(super) const SETTINGS: &str = "scene.toml";

/// The largest file of settings.
const LARGEST: u64 = 64 * 1024;

/// What a project says about its scenes.
#[derive(Default)]
pub(super) struct Project {
    /// The levels that hold for its scenes.
    pub(super) levels: Levels,
    /// How its runs are made.
    #[cfg_attr(not(feature = "submit"), expect(dead_code, reason = "only what sends needs it"))]
    pub(super) submit: Submit,
    /// How its prompts are tested.
    pub(super) test: Test,
    /// The models that its scenes may name.
    pub(super) models: Models,
    /// Where its own models come from.
    pub(super) origins: Vec<Origin>,
    /// Whether its models have errors, so that its scenes must not be compiled.
    pub(super) failed: bool,
}

/// Everything known of projects so far.
#[derive(Default)]
pub(super) struct Projects {
    known: Vec<(PathBuf, Rc<Project>)>,
    none: Rc<Project>,
    /// Files that stand in the wrong folder, as far as they were told of.
    aside: Vec<PathBuf>,
    /// What is wrong with their files.
    pub(super) reports: Vec<Report>,
    /// A folder whose files people know by other names: its real path, and what stands behind their names.
    pub(super) elsewhere: Option<(PathBuf, String)>,
}

/// What was found in one file that is no scene.
pub(super) struct Report {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: SourceMap,
}

impl Projects {
    /// The project that scenes here belong to.
    pub(super) fn of(&mut self, disk: &Disk, flags: Flags<'_>) -> Rc<Project> {
        let Some(root) = disk.project() else { return Rc::clone(&self.none) };
        let known = self.known.iter().find(|(known, _)| known == root).map(|(_, known)| Rc::clone(known));
        let project = known.unwrap_or_else(|| {
            let project = Rc::new(self.read(root, flags));
            self.known.push((root.to_owned(), Rc::clone(&project)));
            project
        });
        if let Some(path) = disk.aside(MODELS).filter(|path| !self.aside.contains(path)) {
            let report = self.not_read(&path, root);
            self.report(Some(report), flags, &project.levels);
            self.aside.push(path);
        }
        project
    }

    fn read(&mut self, root: &Path, flags: Flags<'_>) -> Project {
        let elsewhere = self.elsewhere.as_ref();
        let file = |name: &'static str, what, most| Place { root, name, what, most, elsewhere };
        let set = look(&file(SETTINGS, "the settings", LARGEST), settings);
        let Settings { levels, submit, test } =
            set.as_ref().map_or_else(Settings::default, |(settings, _)| settings.clone());
        let own = look(&file(MODELS, "the models", models::MOST_BYTES), |file, text| {
            let mut own = models::read(file, text);
            let found = std::mem::take(&mut own.diagnostics);
            (own, found)
        });
        let (own, own_report) = own.map_or_else(Default::default, |(own, report)| (own, Some(report)));
        let models = Models::with(own.profiles);
        let set = set.map(|(_, mut report)| {
            // Models with errors are not all there.
            if own_report.iter().all(|own| !own.diagnostics.iter().any(Diagnostic::is_error)) {
                report.diagnostics.extend(unknown(&test, &models));
            }
            report
        });
        self.report(set, flags, &levels);
        let failed = self.report(own_report, flags, &levels);
        Project { levels, submit, test, models, origins: own.origins, failed }
    }

    /// Keeps what was found in a file; whether any of it is an error.
    fn report(&mut self, report: Option<Report>, flags: Flags<'_>, levels: &Levels) -> bool {
        let Some(mut report) = report else { return false };
        weigh(&mut report.diagnostics, flags, levels);
        let failed = report.diagnostics.iter().any(Diagnostic::is_error);
        if !report.diagnostics.is_empty() {
            self.reports.push(report);
        }
        failed
    }

    /// Models beside a scene, in a project whose folder is another one.
    fn not_read(&self, path: &Path, root: &Path) -> Report {
        let mut sources = SourceMap::default();
        let file = sources.add(known_as(self.elsewhere.as_ref(), path), "");
        let there = known_as(self.elsewhere.as_ref(), &root.join(MODELS));
        let finding = Diagnostic::new(
            Code::BadSetting,
            Span::new(file, 0, 0),
            format!("these models are not read: those of the project stand in `{there}`"),
        )
        .help("move them there, or put a `scene.toml` beside them, which makes this folder a project");
        Report { diagnostics: vec![Diagnostic { severity: Severity::Warning, ..finding }], sources }
    }
}

/// The name that people know a file by.
fn known_as(elsewhere: Option<&(PathBuf, String)>, path: &Path) -> String {
    match elsewhere {
        Some((folder, behind)) => {
            path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned() + behind.as_str()
        }
        None => shown(path).to_string_lossy().into_owned(),
    }
}

/// What tests are to be for, and what is no target. It stops no prompt: only tests need it.
fn unknown(test: &Test, models: &Models) -> Vec<Diagnostic> {
    let unknown = test.targets.iter().filter_map(|(name, place)| {
        let why = Target::named(models, name).err()?;
        let finding = Diagnostic::new(Code::BadSetting, *place, no_target(&why, models));
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    unknown.collect()
}

/// A file in the folder of a project.
struct Place<'r> {
    root: &'r Path,
    name: &'static str,
    /// What it holds, in words.
    what: &'static str,
    /// How many bytes it may have.
    most: u64,
    elsewhere: Option<&'r (PathBuf, String)>,
}

/// What a file says, and what is wrong with it; none if there is no such file.
fn look<T: Default>(place: &Place<'_>, read: impl FnOnce(FileId, &str) -> (T, Vec<Diagnostic>)) -> Option<(T, Report)> {
    let path = place.root.join(place.name);
    let there = fs::metadata(&path).ok()?;
    let mut sources = SourceMap::default();
    let name = known_as(place.elsewhere, &path);
    let (said, diagnostics) = match text(place, &path, &there) {
        Ok(text) => {
            let file = sources.add(name, text);
            read(file, sources.file(file).text())
        }
        Err((code, message)) => {
            let file = sources.add(name, "");
            (T::default(), vec![Diagnostic::new(code, Span::new(file, 0, 0), message)])
        }
    };
    Some((said, Report { diagnostics, sources }))
}

/// The text of a file, or why there is none.
fn text(place: &Place<'_>, path: &Path, there: &fs::Metadata) -> Result<String, (Code, String)> {
    let Place { root, what, most, .. } = place;
    if !fs::canonicalize(path).is_ok_and(|real| real.starts_with(root)) {
        return Err((Code::OutsideProject, format!("{what} are a link that leads out of the project")));
    }
    if !there.is_file() {
        return Err((Code::UnreadableFile, format!("{what} cannot be read: this is not a regular file")));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(|error| (Code::UnreadableFile, format!("{what} cannot be read: {error}")))?;
    if bytes.len() as u64 > *most {
        return Err((Code::FileTooLarge, format!("{what} are larger than {} KiB", most / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| (Code::InvalidUtf8, format!("{what} are not UTF-8")))
}

/// A path as people would write it from the current folder, where that is short.
pub(super) fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(fs::canonicalize);
    here.map_or_else(|_| path.to_owned(), |here| seen_from(&here, path))
}

/// A real path as people would write it from a folder, where that is short.
pub(super) fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for above in folder.ancestors() {
        if above.components().any(|part| matches!(part, Component::Normal(_)))
            && let Ok(rest) = path.strip_prefix(above)
        {
            return up.join(rest);
        }
        up.push("..");
    }
    path.to_owned()
}
