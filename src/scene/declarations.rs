//! What comes in: `relation NAME { ... }`. What goes out: entries that stand beside those of the lexicon.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{self, Class, Lead, Object};
use crate::source::Span;
use crate::syntax::ast::{self, Declaration, Field, FieldValue, Piece, StatementKind, Text};

use super::Resolver;
use super::nouns::shown;

/// The fields of a relation's declaration.
pub const FIELDS: [&str; 4] = ["participle", "preposition", "lead", "class"];

impl Resolver<'_> {
    pub(super) fn declare_all(&mut self, file: &ast::File) {
        for statement in file.all() {
            if let StatementKind::Declaration(declaration) = &statement.kind {
                self.declare(declaration, statement.span);
            }
        }
    }

    fn declare(&mut self, declaration: &Declaration, span: Span) {
        let name = &declaration.name;
        if self.declared.contains_key(&name.text) || self.names.contains_key(&name.text) {
            let finding =
                Diagnostic::new(Code::DuplicateName, name.span, format!("`{}` is declared twice", shown(&name.text)))
                    .help("give one of the two another name");
            return self.report(finding);
        }
        let mut relation = lexicon::Relation {
            word: name.text.clone(),
            participle: SmolStr::default(),
            preposition: SmolStr::default(),
            comma: false,
            object: Object::Required,
            lead: None,
            class: Class::State,
            direction: Vec::new(),
            inverse: None,
        };
        for (at, field) in declaration.fields.iter().enumerate() {
            if let Some(first) = declaration.fields[..at].iter().find(|first| first.name.text == field.name.text) {
                let finding = Diagnostic::new(
                    Code::BadDeclaration,
                    field.name.span,
                    format!("`{}` is given twice", shown(&field.name.text)),
                )
                .also(first.name.span, "given first here")
                .help("keep one of the two");
                self.report(finding);
                continue;
            }
            self.field(&mut relation, field);
        }
        if relation.participle.is_empty() && relation.preposition.is_empty() {
            let finding = Diagnostic::new(
                Code::BadDeclaration,
                span,
                format!("nothing says how `{}` is worded", shown(&name.text)),
            )
            .help("give it a `participle \"...\"`, a `preposition \"...\"`, or both");
            self.report(finding);
        }
        relation.direction = lexicon::direction(&relation.preposition.replace(' ', "_"));
        if !relation.participle.is_empty() && relation.preposition.is_empty() {
            relation.object = Object::Optional;
        }
        self.declared.insert(name.text.clone(), relation);
    }

    fn field(&mut self, relation: &mut lexicon::Relation, field: &Field) {
        match (&*field.name.text, &field.value) {
            ("participle", FieldValue::Text(text)) => relation.participle = self.noun_words(text).unwrap_or_default(),
            ("preposition", FieldValue::Text(text)) => relation.preposition = self.noun_words(text).unwrap_or_default(),
            ("lead", FieldValue::Text(text)) => match lead(text) {
                Some(lead) => relation.lead = Some(lead),
                None => self.report(bad_lead(text.span)),
            },
            ("class", FieldValue::Word(word)) => match Class::named(&word.text) {
                Some(class) => relation.class = class,
                None => {
                    let finding = Diagnostic::new(
                        Code::BadDeclaration,
                        word.span,
                        format!("no class is called `{}`", shown(&word.text)),
                    )
                    .help(format!("the classes are {}", Class::ALL.map(Class::name).join(", ")));
                    self.report(finding);
                }
            },
            (name, _) => {
                let finding = Diagnostic::new(
                    Code::BadDeclaration,
                    field.name.span,
                    if FIELDS.contains(&name) {
                        format!("`{name}` has a value of the wrong kind")
                    } else {
                        format!("a relation has no `{}`", shown(name))
                    },
                );
                let finding = match lexicon::suggest(name, FIELDS.iter().copied()) {
                    _ if name == "class" => finding.help("write the class as a word, without quotes: `class contact`"),
                    _ if FIELDS.contains(&name) => finding.help(format!("write words in quotes: `{name} \"...\"`")),
                    Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                        format!("write `{near}`"),
                        field.name.span,
                        near,
                    ),
                    None => finding.help("the fields are `participle`, `preposition`, `lead` and `class`"),
                };
                self.report(finding);
            }
        }
    }
}

/// `Tuck {subject} under {object}`
fn lead(text: &Text) -> Option<Lead> {
    let [Piece::Plain(verb), Piece::Hole(subject), Piece::Plain(preposition), Piece::Hole(object)] =
        text.pieces.as_slice()
    else {
        return None;
    };
    let named = |path: &ast::Path, name: &str| path.words.len() == 1 && path.words[0].text == name;
    let (verb, preposition) = (verb.trim(), preposition.trim());
    let sound = named(subject, "subject") && named(object, "object") && !verb.is_empty() && !preposition.is_empty();
    sound.then(|| Lead { verb: verb.into(), preposition: preposition.into() })
}

fn bad_lead(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadDeclaration, span, "a lead is a verb, `{subject}`, a preposition and `{object}`")
        .help("write `lead \"Tuck {subject} under {object}\"`")
}
