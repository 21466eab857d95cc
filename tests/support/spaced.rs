//! The same scene, spaced otherwise. What comes in: choices and a sound scene. What goes out: a text with the same
//! statements: other blanks, other line ends, `;` and line ends exchanged, and comments wherever one may stand.

use super::tape::Tape;

/// How a scene is spaced otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    /// Comments are put in.
    pub comments: bool,
    /// Empty lines are put in between statements.
    pub blanks: bool,
    /// Lines end with CRLF.
    pub windows: bool,
}

/// Words, strings, punctuation, comments and line ends, as they were written.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            ' ' | '\t' | '\r' => {
                rest = &rest[1..];
                continue;
            }
            '"' => string_length(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '\n' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '=' => 1,
            _ => word_length(rest),
        };
        found.push(rest[..length].trim_end());
        if letter == '\n' {
            *found.last_mut().unwrap() = "\n";
        }
        rest = &rest[length..];
    }
    found
}

/// A colon in front of a blank is a word of its own; others belong to a size or a model.
fn word_length(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || "()[]{},;=\"".contains(c)).unwrap_or(rest.len());
    let end = rest.find("//").map_or(end, |comment| comment.min(end));
    let word = &rest[..end];
    if word.len() > 1 && word.ends_with(':') { end - 1 } else { end }
}

fn string_length(rest: &str) -> usize {
    let quotes = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(quotes.len()) {
        if !escaped && rest[at..].starts_with(quotes) {
            return at + quotes.len();
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

/// The scene, spaced otherwise.
pub fn spaced(tape: &mut Tape<'_>, text: &str, ways: Ways) -> String {
    let mut scene = Spaced { tape, ways, out: String::new(), brackets: Vec::new(), comments: 0, commented: false };
    let tokens = tokens(text);
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).copied().unwrap_or("\n");
        scene.token(token, next);
    }
    if ways.windows { scene.out.replace('\n', "\r\n") } else { scene.out }
}

struct Spaced<'a, 't> {
    tape: &'a mut Tape<'t>,
    ways: Ways,
    out: String,
    brackets: Vec<char>,
    comments: usize,
    /// Whether the present line ends in a comment.
    commented: bool,
}

impl Spaced<'_, '_> {
    fn token(&mut self, token: &str, next: &str) {
        let block = self.brackets.last() == Some(&'{');
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        let wrapped = self.out[line..].starts_with("    ") && self.out[line..].trim().is_empty();
        match token {
            "\n" if wrapped => return,
            "\n" | "," | ";" if block => return self.entry_end(),
            "\n" if !self.brackets.is_empty() || self.out.trim_end().ends_with(',') => return self.wrap(),
            "\n" | ";" => return self.statement_end(next),
            ")" | "]" | "}" => drop(self.brackets.pop()),
            "(" | "[" | "{" => self.brackets.extend(token.chars()),
            _ => self.commented = token.starts_with("//"),
        }
        self.out.push_str(token);
        let bracket = self.brackets.last();
        let may_end = match token {
            "," => true,
            "(" | "[" | "{" => next != "\n",
            ":" => bracket.is_some(),
            _ => matches!(bracket, Some('(' | '[')) && matches!(next, ")" | "]" | ","),
        };
        if may_end && self.tape.chance(25) {
            self.wrap();
        } else if !self.commented && next != "(" {
            // Two quotes in a row would begin another string.
            let close = matches!(token, "(" | "[") || matches!(next, ")" | "]" | "," | ";" | "\n" | ":");
            let blank = if self.tape.chance(10) { "\t" } else { " " };
            self.out.push_str(&blank.repeat(usize::from(!close) + self.tape.below(3)));
        }
    }

    /// Between two entries of a block.
    fn entry_end(&mut self) {
        if self.commented || self.tape.chance(50) {
            return self.wrap();
        }
        let separator = *self.tape.pick(&["; ", " ,", ";;", " , ; "]);
        self.out.push_str(separator);
    }

    fn statement_end(&mut self, next: &str) {
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        let joins = !self.commented && next != "\n" && !next.starts_with("//") && !self.out[line..].trim().is_empty();
        // What stands behind a deep line would have to be deeper still.
        if joins && !self.out[line..].starts_with(' ') && self.tape.chance(20) {
            return self.out.push_str(" ; ");
        }
        self.comment();
        self.line_end();
        if self.ways.comments && self.tape.chance(10) {
            self.comment();
            self.line_end();
        }
        if self.ways.blanks && self.tape.chance(20) {
            let lines = *self.tape.pick(&["\n", " \n\n", "\t\n \n"]);
            self.out.push_str(lines);
        }
    }

    fn comment(&mut self) {
        if self.ways.comments && !self.commented && self.tape.chance(30) {
            self.comments += 1;
            self.commented = true;
            self.out.push_str(&format!("// note {}, \"{{ }} \t", self.comments));
        }
    }

    fn line_end(&mut self) {
        self.out.push('\n');
        self.commented = false;
    }

    /// Ends the line within a statement; the next one is deep enough.
    fn wrap(&mut self) {
        self.comment();
        self.line_end();
        while self.ways.comments && self.tape.chance(20) {
            self.comments += 1;
            self.out.push_str(&format!("   // own {}", self.comments));
            self.line_end();
        }
        self.out.push_str(&" ".repeat(4 * (self.brackets.len() + 1)));
    }
}
