//! What comes in: the bytes of a file. What goes out: a data URI, if they are an image that services take. The type
//! comes from the bytes; a file's name says nothing. Deliberately absent: reading files and decoding images.

/// `data:image/png;base64,...`, or nothing if the bytes are no PNG, JPEG, WebP, GIF or BMP.
#[must_use]
pub fn data_uri(bytes: &[u8]) -> Option<String> {
    let kind = image_kind(bytes)?;
    let mut uri = String::with_capacity(32 + bytes.len().div_ceil(3) * 4);
    uri.push_str("data:image/");
    uri.push_str(kind);
    uri.push_str(";base64,");
    base64_simd::STANDARD.encode_append(bytes, &mut uri);
    Some(uri)
}

/// `png`, `jpeg`, `webp`, `gif` or `bmp`, by the first bytes of an image.
#[must_use]
pub fn image_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("png")
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some("jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("webp")
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some("gif")
    } else if bytes.starts_with(b"BM") && bytes.len() >= 26 && bytes[6..10] == [0; 4] {
        Some("bmp")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_give_the_type() {
        let mut bmp = b"BM".to_vec();
        bmp.resize(30, 0);
        for (bytes, start) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "data:image/png;base64,iVBORw0KGgo"),
            (b"\xFF\xD8\xFF\xE0", "data:image/jpeg;base64,/9j/4A=="),
            (b"RIFF\0\0\0\0WEBPVP8 ", "data:image/webp;base64,UklGR"),
            (b"GIF89a", "data:image/gif;base64,R0lGODlh"),
            (&bmp, "data:image/bmp;base64,Qk0AAA"),
        ] {
            assert!(data_uri(bytes).is_some_and(|uri| uri.starts_with(start)), "{start}");
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b""[..], b"BMW is a car and so on, and on", b"<svg>", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x1cftypheic"]
        {
            assert_eq!(data_uri(bytes), None);
        }
    }
}
