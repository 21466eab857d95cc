//! Images as they come: every coding, every flaw, files that are cut off anywhere, and bytes that mean harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use scenewright::photo::{MOST_BYTES, inspect, size, whole};
use scenewright::source::{FileError, Format, Photo};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos").join(name)).unwrap()
}

fn photo(name: &str) -> Photo {
    inspect(&file(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The same picture in every coding, and the format of each.
const CODINGS: [(&str, Format); 18] = [
    ("baseline.jpg", Format::Jpeg),
    ("progressive.jpg", Format::Jpeg),
    ("grey.jpg", Format::Jpeg),
    ("cmyk.jpg", Format::Jpeg),
    ("grey.png", Format::Png),
    ("grey_alpha.png", Format::Png),
    ("palette.png", Format::Png),
    ("palette_clear.png", Format::Png),
    ("sixteen.png", Format::Png),
    ("interlaced.png", Format::Png),
    ("moving.png", Format::Png),
    ("lossy.webp", Format::Webp),
    ("lossless.webp", Format::Webp),
    ("moving.webp", Format::Webp),
    ("moving.gif", Format::Gif),
    ("still.gif", Format::Gif),
    ("picture.bmp", Format::Bmp),
    ("palette.bmp", Format::Bmp),
];

#[test]
fn every_coding_gives_the_same_picture() {
    let one = photo("interlaced.png").pixels.unwrap();
    for (name, format) in CODINGS {
        let photo = photo(name);
        assert_eq!((photo.format, photo.size, photo.turned), (format, (64, 48), false), "{name}");
        assert_eq!(photo.transparent, name == "palette_clear.png", "{name}");
        let pixels = photo.pixels.unwrap();
        let apart = (pixels.fingerprint ^ one.fingerprint).count_ones();
        // JPEG at this size blurs whole places of the grid.
        let most = if format == Format::Jpeg { 16 } else { 3 };
        assert!(apart <= most, "{name}: {apart} bits apart");
        assert!(pixels.busyness < 0.05, "{name}: {pixels:?}");
    }
}

#[test]
fn the_end_of_a_file_is_seen_without_its_pixels() {
    for (name, format) in CODINGS {
        let bytes = file(name);
        assert_eq!(whole(&bytes), Ok((64, 48)), "{name}");
        if matches!(format, Format::Jpeg | Format::Png | Format::Webp) {
            for end in 0..bytes.len() {
                assert!(whole(&bytes[..end]).is_err(), "{name} {end}");
            }
            assert_eq!(whole(&[&bytes[..], b"more"].concat()), Ok((64, 48)), "{name}");
        }
    }
    assert_eq!(whole(&file("turned.jpg")), Ok((480, 640)));
    assert_eq!(whole(b"<!DOCTYPE html>"), Err(FileError::NotAnImage));
}

#[test]
fn what_is_about_an_image_is_seen() {
    let turned = photo("turned.jpg");
    assert_eq!((turned.size, turned.turned, turned.located), ((480, 640), true, false));
    assert_eq!(size(&file("turned.jpg")), Ok((480, 640)));
    let located = photo("located.jpg");
    assert!(located.located && !located.turned);
    assert!(photo("glass.png").transparent && !photo("drawing.jpg").transparent);
    assert_eq!(photo("drawing.jpg").format, Format::Png);
    assert_eq!(photo("twin_a.png"), photo("twin_b.png"));
    assert_eq!(photo("wide.png").size, (4800, 800));
    assert!(photo("market.jpg").pixels.unwrap().busyness > 0.8);
    let (near, far) = (photo("near_a.jpg"), photo("near_b.jpg"));
    assert_ne!(near.digest, far.digest);
    let apart = near.pixels.unwrap().fingerprint ^ far.pixels.unwrap().fingerprint;
    assert!(apart.count_ones() <= 5);
    // A profile and a text that would fill the memory are never unpacked.
    assert_eq!(photo("ballast.png").size, (8, 8));
}

#[test]
fn a_turned_image_has_the_fingerprint_of_the_upright_one() {
    let upright = photo("near_a.jpg").pixels.unwrap().fingerprint;
    let turned = photo("turned.jpg").pixels.unwrap().fingerprint;
    assert!((upright ^ turned).count_ones() <= 10, "{upright:x} {turned:x}");
}

#[test]
fn what_cannot_be_used_says_why() {
    for (name, why) in [
        ("cut.jpg", FileError::Damaged("the file ends before its picture does".to_owned())),
        ("cut.png", FileError::Damaged("the file ends after 226 of 480 rows".to_owned())),
        ("page.jpg", FileError::NotAnImage),
        ("make.py", FileError::NotAnImage),
        ("scan.tiff", FileError::Unsupported("TIFF")),
        ("phone.heic", FileError::Unsupported("HEIC")),
        ("bomb.png", FileError::TooLarge("30000x30000 pixels; at most 100 megapixels are read".to_owned())),
    ] {
        assert_eq!(inspect(&file(name)), Err(why), "{name}");
    }
    assert_eq!(inspect(b""), Err(FileError::Damaged("the file is empty".to_owned())));
}

#[test]
fn too_many_bytes_are_not_looked_into() {
    let mut bytes = file("grey.png");
    bytes.resize(usize::try_from(MOST_BYTES).unwrap() + 1, 0);
    assert!(matches!(inspect(&bytes), Err(FileError::TooLarge(how)) if how.contains("64 MiB")));
}

#[test]
fn what_stands_behind_an_image_does_no_harm() {
    for (name, _) in CODINGS {
        let bytes = [file(name), b"trailing \xFF\xD8\xFF garbage".to_vec()].concat();
        assert_eq!(inspect(&bytes).map(|found| found.pixels), Ok(photo(name).pixels), "{name}");
    }
}

#[test]
fn an_image_that_is_cut_off_anywhere_is_damaged() {
    for (name, _) in CODINGS {
        let whole = file(name);
        // Plain pixels are all alike, and so are the further pictures of an animation: every seventh place will do.
        let step = if whole.len() > 2000 || name.starts_with("moving") { 7 } else { 1 };
        let pixels = photo(name).pixels;
        for end in (0..whole.len()).step_by(step) {
            let Ok(found) = inspect(&whole[..end]) else { continue };
            // A mark behind the pixels may be missing, and further pictures of an animation.
            let marks = if name.starts_with("moving") { whole.len() } else { 4 };
            assert!(end + marks >= whole.len(), "{name}: {end} of {} bytes", whole.len());
            assert_eq!(found.pixels, pixels, "{name}: {end}");
        }
    }
}

#[test]
fn a_size_of_nothing_is_damage() {
    let mut png = file("grey.png");
    png[16..24].fill(0);
    assert!(matches!(inspect(&png), Err(FileError::Damaged(why)) if why.contains("0x0 pixels")));
    png[16..24].fill(0xFF);
    assert!(matches!(inspect(&png), Err(FileError::TooLarge(how)) if how.starts_with("4294967295x4294967295 pixels")));
}

#[test]
fn a_list_of_colors_that_breaks_off_is_damage() {
    // The decoder would panic: two bytes are taken off the last color, and the checksum is made anew.
    let whole = file("palette_clear.png");
    let at = whole.windows(4).position(|part| part == b"PLTE").unwrap();
    let length = u32::from_be_bytes(whole[at - 4..at].try_into().unwrap());
    let end = at + 4 + length as usize - 2;
    let mut broken = whole[..at - 4].to_vec();
    broken.extend((length - 2).to_be_bytes());
    broken.extend(&whole[at..end]);
    broken.extend(checksum(&whole[at..end]).to_be_bytes());
    broken.extend(&whole[end + 6..]);
    assert_eq!(inspect(&broken), Err(FileError::Damaged("its list of colors is broken".to_owned())));
}

/// The checksum of a part of a PNG.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 })
    })
}

