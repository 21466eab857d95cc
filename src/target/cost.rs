//! What comes in: a model's prices and what a task asks of it. What goes out: what the task costs, and how sure that is.
//! Deliberately absent: what a service adds of its own, such as storage.
//!
//! # What is assumed
//!
//! - A task that sends no size gets the default resolution of its model (of `google:4@3`, 1K), since that is what the
//!   services fill in. The model might choose otherwise, so that such a price is about right, unless all are the same.
//! - The price of a reference counts for every picture of a task. No page says whether it counts once a task; so a limit
//!   on costs is never passed unseen.
//! - Prices for a number of steps are about right: a scene sets no steps, and the model's own number may differ.
//! - Nothing is computed for a size that has no published price.

use std::fmt;

use super::{Profile, Usd};

/// What something costs, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cost {
    /// Exactly this.
    Known(Usd),
    /// This, if what is guessed is true.
    About(Usd, Guess),
    /// This or more.
    AtLeast(Usd),
    /// No price was found.
    #[default]
    Unknown,
}

/// What was guessed for a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// That it is a task like most.
    Typical,
    /// That the model makes this resolution, since none is sent.
    Resolution(String),
    /// That it makes so many steps, since none are sent.
    Steps(u32),
    /// Several of these.
    Several,
}

impl Profile {
    /// What a task costs that sends this size, or none, and so many references, for so many results.
    #[must_use]
    pub fn cost(&self, size: Option<(u32, u32)>, results: u64, references: usize) -> Cost {
        let references = u64::try_from(references).unwrap_or(u64::MAX);
        let besides = self.price.reference.unwrap_or_default().0.saturating_mul(references);
        self.picture(size).map(|usd| Usd(usd.0.saturating_add(besides).saturating_mul(results)))
    }

    /// What one picture costs.
    fn picture(&self, size: Option<(u32, u32)>) -> Cost {
        let price = &self.price;
        let exact = size.and_then(|(width, height)| price.exact.get(&format!("{width}x{height}")));
        if let Some(usd) = exact {
            return price.steps.map_or(Cost::Known(*usd), |steps| Cost::About(*usd, Guess::Steps(steps)));
        }
        if let Some(cost) = self.by_resolution(size).or(price.any.map(Cost::Known)) {
            return cost;
        }
        let typical = price.typical.map(|usd| Cost::About(usd, Guess::Typical));
        typical.or(price.from.map(Cost::AtLeast)).unwrap_or_default()
    }

    fn by_resolution(&self, size: Option<(u32, u32)>) -> Option<Cost> {
        let (image, sizes) = (&self.price.image, &self.sizes);
        if let Some((width, height)) = size {
            let pair = sizes.exact(width, height)?;
            return image.get(pair.resolution.as_str()).copied().map(Cost::Known);
        }
        let first = *image.values().next()?;
        let all_have_one = sizes.resolutions.iter().all(|resolution| image.contains_key(resolution));
        if all_have_one && image.values().all(|usd| *usd == first) {
            return Some(Cost::Known(first));
        }
        let resolution = sizes.default_resolution.clone()?;
        let usd = *image.get(&resolution)?;
        Some(Cost::About(usd, Guess::Resolution(resolution)))
    }
}

impl Cost {
    /// The amount, as far as there is one.
    #[must_use]
    pub fn usd(&self) -> Option<Usd> {
        match self {
            Self::Known(usd) | Self::About(usd, _) | Self::AtLeast(usd) => Some(*usd),
            Self::Unknown => None,
        }
    }

    /// How sure the amount is, in a word for programs: `exact`, `about`, `atLeast` or `unknown`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Known(_) => "exact",
            Self::About(..) => "about",
            Self::AtLeast(_) => "atLeast",
            Self::Unknown => "unknown",
        }
    }

    /// What both cost together, no surer than the less sure one. What is known of one is the least that both cost.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let sum = match (self.usd(), other.usd()) {
            (Some(a), Some(b)) => Usd(a.0.saturating_add(b.0)),
            (Some(usd), None) | (None, Some(usd)) => return Self::AtLeast(usd),
            (None, None) => return Self::Unknown,
        };
        match (self, other) {
            (Self::AtLeast(_), _) | (_, Self::AtLeast(_)) => Self::AtLeast(sum),
            (Self::About(_, a), Self::About(_, b)) => Self::About(sum, if a == b { a } else { Guess::Several }),
            (Self::About(_, guess), _) | (_, Self::About(_, guess)) => Self::About(sum, guess),
            _ => Self::Known(sum),
        }
    }

    fn map(self, change: impl FnOnce(Usd) -> Usd) -> Self {
        match self {
            Self::Known(usd) => Self::Known(change(usd)),
            Self::About(usd, guess) => Self::About(change(usd), guess),
            Self::AtLeast(usd) => Self::AtLeast(change(usd)),
            Self::Unknown => Self::Unknown,
        }
    }
}

