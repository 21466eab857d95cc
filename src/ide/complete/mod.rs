//! What comes in: a scene and a cursor in it. What goes out: what may stand there. By the letters before the cursor alone is
//! decided what may come; what there is of it is asked of the scene, the language, the models and the files.

mod files;
mod language;
mod named;
mod place;
mod values;

use super::Context;
use crate::source::{FileId, Span};

use place::{Block, Place, Token, Within};

/// What may stand at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is replaced: what of the word stands before the cursor.
    pub span: Span,
    /// What may stand there, the likeliest first.
    pub items: Vec<Item>,
    /// Whether more would fit if less were typed: of long lists only what fits is given.
    pub narrowed: bool,
}

/// One thing that may stand at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is shown, and typed unless a snippet is.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// A few words about it.
    pub detail: String,
    /// More about it, as Markdown; nothing if there is no more.
    pub more: String,
    /// What is typed, with `$1` where the cursor stands; none if it is the label.
    pub snippet: Option<String>,
    /// Whether another completion is likely right behind it, as behind a folder.
    pub goes_on: bool,
}

/// What a completion is, by the names that editors share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// An element or a variable.
    Variable,
    /// A part, a column, an aspect, a setting.
    Property,
    /// A relation, or what makes an element.
    Function,
    /// A word of the language.
    Keyword,
    /// A value that a setting takes, or that stands in data.
    Value,
    /// A preset.
    Class,
    /// A pass, or the word before the names of another file.
    Module,
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Item {
    fn new(label: impl Into<String>, kind: ItemKind, detail: impl Into<String>) -> Self {
        let (label, detail) = (label.into(), detail.into());
        Self { label, kind, detail, more: String::new(), snippet: None, goes_on: false }
    }

    fn more(self, more: impl Into<String>) -> Self {
        Self { more: more.into(), ..self }
    }

    fn snippet(self, snippet: impl Into<String>) -> Self {
        Self { snippet: Some(snippet.into()), ..self }
    }
}

/// Of longer lists only what fits the letters that are typed is given.
const MOST_ITEMS: usize = 200;

/// What may stand at an offset.
#[must_use]
pub fn complete(context: &Context<'_>, offset: usize) -> Completion {
    let text = context.facts.text.get(..offset).unwrap_or(&context.facts.text);
    let place = Place::at_end(text);
    let (typed, items) = match place.within {
        Within::Comment(comment) => language::directives(context, comment),
        Within::Text(letters) => match files::wanted(&place) {
            Some(kinds) => files::files(context, letters, kinds),
            None => (letters, values::compared_text(context, &place)),
        },
        Within::Hole => named::path(context, place.word, named::Wanted::ANY),
        Within::Code => code(context, &place),
    };
    let end = text.len();
    let narrowed = items.len() > MOST_ITEMS && !typed.is_empty();
    let items = if narrowed { items.into_iter().filter(|item| fits(&item.label, typed)).collect() } else { items };
    Completion { span: Span::new(FileId(0), end - typed.len(), end), items, narrowed }
}

/// Whether the letters that are typed stand in a word, in their order and perhaps with others between them.
fn fits(label: &str, typed: &str) -> bool {
    let mut letters = label.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// What may stand outside of strings and comments, with the letters that it replaces.
fn code<'t>(context: &Context<'_>, place: &Place<'t>) -> (&'t str, Vec<Item>) {
    let Some(bracket) = place.brackets.last() else { return statement(context, place) };
    let first = place.tokens.first();
    if matches!(first, Some(Token::Word("skip"))) {
        return values::condition(context, place, &bracket.tokens);
    }
    match (bracket.callee, bracket.label) {
        _ if bracket.open == '[' => named::path(context, place.word, named::Wanted::ANY),
        (_, "role") => (place.word, values::roles()),
        (_, label) if !label.is_empty() => named::path(context, place.word, named::Wanted::VALUES),
        ("result", _) if bracket.argument == 0 => (place.word, named::passes(context)),
        (callee, _) => {
            let (typed, mut items) = match callee {
                "group" => named::path(context, place.word, named::Wanted::ANY),
                _ => named::path(context, place.word, named::Wanted::VALUES),
            };
            if !typed.contains('.') && (bracket.argument > 0 || callee == "group") {
                items.extend(language::labels(callee));
            }
            (typed, items)
        }
    }
}

