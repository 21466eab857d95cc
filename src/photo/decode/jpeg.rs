//! JPEG. A decoder fills up what is missing of a picture and says nothing, so the end is looked for here, and the picture
//! is decoded strictly. Lossless and arithmetically coded JPEG, which hardly anything writes, is not decoded.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::super::small::Shrinking;
use super::{cut_off, garbled, two_sizes};
use crate::source::FileError;

/// How often a progressive image may go over its pixels; encoders do it about ten times.
const SCANS: usize = 50;
/// The longest side of a JPEG.
const SIDE: usize = 65_535;

pub(super) fn decode(bytes: &[u8], (width, height): (u32, u32), cells: usize) -> Result<Option<Shrinking>, FileError> {
    end(bytes)?;
    let pixels = match pixels(bytes, true, (width, height)) {
        // Bytes that stand between the parts of a header harm nobody.
        Err(Fault::Told(DecodeErrors::FormatStatic(why))) if why.contains("Extra bytes") => {
            pixels(bytes, false, (width, height))
        }
        other => other,
    };
    match pixels {
        Ok((pixels, channels)) => {
            let mut shrinking = Shrinking::new((width, height), cells);
            shrinking.all(&pixels, channels);
            Ok(Some(shrinking))
        }
        Err(Fault::Told(DecodeErrors::Unsupported(_))) => Ok(None),
        Err(Fault::Told(DecodeErrors::ExhaustedData)) => Err(cut_off()),
        Err(Fault::Told(_)) => Err(garbled()),
        Err(Fault::TwoSizes) => Err(two_sizes()),
    }
}

/// Whether the end is there.
pub(super) fn end(bytes: &[u8]) -> Result<(), FileError> {
    if has_end(bytes) { Ok(()) } else { Err(cut_off()) }
}

enum Fault {
    Told(DecodeErrors),
    TwoSizes,
}

impl From<DecodeErrors> for Fault {
    fn from(error: DecodeErrors) -> Self {
        Self::Told(error)
    }
}

/// The pixels, and how many values each has.
fn pixels(bytes: &[u8], strict: bool, size: (u32, u32)) -> Result<(Vec<u8>, usize), Fault> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE)
        .set_max_height(SIDE)
        .set_strict_mode(strict)
        .jpeg_set_max_scans(SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers()?;
    let seen = decoder.info().map(|info| (u32::from(info.width), u32::from(info.height)));
    if seen != Some(size) {
        return Err(Fault::TwoSizes);
    }
    if decoder.input_colorspace() == Some(ColorSpace::Luma) {
        decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::Luma));
    }
    let pixels = decoder.decode()?;
    let channels = decoder.output_colorspace().map_or(3, |space| space.num_components());
    Ok((pixels, channels))
}

/// Whether the end mark stands where the picture's parts lead to. Parts with a length are passed over, since they may
/// hold a preview with an end of its own.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(found) = memchr::memchr(0xFF, bytes.get(at..).unwrap_or_default()) {
        at += found + 1;
        match bytes.get(at) {
            Some(0xD9) => return true,
            // Fill bytes, a 0xFF among the pixels, restarts, and marks without a length.
            Some(0xFF) => {}
            Some(0x00 | 0x01 | 0xD0..=0xD8) => at += 1,
            Some(_) => {
                let Some(&[high, low]) = bytes.get(at + 1..at + 3) else { return false };
                at += 1 + usize::from(u16::from_be_bytes([high, low]));
            }
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_end;

    #[test]
    fn the_end_of_a_preview_is_not_the_end_of_the_picture() {
        let preview = b"\xFF\xD8\xFF\xE1\x00\x06ab\xFF\xD9";
        let whole = [&preview[..], b"\xFF\xDA\x00\x02\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xFF\xD9"].concat();
        assert!(has_end(&whole));
        for end in 0..whole.len() {
            assert!(!has_end(&whole[..end]), "{end}");
        }
    }
}
