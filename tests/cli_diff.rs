//! `scene diff` from outside. What comes in: scenes, and repositories that the tests make themselves. Where git cannot be had,
//! the tests of revisions say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr)] // a test that is skipped says so

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use folder::{Folder, Run, SCENE};

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]).args(arguments);
    git
}

fn done(folder: &Path, arguments: &[&str]) {
    let done = git(folder, arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {done:?}");
}

fn commit(folder: &Folder) {
    done(&folder.0, &["add", "-A"]);
    done(&folder.0, &["commit", "-q", "--allow-empty", "-m", "state"]);
}

/// A repository with one commit; none where there is no git.
fn repository(name: &str) -> Option<Folder> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: git is not there");
        return None;
    }
    let folder = Folder::new(name);
    done(&folder.0, &["init", "-q", "-b", "main", "."]);
    commit(&folder);
    Some(folder)
}

fn change(folder: &Folder, name: &str, old: &str, new: &str) {
    let text = folder.read(name);
    assert!(text.contains(old), "{text}");
    folder.write(name, text.replace(old, new).as_bytes());
}

const CHANGED: &str = "  relation `beside` became `behind` in `mug standing_on shelf, behind shelf.plant`\n    Place the speckled \
stoneware mug from the first image onto the oak shelf from the second image, standing [-beside-] {+behind+} the trailing ivy, \
matching the soft window light and the eye-level angle, editorial interior photography.\n";

#[test]
fn two_scenes_are_compared() {
    let folder = Folder::new("diff-two");
    folder.write("other.scene", SCENE.replace("beside", "behind").as_bytes());
    let run = folder.run(&["diff", "mug.scene", "other.scene"]);
    assert_eq!((run.code, run.out.as_str()), (3, format!("mug.scene -> other.scene\n{CHANGED}").as_str()));
    let run = folder.run(&["diff", "mug.scene", "mug.scene"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "no prompt differs, and no setting\n"));
    folder.write("broken.scene", b"mug beside\n");
    let run = folder.run(&["diff", "mug.scene", "broken.scene"]);
    assert!(run.code == 1 && run.out.is_empty() && run.err.contains("broken.scene:1:1"), "{run:?}");
}

#[test]
fn a_scene_is_compared_with_itself_at_a_revision() {
    let Some(folder) = repository("diff-revision") else { return };
    done(&folder.0, &["tag", "v1"]);
    change(&folder, "mug.scene", "beside", "behind");
    let expected = |old: &str, new: &str| format!("{old} -> {new}\n{CHANGED}");
    for arguments in
        [&["diff", "HEAD", "mug.scene"][..], &["diff", "v1", "."], &["diff", "HEAD:mug.scene", "mug.scene"]]
    {
        let run = folder.run(arguments);
        let old = format!("mug.scene at {}", arguments[1].trim_end_matches(":mug.scene"));
        assert_eq!((run.code, run.out), (3, expected(&old, "mug.scene")), "{arguments:?}: {}", run.err);
    }
    commit(&folder);
    change(&folder, "mug.scene", "style", "// style");
    for arguments in [&["diff", "v1", "HEAD", "mug.scene"][..], &["diff", "v1:mug.scene", "HEAD:./mug.scene"]] {
        let run = folder.run(arguments);
        assert_eq!(
            (run.code, run.out),
            (3, expected("mug.scene at v1", "mug.scene at HEAD")),
            "{arguments:?}: {}",
            run.err
        );
    }
    // From a folder below, as everywhere.
    fs::create_dir(folder.0.join("below")).unwrap();
    let run = Run::of(
        folder
            .scene()
            .current_dir(folder.0.join("below"))
            .args(["diff", "v1", "HEAD", "../mug.scene"])
            .output()
            .unwrap(),
    );
    assert_eq!((run.code, run.out), (3, expected("mug.scene at v1", "mug.scene at HEAD")));
    assert_eq!(folder.run(&["diff", "HEAD", "HEAD", "mug.scene"]).code, 0);
}

