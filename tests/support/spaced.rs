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
            '\n' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' => 1,
            '=' | '!' | '<' | '>' => 1 + usize::from(rest[1..].starts_with('=')),
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
    let end = rest.find(|c: char| c.is_whitespace() || "()[]{},;=!<>\"".contains(c)).unwrap_or(rest.len());
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
    let (out, brackets, first) = (String::new(), Vec::new(), "");
    let mut scene =
        Spaced { tape, ways, out, brackets, comments: 0, commented: false, wrapped: false, joined: false, first };
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
    /// What is open; a `p` is the block of a pass or a preset.
    brackets: Vec<char>,
    comments: usize,
    /// Whether the present line ends in a comment.
    commented: bool,
    /// Whether nothing stands on the present line, which goes on with a statement.
    wrapped: bool,
    /// Whether a block of statements is open that stands on one line.
    joined: bool,
    /// The first word of the present statement.
    first: &'a str,
}

impl<'a> Spaced<'a, '_> {
    fn token(&mut self, token: &'a str, next: &str) {
        let block = self.brackets.last() == Some(&'{');
        let loose = matches!(self.brackets.last(), None | Some('p'));
        match token {
            "\n" if self.wrapped => return,
            "\n" if bracket_opens(&self.out, &self.brackets) && self.tape.chance(30) => return self.out.push(' '),
            "\n" | "," | ";" if block && !self.joined => return self.entry_end(),
            "\n" if !loose || self.out.trim_end().ends_with(',') => return self.wrap(),
            "\n" | ";" if !self.joined => return self.statement_end(next),
            ")" | "]" | "}" => {
                let closed = self.brackets.pop();
                self.joined &= closed != Some('p');
            }
            "{" if loose && matches!(self.first, "pass" | "preset") => {
                self.brackets.push('p');
                self.joined = next != "\n" && !self.tape.chance(50);
                self.first = "";
            }
            "(" | "[" | "{" => self.brackets.extend(token.chars()),
            _ => self.commented = token.starts_with("//"),
        }
        let starts = self.first.is_empty() && !self.commented && !matches!(token, "{" | "}");
        self.first = if token == ";" {
            ""
        } else if starts {
            token
        } else {
            self.first
        };
        self.out.push_str(token);
        self.wrapped = false;
        let bracket = self.brackets.last();
        let may_end = match token {
            "," => true,
            "(" | "[" | "{" => next != "\n" && bracket != Some(&'p'),
            ":" => bracket.is_some_and(|open| *open != 'p'),
            _ => matches!(bracket, Some('(' | '[')) && matches!(next, ")" | "]" | ","),
        };
        if token == "{" && bracket == Some(&'p') && next != "\n" && !self.joined {
            self.line_end();
            self.out.push_str(&" ".repeat(self.indent()));
        } else if may_end && !self.joined && self.tape.chance(25) {
            self.wrap();
        } else if !self.commented && next != "(" {
            // Two quotes in a row would begin another string.
            let close = matches!(token, "(" | "[") || matches!(next, ")" | "]" | "," | ";" | "\n" | ":");
            let blank = if self.tape.chance(10) { "\t" } else { " " };
            self.out.push_str(&blank.repeat(usize::from(!close) + self.tape.below(3)));
        }
    }

    /// How far the lines of the present block are indented.
    fn indent(&self) -> usize {
        2 * self.brackets.iter().filter(|open| **open == 'p').count()
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
        self.first = "";
        let row = &self.out[self.out.rfind('\n').map_or(0, |at| at + 1)..];
        let joins = !self.commented && !matches!(next, "\n" | "}") && !next.starts_with("//") && !row.trim().is_empty();
        // What stands behind a deep line would have to be deeper still.
        let deep = row.starts_with(&" ".repeat(self.indent() + 1)) || row.trim_end().ends_with('{');
        if joins && !deep && self.tape.chance(20) {
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
        self.out.push_str(&" ".repeat(self.indent()));
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
        self.wrapped = true;
    }
}

/// Whether the block of a pass or a preset begins here, on this line.
fn bracket_opens(out: &str, brackets: &[char]) -> bool {
    brackets.last() == Some(&'p') && out.trim_end_matches([' ', '\t']).ends_with('{')
}
