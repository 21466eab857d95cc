//! `scene fmt` from outside: what it writes, what it leaves alone, and what it says. What comes in: folders of scenes,
//! some broken, some that must not be written. Absent: the form itself, which has tests of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

const LOOSE: &str = "mug=ref( \"mug.png\" )  // ours\n\n\n\nkeep   mug;results 2";
const FORM: &str = "mug = ref(\"mug.png\")  // ours\n\nkeep mug\nresults 2\n";
const BROKEN: &str = "mug = (\nkeep   mug\n";

/// A folder of one test, which goes away with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scenewright-fmt-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("more/.hidden")).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn changed(&self, name: &str) -> SystemTime {
        fs::metadata(self.0.join(name)).unwrap().modified().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
        command.arg("fmt").args(arguments).current_dir(&self.0).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        ran(&self.command(arguments).output().unwrap())
    }

    fn feed(&self, arguments: &[&str], input: &[u8]) -> (i32, String, String) {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        ran(&child.wait_with_output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Exit code, stdout and stderr.
fn ran(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    (output.status.code().unwrap(), out, err)
}

fn said(code: i32, out: &str, err: &str) -> (i32, String, String) {
    (code, out.to_owned(), err.to_owned())
}

#[test]
fn files_are_written_where_they_stand_and_only_if_they_change() {
    let folder = Folder::new("write");
    for name in ["loose.scene", "more/deep.scene", "more/.hidden/no.scene", "more/note.txt"] {
        folder.write(name, LOOSE);
    }
    folder.write("form.scene", FORM);
    let before = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(folder.0.join("form.scene")).unwrap();
    file.set_modified(before).unwrap();
    drop(file);
    assert_eq!(folder.run(&["."]), said(0, "", "2 files formatted, 1 unchanged\n"));
    for name in ["loose.scene", "more/deep.scene", "form.scene"] {
        assert_eq!(folder.read(name), FORM, "{name}");
    }
    for name in ["more/.hidden/no.scene", "more/note.txt"] {
        assert_eq!(folder.read(name), LOOSE, "{name}");
    }
    assert_eq!(folder.changed("form.scene"), before);
    let written = folder.changed("loose.scene");
    assert_eq!(folder.run(&["loose.scene", "more", "form.scene"]), said(0, "", "3 files unchanged\n"));
    assert_eq!((folder.changed("form.scene"), folder.changed("loose.scene")), (before, written));
    let left = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().ends_with(".tmp")).count(), 0);
}

#[test]
fn check_lists_what_is_not_in_form_and_writes_nothing() {
    let folder = Folder::new("check");
    folder.write("b.scene", LOOSE);
    folder.write("a\u{1b}.scene", LOOSE);
    folder.write("form.scene", FORM);
    let told = "2 files to format, 1 unchanged\n";
    assert_eq!(folder.run(&["--check", "."]), said(3, "a\\u{1b}.scene\nb.scene\n", told));
    assert_eq!(folder.read("b.scene"), LOOSE);
    assert_eq!(folder.run(&["--check", "form.scene"]), said(0, "", "1 file unchanged\n"));
    assert_eq!(folder.feed(&["--check", "-"], LOOSE.as_bytes()), said(3, "<stdin>\n", "1 file to format\n"));
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let folder = Folder::new("diff");
    folder.write("loose.scene", LOOSE.replace("ours", "ours \u{202e}"));
    folder.write("form.scene", FORM);
    let shown = "--- loose.scene\n+++ loose.scene, formatted\n@@ -1,5 +1,4 @@\n\
                 -mug=ref( \"mug.png\" )  // ours \\u{202e}\n-\n-\n+mug = ref(\"mug.png\")  // ours \\u{202e}\n \n\
                 -keep   mug;results 2\n\\ no line end\n+keep mug\n+results 2\n";
    assert_eq!(folder.run(&["--diff", "."]), said(3, shown, "1 file to format, 1 unchanged\n"));
    assert_eq!(folder.run(&["--diff", "--check", "."]).1, shown);
    assert_eq!(folder.run(&["--diff", "form.scene"]), said(0, "", "1 file unchanged\n"));
    assert!(folder.read("loose.scene").starts_with("mug=ref"));
}

#[test]
fn stdin_goes_to_stdout() {
    let folder = Folder::new("stdin");
    assert_eq!(folder.feed(&["-"], LOOSE.as_bytes()), said(0, FORM, ""));
    assert_eq!(folder.feed(&["-"], FORM.as_bytes()), said(0, FORM, ""));
    assert_eq!(folder.feed(&["-"], b""), said(0, "", ""));
    let windows = LOOSE.replace('\n', "\r\n");
    assert_eq!(folder.feed(&["-"], windows.as_bytes()), said(0, &FORM.replace('\n', "\r\n"), ""));
    let (code, out, err) = folder.feed(&["-"], BROKEN.as_bytes());
    assert!(code == 1 && out.is_empty() && err.contains("<stdin>:1:7"), "{code} {out} {err}");
}

