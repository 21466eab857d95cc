//! `// scene: allow CODE` in scenes. What comes in: scenes with comments. What is checked: which findings are left, and
//! what is said of the comments themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/photographs.rs"]
mod photographs;

use photographs::Photographs;
use scenewright::compile::{Compiled, Input, NoFiles, compile};
use scenewright::diagnostic::render::short;

const HEAD: &str = "mug = ref(\"mug.jpg\", \"mug\")\nshelf = ref(\"shelf.jpg\", \"shelf\")\n";

fn compiled(text: &str, strict_files: bool) -> Compiled {
    compile(&Input { name: "a.scene", text, files: &Photographs, strict_files, ..Input::default() })
}

/// What is found, as `LINE:COLUMN: SEVERITY[CODE]: MESSAGE`.
fn found(text: &str) -> Vec<String> {
    let compiled = compiled(text, true);
    let lines = short(&compiled.diagnostics, &compiled.sources);
    lines.lines().map(|line| line.trim_start_matches("a.scene:").to_owned()).collect()
}

fn with_head(rest: &str) -> Vec<String> {
    found(&format!("{HEAD}{rest}"))
}

/// The scene with every fix of its findings about comments made.
fn mended(text: &str) -> String {
    let mut edits: Vec<_> = compiled(text, true)
        .diagnostics
        .into_iter()
        .flat_map(|finding| finding.fixes)
        .flat_map(|fix| fix.edits)
        .collect();
    edits.sort_by_key(|edit| edit.span);
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn a_finding_is_there_without_the_comment() {
    assert_eq!(with_head("mug standng_on shelf\n"), ["3:5: warning[near-miss]: `standng_on` is not a known relation"]);
}

#[test]
fn a_comment_covers_its_statement() {
    for rest in [
        "mug standng_on shelf // scene: allow near-miss\n",
        "mug standng_on shelf // scene: allow near-miss -- a word of ours, unknown-relation\n",
        "mug standng_on shelf,\n  beside shelf // scene: allow near-miss\n",
        "mug standng_on shelf, // scene: allow near-miss\n  beside shelf\n",
        "mug beside shelf; mug standng_on shelf,\n  on shelf // scene: allow near-miss\n",
        "mug standng_on shelf,\n  // scene: allow near-miss\n  beside shelf\n",
    ] {
        assert_eq!(with_head(rest), [""; 0], "{rest}");
    }
}

#[test]
fn a_comment_covers_no_other_statement() {
    let first = with_head("mug standng_on shelf; mug beside shelf // scene: allow near-miss\n");
    assert_eq!(first.len(), 2, "{first:?}");
    let left = with_head("mug standng_on shelf\nmug beside shelf // scene: allow near-miss\n");
    assert_eq!(
        left,
        [
            "3:5: warning[near-miss]: `standng_on` is not a known relation",
            "4:34: warning[unused-allow]: this statement does not raise `near-miss`",
        ]
    );
}

#[test]
fn a_comment_of_its_own_covers_the_file() {
    for text in [
        format!("// scene: allow near-miss\n{HEAD}mug standng_on shelf\n"),
        format!("{HEAD}mug standng_on shelf\n  // scene: allow near-miss"),
        format!("\u{FEFF}// scene: allow near-miss\r\n{HEAD}mug standng_on shelf\r\n"),
    ] {
        assert_eq!(found(&text), [""; 0], "{text}");
    }
}

#[test]
fn a_missing_photograph_may_be_allowed_and_the_prompt_is_written() {
    let text = "mug = ref(\"lost/mug.jpg\", \"mug\") // scene: allow missing-file, busy-reference\n";
    let strict = compiled(text, true);
    assert_eq!(short(&strict.diagnostics, &strict.sources), "");
    assert_eq!(strict.pass().prompt, "Create one scene of the mug from the first image.");
}

#[test]
fn lints_run_although_a_photograph_is_missing() {
    let found = found("mug = ref(\"lost/mug.jpg\")\nlamp = prop(\"a lamp\")\nmug on \"a shelf\"\n");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("warning[unused-element]"), "{found:?}");
}

