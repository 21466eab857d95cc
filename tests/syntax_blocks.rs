//! What comes in: passes and presets with slips in them, and bombs made of the statements of passes and variants. What is
//! checked: a slip in a block is told as it is outside of one and leaves its neighbours alone; no size hurts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "syntax/cases.rs"]
#[allow(dead_code)] // what was meant is of no interest here
mod cases;

use cases::{BINDINGS, FORMS, LINES};
use scenewright::diagnostic::{Code, Diagnostic};
use scenewright::source::FileId;
use scenewright::syntax::ast::{Statement, StatementKind};
use scenewright::syntax::{MAX_STATEMENTS, Parsed, parse};

const HEAD: &str = "man = ref(\"man.jpg\")\nhorse = ref(\"horse.jpg\")\nchair = ref(\"chair.jpg\")\n\
room = ref(\"room.jpg\")\ndancer = ref(\"dancer.jpg\")\n";

fn read(text: &str) -> Parsed {
    parse(FileId(0), text)
}

fn codes(parsed: &Parsed) -> Vec<Code> {
    parsed.diagnostics.iter().map(|finding| finding.code).collect()
}

/// The statements of the first pass or preset.
fn inner(parsed: &Parsed) -> &[Statement] {
    let block = |statement: &'_ Statement| matches!(statement.kind, StatementKind::Pass(_) | StatementKind::Preset(_));
    match parsed.file.statements.iter().find(|statement| block(statement)).map(|statement| &statement.kind) {
        Some(StatementKind::Pass(pass)) => &pass.statements,
        Some(StatementKind::Preset(preset)) => &preset.statements,
        _ => panic!("no block"),
    }
}

/// A finding as far as it does not depend on where its statement stands: every place counted from the statement on.
fn told(finding: &Diagnostic, from: usize, shift: impl Fn(usize) -> usize) -> String {
    let place = |at: usize| shift(at).wrapping_sub(from).cast_signed();
    let labels: Vec<_> = finding
        .labels
        .iter()
        .map(|label| (place(label.span.range().start), place(label.span.range().end), &label.text))
        .collect();
    format!("{} {} {labels:?} {:?}", finding.code.name(), finding.message, finding.help)
}

