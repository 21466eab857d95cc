//! How a run is made: what the user allows, and how fast.

use std::path::PathBuf;
use std::time::Duration;

use crate::target::Usd;

/// What a user sets for a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many tasks are out at once: being sent, or at the service. At least 1. Makers advise 2 to 4.
    pub concurrency: usize,
    /// How many tasks go into a request at most; 1 to 20.
    pub batch: usize,
    /// What the run may cost. Nothing more is sent once what was paid, and what is out by its estimate, would pass it.
    pub max_cost: Option<Usd>,
    /// Whether pictures are fetched.
    pub download: bool,
    /// The folder of the pictures.
    pub out: PathBuf,
    /// How fast.
    pub pace: Pace,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            concurrency: 4,
            batch: 20,
            max_cost: None,
            download: true,
            out: PathBuf::from("out"),
            pace: Pace::default(),
        }
    }
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Before the service is asked for a picture for the first time. Then half of it, and from there half as long again
    /// each time, up to ten times.
    pub poll: Duration,
    /// Before a request is repeated for the first time; twice as long each time, up to thirty times, each less a random part.
    pub retry: Duration,
    /// How often a request is repeated.
    pub retries: u32,
    /// For a connection to be made.
    pub connect: Duration,
    /// For an answer to be whole.
    pub answer: Duration,
    /// For a picture that the service has accepted.
    pub picture: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            retry: Duration::from_secs(1),
            retries: 8,
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            picture: Duration::from_secs(15 * 60),
        }
    }
}
