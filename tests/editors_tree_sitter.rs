//! The tree-sitter grammar against the compiler. What is checked: that every word of the language is known to grammar and
//! queries, that the queries of all editors say the same, and with the tool of tree-sitter: its own tests, that the
//! committed parser is the grammar's, and that it reads what the compiler reads. Where the tool cannot be had, the tests
//! say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "syntax/cases.rs"]
mod cases;
#[path = "support/programs.rs"]
mod programs;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use programs::{Ended, run, skip, tool};
use scenewright::compile::NoFiles;
use scenewright::diagnostic::{Code, Severity};
use scenewright::scene::{MAKERS, resolve, settings};
use scenewright::source::FileId;
use scenewright::{lexicon, syntax};

/// The version whose parser is committed; another one may write it differently.
const VERSION: &str = "0.26.13";

/// What `tree-sitter generate` writes that editors build the parser from.
const GENERATED: [&str; 4] = ["parser.c", "grammar.json", "node-types.json", "tree_sitter/parser.h"];

/// Where the highlights of other editors lie, and what they call things that the grammar's own queries call otherwise.
const HIGHLIGHTS: [(&str, &[(&str, &str)]); 3] = [
    ("neovim/queries/scene", &[]),
    (
        "helix/queries/scene",
        &[
            ("property", "variable.other.member"),
            ("module", "namespace"),
            ("number", "constant.numeric"),
            ("boolean", "constant.builtin.boolean"),
            ("constant", "constant.builtin"),
            ("string.escape", "constant.character.escape"),
            ("keyword.import", "keyword.control.import"),
        ],
    ),
    ("zed/languages/scene", &[("module", "namespace")]),
];

/// Findings that the parser must share: what is written has another form than any scene.
const BROKEN: [Code; 9] = [
    Code::UnclosedBracket,
    Code::StrayBracket,
    Code::UnclosedString,
    Code::DanglingComma,
    Code::CommaList,
    Code::CurlyQuotes,
    Code::HyphenatedName,
    Code::BareString,
    Code::BadHole,
];

