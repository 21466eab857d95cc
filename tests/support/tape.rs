//! Choices from a row of numbers. What comes in: numbers that proptest draws and shrinks. What goes out: choices, the
//! first one for a zero or where the row has ended, so that a smaller row makes a simpler case.

/// A row of numbers, read once.
pub struct Tape<'t> {
    values: &'t [u16],
    at: usize,
}

impl<'t> Tape<'t> {
    /// A row from its beginning.
    pub fn new(values: &'t [u16]) -> Self {
        Self { values, at: 0 }
    }

    /// A number below `count`, which is not 0.
    pub fn below(&mut self, count: usize) -> usize {
        let value = self.values.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(value) * count / 65_536
    }

    /// True as often as `percent` says; false for a zero.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
