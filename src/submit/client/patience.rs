//! How long a server asks us to wait. What comes in: the heads of its answer. What goes out: a time, at most five minutes.
//! Absent: waiting.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// The longest time that a server may ask for.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// What `Retry-After` says: seconds, or a date, which is held against the server's own clock if it tells the time.
pub(super) fn retry_after(heads: &HeaderMap) -> Option<Duration> {
    let text = text(heads, &RETRY_AFTER)?;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number too large to be read is a long time all the same.
        return Some(text.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let until = seconds(text)?;
    let now = match self::text(heads, &DATE).and_then(seconds) {
        Some(now) => now,
        None => SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs(),
    };
    Some(Duration::from_secs(until.saturating_sub(now)).min(LONGEST))
}

fn text<'h>(heads: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    heads.get(name)?.to_str().ok().map(str::trim)
}

/// The seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that is still written.
fn seconds(date: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parts: Vec<&str> = date.split(' ').take(7).collect();
    let [_, day, month, year, time, "GMT"] = parts[..] else { return None };
    let number = |text: &str, most: u64| text.parse::<u64>().ok().filter(|number| *number <= most);
    let (day, year) = (number(day, 31)?, number(year, 9999)?);
    let month = MONTHS.iter().position(|known| *known == month)?;
    let clock: Vec<&str> = time.split(':').take(4).collect();
    let [hour, minute, second] = clock[..] else { return None };
    let of_day = number(hour, 23)? * 3600 + number(minute, 59)? * 60 + number(second, 60)?;
    // Years that begin in March have their leap day at the end.
    let (shifted, months) = if month < 2 { (year.checked_sub(1)?, month + 10) } else { (year, month - 2) };
    let leaps = shifted / 4 - shifted / 100 + shifted / 400;
    let days = shifted * 365 + leaps + (153 * u64::try_from(months).ok()? + 2) / 5 + day.checked_sub(1)?;
    (days * 86_400 + of_day).checked_sub(719_468 * 86_400)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(retry: &str, date: Option<&str>) -> Option<u64> {
        let mut heads = HeaderMap::new();
        heads.insert(RETRY_AFTER, retry.parse().unwrap());
        if let Some(date) = date {
            heads.insert(DATE, date.parse().unwrap());
        }
        retry_after(&heads).map(|wait| wait.as_secs())
    }

    #[test]
    fn dates_are_read() {
        assert_eq!(seconds("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(seconds("Tue, 29 Feb 2000 12:00:00 GMT"), Some(951_825_600));
        assert_eq!(seconds("Fri, 31 Dec 2027 23:59:59 GMT"), Some(1_830_297_599));
        for date in [
            "",
            "tomorrow",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Mon, 01 Jan 1900 00:00:00 GMT",
        ] {
            assert_eq!(seconds(date), None, "{date}");
        }
    }

    #[test]
    fn both_forms_are_heard_and_bounded() {
        assert_eq!(asked("7", None), Some(7));
        assert_eq!(asked("0", None), Some(0));
        assert_eq!(asked("86400", None), Some(300));
        assert_eq!(asked("99999999999999999999999", None), Some(300));
        let now = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:49 GMT", now), Some(12));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(0));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:49 GMT", None), Some(0));
        assert_eq!(asked("Sat, 06 Nov 2094 08:49:49 GMT", None), Some(300));
        for odd in ["", "-1", "1.5", "soon"] {
            assert_eq!(asked(odd, now), None, "{odd}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
