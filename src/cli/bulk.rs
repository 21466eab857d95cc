//! A scene with many tasks, as lines. What comes in: a scene that was read. What goes out: the findings of one task a shape,
//! and then the lines of all tasks, quickly. Absent: any form but lines.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use super::disk::Disk;
use super::form::Form;
use super::levels::{Flags, Levels, weigh};
use super::output;
use super::tasks::{LOOKED_AT, Unlooked, bar};
use crate::batch::{Batch, Cell, Compiler, Lines};
use crate::compile::Gathered;
use crate::compile::{Compiled, Opened};
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::emit::limits::Letters;
use crate::matrix::{Combination, Value};
use crate::source::{Files, Span};
use crate::syntax::ast::{List, Statement, StatementKind};
use crate::target::{DEFAULT_MODEL, SourceForm, Target};

/// A scene with fewer tasks is compiled task by task.
const FEW: u64 = 200;

/// How much is written at once.
const BUFFER: usize = 128 * 1024;

/// The bar moves once in so many tasks.
const STRIDE: u64 = 512;

/// Whether a scene is worth it, and its lines are tasks.
pub(super) fn is_many(opened: &Opened<'_>, target: Target<'_>) -> bool {
    opened.count.tasks > FEW && target.service.takes_tasks() && !opened.diagnostics.iter().any(Diagnostic::is_error)
}

/// What is known of the tasks of one scene.
pub(super) struct Bulk<'a> {
    opened: &'a Opened<'a>,
    disk: &'a Disk,
    batch: Batch,
}

/// Takes a compiled task and its id.
type Visit<'v> = &'v mut dyn FnMut(&str, Compiled);

impl<'a> Bulk<'a> {
    fn new(opened: &'a Opened<'a>, disk: &'a Disk) -> Self {
        let matrix = opened.matrix();
        let batch = Batch::new(opened.tree(), matrix.slots(), &|path| matrix.slot(path), letters(opened));
        Self { opened, disk, batch }
    }

    /// Looks at every task, and lends those that say something about others or about their files. `path` is asked of every
    /// image's path.
    fn check(&mut self, visit: Visit<'_>, path: Option<&mut dyn FnMut(&str)>) -> Result<(), String> {
        let (opened, disk, unlooked) = (self.opened, self.disk, Unlooked(self.disk));
        let bar = bar(opened.count.tasks);
        let (mut done, mut path) = (0_u64, path);
        let mut kept = Vec::new();
        let went = opened.each(&mut |combination| {
            let mut cells = recycled(std::mem::take(&mut kept));
            fill(opened, &combination, &mut cells);
            let mut told = false;
            if done < LOOKED_AT {
                let mut missing = false;
                self.batch.paths(&cells, &mut |path| {
                    missing |= SourceForm::of(path) == SourceForm::Path && disk.exists(path).is_err();
                });
                if missing {
                    visit(&id(&combination), opened.compile(&combination));
                    told = true;
                }
            }
            if let Some(path) = &mut path {
                self.batch.paths(&cells, path);
            }
            let mut one =
                One { opened, combination, files: &unlooked, visit: if told { None } else { Some(&mut *visit) } };
            self.batch.check(&cells, &mut one);
            kept = recycled(cells);
            done += 1;
            if done.is_multiple_of(STRIDE) {
                bar.inc(STRIDE);
            }
            ControlFlow::Continue(())
        });
        bar.finish_and_clear();
        went.map(|_| ()).map_err(|_| "a data file went away while it was read".to_owned())
    }

    /// Writes the lines of every task.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (opened, unlooked) = (self.opened, Unlooked(self.disk));
        let mut buffer = Vec::with_capacity(2 * BUFFER);
        let mut wrote = Ok(());
        let mut kept = Vec::new();
        let count = opened
            .each(&mut |combination| {
                let mut cells = recycled(std::mem::take(&mut kept));
                fill(opened, &combination, &mut cells);
                let mut one = One { opened, combination, files: &unlooked, visit: None };
                if !self.batch.write(&cells, &mut one, &mut buffer) {
                    wrote = Err(io::Error::other("a file changed while it was read"));
                } else if buffer.len() >= BUFFER {
                    wrote = out.write_all(&buffer);
                    buffer.clear();
                }
                kept = recycled(cells);
                if wrote.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .map_err(|_| io::Error::other("a data file went away while it was read"))?;
        wrote?;
        if count != opened.count.tasks {
            return Err(io::Error::other("a data file changed while it was read"));
        }
        out.write_all(&buffer)
    }
}

/// What was seen in many tasks.
pub(super) struct Seen<'a> {
    pub(super) bulk: Bulk<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) local: usize,
    pub(super) shows_output: bool,
}

