//! The sizes of a model as a table. What comes in: what is known of its sizes, and a width. What goes out: lines, a row for
//! each ratio and a column for each resolution; what does not fit beside the others comes below them.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::target::{Pair, Sizes};

/// The lines of the table; none if no sizes are listed.
pub(super) fn table(sizes: &Sizes, width: usize) -> Vec<String> {
    let mut ratios: Vec<String> = Vec::new();
    let mut columns: Vec<&str> = sizes.resolutions.iter().map(String::as_str).collect();
    for pair in &sizes.pairs {
        let ratio = named(pair);
        if !ratios.contains(&ratio) {
            ratios.push(ratio);
        }
        if !columns.contains(&pair.resolution.as_str()) {
            columns.push(&pair.resolution);
        }
    }
    columns.retain(|column| sizes.pairs.iter().any(|pair| pair.resolution == *column));
    let head = ratios.iter().map(|ratio| ratio.width()).chain(["ratio".width()]).max().unwrap_or(0);
    let columns: Vec<Vec<String>> = columns.iter().map(|column| cells(sizes, column, &ratios)).collect();
    let mut lines = Vec::new();
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let count = fitting(rest, width.saturating_sub(head));
        let (here, behind) = rest.split_at(count);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for (at, ratio) in std::iter::once("ratio").chain(ratios.iter().map(String::as_str)).enumerate() {
            let mut line = format!("{ratio:head$}");
            for column in here {
                let wide = wide(column);
                let _ = write!(line, "  {:wide$}", column.get(at).map_or("", String::as_str));
            }
            lines.push(line.trim_end().to_owned());
        }
        rest = behind;
    }
    lines
}

/// A resolution and what it makes of each ratio.
fn cells(sizes: &Sizes, resolution: &str, ratios: &[String]) -> Vec<String> {
    let cell = |ratio: &String| {
        let pairs = sizes.pairs.iter().filter(|pair| pair.resolution == resolution && named(pair) == *ratio);
        let pairs: Vec<_> = pairs.map(|pair| format!("{}x{}", pair.width, pair.height)).collect();
        if pairs.is_empty() { "-".to_owned() } else { pairs.join(" or ") }
    };
    let head = if resolution.is_empty() { "size" } else { resolution };
    std::iter::once(head.to_owned()).chain(ratios.iter().map(cell)).collect()
}

/// The ratio as it is written.
fn named(pair: &Pair) -> String {
    pair.ratio.to_string()
}

fn wide(column: &[String]) -> usize {
    column.iter().map(|cell| cell.width()).max().unwrap_or(0)
}

/// How many columns fit, one at least.
fn fitting(columns: &[Vec<String>], width: usize) -> usize {
    let mut used = 0;
    let fit = columns.iter().take_while(|column| {
        used += 2 + wide(column);
        used <= width
    });
    fit.count().max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::target::Models;

    #[test]
    fn what_does_not_fit_comes_below() {
        let sizes = &Models::BUILT_IN.get("google:4@3").unwrap().sizes;
        let lines = table(sizes, 76);
        assert_eq!(lines[0], "ratio  0.5K      1K         2K         4K");
        assert_eq!(lines[1], "1:1    512x512   1024x1024  2048x2048  4096x4096");
        assert_eq!(lines.len(), 15);
        let narrow = table(sizes, 36);
        assert_eq!(narrow.len(), 31);
        assert_eq!((narrow[0].as_str(), narrow[15].as_str()), ("ratio  0.5K      1K", ""));
        assert_eq!(narrow[16], "ratio  2K         4K");
        assert_eq!(table(sizes, 0).len(), 4 * 15 + 3);
        assert!(table(&Sizes::default(), 80).is_empty());
    }
}
