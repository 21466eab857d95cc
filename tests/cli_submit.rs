//! `scene submit` and `scene runs` from outside, against a service on this machine: what is asked, what is sent, what is told,
//! how it ends.
#![cfg(feature = "submit")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/service/mod.rs"]
mod service;
#[path = "support/till.rs"]
mod till;

use std::fs;

use service::{Fault, Habits, KEY, Moment, On, Refusal, Retry, When};
use till::{SCENE, Till};

/// A service that refuses what a prompt asks for.
fn refusing(word: &str) -> Habits {
    let refusal = Refusal::new("contentModerated", "refused by the safety system").about("positivePrompt");
    Habits::default().with(On::Task, When::Holds(word.to_owned()), Fault::Refused(refusal))
}

#[test]
fn nothing_is_sent_that_nobody_agreed_to() {
    let till = Till::new("consent", Habits::default());
    let run = till.run(&["submit", "shop.scene"]);
    assert_eq!((run.code, run.out.as_str()), (4, ""), "{run:?}");
    assert!(
        run.err.contains("\n$0.20853") && run.err.contains("\nrefused: ") && run.err.contains("add --yes"),
        "{run:?}"
    );
    for (most, code) in [("0.20852", 4), ("$0.208529", 4), ("0", 4), ("five", 2), ("-1", 2), ("0.0000001", 2)] {
        let run = till.run(&["submit", "shop.scene", "--yes", &format!("--max-cost={most}")]);
        assert_eq!(run.code, code, "{most}: {run:?}");
        assert!(run.err.contains("max-cost"), "{run:?}");
    }
    assert_eq!(till.service.ledger().requests.len(), 0);
    assert!(!till.folder.0.join(".scene").exists(), "nothing is recorded that nobody agreed to");
    let run = till.run(&["submit", "shop.scene", "--yes", "--max-cost", "0.20853"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_price_that_nobody_knows_is_under_no_limit() {
    let till = Till::new("unknown-price", Habits::default());
    till.folder.write(
        "runway.scene",
        b"model runway:4@1\nsize 1280x720\nmug = ref(\"mug.png\", \"mug\")\nmug on \"a shelf\"\n",
    );
    let run = till.run(&["submit", "runway.scene", "--yes", "--max-cost", "100"]);
    assert!(run.code == 4 && run.err.contains("the price of a model is not known"), "{run:?}");
}

#[test]
fn scenes_with_errors_come_before_keys_and_questions() {
    let till = Till::new("errors", Habits::default());
    till.folder.write("bad.scene", b"mug standing_on shelf\n");
    till.folder.write("gone.scene", SCENE.replace("mug.png", "gone.png").as_bytes());
    for scene in ["bad.scene", "gone.scene"] {
        let run = Till::ended(till.scene().env_remove("RUNWARE_API_KEY").args(["submit", scene, "shop.scene"]));
        assert!(run.code == 1 && run.err.contains("error"), "{run:?}");
    }
    assert_eq!(till.service.ledger().requests.len(), 0);
}

#[test]
fn pictures_are_made_once_and_found_again_without_a_key() {
    let till = Till::new("once", Habits { asks: 1, ..Habits::default() });
    let run = till.run(&["submit", "shop.scene", "--yes"]);
    assert_eq!(run.code, 0, "{run:?}");
    let paths: Vec<&str> = run.out.lines().collect();
    assert_eq!(paths.len(), 3, "{run:?}");
    for path in &paths {
        assert!(path.starts_with("out/shop/") && fs::metadata(till.folder.0.join(path)).unwrap().len() > 0, "{path}");
        assert!(run.err.contains(&format!(": {path}\n")), "{run:?}");
    }
    assert!(run.err.contains("uploaded mug.png (") && run.err.ends_with("3 tasks done; $0.20853 spent\n"), "{run:?}");
    // All is there: nothing is asked, nothing recorded.
    let again = Till::ended(till.scene().env_remove("RUNWARE_API_KEY").args(["submit", "shop.scene"]));
    assert_eq!((again.code, &again.out), (0, &run.out), "{again:?}");
    let resumed = Till::ended(till.scene().env_remove("RUNWARE_API_KEY").args(["runs", "resume", "1"]));
    assert_eq!((resumed.code, &resumed.out), (0, &run.out), "{resumed:?}");
    // One that is lost is fetched again, which costs nothing.
    fs::remove_file(till.folder.0.join(paths[1])).unwrap();
    let fetched = till.run(&["submit", "shop.scene"]);
    assert_eq!((fetched.code, &fetched.out), (0, &run.out), "{fetched:?}");
    assert_eq!(till.service.ledger().tasks.len(), 3);
    let anew = till.run(&["submit", "shop.scene", "--again", "--yes"]);
    assert!(anew.code == 0 && anew.out.lines().all(|path| !paths.contains(&path)), "{anew:?}");
    assert_eq!(till.service.ledger().tasks.len(), 6);
    till.has_no_key(&[&run, &again, &fetched, &anew]);
}

#[test]
fn the_key_comes_from_the_environment_or_from_a_file() {
    let till = Till::new("key", Habits::default());
    let run = Till::ended(till.scene().env_remove("RUNWARE_API_KEY").args(["submit", "shop.scene", "--yes"]));
    assert!(run.code == 2 && run.err.contains("RUNWARE_API_KEY") && run.err.contains("--key-file"), "{run:?}");
    till.folder.write("key.txt", format!("{KEY}\n").as_bytes());
    let with_file = ["submit", "shop.scene", "--yes", "--key-file", "key.txt"];
    let run = Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-another").args(with_file));
    assert_eq!(run.code, 0, "{run:?}");
    #[cfg(unix)]
    assert!(run.err.contains("warning: others on this machine can read the key in `key.txt`"), "{run:?}");
    for (name, bytes) in [("empty", &b"\n"[..]), ("two words", b"a b"), ("long", &[b'k'; 5000]), ("bytes", b"\xff\xfe")]
    {
        till.folder.write("bad.txt", bytes);
        let run = till.run(&["submit", "shop.scene", "--again", "--yes", "--key-file", "bad.txt"]);
        assert!(run.code == 2 && !run.err.contains("a b"), "{name}: {run:?}");
    }
    let run = till.run(&["submit", "shop.scene", "--again", "--yes", "--base-url", "http://example.com/v1"]);
    assert!(run.code == 2 && run.err.contains("loopback"), "{run:?}");
    fs::remove_file(till.folder.0.join("key.txt")).unwrap();
    till.has_no_key(&[&run]);
}

#[test]
fn a_run_that_was_begun_with_another_key_is_asked_about() {
    let till = Till::new("other-key", Habits::default());
    let run = Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-wrong").args(["submit", "shop.scene", "--yes"]));
    assert!(run.code == 5 && run.err.contains("nothing more was sent: auth: "), "{run:?}");
    assert!(run.err.ends_with("go on with: scene runs resume 1\n"), "{run:?}");
    let run = till.run(&["runs", "resume", "1"]);
    assert!(run.code == 4 && run.err.contains("which was begun with another key"), "{run:?}");
    assert_eq!(till.service.ledger().tasks.len(), 0);
    let run = till.run(&["runs", "resume", "1", "--yes"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
}

#[test]
fn a_refused_prompt_is_shown_with_its_line() {
    let till = Till::new("safety", refusing("tea cup"));
    let run = till.run(&["submit", "shop.scene", "--yes"]);
    assert_eq!((run.code, run.out.lines().count()), (6, 2), "{run:?}");
    let shown = "error: shop tea-cup: safety: refused by the safety system (contentModerated)\n  --> shop.scene:4:1\n    \
                 4 | mug standing_on shelf, beside shelf.plant\n";
    assert!(run.err.contains(shown), "{run:?}");
    assert!(run.err.ends_with("2 tasks done, 1 failed; $0.13902 spent\ngo on with: scene runs resume 1\n"), "{run:?}");
    let show = till.run(&["runs", "show", "1"]);
    assert!(
        show.code == 0 && show.out.contains(shown) && show.out.contains("    tasks     1 failed, 2 saved\n"),
        "{show:?}"
    );
    let list = till.run(&["runs"]);
    assert!(list.out.contains("shop.scene   1 failed, 2 saved   $0.13902\n"), "{list:?}");
    // Resuming tries it once more, under another id.
    till.service.set(Habits::default());
    let resumed = till.run(&["runs", "resume", "1"]);
    assert!(resumed.code == 0 && resumed.err.contains("1 task failed before: tried once more"), "{resumed:?}");
    assert_eq!(till.service.ledger().paid_twice(), [""; 0]);
}

#[test]
fn the_same_reason_is_told_once() {
    let till = Till::new("alike", refusing("shelf"));
    let run = till.run(&["submit", "shop.scene", "--yes"]);
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{run:?}");
    assert_eq!(run.err.matches("error: ").count(), 1, "{run:?}");
    assert!(run.err.contains("  the same for shop tea-cup, shop glass\n"), "{run:?}");
}

#[test]
fn what_a_server_says_steers_no_terminal_and_tells_no_key() {
    let mut habits = refusing("tea cup");
    habits.says = " \u{1b}[31m\u{202e} {key}\u{7}".to_owned();
    let till = Till::new("says", habits);
    let human = till.run(&["submit", "shop.scene", "--yes"]);
    let json = till.run(&["submit", "shop.scene", "--yes", "--json"]);
    let show = till.run(&["runs", "show", "1"]);
    let export = till.run(&["runs", "export", "1"]);
    till.has_no_key(&[&human, &json, &show, &export]);
    for run in [&human, &json, &show, &export] {
        let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!run.out.contains(steers) && !run.err.contains(steers), "{run:?}");
    }
    assert!(human.err.contains("\\u{1b}[31m\\u{202e} [key]"), "{human:?}");
}

#[test]
fn events_are_objects_of_json() {
    let till = Till::new("events", refusing("tea cup"));
    let run = till.run(&["submit", "shop.scene", "--yes", "--json"]);
    assert_eq!(run.code, 6, "{run:?}");
    let events: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let named = |name: &str| events.iter().filter(|event| event["event"] == name).collect::<Vec<_>>();
    assert_eq!((&events[0]["event"], &events[0]["run"], &events[0]["jobs"]), (&"started".into(), &1.into(), &3.into()));
    assert_eq!((named("uploaded").len(), named("saved").len()), (2, 2), "{run:?}");
    let failed: Vec<_> = named("moved").into_iter().filter(|event| event["state"] == "failed").collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["job"], serde_json::json!({"scene": "shop.scene", "id": "tea-cup", "pass": "scene"}));
    assert_eq!(failed[0]["failure"]["class"], "safety");
    let last = events.last().unwrap();
    assert_eq!((&last["event"], &last["exit"]), (&"finished".into(), &6.into()));
    assert_eq!((&last["done"], &last["failed"], &last["spentUSD"]), (&2.into(), &1.into(), &0.13902.into()));
}

#[test]
fn an_outcome_that_is_not_known_is_settled_by_resuming() {
    let down = Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false };
    let habits =
        Habits::default().with(On::Send, When::Always, Fault::Drop(Moment::Accepted)).with(On::Ask, When::Always, down);
    let till = Till::new("unknown", habits);
    let run = till.run(&["submit", "shop.scene", "--yes"]);
    assert_eq!((run.code, run.out.as_str()), (7, ""), "{run:?}");
    assert!(run.err.contains("3 still open") && run.err.ends_with("go on with: scene runs resume 1\n"), "{run:?}");
    // Another key knows nothing of them.
    let other = Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-other").args(["runs", "resume", "1", "--yes"]));
    assert!(other.code == 2 && other.err.contains("--same-account"), "{other:?}");
    let other = Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-other").args(["submit", "shop.scene", "--yes"]));
    assert!(other.code == 2 && other.err.contains("sent with another key"), "{other:?}");
    till.service.set(Habits::default());
    let run = till.run(&["runs", "resume", "1"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    assert!(run.err.contains("3 tasks sent before, and still open: asked about, and not paid again\n"), "{run:?}");
    assert_eq!((till.service.ledger().tasks.len(), till.service.ledger().paid_twice()), (3, Vec::new()));
}

#[test]
fn a_run_stays_within_its_limit() {
    let till = Till::new("limit", Habits::default());
    let half = "max-cost = 0.3\nconcurrency = 1\nbatch = 1\n";
    till.folder.write("scene.toml", format!("{}{half}", till::SETTINGS).as_bytes());
    let run = till.run(&["submit", "shop.scene", "--yes", "--max-cost", "0.1"]);
    assert!(run.code == 4 && run.err.contains("the limit is $0.10"), "flags win: {run:?}");
    let run = till.run(&["submit", "shop.scene", "--yes"]);
    assert_eq!(run.code, 0, "{run:?}");
    let show = till.run(&["runs", "show", "1"]);
    assert!(show.out.contains("    limit     $0.30\n"), "{show:?}");
}

#[test]
fn a_dry_run_needs_no_consent_and_pays_nothing() {
    let till = Till::new("dry", Habits::default());
    let run = till.run(&["submit", "shop.scene", "--dry-run"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.starts_with("shop stoneware-mug: $0.06951\nshop tea-cup: $0.06951\n"), "{run:?}");
    assert!(run.err.ends_with("3 of 3 tasks would be taken, for $0.20853; nothing was made\n"), "{run:?}");
    let run = Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-wrong").args(["submit", "shop.scene", "--dry-run"]));
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{run:?}");
    assert_eq!(till.service.ledger().tasks.len(), 0);
    assert!(!till.folder.0.join(".scene").exists() && !till.folder.0.join("out").exists());
}

#[test]
fn a_plan_is_kept_to() {
    let till = Till::new("plan", Habits::default());
    let run = till.run(&["plan", "shop.scene", "--out", "plan.json"]);
    assert_eq!(run.code, 0, "{run:?}");
    till.folder.write("shop.scene", SCENE.replace("glass", "vase").as_bytes());
    let run = till.run(&["submit", "--plan", "plan.json", "--yes"]);
    assert!(run.code == 4 && run.err.contains("refused: "), "{run:?}");
    till.folder.write("shop.scene", SCENE.as_bytes());
    let run = till.run(&["submit", "--plan", "plan.json", "--yes"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    let run = till.run(&["submit", "--plan", "plan.json", "shop.scene"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn the_settings_of_a_project_hold_and_may_not_name_a_service() {
    let till = Till::new("settings", Habits::default());
    till.folder.write("scene.toml", b"[submit]\nout = \"made\"\npoll = 0.01\nretry = 0.01\n");
    let run = till.run(&["submit", "shop.scene", "--yes", "--only", "glass"]);
    assert!(run.code == 0 && run.out.starts_with("made/shop/glass/shop-"), "{run:?}");
    till.folder.write("scene.toml", format!("[submit]\nbase-url = \"{}\"\n", till.service.base()).as_bytes());
    for arguments in [&["submit", "shop.scene", "--yes"][..], &["runs", "resume", "1"], &["check", "shop.scene"]] {
        let run = till.run(arguments);
        let told = format!("{}{}", run.out, run.err);
        assert!(run.code == 1 && told.contains("`base-url` cannot be set in a file of the project"), "{run:?}");
    }
    assert_eq!(till.service.ledger().tasks.len(), 1);
}

#[test]
fn pictures_may_be_left_with_the_service() {
    let till = Till::new("left", Habits::default());
    let run = till.run(&["submit", "shop.scene", "--yes", "--no-download"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(!till.folder.0.join("out").exists());
    let list = till.run(&["runs", "list"]);
    assert!(list.out.contains("3 made"), "{list:?}");
    let run = till.run(&["submit", "shop.scene", "--out", "elsewhere/there"]);
    assert!(run.code == 0 && run.out.starts_with("elsewhere/there/shop/stoneware-mug/"), "{run:?}");
    assert_eq!(till.service.ledger().tasks.len(), 3);
}

#[test]
fn a_closed_stream_does_not_end_what_is_paid_for() {
    let till = Till::new("closed", Habits { asks: 2, ..Habits::default() });
    let mut command = till.scene();
    command.args(["submit", "shop.scene", "--yes", "--json"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let list = till.run(&["runs"]);
    assert!(list.out.contains("3 saved"), "{list:?}");
}
