//! What comes in: statements that name things of other files. What goes out: the statements that bind those things, and
//! whatever these name in turn, with names and paths as the scene would write them. What nothing names stays away.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::names::{Meaning, Target, report};
use super::{Reuse, findings, paths, places};
use crate::source::Span;
use crate::syntax::ast::{Argument, Binding, Path, Piece, Statement, StatementKind as Form, Text, Value, Word};

impl Reuse {
    /// For each import of the scene, the statements that it brings.
    pub(super) fn bring(&mut self, statements: &[Statement]) -> Vec<Vec<Statement>> {
        let through = self.through();
        let mut brought: Vec<BTreeMap<(usize, usize), Statement>> = vec![BTreeMap::new(); self.loaded[0].imports.len()];
        let mut by_word: BTreeMap<SmolStr, Target> = BTreeMap::new();
        for (at, owned) in self.owned.iter().enumerate().skip(1) {
            for name in owned.names.keys() {
                by_word.entry(self.word_for(&(at, name.clone()))).or_insert((at, name.clone()));
            }
        }
        let mut seen: BTreeSet<Target> = BTreeSet::new();
        let mut waiting: Vec<Target> = Vec::new();
        let mut mention = |statement: &Statement, waiting: &mut Vec<Target>| {
            for word in words(statement) {
                let target = by_word.get(&word).filter(|target| seen.insert((*target).clone()));
                waiting.extend(target.cloned());
            }
        };
        for statement in statements {
            mention(statement, &mut waiting);
        }
        while let Some((file, name)) = waiting.pop() {
            let Some(named) = self.owned[file].names.get(&name) else { continue };
            if named.statements.is_empty() {
                let word = Word { text: self.word_for(&(file, name)), span: named.span };
                self.lost.push(word);
                continue;
            }
            for at in named.statements.clone() {
                let statement = self.moved(file, at);
                mention(&statement, &mut waiting);
                if let Some(import) = through.get(&file).and_then(|import| brought.get_mut(*import)) {
                    import.insert((file, at), statement);
                }
            }
        }
        brought.into_iter().map(|statements| statements.into_values().collect()).collect()
    }

    /// Through which import of the scene each file comes in first.
    fn through(&self) -> BTreeMap<usize, usize> {
        let mut through = BTreeMap::new();
        for (import, first) in self.loaded[0].imports.iter().enumerate() {
            let mut waiting: Vec<usize> = first.target.into_iter().collect();
            while let Some(file) = waiting.pop() {
                if file != 0 && !through.contains_key(&file) {
                    through.insert(file, import);
                    waiting.extend(self.loaded[file].imports.iter().filter_map(|import| import.target));
                }
            }
        }
        through
    }

    /// The one word by which the tree knows something.
    fn word_for(&self, target: &Target) -> SmolStr {
        let (file, name) = target;
        let relation = self.owned[*file].names.get(name).is_some_and(|named| named.relation);
        if *file == 0 || relation {
            return name.clone();
        }
        let hidden = || SmolStr::from(format!("{}:{name}", self.loaded[*file].stem));
        self.known_as.get(target).cloned().unwrap_or_else(hidden)
    }

    /// A binding of another file, as the scene would write it.
    fn moved(&mut self, file: usize, at: usize) -> Statement {
        let mut statement = self.loaded[file].file.statements[at].clone();
        self.rename(&mut statement, file);
        let folder = &self.loaded[file].folder;
        let word = |name: &Word| self.word_for(&(file, name.text.clone()));
        let of_images = |name: &Word| self.owned[file].images.contains(&name.text);
        match &mut statement.kind {
            Form::Binding(binding) => {
                places::binding(binding, folder);
                let new = word(&binding.name);
                if new != binding.name.text {
                    keep_noun(binding);
                    binding.name.text = new;
                }
            }
            Form::Param(param) => {
                places::param(param, folder, of_images(&param.name));
                param.name.text = word(&param.name);
            }
            Form::Vary(vary) => {
                places::vary(vary, folder, of_images(&vary.name));
                vary.name.text = word(&vary.name);
            }
            _ => {}
        }
        statement
    }

    /// Puts one word for every name of another file into a statement of this file.
    pub(super) fn rename(&mut self, statement: &mut Statement, file: usize) {
        paths::each(statement, &mut |path| self.rename_path(path, file));
    }

    fn rename_path(&mut self, path: &mut Path, file: usize) {
        let count = match self.views[file].meaning(path, &self.owned) {
            Meaning::Unknown => return,
            Meaning::Known(target, count) => {
                let relation = self.owned[target.0].names.get(&target.1).is_some_and(|named| named.relation);
                if relation && count > 1 {
                    report(&mut self.diagnostics, || findings::relation_behind_alias(path));
                }
                let word = self.word_for(&target);
                return put(path, count, word);
            }
            Meaning::Alias => {
                report(&mut self.diagnostics, || findings::bare_alias(path));
                1
            }
            Meaning::Unread(import) => {
                self.unread(path, import);
                2
            }
            Meaning::Nothing(other) => {
                let names =
                    if self.may_advise() { self.owned[other].names.keys().cloned().collect() } else { Vec::new() };
                report(&mut self.diagnostics, || findings::not_in_file(path, &names));
                2
            }
        };
        // It is reported; nobody else shall say it again.
        let words: Vec<&str> = path.words[..count].iter().map(|word| word.text.as_str()).collect();
        put(path, count, SmolStr::from(words.join(".")));
        self.lost.push(path.words[0].clone());
    }

    /// Says once that a file is missed.
    pub(super) fn unread(&mut self, path: &Path, import: Span) {
        if self.missed.insert(import) {
            report(&mut self.diagnostics, || findings::of_unread_file(path, import));
        }
    }
}

/// Makes one word of the first words of a path.
fn put(path: &mut Path, count: usize, text: SmolStr) {
    let (first, last) = (path.words[0].span, path.words[count - 1].span);
    path.words.splice(..count, [Word { text, span: first.to(last) }]);
}

/// The first word of every path in a statement.
fn words(statement: &Statement) -> Vec<SmolStr> {
    let mut words = Vec::new();
    if let Form::Zip(names) = &statement.kind {
        words.extend(names.iter().map(|name| name.text.clone()));
    }
    paths::each(&mut statement.clone(), &mut |path| words.extend(path.words.first().map(|word| word.text.clone())));
    words
}

/// Writes out what an element is called where its name says it, since it gets another name.
fn keep_noun(binding: &mut Binding) {
    let plain = || binding.arguments.iter().filter(|argument| argument.label.is_none());
    let texts = plain().filter(|argument| matches!(argument.value, Value::Text(_))).count();
    let lacking = match &*binding.maker.text {
        "ref" => usize::from(plain().count() == 1),
        "group" => {
            let of_files = plain().any(|argument| matches!(argument.value, Value::Call(..)));
            (1 + usize::from(of_files)).saturating_sub(texts)
        }
        _ => 0,
    };
    let span = binding.name.span;
    let noun = SmolStr::from(binding.name.text.replace('_', " ").trim());
    for _ in 0..lacking {
        let text = Text { pieces: vec![Piece::Plain(noun.clone())], span };
        binding.arguments.push(Argument { label: None, value: Value::Text(text), span });
    }
}
