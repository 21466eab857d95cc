//! The reports of `scene test` for programs. What comes in: scenes of every outcome, with hostile names. What is checked: each
//! report is of its form and says what the report for people says; `JUnit` reports are valid by the schema that Jenkins reads them
//! by. Where the schema or a validator cannot be had, that test says so and passes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr)] // a test that is skipped says so
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/packages.rs"]
mod packages;
#[path = "support/programs.rs"]
mod programs;

use std::process::Command;

use folder::{Folder, SCENE};
use quick_xml::events::Event;
use serde_json::json;

/// A name that means something to XML, to workflow commands and to terminals.
const ODD: &str = "<b> & \"c\", 100%: \u{1b}[31m\u{FFFF}.scene";

const HOURS: &str = r#"vary hour in [noon: "bright midday light", dusk: "blue dusk", night: "candlelight"]
lamp  = ref("mug.png", "paper lamp")
table = ref("shelf.png", "round table")
lamp standing_on table
lighting hour
"#;

/// A project in which every outcome is found.
fn project(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("scene.toml", b"");
    folder.write("hours.scene", HOURS.as_bytes());
    for scene in [ODD, "broken.scene", "gone.scene", "cut.scene"] {
        folder.write(scene, SCENE.as_bytes());
    }
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    folder.write("new.scene", SCENE.as_bytes());
    folder.write(ODD, SCENE.replace("beside", "behind").replace("oak shelf", "oak <shelf> ]]> & \u{FFFE}").as_bytes());
    folder.write("broken.scene", SCENE.replace("mug standing", "cup<&> standing").as_bytes());
    folder.write("cut.scene.golden", b"// Golden prompts, version 1: cut");
    std::fs::remove_file(folder.0.join("gone.scene")).unwrap();
    let hours = HOURS
        .replace("candlelight", "gaslight")
        .replace("noon:", "midday:")
        .replace("dusk: \"blue dusk\"", "dawn: \"first light\"");
    folder.write("hours.scene", hours.as_bytes());
    folder
}

/// The project with settings that nobody knows, and a scene whose name has two lines and whose texts are hostile.
fn hostile(name: &str) -> Folder {
    let folder = Folder::new(name);
    let scene = |text: &str| {
        SCENE.replace("soft window light", &format!("{text} <&'> ]]> \u{202e}\u{fffe}\u{ffff}\u{e0001} %0A"))
    };
    folder.write("scene.toml", b"");
    folder.write("line\nbreak <&\">.scene", scene("soft").as_bytes());
    let run = folder.run(&["test", "--update"]);
    assert_eq!(run.code, 0, "{run:?}");
    folder.write("line\nbreak <&\">.scene", scene("hard").as_bytes());
    folder.write("scene.toml", b"lint = 3\n");
    folder
}

/// Every case of a `JUnit` report: its class and name, and what is wrong with it.
fn cases(xml: &str) -> Vec<(String, Option<String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut cases: Vec<(String, Option<String>)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let of = |name: &str| {
                    let value = element.try_get_attribute(name).unwrap();
                    let text =
                        value.map(|value| String::from_utf8(value.value.into_owned()).unwrap()).unwrap_or_default();
                    quick_xml::escape::unescape(&text).unwrap().into_owned()
                };
                match element.name().as_ref() {
                    b"testcase" => cases.push((format!("{}: {}", of("classname"), of("name")), None)),
                    kind @ (b"failure" | b"error") => {
                        let kind = String::from_utf8_lossy(kind).into_owned();
                        cases.last_mut().unwrap().1 = Some(format!("{kind} {}: {}", of("type"), of("message")));
                    }
                    _ => {}
                }
            }
            Event::Eof => return cases,
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_case_for_each_task() {
    let folder = project("report-junit");
    let run = folder.run(&["test", "--format", "junit"]);
    assert_eq!(run.code, 1);
    let told: Vec<String> =
        cases(&run.out).into_iter().map(|(name, wrong)| format!("{name} | {}", wrong.unwrap_or_default())).collect();
    insta::assert_snapshot!("report_junit_cases", told.join("\n"));
    assert_eq!(run.out, folder.run(&["test", "--format", "junit"]).out);
    // What was written is no failure; what has errors is one all the same.
    let run = folder.run(&["test", "--update", "--format", "junit"]);
    let wrong: Vec<_> = cases(&run.out).into_iter().filter_map(|(_, wrong)| wrong).collect();
    assert_eq!(wrong, ["error errors: has errors, and so no prompt"]);
}

/// Says what of a document is not as a schema has it.
const CHECK: &str = "import sys, xmlschema
errors = list(xmlschema.XMLSchema(sys.argv[1]).iter_errors(sys.argv[2]))
print(*[error.reason for error in errors], sep='\\n')
sys.exit(1 if errors else 0)";

