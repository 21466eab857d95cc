//! What comes in: what a data file says of sizes; a size or a ratio as a scene asks for it, or the shape of an image. What
//! goes out: the size that the model makes, or why there is none, and the nearest ones. Where a table is complete, sizes
//! come from it alone; only where a model takes any size within bounds is one computed.

mod choose;
mod free;
#[cfg(test)]
mod tests;

use serde::Deserialize;
use smol_str::SmolStr;

use super::Ratio;

pub use free::Free;

/// How many times a ratio may be another one for both to be the same shape to the eye.
pub const SAME_SHAPE: f64 = 1.05;

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

/// One size in the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// `1K`; empty if the model has no resolutions.
    #[serde(default)]
    pub resolution: SmolStr,
    /// `4:3`
    pub ratio: Ratio,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why there is no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSize {
    /// The model has no such resolution, or not in this shape.
    Resolution,
    /// It makes no such ratio.
    Ratio,
    /// No source says which pixels it would be.
    Unknown,
}

impl Pair {
    /// `1K 4:3`
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.resolution, self.ratio).trim_start().to_owned()
    }

    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn is_at(&self, resolution: Option<&str>) -> bool {
        resolution.is_none_or(|word| self.resolution.eq_ignore_ascii_case(word))
    }
}

impl Sizes {
    /// The pair with exactly this width and height.
    #[must_use]
    pub fn exact(&self, width: u32, height: u32) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.size() == (width, height))
    }

    /// Whether the model makes this size; none if no source says so.
    #[must_use]
    pub fn accepts(&self, width: u32, height: u32) -> Option<bool> {
        if width == 0 || height == 0 {
            return Some(false);
        }
        if self.exact(width, height).is_some() {
            return Some(true);
        }
        match &self.free {
            Some(free) => Some(free.accepts(width, height)),
            None if self.are_all_known() => Some(false),
            None => None,
        }
    }

    /// The ratios of the table at a resolution, in its order; without a resolution all of them.
    #[must_use]
    pub fn ratios(&self, resolution: Option<&str>) -> Vec<Ratio> {
        let mut ratios = Vec::new();
        for pair in self.pairs.iter().filter(|pair| pair.is_at(resolution)) {
            if !ratios.contains(&pair.ratio) {
                ratios.push(pair.ratio);
            }
        }
        ratios
    }

    /// Whether there is a table, and it is the whole truth.
    fn are_all_known(&self) -> bool {
        self.complete && !self.pairs.is_empty()
    }
}
