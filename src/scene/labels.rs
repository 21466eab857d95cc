//! What comes in: the labelled arguments of a binding: `again: "..."`, `count: 3`. What goes out: what they say of the
//! element.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::syntax::ast::{self, Argument, Value};

use super::Resolver;
use super::model::{Element, Kind, Role};

/// The labels of arguments that an element may have.
pub const LABELS: [&str; 7] = ["again", "short", "name", "count", "plural", "role", "at"];

impl Resolver<'_> {
    /// Reads the labels, each of which may stand once.
    pub(super) fn labels(&mut self, element: &mut Element, labelled: &[&Argument]) {
        for (at, argument) in labelled.iter().enumerate() {
            let label = |argument: &Argument| argument.label.as_ref().map(|label| label.text.clone());
            match labelled[..at].iter().find(|earlier| label(earlier) == label(argument)) {
                Some(first) => self.report(label_twice(argument, first)),
                None => self.labelled(element, argument),
            }
        }
    }

    fn labelled(&mut self, element: &mut Element, argument: &Argument) {
        let Some(label) = &argument.label else { return };
        match (&*label.text, &argument.value) {
            ("again", Value::Text(text)) => element.again = self.noun_words(text),
            ("short", Value::Text(text)) => element.short = self.noun_words(text),
            ("name", Value::Text(text)) => element.title = self.noun_words(text),
            ("plural", Value::Text(text)) => element.plural = self.noun_words(text),
            ("count", Value::Number(number)) if matches!(number.value, Some(1..=1000)) => {
                element.count = number.value.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
            }
            ("at", Value::Number(number)) if element.kind == Kind::Reference && small(*number).is_some() => {
                element.pin = small(*number).map(|position| (position, argument.span));
            }
            ("role", Value::Path(path)) if path.words.len() == 1 && role(&path.words[0].text).is_some() => {
                element.role = role(&path.words[0].text);
            }
            _ => self.report(bad_label(label, argument, &element.kind)),
        }
    }
}

fn small(number: ast::Number) -> Option<u32> {
    number.value.and_then(|value| u32::try_from(value).ok())
}

fn role(word: &str) -> Option<Role> {
    match word {
        "subject" => Some(Role::Subject),
        "backdrop" => Some(Role::Backdrop),
        _ => None,
    }
}

fn label_twice(argument: &Argument, first: &Argument) -> Diagnostic {
    let label = argument.label.as_ref().map_or("", |label| label.text.as_str());
    Diagnostic::new(Code::BadArgument, argument.span, format!("`{}` is given twice", super::nouns::shown(label)))
        .here("given again here")
        .also(first.span, "first given here")
        .help("keep one of the two")
}

fn bad_label(label: &ast::Word, argument: &Argument, kind: &Kind) -> Diagnostic {
    let help = match &*label.text {
        "again" | "short" | "name" | "plural" => format!("write words in quotes: `{}: \"...\"`", label.text),
        "count" => "write a whole number from 1 to 1000: `count: 3`".to_owned(),
        "at" if *kind != Kind::Reference => "only a reference has a position".to_owned(),
        "at" => "write the position as a number: `at: 1`".to_owned(),
        "role" => "write `role: subject` or `role: backdrop`".to_owned(),
        other => match lexicon::suggest(other, LABELS.iter().copied()) {
            Some(near) => {
                let message = format!("no argument is called `{}`", super::nouns::shown(other));
                return Diagnostic::new(Code::BadArgument, label.span, message)
                    .help(format!("did you mean `{near}`?"))
                    .fix(format!("write `{near}`"), label.span, near);
            }
            None => format!("the labels are {}", LABELS.map(|known| format!("`{known}`")).join(", ")),
        },
    };
    let message = if LABELS.contains(&&*label.text) {
        format!("`{}` takes no such value here", label.text)
    } else {
        format!("no argument is called `{}`", super::nouns::shown(&label.text))
    };
    Diagnostic::new(Code::BadArgument, argument.span, message).help(help)
}
