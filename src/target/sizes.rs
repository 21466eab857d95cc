//! What comes in: a size or a ratio as a scene asks for it, or the shape of an image. What goes out: the pair that the
//! model makes, or the nearest ones. Sizes come from the table alone; none is ever computed from another.

use serde::Deserialize;
use smol_str::SmolStr;

/// The sizes that a model makes; nothing at all if no source gives them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Sizes {
    /// The resolutions, smallest first: `0.5K`, `1K`, `2K`, `4K`.
    pub resolutions: Vec<String>,
    /// The resolution of a ratio without one.
    pub default_resolution: Option<String>,
    /// Whether a bare resolution is only taken together with reference images, where known.
    pub resolution_needs_references: Option<bool>,
    /// When a task has to say its size.
    pub needed: Needed,
    /// Every pair that is taken or, where others are taken too, every pair that is recommended.
    pub pairs: Vec<Pair>,
    /// Whether the pairs are all there are; if not, others may be taken.
    pub complete: bool,
    /// The bounds of sizes that are free.
    pub free: Option<Free>,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            resolutions: Vec::new(),
            default_resolution: None,
            resolution_needs_references: None,
            needed: Needed::Unknown,
            pairs: Vec::new(),
            complete: true,
            free: None,
        }
    }
}

/// When a task has to say its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Needed {
    /// No source says so.
    #[default]
    Unknown,
    /// Never: the model chooses.
    Never,
    /// If it has no reference images.
    WithoutReferences,
    /// Always.
    Always,
}

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

/// One size in the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// `1K`; empty if the model has no resolutions.
    #[serde(default)]
    pub resolution: SmolStr,
    /// `4:3`
    pub ratio: SmolStr,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why a ratio gives no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSize {
    /// The model has no such resolution; [`Sizes::resolutions`] are those it has.
    Resolution,
    /// The resolution has no such ratio; [`Sizes::ratios`] are those it has.
    Ratio,
}

impl Pair {
    /// `1K 4:3`
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.resolution, self.ratio).trim_start().to_owned()
    }
}

impl Sizes {
    /// The pair with exactly this width and height.
    #[must_use]
    pub fn exact(&self, width: u32, height: u32) -> Option<&Pair> {
        self.pairs.iter().find(|pair| (pair.width, pair.height) == (width, height))
    }

    /// The three pairs nearest to a width and height: by ratio first, then by area.
    #[must_use]
    pub fn nearest(&self, width: u32, height: u32) -> Vec<&Pair> {
        let mut pairs: Vec<_> = self.pairs.iter().map(|pair| (distance(pair, width, height), pair)).collect();
        pairs.sort_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        pairs.into_iter().take(3).map(|(_, pair)| pair).collect()
    }

    /// The pair of a ratio such as `16:9` at a resolution such as `2k`.
    pub fn at(&self, ratio: &str, resolution: Option<&str>) -> Result<&Pair, NoSize> {
        let resolution = self.resolution(resolution).ok_or(NoSize::Resolution)?;
        let (across, down) = parse_ratio(ratio).ok_or(NoSize::Ratio)?;
        self.of(resolution).find(|pair| is_ratio(pair, across, down)).ok_or(NoSize::Ratio)
    }

    /// The pair whose ratio comes nearest to an image's shape, at a resolution.
    #[must_use]
    pub fn matching(&self, width: u32, height: u32, resolution: Option<&str>) -> Option<&Pair> {
        let resolution = self.resolution(resolution)?;
        let off = |pair: &Pair| distance(pair, width, height).0;
        self.of(resolution).min_by(|a, b| off(a).total_cmp(&off(b)))
    }

    /// The ratios of a resolution, in the table's order; none if the model has no such resolution.
    #[must_use]
    pub fn ratios(&self, resolution: Option<&str>) -> Vec<&str> {
        let Some(resolution) = self.resolution(resolution) else { return Vec::new() };
        self.of(resolution).map(|pair| pair.ratio.as_str()).collect()
    }

    /// The table's name of a resolution, whose case does not count; without one the default.
    #[must_use]
    pub fn resolution(&self, word: Option<&str>) -> Option<&str> {
        let Some(word) = word.or(self.default_resolution.as_deref()) else {
            return self.resolutions.is_empty().then_some("");
        };
        self.resolutions.iter().find(|resolution| resolution.eq_ignore_ascii_case(word)).map(String::as_str)
    }

    fn of<'a>(&'a self, resolution: &'a str) -> impl Iterator<Item = &'a Pair> {
        self.pairs.iter().filter(move |pair| pair.resolution == resolution)
    }
}

