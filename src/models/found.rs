//! What is wrong with a file of models, in words. What comes in: places, paths of keys, texts of the user's. What goes out:
//! findings, up to a number that somebody reads.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::suggest;
use crate::source::{FileId, Span};

/// So many findings of one file are kept.
const MOST: usize = 100;
/// So many letters of a text are repeated in a finding.
const LETTERS: usize = 60;

/// The findings of a file.
pub(super) struct Found {
    file: FileId,
    /// How many bytes stand ahead of what was parsed.
    ahead: usize,
    list: Vec<Diagnostic>,
    /// Whether what else there is to find is of no interest.
    closed: bool,
}

impl Found {
    pub(super) fn new(file: FileId, ahead: usize) -> Self {
        Self { file, ahead, list: Vec::new(), closed: false }
    }

    /// The place of a range of what was parsed.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.ahead, range.end + self.ahead)
    }

    /// Keeps nothing more: whatever is found from here on follows from what was found before.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// Whether nothing more is kept, so that there is no use in looking for advice.
    pub(super) fn is_full(&self) -> bool {
        self.closed || self.list.len() > MOST
    }

    pub(super) fn add(&mut self, finding: Diagnostic) {
        if !self.is_full() {
            self.list.push(finding);
        }
    }

    /// A key or a value that cannot be used.
    pub(super) fn bad(&mut self, place: Span, message: String, help: impl Into<String>) {
        self.add(Diagnostic::new(Code::BadSetting, place, message).help(help));
    }

    /// A word that none of the known ones is, spelt almost like one of them perhaps.
    pub(super) fn unknown(&mut self, place: Span, message: String, near: Option<&str>, else_help: impl Into<String>) {
        let finding = Diagnostic::new(Code::BadSetting, place, message);
        self.add(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
            None => finding.help(else_help),
        });
    }

    /// A model that is named and not known.
    pub(super) fn unknown_model<'a>(&mut self, place: Span, name: &str, known: impl Iterator<Item = &'a str>) {
        let finding = Diagnostic::new(Code::UnknownModel, place, format!("no model is known as `{}`", cut(name)));
        self.add(match suggest(name, known) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                format!("write `\"{near}\"`"),
                place,
                format!("\"{near}\""),
            ),
            None => finding.help("`scene models` lists the models"),
        });
    }

    /// What was found, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        let crowded = self.list.len() > MOST;
        self.list.truncate(MOST);
        self.list.sort_by_key(Diagnostic::place);
        if crowded {
            let place = self.list.last().map(Diagnostic::span).unwrap_or_default();
            let message = format!("the file has more than {MOST} findings");
            self.list.push(Diagnostic::new(Code::TooManyFindings, place, message).help("mend those above first"));
        }
        self.list
    }
}

/// A text of the user's, shortened if it is long.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The path of a key below another: `references.max`.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A path as people write it, without the numbers of list entries.
pub(super) fn shown(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    cut(&out)
}

/// What stands at a path, in words: a key, or one of the entries of a list.
pub(super) fn named(path: &str) -> String {
    if path.ends_with(']') { format!("an entry of `{}`", shown(path)) } else { format!("`{}`", shown(path)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_texts_are_kept_short() {
        assert_eq!(shown("sizes.pairs[12].width"), "sizes.pairs.width");
        assert_eq!((named("notes[3]"), named("seed")), ("an entry of `notes`".to_owned(), "`seed`".to_owned()));
        assert_eq!(below("", "seed"), "seed");
        assert_eq!(cut(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    }

    #[test]
    fn so_many_findings_are_enough() {
        let mut found = Found::new(FileId(0), 0);
        for at in 0..200 {
            found.bad(Span::new(FileId(0), at, at), "odd".to_owned(), "mend it");
        }
        let list = found.finish();
        assert_eq!((list.len(), list[100].code), (101, Code::TooManyFindings));
    }
}