/// Findings that come later, and are about the shape of a statement all the same.
const MISSHAPEN: [Code; 4] = [Code::CommaList, Code::TooManyWords, Code::MissingRelation, Code::ElementAsRelation];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn editors(path: &str) -> PathBuf {
    root().join("editors").join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A query without its comments.
fn query(path: &str) -> String {
    let text = read(&editors(path));
    text.lines().filter(|line| !line.starts_with(';')).flat_map(|line| [line, "\n"]).collect()
}

// ------------------------------------------------------------ words

/// The words that the compiler's own grammar spells out: the verbs, and those between.
fn spelt_words() -> BTreeSet<String> {
    let grammar = read(&root().join("grammar/scene.pest"));
    let quoted = grammar.split('"').skip(1).step_by(2).zip(grammar.split('"').skip(2).step_by(2));
    let words = quoted.filter(|(_, behind)| behind.trim_start().starts_with("~ boundary")).map(|(word, _)| word);
    words.map(str::to_owned).collect()
}

#[test]
fn every_word_of_the_language_is_known() {
    let spelt = spelt_words();
    assert!(syntax::verbs().iter().all(|verb| spelt.contains(*verb)), "{spelt:?}");
    let grammar = read(&editors("tree-sitter-scene/grammar.js"));
    for word in spelt.iter().map(String::as_str).chain(["true", "false"]) {
        assert!(grammar.contains(&format!("'{word}'")), "grammar.js lacks `{word}`");
    }
    let known = lexicon::aspect_words().chain(settings::WORDS).chain(MAKERS);
    let known: BTreeSet<&str> = known.collect();
    for place in ["tree-sitter-scene/queries", "neovim/queries/scene", "helix/queries/scene", "zed/languages/scene"] {
        let query = query(&format!("{place}/highlights.scm"));
        let words = spelt.iter().map(String::as_str).filter(|word| *word != "rest").chain(known.iter().copied());
        for word in words {
            assert!(query.contains(&format!("\"{word}\"")), "highlights.scm of {place} lacks `{word}`");
        }
        assert!(query.contains("(rest) @keyword"), "{place}");
    }
}

#[test]
fn the_queries_of_all_editors_say_the_same() {
    let own = query("tree-sitter-scene/queries/highlights.scm");
    for (place, names) in HIGHLIGHTS {
        let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
        let mut expected = String::new();
        for (number, piece) in own.split('@').enumerate() {
            let (name, behind) = piece.split_at(piece.find(|it| !letter(it)).unwrap_or(piece.len()));
            let named = names.iter().find(|(ours, _)| *ours == name).map_or(name, |(_, theirs)| theirs);
            let sign = if number == 0 { "" } else { "@" };
            let named = if number == 0 { name } else { named };
            let _ = write!(expected, "{sign}{named}{behind}");
        }
        assert_eq!(query(&format!("{place}/highlights.scm")).trim(), expected.trim(), "{place}");
    }
    for name in ["folds", "indents", "injections", "locals"] {
        let theirs = query(&format!("neovim/queries/scene/{name}.scm"));
        assert_eq!(theirs, query(&format!("tree-sitter-scene/queries/{name}.scm")), "{name} of neovim");
    }
}

// ------------------------------------------------------------ the tool

/// A copy of the grammar's folder, for the tool writes where it works; none if the tool cannot be had.
fn bench() -> Option<(PathBuf, PathBuf)> {
    static FOUND: OnceLock<Result<(PathBuf, PathBuf), String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let tool = tool("tree-sitter").ok_or("there is no tree-sitter")?;
        let version = run(Command::new(&tool).arg("--version"), "", 60)?.out;
        if !version.contains(VERSION) {
            return Err(format!("tree-sitter {VERSION} is needed, and this is {}", version.trim()));
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tree-sitter");
        let _ = fs::remove_dir_all(&folder);
        copy(&editors("tree-sitter-scene"), &folder.join("scene"));
        Ok((tool, folder))
    });
    found.as_ref().inspect_err(|why| skip(why)).ok().cloned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::write(to, fs::read(from).unwrap()).unwrap() }
    }
}

/// Runs the tool in a folder that holds a grammar.
fn tree_sitter(tool: &Path, folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = Command::new(tool);
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    command.env("TREE_SITTER_DIR", folder.join("build")).env("TREE_SITTER_LIBDIR", folder.join("build"));
    run(&mut command, "", 240).unwrap()
}

#[test]
fn the_committed_parser_is_the_one_of_the_grammar() {
    let Some((tool, folder)) = bench() else { return };
    let fresh = folder.join("fresh");
    copy(&editors("tree-sitter-scene"), &fresh);
    for name in GENERATED {
        fs::remove_file(fresh.join("src").join(name)).unwrap();
    }
    let ended = tree_sitter(&tool, &fresh, &["generate"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for name in GENERATED {
        let same = read(&fresh.join("src").join(name)) == read(&editors("tree-sitter-scene/src").join(name));
        assert!(same, "src/{name} is not what `tree-sitter generate` writes");
    }
}

#[test]
fn the_tests_of_the_grammar_pass() {
    let Some((tool, folder)) = bench() else { return };
    let own = folder.join("tests");
    copy(&editors("tree-sitter-scene"), &own);
    let ended = tree_sitter(&tool, &own, &["test"]);
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert!(ended.out.contains("highlighting:") && !ended.out.contains("✗"), "{}", ended.out);
}

/// Those of the scenes that the parser does not read, by number.
fn refused(name: &str, scenes: &[String]) -> Option<BTreeSet<usize>> {
    let (tool, folder) = bench()?;
    let scenes_of_it = folder.join(name);
    fs::create_dir_all(&scenes_of_it).unwrap();
    let mut paths = String::new();
    for (number, text) in scenes.iter().enumerate() {
        let path = scenes_of_it.join(format!("{number}.scene"));
        fs::write(&path, text).unwrap();
        let _ = writeln!(paths, "{}", path.display());
    }
    fs::write(scenes_of_it.join("paths"), paths).unwrap();
    let own = folder.join(format!("{name}-parser"));
    copy(&editors("tree-sitter-scene"), &own);
    let list = scenes_of_it.join("paths");
    let ended = tree_sitter(&tool, &own, &["parse", "--stat", "--quiet", "--paths", &list.to_string_lossy()]);
    assert!(ended.out.contains(&format!("Total parses: {};", scenes.len())), "{ended:?}");
    let number = |line: &str| line.split_once(".scene")?.0.rsplit(['/', '\\']).next()?.trim().parse().ok();
    let told = ended.out.lines().filter(|line| line.contains("(ERROR") || line.contains("(MISSING"));
    Some(told.map(|line| number(line).expect(line)).collect())
}

// ------------------------------------------------------------ scenes

/// What the compiler says about the form of a scene: whether it is sound, and whether it is broken for every reader.
fn form(text: &str) -> (bool, bool) {
    let parsed = syntax::parse(FileId::default(), text);
    let resolved = resolve(&parsed.file, &parsed.lost, &NoFiles);
    let sound = parsed.diagnostics.iter().all(|finding| finding.severity != Severity::Error)
        && resolved.diagnostics.iter().all(|finding| !MISSHAPEN.contains(&finding.code));
    (sound, parsed.diagnostics.iter().any(|finding| BROKEN.contains(&finding.code)))
}

/// Every file below a folder with this ending.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, ending, found);
        } else if entry.extension().is_some_and(|it| it == ending) {
            found.push(entry);
        }
    }
}

