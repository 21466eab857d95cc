//! Thousands of tasks of one scene, quickly. What comes in: where the scene has values, and the values of one row after
//! another. What goes out: the lines of their tasks, byte by byte those that compiling each row alone gives. Absent: files,
//! streams, the making of values, and any English: all of it comes out of the compiler itself.
//!
//! # How
//!
//! For each row its shape is read: everything about its values that the compiler could look at. A new shape is
//! compiled once with stand-ins, words of the same classes that stand nowhere else; where these turn up in the tasks,
//! the values of other rows of the shape go. Before a template is used it has to give the very bytes of the row that it was made
//! for. Whatever is odd about a row makes its shape rare, and rows of rare shapes are compiled one by one.
//!
//! # What the compiler looks at
//!
//! Two words are of one class (see `table`) if nothing of this tells them apart:
//!
//! - `lexicon::determiner`: articles and numbers at the head of a phrase ("the", "two", "12"), which also counts for the
//!   names that `plan::naming` compares. Determiners and prepositions are never like another word; digits are like digits.
//! - `lexicon::article`: "a" or "an" before the words of an aspect.
//! - `lexicon::is_plural`, `plural`, `head_noun`: the possessive of a part's owner, adjectives of aspects, several of one
//!   kind, positions of crowds. Words at which a head noun ends are fixed; which ending a plural takes counts where a
//!   scene has counts or groups.
//! - `starts_with_preposition`, `starts_with_participle`, `starts_with_ing`, `is_adverb`: the templates of aspects and the
//!   looks of texts. Prepositions of two words are fixed word by word.
//! - The nouns of an aspect (`ends_in_noun`): fixed, for the aspects that the scene uses.
//! - `plan::naming`: names that equal or contain others, word by word without regard to case: which words of a row are the
//!   same counts, and every word that the scene itself holds is fixed. Short forms end before "with", "of", "in", and before
//!   participles that govern them: fixed.
//! - `realise::words`: capitals at the head of a sentence (a first letter beyond ASCII is fixed), full stops and quotes at
//!   its end, brackets, 45 words a sentence: marks at the ends of a word and the number of words count; quotes, backslashes,
//!   braces and apostrophes are fixed.
//! - `realise::phrases`: proper names (capitals count).
//! - `scene::nouns`: blanks at the ends or in a row, line breaks, empty strings: the whole value is fixed.
//! - What is left out, where it is restated (`lexicon::restated`): whole phrases, so that every word of those that are known
//!   is fixed, in scenes where values are left out.
//! - The list of the images ahead of a request: whether two phrases are the same, and whether one holds a comma or "and".
//! - Lints: known nouns, people and animals, likenesses, stuffs; words for "no" and for hours.
//! - Paths: which are equal, and what form they have; an odd one, or one with an unusual address, is fixed.
//! - Settings, counts, roles, patterns of files, elements as values: fixed.
//!
//! Always compiled one by one: rows whose prompts may be too long or too short for the model, the first two rows of a shape, shapes whose
//! template does not give their own row, rows with data URIs or other odd paths, all rows where `size match` or a pattern of
//! files meets a path with values in it, and rows that differ in a setting.
//!
//! Findings of a shape are those of one row of it: what only a finding hangs on (known nouns) counts as well, but for people
//! and animals among at most three images.
//!
//! # What a change of the compiler must not do unseen
//!
//! Ask anything new of the letters of an author's word. Whoever does adds the question to `lexicon::traits` (where it is
//! about one word) or the words to `lexicon::entangled` (where it is about neighbours), or to the lists of `uses`. Templates
//! compare whole strings with data files only through these. `tests/batch.rs` draws scenes and rows to find what was forgotten.

mod form;
mod holes;
mod key;
mod shapes;
mod stand;
mod table;
mod template;
mod uses;
mod walk;

use crate::emit::limits::Letters;
use crate::syntax::ast::{File, Path};

use key::Row;
use shapes::{Shape, Shapes};
use table::Table;
use template::Template;
use uses::Uses;

/// The value of a slot in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Words, a path, or a piece of either.
    Words(&'a str),
    /// Something that is no text; different things have different numbers.
    Other(u64),
}

impl<'a> Cell<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Words(text) => text,
            Self::Other(_) => "",
        }
    }
}

/// What came of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// Its tasks, each on a line of its own.
    pub text: String,
    /// How many of its references are paths, which is the same for all rows of a shape.
    pub local: usize,
}

