//! Times in milliseconds since 1970, and how they are written. Absent: zones; everything is UTC.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Now; 1970 if the clock is before that.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// This many days.
pub(super) const fn days(count: i64) -> i64 {
    count * DAY
}

/// As ISO 8601 has it: `2026-11-26T10:00:00.123Z`.
#[must_use]
pub fn written(time: i64) -> String {
    let (year, month, day) = date(time.div_euclid(DAY));
    let rest = time.rem_euclid(DAY);
    let (second, milli) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// The date of a day that is so many days after the first of 1970. Years are counted from March on, so that the day that a
/// leap year has more comes last; 400 years have 146097 days.
fn date(day: i64) -> (i64, i64, i64) {
    let from_march = day + 719_468; // days since the first of March of the year 0
    let (era, day) = (from_march.div_euclid(146_097), from_march.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let is_next_year = i64::from(month >= 10);
    (era * 400 + year + is_next_year, (month + 2) % 12 + 1, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_calendar_has_them() {
        for (time, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            (1_735_689_599_123, "2024-12-31T23:59:59.123Z"),
            (1_764_151_200_123, "2025-11-26T10:00:00.123Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (4_107_456_000_000, "2100-02-28T00:00:00.000Z"),
        ] {
            assert_eq!(written(time), text);
        }
    }

    #[test]
    fn every_day_of_a_thousand_years_follows_the_one_before() {
        let mut last = date(-1);
        for day in 0..365_250 {
            let (year, month, of_month) = date(day);
            let next_month = (last.0 + i64::from(last.1 == 12), last.1 % 12 + 1, 1);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let longest = [31, 28 + i64::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            assert!((year, month, of_month) == next_month || (year, month, of_month) == (last.0, last.1, last.2 + 1));
            assert!(of_month <= longest[usize::try_from(month - 1).unwrap_or(0)], "{year}-{month}-{of_month}");
            last = (year, month, of_month);
        }
    }

    #[test]
    fn no_time_is_too_odd_to_be_written() {
        for time in [i64::MIN, i64::MAX, i64::MIN + 1, now()] {
            assert!(written(time).ends_with('Z'));
        }
    }
}
