//! What the language server says of scenes. Every scene of `tests/lsp` asks in its comments, and the answers stand beside it:
//! `//    ^ hover` asks about the place above it, `//    ^^^^ actions` about a stretch, `//? hints` about the whole scene.
#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/editor.rs"]
mod editor;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use editor::{Editor, abilities, place};

/// What a comment asks.
struct Asked<'t> {
    line: u64,
    start: u64,
    end: u64,
    what: &'t str,
    with: &'t str,
}

#[test]
fn scenes_are_answered() {
    insta::glob!("lsp/*/input.scene", |path| {
        let text = fs::read_to_string(path).unwrap();
        let mut editor = Editor::start(&abilities(), &Value::Null);
        let uri = editor.open(path, &text);
        let mut told = String::new();
        for asked in asked(&text) {
            let line = text.lines().nth(usize::try_from(asked.line).unwrap()).unwrap_or_default();
            let answer = answer(&mut editor, &uri, &asked);
            let with = if asked.with.is_empty() { String::new() } else { format!(" {}", asked.with) };
            let marks = "^".repeat(usize::try_from(asked.end - asked.start).unwrap());
            let head = if asked.end == 0 {
                asked.what.to_owned()
            } else {
                let space = " ".repeat(usize::try_from(asked.start).unwrap());
                format!("{line}\n{space}{marks} {}{with}", asked.what)
            };
            let _ = write!(told, "{head}\n{}\n\n", indented(&local(&answer, &uri)));
        }
        assert_eq!(editor.end(), Some(0));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_suffix("");
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.bind(|| insta::assert_snapshot!("answers", told));
    });
}

/// The requests in the comments of a scene. A line of marks asks about the last line that is none.
fn asked(text: &str) -> Vec<Asked<'_>> {
    let (mut found, mut last) = (Vec::new(), 0);
    for (number, line) in (0_u64..).zip(text.lines()) {
        let body = line.trim_start();
        if let Some(what) = body.strip_prefix("//?") {
            found.push(Asked { line: 0, start: 0, end: 0, what: what.trim(), with: "" });
            continue;
        }
        let marks = body.strip_prefix("//").map(str::trim_start).filter(|marks| marks.starts_with('^'));
        let Some(marks) = marks else {
            last = number;
            continue;
        };
        let start = u64::try_from(line.find('^').unwrap()).unwrap();
        let words = marks.trim_start_matches('^');
        let end = start + u64::try_from(marks.len() - words.len()).unwrap();
        let (what, with) = words.trim().split_once(' ').unwrap_or((words.trim(), ""));
        found.push(Asked { line: last, start, end, what, with });
    }
    found
}

fn answer(editor: &mut Editor, uri: &str, asked: &Asked<'_>) -> String {
    let document = json!({ "uri": uri });
    let at = json!({ "textDocument": document, "position": place(asked.line, asked.start) });
    let behind = json!({ "textDocument": document, "position": place(asked.line, asked.end) });
    let range = json!({ "start": place(asked.line, asked.start), "end": place(asked.line, asked.end) });
    let whole = json!({ "start": place(0, 0), "end": place(9999, 0) });
    let all = json!({ "textDocument": document, "range": whole });
    match asked.what {
        "hover" => editor.ask("textDocument/hover", at)["contents"]["value"].as_str().unwrap_or("nothing").to_owned(),
        // Behind the marks, as somebody types.
        "complete" => completions(&editor.ask("textDocument/completion", behind), asked.with),
        "definition" => shown(&editor.ask("textDocument/definition", at)),
        "references" => {
            let mut params = at;
            params["context"] = json!({ "includeDeclaration": true });
            shown(&editor.ask("textDocument/references", params))
        }
        "highlight" => shown(&editor.ask("textDocument/documentHighlight", at)),
        "rename" => {
            let mut params = at;
            params["newName"] = json!(asked.with);
            shown(&editor.ask("textDocument/rename", params))
        }
        "prepare" => shown(&editor.ask("textDocument/prepareRename", at)),
        "select" => {
            let params = json!({ "textDocument": document, "positions": [place(asked.line, asked.start)] });
            shown(&editor.ask("textDocument/selectionRange", params))
        }
        "actions" => {
            let diagnostics = editor.ask(
                "textDocument/codeAction",
                json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
            );
            shown(&diagnostics)
        }
        "format" if asked.end > asked.start => {
            let params =
                json!({ "textDocument": document, "range": range, "options": { "tabSize": 2, "insertSpaces": true } });
            shown(&editor.ask("textDocument/rangeFormatting", params))
        }
        "prompt" if asked.end > asked.start => prompt(editor, &at),
        "prompt" => prompt(editor, &json!({ "textDocument": document })),
        "format" => {
            let params = json!({ "textDocument": document, "options": { "tabSize": 2, "insertSpaces": true } });
            shown(&editor.ask("textDocument/formatting", params))
        }
        "findings" => shown(&Value::Array(editor.findings(uri))),
        "hints" => shown(&editor.ask("textDocument/inlayHint", all)),
        "lenses" => shown(&editor.ask("textDocument/codeLens", json!({ "textDocument": document }))),
        "symbols" => shown(&editor.ask("textDocument/documentSymbol", json!({ "textDocument": document }))),
        "folds" => shown(&editor.ask("textDocument/foldingRange", json!({ "textDocument": document }))),
        "links" => shown(&editor.ask("textDocument/documentLink", json!({ "textDocument": document }))),
        "tokens" => tokens(&editor.ask("textDocument/semanticTokens/full", all), &editor.greeting, uri),
        other => panic!("nobody knows `{other}`"),
    }
}

