//! What comes in: a program and its input. What goes out: what it wrote and how it ended. One that does not end is ended.
#![allow(dead_code)] // no test needs all of it

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a program left behind.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs a program to its end, or for so many seconds.
pub fn run(command: &mut Command, input: &str, seconds: u64) -> Result<Ended, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
    // A program may end without reading all of it.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let (out, err) = (drain(child.stdout.take().unwrap()), drain(child.stderr.take().unwrap()));
    let status = wait(&mut child, seconds).ok_or_else(|| format!("{command:?} did not end within {seconds} s"))?;
    let code = status.code();
    Ok(Ended { code, out: out.join().unwrap(), err: err.join().unwrap() })
}

fn drain(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child, seconds: u64) -> Option<ExitStatus> {
    let until = Instant::now() + Duration::from_secs(seconds);
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return Some(status),
            None if Instant::now() > until => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Whether a program is there.
pub fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    found.is_ok()
}

/// A tool that is installed apart from the packages of this project: in the folder that `SCENEWRIGHT_TOOLS` names, as
/// `cargo install --root` makes it, or on the path.
pub fn tool(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SCENEWRIGHT_TOOLS").map(|folder| PathBuf::from(folder).join("bin").join(name));
    let found = folder.into_iter().chain([PathBuf::from(name)]);
    found.into_iter().find(|tool| is_there(&tool.to_string_lossy()))
}

/// Says why programs are not run, or fails if they have to be.
pub fn skip(why: &str) {
    let required = std::env::var_os("SCENEWRIGHT_SDK_TESTS").is_some_and(|value| value == "required");
    assert!(!required, "{why}");
    // Past the test runner, which keeps what tests that pass have said.
    let _ = writeln!(std::io::stderr(), "skipped: {why}; its programs were not run");
}
