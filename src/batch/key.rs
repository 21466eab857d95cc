//! The shape of a row. What comes in: the values of one row. What goes out: numbers that two rows share only if they give
//! the same English up to replacing words. Whatever is odd about a value goes in as it is, which makes a shape rarer and
//! never wrong.

use smol_str::SmolStr;

use super::Cell;
use super::form::{bare, form, join};
use super::table::{Table, Word, noun};
use super::uses::{Care, Field, PathPiece, Uses};

/// A value of more words belongs to the shape as it is.
const MOST_WORDS: usize = 64;

/// And so does a longer one.
const LONGEST: usize = 4_000;

/// With more images than this it counts how many of them show somebody.
const FEW: usize = 3;

/// What counts besides English.
#[derive(Debug, Clone, Copy)]
struct Counts {
    findings: bool,
    crowd: bool,
}

impl Counts {
    /// The bits of a noun that count.
    fn of(self, care: Care) -> u8 {
        match (self.findings, care) {
            (false, _) => noun::PLURAL,
            (true, Care::All) => 0xFF,
            (true, _) if self.crowd => noun::SAID,
            (true, _) => noun::PLURAL | noun::SPREAD,
        }
    }
}

/// Marks that open what stands in a key; no two kinds of content look alike behind them.
mod tag {
    pub const WHOLE: u64 = 1 << 56;
    pub const FIXED: u64 = 2 << 56;
    pub const WORD: u64 = 3 << 56;
    pub const FIELD: u64 = 4 << 56;
    pub const PATH: u64 = 5 << 56;
    pub const SAME: u64 = 6 << 56;
    pub const PAIR: u64 = 7 << 56;
    pub const OTHER: u64 = 8 << 56;
    pub const BARE: u64 = 9 << 56;
}

/// What was found in one row.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    /// The shape.
    pub key: Vec<u64>,
    /// For each slot whether its value belongs to the shape as it is.
    pub whole: Vec<bool>,
    /// Where the words of the values stand.
    pub words: Vec<Place>,
    /// For each slot the index of its first word, and behind the last slot their number.
    pub first: Vec<usize>,
    seen: Vec<Seen>,
    glued: String,
    paths: Vec<String>,
}

/// Where a word stands: bytes of the value of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub slot: usize,
    pub start: usize,
    pub end: usize,
}

impl Place {
    pub fn of<'v>(&self, cells: &[Cell<'v>]) -> &'v str {
        cells.get(self.slot).map(|cell| cell.text()).and_then(|text| text.get(self.start..self.end)).unwrap_or_default()
    }
}

/// A word that may equal another of the row.
#[derive(Debug, Clone, Copy)]
struct Seen {
    alike: u64,
    place: Place,
    /// Where it stands in the glued words, if letters of the scene touch it.
    glued: Option<(usize, usize)>,
    noun: u8,
    /// Where its number stands in the key.
    at: Option<usize>,
}

