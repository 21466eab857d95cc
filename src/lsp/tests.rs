//! What becomes of a conversation when an answer fails: a host that panics stands for any fault of ours.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::rc::Rc;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use super::{Ended, Host, Project, serve_on};
use crate::diagnostic::Diagnostic;
use crate::source::{FileError, Files, NoFiles, SourceMap};
use crate::target::Models;

/// A host whose files fail, or wait, at one path.
#[derive(Default)]
struct Failing {
    /// Until something comes here, whoever asks for `slow.png` waits.
    gate: Option<crossbeam_channel::Receiver<()>>,
}

struct Bad(Option<crossbeam_channel::Receiver<()>>);

impl Files for Bad {
    fn exists(&self, path: &str) -> Result<(), FileError> {
        if path == "bad.png" { panic!("a fault") } else { Ok(()) }
    }

    fn photo(&self, path: &str) -> Result<Rc<crate::source::Photo>, FileError> {
        match path {
            "bad.png" => panic!("a fault"),
            "slow.png" => drop(self.0.as_ref().unwrap().recv()),
            _ => {}
        }
        NoFiles.photo(path)
    }
}

impl Host for Failing {
    fn files(&self, _scene: &Path) -> Box<dyn Files> {
        Box::new(Bad(self.gate.clone()))
    }

    fn project(&self, _scene: &Path) -> Rc<dyn Project> {
        Rc::new(Plain)
    }

    fn scenes(&self, _folder: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    fn real(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    fn forget(&self) {}
}

struct Plain;

impl Project for Plain {
    fn folder(&self) -> Option<&Path> {
        None
    }

    fn models(&self) -> &Models {
        Models::BUILT_IN
    }

    fn reports(&self) -> Vec<(&[Diagnostic], &SourceMap)> {
        Vec::new()
    }

    fn weigh(&self, _diagnostics: &mut Vec<Diagnostic>) {}
}

fn tell(editor: &Connection, method: &str, params: Value) {
    editor.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
}

fn ask(editor: &Connection, id: i32, method: &str, params: Value) -> Result<Value, i32> {
    editor.sender.send(Request::new(id.into(), method.to_owned(), params).into()).unwrap();
    loop {
        if let Message::Response(answer) = editor.receiver.recv().unwrap() {
            return answer.error.map_or_else(|| Ok(answer.result.unwrap_or_default()), |error| Err(error.code));
        }
    }
}

#[test]
fn a_fault_in_one_scene_is_told_and_the_server_goes_on() {
    let (server, editor) = Connection::memory();
    let serving = std::thread::spawn(move || serve_on(server, &Failing::default()));
    ask(&editor, 1, "initialize", json!({ "capabilities": {} })).unwrap();
    tell(&editor, "initialized", json!({}));
    let open = |uri: &str, text: &str| {
        let document = json!({ "uri": uri, "languageId": "scene", "version": 1, "text": text });
        tell(&editor, "textDocument/didOpen", json!({ "textDocument": document }));
    };
    open("file:///bad.scene", "mug = ref(\"bad.png\")\nsay \"The {mug}.\"\n");
    let at = |uri: &str| json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
    assert_eq!(ask(&editor, 2, "textDocument/hover", at("file:///bad.scene")), Err(-32603));
    open("file:///good.scene", "mug = ref(\"good.png\")\nsay \"The {mug}.\"\n");
    assert!(ask(&editor, 3, "textDocument/hover", at("file:///good.scene")).unwrap()["contents"].is_object());
    // Once it is mended, the first one is answered too.
    let change = json!({ "textDocument": { "uri": "file:///bad.scene", "version": 2 }, "contentChanges": [{ "text": "mug = ref(\"x.png\")\n" }] });
    tell(&editor, "textDocument/didChange", change);
    assert!(ask(&editor, 4, "textDocument/hover", at("file:///bad.scene")).unwrap()["contents"].is_object());
    ask(&editor, 5, "shutdown", Value::Null).unwrap();
    tell(&editor, "exit", Value::Null);
    assert_eq!(serving.join().unwrap(), Ended::Agreed);
}

#[test]
fn a_request_that_is_called_back_before_its_turn_is_not_worked_on() {
    let (server, editor) = Connection::memory();
    let (open_gate, gate) = crossbeam_channel::bounded(1);
    let serving = std::thread::spawn(move || serve_on(server, &Failing { gate: Some(gate) }));
    ask(&editor, 1, "initialize", json!({ "capabilities": {} })).unwrap();
    tell(&editor, "initialized", json!({}));
    let text = "mug = ref(\"slow.png\")\nsay \"The {mug}.\"\n";
    let document = json!({ "uri": "file:///a.scene", "languageId": "scene", "version": 1, "text": text });
    tell(&editor, "textDocument/didOpen", json!({ "textDocument": document }));
    let about = json!({ "textDocument": { "uri": "file:///a.scene" } });
    for id in [2, 3] {
        let request = Request::new(id.into(), "textDocument/documentSymbol".to_owned(), about.clone());
        editor.sender.send(request.into()).unwrap();
    }
    tell(&editor, "$/cancelRequest", json!({ "id": 3 }));
    // Once this is taken in, so is what came before it.
    tell(&editor, "$/nothing", Value::Null);
    open_gate.send(()).unwrap();
    drop(open_gate);
    let mut answers = Vec::new();
    while answers.len() < 2 {
        if let Message::Response(answer) = editor.receiver.recv().unwrap() {
            answers.push((answer.id.to_string(), answer.error.map(|error| error.code)));
        }
    }
    assert_eq!(answers, [("2".to_owned(), None), ("3".to_owned(), Some(-32800))]);
    ask(&editor, 5, "shutdown", Value::Null).unwrap();
    tell(&editor, "exit", Value::Null);
    assert_eq!(serving.join().unwrap(), Ended::Agreed);
}
