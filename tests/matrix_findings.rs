//! What is said of variables, data and conditions that cannot be used. Each scene is short; a line of the expected text is
//! a finding of the scene as a whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/tables.rs"]
mod tables;

use std::fmt::Write;
use std::ops::ControlFlow;

use scenewright::compile::{Input, compile, open};
use scenewright::diagnostic::render;
use scenewright::matrix::Options;

use tables::Tables;

fn said(text: &str, files: &Tables, most: u64) -> String {
    let options = Options { most, ..Options::default() };
    let opened = open(&Input { name: "a", text, files, ..Input::default() }, &options);
    render::short(&opened.diagnostics, &opened.sources)
}

/// The findings of a scene over a CSV file, with a picture behind the statements.
fn with_csv(statements: &str, csv: impl AsRef<[u8]>) -> String {
    let text = format!("{statements}\nfox = ref(\"f.jpg\", row.title)\n");
    said(&text, &Tables::default().with("t.csv", csv), 10_000)
}

const ROWS: &str = "vary row in csv(\"t.csv\", id: \"id\")";

#[test]
fn statements_that_make_no_variable() {
    for (text, expected) in [
        ("param a\nsay \"{a}\"", "a:1:7: error[missing-value]: `a` has no value\n"),
        ("param a = \"x\"", "a:1:7: warning[unused-variable]: nothing uses `a`\n"),
        ("param a = [\"x\", \"y\"]\nsay \"{a}\"", "a:1:11: error[bad-vary]: a variable holds one value at a time\n"),
        ("param a = csv(\"x\")\nsay \"{a}\"", "a:1:11: error[bad-vary]: a variable holds one value at a time\n"),
        ("param a = owl\nsay \"{a}\"", "a:1:11: error[unknown-name]: nothing is called `owl`\n"),
        ("vary a in []\nsay \"{a}\"", "a:1:11: error[bad-vary]: there is nothing to vary over\n"),
        ("vary a in cvs(\"x\")\nsay \"{a}\"", "a:1:11: error[bad-vary]: nothing can be read with `cvs`\n"),
        ("vary a in csv()\nsay \"{a}\"", "a:1:11: error[bad-vary]: nothing says which file is read\n"),
        (
            "vary a in csv(\"x\", key: \"y\")\nsay \"{a}\"",
            "a:1:20: error[bad-vary]: `csv` takes no such argument\na:1:15: error[missing-file]: there is no file `x`\n",
        ),
        ("vary a in [\"x\"]\nvary a in [\"y\"]\nsay \"{a}\"", "a:2:6: error[duplicate-name]: `a` is bound twice\n"),
        ("param fox = \"x\"", "a:1:7: error[duplicate-name]: `fox` is bound twice\n"),
        ("vary a in [\"x\", \"X\"]\nsay \"{a}\"", "a:1:17: error[duplicate-id]: two values have the id `x`\n"),
        ("vary a in [\"x\", x: \"y\"]\nsay \"{a}\"", "a:1:17: error[duplicate-id]: two values have the id `x`\n"),
        (
            "vary a in [\"x\", \"y\"]\nvary b in [\"z\"]\nzip a, b\nsay \"{a}{b}\"",
            "a:1:6: error[bad-vary]: `a` has 2 values and `b` has 1, so that they cannot be paired\n",
        ),
        ("vary a in [\"x\"]\nzip a, bee\nsay \"{a}\"", "a:2:8: error[unknown-name]: no variable is called `bee`\n"),
        (
            "vary a in [\"x\"]\nparam b = 1\nzip a, b\nsay \"{a}{b}\"",
            "a:3:8: error[bad-vary]: `b` has one value, and goes with everything\n",
        ),
        (
            "vary a in [\"x\"]\nvary b in [\"{a}\"]\nsay \"{b}\"",
            "a:2:14: error[bad-vary]: `a` has more than one value, so that no other variable can be made of it\n",
        ),
    ] {
        let text = format!("{text}\nfox = ref(\"f.jpg\")\n");
        assert_eq!(said(&text, &Tables::default(), 10_000), expected, "{text}");
    }
}

