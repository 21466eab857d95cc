//! What comes in: pictures, sound and unsound, and folders in every state. What goes out: that files are whole, in their
//! place, and never over others.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::submit::Input;

pub(super) const TASK: &str = "1a2b3c4d-9f1d-4a53-8b8e-0f3d5a6b7c8d";
pub(super) const JPEG: &[u8] = include_bytes!("../../../tests/photos/baseline.jpg");
pub(super) const PNG: &[u8] = include_bytes!("../../../tests/photos/palette.png");
pub(super) const WEBP: &[u8] = include_bytes!("../../../tests/photos/lossy.webp");

/// A job of a scene in a folder.
pub(super) fn job() -> Job {
    Job {
        scene: "catalogue/watch.scene".to_owned(),
        scene_hash: "5".repeat(64),
        id: "red".to_owned(),
        pass: "main".to_owned(),
        model: "google:4@3".to_owned(),
        prompt: "A watch.".to_owned(),
        size: Some((1200, 896)),
        results: 1,
        seed: None,
        estimate: None,
        exact: true,
        place: "catalogue/watch.scene:1:1".to_owned(),
        references: Vec::new(),
        body: vec!["\"model\":\"google:4@3\"}".to_owned()],
        inputs: Vec::<Input>::new(),
    }
}

/// A folder of one test, which goes away with it; `project` and `out` are below it.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scenewright-store-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("project")).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    pub(super) fn shelf(&self) -> Shelf {
        Shelf::new(&self.0.join("out"), &self.0.join("project"))
    }

    /// The folder of the pictures of [`job`].
    pub(super) fn folder(&self) -> PathBuf {
        self.0.join("out/catalogue/watch/red")
    }

    /// The names in that folder.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn save(shelf: &Shelf, bytes: &[u8]) -> Result<Saved, Failure> {
    let mut incoming = shelf.incoming(&job(), TASK, 0)?;
    for piece in bytes.chunks(100) {
        incoming.write(piece)?;
    }
    incoming.finish()
}

pub(super) fn refused(failure: &Failure, class: Class, words: &str) {
    assert_eq!(failure.class, class, "{failure}");
    assert!(failure.message.contains(words), "{failure}");
    assert!(!failure.message.chars().any(crate::diagnostic::render::is_unprintable), "{failure:?}");
}

#[test]
fn a_picture_comes_into_its_place() {
    let scratch = Scratch::new("place");
    for (bytes, name) in [(JPEG, "main-1a2b3c4d.jpg"), (PNG, "main-1a2b3c4d.png"), (WEBP, "main-1a2b3c4d.webp")] {
        let saved = save(&scratch.shelf(), bytes).unwrap();
        assert_eq!(saved.path, scratch.folder().join(name));
        assert_eq!(fs::read(&saved.path).unwrap(), bytes);
        assert_eq!(saved.hash, blake3::hash(bytes).to_hex().as_str());
        assert_eq!((saved.bytes, saved.number), (bytes.len() as u64, 0));
    }
    assert_eq!(scratch.names(), ["main-1a2b3c4d.jpg", "main-1a2b3c4d.png", "main-1a2b3c4d.webp"]);
}

#[test]
fn what_is_no_whole_picture_leaves_nothing() {
    let scratch = Scratch::new("unsound");
    let gif = include_bytes!("../../../tests/photos/still.gif");
    for (bytes, words) in [
        (&b""[..], "damaged: the file is empty"),
        (b"<!DOCTYPE html><html><body>expired</body></html>", "what came is no picture"),
        (b"{\"errors\":[]}", "what came is no picture"),
        (b"\x1b[31m", "what came is no picture"),
        (b"%PDF-1.7", "what came is PDF and no JPEG, PNG or WebP"),
        (gif, "what came is no JPEG, PNG or WebP"),
        (&JPEG[..JPEG.len() / 2], "damaged: the file ends before its picture does"),
        (&PNG[..PNG.len() - 4], "damaged: the file ends before its picture does"),
        (&WEBP[..WEBP.len() - 1], "damaged: the file ends after"),
        (&PNG[..12], "damaged: the file ends before it says how large the image is"),
    ] {
        refused(&save(&scratch.shelf(), bytes).unwrap_err(), Class::Picture, words);
        assert_eq!(scratch.names(), Vec::<String>::new());
    }
}

#[test]
fn a_picture_that_never_ends_is_refused() {
    let scratch = Scratch::new("endless");
    let mut incoming = scratch.shelf().incoming(&job(), TASK, 0).unwrap();
    let piece = vec![0; 8 * 1024 * 1024];
    let failure = (0..40).find_map(|_| incoming.write(&piece).err()).unwrap();
    refused(&failure, Class::Picture, "more than 256 MiB");
    drop(incoming);
    assert_eq!(scratch.names(), Vec::<String>::new());
}

