//! `--target`: scenes compiled and checked for other models than they name, one or several. Exit codes, streams, findings
//! that say whose they are, and that many tasks at once are what they are alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fmt::Write as _;

use folder::{Folder, Run, SCENE};

/// Suits its own model, and not those of another maker.
const OWN: &str = "size 1200x896\nseed 42\n";

fn with(name: &str, more: &str) -> Folder {
    let folder = Folder::new(&format!("targets-{name}"));
    folder.write("mug.scene", format!("{SCENE}{more}").as_bytes());
    folder
}

/// Compiles the scene for targets.
fn compile(folder: &Folder, targets: &[&str], more: &[&str]) -> Run {
    let targets = targets.iter().flat_map(|target| ["--target", target]);
    folder.run(&["compile", "mug.scene"].into_iter().chain(targets).chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn one_target_stands_in_for_the_model_in_every_form() {
    let folder = with("one", "model google:nano-banana@2.1\n");
    for name in ["google:4@2", "google-nano-banana-pro"] {
        for (form, part) in [
            ("pretty", "google:4@2"),
            ("task", "\"model\": \"google:4@2\""),
            ("jsonl", "\"model\":\"google:4@2\""),
            ("prompt", "Place the speckled stoneware mug"),
            ("plan", "\"taskUUID\""),
            ("refs", "\"mug.png\""),
            ("map", "\"rule\""),
        ] {
            let run = compile(&folder, &[name], &["--emit", form]);
            assert_eq!(run.code, 0, "{form} {run:?}");
            assert!(run.out.contains(part) && !run.out.contains("2.1"), "{form}\n{}", run.out);
        }
    }
    let own = folder.run(&["compile", "mug.scene", "--emit", "task"]).json();
    assert_eq!(own[0]["model"], "google:nano-banana@2.1");
}

#[test]
fn passes_are_made_by_the_target_too() {
    let folder = Folder::new("targets-passes");
    let scene = "mug = ref(\"mug.png\")\nshelf = ref(\"shelf.png\")\npass one { mug standing_on shelf }\n\
                 pass two from one { lighting \"blue dusk\"; model google:nano-banana@2.1 }\n";
    folder.write("mug.scene", scene.as_bytes());
    let tasks = compile(&folder, &["google:4@2"], &["--emit", "task"]).json();
    let models: Vec<_> = tasks.as_array().unwrap().iter().map(|task| task["model"].as_str().unwrap()).collect();
    assert_eq!(models, ["google:4@2", "google:4@2"]);
}

#[test]
fn a_finding_about_the_target_says_so_and_mends_nothing() {
    let folder = with("about", OWN);
    assert_eq!(folder.run(&["compile", "mug.scene"]).code, 0);
    let run = compile(&folder, &["openai:1@1"], &["--emit", "task"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    for part in [
        "the target `openai:1@1` makes no picture of 1200x896",
        "the target `openai:1@1` takes no seed",
        "help: for this target, delete the line",
    ] {
        assert!(run.err.contains(part), "{part}\n{}", run.err);
    }
    assert!(!run.err.contains("fix:"), "{}", run.err);
    // `check --fix` mends what is wrong with the scene itself.
    let check = folder.run(&["check", "mug.scene", "--target", "openai:1@1", "--fix"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert_eq!(folder.read("mug.scene"), format!("{SCENE}{OWN}"));
}

#[test]
fn what_is_wrong_with_the_scene_itself_is_said_as_ever() {
    let folder =
        with("itself", "avoid \"text\"\nmug standng_on shelf\nlighting \"soft light\"\nfoo = ref(\"mug.png\")\n");
    let plain = folder.run(&["check", "mug.scene", "--format", "short"]);
    assert!(plain.out.contains("near-miss"), "{plain:?}");
    for targets in [&["google:4@2"][..], &["google:4@2", "google:nano-banana@2.1", "krea-3"]] {
        let targets = targets.iter().flat_map(|target| ["--target", target]);
        let all: Vec<_> = ["check", "mug.scene", "--format", "short"].into_iter().chain(targets).collect();
        let run = folder.run(&all);
        assert_eq!((run.code, run.out), (plain.code, plain.out.clone()));
    }
}

#[test]
fn comments_that_allow_something_of_the_own_model_are_not_idle() {
    let folder = Folder::new("targets-allow");
    let mut scene = String::new();
    for at in 1..=11 {
        let comment = if at == 11 { " // scene: allow fidelity-limit" } else { "" };
        let _ = writeln!(scene, "a{at} = ref(\"a{at}.png\", \"toy number {at}\"){comment}");
    }
    scene += "a1 and a2 and a3 and a4 and a5 and a6 and a7 and a8 and a9 and a10 and a11 standing_on \"a table\"\n";
    folder.write("mug.scene", scene.as_bytes());
    for target in ["google:4@3", "openai:gpt-image@2"] {
        let run = compile(&folder, &[target], &[]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.err.starts_with("warning[missing-file]: ") && run.err.lines().count() == 1, "{target} {run:?}");
    }
    folder.write("mug.scene", scene.replace(" // scene: allow fidelity-limit", "").as_bytes());
    let run = compile(&folder, &["google:4@3", "openai:gpt-image@2"], &[]);
    assert!(run.err.contains("and the target `google:4@3` promises to keep 10"), "{run:?}");
}

#[test]
fn an_unknown_target_is_wrong_usage_with_advice_and_the_list() {
    let folder = with("unknown", "");
    for command in ["compile", "check"] {
        let run = folder.run(&[command, "mug.scene", "--target", "bfl:5@2"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        let first = run.err.lines().next().unwrap();
        assert!(first.contains("`bfl:5@2`") && first.contains("did you mean `bfl:5@1`?"), "{run:?}");
        assert!(run.err.lines().any(|line| line.trim_start().starts_with("krea:krea@3 ")), "{run:?}");
    }
    let odd = compile(&folder, &["a\u{1b}[31mb"], &[]);
    assert!(odd.code == 2 && !odd.err.contains('\u{1b}'), "{odd:?}");
    assert_eq!(compile(&folder, &[""], &[]).code, 2);
}

#[test]
fn several_targets_are_for_people() {
    let folder = with("machine", "");
    for form in ["prompt", "task", "jsonl", "plan", "refs", "map"] {
        let run = compile(&folder, &["google:4@2", "krea-3"], &["--emit", form]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.starts_with(&format!("error: `--emit {form}` writes the tasks of one target")), "{run:?}");
    }
}

#[test]
fn a_target_given_twice_counts_once() {
    let folder = with("twice", "");
    let once = compile(&folder, &["google:4@2"], &["--emit", "prompt"]);
    let twice = compile(&folder, &["google:4@2", "google-nano-banana-pro"], &["--emit", "prompt"]);
    assert_eq!((twice.code, &twice.out), (0, &once.out));
    assert_eq!(
        twice.err,
        "note: the target `google-nano-banana-pro`, which is `google:4@2`, is given twice and counts once\n"
    );
}

#[test]
fn several_targets_stand_together() {
    let folder = with("several", "results 2\n");
    let run = compile(&folder, &["google:4@3", "google:4@2", "openai:gpt-image@2"], &[]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    assert!(run.out.starts_with("mug.scene\n\n  1  mug    mug.png\n  2  shelf  shelf.png\n\n"), "{}", run.out);
    for part in ["google:4@3\n", "google:4@2\n", "GPT Image 2, openai:gpt-image@2\n", "  model  ", "2 of 14", "2 of 16"]
    {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    assert!(run.out.contains("  every target alike\n") && run.out.contains("results  2\n"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}') && run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    // Prompts that are the same are written once.
    assert_eq!(run.out.matches("Place the speckled stoneware mug from the first image").count(), 1, "{}", run.out);
}

#[test]
fn a_target_that_fails_is_told_and_the_others_are_shown() {
    let folder = with("fails", OWN);
    let run = compile(&folder, &["openai:1@1", "google:4@3"], &[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.out.contains("  GPT Image 1, openai:1@1\n    error: `openai:1@1` makes no picture of 1200x896\n"),
        "{run:?}"
    );
    assert!(run.out.contains("Place the speckled stoneware mug") && run.out.contains("1200x896\n"), "{run:?}");
    assert!(run.err.contains("the target `openai:1@1` takes no seed"), "{run:?}");
    assert!(run.err.ends_with("2 errors in 1 file\n"), "{run:?}");
}

#[test]
fn what_all_targets_share_is_said_once() {
    let folder = with("share", "mug standng_on shelf\nlamp = ref(\"gone.png\")\nlamp beside mug\n");
    let run = compile(&folder, &["google:4@3", "google:4@2", "krea-3"], &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err.matches("is not a known relation").count(), 1, "{run:?}");
    assert_eq!(run.err.matches("there is no file").count(), 1, "{run:?}");
    assert!(!run.err.contains("target"), "{run:?}");
    let broken = with("broken", "mug standing_on shelv\n");
    let run = compile(&broken, &["google:4@3", "google:4@2"], &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.ends_with("1 error in 1 file\n"), "{run:?}");
}

#[test]
fn the_view_goes_into_a_file_as_a_whole() {
    let folder = with("file", OWN);
    let shown = compile(&folder, &["google:4@3", "openai:1@1"], &[]);
    let run = compile(&folder, &["google:4@3", "openai:1@1"], &["-o", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert_eq!(folder.read("out.txt"), shown.out);
    for needed in ["mug.scene", "mug.png"] {
        let run = compile(&folder, &["google:4@3", "openai:1@1"], &["-o", needed]);
        assert_eq!(run.code, 2, "{run:?}");
    }
}

#[test]
fn variants_are_shown_up_to_a_number_that_can_be_read() {
    let folder = Folder::new("targets-vary");
    let sizes: Vec<String> = (0..25).map(|at| format!("\"colour {at}\"")).collect();
    let scene = format!(
        "vary colour in [{}]\nmug = ref(\"mug.png\")\nmug standing_on \"a {{colour}} shelf\"\n",
        sizes.join(", ")
    );
    folder.write("mug.scene", scene.as_bytes());
    let targets = ["google:4@3", "krea-3"];
    let run = compile(&folder, &targets, &[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("`mug.scene` makes 25 tasks") && run.err.contains("`--only colour-0`"), "{run:?}");
    let run = compile(&folder, &targets, &["--only", "colour-1?"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out.matches("mug.scene: colour-1").count(), 10, "{run:?}");
    assert!(run.err.starts_with("10 tasks: "), "{run:?}");
    assert!(run.out.contains("\n  model         tasks   price of all\n  google:4@3    10      about $0."), "{run:?}");
    // More than the scene may make is an error of the scene.
    assert_eq!(compile(&folder, &targets, &["--max-tasks", "3"]).code, 1);
}

#[test]
fn files_that_make_no_task_are_noted_once() {
    let folder = with("library", "");
    folder.write("brand.scene", b"logo = ref(\"mug.png\")\npreset plain { style \"plain\" }\n");
    folder.write("mug.scene", format!("use \"brand.scene\"\n{SCENE}").as_bytes());
    let run = folder.run(&["compile", ".", "--target", "google:4@3", "--target", "krea-3"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err.matches("makes no task").count(), 1, "{run:?}");
    assert!(!run.out.contains("brand.scene"), "{run:?}");
}

#[test]
fn check_says_for_which_target_a_scene_is_not_sound() {
    let folder = with("check", OWN);
    let check = |targets: &[&str]| {
        let targets = targets.iter().flat_map(|target| ["--target", target]);
        folder.run(&["check", "mug.scene", "--format", "short"].into_iter().chain(targets).collect::<Vec<_>>())
    };
    assert_eq!(check(&["google:4@3"]).code, 0);
    let run = check(&["google:4@3", "openai:1@1", "openai:gpt-image@2"]);
    assert_eq!(run.code, 1, "{run:?}");
    let errors: Vec<_> = run.out.lines().filter(|line| line.contains("takes no seed")).collect();
    assert_eq!(errors.len(), 2, "{run:?}");
    assert!(errors[0].ends_with("error[bad-setting]: the target `openai:1@1` takes no seed"), "{run:?}");
}

#[test]
fn many_tasks_for_a_target_are_what_they_are_alone() {
    let folder = Folder::new("targets-batch");
    let titles = [
        "Rattan armchair",
        "an oak bench",
        "two lamps",
        "\"Anna\"\"s chair\"",
        "椅子",
        "LED lamp",
        "e\u{301}tal 🪑",
        "12 candles",
    ];
    let mut rows = "sku,title,image\n".to_owned();
    for at in 0..240 {
        let _ = writeln!(rows, "s{at},{},img/{at}.jpg", titles[at * 5 % titles.len()]);
    }
    folder.write("products.csv", rows.as_bytes());
    let scene = "vary row in csv(\"products.csv\", id: \"sku\")\nchair = ref(row.image, row.title)\nshelf = ref(\"shelf.png\")\n\
                 chair standing_on shelf\nsay \"{row.title} for {chair}.\"\navoid \"text\"\n";
    folder.write("mug.scene", scene.as_bytes());
    for target in
        ["google:4@2", "openai:gpt-image@2", "bfl:5@1", "runway:4@1", "klingai-image-o3", "xai:grok-imagine@image-2.0"]
    {
        let out = |form: &str| {
            let run = compile(&folder, &[target], &["--emit", form]);
            assert_eq!(run.code, 0, "{target} {}", run.err);
            run.out
        };
        let quick: Vec<serde_json::Value> =
            out("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let slow: Vec<serde_json::Value> = serde_json::from_str(&out("task")).unwrap();
        assert_eq!(quick.len(), 240);
        assert!(quick == slow, "{target}");
    }
}

#[test]
fn a_service_gets_bodies_of_its_own() {
    let folder = with("service", "size 4:3 at 2k\n");
    let task = compile(&folder, &["gemini"], &["--emit", "task"]);
    assert_eq!(task.code, 0, "{task:?}");
    let body = task.json();
    assert_eq!(body["generationConfig"]["imageConfig"]["imageSize"], "2K", "{body}");
    let lines = compile(&folder, &["gemini/google:4@3"], &["--emit", "jsonl"]);
    assert_eq!(lines.json(), body);
    assert_eq!(lines.out.lines().count(), 1);
    let curl = compile(&folder, &["gemini"], &["--emit", "curl"]);
    assert!(curl.code == 0 && curl.out.contains("GEMINI_API_KEY"), "{curl:?}");
    let prompt = compile(&folder, &["openai/openai:1@1"], &["--emit", "prompt"]);
    assert_eq!(prompt.code, 1, "this model makes other sizes: {prompt:?}");
    // Runware takes what it takes without a target.
    let own = folder.run(&["compile", "mug.scene", "--emit", "task"]);
    assert_eq!(compile(&folder, &["runware"], &["--emit", "task"]).out, own.out);
}

#[test]
fn a_service_takes_one_task_a_request_and_any_number_of_lines() {
    let folder = Folder::new("targets-bodies");
    let numbers: Vec<String> = (0..240).map(|at| format!("\"colour {at}\"")).collect();
    let scene = format!(
        "vary colour in [{}]\nmug = ref(\"mug.png\")\nmug standing_on \"a {{colour}} shelf\"\n",
        numbers.join(", ")
    );
    folder.write("mug.scene", scene.as_bytes());
    let run = compile(&folder, &["gemini"], &["--emit", "task"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("takes one task a request") && run.err.contains("`--emit jsonl`"), "{run:?}");
    let lines = compile(&folder, &["gemini"], &["--emit", "jsonl"]);
    assert_eq!((lines.code, lines.out.lines().count()), (0, 240));
    let one = compile(&folder, &["gemini"], &["--emit", "task", "--only", "colour-200"]).json();
    let line: serde_json::Value = serde_json::from_str(lines.out.lines().nth(200).unwrap()).unwrap();
    assert_eq!(line, one);
    let wrong = compile(&folder, &["gemini/bfl:5@1"], &[]);
    assert!(wrong.code == 2 && wrong.err.contains("Gemini does not serve `bfl:5@1`"), "{wrong:?}");
}

#[test]
fn what_a_service_leaves_out_is_said_of_the_target() {
    let folder = with("leaves-out", "seed 42\n");
    let run = compile(&folder, &["gemini"], &["--emit", "task"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("for the target `gemini`: `seed 42` is left out of the request"), "{run:?}");
    let both = compile(&folder, &["google:4@3", "gemini", "gemini/google:4@2"], &[]);
    assert_eq!(both.code, 0, "{both:?}");
    assert!(both.out.contains("Nano Banana 2 (gemini-3.1-flash-image), gemini/google:4@3\n"), "{both:?}");
    assert!(both.out.contains("  seed") && both.out.contains("a new one each time"), "{both:?}");
}

#[test]
fn a_target_may_be_a_model_of_the_project_of_each_scene() {
    let folder = Folder::new("targets-own");
    for (project, most) in [("one", 6), ("two", 1)] {
        std::fs::create_dir(folder.0.join(project)).unwrap();
        folder.write(&format!("{project}/scene.toml"), b"");
        folder.write(&format!("{project}/mug.scene"), SCENE.as_bytes());
        let model = format!(
            "[models.\"acme:1@1\"]\nlike = \"google:4@3\"\nname = \"Acme {project}\"\nreferences = {{ min = 1, max = {most} }}\n"
        );
        folder.write(&format!("{project}/models.toml"), model.as_bytes());
    }
    let run =
        |arguments: &[&str]| folder.run(&["compile"].into_iter().chain(arguments.iter().copied()).collect::<Vec<_>>());
    let one = run(&["one", "--target", "acme-1-1", "--emit", "task"]);
    assert_eq!(one.json()[0]["model"], "acme:1@1", "{one:?}");
    let both = run(&["one", "two", "--target", "acme:1@1", "--target", "google:4@3"]);
    assert_eq!(both.code, 1, "{both:?}");
    assert!(
        both.out.contains("  Acme one, acme:1@1\n") && both.out.contains("  Acme two, acme:1@1\n    error: "),
        "{both:?}"
    );
    assert!(both.err.contains("the target `acme:1@1` takes 1"), "{both:?}");
    // A project that lacks it is told of.
    assert_eq!(run(&["one", "mug.scene", "--target", "acme:1@1"]).code, 2);
    // Models with errors are said first: they may be those that are meant.
    folder.write("one/models.toml", b"[models.\"acme:1@1\"]\nlike = \"goggle\"\n");
    let broken = run(&["one", "--target", "acme:1@1", "--target", "google:4@3"]);
    assert_eq!((broken.code, broken.out.as_str()), (1, ""), "{broken:?}");
    assert!(broken.err.contains("models.toml") && broken.err.contains("goggle"), "{broken:?}");
}
