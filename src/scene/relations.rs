//! What comes in: relation statements as lists in a row. What goes out: subjects, verbs, objects and clauses.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{self, Object};
use crate::source::Span;
use crate::syntax::ast::{self, List, Term, Word};

use super::Resolver;
use super::heads::written;
use super::model::{Clause, Relation, StatementKind, Verb};
use super::nouns::shown;

/// This many unknown words are compared with the lexicon.
const MAX_COMPARED: usize = 100;

impl Resolver<'_> {
    pub(super) fn relation(&mut self, relation: &ast::Relation, span: Span) {
        if self.look_in_disguise(relation, span) || self.looks_in_a_row(relation) {
            return;
        }
        let (subjects, words, objects) = match relation.head.as_slice() {
            [subjects, words] => (subjects, words, None),
            [subjects, words, objects] => (subjects, words, Some(objects)),
            _ => return self.bad_head(relation, span),
        };
        if words.terms.iter().any(|term| matches!(term, Term::Text(_))) {
            return self.bad_head(relation, span);
        }
        if let Some(name) = words.terms.iter().find(|term| !self.is_free_word(term)) {
            let finding = element_as_relation(name, subjects, objects);
            return self.report(finding);
        }
        let subjects = self.nouns(subjects);
        let verb = self.verb(words, objects);
        let mut clauses = Vec::new();
        let mut before = relation.head.last().map_or(span, |list| list.span);
        for clause in &relation.clauses {
            self.clause(clause, before, &mut clauses);
            before = clause.span;
        }
        if let Some(verb) = verb.filter(|_| !subjects.is_empty()) {
            self.push(span, StatementKind::Relation(Relation { subjects, verb, clauses }));
        }
    }

    /// The relations of a list with their objects; what is wrong with them is reported.
    fn verb(&mut self, words: &List, objects: Option<&List>) -> Option<Verb> {
        let mut relations = Vec::with_capacity(words.terms.len());
        for term in &words.terms {
            let Term::Path(path) = term else { continue };
            relations.push(self.relation_word(&path.words[0]));
        }
        let span = objects.map_or(words.span, |objects| words.span.to(objects.span));
        let takes = |relation: &lexicon::Relation| relation.object != Object::None;
        match objects {
            None if relations.iter().any(|relation| relation.object == Object::Required) => {
                self.report(missing_object(words));
                None
            }
            Some(objects) if !relations.last().is_some_and(takes) => {
                self.report(extra_object(words, objects));
                None
            }
            Some(objects) => {
                let unquoted = relations.iter().any(|relation| relation.word == "is");
                if let Some(term) = objects.terms.iter().find(|term| unquoted && self.is_free_word(term)) {
                    self.report(unquoted_state(term));
                    return None;
                }
                if let Some(Term::Path(path)) =
                    objects.terms.iter().find(|term| unquoted && matches!(term, Term::Path(_)))
                {
                    self.report(is_an_element(path));
                    return None;
                }
                let objects = self.nouns(objects);
                (!objects.is_empty()).then_some(Verb { relations, objects, span })
            }
            None => Some(Verb { relations, objects: Vec::new(), span }),
        }
    }

    /// A declared relation, one of the lexicon, or the word read literally.
    fn relation_word(&mut self, word: &Word) -> lexicon::Relation {
        if let Some(relation) = self.declared.get(&word.text) {
            return relation.clone();
        }
        if let Some(relation) = lexicon::relation(&word.text) {
            return relation;
        }
        let near = self.near_relation(&word.text).or_else(|| {
            let declared = self.declared.keys().map(SmolStr::as_str);
            lexicon::suggest(&word.text, declared).filter(|_| word.text.len() > 7)
        });
        let literal = lexicon::literal(&word.text);
        let finding = match near {
            Some(near) => Some(near_miss(word, near)),
            None if reads_well(&literal) => None,
            None => Some(unknown_relation(word)),
        };
        if let Some(finding) = finding {
            self.report(finding);
        }
        literal
    }

    /// The relation a word may be a misspelling of. Comparing with the whole lexicon takes a while, so that a word is
    /// compared once, and only the first hundred words are.
    fn near_relation(&mut self, word: &SmolStr) -> Option<&'static str> {
        if let Some(known) = self.near.get(word) {
            return *known;
        }
        if self.near.len() >= MAX_COMPARED {
            return None;
        }
        let near = lexicon::near_relation(word);
        self.near.insert(word.clone(), near);
        near
    }

    fn clause(&mut self, clause: &ast::Clause, before: Span, clauses: &mut Vec<Clause>) {
        match clause.lists.as_slice() {
            [only] => self.lone_clause(only, clause, before, clauses),
            [words, objects] if words.terms.iter().all(|term| self.is_free_word(term)) => {
                if let Some(verb) = self.verb(words, Some(objects)) {
                    clauses.push(Clause::Verb(verb));
                }
            }
            _ => self.bad_clause(clause, before),
        }
    }

    /// Strings, adverbs, participles, or relations without object; each may be joined by `and`.
    fn lone_clause(&mut self, list: &List, clause: &ast::Clause, before: Span, clauses: &mut Vec<Clause>) {
        let mut participles = Vec::new();
        for term in &list.terms {
            let word = match term {
                Term::Text(text) => {
                    clauses.extend(self.phrase(text).map(Clause::Words));
                    continue;
                }
                Term::Path(path) if self.is_free_word(term) => &path.words[0],
                Term::Path(_) => return self.bad_clause(clause, before),
            };
            match self.lone_word(word) {
                Some(Clause::Participles(more)) => participles.extend(more),
                Some(found) => clauses.push(found),
                None if self.known(&word.text) => self.report(missing_object(list)),
                None => {
                    let lone = List { terms: vec![term.clone()], span: word.span };
                    self.bad_clause(&ast::Clause { lists: vec![lone], span: word.span }, before);
                }
            }
        }
        if !participles.is_empty() {
            clauses.push(Clause::Participles(participles));
        }
    }

    fn known(&self, word: &str) -> bool {
        self.declared.contains_key(word) || lexicon::relation(word).is_some()
    }

    /// What one word means as a clause of its own.
    fn lone_word(&self, word: &Word) -> Option<Clause> {
        let text = &word.text;
        let relation = self.declared.get(text).cloned().or_else(|| lexicon::relation(text));
        if let Some(relation) = relation {
            return match relation.object {
                Object::Required => None,
                _ if relation.participle.is_empty() => {
                    Some(Clause::Verb(Verb { relations: vec![relation], objects: Vec::new(), span: word.span }))
                }
                _ => Some(Clause::Participles(vec![spaced(&relation.participle, &relation.preposition)])),
            };
        }
        if lexicon::is_adverb(text) {
            return Some(Clause::Adverb(SmolStr::from(text.replace('_', " "))));
        }
        let literal = lexicon::literal(text);
        let said = spaced(&literal.participle, &literal.preposition);
        (!literal.participle.is_empty()).then_some(Clause::Participles(vec![said]))
    }
}