fn prompt(editor: &mut Editor, about: &Value) -> String {
    let params = json!({ "command": "scenewright.prompt", "arguments": [about] });
    let answer = editor.ask("workspace/executeCommand", params);
    format!("{}\n{}", answer["markdown"].as_str().unwrap(), shown(&answer["prompts"]))
}

/// The first completions, a line each, and how many there are; with a word only those that hold it.
fn completions(list: &Value, with: &str) -> String {
    let items = list["items"].as_array().unwrap();
    let mut out = String::new();
    for item in items.iter().filter(|item| item["label"].as_str().unwrap().contains(with)).take(12) {
        let text = item["textEdit"]["newText"].as_str().unwrap();
        let typed = if item["label"] == text { String::new() } else { format!(" <{}>", text.replace('\n', "\\n")) };
        let detail = item["detail"].as_str().map_or_else(String::new, |detail| format!(": {detail}"));
        let _ = writeln!(out, "{}{typed}{detail}", item["label"].as_str().unwrap());
    }
    let range = items.first().map_or_else(String::new, |item| range(&item["textEdit"]["range"]));
    let more = if list["isIncomplete"] == true { ", narrowed" } else { "" };
    let _ = write!(out, "({} in all{more}) {range}", items.len());
    out
}

/// Tokens with their words, a line of the scene each.
fn tokens(answer: &Value, greeting: &Value, uri: &str) -> String {
    let legend = &greeting["capabilities"]["semanticTokensProvider"]["legend"];
    let text = fs::read_to_string(uri.trim_start_matches("file://")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let numbers: Vec<usize> =
        answer["data"].as_array().unwrap().iter().map(|it| usize::try_from(it.as_u64().unwrap()).unwrap()).collect();
    let (mut line, mut start, mut out) = (0, 0, String::new());
    for token in numbers.chunks_exact(5) {
        if token[0] > 0 || out.is_empty() {
            (line, start) = (line + token[0], 0);
            let _ = write!(out, "{}{}:", if out.is_empty() { "" } else { "\n" }, line + 1);
        }
        start += token[1];
        let kind = legend["tokenTypes"][token[3]].as_str().unwrap();
        let modifiers = legend["tokenModifiers"].as_array().unwrap().iter().enumerate();
        let mut set = String::new();
        for (_, modifier) in modifiers.filter(|(at, _)| token[4] >> at & 1 == 1) {
            let _ = write!(set, ".{}", modifier.as_str().unwrap());
        }
        let _ = write!(out, " {}[{kind}{set}]", units(lines[line], start, token[2]));
    }
    out
}

/// So many UTF-16 units of a line from one on.
fn units(line: &str, start: usize, length: usize) -> String {
    let units: Vec<u16> = line.encode_utf16().skip(start).take(length).collect();
    String::from_utf16(&units).unwrap()
}

/// An answer as short JSON: ranges as `1:0-1:5`, from 0, and pictures by their length.
fn shown(answer: &Value) -> String {
    serde_json::to_string_pretty(&short(answer)).unwrap()
}

fn short(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.len() == 2 && map.contains_key("start") && map.contains_key("end") => {
            Value::String(range(value))
        }
        Value::Object(map) if map.len() == 2 && map.contains_key("line") && map.contains_key("character") => {
            Value::String(format!("{}:{}", map["line"], map["character"]))
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), short(value))).collect(),
        Value::Array(all) => all.iter().map(short).collect(),
        other => other.clone(),
    }
}

fn range(value: &Value) -> String {
    let at = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    format!("{}-{}", at(&value["start"]), at(&value["end"]))
}

/// An answer without what differs from machine to machine.
fn local(answer: &str, uri: &str) -> String {
    let folder = Path::new(uri.trim_start_matches("file://")).parent().unwrap().display().to_string();
    let mut out = answer.replace(&format!("file://{folder}"), "file://").replace(&folder, "");
    if let Some(start) = out.find("base64,") {
        let end = out[start..].find(')').map_or(out.len(), |length| start + length);
        out.replace_range(start + 7..end, "...");
    }
    out
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "  |".to_owned() } else { format!("  | {line}") };
    text.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}
