//! What is said of the images of a scene: each finding by a scene, and the scenes next to it that have none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/photographs.rs"]
mod photographs;

use std::rc::Rc;

use scenewright::compile::{Compiled, FileError, Files, Input, compile};
use scenewright::diagnostic::render;
use scenewright::source::{Format, Photo, Pixels};

use photographs::Photographs;

fn check(text: &str, files: &dyn Files) -> Compiled {
    compile(&Input { name: "mug.scene", text, files, strict_files: true, ..Input::default() })
}

/// The findings of a scene as `scene check --format short` writes them, without the file's name.
fn told(text: &str) -> String {
    let compiled = check(text, &Photographs);
    render::short(&compiled.diagnostics, &compiled.sources).replace("mug.scene:", "")
}

/// The scene with every fix of its findings applied; the fixes must not overlap.
fn fixed(text: &str) -> String {
    let compiled = check(text, &Photographs);
    let fixes = compiled.diagnostics.iter().flat_map(|finding| &finding.fixes);
    let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut out = text.to_owned();
    for edit in edits {
        out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    out
}

/// One photograph for every path, in files that differ.
struct Same(Photo);

impl Files for Same {
    fn exists(&self, _: &str) -> Result<(), FileError> {
        Ok(())
    }
    fn size_of_image(&self, _: &str) -> Result<(u32, u32), FileError> {
        Ok(self.0.size)
    }
    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        Ok(Rc::new(Photo { digest: *blake3::hash(path.as_bytes()).as_bytes(), ..self.0.clone() }))
    }
    fn glob(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

fn sound() -> Photo {
    Photo {
        format: Format::Jpeg,
        bytes: 1_000_000,
        size: (2000, 1500),
        turned: false,
        transparent: false,
        located: false,
        digest: [7; 32],
        pixels: Some(Pixels { fingerprint: 0x0123_4567_89AB_CDEF, busyness: 0.0 }),
    }
}

/// The codes found in a scene whose only photograph is this one.
fn codes(photo: Photo) -> Vec<&'static str> {
    let compiled = check("mug = ref(\"mug.jpg\")\nmug on \"an oak shelf\"", &Same(photo));
    compiled.diagnostics.iter().map(|finding| finding.code.name()).collect()
}

#[test]
fn files_that_are_no_usable_images() {
    for (path, message) in [
        ("page.jpg", "error[not-an-image]: `page.jpg` is no image of a known form"),
        ("scan.tiff", "error[unsupported-format]: `scan.tiff` is a TIFF image, which the service does not take"),
        ("phone.heic", "error[unsupported-format]: `phone.heic` is a HEIC image, which the service does not take"),
        ("cut.jpg", "error[damaged-image]: `cut.jpg` is damaged: the file ends before its picture does"),
        ("cut.png", "error[damaged-image]: `cut.png` is damaged: the file ends after 226 of 480 rows"),
        (
            "bomb.png",
            "error[image-too-large]: `bomb.png` is too large: 30000x30000 pixels; at most 100 megapixels are read",
        ),
        ("../mug.jpg", "error[outside-project]: `../mug.jpg` lies outside the project's folder"),
        ("lost/mug.jpg", "error[missing-file]: there is no file `lost/mug.jpg`"),
    ] {
        let scene = format!("mug = ref(\"{path}\", \"mug\")\nmug on \"an oak shelf\"\n");
        assert_eq!(told(&scene), format!("1:11: {message}\n"));
    }
}

#[test]
fn the_limits_are_where_the_pages_say() {
    assert_eq!(codes(sound()), Vec::<&str>::new());
    assert_eq!(codes(Photo { size: (511, 511), ..sound() }), ["small-image"]);
    assert_eq!(codes(Photo { size: (200, 512), ..sound() }), Vec::<&str>::new());
    assert_eq!(codes(Photo { size: (4096, 4096), bytes: 20_000_000, ..sound() }), Vec::<&str>::new());
    assert_eq!(codes(Photo { size: (20, 4097), ..sound() }), ["large-image"]);
    assert_eq!(codes(Photo { bytes: 20_000_001, ..sound() }), ["large-image"]);
    let busy = |busyness| Photo { pixels: Some(Pixels { fingerprint: 1, busyness }), ..sound() };
    assert_eq!(codes(busy(0.33)), Vec::<&str>::new());
    assert_eq!(codes(busy(0.34)), ["busy-reference"]);
    assert_eq!(codes(Photo { pixels: None, ..sound() }), Vec::<&str>::new());
}

#[test]
fn one_image_with_one_thing_about_it() {
    for (path, message) in [
        ("tiny.png", "warning[small-image]: `tiny.png` is only 320x240 pixels"),
        ("wide.png", "warning[large-image]: `wide.png` is 4800x800 pixels, far more than are used"),
        ("drawing.jpg", "warning[wrong-extension]: `drawing.jpg` is a PNG image, not what `jpg` says"),
        ("turned.jpg", "warning[rotated-image]: `turned.jpg` is turned only by a note in its EXIF data"),
        ("glass.png", "hint[transparent-image]: `glass.png` is transparent in places"),
        ("market.jpg", "warning[busy-reference]: `market.jpg` does not show its subject on a plain background"),
        (
            "located.jpg",
            "warning[location-data]: `located.jpg` says where it was taken, and would be uploaded with that",
        ),
    ] {
        let scene = format!("pot = ref(\"{path}\", \"red pot\")\npot on \"an oak shelf\"\n");
        assert_eq!(told(&scene), format!("1:11: {message}\n"));
        // Nothing is said of an image that is not sent, and only `scene check` looks into images.
        let unsent =
            format!("mug = ref(\"mug.jpg\")\npot = ref(\"{path}\", \"red pot\")\nmug on \"a shelf\"\nsize match pot\n");
        assert_eq!(told(&unsent), "", "{path}");
        let compiled = compile(&Input { name: "m", text: &scene, files: &Photographs, ..Input::default() });
        assert!(compiled.diagnostics.is_empty(), "{path}");
    }
}

#[test]
fn a_palette_needs_few_pixels_and_no_plain_background() {
    for path in ["tiny.png", "market.jpg"] {
        let scene = format!("mug = ref(\"mug.jpg\")\nart = ref(\"{path}\")\nmug on \"a shelf\"\npalette from art\n");
        assert_eq!(told(&scene), "", "{path}");
    }
}

#[test]
fn places_and_edited_pictures_may_be_busy() {
    for scene in [
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\", \"market\", role: backdrop)\nmug in_front_of hall",
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\", \"market\")\nmug inside hall",
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\", \"market\")\nmug on \"a table\"\nsetting from hall",
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\", \"market stall\")\nmug standing_on hall",
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\", \"market\") { stall = \"first stall\" }\nedit hall\nmug on hall.stall",
        "mug = ref(\"mug.jpg\")\nhall = ref(\"market.jpg\")\nmug on \"a table\"\navoid \"people\" from hall",
        "hall = ref(\"market.jpg\", \"market\")\nart = ref(\"art.jpg\")\nstyle from art \"flat gouache\"\nkeep hall",
    ] {
        assert!(!told(scene).contains("busy-reference"), "{scene}\n{}", told(scene));
    }
    let placed = "pot = ref(\"market.jpg\", \"red pot\")\nshelf = ref(\"shelf.jpg\", \"oak shelf\")\npot on shelf";
    assert!(told(placed).contains("1:11: warning[busy-reference]"), "{}", told(placed));
}

#[test]
fn equal_bytes_under_two_names() {
    let scene =
        "a = ref(\"twin_a.png\", \"red pot\")\nb = ref(\"twin_b.png\", \"blue board\")\na on \"a shelf\", beside b\n";
    assert_eq!(told(scene), "2:9: warning[duplicate-image]: `twin_b.png` holds the same bytes as `twin_a.png`\n");
    let compiled = check(scene, &Photographs);
    let labels: Vec<_> = compiled.diagnostics[0].labels.iter().map(|label| label.span.start).collect();
    assert_eq!(labels, [41, 8]);
    assert_eq!(fixed(scene), scene.replace("twin_b", "twin_a"));
    assert_eq!(told(&fixed(scene)), "");
}

#[test]
fn one_path_for_both_is_only_written_where_that_leaves_the_scene_sound() {
    for scene in [
        // Equal words: the images alone tell them apart.
        "a = ref(\"twin_a.png\", \"red pot\")\nb = ref(\"twin_b.png\", \"red pot\")\na on \"a shelf\", beside b\n",
        "a = ref(\"twin_a.png\", \"red pot\", at: 1)\nb = ref(\"twin_b.png\", \"board\", at: 2)\na on b\n",
    ] {
        assert!(told(scene).contains("duplicate-image"), "{}", told(scene));
        assert_eq!(fixed(scene), scene);
    }
    let views = "a = ref([\"twin_a.png\", \"twin_b.png\"], \"red pot\")\na on \"a shelf\"\n";
    assert_eq!(told(&fixed(views)), "");
}

#[test]
fn nearly_equal_images() {
    let scene =
        "a = ref(\"near_b.jpg\", \"red pot\")\nb = ref(\"near_a.jpg\", \"blue pot\")\na on \"a shelf\", beside b\n";
    assert_eq!(told(scene), "2:9: hint[similar-images]: `near_a.jpg` looks nearly the same as `near_b.jpg`\n");
    // Views of one thing look alike, and equal bytes have a finding of their own.
    assert_eq!(told("a = ref([\"near_a.jpg\", \"near_b.jpg\"], \"red pot\")\na on \"a shelf\"\n"), "");
    let twins = "a = ref(\"twin_a.png\", \"pot\")\nb = ref(\"twin_b.png\", \"board\")\na beside b\n";
    assert!(!told(twins).contains("similar-images"));
    let other = "a = ref(\"near_a.jpg\", \"red pot\")\nb = ref(\"square_shelf.png\", \"shelf\")\na on b\n";
    assert_eq!(told(other), "");
}

#[test]
fn images_without_structure_are_not_alike() {
    let scene = "a = ref(\"a.jpg\", \"red card\")\nb = ref(\"b.jpg\", \"blue card\")\na beside b\n";
    let alike = |fingerprint| {
        let photo = Photo { pixels: Some(Pixels { fingerprint, busyness: 0.0 }), ..sound() };
        !check(scene, &Same(photo)).diagnostics.is_empty()
    };
    assert!(alike(0b1111) && !alike(0b111) && !alike(0) && !alike(u64::MAX));
}

#[test]
fn data_uris_are_looked_into_like_files() {
    let uri = |kind: &str, name: &str| {
        let bytes =
            std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos").join(name)).unwrap();
        format!("data:image/{kind};base64,{}", base64_simd::STANDARD.encode_to_string(bytes))
    };
    let scene = |uri: &str| format!("pot = ref(\"{uri}\", \"red pot\")\npot on \"a shelf\"\n");
    assert_eq!(told(&scene(&uri("png", "square_mug.png"))), "");
    let tiny = told(&scene(&uri("png", "tiny.png")));
    assert!(tiny.starts_with("1:11: warning[small-image]: `data:image/png;base64,") && tiny.len() < 160, "{tiny}");
    assert!(told(&scene(&uri("jpeg", "tiny.png"))).contains("is a PNG image, not what `jpeg` says"));
    assert!(told(&scene(&uri("png", "page.jpg"))).starts_with("1:11: error[not-an-image]: `data:image/png;base64,"));
    assert!(told(&scene(&uri("png", "cut.png"))).contains("error[damaged-image]"));
    assert!(told(&scene("data:image/png,abc")).starts_with("1:11: error[bad-url]: the data URI is not in base64"));
}

#[test]
fn addresses_are_judged_even_where_files_are_not() {
    let scene = "mug = ref(\"http://localhost:3000/mug.jpg\")\nmug on \"an oak shelf\"\n";
    let compiled = scenewright::compile(scene);
    assert_eq!(compiled.diagnostics.len(), 1);
    assert_eq!(compiled.diagnostics[0].code.name(), "bad-url");
    assert!(compiled.has_errors());
    let slip = "mug = ref(\"htps://example.com/mug.jpg\")\nmug on \"an oak shelf\"\n";
    assert_eq!(told(&fixed(slip)), "");
    assert_eq!(fixed(slip), slip.replace("htps", "https"));
    let secret = told("mug = ref(\"https://ida:geheim@example.com/mug.jpg\")\nmug on \"an oak shelf\"\n");
    assert!(secret.contains("bad-url") && !secret.contains("geheim"), "{secret}");
}

#[test]
fn a_missing_file_names_the_one_that_is_meant() {
    struct Folder(&'static [&'static str]);
    impl Files for Folder {
        fn exists(&self, _path: &str) -> Result<(), FileError> {
            Err(FileError::Missing)
        }
        fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
            Err(FileError::Missing)
        }
        fn photo(&self, _path: &str) -> Result<std::rc::Rc<scenewright::source::Photo>, FileError> {
            Err(FileError::Missing)
        }
        fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
            Err(FileError::Missing)
        }
        fn beside(&self, _path: &str) -> Vec<String> {
            self.0.iter().map(|name| (*name).to_owned()).collect()
        }
    }
    let near = |path: &str, names: &'static [&'static str]| {
        let text = format!("mug = ref(\"{path}\")");
        let found = compile(&Input {
            name: "a.scene",
            text: &text,
            files: &Folder(names),
            strict_files: true,
            ..Input::default()
        });
        let [finding] = found.diagnostics.as_slice() else { panic!("{:?}", found.diagnostics) };
        let help = finding.help.clone().filter(|help| help.starts_with("did you mean"));
        finding.fixes.first().map(|fix| fix.edits[0].text.clone()).or(help)
    };
    assert_eq!(near("a/MUG.jpg", &["mug.jpg"]).as_deref(), Some("\"a/mug.jpg\""));
    assert_eq!(near("mug.jpeg", &["jug.png", "mug.jpg"]).as_deref(), Some("\"mug.jpg\""));
    assert_eq!(near("mgu.png", &["cup.png", "mug.png"]).as_deref(), Some("did you mean `mug.png`?"));
    assert_eq!(near("mug.jpg", &["mug.txt", "notes.md", "vase.jpg"]), None);
    assert_eq!(near("mug.gif", &["mug.jpg", "mug.png"]), None);
}

#[test]
fn an_address_without_its_scheme_is_no_path() {
    for (path, meant) in [
        ("www.example.com/f.jpg", "\"https://www.example.com/f.jpg\""),
        ("//example.com/c.jpg", "\"https://example.com/c.jpg\""),
    ] {
        let found = check(&format!("mug = ref(\"{path}\")"), &Photographs).diagnostics;
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((finding.code.name(), finding.fixes[0].edits[0].text.as_str()), ("bad-url", meant));
    }
    assert!(check("mug = ref(\"www.jpg\")", &Photographs).diagnostics.is_empty());
}
