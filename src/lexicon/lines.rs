//! A data file of JSON Lines, each line opening with its `word`, sorted by the bytes of those words. What comes in: such
//! a file and a word. What goes out: the word's entry. Where its words stand is worked out when the program is compiled, and
//! a line is parsed when it is first asked for and never again, so that a cold start pays only for the words of its scene.
//! Absent: what the lines mean.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

/// How every line begins.
const OPENING: &str = "{\"word\":\"";

/// A file of `N` lines and what has been read of it.
pub(super) struct Lines<T: 'static, const N: usize> {
    data: &'static str,
    words: [(u32, u32); N],
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
    #[allow(clippy::cast_possible_truncation)] // the files are far smaller than 4 GiB
    pub(super) const fn new(data: &'static str) -> Self {
        let bytes = data.as_bytes();
        let mut words = [(0, 0); N];
        let (mut line, mut at) = (0, 0);
        while line < N {
            let start = at + OPENING.len();
            let mut end = start;
            while bytes[end] != b'"' {
                end += 1;
            }
            words[line] = (start as u32, end as u32);
            at = end;
            while bytes[at] != b'\n' {
                at += 1;
            }
            at += 1;
            line += 1;
        }
        Self { data, words, entries: [const { OnceLock::new() }; N] }
    }

    /// The entry of a word.
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let at = self.words.binary_search_by(|place| self.word(*place).cmp(word)).ok()?;
        self.read(at)
    }

    /// All entries in the order of their words.
    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        (0..N).filter_map(|at| self.read(at))
    }

    /// All words in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|place| self.word(*place))
    }

    fn word(&self, (start, end): (u32, u32)) -> &'static str {
        self.data.get(start as usize..end as usize).unwrap_or_default()
    }

    fn read(&self, at: usize) -> Option<&T> {
        let start = (self.words.get(at)?.0 as usize).checked_sub(OPENING.len())?;
        let line = self.data.get(start..)?.lines().next()?;
        self.entries.get(at)?.get_or_init(|| serde_json::from_str(line).ok()).as_ref()
    }
}
