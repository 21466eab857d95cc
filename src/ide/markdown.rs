//! What comes in: text of a scene. What goes out: Markdown that shows it letter by letter. Nothing that a scene says becomes
//! a link, an image or a heading.

use std::fmt::Write;

/// The text as running words; line ends become spaces.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        let means = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '+' | '-' => out.is_empty(),
            // Addresses become links of themselves.
            ':' => text[at..].starts_with("://"),
            '.' => text[..at].ends_with("www") || text[..at].chars().all(|it| it.is_ascii_digit()),
            _ => false,
        };
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            letter if hides(letter) => out.push('\u{FFFD}'),
            letter => {
                if means {
                    out.push('\\');
                }
                out.push(letter);
            }
        }
    }
    out
}

/// A message, in which what stands between backticks is code.
#[must_use]
pub fn message(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let piece = |(at, piece): (usize, &&str)| if balanced && at % 2 == 1 { code(piece) } else { plain(piece) };
    pieces.iter().enumerate().map(piece).collect::<Vec<_>>().join(if balanced { "" } else { "\\`" })
}

/// The text as code within a line.
#[must_use]
pub fn code(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_whitespace() { ' ' } else { shown(it) }).collect();
    let fence = "`".repeat(longest_run(&text) + 1);
    let room = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// The text as a block of code in a language.
#[must_use]
pub fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let text: String = text.chars().map(|it| if it == '\n' { it } else { shown(it) }).collect();
    let mut out = String::new();
    let _ = write!(out, "{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'));
    out
}

/// A statement, and below it the English that it gives.
#[must_use]
pub fn example(scene: &str, english: &str) -> String {
    format!("{}\n> {}", block("scene", scene), plain(english))
}

fn shown(letter: char) -> char {
    if hides(letter) && letter != '\t' { '\u{FFFD}' } else { letter }
}

/// Letters that steer a terminal or turn the direction of others.
fn hides(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_scene_says_is_markdown() {
        assert_eq!(plain("![x](http://a.b) <img>"), "!\\[x\\](http\\://a.b) \\<img\\>");
        assert_eq!(plain("# 1. www.a.b - c"), "\\# 1. www\\.a.b - c");
        assert_eq!(plain("1. x"), "1\\. x");
        assert_eq!(message("no `a_b` here"), "no `a_b` here");
        assert_eq!(message("an odd ` one"), "an odd \\` one");
        assert_eq!(plain("a\nb_c\u{1b}"), "a b\\_c\u{FFFD}");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(block("text", "```\nx"), "````text\n```\nx\n````\n");
    }
}
