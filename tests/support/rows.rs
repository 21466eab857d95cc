//! The numbers behind a random scene. What comes in: nothing. What goes out: rows of numbers as proptest draws them.
//! Absent: what the numbers mean.

use proptest::prelude::*;

/// A row of numbers.
pub type Row = Vec<u16>;

/// The rows of one scene: every element and every statement has its own, so that one can go without the others changing.
#[derive(Debug, Clone)]
pub struct Rows {
    /// A row a reference.
    pub references: Vec<Row>,
    /// A row for each thing that no image shows.
    pub others: Vec<Row>,
    /// What holds for the whole scene.
    pub whole: Row,
    /// A row a statement.
    pub statements: Vec<Row>,
}

/// Rows of many lengths.
pub fn rows() -> impl Strategy<Value = Rows> {
    let row = || prop::collection::vec(any::<u16>(), 0..24);
    let references = prop_oneof![prop::collection::vec(row(), 0..5), prop::collection::vec(row(), 0..15)];
    let others = prop::collection::vec(row(), 0..4);
    let statements = prop_oneof![prop::collection::vec(row(), 0..6), prop::collection::vec(row(), 0..22)];
    (references, others, row(), statements).prop_map(|(references, others, whole, statements)| Rows {
        references,
        others,
        whole,
        statements,
    })
}
