//! What comes in: what an editor can do. What goes out: a conversation with the real binary over its pipes: requests with
//! their answers, and what the server tells of its own accord. Waiting ends after a minute, with what came so far.
#![allow(clippy::needless_pass_by_value)] // parameters are made where they are sent
#![allow(dead_code)] // no test needs all of it

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// So long is waited for a message.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor that talks to a server.
pub struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    requests: i64,
    /// The versions of what is open.
    versions: BTreeMap<String, i64>,
    /// What the server said when it was greeted.
    pub greeting: Value,
    /// What came while something else was waited for.
    pub waiting: Vec<Value>,
}

/// What most editors can do.
pub fn abilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "completion": { "completionItem": { "snippetSupport": true } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}

impl Editor {
    pub fn start(abilities: &Value, options: &Value) -> Self {
        let mut editor = Self::mute();
        let params =
            json!({ "processId": null, "rootUri": null, "capabilities": abilities, "initializationOptions": options });
        editor.greeting = editor.ask("initialize", params);
        editor.tell("initialized", json!({}));
        editor
    }

    /// One that has not greeted the server yet.
    pub fn mute() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scene"));
        let mut child = command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, out) = (child.stdin.take(), child.stdout.take().unwrap());
        let (put, from) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            while let Some(message) = receive(&mut out) {
                if put.send(message).is_err() {
                    break;
                }
            }
        });
        let (requests, versions, waiting) = (0, BTreeMap::new(), Vec::new());
        Self { child, to, from, requests, versions, greeting: Value::Null, waiting }
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().unwrap();
        to.write_all(bytes).unwrap();
        to.flush().unwrap();
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        let bytes = coded(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        self.write(&bytes);
    }

    /// Sends a request, and says its id.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        let bytes = coded(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }));
        self.write(&bytes);
        self.requests
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The result of a request, or its error.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let answer = self.answer(id);
        answer.get("result").or_else(|| answer.get("error")).cloned().unwrap_or_default()
    }

    /// The first message for which something holds, those that came before included.
    pub fn wait(&mut self, mut wanted: impl FnMut(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&mut wanted) {
            return self.waiting.remove(at);
        }
        loop {
            let message = self.from.recv_timeout(PATIENCE);
            let message = message.unwrap_or_else(|why| panic!("nothing came ({why}) but {:?}", self.waiting));
            if wanted(&message) {
                return message;
            }
            self.waiting.push(message);
        }
    }

    pub fn open(&mut self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        self.open_as(&uri, text);
        uri
    }

    pub fn open_as(&mut self, uri: &str, text: &str) {
        self.versions.insert(uri.to_owned(), 1);
        let document = json!({ "uri": uri, "languageId": "scene", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document, whole or in ranges.
    pub fn change(&mut self, uri: &str, changes: &Value) -> i64 {
        let version = self.versions.get_mut(uri).unwrap();
        *version += 1;
        let version = *version;
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        version
    }

    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// What is told of a document in a version, once the server has nothing more to tell of it.
    pub fn findings(&mut self, uri: &str) -> Vec<Value> {
        let version = self.versions.get(uri).copied();
        let mut last = self.wait(|it| is_of(it, uri, version));
        // The answer to a request comes behind all that is told of what came before it.
        self.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
        while let Some(at) = self.waiting.iter().position(|it| is_of(it, uri, version)) {
            last = self.waiting.remove(at);
        }
        last["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Ends the conversation as it should be ended; the exit code of the server.
    pub fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.leave()
    }

    /// Goes away without a word; the exit code of the server.
    pub fn leave(mut self) -> Option<i32> {
        drop(self.to.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a message tells what is found in a document; of one that is open, in this version.
fn is_of(message: &Value, uri: &str, version: Option<i64>) -> bool {
    let params = &message["params"];
    let told = message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri;
    told && version.is_none_or(|version| params["version"] == version)
}

pub fn uri(path: &Path) -> String {
    format!("file://{}", std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).display())
}

pub fn place(line: u64, character: u64) -> Value {
    json!({ "line": line, "character": character })
}

/// A message as it goes over a pipe.
pub fn coded(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn receive(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
