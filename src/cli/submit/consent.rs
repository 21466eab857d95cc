//! Whether a run may cost what it costs. What comes in: what is planned, a limit, a terminal. What goes out: yes, or why not.
//! Whoever cannot be asked has not agreed.

use std::io::{BufRead, IsTerminal, Read};

use crate::cli::check::some;
use crate::cli::output;
use crate::cli::plan::Planned;
use crate::target::{Cost, Usd};

/// How long an answer may be, in bytes.
const LONGEST: u64 = 256;

/// Why a run is too dear, or might be.
pub(in crate::cli) fn too_dear(planned: &Planned, most: Option<Usd>) -> Option<String> {
    let most = most.filter(|_| planned.sent > 0)?;
    match &planned.cost {
        Cost::Known(usd) | Cost::About(usd, _) if *usd <= most => None,
        Cost::Known(_) | Cost::About(..) => Some(format!(
            "the run would cost {}, and the limit is {most}; raise --max-cost, or send a part of the scenes",
            planned.price()
        )),
        Cost::AtLeast(_) | Cost::Unknown => Some(format!(
            "nobody knows whether the run costs more than {most}: the price of a model is not known; leave out --max-cost, or \
             state prices in models.toml"
        )),
    }
}

/// Whether the user agrees to what is planned.
pub(in crate::cli) fn agrees(planned: &Planned, yes: bool) -> Result<(), String> {
    if planned.sent == 0 {
        return Ok(());
    }
    let pictures = some(usize::try_from(planned.pictures).unwrap_or(usize::MAX), "picture");
    let price = match &planned.cost {
        Cost::Unknown => "an unknown price".to_owned(),
        Cost::AtLeast(usd) => format!("{usd} or more"),
        Cost::About(usd, _) => format!("about {usd}"),
        Cost::Known(usd) => usd.to_string(),
    };
    ask(&format!("Pay {price} for {pictures}?"), yes)
}

/// What was typed before the question was asked is no answer to it.
#[cfg(unix)]
fn forget_typed() {
    let _ = rustix::termios::tcflush(std::io::stdin(), rustix::termios::QueueSelector::IFlush);
}

#[cfg(not(unix))]
fn forget_typed() {}

/// Whether the user says yes to a question about money.
pub(in crate::cli) fn ask(question: &str, yes: bool) -> Result<(), String> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err("nobody can be asked whether the run may be paid; add --yes to agree".to_owned());
    }
    forget_typed();
    output::talk(&format!("{question} [y/N] "));
    let mut answer = Vec::new();
    let read = std::io::stdin().lock().take(LONGEST).read_until(b'\n', &mut answer);
    let answer = String::from_utf8_lossy(&answer).trim().to_ascii_lowercase();
    if read.is_ok() && matches!(answer.as_str(), "y" | "yes") {
        return Ok(());
    }
    Err("nothing was sent".to_owned())
}
