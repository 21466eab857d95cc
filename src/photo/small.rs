//! What comes in: an image row by row, as a decoder gives it. What goes out: the same image some hundred cells wide, each
//! the mean colour of its pixels over white, and whether any pixel is transparent. So no image is held twice.

/// How many cells the longer side has where an image is judged.
pub(super) const CELLS: usize = 96;
/// Below this a pixel is seen through; what lies between it and 255 comes of rounding.
const OPAQUE: u8 = 250;

/// An image that is being shrunk.
#[derive(Debug)]
pub(super) struct Shrinking {
    size: (usize, usize),
    cells: (usize, usize),
    sums: Vec<[u64; 3]>,
    pub(super) transparent: bool,
}

/// A small image: mean colours from 0 to 255, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Small {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) cells: Vec<[f32; 3]>,
}

impl Shrinking {
    /// Begins with an image of this size, neither side being 0. The longer side gets at most so many cells.
    pub(super) fn new((width, height): (u32, u32), most: usize) -> Self {
        let size = (width as usize, height as usize);
        let longer = size.0.max(size.1);
        let cells = |side: usize| if longer <= most { side } else { (side * most).div_ceil(longer) };
        let cells = (cells(size.0).max(1), cells(size.1).max(1));
        Self { size, cells, sums: vec![[0; 3]; cells.0 * cells.1], transparent: false }
    }

    /// Takes a row of pixels with 1 to 4 values each: grey, grey and alpha, red green blue, those and alpha.
    pub(super) fn row(&mut self, y: usize, row: &[u8], channels: usize) {
        let (across, down) = self.cells;
        let (width, height) = self.size;
        let line = (y.min(height.saturating_sub(1)) * down / height.max(1)) * across;
        for (cell, sum) in self.sums.iter_mut().skip(line).take(across).enumerate() {
            let (start, end) = span(cell, across, width);
            let Some(pixels) = row.get(start * channels..end * channels) else { return };
            self.transparent |= add(sum, pixels, channels);
        }
    }

    /// The whole image.
    pub(super) fn all(&mut self, pixels: &[u8], channels: usize) {
        for (y, row) in pixels.chunks_exact(self.size.0 * channels).enumerate() {
            self.row(y, row, channels);
        }
    }

    pub(super) fn finish(self) -> Small {
        let (width, height) = self.cells;
        let columns = (0..width).map(|cell| span(cell, width, self.size.0)).map(|(start, end)| end - start);
        let columns: Vec<usize> = columns.collect();
        let rows = rows_of(height, self.size.1);
        #[allow(clippy::cast_precision_loss)] // means of bytes
        let mean = |(at, sum): (usize, [u64; 3])| {
            let count = (columns[at % width] * rows[at / width]).max(1);
            sum.map(|sum| sum as f32 / count as f32)
        };
        Small { width, height, cells: self.sums.into_iter().enumerate().map(mean).collect() }
    }
}

/// The middle one of values; 0 of none.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// The pixels of a cell.
fn span(cell: usize, cells: usize, pixels: usize) -> (usize, usize) {
    ((cell * pixels).div_ceil(cells), ((cell + 1) * pixels).div_ceil(cells))
}

/// How many rows of pixels each row of cells has.
fn rows_of(cells: usize, pixels: usize) -> Vec<usize> {
    (0..cells).map(|cell| span(cell, cells, pixels)).map(|(start, end)| end - start).collect()
}

