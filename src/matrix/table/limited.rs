//! A stream that gives no more for one row than a row may have, so that a quote that is never closed does not read a
//! whole file into memory.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// The most bytes of one row.
pub(super) const LONGEST_ROW: usize = 1 << 20;

/// How many bytes may still be read; shared with who starts each row.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowance(Rc<Cell<usize>>);

impl Allowance {
    /// A row begins.
    pub(super) fn renew(&self) {
        self.0.set(LONGEST_ROW);
    }

    /// Whether the last row took all it may.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

pub(super) struct Limited {
    inner: Box<dyn Read>,
    left: Allowance,
}

impl Limited {
    pub(super) fn new(inner: Box<dyn Read>) -> (Self, Allowance) {
        let left = Allowance::default();
        left.renew();
        (Self { inner, left: left.clone() }, left)
    }
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.0.get();
        if left == 0 {
            return Err(io::Error::other("a row is longer than 1 MiB"));
        }
        let most = buffer.len().min(left);
        let count = self.inner.read(&mut buffer[..most])?;
        self.left.0.set(left - count);
        Ok(count)
    }
}

/// Reads one line; false at the end of the stream.
pub(super) fn line(input: &mut BufReader<Limited>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(input.read_until(b'\n', line)? > 0)
}
