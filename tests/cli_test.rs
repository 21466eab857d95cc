//! `scene test` from outside: what is compared, what is told, what is written, and what is not. What comes in: folders of
//! scenes, some of which change. Absent: reports for programs, which have tests of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;
use std::process::Command;

use folder::{Folder, Run};

const HOURS: &str = r#"vary hour in [noon: "bright midday light", dusk: "blue dusk", night: "candlelight"]
lamp  = ref("mug.png", "paper lamp")
table = ref("shelf.png", "round table")
lamp standing_on table
lighting hour
size 1:1 at 1k
"#;

/// A folder of a project with its golden files written.
fn tested(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("scene.toml", b"");
    folder.write("hours.scene", HOURS.as_bytes());
    let run = folder.run(&["test", "--update"]);
    assert_eq!((run.code, run.err.as_str()), (0, "2 scenes, 4 prompts: 2 new\n"), "{run:?}");
    folder
}

fn change(folder: &Folder, name: &str, old: &str, new: &str) {
    let text = folder.read(name);
    assert!(text.contains(old), "{text}");
    folder.write(name, text.replace(old, new).as_bytes());
}

/// The run says this on stdout, and ends so.
#[track_caller]
fn says(run: &Run, code: i32, lines: &[&str]) {
    assert_eq!((run.code, run.out.lines().collect::<Vec<_>>().as_slice()), (code, lines), "{}", run.err);
}

#[test]
fn a_golden_file_reads_well_in_review() {
    let folder = tested("golden");
    insta::assert_snapshot!("golden_mug", folder.read("mug.scene.golden"));
    insta::assert_snapshot!("golden_hours", folder.read("hours.scene.golden"));
    assert!(!folder.0.join("mug.golden").exists());
}

#[test]
fn what_is_as_before_passes_and_writes_nothing() {
    let folder = tested("same");
    let before = fs::metadata(folder.0.join("mug.scene.golden")).unwrap().modified().unwrap();
    for arguments in
        [&["test"][..], &["test", "."], &["test", "mug.scene", "hours.scene", "mug.scene"], &["test", "--update"]]
    {
        let run = folder.run(arguments);
        says(&run, 0, &[]);
        assert_eq!(run.err, "2 scenes, 4 prompts: 2 as before\n");
    }
    assert_eq!(fs::metadata(folder.0.join("mug.scene.golden")).unwrap().modified().unwrap(), before);
    // Git may have given its lines other ends.
    folder.write("mug.scene.golden", folder.read("mug.scene.golden").replace('\n', "\r\n").as_bytes());
    says(&folder.run(&["test"]), 0, &[]);
}

#[test]
fn a_missing_golden_fails_and_is_written_only_when_asked() {
    let folder = Folder::new("missing");
    let run = folder.run(&["test"]);
    says(&run, 3, &["mug.scene: has no golden file"]);
    assert_eq!(
        run.err,
        "1 scene, 1 prompt: 1 without golden file\n`scene test --update` accepts what the prompts are now\n"
    );
    assert!(!folder.0.join("mug.scene.golden").exists());
    // Nor because of where it runs.
    let run = Run::of(folder.scene().args(["test"]).env("CI", "true").output().unwrap());
    assert_eq!(run.code, 3);
    assert!(!folder.0.join("mug.scene.golden").exists());
    says(&folder.run(&["test", "--update"]), 0, &["mug.scene: its golden file is new"]);
    says(&folder.run(&["test"]), 0, &[]);
}

#[test]
fn a_change_is_told_as_a_person_would() {
    let folder = tested("told");
    change(
        &folder,
        "mug.scene",
        "mug standing_on shelf, beside shelf.plant",
        "mug standing_on shelf, behind shelf.plant",
    );
    change(&folder, "mug.scene", "style", "size 1:1 at 2k\nstyle");
    says(
        &folder.run(&["test"]),
        3,
        &[
            "mug.scene: differs",
            "  relation `beside` became `behind` in `mug standing_on shelf, behind shelf.plant`",
            "  size 2048 x 2048 is new, +$0.0336",
            "    Place the speckled stoneware mug from the first image onto the oak shelf from the second image, standing \
             [-beside-] {+behind+} the trailing ivy, matching the soft window light and the eye-level angle, editorial \
             interior photography.",
        ],
    );
    says(&folder.run(&["test", "--update", "hours.scene"]), 0, &[]);
    assert_eq!(folder.run(&["test"]).code, 3);
    assert!(folder.run(&["test", "--update"]).out.starts_with("mug.scene: updated\n"));
    says(&folder.run(&["test"]), 0, &[]);
}

