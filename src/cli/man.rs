//! `scene man`: the manual page, made from the arguments themselves.

use clap::CommandFactory;

use super::{Exit, output};

pub(super) fn run() -> Result<Exit, String> {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(super::Arguments::command());
    page.render(&mut text).map_err(|error| format!("cannot write the manual page: {error}"))?;
    output::payload(&text)?;
    Ok(Exit::Fine)
}
