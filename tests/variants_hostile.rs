//! Passes, variables and data that mean harm, or are meant well and go wrong. What is checked: what is said of them, and
//! that it ends soon.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string, clippy::format_collect)] // scenes are written piece by piece

mod support {
    #[allow(dead_code)] // what only other tests ask
    pub mod tables;
}

use std::time::{Duration, Instant};

use scenewright::compile::{Compiled, Input, compile};

use support::tables::Tables;

/// What would take minutes takes less than this, on a slow machine and without optimisation.
const SOON: Duration = Duration::from_secs(30);

fn compiled(text: &str, files: &Tables) -> Compiled {
    let start = Instant::now();
    let compiled = compile(&Input { name: "a.scene", text, files, ..Input::default() });
    assert!(start.elapsed() < SOON, "it took {:?}", start.elapsed());
    compiled
}

/// The codes and messages of the errors.
fn errors(text: &str, files: &Tables) -> Vec<String> {
    let found = compiled(text, files).diagnostics;
    let errors = found.iter().filter(|finding| finding.is_error());
    errors.map(|finding| format!("{}: {}", finding.code.name(), finding.message)).collect()
}

const TOO_MUCH: &str = "scene-too-large: the values of variables fill more than 4 MiB here";

#[test]
fn values_that_double_are_cut_off() {
    for first in ["ha ha ha ha", "{mug} and {mug}"] {
        let mut text = format!("mug = ref(\"mug.jpg\")\nparam p0 = \"{first}\"\n");
        for n in 1..100 {
            text += &format!("param p{n} = \"{{p{}}}{{p{}}}\"\n", n - 1, n - 1);
        }
        text += "say \"{p99}\"\n";
        assert_eq!(errors(&text, &Tables::default()), [TOO_MUCH]);
    }
    let mut copies = format!("mug = ref(\"mug.jpg\")\nparam p0 = \"{}\"\n", "{mug}".repeat(50_000));
    for n in 1..100 {
        copies += &format!("param p{n} = p{}\n", n - 1);
    }
    assert_eq!(errors(&copies, &Tables::default()), [TOO_MUCH]);
}

#[test]
fn values_that_fill_a_scene_are_cut_off() {
    let scene = format!("param p = \"{}\"\nsay \"{}\"\n", "x".repeat(100_000), "{p}".repeat(100_000));
    assert!(errors(&scene, &Tables::default()).contains(&TOO_MUCH.to_owned()));
    let mut bound = format!("param p = \"{}\"\n", "x".repeat(900));
    for n in 0..100 {
        bound += &format!("e{n} = prop(\"{}\")\ne{n} on \"x\"\n", "{p}".repeat(100));
    }
    assert!(errors(&bound, &Tables::default()).contains(&TOO_MUCH.to_owned()));
}

#[test]
fn many_values_in_one_string_are_put_in_quickly() {
    let scene = format!("param p = \"xxxxxxxx\"\nsay \"{}\"\n", "{p}".repeat(250_000));
    let found = errors(&scene, &Tables::default());
    assert!(found.len() == 1 && found[0].starts_with("prompt-too-long"), "{found:?}");
}

fn wide(columns: usize) -> Tables {
    let names: Vec<String> = (0..columns).map(|n| format!("c{n}")).collect();
    let cells: Vec<&str> = (0..columns).map(|_| "x").collect();
    Tables::default().with("wide.csv", format!("id,{}\na,{}\n", names.join(","), cells.join(",")))
}

#[test]
fn wide_tables_are_read_quickly() {
    let said: String = (0..50_000).map(|n| format!("{{row.c{n}}}")).collect();
    let found = errors(&format!("vary row in csv(\"wide.csv\")\nsay \"{said}\"\n"), &wide(50_000));
    assert!(found.len() == 1 && found[0].starts_with("prompt-too-long"), "{found:?}");
    let unknown: String = (0..20_000).map(|n| format!("{{row.d{n}}}")).collect();
    let found = errors(&format!("vary row in csv(\"wide.csv\")\nsay \"{unknown}\"\n"), &wide(2_000));
    assert_eq!(found.len(), 1_001);
    assert!(found.contains(&"too-many-findings: the variables have more than 1000 findings".to_owned()));
}

#[test]
fn unknown_names_in_conditions_are_not_advised_for_ever() {
    let tests: Vec<String> = (0..5_000).map(|n| format!("x{n} == 1")).collect();
    let labels: Vec<String> = (0..5_000).map(|n| format!("l{n}: \"w{n}\"")).collect();
    let text = format!("vary v in [{}]\nskip where {}\nsay \"{{v}}\"\n", labels.join(", "), tests.join(" or "));
    assert_eq!(errors(&text, &Tables::default()).len(), 1_001);
}

#[test]
fn what_is_held_in_memory_is_taken_apart_once() {
    let inner = format!("[{{\"id\": \"b\", \"x\": \"cup\", \"y\": \"{}\"}}]", "y".repeat(500_000));
    let rows: String = (0..20_000).map(|n| format!("{n},x\n")).collect();
    let files = Tables::default().with("outer.csv", format!("id,x\n{rows}")).with("inner.json", inner);
    let scene =
        "vary a in csv(\"outer.csv\")\nvary b in json(\"inner.json\")\nskip where a.id != \"1\"\nsay \"{b.x}\"\n";
    assert_eq!(compiled(scene, &files).pass().prompt, "Create one scene. Cup.");
}

#[test]
fn a_column_goes_before_one_that_is_written_like_it() {
    let files = Tables::default().with("a.csv", "id,the title,the_title\na,jar,cup\n");
    let found = compiled("vary row in csv(\"a.csv\")\nsay \"A {row.the_title}\"\n", &files);
    assert_eq!(found.pass().prompt, "Create one scene. A cup.");
    let found = compiled("vary row in csv(\"a.csv\", id: \"the title\")\nsay \"A {row.the_title}\"\n", &files);
    assert_eq!(found.pass().prompt, "Create one scene. A cup.");
}

fn elements(count: usize) -> String {
    (0..count).map(|n| format!("e{n} = ref(\"i{n}.jpg\", \"thing number {n}\")\n")).collect()
}

#[test]
fn many_statements_outside_of_many_passes_are_placed_quickly() {
    let mut text = elements(1_000) + "pass p0 { e0 beside e1 }\n";
    for n in 1..100 {
        text += &format!("pass p{n} from p{} {{ e{} beside e{} }}\n", n - 1, n * 3, n * 3 + 1);
    }
    for n in 0..3_800 {
        text += &format!("e{} beside e{}\n", (n * 3) % 1_000, (n * 5 + 1) % 1_000);
    }
    let found = errors(&text, &Tables::default());
    assert!(found.iter().any(|it| it.starts_with("too-many-references")), "{found:?}");
}

#[test]
fn many_looks_are_planned_quickly() {
    let mut text = elements(200) + "passes 1\n";
    for n in 0..790 {
        text += &format!("pose of e{} from e{}\n", (n * 13) % 200, (n * 7 + 1) % 200);
    }
    assert!(compiled(&text, &Tables::default()).passes.len() > 10);
}
