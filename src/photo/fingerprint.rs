//! What comes in: a small image. What goes out: 64 bits that nearly equal images share but for a few: for each place of a
//! grid of 9 by 8, whether it is brighter to the right (a difference hash). Size, quality and a cast change little.
//!
//! The grid lies over what stands out from the border's colour: else everything upright on white would look the same.

use super::small::{Small, median};

/// The grid.
const ACROSS: usize = 9;
const DOWN: usize = 8;
/// How much brighter the right side must be: on a plain background, noise would set bits at random.
const STEP: f32 = 2.0;
/// How far a value must lie from the border's to stand out, of 255.
const STANDS_OUT: f32 = 20.0;

/// A stretch of columns or rows, its end excluded.
type Stretch = (usize, usize);

pub(super) fn fingerprint(small: &Small) -> u64 {
    let (columns, rows) = content(small);
    let mut bits = 0;
    for y in 0..DOWN {
        let down = shares(y, DOWN, rows);
        let row: [f32; ACROSS] = std::array::from_fn(|x| brightness(small, &shares(x, ACROSS, columns), &down));
        for pair in row.windows(2) {
            bits = bits << 1 | u64::from(pair[1] > pair[0] + STEP);
        }
    }
    bits
}

/// The columns and rows that hold whatever stands out; all of them if nothing does.
fn content(small: &Small) -> (Stretch, Stretch) {
    let (width, height) = (small.width, small.height);
    let ring = |(x, y): &(usize, usize)| *x == 0 || *y == 0 || x + 1 == width || y + 1 == height;
    let places = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let border: [f32; 3] =
        std::array::from_fn(|channel| median(places().filter(ring).map(|(x, y)| small.at(x, y)[channel]).collect()));
    let stands_out = |(x, y): &(usize, usize)| {
        small.at(*x, *y).into_iter().zip(border).any(|(value, border)| (value - border).abs() > STANDS_OUT)
    };
    let found: Vec<(usize, usize)> = places().filter(stands_out).collect();
    let stretch = |of: fn(&(usize, usize)) -> usize, all: usize| {
        let (first, last) = (found.iter().map(of).min(), found.iter().map(of).max());
        (first.unwrap_or(0), last.map_or(all, |last| last + 1))
    };
    (stretch(|place| place.0, width), stretch(|place| place.1, height))
}

/// The mean brightness of a place of the grid.
fn brightness(small: &Small, across: &[(usize, f32)], down: &[(usize, f32)]) -> f32 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (row, tall) in down {
        for (column, wide) in across {
            let [red, green, blue] = small.at(*column, *row);
            sum += (0.299 * red + 0.587 * green + 0.114 * blue) * tall * wide;
            weight += tall * wide;
        }
    }
    sum / weight
}

/// The cells that a place of the grid covers, each with the share of it that is covered.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most a hundred
fn shares(place: usize, places: usize, (first, behind): Stretch) -> Vec<(usize, f32)> {
    let edge = |place: usize| first as f32 + (place * (behind - first)) as f32 / places as f32;
    let (start, end) = (edge(place), edge(place + 1));
    let covered = |cell: usize| (end.min((cell + 1) as f32) - start.max(cell as f32)).max(0.0);
    (start as usize..behind.min(end.ceil() as usize))
        .map(|cell| (cell, covered(cell)))
        .filter(|it| it.1 > 1e-4)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_precision_loss)]
    use super::*;

    fn small(width: usize, height: usize, value: impl Fn(f32, f32) -> f32) -> Small {
        let place = |at: usize, of: usize| (at as f32 + 0.5) / of as f32;
        let cells = (0..width * height).map(|at| [value(place(at % width, width), place(at / width, height)); 3]);
        Small { width, height, cells: cells.collect() }
    }

    #[test]
    fn what_grows_brighter_to_the_right_has_every_bit() {
        assert_eq!(fingerprint(&small(96, 64, |x, _| x * 255.0)), u64::MAX);
        assert_eq!(fingerprint(&small(96, 64, |x, _| 255.0 - x * 255.0)), 0);
        assert_eq!(fingerprint(&small(1, 1, |_, _| 9.0)), 0);
    }

    #[test]
    fn size_and_brightness_change_little() {
        let picture = |x: f32, y: f32| 128.0 + 90.0 * (x * 11.0).sin() * (y * 7.0).cos();
        let one = fingerprint(&small(96, 72, picture));
        for other in [small(48, 36, picture), small(96, 70, picture), small(96, 72, |x, y| picture(x, y) * 0.9 + 5.0)] {
            assert!((one ^ fingerprint(&other)).count_ones() <= 3);
        }
        assert!((one ^ fingerprint(&small(96, 72, |x, y| picture(y, x)))).count_ones() > 12);
    }
}