#[test]
fn broken_bytes_are_survived() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 16).unwrap() % below
    };
    let mut survived = [0, 0];
    for (name, _) in CODINGS {
        let whole = file(name);
        for _ in 0..120 {
            let mut broken = whole.clone();
            for _ in 0..=next(4) {
                let head = if next(3) == 0 { broken.len().min(80) } else { broken.len() };
                let at = next(head);
                match next(4) {
                    0 => broken[at] = [0, 0x7F, 0x80, 0xFF][next(4)],
                    1 => drop(broken.remove(at)),
                    _ => broken[at] = u8::try_from(next(256)).unwrap(),
                }
            }
            // A side of many thousand pixels is sound, and slow without optimisation.
            if size(&broken).is_ok_and(|(width, height)| u64::from(width) * u64::from(height) > 1_000_000) {
                continue;
            }
            match inspect(&broken) {
                Ok(found) => {
                    assert!(u64::from(found.size.0) * u64::from(found.size.1) <= 100_000_000);
                    assert!(found.pixels.is_none_or(|pixels| (0.0..=1.0).contains(&pixels.busyness)));
                    survived[0] += 1;
                }
                Err(_) => survived[1] += 1,
            }
        }
    }
    assert!(survived.iter().all(|count| *count > 100), "{survived:?}");
}