#[test]
fn data_files_that_cannot_be_used() {
    let bad = |why: &str| format!("a:1:17: error[bad-data]: `t.csv` cannot be used: {why}\n");
    assert_eq!(with_csv(ROWS, "id;title\n1;x\n"), bad("its header has `;` between the columns; a CSV file has commas"));
    assert_eq!(
        with_csv(ROWS, "id\ttitle\n1\tx\n"),
        bad("its header has tabs between the columns; a CSV file has commas")
    );
    assert_eq!(with_csv(ROWS, ""), bad("it is empty; its first line names the columns"));
    assert_eq!(with_csv(ROWS, "id,title,id\n"), bad("its header names `id` twice"));
    assert_eq!(with_csv(ROWS, b"id,t\xFFtle\n"), bad("its header is not UTF-8"));
    assert_eq!(with_csv(ROWS, "id,title\n"), "a:1:13: error[bad-data]: csv \"t.csv\" has no rows\n");
    let titel = "a:1:30: error[unknown-name]: csv \"t.csv\" has no column `id`\n";
    assert_eq!(with_csv(ROWS, "sku,title\n1,x\n"), titel);
    assert_eq!(with_csv(ROWS, "id,titel\n1,x\n"), "a:2:24: error[unknown-name]: csv \"t.csv\" has no column `title`\n");
    let json = |text: &str| {
        let scene = "vary row in json(\"t.json\")\nfox = ref(\"f.jpg\", row.title)\n";
        said(scene, &Tables::default().with("t.json", text), 10_000)
    };
    assert!(json("{\"id\": 1}").ends_with("cannot be used: it is no JSON array of objects\n"));
    assert!(json("{\"id\": 1}\n{\"id\": 2}").ends_with("it holds an object a line; that is `jsonl`\n"));
    assert!(json("[{\"id\": 1},]").contains("it is no sound JSON: "));
    assert_eq!(json("[]"), "a:1:13: error[bad-data]: json \"t.json\" has no rows\na:2:24: error[unknown-name]: json \"t.json\" has no column `title`\n".split_inclusive('\n').rev().collect::<String>());
}

#[test]
fn cells_that_cannot_be_said() {
    let table = b"id,title,note\n1,,x\n2\n3,\x1b[31m,\n4,\xFF,\n5,\"a\nb\",\n6,sound,\n7,a,b,c\n8, ,\n".as_slice();
    let expected = "\
a:1:13: error[bad-data]: the cell `title` in row 1 (line 2) of `t.csv` is empty
a:1:13: error[bad-data]: the cell `title` in row 2 (line 3) of `t.csv` is missing
a:1:13: error[bad-data]: the cell `title` in row 3 (line 4) of `t.csv` holds a control character
a:1:13: error[bad-data]: the cell `title` in row 4 (line 5) of `t.csv` is not UTF-8
a:1:13: error[bad-data]: row 7 (line 9) of `t.csv` has 4 cells, and the header has 3; put a cell that holds a comma in quotes
a:1:13: error[bad-data]: the cell `title` in row 8 (line 10) of `t.csv` is empty
";
    assert_eq!(with_csv(ROWS, table), expected);
    // The sound rows are compiled all the same.
    let text = format!("{ROWS}\nfox = ref(\"f.jpg\", row.title)\n");
    let files = Tables::default().with("t.csv", table);
    let opened = open(&Input { name: "a", text: &text, files: &files, ..Input::default() }, &Options::default());
    let mut ids = Vec::new();
    let visit = &mut |combination: scenewright::matrix::Combination<'_>| {
        let mut id = String::new();
        combination.id(&mut id);
        ids.push(id);
        ControlFlow::Continue(())
    };
    assert_eq!(opened.each(visit).unwrap(), 2);
    assert_eq!(ids, ["5", "6"]);
}

#[test]
fn a_cell_may_be_empty_where_nobody_says_it() {
    let table = "id,title,kind\n1,,strap\n2,fox,\n";
    assert_eq!(with_csv(&format!("{ROWS}\nskip where row.kind == \"strap\""), table), "");
    // A row that no task is made of needs no id of its own either.
    let table = "id,title,kind\n1,owl,strap\n1,fox,\n";
    assert_eq!(with_csv(&format!("{ROWS}\nskip where row.kind == \"strap\""), table), "");
}

#[test]
fn json_cells_that_are_no_plain_values() {
    let text = "vary row in jsonl(\"t.jsonl\")\nfox = ref(\"f.jpg\", row.title)\n";
    let table = "{\"id\": 1, \"title\": [1]}\n{\"id\": 2, \"title\": null}\n\n{\"id\": 3}\n[1]\n{\"id\": 5, \"title\": \"a\\u0007\"}\n\
                 {\"id\": 6,\n{\"id\": 7, \"title\": 12.50}\n{\"id\": 8, \"title\": true}\n{\"title\": \"x\"}\n";
    let out = said(text, &Tables::default().with("t.jsonl", table), 10_000);
    let expected = [
        "the cell `title` in row 1 (line 1) of `t.jsonl` is no plain value",
        "the cell `title` in row 2 (line 2) of `t.jsonl` is null",
        "the cell `title` in row 3 (line 4) of `t.jsonl` is missing",
        "row 4 (line 5) of `t.jsonl` is no JSON object",
        "the cell `title` in row 5 (line 6) of `t.jsonl` holds a control character",
        "row 6 (line 7) of `t.jsonl` is no sound JSON: EOF while parsing",
        "nothing names row 9 (line 10) of `t.jsonl`",
    ];
    assert_eq!(out.lines().count(), expected.len(), "{out}");
    for (line, expected) in out.lines().zip(expected) {
        assert!(line.contains(expected), "{line}\n{expected}");
    }
}

