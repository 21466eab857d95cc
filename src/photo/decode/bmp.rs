//! BMP. The decoder fills up what is missing, so the rows are counted here. The fourth value of a pixel, where there is
//! one, is left out: what it means differs from program to program.

use zune_bmp::{BmpDecoder, BmpDecoderErrors};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use super::super::small::Shrinking;
use super::{cut_off, damaged, garbled, two_sizes};
use crate::source::FileError;

/// The longest side; the product of both is limited before.
const SIDE: usize = 100_000_000;

pub(super) fn decode(bytes: &[u8], (width, height): (u32, u32), cells: usize) -> Result<Option<Shrinking>, FileError> {
    if let Some(rows) = rows(bytes, width).filter(|rows| *rows < u64::from(height)) {
        return Err(damaged(format!("the file ends after {rows} of {height} rows")));
    }
    let options = DecoderOptions::default().set_max_width(SIDE).set_max_height(SIDE).set_strict_mode(true);
    let mut decoder = BmpDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| told(&error))?;
    if decoder.dimensions() != Some((width as usize, height as usize)) {
        return Err(two_sizes());
    }
    let mut pixels = decoder.decode().map_err(|error| told(&error))?;
    let mut shrinking = Shrinking::new((width, height), cells);
    let channels = decoder.colorspace().map_or(3, |space| space.num_components());
    if decoder.colorspace().is_some_and(|space| matches!(space, ColorSpace::RGBA | ColorSpace::BGRA)) {
        pixels.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
    }
    shrinking.all(&pixels, channels);
    Ok(Some(shrinking))
}

/// How many rows of pixels stand in the file; none where they are packed and each has a length of its own.
fn rows(bytes: &[u8], width: u32) -> Option<u64> {
    let short = |at: usize| bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes).map(u64::from);
    let long = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes).map(u64::from);
    // The first version of the format has a shorter head and knows no packing.
    let (bits, packing) = if long(14)? == 12 { (short(24)?, 0) } else { (short(28)?, long(30)?) };
    let row = (bits * u64::from(width)).div_ceil(32) * 4;
    let pixels = (bytes.len() as u64).saturating_sub(long(10)?);
    (matches!(packing, 0 | 3 | 6) && row > 0).then(|| pixels / row)
}

fn told(error: &BmpDecoderErrors) -> FileError {
    match error {
        BmpDecoderErrors::IoErrors(_) => cut_off(),
        _ => garbled(),
    }
}
