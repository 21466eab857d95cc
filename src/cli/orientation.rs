//! What comes in: the head of a JPEG. What goes out: whether it is shown lying on its side, as cameras note in EXIF.
//! Deliberately absent: everything else that EXIF may say.

/// The tag of the orientation; 5 to 8 turn the image by a quarter.
const TAG: u32 = 0x0112;

/// Whether width and height change places when the image is shown.
pub(super) fn turned(jpeg: &[u8]) -> bool {
    exif(jpeg).and_then(orientation).is_some_and(|value| (5..=8).contains(&value))
}

/// The EXIF block: the body of the first APP1 segment that begins with its name.
fn exif(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(b"\xFF\xD8")?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..2 + length)?;
        match marker {
            0xE1 if body.starts_with(b"Exif\0\0") => return body.get(6..),
            // The pixels begin: nothing of interest follows.
            0xDA | 0xD9 => return None,
            _ => rest = rest.get(2 + length..)?,
        }
    }
}

fn orientation(tiff: &[u8]) -> Option<u32> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |at: usize, length: usize| {
        let bytes = tiff.get(at..at.checked_add(length)?)?;
        let join = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        Some(if little { bytes.iter().rev().fold(0, join) } else { bytes.iter().fold(0, join) })
    };
    let table = usize::try_from(number(4, 4)?).ok()?;
    let entries = usize::try_from(number(table, 2)?).ok()?;
    let entry = (0..entries).map(|entry| table + 2 + 12 * entry).find(|at| number(*at, 2) == Some(TAG))?;
    number(entry + 8, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(little: bool, orientation: u8) -> Vec<u8> {
        let tiff: Vec<u8> = if little {
            let entry = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
            [&b"II*\0\x08\0\0\0\x01\0"[..], &entry].concat()
        } else {
            let entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
            [&b"MM\0*\0\0\0\x08\0\x01"[..], &entry].concat()
        };
        let length = u8::try_from(tiff.len() + 8).unwrap_or(0);
        [&b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xE1\0"[..], &[length], b"Exif\0\0", &tiff, b"\xFF\xDA\0\x02"].concat()
    }

    #[test]
    fn quarter_turns_are_seen_in_both_byte_orders() {
        for little in [true, false] {
            for orientation in 0..10 {
                assert_eq!(
                    turned(&jpeg(little, orientation)),
                    (5..=8).contains(&orientation),
                    "{little} {orientation}"
                );
            }
        }
    }

    #[test]
    fn broken_blocks_are_survived() {
        let whole = jpeg(true, 6);
        for end in 0..whole.len() {
            turned(&whole[..end]);
            for byte in [0, 0x7F, 0xFF] {
                let mut broken = whole.clone();
                broken[end] = byte;
                turned(&broken);
            }
        }
        assert!(!turned(b"") && !turned(b"\xFF\xD8\xFF\xE1\0\0"));
    }
}
