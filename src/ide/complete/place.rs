//! What comes in: the text before a cursor. What goes out: where the cursor stands: in which block, which statement, which
//! brackets, in a string or a comment. Half a statement has no tree, so that this looks at letters alone.

/// Where a cursor stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// The blocks around it, the outermost first.
    pub blocks: Vec<Block<'t>>,
    /// The brackets around it within its statement.
    pub brackets: Vec<Bracket<'t>>,
    /// The statement so far, without what stands in brackets, and without the word at the cursor.
    pub tokens: Vec<Token<'t>>,
    /// The word or path at the cursor, as far as it stands before it.
    pub word: &'t str,
    /// What the cursor is within.
    pub within: Within<'t>,
}

/// What a cursor may be within.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Within<'t> {
    /// Neither a string nor a comment.
    #[default]
    Code,
    /// A string, with its letters so far.
    Text(&'t str),
    /// A hole of a string.
    Hole,
    /// A comment, with its letters so far.
    Comment(&'t str),
}

/// A block that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block<'t> {
    /// `pass NAME {`
    Pass,
    /// `preset NAME {`
    Preset,
    /// `relation NAME {`
    Declaration,
    /// The parts of an element.
    Parts(&'t str),
}

/// A bracket that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket<'t> {
    /// `(` or `[`
    pub open: char,
    /// The word right before it; nothing before a condition in brackets.
    pub callee: &'t str,
    /// How many arguments are behind.
    pub argument: usize,
    /// The label of the present argument.
    pub label: &'t str,
    /// What stands in it so far since the last comma.
    pub tokens: Vec<Token<'t>>,
}

