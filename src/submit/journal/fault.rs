//! What is said when the journal or its folder fails. What comes in: errors of the database and of the disk. What goes out:
//! words with advice. Absent: trying again; the database itself waits for other processes.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::diagnostic::render::printable;
use crate::submit::Trouble;

const WRITABLE: &str = "; a run keeps its journal in `.scene` in the project's folder, which must be writable";

/// Where the journal is, for people.
const JOURNAL: &str = "the journal `.scene/journal.db`";

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        let Some(code) = code else { return damaged(&error.to_string()) };
        let why = match code {
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => return damaged(&error.to_string()),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                "is held by another process for too long; try again when that one is done".to_owned()
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                format!("cannot be written{WRITABLE}")
            }
            ErrorCode::CannotOpen => "cannot be opened; look at the permissions of `.scene`".to_owned(),
            ErrorCode::DiskFull => "cannot be written, because the disk is full".to_owned(),
            _ => format!("fails: {}", printable(&error.to_string())),
        };
        Self::Disk(format!("{JOURNAL} {why}"))
    }
}

/// The journal holds what was never written there.
pub(super) fn damaged(why: &str) -> Trouble {
    Trouble::Disk(format!(
        "{JOURNAL} is damaged ({}); move it and its `-wal` file away and submit again: a task keeps its id, so what was \
         paid is found at the service and not paid again",
        printable(why)
    ))
}

/// A step with a file failed: `cannot make `, and what.
pub(super) fn disk(step: &str, path: &Path, error: &io::Error) -> Trouble {
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => WRITABLE,
        io::ErrorKind::Unsupported => "; the journal needs a file system that can lock files",
        _ => "",
    };
    Trouble::Disk(format!("cannot {step} {}: {error}{advice}", shown(path)))
}

/// A path in backticks.
pub(super) fn shown(path: &Path) -> String {
    format!("`{}`", printable(&path.to_string_lossy()))
}
