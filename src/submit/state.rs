//! The states of a task, and what a failure is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a task stands. The journal holds one for each task.
///
/// ```text
/// planned -> uploading -> sending -> accepted -> succeeded -> downloaded
///                            |  ^        |
///                            v  |        v
///                          unknown -> failed
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing was sent.
    Planned,
    /// Images that it needs are on their way; nothing was sent that costs anything.
    Uploading,
    /// It is being sent. Found in a journal that nobody drives, it means as much as [`State::Unknown`].
    Sending,
    /// It was sent, and nobody knows whether it arrived.
    Unknown,
    /// The service has it, and it may be paid.
    Accepted,
    /// The service has made its picture.
    Succeeded,
    /// It came to nothing, for certain.
    Failed,
    /// Its pictures are on the disk.
    Downloaded,
}

impl State {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Uploading,
        Self::Sending,
        Self::Unknown,
        Self::Accepted,
        Self::Succeeded,
        Self::Failed,
        Self::Downloaded,
    ];

    /// Its name in the journal, in events and in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Uploading => "uploading",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Downloaded => "downloaded",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether its picture was made.
    #[must_use]
    pub fn is_made(self) -> bool {
        matches!(self, Self::Succeeded | Self::Downloaded)
    }

    /// Whether the service may have it, and may be working at it.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Self::Sending | Self::Unknown | Self::Accepted)
    }
}

/// What kind of failure it is. The status of the answer says it first, and the code of the error after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The task is not one that the service takes.
    Validation,
    /// The key is not taken.
    Auth,
    /// There is no money left, or no allowance.
    Quota,
    /// Too much was sent in too short a time.
    RateLimit,
    /// The prompt or the picture was refused for what it shows.
    Safety,
    /// Something that the request names is not there.
    NotFound,
    /// It took too long.
    Timeout,
    /// The maker of the model failed.
    Provider,
    /// The service failed, or answered what nobody understands.
    Server,
    /// The id is taken: the task was accepted before.
    Conflict,
    /// No connection could be made, or it broke.
    Connection,
    /// The picture that came is none, is too large, or stands at an address that is not taken.
    Picture,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Validation,
        Self::Auth,
        Self::Quota,
        Self::RateLimit,
        Self::Safety,
        Self::NotFound,
        Self::Timeout,
        Self::Provider,
        Self::Server,
        Self::Conflict,
        Self::Connection,
        Self::Picture,
    ];

    /// Its name in events, journals and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::Auth => "auth",
            Self::Quota => "quota",
            Self::RateLimit => "rate-limit",
            Self::Safety => "safety",
            Self::NotFound => "not-found",
            Self::Timeout => "timeout",
            Self::Provider => "provider",
            Self::Server => "server",
            Self::Conflict => "conflict",
            Self::Connection => "connection",
            Self::Picture => "picture",
        }
    }

    /// Whether the same request may be sent again without anybody changing anything.
    #[must_use]
    pub fn may_pass(self) -> bool {
        matches!(self, Self::RateLimit | Self::Timeout | Self::Provider | Self::Server | Self::Connection)
    }
}

/// Why something failed. Its texts are fit for a terminal: no control characters, no key, bounded length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What kind it is.
    pub class: Class,
    /// The service's own code, if it gave one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What the service said, or what happened.
    pub message: String,
    /// The keys of the task that the service names: `positivePrompt`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
}

impl Failure {
    /// A failure of a class, in our own words.
    #[must_use]
    pub fn new(class: Class, message: impl Into<String>) -> Self {
        Self { class, code: String::new(), message: message.into(), parameters: Vec::new() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class.name(), self.message)?;
        if self.code.is_empty() { Ok(()) } else { write!(f, " ({})", self.code) }
    }
}
