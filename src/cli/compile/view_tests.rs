//! The view of several targets at several widths: what reads well, what stays the same without colours, what never is too
//! wide.
#![allow(clippy::unwrap_used)]

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::emit::{Mention, Reference, Settings, Task};
use crate::source::Span;
use crate::target::{Limits, Models, Profile, Status};

const ORDINAL: &str = "Dress the woman from the first image in the linen dress from the second image, in front of a plain \
                       studio wall. Keep the face of the woman exactly as in the first image.";
const NUMBERED: &str = "Image 1: woman. Image 2: linen dress. Dress the woman from Image 1 in the linen dress from Image 2, \
                        in front of a plain studio wall. Keep the face of the woman exactly as in Image 1.";

fn profile(air: &str, name: &str, most: u64) -> Profile {
    let limits = Limits { min: None, max: Some(most) };
    let known = Models::BUILT_IN.get("google:4@3").unwrap().clone();
    Profile { air: air.to_owned(), name: name.to_owned(), references: limits, ..known }
}

fn pass(name: &str, prompt: &str, sources: &[&str]) -> Pass {
    let reference = |(at, source): (usize, &&str)| Reference {
        elements: vec![source.split('.').next().unwrap().into()],
        source: (*source).into(),
        element: at,
        span: Span::default(),
    };
    let references: Vec<Reference> = sources.iter().enumerate().map(reference).collect();
    let mention = |reference: &Reference| {
        let start = prompt.find(reference.elements[0].as_str())?;
        Some(Mention { start, end: start + reference.elements[0].len(), element: reference.element })
    };
    let mut mentions: Vec<Mention> = references.iter().filter_map(mention).collect();
    mentions.sort_by_key(|mention| mention.start);
    let settings = Settings { model: "acme:1@1".to_owned(), size: Some((1264, 848)), ..Settings::default() };
    let task = Task::new(&settings, prompt, sources.iter().map(|&source| source.to_owned()).collect());
    Pass { name: name.into(), prompt: prompt.to_owned(), mentions, references, task, ..Pass::NONE }
}

/// The same with another size.
fn sized(mut pass: Pass, width: u32, height: u32) -> Pass {
    (pass.task.width, pass.task.height) = (Some(width), Some(height));
    pass
}

fn side<'a>(profile: &'a Profile, passes: &'a [Pass]) -> Side<'a> {
    let most = usize::try_from(profile.references.max.unwrap()).unwrap();
    Side { called: profile.air.clone(), profile, most, passes, errors: Vec::new() }
}

