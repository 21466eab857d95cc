//! What comes in: a scene and a place in it. What goes out: what people want to know of the word there, as Markdown: of a
//! reference its photograph and its place, of a relation its English, of every statement the words that it causes.

use std::fmt::Write;

use super::facts::{Kind, plain};
use super::walk::{Node, Role, nodes};
use super::{Context, card, markdown, verbs};
use crate::diagnostic::Code;
use crate::lexicon::{self, Object};
use crate::source::Span;
use crate::syntax::ast::StatementKind;

/// What is told of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The stretch that it is about.
    pub span: Span,
    /// What is told, as Markdown.
    pub markdown: String,
}

/// What is told of the place at an offset; none if nothing stands there.
#[must_use]
pub fn hover(context: &Context<'_>, offset: usize) -> Option<Hover> {
    let facts = context.facts;
    if let Some(comment) = facts.tree.comments.iter().find(|it| it.span.range().contains(&offset)) {
        return code_at(context, comment.span, offset);
    }
    let statement = facts.statement_at(offset)?;
    let symbol = context.view().at(offset);
    let all = nodes(&facts.tree);
    let here = |node: &&Node<'_>| {
        let range = node.span.range();
        range.start <= offset && offset <= range.end
    };
    let node = all.iter().filter(here).min_by_key(|node| node.span.end - node.span.start);
    let (span, mut told) = match (&symbol, node) {
        (Some(one), _) => (one.span, card::symbol(context, one)),
        (None, Some(node)) => (node.span, word(context, node)),
        (None, None) => keyword(context, offset, statement.span)?,
    };
    let words = words(context, statement.span);
    // Of what is bound only the place is told; its words stand where it is used.
    let binds = matches!(statement.kind, StatementKind::Binding(_) | StatementKind::Preset(_) | StatementKind::Pass(_));
    if !words.is_empty() && !binds {
        if !told.is_empty() {
            told.truncate(told.trim_end().len());
            told.push_str("\n\n---\n\n");
        }
        told.push_str(&words);
    }
    told.truncate(told.trim_end().len());
    (!told.is_empty()).then_some(Hover { span, markdown: told })
}

/// The words of the prompt that a statement causes.
fn words(context: &Context<'_>, span: Span) -> String {
    let mut out = String::new();
    for (pass, words) in context.words_of(span) {
        let name = if context.has_passes() { format!(" of {}", markdown::plain(&pass.name)) } else { String::new() };
        let words: Vec<String> = words.iter().map(|words| markdown::plain(words)).collect();
        let _ = writeln!(out, "In the prompt{name}:\n\n> {}\n", words.join(" … "));
    }
    out.trim_end().to_owned()
}

/// A word of the language, or a string.
fn word(context: &Context<'_>, node: &Node<'_>) -> String {
    let text = context.facts.slice(node.span);
    match &node.role {
        Role::Relation => relation(text),
        Role::Aspect => match lexicon::aspects().find(|line| line.aspect.word == text) {
            Some(line) => {
                format!("**{}**, aspect\n\n{}", markdown::plain(text), markdown::example(&line.example, &line.english))
            }
            None => format!("**{}**, an aspect that is read as it is written", markdown::plain(text)),
        },
        Role::Setting => {
            let known = verbs::SETTINGS.iter().find(|(word, _, _)| *word == text);
            known.map_or_else(String::new, |(word, meaning, example)| {
                format!("**{word}**, setting\n\n{meaning}\n\n{}", markdown::block("scene", example))
            })
        }
        Role::Fixed => model(context, text),
        Role::Text(text) => plain(text).map(|path| card::image(context, &path)).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A relation of the language, or one that is read as it is written.
fn relation(word: &str) -> String {
    if let Some(entry) = lexicon::relations().find(|entry| entry.word == word) {
        let inverse = match &entry.relation.inverse {
            Some(same) if same == word => ", says the same both ways".to_owned(),
            Some(inverse) => format!(", the other way round {}", markdown::code(inverse)),
            None => String::new(),
        };
        return format!(
            "**{}**, relation of the class {}, {}{inverse}\n\n{}",
            markdown::plain(word),
            entry.relation.class.name(),
            takes(entry.relation.object),
            markdown::example(&entry.example, &entry.english)
        );
    }
    if lexicon::is_adverb(word) {
        return format!("**{}**, said of the nearest verb", markdown::plain(&word.replace('_', " ")));
    }
    let literal = lexicon::literal(word);
    let said = format!("{} {}", literal.participle, literal.preposition);
    let near = lexicon::near_relation(word).map(|near| format!("\n\nDid you mean {}?", markdown::code(near)));
    format!(
        "**{}**, not in the lexicon: read as \"{}\"{}",
        markdown::plain(word),
        markdown::plain(said.trim()),
        near.unwrap_or_default()
    )
}

/// Whether a relation has an object, in words.
#[must_use]
pub(super) fn takes(object: Object) -> &'static str {
    match object {
        Object::Required => "needs an object",
        Object::Optional => "may have an object",
        Object::None => "takes no object",
    }
}

/// A model by its id; of other values nothing is to be told.
fn model(context: &Context<'_>, air: &str) -> String {
    let Some(profile) = context.models.get(air) else { return String::new() };
    let mut out = format!("**{}** by {}", markdown::plain(&profile.name), markdown::plain(&profile.provider));
    if let Some(most) = profile.references.max {
        let _ = write!(out, "\n\nup to {most} references");
    }
    if let Some(most) = profile.prompt.max {
        let _ = write!(out, ", prompts of up to {most} characters");
    }
    let _ = write!(out, "\n\n`scene models {}` shows it whole.", profile.slug);
    out
}

/// A reserved verb that opens a statement, or another word between names.
fn keyword(context: &Context<'_>, offset: usize, statement: Span) -> Option<(Span, String)> {
    let text = &context.facts.text;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let start = text
        .get(..offset)?
        .rfind(|letter| !is_word(letter))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text.get(offset..)?.find(|letter| !is_word(letter)).map_or(text.len(), |length| offset + length);
    let span = Span::new(statement.file, start, end);
    let told = verbs::verb(text.get(start..end)?).map(|verb| {
        let (word, meaning) = (verb.word, verb.meaning);
        format!("**{word}**\n\n{meaning}\n\n{}", markdown::block("scene", verb.example))
    });
    Some(told.map_or_else(|| (statement, String::new()), |told| (span, told)))
}

/// The code of a finding that a comment names.
fn code_at(context: &Context<'_>, comment: Span, offset: usize) -> Option<Hover> {
    let text = context.facts.slice(comment);
    let at = offset - comment.range().start;
    let is_code = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let start = text.get(..at)?.rfind(|letter| !is_code(letter)).map_or(0, |at| at + 1);
    let end = text.get(at..)?.find(|letter| !is_code(letter)).map_or(text.len(), |length| at + length);
    let code = Code::named(text.get(start..end)?)?;
    let span = Span::new(comment.file, comment.range().start + start, comment.range().start + end);
    Some(Hover { span, markdown: format!("**{}**\n\n{}", code.name(), markdown::message(code.summary())) })
}

/// What a kind of name is called.
#[must_use]
pub(super) fn called(kind: Kind) -> &'static str {
    match kind {
        Kind::Element => "element",
        Kind::Part => "part",
        Kind::Variable | Kind::Rows => "variable",
        Kind::Column => "column",
        Kind::Label => "value",
        Kind::Relation => "relation",
        Kind::Preset => "preset",
        Kind::Pass => "pass",
        Kind::Alias => "scene file",
    }
}