impl fmt::Display for Cost {
    /// `$0.04`; `about $0.06951, at 1K`; `at least $0.025`; `not known`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(usd) => write!(f, "{usd}"),
            Self::About(usd, guess) => write!(f, "about {usd}, {guess}"),
            Self::AtLeast(usd) => write!(f, "at least {usd}"),
            Self::Unknown => f.write_str("not known"),
        }
    }
}

impl fmt::Display for Guess {
    /// `at 1K`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resolution(resolution) => write!(f, "at {resolution}"),
            Self::Steps(steps) => write!(f, "at {steps} steps"),
            Self::Typical | Self::Several => f.write_str("as a rule"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::target::Models;

    fn shown(air: &str, size: Option<(u32, u32)>, results: u64, references: usize) -> String {
        Models::BUILT_IN.get(air).unwrap().cost(size, results, references).to_string()
    }

    /// Each worked out by hand from the published prices.
    #[test]
    fn tasks_cost_what_the_table_says() {
        let sent = |air, width, height, results, references| shown(air, Some((width, height)), results, references);
        // 0.06895 + 2 x 0.00028
        assert_eq!(sent("google:4@3", 1200, 896, 1, 2), "$0.06951");
        // (0.15295 + 14 x 0.00028) x 3
        assert_eq!(sent("google:4@3", 5504, 3072, 3, 14), "$0.47061");
        assert_eq!(sent("google:4@3", 512, 512, 20, 0), "$0.9314");
        assert_eq!(sent("google:4@2", 2048, 2048, 1, 5), "$0.138");
        assert_eq!(sent("google:nano-banana@2.1", 1024, 1024, 2, 1), "$0.0682");
        // (0.06 + 3 x 0.01) x 2
        assert_eq!(sent("xai:grok-imagine@image-2.0", 2048, 2048, 2, 3), "$0.18");
        assert_eq!(sent("bytedance:5@0", 1280, 720, 4, 2), "$0.12");
        assert_eq!(sent("bfl:flux@3-image", 1024, 1024, 1, 1), "$0.048");
        assert_eq!(sent("openai:gpt-image@2.5-flare", 1024, 1024, 2, 0), "about $0.0862, as a rule");
        assert_eq!(sent("runware:400@2", 1024, 1024, 1000, 1), "about $0.78, at 4 steps");
        assert_eq!(sent("runware:400@2", 1024, 768, 1, 1), "not known");
        assert_eq!(sent("krea:krea@3", 1000, 1000, 2, 1), "at least $0.05");
        assert_eq!(sent("bfl:5@1", 1024, 1024, 1, 1), "not known");
    }

    #[test]
    fn without_a_size_the_default_resolution_is_guessed_if_it_matters() {
        assert_eq!(shown("google:4@3", None, 1, 2), "about $0.06951, at 1K");
        assert_eq!(shown("google:4@2", None, 2, 2), "about $0.276, at 1K");
        assert_eq!(shown("google:nano-banana@2-lite", None, 1, 9), "$0.0336");
        assert_eq!(shown("bfl:3@1", None, 1, 2), "$0.04");
        assert_eq!(shown("bytedance:5@0", None, 1, 2), "$0.03");
    }

    #[test]
    fn a_sum_is_no_surer_than_its_parts() {
        let (known, least) = (Cost::Known(Usd(2)), Cost::AtLeast(Usd(3)));
        let about = |guess| Cost::About(Usd(5), guess);
        assert_eq!(known.clone().and(known.clone()), Cost::Known(Usd(4)));
        assert_eq!(known.clone().and(about(Guess::Typical)), Cost::About(Usd(7), Guess::Typical));
        assert_eq!(about(Guess::Typical).and(about(Guess::Typical)), Cost::About(Usd(10), Guess::Typical));
        assert_eq!(about(Guess::Steps(4)).and(about(Guess::Typical)), Cost::About(Usd(10), Guess::Several));
        assert_eq!(least.clone().and(about(Guess::Typical)), Cost::AtLeast(Usd(8)));
        assert_eq!(Cost::Unknown.and(known.clone()), Cost::AtLeast(Usd(2)));
        assert_eq!(Cost::Unknown.and(Cost::Unknown), Cost::Unknown);
        assert_eq!(Cost::Known(Usd(u64::MAX)).and(known), Cost::Known(Usd(u64::MAX)));
    }

    #[test]
    fn no_number_is_too_large() {
        let grok = Models::BUILT_IN.get("xai:grok-imagine@image-2.0").unwrap();
        assert_eq!(grok.cost(Some((1024, 1024)), u64::MAX, usize::MAX), Cost::Known(Usd(u64::MAX)));
        assert_eq!(grok.cost(Some((u32::MAX, 1)), 1, 1), Cost::Unknown);
    }
}
