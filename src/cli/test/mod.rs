//! `scene test`: the prompts of scenes against the golden files beside them. The report is the payload; the counts are talk.
//! Nothing is written without `--update`, and never for a scene that has errors.

mod golden;
mod library;
mod report;
mod suite;
mod watch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::check::some;
use super::findings::{Told, tell};
use super::input::{Source, collect, once_each};
use super::levels::Flags;
use super::projects::{Projects, SETTINGS};
use super::reach::{Access, Reach};
use super::{Exit, output};
use crate::diagnostic::render::printable;
use crate::matrix::{MOST_TASKS, Options, ids};

use self::golden::Stored;
pub use library::golden;
pub(super) use report::differences;
use report::{Form, Outcome, Report, Tested};
pub(super) use suite::{Made, make};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Scenes or folders of scenes; the current folder if none is given
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write what the prompts are now into the golden files, and remove those that no scene needs
    #[arg(long)]
    update: bool,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Test only prompts whose scene, task or target holds this text, where * stands for anything; may be repeated
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,
    /// Stay, and test again what a change of a file touches
    #[arg(long, conflicts_with = "update")]
    watch: bool,
    /// Let a scene make up to N tasks
    #[arg(long, value_name = "N", default_value_t = MOST_TASKS)]
    max_tasks: u64,
    #[command(flatten)]
    reach: Reach,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let here = [PathBuf::from(".")];
    let files = if arguments.files.is_empty() { &here[..] } else { &arguments.files };
    if arguments.watch {
        return watch::watch(arguments, files);
    }
    let access = arguments.reach.access()?;
    once(arguments, files, &access).and_then(|run| run.tell(arguments))
}

/// What came of testing scenes once.
struct Run {
    report: Report,
    /// Whether a file of a project has errors.
    failed: bool,
    /// What each scene asked about, if that was recorded.
    asked: Vec<(PathBuf, BTreeSet<PathBuf>)>,
}

impl Run {
    /// Says what came of it.
    fn tell(&self, arguments: &Arguments) -> Result<Exit, String> {
        let report = &self.report;
        output::payload(report::write(report, arguments.format, output::stdout_look()).as_bytes())?;
        output::talk(&summary(report, arguments.format));
        Ok(if self.failed || report.scenes.iter().any(Tested::is_broken) {
            Exit::Scenes
        } else if !report.updated && (report.scenes.iter().any(Tested::fails) || !report.obsolete.is_empty()) {
            Exit::Differs
        } else {
            Exit::Fine
        })
    }
}

/// Tests every scene once.
fn once(arguments: &Arguments, files: &[PathBuf], access: &Rc<Access>) -> Result<Run, String> {
    let orphans = orphans(files)?;
    let alone = |path: &&PathBuf| path.is_dir() && orphans.iter().any(|orphan| orphan.starts_with(path));
    // A folder whose last scene is gone is tested all the same.
    let (left, asked): (Vec<_>, Vec<_>) =
        files.iter().partition(|path| alone(path) && collect(&[(*path).clone()]).is_err());
    let asked: Vec<PathBuf> = asked.into_iter().cloned().collect();
    let sources = if asked.is_empty() && !left.is_empty() { Vec::new() } else { once_each(collect(&asked)?) };
    let options = Options { most: arguments.max_tasks, ..Options::default() };
    let mut tester =
        Tester { arguments, options, access, projects: Projects::default(), talk: Vec::new(), asked: Vec::new() };
    let mut report = Report { updated: arguments.update, ..Report::default() };
    for source in &sources {
        let Source::File(path) = source else {
            return Err("stdin has no golden file; write the scene into a file to test it".to_owned());
        };
        tester.scene(source, path, &mut report)?;
    }
    output::talk(&tester.talk.concat());
    if arguments.filter.is_empty() {
        report.obsolete.extend(orphans.iter().map(|path| path.strip_prefix(".").unwrap_or(path).to_owned()));
    } else if report.scenes.is_empty() {
        let asked: Vec<String> = arguments.filter.iter().map(|text| format!("`{}`", printable(text))).collect();
        return Err(format!(
            "no test is called like {}; `scene test --format json` lists what there is",
            asked.join(" or ")
        ));
    }
    for path in report.obsolete.iter().filter(|_| arguments.update) {
        std::fs::remove_file(path)
            .map_err(|error| format!("cannot remove `{}`: {error}", printable(&path.to_string_lossy())))?;
    }
    let broken = report.scenes.iter().filter(|scene| scene.is_broken());
    let told: Vec<Told<'_>> =
        broken.map(|scene| Told { name: &scene.name, found: scene.found.clone(), sources: &scene.sources }).collect();
    let failed = tell(&told, &tester.projects.reports);
    report.projects = tester.projects.reports;
    Ok(Run { report, failed, asked: tester.asked })
}

