//! What comes in: lines of code with their comments, one after another. What goes out: the text, with the `=` of
//! neighbouring bindings and the comments of neighbouring lines in one column. Absent: which line ends where.

/// How wide a line may be, in columns.
pub(super) const LIMIT: usize = 120;

/// How wide code may be for its comment to be aligned with others; a wider line would push them out of sight.
const COMMENTED: usize = 80;

/// How far a line is indented for each bracket around it.
pub(super) const INDENT: usize = 2;

/// A line of code.
#[derive(Debug, Default)]
pub(super) struct Line<'t> {
    pub indent: usize,
    /// Without indent and comment.
    pub code: String,
    /// How wide the code is; of no use if it holds line ends.
    pub width: usize,
    /// How many bytes and columns stand before the `=`, if the line binds a name or a parameter.
    pub name: Option<(usize, usize)>,
    /// The comment behind the code.
    pub comment: Option<&'t str>,
}

/// The text as far as it is written, and lines that wait for their neighbours.
pub(super) struct Lines<'t> {
    out: String,
    end: &'static str,
    waiting: Vec<Line<'t>>,
}

impl<'t> Lines<'t> {
    /// An empty text of about so many bytes, whose lines end with `end`.
    pub(super) fn new(bytes: usize, end: &'static str) -> Self {
        Self { out: String::with_capacity(bytes + bytes / 16), end, waiting: Vec::new() }
    }

    /// Adds a line.
    pub(super) fn push(&mut self, line: Line<'t>) {
        if self.waiting.last().is_some_and(|last| last.name.is_none() && last.comment.is_none()) {
            self.flush();
        }
        self.waiting.push(line);
    }

    /// Puts a comment behind the last line.
    pub(super) fn trail(&mut self, comment: &'t str) {
        if let Some(last) = self.waiting.last_mut() {
            last.comment = Some(comment);
        }
    }

    /// Adds a comment on a line of its own.
    pub(super) fn note(&mut self, indent: usize, comment: &str) {
        self.flush();
        blanks(&mut self.out, indent);
        self.out.push_str(comment);
        self.out.push_str(self.end);
    }

    /// Adds an empty line.
    pub(super) fn blank(&mut self) {
        self.flush();
        self.out.push_str(self.end);
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.flush();
        self.out
    }

    fn flush(&mut self) {
        let mut lines = std::mem::take(&mut self.waiting);
        for run in lines.chunk_by_mut(|a, b| a.binds() && b.binds() && a.indent == b.indent && a.is_like(b)) {
            align_names(run);
        }
        for run in lines.chunk_by(|a, b| a.comment.is_some() && b.comment.is_some() && a.indent == b.indent) {
            let column = run.iter().filter(|line| line.fits(COMMENTED)).map(|line| line.width).max().unwrap_or(0);
            for line in run {
                blanks(&mut self.out, line.indent);
                self.out.push_str(&line.code);
                if let Some(comment) = line.comment {
                    let more = if line.fits(COMMENTED) { column - line.width } else { 0 };
                    blanks(&mut self.out, 2 + more);
                    self.out.push_str(comment);
                }
                self.out.push_str(self.end);
            }
        }
        lines.clear();
        self.waiting = lines;
    }
}

impl Line<'_> {
    fn binds(&self) -> bool {
        self.name.is_some()
    }

    /// Whether both lines are parameters or none is.
    fn is_like(&self, other: &Self) -> bool {
        self.code.starts_with("param ") == other.code.starts_with("param ")
    }

    /// Whether the line is within so many columns; only such lines are aligned.
    fn fits(&self, columns: usize) -> bool {
        self.indent + self.width <= columns && !self.code.contains('\n')
    }
}

/// Brings the `=` of bindings into one column. A line that would get too wide by it stays as it is.
fn align_names(run: &mut [Line<'_>]) {
    let name = |line: &Line<'_>| line.name.map_or(0, |(_, width)| width);
    let widest = run.iter().filter(|line| line.fits(LIMIT)).map(name).max().unwrap_or(0);
    let joins = |line: &Line<'_>| line.fits(LIMIT.saturating_sub(widest.saturating_sub(name(line))));
    let widest = run.iter().filter(|line| joins(line)).map(name).max().unwrap_or(0);
    let joined: Vec<bool> = run.iter().map(joins).collect();
    for (line, _) in run.iter_mut().zip(joined).filter(|(_, joins)| *joins) {
        if let Some((bytes, width)) = line.name {
            line.code.insert_str(bytes, &" ".repeat(widest - width));
            line.width += widest - width;
        }
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
