//! The tasks of one shape as text with gaps. What comes in: the lines of a compiled row in which stand-ins took the place
//! of words, and then the values of another row. What goes out: the lines of that row. The letters between the gaps are
//! escaped already, and what fills a gap needs no escape.

use std::ops::Range;

use crate::emit;

use super::key::{Place, Row};
use super::stand::Stand;
use super::{Cell, Longest};

/// How a line begins; the id follows.
const OPENING: &str = "{\"taskType\":\"imageInference\",";
const ID: &str = "\"taskUUID\":\"";
const ID_LENGTH: usize = 36;
const NEGATIVE: &str = "\"negativePrompt\":\"";

/// The lines of one shape.
#[derive(Debug)]
pub(super) struct Template {
    lines: Vec<Line>,
}

/// One line without its id.
#[derive(Debug, Default)]
struct Line {
    /// All letters that stand for every row.
    text: String,
    segments: Vec<Segment>,
    /// The segments of the prompt.
    prompt: Range<usize>,
    /// Those of the negative prompt.
    negative: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// So many letters of the line's text.
    Plain(usize),
    /// Words of a slot, from the first to the last; whether the first letter becomes a capital.
    Words { slot: usize, first: usize, last: usize, capital: bool },
    /// The id of an earlier line.
    Id(usize),
}

impl Template {
    /// How much memory it takes, about.
    pub fn weight(&self) -> usize {
        let line = |line: &Line| 120 + line.text.len() + line.segments.len() * size_of::<Segment>();
        self.lines.iter().map(line).sum()
    }

    /// Finds the stand-ins in the lines that were made with them.
    pub fn new(lines: &str, stands: &[Stand]) -> Option<Self> {
        let lines: Vec<&str> = lines.lines().collect();
        let ids: Vec<&str> = lines.iter().map(|line| id_of(line)).collect::<Option<_>>()?;
        let mut template = Self { lines: Vec::with_capacity(lines.len()) };
        for (at, line) in lines.iter().enumerate() {
            template.lines.push(Line::new(line, &ids[..at], stands)?);
        }
        Some(template)
    }

    /// Whether the prompts of a row are not too long, as far as their bytes tell.
    pub fn fits(&self, row: &Row, longest: Longest) -> bool {
        self.lines.iter().all(|line| {
            line.length(row, &line.prompt) <= longest.prompt && line.length(row, &line.negative) <= longest.negative
        })
    }

    /// Writes the lines of a row; false if a prompt may be longer than allowed, and then nothing is written.
    pub fn write(
        &self,
        cells: &[Cell<'_>],
        row: &Row,
        longest: Longest,
        scratch: &mut String,
        out: &mut Vec<u8>,
    ) -> bool {
        if !self.fits(row, longest) {
            return false;
        }
        let start = out.len();
        for line in &self.lines {
            scratch.clear();
            line.fill(cells, row, &out[start..], scratch);
            let id = emit::task_uuid(scratch);
            out.extend_from_slice(OPENING.as_bytes());
            out.extend_from_slice(ID.as_bytes());
            out.extend_from_slice(id.as_bytes());
            out.extend_from_slice(b"\",");
            out.extend_from_slice(&scratch.as_bytes()[OPENING.len()..]);
            out.push(b'\n');
        }
        true
    }
}

impl Segment {
    fn length(&self, row: &Row) -> usize {
        match self {
            Self::Plain(length) => *length,
            Self::Words { slot, first, last, .. } => {
                row.words[row.first[*slot] + last].end - row.words[row.first[*slot] + first].start
            }
            Self::Id(_) => ID_LENGTH,
        }
    }
}

/// The id of a line.
fn id_of(line: &str) -> Option<&str> {
    line.strip_prefix(OPENING)?.strip_prefix(ID)?.get(..ID_LENGTH)
}

impl Line {
    /// How many bytes some of its segments have in a row.
    fn length(&self, row: &Row, segments: &Range<usize>) -> usize {
        let segments = self.segments.get(segments.clone()).unwrap_or_default();
        segments.iter().map(|segment| segment.length(row)).sum()
    }

