//! What a picture costs, as the data file of its model has it. Amounts are exact: whole millionths of a US dollar.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer};

const MILLION: u64 = 1_000_000;

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
    /// The number of steps that the prices of exact sizes are for, where they hang on steps. No scene sets steps.
    #[serde(default)]
    pub steps: Option<u32>,
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

impl fmt::Display for Usd {
    /// `$0.04`, `$0.06923`: as many decimals as there are, at least two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dollars, millionths) = (self.0 / MILLION, self.0 % MILLION);
        let decimals = format!("{millionths:06}");
        let shown = decimals.trim_end_matches('0').len().max(2);
        write!(f, "${dollars}.{}", &decimals[..shown])
    }
}

impl Usd {
    /// The amount as a number of dollars.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // amounts beyond nine thousand million dollars need not be exact
    pub fn dollars(self) -> f64 {
        self.0 as f64 / MILLION as f64
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_show_what_they_have() {
        for (millionths, shown) in [
            (0, "$0.00"),
            (40_000, "$0.04"),
            (69_230, "$0.06923"),
            (100_000, "$0.10"),
            (1, "$0.000001"),
            (12_345_600, "$12.3456"),
            (u64::MAX, "$18446744073709.551615"),
        ] {
            assert_eq!(Usd(millionths).to_string(), shown);
        }
        assert!((Usd(69_230).dollars() - 0.06923).abs() < 1e-15);
    }
}