#[test]
fn junit_is_valid_by_the_schema() {
    let Some((python, schema)) = packages::junit() else { return };
    let folder = project("report-schema");
    let valid = |xml: &str| {
        folder.write("report.xml", xml.as_bytes());
        let report = folder.0.join("report.xml");
        Command::new(&python).args(["-c", CHECK]).args([&schema, &report]).output().unwrap()
    };
    let odd = hostile("report-schema-hostile").run(&["test", "--format", "junit"]);
    let output = valid(&odd.out);
    assert!(output.status.success() && odd.out.contains("<failure"), "{output:?}\n{}", odd.out);
    // A character that XML cannot hold is seen too.
    assert!(!valid(&odd.out.replacen("<failure", "\u{1b}<failure", 1)).status.success());
    for arguments in
        [&["test", "--format", "junit"][..], &["test", "--format", "junit", "--update"], &["test", "--format", "junit"]]
    {
        let run = folder.run(arguments);
        let output = valid(&run.out);
        assert!(output.status.success(), "{output:?}\n{}", run.out);
    }
    // The validator does see what is wrong.
    let report = folder.run(&["test", "--format", "junit"]).out;
    for (old, new) in
        [("<testcase ", "<testcase of=\"x\" "), ("<testsuites", "<testsuits"), ("type=\"errors\"", "kind=\"errors\"")]
    {
        assert!(report.contains(old), "{report}");
        assert!(!valid(&report.replacen(old, new, 1)).status.success(), "{old} -> {new}");
    }
}

#[test]
fn github_gets_a_command_for_each_thing_that_fails() {
    let folder = project("report-github");
    let run = folder.run(&["test", "--format", "github"]);
    assert_eq!(run.code, 1);
    assert!(run.out.lines().all(|line| line.starts_with("::error file=")), "{}", run.out);
    insta::assert_snapshot!("report_github", run.out);
}

#[test]
fn json_says_everything() {
    let folder = project("report-json");
    let run = folder.run(&["test", "--format", "json"]);
    let report = run.json();
    insta::assert_snapshot!("report_json", run.out);
    assert_eq!(report["version"], json!(1));
    assert_eq!(report["obsolete"], json!(["gone.scene.golden"]));
    let updated = folder.run(&["test", "--update", "--format", "json"]).json();
    assert_eq!(updated["updated"], json!(true));
}

/// The numbers that an element of a `JUnit` report states: tests, failures, errors.
fn stated(element: &str) -> [usize; 3] {
    ["tests", "failures", "errors"].map(|name| {
        let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    })
}

#[test]
fn junit_states_how_many_cases_there_are() {
    for folder in [project("report-counts"), hostile("report-counts-hostile")] {
        let report = folder.run(&["test", "--format", "junit"]).out;
        let of = |text: &str| ["<testcase ", "<failure ", "<error "].map(|element| text.matches(element).count());
        let (head, suites) = report.split_once("<testsuite ").unwrap();
        assert_eq!(stated(head), of(&report), "{report}");
        for suite in suites.split("<testsuite ") {
            assert_eq!(stated(&format!(" {suite}")), of(suite), "{suite}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_project_is_in_every_report() {
    let folder = Folder::new("report-settings");
    folder.write("scene.toml", b"");
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    folder.write("scene.toml", b"lint = 3\n");
    let of = |form: &str| {
        let run = folder.run(&["test", "--format", form]);
        assert_eq!(run.code, 1, "{run:?}");
        run
    };
    let told = "there are no settings `lint`";
    let wrong: Vec<_> = cases(&of("junit").out).into_iter().filter(|(_, wrong)| wrong.is_some()).collect();
    assert_eq!(wrong, [("files of projects: scene.toml".to_owned(), Some(format!("error errors: {told}")))]);
    let commands = of("github").out;
    assert_eq!(commands, folder.run(&["check", ".", "--format", "github"]).out);
    assert!(commands.starts_with("::error file=scene.toml,line=1,") && commands.contains(told), "{commands}");
    assert_eq!(of("json").json()["diagnostics"][0]["message"], json!(told));
}

#[test]
fn no_name_and_no_text_breaks_a_report() {
    let folder = hostile("report-hostile");
    for form in ["junit", "github", "json"] {
        let out = folder.run(&["test", "--format", form]).out;
        let steers = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202e}' | '\u{e0001}'));
        assert!(!out.contains(steers), "{out}");
        assert!(form != "junit" || !out.contains(['\u{fffe}', '\u{ffff}']), "{out}");
    }
    let told = cases(&folder.run(&["test", "--format", "junit"]).out);
    assert_eq!(told[0].0, r#"line\nbreak <&">.scene: line\nbreak <&">.scene"#);
    let commands = folder.run(&["test", "--format", "github"]).out;
    assert!(commands.lines().all(|line| line.starts_with("::error file=")), "{commands}");
}

#[test]
fn a_message_stays_short_however_much_has_changed() {
    let folder = Folder::new("report-long");
    folder.write("scene.toml", b"");
    let scene = |thing: &str| {
        let avoided = (0..200).map(|at| format!("avoid \"{thing} {at}\"")).collect::<Vec<_>>().join("\n");
        format!("{SCENE}{avoided}\n")
    };
    folder.write("mug.scene", scene("dust").as_bytes());
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    folder.write("mug.scene", scene("lint").as_bytes());
    let report = folder.run(&["test", "--format", "junit"]).out;
    let wrong = cases(&report).remove(0).1.unwrap();
    assert!(wrong.ends_with("; and 397 more") && wrong.len() < 400, "{wrong}");
    assert!(report.contains("\nand 380 more\n"), "{report}");
}
