//! What the tree is like once imports and presets are in place: passes and variables, which later rooms deal with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use scenewright::diagnostic::render;
use scenewright::reuse::reuse;
use scenewright::source::{FileError, Files, NoFiles, SourceMap};
use scenewright::syntax;
use scenewright::syntax::ast::{Argument, Path, Piece, Statement, StatementKind, Text, Value};

/// Files that hold scenes.
struct Shelf(BTreeMap<String, String>);

impl Files for Shelf {
    fn exists(&self, path: &str) -> Result<(), FileError> {
        NoFiles.exists(path)
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        self.0.get(path).cloned().ok_or(FileError::Missing)
    }
}

/// The statements with imports and presets in place, in short, and the findings.
fn tree(text: &str, files: &[(&str, &str)]) -> (Vec<String>, String) {
    let shelf = Shelf(files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect());
    let mut sources = SourceMap::default();
    let id = sources.add("a.scene", text);
    let parsed = syntax::parse(id, text);
    assert!(parsed.diagnostics.is_empty(), "{}", render::short(&parsed.diagnostics, &sources));
    let reused = reuse(&parsed.file, &parsed.lost, id, &mut sources, &shelf);
    let lines = reused.file.statements.iter().map(|statement| line(statement, &sources)).collect();
    (lines, render::short(&reused.diagnostics, &sources))
}

fn path(path: &Path) -> String {
    path.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("/")
}

fn words(text: &Text) -> String {
    text.pieces
        .iter()
        .map(|it| {
            if let Piece::Hole(it) = it {
                format!("{{{}}}", path(it))
            } else if let Piece::Plain(it) = it {
                it.to_string()
            } else {
                String::new()
            }
        })
        .collect()
}

