//! What comes in: files in every state. What goes out: that the right bytes are read, and nothing is waited for.
#![allow(clippy::unwrap_used)]

use std::fs;

use super::super::tests::{JPEG, PNG, Scratch, TASK, job, refused};
use crate::submit::Class;
use crate::submit::journal::Saved;

#[test]
fn inputs_are_read_if_they_are_what_they_were() {
    let scratch = Scratch::new("inputs");
    let shelf = scratch.shelf();
    let hash = blake3::hash(PNG).to_hex().to_string();
    let file = scratch.0.join("project/a.png");
    fs::write(&file, PNG).unwrap();
    assert_eq!(shelf.input("a.png", &hash).unwrap(), PNG);
    assert_eq!(shelf.input(&file.to_string_lossy(), &hash).unwrap(), PNG);
    let told = |name: &str, words: &str| refused(&shelf.input(name, &hash).unwrap_err(), Class::Validation, words);
    told("gone\u{1b}.png", "`gone\\u{1b}.png` is not there any more");
    told("a.png/b.png", "`a.png/b.png` is not there any more");
    told(".", "`.` is a folder");
    told("a\0b", "cannot be read");
    told(&"long/".repeat(500), "…");
    fs::write(&file, JPEG).unwrap();
    told("a.png", "`a.png` has changed");
    fs::File::create(&file).unwrap().set_len(crate::photo::MOST_BYTES + 1).unwrap();
    told("a.png", "`a.png` has more than 64 MiB");
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe() {
    let scratch = Scratch::new("pipe");
    let pipe = scratch.0.join("project/pipe.png");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let failure = scratch.shelf().input("pipe.png", "").unwrap_err();
    refused(&failure, Class::Validation, "`pipe.png` is not a regular file");
    let copy = Saved { number: 0, path: pipe, hash: String::new(), bytes: 0 };
    assert_eq!(scratch.shelf().reuse(&job(), TASK, 0, &[copy]), Ok(None));
    let zero = scratch.shelf().input("/dev/zero", "").unwrap_err();
    refused(&zero, Class::Validation, "`/dev/zero` is not a regular file");
}
