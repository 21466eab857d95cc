//! Words of the author's own for one thing that can be counted, without the article that English wants: `on "wooden
//! table"`. Only known nouns are judged, and none that idioms leave bare.

use super::{Context, Findings, walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::model::{AspectUse, Kind, Noun, Phrase, PhrasePiece, StatementKind};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let scene = context.scene;
    for element in scene.elements.iter().filter(|element| element.kind == Kind::Prop && !element.refused) {
        if element.count == 1
            && let Some(article) = missing(&element.phrase)
        {
            findings.push(
                Diagnostic::new(
                    Code::MissingArticle,
                    element.span,
                    format!("`{}` has no article, and a prop is said as it is written", element.phrase),
                )
                .help(format!("write `prop(\"{article} {}\")`", element.phrase)),
            );
        }
    }
    for (subjects, verb) in walk::verbs(scene) {
        judge(subjects, findings);
        // "Going by train" has none.
        let bare =
            verb.relations.iter().any(|it| it.word == "is" || it.preposition == "by" && !it.participle.is_empty());
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
        findings.push(finding(phrase, words, article));
    }
}

fn finding(phrase: &Phrase, words: &str, article: &str) -> Diagnostic {
    let finding = Diagnostic::new(Code::MissingArticle, phrase.span, format!("`{words}` has no article"))
        .help(format!("write `\"{article} {words}\"`, or `\"the ...\"` if it is a certain one"));
    // Right behind the quote; a string over several lines has three, and is left to its author.
    let quote = crate::source::Span { start: phrase.span.start.saturating_add(1), ..phrase.span }.before();
    let short = (phrase.span.end - phrase.span.start) as usize == words.len() + 2;
    if short { finding.fix(format!("insert `{article}`"), quote, format!("{article} ")) } else { finding }
}

/// The article that a phrase lacks.
fn missing(words: &str) -> Option<&'static str> {
    let words = words.trim();
    let plain = words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let bare = plain
        && lexicon::determiner(words).is_none()
        && !lexicon::starts_with_preposition(words)
        && !words.starts_with(char::is_uppercase)
        && lexicon::countable(words).is_some();
    bare.then(|| lexicon::article(words))
}
