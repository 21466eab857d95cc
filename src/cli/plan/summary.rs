//! What a run would do, in a few lines. What comes in: jobs, and what becomes of them. What goes out: text.

use super::planned::Planned;
use crate::cli::check::some;
use crate::cli::jobs::Jobs;
use crate::diagnostic::render::printable;
use crate::target::Cost;

impl Planned {
    /// The short summary: a few lines.
    pub(in crate::cli) fn summary(&self, jobs: &Jobs) -> String {
        let mut lines = vec![self.pictures()];
        let mut line = |count: usize, one: &str, many: &str| {
            if count > 0 {
                lines.push(format!("{} {}", some(count, "task"), if count == 1 { one } else { many }));
            }
        };
        line(self.anew, "failed before, and is sent anew", "failed before, and are sent anew");
        line(self.made, "is made already, and costs nothing", "are made already, and cost nothing");
        line(
            self.out,
            "was sent before and is still open: it is asked about, and not paid again",
            "were sent before and are still open: they are asked about, and not paid again",
        );
        line(self.same, "is the same as another one, and not paid again", "are the same as others, and not paid again");
        lines.extend(self.images());
        if self.sent > 0 {
            lines.push(self.price() + &self.days(jobs));
        }
        lines.join("\n") + "\n"
    }

    fn pictures(&self) -> String {
        if self.sent == 0 {
            return "nothing to make".to_owned();
        }
        let deep = if self.depth > 1 { format!(", up to {} passes deep", self.depth) } else { String::new() };
        let pictures = usize::try_from(self.pictures).unwrap_or(usize::MAX);
        format!("{} to make in {}{deep}", some(pictures, "picture"), some(self.sent, "task"))
    }

    fn images(&self) -> Option<String> {
        let known = format!("{} known to the service", self.known);
        match (self.uploads, self.known) {
            (0, 0) => None,
            (0, _) => Some(format!("no image to upload, {known}")),
            (uploads, 0) => Some(format!("{} to upload ({})", some(uploads, "image"), size(self.bytes))),
            (uploads, _) => Some(format!("{} to upload ({}), {known}", some(uploads, "image"), size(self.bytes))),
        }
    }

    /// What the run costs, in words.
    pub(in crate::cli) fn price(&self) -> String {
        match &self.cost {
            Cost::Unknown => "the price is not known".to_owned(),
            cost => cost.to_string(),
        }
    }

    /// How old the prices are: ` by the prices of 2026-11-22`. Nobody is told how long ago that was: a plan knows no clock.
    fn days(&self, jobs: &Jobs) -> String {
        if self.cost == Cost::Unknown {
            return String::new();
        }
        let mut days: Vec<&str> =
            self.models.keys().filter_map(|model| Some(jobs.checked.get(model)?.as_str())).collect();
        days.retain(|day| !day.is_empty());
        days.sort_unstable();
        let comma = if matches!(self.cost, Cost::About(..)) { "," } else { "" };
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if first == last => format!("{comma} by the prices of {}", printable(first)),
            (Some(first), Some(last)) => {
                format!("{comma} by the prices of {} to {}", printable(first), printable(last))
            }
            _ => String::new(),
        }
    }
}

/// `5.2 MB`
pub(in crate::cli) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 1, 999, 1_000, 728_400, 5_249_999, 999_999_999, 1_000_000_000, u64::MAX].map(size);
        let told =
            ["0 bytes", "1 byte", "999 bytes", "1 KB", "728 KB", "5.2 MB", "999.9 MB", "1.0 GB", "18446744073.7 GB"];
        assert_eq!(sizes, told);
    }
}
