//! What comes in: the text of one file. What goes out: its tree, its comments and every finding about its form.
//! Vocabulary is absent: whether a word is a relation, an aspect or an element is for `scene` to say.
//!
//! The text is cut into logical lines (`cut`). Runs of sound lines go to the grammar in blocks of about 16 KB, which
//! is fast and keeps its memory small; where a block fails, each of its lines is parsed alone and explained (`recover`),
//! so a slip never reaches beyond its own statement.

pub mod ast;
mod blocks;
mod build;
mod cut;
mod findings;
mod grammar;
mod input;
mod names;
mod recover;
mod senseless;
mod words;

pub use input::{BadBytes, decode, invalid_utf8, too_large};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use build::Place;
use cut::{Cutter, Line};
use names::Names;

/// The largest file that is read; a scene of a thousand lines has a hundredth of it.
pub const MAX_BYTES: usize = 4 << 20;

/// No more statements of a file are read; a scene has far fewer.
pub const MAX_STATEMENTS: usize = 50_000;

/// After so many findings the rest of a file is not looked at.
pub const MAX_FINDINGS: usize = 1000;

/// How much text the grammar is given at once.
const BLOCK: usize = 16 << 10;

/// The reserved verbs, each of which begins a statement.
#[must_use]
pub fn verbs() -> &'static [&'static str] {
    words::DIRECTIVES
}

/// One file, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// Every statement that could be made out, and every comment.
    pub file: ast::File,
    /// What is wrong with the form, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// Names whose bindings could not be read; to say that nothing bears them would only be noise.
    pub lost: Vec<ast::Word>,
    /// How many statements stand in blocks.
    nested: usize,
}

impl Parsed {
    /// How many statements were read, those in blocks included.
    fn statements(&self) -> usize {
        self.file.statements.len() + self.nested
    }
}

/// Reads a file. Always returns, goes on after errors.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    if let Some(finding) = too_large(file, text.len()) {
        return Parsed { diagnostics: vec![finding], ..Parsed::default() };
    }
    let (text, ends) = input::line_ends(file, text);
    let text = text.as_ref();
    let names = Names::new(text);
    let start = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut cutter = Cutter::new(text, start);
    let mut parsed = Parsed { diagnostics: ends.into_iter().collect(), ..Parsed::default() };
    // About a statement a line; growing step by step would copy the tree again and again.
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    parsed.file.statements.reserve(lines.min(text.len() / 24));
    read(&names, file, &mut cutter, &mut parsed);
    parsed.diagnostics.extend(recover::odd_spaces(file, text, &cutter.odd));
    let span = |range: std::ops::Range<usize>| ast::Comment { span: Span::new(file, range.start, range.end) };
    parsed.file.comments = cutter.comments.into_iter().map(span).collect();
    cut_off(&mut parsed);
    finish(&mut parsed);
    parsed
}

/// Reads the statements of a file or of a block.
fn read(names: &Names, file: FileId, cutter: &mut Cutter, parsed: &mut Parsed) {
    let mut run: Vec<Line> = Vec::new();
    while let Some(line) = cutter.next_line() {
        let head = blocks::begins(names.text(), &line);
        let full = run.first().is_some_and(|first| line.range.end - first.range.start > BLOCK);
        if full || head || line.fault.is_some() {
            read_block(names, file, &run, parsed);
            run.clear();
        }
        if head {
            blocks::read(names, file, &line, parsed);
        } else if line.fault.is_some() {
            recover::line(names, file, &line, parsed);
        } else {
            run.push(line);
        }
        if parsed.diagnostics.len() > MAX_FINDINGS || parsed.statements() > MAX_STATEMENTS {
            run.clear();
            break;
        }
    }
    read_block(names, file, &run, parsed);
    senseless::check(names, parsed);
}

/// Reads a run of lines without faults: all at once, or one by one if that fails.
fn read_block(names: &Names, file: FileId, lines: &[Line], parsed: &mut Parsed) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let range = first.range.start..last.range.end;
    let whole = &names.text()[range.clone()];
    if !input::has_control_characters(whole)
        && let Ok(tokens) = grammar::tokens(whole)
    {
        let place = Place { file, base: range.start, limit: range.end };
        let built = build::statements(tokens, whole, place, &mut parsed.file.statements);
        if built.refusals.is_empty() {
            parsed.diagnostics.extend(built.findings);
            return;
        }
    }
    for line in lines {
        recover::line(names, file, line, parsed);
        if parsed.diagnostics.len() > MAX_FINDINGS {
            break;
        }
    }
}

/// Leaves out what no scene holds, so that a hostile file cannot fill the memory.
fn cut_off(parsed: &mut Parsed) {
    if parsed.statements() <= MAX_STATEMENTS {
        return;
    }
    let first = parsed.file.statements.get(MAX_STATEMENTS).or(parsed.file.statements.last());
    let span = first.map(|statement| statement.span).unwrap_or_default();
    parsed.file.statements.truncate(MAX_STATEMENTS);
    parsed.diagnostics.push(
        Diagnostic::new(Code::SceneTooLarge, span, format!("the file has more than {MAX_STATEMENTS} statements"))
            .here("not all of this was read, and nothing behind it")
            .help("is this a scene? split it into several"),
    );
}

/// Puts the findings into file order and cuts off what nobody would read.
fn finish(parsed: &mut Parsed) {
    parsed.diagnostics.sort_by_key(|finding| finding.span().start);
    if parsed.diagnostics.len() > MAX_FINDINGS {
        parsed.diagnostics.truncate(MAX_FINDINGS);
        let last = parsed.diagnostics.last().map(Diagnostic::span).unwrap_or_default();
        parsed.diagnostics.push(
            Diagnostic::new(Code::TooManyFindings, last, format!("the file has more than {MAX_FINDINGS} findings"))
                .here("the last one shown")
                .help("what follows was not read; is this a scene?"),
        );
    }
}