#[test]
fn codes_that_mean_nothing_are_told_at_the_word() {
    let found = with_head("mug standng_on shelf // scene: allow near-mis, syntax, poem, near-miss\n");
    assert_eq!(
        found,
        [
            "3:38: warning[unknown-code]: no finding is called `near-mis`",
            "3:48: warning[unknown-code]: `syntax` is an error and cannot be allowed",
            "3:56: warning[unknown-code]: no finding is called `poem`",
        ]
    );
    let fixed = mended(&format!("{HEAD}mug standng_on shelf // scene: allow near-mis\n"));
    assert!(fixed.contains("// scene: allow near-miss\n"), "{fixed}");
    assert_eq!(
        with_head("mug on shelf // scene: allow\n"),
        ["3:17: warning[unknown-code]: `scene: allow` names no finding"]
    );
}

#[test]
fn a_slip_in_the_directive_is_told_and_mended() {
    for slip in ["scene: alow", "scene allow", "Scene: Allow", "scene: ignore"] {
        let text = format!("{HEAD}mug standng_on shelf // {slip} near-miss\n");
        let found = found(&text);
        assert_eq!(found[1], format!("3:25: warning[unknown-code]: `{slip}` allows nothing"));
        assert_eq!(found.len(), 2, "{found:?}");
        let mended = mended(&text.replace("standng_on", "standing_on"));
        assert!(mended.contains("// scene: allow near-miss\n"), "{mended}");
    }
    assert_eq!(with_head("mug on shelf // scene: a shelf at dawn\n"), [""; 0]);
}

#[test]
fn what_is_of_no_use_is_deleted_without_trace() {
    let cases = [
        ("mug on shelf   // scene: allow near-miss\n", "mug on shelf\n"),
        ("mug on shelf // scene: allow near-miss -- why\r\nmug near shelf", "mug on shelf\r\nmug near shelf"),
        ("  // scene: allow near-miss\nmug on shelf\n", "mug on shelf\n"),
        ("mug on shelf\n// scene: allow near-miss", "mug on shelf\n"),
        (
            "mug standng_on shelf // scene: allow unused-element, near-miss -- why\n",
            "mug standng_on shelf // scene: allow near-miss -- why\n",
        ),
        (
            "mug standng_on shelf // scene: allow near-miss, unused-element -- why\n",
            "mug standng_on shelf // scene: allow near-miss -- why\n",
        ),
    ];
    for (rest, wanted) in cases {
        let text = format!("{HEAD}{rest}");
        let codes: Vec<_> = compiled(&text, true).diagnostics.iter().map(|finding| finding.code.name()).collect();
        assert_eq!(codes, ["unused-allow"], "{rest}");
        assert_eq!(mended(&text), format!("{HEAD}{wanted}"), "{rest}");
    }
}

#[test]
fn the_same_code_twice_is_once_too_often() {
    let found = with_head("// scene: allow near-miss\nmug standng_on shelf // scene: allow near-miss\n");
    assert_eq!(found, ["3:17: warning[unused-allow]: `near-miss` is allowed by another comment already"]);
}

#[test]
fn nothing_is_unused_where_not_everything_was_looked_at() {
    // An error hides what lints would find.
    assert_eq!(with_head("mug on shelv // scene: allow near-miss\n").len(), 1);
    // Images are only looked at by those who need them.
    let text = format!("{HEAD}mug on shelf // scene: allow busy-reference, missing-file, near-miss\n");
    let codes = |compiled: &Compiled| compiled.diagnostics.iter().map(|it| it.code.name()).collect::<Vec<_>>();
    assert_eq!(codes(&compiled(&text, false)), ["unused-allow"]);
    assert_eq!(codes(&compiled(&text, true)), ["unused-allow"; 3]);
    let library = compile(&Input { name: "a.scene", text: &text, files: &NoFiles, ..Input::default() });
    assert_eq!(codes(&library), ["unused-allow"]);
}

#[test]
fn findings_about_comments_can_be_allowed_too() {
    assert_eq!(with_head("mug on shelf // scene: allow near-miss, unused-allow\n"), [""; 0]);
    assert_eq!(with_head("mug on shelf // scene: allow poem, unknown-code\n"), [""; 0]);
}

#[test]
fn a_file_full_of_comments_ends_soon() {
    let one = "mug standng_on shelf // scene: allow near-miss, poem, unused-element\n";
    let counts = |times: usize| {
        let found = with_head(&one.repeat(times));
        let count = |code: &str| found.iter().filter(|line| line.contains(code)).count();
        (count("near-miss]"), count("unknown-code]"), count("unused-allow]"))
    };
    assert_eq!(counts(100), (0, 100, 100));
    // More statements than a scene may have: an error, and nothing is called unused.
    assert_eq!(counts(20_000), (0, 1000, 0));
}
