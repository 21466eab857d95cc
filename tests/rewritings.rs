//! What an editor changes of a scene never changes a prompt: every name of every example is given anew, every run of aspects
//! and settings becomes a preset, and the tasks stay as they were.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use scenewright::compile::{FileError, Files, Input, open};
use scenewright::diagnostic::Edit;
use scenewright::ide::{self, Analysis, Context, Facts, Kind, Scenes};
use scenewright::matrix::Options;
use scenewright::target::Models;

/// The scenes of a folder, some of them changed; tables as they lie on disk, and every photograph taken to be there.
#[derive(Clone)]
struct Shelf {
    folder: PathBuf,
    changed: BTreeMap<PathBuf, String>,
}

impl Shelf {
    fn at(&self, path: &str) -> PathBuf {
        PathBuf::from(ide::beside(&format!("{}/x", self.folder.display()), path))
    }
}

impl Files for Shelf {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        scenewright::photo::size(&fs::read(self.at(path)).map_err(|_| FileError::Missing)?)
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        let path = self.at(path);
        let changed = self.changed.get(&path).cloned();
        changed.or_else(|| fs::read_to_string(path).ok()).ok_or(FileError::Missing)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        Ok(Box::new(fs::File::open(self.at(path)).map_err(|_| FileError::Missing)?))
    }

    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Ok(vec!["images/cat.jpg".to_owned(), "images/corgi.png".to_owned()])
    }
}

impl Scenes for Shelf {
    fn scene(&self, path: &str) -> Option<Rc<Facts>> {
        self.text(path).ok().map(|text| Rc::new(Facts::read(path, &text)))
    }
}

/// Every task of a scene by what is sent for it, and the prompts of its passes.
fn tasks(shelf: &Shelf, path: &Path) -> Vec<String> {
    let text = shelf.text(path.to_str().unwrap()).unwrap();
    let input = Input { name: path.to_str().unwrap(), text: &text, files: shelf, ..Input::default() };
    let opened = open(&input, &Options::default());
    let mut tasks = Vec::new();
    opened
        .each(&mut |combination| {
            let compiled = opened.compile(&combination);
            assert!(!compiled.has_errors(), "{}\n{:?}\n{text}", path.display(), compiled.diagnostics);
            tasks.extend(compiled.passes.iter().map(|pass| serde_json::to_string(&pass.task).unwrap()));
            ControlFlow::Continue(())
        })
        .unwrap();
    tasks
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut out = text.to_owned();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    for edit in edits.into_iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let all = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut scenes: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|it| it == "scene")).collect();
    scenes.sort();
    scenes
}

/// Does something with an example as an editor has it.
fn with(path: &Path, shelf: &Shelf, work: &mut dyn FnMut(&Context<'_>)) {
    let facts = Facts::read(path.to_str().unwrap(), &fs::read_to_string(path).unwrap());
    let input = Input { name: &facts.path, text: &facts.text, files: shelf, ..Input::default() };
    let analysis: Analysis = ide::analyse(&input);
    let models = Models::BUILT_IN;
    work(&Context { facts: &facts, analysis: &analysis, scenes: shelf, files: shelf, models });
}

fn shelf_of(path: &Path) -> Shelf {
    Shelf { folder: path.parent().unwrap().to_owned(), changed: BTreeMap::new() }
}

#[test]
fn a_new_name_changes_no_task() {
    let mut renamed = BTreeMap::new();
    for path in examples() {
        let shelf = shelf_of(&path);
        let before = tasks(&shelf, &path);
        with(&path, &shelf, &mut |context| {
            for one in context.view().occurrences() {
                // What nothing describes is read as it is named; values of a data file and labels of tasks are named there.
                let told = ide::definition(context, one.span.range().start).is_some();
                if !told || matches!(one.symbol.kind, Kind::Column | Kind::Label | Kind::Pass) {
                    continue;
                }
                let changes = ide::rename(context, one.span.range().start, "another_name", &[]);
                if matches!(&changes, Err(why) if why.contains("through `place`")) {
                    continue;
                }
                let changes = changes.unwrap_or_else(|why| panic!("{}: {:?}: {why}", path.display(), one.symbol));
                let mut shelf = shelf.clone();
                for change in changes {
                    let text = shelf.text(&change.path).unwrap();
                    shelf.changed.insert(PathBuf::from(&change.path), applied(&text, &change.edits));
                }
                assert_eq!(tasks(&shelf, &path), before, "{}: {:?}", path.display(), one.symbol);
                *renamed.entry(one.symbol.kind).or_insert(0) += 1;
            }
        });
    }
    for kind in [Kind::Element, Kind::Part, Kind::Variable, Kind::Rows, Kind::Preset, Kind::Relation] {
        assert!(renamed.contains_key(&kind), "{kind:?} of {renamed:?}");
    }
}

#[test]
fn a_preset_changes_no_task() {
    let mut made = 0;
    for path in examples() {
        let shelf = shelf_of(&path);
        let before = tasks(&shelf, &path);
        with(&path, &shelf, &mut |context| {
            let statements = &context.facts.tree.statements;
            for (first, last) in
                statements.iter().zip(statements.iter().skip(1)).chain(statements.iter().zip(statements))
            {
                let (start, end) = (first.span.range().start, last.span.range().end);
                let actions = ide::actions(context, start, end);
                for action in actions.iter().filter(|action| action.title.starts_with("Extract")) {
                    let mut shelf = shelf.clone();
                    shelf.changed.insert(path.clone(), applied(&context.facts.text, &action.edits));
                    assert_eq!(tasks(&shelf, &path), before, "{}: {}", path.display(), shelf.changed[&path]);
                    made += 1;
                }
            }
        });
    }
    assert!(made > 40, "{made}");
}

#[test]
fn a_declared_relation_is_said_as_it_was() {
    let text = "fox = ref(\"fox.png\")\nlog = ref(\"log.png\")\nfox standng_on log\nfox flurbled_into log\n";
    let path = Path::new("/nowhere/a.scene");
    let mut shelf = Shelf { folder: "/nowhere".into(), changed: BTreeMap::from([(path.to_owned(), text.to_owned())]) };
    let before = tasks(&shelf, path);
    let facts = Facts::read("/nowhere/a.scene", text);
    let input = Input { name: "/nowhere/a.scene", text, files: &shelf, ..Input::default() };
    let analysis = ide::analyse(&input);
    let context =
        Context { facts: &facts, analysis: &analysis, scenes: &shelf, files: &shelf, models: Models::BUILT_IN };
    let mut declared = 0;
    let mut texts = Vec::new();
    for action in ide::actions(&context, 0, text.len()).iter().filter(|it| it.title.starts_with("Declare")) {
        texts.push(applied(text, &action.edits));
    }
    for text in texts {
        shelf.changed.insert(path.to_owned(), text.clone());
        let prompts = |tasks: &[String]| {
            tasks.iter().map(|task| task.split("positivePrompt").nth(1).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(prompts(&tasks(&shelf, path)), prompts(&before), "{text}");
        declared += 1;
    }
    assert!(declared > 0);
}
