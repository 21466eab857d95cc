//! What comes in: a scene. What goes out: the strings that name a file of the project or an address, with what they lead to.

use super::Context;
use super::facts::plain;
use crate::source::Span;
use crate::syntax::ast::{Argument, StatementKind, Text, Value};
use crate::target::SourceForm;

/// A string that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The letters between the quotes.
    pub span: Span,
    /// Where it leads.
    pub to: Destination,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A file, by the path that the scene writes, which counts from its folder.
    File(String),
    /// An address on the web.
    Address(String),
}

/// The links of a scene, in the order of places. Files that are not there, or are out of reach, are none.
#[must_use]
pub fn links(context: &Context<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for text in paths(context) {
        let Some(written) = plain(text) else { continue };
        let to = match SourceForm::of(&written) {
            SourceForm::Path if context.files.exists(&written).is_ok() => Destination::File(written),
            SourceForm::Url => Destination::Address(written),
            _ => continue,
        };
        let range = text.span.range();
        links.push(Link { span: Span::new(text.span.file, range.start + 1, range.end.max(range.start + 2) - 1), to });
    }
    links
}

/// The strings that name files.
#[must_use]
pub(super) fn paths<'a>(context: &Context<'a>) -> Vec<&'a Text> {
    let mut texts: Vec<&Text> = Vec::new();
    for statement in context.facts.tree.all() {
        match &statement.kind {
            StatementKind::Binding(binding) if binding.maker.text == "ref" => {
                let plain = binding.arguments.iter().find(|argument| argument.label.is_none());
                if let Some(argument) = plain {
                    strings(&argument.value, &mut texts);
                }
            }
            StatementKind::Use(import) => texts.push(&import.path),
            StatementKind::Vary(vary) if vary.maker.is_some() => {
                if let Some(Argument { value: Value::Text(text), .. }) = vary.arguments.first() {
                    texts.push(text);
                }
            }
            _ => {}
        }
    }
    texts
}

fn strings<'a>(value: &'a Value, out: &mut Vec<&'a Text>) {
    match value {
        Value::Text(text) => out.push(text),
        Value::Array(values, _) => values.iter().for_each(|value| strings(value, out)),
        _ => {}
    }
}
