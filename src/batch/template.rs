//! The tasks of one shape as text with gaps. What comes in: the lines of a compiled row in which stand-ins took the place
//! of words, and then the values of another row. What goes out: the lines of that row. The letters between the gaps are
//! escaped already, and what fills a gap needs no escape.

use std::ops::{Range, RangeInclusive};

use crate::emit;
use crate::emit::limits::Letters;

use super::Cell;
use super::key::{Place, Row};
use super::stand::Stand;

/// How a line begins; the id follows.
const OPENING: &str = "{\"taskType\":\"imageInference\",";
const ID: &str = "\"taskUUID\":\"";
const ID_LENGTH: usize = 36;
/// How many bytes of JSON a letter takes at most: two escapes of six bytes.
const MOST_BYTES: usize = 12;

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
    negative: Option<Range<usize>>,
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

    /// Whether the prompts of a row are surely neither too long nor too short, as far as their bytes tell.
    pub fn fits(&self, row: &Row, letters: &Letters) -> bool {
        let holds = |bytes: usize, letters: &RangeInclusive<usize>| {
            bytes <= *letters.end() && bytes >= letters.start().saturating_mul(MOST_BYTES)
        };
        self.lines.iter().all(|line| {
            let bytes = |segments: &Range<usize>| {
                let segments = line.segments.get(segments.clone()).unwrap_or_default();
                segments.iter().map(|segment| segment.length(row)).sum::<usize>()
            };
            holds(bytes(&line.prompt), &letters.prompt)
                && line.negative.as_ref().is_none_or(|negative| holds(bytes(negative), &letters.negative))
        })
    }

    /// Writes the lines of a row; false if a prompt may be longer or shorter than allowed, and then nothing is written.
    pub fn write(
        &self,
        cells: &[Cell<'_>],
        row: &Row,
        letters: &Letters,
        scratch: &mut String,
        out: &mut Vec<u8>,
    ) -> bool {
        if !self.fits(row, letters) {
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
    fn new(line: &str, ids: &[&str], stands: &[Stand]) -> Option<Self> {
        let rest = line.get(OPENING.len() + ID.len() + ID_LENGTH + 2..)?;
        let mut made = Self::default();
        made.text.push_str(OPENING);
        made.segments.push(Segment::Plain(OPENING.len()));
        let (prompt, rest) = made.cut_to_string(rest, "\"positivePrompt\":\"", ids, stands)?;
        made.prompt = prompt;
        // Within words the quotes of the key would be escaped.
        let rest = match made.cut_to_string(rest, "\"negativePrompt\":\"", ids, stands) {
            Some((negative, rest)) => {
                made.negative = Some(negative);
                rest
            }
            None => rest,
        };
        made.cut(rest, ids, stands);
        Some(made)
    }

    /// Adds text up to the end of the string that begins behind `key`; tells the segments of the string, and what is left.
    fn cut_to_string<'t>(
        &mut self,
        text: &'t str,
        key: &str,
        ids: &[&str],
        stands: &[Stand],
    ) -> Option<(Range<usize>, &'t str)> {
        let start = text.find(key)? + key.len();
        let end = end_of_string(text, start)?;
        self.cut(&text[..start], ids, stands);
        let first = self.segments.len();
        self.cut(&text[start..end], ids, stands);
        Some((first..self.segments.len(), &text[end..]))
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
