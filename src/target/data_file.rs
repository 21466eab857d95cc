//! A data file that stands in the program. What comes in: its text, JSON. What goes out: the value, read on first use and
//! once. That every file can be read is tested where it is named.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

/// A data file, and what stands in it.
pub(super) struct DataFile<T: 'static> {
    /// What it is about.
    pub(super) name: &'static str,
    /// Its text.
    pub(super) text: &'static str,
    value: OnceLock<Option<T>>,
}

impl<T: DeserializeOwned> DataFile<T> {
    pub(super) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, value: OnceLock::new() }
    }

    /// Its value.
    pub(super) fn value(&self) -> Option<&T> {
        self.value.get_or_init(|| serde_json::from_str(self.text).ok()).as_ref()
    }
}

/// The file of this name.
pub(super) fn named<'a, T>(files: &'a [DataFile<T>], name: &str) -> Option<&'a DataFile<T>> {
    files.iter().find(|file| file.name == name)
}
