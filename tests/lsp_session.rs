//! How the language server talks: letters in three encodings, changes, unsaved texts, scenes that use others, requests that
//! are called back or make no sense, and the end of a conversation.
#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/editor.rs"]
mod editor;
#[path = "support/folder.rs"]
mod folder;

use serde_json::{Value, json};

use editor::{Editor, abilities, coded, place, uri};
use folder::Folder;

const BRAND: &str = "emblem = ref(\"https://example.com/emblem.png\")\npreset studio { lighting \"soft box\" }\n";
const USES: &str = "use \"brand.scene\"\nmug = ref(\"mug.png\")\nemblem printed_on mug\napply studio\n";

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// A folder of its own project with a scene, which is open, and the editor that has it open.
fn opened(name: &str, text: &str, abilities: &Value) -> (Folder, Editor, String) {
    let folder = Folder::new(name);
    folder.write("scene.toml", b"");
    folder.write("a.scene", text.as_bytes());
    let mut editor = Editor::start(abilities, &Value::Null);
    let uri = editor.open(&folder.0.join("a.scene"), text);
    (folder, editor, uri)
}

#[test]
fn letters_are_counted_as_the_editor_counts_them() {
    let text = "say \"😀é\"; mug standing_on shelff\nshelf = ref(\"shelf.png\")\nmug = ref(\"mug.png\")\n";
    for (encoding, start) in [("utf-8", 14), ("utf-16", 11), ("utf-32", 10)] {
        let mut abilities = abilities();
        abilities["general"]["positionEncodings"] = json!(["utf-7", encoding, "utf-16"]);
        let (_folder, mut editor, uri) = opened(&format!("lsp-{encoding}"), text, &abilities);
        assert_eq!(editor.greeting["capabilities"]["positionEncoding"], encoding);
        let findings = editor.findings(&uri);
        let unknown = findings.iter().find(|it| it["code"] == "unknown-name").unwrap();
        assert_eq!(unknown["range"]["start"], place(0, start + 16), "{encoding}");
        let document = json!({ "uri": uri });
        let at = json!({ "textDocument": document, "position": place(0, start) });
        assert_eq!(editor.ask("textDocument/definition", at)["range"]["start"], place(2, 0), "{encoding}");
        let end = place(0, start + 22);
        editor.change(&uri, &json!([{ "range": { "start": place(0, start + 21), "end": end }, "text": "" }]));
        assert_eq!(codes(&editor.findings(&uri)), ["repeated-image"; 0], "{encoding}");
        assert_eq!(editor.end(), Some(0));
    }
}

#[test]
fn an_editor_that_says_nothing_counts_in_utf_16() {
    let (_folder, editor, _) = opened("lsp-default", "say \"x\"\n", &json!({}));
    assert_eq!(editor.greeting["capabilities"]["positionEncoding"], "utf-16");
}

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The place of a byte, counted the slow way.
fn counted(text: &str, offset: usize, encoding: &str) -> Value {
    let line = text[..offset].matches('\n').count();
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let units = match encoding {
        "utf-8" => offset - start,
        "utf-16" => text[start..offset].encode_utf16().count(),
        _ => text[start..offset].chars().count(),
    };
    place(u64::try_from(line).unwrap(), u64::try_from(units).unwrap())
}

#[test]
fn many_changes_make_the_text_that_the_editor_has() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut abilities = abilities();
        abilities["general"]["positionEncodings"] = json!([encoding]);
        let mut text = "// 😀 one\nmug = ref(\"mug.png\", \"müg\")\nsay \"über {mug}\"\n".to_owned();
        let (_folder, mut editor, uri) = opened(&format!("lsp-changes-{encoding}"), &text, &abilities);
        let mut numbers = Numbers(7);
        let pieces = ["é", "\n", "x = ", "😀", "\"", "say \"a\"\n", "", "// b\n", "{mug}", "  "];
        for _ in 0..150 {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = places[numbers.below(places.len())];
            let behind: Vec<usize> = places.iter().copied().filter(|at| *at >= start).take(6).collect();
            let end = behind[numbers.below(behind.len())];
            let piece = pieces[numbers.below(pieces.len())];
            let range = json!({ "start": counted(&text, start, encoding), "end": counted(&text, end, encoding) });
            text.replace_range(start..end, piece);
            editor.change(&uri, &json!([{ "range": range, "text": piece }]));
        }
        // Who has the same text from the start finds the same.
        let ours = editor.findings(&uri);
        let mut fresh = Editor::start(&abilities, &Value::Null);
        fresh.open_as(&uri, &text);
        assert_eq!(ours, fresh.findings(&uri), "{encoding}: {text}");
        let document = json!({ "textDocument": { "uri": uri } });
        let tokens = |editor: &mut Editor| editor.ask("textDocument/semanticTokens/full", document.clone());
        assert_eq!(tokens(&mut editor), tokens(&mut fresh), "{encoding}: {text}");
    }
}

