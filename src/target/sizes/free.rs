//! What comes in: bounds within which a model takes any size, and a shape with an area. What goes out: the sizes within the
//! bounds that come nearest. Lengths are compared by quotients, so that too large counts as much as too small, and only
//! with operations that give the same on every machine. Absent: tables, and words for resolutions.

use std::fmt;

use serde::Deserialize;

/// Where no step is known, sizes are proposed in this one: nearly every model works in blocks of 16 pixels or fewer.
const USUAL_STEP: u32 = 16;
/// How many times its area may be that of a wanted size; within that the ratio counts.
const BAND: f64 = 1.2;
/// The same, where the steps are too coarse for that.
const WIDE_BAND: f64 = 4.0;
/// How many lengths are tried for the shorter side.
const MOST_TRIED: u32 = 20_000;
/// How many steps around a wished size are looked at, and how many if none of those is within the bounds.
const AROUND: [i64; 2] = [4, 64];
/// How many times a side may be what was asked for to count as the same.
const SCALED: f64 = 1.000_001;
/// How many sizes are proposed in place of one that is refused.
const MOST_NEAREST: usize = 3;

/// The bounds of sizes that are free; an absent one is not known.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Free {
    /// The shortest side in pixels.
    pub min: Option<u32>,
    /// The longest side in pixels.
    pub max: Option<u32>,
    /// Both sides are multiples of this.
    pub step: Option<u32>,
    /// The smallest area in pixels.
    pub min_pixels: Option<u64>,
    /// The largest area in pixels.
    pub max_pixels: Option<u64>,
    /// How many times as long as the other the longer side may be.
    pub max_aspect: Option<f64>,
}

/// A width and height that need not be whole.
#[derive(Debug, Clone, Copy)]
struct Wish {
    width: f64,
    height: f64,
}

impl Free {
    /// Whether a size lies within the bounds.
    #[must_use]
    pub fn accepts(&self, width: u32, height: u32) -> bool {
        let (long, short) = (width.max(height), width.min(height));
        let area = u64::from(width) * u64::from(height);
        short > 0
            && self.min.is_none_or(|min| min <= short)
            && self.max.is_none_or(|max| long <= max)
            && self.step.is_none_or(|step| width.is_multiple_of(step.max(1)) && height.is_multiple_of(step.max(1)))
            && self.min_pixels.is_none_or(|min| min <= area)
            && self.max_pixels.is_none_or(|max| area <= max)
            && self.max_aspect.is_none_or(|most| f64::from(long) <= most * f64::from(short))
    }

    /// The size nearest to a ratio whose area is about this one. `ratio` is width by height; none if the bounds have no such
    /// ratio.
    pub(super) fn at(&self, ratio: f64, area: f64) -> Option<(u32, u32)> {
        let flat = if ratio < 1.0 { 1.0 / ratio } else { ratio };
        let (least, most) = self.areas(flat);
        // Bounds are exact, and quotients are not.
        if least > most * (1.0 + 1e-9) {
            return None;
        }
        let area = area.max(least).min(most);
        let found = [self.usual_step(), self.step()]
            .into_iter()
            .find_map(|step| [BAND, WIDE_BAND].into_iter().find_map(|band| self.in_band(flat, area, band, step)));
        found.map(|(long, short)| if ratio < 1.0 { (short, long) } else { (long, short) })
    }

    /// The ratio nearest to one that the bounds have.
    pub(super) fn nearest_ratio(&self, ratio: f64) -> f64 {
        let most = self.most_aspect();
        ratio.max(1.0 / most).min(most)
    }

    /// Up to three sizes near one that need not be within the bounds, the nearest first. They keep its shape as far as the
    /// bounds let them.
    pub(super) fn nearest(&self, width: u32, height: u32) -> Vec<(u32, u32)> {
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let ratio = self.nearest_ratio(width / height);
        let (least, most) = self.areas(ratio.max(1.0 / ratio));
        let area = (width * height).max(least).min(most);
        let wish = Wish { width: (area * ratio).sqrt(), height: (area / ratio).sqrt() };
        // What is scaled shall keep its shape; what is only out of step shall stay where it is.
        let is_scaled = times(wish.width, width).max(times(wish.height, height)) > SCALED;
        let scaled = if is_scaled { self.at(ratio, area) } else { None };
        let steps = [self.usual_step(), self.step()];
        let tried = AROUND.into_iter().flat_map(|around| steps.map(|step| self.around(wish, step, around)));
        let around = tried.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        let others = around.into_iter().filter(|size| Some(*size) != scaled);
        scaled.into_iter().chain(others).take(MOST_NEAREST).collect()
    }

    /// The least and the largest area of a size whose longer side is so many times the shorter one.
    pub(super) fn areas(&self, flat: f64) -> (f64, f64) {
        let (shortest, longest) = (f64::from(self.shortest()), f64::from(self.longest()));
        let least = self.min_pixels.map_or(1.0, exact).max(shortest * shortest * flat);
        (least, self.max_pixels.map_or(f64::INFINITY, exact).min(longest * longest / flat))
    }

