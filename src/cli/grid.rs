//! Tables for people. What comes in: heads and rows. What goes out: columns that fit the width, or rows one below the other.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::paint::Paint;
use super::pretty::{Row, block};

/// Columns between the columns.
pub(super) const GAP: usize = 3;

/// Writes rows under their heads, or one below the other where they are too wide for that.
pub(super) fn grid(out: &mut String, heads: &[&'static str], rows: &[Vec<String>], (paint, width): (Paint, usize)) {
    let wide = |(at, head): (usize, &&str)| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width());
        cells.fold(head.width(), usize::max)
    };
    let widths: Vec<usize> = heads.iter().enumerate().map(wide).collect();
    if widths.iter().sum::<usize>() + GAP * (widths.len() - 1) + 2 > width {
        for row in rows {
            let facts: Vec<Row> = heads
                .iter()
                .zip(row)
                .skip(1)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| (*head, cell.clone()))
                .collect();
            block(out, &row[0], &facts, paint, width);
        }
        return;
    }
    let mut line = |cells: &mut dyn Iterator<Item = (Style, &str)>| {
        out.push_str("  ");
        let mut pad = 0;
        for ((style, cell), wide) in cells.zip(&widths) {
            out.push_str(&" ".repeat(pad));
            paint.put(out, style, cell);
            pad = wide - cell.width() + GAP;
        }
        out.push('\n');
    };
    line(&mut heads.iter().map(|head| (Style::new().dimmed(), *head)));
    for row in rows {
        let style = |at: usize| if at == 0 { Style::new().bold() } else { Style::new() };
        line(&mut row.iter().enumerate().map(|(at, cell)| (style(at), cell.as_str())));
    }
}
