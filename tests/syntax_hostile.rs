//! What comes in: mutilated scenes, garbage and bombs. What is checked: reading ends without panic; spans lie
//! on letters; sound lines around a bad one are kept; the same text gives the same result.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use scenewright::diagnostic::Code;
use scenewright::source::{FileId, Span};
use scenewright::syntax::ast::{Statement, StatementKind};
use scenewright::syntax::{MAX_BYTES, MAX_FINDINGS, MAX_STATEMENTS, Parsed, decode, parse, too_large};

const SCENES: &[&str] = &[
    include_str!("scenes/syntax/elements/input.scene"),
    include_str!("scenes/syntax/relations/input.scene"),
    include_str!("scenes/syntax/looks/input.scene"),
    include_str!("scenes/syntax/keep_and_edit/input.scene"),
    include_str!("scenes/syntax/blocks/input.scene"),
    include_str!("scenes/syntax/variants/input.scene"),
    include_str!("scenes/syntax/block_slips/input.scene"),
    include_str!("scenes/syntax/slips_brackets/input.scene"),
    include_str!("scenes/syntax/slips_strings/input.scene"),
    include_str!("scenes/syntax/odd_letters/input.scene"),
    include_str!("scenes/syntax/windows/input.scene"),
];

/// Reads the text and checks what holds for every text.
fn read(text: &str) -> Parsed {
    let parsed = parse(FileId(0), text);
    let check = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    let mut last = 0;
    for finding in &parsed.diagnostics {
        assert!(finding.span().start >= last, "findings out of order in {text:?}");
        last = finding.span().start;
        finding.labels.iter().for_each(|label| check(label.span));
        finding.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| check(edit.span));
    }
    in_order(&parsed.file.statements, 0..text.len(), text);
    parsed.file.comments.iter().for_each(|comment| check(comment.span));
    parsed
}

/// Whether statements follow each other within the braces, or the file, that hold them.
fn in_order(statements: &[Statement], mut range: std::ops::Range<usize>, text: &str) {
    for statement in statements {
        let span = statement.span.range();
        assert!(text.get(span.clone()).is_some() && span.start >= range.start && span.end <= range.end, "{text:?}");
        range.start = span.end;
        match &statement.kind {
            StatementKind::Pass(pass) => in_order(&pass.statements, span, text),
            StatementKind::Preset(preset) => in_order(&preset.statements, span, text),
            _ => {}
        }
    }
}

#[test]
fn every_prefix_can_be_read() {
    for scene in SCENES {
        for (at, _) in scene.char_indices() {
            read(&scene[..at]);
        }
    }
}

const LETTERS: &str = "\"\"\"\"()[]{}{},;;:=.-_#'\\/ \t\n\n\r\u{FEFF}\u{A0}\u{201C}\u{201D}\u{3000}\u{1}ab1é@";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutations_can_be_read(
        which in 0..SCENES.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 1..6),
    ) {
        let mut letters: Vec<char> = SCENES[which].chars().collect();
        let pool: Vec<char> = LETTERS.chars().collect();
        for (place, letter, what) in edits {
            let at = place.index(letters.len());
            match what {
                0 => { letters.remove(at); }
                1 => letters.insert(at, *letter.get(&pool)),
                _ => letters[at] = *letter.get(&pool),
            }
        }
        let text: String = letters.into_iter().collect();
        prop_assert_eq!(read(&text), read(&text));
    }

    #[test]
    fn garbage_can_be_read(letters in prop::collection::vec(any::<prop::sample::Index>(), 0..200)) {
        let pool: Vec<char> = LETTERS.chars().collect();
        read(&letters.iter().map(|letter| *letter.get(&pool)).collect::<String>());
    }

    #[test]
    fn bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match decode(&bytes) {
            Ok(text) => { read(text); }
            Err(bad) => prop_assert!(bad.offset < bytes.len() && bad.line > 0 && bad.column > 0),
        }
    }

    #[test]
    fn sound_lines_around_a_bad_one_are_kept(
        bad in "[a-c\"()\\[\\]{},;=.#' -]{1,24}",
        before in 0..SOUND.len(),
    ) {
        let mut lines: Vec<&str> = SOUND.to_vec();
        lines.insert(before, &bad);
        let text = lines.join("\n");
        // Three quotes in a row may rightly reach over lines.
        prop_assume!(!bad.contains("\"\"\""));
        let parsed = read(&text);
        let sound = parsed.file.statements.iter().map(|one| &text[one.span.range()]);
        let kept: Vec<&str> = sound.filter(|one| SOUND.contains(one)).collect();
        prop_assert_eq!(kept, SOUND.to_vec(), "{}", text);
    }
}

