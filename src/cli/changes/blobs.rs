//! What files hold, asked from one process of git that stays. What comes in: ids of a repository. What goes out: bytes, up to
//! a number of them. What a clone does not hold is an error, never an empty file.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use super::git::{Repository, end};

/// How long the line before the bytes may be.
const LONGEST: u64 = 256;

/// A process that answers ids with bytes.
pub(super) struct Blobs {
    child: Child,
    asks: ChildStdin,
    says: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn of(repository: &Repository) -> io::Result<Self> {
        let (mut child, says) = repository.answering(&["cat-file", "--batch"]).map_err(io::Error::other)?;
        let Some(asks) = child.stdin.take() else {
            end(&mut child);
            return Err(broken());
        };
        Ok(Self { child, asks, says: BufReader::new(says) })
    }

    /// Copies what an id stands for, up to a number of bytes; whether the process can be asked again.
    pub(super) fn copy(&mut self, id: &str, most: u64, to: &mut dyn Write) -> io::Result<bool> {
        writeln!(self.asks, "{id}")?;
        let mut line = String::new();
        (&mut self.says).take(LONGEST).read_line(&mut line)?;
        let words: Vec<&str> = line.trim_end().split(' ').collect();
        let size: u64 = match words[..] {
            [_, "blob", size] => size.parse().map_err(|_| broken())?,
            [_, "missing"] => return Err(io::Error::other("this clone of the repository does not hold its content")),
            _ => return Err(broken()),
        };
        if io::copy(&mut (&mut self.says).take(size.min(most)), to)? < size.min(most) {
            return Err(broken());
        }
        if size > most {
            return Ok(false);
        }
        let mut newline = [0];
        self.says.read_exact(&mut newline)?;
        Ok(true)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn broken() -> io::Error {
    io::Error::other("git does not say what it holds")
}
