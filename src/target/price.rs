//! What a picture costs, as the data file of its model has it. Amounts are exact: whole millionths of a US dollar.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

/// An amount of money in millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Usd(pub u64);

/// Prices in US dollars; what is absent is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Price {
    /// One picture at a resolution: `1K`.
    #[serde(default)]
    pub image: BTreeMap<String, Usd>,
    /// One picture, whatever its size.
    #[serde(default)]
    pub any: Option<Usd>,
    /// One picture of exactly this size: `1024x1024`.
    #[serde(default)]
    pub exact: BTreeMap<String, Usd>,
    /// One picture as a rule; a task may cost more or less.
    #[serde(default)]
    pub typical: Option<Usd>,
    /// One picture at least.
    #[serde(default)]
    pub from: Option<Usd>,
    /// One reference image besides.
    #[serde(default)]
    pub reference: Option<Usd>,
    /// One picture for which the model searches the web, which no scene asks for.
    #[serde(default)]
    pub grounded_search: Option<Usd>,
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        if !(0.0..=1_000_000.0).contains(&dollars) {
            return Err(serde::de::Error::custom("a price is a number of US dollars, such as 0.04"));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it lies between 0 and 10^12
        Ok(Self((dollars * 1e6 + 0.5) as u64))
    }
}
