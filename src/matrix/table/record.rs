//! Records of CSV files. What comes in: a reader. What goes out: the cells of one record at a time. The room of a record is
//! used again for the next.

use super::cells::{Cell, is_plain};
use super::limited::Limited;

/// A record of a CSV file. One of UTF-8, as they should be, is looked at once and not cell by cell.
pub(super) enum Record {
    Text(csv::StringRecord),
    Bytes(csv::ByteRecord),
    /// None was read yet.
    None,
}

impl Record {
    pub(super) fn read(&mut self, reader: &mut csv::Reader<Limited>) -> Result<bool, csv::Error> {
        let mut bytes = match std::mem::replace(self, Self::None) {
            Self::Text(text) => text.into_byte_record(),
            Self::Bytes(bytes) => bytes,
            Self::None => csv::ByteRecord::new(),
        };
        let there = reader.read_byte_record(&mut bytes);
        *self = match csv::StringRecord::from_byte_record(bytes) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Bytes(error.into_byte_record()),
        };
        there
    }

    pub(super) fn bytes(&self) -> Option<&csv::ByteRecord> {
        match self {
            Self::Text(text) => Some(text.as_byte_record()),
            Self::Bytes(bytes) => Some(bytes),
            Self::None => None,
        }
    }

    pub(super) fn cell(&self, column: Option<usize>) -> Cell<'_> {
        match (self, column) {
            (Self::Text(text), Some(column)) => text.get(column).map_or(Cell::Missing, Cell::Text),
            (Self::Bytes(bytes), Some(column)) => Cell::of_bytes(bytes.get(column)),
            (Self::None, _) | (_, None) => Cell::Missing,
        }
    }

    /// Whether it surely holds no control character.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Self::Text(text) if is_plain(text.as_byte_record().as_slice()))
    }
}