/// Adds pixels to a sum; tells whether one of them is transparent.
fn add(sum: &mut [u64; 3], pixels: &[u8], channels: usize) -> bool {
    let mut clear = false;
    let mut over_white = |value: u8, alpha: u8| {
        clear |= alpha < OPAQUE;
        (u64::from(value) * u64::from(alpha) + 255 * u64::from(255 - alpha)) / 255
    };
    match channels {
        1 => {
            let grey: u64 = pixels.iter().map(|value| u64::from(*value)).sum();
            *sum = sum.map(|sum| sum + grey);
        }
        2 => {
            let grey: u64 = pixels.chunks_exact(2).map(|pixel| over_white(pixel[0], pixel[1])).sum();
            *sum = sum.map(|sum| sum + grey);
        }
        3 => {
            let mut part = [0_u32; 3];
            for pixel in pixels.chunks_exact(3) {
                for (part, value) in part.iter_mut().zip(pixel) {
                    *part += u32::from(*value);
                }
            }
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += u64::from(part));
        }
        _ => {
            for pixel in pixels.chunks_exact(4) {
                for (sum, value) in sum.iter_mut().zip(&pixel[..3]) {
                    *sum += over_white(*value, pixel[3]);
                }
            }
        }
    }
    clear
}

impl Small {
    /// The colour of a cell.
    pub(super) fn at(&self, x: usize, y: usize) -> [f32; 3] {
        self.cells.get(y * self.width + x).copied().unwrap_or_default()
    }

    /// The image as it is shown, after the turn that EXIF asks for.
    pub(super) fn turned(self, orientation: u8) -> Self {
        let (width, height) = if orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) };
        let (right, bottom) = (self.width - 1, self.height - 1);
        let from = |x: usize, y: usize| match orientation {
            2 => (right - x, y),
            3 => (right - x, bottom - y),
            4 => (x, bottom - y),
            5 => (y, x),
            6 => (y, bottom - x),
            7 => (right - y, bottom - x),
            8 => (right - y, x),
            _ => (x, y),
        };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let cells = places.map(|(x, y)| from(x, y)).map(|(x, y)| self.at(x, y)).collect();
        Self { width, height, cells }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;

    #[test]
    fn every_pixel_counts_once() {
        for (width, height) in [(1, 1), (3, 2), (96, 96), (97, 5), (200, 1), (193, 402)] {
            let mut shrinking = Shrinking::new((width, height), CELLS);
            shrinking.all(&vec![100; (width * height * 3) as usize], 3);
            assert!(!shrinking.transparent);
            let small = shrinking.finish();
            assert!(small.width.max(small.height) <= CELLS);
            assert!(small.cells.iter().all(|cell| *cell == [100.0; 3]), "{width}x{height}: {small:?}");
        }
    }

    #[test]
    fn alpha_lies_over_white() {
        let mut shrinking = Shrinking::new((2, 1), CELLS);
        shrinking.row(0, &[0, 0, 0, 255, 0, 0, 0, 0], 4);
        assert!(shrinking.transparent);
        assert_eq!(shrinking.finish().cells, [[0.0; 3], [255.0; 3]]);
        let mut opaque = Shrinking::new((2, 1), CELLS);
        opaque.row(0, &[7, 255, 9, 255], 2);
        assert!(!opaque.transparent);
    }

    #[test]
    fn turns_put_the_corner_where_it_is_shown() {
        // The stored image: 0 1 2 over 3 4 5.
        let cells: Vec<[f32; 3]> = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(|value| [value; 3]).to_vec();
        let small = Small { width: 3, height: 2, cells };
        let shown = |orientation| {
            let turned = small.clone().turned(orientation);
            (turned.width, turned.cells.iter().map(|cell| cell[0] as u8).collect::<Vec<_>>())
        };
        assert_eq!(shown(1), (3, vec![0, 1, 2, 3, 4, 5]));
        assert_eq!(shown(2), (3, vec![2, 1, 0, 5, 4, 3]));
        assert_eq!(shown(3), (3, vec![5, 4, 3, 2, 1, 0]));
        assert_eq!(shown(4), (3, vec![3, 4, 5, 0, 1, 2]));
        assert_eq!(shown(5), (2, vec![0, 3, 1, 4, 2, 5]));
        assert_eq!(shown(6), (2, vec![3, 0, 4, 1, 5, 2]));
        assert_eq!(shown(7), (2, vec![5, 2, 4, 1, 3, 0]));
        assert_eq!(shown(8), (2, vec![2, 5, 1, 4, 0, 3]));
    }
}
