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
    assert_eq!((run.code, run.out.as_str()), (3, "cup.scene is new since HEAD\nmug.scene is gone since HEAD\n"));
    let run = folder.run(&["diff", "HEAD", "mug.scene"]);
    assert_eq!((run.code, run.out.as_str()), (3, "mug.scene is gone since HEAD\n"));
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
        (&["diff", "nix:mug.scene", "mug.scene"], "`nix` is neither a file nor a revision"),
        (&["diff", "HEAD", "no.scene"], "there is no scene `no.scene`, neither at HEAD nor in the working tree"),
        (&["diff", "HEAD", "../elsewhere.scene"], "is not in the repository of the current folder"),
        (&["diff", "mug.scene", "mug.scene", "mug.scene"], "only two scenes are compared"),
        (&["diff", "HEAD", "v9", "mug.scene"], "`v9` is no revision, and there is no such scene or folder of scenes"),
        (&["diff", "v8", "v9", "mug.scene"], "`v8` is neither a file nor a revision"),
        (&["diff", "main..HEAD", "mug.scene"], "two revisions stand apart: `scene diff main HEAD FILE`"),
        (&["diff", ":mug.scene", "mug.scene"], "needs a revision before the colon, as in `HEAD:mug.scene`"),
        (&["diff", "HEAD:", "mug.scene"], "needs the path of a scene behind the colon"),
        (&["diff", ".", "mug.scene"], "`.` is a folder"),
        (&["diff", "HEAD@{1", "mug.scene"], "`HEAD@{1` is neither a file nor a revision"),
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

fn last(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut scene = Command::new(env!("CARGO_BIN_EXE_scene"));
    let run = Run::of(scene.current_dir(folder).stdin(Stdio::null()).arg("diff").args(arguments).output().unwrap());
    (run.code, run.out, run.err)
}

