//! The extension for VS Code: its grammar knows the words of the language, its snippets are sound scenes, and it passes its
//! own tests and is packaged with what it needs. The last part needs Node and packages; where they cannot be had, the test
//! says so and passes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/packages.rs"]
mod packages;
#[path = "support/programs.rs"]
mod programs;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use folder::{Folder, PNG};
use programs::run;
use scenewright::{lexicon, scene, syntax};
use serde_json::Value;

type Words = BTreeSet<String>;

fn json(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The patterns of a rule of the grammar, from its `begin` and `match` at any depth.
fn patterns(rule: &Value) -> Vec<String> {
    match rule {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("begin" | "match", Value::String(pattern)) => vec![pattern.clone()],
                _ => patterns(value),
            })
            .collect(),
        Value::Array(rules) => rules.iter().flat_map(patterns).collect(),
        _ => Vec::new(),
    }
}

/// The words that a pattern lists: those of its bracket with the most plain words between strokes.
fn listed(pattern: &str) -> Words {
    let is_list =
        |text: &&str| text.split('|').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
    let brackets = pattern.split(['(', ')']).map(|bracket| bracket.trim_start_matches("?:")).filter(is_list);
    let longest = brackets.max_by_key(|bracket| bracket.split('|').count()).unwrap_or_default();
    longest.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The bracket that a pattern begins with, behind the condition that no word stands before it.
fn first_listed(pattern: &str) -> &str {
    let rest = pattern.strip_prefix(r"(?<![\w.])(").unwrap_or_else(|| panic!("{pattern} may begin within a word"));
    &rest[..rest.find(')').unwrap()]
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Words {
    words.into_iter().map(str::to_owned).collect()
}

/// A rule of the grammar.
fn rule(grammar: &Value, name: &str) -> Value {
    let rule = &grammar["repository"][name];
    assert!(rule.is_object(), "the grammar has no rule `{name}`");
    rule.clone()
}

#[test]
fn the_grammar_knows_the_words_of_the_language_and_no_others() {
    let grammar = json("syntaxes/scene.tmLanguage.json");
    let verbs = words(syntax::verbs().iter().copied());
    let blocks = ["pass", "preset", "declaration"].map(|name| rule(&grammar, name));
    let directives = rule(&grammar, "directives")["patterns"].as_array().unwrap().clone();
    let heads = blocks.iter().chain(&directives).map(|rule| rule["begin"].as_str().unwrap());
    let begun: Words = heads.flat_map(|head| first_listed(head).split('|')).map(str::to_owned).collect();
    assert_eq!(begun, verbs, "verbs that begin a statement");
    let reserved: Words = verbs.into_iter().chain(words(["and", "rest", "true", "false"])).collect();
    assert_eq!(listed(rule(&grammar, "reserved")["match"].as_str().unwrap()), reserved, "reserved words");
    let aspects = words(lexicon::aspects().map(|line| line.aspect.word.as_str()));
    assert_eq!(listed(rule(&grammar, "aspect")["patterns"][1]["begin"].as_str().unwrap()), aspects, "aspects");
    let settings = words(scene::settings::WORDS);
    assert_eq!(listed(rule(&grammar, "setting")["begin"].as_str().unwrap()), settings, "settings");
    let makers: Words = patterns(&rule(&grammar, "maker")).iter().flat_map(|pattern| listed(pattern)).collect();
    assert_eq!(makers, words(scene::MAKERS), "what makes elements");
    let fields = patterns(&rule(&grammar, "declaration"));
    assert!(fields.iter().any(|pattern| listed(pattern) == words(scene::FIELDS)), "fields: {fields:?}");
    let classes = words(lexicon::Class::ALL.map(lexicon::Class::name));
    assert!(fields.iter().any(|pattern| listed(pattern) == classes), "classes: {fields:?}");
}

/// A snippet with its placeholders filled in. Of a choice the word at `pick` is taken, or the last one.
fn filled(body: &str, pick: usize) -> String {
    let (mut out, mut rest, mut known) = (String::new(), body, BTreeMap::<String, String>::new());
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let braced = rest.strip_prefix('{');
        let text = braced.unwrap_or(rest);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        assert!(digits > 0, "no number behind `$` in {body}");
        let number = text[..digits].to_owned();
        rest = &text[digits..];
        if braced.is_some() {
            let end = rest.find('}').unwrap_or_else(|| panic!("`{{` stays open in {body}"));
            let words: Vec<&str> = rest[1..end].trim_end_matches('|').split(',').collect();
            let chosen = if rest.starts_with('|') { words[pick.min(words.len() - 1)] } else { &rest[1..end] };
            known.insert(number.clone(), chosen.to_owned());
            rest = &rest[end + 1..];
        }
        out.push_str(known.get(&number).map_or("", String::as_str));
    }
    out + rest
}

fn body(snippet: &Value) -> String {
    match &snippet["body"] {
        Value::String(line) => line.clone(),
        lines => lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n"),
    }
}

/// The elements that snippets speak of without making them.
const NAMES: &[&str] = &["room", "mother", "father", "print", "woman", "dancer", "fox", "watch", "table", "flowers"];

/// A scene around a snippet: what it speaks of, and something for a picture to show.
fn around(snippet: &str) -> String {
    let is_bound = |name: &&str| snippet.lines().any(|line| line.starts_with(&format!("{name} = ")));
    let is_said = |name: &&str| snippet.split(|c: char| !c.is_alphanumeric()).any(|word| word == *name);
    let names = NAMES.iter().copied().filter(|name| is_said(name) && !is_bound(name));
    let bindings: Vec<String> = names.map(|name| format!("{name} = ref(\"{name}.png\")\n")).collect();
    let mut scene = bindings.concat();
    if snippet.contains("row.") && !snippet.contains("vary row") {
        scene.push_str("vary row in csv(\"products.csv\")\nsay \"{row.title}\"\n");
    }
    // An edit is a picture by itself, and what is said besides would be a change to it.
    let subject = if snippet.contains("edit ") { "" } else { "guest = prop(\"a guest\")\nguest smiling\n" };
    format!("{scene}{snippet}\n{subject}")
}

/// A folder with the files that snippets name.
fn furnished() -> Folder {
    let folder = Folder::new("vscode-snippets");
    for part in ["players", "products"] {
        fs::create_dir(folder.0.join(part)).unwrap();
    }
    let files =
        ["mug", "front", "side", "chair", "car", "watch", "room", "players/a", "players/b", "products/a", "products/b"];
    for name in files {
        folder.write(&format!("{name}.jpg"), PNG);
    }
    for name in NAMES {
        folder.write(&format!("{name}.png"), PNG);
    }
    let table = "sku,title,image,kind\na1,tall vase,products/a.jpg,vase\nb2,round bowl,products/b.jpg,strap\n";
    folder.write("products.csv", table.as_bytes());
    folder.write("brand.scene", b"preset studio { lighting \"softbox light\" }\n");
    folder
}

#[test]
fn every_snippet_is_a_sound_scene_whatever_is_chosen_in_it() {
    let folder = furnished();
    let snippets = json("snippets/scene.json");
    let (mut prefixes, mut checked) = (BTreeSet::new(), 0);
    for (name, snippet) in snippets.as_object().unwrap() {
        assert!(prefixes.insert(snippet["prefix"].as_str().unwrap()), "{name}: two snippets have this prefix");
        assert!(snippet["description"].is_string(), "{name}");
        let mut last = String::new();
        for pick in 0..12 {
            let text = filled(&body(snippet), pick);
            if text == last {
                break;
            }
            folder.write("snippet.scene", around(&text).as_bytes());
            let run = folder.run(&["check", "--format", "short", "snippet.scene"]);
            assert_eq!(run.code, 0, "{name}\n{}\n{}{}", around(&text), run.out, run.err);
            checked += 1;
            last = text;
        }
    }
    assert!(checked > 50, "only {checked} scenes were checked");
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    for prefix in prefixes {
        assert!(readme.contains(&format!("`{prefix}`")), "the README lacks `{prefix}`");
    }
}

/// Prints what a package holds: the names of its files, then its manifest.
const READ: &str = "const yauzl = require('yauzl');
yauzl.open('scenewright.vsix', { lazyEntries: true }, (error, zip) => {
  if (error) throw error;
  zip.on('entry', (entry) => {
    console.log(entry.fileName);
    if (entry.fileName !== 'extension/package.json') return zip.readEntry();
    zip.openReadStream(entry, (error, stream) => {
      if (error) throw error;
      const parts = [];
      stream.on('data', (part) => parts.push(part)).on('end', () => {
        console.log('manifest ' + JSON.stringify(JSON.parse(Buffer.concat(parts))));
        zip.readEntry();
      });
    });
  });
  zip.readEntry();
});";

/// What the package holds, and nothing else.
const PACKAGED: &[&str] = &[
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.md",
    "extension/changelog.md",
    "extension/dist/LICENSE-APACHE.txt",
    "extension/dist/LICENSE-MIT.txt",
    "extension/dist/extension.js",
    "extension/dist/third-party-licenses.txt",
    "extension/language-configuration.json",
    "extension/package.json",
    "extension/readme.md",
    "extension/snippets/scene.json",
    "extension/syntaxes/scene-prompt.tmLanguage.json",
    "extension/syntaxes/scene.tmLanguage.json",
];

#[test]
fn the_extension_passes_its_tests_and_is_packaged() {
    let needs = ["examples", "docs", "LICENSE-APACHE", "LICENSE-MIT"];
    let Some(folder) = packages::workshop("editors/vscode", &needs) else { return };
    let npm = |script: &str| {
        let mut npm = Command::new("npm");
        let ended = run(npm.current_dir(&folder).args(["run", "--silent", script]), "", 120).unwrap();
        assert_eq!(ended.code, Some(0), "npm run {script}\n{}\n{}", ended.out, ended.err);
        ended.out
    };
    let told = npm("test");
    assert!(told.contains("bindings.test.scene run success") && told.contains("# fail 0"), "{told}");
    // This also checks the types.
    npm("package");
    let mut node = Command::new("node");
    let ended = run(node.current_dir(&folder).args(["-e", READ]), "", 60).unwrap();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let (manifests, mut files): (Vec<&str>, Vec<&str>) =
        ended.out.lines().partition(|line| line.starts_with("manifest "));
    files.sort_unstable();
    assert_eq!(files, PACKAGED);
    let manifest: Value = serde_json::from_str(manifests[0].trim_start_matches("manifest ")).unwrap();
    assert_eq!((&manifest["publisher"], &manifest["name"]), (&"scenewright".into(), &"scenewright".into()));
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"), "the extension and the program have one version");
    assert_eq!(manifest["license"], "MIT OR Apache-2.0");
    assert_eq!(manifest["main"], "./dist/extension.js");
    assert_eq!(manifest["contributes"]["languages"][0]["extensions"], serde_json::json!([".scene"]));
}

#[test]
fn the_lock_names_no_registry_and_every_version() {
    let lock =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/package-lock.json")).unwrap();
    assert!(!lock.contains("\"resolved\""), "the lock says where packages come from");
    for (name, version) in json("package.json")["devDependencies"].as_object().unwrap() {
        let exact = version.as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        assert!(exact, "{name} is not pinned: {version}");
    }
}
