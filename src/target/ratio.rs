//! What comes in: a ratio as people write it: `16:9`, `9:19.5`. What goes out: the same as a number of exact parts, so that
//! `32:18` is `16:9`. Absent: pixels.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// In how many parts one is divided.
const PARTS: u32 = 1_000;

/// Width to height. Ratios that are equal as fractions are equal.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    /// Thousandths, at least one.
    across: u32,
    /// Thousandths, at least one.
    down: u32,
}

impl Ratio {
    /// The ratio that a text says; both sides may have up to three decimals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (across, down) = text.split_once(':')?;
        Some(Self { across: thousandths(across)?, down: thousandths(down)? })
    }

    /// How many times as wide as high.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.across) / f64::from(self.down)
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        u64::from(self.across) * u64::from(other.down) == u64::from(self.down) * u64::from(other.across)
    }
}

impl Eq for Ratio {}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", f64::from(self.across) / f64::from(PARTS), f64::from(self.down) / f64::from(PARTS))
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a ratio is two numbers, such as \"16:9\""))
    }
}

/// `19.5` is 19500.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return None;
    }
    let part = format!("{decimals:0<3}").parse::<u32>().ok()?;
    let value = whole.parse::<u32>().ok()?.checked_mul(PARTS)?.checked_add(part)?;
    (value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ratios_are_read_and_shown_as_people_write_them() {
        for text in ["16:9", "9:19.5", "19.5:9", "2.39:1", "1:1", "0.5:1", "4294966:1.125"] {
            assert_eq!(Ratio::parse(text).unwrap().to_string(), text);
        }
        for text in
            ["", ":", "16", "16:", ":9", "0:9", "16:0", "0.0:1", "a:b", "1:2:3", "-1:2", "1.:2", "1:.5", "1e3:2"]
        {
            assert!(Ratio::parse(text).is_none(), "{text}");
        }
        assert!(Ratio::parse("4294968:1").is_none() && Ratio::parse("1.0001:1").is_none());
        assert!(Ratio::parse("99999999999999999999:1").is_none());
    }

    #[test]
    fn equal_fractions_are_equal() {
        let ratio = |text| Ratio::parse(text).unwrap();
        assert_eq!(ratio("32:18"), ratio("16:9"));
        assert_eq!(ratio("9:19.5"), ratio("18:39"));
        assert_ne!(ratio("4294967:1"), ratio("4294966:1"));
        assert_ne!(ratio("16:9"), ratio("9:16"));
    }

    #[test]
    fn the_value_is_the_quotient() {
        assert!((Ratio::parse("9:19.5").unwrap().value() - 6.0 / 13.0).abs() < 1e-12);
    }
}
