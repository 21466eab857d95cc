//! What is written of tasks. What comes in: one compiled task after another. What goes out: the text of each form, with
//! what stands between tasks. In forms that no service takes, a task of a scene with variables bears its id.

use std::io::{self, Write};

use super::form::Form;
use super::pretty::pretty;
use crate::compile::Compiled;
use crate::diagnostic::render::{Look, escape_json, printable};
use crate::emit::{self, Pass, wire};
use crate::target::Target;

/// Puts pieces one behind another.
pub(super) struct Pieces<'a> {
    form: Form,
    /// Whether tasks stand in an array.
    array: bool,
    out: &'a mut dyn Write,
    any: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(form: Form, array: bool, out: &'a mut dyn Write) -> Self {
        Self { form, array, out, any: false }
    }

    /// Where lines go, between which nothing stands.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        self.out
    }

    pub(super) fn put(&mut self, piece: &str) -> io::Result<()> {
        let between = match self.form {
            Form::Task if self.array && self.any => ",\n",
            Form::Task if self.array => "[\n",
            Form::Pretty | Form::Prompt if self.any => "\n",
            _ => "",
        };
        self.any = true;
        self.out.write_all(between.as_bytes())?;
        self.out.write_all(piece.as_bytes())
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        let end = match self.form {
            Form::Task if self.array && self.any => "\n]\n",
            Form::Task if self.array => "[]\n",
            _ => "",
        };
        self.out.write_all(end.as_bytes())
    }
}

/// What is written of one task; its id is empty if the scene has no variables.
pub(super) fn piece(
    form: Form,
    (name, id): (&str, &str),
    compiled: &Compiled,
    target: Target<'_>,
    look: Look,
) -> String {
    let passes = &compiled.passes;
    let tasks: Vec<_> = passes.iter().map(|pass| &pass.task).collect();
    match form {
        Form::Pretty if id.is_empty() => pretty(name, compiled, target.models, look),
        Form::Pretty => pretty(&format!("{name}: {id}"), compiled, target.models, look),
        Form::Prompt => passes.iter().map(|pass| prompt(pass, look)).collect::<Vec<_>>().join("\n"),
        Form::Task if !target.service.takes_tasks() => wire::one_body(&tasks, target),
        Form::Task => {
            let array = emit::tasks(&tasks);
            array.strip_prefix("[\n").and_then(|rest| rest.strip_suffix("\n]\n")).unwrap_or_default().to_owned()
        }
        Form::Jsonl => wire::bodies(&tasks, target),
        Form::Plan => named(id, None, &emit::plan(passes)),
        Form::Refs => passes.iter().map(|pass| named(id, Some("references"), &emit::refs(&pass.references))).collect(),
        // One program is made of all tasks.
        Form::Curl | Form::Typescript | Form::Python | Form::RunwareCli => String::new(),
        Form::Map => {
            passes.iter().map(|pass| named(id, Some("map"), &emit::map(&pass.stretches, &compiled.sources))).collect()
        }
    }
}

/// JSON with the id of its task: an object gets it as its first member, an array becomes a member beside it.
fn named(id: &str, member: Option<&str>, json: &str) -> String {
    if id.is_empty() {
        return json.to_owned();
    }
    let id = escape_json(serde_json::to_string(id).unwrap_or_default());
    match member {
        None => format!("{{\n  \"id\": {id},{}", json.strip_prefix('{').unwrap_or(json)),
        Some(member) => {
            let inner = json.trim_end().replace('\n', "\n  ");
            format!("{{\n  \"id\": {id},\n  \"{member}\": {inner}\n}}\n")
        }
    }
}

/// The prompt to the letter; only a terminal, which has a width, gets it escaped.
fn prompt(pass: &Pass, look: Look) -> String {
    if look.width.is_some() { printable(&pass.prompt).into_owned() + "\n" } else { format!("{}\n", pass.prompt) }
}
