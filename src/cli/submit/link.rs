//! The way to the service. What comes in: flags and the environment. What goes out: a key, an address, a client. This is the
//! only place that reads them, and nothing writes them anywhere.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::output;
use crate::diagnostic::render::printable;
use crate::submit::{Client, Key, Options, Pace};
use crate::target::Service;

/// How many bytes a file with a key may have.
const LARGEST: u64 = 4 * 1024;

/// The flags.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Link {
    /// Read the key from this file instead of the environment
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The address of the service: https, or http on this machine
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How many tasks are out at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: Option<u16>,
    /// Write one JSON object for every event to stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl Link {
    /// The key, from the file that was named or from the environment.
    pub(in crate::cli) fn key(&self) -> Result<Key, String> {
        if let Some(path) = &self.key_file {
            return from_file(path);
        }
        let variable = Service::runware().key_variable.as_str();
        match std::env::var(variable) {
            Ok(text) => Key::new(&text).map_err(|why| format!("{variable}: {why}")),
            Err(std::env::VarError::NotUnicode(_)) => Err(format!("{variable}: the key is not ASCII")),
            Err(std::env::VarError::NotPresent) => {
                Err(format!("there is no key: set {variable}, or name a file that holds it with --key-file"))
            }
        }
    }

    /// The account of the key, if there is one.
    pub(in crate::cli) fn account(&self) -> Option<String> {
        self.key().ok().map(|key| key.account())
    }

    /// The address of the service, and whether a flag gave it.
    pub(in crate::cli) fn base(&self) -> (String, bool) {
        if let Some(base) = &self.base_url {
            return (base.clone(), true);
        }
        let service = Service::runware();
        let set = std::env::var(&service.base_variable).ok().filter(|base| !base.is_empty());
        (set.unwrap_or_else(|| service.base.clone()), false)
    }

    /// A client for an address.
    pub(in crate::cli) fn client(base: &str, key: Key, pace: Pace) -> Result<Client, String> {
        Client::new(base, key, pace).map_err(|why| why.to_string())
    }

    /// Options with what the flags say.
    pub(in crate::cli) fn apply(&self, options: &mut Options) {
        if let Some(concurrency) = self.concurrency {
            options.concurrency = usize::from(concurrency);
        }
    }
}

/// The account of the key in the environment, if there is one.
pub(in crate::cli) fn account_of_environment() -> Option<String> {
    let text = std::env::var(&Service::runware().key_variable).ok()?;
    Key::new(&text).ok().map(|key| key.account())
}

fn from_file(path: &Path) -> Result<Key, String> {
    let shown = printable(&path.to_string_lossy()).into_owned();
    let cannot = |why: &dyn std::fmt::Display| format!("cannot read the key from `{shown}`: {why}");
    // A pipe would be waited for while it is opened.
    if !std::fs::metadata(path).map_err(|error| cannot(&error))?.is_file() {
        return Err(cannot(&"it is not a regular file"));
    }
    let file = File::open(path).map_err(|error| cannot(&error))?;
    let there = file.metadata().map_err(|error| cannot(&error))?;
    if !there.is_file() {
        return Err(cannot(&"it is not a regular file"));
    }
    warn_if_open(&there, &shown);
    let mut text = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut text).map_err(|error| cannot(&error))?;
    let text = String::from_utf8(text).map_err(|_| cannot(&"it is not ASCII"))?;
    Key::new(&text).map_err(|why| cannot(&why))
}

#[cfg(unix)]
fn warn_if_open(there: &std::fs::Metadata, shown: &str) {
    use std::os::unix::fs::PermissionsExt;
    if there.permissions().mode() & 0o077 != 0 {
        output::talk(&format!(
            "warning: others on this machine can read the key in `{shown}`; `chmod 600` mends that\n"
        ));
    }
}

#[cfg(not(unix))]
fn warn_if_open(_there: &std::fs::Metadata, _shown: &str) {}
