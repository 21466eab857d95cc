//! Values as a scene writes them. What comes in: the value of a `param`, one of the values of a `vary`, the arguments
//! behind `csv`. What goes out: values that the matrix keeps. A hole in them may name a variable above that has one value.

use smol_str::SmolStr;

use super::build::Builder;
use super::table::{Asked, Form};
use super::value::{Filling, Given, dotted, shown, weight};
use super::{Choice, Kind, MOST_BYTES, findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, Argument, Path, Piece, Text, Vary};

impl Builder<'_> {
    /// A value of the scene; what cannot be one is reported.
    pub(super) fn given(&mut self, value: &ast::Value) -> Given {
        match value {
            ast::Value::Text(text) => self.filled(text).map_or(Given::Nothing, Given::from_text),
            ast::Value::Number(number) => match number.value {
                Some(value) => Given::Number(SmolStr::from(value.to_string())),
                None => self.refuse(findings::bad_vary(number.span, "no number is as large", "write a smaller one")),
            },
            ast::Value::Path(path) => self.named(path),
            ast::Value::Array(_, span) => self.refuse(findings::bad_vary(
                *span,
                "a variable holds one value at a time",
                "list several with `vary NAME in [...]`",
            )),
            ast::Value::Call(word, _, span) => {
                let help = format!("read rows with `vary NAME in {}(...)`", shown(&word.text));
                self.refuse(findings::bad_vary(*span, "a variable holds one value at a time", help))
            }
        }
    }

    fn refuse(&mut self, finding: Diagnostic) -> Given {
        self.findings.push(finding);
        Given::Nothing
    }

    /// `true`, an element, or a variable above with one value.
    fn named(&mut self, path: &Path) -> Given {
        let Some(first) = path.words.first() else { return Given::Nothing };
        match &*first.text {
            "true" if path.words.len() == 1 => return Given::Truth(true),
            "false" if path.words.len() == 1 => return Given::Truth(false),
            _ => {}
        }
        if let Some(found) = self.fixed(path) {
            return found;
        }
        if self.matrix.elements.contains_key(&first.text) {
            return Given::Element(path.clone());
        }
        let advise = self.may_advise();
        let known: Vec<&str> = self.matrix.elements.keys().map(SmolStr::as_str).filter(|_| advise).collect();
        let finding = findings::unknown_value(first, &known);
        self.refuse(finding)
    }

    /// The value of a variable above, if the path names one.
    fn fixed(&mut self, path: &Path) -> Option<Given> {
        let first = path.words.first()?;
        let at = self.matrix.variable(&first.text)?;
        self.used.insert((at, None));
        if let (Kind::Fixed(given), 1) = (&self.matrix.variables[at].kind, path.words.len()) {
            let given = given.clone();
            return Some(self.charged(given, path.span));
        }
        let message =
            format!("`{}` has more than one value, so that no other variable can be made of it", shown(&dotted(path)));
        Some(self.refuse(findings::bad_vary(path.span, message, "write the value itself, or use a `param`")))
    }

    /// The value of a variable that is put into another; nothing once they have become too many bytes together.
    fn charged(&mut self, given: Given, span: Span) -> Given {
        let before = self.spent;
        self.spent = before.saturating_add(weight(given.value()));
        if self.spent <= MOST_BYTES {
            return given;
        }
        if before <= MOST_BYTES {
            self.findings.push(findings::too_much(span));
        }
        Given::Nothing
    }

    /// A string with the values of variables above in it; holes of elements stay.
    fn filled(&mut self, text: &Text) -> Option<Text> {
        let mut filling = Filling::default();
        for piece in &text.pieces {
            let Piece::Hole(path) = piece else {
                filling.piece(piece);
                continue;
            };
            match self.fixed(path) {
                None => filling.piece(piece),
                Some(Given::Phrase(inner)) => inner.pieces.iter().for_each(|piece| filling.piece(piece)),
                Some(Given::Element(element)) => filling.hole(element),
                Some(Given::Nothing) => return None,
                Some(given) => filling.words(&given.shown()),
            }
        }
        Some(Text { pieces: filling.done(), span: text.span })
    }

    /// The values in square brackets.
    pub(super) fn choices(&mut self, vary: &Vary) -> Vec<Choice> {
        let choices: Vec<Choice> = vary
            .arguments
            .iter()
            .map(|argument| Choice {
                label: argument.label.as_ref().map(|label| label.text.clone()),
                given: self.given(&argument.value),
                span: argument.span,
            })
            .collect();
        if choices.is_empty() {
            let help = "list values: `vary light in [\"noon sun\", dusk: \"blue dusk\"]`";
            self.findings.push(findings::bad_vary(vary.span, "there is nothing to vary over", help));
        }
        choices
    }

    /// What a scene asks for by `csv("products.csv", id: "sku")`.
    pub(super) fn asked(&mut self, maker: &ast::Word, vary: &Vary) -> Option<Asked> {
        let Some(form) = Form::named(&maker.text) else {
            self.findings.push(unknown_form(maker));
            return None;
        };
        let (mut path, mut id) = (None, None);
        for argument in &vary.arguments {
            let place = match argument.label.as_ref().map(|label| &*label.text) {
                None => &mut path,
                Some("id") if form != Form::Glob => &mut id,
                Some(_) => {
                    self.findings.push(bad_argument(argument, form));
                    continue;
                }
            };
            if place.is_some() {
                self.findings.push(bad_argument(argument, form));
            } else {
                *place = Some(argument);
            }
        }
        let id = match id {
            Some(argument) => Some(self.plain(argument, form)?),
            None => None,
        };
        let Some(path) = path else {
            let help = format!("write `{}(\"{}\")`", form.word(), example(form));
            self.findings.push(findings::bad_vary(vary.span, "nothing says which file is read", help));
            return None;
        };
        Some(Asked { form, path: self.plain(path, form)?, id, span: vary.span })
    }

    /// An argument that is a plain string.
    fn plain(&mut self, argument: &Argument, form: Form) -> Option<(SmolStr, Span)> {
        let known = match &argument.value {
            ast::Value::Path(path) => path.words.first().is_some_and(|it| self.matrix.variable(&it.text).is_some()),
            value => matches!(value, ast::Value::Text(_)),
        };
        if !known {
            self.findings.push(bad_argument(argument, form));
            return None;
        }
        let span = match &argument.value {
            ast::Value::Text(text) => text.span,
            _ => argument.span,
        };
        match self.given(&argument.value) {
            Given::Text(text) if !text.trim().is_empty() => Some((text.trim().into(), span)),
            Given::Number(text) => Some((text, span)),
            Given::Nothing => None,
            _ => {
                self.findings.push(bad_argument(argument, form));
                None
            }
        }
    }
}

