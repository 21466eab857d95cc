//! `scene completions SHELL`: the completions of a shell, made from the arguments themselves.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Exit, output};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "scene", &mut text);
    output::payload(&text)?;
    Ok(Exit::Fine)
}