#[test]
fn what_is_dropped_is_gone() {
    let scratch = Scratch::new("dropped");
    let mut incoming = scratch.shelf().incoming(&job(), TASK, 0).unwrap();
    incoming.write(JPEG).unwrap();
    assert_eq!(scratch.names().len(), 1);
    assert!(scratch.names()[0].strip_suffix(".part").is_some());
    drop(incoming);
    assert_eq!(scratch.names(), Vec::<String>::new());
}

#[test]
fn a_picture_that_is_there_stays() {
    let scratch = Scratch::new("stays");
    let first = save(&scratch.shelf(), JPEG).unwrap();
    assert_eq!(save(&scratch.shelf(), JPEG).unwrap(), first);
    assert_eq!(scratch.names(), ["main-1a2b3c4d.jpg"]);
}

#[test]
fn nothing_is_ever_replaced() {
    let scratch = Scratch::new("replaced");
    let first = save(&scratch.shelf(), JPEG).unwrap();
    fs::write(&first.path, b"edited").unwrap();
    for _ in 0..2 {
        let second = save(&scratch.shelf(), JPEG).unwrap();
        assert_eq!(second.path, scratch.folder().join("main-1a2b3c4d-b.jpg"));
    }
    assert_eq!(fs::read(&first.path).unwrap(), b"edited");
    for letter in 'b'..='z' {
        fs::write(scratch.folder().join(format!("main-1a2b3c4d-{letter}.jpg")), b"edited").unwrap();
    }
    refused(&save(&scratch.shelf(), JPEG).unwrap_err(), Class::Picture, "names like it are taken");
    assert_eq!(scratch.names().len(), 26);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_below_the_folder() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new("links");
    let elsewhere = scratch.0.join("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    // The folder itself may be a link.
    symlink(&elsewhere, scratch.0.join("out")).unwrap();
    save(&scratch.shelf(), JPEG).unwrap();
    fs::remove_dir_all(elsewhere.join("catalogue/watch")).unwrap();
    let other = scratch.0.join("other");
    fs::create_dir_all(&other).unwrap();
    symlink(&other, elsewhere.join("catalogue/watch")).unwrap();
    refused(&save(&scratch.shelf(), JPEG).unwrap_err(), Class::Picture, "is a link");
    fs::remove_file(elsewhere.join("catalogue/watch")).unwrap();
    // A link to nowhere is one, too.
    symlink(scratch.0.join("nowhere"), elsewhere.join("catalogue/watch")).unwrap();
    refused(&save(&scratch.shelf(), JPEG).unwrap_err(), Class::Picture, "is a link");
    fs::remove_file(elsewhere.join("catalogue/watch")).unwrap();
    // A link in the place of a picture is not one of ours, even if it leads to the same bytes.
    fs::write(other.join("same.jpg"), JPEG).unwrap();
    fs::create_dir_all(elsewhere.join("catalogue/watch/red")).unwrap();
    symlink(other.join("same.jpg"), elsewhere.join("catalogue/watch/red/main-1a2b3c4d.jpg")).unwrap();
    assert_eq!(save(&scratch.shelf(), JPEG).unwrap().path, scratch.folder().join("main-1a2b3c4d-b.jpg"));
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
}

#[test]
fn what_is_in_the_way_of_a_folder_is_told() {
    let scratch = Scratch::new("way");
    fs::write(scratch.0.join("out"), b"a file").unwrap();
    refused(&save(&scratch.shelf(), JPEG).unwrap_err(), Class::Picture, "out` is not a folder");
    fs::remove_file(scratch.0.join("out")).unwrap();
    fs::create_dir_all(scratch.0.join("out")).unwrap();
    fs::write(scratch.0.join("out/catalogue"), b"a file").unwrap();
    refused(&save(&scratch.shelf(), JPEG).unwrap_err(), Class::Picture, "catalogue` is not a folder");
    assert_eq!(fs::read(scratch.0.join("out/catalogue")).unwrap(), b"a file");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let scratch = Scratch::new("full");
    let full = fs::File::options().read(true).write(true).open("/dev/full").unwrap();
    let mut temporary = file::Temporary::of(full, scratch.0.join("x\u{1b}.part"));
    refused(&temporary.write(JPEG).unwrap_err(), Class::Picture, "no room left on the disk");
}

#[test]
fn what_killed_processes_left_is_removed_and_nothing_else() {
    let scratch = Scratch::new("left");
    fs::create_dir_all(scratch.folder()).unwrap();
    let left = |name: &str| fs::write(scratch.folder().join(name), b"half").unwrap();
    left("main-1a2b3c4d.scene-0123456789abcdef.part");
    left("main-99999999-3.scene-fedcba9876543210.part");
    let others = ["main-1a2b3c4d.part", "mine.part", "x.scene-0123.part", "x.scene-0123456789abcdeg.part"];
    others.into_iter().for_each(left);
    // One that is being written stays, in this process and in others.
    let mut writing = scratch.shelf().incoming(&job(), TASK, 0).unwrap();
    writing.write(&JPEG[..10]).unwrap();
    let names = scratch.names();
    assert_eq!(names.len(), others.len() + 1, "{names:?}");
    save(&scratch.shelf(), PNG).unwrap();
    writing.write(&JPEG[10..]).unwrap();
    writing.finish().unwrap();
    let mut expected: Vec<&str> = others.into_iter().chain(["main-1a2b3c4d.jpg", "main-1a2b3c4d.png"]).collect();
    expected.sort_unstable();
    assert_eq!(scratch.names(), expected);
    left("main-1a2b3c4d.scene-0123456789abcdef.part");
    scratch.shelf().tidy(&job());
    assert_eq!(scratch.names(), expected);
}

#[test]
fn many_at_once_do_not_collide() {
    let scratch = Scratch::new("many");
    let shelf = scratch.shelf();
    std::thread::scope(|scope| {
        for bytes in [JPEG, PNG].repeat(4) {
            let shelf = &shelf;
            scope.spawn(move || (0..10).for_each(|_| drop(save(shelf, bytes).unwrap())));
        }
    });
    assert_eq!(scratch.names(), ["main-1a2b3c4d.jpg", "main-1a2b3c4d.png"]);
    assert_eq!(fs::read(scratch.folder().join("main-1a2b3c4d.jpg")).unwrap(), JPEG);
}

#[test]
fn a_copy_is_used_again_if_it_is_unchanged() {
    let scratch = Scratch::new("reuse");
    let shelf = scratch.shelf();
    let other = Job { id: "blue".to_owned(), ..job() };
    assert_eq!(shelf.reuse(&job(), TASK, 0, &[]), Ok(None));
    let saved = save(&shelf, PNG).unwrap();
    let copies = [saved.clone()];
    // In its own place.
    assert_eq!(shelf.reuse(&job(), TASK, 0, &copies), Ok(Some(saved.clone())));
    // For another job, as a file of its own.
    let copied = shelf.reuse(&other, TASK, 0, &copies).unwrap().unwrap();
    assert_eq!(copied.path, scratch.0.join("out/catalogue/watch/blue/main-1a2b3c4d.png"));
    assert_eq!((copied.hash.as_str(), copied.bytes), (saved.hash.as_str(), saved.bytes));
    fs::write(&saved.path, b"edited").unwrap();
    assert_eq!(fs::read(&copied.path).unwrap(), PNG);
    // An edited one is no copy; what is edited stays.
    assert_eq!(shelf.reuse(&Job { id: "green".to_owned(), ..job() }, TASK, 0, &copies), Ok(None));
    let again = shelf.reuse(&job(), TASK, 0, &[saved.clone(), copied.clone()]).unwrap().unwrap();
    assert_eq!(again.path, scratch.folder().join("main-1a2b3c4d-b.png"));
    assert_eq!(shelf.reuse(&job(), TASK, 0, std::slice::from_ref(&saved)), Ok(Some(again)));
    assert_eq!(fs::read(&saved.path).unwrap(), b"edited");
    // Nor is one that went away, or that is no picture whatever its digest.
    fs::remove_file(&copied.path).unwrap();
    assert_eq!(shelf.reuse(&other, TASK, 0, std::slice::from_ref(&copied)), Ok(None));
    let text = Saved { path: saved.path, hash: blake3::hash(b"edited").to_hex().to_string(), number: 0, bytes: 6 };
    assert_eq!(shelf.reuse(&other, TASK, 0, &[text]), Ok(None));
    let folder = Saved { path: scratch.0.clone(), ..copied };
    assert_eq!(shelf.reuse(&other, TASK, 0, &[folder]), Ok(None));
    assert_eq!(fs::read_dir(scratch.0.join("out/catalogue/watch/blue")).unwrap().count(), 0);
}

#[test]
fn failures_of_the_disk_have_words() {
    use std::io::{Error, ErrorKind};
    for (kind, words) in [
        (ErrorKind::StorageFull, "cannot write `a`: there is no room left on the disk"),
        (ErrorKind::QuotaExceeded, "no room left that this user may fill"),
        (ErrorKind::FileTooLarge, "takes no file of this length"),
        (ErrorKind::PermissionDenied, "permission denied"),
    ] {
        refused(&no_room(Path::new("a"), &Error::from(kind)), Class::Picture, words);
    }
}
