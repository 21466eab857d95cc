//! Sending tasks and getting their pictures. What comes in: jobs, each a task and what it needs, and a key. What goes out:
//! pictures in a folder, a journal from which any run can be resumed, and events for whoever looks on. Absent: scenes,
//! which others make jobs of, and the terminal.
//!
//! # What holds at every moment
//!
//! - **The id of a task is fixed before its first byte is sent**, and it is made from the content of the task: of the
//!   words, the settings, the bytes of local images, and the ids of the tasks whose pictures it needs ([`job`]). The
//!   service makes one picture for an id, however often it is sent; so the same job cannot be paid twice, even if the
//!   journal is lost. A new id for the same content is made in two cases only: the user asks for it (`--again`), or the
//!   last task is known to have failed.
//! - **Every change of state is in the journal before what follows from it is done** ([`journal`]). A process may be killed
//!   between any two instructions; what the journal says is then what `resume` goes on from.
//! - **An outcome that nobody knows stays [`State::Unknown`]** until the service says what became of the task. It is asked
//!   first, and sent again under the same id only if it does not know that id.
//! - **A picture is in its place whole or not at all** ([`store`]): it is written under another name, looked at, and renamed.
//!   None is ever replaced.
//! - **The key** is a [`Key`], which cannot be printed. What a server says is cut to a bounded length and freed of the key
//!   and of control characters where it comes in ([`client`]), before anybody keeps it.
//!
//! # How it fits together
//!
//! [`drive`] is one loop on one thread. It alone decides what is done next, and it alone writes the journal; all it starts
//! are exchanges with the network, whose outcomes come back to it. [`client`] makes one exchange at a time and tries nothing
//! twice. Submitting is recording a run and driving it; resuming is driving it.

pub mod client;
pub mod drive;
mod event;
pub mod job;
pub mod journal;
mod key;
mod options;
mod state;
pub mod store;

pub use client::Client;
pub use event::{Event, Summary, Watch};
pub use job::{Input, Job, Picture};
pub use journal::Journal;
pub use key::Key;
pub use options::{Options, Pace};
pub use state::{Class, Failure, State};

use std::fmt;

/// Why something could not be done at all, in words fit for a terminal. What befalls one task is a [`Failure`] instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// What was asked for cannot be: a bad address, a key of odd characters, a run that is not there.
    Usage(String),
    /// The disk or the journal.
    Disk(String),
    /// The service, before any task was sent.
    Service(Failure),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(why) | Self::Disk(why) => f.write_str(why),
            Self::Service(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for Trouble {}