#[test]
fn rows_with_one_id_are_both_named() {
    assert_eq!(
        with_csv(ROWS, "id,title\nA 1,x\nb,y\na-1,z\n"),
        "a:1:13: error[duplicate-id]: row 1 (line 2) and row 3 (line 4) have the id `a-1`\n"
    );
    let unnamed = with_csv("vary row in csv(\"t.csv\")", "title\nfox\n");
    assert_eq!(unnamed, "a:1:13: error[bad-data]: nothing names row 1 (line 2) of `t.csv`\n");
}

#[test]
fn a_huge_product_is_counted_without_being_walked() {
    let mut text = "fox = ref(\"f.jpg\")\n".to_owned();
    for at in 0..40 {
        writeln!(text, "vary v{at} in [\"a\", \"b\", \"c\", \"d\"]\nsay \"{{v{at}}} is said.\"").unwrap();
    }
    let out = said(&text, &Tables::default(), 10_000);
    assert_eq!(out, "a:2:6: error[too-many-tasks]: these are far too many tasks, and at most 10000 are made\n");
    let out = said("fox = ref(\"f.jpg\")\nvary v in [1, 2, 3]\nseed v\n", &Tables::default(), 2);
    assert_eq!(out, "a:2:6: error[too-many-tasks]: these are 3 tasks, and at most 2 are made\n");
}

#[test]
fn conditions_that_compare_what_cannot_be_compared() {
    let csv = "id,title,price,sold\n1,x,n/a,maybe\n2,y,3,true\n3,z,n/a,true\n";
    for (condition, expected) in [
        ("row.price > 10", "a:2:12: error[bad-value]: `n/a` is compared with a number, and is none\n"),
        ("row.sold", "a:2:12: error[bad-value]: `maybe` is neither true nor false\n"),
        ("row.sold > true", "a:2:23: error[bad-value]: this is neither more nor less than anything\n"),
        ("row.prise > 10", "a:2:16: error[unknown-name]: csv \"t.csv\" has no column `prise`\n"),
        ("row == \"x\"", "a:2:12: error[bad-value]: `row` is a whole row\n"),
        ("row.title == strap", "a:2:25: error[unknown-name]: nothing is called `strap`\n"),
        ("row.title != \"w\"", "a:1:6: error[bad-vary]: `skip` leaves no task at all\n"),
    ] {
        assert_eq!(with_csv(&format!("{ROWS}\nskip where {condition}"), csv), expected, "{condition}");
    }
}

/// What a value that does not fit is told, in the first task.
#[test]
fn values_that_do_not_fit_where_they_stand() {
    let elements = "fox = ref(\"f.jpg\")\nowl = ref(\"o.jpg\")\nfox beside owl\n";
    for (text, expected) in [
        (
            "param it = fox\nbee = ref(\"{it}.jpg\")\nbee beside fox\n",
            "a:2:13: error[element-in-hole]: no element can be named here\n",
        ),
        ("vary row in csv(\"t.csv\")\nsay \"See {row}.\"\n", "a:2:11: error[bad-value]: `row` is a whole row\n"),
        (
            "param it = \"x\"\nsay \"See {it.y}.\"\n",
            "a:2:11: error[bad-value]: `it` is not always an element, and has no parts\n",
        ),
        (
            "param it = \"x\"\nlighting match it \"soft\"\n",
            "a:2:16: error[bad-value]: `it` holds words, and an element belongs here\n",
        ),
        (
            "param it = fox\nlighting it\n",
            "a:2:10: error[bad-value]: `it` holds an element, and `lighting` wants words\n",
        ),
        (
            "param it = \"x\"\nfox it owl\n",
            "a:2:5: error[bad-value]: the variable `it` stands where a relation belongs\n",
        ),
        (
            "param it = \"two\"\nbee = ref(\"b.jpg\", count: it)\nbee beside fox\n",
            "a:2:27: error[bad-value]: `it` is `two`, and `count` wants a whole number\n",
        ),
        ("param it = \"x\"\nseed it\n", "a:2:6: error[bad-setting]: `seed` takes no such value\n"),
        ("param it = fox\nsize it\n", "a:2:6: error[bad-value]: `it` holds an element, and `size` wants words\n"),
    ] {
        let scene = format!("{text}{elements}");
        let files = Tables::default().with("t.csv", "id,title\n1,x\n");
        let compiled = compile(&Input { name: "a", text: &scene, files: &files, ..Input::default() });
        assert_eq!(render::short(&compiled.diagnostics, &compiled.sources), expected, "{text}");
        assert!(compiled.passes.is_empty());
    }
}