#[test]
fn references_that_change_places_are_told() {
    let folder = Folder::new("places");
    folder.write("mug.scene", b"mug = ref(\"mug.png\", \"mug\")\ncup = ref(\"shelf.png\", \"cup\")\nmug and cup standing_on \"an oak shelf\"\n");
    folder.run(&["test", "--update"]);
    change(&folder, "mug.scene", "mug and cup", "cup and mug");
    let run = folder.run(&["test"]);
    assert!(run.out.contains("\n  references 1 and 2 swapped\n"), "{}", run.out);
}

#[test]
fn a_change_of_all_tasks_is_told_once() {
    let folder = tested("once");
    change(&folder, "hours.scene", "round table", "long table");
    let run = folder.run(&["test"]);
    assert_eq!(run.out.matches("{+long+}").count(), 1, "{}", run.out);
    assert!(run.out.contains("\n  all 3 tasks:\n"), "{}", run.out);
    // The file changes in one place, whatever the number of tasks.
    let before = folder.read("hours.scene.golden");
    folder.run(&["test", "--update"]);
    let after = folder.read("hours.scene.golden");
    let differ = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differ, before.lines().count()), (1, after.lines().count()));
}

#[test]
fn one_odd_task_among_many_is_seen() {
    let folder = tested("odd");
    change(&folder, "hours.scene", "candlelight", "gaslight");
    says(
        &folder.run(&["test"]),
        3,
        &[
            "hours.scene: differs",
            "  `\"candlelight\"` became `\"gaslight\"` in `vary hour in [noon: \"bright midday light\", dusk: \"blue dusk\", \
             night: \"gaslight\"]`",
            "  task `night`:",
            "      Place the paper lamp from the first image onto the round table from the second image, [-candlelight.-] \
             {+gaslight.+}",
        ],
    );
}

#[test]
fn tasks_come_go_and_are_renamed() {
    let folder = tested("tasks");
    change(&folder, "hours.scene", "night: \"candlelight\"", "late: \"candlelight\", dawn: \"first light\"");
    change(&folder, "hours.scene", "noon: \"bright midday light\", ", "");
    let run = folder.run(&["test"]);
    says(
        &run,
        3,
        &[
            "hours.scene: differs",
            "  `vary hour in [noon: \"bright midday light\", dusk: \"blue dusk\", night: \"candlelight\"]` became `vary hour in \
             [dusk: \"blue dusk\", late: \"candlelight\", dawn: \"first light\"]`",
            "  task `late` was called `night`, and is otherwise the same",
            "  task `dawn` is new",
            "  task `noon` is made no longer",
        ],
    );
    folder.run(&["test", "--update"]);
    let golden = folder.read("hours.scene.golden");
    assert!(golden.contains("\ntask dusk\n\nreferences\n") && !golden.contains("noon"), "{golden}");
    says(&folder.run(&["test"]), 0, &[]);
}

#[test]
fn obsolete_golden_files_are_reported_and_removed_when_asked() {
    let folder = tested("obsolete");
    fs::rename(folder.0.join("mug.scene"), folder.0.join("mugs.txt")).unwrap();
    folder.write("notes.golden", b"not ours\n");
    folder.write("shared.scene", b"preset calm { lighting \"soft light\" }\n");
    folder.write("shared.scene.golden", b"old\n");
    let run = folder.run(&["test"]);
    says(&run, 3, &["shared.scene.golden: no scene needs it", "mug.scene.golden: no scene needs it"]);
    assert!(run.err.contains("1 as before, 2 golden files obsolete\n"), "{}", run.err);
    assert!(folder.0.join("mug.scene.golden").exists());
    says(
        &folder.run(&["test", "--update"]),
        0,
        &["shared.scene.golden: removed: no scene needs it", "mug.scene.golden: removed: no scene needs it"],
    );
    assert!(!folder.0.join("mug.scene.golden").exists() && folder.0.join("notes.golden").exists());
    // The last scene of a folder may go too.
    fs::remove_file(folder.0.join("hours.scene")).unwrap();
    fs::remove_file(folder.0.join("shared.scene")).unwrap();
    says(&folder.run(&["test"]), 3, &["hours.scene.golden: no scene needs it"]);
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    let run = folder.run(&["test"]);
    assert_eq!((run.code, run.err.as_str()), (2, "error: there is no scene in the folder `.`\n"));
}

