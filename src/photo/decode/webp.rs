//! WebP, of an animation the first picture.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::super::small::Shrinking;
use super::{cut_off, damaged, garbled, two_sizes};
use crate::source::FileError;

/// The largest part that the decoder may unpack at once.
const MEMORY: usize = 512 * 1024 * 1024;

pub(super) fn decode(bytes: &[u8], (width, height): (u32, u32), cells: usize) -> Result<Shrinking, FileError> {
    end(bytes)?;
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|error| told(&error))?;
    decoder.set_memory_limit(MEMORY);
    if decoder.dimensions() != (width, height) {
        return Err(two_sizes());
    }
    let length = decoder.output_buffer_size().ok_or_else(garbled)?;
    let mut pixels = vec![0; length];
    if decoder.is_animated() {
        decoder.read_frame(&mut pixels).map_err(|error| told(&error))?;
    } else {
        decoder.read_image(&mut pixels).map_err(|error| told(&error))?;
    }
    let mut shrinking = Shrinking::new((width, height), cells);
    shrinking.all(&pixels, if decoder.has_alpha() { 4 } else { 3 });
    Ok(shrinking)
}

/// Whether the file is as long as it says.
pub(super) fn end(bytes: &[u8]) -> Result<(), FileError> {
    match said_length(bytes).filter(|said| *said > bytes.len() as u64) {
        Some(said) => Err(damaged(format!("the file ends after {} of {said} bytes", bytes.len()))),
        None => Ok(()),
    }
}

/// How long the file is by its own word.
fn said_length(bytes: &[u8]) -> Option<u64> {
    let length = bytes.get(4..8)?.try_into().ok().map(u32::from_le_bytes)?;
    Some(u64::from(length) + 8)
}

fn told(error: &DecodingError) -> FileError {
    match error {
        DecodingError::IoError(_) => cut_off(),
        _ => garbled(),
    }
}
