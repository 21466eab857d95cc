//! Pictures: what comes in is an id and a format, what goes out are the bytes of a small, sound picture which no other id has.

use std::io::Cursor;
use std::sync::LazyLock;

const SIDE: u32 = 4;

/// The bytes of a picture.
pub fn bytes(image: &str, format: &str) -> Vec<u8> {
    let pixels = pixels(image);
    match format {
        "PNG" => png(&pixels),
        "WEBP" => webp(&pixels),
        _ => jpeg(image),
    }
}

/// The file extension of a format.
pub fn extension(format: &str) -> &'static str {
    match format {
        "PNG" => "png",
        "WEBP" => "webp",
        _ => "jpg",
    }
}

/// The type of a format.
pub fn mime(format: &str) -> &'static str {
    match format {
        "PNG" => "image/png",
        "WEBP" => "image/webp",
        _ => "image/jpeg",
    }
}

/// Whether bytes begin as an image does that can be uploaded: JPEG, PNG, WebP, BMP or GIF.
pub fn is_image(bytes: &[u8]) -> bool {
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    riff || [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8"].iter().any(|head| bytes.starts_with(head))
}

fn pixels(image: &str) -> Vec<u8> {
    let mut pixels = vec![0; (SIDE * SIDE * 3) as usize];
    blake3::Hasher::new().update(image.as_bytes()).finalize_xof().fill(&mut pixels);
    pixels
}

fn png(pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

fn webp(pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image_webp::WebPEncoder::new(&mut bytes).encode(pixels, SIDE, SIDE, image_webp::ColorType::Rgb8).unwrap();
    bytes.into_inner()
}

/// One JPEG with the id as its comment.
fn jpeg(image: &str) -> Vec<u8> {
    static BLANK: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/photos/grey.jpg");
        std::fs::read(path).unwrap()
    });
    let length = u16::try_from(image.len() + 2).unwrap().to_be_bytes();
    [&BLANK[..2], b"\xff\xfe", &length, image.as_bytes(), &BLANK[2..]].concat()
}
