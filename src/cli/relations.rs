//! `scene relations [WORD]`: the relations of the lexicon as a table, or one of them in full. A word that the lexicon
//! lacks is shown as a scene would read it.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::{Exit, output};
use crate::diagnostic::render::printable;
use crate::lexicon::{self, Object, Relation};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// One relation
    word: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let text = match &arguments.word {
        Some(word) => one(word),
        None => table(),
    };
    output::payload(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// Every relation, sorted by class, then word.
fn table() -> String {
    let mut rows: Vec<_> = lexicon::relations()
        .map(|entry| (entry.relation.class.name(), entry.word.to_string(), entry.english.to_string()))
        .collect();
    rows.sort_unstable();
    let wide = rows.iter().map(|(_, word, _)| word.width()).max().unwrap_or(0);
    let mut out = String::new();
    let mut last = "";
    for (class, word, english) in rows {
        if class != last {
            let _ = writeln!(out, "{}{class}", if last.is_empty() { "" } else { "\n" });
            last = class;
        }
        let _ = writeln!(out, "  {word:<wide$}  {english}");
    }
    out
}

fn one(word: &str) -> String {
    if let Some(relation) = lexicon::relation(word) {
        let entry = lexicon::relations().find(|entry| entry.word == word);
        let example = entry.map(|entry| format!("  {}\n  => {}\n\n", entry.example, entry.english));
        return format!("{word}\n\n{}{}", example.unwrap_or_default(), facts(&relation));
    }
    let near = lexicon::near_relation(word).map(|near| format!("\nDid you mean `{near}`?\n"));
    let (shown, relation) = (printable(word), lexicon::literal(word));
    format!("{shown}\n\nNot in the lexicon; read as written.\n{}{}", facts(&relation), near.unwrap_or_default())
}

fn facts(relation: &Relation) -> String {
    let words = format!("{} {}", relation.participle, relation.preposition);
    let object = match relation.object {
        Object::Required => "needed",
        Object::Optional => "possible",
        Object::None => "none",
    };
    let lead = relation.lead.as_ref().map(|lead| format!("{} ... {} ...", lead.verb, lead.preposition));
    let inverse = relation.inverse.as_ref().map(ToString::to_string);
    let rows = [
        ("said", Some(printable(words.trim()).into_owned())),
        ("object", Some(object.to_owned())),
        ("class", Some(relation.class.name().to_owned())),
        ("inverse", inverse),
        ("lead", lead),
    ];
    rows.into_iter().filter_map(|(label, value)| value.map(|value| format!("  {label:<8} {value}\n"))).collect()
}
