//! `scene diff`: how what two scenes make differs, or two revisions of one. What comes in: files and revisions. What goes out:
//! what `scene test` would tell if one were the golden file of the other. Absent: writing of any file of the project.

mod blobs;
mod git;
mod here;
mod revision;
mod sides;
mod stop;

use std::path::PathBuf;
use std::rc::Rc;

use anstyle::Style;

use super::findings::{Told, tell};
use super::input::Source;
use super::levels::Flags;
use super::paint::Paint;
use super::projects::Projects;
use super::reach::{Access, Fill, Reach};
use super::test::{Made, differences, make};
use super::{Exit, output};
use crate::diagnostic::render::printable;
use crate::matrix::{MOST_TASKS, Options};
use crate::snapshot::{Differences, compare};
use crate::source::SourceMap;

use revision::Revision;
use sides::{Pair, Side, pairs};

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(override_usage = "scene diff [OPTIONS] <SCENE> <SCENE>\n       \
    scene diff [OPTIONS] <REVISION> <FILE>...\n       \
    scene diff [OPTIONS] <REVISION> <REVISION> <FILE>...")]
pub(super) struct Arguments {
    /// Two scenes, each a file or REVISION:PATH; or one or two revisions of git, and the scenes or folders to compare
    #[arg(required = true, num_args = 2.., value_name = "SCENE|REVISION")]
    sides: Vec<String>,
    /// Let a scene make up to N tasks
    #[arg(long, value_name = "N", default_value_t = MOST_TASKS)]
    max_tasks: u64,
    #[command(flatten)]
    reach: Reach,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let pairs = pairs(&arguments.sides)?;
    let options = Options { most: arguments.max_tasks, ..Options::default() };
    let mut maker = Maker { options, reach: &arguments.reach, places: Vec::new(), talk: Vec::new() };
    let look = output::stdout_look();
    let (mut out, mut differ, mut failed) = (String::new(), 0, false);
    for pair in &pairs {
        let (title, told) = match maker.compare(pair)? {
            Found::Nothing => continue,
            Found::Errors => {
                failed = true;
                continue;
            }
            Found::New => (format!("{} is new since {}", pair.new.path(), since(&pair.old)), String::new()),
            Found::Gone => (format!("{} is gone since {}", pair.new.path(), since(&pair.old)), String::new()),
            Found::Changes(changes) => {
                (format!("{} -> {}", pair.old.name(), pair.new.name()), differences(&changes, look))
            }
        };
        differ += 1;
        let title = printable(&title.replace('\n', " ")).into_owned();
        Paint { colour: look.colour }.put(&mut out, Style::new().bold(), &title);
        out.push('\n');
        out += &told;
    }
    output::talk(&maker.talk.concat());
    output::payload(out.as_bytes())?;
    if differ == 0 && !failed {
        output::talk("no prompt differs, and no setting\n");
    }
    Ok(if failed {
        Exit::Scenes
    } else if differ > 0 {
        Exit::Differs
    } else {
        Exit::Fine
    })
}

fn since(side: &Side) -> &str {
    side.revision().map_or("", |revision| revision.name.as_str())
}

/// What came of a comparison.
enum Found {
    Nothing,
    /// One of the scenes has errors, which were told.
    Errors,
    /// The scene is not on the old side.
    New,
    /// The scene is not on the new side.
    Gone,
    Changes(Differences),
}

/// What may be read on one side, and what was read.
struct Place {
    revision: Option<Rc<Revision>>,
    access: Rc<Access>,
    projects: Projects,
}

struct Maker<'a> {
    reach: &'a Reach,
    options: Options,
    places: Vec<Place>,
    talk: Vec<String>,
}

impl Maker<'_> {
    /// Compares what two scenes make. What is wrong with one is told at once.
    fn compare(&mut self, Pair { old, new }: &Pair) -> Result<Found, String> {
        let (then, now) = (old.file()?, new.file()?);
        let (then, now) = match (then, now) {
            (None, None) => return Ok(Found::Nothing),
            (None, Some(now)) => {
                let made = self.make(new, now, true)?;
                return Ok(match made {
                    Made { failed: true, .. } => Found::Errors,
                    // It makes no picture.
                    Made { library: true, .. } => Found::Nothing,
                    _ => Found::New,
                });
            }
            (Some(then), None) => {
                let made = self.make(old, then, false)?;
                return Ok(if made.library && !made.failed { Found::Nothing } else { Found::Gone });
            }
            (Some(then), Some(now)) => (self.make(old, then, true)?, self.make(new, now, true)?),
        };
        if then.failed || now.failed {
            return Ok(Found::Errors);
        }
        let changes = compare(&then.golden, &now.golden);
        Ok(if changes.is_empty() { Found::Nothing } else { Found::Changes(changes) })
    }

    /// What the scene in a file makes.
    fn make(&mut self, side: &Side, path: PathBuf, is_told: bool) -> Result<Made, String> {
        let at = self.place(side)?;
        let place = &mut self.places[at];
        let mut opened = Source::File(path).open(&place.access)?;
        opened.name = side.name();
        let project = place.projects.of(&opened.disk, Flags::default());
        let loaded = opened.load(project);
        let made = make(&loaded, &self.options, &mut self.talk)?;
        if made.failed && is_told {
            let sources = named(&made.sources, &side.behind());
            tell(&[Told { name: &loaded.name, found: made.found.clone(), sources: &sources }], &place.projects.reports);
            // What is wrong with a project is told once.
            place.projects.reports.clear();
        }
        Ok(made)
    }

    /// The index of the place that a side belongs to.
    fn place(&mut self, side: &Side) -> Result<usize, String> {
        let own = side.revision();
        let is_own = |place: &Place| match (&place.revision, own) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        if let Some(at) = self.places.iter().position(is_own) {
            return Ok(at);
        }
        let (mut access, mut projects) = (self.reach.access()?, Projects::default());
        if let Some(revision) = own {
            // What may be read of the repository may be read of its revision.
            let mapped = access.shared.iter().filter_map(|path| revision.mapped(path));
            let shared = access.shared.iter().cloned().chain(mapped).collect();
            let filler = Some(Rc::clone(revision) as Rc<dyn Fill>);
            access = Rc::new(Access { filler, shared, ..Access::default() });
            projects.elsewhere = Some((revision.root.clone(), side.behind()));
        }
        self.places.push(Place { revision: own.cloned(), access, projects });
        Ok(self.places.len() - 1)
    }
}

/// The same files, whose names all say where they are.
fn named(sources: &SourceMap, behind: &str) -> SourceMap {
    let mut out = SourceMap::default();
    for (name, text) in sources.texts() {
        let name = if name.ends_with(behind) { name.to_owned() } else { format!("{name}{behind}") };
        out.add(name, text);
    }
    out
}
