//! `scene plan`: what is told of a run before it is made, with and without a journal; the file of a plan, and that nothing
//! but what was planned is sent.
#![cfg(feature = "submit")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/service/mod.rs"]
mod service;
#[path = "support/till.rs"]
mod till;

use std::fs;

use scenewright::submit::journal::{Bound, Move, RunSpec};
use scenewright::submit::{Class, Failure, Job, Journal, Key, State};
use serde_json::Value;

use folder::{Folder, PNG, Run};
use till::Till;

/// The variable of the key.
const KEY: &str = "RUNWARE_API_KEY";

const PASSES: &str = "model \"google:4@3\"
mug   = ref(\"mug.png\", \"speckled stoneware mug\")
shelf = ref(\"shelf.png\", \"oak shelf\")
pass base {
  size 1200x896
  mug on shelf
}
pass night from base {
  lighting \"lamp light\"
}
";

const CATALOGUE: &str = "use \"parts/board.scene\"
vary row in csv(\"data/products.csv\", id: \"sku\")
vary light in [\"noon sun\", dusk: \"blue dusk\"]
piece = ref(row.image, row.title)
piece standing_on board
lighting light
size 1200x896
";

const BOARD: &str = "board = ref(\"../shelf.png\", \"oak shelf\")
preset soft {
  lighting \"soft light\"
}
";

const PRODUCTS: &str = "sku,title,image\nM-1,stoneware mug,mug.png\nC-1,tea cup,cup.png\n";

/// A project with a catalogue, and without a key.
fn catalogue(name: &str) -> Folder {
    let folder = Folder::new(name);
    for below in ["data", "parts"] {
        fs::create_dir(folder.0.join(below)).unwrap();
    }
    folder.write("scene.toml", b"");
    folder.write("shop.scene", CATALOGUE.as_bytes());
    folder.write("data/products.csv", PRODUCTS.as_bytes());
    folder.write("parts/board.scene", BOARD.as_bytes());
    folder.write("cup.png", include_bytes!("photos/twin_a.png"));
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(folder.scene().env_remove(KEY).args(arguments).output().unwrap())
}

fn plan(folder: &Folder, arguments: &[&str]) -> Value {
    let run = run(folder, &[&["plan", "--out", "-"], arguments].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run.json()
}

/// What `scene submit` says of a plan. Without a key it sends nothing, whatever it says.
fn submit(folder: &Folder) -> Run {
    run(folder, &["submit", "--plan", "plan.json"])
}

#[test]
fn the_summary_comes_first_and_the_table_after() {
    let folder = Folder::new("plan-table");
    folder.write("watch.scene", PASSES.as_bytes());
    let run = run(&folder, &["plan", "mug.scene", "watch.scene"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    insta::assert_snapshot!(run.out);
    assert!(!folder.0.join(".scene").exists(), "a plan leaves nothing behind");
}

#[test]
fn a_catalogue_is_planned_task_by_task() {
    let folder = catalogue("plan-catalogue");
    let told = run(&folder, &["plan", "."]);
    assert_eq!(told.code, 0, "{told:?}");
    insta::assert_snapshot!(told.out);
    assert_eq!(
        told.err,
        "4 tasks: 2 rows of csv \"data/products.csv\" x 2 of light\n\
         note: `parts/board.scene` holds what other scenes use, and makes no task\n"
    );
    let few = run(&folder, &["plan", "shop.scene", "--only", "m-*", "--set", "light=dusk"]);
    assert!(few.out.starts_with("1 picture to make in 1 task\n2 images to upload ("), "{few:?}");
    let none = run(&folder, &["plan", "parts/board.scene"]);
    assert_eq!((none.code, none.out.as_str()), (0, "nothing to make\n"), "{none:?}");
}

#[test]
fn scenes_with_errors_have_no_plan() {
    let folder = Folder::new("plan-errors");
    folder.write("bad.scene", b"mug = ref(\"gone.png\")\nmug on \"a shelf\"\n");
    folder.write("plan.json", b"mine");
    for arguments in [&["plan", "mug.scene", "bad.scene"][..], &["plan", "bad.scene", "--out", "plan.json"]] {
        let run = run(&folder, arguments);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
        assert!(run.err.contains("gone.png") && run.err.contains("error"), "a path is never sent as text: {run:?}");
        assert_eq!(run.err.matches("there is no file `gone.png`").count(), 1, "it is said once: {run:?}");
    }
    assert_eq!(folder.read("plan.json"), "mine");
    folder.write("gone.png", b"no image at all");
    let run = run(&folder, &["plan", "bad.scene"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
}

#[test]
fn scenes_of_two_projects_are_planned_one_by_one() {
    let folder = Folder::new("plan-projects");
    fs::create_dir(folder.0.join("other")).unwrap();
    folder.write("other/scene.toml", b"");
    folder.write(
        "other/a.scene",
        b"model \"google:4@3\"\nmug = ref(\"https://a.example/mug.png\", \"mug\")\nmug on \"a shelf\"\n",
    );
    let run = run(&folder, &["plan", "mug.scene", "other/a.scene"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("`mug.scene` and `other/a.scene` belong to different projects"), "{run:?}");
}

#[test]
fn a_task_without_files_has_the_id_that_compile_writes() {
    let folder = Folder::new("plan-id");
    folder.write(
        "far.scene",
        b"mug = ref(\"https://a.example/mug.png\", \"mug \\\"of\\\" \xC3\xBCber\")\nmug on \"a shelf\"\nsize 1200x896\nseed 7\n",
    );
    let task = run(&folder, &["compile", "far.scene", "--emit", "task"]).json();
    let plan = plan(&folder, &["far.scene"]);
    assert_eq!(plan["jobs"][0]["taskUUID"], task[0]["taskUUID"]);
    assert!(task[0]["taskUUID"].is_string());
    assert_eq!(plan["inputs"], serde_json::json!([]));
}

#[test]
fn a_plan_is_the_same_bytes_wherever_it_is_made() {
    let (folder, other) = (catalogue("plan-same"), catalogue("plan-other-folder"));
    for folder in [&folder, &other] {
        let run = run(folder, &["plan", "shop.scene", "--out", "plan.json", "--set", "light=dusk"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.err.ends_with("note: the plan is in `plan.json`; send it with `scene submit --plan plan.json`\n"));
        assert!(run.out.contains("\n  scene   task"), "the table is shown all the same: {run:?}");
    }
    let text = folder.read("plan.json");
    assert_eq!(text, other.read("plan.json"));
    insta::assert_snapshot!(text.replacen(env!("CARGO_PKG_VERSION"), "VERSION", 1));
    let absolute = folder.0.join("shop.scene");
    run(&folder, &["plan", absolute.to_str().unwrap(), "--set", "light=dusk", "--out", "again.json"]);
    assert_eq!(folder.read("again.json"), text, "no path of this machine is in it");
    assert_eq!(run(&folder, &["plan", "shop.scene", "--set", "light=dusk", "--out", "-"]).out, text);
}

#[test]
fn a_later_pass_depends_on_the_task_that_it_needs() {
    let folder = Folder::new("plan-passes");
    folder.write("watch.scene", PASSES.as_bytes());
    let plan = plan(&folder, &["watch.scene"]);
    let (base, night) = (&plan["jobs"][0], &plan["jobs"][1]);
    assert_eq!((&base["pass"], &night["pass"]), (&"base".into(), &"night".into()));
    assert_eq!(night["dependsOn"], serde_json::json!([base["taskUUID"]]));
    assert_eq!(base["dependsOn"], serde_json::json!([]));
    let before = night["taskUUID"].clone();
    folder.write("mug.png", include_bytes!("photos/square_shelf.png"));
    assert_ne!(self::plan(&folder, &["watch.scene"])["jobs"][1]["taskUUID"], before, "its picture will be another one");
}

#[test]
fn a_plan_goes_over_nothing_that_it_needs() {
    let folder = catalogue("plan-over");
    folder.write("models.toml", b"");
    fs::create_dir(folder.0.join(".scene")).unwrap();
    folder.write(".scene/journal.db", b"");
    let before = |name: &str| fs::read(folder.0.join(name)).unwrap();
    for name in [
        "shop.scene",
        "parts/board.scene",
        "data/products.csv",
        "mug.png",
        "scene.toml",
        "models.toml",
        ".scene/journal.db",
    ] {
        let bytes = before(name);
        let run = run(&folder, &["plan", "shop.scene", "--out", name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains("--out would replace it"), "{run:?}");
        assert_eq!(before(name), bytes);
    }
    let stdin = Run::of(folder.scene().args(["plan", "-", "--out", "plan.json"]).output().unwrap());
    assert_eq!(stdin.code, 2);
    assert!(stdin.err.contains("a plan of stdin cannot be submitted later"), "{stdin:?}");
    let nowhere = run(&folder, &["plan", "shop.scene", "--out", "no/such/plan.json"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    let piped = folder.feed(&["plan", "-"], folder::SCENE.as_bytes());
    assert!(piped.code == 0 && piped.out.contains("\n  stdin   its own"), "{piped:?}");
}

/// Puts tasks into the journal of a project, each in a state.
fn journal(folder: &Folder, account: &str, tasks: &[(&Value, State)]) {
    let mut journal = Journal::open(&fs::canonicalize(&folder.0).unwrap()).unwrap();
    let job = Job {
        scene: "shop.scene".to_owned(),
        scene_hash: "0".repeat(64),
        id: "scene".to_owned(),
        pass: "scene".to_owned(),
        model: "google:4@3".to_owned(),
        prompt: "A mug.".to_owned(),
        size: None,
        results: 1,
        seed: None,
        estimate: None,
        exact: false,
        place: "shop.scene:1:1".to_owned(),
        references: Vec::new(),
        body: vec!["}".to_owned()],
        inputs: Vec::new(),
    };
    let spec = RunSpec {
        base: "http://127.0.0.1:1/v1".to_owned(),
        account: account.to_owned(),
        out: folder.0.join("out"),
        max_cost: None,
        download: true,
        again: false,
    };
    let run = journal.record(&spec, &vec![job; tasks.len()]).unwrap();
    assert!(journal.take(run).unwrap());
    for (at, (task, state)) in tasks.iter().enumerate() {
        let key = task["taskUUID"].as_str().unwrap();
        assert!(matches!(journal.bind(run, at, key).unwrap(), Bound::Mine(_)));
        let failure = Failure::new(Class::Safety, "refused");
        let failure = (*state == State::Failed).then_some(&failure);
        journal.change(&[Move { task: key, to: *state, failure, pictures: &[], cost: None }]).unwrap();
    }
}

#[test]
fn what_the_journal_knows_is_not_paid_again() {
    let folder = catalogue("plan-journal");
    let jobs = plan(&folder, &["shop.scene"])["jobs"].clone();
    let states = [State::Downloaded, State::Unknown, State::Failed, State::Planned];
    journal(&folder, "one", &states.iter().enumerate().map(|(at, state)| (&jobs[at], *state)).collect::<Vec<_>>());
    let before = fs::read_dir(folder.0.join(".scene")).unwrap().count();
    let told = run(&folder, &["plan", "shop.scene"]);
    assert_eq!(told.code, 0, "{told:?}");
    insta::assert_snapshot!(told.out);
    assert_eq!(fs::read_dir(folder.0.join(".scene")).unwrap().count(), before, "a plan leaves nothing behind");
    assert_eq!(plan(&folder, &["shop.scene"])["jobs"], jobs, "the file of a plan does not depend on what was made");
    // What is all made costs nothing.
    let made = run(&folder, &["plan", "shop.scene", "--only", "m-1.noon-sun"]);
    let summary = "nothing to make\n1 task is made already, and costs nothing\n\n";
    assert!(made.out.starts_with(summary) && made.out.contains("made    -\n"), "{made:?}");
    assert!(!made.out.contains('$') && !made.out.contains("looked up"), "{made:?}");
}

#[test]
fn images_are_known_for_the_account_of_the_key() {
    let folder = catalogue("plan-known");
    let all = plan(&folder, &["shop.scene"]);
    let account = Key::new("a-key-of-the-tests").unwrap().account();
    let image = all["inputs"][0]["hash"].as_str().unwrap().to_owned();
    assert_eq!(all["inputs"][0]["path"], "cup.png");
    let with = |key: Option<&str>| {
        let mut scene = folder.scene();
        scene.env_remove(KEY).args(["plan", "shop.scene"]);
        let run = Run::of(scene.envs(key.map(|key| (KEY, key))).output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
        run.out.lines().find(|line| line.contains(" to upload")).unwrap().to_owned()
    };
    assert!(with(None).starts_with("3 images to upload ("));
    journal(&folder, &account, &[(&all["jobs"][0], State::Planned)]);
    Journal::open(&fs::canonicalize(&folder.0).unwrap()).unwrap().keep_upload(&account, &image, "its-id").unwrap();
    let known = |line: String| line.starts_with("2 images to upload (") && line.ends_with("), 1 known to the service");
    assert!(known(with(Some("a-key-of-the-tests"))));
    assert!(known(with(None)), "there is just one account");
    assert!(with(Some("another-key")).starts_with("3 images to upload ("), "another account has its own images");
    assert!(with(Some("no key\u{1b}")).starts_with("2 images to upload"), "a plan needs no key");
    journal(&folder, "another", &[(&all["jobs"][1], State::Planned)]);
    assert!(with(None).starts_with("3 images to upload ("), "nobody knows which account it will be");
}

/// A plan is refused once something has changed; what that is, is told.
#[test]
fn whatever_changes_is_told_and_refused() {
    type Change = fn(&Folder);
    let changes: [(&str, Change, &[&str]); 11] = [
        ("nothing", |_| {}, &[]),
        (
            "scene",
            |folder| folder.write("shop.scene", format!("{CATALOGUE}// more\n").as_bytes()),
            &["  `shop.scene` has changed\n"],
        ),
        (
            "import",
            |folder| folder.write("parts/board.scene", BOARD.replace("oak", "pine").as_bytes()),
            &["  `parts/board.scene` has changed\n", "  `shop m-1.noon-sun` is another task\n"],
        ),
        (
            "row",
            |folder| folder.write("data/products.csv", format!("{PRODUCTS}B-1,bowl,mug.png\n").as_bytes()),
            &["  `data/products.csv` has changed\n", "  `shop b-1.noon-sun` is new\n", "  `shop b-1.dusk` is new\n"],
        ),
        (
            "fewer",
            |folder| folder.write("data/products.csv", b"sku,title,image\nM-1,stoneware mug,mug.png\n"),
            &["  the image `cup.png` is not used any more\n", "  `shop c-1.dusk` is gone\n"],
        ),
        (
            "image",
            |folder| folder.write("cup.png", PNG),
            &["  the image `cup.png` has changed\n", "  `shop c-1.dusk` is another task\n"],
        ),
        (
            "settings",
            |folder| folder.write("scene.toml", b"[submit]\nmax-cost = 500\n"),
            &["  `scene.toml` has changed\n"],
        ),
        (
            "price",
            |folder| {
                folder.write("models.toml", b"[models.\"google:4@3\"]\npriceUSD = { image = { \"1K\" = 0.05 } }\n");
            },
            &["  `models.toml` was not used\n", "  the price of `shop m-1.noon-sun` was $0.06951 and is "],
        ),
        (
            "gone",
            |folder| fs::remove_file(folder.0.join("shop.scene")).unwrap(),
            &["  there is no `shop.scene`\n", "count from the folder in which it was made\n"],
        ),
        (
            "missing",
            |folder| fs::remove_file(folder.0.join("cup.png")).unwrap(),
            &["cup.png", "  the scenes have errors that they did not have\n"],
        ),
        (
            "hand",
            |folder| {
                let text = folder.read("plan.json");
                folder.write("plan.json", text.replacen("0.2784", "0.01", 1).replacen("0.27804", "0.01", 1).as_bytes());
            },
            &["  the plan was changed by hand\n"],
        ),
    ];
    for (name, change, told) in changes {
        let folder = catalogue(&format!("plan-changed-{name}"));
        assert_eq!(run(&folder, &["plan", "shop.scene", "--out", "plan.json"]).code, 0);
        change(&folder);
        let run = submit(&folder);
        assert_eq!(run.out, "", "{run:?}");
        if told.is_empty() {
            assert!(run.code == 2 && run.err.contains("there is no key"), "all is as planned: {run:?}");
            continue;
        }
        assert_eq!(run.code, 4, "{name}: {run:?}");
        assert!(run.err.contains("refused: what was planned is not what would be sent now\n"), "{run:?}");
        assert!(run.err.ends_with("make the plan anew with `scene plan --out`\n"), "{run:?}");
        for told in told {
            assert!(run.err.contains(told), "{name}: {told} is not in {run:?}");
        }
        assert!(!folder.0.join(".scene").exists(), "nothing was begun");
    }
}

#[test]
fn few_of_many_changes_are_told() {
    let folder = catalogue("plan-many");
    let rows = |title: &str| (0..30).map(|at| format!("R-{at},{title},mug.png")).collect::<Vec<_>>().join("\n");
    folder.write("data/products.csv", format!("sku,title,image\n{}", rows("mug")).as_bytes());
    assert_eq!(run(&folder, &["plan", "shop.scene", "--out", "plan.json"]).code, 0);
    folder.write("data/products.csv", format!("sku,title,image\n{}", rows("cup")).as_bytes());
    let run = submit(&folder);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.err.contains("\n  and 41 more\n"), "{run:?}");
    assert_eq!(run.err.matches(" is another task\n").count(), 19, "{run:?}");
}

#[test]
fn what_was_asked_is_asked_again() {
    let folder = catalogue("plan-asked");
    let asked =
        ["plan", "shop.scene", "--out", "plan.json", "--only", "m-*", "--set", "light=red = neon", "--max-tasks", "3"];
    assert_eq!(run(&folder, &asked).code, 0);
    let run = submit(&folder);
    assert!(run.code == 2 && run.err.contains("1 picture to make in 1 task\n"), "{run:?}");
    folder.write("data/products.csv", b"sku,title,image\nC-1,tea cup,cup.png\n");
    let gone = submit(&folder);
    assert!(gone.code == 4 && gone.err.contains("  no task has an id like `m-*`"), "{gone:?}");
    let mixed = self::run(&folder, &["submit", "--plan", "plan.json", "--only", "c-*"]);
    assert_eq!(mixed.code, 2, "a plan is kept to as it is: {mixed:?}");
}

#[test]
fn what_is_no_plan_is_said_to_be_none() {
    let folder = catalogue("plan-none");
    assert_eq!(run(&folder, &["plan", "shop.scene", "--out", "sound.json"]).code, 0);
    let sound = folder.read("sound.json");
    let deep = "[".repeat(100_000);
    for (text, told) in [
        ("", "`plan.json` is no plan: see line 1"),
        ("{}", "`plan.json` is no plan"),
        ("[]", "`plan.json` is no plan"),
        ("null", "`plan.json` is no plan"),
        ("{\"version\": 1}", "`plan.json` is no plan"),
        ("{\"version\": 2, \"new\": true}", "a plan of version 2, and this program reads version 1"),
        ("{\"version\": \"\u{1b}[31m\"}", "`plan.json` is no plan"),
        (&deep, "`plan.json` is no plan"),
        (&sound.replacen("\"files\"", "\"file\"", 1), "`plan.json` is no plan"),
        (&sound.replacen("\"shop.scene\"\n", "\"-\"\n", 1), "it is of stdin"),
        (&sound.replacen("\"set\": []", "\"set\": [\"light\"]", 1), "write NAME=VALUE"),
        (&sound.replacen("\"set\": []", "\"set\": [\"light=\\u001b[31m\"]", 1), "the value holds a control character"),
    ] {
        folder.write("plan.json", text.as_bytes());
        let run = submit(&folder);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains(told) && !run.err.contains('\u{1b}'), "{told} is not in {run:?}");
    }
    folder.write("plan.json", b"\xFF\xFE");
    assert_eq!(submit(&folder).code, 2);
    for (path, told) in [("none.json", "there is no such file"), ("data", "it is not a regular file")] {
        let run = run(&folder, &["submit", "--plan", path]);
        assert!(run.code == 2 && run.err.contains(told), "{run:?}");
    }
    // A name that steers a terminal does not.
    folder.write("plan.json", sound.replacen("\"shop.scene\"\n", "\"\\u001b[31mshop.scene\"\n", 1).as_bytes());
    let run = submit(&folder);
    assert!(
        run.code == 4 && run.err.contains("there is no `\\u{1b}[31mshop.scene`") && !run.err.contains('\u{1b}'),
        "{run:?}"
    );
}

#[test]
fn a_file_that_a_pass_misses_is_said_once_and_stops_all() {
    let folder = Folder::new("plan-missing-pass");
    folder.write("watch.scene", PASSES.as_bytes());
    fs::remove_file(folder.0.join("shelf.png")).unwrap();
    let run = run(&folder, &["plan", "watch.scene"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.ends_with("1 error in 1 file\n"), "the later pass has no fault of its own: {run:?}");
}

#[test]
fn a_plan_cannot_allow_what_lies_outside() {
    let (folder, shared) = (Folder::new("plan-outside"), Folder::new("plan-shared"));
    folder.write("scene.toml", b"");
    let name = shared.0.file_name().unwrap().to_str().unwrap().to_owned();
    folder.write("far.scene", format!("mug = ref(\"../{name}/mug.png\", \"mug\")\nmug on \"a shelf\"\n").as_bytes());
    let outside = format!("../{name}/mug.png");
    let allowed = ["--allow-read", &outside];
    assert_eq!(run(&folder, &["plan", "far.scene", "--out", "plan.json"]).code, 1);
    let plan = self::run(&folder, &[&["plan", "far.scene", "--out", "plan.json"], &allowed[..]].concat());
    assert_eq!(plan.code, 0, "{plan:?}");
    let text = folder.read("plan.json");
    let temporary = fs::canonicalize(std::env::temp_dir()).unwrap();
    assert!(text.contains(&format!("\"path\": \"{outside}\"")), "{text}");
    assert!(!text.contains(&format!("\"{}", temporary.display())), "{text}");
    assert_eq!(submit(&folder).code, 4, "it is outside");
    let run = run(&folder, &[&["submit", "--plan", "plan.json"], &allowed[..]].concat());
    assert!(run.code == 2 && run.err.contains("there is no key"), "{run:?}");
}

#[test]
fn a_plan_is_sent_as_it_was_agreed_to_and_then_all_is_made() {
    let till = Till::new("plan-sent", service::Habits::default());
    let planned = till.run(&["plan", "shop.scene", "--out", "plan.json", "--only", "tea*", "--only", "glass"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    assert_eq!(till.service.ledger().requests.len(), 0, "a plan asks nobody");
    let sent = till.run(&["submit", "--plan", "plan.json", "--yes"]);
    assert_eq!((sent.code, sent.out.lines().count()), (0, 2), "{sent:?}");
    let plan: Value = serde_json::from_str(&till.folder.read("plan.json")).unwrap();
    let tasks = plan["jobs"].as_array().unwrap().iter().map(|job| job["taskUUID"].as_str().unwrap().to_owned());
    let mut accepted: Vec<String> = till.service.ledger().tasks.iter().map(|task| task.uuid.clone()).collect();
    let mut tasks: Vec<String> = tasks.collect();
    accepted.sort();
    tasks.sort();
    assert_eq!(accepted, tasks, "what was planned is what was sent");
    let requests = till.service.ledger().requests.len();
    let made = till.run(&["plan", "shop.scene"]);
    assert!(
        made.out.starts_with("1 picture to make in 1 task\n2 tasks are made already, and cost nothing\n"),
        "{made:?}"
    );
    assert!(made.out.contains("\nno image to upload, 2 known to the service\n"), "{made:?}");
    let again = till.run(&["submit", "--plan", "plan.json", "--yes"]);
    assert_eq!((again.code, till.service.ledger().requests.len()), (0, requests), "{again:?}");
    till.has_no_key(&[&planned, &sent, &made, &again]);
}
