//! What comes in: files that import each other. What goes out: what each binds, what each can name, and under which name
//! the scene knows it; findings about names with two meanings. Nothing is visible through a second import: what a file
//! needs of another goes along under a name that no scene can write.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::findings;
use super::load::Loaded;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::MAX_FINDINGS;
use crate::syntax::ast::{Path, StatementKind, Value};

/// Something that a file binds: the file, and the name there.
pub(super) type Target = (usize, SmolStr);

/// What a file binds itself.
#[derive(Default)]
pub(super) struct Owned {
    /// Elements, variables and relations.
    pub(super) names: BTreeMap<SmolStr, Named>,
    /// Presets, with the places of their statements.
    pub(super) presets: BTreeMap<SmolStr, (Span, usize)>,
    /// Variables whose value is an image as it stands: `ref(product)`.
    pub(super) images: BTreeSet<SmolStr>,
}

/// A name.
pub(super) struct Named {
    /// Where it is bound.
    pub(super) span: Span,
    /// The statements that bind it; none if they could not be read.
    pub(super) statements: Vec<usize>,
    /// Whether it is a relation, which has the same name everywhere.
    pub(super) relation: bool,
}

/// What a file can name.
#[derive(Default)]
pub(super) struct View {
    names: BTreeMap<SmolStr, Target>,
    presets: BTreeMap<SmolStr, Target>,
    /// Words before the names of a file, which are looked for there: a file may be imported often.
    aliases: BTreeMap<SmolStr, (Option<usize>, Span)>,
}

/// What a path names.
pub(super) enum Meaning {
    /// Nothing of another file, as far as is known here.
    Unknown,
    /// This, by so many of its words.
    Known(Target, usize),
    /// A file, and nothing in it.
    Alias,
    /// Something in a file that could not be read; the `use`.
    Unread(Span),
    /// Nothing in this file.
    Nothing(usize),
}

impl Owned {
    /// What a file binds. Pictures of its passes stay behind, as the passes do.
    pub(super) fn of(loaded: &Loaded, imported: bool, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut owned = Self::default();
        for (at, statement) in loaded.file.statements.iter().enumerate() {
            let (word, relation) = match &statement.kind {
                StatementKind::Binding(binding) => {
                    if let (Some(Value::Path(path)), "ref") =
                        (binding.arguments.first().map(|argument| &argument.value), &*binding.maker.text)
                    {
                        owned.images.extend(path.words.iter().take(1).map(|word| word.text.clone()));
                    }
                    if imported && binding.maker.text == "result" {
                        continue;
                    }
                    (&binding.name, false)
                }
                StatementKind::Param(param) => (&param.name, false),
                StatementKind::Vary(vary) => (&vary.name, false),
                StatementKind::Declaration(declaration) => (&declaration.name, true),
                StatementKind::Preset(preset) => {
                    match owned.presets.get(&preset.name.text) {
                        Some((first, _)) => report(diagnostics, || findings::preset_twice(&preset.name, *first)),
                        None => drop(owned.presets.insert(preset.name.text.clone(), (preset.name.span, at))),
                    }
                    continue;
                }
                _ => continue,
            };
            let new = Named { span: word.span, statements: Vec::new(), relation };
            owned.names.entry(word.text.clone()).or_insert(new).statements.push(at);
        }
        for word in &loaded.lost {
            let new = Named { span: word.span, statements: Vec::new(), relation: false };
            owned.names.entry(word.text.clone()).or_insert(new);
        }
        owned
    }
}

impl View {
    /// What the file `at` can name.
    pub(super) fn of(at: usize, loaded: &[Loaded], owned: &[Owned], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut view = Self::default();
        view.names.extend(owned[at].names.keys().map(|name| (name.clone(), (at, name.clone()))));
        view.presets.extend(owned[at].presets.keys().map(|name| (name.clone(), (at, name.clone()))));
        let imports = || loaded[at].imports.iter();
        for import in imports().filter(|import| import.alias.is_none()) {
            let Some(file) = import.target else { continue };
            for name in owned[file].names.keys() {
                let span = |target: &Target| owned[target.0].names[&target.1].span;
                enter(&mut view.names, at, (file, name), import.span, &span, diagnostics);
            }
            for name in owned[file].presets.keys() {
                let span = |target: &Target| owned[target.0].presets[&target.1].0;
                enter(&mut view.presets, at, (file, name), import.span, &span, diagnostics);
            }
        }
        for import in imports() {
            let Some(alias) = &import.alias else { continue };
            let taken = view.names.get(&alias.text).map(|(file, name)| owned[*file].names[name].span);
            if let Some(first) = taken.or(view.aliases.get(&alias.text).map(|(_, span)| *span)) {
                report(diagnostics, || findings::alias_taken(alias, first));
                continue;
            }
            view.aliases.insert(alias.text.clone(), (import.target, import.span));
        }
        view
    }