/// The scenes of the examples, of the fixtures, and of the pages: those in blocks `scene`, sound or not.
fn scenes() -> Vec<String> {
    let (mut scenes, mut pages) = (Vec::new(), Vec::new());
    files(&root().join("examples"), "scene", &mut scenes);
    files(&root().join("tests"), "scene", &mut scenes);
    files(&root().join("docs"), "md", &mut pages);
    pages.extend([root().join("README.md"), root().join("examples/README.md")]);
    let mut texts: Vec<String> = scenes.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    for page in pages {
        let text = read(&page);
        let blocks = text.split("\n```scene").skip(1).filter_map(|block| block.split_once('\n'));
        texts.extend(blocks.filter_map(|(_, block)| block.split("```").next()).map(str::to_owned));
    }
    texts
}

/// Fails with the scenes about which compiler and parser disagree.
fn compare(name: &str, scenes: &[String]) {
    let Some(refused) = refused(name, scenes) else { return };
    let mut wrong = String::new();
    let mut sound_ones = 0;
    for (number, text) in scenes.iter().enumerate() {
        let (sound, broken) = form(text);
        sound_ones += usize::from(sound);
        if sound && refused.contains(&number) {
            let _ = writeln!(wrong, "--- sound, and the parser finds an error:\n{text}");
        } else if broken && !refused.contains(&number) {
            let _ = writeln!(wrong, "--- broken, and the parser finds nothing:\n{text}");
        }
    }
    assert!(sound_ones * 4 > scenes.len(), "{sound_ones} sound of {}", scenes.len());
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_parser_reads_every_scene_that_the_compiler_reads() {
    let scenes = scenes();
    assert!(scenes.len() > 300, "{}", scenes.len());
    compare("scenes", &scenes);
}

#[test]
fn the_parser_minds_the_slips_that_the_compiler_minds() {
    let bindings = "man = ref(\"m.jpg\")\nhorse = ref(\"h.jpg\")\nchair = ref(\"c.jpg\")\n";
    let (lines, bound) = (cases::LINES.iter().chain(cases::FORMS), cases::BINDINGS.iter().chain(cases::WHOLE));
    let pairs = lines.map(|pair| (bindings, pair)).chain(bound.map(|pair| ("", pair)));
    let scenes: Vec<String> =
        pairs.flat_map(|(before, (slip, meant))| [slip, meant].map(|text| format!("{before}{text}\n"))).collect();
    compare("slips", &scenes);
}
