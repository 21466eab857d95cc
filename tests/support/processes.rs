//! Processes that come to a violent end. What comes in: a command, and when it is to be killed. What goes out: how it ended.
//! Everything is waited for by condition, and what never ends is a failure.
#![allow(dead_code)] // no test needs all of it

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take. Nothing depends on it but how long a failure takes.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// A process, and the files that it writes to.
pub struct Process {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

/// How a process ended, and what it wrote.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none if it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Process {
    /// Starts a process, which writes to files in a folder.
    pub fn start(command: &mut Command, folder: &Path, name: &str) -> Self {
        let (out, err) = (folder.join(format!("{name}.out")), folder.join(format!("{name}.err")));
        command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap()).stdin(Stdio::null());
        Self { child: command.spawn().unwrap(), out, err }
    }

    /// Waits until it ends, or kills it when it is time to.
    pub fn until(mut self, is_time: impl Fn() -> bool) -> Ended {
        let start = Instant::now();
        let code = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.code();
            }
            if is_time() {
                self.child.kill().unwrap();
                break self.child.wait().unwrap().code();
            }
            if start.elapsed() > PATIENCE {
                let _ = self.child.kill();
                let _ = self.child.wait();
                panic!("it does not end: {:?}", self.ended(None));
            }
            thread::sleep(Duration::from_micros(500));
        };
        self.ended(code)
    }

    /// Waits until it ends.
    pub fn wait(self) -> Ended {
        self.until(|| false)
    }

    /// Whether it has not ended yet.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    fn ended(&self, code: Option<i32>) -> Ended {
        let read = |path| String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let ended = Ended { code, out: read(&self.out), err: read(&self.err) };
        assert!(!ended.err.contains("panicked"), "{ended:?}");
        ended
    }
}