    /// How many times the shorter side the longer one may be, by all bounds together; never less than one.
    fn most_aspect(&self) -> f64 {
        let (shortest, longest) = (f64::from(self.shortest()), f64::from(self.longest()));
        let by_sides = longest / shortest;
        let by_least = self.min_pixels.map_or(f64::INFINITY, |min| longest * longest / exact(min.max(1)));
        let by_most = self.max_pixels.map_or(f64::INFINITY, |max| exact(max) / (shortest * shortest));
        self.max_aspect.unwrap_or(f64::INFINITY).min(by_sides).min(by_least).min(by_most).max(1.0)
    }

    /// The size whose ratio is nearest, then whose area is, among those of about this area; the longer side comes first.
    fn in_band(&self, flat: f64, area: f64, band: f64, step: u32) -> Option<(u32, u32)> {
        let shorter = |area: f64| (area / flat).sqrt() / f64::from(step);
        let first = whole(shorter(area / band)).max(1);
        let last = whole(shorter(area * band)).saturating_add(1);
        let off = |(long, short): (u32, u32)| {
            let (long, short) = (f64::from(long), f64::from(short));
            (times(long / short, flat), times(long * short, area))
        };
        let shorts = (first..=last).take(MOST_TRIED as usize).filter_map(|count| count.checked_mul(step));
        let sizes = shorts.flat_map(|short| {
            let count = whole(f64::from(short) * flat / f64::from(step));
            [count, count.saturating_add(1)].map(|count| (count.saturating_mul(step), short))
        });
        let within = |size: &(u32, u32)| self.accepts(size.0, size.1) && off(*size).1 <= band;
        sizes.filter(within).min_by(|a, b| by_two(off(*a), off(*b)))
    }

    /// The sizes nearest to a wish, among those that are so many steps around it.
    fn around(&self, wish: Wish, step: u32, around: i64) -> Vec<(u32, u32)> {
        let lengths = |side: f64| {
            let middle = i64::from(whole(side / f64::from(step)));
            let counts = (middle - around..=middle + around + 1).filter_map(|count| u32::try_from(count).ok());
            counts.filter_map(move |count| count.checked_mul(step))
        };
        let off = |(width, height): (u32, u32)| {
            let (width, height) = (f64::from(width), f64::from(height));
            let sides = times(width, wish.width) * times(height, wish.height);
            sides * times(width / height, wish.width / wish.height)
        };
        let sizes = lengths(wish.width).flat_map(|width| lengths(wish.height).map(move |height| (width, height)));
        let mut sizes: Vec<_> = sizes.filter(|(width, height)| self.accepts(*width, *height)).collect();
        sizes.sort_by(|a, b| off(*a).total_cmp(&off(*b)));
        sizes.truncate(MOST_NEAREST);
        sizes
    }

    fn step(&self) -> u32 {
        self.step.unwrap_or(1).max(1)
    }

    fn usual_step(&self) -> u32 {
        self.step.unwrap_or(USUAL_STEP).max(1)
    }

    /// The shortest side that is a multiple of the step.
    fn shortest(&self) -> u32 {
        self.min.unwrap_or(1).max(1).checked_next_multiple_of(self.step()).unwrap_or(u32::MAX)
    }

    /// The longest side that is a multiple of the step.
    fn longest(&self) -> u32 {
        let longest = self.max.unwrap_or(u32::MAX);
        (longest - longest % self.step()).max(1)
    }
}

impl fmt::Display for Free {
    /// The bounds as a sentence without its full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules = Vec::new();
        let range = match (self.min, self.max) {
            (Some(min), Some(max)) => format!(" from {min} to {max}"),
            (Some(min), None) => format!(" from {min} on"),
            (None, Some(max)) => format!(" up to {max}"),
            (None, None) => String::new(),
        };
        match self.step {
            Some(step) => rules.push(format!("both sides are multiples of {step}{range}")),
            None if range.is_empty() => {}
            None => rules.push(format!("both sides have{range} pixels").replace("have from", "have")),
        }
        let whole = "width times height is";
        match (self.min_pixels, self.max_pixels) {
            (Some(min), Some(max)) => rules.push(format!("{whole} {} to {}", grouped(min), grouped(max))),
            (Some(min), None) => rules.push(format!("{whole} at least {}", grouped(min))),
            (None, Some(max)) => rules.push(format!("{whole} at most {}", grouped(max))),
            (None, None) => {}
        }
        if let Some(most) = self.max_aspect {
            rules.push(format!("the longer side is at most {most} times the shorter"));
        }
        match rules.as_slice() {
            [] => f.write_str("any size is taken"),
            [one] => f.write_str(one),
            [rest @ .., last] => {
                write!(f, "{}, and {last}", rest.join(", "))
            }
        }
    }
}

/// How many times one is the other, the larger by the smaller.
pub(super) fn times(a: f64, b: f64) -> f64 {
    (a / b).max(b / a)
}

/// By the first of two, then by the second.
pub(super) fn by_two(a: (f64, f64), b: (f64, f64)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
}

#[allow(clippy::cast_precision_loss)] // areas beyond 2^53 pixels need not be exact
fn exact(pixels: u64) -> f64 {
    pixels as f64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the cast stops at both ends
fn whole(length: f64) -> u32 {
    length as u32
}

/// `4,194,304`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
