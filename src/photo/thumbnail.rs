//! What comes in: the bytes of an image. What goes out: a small picture of it as a PNG, turned as the image is shown, for
//! people to recognize it by. What is transparent lies over white.

use super::{MOST_BYTES, decode, kind, notes, small, stored_size, too_many_bytes};
use crate::source::FileError;

/// How many pixels its longer side has at most.
const SIDE: usize = 192;

/// A small picture of an image, by its bytes alone; none of an image whose pixels are not read.
pub fn thumbnail(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileError> {
    let damaged = || FileError::Damaged("nothing can be made of its data".to_owned());
    std::panic::catch_unwind(|| shrunk(bytes)).unwrap_or_else(|_| Err(damaged()))
}

fn shrunk(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileError> {
    let format = kind::kind(bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_many_bytes());
    }
    let size = stored_size(bytes)?;
    let decoded = decode::decode(format, bytes, size, SIDE)?;
    Ok(decoded.and_then(|image| written(&image.finish().turned(notes::notes(bytes).orientation))))
}

/// The picture as a PNG.
fn written(image: &small::Small) -> Option<Vec<u8>> {
    let side = |side: usize| u32::try_from(side).ok();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side(image.width)?, side(image.height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // means of bytes
    let pixels: Vec<u8> = image.cells.iter().flatten().map(|value| value.round().clamp(0.0, 255.0) as u8).collect();
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A PNG of this size whose pixels are all of one colour.
    fn red(width: usize, height: usize) -> Vec<u8> {
        written(&small::Small { width, height, cells: vec![[250.0, 20.0, 10.0]; width * height] }).unwrap()
    }

    #[test]
    fn a_thumbnail_keeps_shape_and_colour() {
        let small = thumbnail(&red(400, 100)).unwrap().unwrap();
        assert_eq!(super::super::size(&small), Ok((192, 48)));
        let small = thumbnail(&red(30, 20)).unwrap().unwrap();
        assert_eq!(small, red(30, 20));
    }

    #[test]
    fn what_is_no_image_has_none() {
        assert_eq!(thumbnail(b"no image at all"), Err(FileError::NotAnImage));
        assert!(thumbnail(&red(30, 20)[..60]).is_err());
    }
}
