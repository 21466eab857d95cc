//! Scenes that mean harm, or are meant well and go wrong: what is said of them, and that it ends soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;

use scenewright::compile::{Compiled, FileError, Files, Input, NoFiles, compile};
use scenewright::diagnostic::Code;

fn compiled(text: &str, files: &dyn Files) -> Compiled {
    compile(&Input { name: "a.scene", text, files, ..Input::default() })
}

/// The messages of the findings.
fn said(text: &str) -> Vec<String> {
    compiled(text, &NoFiles).diagnostics.into_iter().map(|finding| finding.message).collect()
}

fn prompt(text: &str) -> String {
    let compiled = compiled(text, &NoFiles);
    assert!(!compiled.has_errors(), "{text}: {:?}", compiled.diagnostics);
    compiled.pass().prompt.clone()
}

#[test]
fn findings_are_counted_and_cut() {
    let found = said(&"a on b\n".repeat(20_000));
    assert_eq!(found.len(), 1_001);
    assert!(found.iter().any(|message| message == "the scene has more than 1000 findings"));
}

#[test]
fn a_group_may_hold_one_that_is_bound_below() {
    let scene = "a = ref(\"a.png\", \"cup\")\nb = ref(\"b.png\", \"box\")\n";
    let above = format!("{scene}h = group(g, \"club\")\ng = group(a, b, \"pair\")\nkeep h\n");
    let below = format!("{scene}g = group(a, b, \"pair\")\nh = group(g, \"club\")\nkeep h\n");
    assert_eq!(prompt(&above), prompt(&below));
}

#[test]
fn a_group_never_holds_itself() {
    assert_eq!(said("a = group(a, \"x\")\na on \"z\""), ["the group `a` holds itself"]);
    let ring = "a = group(b, \"x\")\nb = group(a, \"y\")\nc = group(a, \"z\")\nc on \"w\"";
    assert_eq!(said(ring), ["the group `a` holds itself", "the group `b` holds itself"]);
}

#[test]
fn groups_are_bounded() {
    let twice = "a = ref(\"a.png\")\ng = group(a, a, \"pair\")\ng on \"x\"";
    assert_eq!(said(twice), ["`a` stands twice in the group"]);
    let mut doubling = "g0 = ref(\"a.png\")\nh0 = ref(\"b.png\")\n".to_owned();
    for n in 1..60 {
        let m = n - 1;
        writeln!(doubling, "g{n} = group(g{m}, h{m}, \"g\")\nh{n} = group(g{m}, h{m}, \"h\")").unwrap();
    }
    let found = said(&doubling);
    assert!(found.iter().all(|message| message == "the group holds more than 1000 things"), "{found:?}");
    let mut nested = "g0 = ref(\"a.png\")\n".to_owned();
    for n in 1..50 {
        writeln!(nested, "g{n} = group(g{}, \"g\")", n - 1).unwrap();
    }
    let found = said(&nested);
    assert_eq!(found[0], "groups are nested more than 32 deep");
}

#[test]
fn a_path_of_many_parts_is_refused() {
    let path = "a".to_owned() + &".b".repeat(20_000);
    assert_eq!(said(&format!("a = ref(\"a.png\")\n{path} on \"x\"")), ["this names parts of parts, more than 32 deep"]);
}

#[test]
fn many_images_are_told_apart_quickly() {
    let same: Vec<String> = (0..20_000).map(|n| format!("\"{}.png\"", n % 10)).collect();
    let compiled = compiled(&format!("a = ref([{}], \"cup\")\na on \"x\"", same.join(", ")), &NoFiles);
    assert_eq!(compiled.pass().references.len(), 10);
}

#[test]
fn a_label_is_given_once() {
    let found = said("a = ref(\"a.png\", again: \"x\", again: \"y\")\na on \"x\"");
    assert_eq!(found, ["`again` is given twice"]);
}

struct Refusing(FileError);

impl Files for Refusing {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Err(self.0.clone())
    }
}

#[test]
fn a_pattern_that_fails_says_why() {
    let scene = "g = group(glob(\"*.png\"), \"player\")\ng on \"x\"";
    let found = |error| compiled(scene, &Refusing(error)).diagnostics.remove(0).message;
    assert_eq!(found(FileError::OutsideProject), "the pattern leads out of the project's folder");
    let many = FileError::Unreadable("it finds more than 1000 files".into());
    assert_eq!(found(many), "the pattern cannot be used: it finds more than 1000 files");
    assert_eq!(found(FileError::Missing), "no file matches this pattern");
}

