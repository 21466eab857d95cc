//! What comes in: statements in the shape of an aspect or setting. What goes out: aspect uses and settings.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::Look;

use super::Resolver;
use super::model::{AspectSource, AspectUse, StatementKind};
use super::nouns::shown;
use super::settings;

impl Resolver<'_> {
    pub(super) fn look(&mut self, look: &Look, span: Span) {
        let word = &look.word.text;
        if self.names.contains_key(word) {
            let finding = element_as_aspect(look, span);
            return self.report(finding);
        }
        if settings::is_setting(word) && look.of.is_none() && !matches!(&look.source, Some(source) if !source.matching)
        {
            return self.setting(look, span);
        }
        let known = lexicon::aspect(word);
        if let Some(value) = &look.value {
            let finding = if known.is_some() {
                Diagnostic::new(Code::UnknownAspect, value.span, format!("the words of `{word}` go in quotes")).fix(
                    "put them in quotes",
                    value.span,
                    format!("\"{}\"", value.text),
                )
            } else {
                unknown_aspect(look)
            };
            return self.report(finding);
        }
        if known.is_none() && look.of.is_none() && look.source.is_none() {
            let finding = unknown_aspect(look);
            return self.report(finding);
        }
        if let Some(at) = &look.at {
            let finding = Diagnostic::new(Code::Syntax, at.span, "only `size` takes `at`").help("delete it");
            return self.report(finding);
        }
        let aspect = match known {
            Some(aspect) => Cow::Borrowed(aspect),
            None => {
                self.warn_of_near_aspect(look);
                Cow::Owned(lexicon::Aspect::literal(word))
            }
        };
        self.aspect(aspect, look, span);
    }

    fn aspect(&mut self, aspect: Cow<'static, lexicon::Aspect>, look: &Look, span: Span) {
        let of = look.of.as_ref().map_or_else(Vec::new, |list| self.nouns(list));
        let source = match &look.source {
            Some(source) => {
                let Some(thing) = self.thing(&source.path) else { return };
                if !source.matching && !self.has_image(thing, source.path.span, "only a reference lends its look") {
                    return;
                }
                Some(AspectSource { matching: source.matching, thing })
            }
            None => None,
        };
        let words = match &look.words {
            Some(text) => {
                let Some(phrase) = self.phrase(text) else { return };
                Some(phrase)
            }
            None => None,
        };
        if words.is_none() && source.is_none() {
            let finding = Diagnostic::new(Code::Syntax, span, format!("nothing says what the {} is like", aspect.noun))
                .help(format!("add words in quotes, or `from` an element: `{} of ... \"...\"`", look.word.text));
            return self.report(finding);
        }
        if look.of.is_some() && of.is_empty() {
            return;
        }
        self.push(span, StatementKind::Aspect(Box::new(AspectUse { aspect, of, source, words })));
    }

    fn warn_of_near_aspect(&mut self, look: &Look) {
        let word = &look.word.text;
        if word.len() < 5 {
            return;
        }
        if let Some(near) = lexicon::suggest(word, lexicon::aspect_words()) {
            let finding =
                Diagnostic::new(Code::NearMiss, look.word.span, format!("`{}` is not a known aspect", shown(word)))
                    .here("taken as a word of your own")
                    .help(format!("did you mean `{near}`?"))
                    .fix(format!("write `{near}`"), look.word.span, near);
            self.report(finding);
        }
    }
}

fn element_as_aspect(look: &Look, span: Span) -> Diagnostic {
    let word = &look.word;
    let finding = Diagnostic::new(
        Code::MissingRelation,
        span,
        format!("nothing says how the element `{}` relates to this", shown(&word.text)),
    );
    if look.words.is_some() && look.of.is_none() && look.source.is_none() {
        return finding.help("to say what it is like, write `is` before the words").fix(
            "insert `is`",
            word.span.after(),
            " is",
        );
    }
    finding.help("`of`, `from` and `match` follow an aspect such as `pose`, and are no relations")
}

fn unknown_aspect(look: &Look) -> Diagnostic {
    let word = &look.word.text;
    if look.words.is_some() && lexicon::relation(word).is_some() {
        let message = format!("`{word}` is a relation, and nothing stands before it");
        return Diagnostic::new(Code::UnknownAspect, look.word.span, message).help(format!(
            "write `ELEMENT {word} \"...\"`; if the line before goes on here, put a comma at its end and indent this line"
        ));
    }
    let finding = Diagnostic::new(
        Code::UnknownAspect,
        look.word.span,
        format!("no aspect or setting is called `{}`", shown(word)),
    );
    let meant = super::meant::statement(word).filter(|meant| settings::is_setting(meant) == look.value.is_some());
    let near = meant.or_else(|| settings::near(word)).or_else(|| lexicon::suggest(word, lexicon::aspect_words()));
    match near {
        Some("size") => finding.help("did you mean `size`? write `size 1200x896`, `size 4:3` or `size 4:3 at 2k`"),
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), look.word.span, near),
        None => finding.help(format!(
            "known aspects are lighting, style, camera and others; to say something else, write `say \"...\"` or `{} of ELEMENT \"...\"`",
            SmolStr::new(shown(word))
        )),
    }
}