#[test]
fn findings_do_not_go_and_come_back_at_a_key() {
    let text = "// a\nmug = ref(\"mug.png\")\nshelf = ref(\"shelf.png\")\nsay \"The {mug}.\"\n";
    let (_folder, mut editor, a) = opened("lsp-steady", text, &abilities());
    assert_eq!(codes(&editor.findings(&a)), ["unused-element"]);
    for number in 0..5 {
        let version =
            editor.change(&a, &json!([{ "range": { "start": place(0, 0), "end": place(0, 0) }, "text": "// b\n" }]));
        editor.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": a } }));
        let told: Vec<Value> = editor.waiting.drain(..).filter(|it| it["params"]["version"] == version).collect();
        assert!(!told.is_empty());
        for told in told {
            let findings = &told["params"]["diagnostics"];
            assert_eq!(findings[0]["code"], "unused-element", "{told}");
            assert_eq!(findings[0]["range"]["start"]["line"], 3 + number, "{told}");
        }
    }
}

#[test]
fn what_is_not_saved_counts() {
    let (folder, mut editor, a) = opened("lsp-unsaved", USES, &abilities());
    assert_eq!(codes(&editor.findings(&a))[0], "missing-file");
    folder.write("brand.scene", BRAND.as_bytes());
    let brand = editor.open(&folder.0.join("brand.scene"), BRAND);
    // The scene that uses it is looked at again at once.
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
    let other = BRAND.replace("studio", "workshop");
    editor.change(&brand, &json!([{ "text": other }]));
    assert_eq!(codes(&editor.findings(&brand)), [""; 0]);
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"][0]["code"], "unknown-name");
    // Closed without being saved, the file is as it lies on disk.
    editor.close(&brand);
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_scene_that_is_nowhere_yet_can_be_used() {
    let (folder, mut editor, a) = opened("lsp-new", USES, &abilities());
    assert_eq!(codes(&editor.findings(&a))[0], "missing-file");
    editor.open(&folder.0.join("brand.scene"), BRAND);
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
    // What lies outside the project stays outside, open or not.
    let outside = "use \"../outside.scene\"\nmug = ref(\"mug.png\")\nsay \"{mug}\"\n";
    editor.open(&folder.0.parent().unwrap().join("outside.scene"), BRAND);
    editor.change(&a, &json!([{ "text": outside }]));
    assert!(codes(&editor.findings(&a)).contains(&"outside-project"));
}

#[test]
fn scenes_that_use_an_open_one_are_told_of_without_being_open() {
    let folder = Folder::new("lsp-uses");
    for (name, text) in
        [("scene.toml", ""), ("brand.scene", BRAND), ("a.scene", USES), ("b.scene", "use \"gone.scene\"\n")]
    {
        folder.write(name, text.as_bytes());
    }
    let mut editor = Editor::start(&abilities(), &Value::Null);
    let brand = editor.open(&folder.0.join("brand.scene"), &BRAND.replace("emblem", "badge"));
    let a = uri(&folder.0.join("a.scene"));
    assert_eq!(codes(&editor.findings(&brand)), [""; 0]);
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"][0]["code"], "unknown-name");
    assert_eq!(told["params"]["version"], Value::Null);
    editor.close(&brand);
    let told = editor.wait(|it| it["params"]["uri"] == a.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
    assert!(editor.waiting.iter().all(|it| !it["params"]["uri"].as_str().unwrap_or_default().ends_with("b.scene")));
}

#[test]
fn findings_stand_in_the_file_that_they_are_about() {
    let (folder, mut editor, a) = opened("lsp-files", USES, &abilities());
    folder.write("brand.scene", format!("{BRAND}mug = ref(\n").as_bytes());
    editor.change(&a, &json!([{ "text": USES }]));
    let brand = uri(&folder.0.join("brand.scene"));
    let told = editor.wait(|it| it["params"]["uri"] == brand.as_str());
    assert_eq!(told["params"]["diagnostics"][0]["code"], "unclosed-bracket");
}

#[test]
fn settings_of_the_project_hold_and_may_change() {
    let text = "mug = ref(\"mug.png\")\nshelf = ref(\"shelf.png\")\nsay \"The {mug}.\"\n";
    let mut abilities = abilities();
    abilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    let (folder, mut editor, a) = opened("lsp-settings", text, &abilities);
    let watch = editor.wait(|it| it["method"] == "client/registerCapability");
    assert_eq!(watch["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let severity =
        |findings: &[Value]| findings.iter().find(|it| it["code"] == "unused-element").map(|it| it["severity"].clone());
    assert_eq!(severity(&editor.findings(&a)), Some(json!(2)));
    folder.write("scene.toml", b"[lints]\nunused-element = \"deny\"\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(severity(&editor.findings(&a)), Some(json!(1)));
    // What is wrong with the settings is told of their file.
    folder.write("scene.toml", b"[lints]\nunused-elemnt = \"deny\"\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let settings = uri(&folder.0.join("scene.toml"));
    let told = editor.wait(|it| it["params"]["uri"] == settings.as_str());
    assert_eq!(told["params"]["diagnostics"][0]["range"]["start"]["line"], 1);
    assert_eq!(severity(&editor.findings(&a)), Some(json!(2)));
}

#[test]
fn hints_and_lenses_can_be_turned_off() {
    let text = "mug = ref(\"mug.png\")\nmug standing_on \"a table\"\n";
    let (_folder, mut editor, a) = opened("lsp-off", text, &abilities());
    let document = json!({ "uri": a });
    let whole = json!({ "start": place(0, 0), "end": place(9, 0) });
    let hints = json!({ "textDocument": document, "range": whole });
    assert_eq!(editor.ask("textDocument/inlayHint", hints.clone()).as_array().unwrap().len(), 1);
    let settings = json!({ "settings": { "scenewright": { "inlayHints": false, "codeLens": false } } });
    editor.tell("workspace/didChangeConfiguration", settings);
    assert_eq!(editor.ask("textDocument/inlayHint", hints), json!([]));
    assert_eq!(editor.ask("textDocument/codeLens", json!({ "textDocument": document })), json!([]));
}

#[test]
fn an_editor_shows_prompts_by_a_command_of_its_own() {
    let folder = Folder::new("lsp-prompt");
    let text = "mug = ref(\"mug.png\")\nmug standing_on \"a table\"\n";
    let mut editor = Editor::start(&abilities(), &json!({ "promptCommand": "my.prompt" }));
    let a = editor.open(&folder.0.join("a.scene"), text);
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": a } }));
    assert_eq!(lenses[0]["command"]["command"], "my.prompt");
    // Without an argument the scene is meant that was worked on last.
    let shown = editor.ask("workspace/executeCommand", json!({ "command": "scenewright.prompt" }));
    let prompt = "Create one scene: the mug from the first image standing on a table.";
    assert_eq!(shown["prompts"][0]["prompt"], prompt);
    editor.ask("workspace/executeCommand", json!({ "command": "scenewright.showPrompt" }));
    let told = editor.wait(|it| it["method"] == "window/showMessage");
    assert_eq!(told["params"]["message"], prompt);
}

#[test]
fn many_requests_at_once_are_answered_in_their_order() {
    let (_folder, mut editor, a) = opened("lsp-many", "mug = ref(\"mug.png\")\n", &abilities());
    let params = json!({ "textDocument": { "uri": a } });
    let mut bytes = Vec::new();
    for id in 1000..1400 {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params });
        bytes.extend(coded(&request));
        // A request that was answered, or never made, cannot be called back.
        bytes.extend(coded(&json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id + 77_777 } })));
    }
    editor.write(&bytes);
    assert!(editor.answer(1399)["result"].is_array());
    let ids: Vec<i64> = editor.waiting.iter().filter_map(|it| it["id"].as_i64()).collect();
    assert_eq!(ids, (1000..1399).collect::<Vec<i64>>());
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_flood_of_requests_called_back_does_no_harm() {
    let (_folder, mut editor, a) = opened("lsp-flood", "mug = ref(\"mug.png\")\n", &abilities());
    let cancel = coded(&json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 7 } }));
    editor.write(&cancel.repeat(100_000));
    let symbols = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": a } }));
    assert_eq!(symbols[0]["name"], "mug");
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn what_makes_no_sense_is_refused_and_no_more() {
    let (_folder, mut editor, a) = opened("lsp-odd", "mug = ref(\"mug.png\")\n", &abilities());
    let code = |answer: &Value| answer["code"].as_i64().unwrap_or_default();
    assert_eq!(code(&editor.ask("textDocument/poem", json!({}))), -32601);
    assert_eq!(code(&editor.ask("textDocument/hover", json!({ "position": 3 }))), -32602);
    let nowhere = json!({ "textDocument": { "uri": "file:///nowhere.scene" } });
    assert_eq!(code(&editor.ask("textDocument/documentSymbol", nowhere)), -32602);
    assert_eq!(code(&editor.ask("workspace/executeCommand", json!({ "command": "rm" }))), -32602);
    let far = json!({ "textDocument": { "uri": a }, "position": place(4_000_000_000, 4_000_000_000) });
    assert_eq!(editor.ask("textDocument/hover", far), Value::Null);
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "file:///nowhere.scene", "version": 3 }, "contentChanges": [] }),
    );
    editor.tell("textDocument/didOpen", json!([]));
    editor.tell("$/unknown", Value::Null);
    let backwards = json!({ "start": place(0, 9), "end": place(0, 2) });
    editor.change(&a, &json!([{ "range": backwards, "text": "x" }]));
    editor.findings(&a);
    editor.open_as("untitled:Untitled-1", "mug = ref(\"mug.png\")\nsay \"{mug}\"\n");
    assert_eq!(codes(&editor.findings("untitled:Untitled-1")), [""; 0]);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_conversation_begins_and_ends_as_agreed() {
    let mut editor = Editor::mute();
    assert_eq!(editor.ask("textDocument/hover", json!({}))["code"], -32002);
    editor.ask("initialize", json!({ "capabilities": { "textDocument": { "codeAction": 7 }, "general": "odd" } }));
    editor.tell("initialized", json!({}));
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.ask("textDocument/hover", json!({}))["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.leave(), Some(0));

    let mut editor = Editor::start(&json!({}), &Value::Null);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.leave(), Some(1), "nobody said that it would end");
    assert_eq!(Editor::start(&json!({}), &Value::Null).leave(), Some(1), "the editor went away");
}

