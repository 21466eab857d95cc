//! What comes in: the first bytes of a file. What goes out: the format they are in, or why it is none that a service
//! takes. Absent: the file's name, which may say anything.

use crate::source::{FileError, Format};

/// The format of an image.
pub(super) fn kind(bytes: &[u8]) -> Result<Format, FileError> {
    use imagesize::{Compression, ImageType};
    if bytes.is_empty() {
        return Err(FileError::Damaged("the file is empty".to_owned()));
    }
    if bytes.starts_with(b"BM") && !is_bitmap(bytes) {
        return Err(FileError::NotAnImage);
    }
    Err(FileError::Unsupported(match imagesize::image_type(bytes) {
        Ok(ImageType::Jpeg) => return Ok(Format::Jpeg),
        Ok(ImageType::Png) => return Ok(Format::Png),
        Ok(ImageType::Webp) => return Ok(Format::Webp),
        Ok(ImageType::Gif) => return Ok(Format::Gif),
        Ok(ImageType::Bmp) => return Ok(Format::Bmp),
        Ok(ImageType::Heif(Compression::Av1)) => "AVIF",
        Ok(ImageType::Heif(_)) => "HEIC",
        Ok(ImageType::Tiff) => "TIFF",
        Ok(ImageType::Psd) => "Photoshop",
        Ok(ImageType::Jxl) => "JPEG XL",
        Ok(ImageType::Ico) => "ICO",
        Ok(ImageType::Exr) => "OpenEXR",
        Ok(ImageType::Hdr) => "Radiance HDR",
        Ok(ImageType::Qoi) => "QOI",
        Ok(ImageType::Tga) => "TGA",
        Ok(ImageType::Dds(_)) => "DDS",
        Ok(ImageType::Pnm) if is_portable_map(bytes) => "PNM",
        _ => return other(bytes),
    }))
}

/// What is no raster image by its first bytes, but what people take for an image.
fn other(bytes: &[u8]) -> Result<Format, FileError> {
    if bytes.starts_with(b"%PDF-") {
        return Err(FileError::Unsupported("PDF"));
    }
    if bytes.starts_with(b"\0\0\0\x0CjP  \r\n") {
        return Err(FileError::Unsupported("JPEG 2000"));
    }
    if is_drawing(bytes) {
        return Err(FileError::Unsupported("SVG"));
    }
    Err(FileError::NotAnImage)
}

/// Whether it is a bitmap and no text that happens to begin with `BM`: the header behind it has one of a few lengths.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.get(14..18).is_some_and(|length| matches!(length, [12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

/// Whether a number follows the two letters, as no text has it.
fn is_portable_map(bytes: &[u8]) -> bool {
    let head = bytes.get(2..64.min(bytes.len())).unwrap_or_default().trim_ascii_start();
    head.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'#')
}

/// Whether it is an SVG drawing: its first element is `svg`, behind a declaration, a document type, or comments.
fn is_drawing(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096.min(bytes.len())).unwrap_or_default();
    let mut rest = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    while let Some(inside) = rest.strip_prefix(b"<") {
        let (skip, end): (bool, &[u8]) = if inside.starts_with(b"!--") {
            (true, b"-->")
        } else {
            (inside.starts_with(b"?") || inside.starts_with(b"!"), b">")
        };
        if !skip {
            return inside.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"svg"));
        }
        let Some(at) = memchr::memmem::find(inside, end) else { return false };
        rest = inside.get(at + end.len()..).unwrap_or_default().trim_ascii_start();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_no_service_takes_have_their_names() {
        for (bytes, name) in [
            (&b"II*\0\x08\0\0\0\0\0\0\0\0\0"[..], "TIFF"),
            (b"MM\0*\0\0\0\x08\0\0\0\0\0\0", "TIFF"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf", "AVIF"),
            (b"8BPS\0\x01\0\0\0\0\0\0\0\x03", "Photoshop"),
            (b"\xFF\x0A\xFF\x07\x08\x83\x04\x0C\0K \x18", "JPEG XL"),
            (b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0", "ICO"),
            (b"%PDF-1.7\n%abcdef", "PDF"),
            (b"P6\n640 480\n255\n....", "PNM"),
            (b"<?xml version=\"1.0\"?>\n<!-- a fox --><!DOCTYPE svg><SVG width=\"3\"/>", "SVG"),
            (b"\xEF\xBB\xBF<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG"),
        ] {
            assert_eq!(kind(bytes), Err(FileError::Unsupported(name)), "{name}");
        }
    }

    #[test]
    fn what_is_no_image_is_told() {
        assert_eq!(kind(b""), Err(FileError::Damaged("the file is empty".to_owned())));
        for bytes in [
            &b"x"[..],
            b"a watch on a table, seen from above",
            b"BMW is a maker of cars, and this is a text about it.",
            b"P1 is the first of our printers.",
            b"<!DOCTYPE html><html><body><svg></svg></body></html>",
            b"<?xml version=\"1.0\"?><feed/>",
            b"<!-- never closed",
            b"{\"errors\":[{\"code\":\"notFound\"}]}",
            b"PK\x03\x04\x14\0\0\0\x08\0\0\0",
        ] {
            assert_eq!(kind(bytes), Err(FileError::NotAnImage), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