#[test]
fn a_revision_brings_everything_that_a_scene_is_made_of() {
    let Some(folder) = repository("diff-whole") else { return };
    fs::create_dir_all(folder.0.join("shop/brand")).unwrap();
    fs::create_dir_all(folder.0.join("shop/shots")).unwrap();
    let photo = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos").join(name)).unwrap();
    folder.write("shop/scene.toml", b"");
    folder.write("shop/brand/look.scene", b"preset house { lighting \"soft daylight\" }\n");
    folder.write("shop/rows.csv", b"sku,title\na,round vase\n");
    folder.write("shop/shots/1.png", &photo("square_mug.png"));
    folder.write("shop/table.png", &photo("square_shelf.png"));
    folder.write(
        "shop/all.scene",
        b"use \"brand/look.scene\"\nvary row in csv(\"rows.csv\", id: \"sku\")\nvary shot in glob(\"shots/*.png\")\nvase = ref(shot.path, row.title)\n\
          table = ref(\"table.png\")\nvase standing_on table\napply house\nsize match table\n",
    );
    let run = folder.run(&["check", "shop/all.scene"]);
    assert_eq!(run.code, 0, "{run:?}");
    commit(&folder);
    assert_eq!(folder.run(&["diff", "HEAD", "shop"]).code, 0);
    let told = |what: &str| {
        let run = folder.run(&["diff", "HEAD", "shop"]);
        assert!(run.code == 3 && run.out.contains(what), "{what}: {run:?}");
        done(&folder.0, &["checkout", "-q", "."]);
        done(&folder.0, &["clean", "-qfd"]);
        assert_eq!(folder.run(&["diff", "HEAD", "shop"]).code, 0);
    };
    change(&folder, "shop/brand/look.scene", "soft", "hard");
    told("`lighting \"soft daylight\"` became `lighting \"hard daylight\"`");
    change(&folder, "shop/rows.csv", "round", "tall");
    told("[-round-] {+tall+}");
    folder.write("shop/shots/2.png", &photo("square_mug.png"));
    told("is new");
    folder.write("shop/table.png", &photo("market.jpg"));
    told("  size 1024 x 1024 became ");
    folder.write("shop/scene.toml", b"[test]\ntargets = [\"bfl:5@1\"]\n");
    told("for bfl:5@1 is new");
}