/// Looks at the tasks of a scene, which are written later, perhaps into a file that is one of their images.
pub(super) fn look_at<'a>(
    opened: &'a Opened<'a>,
    disk: &'a Disk,
    output: Option<&Path>,
    levels: &Levels,
) -> Result<Seen<'a>, String> {
    let (mut gathered, mut shows_output) = (Gathered::sampled(), false);
    let mut bulk = Bulk::new(opened, disk);
    // What is not there yet is nobody's image.
    let output = output.filter(|path| path.exists());
    let mut path = |image: &str| shows_output |= output.is_some_and(|output| disk.is_at(image, output));
    let mut visit = |id: &str, mut compiled: Compiled| {
        weigh(&mut compiled.diagnostics, Flags::default(), levels);
        gathered.add(id, &compiled.diagnostics);
    };
    bulk.check(&mut visit, output.map(|_| &mut path as &mut dyn FnMut(&str)))?;
    let mut diagnostics = gathered.finish(opened);
    weigh(&mut diagnostics, Flags::default(), levels);
    Ok(Seen { local: bulk.batch.local(), bulk, diagnostics, shows_output })
}

/// How many letters a prompt may have for every model that the tasks may be for.
fn letters(opened: &Opened<'_>) -> Letters {
    let target = opened.target();
    let models = target.models;
    let mut named = Vec::new();
    let all_written = target.model.is_some() || named_models(&opened.tree().statements, &mut named);
    named.extend(target.model.filter(|model| models.find(model).is_some()));
    let known = named.iter().filter_map(|name| models.find(name));
    // A scene whose model a variable holds may be for any of them.
    if all_written { Letters::of(known.chain(models.get(DEFAULT_MODEL))) } else { Letters::of(models.all()) }
}

/// Collects the models that statements name; false if one may not write it out. `model m` has the shape of a relation.
fn named_models<'t>(statements: &'t [Statement], named: &mut Vec<&'t str>) -> bool {
    statements.iter().all(|statement| match &statement.kind {
        StatementKind::Pass(pass) => named_models(&pass.statements, named),
        StatementKind::Look(look) if look.word.text == "model" => {
            named.extend(look.value.as_ref().map(|value| value.text.as_str()));
            look.value.is_some()
        }
        StatementKind::Relation(relation) => {
            relation.head.first().and_then(List::word).is_none_or(|word| word.text != "model")
        }
        _ => true,
    })
}

fn id(combination: &Combination<'_>) -> String {
    let mut id = String::new();
    combination.id(&mut id);
    id
}

/// The values of a combination. Elements, and words that mention one, are told apart by where they are written.
fn fill<'c>(opened: &Opened<'_>, combination: &Combination<'c>, cells: &mut Vec<Cell<'c>>) {
    let place = |span: Span| u64::from(span.file.0) << 32 | u64::from(span.start);
    cells.clear();
    cells.extend((0..opened.matrix().slots()).map(|slot| match combination.value(slot) {
        Value::Phrase(text) => Cell::Other(place(text.span)),
        Value::Element(path) => Cell::Other(place(path.span)),
        Value::Row | Value::Nothing => Cell::Other(u64::MAX),
        value => Cell::Words(value.letters().unwrap_or_default()),
    }));
}

/// The room of a list that is done with, for another of things that live otherwise.
fn recycled<'b>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Other(0)).collect()
}

/// One task.
struct One<'o, 'c, 'v> {
    opened: &'o Opened<'o>,
    combination: Combination<'c>,
    files: &'o dyn Files,
    visit: Option<Visit<'v>>,
}

impl Compiler for One<'_, '_, '_> {
    fn row(&mut self, new: bool) -> Option<Lines> {
        let compiled = self.opened.compile_looking(&self.combination, self.files);
        let lines = (!compiled.has_errors()).then(|| Lines { text: lines(&compiled), local: local(&compiled) });
        if let Some(visit) = self.visit.as_mut().filter(|_| new) {
            visit(&id(&self.combination), compiled);
        }
        lines
    }

    fn stand_in(&mut self, values: &[Option<String>]) -> Option<String> {
        let compiled = self.opened.compile_with(&self.combination, values, self.files);
        (!compiled.has_errors()).then(|| lines(&compiled))
    }
}

fn lines(compiled: &Compiled) -> String {
    emit::jsonl(&compiled.passes.iter().map(|pass| &pass.task).collect::<Vec<_>>())
}

/// How many references are local paths.
pub(super) fn local(compiled: &Compiled) -> usize {
    let images = compiled.passes.iter().flat_map(|pass| pass.task.images());
    images.filter(|image| SourceForm::of(image) == SourceForm::Path).count()
}

/// Says that images were looked for in some tasks only.
pub(super) fn note_looked_at(opened: &Opened<'_>, inline: bool, failed: bool) {
    if !inline && opened.count.tasks > LOOKED_AT && !failed {
        output::talk(&format!(
            "note: images were looked for in the first {LOOKED_AT} tasks; `scene check` looks in all\n"
        ));
    }
}

/// Says that references stand in the tasks as paths.
pub(super) fn note_local_images(form: Form, count: usize) {
    if count > 0 && matches!(form, Form::Task | Form::Jsonl) {
        let talk = if count == 1 {
            "1 reference is a local path, written as it stands".to_owned()
        } else {
            format!("{count} references are local paths, written as they stand")
        };
        output::talk(&format!("note: {talk}; --inline puts the images in\n"));
    }
}