#[test]
fn hostile_scenes_are_answered() {
    let deep = format!("x = ref({}", "[".repeat(5000));
    let long = format!("say \"{}\"\n", "{a}".repeat(4_000));
    let wide = "a = ref(\"a\")\n".repeat(3000);
    let (_folder, mut editor, a) = opened("lsp-hostile", "", &abilities());
    for text in
        [deep, long, wide, "\u{FEFF}mug = ref(\"m\")\r\n\r\rsay \"\u{1b}[31m{mug}\"".to_owned(), "\0".to_owned()]
    {
        editor.change(&a, &json!([{ "text": text }]));
        editor.findings(&a);
        let document = json!({ "uri": a });
        for at in [place(0, 0), place(0, 5), place(0, 7000), place(2, 6)] {
            let params = json!({ "textDocument": document, "position": at });
            for method in ["hover", "completion", "definition", "documentHighlight", "prepareRename"] {
                let id = editor.request(&format!("textDocument/{method}"), params.clone());
                let answer = editor.answer(id);
                assert_ne!(answer["error"]["code"], -32603, "{method}");
            }
        }
        for method in ["documentSymbol", "foldingRange", "documentLink", "semanticTokens/full", "codeLens"] {
            let answer = editor.ask(&format!("textDocument/{method}"), json!({ "textDocument": document }));
            assert_ne!(answer["code"], -32603, "{method}");
        }
    }
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn lines_that_are_added_end_as_the_others_do() {
    let text = "mug = ref(\"mug.png\")\r\nmug standing_onn \"a table\"\r\nlighting \"dusk\"\r\n";
    let (_folder, mut editor, a) = opened("lsp-crlf", text, &abilities());
    let range = json!({ "start": place(1, 5), "end": place(2, 15) });
    let context = json!({ "diagnostics": [] });
    let params = json!({ "textDocument": { "uri": a }, "range": range, "context": context });
    let actions = editor.ask("textDocument/codeAction", params);
    let edits: Vec<&str> = actions
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|action| action["edit"]["documentChanges"][0]["edits"].as_array().unwrap())
        .map(|edit| edit["newText"].as_str().unwrap())
        .collect();
    assert!(edits.iter().any(|text| text.contains('\n')), "{edits:?}");
    assert!(edits.iter().all(|text| !text.replace("\r\n", "").contains('\n')), "{edits:?}");
}
