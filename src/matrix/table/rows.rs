//! Reading rows, one after another. What comes in: a table and its files. What goes out: the cells of one row at a time,
//! and what is wrong with a row as a whole. CSV and JSONL are read piece by piece and never held.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::cells::{Cell, Kept};
use super::limited::{Allowance, Limited, line};
use super::record::Record;
use super::{Form, Table};
use crate::source::{FileError, Files};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Place {
    /// Its number from 1, without the header.
    pub(in super::super) row: u64,
    /// The line it begins on; 0 if there are no lines to speak of.
    pub(in super::super) line: u64,
}

/// The rows of a table while they are read.
pub(in super::super) struct Rows {
    reader: Reader,
    place: Place,
    /// What is wrong with the row as a whole.
    trouble: Option<String>,
    /// Reading cannot go on behind this row.
    ended: bool,
    /// Whether every cell that the scene says can be said.
    sound: bool,
}

enum Reader {
    Csv {
        reader: csv::Reader<Limited>,
        record: Record,
        allowance: Allowance,
        columns: Vec<Option<usize>>,
        width: usize,
    },
    Jsonl {
        input: BufReader<Limited>,
        line: Vec<u8>,
        lines: u64,
        allowance: Allowance,
        cells: Vec<Kept>,
    },
    Held {
        rows: Arc<[HeldRow]>,
        at: usize,
    },
}

/// A row that is kept in memory.
#[derive(Debug, Clone)]
pub(super) struct HeldRow {
    pub(super) line: u64,
    pub(super) cells: Result<Vec<Kept>, String>,
}

impl Rows {
    /// Opens a table, before its first row.
    pub(in super::super) fn open(table: &Table, files: &dyn Files) -> Result<Self, FileError> {
        let reader = match table.form {
            Form::Csv => {
                let (mut reader, allowance) = csv_reader(files.open(&table.path)?);
                let mut record = Record::None;
                // What is wrong with the header was said when it was read first.
                let _ = record.read(&mut reader);
                let columns = table.fields.iter().map(|field| field.column).collect();
                Reader::Csv {
                    reader,
                    width: record.bytes().map_or(0, csv::ByteRecord::len),
                    record,
                    allowance,
                    columns,
                }
            }
            Form::Jsonl => {
                let (limited, allowance) = Limited::new(files.open(&table.path)?);
                Reader::Jsonl {
                    input: BufReader::new(limited),
                    line: Vec::new(),
                    lines: 0,
                    allowance,
                    cells: Vec::new(),
                }
            }
            Form::Json | Form::Glob => Reader::Held { rows: table.held_rows(), at: 0 },
        };
        Ok(Self { reader, place: Place::default(), trouble: None, ended: false, sound: false })
    }

    /// Goes to the next row; false behind the last.
    pub(in super::super) fn next(&mut self, table: &Table) -> bool {
        if self.ended {
            return false;
        }
        self.trouble = None;
        let there = match &mut self.reader {
            Reader::Csv { reader, record, allowance, width, .. } => {
                allowance.renew();
                let line = reader.position().line();
                match record.read(reader) {
                    Ok(false) => false,
                    Ok(true) => {
                        let bytes = record.bytes();
                        self.place.line = bytes.and_then(csv::ByteRecord::position).map_or(0, csv::Position::line);
                        let more = bytes.filter(|bytes| bytes.len() > *width);
                        let more = more.filter(|bytes| bytes.iter().skip(*width).any(|cell| !cell.is_empty()));
                        self.trouble = more.map(|bytes| too_wide(bytes.len(), *width));
                        true
                    }
                    Err(error) => {
                        self.place.line = line;
                        (self.trouble, self.ended) = (Some(broken(allowance, &error.to_string())), true);
                        true
                    }
                }
            }
            Reader::Jsonl { input, line, lines, allowance, cells } => {
                match json_line(input, line, (lines, allowance), table, cells) {
                    Ok(there) => there,
                    Err((why, ends)) => {
                        (self.trouble, self.ended) = (Some(why), ends);
                        true
                    }
                }
            }
            Reader::Held { rows, at } => {
                *at += 1;
                rows.get(*at - 1).is_some()
            }
        };
        self.ended |= !there;
        match &self.reader {
            Reader::Jsonl { lines, .. } => self.place.line = *lines,
            Reader::Held { rows, at } => {
                let row = rows.get(*at - 1);
                self.place.line = row.map_or(0, |row| row.line);
                self.trouble = row.and_then(|row| row.cells.as_ref().err().cloned());
            }
            Reader::Csv { .. } => {}
        }
        self.place.row += u64::from(there);
        let said = table.fields.iter().enumerate().filter(|(_, field)| field.said);
        let plain = matches!(&self.reader, Reader::Csv { record, .. } if record.is_plain());
        let sound = |cell: Cell<'_>| if plain { !cell.is_empty() } else { cell.fault().is_none() };
        self.sound = there && self.trouble.is_none() && said.map(|(at, _)| self.cell(at)).all(sound);
        there
    }

