//! `models.toml` and `scene models` from outside: what a project says of models holds for its scenes, wherever the command
//! runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fmt::Write;
use std::fs;

use folder::{Folder, SCENE, sparse};
use scenewright::target::Models;
use unicode_width::UnicodeWidthStr;

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
    let mut rows = "id,name\n".to_owned();
    // All rows are alike but for the length of one, which is too long for this model alone.
    for at in 0..300 {
        let word = format!("oak{}", "z".repeat(if at == 250 { 50 } else { 4 }));
        let _ = writeln!(rows, "{at},{word} {word} {word} {word} {word} bench");
    }
    folder.write("rows.csv", rows.as_bytes());
    folder.write(
        "mug.scene",
        b"model acme:short@1\nvary row in csv(\"rows.csv\", id: \"id\")\nmug = ref(\"mug.png\", \"{row.name}\")\nmug standing_on \"a shelf\"\n",
    );
    for (most, code) in [(300, 1), (400, 0)] {
        let model = format!("[models.\"acme:short@1\"]\nlike = \"google:4@3\"\nprompt.max = {most}\n");
        folder.write("models.toml", model.as_bytes());
        let run = folder.run(&["compile", "mug.scene", "--emit", "jsonl"]);
        assert_eq!(run.code, code, "{:.400}", run.err);
        assert_eq!(run.err.contains("prompt-too-long"), code == 1, "{:.1000}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn models_that_mean_harm_are_refused() {
    let folder = own("harm");
    folder.write("mug.scene", SCENE.as_bytes());
    let path = folder.0.join("models.toml");
    let told = |code: &str| {
        for arguments in [&["check", "mug.scene", "--format", "short"][..], &["compile", "mug.scene"], &["models"]] {
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
    for arguments in [&["check", "mug.scene"][..], &["compile", "mug.scene"], &["models"]] {
        let run = folder.run(arguments);
        assert!(run.code == 1 && !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{run:?}");
    }
}

/// `scene models` in a folder without models of its own.
fn plain(arguments: &[&str]) -> String {
    let run = Folder::new("plain").run(&[&["models"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run.out
}

#[test]
fn every_model_stands_in_the_table() {
    let text = plain(&[]);
    for profile in Models::BUILT_IN.all() {
        let lines: Vec<_> = text.lines().filter(|line| line.contains(&format!("  {} ", profile.air))).collect();
        assert_eq!(lines.len(), 1, "{}\n{text}", profile.air);
        let short = profile.name.split(" (").next().unwrap();
        assert!(lines[0].contains(short), "{}", lines[0]);
        assert!(text.lines().any(|line| line == profile.provider));
    }
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    let line = |air: &str| text.lines().find(|line| line.trim_start().starts_with(air)).unwrap();
    assert!(line("google:4@3 ").ends_with("  1-14  0.06895   first image"));
    assert!(line("krea:krea@3 ").ends_with("  1-8   0.025+    in order"));
    assert!(line("bfl:5@1 ").ends_with("  1-9   ?         image 1"), "what is not known is said so");
    assert!(text.contains("    retired on 2026-10-02; use google:4@3\n"));
    insta::assert_snapshot!(text);
}

#[test]
fn own_models_stand_in_the_table_with_where_they_come_from() {
    let run = own("table").run(&["models"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let at = |text: &str| run.out.find(text).unwrap_or_else(|| panic!("`{text}` is not in\n{}", run.out));
    at("    retired on 2027-01-31; use google:nano-banana@2.1\n    models.toml: sets status, successor, until\n");
    let provider = at("\nacme\n  acme:portrait@1  Acme Portrait");
    assert!(provider > at("\nKrea\n") && provider < at("    models.toml: like google:4@3\n"));
}

#[test]
fn one_model_is_shown_whole() {
    let text = plain(&["google:4@3"]);
    assert_eq!(plain(&["google-nano-banana-2"]), text, "a slug is a name, too");
    let prose = text.lines().filter(|line| !line.contains("https://"));
    assert!(prose.into_iter().all(|line| line.width() <= 80), "{text}");
    insta::assert_snapshot!("one", text);
    insta::assert_snapshot!("own", own("whole").run(&["models", "acme:portrait@1"]).out);
    let family = plain(&["runware:400@3"]);
    assert!(
        family.starts_with("FLUX.2 [klein] 9B\n") && family.contains("  same family      runware:400@3, "),
        "{family}"
    );
}

#[test]
fn every_model_has_a_page_with_all_that_is_known() {
    let folder = Folder::new("pages");
    for profile in Models::BUILT_IN.all() {
        let run = folder.run(&["models", &profile.air]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = |what: &str| assert!(words.contains(what), "{}: `{what}` is not in\n{}", profile.air, run.out);
        for what in [&profile.air, &profile.slug, &profile.provider, &profile.checked, &profile.confidence] {
            says(what);
        }
        profile.also.iter().chain(&profile.notes).chain(&profile.source).for_each(|what| says(what));
        profile.sizes.pairs.iter().for_each(|pair| says(&format!("{}x{}", pair.width, pair.height)));
        profile.price.image.keys().for_each(|resolution| says(&format!("at {resolution} ")));
        profile.successor.iter().for_each(|next| says(&format!("; use {next}")));
        says(" example ");
    }
}

#[test]
fn a_name_that_no_model_has_is_wrong_usage() {
    let folder = own("misspelt");
    for (name, told) in [
        ("acme:portait@1", "did you mean `acme:portrait@1`?"),
        ("google-nano-bananna-2", "did you mean `google-nano-banana-2`?"),
        ("poem", "`scene models` lists all"),
        ("", "`scene models` lists all"),
        ("\u{1b}[31m", "no model is known as `\\u{1b}[31m`"),
    ] {
        for format in ["human", "json"] {
            let run = folder.run(&["models", name, "--format", format]);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
            assert!(run.err.contains(told) && !run.err.contains('\u{1b}'), "{run:?}");
        }
    }
}

#[test]
fn scripts_get_the_models_as_json() {
    let folder = own("json");
    let all = folder.run(&["models", "--format", "json"]).json();
    let airs: Vec<_> = all["models"].as_array().unwrap().iter().map(|model| model["air"].as_str().unwrap()).collect();
    assert_eq!((&all["version"], airs.len(), airs[0]), (&1.into(), Models::BUILT_IN.ids().count() + 1, "google:4@3"));
    let one = folder.run(&["models", "acme:portrait@1", "--format", "json"]).json();
    let own = &one["models"][0];
    assert_eq!((&own["references"]["max"], &own["priceUSD"]["image"]["1K"]), (&6.into(), &0.05.into()));
    assert_eq!(own["own"]["like"], "google:4@3");
    assert_eq!(own["own"]["sets"].as_array().unwrap().len(), 4);
    assert_eq!(all["models"][0]["own"]["like"], serde_json::Value::Null);
    assert_eq!(all["models"][1].get("own"), None, "nothing was changed about it");
    // What is written can be read again.
    for mut model in all["models"].as_array().unwrap().clone() {
        model.as_object_mut().unwrap().remove("own");
        if model.get("checked").is_some() {
            serde_json::from_value::<scenewright::target::Profile>(model).unwrap();
        }
    }
}

#[test]
fn nothing_is_shown_of_models_with_errors() {
    let folder = own("faulty");
    folder.write("models.toml", OWN.replace("like = \"google:4@3\"", "like = \"gogle:4@3\"").as_bytes());
    for arguments in [&["models"][..], &["models", "google:4@2"], &["models", "--format", "json"]] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
        assert!(run.err.contains("models.toml:3:8") && run.err.contains("did you mean `google:4@3`?"), "{run:?}");
    }
}
