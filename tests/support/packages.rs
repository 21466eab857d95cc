//! What comes in: nothing. What goes out: a Python and a Node with the packages that programs of `scene compile` use, or
//! that an editor's package is built with, installed once into a folder of the build. Where they cannot be had, why not: their tests say so and pass, unless
//! `SCENEWRIGHT_SDK_TESTS=required` makes that a failure.
#![allow(dead_code)] // no test needs all of it

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::programs::{is_there, run, skip};

const PYTHON: &[&str] = &["runware==0.5.24"];
const NODE: &[&str] = &["@runware/sdk-js@1.3.2", "typescript@5.9.3", "@types/node@20.19.25"];

/// A validator of XML, and the package whose source brings the schema that Jenkins reads `JUnit` reports by.
const XML: &[&str] = &["xmlschema==4.3.1", "pytest==8.1.1"];

/// How long an installation may take, in seconds.
const PATIENCE: u64 = 240;

/// The interpreter that has the package `runware`.
pub fn python() -> Option<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let found = || told("Python", installed("python", PYTHON, venv).map(|folder| folder.join("bin/python")));
    FOUND.get_or_init(found).as_ref().ok().cloned()
}

/// Any interpreter, for programs that need no package.
pub fn plain_python() -> Option<PathBuf> {
    ["python3", "python"].into_iter().find(|python| is_there(python)).map(PathBuf::from)
}

/// The folder that has the packages of Node, in which programs may stand.
pub fn node() -> Option<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let found = || told("TypeScript", installed("node", NODE, modules));
    FOUND.get_or_init(found).as_ref().ok().cloned()
}

/// A Python with a validator of XML, and the schema of `JUnit` reports.
pub fn junit() -> Option<(PathBuf, PathBuf)> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| told("the schema of JUnit", installed("xml", XML, schema)));
    found.as_ref().ok().map(|folder| (folder.join("bin/python"), folder.join("junit-10.xsd")))
}

/// A copy of a part of the project that has a lock of packages, with these packages. It lies in a copy of the project's
/// top, with what of it is named, and is made anew each time, but for the packages.
pub fn workshop(part: &str, needs: &[&str]) -> Option<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let top = Path::new(env!("CARGO_TARGET_TMPDIR")).join(part.replace('/', "-"));
    let folder = top.join(part);
    for name in needs {
        let _ = fs::remove_dir_all(top.join(name));
        copy(&project.join(name), &top.join(name)).unwrap();
    }
    clear(&folder).unwrap();
    copy(&project.join(part), &folder).unwrap();
    told("an editor", locked(&folder, &top.join("installed.json"))).ok().map(|()| folder)
}

/// Installs what the lock names, unless that was done.
fn locked(folder: &Path, done: &Path) -> Result<(), String> {
    let lock = fs::read(folder.join("package-lock.json")).map_err(|error| error.to_string())?;
    if folder.join("node_modules").exists() && fs::read(done).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !is_there("node") || !is_there("npm") {
        return Err("there is no Node with npm".to_owned());
    }
    let _ = fs::remove_file(done);
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["ci", "--loglevel", "error", "--no-audit", "--no-fund", "--ignore-scripts"]);
    finish(npm.args(["--fetch-retries", "1", "--fetch-timeout", "15000"]))?;
    fs::write(done, lock).map_err(|error| error.to_string())
}

/// Empties a folder but for its packages.
fn clear(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.ends_with("node_modules") {
            true => {}
            false if path.is_dir() => fs::remove_dir_all(path)?,
            false => fs::remove_file(path)?,
        }
    }
    Ok(())
}

/// Copies a file, or a folder without what is made in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        let made = ["node_modules", "dist", "out"].iter().any(|made| name == *made);
        if !made && Path::new(&name).extension().is_none_or(|extension| extension != "vsix") {
            copy(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

/// Says why something cannot be had.
fn told<T>(language: &str, found: Result<T, String>) -> Result<T, String> {
    match &found {
        Ok(_) => {}
        Err(why) => skip(&format!("the packages for {language} cannot be installed here: {why}")),
    }
    found
}

/// A folder with packages. It is made under another name, so that half of it is never taken for the whole.
fn installed(name: &str, packages: &[&str], install: fn(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let sdk = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sdk");
    let versions = packages.join("-").replace(['/', '@', '='], "_");
    let (folder, done) = (sdk.join(name), sdk.join(format!("{name}-{versions}.done")));
    if done.exists() && folder.exists() {
        return Ok(folder);
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    install(&folder)?;
    fs::write(done, "").map_err(|error| error.to_string())?;
    Ok(folder)
}

fn venv(folder: &Path) -> Result<(), String> {
    new_venv(folder)?;
    finish(pip(folder, "install").args(PYTHON))
}

/// Takes the schema out of the package.
const TAKE: &str = "import glob, sys, tarfile
archive = tarfile.open(glob.glob(sys.argv[1] + '/pytest-*.tar.gz')[0])
member = next(it for it in archive.getmembers() if it.name.endswith('/junit-10.xsd'))
open(sys.argv[1] + '/junit-10.xsd', 'wb').write(archive.extractfile(member).read())";

fn schema(folder: &Path) -> Result<(), String> {
    let [validator, source] = XML else { return Err("two packages are named".to_owned()) };
    new_venv(folder)?;
    finish(pip(folder, "install").arg(validator))?;
    let mut download = pip(folder, "download");
    finish(download.args(["--no-deps", "--no-binary", "pytest", "--dest"]).arg(folder).arg(source))?;
    finish(Command::new(folder.join("bin/python")).args(["-c", TAKE]).arg(folder))
}

fn new_venv(folder: &Path) -> Result<(), String> {
    let python = plain_python().ok_or("there is no Python")?;
    finish(Command::new(python).args(["-m", "venv"]).arg(folder))
}

fn pip(folder: &Path, verb: &str) -> Command {
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", verb, "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15"]);
    pip
}

fn modules(folder: &Path) -> Result<(), String> {
    if !is_there("node") || !is_there("npm") {
        return Err("there is no Node with npm".to_owned());
    }
    fs::write(folder.join("package.json"), r#"{"private": true, "type": "module"}"#).map_err(|it| it.to_string())?;
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["install", "--loglevel", "error", "--no-audit", "--no-fund", "--ignore-scripts"]);
    finish(npm.args(["--fetch-retries", "1", "--fetch-timeout", "15000"]).args(NODE))
}

fn finish(command: &mut Command) -> Result<(), String> {
    let ended = run(command, "", PATIENCE)?;
    let says = |line: &&str| !line.trim().is_empty() && !line.contains("complete log");
    let last = ended.err.lines().chain(ended.out.lines()).rfind(says);
    if ended.code == Some(0) { Ok(()) } else { Err(last.unwrap_or("it says nothing").trim().to_owned()) }
}