fn value(it: &Value) -> String {
    match it {
        Value::Text(text) => format!("\"{}\"", words(text)),
        Value::Path(it) => path(it),
        Value::Number(number) => format!("{:?}", number.value),
        Value::Array(values, _) => format!("[{}]", values.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Call(word, all, _) => format!("{}({})", word.text, arguments(all)),
    }
}

fn arguments(all: &[Argument]) -> String {
    all.iter().map(|it| value(&it.value)).collect::<Vec<_>>().join(", ")
}

/// A statement in short: bindings and variables as the tree has them, others as they are written.
fn line(statement: &Statement, sources: &SourceMap) -> String {
    match &statement.kind {
        StatementKind::Binding(it) => format!("{} = {}({})", it.name.text, it.maker.text, arguments(&it.arguments)),
        StatementKind::Param(it) => format!("param {} = {}", it.name.text, it.value.as_ref().map_or("?".into(), value)),
        StatementKind::Vary(it) => {
            format!(
                "vary {} {}({})",
                it.name.text,
                it.maker.as_ref().map_or("", |it| &it.text),
                arguments(&it.arguments)
            )
        }
        StatementKind::Pass(it) => {
            let inner: Vec<_> = it.statements.iter().map(|it| line(it, sources)).collect();
            format!("pass {} {{ {} }}", it.name.text, inner.join("; "))
        }
        _ => sources.text(statement.span).to_owned(),
    }
}

#[test]
fn a_preset_in_a_pass_is_for_that_pass() {
    let presets = "preset studio { lighting \"softbox\"; style \"ink\"; avoid \"text\" }\n";
    let scene =
        "lighting \"sun\"\npass one { fox on \"a mat\"; apply studio; style \"oil\" }\npass two { apply studio }\n";
    let (lines, found) = tree(&format!("{presets}{scene}"), &[]);
    assert_eq!(found, "");
    // The pass's own statement stands above the preset; that of the scene outside does not: the nearest one wins.
    let expected = [
        "lighting \"sun\"",
        "pass one { fox on \"a mat\"; lighting \"softbox\"; avoid \"text\"; style \"oil\" }",
        "pass two { lighting \"softbox\"; style \"ink\"; avoid \"text\" }",
    ];
    assert_eq!(lines, expected);
    let (lines, found) = tree("pass one { use \"x.scene\"; preset p { style \"ink\" }; fox on \"a mat\" }\n", &[]);
    assert_eq!(lines, ["pass one { fox on \"a mat\" }"]);
    assert_eq!(
        found,
        "a.scene:1:12: error[misplaced-statement]: `use` stands in a block\n\
         a.scene:1:27: error[misplaced-statement]: `preset` stands in a block\n"
    );
}

#[test]
fn variables_come_in_under_their_names() {
    let brand = "param product = \"watch.jpg\"\nparam word = \"watch.jpg\"\nvary light in [\"noon\", dusk: \"blue dusk\"]\n\
                 vary row in csv(\"data/products.csv\", id: \"sku\")\nvary pic in glob(\"pics/*.jpg\")\n\
                 zip row, light\nskip where light == dusk\nparam spare\n\
                 item = ref(product, \"item\")\npiece = ref(row.image, row.title)\nkind = ref(\"{word}.png\")\nmade = ref(pic.path)\n\
                 preset lit { lighting light }\n";
    let files = [("../shared/brand.scene", brand)];
    let scene = "use \"../shared/brand.scene\" as b\nb.item and b.piece and b.kind and b.made on \"a mat\"\napply b.lit\nskip where b.row.kind == \"x\"\n";
    let (lines, found) = tree(scene, &files);
    assert_eq!(found, "");
    let expected = [
        "param b.product = \"../shared/watch.jpg\"",
        "param b.word = \"watch.jpg\"",
        "vary b.light (\"noon\", \"blue dusk\")",
        "vary b.row csv(\"../shared/data/products.csv\", \"sku\")",
        "vary b.pic glob(\"../shared/pics/*.jpg\")",
        "b.item = ref(b.product, \"item\")",
        "b.piece = ref(b.row/image, b.row/title)",
        "b.kind = ref(\"../shared/{b.word}.png\", \"kind\")",
        "b.made = ref(b.pic/path, \"made\")",
        "b.item and b.piece and b.kind and b.made on \"a mat\"",
        "lighting light",
        "skip where b.row.kind == \"x\"",
    ];
    assert_eq!(lines, expected);
    // A variable that nothing mentions makes no tasks; one that `zip` names does.
    let (lines, _) = tree("use \"../shared/brand.scene\"\nvary size_of in [1, 2]\nzip light, size_of\n", &files);
    assert_eq!(
        lines,
        ["vary light (\"noon\", \"blue dusk\")", "vary size_of (Some(1), Some(2))", "zip light, size_of"]
    );
}

#[test]
fn what_an_import_needs_has_a_name_that_nobody_can_write() {
    let files = [
        ("brand.scene", "use \"base.scene\"\nboth = group(seal, team)\nteam = group(glob(\"t/*.jpg\"))\n"),
        ("base.scene", "use \"deep/base.scene\" as d\nseal = ref(\"seal.png\")\nring = group(seal, d.wax)\n"),
        ("deep/base.scene", "wax = ref(\"wax.png\")\n"),
    ];
    let (lines, found) = tree("use \"brand.scene\" as b\nb.both on \"a mat\"\n", &files);
    assert_eq!(found, "");
    let expected = [
        "b.both = group(base:seal, b.team, \"both\")",
        "b.team = group(glob(\"t/*.jpg\"), \"team\", \"team\")",
        "base:seal = ref(\"seal.png\", \"seal\")",
        "b.both on \"a mat\"",
    ];
    assert_eq!(lines, expected);
    let (lines, _) = tree("use \"base.scene\" as b\nb.ring on \"a mat\"\n", &files);
    assert_eq!(lines[2], "base#1:wax = ref(\"deep/wax.png\", \"wax\")");
}

#[test]
fn a_library_with_variables_is_left_open() {
    let (lines, found) = tree("param p\nitem = ref(p)\npreset q { style \"ink\" }\n", &[]);
    assert_eq!((lines.len(), found.as_str()), (0, ""));
}
