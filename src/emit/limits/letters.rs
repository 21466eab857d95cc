//! What comes in: the models that tasks are for. What goes out: how many letters prompts may have for all of them, for whoever
//! makes many prompts without compiling each.

use std::ops::RangeInclusive;

use crate::target::{Limits, Profile, Takes};

/// How many letters the prompts of a task may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// The prompt.
    pub prompt: RangeInclusive<usize>,
    /// The negative prompt.
    pub negative: RangeInclusive<usize>,
}

impl Letters {
    /// As many as one likes.
    pub const ANY: Self = Self { prompt: 0..=usize::MAX, negative: 0..=usize::MAX };

    /// What all of these models take.
    #[must_use]
    pub fn of<'a>(models: impl Iterator<Item = &'a Profile>) -> Self {
        models.fold(Self::ANY, |letters, profile| {
            let negative = match profile.negative_prompt {
                Takes::Within(limits) => narrowed(&letters.negative, limits),
                Takes::Unknown | Takes::No | Takes::Yes => letters.negative,
            };
            Self { prompt: narrowed(&letters.prompt, profile.prompt), negative }
        })
    }
}

fn narrowed(range: &RangeInclusive<usize>, limits: Limits) -> RangeInclusive<usize> {
    let size = |limit: Option<u64>| limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let least = size(limits.min).unwrap_or(0).max(*range.start());
    least..=size(limits.max).unwrap_or(usize::MAX).min(*range.end())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::target::Models;

    #[test]
    fn the_strictest_model_counts() {
        let models =
            ["google:4@3", "alibaba:qwen-image@3.0", "runware:400@2"].map(|air| Models::BUILT_IN.get(air).unwrap());
        assert_eq!(Letters::of(models.into_iter()), Letters { prompt: 3..=10_000, negative: 2..=500 });
        assert_eq!(Letters::of(models.into_iter().take(1)), Letters { prompt: 3..=45_000, ..Letters::ANY });
        assert_eq!(Letters::of(std::iter::empty()), Letters::ANY);
    }
}
