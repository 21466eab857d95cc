//! Amounts of money as people type them. What comes in: a text. What goes out: whole millionths of a US dollar, exactly.

use crate::target::Usd;

/// The largest amount that may be typed, in dollars.
const MOST: u64 = 1_000_000;

/// Reads `5`, `0.50`, `$5` or `5 USD`.
pub(super) fn dollars(text: &str) -> Result<Usd, String> {
    let why = || "write an amount of US dollars, such as 5 or 0.50".to_owned();
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    let text = text.strip_suffix("USD").unwrap_or(text).trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !digits(whole) || !digits(part) {
        return Err(why());
    }
    if part.len() > 6 {
        return Err("write no more than six digits behind the point".to_owned());
    }
    let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u64>().ok() };
    let whole = number(whole).filter(|whole| *whole <= MOST);
    let whole = whole.ok_or_else(|| format!("an amount is {MOST} dollars at most"))?;
    let part = number(&format!("{part:0<6}")).ok_or_else(why)?;
    Ok(Usd(whole * 1_000_000 + part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, millionths) in [
            ("5", 5_000_000),
            ("0.50", 500_000),
            ("$5", 5_000_000),
            (" 0.1 USD", 100_000),
            (".07", 70_000),
            ("5.", 5_000_000),
            ("0.000001", 1),
            ("0", 0),
            ("1000000", 1_000_000_000_000),
        ] {
            assert_eq!(dollars(text), Ok(Usd(millionths)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "$", "-1", "1e3", "1,50", "inf", "NaN", "five", "1.0000001", "1000001", "1.2.3", "٣"] {
            assert!(dollars(text).is_err(), "{text}");
        }
    }
}
