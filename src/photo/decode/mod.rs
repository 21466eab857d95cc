//! What comes in: the bytes of an image whose format and size are known and within limits. What goes out: its pixels,
//! shrunk as they are decoded, or where it is damaged. One file a format, each a thin layer over the crate that decodes
//! it; what such a crate says of a fault is for programmers, so the words are our own.

mod bmp;
mod gif;
mod jpeg;
mod png;
mod webp;

use super::small::Shrinking;
use crate::source::{FileError, Format};

/// The pixels of an image, shrunk to so many cells on its longer side; none if the image is sound as far as can be seen, but coded in a way that is not decoded here.
pub(super) fn decode(
    format: Format,
    bytes: &[u8],
    size: (u32, u32),
    cells: usize,
) -> Result<Option<Shrinking>, FileError> {
    match format {
        Format::Jpeg => jpeg::decode(bytes, size, cells),
        Format::Png => png::decode(bytes, size, cells).map(Some),
        Format::Webp => webp::decode(bytes, size, cells).map(Some),
        Format::Gif => gif::decode(bytes, size, cells).map(Some),
        Format::Bmp => bmp::decode(bytes, size, cells),
    }
}

/// Whether the file ends where its own marks say, as far as that can be told without its pixels.
pub(super) fn end(format: Format, bytes: &[u8]) -> Result<(), FileError> {
    match format {
        Format::Jpeg => jpeg::end(bytes),
        Format::Png => png::end(bytes),
        Format::Webp => webp::end(bytes),
        Format::Gif | Format::Bmp => Ok(()),
    }
}

fn damaged(why: impl Into<String>) -> FileError {
    FileError::Damaged(why.into())
}

/// The file is shorter than its picture.
fn cut_off() -> FileError {
    damaged("the file ends before its picture does")
}

/// Something in the file contradicts itself.
fn garbled() -> FileError {
    damaged("its pixels cannot be decoded")
}

/// The size that the decoder sees is not the one that was looked at before.
fn two_sizes() -> FileError {
    damaged("it gives two different sizes")
}
