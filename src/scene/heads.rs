//! What comes in: lists in a row whose number is wrong, or that hold the wrong things. What goes out: the finding that
//! says what was most likely meant.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Clause, List, Path, Relation, Term};

use super::Resolver;
use super::nouns::shown;

impl Resolver<'_> {
    /// A head that is no `subjects relation [objects]`.
    pub(super) fn bad_head(&mut self, relation: &Relation, span: Span) {
        let finding = match relation.head.as_slice() {
            [only] if relation.clauses.iter().any(|clause| clause.lists.len() > 1) => {
                comma_list(only, relation.clauses.first().map_or(span, |clause| clause.lists[0].span))
            }
            [only] => self.lone(only),
            [_, _] | [_, _, _] => missing_relation(&relation.head, span),
            lists => self.too_many(lists, 1, span),
        };
        self.report(finding);
    }

    /// A clause that is neither `relation objects`, a string, an adverb, a participle nor a relation.
    pub(super) fn bad_clause(&mut self, clause: &Clause, before: Span) {
        let finding = match clause.lists.as_slice() {
            [only] => match only.terms.first() {
                Some(Term::Path(path)) if self.names.contains_key(&path.words[0].text) => {
                    comma_list_at(before, clause.span)
                }
                Some(Term::Path(path)) => bare_word(path),
                _ => return,
            },
            [first, rest @ ..] if self.names_element(first) => {
                let what = written(first);
                let finding = Diagnostic::new(
                    Code::ElementAsRelation,
                    first.span,
                    format!("the element {what} stands where a relation belongs"),
                );
                if rest.len() >= 2 {
                    finding.help("clauses belong to the first subject: give this one a line of its own").fix(
                        "start a new statement",
                        before.after().to(first.span.before()),
                        "\n",
                    )
                } else {
                    finding.help("write `relation objects` after a comma, and join objects with `and`")
                }
            }
            lists => self.too_many(lists, 0, clause.span),
        };
        self.report(finding);
    }

    fn names_element(&self, list: &List) -> bool {
        list.terms.iter().any(|term| matches!(term, Term::Path(path) if self.names.contains_key(&path.words[0].text)))
    }

    fn lone(&self, list: &List) -> Diagnostic {
        let Some(word) = list.word() else {
            return Diagnostic::new(Code::MissingRelation, list.span, format!("nothing is said of {}", written(list)))
                .help("add a relation, such as `standing_on table`");
        };
        if self.names.contains_key(&word.text) {
            return Diagnostic::new(Code::MissingRelation, word.span, format!("nothing is said of `{}`", word.text))
                .help(format!("add a relation, such as `{} standing_on table`", word.text));
        }
        Diagnostic::new(Code::Syntax, word.span, format!("`{}` alone is no statement", shown(&word.text)))
            .help("write `NAME = ref(\"...\")`, `SUBJECT RELATION OBJECT`, or `ASPECT \"words\"`")
    }
}

/// The list as a person would point at it.
pub(super) fn written(list: &List) -> String {
    let names: Vec<String> = list
        .terms
        .iter()
        .map(|term| match term {
            Term::Path(path) => {
                let words: Vec<&str> = path.words.iter().map(|word| word.text.as_str()).collect();
                format!("`{}`", shown(&words.join(".")))
            }
            Term::Text(text) => match super::nouns::plain(text) {
                Some(words) => format!("\"{}\"", shown(&words)),
                None => "the words in quotes".to_owned(),
            },
        })
        .collect();
    names.join(" and ")
}

fn missing_relation(lists: &[List], span: Span) -> Diagnostic {
    let (first, last) = (&lists[0], &lists[lists.len() - 1]);
    let relate = if first.terms.len() > 1 { "relate" } else { "relates" };
    let message = format!("nothing says how {} {relate} to {}", written(first), written(last));
    let finding = Diagnostic::new(Code::MissingRelation, span, message);
    match last.terms.as_slice() {
        [Term::Text(_)] if lists.len() == 2 => finding.help("to say what it is like, write `is` before the words").fix(
            "insert `is`",
            last.span.before(),
            "is ",
        ),
        _ => finding.help("write a relation between them, such as `resting_on`, `holding` or `left_of`"),
    }
}

fn comma_list(first: &List, next: Span) -> Diagnostic {
    comma_list_at(first.span, next)
}

fn comma_list_at(before: Span, next: Span) -> Diagnostic {
    Diagnostic::new(Code::CommaList, next, "a list is joined by `and`, not by commas")
        .here("a comma stands before this")
        .help("write `and` for the comma; commas begin clauses")
        .fix("write `and`", before.after().to(next.before()), " and ")
}

fn bare_word(path: &Path) -> Diagnostic {
    let word = &path.words[0].text;
    let said = word.replace('_', " ");
    Diagnostic::new(
        Code::BareWord,
        path.span,
        format!("`{}` is neither an adverb, nor a participle, nor a relation", shown(word)),
    )
    .help("to have it said as it stands, put it in quotes")
    .fix("put it in quotes", path.span, format!("\"{said}\""))
}
