//! Opening a table for the first time. What comes in: the path and the id column that a scene gives. What goes out: the
//! table with its columns, or the finding that says why its file cannot be used. Of CSV and JSONL only the first row is
//! read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::sync::OnceLock;

use serde_json::value::RawValue;
use smol_str::SmolStr;

use super::super::value::shown;
use super::limited::{Limited, line};
use super::rows::{csv_reader, object};
use super::{Form, Held, Naming, Table, word_of};
use crate::diagnostic::{Code, Diagnostic, file_finding};
use crate::source::{Files, Span};

/// The largest JSON file; it is held in memory, which JSONL is not.
const LARGEST_JSON: u64 = 8 << 20;

/// What a scene says of a table.
pub(in super::super) struct Asked {
    pub(in super::super) form: Form,
    /// The path or pattern, and where it stands.
    pub(in super::super) path: (SmolStr, Span),
    /// The column that names a row, and where it is said.
    pub(in super::super) id: Option<(SmolStr, Span)>,
    pub(in super::super) span: Span,
}

/// Opens a table.
pub(in super::super) fn open(asked: Asked, files: &dyn Files) -> Result<Table, Diagnostic> {
    let Asked { form, path: (path, place), id, span } = asked;
    let unusable = |error| file_finding(&shown(&path), &error, place);
    let bad = |why: String| bad_file(&path, &why, place);
    let (columns, held) = match form {
        Form::Csv => (csv_columns(files.open(&path).map_err(unusable)?).map_err(bad)?, Held::Nothing),
        Form::Jsonl => (first_members(files.open(&path).map_err(unusable)?), Held::Nothing),
        Form::Json => {
            let objects = objects(files.open(&path).map_err(unusable)?).map_err(bad)?;
            let members = objects.first().and_then(|(_, json)| object(json).ok());
            let columns = members.into_iter().flat_map(|it| it.into_keys().map(SmolStr::from)).collect();
            (columns, Held::Objects(objects))
        }
        Form::Glob => {
            let paths = files.glob(&path).map_err(unusable)?;
            if paths.is_empty() {
                let finding = Diagnostic::new(Code::MissingFile, place, "no file matches this pattern");
                return Err(finding.help("check the folder and the ending; `*` stands for any name"));
            }
            (["path", "stem"].map(SmolStr::new).to_vec(), Held::Paths(paths))
        }
    };
    let (by_name, wanted) = (positions(&columns), BTreeMap::new());
    let mut table = Table {
        form,
        path,
        span,
        fields: Vec::new(),
        wanted,
        columns,
        by_name,
        names: Vec::new(),
        held,
        rows: OnceLock::new(),
    };
    table.name_rows(id)?;
    Ok(table)
}

impl Table {
    /// Settles which cells may name a row.
    fn name_rows(&mut self, id: Option<(SmolStr, Span)>) -> Result<(), Diagnostic> {
        if let Some((id, place)) = id {
            if !self.has(&id, false) {
                return Err(super::super::findings::unknown_column(&id, place, self, true));
            }
            let field = self.want(&id, false);
            self.names = vec![Naming { field, stem: false }];
            return Ok(());
        }
        let usual: &[(&str, bool)] = match self.form {
            Form::Glob => &[("stem", false)],
            _ => &[("id", false), ("name", false), ("image", true)],
        };
        for (name, stem) in usual {
            if self.has(name, false) {
                let field = self.want(name, false);
                self.names.push(Naming { field, stem: *stem });
            }
        }
        Ok(())
    }
}

/// Where each column stands, by its name and by the word that a scene can write for it; a name goes before a word.
fn positions(columns: &[SmolStr]) -> BTreeMap<SmolStr, usize> {
    let mut positions = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        positions.entry(column.clone()).or_insert(at);
    }
    for (at, column) in columns.iter().enumerate() {
        positions.entry(word_of(column).into()).or_insert(at);
    }
    positions
}

/// The cells of the header.
fn csv_columns(stream: Box<dyn Read>) -> Result<Vec<SmolStr>, String> {
    let (mut reader, _) = csv_reader(stream);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|error| format!("its header cannot be read: {error}"))? {
        return Err("it is empty; its first line names the columns".to_owned());
    }
    let mut columns: Vec<SmolStr> = Vec::with_capacity(record.len());
    let mut seen = BTreeSet::new();
    for (at, cell) in record.iter().enumerate() {
        let text = str::from_utf8(cell).map_err(|_| "its header is not UTF-8".to_owned())?;
        let text = if at == 0 { text.strip_prefix('\u{FEFF}').unwrap_or(text) } else { text };
        let name = SmolStr::new(text.trim());
        if !name.is_empty() && !seen.insert(name.clone()) {
            return Err(format!("its header names `{}` twice", shown(&name)));
        }
        columns.push(name);
    }
    if let [only] = columns.as_slice()
        && let Some(letter) = [';', '\t', '|'].into_iter().find(|letter| only.contains(*letter))
    {
        let said = if letter == '\t' { "tabs".to_owned() } else { format!("`{letter}`") };
        return Err(format!("its header has {said} between the columns; a CSV file has commas"));
    }
    Ok(columns)
}

/// The names of the members of the first object. What is wrong with it is said when rows are read.
fn first_members(stream: Box<dyn Read>) -> Vec<SmolStr> {
    let (limited, allowance) = Limited::new(stream);
    let (mut input, mut bytes) = (BufReader::new(limited), Vec::new());
    while line(&mut input, &mut bytes).unwrap_or_default() {
        allowance.renew();
        let text = str::from_utf8(&bytes).unwrap_or_default().trim_start_matches('\u{FEFF}').trim();
        if !text.is_empty() {
            let members = object(text).map(|members| members.into_keys().map(SmolStr::from).collect());
            return members.unwrap_or_default();
        }
    }
    Vec::new()
}

/// The objects of an array, each with its line.
fn objects(stream: Box<dyn Read>) -> Result<Vec<(u64, String)>, String> {
    let mut bytes = Vec::new();
    stream.take(LARGEST_JSON + 1).read_to_end(&mut bytes).map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST_JSON {
        return Err(format!("it is larger than {} MiB; write it as JSONL, an object a line", LARGEST_JSON >> 20));
    }
    let text = str::from_utf8(&bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let values: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| match text.trim_start().as_bytes() {
        [b'[', ..] => format!("it is no sound JSON: {error}"),
        [b'{', ..] if text.trim_end().contains("}\n{") => "it holds an object a line; that is `jsonl`".to_owned(),
        _ => "it is no JSON array of objects".to_owned(),
    })?;
    let (mut line, mut at) = (1_u64, 0);
    let start = text.as_ptr() as usize;
    let rows = values.into_iter().map(|value| {
        let offset = (value.get().as_ptr() as usize).saturating_sub(start);
        line += text.get(at..offset).map_or(0, |between| between.bytes().filter(|byte| *byte == b'\n').count() as u64);
        at = offset.max(at);
        (line, value.get().to_owned())
    });
    Ok(rows.collect())
}

fn bad_file(path: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadData, span, format!("`{}` cannot be used: {why}", shown(path)))
        .help("a CSV file has a header and commas, JSON an array of objects, JSONL an object a line; all are UTF-8")
}
