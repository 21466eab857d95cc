//! What comes in: a tree of JSON. What goes out: the expression that makes it, in TypeScript or Python. A file becomes a
//! call that reads it.

use std::fmt::Write;

use super::super::Json;
use super::super::request::{Contents, File};
use crate::diagnostic::render::{escape_json, is_unprintable};

/// The two languages whose expressions look like JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    TypeScript,
    Python,
}

/// What fits is written on one line.
const WIDTH: usize = 100;

impl Style {
    /// The steps by which lines are indented.
    pub(super) fn step(self) -> usize {
        match self {
            Self::TypeScript => 2,
            Self::Python => 4,
        }
    }

    /// The expression of a value, whose first line stands somewhere in a line that is indented by so many spaces.
    pub(super) fn value(self, json: &Json, indent: usize) -> String {
        match json {
            Json::Null => self.word("null", "None"),
            Json::Bool(true) => self.word("true", "True"),
            Json::Bool(false) => self.word("false", "False"),
            Json::Number(number) => number.to_string(),
            Json::Text(text) => self.text(text),
            Json::File(file) => self.file(file),
            Json::Made(task) => format!("picture({})", self.text(task)),
            Json::List(values) => {
                let values = values.iter().map(|value| self.value(value, indent + self.step())).collect();
                self.lines(("[", "]"), values, indent)
            }
            Json::Object(members) => {
                let member = |(key, value): &(String, Json)| {
                    format!("{}: {}", self.key(key), self.value(value, indent + self.step()))
                };
                self.lines(("{", "}"), members.iter().map(member).collect(), indent)
            }
        }
    }

    /// Things in brackets, on one line if they fit.
    pub(super) fn lines(self, (open, close): (&str, &str), things: Vec<String>, indent: usize) -> String {
        let room = open == "{" && self == Self::TypeScript && !things.is_empty();
        let length: usize = things.iter().map(|thing| thing.len() + 2).sum();
        if length + indent <= WIDTH && !things.iter().any(|thing| thing.contains('\n')) {
            let room = if room { " " } else { "" };
            return format!("{open}{room}{}{room}{close}", things.join(", "));
        }
        let mut out = format!("{open}\n");
        for thing in things {
            let _ = writeln!(out, "{:1$}{thing},", "", indent + self.step());
        }
        let _ = write!(out, "{:indent$}{close}", "");
        out
    }

    /// A text in quotes.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            // Every string of JSON is one of TypeScript.
            Self::TypeScript => escape_json(serde_json::to_string(text).unwrap_or_default()),
            Self::Python => python(text),
        }
    }

    fn file(self, File { path, form }: &File) -> String {
        let path = self.text(path);
        match form {
            Contents::Base64 => format!("{}({path})", self.word("base64Of", "base64_of")),
            Contents::DataUri(mime) => {
                format!("{}({path}, {})", self.word("dataUri", "data_uri"), self.text(mime))
            }
        }
    }

    fn key(self, key: &str) -> String {
        let starts = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_name = starts && key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        match self {
            // Without brackets it is no member.
            Self::TypeScript if key == "__proto__" => format!("[{}]", self.text(key)),
            Self::TypeScript if is_name => key.to_owned(),
            _ => self.text(key),
        }
    }

    fn word(self, typescript: &str, python: &str) -> String {
        if self == Self::TypeScript { typescript } else { python }.to_owned()
    }
}

/// Python joins no halves of characters, so they have one escape each.
fn python(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if !is_unprintable(c) => out.push(c),
            _ if code < 0x100 => drop(write!(out, "\\x{code:02x}")),
            _ if code < 0x1_0000 => drop(write!(out, "\\u{code:04x}")),
            _ => drop(write!(out, "\\U{code:08x}")),
        }
    }
    out.push('"');
    out
}
