//! Data files. What comes in: `csv("products.csv", id: "sku")` and the like. What goes out: a [`Table`]: where its rows
//! come from, which of their cells are wanted, and which cell names a row. Rows themselves are read by `rows`.

mod cells;
mod header;
mod limited;
mod record;
mod rows;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use pest::unicode::XID_CONTINUE;
use smol_str::SmolStr;

use crate::source::Span;

pub(super) use cells::Cell;
pub(super) use header::{Asked, open};
pub(super) use rows::{Place, Rows};

use super::ids;
use cells::Kept;
use rows::HeldRow;

/// How rows are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Json,
    Jsonl,
    Glob,
}

/// Rows of one file, or of the files that a pattern finds.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) form: Form,
    /// The file or the pattern, as written.
    pub(super) path: SmolStr,
    /// Where the scene names it.
    pub(super) span: Span,
    /// The cells that are wanted of each row.
    pub(super) fields: Vec<Field>,
    /// Where each of them stands, by the name of its column.
    wanted: BTreeMap<SmolStr, usize>,
    /// The columns of a CSV file, or the members of the first object.
    pub(super) columns: Vec<SmolStr>,
    /// Where each stands, by all that a scene may call it.
    by_name: BTreeMap<SmolStr, usize>,
    /// The fields that may name a row, the first that is not empty does.
    names: Vec<Naming>,
    held: Held,
    /// The rows that are kept in memory, once the wanted cells are known.
    rows: OnceLock<Arc<[HeldRow]>>,
}

/// A wanted cell of each row.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: SmolStr,
    /// Whether the scene says it; what only `skip` looks at may be empty.
    pub(super) said: bool,
    column: Option<usize>,
}

#[derive(Debug)]
struct Naming {
    field: usize,
    /// Whether it is a path, of which only the stem counts.
    stem: bool,
}

/// What is kept in memory between readings.
#[derive(Debug)]
enum Held {
    Nothing,
    /// Each object of an array, with its line.
    Objects(Vec<(u64, String)>),
    Paths(Vec<String>),
}

impl Table {
    /// The field of a column, which is wanted from now on.
    pub(super) fn want(&mut self, name: &str, said: bool) -> usize {
        if let Some(at) = self.field(name) {
            self.fields[at].said |= said;
            return at;
        }
        let column = self.by_name.get(name).copied();
        let name = SmolStr::new(self.own_name(name));
        self.wanted.insert(name.clone(), self.fields.len());
        self.fields.push(Field { name, said, column });
        self.rows = OnceLock::new();
        self.fields.len() - 1
    }

    /// The number of a field that is wanted.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.wanted.get(self.own_name(name)).copied()
    }

    /// The name of the column that a scene means: `product_name` is also `product name` and `product-name`.
    fn own_name<'n>(&'n self, name: &'n str) -> &'n str {
        self.by_name.get(name).map_or(name, |at| self.columns[*at].as_str())
    }

    /// The columns as a scene can write them, in their order.
    pub(super) fn callable(&self) -> impl Iterator<Item = SmolStr> {
        self.columns.iter().map(|column| word_of(column).into())
    }

    /// Whether rows have such a column, as far as that is known. Objects may each have members of their own.
    pub(super) fn has(&self, name: &str, said: bool) -> bool {
        self.by_name.contains_key(name) || (!said && matches!(self.form, Form::Json | Form::Jsonl))
    }

    /// Whether a number is not told from words by how it is written.
    pub(super) fn is_untyped(&self) -> bool {
        self.form == Form::Csv
    }

    /// Appends the id of a row; false if nothing in it names it.
    pub(super) fn id(&self, rows: &Rows, out: &mut String) -> bool {
        let named = self.names.iter().find_map(|naming| {
            let text = rows.cell(naming.field).value().letters().filter(|text| !text.is_empty())?;
            Some(if naming.stem { ids::stem(text) } else { text })
        });
        if let Some(text) = named {
            ids::slug(text, out);
        }
        named.is_some()
    }

    /// The columns that name a row, for messages.
    pub(super) fn naming(&self) -> String {
        let names: Vec<_> = self.names.iter().map(|it| format!("`{}`", self.fields[it.field].name)).collect();
        if names.is_empty() { "`id`, `name` or `image`".to_owned() } else { names.join(" or ") }
    }

    /// The file that it reads; a pattern reads none.
    pub(super) fn file(&self) -> Option<&str> {
        (self.form != Form::Glob).then_some(self.path.as_str())
    }

    /// How people call it: `csv "products.csv"`.
    pub(super) fn called(&self) -> String {
        format!("{} \"{}\"", self.form.word(), super::value::shown(&self.path))
    }

    fn held_rows(&self) -> Arc<[HeldRow]> {
        Arc::clone(self.rows.get_or_init(|| self.read_held()))
    }

    fn read_held(&self) -> Arc<[HeldRow]> {
        match &self.held {
            Held::Nothing => Arc::from([]),
            Held::Objects(objects) => {
                objects.iter().map(|(line, json)| HeldRow { line: *line, cells: rows::kept(json, self) }).collect()
            }
            Held::Paths(paths) => paths
                .iter()
                .map(|path| {
                    let cell = |field: &Field| match &*field.name {
                        "path" => Kept::Text(path.clone()),
                        "stem" => Kept::Text(ids::stem(path).to_owned()),
                        _ => Kept::Missing,
                    };
                    HeldRow { line: 0, cells: Ok(self.fields.iter().map(cell).collect()) }
                })
                .collect(),
        }
    }
}

/// A column as a scene can write it behind a dot.
pub(super) fn word_of(column: &str) -> String {
    column.chars().map(|letter| if XID_CONTINUE(letter) { letter } else { '_' }).collect()
}

impl Form {
    /// The form that a word names.
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    pub(super) const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Jsonl, Self::Glob];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Glob => "glob",
        }
    }
}
