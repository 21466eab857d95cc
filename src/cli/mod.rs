//! The commands. What comes in: the arguments. What goes out: payload on stdout, talk on stderr, an exit code. The only
//! room that reads the environment, files and streams; one file per command, each a thin layer over the library.

mod bulk;
mod changes;
mod check;
mod compile;
mod completions;
mod disk;
mod explain;
mod findings;
mod fix;
mod fmt;
mod form;
mod grid;
mod inline;
mod input;
#[cfg(feature = "submit")]
mod jobs;
mod levels;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod models;
mod money;
mod needed;
mod output;
mod paint;
mod pieces;
#[cfg(feature = "submit")]
mod plan;
mod pretty;
mod projects;
mod reach;
mod relations;
#[cfg(feature = "submit")]
mod runs;
mod settings;
mod shelf;
mod snippets;
#[cfg(feature = "submit")]
mod submit;
mod targets;
mod tasks;
mod test;
mod unified;
mod variants;
mod wrap;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use test::golden;

/// Scenes made from several reference photographs, compiled into prompts and tasks for image models.
#[derive(Debug, Parser)]
#[command(name = "scene", version, arg_required_else_help = true, infer_subcommands = false)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the prompt and the task of scenes
    Compile(compile::Arguments),
    /// Report everything that is wrong with scenes
    Check(check::Arguments),
    /// Write scenes in their one form
    Fmt(fmt::Arguments),
    /// Compare the prompts of scenes with their golden files
    Test(test::Arguments),
    /// Tell how the prompts of two scenes, or of two revisions of one, differ
    Diff(changes::Arguments),
    /// Say what a run would send, make and cost
    #[cfg(feature = "submit")]
    Plan(plan::Arguments),
    /// Send the tasks of scenes, and get their pictures
    #[cfg(feature = "submit")]
    Submit(submit::Arguments),
    /// List, show, resume or export what was submitted
    #[cfg(feature = "submit")]
    Runs(runs::Arguments),
    /// Serve an editor over stdin and stdout, by the Language Server Protocol
    #[cfg(feature = "lsp")]
    Lsp(lsp::Arguments),
    /// Explain a finding, or list all of them
    Explain(explain::Arguments),
    /// List the relations that scenes may use, or explain one
    Relations(relations::Arguments),
    /// List the models that scenes may name, or show one whole
    Models(models::Arguments),
    /// Write the completions of a shell
    Completions(completions::Arguments),
    /// Write the manual page
    Man,
}

/// How a command ended; each is an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All is well.
    Fine = 0,
    /// The scenes have errors, or warnings that are denied.
    Scenes = 1,
    /// The command was used wrongly, or its result could not be written.
    Usage = 2,
    /// A scene is not in its one form, or its prompts are not as its golden file has them.
    Differs = 3,
    /// It was not allowed: no consent, too dear, or not what was planned.
    #[cfg(feature = "submit")]
    Refused = 4,
    /// The service refused or failed, and nothing was made.
    #[cfg(feature = "submit")]
    Service = 5,
    /// Some of the tasks failed.
    #[cfg(feature = "submit")]
    Part = 6,
    /// Nobody knows what became of a task; resuming settles it.
    #[cfg(feature = "submit")]
    Unknown = 7,
    /// The user stopped it.
    #[cfg(feature = "submit")]
    Interrupted = 130,
}

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let exit = match Arguments::try_parse() {
        Ok(arguments) => command(arguments.command),
        Err(error) => {
            // A closed stream is no reason to fail here: there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    ExitCode::from(exit as u8)
}

fn command(command: Command) -> Exit {
    let done = match command {
        Command::Compile(arguments) => compile::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Diff(arguments) => changes::run(&arguments),
        #[cfg(feature = "submit")]
        Command::Plan(arguments) => plan::run(&arguments),
        #[cfg(feature = "submit")]
        Command::Submit(arguments) => submit::run(&arguments),
        #[cfg(feature = "submit")]
        Command::Runs(arguments) => runs::run(&arguments),
        #[cfg(feature = "lsp")]
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Relations(arguments) => relations::run(&arguments),
        Command::Models(arguments) => models::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man => man::run(),
    };
    done.unwrap_or_else(|problem| {
        output::talk(&format!("error: {problem}\n"));
        Exit::Usage
    })
}
