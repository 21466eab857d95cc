//! What comes in: the text of one sound statement. What goes out: the same on one line, without comments, however long that
//! is, and its words: two statements that say the same have the same.

use super::tokens::{Shape, Token, Tokens};
use super::tree::{Group, Piece, is_apart, marks, read};

/// The statement on one line, without its comments.
///
/// ```
/// let text = "mug = ref( \"mug.jpg\", // ours\n  \"stoneware mug\" )";
/// assert_eq!(scenewright::format::one_line(text), "mug = ref(\"mug.jpg\", \"stoneware mug\")");
/// ```
#[must_use]
pub fn one_line(statement: &str) -> String {
    let mut out = String::with_capacity(statement.len());
    write(&read(statement, Shape::default()), &mut out);
    out
}

/// The words, strings and signs of a statement, without brackets, commas and comments.
#[must_use]
pub fn words(statement: &str) -> Vec<&str> {
    let words = Tokens::new(statement, Shape::default()).filter_map(|token| match token {
        Token::Piece(text) => Some(text),
        Token::Open(_) | Token::Close | Token::Separator | Token::Comment(_) | Token::LineEnd { .. } => None,
    });
    words.collect()
}

fn write(group: &Group<'_>, out: &mut String) {
    let [open, between, close] = marks(group.bracket);
    if group.entries.is_empty() {
        out.push_str(open.trim());
        out.push_str(close.trim());
        return;
    }
    out.push_str(open);
    for (at, entry) in group.entries.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        for (at, piece) in entry.pieces.iter().enumerate() {
            if at > 0 && is_apart(&entry.pieces[at - 1], piece) {
                out.push(' ');
            }
            match piece {
                Piece::Token { text, .. } => out.push_str(text),
                Piece::Group(group) => write(group, out),
            }
        }
    }
    out.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_take_one_line_whatever_they_hold() {
        for (text, line) in [
            ("watch   resting_on table,\n  at_an_angle", "watch resting_on table, at_an_angle"),
            (
                "room = ref(\"r.jpg\") {\n  sofa = \"grey sofa\" // old\n\n  wall = \"wall\"\n}",
                "room = ref(\"r.jpg\") { sofa = \"grey sofa\"; wall = \"wall\" }",
            ),
            ("keep \"a // b\"  // c", "keep \"a // b\""),
            ("avoid [ ]", "avoid []"),
            ("", ""),
        ] {
            assert_eq!(one_line(text), line);
            assert_eq!(one_line(line), line);
        }
        assert_eq!(
            words("mug = ref(\"a b.jpg\", short: \"mug\")"),
            ["mug", "=", "ref", "\"a b.jpg\"", "short", ":", "\"mug\""]
        );
    }
}