/// Golden files without a scene below the folders that are asked for.
fn orphans(files: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for folder in files.iter().filter(|path| path.is_dir()) {
        let problem = |error| format!("cannot read the folder `{}`: {error}", printable(&folder.to_string_lossy()));
        found.extend(golden::orphans(folder).map_err(problem)?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// What all scenes of a run share.
struct Tester<'a> {
    arguments: &'a Arguments,
    options: Options,
    access: &'a Rc<Access>,
    projects: Projects,
    /// What is to be said once.
    talk: Vec<String>,
    /// What each scene asked about.
    asked: Vec<(PathBuf, BTreeSet<PathBuf>)>,
}

impl Tester<'_> {
    /// Tests a scene, and writes its golden file if that is asked for.
    fn scene(&mut self, source: &Source, path: &Path, report: &mut Report) -> Result<(), String> {
        let opened = source.open(self.access)?;
        let project = self.projects.of(&opened.disk, Flags::default());
        let settings = opened.disk.project().map(|root| root.join(SETTINGS));
        let loaded = opened.load(project);
        let made = make(&loaded, &self.options, &mut self.talk)?;
        if let Some(asked) = &self.access.asked {
            self.asked.push((path.to_owned(), asked.take().into_iter().chain(settings).collect()));
        }
        let golden = golden::path(path);
        let stored = golden::stored(&golden)?;
        if made.library && !made.failed {
            // It makes no picture; a golden file of former times is in the way.
            if !matches!(stored, Stored::Missing) && self.arguments.filter.is_empty() {
                report.obsolete.push(golden.strip_prefix(".").unwrap_or(&golden).to_owned());
            }
            return Ok(());
        }
        let name = loaded.name.clone();
        let filter = &self.arguments.filter;
        let chosen = |target: &str, id: &str| is_called(filter, &[&name, id, target]);
        let tested = suite::test(&loaded, made, &stored, &chosen);
        let is_asked = if tested.is_broken() { is_called(filter, &[&name]) } else { !tested.is_idle() };
        if !is_asked {
            return Ok(());
        }
        if let (Some(new), true) = (&tested.new, self.arguments.update) {
            golden::write(&golden, new)?;
        }
        report.scenes.push(tested);
        Ok(())
    }
}

/// Whether a test is asked for: its name holds one of the texts.
fn is_called(filter: &[String], words: &[&str]) -> bool {
    let name = words.join(" ");
    filter.is_empty() || filter.iter().any(|text| ids::matches(&format!("*{text}*"), &name))
}

/// `12 scenes, 40 prompts: 10 as before, 1 differs, 1 without golden file`
fn summary(report: &Report, form: Form) -> String {
    let scenes = &report.scenes;
    let prompts: usize = scenes.iter().map(|scene| scene.prompts).sum();
    let count = |is: fn(&Outcome) -> bool| scenes.iter().filter(|scene| is(&scene.outcome)).count();
    let updated = report.updated;
    let differ = count(|it| matches!(it, Outcome::Differs(_)));
    let parts = [
        (count(|it| matches!(it, Outcome::Same | Outcome::Stale)), "as before".to_owned()),
        (
            differ,
            if updated {
                "updated"
            } else if differ == 1 {
                "differs"
            } else {
                "differ"
            }
            .to_owned(),
        ),
        (count(|it| matches!(it, Outcome::Missing)), if updated { "new" } else { "without golden file" }.to_owned()),
        (
            count(|it| matches!(it, Outcome::Unreadable(_))),
            if updated { "written anew" } else { "with a damaged golden file" }.to_owned(),
        ),
        (count(|it| matches!(it, Outcome::Errors)), "with errors".to_owned()),
    ];
    let mut said: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !report.obsolete.is_empty() {
        let what = if updated { "removed" } else { "obsolete" };
        said.push(format!("{} {what}", some(report.obsolete.len(), "golden file")));
    }
    let mut text = format!("{}, {}: {}\n", some(scenes.len(), "scene"), some(prompts, "prompt"), said.join(", "));
    let to_accept = scenes.iter().any(|scene| scene.fails() && !scene.is_broken()) || !report.obsolete.is_empty();
    if to_accept && !updated && form == Form::Human {
        text.push_str("`scene test --update` accepts what the prompts are now\n");
    }
    text
}