/// Reads the shape of a row. `findings` tells whether what only findings hang on counts too.
pub(super) fn read(uses: &Uses, table: &mut Table, cells: &[Cell<'_>], findings: bool, row: &mut Row) {
    row.clear();
    row.split(uses, cells);
    for (index, field) in uses.fields.iter().enumerate() {
        if !row.whole[field.slot] {
            row.key.push(tag::FIELD | index as u64);
            row.field(field, table, cells, Counts { findings, crowd: uses.paths.len() > FEW });
        }
    }
    row.pairs(cells);
    row.all_paths(uses, cells);
}

impl Row {
    fn clear(&mut self) {
        self.key.clear();
        self.whole.clear();
        self.words.clear();
        self.first.clear();
        self.seen.clear();
        self.glued.clear();
    }

    fn split(&mut self, uses: &Uses, cells: &[Cell<'_>]) {
        for (slot, cell) in cells.iter().enumerate() {
            self.first.push(self.words.len());
            self.whole.push(false);
            if !uses.is_used(slot) {
                continue;
            }
            let text = cell.text();
            if let Cell::Other(number) = cell {
                self.whole[slot] = true;
                self.key.extend([tag::OTHER | slot as u64, *number]);
                continue;
            }
            let whole = uses.rigid.get(slot).is_none_or(|rigid| *rigid) || text.is_empty() || text.len() > LONGEST;
            let whole = whole || !self.split_one(slot, text, uses.is_path(slot));
            self.whole[slot] = whole;
            if uses.is_path(slot) && !whole {
                let same = (0..slot).find(|other| uses.is_path(*other) && cells[*other].text() == text);
                self.key.extend(same.map(|other| tag::SAME | 1 << 48 | (slot as u64) << 24 | other as u64));
            }
            if whole {
                self.words.truncate(self.first[slot]);
                self.push_text(tag::WHOLE | (slot as u64) << 32, text);
            }
        }
        self.first.push(self.words.len());
    }

    /// Splits a value into words; false if its blanks are not single ones between words.
    fn split_one(&mut self, slot: usize, text: &str, path: bool) -> bool {
        if path {
            self.words.push(Place { slot, start: 0, end: text.len() });
            return true;
        }
        let mut start = 0;
        let before = self.words.len();
        for end in memchr::memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
            if end == start {
                return false;
            }
            self.words.push(Place { slot, start, end });
            start = end + 1;
        }
        self.words.len() - before <= MOST_WORDS
    }

    /// Whether a word belongs to the shape as it is, wherever it goes.
    pub fn is_fixed(&self, place: Place) -> bool {
        self.seen.iter().any(|seen| seen.place == place && seen.at.is_none())
    }

    fn push_text(&mut self, tag: u64, text: &str) {
        self.key.push(tag | text.len() as u64);
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.key.push(u64::from_le_bytes(word));
        }
    }

    fn field(&mut self, field: &Field, table: &mut Table, cells: &[Cell<'_>], counts: Counts) {
        let range = self.first[field.slot]..self.first[field.slot + 1];
        let start = self.seen.len();
        // Only the head noun of a phrase is looked at as one, and in plain phrases that is the last word.
        let mut everywhere = field.among || field.care == Care::All || !field.after.is_empty();
        for at in range.clone() {
            let place = self.words[at];
            let glued = self.glue(field, place, cells, at == range.start, at + 1 == range.end);
            let text = glued.map_or_else(|| place.of(cells), |(from, to)| &self.glued[from..to]);
            let word = table.word(text);
            let mut seen = Seen { alike: word.alike, place, glued, noun: word.noun, at: None };
            everywhere |= word.fixed || text.ends_with(',');
            if word.fixed {
                let text = SmolStr::new(text);
                self.push_text(tag::FIXED, &text);
            } else {
                seen.at = Some(self.key.len());
                self.key.push(tag::WORD | word_bits(&word, field.care, counts.findings));
            }
            self.seen.push(seen);
        }
        if field.care == Care::Said {
            return;
        }
        let last = self.seen.len() - 1;
        let full = counts.of(field.care);
        let likeness = if everywhere || self.seen[last].noun & noun::BEING != 0 { noun::LIKENESS } else { 0 };
        for (index, seen) in self.seen.iter().enumerate().skip(start) {
            let counts = full & if everywhere || index == last { 0xFF } else { likeness };
            if let Some(at) = seen.at {
                self.key[at] |= u64::from(seen.noun & counts) << 40;
            }
        }
    }

    /// The word with the letters of the scene that touch it.
    fn glue(
        &mut self,
        field: &Field,
        place: Place,
        cells: &[Cell<'_>],
        first: bool,
        last: bool,
    ) -> Option<(usize, usize)> {
        let before = if first { field.before.as_str() } else { "" };
        let after = if last { field.after.as_str() } else { "" };
        if before.is_empty() && after.is_empty() {
            return None;
        }
        let start = self.glued.len();
        self.glued.push_str(before);
        self.glued.push_str(place.of(cells));
        self.glued.push_str(after);
        Some((start, self.glued.len()))
    }

    /// Which words of the row are the same, with or without regard to case: as they are said, and by themselves where
    /// letters of the scene touch one of them.
    fn pairs(&mut self, cells: &[Cell<'_>]) {
        let same = |a: &str, b: &str| if a == b { 2 } else { u64::from(a.to_lowercase() == b.to_lowercase()) };
        for at in 1..self.seen.len() {
            let one = self.seen[at];
            for (index, other) in self.seen[..at].iter().enumerate() {
                if other.alike == one.alike {
                    let same = same(one.text(cells, &self.glued), other.text(cells, &self.glued));
                    self.key.push(tag::PAIR | same << 48 | (at as u64) << 24 | index as u64);
                }
                if one.glued.is_some() || other.glued.is_some() {
                    let same = same(one.place.of(cells), other.place.of(cells));
                    if same > 0 {
                        self.key.push(tag::BARE | same << 48 | (at as u64) << 24 | index as u64);
                    }
                }
            }
        }
    }

    /// The forms of the paths of images, and which of them are equal.
    fn all_paths(&mut self, uses: &Uses, cells: &[Cell<'_>]) {
        self.paths.resize(uses.paths.len(), String::new());
        for index in 0..uses.paths.len() {
            let mut path = std::mem::take(&mut self.paths[index]);
            let varies = uses.paths[index].iter().any(|piece| matches!(piece, PathPiece::Slot(_)));
            if varies || path.is_empty() {
                path.clear();
                join(&uses.paths[index], cells, &mut path);
            }
            if varies {
                self.one_path(index, &path);
            }
            let same = self.paths[..index].iter().position(|other| bare(other) == bare(&path));
            if let Some(same) = same {
                self.key.push(tag::SAME | (index as u64) << 24 | same as u64);
            }
            self.paths[index] = path;
        }
    }

    fn one_path(&mut self, index: usize, path: &str) {
        match form(path) {
            Some((form, host)) => self.push_text(tag::PATH | (index as u64) << 40 | (form as u64) << 32, host),
            None => self.push_text(tag::FIXED | (index as u64) << 40, path),
        }
    }
}

impl Seen {
    fn text<'t>(&self, cells: &[Cell<'t>], glued: &'t str) -> &'t str {
        self.glued.map_or_else(|| self.place.of(cells), |(from, to)| &glued[from..to])
    }
}

fn word_bits(word: &Word, care: Care, findings: bool) -> u64 {
    let grammar =
        if care == Care::All { u64::from(word.grammar) << 48 | u64::from(findings && word.plain) << 47 } else { 0 };
    grammar | word.ends
}
