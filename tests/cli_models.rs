//! `models.toml` and `scene models` from outside: what a project says of models holds for its scenes, wherever the command
//! runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fmt::Write;
use std::fs;

use folder::{Folder, SCENE, sparse};

const OWN: &str = r#"
[models."acme:portrait@1"]
like = "google:4@3"
name = "Acme Portrait"
references = { min = 1, max = 6 }
priceUSD = { image = { "1K" = 0.05 } }

[models."google:4@3"]
status = "retired"
until = "2027-01-31"
successor = "google:nano-banana@2.1"
"#;

/// A folder with a scene for a model of one's own.
fn own(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("mug.scene", format!("model acme:portrait@1\n{SCENE}").as_bytes());
    folder.write("models.toml", OWN.as_bytes());
    folder
}

#[test]
fn scenes_may_name_the_models_of_their_project() {
    let folder = own("own");
    let run = folder.run(&["check", "mug.scene"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    let run = folder.run(&["compile", "mug.scene"]);
    assert!(run.code == 0 && run.out.contains("model    Acme Portrait, acme:portrait@1\n"), "{run:?}");
    let run = folder.run(&["compile", "mug.scene", "--emit", "task"]);
    assert_eq!(run.json()[0]["model"], "acme:portrait@1");
    folder.write("old.scene", format!("model google:4@3\n{SCENE}").as_bytes());
    let run = folder.run(&["check", "old.scene", "--format", "short"]);
    assert!(run.out.contains("old.scene:1:7: warning[retired-model]: `google:4@3` has been withdrawn"), "{run:?}");
    let run = folder.run(&["check", "--fix", "old.scene"]);
    assert!(folder.read("old.scene").starts_with("model google:nano-banana@2.1\n"), "{run:?}");
}

#[test]
fn the_models_of_other_projects_are_not_known() {
    let folder = own("two");
    fs::create_dir(folder.0.join("other")).unwrap();
    folder.write("other/scene.toml", b"");
    folder.write("other/mug.scene", b"model acme:portrait@1\n\"a mug\" on \"a shelf\"\n");
    let run = folder.run(&["check", ".", "--format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.starts_with("other/mug.scene:1:7: error[unknown-model]: "), "{run:?}");
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
}

#[test]
fn models_beside_a_scene_that_is_not_in_the_projects_folder_are_told_of() {
    let folder = Folder::new("aside");
    fs::create_dir(folder.0.join("deep")).unwrap();
    folder.write("scene.toml", b"");
    folder.write("deep/models.toml", OWN.as_bytes());
    for name in ["deep/a.scene", "deep/b.scene"] {
        folder.write(name, b"\"a mug\" standing_on \"a shelf\"\n");
    }
    let run = folder.run(&["check", "deep", "--format", "short"]);
    let told = "deep/models.toml:1:1: warning[bad-setting]: these models are not read: those of the project stand in `models.toml`\n";
    assert_eq!((run.code, run.out.as_str()), (0, told));
}

#[test]
fn wrong_models_stop_the_compiler_and_are_told_once() {
    let folder = own("wrong");
    folder.write("models.toml", OWN.replace("max = 6", "max = \"six\"").replace("1K", "3K").as_bytes());
    fs::copy(folder.0.join("mug.scene"), folder.0.join("cup.scene")).unwrap();
    let run = folder.run(&["check", ".", "--format", "short"]);
    let expected = "models.toml:5:31: error[bad-setting]: `references.max` is a whole number, not a string\n\
                    models.toml:6:31: error[bad-setting]: the model has no resolution `3K`\n";
    assert_eq!((run.code, run.out.as_str()), (1, expected));
    for form in ["pretty", "prompt", "task", "jsonl", "refs"] {
        let run = folder.run(&["compile", ".", "--emit", form]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{form} {run:?}");
        assert_eq!(run.err.matches("`references.max` is a whole number").count(), 1, "{run:?}");
    }
    let run = folder.run(&["compile", "mug.scene", "-o", "out.txt"]);
    assert!(run.code == 1 && !folder.0.join("out.txt").exists(), "{run:?}");
    folder.write("models.toml", OWN.replace("= { min", "{ min").as_bytes());
    let run = folder.run(&["check", "mug.scene", "--format", "short"]);
    assert_eq!(run.out.lines().count(), 1, "no scene is blamed for a file that cannot be read: {run:?}");
}

#[test]
fn levels_of_the_project_hold_for_its_models() {
    let folder = own("weighed");
    folder.write("models.toml", b"[services]\n");
    folder.write("mug.scene", SCENE.as_bytes());
    assert_eq!(folder.run(&["check", "mug.scene"]).code, 0);
    assert_eq!(folder.run(&["check", "mug.scene", "--deny", "warnings"]).code, 1);
    folder.write("scene.toml", b"[lints]\nwarnings = \"deny\"\n");
    assert_eq!(folder.run(&["compile", "mug.scene"]).code, 1);
}

#[test]
fn the_models_are_not_replaced_by_what_comes_of_them() {
    let folder = own("kept");
    for path in ["models.toml", "./models.toml"] {
        let run = folder.run(&["compile", "mug.scene", "-o", path]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("is the models of the project; -o would replace it"), "{run:?}");
    }
    assert_eq!(folder.read("models.toml"), OWN);
}

#[test]
fn many_tasks_are_held_to_the_limits_of_own_models() {
    let folder = Folder::new("bulk");
    let mut rows = "name\n".to_owned();
    for at in 0..300 {
        let _ = writeln!(
            rows,
            "mug {at}{}",
            if at == 250 { " with a long and long and long story".repeat(3) } else { String::new() }
        );
    }
    folder.write("rows.csv", rows.as_bytes());
    folder.write(
        "mug.scene",
        b"model acme:short@1\nvary row in csv(\"rows.csv\")\n\"{row.name}\" standing_on \"a shelf\"\n",
    );
    for (most, code) in [(80, 1), (800, 0)] {
        let model = format!("[models.\"acme:short@1\"]\nlike = \"google:4@3\"\nprompt.max = {most}\n");
        folder.write("models.toml", model.as_bytes());
        let run = folder.run(&["compile", "mug.scene", "--emit", "jsonl"]);
        assert_eq!(run.code, code, "{run:.400?}");
        assert_eq!(run.err.contains("prompt-too-long"), code == 1, "{run:.1000?}");
    }
}

#[cfg(unix)]
#[test]
fn models_that_mean_harm_are_refused() {
    let folder = own("harm");
    folder.write("mug.scene", SCENE.as_bytes());
    let path = folder.0.join("models.toml");
    let told = |code: &str| {
        for arguments in [&["check", "mug.scene", "--format", "short"][..], &["compile", "mug.scene"]] {
            let run = folder.run(arguments);
            assert_eq!(run.code, 1, "{run:?}");
            assert!((run.out + &run.err).contains(&format!("error[{code}]")), "{code}");
        }
    };
    sparse(&path, 100 * 1024 * 1024);
    told("file-too-large");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    told("unreadable-file");
    fs::remove_dir(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    told("unreadable-file");
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
    told("outside-project");
    fs::remove_file(&path).unwrap();
    fs::write(&path, b"[models]\n# \xFF\n").unwrap();
    told("invalid-utf8");
    fs::write(&path, "[models.\"a:b@\u{1b}]0;x\"]\n\"\\u001b[31m\" = 1\n").unwrap();
    for arguments in [&["check", "mug.scene"][..], &["compile", "mug.scene"]] {
        let run = folder.run(arguments);
        assert!(run.code == 1 && !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{run:?}");
    }
}