    fn new(line: &str, ids: &[&str], stands: &[Stand]) -> Option<Self> {
        let rest = line.get(OPENING.len() + ID.len() + ID_LENGTH + 2..)?;
        let prompt = rest.find("\"positivePrompt\":\"")? + "\"positivePrompt\":\"".len();
        let end = end_of_string(rest, prompt)?;
        let mut made = Self::default();
        made.text.push_str(OPENING);
        made.segments.push(Segment::Plain(OPENING.len()));
        made.cut(&rest[..prompt], ids, stands);
        made.prompt = made.part(&rest[prompt..end], ids, stands);
        let rest = &rest[end..];
        // No value holds a quote that is not escaped, so that this is the key.
        let Some(at) = rest.find(NEGATIVE).map(|at| at + NEGATIVE.len()) else {
            made.cut(rest, ids, stands);
            return Some(made);
        };
        let end = end_of_string(rest, at)?;
        made.cut(&rest[..at], ids, stands);
        made.negative = made.part(&rest[at..end], ids, stands);
        made.cut(&rest[end..], ids, stands);
        Some(made)
    }

    /// Adds text, and tells which segments it has become.
    fn part(&mut self, text: &str, ids: &[&str], stands: &[Stand]) -> Range<usize> {
        let first = self.segments.len();
        self.cut(text, ids, stands);
        first..self.segments.len()
    }

    /// Adds text, cut at the stand-ins and ids.
    fn cut(&mut self, text: &str, ids: &[&str], stands: &[Stand]) {
        let from = self.segments.len();
        let (mut at, mut plain) = (0, 0);
        while at < text.len() {
            let rest = &text.as_bytes()[at..];
            let id = ids.iter().position(|id| rest.starts_with(id.as_bytes()));
            let found = id.map(|id| (Segment::Id(id), ID_LENGTH)).or_else(|| stand_at(rest, stands));
            match found {
                Some((segment, length)) => {
                    self.plain(&text[plain..at]);
                    self.join(segment, from);
                    at += length;
                    plain = at;
                }
                None => at += 1,
            }
        }
        self.plain(&text[plain..]);
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.segments.push(Segment::Plain(text.len()));
        }
    }

    /// Adds a gap; words of one slot that follow each other behind a blank make one.
    fn join(&mut self, segment: Segment, from: usize) {
        let count = self.segments.len();
        if let (Segment::Words { slot, first, last, capital: false }, Some(Segment::Plain(1))) =
            (&segment, self.segments[from..].last())
            && self.text.ends_with(' ')
            && count >= from + 2
            && let Segment::Words { slot: before, last: end, .. } = &mut self.segments[count - 2]
            && *before == *slot
            && *end + 1 == *first
        {
            *end = *last;
            self.segments.pop();
            self.text.pop();
            return;
        }
        self.segments.push(segment);
    }

    fn fill(&self, cells: &[Cell<'_>], row: &Row, written: &[u8], out: &mut String) {
        let mut at = 0;
        for segment in &self.segments {
            match segment {
                Segment::Plain(length) => {
                    out.push_str(&self.text[at..at + length]);
                    at += length;
                }
                Segment::Words { slot, first, last, capital } => {
                    let first = row.first[*slot] + first;
                    let last = row.first[*slot] + last;
                    let place = Place { end: row.words[last].end, ..row.words[first] };
                    let start = out.len();
                    out.push_str(place.of(cells));
                    if *capital && let Some(letter) = out.get_mut(start..=start) {
                        letter.make_ascii_uppercase();
                    }
                }
                Segment::Id(line) => out.push_str(written_id(written, *line).unwrap_or_default()),
            }
        }
    }
}

/// The id of a line that was written before.
fn written_id(written: &[u8], line: usize) -> Option<&str> {
    let line = written.split(|byte| *byte == b'\n').nth(line)?;
    id_of(std::str::from_utf8(line).ok()?)
}

/// Where a string of JSON ends that begins at an offset.
fn end_of_string(json: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    json.bytes().enumerate().skip(start).find_map(|(at, byte)| match byte {
        _ if escaped => {
            escaped = false;
            None
        }
        b'\\' => {
            escaped = true;
            None
        }
        b'"' => Some(at),
        _ => None,
    })
}

fn stand_at(rest: &[u8], stands: &[Stand]) -> Option<(Segment, usize)> {
    stands.iter().find_map(|stand| {
        let words = |capital| Segment::Words { slot: stand.slot, first: stand.word, last: stand.word, capital };
        if rest.starts_with(stand.text.as_bytes()) {
            return Some((words(false), stand.text.len()));
        }
        let (letter, text) = (rest.first()?, stand.text.as_bytes());
        let alike = rest.get(1..text.len())? == &text[1..] && *letter == text[0].to_ascii_uppercase();
        alike.then(|| (words(true), text.len()))
    })
}
