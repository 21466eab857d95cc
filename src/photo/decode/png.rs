//! PNG: row by row, so that a fault has its row. Profiles and texts are not unpacked, since they may be bombs.

use std::io::Cursor;

use png::{Decoder, DecodingError, Limits, Reader, Transformations};

use super::super::small::Shrinking;
use super::{cut_off, damaged, two_sizes};
use crate::source::FileError;

/// What the decoder may hold besides the rows that it gives.
const MEMORY: usize = 64 * 1024 * 1024;

/// How long the mark is that every file begins with.
const SIGNATURE: usize = 8;

type Rows<'a> = Reader<Cursor<&'a [u8]>>;

pub(super) fn decode(bytes: &[u8], (width, height): (u32, u32), cells: usize) -> Result<Shrinking, FileError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| match error {
        DecodingError::IoError(_) => damaged("the file ends before its pixels begin"),
        _ => damaged("what stands before its pixels cannot be read"),
    })?;
    let info = reader.info();
    if (info.width, info.height) != (width, height) {
        return Err(two_sizes());
    }
    // The decoder takes it for granted that the colors come in threes.
    if info.palette.as_ref().is_some_and(|colors| colors.len() % 3 != 0 || colors.len() > 3 * 256) {
        return Err(damaged("its list of colors is broken"));
    }
    let mut shrinking = Shrinking::new((width, height), cells);
    // Of an animation whose first picture is smaller than the whole, that picture is not shown alone; so it is the rest.
    let partial = info.frame_control().is_some_and(|frame| (frame.width, frame.height) != (width, height));
    let interlaced = info.interlaced;
    if interlaced || partial {
        whole(&mut reader, &mut shrinking)
    } else {
        by_row(&mut reader, &mut shrinking, height)
    }?;
    Ok(shrinking)
}

fn by_row(reader: &mut Rows<'_>, shrinking: &mut Shrinking, height: u32) -> Result<(), FileError> {
    let channels = reader.output_color_type().0.samples();
    for y in 0..height {
        match reader.next_row() {
            Ok(Some(row)) => shrinking.row(y as usize, row.data(), channels),
            Ok(None) | Err(DecodingError::IoError(_)) => return Err(short(y, height)),
            Err(_) => return Err(damaged(format!("row {} of {height} cannot be decoded", y + 1))),
        }
    }
    // What stands behind the last row is only a checksum.
    match reader.next_row() {
        Ok(_) => Ok(()),
        Err(DecodingError::IoError(_)) => Err(damaged("the file ends right behind its last row")),
        Err(_) => Err(damaged("its checksum does not fit its pixels")),
    }
}

/// Whether the parts of the file, each of which says how long it is, lead to the last one.
pub(super) fn end(bytes: &[u8]) -> Result<(), FileError> {
    let mut at = SIGNATURE;
    while let Some(&[a, b, c, d, ref name @ ..]) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([a, b, c, d]);
        // Behind the part stands its checksum.
        let next = usize::try_from(length).ok().and_then(|length| at.checked_add(length)?.checked_add(12));
        match next.filter(|next| *next <= bytes.len()) {
            Some(_) if name == b"IEND" => return Ok(()),
            Some(next) => at = next,
            None => break,
        }
    }
    Err(cut_off())
}

fn short(y: u32, height: u32) -> FileError {
    damaged(format!("the file ends after {y} of {height} rows"))
}

/// Interlaced images give their rows out of order, so they are put together first.
fn whole(reader: &mut Rows<'_>, shrinking: &mut Shrinking) -> Result<(), FileError> {
    let size = reader.output_buffer_size().ok_or_else(super::garbled)?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(|error| match error {
        DecodingError::IoError(_) => cut_off(),
        _ => super::garbled(),
    })?;
    shrinking.all(pixels.get(..frame.buffer_size()).unwrap_or_default(), frame.color_type.samples());
    Ok(())
}
