//! Where files are, seen from another folder.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Path, Word};

#[test]
fn paths_become_normal() {
    for (path, is) in [
        ("logo.png", "logo.png"),
        ("./logo.png", "logo.png"),
        ("a/../logo.png", "logo.png"),
        ("a/b/../../../logo.png", "../logo.png"),
        ("../../x/./y//z.png", "../../x/y/z.png"),
        ("a/..", ""),
        ("/a/../../b.png", "/b.png"),
        ("ä/ö/../手.png", "ä/手.png"),
    ] {
        assert_eq!(normal(path), is, "{path}");
    }
}

#[test]
fn a_path_counts_from_its_file() {
    for (folder, path, is) in [
        ("../shared/", "logo.png", "../shared/logo.png"),
        ("../shared/", "../logo.png", "../logo.png"),
        ("../shared/", "../../logo.png", "../../logo.png"),
        ("parts/", "../logo.png", "logo.png"),
        ("parts/", "/etc/logo.png", "/etc/logo.png"),
        ("parts/", "https://example.com/a/../logo.png", "https://example.com/a/../logo.png"),
        ("parts/", "data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
        ("parts/", "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d", "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d"),
        ("parts/", "www.example.com/logo.png", "www.example.com/logo.png"),
        ("parts/", "C:\\logo.png", "C:\\logo.png"),
    ] {
        assert_eq!(join(folder, path), is, "{folder} {path}");
    }
}

fn hole() -> Piece {
    let word = Word { text: "kind".into(), span: Span::new(FileId(0), 0, 0) };
    Piece::Hole(Path { span: word.span, words: vec![word] })
}

fn moved(pieces: Vec<Piece>, change: impl FnOnce(&mut Text)) -> String {
    let mut text = Text { pieces, span: Span::default() };
    change(&mut text);
    text.pieces.iter().map(|it| if let Piece::Plain(words) = it { words.to_string() } else { "{}".into() }).collect()
}

#[test]
fn holes_keep_their_place() {
    let plain = |text: &str| Piece::Plain(text.into());
    let put = |pieces| moved(pieces, |it| text(it, "../shared/"));
    assert_eq!(put(vec![hole(), plain(".png")]), "../shared/{}.png");
    assert_eq!(put(vec![plain("img_"), hole(), plain(".png")]), "../shared/img_{}.png");
    assert_eq!(put(vec![plain("../img/a/../"), hole()]), "../img/{}");
    assert_eq!(put(vec![plain("../"), hole()]), "../{}");
    assert_eq!(put(vec![plain("https://example.com/"), hole()]), "https://example.com/{}");
    assert_eq!(put(vec![plain(" a.png ")]), "../shared/a.png");
    assert_eq!(put(vec![]), "");
    assert_eq!(moved(vec![plain("../"), hole()], |it| text(it, "parts/")), "{}");
}

#[test]
fn the_letters_of_a_folder_are_no_wildcards() {
    let pieces = vec![Piece::Plain("players/*.jpg".into())];
    assert_eq!(moved(pieces, |it| pattern(it, "te[a]m/")), "te[[]a[]]m/players/*.jpg");
}
