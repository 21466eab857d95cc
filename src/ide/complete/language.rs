//! What the language itself offers at a cursor: verbs where they may stand, aspects, settings, relations with their English,
//! what makes an element, the labels of its arguments, and what comments may say to the compiler.

use super::place::{Block, Token};
use super::{Item, ItemKind};
use crate::diagnostic::Code;
use crate::ide::facts::Kind;
use crate::ide::hover::takes;
use crate::ide::verbs::{ARGUMENTS, FIELDS, MAKERS, SETTINGS, Stands, VERBS};
use crate::ide::{Context, markdown};
use crate::lexicon::{self, Class};
use crate::target::Service;

/// Words with what they mean.
pub(super) fn words(words: &[(&str, &str)]) -> Vec<Item> {
    words.iter().map(|(word, meaning)| Item::new(*word, ItemKind::Keyword, *meaning)).collect()
}

/// What may open a statement in a block, besides names.
pub(super) fn openers(context: &Context<'_>, block: Option<Block<'_>>) -> Vec<Item> {
    let first = context.facts.tree.statements.is_empty();
    let stands = |stands: Stands| match block {
        Some(Block::Preset) => stands == Stands::Everywhere,
        Some(_) => matches!(stands, Stands::Picture | Stands::Everywhere),
        None => stands != Stands::First || first,
    };
    let verbs = VERBS.iter().filter(|verb| stands(verb.stands)).map(|verb| {
        let more = markdown::block("scene", verb.example);
        Item::new(verb.word, ItemKind::Keyword, verb.meaning).more(more).snippet(verb.snippet)
    });
    let settings = SETTINGS.iter().map(|(word, meaning, example)| {
        Item::new(*word, ItemKind::Property, *meaning)
            .more(markdown::block("scene", example))
            .snippet(format!("{word} $0"))
    });
    let aspects = lexicon::aspects().map(|line| {
        let word = line.aspect.word.as_str();
        let more = markdown::example(&line.example, &line.english);
        Item::new(word, ItemKind::Property, "aspect").more(more).snippet(format!("{word} \"$1\"$0"))
    });
    verbs.chain(aspects).chain(settings).collect()
}

/// What may stand behind an aspect, or behind what it is of or from.
pub(super) fn after_aspect(first: bool) -> Vec<Item> {
    let of = [
        ("of", "the look of one element"),
        ("match", "as in a reference, which stays as it is"),
        ("from", "taken from a reference"),
    ];
    let mut items = words(&of[usize::from(!first)..]);
    if first {
        items.push(Item::new("\"\"", ItemKind::Value, "in words").snippet("\"$1\"$0"));
    } else {
        items.extend(words(&[("and", "one more")]));
    }
    items
}

/// The relations of the scene, of its imports and of the language, each with the English that it gives.
pub(super) fn relations(context: &Context<'_>) -> Vec<Item> {
    let view = context.view();
    let files = std::iter::once(context.facts).chain(view.imported().map(|(_, facts)| &**facts));
    let mut items = Vec::new();
    for facts in files {
        for (word, named) in facts.names.iter().filter(|(_, named)| named.kind == Kind::Relation) {
            let more = markdown::block("scene", facts.slice(named.whole));
            items.push(Item::new(word.as_str(), ItemKind::Function, "relation of this scene").more(more));
        }
    }
    items.extend(lexicon::relations().map(|entry| {
        let more = format!("{}\n\n{}", markdown::example(&entry.example, &entry.english), takes(entry.relation.object));
        Item::new(entry.word.as_str(), ItemKind::Function, entry.english.as_str()).more(more)
    }));
    items
}

/// The adverbs that are listed; others end in -ly.
pub(super) fn adverbs() -> Vec<Item> {
    lexicon::adverbs().map(|word| Item::new(word, ItemKind::Keyword, "adverb")).collect()
}

/// What makes an element.
pub(super) fn makers() -> Vec<Item> {
    let maker = |(word, meaning, snippet): &(&str, &str, &str)| {
        Item::new(*word, ItemKind::Function, *meaning).snippet(*snippet)
    };
    MAKERS.iter().map(maker).collect()
}

/// What makes varied values.
pub(super) fn tables() -> Vec<Item> {
    [
        ("csv", "the rows of a CSV file", "csv(\"$1\")$0"),
        ("json", "the objects of a JSON file", "json(\"$1\")$0"),
        ("jsonl", "the objects of a JSON Lines file", "jsonl(\"$1\")$0"),
        ("glob", "the files that a pattern finds", "glob(\"$1\")$0"),
        ("[]", "values in a row", "[\"$1\"]$0"),
    ]
    .into_iter()
    .map(|(word, meaning, snippet)| Item::new(word, ItemKind::Function, meaning).snippet(snippet))
    .collect()
}

/// The labels that arguments may have.
pub(super) fn labels(callee: &str) -> Vec<Item> {
    let label = |(label, meaning, value): (&str, &str, &str)| {
        Item::new(format!("{label}:"), ItemKind::Property, meaning).snippet(format!("{label}: {value}"))
    };
    match callee {
        "csv" | "json" | "jsonl" => vec![label(("id", "the column that names a task", "\"$1\"$0"))],
        "ref" => ARGUMENTS.into_iter().map(label).collect(),
        "result" | "prop" | "text" | "group" => {
            ARGUMENTS.into_iter().filter(|(word, ..)| *word != "at").map(label).collect()
        }
        _ => Vec::new(),
    }
}

/// The fields of a relation's declaration, and the classes.
pub(super) fn fields(tokens: &[Token<'_>]) -> Vec<Item> {
    match tokens {
        [] => FIELDS
            .iter()
            .map(|(word, meaning, snippet)| Item::new(*word, ItemKind::Property, *meaning).snippet(*snippet))
            .collect(),
        [Token::Word("class")] => {
            Class::ALL.iter().map(|class| Item::new(class.name(), ItemKind::Value, "class of relations")).collect()
        }
        _ => Vec::new(),
    }
}

/// What a comment may say to the compiler, with the letters that it replaces.
pub(super) fn directives<'t>(context: &Context<'_>, comment: &'t str) -> (&'t str, Vec<Item>) {
    let body = comment.trim_start_matches('/').trim_start();
    let Some(said) = body.strip_prefix("scene:").map(str::trim_start) else {
        let items = if "scene: ".starts_with(body) {
            let allow = Item::new("scene: allow", ItemKind::Keyword, "leave a finding out");
            let test = Item::new("scene: test", ItemKind::Keyword, "test the prompts for these targets");
            vec![allow.snippet("scene: allow $1 -- ${2:why}"), test.snippet("scene: test $0")]
        } else {
            Vec::new()
        };
        return (body, items);
    };
    let last = said.rsplit([' ', ',']).next().unwrap_or_default();
    let items = match said.split_once(' ').map(|(word, rest)| (word, rest.contains("--"))) {
        Some(("allow", false)) => {
            let codes = Code::ALL.iter().filter(|code| code.may_be_allowed());
            codes.map(|code| Item::new(code.name(), ItemKind::Value, code.summary())).collect()
        }
        Some(("test", false)) => {
            let models = context
                .models
                .all()
                .map(|profile| Item::new(profile.air.as_str(), ItemKind::Value, profile.name.as_str()));
            let services =
                Service::all().map(|service| Item::new(service.name.as_str(), ItemKind::Value, service.title.as_str()));
            models.chain(services).collect()
        }
        None => words(&[("allow", "leave a finding out"), ("test", "test the prompts for these targets")]),
        Some(_) => Vec::new(),
    };
    (last, items)
}