#[test]
fn a_clone_that_does_not_hold_everything_says_so() {
    let Some(folder) = repository("diff-clones") else { return };
    folder.write("rows.csv", b"sku,title\na,cup\n");
    folder.write(
        "mug.scene",
        b"vary row in csv(\"rows.csv\", id: \"sku\")\nmug = ref(\"mug.png\", row.title)\nmug sitting\n",
    );
    commit(&folder);
    change(&folder, "rows.csv", "cup", "vase");
    commit(&folder);
    done(&folder.0, &["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", folder.0.display());
    let clone = |name: &str, arguments: &[&str]| {
        done(&folder.0, &[&["clone", "-q"], arguments, &[url.as_str(), name]].concat());
        folder.0.join(name)
    };
    // Nothing is fetched, and nothing is taken for empty.
    let run = last(&clone("blobless", &["--filter=blob:none"]), &["HEAD~1", "mug.scene"]);
    assert!(run.0 == 1 && run.2.contains("does not hold its content"), "{run:?}");
    let run = last(&clone("treeless", &["--filter=tree:0"]), &["HEAD~1", "mug.scene"]);
    assert!(run.0 == 2 && run.2.contains("git cannot list its files"), "{run:?}");
    let run = last(&clone("shallow", &["--depth=1"]), &["HEAD~1", "mug.scene"]);
    assert!(run.0 == 2 && run.2.contains("`git fetch --unshallow`"), "{run:?}");
    let bare = clone("bare", &["--bare"]);
    for sides in [&["HEAD~1", "HEAD", "mug.scene"][..], &["HEAD~1:mug.scene", "HEAD:mug.scene"]] {
        let run = last(&bare, sides);
        assert!(run.0 == 3 && run.1.contains("[-cup-] {+vase+}"), "{run:?}");
    }
    let run = last(&bare, &["HEAD", "mug.scene"]);
    assert!(run.0 == 2 && run.2.contains("name two revisions"), "{run:?}");
    // What lies in a clone here belongs to another repository.
    let run = folder.run(&["diff", "HEAD", "shallow/mug.scene"]);
    assert!(run.code == 2 && run.err.contains("belongs to the repository in `shallow`"), "{run:?}");
    assert_eq!(folder.run(&["diff", "HEAD", "."]).code, 0);
}

#[cfg(unix)]
#[test]
fn links_within_a_repository_are_followed() {
    use std::os::unix::fs::symlink;
    let Some(folder) = repository("diff-links") else { return };
    fs::create_dir(folder.0.join("shop")).unwrap();
    for (target, name) in [("../mug.png", "shop/m.png"), ("../mug.scene", "shop/out.scene"), ("shop", "way")] {
        symlink(target, folder.0.join(name)).unwrap();
    }
    symlink("mug.scene", folder.0.join("link.scene")).unwrap();
    folder.write("shop/s.scene", b"mug = ref(\"m.png\", \"cup\")\nmug sitting\nsize match mug\n");
    folder.write("way.scene", b"mug = ref(\"way/m.png\", \"cup\")\nmug sitting\nsize match mug\n");
    commit(&folder);
    for sides in [&["HEAD", "."][..], &["HEAD", "shop"], &["HEAD", "way/s.scene", "link.scene"], &["HEAD", "HEAD", "."]]
    {
        let run = last(&folder.0, sides);
        assert_eq!((run.0, run.1.as_str()), (0, ""), "{sides:?}: {}", run.2);
    }
    change(&folder, "mug.scene", "beside", "behind");
    let run = folder.run(&["diff", "HEAD", "link.scene"]);
    assert_eq!((run.code, run.out), (3, format!("link.scene at HEAD -> link.scene\n{CHANGED}")));
    // A way to the folder that has another name.
    let other = folder.0.with_extension("link");
    symlink(&folder.0, &other).unwrap();
    let run = folder.run(&["diff", "HEAD", other.join("mug.scene").to_str().unwrap()]);
    fs::remove_file(&other).unwrap();
    assert_eq!((run.code, run.out), (3, format!("mug.scene at HEAD -> mug.scene\n{CHANGED}")));
}

#[cfg(unix)]
#[test]
fn odd_names_are_compared_too() {
    use std::os::unix::ffi::OsStrExt;
    let Some(folder) = repository("diff-odd") else { return };
    for name in ["a:b.scene", "c\\d.scene", "t\tn\n.scene", "-x.scene"] {
        folder.write(name, SCENE.as_bytes());
    }
    commit(&folder);
    assert_eq!(folder.run(&["diff", "HEAD", "."]).code, 0);
    change(&folder, "t\tn\n.scene", "beside", "behind");
    let run = folder.run(&["diff", "HEAD", "."]);
    assert_eq!((run.code, run.out), (3, format!("t\\tn .scene at HEAD -> t\\tn .scene\n{CHANGED}")));
    done(&folder.0, &["checkout", "-q", "."]);
    let odd = std::ffi::OsStr::from_bytes(b"\xff.scene");
    if fs::write(folder.0.join(odd), SCENE).is_ok() {
        let run = folder.run(&["diff", "HEAD", "."]);
        assert!(run.code == 0 && run.err.contains("is not Unicode, and it is left out"), "{run:?}");
    }
}

#[test]
fn a_folder_may_have_the_name_of_a_revision() {
    let Some(folder) = repository("diff-both") else { return };
    fs::create_dir(folder.0.join("shop")).unwrap();
    done(&folder.0, &["branch", "shop"]);
    change(&folder, "mug.scene", "beside", "behind");
    for sides in [&["shop", "mug.scene"][..], &["shop", "mug.scene", "./mug.scene", "."]] {
        let run = last(&folder.0, sides);
        assert_eq!((run.0, run.1), (3, format!("mug.scene at shop -> mug.scene\n{CHANGED}")));
    }
    folder.write("v1", b"");
    done(&folder.0, &["tag", "v1"]);
    assert_eq!(folder.run(&["diff", "v1^0", "mug.scene"]).code, 3);
}

#[test]
fn what_makes_no_picture_is_neither_new_nor_gone() {
    let Some(folder) = repository("diff-library") else { return };
    folder.write("old.scene", b"preset house { lighting \"soft daylight\" }\n");
    folder.write("bad.scene", b"mug beside\n");
    commit(&folder);
    fs::rename(folder.0.join("old.scene"), folder.0.join("new.scene")).unwrap();
    fs::remove_file(folder.0.join("bad.scene")).unwrap();
    let run = folder.run(&["diff", "HEAD", "."]);
    // What was wrong with a scene that is gone is of no interest.
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (3, "bad.scene is gone since HEAD\n", ""));
    folder.write("worse.scene", b"mug beside\n");
    let run = folder.run(&["diff", "HEAD", "."]);
    assert!(run.code == 1 && run.err.contains("worse.scene:1:1"), "{run:?}");
}

