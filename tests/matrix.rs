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
    then(&open(&Input { name: "a.scene", text, files, strict_files: false }, options))
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
    let out = shown(CATALOGUE, &files(), &plain());
    assert_eq!(out, "", "{out}");
}