    /// The cell of a field in the present row.
    pub(in super::super) fn cell(&self, field: usize) -> Cell<'_> {
        match &self.reader {
            Reader::Csv { record, columns, .. } => record.cell(columns.get(field).copied().flatten()),
            Reader::Jsonl { cells, .. } => cells.get(field).map_or(Cell::Missing, Kept::cell),
            Reader::Held { rows, at } => {
                let row = at.checked_sub(1).and_then(|at| rows.get(at)).and_then(|row| row.cells.as_ref().ok());
                row.and_then(|cells| cells.get(field)).map_or(Cell::Missing, Kept::cell)
            }
        }
    }

    /// The first field that a row of a CSV file is too short for.
    pub(in super::super) fn cut_off(&self, table: &Table) -> Option<usize> {
        let csv = matches!(self.reader, Reader::Csv { .. });
        (0..table.fields.len()).find(|at| csv && self.cell(*at) == Cell::Missing)
    }

    /// About how many bytes were read for the present row; none of what is held in memory.
    pub(in super::super) fn weight(&self) -> Option<usize> {
        match &self.reader {
            Reader::Csv { record, .. } => Some(record.bytes().map_or(0, |bytes| bytes.as_slice().len())),
            Reader::Jsonl { line, .. } => Some(line.len()),
            Reader::Held { .. } => None,
        }
    }

    pub(in super::super) fn place(&self) -> Place {
        self.place
    }

    pub(in super::super) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    pub(in super::super) fn is_sound(&self) -> bool {
        self.sound
    }
}

/// A reader of records that may have any number of cells.
pub(super) fn csv_reader(stream: Box<dyn Read>) -> (csv::Reader<Limited>, Allowance) {
    let (limited, allowance) = Limited::new(stream);
    (csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(limited), allowance)
}

fn too_wide(cells: usize, columns: usize) -> String {
    format!("has {cells} cells, and the header has {columns}; put a cell that holds a comma in quotes")
}

fn broken(allowance: &Allowance, error: &str) -> String {
    if allowance.is_spent() {
        return "is longer than 1 MiB; a quote may not be closed".to_owned();
    }
    format!("cannot be read: {error}")
}

/// Reads the next line that is not blank into cells; an error says whether nothing can be read behind it.
fn json_line(
    input: &mut BufReader<Limited>,
    bytes: &mut Vec<u8>,
    (lines, allowance): (&mut u64, &Allowance),
    table: &Table,
    cells: &mut Vec<Kept>,
) -> Result<bool, (String, bool)> {
    cells.clear();
    loop {
        allowance.renew();
        let there = line(input, bytes);
        *lines += 1;
        if !there.map_err(|error| (broken(allowance, &error.to_string()), true))? {
            return Ok(false);
        }
        let start = if *lines == 1 && bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let written = bytes[start..].trim_ascii();
        if !written.is_empty() {
            let text = str::from_utf8(written).map_err(|_| ("is not UTF-8".to_owned(), false))?;
            *cells = kept(text, table).map_err(|why| (why, false))?;
            return Ok(true);
        }
    }
}

/// The cells of an object of JSON.
pub(super) fn kept(json: &str, table: &Table) -> Result<Vec<Kept>, String> {
    let row = object(json)?;
    let cell = |name: &str| row.get(name).map_or(Kept::Missing, |value| Kept::of_json(value.get()));
    Ok(table.fields.iter().map(|field| cell(&field.name)).collect())
}

/// The members of an object, their values unread.
pub(super) fn object(json: &str) -> Result<BTreeMap<String, &RawValue>, String> {
    serde_json::from_str(json).map_err(|error| {
        if json.starts_with('{') { format!("is no sound JSON: {error}") } else { "is no JSON object".to_owned() }
    })
}