/// What may stand in a statement outside of brackets.
fn statement<'t>(context: &Context<'_>, place: &Place<'t>) -> (&'t str, Vec<Item>) {
    let word = place.word;
    let any = named::Wanted::ANY;
    let bound = |word: &str| context.facts.names.contains_key(word);
    match (place.blocks.last(), place.tokens.as_slice()) {
        (Some(Block::Parts(_)), _) => ("", Vec::new()),
        (Some(Block::Declaration), tokens) => (word, language::fields(tokens)),
        (block, []) => {
            let (typed, mut items) =
                named::path(context, word, if block == Some(&Block::Preset) { named::Wanted::NONE } else { any });
            if !typed.is_empty() && typed.len() < word.len() {
                return (typed, items);
            }
            items.extend(language::openers(context, block.copied()));
            (word, items)
        }
        (_, [Token::Word(_), Token::Mark("=")]) => (word, language::makers()),
        (_, [Token::Word(verb), rest @ ..]) if super::verbs::verb(verb).is_some() => {
            directive(context, verb, rest, place)
        }
        (_, [Token::Word(setting), rest @ ..]) if !bound(setting) && crate::scene::settings::is_setting(setting) => {
            values::setting(context, setting, rest, word)
        }
        (_, [Token::Word(aspect), rest @ ..]) if !bound(aspect) && crate::lexicon::aspect(aspect).is_some() => {
            match rest.last() {
                None => {
                    let (typed, items) = named::path(context, word, named::Wanted::VALUES);
                    (typed, language::after_aspect(true).into_iter().chain(items).collect())
                }
                Some(Token::Word("match" | "from" | "of" | "and")) => named::path(context, word, any),
                Some(Token::Word(_)) => (word, language::after_aspect(false)),
                _ => ("", Vec::new()),
            }
        }
        (_, tokens) => relation(context, tokens, word),
    }
}

/// What may stand behind a reserved verb.
fn directive<'t>(context: &Context<'_>, verb: &str, rest: &[Token<'t>], place: &Place<'t>) -> (&'t str, Vec<Item>) {
    let word = place.word;
    let names = || named::path(context, word, named::Wanted::ANY);
    let words = |words: &[(&str, &str)]| (word, language::words(words));
    let behind_name = matches!(rest.last(), Some(Token::Word(last)) if !matches!(*last, "and" | "with" | "from"));
    match (verb, rest) {
        ("keep", []) => {
            let (typed, mut items) = names();
            items.extend(language::words(&[("rest", "everything else, in an edit")]));
            (typed, items)
        }
        ("keep", _) if behind_name || matches!(rest.last(), Some(Token::Text)) => words(&[
            ("recognizable", "it may look a little different"),
            ("exactly", "it looks just as in its reference, which is the rule"),
            ("and", "keep something else, too"),
        ]),
        ("replace", _) if behind_name && !rest.contains(&Token::Word("with")) => {
            words(&[("with", "what comes instead"), ("and", "something else goes, too")])
        }
        ("replace" | "remove", _) if behind_name => words(&[("and", "something else, too")]),
        ("edit" | "replace" | "remove" | "keep", _)
        | ("avoid", [.., Token::Word("from")])
        | ("param", [_, Token::Mark("=")]) => names(),
        ("avoid", []) => words(&[("rest", "everything that was not taken of a reference")]),
        ("avoid", [.., Token::Text | Token::Word("rest")]) => words(&[("from", "the reference that it stands in")]),
        ("apply", []) => named::presets(context, word),
        ("use", [Token::Text]) => words(&[("as", "a word before the names of the file")]),
        ("passes", []) => words(&[("auto", "as few passes as the model allows")]),
        ("pass", [Token::Word(_)]) => words(&[("from", "the pass whose picture it goes on with")]),
        ("pass", [_, Token::Word("from")]) => (word, named::passes(context)),
        ("vary", [Token::Word(_)]) => words(&[("in", "its values")]),
        ("vary", [_, Token::Word("in")]) => (word, language::tables()),
        ("zip", _) => named::path(context, word, named::Wanted::VALUES),
        ("skip", []) => words(&[("where", "the condition")]),
        ("skip", [Token::Word("where"), tokens @ ..]) => values::condition(context, place, tokens),
        _ => ("", Vec::new()),
    }
}

/// What may stand in a relation: names, relations, or what follows them.
fn relation<'t>(context: &Context<'_>, tokens: &[Token<'t>], word: &'t str) -> (&'t str, Vec<Item>) {
    let clause = tokens.rsplit(|token| *token == Token::Mark(",")).next().unwrap_or_default();
    let in_clause = clause.len() < tokens.len();
    // Lists in a row, each of them terms that `and` joins.
    let (mut lists, mut joined) = (0, false);
    for token in clause {
        match token {
            Token::Word("and") => joined = true,
            _ => {
                lists += usize::from(!joined);
                joined = false;
            }
        }
    }
    let next = if joined { lists - 1 } else { lists };
    let relations = usize::from(!in_clause);
    if next != relations {
        let (typed, mut items) = named::path(context, word, named::Wanted::ANY);
        if !joined && lists > 0 && !word.contains('.') {
            items.extend(language::words(&[("and", "one more")]));
        }
        return (typed, items);
    }
    let mut items = language::relations(context);
    if in_clause && lists == 0 {
        items.extend(language::adverbs());
    } else if !joined {
        items.extend(language::words(&[("and", "one more")]));
    }
    (word, items)
}
