//! Images that go along in a task. What comes in: bytes, or a size. What goes out: a data URI, or an image that stands in for
//! another. Absent: where they are put.

use crate::submit::{Class, Failure};

/// How large an image may be that stands in for another, in pixels a side. No model makes larger ones.
const SIDE: u32 = 8192;

/// Bytes as a text that may stand in a string of JSON as it is.
pub(super) fn data_uri(mime: &str, bytes: &[u8]) -> Result<String, Failure> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/+.-".contains(&byte);
    if !mime.starts_with("image/") || !mime.bytes().all(plain) {
        return Err(Failure::new(Class::Validation, "an image is of no type that can be sent"));
    }
    let mut uri = format!("data:{mime};base64,");
    base64_simd::STANDARD.encode_append(bytes, &mut uri);
    Ok(uri)
}

/// A grey PNG of a size.
pub(super) fn grey((width, height): (u32, u32)) -> Result<Vec<u8>, Failure> {
    let size = (width.clamp(1, SIDE), height.clamp(1, SIDE));
    encoded(size).map_err(|_| Failure::new(Class::Picture, "no image could be made that stands in for another"))
}

/// Row by row, so that its pixels are never there at once.
fn encoded((width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    let row = vec![128; width as usize];
    for _ in 0..height {
        std::io::Write::write_all(&mut stream, &row)?;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_stands_in_has_the_size_and_is_small() {
        for (size, has) in [((1, 1), (1, 1)), ((3136, 1344), (3136, 1344)), ((0, u32::MAX), (1, SIDE))] {
            let bytes = grey(size).unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
            assert_eq!((reader.info().width, reader.info().height), has);
            let row = reader.next_row().unwrap().unwrap();
            assert!(row.data().iter().all(|grey| *grey == 128));
            assert!(bytes.len() < 64 * 1024, "{}", bytes.len());
        }
    }

    #[test]
    fn only_images_go_along_and_no_type_breaks_the_json() {
        assert_eq!(data_uri("image/png", b"\x89PNG").unwrap(), "data:image/png;base64,iVBORw==");
        for mime in ["", "text/html", "image/png\"", "image/\\", "image/\u{1b}"] {
            assert_eq!(data_uri(mime, b"x").unwrap_err().class, Class::Validation, "{mime}");
        }
    }
}