/// How many times a pair's named ratio and its area are those of a shape, or the other way round: never less than one,
/// and as much for too large as for too small. Quotients say what logarithms would, without the library they come from.
fn distance(pair: &Pair, width: u32, height: u32) -> (f64, f64) {
    let times = |a: f64, b: f64| (a / b).max(b / a);
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let (across, down) = parse_ratio(&pair.ratio).unwrap_or((pair.width, pair.height));
    let ratio = times(f64::from(across) / f64::from(down), width / height);
    (ratio, times(f64::from(pair.width) * f64::from(pair.height), width * height))
}

fn is_ratio(pair: &Pair, across: u32, down: u32) -> bool {
    parse_ratio(&pair.ratio).is_some_and(|(x, y)| u64::from(x) * u64::from(down) == u64::from(y) * u64::from(across))
}

fn parse_ratio(text: &str) -> Option<(u32, u32)> {
    let (across, down) = text.split_once(':')?;
    let number = |digits: &str| digits.parse().ok().filter(|number| *number > 0);
    Some((number(across)?, number(down)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::target::{DEFAULT_MODEL, Models};

    fn sizes() -> &'static Sizes {
        &Models::BUILT_IN.get(DEFAULT_MODEL).unwrap().sizes
    }

    fn labels(pairs: &[&Pair]) -> Vec<String> {
        pairs.iter().map(|pair| pair.label()).collect()
    }

    #[test]
    fn the_table_is_whole_and_unambiguous() {
        let sizes = sizes();
        assert_eq!(sizes.pairs.len(), 4 * 14);
        for pair in &sizes.pairs {
            assert_eq!(sizes.exact(pair.width, pair.height), Some(pair));
            assert_eq!(sizes.at(&pair.ratio, Some(&pair.resolution.to_lowercase())), Ok(pair));
            assert_eq!(sizes.nearest(pair.width, pair.height).len(), 3);
        }
    }

    #[test]
    fn a_pair_is_nearest_to_itself_and_matches_itself() {
        let sizes = sizes();
        // The published figure of this row has another shape than its name.
        for pair in sizes.pairs.iter().filter(|pair| pair.label() != "0.5K 21:9") {
            assert_eq!(sizes.nearest(pair.width, pair.height)[0], pair);
            assert_eq!(sizes.matching(pair.width, pair.height, Some(&pair.resolution)), Some(pair));
        }
    }

    #[test]
    fn a_refused_size_names_its_ratio_first() {
        assert_eq!(labels(&sizes().nearest(1200, 900)), ["1K 4:3", "2K 4:3", "0.5K 4:3"]);
        assert_eq!(labels(&sizes().nearest(1920, 1080)), ["1K 16:9", "2K 16:9", "0.5K 16:9"]);
        assert_eq!(labels(&sizes().nearest(0, 0))[0], "0.5K 1:1");
        assert_eq!(labels(&sizes().nearest(u32::MAX, 1))[0], "4K 8:1");
    }

    #[test]
    fn ratios_take_the_default_resolution() {
        let sizes = sizes();
        assert_eq!(sizes.at("16:9", None).map(Pair::label).as_deref(), Ok("1K 16:9"));
        assert_eq!(sizes.at("16:9", Some("0.5k")).map(Pair::label).as_deref(), Ok("0.5K 16:9"));
        assert_eq!(sizes.at("32:18", Some("4K")).map(Pair::label).as_deref(), Ok("4K 16:9"));
        assert_eq!(sizes.at("7:5", None), Err(NoSize::Ratio));
        assert_eq!(sizes.at("0:0", None), Err(NoSize::Ratio));
        assert_eq!(sizes.at("16", None), Err(NoSize::Ratio));
        assert_eq!(sizes.at("16:9", Some("3k")), Err(NoSize::Resolution));
        assert_eq!(sizes.ratios(Some("2k")).len(), 14);
        assert!(sizes.ratios(Some("3k")).is_empty());
    }

    #[test]
    fn an_image_takes_the_nearest_ratio() {
        let sizes = sizes();
        assert_eq!(sizes.matching(4000, 3000, None).map(Pair::label).as_deref(), Some("1K 4:3"));
        assert_eq!(sizes.matching(1080, 1920, Some("2K")).map(Pair::label).as_deref(), Some("2K 9:16"));
        assert_eq!(sizes.matching(1, 9000, None).map(Pair::label).as_deref(), Some("1K 1:8"));
        assert_eq!(sizes.matching(10, 10, Some("9k")), None);
    }
}
