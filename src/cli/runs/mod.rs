//! `scene runs`: what was submitted. What comes in: the journal of a project. What goes out: a list, one run whole, going on
//! with one, all of one as JSON.

mod list;
mod one;
mod rest;
mod resume;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::disk::Disk;
use super::submit::link::Link;
use super::{Exit, output};
use crate::diagnostic::render::{escape_json, printable};
use crate::submit::Journal;
use crate::submit::journal::Run;
use crate::target::Usd;

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: List,
}

/// What all of them take.
#[derive(Debug, clap::Args)]
struct Place {
    /// A folder of the project, instead of the current one
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the runs of the project, the newest first
    List(List),
    /// Show one run, with all its jobs
    Show {
        /// The number of the run
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        id: i64,
        #[command(flatten)]
        place: Place,
    },
    /// Go on with a run: settle what is open, send what was not sent, fetch what is missing, try again what failed
    Resume(Resume),
    /// Write all that is known of a run as JSON
    Export {
        /// The number of the run
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        id: i64,
        /// Write to this file instead of stdout
        #[arg(short, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, clap::Args)]
struct List {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Human,
    Json,
}

#[derive(Debug, clap::Args)]
struct Resume {
    /// The number of the run
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    id: i64,
    /// Spend no more than this on the whole run, in US dollars
    #[arg(long, value_name = "USD", value_parser = super::money::dollars)]
    max_cost: Option<Usd>,
    /// Agree to what is paid once more, without being asked
    #[arg(long)]
    yes: bool,
    /// The key was changed, and opens the same account as before
    #[arg(long)]
    same_account: bool,
    #[command(flatten)]
    link: Link,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    match arguments.command.as_ref() {
        None => list(&arguments.list),
        Some(Command::List(arguments)) => list(arguments),
        Some(Command::Show { id, place }) => {
            let (journal, run) = place.run(*id)?;
            let text = one::show(&journal, &run, output::stdout_look()).map_err(|why| why.to_string())?;
            output::payload(text.as_bytes())?;
            Ok(Exit::Fine)
        }
        Some(Command::Resume(arguments)) => resume::resume(arguments),
        Some(Command::Export { id, output, place }) => export(*id, output.as_deref(), place),
    }
}

fn list(arguments: &List) -> Result<Exit, String> {
    let journal = Journal::existing(&arguments.place.folder()?).map_err(|why| why.to_string())?;
    let runs = journal.map_or(Ok(Vec::new()), |journal| journal.runs()).map_err(|why| why.to_string())?;
    let text = match arguments.format {
        Form::Json => list::json(&runs),
        Form::Human if runs.is_empty() => {
            output::talk(&(nothing(&arguments.place.folder()?) + "\n"));
            return Ok(Exit::Fine);
        }
        Form::Human => list::table(&runs, output::stdout_look()),
    };
    output::payload(text.as_bytes())?;
    Ok(Exit::Fine)
}

fn export(id: i64, output: Option<&Path>, place: &Place) -> Result<Exit, String> {
    let (journal, run) = place.run(id)?;
    let mut value =
        journal.export(run.id).map_err(|why| why.to_string())?.ok_or_else(|| format!("there is no run {id}"))?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("version".to_owned(), 1.into());
    }
    let json = serde_json::to_string_pretty(&value).map_err(|error| format!("the run cannot be written: {error}"))?;
    let text = escape_json(json) + "\n";
    output::stream(output.filter(|path| path.as_os_str() != "-"), |out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Fine)
}

impl Place {
    /// The folder of the project.
    fn folder(&self) -> Result<PathBuf, String> {
        let disk = Disk::in_folder(&self.project);
        let shown = || printable(&self.project.to_string_lossy()).into_owned();
        disk.project().map(Path::to_owned).ok_or_else(|| format!("there is no folder `{}`", shown()))
    }

    /// The journal of the project, and a run of it.
    fn run(&self, id: i64) -> Result<(Journal, Run), String> {
        let folder = self.folder()?;
        let journal = Journal::existing(&folder).map_err(|why| why.to_string())?;
        let journal = journal.ok_or_else(|| nothing(&folder))?;
        if let Some(run) = journal.run(id).map_err(|why| why.to_string())? {
            return Ok((journal, run));
        }
        Err(match journal.runs().map_err(|why| why.to_string())?.first() {
            None => nothing(&folder),
            Some(newest) => format!("there is no run {id}; the newest is {}, and `scene runs` lists all", newest.id),
        })
    }
}

/// What is said of a project without runs. A scene in a folder without marks is a project of its own, so that the runs that are
/// looked for may be elsewhere.
fn nothing(folder: &Path) -> String {
    let marked = folder.join("scene.toml").exists() || folder.join(".git").exists();
    let advice = if marked { "" } else { "; name the folder of the scenes with --project" };
    let folder = printable(&folder.to_string_lossy()).into_owned();
    format!("nothing was submitted from the project `{folder}` yet{advice}")
}
