//! The values of one model, as they are written. What comes in: a table of TOML. What goes out: the same as JSON, in the
//! form of a data file, with the place of each value; what does not have its shape is told and left out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::form::Form;
use super::found::{Found, below, cut, named, shown};
use super::shape::{Key, Need, Shape, key, words_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::suggest;
use crate::source::Span;

/// So many entries a list or a table of prices may have.
const MOST_ENTRIES: usize = 300;
/// The highest price, in US dollars.
const DEAREST: f64 = 1_000_000.0;

/// Goes through the values of one model.
pub(super) struct Reader<'a> {
    pub(super) found: &'a mut Found,
    /// Where each value stands, by its path.
    pub(super) places: BTreeMap<String, Span>,
    /// The paths of what is left out.
    pub(super) faults: BTreeSet<String>,
}

/// A value that is looked at.
#[derive(Clone, Copy)]
struct At<'p> {
    path: &'p str,
    place: Span,
}

impl Reader<'_> {
    /// The values of a table whose keys are known.
    pub(super) fn table(&mut self, path: &str, table: &DeTable<'_>, keys: &'static [Key]) -> Map<String, Value> {
        let mut out = Map::new();
        for (name, value) in table {
            let (place, word) = (self.found.span(name.span()), name.get_ref().as_ref());
            let Some(key) = key(keys, word) else {
                self.unknown_key(At { path, place }, word, keys);
                continue;
            };
            if let Some(value) = self.value(&below(path, key.name), place, value, &key.shape) {
                out.insert(key.name.to_owned(), value);
            }
        }
        out
    }

    fn unknown_key(&mut self, at: At<'_>, word: &str, keys: &'static [Key]) {
        if self.found.is_full() {
            return;
        }
        let near = suggest(word, keys.iter().map(|key| key.name));
        self.faults.extend(near.map(|near| below(at.path, near)));
        let message = match at.path {
            "" if word == "air" => "the id of a model is the name of its table".to_owned(),
            "" => format!("a model has no `{}`", cut(word)),
            path => format!("`{}` has no `{}`", shown(path), cut(word)),
        };
        let known: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
        let else_help =
            if word == "air" { "delete the line".to_owned() } else { format!("it has {}", known.join(", ")) };
        self.found.unknown(at.place, message, near.filter(|_| word != "air"), else_help);
    }

    fn value(&mut self, path: &str, key: Span, value: &Spanned<DeValue<'_>>, shape: &'static Shape) -> Option<Value> {
        // A table may be written in pieces, all over the file.
        let place = if value.get_ref().is_table() { key } else { self.found.span(value.span()) };
        let at = At { path, place };
        let read = match (shape, value.get_ref()) {
            (Shape::Form(Form::Day), DeValue::Datetime(day)) => self.text(at, &day.to_string(), shape),
            (_, DeValue::String(text)) => self.text(at, text, shape),
            (Shape::Flag | Shape::Takes, DeValue::Boolean(flag)) => Some(Value::Bool(*flag)),
            (Shape::Whole(least, most), DeValue::Integer(number)) => self.whole(at, number, (*least, *most)),
            (Shape::Aspect | Shape::Price, DeValue::Integer(number)) => self.number(at, fraction(number), shape),
            (Shape::Aspect | Shape::Price, DeValue::Float(number)) => {
                self.number(at, number.as_str().parse().unwrap_or(f64::NAN), shape)
            }
            (Shape::List(shape), DeValue::Array(values)) => self.list(at, values, shape),
            (Shape::Table(keys), DeValue::Table(table)) => Some(Value::Object(self.table(path, table, keys))),
            (Shape::Takes, DeValue::Table(table)) => Some(Value::Object(self.table(path, table, super::shape::LIMITS))),
            (Shape::Prices(form), DeValue::Table(table)) => self.prices(at, table, *form),
            (shape, value) => {
                self.other(at, value, shape);
                None
            }
        };
        match read {
            Some(_) => drop(self.places.insert(path.to_owned(), place)),
            None => drop(self.faults.insert(path.to_owned())),
        }
        read
    }

    /// A value of another type than the key has.
    fn other(&mut self, at: At<'_>, value: &DeValue<'_>, shape: &Shape) {
        let message = format!("{} is {}, not {}", named(at.path), shape.told(), kind(value));
        let help = match shape {
            Shape::Text | Shape::Model | Shape::Form(_) => "put it in quotes",
            Shape::Word(_) => "write one of these",
            Shape::Flag | Shape::Takes => "write one of these, without quotes",
            Shape::Whole(..) => "write it in digits, such as `6`",
            Shape::Aspect | Shape::Price => "write it in digits, such as `0.04`",
            Shape::List(_) => "write square brackets around it",
            Shape::Table(_) | Shape::Prices(_) => {
                "write its keys in braces, or behind a dot: `references = { max = 6 }`, `references.max = 6`"
            }
        };
        self.found.bad(at.place, message, help);
    }

    fn text(&mut self, at: At<'_>, text: &str, shape: &Shape) -> Option<Value> {
        let path = named(at.path);
        match shape {
            Shape::Text | Shape::Model if text.trim().is_empty() => {
                self.found.bad(at.place, format!("{path} is empty"), "write something, or delete the line");
            }
            Shape::Text | Shape::Model => return Some(Value::from(text)),
            Shape::Form(form) if form.fits(text) => return Some(Value::from(text)),
            Shape::Form(_) => {
                let message = format!("{path} is {}, not `{}`", shape.told(), cut(text));
                self.found.bad(at.place, message, "write it in that form");
            }
            Shape::Word(words) if words.contains(&text) => return Some(Value::from(text)),
            Shape::Word(words) => {
                let message = format!("{path} is {}, not `\"{}\"`", words_of(words), cut(text));
                // Where case tells two words apart, the one that begins alike is meant.
                let alike = words.iter().copied().filter(|word| word.chars().next() == text.chars().next());
                let near = suggest(text, alike).or_else(|| suggest(text, words.iter().copied()));
                let near = near.map(|near| format!("\"{near}\""));
                self.found.unknown(at.place, message, near.as_deref(), "write one of these");
            }
            shape => {
                let message = format!("{path} is {}, not a string", shape.told());
                let finding = Diagnostic::new(Code::BadSetting, at.place, message);
                let number = matches!(shape, Shape::Whole(..)) && text.parse::<u64>().is_ok()
                    || matches!(shape, Shape::Price | Shape::Aspect) && text.parse().is_ok_and(f64::is_finite);
                let flag = matches!(shape, Shape::Flag | Shape::Takes) && matches!(text, "true" | "false");
                self.found.add(if number || flag {
                    finding.help(format!("write `{text}`, without quotes")).fix("take the quotes out", at.place, text)
                } else {
                    finding.help("write it without quotes")
                });
            }
        }
        None
    }

    fn whole(&mut self, at: At<'_>, number: &DeInteger<'_>, (least, most): (u64, u64)) -> Option<Value> {
        let value = whole(number).and_then(|number| u64::try_from(number).ok());
        if let Some(value) = value.filter(|value| (least..=most).contains(value)) {
            return Some(Value::from(value));
        }
        let low = value.is_some_and(|value| value < least) || number.as_str().starts_with('-');
        let (bound, word) = if low { (least, "at least") } else { (most, "at most") };
        let message = format!("`{}` is {word} {bound}, not {}", shown(at.path), cut(&number.to_string()));
        self.found.bad(at.place, message, "write another number, or delete the line if it is not known");
        None
    }

    fn number(&mut self, at: At<'_>, number: f64, shape: &Shape) -> Option<Value> {
        let path = shown(at.path);
        let (least, most) = if matches!(shape, Shape::Price) { (0.0, DEAREST) } else { (1.0, DEAREST) };
        if (least..=most).contains(&number) {
            return Number::from_f64(number).map(Value::Number);
        }
        let message = match shape {
            Shape::Price if number < 0.0 => format!("`{path}` is below zero"),
            _ if number < least => format!("`{path}` is at least 1"),
            _ if number > most => format!("`{path}` is at most {most}"),
            _ => format!("`{path}` is {}, not `nan`", shape.told()),
        };
        let help = if matches!(shape, Shape::Price) {
            "write US dollars, such as `0.04`, or delete the line if it is not known"
        } else {
            "write how many times as long as the other the longer side may be, such as `8`"
        };
        self.found.bad(at.place, message, help);
        None
    }

    fn list(&mut self, at: At<'_>, values: &[Spanned<DeValue<'_>>], shape: &'static Shape) -> Option<Value> {
        if values.len() > MOST_ENTRIES {
            let message = format!("`{}` has more than {MOST_ENTRIES} entries", shown(at.path));
            self.found.bad(at.place, message, "leave some out");
            return None;
        }
        let mut out = Vec::new();
        for value in values {
            let (path, place) = (format!("{}[{}]", at.path, out.len()), self.found.span(value.span()));
            let read = self.value(&path, place, value, shape);
            let whole = match (&read, shape) {
                (Some(Value::Object(map)), Shape::Table(keys)) => !self.lacks(At { path: &path, place }, map, keys),
                _ => true,
            };
            match read.filter(|_| whole) {
                Some(read) => out.push(read),
                // The next one takes its number.
                None => {
                    self.places.retain(|other, _| !other.starts_with(&path));
                    self.faults.retain(|other| !other.starts_with(&path));
                }
            }
        }
        Some(Value::Array(out))
    }

    /// Whether an entry of a list lacks something.
    fn lacks(&mut self, at: At<'_>, map: &Map<String, Value>, keys: &[Key]) -> bool {
        let needed = keys.iter().filter(|key| key.need == Need::Yes && !map.contains_key(key.name));
        let lacking: Vec<_> = needed.map(|key| key.name).collect();
        let told = lacking.iter().filter(|name| !self.faults.contains(&below(at.path, name)));
        let told: Vec<_> = told.map(|name| format!("`{name}`")).collect();
        if !told.is_empty() {
            let message = format!("an entry of `{}` lacks {}", shown(at.path), told.join(" and "));
            let help = "write it as `{ resolution = \"1K\", ratio = \"16:9\", width = 1376, height = 768 }`";
            self.found.bad(at.place, message, help);
        }
        !lacking.is_empty()
    }

    fn prices(&mut self, at: At<'_>, table: &DeTable<'_>, form: Form) -> Option<Value> {
        if table.len() > MOST_ENTRIES {
            let message = format!("`{}` has more than {MOST_ENTRIES} prices", shown(at.path));
            self.found.bad(at.place, message, "leave some out");
            return None;
        }
        let mut out = Map::new();
        for (name, price) in table {
            let (place, word) = (self.found.span(name.span()), name.get_ref().as_ref());
            if !form.fits(word) {
                let message = format!("`{}` has a price for {}, not for `{}`", shown(at.path), form.noun(), cut(word));
                self.found.bad(place, message, format!("write it as `\"{}\" = 0.04`", form.example()));
                continue;
            }
            if let Some(price) = self.value(&below(at.path, word), place, price, &Shape::Price) {
                out.insert(word.to_owned(), price);
            }
        }
        Some(Value::Object(out))
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i128> {
    i128::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A whole number where others may stand; one that is too large for anything is endless.
fn fraction(number: &DeInteger<'_>) -> f64 {
    let endless = if number.as_str().starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    whole(number).and_then(|number| i32::try_from(number).ok()).map_or(endless, f64::from)
}

/// What a value is, in words.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