const SOUND: &[&str] = &[
    "watch = ref(\"watch.jpg\", \"watch\")",
    "table = ref(\"t.jpg\") { book = \"open book\" }",
    "watch resting_on table, beside table.book",
    "\"a crowd\" watching watch",
    "lighting match table \"warm light\"",
    "keep watch",
    "avoid \"text\", \"people\"",
];

#[test]
fn large_garbage_is_read_to_its_end() {
    let pieces = [
        "(",
        "((\n",
        "[{",
        "{ a = \"x\"\n",
        "\"",
        "\"\"\"",
        "\\\"\"\"\n",
        "a b \\\"\"\"\n",
        ";",
        "(;a b",
        "#",
        "'",
        "\u{201C}",
        "a, ",
        "a ",
        "a = ref(\"x\"\n",
        "a.b",
        "/ ",
        "// x\n",
        "a on b,\n",
        "\u{1}",
        "\u{A0}",
        "x\u{A0}",
        "{{",
        "!\n",
        "a-b ",
        "\n",
        "a and ",
        "\"\\p{ ",
        "a\u{301}",
        "pass a {\n",
        "pass a { b on c }\n",
        "preset a { pass b { ",
        "pass a { \"\"\" }\n",
        "pass a { /* }\n",
        "pass a }\n",
        "skip where (a\n",
        "skip where a ==\n",
        "vary a in [\n",
        "zip a,\n",
    ];
    for piece in pieces {
        let text = piece.repeat((1 << 18) / piece.len());
        let parsed = read(&text);
        assert!(parsed.diagnostics.len() <= MAX_FINDINGS + 1);
    }
}

#[test]
fn ten_thousand_brackets_give_one_finding() {
    for open in ["(", "[", "{", "a(", "{a=\"x\""] {
        let parsed = read(&format!("a = ref({})\nb on c", open.repeat(10_000)));
        let codes: Vec<Code> = parsed.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::TooDeep], "{open}");
    }
    let deep = format!("a = ref({}\"x\"{})", "[".repeat(31), "]".repeat(31));
    assert_eq!(read(&deep).diagnostics, []);
}

#[test]
fn a_statement_without_end_gives_one_finding() {
    for piece in ["\"z ", "\"z\" ", "z ", "z,", "and "] {
        let parsed = read(&format!("a = ref(\"x\")\na on {}\nb on c", piece.repeat(700_000)));
        assert_eq!(parsed.diagnostics.len(), 1, "{piece}");
        assert_eq!(parsed.file.statements.len(), 2, "{piece}");
    }
}

#[test]
fn files_beyond_the_bound_are_refused() {
    assert!(too_large(FileId(0), MAX_BYTES).is_none());
    let parsed = parse(FileId(0), &" ".repeat(MAX_BYTES + 1));
    assert_eq!(parsed.diagnostics[0].code, Code::FileTooLarge);
}

#[test]
fn bad_bytes_are_named_by_line_and_column() {
    let bad = decode(b"a on b\n\xC3\xA9 \xFF").unwrap_err();
    assert_eq!((bad.offset, bad.line, bad.column), (10, 2, 3));
}

#[test]
fn statements_are_cut_off() {
    let parsed = parse(FileId::default(), &"a on b\n".repeat(MAX_STATEMENTS + 10_000));
    assert_eq!(parsed.file.statements.len(), MAX_STATEMENTS);
    let codes: Vec<Code> = parsed.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::SceneTooLarge]);
}

#[test]
fn findings_are_cut_off() {
    let parsed = read(&"a ! b\n".repeat(3000));
    assert_eq!(parsed.diagnostics.len(), MAX_FINDINGS + 1);
    assert_eq!(parsed.diagnostics.last().unwrap().code, Code::TooManyFindings);
}

#[test]
fn a_slip_behind_a_large_sound_part_leaves_it_alone() {
    let text = format!("{}a ! b\n{}", "cat on mat\n".repeat(5000), "dog on mat\n".repeat(5000));
    let parsed = read(&text);
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(parsed.file.statements.len(), 10_000);
    assert!(parsed.file.statements.iter().all(|one| matches!(one.kind, StatementKind::Relation(_))));
}
