//! Whether tasks have ids of their own. What comes in: the values of each axis, once each. What goes out: two values for
//! each id that they share. Of a row eight bytes are kept; rows that seem to share an id are read again to be sure.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

use super::table::Place;
use super::walk::{Combination, Cursor, Walk};
use super::{Kind, Matrix, findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileError, Files, Span};

/// So many shared ids are shown.
const MOST_SHOWN: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Unique {
    axes: Vec<Seen>,
    most: u64,
}

/// The rows of an axis that were looked at.
#[derive(Debug, Default)]
struct Seen {
    /// A bit a row.
    rows: Vec<u64>,
    /// A hash of each id.
    ids: Vec<u64>,
}

impl Unique {
    pub(super) fn new(matrix: &Matrix, most: u64) -> Self {
        Self { axes: matrix.axes.iter().map(|_| Seen::default()).collect(), most }
    }

    /// Whether a row of an axis was looked at.
    pub(super) fn knows(&self, axis: usize, row: u64) -> bool {
        let (word, bit) = split(row);
        self.axes[axis].rows.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Notes a row that has no id.
    pub(super) fn pass(&mut self, axis: usize, row: u64) {
        let (word, bit) = split(row);
        let rows = &mut self.axes[axis].rows;
        if rows.len() <= word {
            rows.resize(word + 1, 0);
        }
        rows[word] |= bit;
    }

    /// Notes a row with its id. Lists have no rows: they are short, and looked at as a whole.
    pub(super) fn add(&mut self, axis: usize, row: u64, combination: &Combination<'_>) {
        if row == 0 {
            return;
        }
        self.pass(axis, row);
        let ids = &mut self.axes[axis].ids;
        // There are too many tasks then, and no other complaint helps.
        if ids.len() as u64 <= self.most {
            ids.push(hash(&id_at(axis, combination)));
        }
    }

    /// A finding for each id that two values of an axis share.
    pub(super) fn duplicates(self, matrix: &Matrix, files: &dyn Files) -> Result<Vec<Diagnostic>, FileError> {
        let mut found = Vec::new();
        for (axis, mut seen) in self.axes.into_iter().enumerate() {
            let lists = matrix.axes[axis].iter().all(|it| !matches!(matrix.variables[*it].kind, Kind::Rows(_)));
            seen.ids.sort_unstable();
            let twice = seen.ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
            let suspects: BTreeSet<u64> = twice.take(MOST_SHOWN).collect();
            seen.ids = Vec::new();
            if !lists && suspects.is_empty() {
                continue;
            }
            let mut first: BTreeMap<String, (Place, Span)> = BTreeMap::new();
            let mut walk = Walk::new(matrix, files);
            walk.rewind(axis)?;
            while found.len() < MOST_SHOWN && walk.advance(axis) {
                let combination = walk.combination();
                let (place, span) = place_at(matrix, axis, &combination);
                let (word, bit) = split(place.row);
                let looked_at = seen.rows.get(word).is_some_and(|bits| bits & bit != 0);
                let id = id_at(axis, &combination);
                let suspect = lists || (looked_at && suspects.contains(&hash(&id)));
                if !suspect {
                    continue;
                }
                match first.get(&id) {
                    Some(earlier) => found.push(shared(&id, *earlier, (place, span))),
                    None => drop(first.insert(id, (place, span))),
                }
            }
        }
        Ok(found)
    }
}

fn split(row: u64) -> (usize, u64) {
    (usize::try_from(row / 64).unwrap_or(usize::MAX >> 8), 1 << (row % 64))
}

/// The part of an id that an axis gives. Case is nothing to some file systems.
fn id_at(axis: usize, combination: &Combination<'_>) -> String {
    let mut id = String::new();
    for variable in &combination.matrix.axes[axis] {
        combination.id_of(*variable, &mut id);
    }
    if id.is_ascii() {
        id.make_ascii_lowercase();
        return id;
    }
    id.to_lowercase()
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// Where the value that an axis stands at is written: a row, or a place in the scene.
fn place_at(matrix: &Matrix, axis: usize, combination: &Combination<'_>) -> (Place, Span) {
    let mut place = (Place::default(), Span::default());
    for variable in &matrix.axes[axis] {
        match (&matrix.variables[*variable].kind, combination.cursors.get(*variable)) {
            (Kind::Rows(table), Some(Cursor::Rows(rows))) => return (rows.place(), table.span),
            (Kind::Choices(choices), Some(Cursor::Choice(at))) if place.1 == Span::default() => {
                place.1 = at.checked_sub(1).and_then(|at| choices.get(at)).map(|it| it.span).unwrap_or_default();
            }
            _ => {}
        }
    }
    place
}

fn shared(id: &str, (first, earlier): (Place, Span), (second, span): (Place, Span)) -> Diagnostic {
    let id = super::value::shown(id);
    let finding = if second.row > 0 {
        let message = format!("{} and {} have the id `{id}`", findings::row(first), findings::row(second));
        Diagnostic::new(Code::DuplicateId, span, message)
    } else {
        Diagnostic::new(Code::DuplicateId, span, format!("two values have the id `{id}`"))
            .also(earlier, "the other one")
    };
    if second.row > 0 {
        finding.help("name rows by a column that differs in each, as in `csv(\"...\", id: \"sku\")`")
    } else {
        finding.help("give one of them another label, as in `dusk: \"blue dusk\"`")
    }
}
