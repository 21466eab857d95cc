//! GIF: the first picture, which may be smaller than the whole; the rest is transparent.

use std::io::Cursor;

use gif::{ColorOutput, DecodeOptions, DecodingError, Frame, MemoryLimit};

use super::super::small::Shrinking;
use super::{cut_off, damaged, garbled, two_sizes};
use crate::source::FileError;

/// The most that a picture may take: one byte for each pixel that is read at all.
const MEMORY: u64 = 128 * 1024 * 1024;

pub(super) fn decode(bytes: &[u8], (width, height): (u32, u32), cells: usize) -> Result<Shrinking, FileError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(std::num::NonZeroU64::new(MEMORY).map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    options.check_frame_consistency(false);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(|error| told(&error))?;
    if (u32::from(decoder.width()), u32::from(decoder.height())) != (width, height) {
        return Err(two_sizes());
    }
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let frame = decoder.read_next_frame().map_err(|error| told(&error))?;
    let Some(frame) = frame else { return Err(damaged("there is no picture in it")) };
    let palette = frame.palette.as_deref().or(global.as_deref()).ok_or_else(|| damaged("it has no colors"))?;
    let mut shrinking = Shrinking::new((width, height), cells);
    let mut row = vec![0; width as usize * 4];
    for y in 0..height {
        paint(frame, palette, y as usize, &mut row);
        shrinking.row(y as usize, &row, 4);
    }
    Ok(shrinking)
}

/// Fills a row of the whole with what the picture has there.
fn paint(frame: &Frame<'_>, palette: &[u8], y: usize, row: &mut [u8]) {
    row.fill(0);
    let (left, width) = (usize::from(frame.left), usize::from(frame.width));
    let Some(line) = y.checked_sub(usize::from(frame.top)).filter(|line| *line < usize::from(frame.height)) else {
        return;
    };
    let indices = frame.buffer.get(line * width..(line + 1) * width).unwrap_or_default();
    for (pixel, index) in row.chunks_exact_mut(4).skip(left).zip(indices) {
        if frame.transparent == Some(*index) {
            continue;
        }
        let color = usize::from(*index) * 3;
        pixel[..3].copy_from_slice(palette.get(color..color + 3).unwrap_or(&[0; 3]));
        pixel[3] = 255;
    }
}

fn told(error: &DecodingError) -> FileError {
    match error {
        DecodingError::Io(_) | DecodingError::UnexpectedEof => cut_off(),
        _ => garbled(),
    }
}
