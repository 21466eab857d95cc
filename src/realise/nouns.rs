//! What comes in: lists of nouns and phrases of the author's. What goes out: their words. Neighbours that one image
//! introduces share its position: "the jacket and the boots from the second image".

use crate::lexicon::{self, DeterminerKind};
use crate::scene::model::{Noun, Phrase, PhrasePiece, Thing};

use super::names::Speaker;
use super::phrases::definite;
use super::words::{Cause, Words, join_and};

impl Speaker<'_, '_> {
    /// A list of nouns joined by "and".
    pub fn nouns(&mut self, nouns: &[Noun], cause: Cause) -> Words {
        let mut runs: Vec<Words> = Vec::new();
        let mut run: Vec<Words> = Vec::new();
        let mut shared = false;
        for (index, noun) in nouns.iter().enumerate() {
            let joins = self.shares_position(noun, nouns.get(index + 1));
            run.push(match noun {
                Noun::Thing(thing, _) => self.thing(*thing, !joins, cause.span),
                Noun::Phrase(phrase) => self.phrase(phrase, cause),
            });
            if joins {
                shared = true;
            } else {
                runs.push(join_and(&std::mem::take(&mut run), cause));
            }
        }
        if shared && runs.len() == 2 {
            let mut joined = runs[0].clone();
            joined.push(", and ", cause);
            joined.append(&runs[1]);
            return joined;
        }
        join_and(&runs, cause)
    }

    /// Things joined by "and".
    pub fn things(&mut self, things: &[Thing], cause: Cause) -> Words {
        let nouns: Vec<Noun> = things.iter().map(|thing| Noun::Thing(*thing, cause.span)).collect();
        self.nouns(&nouns, cause)
    }

    /// Nouns that have been said before: "a crowd" is now "the crowd".
    pub fn nouns_again(&mut self, nouns: &[Noun], cause: Cause) -> Words {
        let said: Vec<Words> = nouns
            .iter()
            .map(|noun| match noun {
                Noun::Thing(thing, _) => self.thing(*thing, true, cause.span),
                Noun::Phrase(phrase) => {
                    let words = self.phrase(phrase, cause);
                    let known =
                        lexicon::determiner(&words.text).is_none_or(|found| found.kind != DeterminerKind::Other);
                    if known && phrase.things().next().is_none() {
                        Words::of(&definite(&words.text), cause)
                    } else {
                        words
                    }
                }
            })
            .collect();
        join_and(&said, cause)
    }

    /// The author's words, blanks run together, without a closing full stop, mentions in their places.
    pub fn phrase(&mut self, phrase: &Phrase, cause: Cause) -> Words {
        let mut words = Words::default();
        for (index, piece) in phrase.pieces.iter().enumerate() {
            match piece {
                PhrasePiece::Plain(plain) => {
                    let last = index + 1 == phrase.pieces.len();
                    let said = run_together(plain, words.is_empty(), last);
                    words.push(if last { &said } else { without_last_article(&said) }, cause);
                }
                PhrasePiece::Hole(thing) => {
                    let named = self.thing(*thing, true, cause.span);
                    words.append(&named);
                }
            }
        }
        words
    }

    fn shares_position(&self, noun: &Noun, next: Option<&Noun>) -> bool {
        let (Noun::Thing(one, _), Some(Noun::Thing(other, _))) = (noun, next) else { return false };
        if one == other || !self.shares_images(*one, *other) {
            return false;
        }
        match (self.would_introduce(*one), self.would_introduce(*other)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
    }
}

/// The author's words with "the" before them, unless they bring a determiner.
#[must_use]
pub fn the(words: &Words, cause: Cause) -> Words {
    let mut phrase = Words::default();
    if !has_determiner(&words.text) {
        phrase.push("the ", cause);
    }
    phrase.append(words);
    phrase
}

/// Whether the words of an author begin with a determiner, so that no "the" fits before them.
#[must_use]
pub fn has_determiner(words: &str) -> bool {
    lexicon::determiner(words).is_some_and(|found| found.kind != DeterminerKind::Number)
}

/// A mention brings its own article: "beside a {teapot}" is beside the teapot.
fn without_last_article(words: &str) -> &str {
    let articles = ["a ", "an ", "the ", "A ", "An ", "The "];
    let cut = articles.iter().find_map(|article| {
        let rest = words.strip_suffix(article)?;
        (rest.is_empty() || rest.ends_with(' ')).then_some(rest)
    });
    cut.unwrap_or(words)
}

fn run_together(plain: &str, first: bool, last: bool) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut blank = first;
    for letter in plain.chars() {
        let is_blank = letter.is_whitespace();
        if is_blank && blank {
            continue;
        }
        out.push(if is_blank { ' ' } else { letter });
        blank = is_blank;
    }
    if last {
        out.truncate(out.trim_end().len());
        let sentence = out.strip_suffix('.').filter(|rest| !rest.ends_with('.') && !rest.contains(". "));
        if let Some(rest) = sentence {
            let length = rest.len();
            out.truncate(length);
        }
    }
    out
}
