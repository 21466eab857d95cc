//! A data file of JSON Lines, each line opening with its `word`, sorted by the bytes of those words. What comes in: such
//! a file and a word. What goes out: the word's entry. Where lines begin is worked out when the program is compiled, and
//! a line is parsed when it is first asked for and never again, so that a cold start pays only for the words of its scene.
//! Absent: what the lines mean.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

/// How every line begins.
const OPENING: &str = "{\"word\":\"";

/// A file of `N` lines and what has been read of it.
pub(super) struct Lines<T: 'static, const N: usize> {
    data: &'static str,
    starts: [u32; N],
    entries: [OnceLock<Option<T>>; N],
}

/// How many lines a file has; every one ends in a newline.
pub(super) const fn count(data: &str) -> usize {
    let bytes = data.as_bytes();
    let (mut lines, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            lines += 1;
        }
        at += 1;
    }
    lines
}

impl<T: DeserializeOwned, const N: usize> Lines<T, N> {
    pub(super) const fn new(data: &'static str) -> Self {
        let bytes = data.as_bytes();
        let mut starts = [0; N];
        let (mut line, mut at) = (1, 0);
        while at < bytes.len() && line < N {
            if bytes[at] == b'\n' {
                #[allow(clippy::cast_possible_truncation)] // the files are far smaller than 4 GiB
                {
                    starts[line] = at as u32 + 1;
                }
                line += 1;
            }
            at += 1;
        }
        Self { data, starts, entries: [const { OnceLock::new() }; N] }
    }

    /// The entry of a word.
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let at = self.starts.binary_search_by(|start| self.word_at(*start as usize).cmp(word)).ok()?;
        self.read(at)
    }

    /// All entries in the order of their words.
    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        (0..N).filter_map(|at| self.read(at))
    }

    /// All words in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.starts.iter().map(|start| self.word_at(*start as usize))
    }

    fn word_at(&self, start: usize) -> &'static str {
        word_of(self.data.get(start..).unwrap_or_default())
    }

    fn read(&self, at: usize) -> Option<&T> {
        let start = *self.starts.get(at)? as usize;
        let line = self.data.get(start..)?.lines().next()?;
        self.entries.get(at)?.get_or_init(|| serde_json::from_str(line).ok()).as_ref()
    }
}

/// The word a line is about; empty if the line does not open with one.
pub(super) fn word_of(line: &str) -> &str {
    let Some(rest) = line.strip_prefix(OPENING) else { return "" };
    let length = rest.bytes().position(|byte| byte == b'"').unwrap_or_default();
    rest.get(..length).unwrap_or_default()
}