#[test]
fn a_scene_with_errors_is_never_written() {
    let folder = tested("errors");
    let before = folder.read("mug.scene.golden");
    change(&folder, "mug.scene", "mug standing_on shelf", "cup standing_on shelf");
    change(&folder, "hours.scene", "candlelight", "gaslight");
    for arguments in [&["test"][..], &["test", "--update"]] {
        let run = folder.run(arguments);
        assert_eq!(run.code, 1);
        assert!(run.out.contains("mug.scene: has errors, and so no prompt\n"), "{}", run.out);
        assert!(run.err.contains("error[unknown-name]"), "{}", run.err);
        assert_eq!(folder.read("mug.scene.golden"), before);
    }
    // The other one is.
    assert!(folder.read("hours.scene.golden").contains("gaslight"));
}

#[test]
fn photographs_need_not_be_there() {
    let folder = tested("photos");
    fs::remove_file(folder.0.join("mug.png")).unwrap();
    let run = folder.run(&["test"]);
    says(&run, 0, &[]);
    assert_eq!(run.err, "2 scenes, 4 prompts: 2 as before\n");
}

#[test]
fn a_filter_chooses_tests_and_what_is_written() {
    let folder = tested("filter");
    change(&folder, "hours.scene", "round table", "long table");
    let run = folder.run(&["test", "--filter", "dusk"]);
    assert!(run.code == 3 && run.out.contains("\n  task `dusk`:\n"), "{run:?}");
    assert_eq!(run.err.lines().next(), Some("1 scene, 1 prompt: 1 differs"));
    assert_eq!(folder.run(&["test", "--filter", "mug"]).code, 0);
    assert_eq!(folder.run(&["test", "--filter", "mug", "--filter", "hours*noon"]).code, 3);
    assert_eq!(folder.run(&["test", "--update", "--filter", "dusk"]).code, 0);
    assert_eq!(folder.run(&["test", "--filter", "dusk"]).code, 0);
    let run = folder.run(&["test"]);
    assert!(run.code == 3 && run.out.contains("\n  tasks `noon`, `night`:\n"), "{run:?}");
    let run = folder.run(&["test", "--filter", "mugg"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: no test is called like `mugg`"), "{}", run.err);
    // A scene with errors is of no interest if others are asked for.
    change(&folder, "mug.scene", "mug standing_on", "cup standing_on");
    assert_eq!(folder.run(&["test", "--filter", "dusk"]).code, 0);
}

#[test]
fn scenes_are_tested_for_several_targets() {
    let folder = Folder::new("targets");
    let text = folder.read("mug.scene");
    folder.write("mug.scene", format!("// scene: test google:4@3, bfl:5@1 -- both are sold\n{text}").as_bytes());
    says(&folder.run(&["test", "--update"]), 0, &["mug.scene: its golden file is new"]);
    let golden = folder.read("mug.scene.golden");
    assert!(golden.contains("\ntarget google:4@3\n") && golden.contains("\ntarget bfl:5@1\n"), "{golden}");
    assert!(golden.contains("from the first image") && golden.contains("from image 1"), "{golden}");
    // Otherwise the project says it.
    folder.write("mug.scene", text.as_bytes());
    let run = folder.run(&["test"]);
    assert!(run.out.contains("  the task is new\n  target google:4@3 is made no longer\n"), "{}", run.out);
    folder.write("scene.toml", b"[test]\ntargets = [\"bfl-flux-2-pro\", \"gemini\"]\n");
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    let golden = folder.read("mug.scene.golden");
    assert!(golden.contains("\ntarget bfl:5@1\n") && golden.contains("\ntarget gemini\n"), "{golden}");
}

#[test]
fn a_target_that_nobody_knows_fails_the_test_and_nothing_else() {
    let folder = Folder::new("unknown");
    let text = folder.read("mug.scene");
    folder.write("mug.scene", format!("// scene: test google:4@33\n{text}").as_bytes());
    let run = folder.run(&["test", "--update"]);
    assert!(run.code == 1 && run.err.contains("did you mean `google:4@3`?"), "{run:?}");
    assert!(!folder.0.join("mug.scene.golden").exists());
    assert_eq!(folder.run(&["compile", "mug.scene"]).code, 0);
    folder.write("mug.scene", format!("// scene: test shots of the kitchen\n{text}").as_bytes());
    assert_eq!(folder.run(&["test", "--update"]).err, "1 scene, 1 prompt: 1 new\n");
    folder.write("scene.toml", b"[test]\ntargets = [\"bfl:5@11\"]\n");
    let run = folder.run(&["test"]);
    assert!(run.code == 2 && run.err.starts_with("error: `bfl:5@11` is no model"), "{run:?}");
    let run = folder.run(&["check", "mug.scene"]);
    assert!(run.code == 0 && run.out.contains("scene.toml:2:12"), "{run:?}");
}

#[test]
fn a_damaged_golden_file_is_told_and_can_be_written_anew() {
    let folder = tested("damaged");
    let golden = folder.read("mug.scene.golden");
    folder.write(
        "mug.scene.golden",
        golden.replace("prompt\n", "prompt\n<<<<<<< ours\n=======\n>>>>>>> theirs\n").as_bytes(),
    );
    says(
        &folder.run(&["test"]),
        3,
        &["mug.scene: its golden file cannot be read: line 8: it holds a conflict of a merge"],
    );
    says(&folder.run(&["test", "--update"]), 0, &["mug.scene: its golden file was damaged, and is written anew"]);
    assert_eq!(folder.read("mug.scene.golden"), golden);
    folder.write("mug.scene.golden", b"\xFF\xFE");
    assert!(folder.run(&["test"]).out.contains("it is no UTF-8 text"));
}

#[cfg(unix)]
#[test]
fn a_golden_file_that_leads_elsewhere_is_neither_read_nor_written() {
    let folder = tested("link");
    folder.write("elsewhere", b"precious\n");
    fs::remove_file(folder.0.join("mug.scene.golden")).unwrap();
    std::os::unix::fs::symlink("elsewhere", folder.0.join("mug.scene.golden")).unwrap();
    for arguments in [&["test"][..], &["test", "--update"]] {
        let run = folder.run(arguments);
        assert_eq!(
            (run.code, run.err.as_str()),
            (2, "error: cannot read `mug.scene.golden`: it is not a regular file\n")
        );
        assert_eq!(folder.read("elsewhere"), "precious\n");
    }
}

#[test]
fn wrong_usage_is_told() {
    let folder = tested("usage");
    for (arguments, why) in [
        (&["test", "-"][..], "stdin has no golden file"),
        (&["test", "nothing.scene"], "there is no file `nothing.scene`"),
        (&["test", "--update", "--watch"], "cannot be used with"),
        (&["test", "--watch", "--format", "json"], "`--watch` tells people"),
    ] {
        let run = folder.run(arguments);
        assert!(run.code == 2 && run.err.contains(why), "{arguments:?}: {run:?}");
    }
}

#[test]
fn nothing_of_a_golden_file_reaches_the_terminal_raw() {
    let folder = tested("raw");
    let golden = folder.read("mug.scene.golden");
    folder.write("mug.scene.golden", golden.replace("speckled", "\u{1b}[31mspeckled\u{202e}").as_bytes());
    for form in ["human", "junit", "github", "json"] {
        let run = folder.run(&["test", "--format", form]);
        assert!(run.code == 3 && !run.out.contains(['\u{1b}', '\u{202e}']), "{form}: {}", run.out);
    }
}

#[test]
fn a_library_takes_the_same_text() {
    let folder = tested("library");
    let text = scenewright::golden(folder.0.join("mug.scene")).unwrap();
    assert_eq!(text, folder.read("mug.scene.golden"));
    change(&folder, "mug.scene", "mug standing_on", "cup standing_on");
    let why = scenewright::golden(folder.0.join("mug.scene")).unwrap_err();
    assert!(why.contains("error[unknown-name]"), "{why}");
    assert!(scenewright::golden(folder.0.join("none.scene")).is_err());
}

#[test]
fn the_examples_are_as_their_golden_files_say() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
    let run = Run::of(
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(["test", "examples"]).output().unwrap(),
    );
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
}

#[test]
fn the_pages_show_what_is_written() {
    let read = |page: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let page = read("docs/testing.md");
    // What a fence holds that begins so.
    let fenced = |page: &str, head: &str| {
        let start =
            page.find(head).unwrap_or_else(|| panic!("nothing begins with {head:?}")) + head.find('\n').unwrap() + 1;
        let end = start + page[start..].find("```\n").unwrap();
        page[start..end].to_owned()
    };
    let folder = Folder::new("pages");
    let scene = fenced(&page, "```scene\nmug");
    folder.write("mug.scene", scene.as_bytes());
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    assert_eq!(folder.read("mug.scene.golden"), fenced(&page, "```\n// Golden prompts"));
    folder.write("mug.scene", scene.replace("beside", "behind").replace("1k", "2k").as_bytes());
    let told = folder.run(&["test"]).out;
    assert_eq!(told, fenced(&page, "```\nmug.scene: differs"));
    assert_eq!(told, fenced(&read("README.md"), "```\nmug.scene: differs"));
    // The head of the room shows its form too.
    let form = read("src/snapshot/mod.rs");
    assert!(form.contains(folder.read("mug.scene.golden").lines().next().unwrap()));
}

#[test]
fn the_golden_files_of_examples_are_read_to_the_letter() {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "golden") {
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(scenewright::snapshot::read(&text).unwrap().to_string(), text, "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 19, "{count}");
}