/// No fix may put a value where its variable stands, and nothing is said of a variable whose value is missing but that.
#[test]
fn findings_about_values_change_no_scene() {
    let text = "param it\nfox = ref(it, it)\nfox beside \"{it}\"\nlighting it\nseed it\n";
    let compiled = compile(&Input { name: "a", text, files: &Tables::default(), ..Input::default() });
    let out = render::short(&compiled.diagnostics, &compiled.sources);
    assert_eq!(out, "a:1:7: error[missing-value]: `it` has no value\n");
    let text = "param it = \"brass lamp\"\nfox = ref(\"f.jpg\")\nfox beside it\nfox near it\n";
    let compiled = compile(&Input { name: "a", text, files: &Tables::default(), ..Input::default() });
    assert!(compiled.diagnostics.iter().any(|finding| finding.code.name() == "missing-article"));
    assert!(compiled.diagnostics.iter().all(|finding| finding.fixes.is_empty()));
}

#[test]
fn a_quote_that_is_never_closed_reads_no_whole_file() {
    let mut csv = "id,title\n1,\"".to_owned();
    csv.push_str(&"x,y\n".repeat(1 << 20));
    let out = with_csv(ROWS, csv);
    assert_eq!(
        out,
        "a:1:13: error[bad-data]: row 1 (line 2) of `t.csv` is longer than 1 MiB; a quote may not be closed\n"
    );
}

#[test]
fn files_of_other_systems_are_read() {
    let csv = "\u{FEFF}id,title\r\n1,\"a \"\"fine\"\" fox, red\"\r\n2,owl\r\n";
    assert_eq!(with_csv(ROWS, csv), "");
}

#[test]
fn columns_with_blanks_are_written_with_underscores() {
    let table = "id,title,Shelf Place,wall-color\n1,x,the top,\n";
    let statements = format!("{ROWS}\nskip where row.wall_color == \"red\"\nsay \"On {{row.Shelf_Place}}.\"");
    assert_eq!(with_csv(&statements, table), "");
    let near = with_csv(&format!("{ROWS}\nsay \"On {{row.Shelf_Plase}}.\""), table);
    assert_eq!(near, "a:2:14: error[unknown-name]: csv \"t.csv\" has no column `Shelf_Plase`\n");
}

/// Whatever is cut out of a scene or of its data, nothing panics and nothing is compiled beside an error.
#[test]
fn scenes_and_tables_that_are_cut_are_survived() {
    let scene = "param shelf = \"s.jpg\"\nvary light in [\"noon\", dusk: \"blue {hat}\"]\nvary row in csv(\"t.csv\", id: \"sku\")\n\
                 vary n in [1, 2]\nzip light, n\nskip where not (row.kind == \"hat\" and light == dusk) or row.price in (1, \"2\")\n\
                 hat = ref(row.image, \"{row.title} hat\", count: n)\nboard = ref(shelf)\nhat on board, beside row.kind\nlighting light\nseed n\n";
    let table = "sku,title,image,kind,price\nA,\"red, soft\",a.jpg,hat,3\nB,blue,b.jpg,cap,x\n";
    let run = |scene: &str, table: &str| {
        let files = Tables::default().with("t.csv", table);
        let compiled =
            compile(&Input { name: "a", text: scene, files: &files, strict_files: true, ..Input::default() });
        assert!(!compiled.has_errors() || compiled.passes.is_empty(), "{scene}\n{table}");
    };
    for at in 0..scene.len() {
        run(&scene[..at], table);
        run(&format!("{}{}", &scene[..at], &scene[at + 1..]), table);
        run(&format!("{}{}", &scene[..at], scene.get(at + 7..).unwrap_or_default()), table);
    }
    for at in 0..table.len() {
        run(scene, &table[..at]);
        run(scene, &format!("{}{}", &table[..at], &table[at + 1..]));
        run(scene, &format!("{}\"{}", &table[..at], &table[at..]));
    }
}
