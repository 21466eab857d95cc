//! `scene check` and `scene explain` from outside: forms, levels, fixes, what may be read, and settings that mean harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;

use folder::{Folder, PNG, SCENE, sparse};

const NEAR: &str = "mug = ref(\"mug.png\")\nshelf = ref(\"shelf.png\")\nmug standng_on shelf\n";
const ALLOW_IMAGES: &[&str] = &["--allow", "duplicate-image", "--allow", "similar-images", "--allow", "busy-reference"];

fn near() -> Folder {
    let folder = Folder::new(&format!("check-{:?}", std::thread::current().id()));
    folder.write("near.scene", NEAR.as_bytes());
    folder
}

fn check(folder: &Folder, arguments: &[&str]) -> folder::Run {
    let all: Vec<&str> = ["check"].iter().chain(arguments).chain(ALLOW_IMAGES).copied().collect();
    folder.run(&all)
}

#[test]
fn github_gets_workflow_commands() {
    let folder = near();
    folder.write("a,b%:c.scene", b"mug on\r\n");
    let run = check(&folder, &["near.scene", "a,b%:c.scene", "--format", "github"]);
    assert_eq!(run.code, 1, "{run:?}");
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines[0],
        "::warning file=near.scene,line=3,endLine=3,col=5,endColumn=14,title=near-miss::`standng_on` is not a known \
         relation%0Adid you mean `standing_on`?"
    );
    assert!(lines[1].starts_with("::error file=a%2Cb%25%3Ac.scene,line=1,"), "{run:?}");
}

