//! Words of the author's own for one thing that can be counted, without the article that English wants: `on "wooden
//! table"`. Only known nouns are judged, and none that idioms leave bare.

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::model::{AspectUse, Kind, Noun, Phrase, PhrasePiece, StatementKind};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    for element in
        scene.element_ids().map(|id| scene.element(id)).filter(|element| element.kind == Kind::Prop && !element.refused)
    {
        if element.count == 1
            && let Some(article) = missing(&element.phrase)
        {
            let message = format!("`{}` has no article, and a prop is said as it is written", element.phrase);
            findings.push(finding(element.words.unwrap_or(element.span), &element.phrase, article, message));
        }
    }
    for (subjects, verb) in walk::verbs(scene) {
        judge(subjects, findings);
        // "Going by train" has none.
        let bare = verb.relations.iter().any(|relation| relation.word == "is" || relation.preposition == "by");
        if !bare {
            judge(&verb.objects, findings);
        }
    }
    for statement in &scene.statements {
        match &statement.kind {
            StatementKind::Replace(what, with) => [what, with].into_iter().for_each(|nouns| judge(nouns, findings)),
            StatementKind::Remove(what) => judge(what, findings),
            StatementKind::Avoid(avoid) => avoid.what.iter().for_each(|phrase| judge_phrase(phrase, findings)),
            StatementKind::Aspect(used) if used.source.is_none() && is_said_bare(used) => {
                used.words.iter().for_each(|phrase| judge_phrase(phrase, findings));
            }
            _ => {}
        }
    }
}

/// "set in W", "W in the background": what stands there brings its own article.
fn is_said_bare(used: &AspectUse) -> bool {
    matches!(&*used.aspect.word, "setting" | "background")
}

fn judge(nouns: &[Noun], findings: &mut Findings) {
    for noun in nouns {
        if let Noun::Phrase(phrase) = noun {
            judge_phrase(phrase, findings);
        }
    }
}

fn judge_phrase(phrase: &Phrase, findings: &mut Findings) {
    // A phrase with a mention in it is left to its author.
    if let [PhrasePiece::Plain(words)] = phrase.pieces.as_slice()
        && let Some(article) = missing(words)
    {
        findings.push(finding(phrase.span, words, article, format!("`{words}` has no article")));
    }
}

fn finding(span: Span, words: &str, article: &str, message: String) -> Diagnostic {
    let finding = Diagnostic::new(Code::MissingArticle, span, message)
        .help(format!("write `\"{article} {words}\"`, or `\"the ...\"` if it is a certain one"));
    // Right behind the quote; a string over several lines has three, and is left to its author.
    let quote = Span { start: span.start.saturating_add(1), ..span }.before();
    let short = span.range().len() == words.len() + 2;
    if short { finding.fix(format!("insert `{article}`"), quote, format!("{article} ")) } else { finding }
}

/// The article that a phrase lacks.
fn missing(words: &str) -> Option<&'static str> {
    let plain = words.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-') && words.trim() == words;
    // "hat in hand", "king and queen", "not a cat"
    let idiom = words.split(' ').any(|word| matches!(word, "and" | "or" | "not" | "no" | "without" | "hand"));
    let bare = plain
        && !idiom
        && lexicon::determiner(words).is_none()
        && !lexicon::starts_with_preposition(words)
        && !words.starts_with(char::is_uppercase)
        && lexicon::countable(words).is_some();
    bare.then(|| lexicon::article(words))
}
