//! What comes in: the bytes of an image, or its first ones. What goes out: what its EXIF data say that matters here: how
//! it is turned, and whether they say where it was taken. EXIF that is broken says nothing.

use std::io::Cursor;

use exif::{Context, Error, In, Reader, Tag, Value};

/// What EXIF says of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Notes {
    /// 1 for an image that is shown as it is stored; 2 to 8 turn and mirror it.
    pub(super) orientation: u8,
    /// Whether it says where the image was taken.
    pub(super) located: bool,
}

impl Notes {
    /// Whether width and height change places when the image is shown.
    pub(super) fn on_its_side(self) -> bool {
        self.orientation >= 5
    }
}

pub(super) fn notes(bytes: &[u8]) -> Notes {
    let mut reader = Reader::new();
    let read = reader.continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
    let Ok(exif) = read.or_else(|error| match error {
        Error::PartialResult(partial) => Ok(partial.into_inner().0),
        other => Err(other),
    }) else {
        return Notes { orientation: 1, located: false };
    };
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    Notes {
        orientation: orientation.and_then(|it| u8::try_from(it).ok()).filter(|it| (1..=8).contains(it)).unwrap_or(1),
        located: exif.fields().any(|field| {
            field.tag.context() == Context::Gps
                && matches!(
                    field.tag,
                    Tag::GPSLatitude | Tag::GPSLongitude | Tag::GPSDestLatitude | Tag::GPSDestLongitude
                )
                && !matches!(&field.value, Value::Rational(parts) if parts.iter().all(|part| part.num == 0))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(little: bool, orientation: u8) -> Vec<u8> {
        let tiff: Vec<u8> = if little {
            let entry = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
            [&b"II*\0\x08\0\0\0\x01\0"[..], &entry, &[0; 4]].concat()
        } else {
            let entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
            [&b"MM\0*\0\0\0\x08\0\x01"[..], &entry, &[0; 4]].concat()
        };
        let length = u8::try_from(tiff.len() + 8).unwrap_or(0);
        [&b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xE1\0"[..], &[length], b"Exif\0\0", &tiff, b"\xFF\xDA\0\x02"].concat()
    }

    #[test]
    fn turns_are_seen_in_both_byte_orders() {
        for little in [true, false] {
            for orientation in 0..=10 {
                let expected = if (1..=8).contains(&orientation) { orientation } else { 1 };
                assert_eq!(notes(&jpeg(little, orientation)).orientation, expected, "{little} {orientation}");
            }
        }
        assert!(notes(&jpeg(true, 5)).on_its_side() && !notes(&jpeg(true, 4)).on_its_side());
    }

    #[test]
    fn broken_blocks_are_survived() {
        let whole = jpeg(true, 6);
        for end in 0..whole.len() {
            notes(&whole[..end]);
            for byte in [0, 0x7F, 0xFF] {
                let mut broken = whole.clone();
                broken[end] = byte;
                notes(&broken);
            }
        }
        assert_eq!(notes(b""), Notes { orientation: 1, located: false });
    }
}
