//! `scene diff`: how what two scenes make differs, or two revisions of one. What comes in: files and revisions. What goes out:
//! what `scene test` would tell if one were the golden file of the other. Absent: writing of any file of the project.

mod git;
mod revision;
mod sides;

use std::path::PathBuf;
use std::rc::Rc;

use anstyle::Style;

use super::findings::{Told, tell};
use super::input::Source;
use super::levels::Flags;
use super::paint::Paint;
use super::projects::Projects;
use super::reach::{Access, Reach};
use super::test::{Made, differences, make};
use super::{Exit, output};
use crate::diagnostic::render::printable;
use crate::matrix::{MOST_TASKS, Options};
use crate::snapshot::compare;

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
    let (mut out, mut differ, mut failed) = (String::new(), 0, false);
    let pairs = pairs(&arguments.sides)?;
    let mut maker =
        Maker { options: Options { most: arguments.max_tasks, ..Options::default() }, arguments, talk: Vec::new() };
    let look = output::stdout_look();
    for Pair { old, new } in &pairs {
        let (then, now) = (maker.make(old)?, maker.make(new)?);
        let heading = |out: &mut String, said: &str| {
            Paint { colour: look.colour }.put(out, Style::new().bold(), &printable(&said.replace('\n', " ")));
            out.push('\n');
        };
        let (then, now) = match (then, now) {
            (Err(Absent), Err(Absent)) => continue,
            (Err(Absent), Ok(_)) => {
                heading(&mut out, &format!("{} is new", new.name()));
                differ += 1;
                continue;
            }
            (Ok(_), Err(Absent)) => {
                heading(&mut out, &format!("{} is gone", old.name()));
                differ += 1;
                continue;
            }
            (Ok(then), Ok(now)) => (then, now),
        };
        if then.failed || now.failed {
            failed = true;
            continue;
        }
        let found = compare(&then.golden, &now.golden);
        if !found.is_empty() {
            differ += 1;
            heading(&mut out, &format!("{} -> {}", old.name(), new.name()));
            out += &differences(&found, look);
        }
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

/// A scene that is not there on one side.
struct Absent;

struct Maker<'a> {
    arguments: &'a Arguments,
    options: Options,
    talk: Vec<String>,
}

impl Maker<'_> {
    /// What a scene makes; what is wrong with it is told at once.
    fn make(&mut self, side: &Side) -> Result<Result<Made, Absent>, String> {
        let Some(path) = side.file()? else { return Ok(Err(Absent)) };
        let access = self.access(side)?;
        let mut projects = Projects::default();
        projects.elsewhere = side.elsewhere();
        let mut opened = Source::File(path).open(&access)?;
        opened.name = side.name();
        let project = projects.of(&opened.disk, Flags::default());
        let loaded = opened.load(project);
        let made = make(&loaded, &self.options, &mut self.talk)?;
        if made.failed {
            let told = Told { name: &loaded.name, found: made.found.clone(), sources: &made.sources };
            tell(&[told], &projects.reports);
        }
        Ok(Ok(made))
    }

    /// What may be read of a side.
    fn access(&self, side: &Side) -> Result<Rc<Access>, String> {
        match side {
            Side::Here(_) => self.arguments.reach.access(),
            Side::At(revision, _) => Ok(Rc::new(Access {
                filler: Some(Rc::clone(revision) as Rc<dyn super::reach::Fill>),
                ..Access::default()
            })),
        }
    }
}

/// A path of the command line.
fn path(text: &str) -> PathBuf {
    PathBuf::from(text)
}
