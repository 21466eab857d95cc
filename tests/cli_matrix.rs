//! The commands on scenes with variables: ids, streams, flags, and that half a batch is never written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use folder::{Folder, PNG};

const SCENE: &str = "vary row in csv(\"products.csv\", id: \"sku\")
vary light in [\"noon sun\", dusk: \"blue dusk\"]
skip where row.kind == \"cup\" and light == dusk
piece = ref(row.image, row.title)
piece standing_on \"an oak shelf\"
lighting light
";

const PRODUCTS: &str = "sku,title,image,kind\nM-1,stoneware mug,mug.png,mug\nC-1,tea cup,mug.png,cup\n";

fn catalogue(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("shop.scene", SCENE.as_bytes());
    folder.write("products.csv", PRODUCTS.as_bytes());
    folder
}

#[test]
fn the_count_is_said_before_anything_is_written() {
    let run = catalogue("count").run(&["compile", "shop.scene", "--emit", "prompt"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err, "3 tasks: 2 rows of csv \"products.csv\" x 2 of light, 1 left out\n");
    assert_eq!(
        run.out,
        "Create one scene: the stoneware mug from the first image standing on an oak shelf, noon sun.\n\n\
         Create one scene: the stoneware mug from the first image standing on an oak shelf, blue dusk.\n\n\
         Create one scene: the tea cup from the first image standing on an oak shelf, noon sun.\n"
    );
}

#[test]
fn every_form_has_every_task() {
    let folder = catalogue("forms");
    let out = |form: &str| folder.run(&["compile", "shop.scene", "--emit", form]).out;
    let array: serde_json::Value = serde_json::from_str(&out("task")).unwrap();
    let lines: Vec<serde_json::Value> = out("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array.as_array().unwrap(), &lines);
    assert_eq!(lines.len(), 3);
    for form in ["plan", "refs", "map"] {
        let stream = out(form);
        let values = serde_json::Deserializer::from_str(&stream).into_iter::<serde_json::Value>();
        let ids: Vec<String> = values.map(|it| it.unwrap()["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, ["m-1.noon-sun", "m-1.dusk", "c-1.noon-sun"], "{form}");
    }
    assert_eq!(out("pretty").matches("shop.scene: ").count(), 3);
    let file = folder.run(&["compile", "shop.scene", "--emit", "task", "-o", "out.json"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    assert_eq!(folder.read("out.json"), out("task"));
}

#[test]
fn values_and_tasks_are_chosen() {
    let folder = catalogue("chosen");
    let prompts = |arguments: &[&str]| {
        let run = folder.run(&[&["compile", "shop.scene", "--emit", "prompt"], arguments].concat());
        assert_eq!(run.code, 0, "{run:?}");
        run.out.matches("Create").count()
    };
    assert_eq!(prompts(&["--only", "m-*"]), 2);
    assert_eq!(prompts(&["--only", "M-1.dusk", "--only", "c-1.*"]), 2);
    assert_eq!(prompts(&["--set", "light=dusk"]), 1);
    assert_eq!(prompts(&["--set", "light=red neon"]), 2);
    assert_eq!(prompts(&["--set", "light=red neon", "--set", "light=dusk"]), 1);
    for (arguments, said) in [
        (&["--only", "m-2"][..], "no task has an id like `m-2`; there are `m-1.noon-sun`, `m-1.dusk`, `c-1.noon-sun`"),
        (&["--only", "M-1"], "no task has an id like `M-1`; write `M-1*`"),
        (&["--only", "m-*", "--only", "x"], "no task has an id like `x`"),
        (&["--set", "ligt=x"], "no `param` or `vary` is called `ligt`; did you mean `light`?"),
        (&["--set", "light"], "write NAME=VALUE"),
        (&["--set", "light=a\u{1b}b"], "the value holds a control character"),
        (&["--max-tasks", "many"], "invalid value 'many'"),
    ] {
        let run = folder.run(&[&["compile", "shop.scene"], arguments].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
    let plain = folder.run(&["compile", "mug.scene", "--set", "a=b"]);
    assert!(plain.code == 2 && plain.err.contains("the scene has no variables"), "{plain:?}");
    folder.write("param.scene", b"param words = \"a shelf\"\nmug = ref(\"mug.png\")\nmug on \"{words}\"\n");
    for scene in ["mug.scene", "param.scene"] {
        let none = folder.run(&["compile", scene, "--only", "x"]);
        assert!(none.code == 2 && none.err.contains("a scene that varies something, and there is none"), "{none:?}");
    }
}

#[test]
fn too_many_tasks_are_an_error_with_the_count_and_the_flag() {
    let folder = catalogue("most");
    let run = folder.run(&["compile", "shop.scene", "--emit", "jsonl", "--max-tasks", "2"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(
        run.err.contains("these are 3 tasks, and at most 2 are made") && run.err.contains("--max-tasks 3"),
        "{run:?}"
    );
    assert_eq!(folder.run(&["compile", "shop.scene", "--max-tasks", "3"]).code, 0);
}

#[test]
fn one_bad_row_stops_the_batch_and_hides_no_other() {
    let folder = catalogue("bad");
    folder.write(
        "products.csv",
        b"sku,title,image,kind\nM-1,,mug.png,mug\nC-1,tea cup,../mug.png,cup\nB-1,bowl,mug.png,\xFF\n",
    );
    let run = folder.run(&["compile", "shop.scene", "--emit", "jsonl"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("the cell `title` in row 1 (line 2) of `products.csv` is empty"), "{run:?}");
    let check = folder.run(&["check", "shop.scene", "--format", "short"]);
    assert_eq!(check.code, 1);
    assert!(
        check.out.contains("error[bad-data]: the cell `title` in row 1 (line 2) of `products.csv` is empty\n"),
        "{check:?}"
    );
    assert!(
        check.out.contains("error[outside-project]: ") && check.out.contains("(in the task `c-1.noon-sun`)"),
        "{check:?}"
    );
}

#[test]
fn check_says_a_finding_of_many_tasks_once() {
    let folder = catalogue("once");
    folder.write("shop.scene", SCENE.replace("standing_on", "standng_on").as_bytes());
    let run = folder.run(&["check", "shop.scene", "--format", "short"]);
    assert_eq!(run.out.matches("near-miss").count(), 1, "{run:?}");
    assert!(run.out.contains("`standng_on` is not a known relation (in all 3 tasks)"), "{run:?}");
    let table = PRODUCTS.replace("C-1,tea cup,mug.png", "C-1,tea cup,lost.png");
    folder.write("products.csv", table.as_bytes());
    let run = folder.run(&["check", "shop.scene", "--format", "short"]);
    assert!(run.out.contains("there is no file `lost.png` (in the task `c-1.noon-sun`)"), "{run:?}");
}

#[test]
fn a_comment_has_to_allow_something_in_one_task_only() {
    let folder = catalogue("allow");
    let scene = SCENE.replace("standing_on \"an oak shelf\"", "standing_on row.kind // scene: allow missing-article");
    folder.write("shop.scene", scene.as_bytes());
    folder.write("products.csv", PRODUCTS.replace(",cup\n", ",an oak shelf\n").as_bytes());
    let run = folder.run(&["check", "shop.scene", "--format", "short", "--only", "*noon*"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
}

#[test]
fn data_outside_the_project_is_not_read() {
    let folder = catalogue("outside");
    let scene = SCENE.replace("products.csv", "../products.csv");
    std::fs::create_dir(folder.0.join("inner")).unwrap();
    folder.write("inner/shop.scene", scene.as_bytes());
    let run = folder.run(&["check", "inner/shop.scene", "--format", "short"]);
    assert!(run.code == 1 && run.out.contains("error[outside-project]: `../products.csv` lies outside"), "{run:?}");
    let run = folder.run(&["compile", "inner/shop.scene", "--allow-read", "products.csv", "--emit", "prompt"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_large_batch_is_streamed_and_may_be_cut_off() {
    let folder = catalogue("large");
    let mut table = "sku,title,image,kind\n".to_owned();
    for row in 0..2_000 {
        writeln!(
            table,
            "S-{row},mug number {row} of a long row of stoneware mugs with thin handles and brown rims,mug.png,mug"
        )
        .unwrap();
    }
    folder.write("products.csv", table.as_bytes());
    let run = folder.run(&["compile", "shop.scene", "--emit", "jsonl", "--max-tasks", "20000"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.lines().count(), 4_000);
    assert!(
        run.out.len() > 1 << 20 && run.err.contains("images were looked for in the first 1000 tasks"),
        "{}",
        run.err
    );
    let mut child = folder.scene();
    child.args(["compile", "shop.scene", "--emit", "jsonl", "--max-tasks", "20000"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(first.starts_with("{\"taskType\"") && !String::from_utf8(ended.stderr).unwrap().contains("error"));
}

#[test]
fn images_are_put_into_every_task() {
    let folder = catalogue("inline");
    folder.write("mug.png", PNG);
    let run = folder.run(&["compile", "shop.scene", "--emit", "jsonl", "--inline"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out.matches("data:image/png;base64,").count(), 3);
}

#[test]
fn what_the_scene_needs_is_not_replaced_by_what_comes_of_it() {
    let folder = catalogue("needed");
    folder.write("scene.toml", b"");
    for (file, what) in [("products.csv", "a data file of the scene"), ("scene.toml", "the settings of the project")] {
        let before = folder.read(file);
        for form in ["task", "jsonl"] {
            let run = folder.run(&["compile", "shop.scene", "--emit", form, "-o", file]);
            assert_eq!(run.code, 2, "{run:?}");
            assert!(run.err.contains(&format!("`{file}` is {what}; -o would replace it")), "{run:?}");
        }
        assert_eq!(folder.read(file), before);
    }
}

#[test]
fn plans_say_which_task_is_which() {
    let folder = catalogue("joined");
    let plans = folder.run(&["compile", "shop.scene", "--emit", "plan"]).out;
    let plans = serde_json::Deserializer::from_str(&plans).into_iter::<serde_json::Value>();
    let named: Vec<String> =
        plans.map(|plan| plan.unwrap()["passes"][0]["taskUUID"].as_str().unwrap().to_owned()).collect();
    let lines = folder.run(&["compile", "shop.scene", "--emit", "jsonl"]).out;
    let made: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["taskUUID"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, made);
}

#[test]
fn a_skip_that_leaves_nothing_out_and_a_row_that_was_cut_off_are_told() {
    let folder = catalogue("unskipped");
    folder.write("shop.scene", SCENE.replace("\"cup\"", "\"cpu\"").as_bytes());
    let run = folder.run(&["compile", "shop.scene", "--emit", "prompt"]);
    assert!(run.err.starts_with("4 tasks: 2 rows of csv \"products.csv\" x 2 of light, none left out\n"), "{run:?}");
    folder.write("products.csv", PRODUCTS.replace(",mug.png,cup", ",mug.png").as_bytes());
    let run = folder.run(&["check", "shop.scene", "--format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("the cell `kind` in row 2 (line 3) of `products.csv` is missing"), "{run:?}");
    let run = catalogue("starred").run(&["compile", "shop.scene", "--only", "noon-sun"]);
    assert!(run.err.contains("write `*noon-sun`"), "{run:?}");
}