/// The first finding's first fix, applied.
fn mended(line: &str) -> String {
    let text = format!("man = ref(\"m.png\")\nhorse = ref(\"h.png\")\n{line}");
    let found = compiled(&text, &NoFiles).diagnostics;
    let mut edits = found[0].fixes[0].edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut mended = text;
    for edit in edits {
        mended.replace_range(edit.span.range(), &edit.text);
    }
    // One of the two elements is not used by most lines, and words that were put in quotes may want an article.
    let beside = |code| matches!(code, Code::UnusedElement | Code::MissingArticle);
    let others = compiled(&mended, &NoFiles).diagnostics.into_iter().filter(|finding| !beside(finding.code));
    let left: Vec<_> = others.map(|finding| finding.message).collect();
    assert!(left.is_empty(), "{mended}: {left:?}");
    mended.lines().skip(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn words_too_many_are_mended_as_they_were_meant() {
    for (written, meant) in [
        ("man on the horse", "man on horse"),
        ("the man on a horse", "man on horse"),
        ("man is on horse", "man on horse"),
        ("man next to horse", "man next_to horse"),
        ("man wearing a hat", "man wearing \"a hat\""),
        ("man wearing red hat", "man wearing \"red hat\""),
        ("put man on horse", "man on horse"),
        ("man riding horse with saddle", "man riding horse, with \"saddle\""),
        ("man riding horse at \"dusk\"", "man riding horse, at \"dusk\""),
        ("man slowly riding horse", "man riding horse, slowly"),
        ("man on horse, looking at horse", "man on horse, looking_at horse"),
        ("man on horse, wearing a hat", "man on horse, wearing \"a hat\""),
    ] {
        assert_eq!(mended(written), meant);
    }
}

#[test]
fn words_of_other_tools_lead_to_those_of_the_language() {
    assert_eq!(mended("man on horse\nlight \"soft\""), "man on horse\nlighting \"soft\"");
    assert_eq!(mended("man on horse\nsize \"16:9\""), "man on horse\nsize 16:9");
    assert_eq!(mended("edit man\nremove hat"), "edit man\nremove man.hat");
    assert_eq!(mended("edit man\nreplace man.hat with horse\nkeep everything").lines().last(), Some("keep rest"));
    assert_eq!(mended("cup = image(\"c.png\")\ncup on horse"), "cup = ref(\"c.png\")\ncup on horse");
    let everything = compiled("man = ref(\"m.png\")\nkeep everything", &NoFiles).diagnostics;
    assert!(everything.len() == 1 && everything[0].fixes.is_empty(), "{everything:?}");
    assert_eq!(said("seed"), ["`seed` lacks its value"]);
    assert_eq!(said("size 99999999999x1"), ["`size` takes no such value"]);
}

#[test]
fn marks_alone_are_no_words_and_a_full_stop_is_dropped() {
    for text in [
        "man on \"\\u{200b}\"",
        "keep man \"\\u{202e}.\"",
        "man on \".\"",
        "man on \"...\"",
        "keep man \"?!\"",
        "cup = prop(\".\")",
        "say \".\"",
    ] {
        assert_eq!(said(&format!("man = ref(\"m.png\")\n{text}")), ["these quotes hold no words"], "{text}");
    }
    assert_eq!(said("_ = ref(\"m.png\")"), ["this name gives no word to call it by"]);
    let scene = "cup = prop(\"a cup.\")\ncup on \"a tray.\", with \"milk\"";
    assert_eq!(prompt(scene), "Create one scene: a cup on a tray with milk.");
    assert_eq!(prompt("sign = text(\"?!\")\nsign on \"a wall\""), "Create one scene: the exact text \"?!\" on a wall.");
}

#[test]
fn only_references_lend_their_look() {
    let found = |line: &str| {
        let text = format!("lamp = prop(\"a lamp\")\nfox = ref(\"f.jpg\")\nfox beside lamp\n{line}");
        compiled(&text, &NoFiles).diagnostics.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(found("style from lamp \"art deco\""), ["only a reference lends its look"]);
    assert_eq!(found("color of fox from lamp"), ["only a reference lends its look"]);
    assert!(found("lighting match lamp \"warm light\"").is_empty());
}

#[test]
fn pins_of_several_images_collide_where_they_meet() {
    let found = |text: &str| compiled(text, &NoFiles).diagnostics.remove(0).message;
    let shelf = "a = ref(\"a.jpg\", \"shelf\", at: 2)\n";
    let vase = "b = ref([\"b.jpg\", \"c.jpg\"], \"vase\", at: 1)\nb on a";
    assert_eq!(found(&format!("{shelf}{vase}")), "two references claim position 2");
    assert_eq!(found("a = ref(\"a.jpg\", \"shelf\", at: 0)\na in \"a hall\""), "there is no position 0");
    assert_eq!(found("a = ref([\"a.jpg\", \"b.jpg\"], \"shelf\", at: 2)\na in \"a hall\""), "there is no position 3");
}
