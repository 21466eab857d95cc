//! What comes in: a text and a width. What goes out: the byte ranges of its lines. Lines break at spaces, or inside a
//! word that is wider than a line. Widths are those of the text as it is printed.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::render::printable;

/// The lines of a text in at most `width` columns.
pub(super) fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(2);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut used = 0;
    for word in words(text) {
        let columns = columns(&text[word.clone()]);
        match lines.last_mut() {
            Some(line) if used + 1 + columns <= width => {
                line.end = word.end;
                used += 1 + columns;
            }
            _ if columns <= width => {
                lines.push(word);
                used = columns;
            }
            _ => {
                lines.extend(chunks(text, word, width));
                used = lines.last().map_or(0, |line| self::columns(&text[line.clone()]));
            }
        }
    }
    lines
}

/// How many columns a text takes when printed.
pub(super) fn columns(text: &str) -> usize {
    printable(text).width()
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let words = text.split(' ').map(move |word| {
        let range = start..start + word.len();
        start = range.end + 1;
        range
    });
    words.filter(|range| !range.is_empty())
}

fn chunks(text: &str, word: Range<usize>, width: usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut used) = (word.start, 0);
    for (at, c) in text[word.clone()].char_indices() {
        let wide = columns(c.encode_utf8(&mut [0; 4]));
        if used > 0 && used + wide > width {
            chunks.push(start..word.start + at);
            (start, used) = (word.start + at, 0);
        }
        used += wide;
    }
    chunks.push(start..word.end);
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(lines("the mug on the oak shelf", 10), ["the mug on", "the oak", "shelf"]);
        assert_eq!(lines("", 10), Vec::<&str>::new());
        assert_eq!(lines("  a  b  ", 10), ["a  b"]);
    }

    #[test]
    fn wide_letters_count_twice_and_long_words_break() {
        assert_eq!(lines("手手手 手", 6), ["手手手", "手"]);
        assert_eq!(lines("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(lines("a\u{202e}b", 8), ["a", "\u{202e}", "b"]);
    }
}
