//! What is known about one model, as its data file has it. What no source says is absent there, and unknown here.

use serde::{Deserialize, Deserializer};

use super::{Dialect, Price, Sizes};

/// What is known about one model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// The id that scenes and tasks use: `google:4@3`.
    pub air: String,
    /// A name fit for file names.
    pub slug: String,
    /// The name people know.
    pub name: String,
    /// Who made it.
    pub provider: String,
    /// Ids of models of the same family, whose own figures were not found.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it can still be used.
    #[serde(default)]
    pub status: Status,
    /// The day from which it cannot be used any more, where known.
    #[serde(default)]
    pub until: Option<String>,
    /// The model to use instead, where it is withdrawn or will be.
    #[serde(default)]
    pub successor: Option<String>,
    /// How a prompt speaks to it.
    pub dialect: Dialect,
    /// How many reference images it takes, if a task has any.
    pub references: Limits,
    /// Whether it takes a task without any, where known. A least number of none says so, too.
    #[serde(default)]
    pub references_optional: Option<bool>,
    /// How many characters a prompt may have.
    pub prompt: Limits,
    /// The sizes it makes.
    #[serde(default)]
    pub sizes: Sizes,
    /// Whether it takes a negative prompt, and of how many characters.
    #[serde(default)]
    pub negative_prompt: Takes,
    /// Whether it takes a seed, and which.
    #[serde(default)]
    pub seed: Takes,
    /// How many references it promises to show faithfully.
    #[serde(default)]
    pub fidelity: Option<Fidelity>,
    /// The reference that gives the picture its shape if no size is sent; none if none does, or if it is not known.
    #[serde(default)]
    pub shape_from: Option<ShapeFrom>,
    /// What it costs, where known.
    #[serde(rename = "priceUSD", default)]
    pub price: Price,
    /// Where the figures come from, if that is a page.
    #[serde(default)]
    pub source: Option<String>,
    /// The day they were looked up.
    pub checked: String,
    /// How sure they are.
    pub confidence: String,
    /// What looks odd about them.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Profile {
    /// Whether it takes a task without reference images, where known.
    #[must_use]
    pub fn takes_no_references(&self) -> Option<bool> {
        self.references_optional.or((self.references.min == Some(0)).then_some(true))
    }
}

/// Whether a model can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It can.
    #[default]
    Active,
    /// Its maker has said that it will be withdrawn.
    Retiring,
    /// Its maker has withdrawn it.
    Retired,
}

/// How many references a model promises to show faithfully.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fidelity {
    /// Things.
    pub objects: usize,
    /// People and animals.
    pub characters: usize,
    /// Who says so.
    pub source: String,
}

/// The reference that gives a picture its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShapeFrom {
    /// The first one.
    First,
    /// The last one.
    Last,
}

/// A smallest and a largest value, both allowed; an absent one is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The smallest.
    #[serde(default)]
    pub min: Option<u64>,
    /// The largest.
    #[serde(default)]
    pub max: Option<u64>,
}

impl Limits {
    /// Whether a value lies between them, as far as they are known.
    #[must_use]
    pub fn hold(self, value: u64) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }

    /// `1 to 14`, `up to 14`, `1 and more`; nothing if neither is known.
    #[must_use]
    pub fn range(self) -> Option<String> {
        Some(match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (Some(min), Some(max)) => format!("{min} to {max}"),
            (Some(min), None) => format!("{min} and more"),
            (None, Some(max)) => format!("up to {max}"),
            (None, None) => return None,
        })
    }

    /// The nearest value that lies between them.
    #[must_use]
    pub fn nearest(self, value: u64) -> u64 {
        let low = self.min.map_or(value, |min| value.max(min));
        self.max.map_or(low, |max| low.min(max))
    }
}

/// Whether a model takes something. Data files write `null`, `false`, `true`, or the limits of what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Takes {
    /// No source says so.
    #[default]
    Unknown,
    /// It does not.
    No,
    /// It does; no limits are known.
    Yes,
    /// It does, within limits.
    Within(Limits),
}

impl<'de> Deserialize<'de> for Takes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "invalid type: expected `true`, `false`, or limits such as { min = 0, max = 100 }"
        )]
        enum Written {
            Said(bool),
            Within(Limits),
        }
        Ok(match Option::<Written>::deserialize(deserializer)? {
            None => Self::Unknown,
            Some(Written::Said(false)) => Self::No,
            Some(Written::Said(true)) => Self::Yes,
            Some(Written::Within(limits)) => Self::Within(limits),
        })
    }
}