    /// Whether the word alone names something.
    pub(super) fn holds(&self, word: &SmolStr) -> bool {
        self.names.contains_key(word)
    }

    /// What a path means in the file.
    pub(super) fn meaning(&self, path: &Path, owned: &[Owned]) -> Meaning {
        self.look_up(path, &self.names, |file, name| owned[file].names.contains_key(name))
    }

    /// Which preset a path means in the file.
    pub(super) fn preset(&self, path: &Path, owned: &[Owned]) -> Meaning {
        match (self.look_up(path, &self.presets, |file, name| owned[file].presets.contains_key(name)), &*path.words) {
            (Meaning::Known(target, count), words) if count == words.len() => Meaning::Known(target, count),
            (Meaning::Known(..), _) => Meaning::Unknown,
            (other, _) => other,
        }
    }

    fn look_up(
        &self,
        path: &Path,
        table: &BTreeMap<SmolStr, Target>,
        binds: impl Fn(usize, &SmolStr) -> bool,
    ) -> Meaning {
        let Some(first) = path.words.first() else { return Meaning::Unknown };
        if let Some(target) = table.get(&first.text) {
            return Meaning::Known(target.clone(), 1);
        }
        let Some((file, span)) = self.aliases.get(&first.text) else { return Meaning::Unknown };
        match (path.words.get(1), file) {
            (None, _) => Meaning::Alias,
            (_, None) => Meaning::Unread(*span),
            (Some(second), Some(file)) if binds(*file, &second.text) => Meaning::Known((*file, second.text.clone()), 2),
            (_, Some(file)) => Meaning::Nothing(*file),
        }
    }

    /// Everything of other files that it can name, by how it is written: plainly, or behind the first word of several.
    pub(super) fn imported(&self, at: usize, owned: &[Owned]) -> Vec<(SmolStr, Target)> {
        let plain = self.names.iter().filter(|(_, target)| target.0 != at);
        let mut all: Vec<(SmolStr, Target)> = plain.map(|(name, target)| (name.clone(), target.clone())).collect();
        let mut aliases: Vec<_> = self.aliases.iter().collect();
        aliases.sort_by_key(|(_, (_, span))| *span);
        let mut seen = BTreeSet::from([at]);
        for (alias, (file, _)) in aliases {
            let Some(file) = file.filter(|file| seen.insert(*file)) else { continue };
            let names = owned[file].names.keys();
            all.extend(names.map(|name| (SmolStr::from(format!("{alias}.{name}")), (file, name.clone()))));
        }
        all
    }

    /// The words that other files give, for advice: names, and words before names.
    pub(super) fn words(&self, at: usize) -> impl Iterator<Item = &SmolStr> {
        self.names.iter().filter(move |(_, target)| target.0 != at).map(|(name, _)| name).chain(self.aliases.keys())
    }

    /// How every preset is written.
    pub(super) fn presets(&self, owned: &[Owned]) -> Vec<String> {
        let dotted = self.aliases.iter().filter_map(|(alias, (file, _))| Some((alias, (*file)?)));
        let dotted = dotted.flat_map(|(alias, file)| owned[file].presets.keys().map(move |it| format!("{alias}.{it}")));
        self.presets.keys().map(ToString::to_string).chain(dotted).collect()
    }
}

/// Makes something of another file known by its own name.
fn enter(
    table: &mut BTreeMap<SmolStr, Target>,
    at: usize,
    (file, name): (usize, &SmolStr),
    import: Span,
    span: &dyn Fn(&Target) -> Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let new = (file, name.clone());
    match table.get(name) {
        None => drop(table.insert(name.clone(), new)),
        Some(first) if *first == new => {}
        Some(first) if first.0 == at => {
            report(diagnostics, || findings::clash(name, span(first), span(&new), import));
        }
        Some(first) => report(diagnostics, || findings::brought_twice(name, import, span(first), span(&new))),
    }
}

/// Keeps as many findings as anyone reads.
pub(super) fn report(diagnostics: &mut Vec<Diagnostic>, finding: impl FnOnce() -> Diagnostic) {
    if diagnostics.len() < MAX_FINDINGS {
        diagnostics.push(finding());
    }
}
