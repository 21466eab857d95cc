//! Stand-ins. What comes in: the words and paths of one row. What goes out: others of the same classes that stand nowhere
//! else, so that they can be found again in what is compiled. Absent: proof that they do; the shape of the row with
//! stand-ins is read like any other, and must be the same.

use std::collections::BTreeMap;

use crate::target::SourceForm;

use super::Cell;
use super::form::{form, joined};
use super::key::{Place, Row};
use super::table::{Case, Table, Word, case_of, noun};
use super::uses::{PathPiece, Uses};

/// What stands for a word of a slot.
#[derive(Debug)]
pub(super) struct Stand {
    pub text: String,
    pub slot: usize,
    pub word: usize,
}

/// The values of a row with stand-ins, and what stands for what.
#[derive(Debug)]
pub(super) struct Standing {
    /// For each slot its value, if anything in it was replaced.
    pub values: Vec<Option<String>>,
    pub stands: Vec<Stand>,
}

/// Replaces what can be replaced in a row.
pub(super) fn stand_in(uses: &Uses, table: &Table, cells: &[Cell<'_>], row: &Row) -> Option<Standing> {
    let mut numbers = Numbers::default();
    let mut standing = Standing { values: vec![None; cells.len()], stands: Vec::new() };
    for slot in 0..cells.len() {
        let words = row.words_of(slot);
        if words.is_empty() {
            continue;
        }
        let mut value = String::new();
        let mut replaced = false;
        for (index, place) in words.iter().enumerate() {
            let text = place.of(cells);
            let stand = if uses.is_path(slot) {
                path(uses, cells, slot, &mut numbers)
            } else if row.is_fixed(*place) {
                None
            } else {
                Some(word(table, text, numbers.of(text)?)?)
            };
            if index > 0 {
                value.push(' ');
            }
            value.push_str(stand.as_deref().unwrap_or(text));
            replaced |= stand.is_some();
            standing.stands.extend(stand.map(|text| Stand { text, slot, word: index }));
        }
        standing.values[slot] = replaced.then_some(value);
    }
    Some(standing)
}

/// Numbers for different words; those that differ only in case share one.
#[derive(Default)]
struct Numbers {
    given: BTreeMap<String, (usize, String)>,
}

impl Numbers {
    /// None if words are alike but in a case that no rule makes out of the other's.
    fn of(&mut self, text: &str) -> Option<usize> {
        let next = self.given.len();
        let (number, first) = self.given.entry(text.to_lowercase()).or_insert_with(|| (next, text.to_owned()));
        let odd = first != text && (case_of(first) == Case::Mixed || case_of(text) == Case::Mixed);
        (!odd).then_some(*number)
    }
}

/// A word of the same class.
fn word(table: &Table, text: &str, number: usize) -> Option<String> {
    let core = text.trim_matches(|c: char| c.is_ascii_punctuation());
    let at = text.find(core)?;
    let (before, after) = (&text[..at], &text[at + core.len()..]);
    let wanted = table.english(text);
    candidates(core, number, before.is_empty() && wanted_number(&wanted, core)).find_map(|candidate| {
        let candidate = format!("{before}{}{after}", in_case(&candidate, case_of(core), core));
        let found = table.english(&candidate);
        let same = !found.fixed
            && (found.ends, found.grammar) == (wanted.ends, wanted.grammar)
            && (found.noun ^ wanted.noun) & noun::PLURAL == 0;
        same.then_some(candidate)
    })
}

fn wanted_number(wanted: &Word, core: &str) -> bool {
    !wanted.fixed && core.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn candidates(core: &str, number: usize, digits: bool) -> impl Iterator<Item = String> {
    let lower = core.to_lowercase();
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    let infix = format!("qzx{}{}xzq", letter(number / 26), letter(number));
    let dot = if core.contains('.') { "." } else { "" };
    let cut = |count: usize| lower.char_indices().nth(count).map_or(lower.len(), |(at, _)| at);
    let tail = |count: usize| {
        let from = lower.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
        lower[from..].to_owned()
    };
    let mut all = Vec::new();
    if digits {
        let more = if dot.is_empty() { "" } else { ".5" };
        all.push(format!("70401{number:03}10407{more}"));
    }
    let tails = [tail(3), tail(2), tail(1), "er".to_owned(), "ars".to_owned(), "ared".to_owned(), "aring".to_owned()];
    for head in [cut(4), cut(3), cut(2), cut(1)] {
        let head = lower[..head].trim_end_matches(['.', '-']);
        for tail in &tails {
            let tail = tail.trim_start_matches(['.', '-']);
            all.push(format!("{head}{infix}{dot}{tail}"));
        }
    }
    all.into_iter()
}

/// A word in lower case, in the case of another.
fn in_case(word: &str, case: Case, like: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match case {
        Case::Lower => {}
        Case::Upper => letters = word.to_uppercase().chars().collect(),
        Case::Title | Case::Mixed => {
            if let Some(first) = letters.first_mut().filter(|_| like.starts_with(char::is_uppercase)) {
                first.make_ascii_uppercase();
            }
            if let Some(inner) = letters.iter_mut().rev().find(|c| **c == 'q').filter(|_| case == Case::Mixed) {
                inner.make_ascii_uppercase();
            }
        }
    }
    letters.into_iter().collect()
}

/// The value of a slot that is a path or a piece of one.
fn path(uses: &Uses, cells: &[Cell<'_>], slot: usize, numbers: &mut Numbers) -> Option<String> {
    let text = cells.get(slot)?.text();
    let mut alone = true;
    for path in uses.paths.iter().filter(|path| path.contains(&PathPiece::Slot(slot))) {
        form(&joined(path, cells))?;
        alone &= path.len() == 1;
    }
    let number = numbers.of(&format!("path {text}"))?;
    let piece = format!("qzx{number:03}xzq");
    match form(text).filter(|_| alone) {
        Some((SourceForm::Path, _)) => Some(format!("{piece}/p.jpg")),
        Some((SourceForm::Url, host)) => Some(format!("{host}/{piece}.jpg")),
        Some((SourceForm::Uuid, _)) => Some(format!("0e57a11d-feed-4bad-8bad-{number:012x}")),
        Some((SourceForm::Data | SourceForm::Result, _)) => None,
        None => Some(piece),
    }
}

impl Row {
    fn words_of(&self, slot: usize) -> &[Place] {
        self.words.get(self.first[slot]..self.first[slot + 1]).unwrap_or_default()
    }
}
