//! What comes in: a line that no slip explains, with the furthest place the grammar came to. What goes out: what is
//! wrong there and what would have been accepted, in plain words.

use super::super::findings::quoted;
use super::super::grammar::Stuck;
use super::super::words;
use super::lex::Kind;
use super::slips;
use super::source_line::SourceLine;
use crate::diagnostic::{Code, Diagnostic};

/// The finding about the place where the grammar got stuck.
pub(super) fn stuck(line: &SourceLine, stuck: &Stuck) -> Diagnostic {
    if let Some(finding) = directive(line) {
        return finding;
    }
    let index = line.tokens.iter().position(|token| token.range.end > stuck.at);
    let expected = either(&stuck.expected);
    let Some(index) = index else {
        let end = line.tokens.last().map_or(0, |token| token.range.end);
        let finding = Diagnostic::new(Code::Syntax, line.place.span(end..end), "the statement ends too early");
        return with_expected(finding, &expected, "something is missing here");
    };
    let message = match line.kind(index) {
        Some(Kind::Mark | Kind::Number | Kind::Word | Kind::Text) => {
            format!("{} does not fit here", quoted(line.slice(index)))
        }
        _ => "this does not fit here".to_owned(),
    };
    let at = line.tokens[index].range.clone();
    let span = line.place.span(stuck.at.clamp(at.start, at.end)..at.end);
    let finding = Diagnostic::new(Code::Syntax, span, message);
    let binding = line.is(1, "=");
    match line.word(0).and_then(|word| form(&word.text)).filter(|_| !binding) {
        // What other statements would have taken here is of no interest.
        Some(form) => finding.here("not here").help(format!("the form is {form}")),
        None if binding => with_expected(finding, &expected, "not here").help(BINDING),
        None if index == 0 => with_expected(finding, &expected, "not here").help(ANY),
        None => with_expected(finding, &expected, "not here").help(RELATION),
    }
}

const BINDING: &str = "the form is `cat = ref(\"cat.jpg\", \"tabby cat\")`; counts and positions are whole numbers";
const RELATION: &str = "a relation is written `cat on mat, beside bowl`, an aspect `style \"photorealistic\"`";
const ANY: &str = "a statement binds a name (`cat = ref(\"cat.jpg\")`), relates things (`cat on mat`), or gives the look (`style \"photorealistic\"`)";

/// `lighting from`: an aspect that breaks off or goes wrong behind its second word.
fn broken_aspect(line: &SourceLine) -> Option<Diagnostic> {
    let word = line.word(1).filter(|word| matches!(word.text.as_str(), "of" | "from" | "match"))?;
    let first = line.word(0)?;
    let message =
        format!("{} begins an aspect, which goes wrong further on", quoted(&format!("{} {}", first.text, word.text)));
    let help = format!(
        "an aspect is written `pose of woman from dancer` or `lighting match table \"warm light\"`; a relation needs another word than `{}`",
        word.text
    );
    Some(Diagnostic::new(Code::Syntax, word.span, message).here("makes the line an aspect").help(help))
}

/// A directive that lacks what belongs to it, though its shape would pass for another statement.
pub(super) fn incomplete(line: &SourceLine) -> Option<Diagnostic> {
    directive(line).or_else(|| broken_aspect(line))
}

fn directive(line: &SourceLine) -> Option<Diagnostic> {
    let verb = line.word(0).filter(|_| !line.is(1, "=") && !line.is(1, "."))?;
    let form = form(&verb.text)?;
    let message = if line.tokens.len() == 1 {
        format!("`{}` stands alone", verb.text)
    } else if shape_passes(line) {
        format!("this is no sound `{}` statement", verb.text)
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::Syntax, verb.span, message).here("incomplete").help(format!("the form is {form}")))
}

/// Whether the line holds nothing but words and strings, so that the grammar took it for a relation.
fn shape_passes(line: &SourceLine) -> bool {
    (0..line.tokens.len()).all(|index| {
        matches!(line.kind(index), Some(Kind::Word | Kind::Text)) || line.is(index, ".") || line.is(index, ",")
    }) && !(1..line.tokens.len()).any(|index| line.word(index).is_some_and(|word| words::is_never_listed(&word.text)))
}

/// How the statement of a verb is written.
fn form(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "edition" => "`edition 1`",
        "edit" => "`edit room`",
        "replace" => "`replace room.sofa with chair`",
        "remove" => "`remove room.clutter`",
        "keep" => "`keep woman \"face and hair\"`, `keep woman recognizable` or `keep rest`",
        "avoid" => "`avoid \"text\", \"extra people\"` or `avoid rest from dancer`",
        "say" => "`say \"...\"`",
        "panels" => "`panels \"front view\", right: \"side view\"`",
        "relation" => "`relation tucked_under { participle \"tucked\"; preposition \"under\" }`",
        "pass" => "`pass flowers from table { vase beside watch }`",
        "passes" => "`passes 3` or `passes auto`",
        "param" => "`param product = \"watch.jpg\"` or `param product`",
        "vary" => {
            "`vary light in [\"noon sun\", dusk: \"blue dusk\"]` or `vary row in csv(\"products.csv\", id: \"sku\")`"
        }
        "zip" => "`zip row, light`",
        "skip" => "`skip where row.kind == \"strap\" and light == dusk`",
        "use" => "`use \"brand.scene\"` or `use \"brand.scene\" as brand`",
        "preset" => "`preset studio { lighting \"softbox\" }`",
        "apply" => "`apply studio`",
        word if words::is_setting(word) => slips::form(word),
        word if words::is_aspect(word) => "`pose of woman from dancer \"arms raised\"`, `style \"photorealistic\"`",
        _ => return None,
    })
}

fn with_expected(finding: Diagnostic, expected: &str, otherwise: &str) -> Diagnostic {
    if expected.is_empty() { finding.here(otherwise) } else { finding.here(format!("expected {expected}")) }
}

/// `a, b or c`
fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
