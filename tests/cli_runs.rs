//! `scene runs` from outside, and how runs end that are interrupted.
#![cfg(feature = "submit")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/service/mod.rs"]
mod service;
#[path = "support/till.rs"]
mod till;

use std::fs;

use service::Habits;
use till::Till;

#[test]
fn a_project_without_runs_says_so() {
    let till = Till::new("none", Habits::default());
    let run = till.run(&["runs"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(run.err.starts_with("nothing was submitted from the project `"), "{run:?}");
    assert_eq!(till.run(&["runs", "--format", "json"]).json(), serde_json::json!({"version": 1, "runs": []}));
    for arguments in [["runs", "show", "1"], ["runs", "resume", "1"], ["runs", "export", "1"]] {
        let run = till.run(&arguments);
        assert!(run.code == 2 && run.err.starts_with("error: nothing was submitted"), "{run:?}");
    }
    assert!(!till.folder.0.join(".scene").exists(), "looking makes no journal");
    let run = till.run(&["runs", "--project", "nowhere"]);
    assert!(run.code == 2 && run.err.contains("there is no folder `nowhere`"), "{run:?}");
}

#[test]
fn runs_are_listed_shown_and_exported() {
    let till = Till::new("list", Habits::default());
    assert_eq!(till.run(&["submit", "shop.scene", "mug.scene", "--yes", "--max-cost", "5"]).code, 0);
    assert_eq!(till.run(&["submit", "shop.scene", "--again", "--yes"]).code, 0);
    let list = till.run(&["runs"]);
    let lines: Vec<&str> = list.out.lines().collect();
    assert!(lines[0].starts_with("  run   begun (UTC)        scenes"), "{list:?}");
    assert!(
        lines[1].starts_with("  2     20") && lines[2].contains("shop.scene and 1 more   4 saved   $0."),
        "{list:?}"
    );
    let json = till.run(&["runs", "list", "--format", "json"]).json();
    assert_eq!((&json["version"], &json["runs"][0]["run"], &json["runs"][1]["run"]), (&1.into(), &2.into(), &1.into()));
    assert_eq!(json["runs"][1]["scenes"], serde_json::json!(["shop.scene", "mug.scene"]));
    assert_eq!((&json["runs"][1]["states"]["downloaded"], &json["runs"][1]["maxCostUSD"]), (&4.into(), &5.0.into()));
    let show = till.run(&["runs", "show", "2"]);
    assert_eq!(show.out.matches("\n  out/shop/").count(), 3, "{show:?}");
    let none = till.run(&["runs", "show", "3"]);
    assert!(none.code == 2 && none.err.contains("there is no run 3; the newest is 2"), "{none:?}");
    assert_eq!(till.run(&["runs", "export", "1"]).json()["jobs"].as_array().unwrap().len(), 4);
    let file = till.run(&["runs", "export", "1", "-o", "run.json"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""), "{file:?}");
    let exported: serde_json::Value = serde_json::from_str(&till.folder.read("run.json")).unwrap();
    assert_eq!(exported["version"], 1);
    // From elsewhere.
    fs::create_dir(till.folder.0.join("sub")).unwrap();
    let mut command = till.scene();
    assert_eq!(Till::ended(command.current_dir(till.folder.0.join("sub")).arg("runs")).out, list.out);
    let mut command = till.scene();
    command.current_dir(std::env::temp_dir()).args(["runs", "--project"]).arg(&till.folder.0);
    assert_eq!(Till::ended(&mut command).out, list.out);
    till.has_no_key(&[&list, &show]);
}

#[test]
fn a_key_goes_to_no_service_that_only_the_journal_names() {
    let till = Till::new("stale", Habits::default());
    assert_eq!(
        Till::ended(till.scene().env("RUNWARE_API_KEY", "sk-wrong").args(["submit", "shop.scene", "--yes"])).code,
        5
    );
    let requests = till.service.ledger().requests.len();
    let mut command = till.scene();
    command.env("RUNWARE_BASE_URL", "https://example.invalid/v1").args(["runs", "resume", "1", "--yes"]);
    let run = Till::ended(&mut command);
    assert!(run.code == 2 && run.err.contains("say which is meant with --base-url"), "{run:?}");
    let mut command = till.scene();
    command.env_remove("RUNWARE_BASE_URL").args(["runs", "resume", "1", "--yes"]);
    assert_eq!(Till::ended(&mut command).code, 2);
    assert_eq!(till.service.ledger().requests.len(), requests);
    let mut command = till.scene();
    command.env_remove("RUNWARE_BASE_URL").args(["runs", "resume", "1", "--yes", "--base-url", &till.service.base()]);
    let run = Till::ended(&mut command);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
}

#[cfg(unix)]
mod interrupted {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    use super::*;

    /// A run whose tasks are out, one after the other.
    fn begun(till: &Till) -> (Child, BufReader<std::process::ChildStderr>) {
        let mut command = till.scene();
        command.args(["submit", "shop.scene", "--yes", "--concurrency", "1"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        until(&mut told, "accepted ");
        (child, told)
    }

    /// Reads until a line holds a word.
    fn until(told: &mut impl BufRead, word: &str) {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "`{word}` was never told");
        }
    }

    fn press(child: &Child, signal: &str) {
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    }

    #[test]
    fn the_first_press_waits_for_what_is_paid_for() {
        for signal in ["-INT", "-TERM"] {
            let takes = Habits { takes: Duration::from_millis(600), ..Habits::default() };
            let till = Till::new(&format!("press{signal}"), takes);
            let (child, mut told) = begun(&till);
            press(&child, signal);
            until(&mut told, "stopping: nothing more is sent");
            until(&mut told, "1 task done, 2 not sent");
            until(&mut told, "go on with: scene runs resume 1");
            let ended = child.wait_with_output().unwrap();
            assert_eq!(ended.status.code(), Some(130));
            assert_eq!(String::from_utf8(ended.stdout).unwrap().lines().count(), 1);
            assert_eq!(till.run(&["runs", "resume", "1"]).code, 0);
            assert_eq!((till.service.ledger().tasks.len(), till.service.ledger().paid_twice()), (3, Vec::new()));
        }
    }

    #[test]
    fn the_second_press_leaves_at_once_and_loses_nothing() {
        let till = Till::new("press-twice", Habits { takes: Duration::from_secs(3600), ..Habits::default() });
        let (child, mut told) = begun(&till);
        press(&child, "-INT");
        until(&mut told, "press Ctrl-C again to leave at once");
        let at_work = till.run(&["runs"]);
        assert!(at_work.out.contains("; at work"), "{at_work:?}");
        let busy = till.run(&["runs", "resume", "1"]);
        assert!(busy.code == 2 && busy.err.contains("another process is at work on run 1"), "{busy:?}");
        press(&child, "-INT");
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
        till.service.set(Habits::default());
        let run = till.run(&["runs", "resume", "1"]);
        assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
        assert_eq!((till.service.ledger().tasks.len(), till.service.ledger().paid_twice()), (3, Vec::new()));
    }
}
