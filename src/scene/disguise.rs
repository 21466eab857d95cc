//! What comes in: statements in the shape of a relation. What goes out: the aspects and settings that some of them are
//! meant to be, and the findings about those.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, List, Term};

use super::Resolver;
use super::settings;

impl Resolver<'_> {
    /// `format webp` and `lighting golden` have the shape of relations but begin with the word of a setting or aspect.
    pub(super) fn look_in_disguise(&mut self, relation: &ast::Relation, span: Span) -> bool {
        let ([first, rest @ ..], []) = (relation.head.as_slice(), relation.clauses.as_slice()) else { return false };
        let Some(word) = first.word().filter(|word| !self.names.contains_key(&word.text)) else { return false };
        let value = match rest {
            [only] => only.word(),
            _ => None,
        };
        if settings::is_setting(&word.text) {
            match value {
                Some(value) => self.word_setting(word, &value.text, value.span),
                None if rest.is_empty() => self.report(settings::lacks_value(word)),
                None => self.report(settings::wants(word, span)),
            }
            return true;
        }
        if lexicon::aspect(&word.text).is_none() || rest.is_empty() {
            return false;
        }
        let place = rest[0].span.to(rest[rest.len() - 1].span);
        let finding = Diagnostic::new(Code::UnknownAspect, place, format!("the words of `{}` go in quotes", word.text))
            .help(format!("write `{} \"...\"`", word.text));
        let finding = match value {
            Some(value) => finding.fix("put them in quotes", place, format!("\"{}\"", value.text.replace('_', " "))),
            None => finding,
        };
        self.report(finding);
        true
    }

    /// `style "woodblock", lighting "soft"`: aspects joined by commas.
    pub(super) fn looks_in_a_row(&mut self, relation: &ast::Relation) -> bool {
        let is_look = |lists: &[List]| match lists {
            [List { terms, .. }, List { terms: words, .. }] => match (terms.as_slice(), words.as_slice()) {
                ([term @ Term::Path(path)], [Term::Text(_)]) => {
                    self.is_free_word(term) && lexicon::aspect(&path.words[0].text).is_some()
                }
                _ => false,
            },
            _ => false,
        };
        let all = is_look(&relation.head) && relation.clauses.iter().all(|clause| is_look(&clause.lists));
        let Some(second) = relation.clauses.first().filter(|_| all) else { return false };
        let mut finding = Diagnostic::new(Code::CommaList, second.span, "a comma does not join two aspects")
            .here("an aspect of its own")
            .help("write each aspect on a line of its own");
        let mut before = relation.head[1].span;
        let mut edits = Vec::new();
        for clause in &relation.clauses {
            edits.push(Edit { span: before.after().to(clause.span.before()), text: "\n".into() });
            before = clause.span;
        }
        finding.fixes.push(Fix { title: "begin new lines".into(), edits });
        self.report(finding);
        true
    }
}