fn plain(sides: &[Side<'_>], width: usize) -> String {
    view("outfit.scene", sides, Look { colour: false, width: Some(width) })
}

#[test]
fn prompts_stand_beside_each_other_or_one_below_the_other() {
    let [one, two, three] =
        [("acme:1@1", "One", 14), ("acme:2@1", "Two (two-flash-image)", 16), ("acme:3@1", "Three", 9)]
            .map(|(air, name, most)| profile(air, name, most));
    let sources = ["woman.png", "linen dress.png"];
    let ordinal = [pass("scene", ORDINAL, &sources)];
    let numbered = [sized(pass("scene", NUMBERED, &sources), 1536, 1024)];
    let sides = [side(&one, &ordinal), side(&two, &numbered), side(&three, &ordinal)];
    insta::assert_snapshot!("three_targets_in_80_columns", plain(&sides, 80));
    insta::assert_snapshot!("three_targets_in_160_columns", plain(&sides, 160));
}

#[test]
fn a_target_that_cannot_make_it_says_why() {
    let (one, two) = (profile("acme:1@1", "One", 14), profile("acme:2@1", "Two", 1));
    let ordinal = [pass("scene", ORDINAL, &["woman.png", "linen dress.png"])];
    let errors = ["the scene sends 2 reference images, and `acme:2@1` takes 1", "odd"].map(str::to_owned).to_vec();
    let sides = [Side { errors, ..side(&two, &[]) }, side(&one, &ordinal)];
    insta::assert_snapshot!("a_target_that_fails_in_160_columns", plain(&sides, 160));
}

#[test]
fn passes_stand_in_rows_and_what_they_share_is_said_once() {
    let (one, two) = (profile("acme:1@1", "One", 14), profile("acme:2@1", "Two", 16));
    let dressed = ["woman.png", "linen dress.png"];
    let shod = ["result:dressed", "ankle boots.png"];
    let [first, second] = ["the first image", "Image 1"].map(|image| {
        let edit = format!("Edit the picture in {image}: add the ankle boots.");
        [pass("dressed", ORDINAL, &dressed), pass("shod", &edit, &shod)]
    });
    insta::assert_snapshot!("passes_in_160_columns", plain(&[side(&one, &first), side(&two, &second)], 160));
    insta::assert_snapshot!("passes_in_80_columns", plain(&[side(&one, &first), side(&two, &second)], 80));
    // One target needs more passes than another.
    let whole = [pass("scene", NUMBERED, &["woman.png", "linen dress.png", "ankle boots.png"])];
    insta::assert_snapshot!("other_passes_in_160_columns", plain(&[side(&one, &first), side(&two, &whole)], 160));
}

#[test]
fn a_withdrawn_model_and_a_negative_prompt_are_told() {
    let one = Profile { status: Status::Retired, ..profile("acme:1@1", "One", 14) };
    let two = profile("acme:2@1", "Two", 14);
    let mut negative = pass("scene", ORDINAL, &["woman.png"]);
    negative.task.negative_prompt = Some("the hanger".to_owned());
    let (ordinal, negative) = ([pass("scene", ORDINAL, &["woman.png"])], [negative]);
    let text = plain(&[side(&one, &ordinal), side(&two, &negative)], 160);
    assert!(text.contains("  One, acme:1@1, withdrawn  ") && text.contains("negative prompt\n"), "{text}");
    assert!(text.contains("  the hanger\n"), "{text}");
}

#[test]
fn no_line_is_too_wide_and_colours_change_nothing_but_the_colour() {
    let [one, two, three] =
        [("acme:1@1", "One", 14), ("acme:a-rather-long-name@2.1-flare", "二つの絵 (modèle)", 16), ("a:1@1", "T", 9)]
            .map(|(air, name, most)| profile(air, name, most));
    let sources = ["茶碗.png", "e\u{301}tage\u{300}re.png"];
    let texts = [
        "Place the 茶碗 from the first image onto the e\u{301}tage\u{300}re, 柔らかい朝の光柔らかい朝の光柔らかい朝の光\u{202e}.",
        ORDINAL,
        NUMBERED,
    ];
    let passes = texts.map(|text| [pass("scene", text, &sources)]);
    for count in 1..=3 {
        let sides: Vec<Side<'_>> = [&one, &two, &three]
            .into_iter()
            .zip(&passes)
            .map(|(profile, passes)| side(profile, passes))
            .take(count)
            .collect();
        for width in [0, 40, 57, 80, 99, 100, 120, 150, 200, 400] {
            let text = plain(&sides, width);
            let coloured = view("outfit.scene", &sides, Look { colour: true, width: Some(width) });
            assert_eq!(bare(&coloured), text);
            assert!(text.lines().all(|line| line.width() <= width.max(40)), "{width}\n{text}");
            assert!(text.lines().all(|line| !line.ends_with(' ')), "{width}\n{text}");
        }
    }
    let sides = [side(&one, &passes[0]), side(&two, &passes[1])];
    let text = plain(&sides, 120);
    let (left, right) = (text.find("One, acme").unwrap(), text.find("二つの絵").unwrap());
    assert!(text[left..right].lines().count() == 1, "{text}");
    // What stands in the second column begins in the same place in every line.
    let column = text[..right].lines().last().unwrap().width();
    let line = text.lines().find(|line| line.contains("the first image onto")).unwrap();
    let second = line.find("Dress the woman").unwrap();
    assert_eq!(line[..second].width(), column + 2, "{text}");
}

/// The text without its colours.
fn bare(coloured: &str) -> String {
    let mut bare = String::new();
    for part in coloured.split('\u{1b}') {
        let rest = part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest);
        bare.push_str(rest);
    }
    bare
}

#[test]
fn words_that_differ_are_marked() {
    let marked = |base: &str, text: &str| -> Vec<String> {
        differing(base, text).into_iter().map(|range| text[range].to_owned()).collect()
    };
    assert_eq!(marked("the mug from the first image stands", "the mug from image 1 stands"), ["1"]);
    assert_eq!(marked("a b c", "a b c"), Vec::<String>::new());
    assert_eq!(marked("a b c d e f", "a b x y d e f"), ["x y"]);
    assert_eq!(marked("a b c d", "a b d"), Vec::<String>::new());
    assert_eq!(marked("one", "two words"), Vec::<String>::new(), "where all differs, nothing is marked");
    assert_eq!(marked("手 茶碗 b c d e f", "手 皿 b c d e f"), ["皿"]);
    let long = "word ".repeat(100_000);
    assert_eq!(marked(&long, &long.replace("d w", "d v")), Vec::<String>::new());
}