#[test]
fn what_is_on_one_side_only_is_told() {
    let Some(folder) = repository("diff-sides") else { return };
    fs::rename(folder.0.join("mug.scene"), folder.0.join("cup.scene")).unwrap();
    let run = folder.run(&["diff", "HEAD", "."]);
    assert_eq!((run.code, run.out.as_str()), (3, "cup.scene is new\nmug.scene at HEAD is gone\n"));
    let run = folder.run(&["diff", "HEAD", "mug.scene"]);
    assert_eq!((run.code, run.out.as_str()), (3, "mug.scene at HEAD is gone\n"));
    let run = folder.run(&["diff", "HEAD:mug.scene", "cup.scene"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

#[test]
fn wrong_usage_is_told() {
    let Some(folder) = repository("diff-usage") else { return };
    for (arguments, why) in [
        (&["diff", "HEAD~7", "mug.scene"][..], "`HEAD~7` is neither a file nor a revision"),
        (&["diff", "mug.scene", "HEAD"], "`HEAD` is a revision; write which scene behind it"),
        (&["diff", "HEAD:no.scene", "mug.scene"], "there is no file `no.scene` at HEAD"),
        (&["diff", "nix:mug.scene", "mug.scene"], "`nix` is no revision of this repository"),
        (&["diff", "HEAD", "no.scene"], "there is no scene `no.scene`, neither at HEAD nor in the working tree"),
        (&["diff", "HEAD", "../elsewhere.scene"], "is not in the repository of the current folder"),
        (&["diff", "mug.scene", "mug.scene", "mug.scene"], "only two scenes are compared"),
        (&["diff", "mug.scene"], "2 values required"),
        (&["diff", "--", "--help", "mug.scene"], "`--help` is neither a file nor a revision"),
        (&["diff", "a\u{1b}[31m", "mug.scene"], "`a\\u{1b}[31m` is neither"),
    ] {
        let run = folder.run(arguments);
        assert!(run.code == 2 && run.err.contains(why), "{arguments:?}: {run:?}");
    }
    let alone = Folder::new("diff-alone");
    let run = alone.run(&["diff", "HEAD", "mug.scene"]);
    assert!(run.code == 2 && run.err.contains("is in no repository that git knows"), "{run:?}");
    let run = Run::of(folder.scene().env("PATH", "").args(["diff", "HEAD", "mug.scene"]).output().unwrap());
    assert!(run.code == 2 && run.err.contains("git is not installed"), "{run:?}");
}

/// Makes an object of a repository, and says its id.
fn object(folder: &Path, arguments: &[&str], input: &str) -> String {
    use std::io::Write;
    let mut child = git(folder, arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_tree_made_by_hand_leads_nowhere() {
    let Some(folder) = repository("diff-hostile") else { return };
    let at = &folder.0;
    folder.write("secret.txt", b"precious\n");
    let scene = object(at, &["hash-object", "-w", "--stdin"], &SCENE.replace("mug.png", "link/secret.txt"));
    let import = object(
        at,
        &["hash-object", "-w", "--stdin"],
        "use \"link.scene\"\nuse \"../secret.scene\"\nmug = ref(\"m.png\")\nmug sitting\n",
    );
    let link = object(at, &["hash-object", "-w", "--stdin"], &at.to_string_lossy());
    let inner = object(at, &["mktree"], &format!("100644 blob {import}\tinner.scene\n"));
    let tree = object(
        at,
        &["mktree", "--missing"],
        &format!(
            "100644 blob {scene}\tmug.scene\n100644 blob {import}\timport.scene\n120000 blob {link}\tlink\n120000 blob {link}\tlink.scene\n\
             160000 commit {}\tmodule\n040000 tree {inner}\tback\\slash\n040000 tree {inner}\t c:d \n",
            "0123456789012345678901234567890123456789"
        ),
    );
    let commit = object(at, &["commit-tree", "-m", "evil", &tree], "");
    let run = folder.run(&["diff", &commit, "mug.scene"]);
    // The link is not there, so that the image is merely missing.
    assert!(run.code == 3 && run.out.contains("link/secret.txt"), "{run:?}");
    let run = folder.run(&["diff", &format!("{commit}:import.scene"), "mug.scene"]);
    assert!(run.code == 1 && run.err.contains("link.scene") && !run.err.contains("precious"), "{run:?}");
}

#[test]
fn what_the_configuration_of_a_repository_wants_to_run_is_not_run() {
    let Some(folder) = repository("diff-config") else { return };
    let mark = folder.0.join("ran");
    let run = format!("touch '{}'; cat", mark.display());
    for (key, value) in [
        ("core.fsmonitor", &run),
        ("diff.x.textconv", &run),
        ("filter.x.smudge", &run),
        ("core.pager", &run),
        ("alias.ls-tree", &format!("!{run}")),
    ] {
        done(&folder.0, &["config", key, value]);
    }
    folder.write(".gitattributes", b"* diff=x filter=x\n");
    commit(&folder);
    let _ = fs::remove_file(&mark);
    change(&folder, "mug.scene", "beside", "behind");
    assert_eq!(folder.run(&["diff", "HEAD", "."]).code, 3);
    assert!(!mark.exists());
}

#[test]
fn a_huge_file_is_cut_off_and_told() {
    let Some(folder) = repository("diff-huge") else { return };
    folder.write("mug.scene", &vec![b'/'; 40 << 20]);
    commit(&folder);
    folder.write("mug.scene", SCENE.as_bytes());
    let run = folder.run(&["diff", "HEAD", "mug.scene"]);
    assert!(run.code == 1 && run.err.contains("mug.scene at HEAD"), "{run:?}");
}
