//! What comes in: a ratio, the shape of an image, or a size that is refused. What goes out: sizes that the model makes.
//! What stands in the table is preferred to what the bounds allow. Absent: scenes.

use std::cmp::Ordering;

use super::free::{by_two, times};
use super::{Free, NoSize, Pair, SAME_SHAPE, Sizes};
use crate::target::Ratio;

/// The area of `1K`, which is also what a ratio without a resolution means.
const ONE_K: f64 = 1024.0 * 1024.0;
/// The largest resolution that is a number of K.
const MOST_K: f64 = 64.0;
/// How many times its area may be that of a resolution for a size to bear its name. 3840x2160, which is sold as 4K, has half
/// of the pixels of 4096x4096.
const STILL: f64 = 2.1;
/// How many sizes are proposed in place of one that is refused.
const MOST_NEAREST: usize = 3;
/// The resolutions that are proposed where any may be asked for.
const USUAL: [&str; 5] = ["0.5k", "1k", "2k", "3k", "4k"];

impl Sizes {
    /// The size of a ratio such as `16:9` at a resolution such as `2k`. Without a resolution it is the default one; where
    /// that has no such ratio, the nearest that has it.
    pub fn at(&self, ratio: Ratio, resolution: Option<&str>) -> Result<(u32, u32), NoSize> {
        self.known(resolution)?;
        let pairs = self.pairs.iter().filter(|pair| pair.ratio == ratio && pair.is_at(resolution));
        if let Some(pair) = pairs.min_by(|a, b| self.by_resolution(a, b)) {
            return Ok(pair.size());
        }
        match &self.free {
            Some(free) => self.free_at(free, ratio.value(), resolution),
            None => Err(if self.are_all_known() { NoSize::Ratio } else { NoSize::Unknown }),
        }
    }

    /// The size whose ratio comes nearest to an image's shape, at a resolution.
    pub fn matching(&self, width: u32, height: u32, resolution: Option<&str>) -> Result<(u32, u32), NoSize> {
        self.shaped(f64::from(width.max(1)) / f64::from(height.max(1)), resolution)
    }

    /// The size whose ratio comes nearest to one that the model need not make, at a resolution.
    pub fn like(&self, ratio: Ratio, resolution: Option<&str>) -> Result<(u32, u32), NoSize> {
        self.shaped(ratio.value(), resolution)
    }

    fn shaped(&self, shape: f64, resolution: Option<&str>) -> Result<(u32, u32), NoSize> {
        self.known(resolution)?;
        let off = |pair: &Pair| times(pair.ratio.value(), shape);
        let pool = || self.pairs.iter().filter(|pair| pair.is_at(resolution));
        let best = pool().map(off).min_by(f64::total_cmp).unwrap_or(f64::INFINITY);
        if let Some(free) = self.free.as_ref().filter(|_| best > SAME_SHAPE) {
            return self.free_at(free, free.nearest_ratio(shape), resolution);
        }
        // A resolution that has about the best ratio there is, and of that the best one.
        let near = pool().filter(|pair| off(pair) <= best * SAME_SHAPE).min_by(|a, b| self.by_resolution(a, b));
        let there = |near: &Pair| {
            pool().filter(|pair| pair.resolution == near.resolution).min_by(|a, b| off(a).total_cmp(&off(b)))
        };
        near.and_then(there).map(Pair::size).ok_or(NoSize::Unknown)
    }

    /// Up to three sizes that the model makes, the nearest first: by ratio, then by area. The first one of a size that it
    /// makes is that size.
    #[must_use]
    pub fn nearest(&self, width: u32, height: u32) -> Vec<(u32, u32)> {
        let itself = (self.accepts(width, height) == Some(true)).then_some((width, height));
        let free = self.free.iter().flat_map(|free| free.nearest(width, height));
        let mut pairs: Vec<_> = self.pairs.iter().map(|pair| (distance(pair, width, height), pair)).collect();
        pairs.sort_by(|a, b| by_two(a.0, b.0));
        let free = free.take(if pairs.is_empty() { MOST_NEAREST } else { 1 });
        let mut sizes: Vec<(u32, u32)> = Vec::new();
        for size in itself.into_iter().chain(free).chain(pairs.into_iter().map(|(_, pair)| pair.size())) {
            if !sizes.contains(&size) && sizes.len() < MOST_NEAREST {
                sizes.push(size);
            }
        }
        sizes
    }

    /// The resolutions at which the model makes a ratio, as scenes write them.
    #[must_use]
    pub fn resolutions_of(&self, ratio: Ratio) -> Vec<String> {
        let listed = self.resolutions.iter().map(|word| word.to_lowercase());
        let words: Vec<_> =
            if self.resolutions.is_empty() { USUAL.map(str::to_owned).to_vec() } else { listed.collect() };
        words.into_iter().filter(|word| self.at(ratio, Some(word)).is_ok()).collect()
    }

    /// Whether anything is known that could give a size at this resolution.
    fn known(&self, resolution: Option<&str>) -> Result<(), NoSize> {
        let Some(word) = resolution else { return Ok(()) };
        let listed = self.resolutions.iter().any(|known| known.eq_ignore_ascii_case(word));
        match &self.free {
            _ if listed => Ok(()),
            Some(_) if self.resolutions.is_empty() && area_of(word).is_some() => Ok(()),
            None if self.pairs.is_empty() && self.resolutions.is_empty() || !self.complete => Err(NoSize::Unknown),
            _ => Err(NoSize::Resolution),
        }
    }

    /// A size of a ratio within the bounds. A resolution that was asked for is kept to, more or less; the default one only
    /// as far as the bounds go.
    fn free_at(&self, free: &Free, ratio: f64, resolution: Option<&str>) -> Result<(u32, u32), NoSize> {
        let area = self.area(resolution);
        let (width, height) = free.at(ratio, area).ok_or(NoSize::Ratio)?;
        let off = times(f64::from(width) * f64::from(height), area);
        if resolution.is_some() && off > STILL { Err(NoSize::Resolution) } else { Ok((width, height)) }
    }

    /// The area that a resolution stands for.
    fn area(&self, resolution: Option<&str>) -> f64 {
        let Some(word) = resolution.or(self.default_resolution.as_deref()) else { return ONE_K };
        let squarest = || {
            let pairs = self.pairs.iter().filter(|pair| pair.is_at(Some(word)));
            pairs.min_by(|a, b| times(a.ratio.value(), 1.0).total_cmp(&times(b.ratio.value(), 1.0))).map(area)
        };
        area_of(word).or_else(squarest).unwrap_or(ONE_K)
    }

    /// The default resolution first, then by how near the areas come to it.
    fn by_resolution(&self, a: &Pair, b: &Pair) -> Ordering {
        let default = self.default_resolution.as_deref();
        let wanted = self.area(None);
        let key = |pair: &Pair| (default.is_some() && !pair.is_at(default), times(area(pair), wanted));
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    }
}

/// The area of a resolution that is a number of K: `2k`, `0.5K`.
fn area_of(word: &str) -> Option<f64> {
    let number = word.strip_suffix(['k', 'K'])?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let thousands = number.parse::<f64>().ok().filter(|it| plain && *it > 0.0 && *it <= MOST_K)?;
    Some(thousands * thousands * ONE_K)
}

fn area(pair: &Pair) -> f64 {
    f64::from(pair.width) * f64::from(pair.height)
}

/// How many times a pair's named ratio and its area are those of a shape.
fn distance(pair: &Pair, width: u32, height: u32) -> (f64, f64) {
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    (times(pair.ratio.value(), width / height), times(area(pair), width * height))
}
