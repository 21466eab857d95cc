//! What comes in: aspects. What goes out: their English by the templates of the lexicon. Neighbours that match join, and
//! neighbours from one source name it once.

use crate::lexicon::{Case, article, starts_with_preposition};
use crate::plan::Placed;
use crate::scene::model::AspectUse;

use super::names::Speaker;
use super::nouns::{has_determiner, the};
use super::phrases::definite;
use super::words::{Cause, Words, join_and, join_with};

/// What fills the holes of a template.
#[derive(Default)]
struct Filling {
    words: Words,
    elements: Words,
    source: Words,
    images: String,
}

impl Speaker<'_, '_> {
    /// Aspects of the whole picture, separated by commas. `sentence` holds what stands before them in the same
    /// sentence; a source that it names needs no position.
    pub fn aspects(&mut self, aspects: &[Placed<&AspectUse>], sentence: &Words) -> Words {
        let verb = if sentence.is_empty() { "match" } else { "matching" };
        let mut items = Vec::new();
        let mut rest = aspects;
        while let Some((first, _)) = rest.first() {
            let alike = rest.iter().take_while(|(used, _)| joins(first, used)).count().max(1);
            let (run, behind) = rest.split_at(alike);
            let verb = if items.is_empty() { verb } else { "matching" };
            items.push(self.run(run, sentence, verb));
            rest = behind;
        }
        let cause = Cause { span: aspects.first().map(|(_, span)| *span).unwrap_or_default(), rule: "aspect" };
        join_with(&items, ", ", cause)
    }

    /// Aspects that are said together.
    fn run(&mut self, run: &[Placed<&AspectUse>], sentence: &Words, verb: &str) -> Words {
        let cause = Cause { span: run[0].1, rule: "aspect" };
        let Some(source) = run[0].0.source else { return self.aspect(run[0].0, cause) };
        if source.matching {
            return self.matching(run, sentence, verb);
        }
        if run.len() == 1 {
            return self.aspect(run[0].0, cause);
        }
        let items: Vec<Words> = run
            .iter()
            .map(|(used, span)| {
                let cause = Cause { span: *span, rule: "aspect" };
                let words = used.words.as_ref().map(|words| self.phrase(words, cause)).unwrap_or_default();
                noun_phrase(used, &words, cause)
            })
            .collect();
        let mut words = Words::of("in ", cause);
        words.append(&join_and(&items, cause));
        words.push(&format!(" of {}", self.images_of(source.thing)), cause);
        words
    }

    /// "matching the soft window light and the eye-level angle"
    fn matching(&mut self, run: &[Placed<&AspectUse>], sentence: &Words, verb: &str) -> Words {
        let first = Cause { span: run[0].1, rule: "aspect" };
        let mut sources = run.iter().filter_map(|(used, _)| used.source).map(|source| self.images_of(source.thing));
        let first_source = sources.next();
        let one_source = sources.all(|source| Some(&source) == first_source.as_ref());
        let mut items = Vec::new();
        for (index, (used, span)) in run.iter().enumerate() {
            let cause = Cause { span: *span, rule: "aspect" };
            let Some(source) = used.source else { continue };
            let words = used.words.as_ref().map(|words| self.phrase(words, cause)).unwrap_or_default();
            let mut item = if words.is_empty() || starts_with_preposition(&words.text) {
                noun_phrase(used, &words, cause)
            } else {
                the(&words, cause)
            };
            let shared = one_source && index + 1 < run.len();
            let near = sentence.names(self.plan.scene.owner(source.thing)) && !words.is_empty();
            if !near && !shared {
                let images = self.images_of(source.thing);
                if !images.is_empty() {
                    item.push(&format!(" of {images}"), cause);
                } else if words.is_empty() {
                    item.push(" of ", cause);
                    item.append(&self.thing(source.thing, true, *span));
                }
            }
            items.push(item);
        }
        let mut words = Words::of(&format!("{verb} "), first);
        words.append(&join_and(&items, first));
        words
    }

    /// One aspect of the whole picture.
    fn aspect(&mut self, used: &AspectUse, cause: Cause) -> Words {
        let filling = self.filling(used, Words::default(), cause);
        let case = match (&used.source, &used.words) {
            (None, _) => Case::Plain,
            (Some(_), Some(_)) => Case::From,
            (Some(_), None) => Case::FromBare,
        };
        let mut words = fill(used, case, &filling, cause);
        if let (true, Case::From, Some(source)) = (names_its_source(used), case, used.source)
            && self.would_introduce(source.thing).is_some()
        {
            // Nothing has said yet which image this is.
            words.push(&format!(" of {}", self.images_of(source.thing)), cause);
            self.thing(source.thing, false, cause.span);
        }
        words
    }

