//! What comes in: a small image. What goes out: how much of its border differs from the border's own colour. A subject
//! on a plain background leaves most of the border plain; a scene does not.
//!
//! Each side is judged by itself, against a straight line through its colours, so that soft light from one side, a
//! shadow or a vignette stays plain. The busiest side is left out: a subject that is cut off below touches that one.

use super::small::{Small, median};

/// The band along a side, as a part of the shorter side.
const BAND: f32 = 0.07;
/// How far a value may lie from the line, of 255.
const TOLERANCE: f32 = 20.0;
/// Images with a shorter side than this have no border to speak of.
const SMALLEST: usize = 8;

/// How much of the border differs, from 0 to 1.
pub(super) fn busyness(small: &Small) -> f32 {
    let shorter = small.width.min(small.height);
    if shorter < SMALLEST {
        return 0.0;
    }
    let band = thickness(shorter);
    let (right, bottom) = (small.width - 1, small.height - 1);
    let mut sides = [
        side(small.width, band, |along, deep| small.at(along, deep)),
        side(small.width, band, |along, deep| small.at(along, bottom - deep)),
        side(small.height, band, |along, deep| small.at(deep, along)),
        side(small.height, band, |along, deep| small.at(right - deep, along)),
    ];
    sides.sort_by(f32::total_cmp);
    sides[..3].iter().sum::<f32>() / 3.0
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most a hundred
fn thickness(shorter: usize) -> usize {
    ((shorter as f32 * BAND).round() as usize).max(1)
}

/// The part of a side that differs from the line through it.
#[allow(clippy::cast_precision_loss)] // at most a hundred
fn side(length: usize, band: usize, cell: impl Fn(usize, usize) -> [f32; 3]) -> f32 {
    let lines: [(f32, f32); 3] = std::array::from_fn(|channel| {
        let across = |along: usize| median((0..band).map(|deep| cell(along, deep)[channel]).collect());
        line(&(0..length).map(across).collect::<Vec<f32>>())
    });
    let differs = |along: usize, deep: usize| {
        let color = cell(along, deep);
        let off = |(value, (start, slope)): (f32, (f32, f32))| (value - (start + slope * along as f32)).abs();
        color.into_iter().zip(lines).map(off).any(|off| off > TOLERANCE)
    };
    let different = (0..length).map(|along| (0..band).filter(|deep| differs(along, *deep)).count()).sum::<usize>();
    different as f32 / (length * band) as f32
}

/// The line through values, start and slope, that a quarter of them may be far from: the median of all slopes between
/// two of them (Theil and Sen).
#[allow(clippy::cast_precision_loss)] // at most a hundred
fn line(values: &[f32]) -> (f32, f32) {
    let later = |(at, value): (usize, &f32)| {
        let value = *value;
        values.iter().enumerate().skip(at + 1).map(move |(other, end)| (end - value) / (other - at) as f32)
    };
    let slope = median(values.iter().enumerate().flat_map(later).collect());
    (median(values.iter().enumerate().map(|(at, value)| value - slope * at as f32).collect()), slope)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    use super::*;

    /// How busy an image is whose brightness is given by place, both from 0 to 1.
    fn busy(value: impl Fn(f32, f32) -> f32) -> f32 {
        let cells = (0..96 * 72).map(|at| [value((at % 96) as f32 / 95.0, (at / 96) as f32 / 71.0); 3]).collect();
        busyness(&Small { width: 96, height: 72, cells })
    }

    /// Puts a dark subject into a plain image.
    fn with(inside: bool, background: f32) -> f32 {
        if inside { 40.0 } else { background }
    }

    #[test]
    fn soft_light_is_plain() {
        for plain in [
            busy(|_, _| 250.0),
            busy(|x, _| 250.0 - 150.0 * x),
            busy(|_, y| 90.0 + 160.0 * y),
            busy(|x, y| 250.0 - 30.0 * ((x - 0.5).powi(2) + (y - 0.5).powi(2)) * 4.0),
            busy(|x, y| 200.0 + if (x * 95.0 + y * 71.0) as i32 % 2 == 0 { 8.0 } else { -8.0 }),
        ] {
            // The corners of a vignette are a little apart.
            assert!(plain < 0.1, "{plain}");
        }
    }

    #[test]
    fn a_subject_may_touch_a_side() {
        let cut = busy(|x, y| with((0.3..0.7).contains(&x) && y > 0.3, 240.0));
        assert!(cut < 0.01, "{cut}");
        let corner = busy(|x, y| with(x > 0.6 && y > 0.6, 240.0));
        assert!(corner < 0.33, "{corner}");
    }

    #[test]
    fn things_all_round_are_busy() {
        let tiles = busy(|x, y| with((x * 9.0) as i32 % 2 == (y * 7.0) as i32 % 2, 220.0));
        assert!(tiles > 0.33, "{tiles}");
        let tiny = Small { width: 7, height: 96, cells: vec![[0.0; 3]; 7 * 96] };
        assert!(busyness(&tiny) < f32::EPSILON);
    }
}