#[test]
fn a_finding_says_at_which_revision_its_file_is() {
    let Some(folder) = repository("diff-findings") else { return };
    fs::create_dir(folder.0.join("shop")).unwrap();
    folder.write("shop/use.scene", b"use \"bad.scene\"\nmug = ref(\"../mug.png\")\nmug sitting\n");
    folder.write("shop/bad.scene", b"preset x {\n");
    folder.write("shop/models.toml", b"");
    commit(&folder);
    let run = folder.run(&["diff", "HEAD", "HEAD", "shop/use.scene"]);
    assert!(run.code == 1 && run.err.contains("shop/bad.scene at HEAD:1:10"), "{run:?}");
    assert!(run.err.contains("shop/models.toml at HEAD: these") && !run.err.contains("scene-"), "{run:?}");
    let run = Run::of(folder.scene().env("TMPDIR", "/nowhere").args(["diff", "HEAD", "mug.scene"]).output().unwrap());
    assert!(cfg!(windows) || (run.code == 2 && run.err.contains("cannot lay out `HEAD`")), "{run:?}");
}

#[test]
fn what_may_be_read_besides_the_project_may_be_read_at_a_revision() {
    let Some(folder) = repository("diff-reach") else { return };
    fs::create_dir_all(folder.0.join("shop")).unwrap();
    fs::create_dir_all(folder.0.join("shared")).unwrap();
    let photo = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/photos").join(name)).unwrap();
    folder.write("shared/mug.png", &photo("square_mug.png"));
    folder.write("shop/scene.toml", b"");
    folder.write("shop/mug.scene", b"mug = ref(\"../shared/mug.png\", \"cup\")\nmug sitting\nsize match mug\n");
    commit(&folder);
    folder.write("shared/mug.png", &photo("market.jpg"));
    let run = folder.run(&["diff", "--allow-read", "shared", "HEAD", "shop"]);
    assert!(run.code == 3 && run.out.contains("size 1024 x 1024 became 1200 x 896"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn links_made_by_hand_lead_nowhere() {
    let Some(folder) = repository("diff-chain") else { return };
    let at = &folder.0;
    let outside = std::env::temp_dir().join(format!("scenewright-secret-{}.scene", std::process::id()));
    fs::write(&outside, "precious beside\n").unwrap();
    let hash = |text: &str| object(at, &["hash-object", "-w", "--stdin"], text);
    // By its text the second link stays where it is; behind the first it leads out.
    let secret = outside.file_name().unwrap().to_str().unwrap();
    let (up, out, ring) = (hash("../.."), hash(&format!("up/../{secret}")), hash("ring.scene"));
    let using = hash("use \"out.scene\"\nmug = ref(\"mug.png\")\nmug sitting\n");
    let inner = object(
        at,
        &["mktree"],
        &format!(
            "120000 blob {up}\tup\n120000 blob {out}\tout.scene\n120000 blob {ring}\tring.scene\n100644 blob {using}\tusing.scene\n"
        ),
    );
    let middle = object(at, &["mktree"], &format!("040000 tree {inner}\te\n"));
    let tree = object(at, &["mktree"], &format!("040000 tree {middle}\td\n"));
    let commit = object(at, &["commit-tree", "-m", "evil", &tree], "");
    for file in ["out", "ring"] {
        let run = folder.run(&["diff", &format!("{commit}:d/e/{file}.scene"), "mug.scene"]);
        assert!(run.code == 2 && run.err.contains("there is no file"), "{run:?}");
    }
    let run = folder.run(&["diff", &commit, &commit, "."]);
    assert!(run.code == 1 && !format!("{run:?}").contains("precious"), "{run:?}");
    assert!(run.err.contains("outside") || run.err.contains("out of"), "{run:?}");
    fs::remove_file(&outside).unwrap();
}
