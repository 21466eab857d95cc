//! What comes in: more lists in a row than a statement has places for. What goes out: the finding, with the change that
//! was most likely meant: an article or `is` too many, a blank where `_` belongs, a missing comma, missing quotes.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{List, Path, Term};

use super::Resolver;
use super::heads::written;

/// What to do, and the edits that do it.
struct Advice {
    help: String,
    title: String,
    edits: Vec<Edit>,
}

impl Resolver<'_> {
    /// Too many words in a row; the relation is the list at `at`: the first of a clause, the second of a statement.
    pub(super) fn too_many(&self, lists: &[List], at: usize, span: Span) -> Diagnostic {
        let finding = Diagnostic::new(Code::TooManyWords, span, "too many words in a row");
        let whole = (at == 1).then_some(lists);
        let advice = lists.get(at..).filter(|lists| lists.len() > 2).and_then(|behind| {
            self.split(behind)
                .or_else(|| self.articles(lists, at))
                .or_else(|| self.verb_first(whole?))
                .or_else(|| self.stray_is(whole?))
                .or_else(|| self.adverb(behind, span))
                .or_else(|| self.joined(behind, true))
                .or_else(|| self.missing_comma(whole?))
                .or_else(|| self.missing_quotes(behind))
                .or_else(|| self.joined(behind, false))
        });
        let Some(Advice { help, title, edits }) = advice else {
            return finding
                .help("write `subjects relation objects`; join several with `and`, and put other words in quotes");
        };
        let mut finding = finding.help(help);
        finding.fixes.push(Fix { title, edits });
        finding
    }

    /// `man on the horse`: an element has no article; `man wearing a hat`: words in quotes keep theirs.
    fn articles(&self, lists: &[List], at: usize) -> Option<Advice> {
        let is_article = |at: &usize| self.free(&lists[*at]).is_some_and(|word| matches!(word, "a" | "an" | "the"));
        let found: Vec<usize> = (0..lists.len().saturating_sub(1)).filter(is_article).collect();
        let first = *found.first()?;
        if found.iter().all(|at| self.single_free(&lists[at + 1]).is_none()) {
            let edits = found.iter().map(|at| delete(lists[*at].span, lists[at + 1].span)).collect();
            let help = "an element is named without an article; the prompt gets it by itself".to_owned();
            return Some(Advice { help, title: "take the article out".to_owned(), edits });
        }
        (first > at && self.free(&lists[at]).is_some()).then(|| self.quoted(&lists[first..]))?
    }

    /// `man standing in front of the old house`: a known relation in several words, and then words for no element.
    fn split(&self, lists: &[List]) -> Option<Advice> {
        let words: Option<Vec<&str>> = lists.iter().map(|list| self.free(list)).collect();
        let words = words?;
        let end = (1..words.len()).rev().find(|end| self.is_relation(&words[..*end].join("_")))?;
        let joined = words[..end].join("_");
        let relation = Edit { span: lists[0].span.to(lists[end - 1].span), text: joined.clone() };
        let help = format!("write the relation as one word, `{joined}`, and what is no element in quotes");
        let edits = vec![relation, quote(&lists[end..])];
        Some(Advice { help, title: format!("write `{joined}` and put the rest in quotes"), edits })
    }

    /// `put man on horse`: nothing but the verbs of the language comes before the subject.
    fn verb_first(&self, lists: &[List]) -> Option<Advice> {
        let verb = self.free(lists.first()?).filter(|_| self.single_free(&lists[1]).is_none())?;
        let edits = vec![delete(lists[0].span, lists[1].span)];
        let help = format!("a relation begins with its subject, {}, not with `{verb}`", written(&lists[1]));
        (lists.len() > 3).then(|| Advice { help, title: format!("take `{verb}` out"), edits })
    }

    /// `man is on horse`
    fn stray_is(&self, lists: &[List]) -> Option<Advice> {
        let verb = self.free(&lists[1]).filter(|word| matches!(*word, "is" | "are" | "was" | "were"))?;
        let state = lists[2..].iter().all(|list| self.free(list).is_some());
        if state && !self.free(&lists[2]).is_some_and(|word| self.is_relation(word)) {
            let is = Edit { span: lists[1].span, text: "is".to_owned() };
            let help = "what something is like goes in quotes behind `is`".to_owned();
            let edits = vec![is, quote(&lists[2..])];
            return Some(Advice { help, title: "put the words in quotes".to_owned(), edits });
        }
        let edits = vec![delete(lists[1].span, lists[2].span)];
        let help = format!("`{verb}` is not said before a relation, only before words in quotes");
        Some(Advice { help, title: format!("take `{verb}` out"), edits })
    }

    fn adverb(&self, lists: &[List], span: Span) -> Option<Advice> {
        let mut inner = 0..lists.len() - 1;
        let at = inner.find(|at| self.free(&lists[*at]).is_some_and(lexicon::is_adverb))?;
        let adverb = self.free(&lists[at])?;
        let behind = Edit { span: span.after(), text: format!(", {adverb}") };
        let edits = vec![delete(lists[at].span, lists[at + 1].span), behind];
        let help = "an adverb follows the relation, after a comma".to_owned();
        Some(Advice { help, title: format!("write `{adverb}` behind a comma"), edits })
    }

    /// `chair next to table`, where the words make a known relation, or any.
    fn joined(&self, lists: &[List], known: bool) -> Option<Advice> {
        let middle = &lists[..lists.len() - 1];
        let words: Vec<&str> = middle.iter().filter_map(|list| self.free(list)).collect();
        let joined = words.join("_");
        if words.len() != middle.len() || (known && !self.is_relation(&joined)) {
            return None;
        }
        let edits = vec![Edit { span: middle[0].span.to(middle[middle.len() - 1].span), text: joined.clone() }];
        let help = format!("a relation is one word, with `_` for blanks: `{joined}`");
        Some(Advice { help, title: format!("write `{joined}`"), edits })
    }

    /// `watch resting_on table with flowers`
    fn missing_comma(&self, lists: &[List]) -> Option<Advice> {
        let [_, relation, object, clause, rest @ ..] = lists else { return None };
        let (word, clause_word) = (self.free(relation)?, self.free(clause)?);
        if !self.is_relation(word) || self.single_free(object).is_some() || rest.len() > 1 {
            return None;
        }
        let mut edits = vec![Edit { span: object.span.after(), text: ",".to_owned() }];
        edits
            .extend(rest.iter().filter(|list| self.free(list).is_some()).map(|list| quote(std::slice::from_ref(list))));
        let help = format!("a comma begins each further clause: `, {clause_word} ...`");
        Some(Advice { help, title: format!("begin a clause with `{clause_word}`"), edits })
    }

    /// `man wearing red hat`
    fn missing_quotes(&self, lists: &[List]) -> Option<Advice> {
        let relation = self.free(&lists[0])?;
        self.is_relation(relation).then(|| self.quoted(&lists[1..]))?
    }

    fn quoted(&self, lists: &[List]) -> Option<Advice> {
        let all_free = lists.iter().all(|list| self.free(list).is_some());
        let help = "what is no element stands in quotes".to_owned();
        all_free.then(|| Advice { help, title: "put the words in quotes".to_owned(), edits: vec![quote(lists)] })
    }

    fn is_relation(&self, word: &str) -> bool {
        self.declared.contains_key(word) || lexicon::relation(word).is_some()
    }

    fn free<'t>(&self, list: &'t List) -> Option<&'t str> {
        self.single_free(list).map(|path| path.words[0].text.as_str())
    }

    fn single_free<'t>(&self, list: &'t List) -> Option<&'t Path> {
        match list.terms.as_slice() {
            [term @ Term::Path(path)] if self.is_free_word(term) => Some(path),
            _ => None,
        }
    }
}

fn delete(list: Span, next: Span) -> Edit {
    Edit { span: list.to(next.before()), text: String::new() }
}

fn quote(lists: &[List]) -> Edit {
    let words = lists.iter().flat_map(|list| &list.terms).filter_map(|term| match term {
        Term::Path(path) => Some(path.words[0].text.replace('_', " ")),
        Term::Text(_) => None,
    });
    let text = format!("\"{}\"", words.collect::<Vec<_>>().join(" "));
    Edit { span: lists[0].span.to(lists[lists.len() - 1].span), text }
}
