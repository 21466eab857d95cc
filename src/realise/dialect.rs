//! How a model wants images named. What comes in: positions, or names. What goes out: the words for them. Only words differ
//! between dialects, never what is said.

use crate::lexicon::{self, listed};
use crate::target::{Dialect, Images};

/// The images at these positions: `the first image`, `the first and second images`; `image 1`, `images 1 and 2`. Tags and
/// ids are no matter of positions; where none are known, images are counted.
#[must_use]
pub fn images(dialect: &Dialect, positions: &[usize]) -> String {
    let digits = || positions.iter().map(ToString::to_string).collect::<Vec<_>>();
    match dialect.images {
        Images::Number => labelled("image", &digits()),
        Images::CapitalNumber => labelled("Image", &digits()),
        Images::Token => listed(&positions.iter().map(|at| format!("<<<image_{at}>>>")).collect::<Vec<_>>()),
        Images::Ordinal | Images::Order | Images::Tag | Images::Box => counted(positions),
    }
}

/// `image 1`, `images 1 and 2`
fn labelled(noun: &str, numbers: &[String]) -> String {
    match numbers.len() {
        0 => String::new(),
        1 => format!("{noun} {}", listed(numbers)),
        _ => format!("{noun}s {}", listed(numbers)),
    }
}

/// `the first image`, `the first and second images`
fn counted(positions: &[usize]) -> String {
    let ordinals: Vec<String> = positions.iter().map(|position| lexicon::ordinal(*position).into_owned()).collect();
    match ordinals.len() {
        0 => String::new(),
        1 => format!("the {} image", listed(&ordinals)),
        _ => format!("the {} images", listed(&ordinals)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_named_as_each_model_wants() {
        for (kind, one, three) in [
            (Images::Ordinal, "the first image", "the first, second, and fourth images"),
            (Images::Order, "the first image", "the first, second, and fourth images"),
            (Images::Number, "image 1", "images 1, 2, and 4"),
            (Images::CapitalNumber, "Image 1", "Images 1, 2, and 4"),
            (Images::Token, "<<<image_1>>>", "<<<image_1>>>, <<<image_2>>>, and <<<image_4>>>"),
        ] {
            let dialect = Dialect { images: kind, ..Dialect::default() };
            assert_eq!(images(&dialect, &[1]), one);
            assert_eq!(images(&dialect, &[1, 2, 4]), three);
            assert_eq!(images(&dialect, &[]), "");
        }
    }
}
