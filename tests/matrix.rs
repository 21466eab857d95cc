//! Variables: what a scene with `param`, `vary`, `zip` and `skip` becomes, task by task, and what is said when it cannot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/tables.rs"]
mod tables;

use std::fmt::Write;
use std::ops::ControlFlow;

use scenewright::compile::{Compiled, Input, Opened, open};
use scenewright::diagnostic::render;
use scenewright::matrix::Options;

use tables::Tables;

const PRODUCTS: &str = "sku,title,image,kind,price\nA-1,\"steel, mesh watch\",img/a1.jpg,watch,199.90\n\
                        B-2,leather strap,img/b2.jpg,strap,9\n";

fn files() -> Tables {
    Tables::default().with("products.csv", PRODUCTS)
}

fn with_open<T>(text: &str, files: &Tables, options: &Options, then: impl FnOnce(&Opened<'_>) -> T) -> T {
    then(&open(&Input { name: "a.scene", text, files, ..Input::default() }, options))
}

/// Every task: its id and its prompt, or its findings.
fn tasks(text: &str, files: &Tables, options: &Options) -> Vec<(String, Compiled)> {
    with_open(text, files, options, |opened| {
        let mut all = Vec::new();
        opened
            .each(&mut |combination| {
                let mut id = String::new();
                combination.id(&mut id);
                all.push((id, opened.compile(&combination)));
                ControlFlow::Continue(())
            })
            .unwrap();
        all
    })
}

fn shown(text: &str, files: &Tables, options: &Options) -> String {
    let mut out = String::new();
    for (id, compiled) in tasks(text, files, options) {
        writeln!(out, "{id}: {}", compiled.pass().prompt).unwrap();
        out += &render::short(&compiled.diagnostics, &compiled.sources);
    }
    out
}

/// What is said of the scene as a whole.
fn said(text: &str, files: &Tables, options: &Options) -> String {
    with_open(text, files, options, |opened| render::short(&opened.diagnostics, &opened.sources))
}

fn plain() -> Options {
    Options::default()
}

fn set(pairs: &[(&str, &str)]) -> Options {
    let set = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Options { set, ..Options::default() }
}

const CATALOGUE: &str = "param shelf = \"shelf.jpg\"
vary light in [\"golden-hour light\", dusk: \"blue dusk\"]
vary row in csv(\"products.csv\", id: \"sku\")
skip where row.kind == \"strap\" and light == dusk
piece = ref(row.image, row.title)
board = ref(shelf, \"oak shelf\")
piece resting_on board
lighting light
";

#[test]
fn a_catalogue_is_a_task_a_row_and_light() {
    let expected = "\
golden-hour-light.a-1: Place the steel, mesh watch from the first image onto the oak shelf from the second image, golden-hour light.
golden-hour-light.b-2: Place the leather strap from the first image onto the oak shelf from the second image, golden-hour light.
dusk.a-1: Place the steel, mesh watch from the first image onto the oak shelf from the second image, blue dusk.
";
    assert_eq!(shown(CATALOGUE, &files(), &plain()), expected);
    assert_eq!(said(CATALOGUE, &files(), &plain()), "");
}

/// Each scene with what its tasks are.
#[test]
fn every_variant_gives_its_tasks() {
    for (text, expected) in [
        // Every `vary` multiplies, the last one fastest.
        (
            "vary a in [\"one\", \"two\"]\nvary b in [x: \"three\", \"four\"]\nsay \"Say {a} and {b}.\"\nfox = ref(\"f.jpg\")\n",
            &["one.x", "one.four", "two.x", "two.four"][..],
        ),
        // Pairs instead.
        (
            "vary a in [\"one\", \"two\"]\nvary b in [\"x\", \"y\"]\nzip a, b\nsay \"{a} {b}.\"\nfox = ref(\"f.jpg\")\n",
            &["one.x", "two.y"],
        ),
        // Rows beside a list, and a `vary` between them.
        (
            "vary row in csv(\"products.csv\", id: \"sku\")\nvary n in [1, 2]\nvary light in [\"noon\", \"dusk\"]\nzip row, light\n\
             fox = ref(row.image)\nlighting light\nseed n\n",
            &["a-1.1.noon", "a-1.2.noon", "b-2.1.dusk", "b-2.2.dusk"],
        ),
        (
            "vary item in [watch, ring]\nwatch = ref(\"w.jpg\")\nring = ref(\"r.jpg\")\nitem on \"a shelf\"\n",
            &["watch", "ring"],
        ),
        ("vary it in glob(\"p/*.jpg\")\nfox = ref(it.path, \"{it.stem} fox\")\n", &["blue", "red"]),
        ("vary row in json(\"p.json\")\nfox = ref(row.image, row.title)\n", &["mug", "cup"]),
        ("vary row in jsonl(\"p.jsonl\")\nfox = ref(row.image, row.title)\n", &["m-1", "cup"]),
        ("param n = 3\nfox = ref(\"f.jpg\", count: n)\n", &[""]),
    ] {
        let files = files()
            .with("p.json", "[{\"image\": \"a/mug.jpg\", \"title\": \"mug\"},\n {\"image\": \"cup.jpg\", \"title\": \"cup\"}]")
            .with("p.jsonl", "{\"image\": \"mug.jpg\", \"title\": \"mug\", \"id\": \"M 1\"}\n\n{\"image\": \"cup.jpg\", \"title\": \"cup\"}\n");
        let all = tasks(text, &files, &plain());
        let ids: Vec<_> = all.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, expected, "{text}\n{}", said(text, &files, &plain()));
        for (id, compiled) in &all {
            assert!(!compiled.has_errors(), "{id}: {}", render::short(&compiled.diagnostics, &compiled.sources));
        }
        with_open(text, &files, &plain(), |opened| assert_eq!(opened.count.tasks, expected.len() as u64, "{text}"));
    }
}

fn prompt(text: &str, options: &Options) -> String {
    let all = tasks(text, &files(), options);
    let (_, compiled) = &all[0];
    assert!(!compiled.has_errors(), "{text}{}", render::short(&compiled.diagnostics, &compiled.sources));
    compiled.pass().prompt.clone()
}

/// Wherever a variable may stand it reads as if its value stood there.
#[test]
fn a_value_stands_where_its_variable_stood() {
    let elements = "watch = ref(\"w.jpg\", \"steel watch\") { strap = \"leather strap\" }\nshelf = ref(\"s.jpg\", \"oak shelf\")\n";
    for (variable, value, statements) in [
        ("param it = \"a brass lamp\"", "\"a brass lamp\"", "watch beside it\nwatch on shelf\n"),
        ("param it = watch", "watch", "it on shelf\nkeep it \"the dial\"\n"),
        ("param it = watch", "watch", "it.strap beside shelf\nsay \"See {it.strap} of {it}.\"\n"),
        ("param it = watch", "watch", "edit it\nreplace it.strap with shelf\navoid \"dust\" from it\n"),
        ("param it = watch", "watch", "shelf on \"a wall\"\nlighting match it \"soft light\"\npose of shelf from it\n"),
        ("param it = \"soft light\"", "\"soft light\"", "watch on shelf\nlighting it\n"),
        ("param it = \"soft light\"", "\"soft light\"", "watch on shelf\nlighting \"soft light\"\n"),
        ("param it = \"the {shelf}\"", "\"the {shelf}\"", "watch beside \"wood\", near it\n"),
        ("param it = watch", "watch", "both = group(it, shelf, \"pair\")\nboth on \"a table\"\n"),
        (
            "param it = \"red\"",
            "red",
            "watch on shelf, with \"a {it} ribbon\"\npanels \"a {it} side\", left: \"front\"\n",
        ),
    ] {
        let with = prompt(&format!("{variable}\n{elements}{statements}"), &plain());
        let plain_value = value.trim_matches('"');
        let mut without = statements.replace("{it", &format!("{{{value}")).replace("{red}", "red");
        let mut words: Vec<String> = Vec::new();
        for word in without.split(' ') {
            let bare = word.trim_end_matches(['\n', ',', ')']);
            let first = bare.split(['.', '\n']).next().unwrap();
            words.push(if first == "it" { word.replacen("it", value, 1) } else { word.to_owned() });
        }
        without = words.join(" ").replace("\nit ", &format!("\n{value} ")).replace("\nit.", &format!("\n{value}."));
        without = without.replace("(it,", &format!("({plain_value},"));
        assert_eq!(with, prompt(&format!("{elements}{without}"), &plain()), "{statements} {without}");
    }
}

/// What a variable chooses from is in the picture only where it is chosen, or mentioned by name.
#[test]
fn elements_that_are_not_chosen_are_left_out() {
    let elements =
        "fox = ref(\"fox.jpg\")\nden = ref(\"den.jpg\") { roof = \"low roof\" }\nfield = ref(\"field.jpg\")\n";
    for (statements, expected) in [
        (
            "vary place in [den, field]\nfox in_front_of place\n",
            [vec!["fox.jpg", "den.jpg"], vec!["fox.jpg", "field.jpg"]],
        ),
        (
            "vary place in [den, field]\nfox in_front_of place\nsay \"Not like {field}.\"\n",
            [vec!["fox.jpg", "den.jpg", "field.jpg"], vec!["fox.jpg", "field.jpg"]],
        ),
        (
            "vary place in [roof: den.roof, other: \"a wall of {field}\"]\nfox beside \"a log\", near place\n",
            [vec!["fox.jpg", "den.jpg"], vec!["fox.jpg", "field.jpg"]],
        ),
        (
            "vary place in [den, field]\nall = group(den, field)\nfox in_front_of place\nall in \"a wood\"\n",
            [vec!["fox.jpg", "den.jpg", "field.jpg"], vec!["fox.jpg", "field.jpg", "den.jpg"]],
        ),
    ] {
        let all = tasks(&format!("{elements}{statements}"), &files(), &plain());
        let sources: Vec<Vec<_>> = all
            .iter()
            .map(|(_, task)| {
                assert!(task.diagnostics.is_empty(), "{statements}{}", render::short(&task.diagnostics, &task.sources));
                task.pass().references.iter().map(|reference| reference.source.as_str()).collect()
            })
            .collect();
        assert_eq!(sources, expected, "{statements}");
    }
}

#[test]
fn variables_above_fill_the_strings_of_others() {
    let text = "param hue = \"red\"\nvary it in [\"a {hue} ribbon on {fox}\", \"a {hue} hat\"]\nfox = ref(\"f.jpg\")\n\
                owl = ref(\"o.jpg\")\nowl beside fox, with it\nsay \"Note: {it}, {hue} all over.\"\n";
    let all = tasks(text, &files(), &plain());
    assert_eq!(all.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a-red-ribbon-on-fox", "a-red-hat"]);
    assert!(all[0].1.pass().prompt.contains("with a red ribbon on the fox"), "{}", all[0].1.pass().prompt);
    assert!(all[1].1.pass().prompt.contains("Note: a red hat, red all over."), "{}", all[1].1.pass().prompt);
}

#[test]
fn settings_take_variables() {
    let text = "param s = \"4:3 at 2k\"\nparam n = 7\nparam f = \"webp\"\nparam m = \"google:4@2\"\nparam q = \"90\"\n\
                fox = ref(\"f.jpg\")\nsize s\nseed n\nformat f\nmodel m\nquality q\nresults n\n";
    let all = tasks(text, &files(), &plain());
    let compiled = &all[0].1;
    let task = &compiled.pass().task;
    assert!(!compiled.has_errors(), "{}", render::short(&compiled.diagnostics, &compiled.sources));
    assert_eq!((task.seed, task.number_results, task.output_quality), (Some(7), Some(7), Some(90)));
    assert_eq!((task.model.as_str(), task.output_format.as_deref()), ("google:4@2", Some("WEBP")));
    assert!(task.width.is_some());
    let sized = "param s = \"1200x896\"\nfox = ref(\"f.jpg\")\nsize s\n";
    assert_eq!(tasks(sized, &files(), &plain())[0].1.pass().task.width, Some(1200));
    let alike =
        "vary item in [fox, owl]\nfox = ref(\"f.jpg\")\nowl = ref(\"o.jpg\")\nfox beside owl\nsize match item\n";
    assert!(tasks(alike, &files(), &plain()).iter().all(|(_, compiled)| compiled.pass().task.width.is_some()));
}

#[test]
fn a_word_that_names_an_element_stays_one() {
    let text = "param light = \"a lamp\"\nlighting = ref(\"l.jpg\", \"lighting rig\")\nlighting beside light\n";
    assert!(
        prompt(text, &plain()).contains("the lighting rig from the first image beside a lamp"),
        "{}",
        prompt(text, &plain())
    );
}

#[test]
fn values_come_from_outside() {
    let ids = |options: &Options| tasks(CATALOGUE, &files(), options).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids(&set(&[("light", "dusk")])), ["dusk.a-1"]);
    assert_eq!(ids(&set(&[("light", "golden-hour light")])), ["golden-hour-light.a-1", "golden-hour-light.b-2"]);
    assert_eq!(ids(&set(&[("light", "red neon")])), ["red-neon.a-1", "red-neon.b-2"]);
    let shelf = tasks(CATALOGUE, &files(), &set(&[("shelf", "other.jpg")]));
    assert_eq!(shelf[0].1.pass().references[1].source, "other.jpg");
    assert_eq!(ids(&Options { only: vec!["*.A-1".to_owned()], ..plain() }), ["golden-hour-light.a-1", "dusk.a-1"]);
    with_open(CATALOGUE, &files(), &set(&[("lite", "x")]), |opened| assert_eq!(opened.unset, ["lite"]));
    let item = "param item = watch\nwatch = ref(\"w.jpg\")\nring = ref(\"r.jpg\")\nitem on \"a shelf\"\n";
    assert!(prompt(item, &set(&[("item", "ring")])).contains("the ring from"));
    let required = "param who\nfox = ref(\"f.jpg\")\nfox beside who\n";
    assert!(prompt(required, &set(&[("who", "an owl")])).contains("an owl"));
    assert!(
        said(CATALOGUE, &files(), &set(&[("row", "a-1")])).contains("`row` is read from a file, and cannot be set")
    );
}

/// A condition over rows of kind, price and sold, and the rows that it leaves.
#[test]
fn conditions_leave_rows_out() {
    let table = "id,kind,price,sold\na,watch,9.5,true\nb,strap,10,FALSE\nc,ring,200,\n";
    for (condition, left) in [
        ("row.kind == \"strap\"", "ac"),
        ("row.kind != \"strap\"", "b"),
        ("row.price < 10", "bc"),
        ("row.price <= 10.0", "c"),
        ("row.price > 10", "ab"),
        ("row.price >= 10", "a"),
        ("10 > row.price", "bc"),
        ("row.price == 10.00", "ac"),
        ("row.price == \"10.00\"", "abc"),
        ("row.kind < \"strap\"", "ab"),
        ("row.sold", "bc"),
        ("not row.sold", "a"),
        ("row.sold == false", "ac"),
        ("row.sold == \"\"", "ab"),
        ("row.kind in (\"strap\", \"ring\")", "a"),
        ("row.price in [10, 9.5]", "c"),
        ("not (row.kind == \"strap\" or row.price > 100) and true", "bc"),
        ("row.kind == \"strap\" or row.kind == \"ring\" and row.price > 100", "a"),
        ("row.id == who", "bc"),
    ] {
        let text = format!(
            "param who = \"a\"\nvary row in csv(\"t.csv\")\nskip where {condition}\nfox = ref(\"f.jpg\", row.id)\nsay \"{{who}} ...\"\n"
        );
        let files = Tables::default().with("t.csv", table);
        let ids: String = tasks(&text, &files, &plain()).iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, left, "{condition}\n{}", said(&text, &files, &plain()));
        assert_eq!(said(&text, &files, &plain()), "", "{condition}");
    }
}

#[test]
fn labels_and_values_are_compared() {
    let lights = "vary light in [noon: \"bright\", dusk: \"blue dusk\"]\nvary item in [fox, owl]\n";
    let rest = "fox = ref(\"f.jpg\")\nowl = ref(\"o.jpg\")\nitem on \"a rock\"\nlighting light\n";
    for (condition, left) in [
        ("light == dusk", "noon.fox noon.owl"),
        ("dusk != light", "dusk.fox dusk.owl"),
        ("light == \"bright\"", "dusk.fox dusk.owl"),
        ("light in (dusk, noon) and item == owl", "noon.fox dusk.fox"),
        ("item != fox or light == dusk", "noon.fox"),
    ] {
        let text = format!("{lights}skip where {condition}\n{rest}");
        let ids: Vec<_> = tasks(&text, &files(), &plain()).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.join(" "), left, "{condition}\n{}", said(&text, &files(), &plain()));
    }
}
