//! What comes in: lists, paths and strings of the tree. What goes out: nouns and phrases with resolved mentions.

use smol_str::SmolStr;

use crate::diagnostic::render::is_unprintable;
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{List, Path, Piece, Term, Text, Word};

use super::Resolver;
use super::model::{ElementId, Noun, Part, PartId, Phrase, PhrasePiece, Thing};

/// How deep parts, and groups, may be nested.
pub(super) const MOST_DEEP: usize = 32;

/// A scene mentions at most this many parts.
const MAX_PARTS: usize = 1000;

impl Resolver<'_> {
    /// The nouns of a list; unknown names are reported and left out.
    pub(super) fn nouns(&mut self, list: &List) -> Vec<Noun> {
        list.terms.iter().filter_map(|term| self.noun(term)).collect()
    }

    /// The same for what is in the edited picture: an unknown name can only be a part of it.
    pub(super) fn nouns_in_picture(&mut self, list: &List) -> Vec<Noun> {
        let mut nouns = Vec::with_capacity(list.terms.len());
        for term in &list.terms {
            match (term, self.edited()) {
                (Term::Path(path), Some(edited)) if !self.names.contains_key(&path.words[0].text) => {
                    let (word, part) = (&path.words[0], format!("{edited}.{}", shown(&path.words[0].text)));
                    let finding = self.unknown_name(word);
                    let sure = finding.fixes.is_empty();
                    let finding = if sure { finding.fix(format!("write `{part}`"), word.span, part) } else { finding };
                    self.report(finding);
                }
                _ => nouns.extend(self.noun(term)),
            }
        }
        nouns
    }

    fn noun(&mut self, term: &Term) -> Option<Noun> {
        match term {
            Term::Path(path) => Some(Noun::Thing(self.thing(path)?, path.span)),
            Term::Text(text) => self.phrase(text).map(Noun::Phrase),
        }
    }

    /// The element that a path without parts names.
    pub(super) fn element(&mut self, path: &Path) -> Option<ElementId> {
        match self.thing(path)? {
            Thing::Element(id) => Some(id),
            Thing::Part(_) => {
                let finding =
                    Diagnostic::new(Code::BadArgument, path.span, "a part stands where a whole element belongs")
                        .help(format!("name the element alone: `{}`", path.words[0].text));
                self.report(finding);
                None
            }
        }
    }

    /// What a path names; parts need no declaration.
    pub(super) fn thing(&mut self, path: &Path) -> Option<Thing> {
        let (head, parts) = path.words.split_first()?;
        let Some(&id) = self.names.get(&head.text) else {
            let finding = self.unknown_name(head);
            self.report(finding);
            return None;
        };
        if parts.len() > MOST_DEEP {
            let finding = Diagnostic::new(
                Code::TooDeep,
                path.span,
                format!("this names parts of parts, more than {MOST_DEEP} deep"),
            )
            .help("name the part in fewer steps, such as `room.window`");
            self.report(finding);
            return None;
        }
        if !parts.is_empty() && !self.has_room(path.span) {
            return None;
        }
        Some(parts.iter().fold(Thing::Element(id), |owner, word| Thing::Part(self.part(owner, &word.text))))
    }

    fn part(&mut self, owner: Thing, word: &SmolStr) -> PartId {
        if let Some(id) = self.parts.get(&(owner, word.clone())) {
            return *id;
        }
        let words = SmolStr::from(word.replace('_', " "));
        self.add_part(Part { owner, word: word.clone(), words, declared: false })
    }

    /// Whether another part may be mentioned; the first one too many is reported.
    fn has_room(&mut self, span: Span) -> bool {
        let room = self.scene.parts.len() < MAX_PARTS;
        if !room && !std::mem::replace(&mut self.crowded, true) {
            let finding =
                Diagnostic::new(Code::SceneTooLarge, span, format!("a scene mentions at most {MAX_PARTS} parts"))
                    .help("split the scene into several");
            self.report(finding);
        }
        room
    }

    pub(super) fn add_part(&mut self, part: Part) -> PartId {
        let id = PartId(u32::try_from(self.scene.parts.len()).unwrap_or(u32::MAX));
        self.parts.insert((part.owner, part.word.clone()), id);
        self.scene.parts.push(part);
        id
    }

    /// A phrase with its mentions; an empty string is reported.
    pub(super) fn phrase(&mut self, text: &Text) -> Option<Phrase> {
        let mut pieces = Vec::with_capacity(text.pieces.len());
        for piece in &text.pieces {
            match piece {
                Piece::Plain(words) => pieces.push(PhrasePiece::Plain(words.clone())),
                Piece::Hole(path) => pieces.push(PhrasePiece::Hole(self.thing(path)?)),
            }
        }
        if is_blank(&pieces) {
            self.report(empty(text.span));
            return None;
        }
        Some(Phrase { pieces, span: text.span })
    }

    /// Words that may mention no element: noun phrases, paths, and what `avoid` leaves out.
    pub(super) fn words(&mut self, text: &Text) -> Option<SmolStr> {
        if let Some(Piece::Hole(path)) = text.pieces.iter().find(|piece| matches!(piece, Piece::Hole(_))) {
            let finding = Diagnostic::new(Code::ElementInHole, path.span, "no element can be named here")
                .here("a mention")
                .help("say it in plain words; for a brace as such write `{{` or `}}`");
            self.report(finding);
            return None;
        }
        let words = plain(text);
        if words.is_none() {
            self.report(empty(text.span));
        }
        words
    }

    /// A path or an address, as it is written: its blanks are its own.
    pub(super) fn path(&mut self, text: &Text) -> Option<SmolStr> {
        self.words(text)?;
        let plain = text.pieces.iter().map(|piece| match piece {
            Piece::Plain(words) => words.as_str(),
            Piece::Hole(_) => "",
        });
        let path: String = plain.collect();
        if path.contains('\n') {
            let finding = Diagnostic::new(Code::BadArgument, text.span, "a path holds no line break")
                .here("`\\n` is a line break")
                .help("write `/` between folders, not a backslash");
            let plain = !path.contains(['"', '{', '}', '\\']);
            let written = format!("\"{}\"", path.replace('\n', "/n"));
            self.report(if plain { finding.fix("write `/`", text.span, written) } else { finding });
            return None;
        }
        Some(SmolStr::from(path.trim()))
    }

    /// The words of a noun phrase: a closing full stop is dropped, and marks alone are no words.
    pub(super) fn noun_words(&mut self, text: &Text) -> Option<SmolStr> {
        let words = self.words(text)?;
        if is_wordless(&words) {
            self.report(empty(text.span));
            return None;
        }
        Some(SmolStr::from(without_stop(&words)))
    }

    fn unknown_name(&self, word: &Word) -> Diagnostic {
        let finding =
            Diagnostic::new(Code::UnknownName, word.span, format!("nothing is called `{}`", shown(&word.text)));
        match lexicon::suggest(&word.text, self.names.keys().map(SmolStr::as_str)) {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), word.span, near)
            }
            None => match self.edited() {
                Some(edited) => {
                    let part = format!("{edited}.{}", shown(&word.text));
                    let help =
                        format!("if it is in the picture that is edited, write `{part}`; otherwise bind it first");
                    finding.help(help)
                }
                None => finding.help(format!(
                    "bind it first, such as `{0} = ref(\"{0}.jpg\")`, or write plain words in quotes",
                    shown(&word.text)
                )),
            },
        }
    }

    /// The name of the picture that a statement above edits.
    pub(super) fn edited(&self) -> Option<&str> {
        self.scene.edit().map(|(id, _)| self.scene.element(id).name.as_str())
    }

    /// Whether a path is one word that names no element.
    pub(super) fn is_free_word(&self, term: &Term) -> bool {
        matches!(term, Term::Path(path) if path.words.len() == 1 && !self.names.contains_key(&path.words[0].text))
    }
}

/// The words of a string without holes, blanks run together; `None` if there are none.
pub(crate) fn plain(text: &Text) -> Option<SmolStr> {
    let mut whole = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Plain(words) => whole.push_str(words),
            Piece::Hole(_) => return None,
        }
    }
    let words = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| SmolStr::from(words))
}

/// A word of the user's, cut where it is too long to show.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// Words without the full stop that closes them; `p.m.` and `...` keep theirs.
fn without_stop(words: &str) -> &str {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    if last.matches('.').count() == 1 { words.strip_suffix('.').unwrap_or(words) } else { words }
}

/// Blanks and marks such as `...` say nothing.
fn is_blank(pieces: &[PhrasePiece]) -> bool {
    pieces.iter().all(|piece| matches!(piece, PhrasePiece::Plain(words) if is_wordless(words)))
}

pub(super) fn is_wordless(words: &str) -> bool {
    words.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation() || is_invisible(c))
}

/// Marks that nobody sees: joints between letters, and those that turn the direction of writing.
fn is_invisible(letter: char) -> bool {
    is_unprintable(letter) || matches!(letter, '\u{AD}' | '\u{200C}' | '\u{200D}')
}

fn empty(span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptyString, span, "these quotes hold no words").help("write what is meant, or delete them")
}