fn example(form: Form) -> &'static str {
    match form {
        Form::Csv => "products.csv",
        Form::Json => "products.json",
        Form::Jsonl => "products.jsonl",
        Form::Glob => "products/*.jpg",
    }
}

fn unknown_form(maker: &ast::Word) -> Diagnostic {
    let message = format!("nothing can be read with `{}`", shown(&maker.text));
    let finding = Diagnostic::new(Code::BadVary, maker.span, message);
    match lexicon::suggest(&maker.text, Form::ALL.into_iter().map(Form::word)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), maker.span, near),
        None => finding.help("files are read with `csv(...)`, `json(...)`, `jsonl(...)` and `glob(...)`"),
    }
}

fn bad_argument(argument: &Argument, form: Form) -> Diagnostic {
    let word = form.word();
    if let ast::Value::Path(path) = &argument.value {
        let written = format!("\"{}\"", super::value::dotted(path));
        return findings::bad_vary(argument.span, "this stands in quotes", format!("write `{written}`")).fix(
            "put it in quotes",
            path.span,
            written,
        );
    }
    let id = if form == Form::Glob { "" } else { ", id: \"sku\"" };
    findings::bad_vary(
        argument.span,
        format!("`{word}` takes no such argument"),
        format!("write `{word}(\"{}\"{id})`", example(form)),
    )
}