/// A piece of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A word, or words joined by dots.
    Word(&'t str),
    /// A string.
    Text,
    /// A number, a size, a ratio or a model.
    Value(&'t str),
    /// `=`, `:`, a comma or a comparison.
    Mark(&'t str),
    /// Something in brackets.
    Group,
}

impl<'t> Place<'t> {
    /// The place at the end of a text.
    pub(super) fn at_end(text: &'t str) -> Self {
        let mut reader = Reader { text, at: 0, place: Self::default() };
        while reader.at < text.len() {
            reader.step();
        }
        reader.place
    }

    /// What the statement, or the innermost bracket, holds so far.
    pub(super) fn here(&self) -> &[Token<'t>] {
        self.brackets.last().map_or(&self.tokens, |bracket| &bracket.tokens)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    place: Place<'t>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn put(&mut self, token: Token<'t>) {
        let place = &mut self.place;
        place.brackets.last_mut().map_or(&mut place.tokens, |bracket| &mut bracket.tokens).push(token);
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(letter) = rest.chars().next() else { return };
        self.place.word = "";
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        match letter {
            '/' if rest.starts_with("//") => self.comment(),
            '"' => self.string(),
            '\n' => {
                self.at += 1;
                let comma = matches!(self.place.tokens.last(), Some(Token::Mark(",")));
                let open = !self.place.brackets.is_empty();
                // A bracket that nobody has closed yet must not swallow what follows.
                let goes_on = if open { !self.begins_anew() } else { comma && self.is_deeper() };
                if !goes_on {
                    self.end();
                }
            }
            ';' => {
                self.at += 1;
                self.end();
            }
            '{' => self.block(),
            '}' => {
                self.at += 1;
                self.place.blocks.pop();
                self.end();
            }
            '(' | '[' => self.bracket(letter),
            ')' | ']' => {
                self.at += 1;
                if self.place.brackets.pop().is_some() {
                    self.put(Token::Group);
                }
            }
            ',' => {
                self.at += 1;
                if let Some(bracket) = self.place.brackets.last_mut() {
                    bracket.argument += 1;
                    bracket.label = "";
                    bracket.tokens.clear();
                } else {
                    self.put(Token::Mark(","));
                }
            }
            letter if is_word(letter) => self.word(),
            letter if letter.is_whitespace() => self.at += letter.len_utf8(),
            letter => self.mark(letter),
        }
    }

    /// Whether the line that begins here is indented; only such a line goes on behind a comma.
    fn is_deeper(&self) -> bool {
        self.rest().starts_with([' ', '\t'])
    }

    /// Whether a statement begins on the line that begins here, and no argument: those are indented where they have a line.
    fn begins_anew(&self) -> bool {
        self.rest().starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
    }

    fn end(&mut self) {
        self.place.tokens.clear();
        self.place.brackets.clear();
    }

    fn comment(&mut self) {
        let end = self.rest().find('\n').map_or(self.text.len(), |length| self.at + length);
        if end == self.text.len() {
            self.place.within = Within::Comment(self.rest());
        }
        self.at = end;
    }

    fn string(&mut self) {
        let long = self.rest().starts_with("\"\"\"");
        let quotes = if long { "\"\"\"" } else { "\"" };
        let start = self.at + quotes.len();
        let (mut at, mut hole) = (start, None);
        while let Some(letter) = self.text[at..].chars().next() {
            let next = at + letter.len_utf8();
            if letter == '\n' && !long {
                // It was never closed; the line ends it all the same.
                self.at = at;
                return self.put(Token::Text);
            }
            if self.text[at..].starts_with(quotes) {
                self.at = at + quotes.len();
                return self.put(Token::Text);
            }
            at = match letter {
                '\\' => next + self.text[next..].chars().next().map_or(0, char::len_utf8),
                '{' if self.text[next..].starts_with('{') => next + 1,
                '{' => {
                    hole = Some(next);
                    next
                }
                '}' => {
                    hole = None;
                    next
                }
                _ => next,
            };
        }
        match hole {
            Some(hole) => (self.place.within, self.place.word) = (Within::Hole, self.text[hole..].trim_start()),
            None => self.place.within = Within::Text(&self.text[start..]),
        }
        self.at = self.text.len();
    }

    fn block(&mut self) {
        self.at += 1;
        let block = match self.place.tokens.as_slice() {
            [Token::Word("pass"), ..] => Block::Pass,
            [Token::Word("preset"), ..] => Block::Preset,
            [Token::Word("relation"), ..] => Block::Declaration,
            [Token::Word(name), ..] => Block::Parts(name),
            _ => Block::Parts(""),
        };
        self.place.blocks.push(block);
        self.end();
    }

    fn bracket(&mut self, open: char) {
        self.at += 1;
        let callee = match self.place.here().last() {
            Some(Token::Word(word)) => *word,
            _ => "",
        };
        self.place.brackets.push(Bracket { open, callee, argument: 0, label: "", tokens: Vec::new() });
    }

    fn word(&mut self) {
        let rest = self.rest();
        let value = rest.starts_with(|letter: char| letter.is_ascii_digit());
        let belongs = |letter: char| {
            letter.is_alphanumeric() || matches!(letter, '_' | '.') || (value && matches!(letter, ':' | '@' | '-'))
        };
        let mut length = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        // The name of a model: letters, a colon, letters, `@`, letters.
        if !value && rest[length..].starts_with(':') && self.place.brackets.is_empty() {
            let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '@' | ':');
            length = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        }
        let word = &rest[..length];
        self.at += length;
        if self.at == self.text.len() {
            self.place.word = word;
        } else {
            self.put(if value || word.contains(':') { Token::Value(word) } else { Token::Word(word) });
        }
    }

    fn mark(&mut self, letter: char) {
        let rest = self.rest();
        let two = ["==", "!=", "<=", ">="].into_iter().find(|two| rest.starts_with(two));
        let mark = two.unwrap_or(&rest[..letter.len_utf8()]);
        self.at += mark.len();
        if let (":", Some(bracket)) = (mark, self.place.brackets.last_mut()) {
            if let Some(Token::Word(label)) = bracket.tokens.pop() {
                bracket.label = label;
            }
            return;
        }
        self.put(Token::Mark(mark));
    }
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