fn spaced(participle: &str, preposition: &str) -> SmolStr {
    SmolStr::from(format!("{participle} {preposition}").trim_end())
}

/// Whether a word that is read literally has a participle or a preposition in it.
fn reads_well(literal: &lexicon::Relation) -> bool {
    !literal.participle.is_empty() || literal.preposition.split(' ').any(lexicon::is_preposition)
}

fn near_miss(word: &Word, near: &str) -> Diagnostic {
    Diagnostic::new(Code::NearMiss, word.span, format!("`{}` is not a known relation", shown(&word.text)))
        .here("said as it is written")
        .help(format!("did you mean `{near}`?"))
        .fix(format!("write `{near}`"), word.span, near)
}

fn unknown_relation(word: &Word) -> Diagnostic {
    let message = format!("`{}` is no relation that the language knows", shown(&word.text));
    let finding = Diagnostic::new(Code::UnknownRelation, word.span, message).here("said as it stands");
    if let Some(participle) = lexicon::participle_of(&word.text) {
        let help = format!("relations are -ing words, as in `{participle}`");
        return finding.help(help).fix(format!("write `{participle}`"), word.span, participle);
    }
    finding.help("`scene relations` lists those it knows; another is best an -ing word with a preposition")
}

fn missing_object(words: &List) -> Diagnostic {
    let lacks = if words.terms.len() > 1 { "lack their object" } else { "lacks its object" };
    Diagnostic::new(Code::MissingObject, words.span, format!("{} {lacks}", written(words)))
        .help("name an element or write words in quotes behind it")
}

fn extra_object(words: &List, objects: &List) -> Diagnostic {
    let takes = if words.terms.len() > 1 { "take" } else { "takes" };
    Diagnostic::new(Code::ExtraObject, objects.span, format!("{} {takes} no object", written(words)))
        .help("delete it, or write another relation after a comma")
}

fn unquoted_state(term: &Term) -> Diagnostic {
    let (span, word) = match term {
        Term::Path(path) => (path.span, path.words[0].text.replace('_', " ")),
        Term::Text(text) => (text.span, String::new()),
    };
    Diagnostic::new(Code::BareWord, span, "what something is like goes in quotes")
        .help(format!("write `is \"{word}\"`"))
        .fix("put it in quotes", span, format!("\"{word}\""))
}

/// `cake is knife`
fn is_an_element(path: &ast::Path) -> Diagnostic {
    let name = shown(&path.words[0].text);
    Diagnostic::new(Code::MissingRelation, path.span, format!("`is` does not say how anything relates to `{name}`"))
        .help("write a relation, such as `beside`; behind `is` stand words in quotes: `is \"half full\"`")
}

fn element_as_relation(term: &Term, subjects: &List, objects: Option<&List>) -> Diagnostic {
    let (span, word) = match term {
        Term::Path(path) => {
            let words: Vec<&str> = path.words.iter().map(|word| word.text.as_str()).collect();
            (path.span, SmolStr::from(words.join(".")))
        }
        Term::Text(text) => (text.span, SmolStr::default()),
    };
    let what = if word.contains('.') { "" } else { "the element " };
    let message = format!("{what}`{}` stands where a relation belongs", shown(&word));
    let finding = Diagnostic::new(Code::ElementAsRelation, span, message);
    if objects.is_none() {
        return finding.help(format!(
            "say how {} relates to it, as in `... resting_on {}`",
            written(subjects),
            shown(&word)
        ));
    }
    finding.help("write `subjects relation objects`; an element cannot be a relation")
}