    /// "the woman with the eyes from the second image"
    pub fn aspect_of(&mut self, used: &AspectUse, cause: Cause) -> Words {
        let elements = self.nouns(&used.of, cause);
        let filling = self.filling(used, elements, cause);
        let case = match (&used.source, &used.words) {
            (None, _) => Case::Of,
            (Some(source), Some(_)) if source.matching => Case::OfMatch,
            (Some(source), None) if source.matching => Case::OfMatchBare,
            (Some(_), Some(_)) => Case::OfFrom,
            (Some(_), None) => Case::OfFromBare,
        };
        fill(used, case, &filling, cause)
    }

    /// "change the color of the wall to sage green"
    pub fn aspect_change(&mut self, used: &AspectUse, sentence: &Words, cause: Cause) -> Words {
        if used.of.is_empty() && used.source.is_some_and(|source| source.matching) {
            return self.matching(&[(used, cause.span)], sentence, "match");
        }
        let elements = self.nouns(&used.of, cause);
        let filling = self.filling(used, elements, cause);
        let case = match (used.of.is_empty(), &used.source, &used.words) {
            (true, None, _) => Case::Edit,
            (true, Some(_), Some(_)) => Case::EditFrom,
            (true, Some(_), None) => Case::EditFromBare,
            (false, None, _) => Case::EditOf,
            (false, Some(_), Some(_)) => Case::EditOfFrom,
            (false, Some(_), None) => Case::EditOfFromBare,
        };
        fill(used, case, &filling, cause)
    }

    fn filling(&mut self, used: &AspectUse, elements: Words, cause: Cause) -> Filling {
        let words = used.words.as_ref().map(|words| self.phrase(words, cause)).unwrap_or_default();
        let mut filling = Filling { words, elements, ..Filling::default() };
        if let Some(source) = used.source {
            filling.images = self.images_of(source.thing);
            if names_its_source(used) && used.words.is_none() {
                filling.source = self.thing(source.thing, true, cause.span);
            }
        }
        filling
    }
}

/// What an aspect takes from its source, as "Take nothing but" names it.
#[must_use]
pub fn taken(used: &AspectUse) -> String {
    definite(&used.aspect.taken)
}

/// Whether an aspect's English names the source as a thing of the picture.
fn names_its_source(used: &AspectUse) -> bool {
    matches!(&*used.aspect.word, "setting" | "background")
}

/// Whether two neighbours are said together.
fn joins(first: &AspectUse, next: &AspectUse) -> bool {
    let (Some(one), Some(other)) = (first.source, next.source) else { return false };
    if one.matching || other.matching {
        return one.matching && other.matching;
    }
    one.thing == other.thing && has_default_from(first) && has_default_from(next)
}

fn has_default_from(used: &AspectUse) -> bool {
    used.aspect.says_from_by_default()
}

/// "the soft window light", "the swirling post-impressionist style"
fn noun_phrase(used: &AspectUse, words: &Words, cause: Cause) -> Words {
    if words.is_empty() {
        return Words::of(&definite(&used.aspect.noun), cause);
    }
    if starts_with_preposition(&words.text) {
        let mut phrase = Words::of(&format!("{} ", definite(&used.aspect.noun)), cause);
        phrase.append(words);
        return phrase;
    }
    let mut phrase = the(words, cause);
    if !used.aspect.ends_in_noun(&words.text) {
        phrase.push(&format!(" {}", used.aspect.noun), cause);
    }
    phrase
}

/// Fills a template of the lexicon.
fn fill(used: &AspectUse, case: Case, filling: &Filling, cause: Cause) -> Words {
    let template = used.aspect.template(case, &filling.words.text);
    let mut out = Words::default();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((hole, behind)) = behind.split_once('}') else { break };
        let clash = hole == "w" && has_determiner(&filling.words.text);
        out.push(if clash { before.strip_suffix("the ").unwrap_or(before) } else { before }, cause);
        match hole {
            "w" => out.append(&filling.words),
            "e" => out.append(&filling.elements),
            "x" => out.append(&filling.source),
            "i" => out.push(&filling.images, cause),
            "an" => out.push(article(&filling.words.text), cause),
            _ => out.push(&used.aspect.noun, cause),
        }
        rest = behind;
    }
    out.push(rest, cause);
    out
}
