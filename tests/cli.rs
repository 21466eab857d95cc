//! The command line from outside: exit codes, streams, every form of output, and inputs that mean harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::process::Stdio;

use folder::{Folder, PNG, Run, SCENE, sparse};

const PROMPT: &str = "Place the speckled stoneware mug from the first image onto the oak shelf from the second image, \
                      standing beside the trailing ivy, matching the soft window light and the eye-level angle, \
                      editorial interior photography.";

#[test]
fn no_arguments_give_help_and_two() {
    let run = Folder::new("none").run(&[]);
    assert_eq!(run.code, 2);
    assert!(run.out.is_empty() && run.err.contains("Usage: scene"), "{run:?}");
}

#[test]
fn help_and_version_go_to_stdout() {
    let folder = Folder::new("help");
    for argument in ["--help", "--version", "help"] {
        let run = folder.run(&[argument]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{argument}");
        assert!(!run.out.is_empty());
    }
}

#[test]
fn wrong_usage_is_two_and_writes_no_payload() {
    let folder = Folder::new("usage");
    fs::create_dir(folder.0.join("empty")).unwrap();
    for arguments in [
        &["compile"][..],
        &["compile", "none.scene"],
        &["compile", "empty"],
        &["compile", "mug.scene", "--emit", "poem"],
        &["compile", "-", "-"],
        &["compile", "mug.scene", "-o", "none/out.txt"],
        &["compile", "mug.scene", "-o", "mug.scene"],
        &["check", "none.scene"],
        &["check", "mug.scene", "--format", "poem"],
        &["check", "mug.scene", "--deny", "no-such-code"],
        &["check", "mug.scene", "--allow", "syntax"],
        &["poem"],
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?} {run:?}");
        assert!(run.err.contains("error"), "{arguments:?} {run:?}");
    }
    assert_eq!(folder.read("mug.scene"), SCENE);
    let run = folder.run(&["check", "mug.scene", "--deny", "near-mis"]);
    assert!(run.err.contains("did you mean `near-miss`?"), "{run:?}");
}

#[test]
fn emit_prompt_is_the_prompt_and_a_newline() {
    let folder = Folder::new("prompt");
    let run = folder.run(&["compile", "mug.scene", "--emit", "prompt"]);
    assert_eq!((run.code, run.out, run.err), (0, format!("{PROMPT}\n"), String::new()));
    let run = folder.run(&["compile", "mug.scene", "mug.scene", "--emit", "prompt"]);
    assert_eq!(run.out, format!("{PROMPT}\n\n{PROMPT}\n"));
}

