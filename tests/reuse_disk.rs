//! Imports from real files, through the binary: what may be read, how it is told, and what is left alone.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::os::unix::fs::symlink;

use folder::{Folder, PNG, sparse};

const BRAND: &str = "logo = ref(\"logo.png\", \"round logo\")\npreset studio { style \"product photograph\" }\n";
const SCENE: &str = "use \"../shared/brand.scene\" as brand\nbrand.logo on \"a shelf\"\napply brand.studio\n";

/// A project with a scene and a file that it imports.
fn project(name: &str) -> Folder {
    let folder = Folder::new(name);
    for below in ["p/scenes", "p/shared", "outside"] {
        fs::create_dir_all(folder.0.join(below)).unwrap();
    }
    folder.write("p/scene.toml", b"");
    folder.write("p/shared/brand.scene", BRAND.as_bytes());
    folder.write("p/shared/logo.png", PNG);
    folder.write("p/scenes/a.scene", SCENE.as_bytes());
    folder
}

/// What `check` says of a scene.
fn check(folder: &Folder, scene: &str) -> String {
    folder.write("p/scenes/b.scene", scene.as_bytes());
    folder.run(&["check", "p/scenes/b.scene", "--format", "short"]).out
}

#[test]
fn a_scene_uses_a_file_of_its_project() {
    let folder = project("reuse-sound");
    let run = folder.run(&["compile", "p/scenes/a.scene", "--emit", "prompt"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.out, "Create one scene: the round logo from the first image on a shelf, product photograph.\n");
    let run = folder.run(&["compile", "p/scenes/a.scene", "--emit", "refs"]);
    assert_eq!(run.json()[0]["source"], "../shared/logo.png");
    assert_eq!(run.json()[0]["elements"][0], "brand.logo");
    let run = folder.run(&["compile", "p/scenes/a.scene", "--inline", "--emit", "task"]);
    assert!(run.out.contains("data:image/png;base64,"), "{run:?}");
    let map = folder.run(&["compile", "p/scenes/a.scene", "--emit", "map"]).json();
    let files: Vec<_> = map.as_array().unwrap().iter().map(|it| it["file"].as_str().unwrap()).collect();
    assert!(files.contains(&"p/scenes/a.scene") && files.contains(&"p/shared/brand.scene"), "{files:?}");
    // From stdin, paths count from the current folder.
    let scene = SCENE.replace("../shared", "p/shared");
    let run = folder.feed(&["compile", "-", "--emit", "refs"], scene.as_bytes());
    assert_eq!(run.json()[0]["source"], "p/shared/logo.png");
}

#[test]
fn a_folder_with_a_library_compiles() {
    let folder = project("reuse-folder");
    let run = folder.run(&["compile", "p", "--emit", "prompt"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
    assert_eq!(run.err, "note: `p/shared/brand.scene` holds what other scenes use, and makes no task\n");
    let run = folder.run(&["check", "p"]);
    assert!(run.code == 0 && run.err == "2 files are sound\n", "{run:?}");
    let run = folder.run(&["fmt", "--check", "p/shared/brand.scene"]);
    assert!(run.code == 0 || run.code == 3, "{run:?}");
    let run = folder.run(&["compile", "p/shared/brand.scene", "--emit", "task"]);
    assert_eq!((run.code, run.out.trim()), (0, "[]"), "{run:?}");
    // What a library binds is looked at.
    fs::remove_file(folder.0.join("p/shared/logo.png")).unwrap();
    assert!(folder.run(&["check", "p/shared/brand.scene"]).out.contains("missing-file"));
}

#[test]
fn nothing_outside_the_project_is_imported() {
    let folder = project("reuse-outside");
    folder.write("outside/secret.scene", b"secret = ref(\"logo.png\")\nthis is no scene\n");
    symlink(folder.0.join("outside/secret.scene"), folder.0.join("p/scenes/link.scene")).unwrap();
    symlink(folder.0.join("outside"), folder.0.join("p/scenes/out")).unwrap();
    let absolute = folder.0.join("outside/secret.scene").to_string_lossy().into_owned();
    for path in ["../../outside/secret.scene", "link.scene", "out/secret.scene", "../../outside/none.scene", &absolute]
    {
        let out = check(&folder, &format!("use \"{path}\"\n\"a cat\" on \"a mat\"\n"));
        assert!(out.starts_with("p/scenes/b.scene:1:5: error[outside-project]"), "{path}: {out}");
        assert_eq!(out.lines().count(), 1, "{out}");
    }
    folder.write("outside/secret.scene", b"secret = ref(\"logo.png\", \"secret\")\n");
    folder.write("p/scenes/b.scene", b"use \"../../outside/secret.scene\"\nsecret on \"a mat\"\n");
    let run = folder.run(&["compile", "p/scenes/b.scene", "--emit", "refs", "--allow-read", "outside"]);
    assert_eq!(run.json()[0]["source"], "../../outside/logo.png");
}

#[test]
fn what_is_no_scene_is_refused() {
    let folder = project("reuse-hostile");
    sparse(&folder.0.join("p/scenes/large.scene"), 5 << 20);
    folder.write("p/scenes/latin.scene", b"mug = ref(\"mug.jpg\")\n// caf\xE9\n");
    symlink("/dev/zero", folder.0.join("p/scenes/zero.scene")).unwrap();
    for (path, found) in [
        ("large.scene", "error[file-too-large]: `large.scene` is larger than 4 MiB"),
        ("latin.scene", "error[invalid-utf8]: `latin.scene` is not UTF-8 from line 2, column 7 on"),
        ("zero.scene", "error[outside-project]: `zero.scene` lies outside the project's folder"),
        ("/dev/zero", "error[outside-project]: `/dev/zero` lies outside the project's folder"),
        ("../shared", "error[unreadable-file]: `../shared` cannot be read: it is a folder"),
        ("gone.scene", "error[missing-file]: there is no file `gone.scene`"),
        ("a\\nb", "error[bad-argument]: a path holds no line break"),
    ] {
        let out = check(&folder, &format!("use \"{path}\"\n\"a cat\" on \"a mat\"\n"));
        assert_eq!(out, format!("p/scenes/b.scene:1:5: {found}\n"), "{path}");
    }
    let run = folder.run(&["check", "p/scenes/b.scene", "--allow-read", "/dev/zero"]);
    assert_ne!(run.code, 0, "{run:?}");
    // A picture that is taken for a scene says much, but not without end.
    folder.write("p/scenes/pic.scene", &PNG.repeat(50));
    assert!(check(&folder, "use \"pic.scene\"\n\"a cat\" on \"a mat\"\n").contains("invalid-utf8"));
    // A missing import is an error in `compile`, too, and leaving it out makes no task.
    let scene = "use \"gone.scene\" as g\ng.logo on \"a mat\"\n";
    folder.write("p/scenes/b.scene", scene.as_bytes());
    assert_eq!(folder.run(&["compile", "p/scenes/b.scene"]).code, 1);
    assert_eq!(folder.run(&["check", "p/scenes/b.scene", "--allow", "missing-file"]).code, 1);
}

#[test]
fn links_to_one_file_are_one_file() {
    let folder = project("reuse-links");
    symlink("brand.scene", folder.0.join("p/shared/alias.scene")).unwrap();
    symlink("a.scene", folder.0.join("p/scenes/self.scene")).unwrap();
    let scene = "use \"../shared/brand.scene\"\nuse \"../shared/alias.scene\"\nlogo on \"a mat\"\n";
    assert_eq!(check(&folder, scene), "");
    folder.write("p/scenes/a.scene", b"use \"self.scene\" as me\n\"a cat\" on \"a mat\"\n");
    let run = folder.run(&["check", "p/scenes/a.scene", "--format", "short"]);
    assert_eq!(run.out, "p/scenes/a.scene:1:1: error[import-cycle]: `p/scenes/a.scene` imports itself\n");
}

#[test]
fn every_form_names_the_file_that_is_meant() {
    let folder = project("reuse-forms");
    folder.write("p/shared/brand.scene", format!("{BRAND}mug = ref(\"gone.png\")\nbad = ref(\n").as_bytes());
    folder.write("p/scenes/a.scene", format!("{SCENE}brand.mug beside brand.logo\n").as_bytes());
    let run = |form: &str| folder.run(&["check", "p/scenes/a.scene", "--format", form]);
    let short = run("short").out;
    assert!(short.starts_with("p/shared/brand.scene:3:11: error[missing-file]"), "{short}");
    assert!(run("human").out.contains("p/shared/brand.scene:3:11"));
    assert_eq!(run("json").json()["diagnostics"][0]["file"], "p/shared/brand.scene");
    let place = run("sarif").json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"].clone();
    assert_eq!(place["artifactLocation"]["uri"], "p/shared/brand.scene");
    assert!(run("github").out.contains("file=p/shared/brand.scene,line=3"), "{}", run("github").out);
}

#[test]
fn mending_a_scene_leaves_its_imports_alone() {
    let folder = project("reuse-fix");
    // Both files have a fault at the same place that a fix would mend.
    let brand = "mug = ref(\"mug.png\")\npreset p { lightning \"sun\" }\nrelation near_by { preposition \"near\"; clas contact }\n";
    folder.write("p/shared/brand.scene", brand.as_bytes());
    let scene = "use \"../shared/brand.scene\"\napply p\n\"a cat\" near_by \"a mat\"\nlightning \"moon\"\n";
    folder.write("p/scenes/a.scene", scene.as_bytes());
    let run = folder.run(&["check", "p/scenes/a.scene", "--fix"]);
    assert!(run.err.contains("1 finding fixed in 1 file"), "{run:?}");
    assert_eq!(folder.read("p/shared/brand.scene"), brand);
    assert_eq!(folder.read("p/scenes/a.scene"), scene.replace("lightning", "lighting"));
    let run = folder.run(&["check", "p/shared/brand.scene", "--fix"]);
    assert_eq!(
        folder.read("p/shared/brand.scene"),
        brand.replace("lightning", "lighting").replace("clas ", "class "),
        "{run:?}"
    );
    // Nor does a task replace one.
    let run = folder.run(&["compile", "p/scenes/a.scene", "-o", "p/shared/brand.scene"]);
    assert!(run.code == 2 && run.err.contains("is imported by a scene"), "{run:?}");
}

#[test]
fn files_of_a_slip_are_suggested() {
    let folder = project("reuse-near");
    folder.write("p/scenes/b.scene", b"use \"../shared/brnad.scene\" as b\n\"a cat\" on \"a mat\"\n");
    let run = folder.run(&["check", "p/scenes/b.scene", "--format", "json"]);
    assert_eq!(run.json()["diagnostics"][0]["help"], "did you mean `../shared/brand.scene`?");
}
