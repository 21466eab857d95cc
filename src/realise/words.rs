//! A stretch of English in the making: text, the cause of every byte, and where elements are named.
//! Causes and mentions move along when stretches are joined, so that a finished prompt can be traced byte by byte.

use crate::scene::model::ElementId;
use crate::source::Span;

/// Why words are said: the statement, and the rule that said them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The statement.
    pub span: Span,
    /// The rule: `opening`, `introduction`, `relation`, `aspect`, `edit`, `keep`, ...
    pub rule: &'static str,
}

/// Bytes of a text that one cause explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
    /// Why they are said.
    pub cause: Cause,
}

/// Bytes of a text that name an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
    /// The element.
    pub element: ElementId,
}

/// Text with its causes and mentions.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The text.
    pub text: String,
    /// Causes of all of it, in order and without gaps.
    pub stretches: Vec<Stretch>,
    /// Mentions, in order.
    pub mentions: Vec<Mention>,
}

impl Words {
    /// Words of one cause.
    #[must_use]
    pub fn of(text: &str, cause: Cause) -> Self {
        let mut words = Self::default();
        words.push(text, cause);
        words
    }

    /// Adds text.
    pub fn push(&mut self, text: &str, cause: Cause) {
        let start = self.text.len();
        self.text.push_str(text);
        self.cover(start, cause);
    }

    /// Adds words that were made apart.
    pub fn append(&mut self, other: &Self) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        for stretch in &other.stretches {
            self.stretch(Stretch { start: stretch.start + shift, end: stretch.end + shift, cause: stretch.cause });
        }
        let moved = |mention: &Mention| Mention { start: mention.start + shift, end: mention.end + shift, ..*mention };
        self.mentions.extend(other.mentions.iter().map(moved));
    }

    /// Marks everything from `start` on as naming an element.
    pub fn mention(&mut self, start: usize, element: ElementId) {
        self.mentions.push(Mention { start, end: self.text.len(), element });
    }

    /// Whether the words name an element.
    #[must_use]
    pub fn names(&self, element: ElementId) -> bool {
        self.mentions.iter().any(|mention| mention.element == element)
    }

    /// How many words there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Makes the first letter a capital where that leaves the length as it is, as in nearly every script that has capitals.
    pub fn capitalise(&mut self) {
        let Some(first) = self.text.chars().next() else { return };
        let upper: String = first.to_uppercase().collect();
        if upper.len() == first.len_utf8() {
            self.text.replace_range(..first.len_utf8(), &upper);
        }
    }

    /// Drops the first bytes, with their causes and mentions.
    pub fn drop_front(&mut self, length: usize) {
        self.text.drain(..length.min(self.text.len()));
        let moved = |at: usize| at.saturating_sub(length);
        self.stretches.retain_mut(|stretch| {
            (stretch.start, stretch.end) = (moved(stretch.start), moved(stretch.end));
            stretch.end > stretch.start
        });
        self.mentions.retain_mut(|mention| {
            (mention.start, mention.end) = (moved(mention.start), moved(mention.end));
            mention.end > mention.start
        });
    }

    /// Makes the first letter a small one.
    pub fn lower_first(&mut self) {
        if let Some(first) = self.text.get_mut(..1) {
            first.make_ascii_lowercase();
        }
    }

    /// Closes the sentence with a full stop, unless the author's words close it.
    pub fn close(&mut self, cause: Cause) {
        let closed =
            self.text.trim_end_matches(['"', '”', '\'', '’', ')']).ends_with(['.', '!', '?', '…', '。', '！', '？']);
        if !closed {
            self.push(".", cause);
        }
    }

    fn cover(&mut self, start: usize, cause: Cause) {
        let end = self.text.len();
        if end > start {
            self.stretch(Stretch { start, end, cause });
        }
    }

    fn stretch(&mut self, next: Stretch) {
        match self.stretches.last_mut() {
            Some(last) if last.cause == next.cause && last.end == next.start => last.end = next.end,
            _ => self.stretches.push(next),
        }
    }
}

/// `A`, `A and B`, `A, B, and C`.
#[must_use]
pub fn join_and(items: &[Words], cause: Cause) -> Words {
    let mut joined = Words::default();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            let last = index + 1 == items.len();
            joined.push(
                match (last, items.len()) {
                    (true, 2) => " and ",
                    (true, _) => ", and ",
                    (false, _) => ", ",
                },
                cause,
            );
        }
        joined.append(item);
    }
    joined
}

/// Items with the same text between each two.
#[must_use]
pub fn join_with(items: &[Words], between: &str, cause: Cause) -> Words {
    let mut joined = Words::default();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            joined.push(between, cause);
        }
        joined.append(item);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAUSE: Cause = Cause { span: Span { file: crate::source::FileId(0), start: 0, end: 1 }, rule: "relation" };

    fn list(items: &[&str]) -> String {
        let items: Vec<Words> = items.iter().map(|item| Words::of(item, CAUSE)).collect();
        join_and(&items, CAUSE).text
    }

    #[test]
    fn lists_take_the_serial_comma() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b, and c");
    }

    #[test]
    fn sentences_are_closed_once() {
        let closed = |text: &str| {
            let mut words = Words::of(text, CAUSE);
            words.close(CAUSE);
            words.text
        };
        assert_eq!(closed("Make it rain"), "Make it rain.");
        assert_eq!(closed("Make it rain!"), "Make it rain!");
        assert_eq!(closed("the text \"STOP.\""), "the text \"STOP.\"");
    }
}