#[test]
fn what_has_errors_is_never_touched_and_stops_no_other() {
    let folder = Folder::new("broken");
    folder.write("broken.scene", BROKEN);
    folder.write("latin.scene", b"// caf\xE9\nkeep   mug\n");
    folder.write("unknown.scene", "mug   on nothing_there");
    folder.write("loose.scene", LOOSE);
    fs::File::create(folder.0.join("huge.scene")).unwrap().set_len(5 << 20).unwrap();
    let (code, out, err) = folder.run(&["."]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    let codes = ["error[unclosed-bracket]", "error[file-too-large]", "error[invalid-utf8]"];
    assert!(codes.iter().all(|code| err.contains(code)), "{err}");
    assert!(err.ends_with("2 files formatted, 3 with errors\n"), "{err}");
    assert_eq!(folder.read("broken.scene"), BROKEN);
    assert_eq!(fs::read(folder.0.join("latin.scene")).unwrap(), b"// caf\xE9\nkeep   mug\n");
    assert_eq!(fs::metadata(folder.0.join("huge.scene")).unwrap().len(), 5 << 20);
    assert_eq!(
        (folder.read("loose.scene").as_str(), folder.read("unknown.scene").as_str()),
        (FORM, "mug on nothing_there\n")
    );
    folder.write("loose.scene", LOOSE);
    assert_eq!(folder.run(&["--check", "broken.scene", "loose.scene"]).0, 1);
}

#[test]
fn what_is_read_only_stays() {
    let folder = Folder::new("read-only");
    folder.write("a.scene", LOOSE);
    folder.write("b.scene", LOOSE);
    let path = folder.0.join("a.scene");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let told = "error: cannot write `./a.scene`: it is read-only\n1 file formatted\n";
    assert_eq!(folder.run(&["."]), said(2, "", told));
    assert_eq!((folder.read("a.scene").as_str(), folder.read("b.scene").as_str()), (LOOSE, FORM));
}

#[test]
fn wrong_usage_is_two() {
    let folder = Folder::new("usage");
    folder.write("loose.scene", LOOSE);
    for arguments in [&[][..], &["none.scene", "loose.scene"], &["more"], &["-", "-"], &["--write", "loose.scene"]] {
        let (code, out, err) = folder.run(arguments);
        assert!(code == 2 && out.is_empty() && err.contains("error"), "{arguments:?} {code} {out} {err}");
    }
    assert_eq!(folder.read("loose.scene"), LOOSE);
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_written_once_and_stays_a_link() {
    let folder = Folder::new("links");
    folder.write("more/real.scene", LOOSE);
    std::os::unix::fs::symlink("more/real.scene", folder.0.join("link.scene")).unwrap();
    assert_eq!(folder.run(&["link.scene", "more/real.scene", "."]), said(0, "", "1 file formatted\n"));
    assert_eq!(folder.read("more/real.scene"), FORM);
    assert!(fs::symlink_metadata(folder.0.join("link.scene")).unwrap().is_symlink());
}

#[test]
fn many_files_are_written_each_with_its_own_text_and_told_in_order() {
    let folder = Folder::new("many");
    let mut expected = String::new();
    for number in 0..200 {
        let broken = number % 50 == 49;
        let text = if broken { BROKEN.to_owned() } else { LOOSE.replace("ours", &format!("number {number}")) };
        folder.write(&format!("{number:03}.scene"), text);
        if !broken {
            writeln!(expected, "{number:03}.scene").unwrap();
        }
    }
    let (code, out, _) = folder.run(&["--check", "."]);
    assert_eq!((code, out), (1, expected));
    let (code, out, err) = folder.run(&["."]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.ends_with("196 files formatted, 4 with errors\n"), "{err}");
    let places: Vec<_> =
        ["049", "099", "149", "199"].iter().map(|it| err.find(&format!("{it}.scene:1")).unwrap()).collect();
    assert!(places.is_sorted(), "{err}");
    for number in 0..200 {
        let text =
            if number % 50 == 49 { BROKEN.to_owned() } else { FORM.replace("ours", &format!("number {number}")) };
        assert_eq!(folder.read(&format!("{number:03}.scene")), text, "{number}");
    }
    assert_eq!(folder.run(&["."]).2.lines().last().unwrap(), "196 files unchanged, 4 with errors");
}