#[test]
fn slips_in_a_pass_are_told_as_outside_of_one() {
    let mut wrong = Vec::new();
    for (slip, _) in LINES.iter().chain(BINDINGS).chain(FORMS) {
        let outside = format!("{HEAD}{slip}\nman on horse, beside chair\n");
        let deep = format!("{HEAD}pass one {{\n  {}\n  man on horse, beside chair\n}}\n", slip.replace('\n', "\n  "));
        let (flat, nested) = (read(&outside), read(&deep));
        // Offsets in the block as they would be without its indent.
        let from = HEAD.len() + "pass one {\n".len();
        let shift = |at: usize| at - 2 * (deep[from..at].matches('\n').count() + 1);
        let one: Vec<String> = flat.diagnostics.iter().map(|finding| told(finding, HEAD.len(), |at| at)).collect();
        let other: Vec<String> = nested.diagnostics.iter().map(|finding| told(finding, from, shift)).collect();
        if one != other {
            wrong.push(format!("{slip}\n    outside {one:?}\n    inside  {other:?}"));
        }
        if inner(&nested).len() + 5 != flat.file.statements.len() {
            wrong.push(format!(
                "{slip}\n    {} statements, not {}",
                inner(&nested).len(),
                flat.file.statements.len() - 5
            ));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_bad_line_leaves_the_others_of_its_block() {
    let sound =
        ["watch resting_on table", "keep watch", "avoid \"text }} {{\", \"people\" // } {", "cup = ref(\"cup.jpg\")"];
    let bad = [
        "a = ref(\"x\"",
        "a = ref(\"x",
        "a on b,",
        "a ! b",
        "a = \"x\"",
        "a on b)",
        "size 4 5",
        "a = ref(\"x\", [\"y\")",
    ];
    for bad in bad {
        for at in 0..=sound.len() {
            let mut lines = sound.to_vec();
            lines.insert(at, bad);
            for (head, end) in [("pass one {", "}"), ("preset one {", "}"), ("pass one {  // {", "}  // }")] {
                for wide in ["  ", "\t"] {
                    for line in ["\n", "\r\n"] {
                        let body: Vec<String> = lines.iter().map(|line| format!("{wide}{line}")).collect();
                        let text = format!("\u{FEFF}{head}{line}{}{line}{end}{line}keep rest{line}", body.join(line));
                        let parsed = read(&text);
                        assert_eq!(parsed.diagnostics.len(), 1, "{text} {:?}", parsed.diagnostics);
                        assert_eq!(parsed.file.statements.len(), 2, "{text}");
                        let kept = inner(&parsed).iter().map(|one| &text[one.span.range()]);
                        let kept = kept.filter(|one| sound.iter().any(|line| line.starts_with(one))).count();
                        assert_eq!(kept, sound.len(), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_block_without_end_is_told_once() {
    for (text, inside, outside) in [
        ("pass one {\n  a on b\n  keep a\n", 2, 0),
        ("pass one {\n  a on b\n  keep a\nkeep b\na on b\n", 2, 2),
        ("pass one {\n  a on b\npass two {\n  keep a\n}\n", 1, 1),
        ("pass one { a on b\nkeep b\n", 1, 1),
        ("pass one {", 0, 0),
        ("preset one {  // }", 0, 0),
        ("pass one { a on b; pass two {\n  keep b", 2, 0),
        ("pass one {\n  vase = ref(\"v\") {\n    rose = \"rose\"\n  vase on table\n}\n", 2, 0),
    ] {
        let parsed = read(text);
        assert_eq!(parsed.diagnostics.len(), 1, "{text}: {:?}", parsed.diagnostics);
        assert_eq!((inner(&parsed).len(), parsed.file.statements.len()), (inside, outside + 1), "{text}");
    }
}

/// A condition, a block or a list of this size is no scene, and still none that takes long or deep.
#[test]
fn bombs_of_passes_and_variants_are_read() {
    let few = |text: &str| {
        let parsed = read(text);
        assert!(parsed.diagnostics.len() <= 1, "{:.60} {:?}", text, &parsed.diagnostics[..2]);
        parsed
    };
    few(&format!("skip where {}a\n", "not ".repeat(100_000)));
    few(&format!("skip where {}a\n", "not\t".repeat(500_000)));
    few(&format!("skip where a{}\n", " and a".repeat(60_000)));
    few(&format!("skip where a{}\n", " or not a == b".repeat(30_000)));
    few(&format!("vary a in [{}]\n", "\"b\",".repeat(60_000)));
    few(&format!("zip a{}\n", ",b".repeat(150_000)));
    for open in ["(", "not (", "(a and ", "a in (", "a == (("] {
        let parsed = few(&format!("skip where {}\nkeep a", open.repeat(10_000)));
        assert_eq!(codes(&parsed), [Code::TooDeep], "{open}");
        assert_eq!(parsed.file.statements.len(), 1);
    }
    let deep = format!("skip where {}a{}", "(".repeat(32), ")".repeat(32));
    assert_eq!(few(&deep).diagnostics, []);
}

#[test]
fn blocks_in_blocks_are_bounded() {
    let deep = |count: usize| format!("{}{}\nkeep a\n", "pass a { ".repeat(count), "}".repeat(count));
    assert_eq!(read(&deep(32)).diagnostics, []);
    for count in [33, 100, 60_000] {
        let parsed = read(&deep(count));
        assert_eq!(codes(&parsed), [Code::TooDeep], "{count} {:?}", parsed.diagnostics);
        assert_eq!(parsed.file.statements.len(), 1, "{count}");
    }
    let wide = format!("pass a {{\n{}}}\n", "  b on c\n".repeat(MAX_STATEMENTS - 1));
    let parsed = read(&wide);
    assert_eq!((codes(&parsed), inner(&parsed).len()), (vec![], MAX_STATEMENTS - 1));
    let parsed = read(&wide.repeat(8));
    assert_eq!(codes(&parsed), [Code::SceneTooLarge]);
    assert!(parsed.file.statements.len() <= 2);
    let nested = format!("{}{}{}\n", "pass a { ".repeat(30), "b on c; ".repeat(20_000), "}".repeat(30));
    assert_eq!(read(&nested).diagnostics, []);
    assert_eq!(codes(&read(&nested.repeat(4))), [Code::SceneTooLarge]);
}
