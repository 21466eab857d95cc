//! `scene check --fix`. What comes in: a scene that was read, and what finds its faults. What goes out: its text with
//! the fixes made, on disk or, for stdin, on stdout. A file that changed since it was read is left alone.

use super::check::some;
use super::input::Source;
use super::output;
use crate::diagnostic::{Diagnostic, mend};

/// How many findings were fixed, and in how many files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) findings: usize,
    pub(super) files: usize,
}

/// Mends a scene where it came from.
pub(super) fn fix(
    source: &Source,
    read: &mut Option<Vec<u8>>,
    tally: &mut Tally,
    look: impl FnMut(&str) -> Vec<Diagnostic>,
) -> Result<(), String> {
    let Some(bytes) = read.as_ref() else { return Ok(()) };
    let mended = std::str::from_utf8(bytes).ok().map(|text| mend(text, look)).filter(|mended| mended.fixed > 0);
    match source {
        Source::Stdin => {
            output::payload(mended.as_ref().map_or(bytes.as_slice(), |mended| mended.text.as_bytes()))?;
        }
        Source::File(path) => {
            let Some(mended) = &mended else { return Ok(()) };
            output::replace_file(path, bytes, mended.text.as_bytes())?;
        }
    }
    if let Some(mended) = mended {
        *tally = Tally { findings: tally.findings + mended.fixed, files: tally.files + 1 };
        *read = Some(mended.text.into_bytes());
    }
    Ok(())
}

impl Tally {
    /// "3 findings fixed in 2 files"; nothing if nothing was fixed.
    pub(super) fn told(self) -> String {
        if self.findings == 0 {
            return String::new();
        }
        format!("{} fixed in {}\n", some(self.findings, "finding"), some(self.files, "file"))
    }
}