/// What compiles single rows.
pub trait Compiler {
    /// The lines of the row at hand; none if it has errors. `new` tells that no row of its shape was compiled before, so
    /// that its findings are worth telling.
    fn row(&mut self, new: bool) -> Option<Lines>;
    /// The lines of the row at hand with other texts in some slots; its findings are nobody's.
    fn stand_in(&mut self, values: &[Option<String>]) -> Option<String>;
}

/// The tasks of one scene.
#[derive(Debug)]
pub struct Batch {
    uses: Uses,
    table: Table,
    shapes: Shapes,
    letters: Letters,
    local: usize,
    row: Row,
    scratch: String,
}

impl Batch {
    /// A scene with its variables still in it, how many slots it has and which one a path stands for (of `item.lid` the
    /// slot of `item`), and how many letters its prompts may have.
    #[must_use]
    pub fn new(file: &File, slots: usize, slot: &dyn Fn(&Path) -> Option<usize>, letters: Letters) -> Self {
        let mut uses = walk::uses(file, slots, slot);
        let table = Table::new(std::mem::take(&mut uses.known), uses.plurals);
        Self { uses, table, shapes: Shapes::default(), letters, local: 0, row: Row::default(), scratch: String::new() }
    }

    /// Appends the lines of a row; false if it has errors, and then nothing is appended.
    pub fn write(&mut self, cells: &[Cell<'_>], compiler: &mut dyn Compiler, out: &mut Vec<u8>) -> bool {
        key::read(&self.uses, &mut self.table, cells, true, &mut self.row);
        if let Some(Shape::Made(template, _)) = self.shapes.get(&self.row.key)
            && template.write(cells, &self.row, &self.letters, &mut self.scratch, out)
        {
            return true;
        }
        let Some(lines) = self.alone(cells, compiler) else { return false };
        out.extend_from_slice(lines.text.as_bytes());
        true
    }

    /// Compiles a row if its shape alone does not tell that it can be written; false if it has errors.
    pub fn check(&mut self, cells: &[Cell<'_>], compiler: &mut dyn Compiler) -> bool {
        key::read(&self.uses, &mut self.table, cells, true, &mut self.row);
        if let Some(Shape::Made(template, local)) = self.shapes.get(&self.row.key)
            && template.fits(&self.row, &self.letters)
        {
            self.local += local;
            return true;
        }
        let lines = self.alone(cells, compiler);
        self.local += lines.as_ref().map_or(0, |lines| lines.local);
        lines.is_some()
    }

    /// Compiles a row by itself and learns its shape.
    fn alone(&mut self, cells: &[Cell<'_>], compiler: &mut dyn Compiler) -> Option<Lines> {
        let new = match self.shapes.get(&self.row.key) {
            Some(Shape::Made(..) | Shape::Odd) => return compiler.row(true),
            Some(Shape::Once) => false,
            None => true,
        };
        let lines = compiler.row(new);
        let shape = match &lines {
            None => Shape::Odd,
            Some(_) if new => Shape::Once,
            Some(lines) => self
                .template(cells, &lines.text, compiler)
                .map_or(Shape::Odd, |template| Shape::Made(template, lines.local)),
        };
        self.shapes.set(&self.row.key, shape);
        lines
    }

    /// Lends the paths of a row's images.
    pub fn paths(&self, cells: &[Cell<'_>], visit: &mut dyn FnMut(&str)) {
        self.uses.paths.iter().for_each(|path| visit(form::joined(path, cells).trim()));
    }

    /// How many references of the checked rows are paths.
    #[must_use]
    pub fn local(&self) -> usize {
        self.local
    }

    /// How many templates were made so far.
    #[must_use]
    pub fn templates(&self) -> usize {
        self.shapes.made
    }

    /// A template that gives the lines of this row.
    fn template(&mut self, cells: &[Cell<'_>], lines: &str, compiler: &mut dyn Compiler) -> Option<Template> {
        let standing = stand::stand_in(&self.uses, &self.table, cells, &self.row)?;
        let replaced: Vec<Cell<'_>> = cells
            .iter()
            .zip(&standing.values)
            .map(|(cell, value)| value.as_deref().map_or(*cell, Cell::Words))
            .collect();
        let (mut plain, mut stood) = (Row::default(), Row::default());
        key::read(&self.uses, &mut self.table, cells, false, &mut plain);
        key::read(&self.uses, &mut self.table, &replaced, false, &mut stood);
        if plain.key != stood.key {
            return None;
        }
        let made = compiler.stand_in(&standing.values)?;
        let template = Template::new(&made, &standing.stands)?;
        let mut out = Vec::new();
        let whole = template.write(cells, &self.row, &Letters::ANY, &mut self.scratch, &mut out);
        (whole && out == lines.as_bytes()).then_some(template)
    }
}