#[test]
fn emit_task_is_an_array_with_keys_in_order() {
    let folder = Folder::new("task");
    folder.write("set.scene", format!("{SCENE}size 4:3\nseed 0\nresults 2\nformat webp\nquality 90\n").as_bytes());
    let run = folder.run(&["compile", "set.scene", "--emit", "task"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.starts_with("note: 2 references are local paths"), "{run:?}");
    let task = &run.json()[0];
    assert_eq!(task["positivePrompt"], PROMPT);
    assert_eq!((&task["width"], &task["height"]), (&1200.into(), &896.into()));
    assert_eq!(task["inputs"]["referenceImages"], serde_json::json!(["mug.png", "shelf.png"]));
    let keys = run.out.lines().filter_map(|line| line.strip_prefix("    \"")).filter_map(|line| line.split('"').next());
    let expected =
        "taskType taskUUID model positivePrompt width height numberResults seed outputFormat outputQuality inputs";
    assert_eq!(keys.collect::<Vec<_>>().join(" "), expected);
    assert_eq!(folder.run(&["compile", "set.scene", "--emit", "task"]).out, run.out);
}

#[test]
fn emit_jsonl_is_a_task_a_line() {
    let folder = Folder::new("jsonl");
    fs::create_dir_all(folder.0.join("more/.hidden")).unwrap();
    for name in ["more/b.scene", "more/a.scene", "more/.hidden/c.scene", "more/note.txt"] {
        folder.write(name, SCENE.as_bytes());
    }
    let run = folder.run(&["compile", "mug.scene", "more", "--emit", "jsonl"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{run:?}");
    for line in run.out.lines() {
        assert_eq!(serde_json::from_str::<serde_json::Value>(line).unwrap()["taskType"], "imageInference");
    }
}

#[test]
fn emit_refs_map_and_plan_are_json() {
    let folder = Folder::new("forms");
    let refs = folder.run(&["compile", "mug.scene", "--emit", "refs"]).json();
    assert_eq!(refs[1], serde_json::json!({"position": 2, "elements": ["shelf"], "source": "shelf.png"}));
    let map = folder.run(&["compile", "mug.scene", "--emit", "map"]).json();
    let rows = map.as_array().unwrap();
    assert_eq!(rows.first().unwrap()["start"], 0);
    assert_eq!(rows.last().unwrap()["end"], PROMPT.len());
    assert!(rows.windows(2).all(|pair| pair[0]["end"] == pair[1]["start"]), "{map}");
    assert!(rows.iter().all(|row| row["file"] == "mug.scene" && row["line"].as_u64() > Some(0)), "{map}");
    let plan = folder.run(&["compile", "mug.scene", "--emit", "plan"]).json();
    assert_eq!(plan["passes"][0]["prompt"], PROMPT);
    assert_eq!(plan["passes"][0]["opening"], "lead");
}

#[test]
fn pretty_is_the_default_and_plain_in_a_pipe() {
    let folder = Folder::new("pretty");
    let run = folder.run(&["compile", "mug.scene"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    for part in ["mug.scene\n\n  1  mug    mug.png\n  2  shelf  shelf.png\n", "  task\n", "the model's choice"] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}') && run.out.lines().all(|line| line.len() <= 80), "{}", run.out);
}

#[test]
fn inline_puts_images_in() {
    let folder = Folder::new("inline");
    let plain = folder.run(&["compile", "mug.scene", "--emit", "task"]).json();
    let run = folder.run(&["compile", "mug.scene", "--emit", "task", "--inline"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let inlined = run.json();
    let images = inlined[0]["inputs"]["referenceImages"].as_array().unwrap();
    assert!(images.iter().all(|image| image.as_str().unwrap().starts_with("data:image/png;base64,iVBORw0KGgo")));
    assert_ne!(plain[0]["taskUUID"], inlined[0]["taskUUID"]);
    folder.write("shelf.png", b"no image");
    let run = folder.run(&["compile", "mug.scene", "--emit", "task", "--inline"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("error[not-an-image]") && run.err.contains("`shelf.png` is no image"), "{run:?}");
}

#[test]
fn a_missing_file_is_a_warning_for_compile_and_an_error_for_check() {
    let folder = Folder::new("missing");
    fs::remove_file(folder.0.join("mug.png")).unwrap();
    let run = folder.run(&["compile", "mug.scene", "--emit", "prompt"]);
    assert_eq!((run.code, run.out), (0, format!("{PROMPT}\n")));
    assert!(run.err.contains("warning[missing-file]"), "{}", run.err);
    assert_eq!(folder.run(&["compile", "mug.scene", "--inline"]).code, 1);
    let run = folder.run(&["check", "mug.scene"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[missing-file]") && run.err == "1 error in 1 file\n", "{run:?}");
    assert_eq!(folder.run(&["check", "mug.scene", "--allow", "missing-file"]).code, 0);
}

#[test]
fn check_of_a_sound_scene_says_so_on_stderr() {
    let folder = Folder::new("sound");
    let run = folder.run(&["check", "mug.scene"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "1 file is sound\n"));
    let run = folder.run(&["check", "mug.scene", "--format", "json"]);
    assert_eq!(run.json(), serde_json::json!({"version": 1, "diagnostics": []}));
}

#[test]
fn errors_stop_every_machine_readable_form() {
    let folder = Folder::new("errors");
    folder.write("bad.scene", b"mug = ref(\"mug.png\")\nmug on nowhere_known and\n");
    for form in ["prompt", "task", "jsonl", "plan", "refs", "map"] {
        let run = folder.run(&["compile", "mug.scene", "bad.scene", "--emit", form, "-o", "out.txt"]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{form} {run:?}");
        assert!(run.err.contains("error["), "{form} {run:?}");
        assert!(!folder.0.join("out.txt").exists());
    }
    let run = folder.run(&["compile", "mug.scene", "bad.scene"]);
    assert!(run.code == 1 && run.out.starts_with("mug.scene\n") && !run.out.contains("bad.scene"), "{run:?}");
}

#[test]
fn denied_warnings_fail() {
    let folder = Folder::new("deny");
    folder.write("near.scene", SCENE.replace("standing_on", "standng_on").as_bytes());
    assert_eq!(folder.run(&["check", "near.scene"]).code, 0);
    assert_eq!(folder.run(&["check", "near.scene", "--deny", "warnings"]).code, 1);
    assert_eq!(folder.run(&["check", "near.scene", "--deny", "near-miss"]).code, 1);
    assert_eq!(folder.run(&["check", "near.scene", "--deny", "unused-element"]).code, 0);
    let run = folder.run(&["check", "near.scene", "--allow", "near-miss", "--deny", "warnings"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
}

#[test]
fn stdin_is_a_scene() {
    let folder = Folder::new("stdin");
    let run = folder.feed(&["compile", "-", "--emit", "prompt"], SCENE.as_bytes());
    assert_eq!((run.code, run.out), (0, format!("{PROMPT}\n")));
    let run = folder.feed(&["check", "-", "--format", "short"], b"mug = (");
    assert!(run.code == 1 && run.out.starts_with("<stdin>:1:"), "{run:?}");
}

#[test]
fn a_huge_file_is_refused_unread() {
    let folder = Folder::new("huge");
    sparse(&folder.0.join("huge.scene"), 100 * 1024 * 1024);
    let run = folder.run(&["check", "huge.scene"]);
    assert!(run.code == 1 && run.out.contains("error[file-too-large]") && run.out.contains("huge.scene"), "{run:?}");
    let run = folder.feed(&["compile", "-"], &vec![b' '; 5 * 1024 * 1024]);
    assert!(run.code == 1 && run.err.contains("error[file-too-large]"), "{run:?}");
}

#[test]
fn bytes_that_are_no_text_are_shown_with_their_place() {
    let folder = Folder::new("utf8");
    folder.write("bad.scene", b"mug = prop(\"a mug\")\nmug is \"\xff\xfe\"\n");
    let run = folder.run(&["check", "bad.scene", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("bad.scene:2:9: error[invalid-utf8]: "), "{run:?}");
    let json = folder.run(&["check", "bad.scene", "--format", "json"]).json();
    assert_eq!(json["diagnostics"][0]["range"]["start"], serde_json::json!({"line": 2, "column": 9, "offset": 28}));
    assert_eq!(folder.run(&["compile", "bad.scene"]).code, 1);
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let folder = Folder::new("hostile");
    let text = "a\u{1b}]0;x\u{7}b = ref(\"\u{202e}gpj.exe\")\n\u{9b}2J \u{feff}\nmug is \"\\u{1b}[2J\\u{202e}\"\n";
    folder.write("hostile\u{1b}[2J\u{202e}.scene", text.as_bytes());
    folder.write("said.scene", b"mug = prop(\"a mug\")\nmug is \"\\u{1b}[2J\\u{202e}\"\nsay \"\\u{9b}2J\"\n");
    let steers = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    for arguments in [
        &["check", "."][..],
        &["check", ".", "--format", "short"],
        &["check", ".", "--format", "json"],
        &["compile", "."],
        &["compile", "said.scene"],
        &["compile", "said.scene", "--emit", "task"],
    ] {
        let run = folder.run(arguments);
        assert!(!run.out.contains(steers) && !run.err.contains(steers), "{arguments:?} {run:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new("pipe");
    let mut command = folder.scene();
    command.args(["compile", "--emit", "map"]).args(vec!["mug.scene"; 200]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = Folder::new("full");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let run = Run::of(folder.scene().args(["compile", "mug.scene"]).stdout(full).output().unwrap());
    assert!(run.code == 2 && run.err.contains("cannot write the output"), "{run:?}");
}

#[test]
fn output_files_are_whole_and_leave_nothing_behind() {
    let folder = Folder::new("output");
    folder.write("out.txt", b"old");
    let run = folder.run(&["compile", "mug.scene", "--emit", "prompt", "-o", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert_eq!(folder.read("out.txt"), format!("{PROMPT}\n"));
    let left = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(left.count(), 0);
}

#[test]
fn colour_is_never_written_to_a_pipe() {
    let folder = Folder::new("colour");
    folder.write("bad.scene", b"mug = (\n");
    for value in ["", "1"] {
        let run = Run::of(folder.scene().args(["check", "bad.scene"]).env("NO_COLOR", value).output().unwrap());
        assert!(run.code == 1 && !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{run:?}");
    }
}

#[test]
fn relations_are_listed_and_explained() {
    let folder = Folder::new("relations");
    let run = folder.run(&["relations"]);
    assert!(run.code == 0 && run.out.contains("resting_on") && run.out.contains("support"), "{run:?}");
    let run = folder.run(&["relations", "resting_on"]);
    assert!(run.code == 0 && run.out.contains("Place ... onto"), "{run:?}");
    let run = folder.run(&["relations", "restng_on"]);
    assert!(run.code == 0 && run.out.contains("Did you mean `resting_on`?"), "{run:?}");
}

#[test]
fn completions_and_the_manual_are_written() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish"] {
        let run = folder.run(&["completions", shell]);
        assert!(run.code == 0 && run.out.contains("compile"), "{run:?}");
    }
    assert_eq!(folder.run(&["completions", "poem"]).code, 2);
    let run = folder.run(&["man"]);
    assert!(run.code == 0 && run.out.contains(".TH scene"), "{run:?}");
}

#[test]
fn an_image_of_the_scene_is_never_replaced() {
    let folder = Folder::new("replace");
    let run = folder.run(&["compile", "mug.scene", "--emit", "prompt", "-o", "./mug.png"]);
    assert!(run.code == 2 && run.err.contains("`./mug.png` is an image of the scene"), "{run:?}");
    assert_eq!(fs::read(folder.0.join("mug.png")).unwrap(), PNG);
}

#[test]
fn a_dash_behind_o_is_stdout() {
    let folder = Folder::new("dash");
    let run = folder.run(&["compile", "mug.scene", "--emit", "prompt", "-o", "-"]);
    assert_eq!((run.code, run.out), (0, format!("{PROMPT}\n")));
    assert!(!folder.0.join("-").exists());
}

#[test]
fn an_encoding_is_told() {
    let folder = Folder::new("encoding");
    folder.write("wide.scene", b"\xFF\xFEa\0");
    folder.write("latin.scene", b"// caf\xE9\n");
    let wide = folder.run(&["check", "wide.scene"]);
    assert!(wide.code == 1 && wide.out.contains("the file is UTF-16, not UTF-8"), "{wide:?}");
    let latin = folder.run(&["check", "latin.scene"]);
    assert!(latin.code == 1 && latin.out.contains("the byte 0xE9 does not belong here"), "{latin:?}");
}