#[test]
fn sarif_is_one_run_over_all_files() {
    let folder = near();
    folder.write("bad ä.scene", b"mug on\n");
    let run = check(&folder, &["near.scene", "bad ä.scene", "mug.scene", "--format", "sarif"]);
    assert_eq!((run.code, run.json()["runs"].as_array().unwrap().len()), (1, 1));
    let results = run.json()["runs"][0]["results"].clone();
    let uri = |at: usize| {
        results[at]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    assert_eq!((uri(0), uri(1)), ("near.scene".into(), "bad%20%C3%A4.scene".into()));
    let sound = check(&folder, &["mug.scene", "--format", "sarif"]);
    assert_eq!((sound.code, sound.json()["runs"][0]["results"].as_array().unwrap().len()), (0, 0));
}

#[cfg(unix)]
#[test]
fn odd_file_names_break_no_form() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = near();
    for name in [&b"a\n::error::b.scene"[..], b"\x1b[31m.scene", b"\xFF\xFE.scene", b"%0A,x=1.scene"] {
        fs::write(folder.0.join(OsStr::from_bytes(name)), b"mug on\n").unwrap();
    }
    for form in ["human", "short", "json", "sarif", "github"] {
        let run = folder.run(&["check", ".", "--format", form, "--allow", "duplicate-image"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(!run.out.chars().any(|c| c.is_control() && c != '\n'), "{run:?}");
        let commands = run.out.lines().filter(|line| line.starts_with("::error::")).count();
        assert_eq!(commands, 0, "{run:?}");
    }
}

#[test]
fn fixes_are_written_and_what_remains_is_told() {
    let folder = near();
    folder.write("two.scene", NEAR.replace('\n', "\r\n").as_bytes());
    folder.write("bad.scene", b"mug = ref(\"mug.png\")\nmug standng_on shelv\n");
    let run = check(&folder, &["near.scene", "two.scene", "mug.scene", "--fix", "--format", "short"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.err, "2 findings fixed in 2 files\n3 files are sound\n");
    assert_eq!(folder.read("near.scene"), NEAR.replace("standng", "standing"));
    assert_eq!(folder.read("two.scene"), NEAR.replace("standng", "standing").replace('\n', "\r\n"));
    assert_eq!(folder.read("mug.scene"), SCENE);
    let run = check(&folder, &["bad.scene", "--fix", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[unknown-name]") && !run.out.contains("near-miss"), "{run:?}");
    assert!(run.err.starts_with("1 finding fixed in 1 file\n"), "{run:?}");
    let again = check(&folder, &["near.scene", "--fix"]);
    assert_eq!((again.code, again.err.as_str()), (0, "1 file is sound\n"));
}

#[test]
fn what_is_allowed_is_not_fixed() {
    let folder = near();
    let run = check(&folder, &["near.scene", "--fix", "--allow", "near-miss"]);
    assert_eq!((run.code, run.err.as_str()), (0, "1 file is sound\n"));
    folder.write("scene.toml", b"[lints]\nnear-miss = \"allow\"\n");
    assert_eq!(check(&folder, &["near.scene", "--fix"]).code, 0);
    assert_eq!(folder.read("near.scene"), NEAR);
}

#[test]
fn stdin_is_mended_to_stdout() {
    let folder = near();
    let run = folder.feed(&["check", "-", "--fix", "--format", "short"], NEAR.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (0, NEAR.replace("standng", "standing").as_str()), "{run:?}");
    let bad = "mug = ref(\"mug.png\")\nmug on shelv\n";
    let run = folder.feed(&["check", "-", "--fix", "--format", "short"], bad.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (1, bad));
    assert!(run.err.contains("<stdin>:2:8: error[unknown-name]"), "{run:?}");
}

#[test]
fn what_is_no_text_is_never_written() {
    let folder = near();
    let bytes = b"mug = ref(\"mug.png\")\nmug standng_on \"\xE9\"\n";
    folder.write("latin.scene", bytes);
    assert_eq!(check(&folder, &["latin.scene", "--fix"]).code, 1);
    assert_eq!(fs::read(folder.0.join("latin.scene")).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn a_mended_file_keeps_its_mode_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = near();
    let path = folder.0.join("near.scene");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("near.scene", folder.0.join("link.scene")).unwrap();
    assert_eq!(check(&folder, &["link.scene", "--fix"]).code, 0);
    assert_eq!(folder.read("near.scene"), NEAR.replace("standng", "standing"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(folder.0.join("link.scene")).unwrap().is_symlink());
}

#[test]
fn settings_weigh_findings_and_flags_beat_them() {
    let folder = near();
    folder.write("scene.toml", b"[lints]\nnear-miss = \"deny\"\n");
    assert_eq!(check(&folder, &["near.scene"]).code, 1);
    assert_eq!(check(&folder, &["near.scene", "--allow", "near-miss"]).code, 0);
    let compile = folder.run(&["compile", "near.scene", "--emit", "prompt"]);
    assert_eq!((compile.code, compile.out.as_str()), (1, ""));
    folder.write("scene.toml", b"[lints]\nwarnings = \"deny\"\nnear-miss = \"allow\"\n");
    let compile = folder.run(&["compile", "near.scene", "--emit", "prompt"]);
    assert_eq!((compile.code, compile.err.as_str()), (0, ""));
    assert_eq!(check(&folder, &["near.scene", "--deny", "near-miss"]).code, 1);
    folder.write("near.scene", NEAR.replace("shelf\n", "shelf // scene: allow near-miss\n").as_bytes());
    let compile = folder.run(&["compile", "near.scene", "--emit", "prompt"]);
    assert_eq!((compile.code, compile.err.as_str()), (0, ""));
    assert_eq!(check(&folder, &["near.scene", "--deny", "near-miss"]).code, 0);
}

#[test]
fn a_missing_file_may_be_a_warning() {
    let folder = near();
    fs::remove_file(folder.0.join("mug.png")).unwrap();
    assert_eq!(check(&folder, &["mug.scene"]).code, 1);
    folder.write("scene.toml", b"[lints]\nmissing-file = \"warn\"\n");
    let run = check(&folder, &["mug.scene", "--format", "short"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("warning[missing-file]"), "{run:?}");
}

#[test]
fn settings_are_told_once_with_their_place() {
    let folder = near();
    fs::create_dir(folder.0.join("deep")).unwrap();
    folder.write("scene.toml", b"[lint]\n[lints]\nnear-mis = \"deny\"\nsyntax = 1\n");
    folder.write("deep/a.scene", b"\"a mug\" on \"a shelf\"\n");
    let run = check(&folder, &["mug.scene", "deep/a.scene", "--format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(
        run.out,
        "scene.toml:1:2: error[bad-setting]: there are no settings `lint`\n\
         scene.toml:3:1: warning[unknown-code]: no finding is called `near-mis`\n\
         scene.toml:4:10: error[bad-setting]: the level of `syntax` is a string, not a value of type integer\n"
    );
    let compile = folder.run(&["compile", "mug.scene", "--emit", "prompt"]);
    assert_eq!((compile.code, compile.out.as_str()), (1, ""));
    assert!(compile.err.contains("scene.toml:1:2"), "{compile:?}");
    let mut inside = folder.scene();
    let inside = inside.current_dir(folder.0.join("deep")).args(["check", "a.scene", "--format", "short"]);
    assert!(String::from_utf8(inside.output().unwrap().stdout).unwrap().starts_with("../scene.toml:1:2: "));
}

#[cfg(unix)]
#[test]
fn settings_that_mean_harm_are_refused() {
    let folder = near();
    let path = folder.0.join("scene.toml");
    let told = |code: &str| {
        let run = check(&folder, &["mug.scene", "--format", "short"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.starts_with(&format!("scene.toml:1:1: error[{code}]: ")), "{run:?}");
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
    fs::write(&path, b"[lints]\n# \xFF\n").unwrap();
    told("invalid-utf8");
    fs::write(&path, "[\u{1b}]0;x").unwrap();
    let run = check(&folder, &["mug.scene"]);
    assert!(run.code == 1 && !run.out.contains('\u{1b}'), "{run:?}");
}

#[test]
fn only_what_is_named_may_be_read_outside() {
    let folder = near();
    for name in ["project", "shared", "other"] {
        fs::create_dir(folder.0.join(name)).unwrap();
        folder.write(&format!("{name}/mug.png"), PNG);
    }
    folder.write("project/scene.toml", b"");
    folder.write("project/a.scene", b"mug = ref(\"../shared/mug.png\")\n");
    folder.write("project/b.scene", b"mug = ref(\"../other/mug.png\")\n");
    let run = |arguments: &[&str]| {
        let run = check(&folder, &[arguments, &["--format", "short"]].concat());
        (run.code, run.out)
    };
    let outside = |name: &str, path: &str| {
        (
            1,
            format!(
                "project/{name}.scene:1:11: error[outside-project]: `../{path}/mug.png` lies outside the project's folder\n"
            ),
        )
    };
    assert_eq!(run(&["project/a.scene"]), outside("a", "shared"));
    for allowed in ["shared", "shared/mug.png", "shared/../shared"] {
        assert_eq!(run(&["project/a.scene", "--allow-read", allowed]), (0, String::new()), "{allowed}");
        assert_eq!(run(&["project/b.scene", "--allow-read", allowed]), outside("b", "other"));
    }
    assert_eq!(run(&["project/b.scene", "--allow-read", "shared", "--allow-read", "other"]).0, 0);
    let missing = check(&folder, &["project/a.scene", "--allow-read", "nowhere"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    let compile = folder.run(&["compile", "project/a.scene", "--inline", "--emit", "task", "--allow-read", "shared"]);
    assert!(compile.code == 0 && compile.out.contains("data:image/png;base64,"), "{compile:?}");
    folder.write("project/a.scene", b"mug = ref(\"../shared/none.png\")\n");
    assert!(run(&["project/a.scene", "--allow-read", "shared"]).1.contains("error[missing-file]"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_a_shared_folder_is_not_followed() {
    let folder = near();
    for name in ["project", "shared", "secret"] {
        fs::create_dir(folder.0.join(name)).unwrap();
    }
    folder.write("project/scene.toml", b"");
    folder.write("secret/mug.png", PNG);
    std::os::unix::fs::symlink("../secret/mug.png", folder.0.join("shared/link.png")).unwrap();
    folder.write("project/a.scene", b"mug = ref(\"../shared/link.png\")\n");
    let run = check(&folder, &["project/a.scene", "--allow-read", "shared", "--format", "short"]);
    assert!(run.code == 1 && run.out.contains("error[outside-project]"), "{run:?}");
}

#[test]
fn codes_are_explained() {
    let folder = near();
    let run = folder.run(&["explain", "unused-allow"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("warning[unused-allow]\n\n  A comment") && run.out.contains("\nWhy\n"), "{}", run.out);
    assert_eq!(folder.run(&["explain", "warning[unused-allow]"]).out, run.out);
    let all = folder.run(&["explain"]);
    assert!(all.code == 0 && all.out.contains("\nWarnings\n") && all.out.contains("\n  near-miss "), "{}", all.out);
    for (word, said) in [("near-mis", "did you mean `near-miss`?"), ("E0123", "no finding has this code")] {
        let run = folder.run(&["explain", word]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains(said), "{run:?}");
    }
}

#[test]
fn a_thousand_findings_are_written_in_every_form() {
    let folder = near();
    folder.write("many.scene", "mug on on\n".repeat(3_000).as_bytes());
    for form in ["human", "short", "json", "sarif", "github"] {
        let run = check(&folder, &["many.scene", "--format", form]);
        assert!(run.code == 1 && run.out.len() > 1_000, "{form}");
    }
    assert_eq!(check(&folder, &["many.scene", "--fix"]).code, 1);
}

#[cfg(unix)]
#[test]
fn fixes_respect_read_only_files_and_links_out_of_the_folder() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("respect");
    let slip = SCENE.replace("standing_on", "standng_on");
    folder.write("mug.scene", slip.as_bytes());
    fs::set_permissions(folder.0.join("mug.scene"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.run(&["check", "--fix", "mug.scene"]);
    assert_eq!((run.code, folder.read("mug.scene")), (2, slip.clone()), "{run:?}");
    fs::create_dir(folder.0.join("scenes")).unwrap();
    fs::write(
        folder.0.join("scenes/own.scene"),
        SCENE.replace("mug.png", "../mug.png").replace("shelf.png", "../shelf.png"),
    )
    .unwrap();
    symlink("../mug.scene", folder.0.join("scenes/link.scene")).unwrap();
    for command in ["check", "fmt"] {
        let run = folder.run(&[command, "scenes"]);
        assert!(!run.err.contains("link.scene") && !run.out.contains("link.scene"), "{run:?}");
    }
}

#[test]
fn a_fix_never_makes_a_scene_contradict_itself() {
    let folder = Folder::new("contradict");
    let text = "cat = ref(\"mug.png\", \"cat\")\ncat on ct\n";
    folder.write("cat.scene", text.as_bytes());
    let run = folder.run(&["check", "--fix", "cat.scene"]);
    assert_eq!((run.code, folder.read("cat.scene").as_str()), (1, text), "{run:?}");
}
