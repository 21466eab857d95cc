//! How a model wants images named. What comes in: positions. What goes out: the words for them.
//! Only words differ between dialects, never what is said.

use crate::lexicon;
use crate::target::Dialect;

/// The images at these positions: `the first image`, `the first and second images`.
#[must_use]
pub fn images(_dialect: &Dialect, positions: &[usize]) -> String {
    let ordinals: Vec<String> = positions.iter().map(|position| lexicon::ordinal(*position).into_owned()).collect();
    match ordinals.as_slice() {
        [one] => format!("the {one} image"),
        [one, other] => format!("the {one} and {other} images"),
        [init @ .., last] => format!("the {}, and {last} images", init.join(", ")),
        [] => String::new(),
    }
}
