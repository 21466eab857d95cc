//! What a setting takes by the model of the scene, the roles of elements, and what stands in the conditions of `skip`.

use super::place::{Place, Token};
use super::{Item, ItemKind, language, named};
use crate::ide::Context;
use crate::ide::facts::Kind;
use crate::syntax::ast::{StatementKind, Value};
use crate::target::{DEFAULT_MODEL, Profile};

/// What may stand behind a setting.
pub(super) fn setting<'t>(
    context: &Context<'_>,
    setting: &str,
    rest: &[Token<'t>],
    word: &'t str,
) -> (&'t str, Vec<Item>) {
    let variables = || named::path(context, word, named::Wanted::VALUES);
    match (setting, rest) {
        ("model", []) => (word, models(context)),
        ("size", [.., Token::Word("at")]) => (word, resolutions(context)),
        ("size", [Token::Word("match")]) => named::path(context, word, named::Wanted::ANY),
        ("size", []) => {
            let (_, items) = variables();
            (word, sizes(context).into_iter().chain(items).collect())
        }
        ("size", [Token::Value(_)]) => (word, language::words(&[("at", "the resolution")])),
        ("format", []) => {
            let formats =
                [("jpg", "small; nothing is transparent"), ("png", "without loss"), ("webp", "smaller still")];
            (word, formats.map(|(format, meaning)| Item::new(format, ItemKind::Value, meaning)).into())
        }
        ("results", []) => {
            let counts = ["1", "2", "4"].map(|count| Item::new(count, ItemKind::Value, "pictures"));
            let (_, items) = variables();
            (word, counts.into_iter().chain(items).collect())
        }
        ("quality", []) => {
            let grades = ["80", "90", "95"].map(|grade| Item::new(grade, ItemKind::Value, "of 100"));
            let (_, items) = variables();
            (word, grades.into_iter().chain(items).collect())
        }
        (_, []) => variables(),
        _ => ("", Vec::new()),
    }
}

/// The model of the scene, as far as the text names one.
fn model<'a>(context: &Context<'a>) -> Option<&'a Profile> {
    let named = context.facts.tree.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Look(look) if look.word.text == "model" => look.value.as_ref(),
        _ => None,
    });
    let known = named.and_then(|value| context.models.find(&value.text));
    known.or_else(|| context.models.get(DEFAULT_MODEL))
}

fn models(context: &Context<'_>) -> Vec<Item> {
    let item = |profile: &Profile| {
        let most = profile.references.max.map_or_else(String::new, |most| format!(", up to {most} references"));
        Item::new(profile.air.as_str(), ItemKind::Value, format!("{} by {}{most}", profile.name, profile.provider))
    };
    context.models.all().map(item).collect()
}

/// The shapes and sizes that the model makes.
fn sizes(context: &Context<'_>) -> Vec<Item> {
    let Some(profile) = model(context) else { return Vec::new() };
    let mut items: Vec<Item> = Vec::new();
    for pair in &profile.sizes.pairs {
        let ratio = pair.ratio.to_string();
        if items.iter().all(|item| item.label != ratio) {
            items.push(Item::new(ratio, ItemKind::Value, format!("shape that {} makes", profile.name)));
        }
    }
    items.extend(language::words(&[("match", "the shape of a reference")]));
    for pair in &profile.sizes.pairs {
        let detail = if pair.resolution.is_empty() {
            pair.ratio.to_string()
        } else {
            format!("{} at {}", pair.ratio, pair.resolution)
        };
        items.push(Item::new(format!("{}x{}", pair.width, pair.height), ItemKind::Value, detail));
    }
    items
}

fn resolutions(context: &Context<'_>) -> Vec<Item> {
    let Some(profile) = model(context) else { return Vec::new() };
    let item = |resolution: &String| {
        let default = profile.sizes.default_resolution.as_ref() == Some(resolution);
        let price = profile.price.image.get(resolution).map_or_else(String::new, |usd| format!("{usd} a picture"));
        let detail = if default { format!("{price}, unless another is asked for") } else { price };
        Item::new(resolution.to_lowercase(), ItemKind::Value, detail)
    };
    profile.sizes.resolutions.iter().map(item).collect()
}

/// The roles that an element may have.
pub(super) fn roles() -> Vec<Item> {
    [("subject", "something the picture is about"), ("backdrop", "the place everything is in")]
        .map(|(role, meaning)| Item::new(role, ItemKind::Value, meaning))
        .into()
}

/// What may stand in a condition: variables, comparisons, and what a variable may be.
pub(super) fn condition<'t>(context: &Context<'_>, place: &Place<'t>, tokens: &[Token<'t>]) -> (&'t str, Vec<Item>) {
    let word = place.word;
    match tokens {
        [.., Token::Word(path), Token::Mark("==" | "!=")] => (word, values(context, path)),
        [] | [.., Token::Word("and" | "or" | "not" | "where")] => {
            let (typed, mut items) = named::path(context, word, named::Wanted::VALUES);
            if !typed.contains('.') && typed.len() == word.len() {
                items.extend(language::words(&[("not", "turns a condition round")]));
            }
            (typed, items)
        }
        [.., Token::Mark(_)] => named::path(context, word, named::Wanted::VALUES),
        [.., Token::Word(_)] if tokens.len() == 1 || joins(tokens) => (
            word,
            ["==", "!=", "<", "<=", ">", ">="]
                .map(|mark| Item::new(mark, ItemKind::Keyword, "compares"))
                .into_iter()
                .chain(language::words(&[
                    ("in", "is one of several"),
                    ("and", "both must hold"),
                    ("or", "one must hold"),
                ]))
                .collect(),
        ),
        _ => (word, language::words(&[("and", "both must hold"), ("or", "one must hold")])),
    }
}

/// The texts that a variable may be compared with, for within quotes.
pub(super) fn compared_text(context: &Context<'_>, place: &Place<'_>) -> Vec<Item> {
    let [.., Token::Word(path), Token::Mark("==" | "!=")] = place.here() else { return Vec::new() };
    if !matches!(place.tokens.first(), Some(Token::Word("skip"))) {
        return Vec::new();
    }
    let bare = |item: Item| {
        let label = item.label.strip_prefix('"')?.strip_suffix('"')?.to_owned();
        Some(Item { label, ..item })
    };
    values(context, path).into_iter().filter_map(bare).collect()
}

/// Whether the last word stands alone behind what joins conditions.
fn joins(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [.., Token::Word("and" | "or" | "not" | "where"), Token::Word(_)])
}

/// What a variable, or a column of its rows, may be compared with.
fn values(context: &Context<'_>, path: &str) -> Vec<Item> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    if let Some((variable, column)) = path.split_once('.') {
        let values = crate::ide::rows::values(context, context.facts, variable, column);
        return values.iter().map(|value| Item::new(quoted(value), ItemKind::Value, column)).collect();
    }
    let vary = context.facts.tree.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Vary(vary) if vary.name.text == path && vary.maker.is_none() => Some(vary),
        _ => None,
    });
    let choices = vary.into_iter().flat_map(|vary| &vary.arguments);
    choices
        .filter_map(|argument| match (&argument.label, &argument.value) {
            (Some(label), _) => Some(Item::new(label.text.as_str(), ItemKind::Value, path)),
            (None, Value::Text(text)) => Some(Item::new(context.facts.slice(text.span), ItemKind::Value, path)),
            _ => None,
        })
        .chain(
            context
                .facts
                .names
                .get(path)
                .filter(|it| it.kind == Kind::Rows)
                .map(|_| Item::new(".", ItemKind::Keyword, "a column")),
        )
        .collect()
}
