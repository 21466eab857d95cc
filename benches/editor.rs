//! What a key costs in an editor, with a scene of a thousand lines. Three pairs, both sides in one run, since only their ratio
//! means anything on a busy machine: what is wrong with form and names against parsing alone; all there is to find against
//! that; and the way of a key to the server and of its findings back, against parsing alone. `cargo bench --bench editor`
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use scenewright::compile::{Input, NoFiles};
use scenewright::diagnostic::Diagnostic;
use scenewright::source::{FileId, SourceMap};
use scenewright::{ide, syntax};
use serde_json::{Value, json};

const ROUNDS: usize = 60;
/// How long a hand rests between two keys.
const REST: Duration = Duration::from_millis(25);

/// A scene of a thousand lines: a page for each picture, with comments, elements, parts and a pass.
fn scene() -> String {
    let mut text = String::new();
    for page in 1..=67 {
        let _ = write!(
            text,
            "// A lamp and a chair by the window, for page {page} of the catalogue.
lamp_{page}  = ref(\"https://example.com/lamp_{page}.jpg\", \"brass lamp\", short: \"lamp\") {{ shade = \"green shade\" }}
chair_{page} = ref(\"https://example.com/chair_{page}.jpg\", \"rattan chair\", short: \"chair\")
table_{page} = prop(\"a low oak table\")

pass picture_{page} {{
  lamp_{page} standing_on table_{page}, beside \"an open book\"
  chair_{page} behind table_{page}
  shot \"catalogue photograph\"
  lighting \"soft window light\"
  style \"photorealistic\"
  keep lamp_{page} and chair_{page}
  avoid \"text\", \"extra people\"
}}

"
        );
    }
    text
}

fn main() {
    let text = scene();
    let lines = text.lines().count();
    assert!(lines > 1000, "{lines} lines");
    let input = Input { name: "long.scene", text: &text, files: &NoFiles, ..Input::default() };
    let found = ide::analyse(&input).diagnostics;
    assert!(!found.iter().any(Diagnostic::is_error), "the measured scene is sound: {found:?}");
    println!("{lines} lines, {} bytes", text.len());

    let parse = || {
        let start = Instant::now();
        drop(black_box(syntax::parse(FileId(0), &text)));
        start.elapsed()
    };
    let early = || {
        let (start, mut took) = (Instant::now(), Duration::ZERO);
        let mut told = |_: &[Diagnostic], _: &SourceMap| took = start.elapsed();
        drop(black_box(ide::analyse_in_steps(&input, Some(&mut told))));
        took
    };
    let all = || {
        let start = Instant::now();
        drop(black_box(ide::analyse(&input)));
        start.elapsed()
    };
    let mut server = Server::start(&text);
    pair("form and names", early, "parse", parse);
    pair("all findings", all, "parse", parse);
    pair("key to findings and back", || server.key(), "parse", parse);
    server.stop();
}

/// Takes both sides in turn and prints the shortest times and their ratio.
fn pair(name: &str, mut one: impl FnMut() -> Duration, other: &str, mut two: impl FnMut() -> Duration) {
    let (mut a, mut b) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        a = a.min(one());
        b = b.min(two());
    }
    let us = |took: Duration| took.as_secs_f64() * 1e6;
    println!("{name:<26} {:>9.1} us   {other:<8} {:>9.1} us   ratio {:.2}", us(a), us(b), us(a) / us(b));
}

/// The server as an editor runs it.
struct Server {
    child: std::process::Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    version: i32,
    /// A line in the middle of the scene, behind a letter of a string.
    place: Value,
}

impl Server {
    fn start(text: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
        let mut child =
            command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let to = child.stdin.take().expect("a pipe");
        let from = BufReader::new(child.stdout.take().expect("a pipe"));
        let line = text.lines().enumerate().filter(|(_, line)| line.contains("shot ")).nth(30).expect("a line").0;
        let mut server = Self { child, to, from, version: 1, place: json!({ "line": line, "character": 9 }) };
        server.send(&json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
        server.receive();
        server.send(&json!({ "method": "initialized", "params": {} }));
        let document = json!({ "uri": "untitled:long.scene", "languageId": "scene", "version": 1, "text": text });
        server.send(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        server.receive();
        server
    }

    /// Types a letter, and waits for what is found.
    fn key(&mut self) -> Duration {
        std::thread::sleep(REST);
        self.version += 1;
        let change = json!({ "range": { "start": self.place, "end": self.place }, "text": "a" });
        let document = json!({ "uri": "untitled:long.scene", "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        let start = Instant::now();
        self.send(&json!({ "method": "textDocument/didChange", "params": params }));
        let answer = self.receive();
        let took = start.elapsed();
        let answer: Value = serde_json::from_slice(&answer).expect("a message");
        assert_eq!(answer["params"]["version"], self.version);
        took
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server listens");
        self.to.flush().expect("the server listens");
    }

    fn receive(&mut self) -> Vec<u8> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("the server talks");
            match line.trim().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).expect("the server talks");
        body
    }

    fn stop(mut self) {
        self.send(&json!({ "id": 2, "method": "shutdown" }));
        self.receive();
        self.send(&json!({ "method": "exit" }));
        let _ = self.child.wait();
    }
}
