//! Which words of one text became which of another. What comes in: both as lists of words. What goes out: runs of words that
//! were replaced, written so that they can be put into the first text again.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to so many words, or lines, the shortest difference is looked for; its search takes the square of their number.
const SEARCHED: usize = 5_000;

/// Replaced words with no more than so many equal ones between them are one run.
const GAP: usize = 2;

/// So many words are compared at most while the places of runs are looked for.
const STEPS: usize = 20_000_000;

/// Where a sentence ends, among words. No word is like that: a line end is escaped.
pub(super) const BREAK: &str = "\n";

/// Words of an old text, and those of a new one that stand in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// What is done to an old list to make a new one; in huge lists, all between the first and the last change is exchanged.
#[must_use]
pub fn operations<T: Eq + std::hash::Hash + Ord>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    if old.len() + new.len() <= SEARCHED {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (old.len() - head - tail, new.len() - head - tail);
    if old_len + new_len == 0 {
        return Vec::new();
    }
    vec![
        DiffOp::Equal { old_index: 0, new_index: 0, len: head },
        DiffOp::Replace { old_index: head, old_len, new_index: head, new_len },
        DiffOp::Equal { old_index: old.len() - tail, new_index: new.len() - tail, len: tail },
    ]
}

/// The words of sentences, with breaks between them.
pub(super) fn words(sentences: &[String]) -> Vec<&str> {
    let mut words = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        if at > 0 {
            words.push(BREAK);
        }
        words.extend(sentence.split(' '));
    }
    words
}

/// The sentences of words.
pub(super) fn sentences(words: &[&str]) -> Vec<String> {
    if words.is_empty() {
        Vec::new()
    } else {
        words.split(|word| *word == BREAK).map(|words| words.join(" ")).collect()
    }
}

/// The runs of words that differ; those that are close together are one.
pub(super) fn runs(old: &[&str], new: &[&str]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for run in between_equals(operations(old, new), old.len(), new.len()) {
        match runs.last_mut() {
            Some(last) if run.old.start <= last.old.end + GAP && close(&old[last.old.end..run.old.start]) => {
                (last.old.end, last.new.end) = (run.old.end, run.new.end);
            }
            _ => runs.push(run),
        }
    }
    runs
}

/// What stands between the stretches that are equal. Where words were only deleted or only inserted, an operation may give
/// another place in the other list.
fn between_equals(operations: Vec<DiffOp>, old: usize, new: usize) -> Vec<Run> {
    let equal = operations.into_iter().filter(|operation| matches!(operation, DiffOp::Equal { .. }));
    let equal = equal.map(|operation| (operation.old_range(), operation.new_range()));
    let (mut runs, mut from) = (Vec::new(), (0, 0));
    for (then, now) in equal.chain([(old..old, new..new)]) {
        if from != (then.start, now.start) {
            runs.push(Run { old: from.0..then.start, new: from.1..now.start });
        }
        from = (then.end, now.end);
    }
    runs
}

/// Whether what stands between two runs joins them: a few words of one sentence.
fn close(between: &[&str]) -> bool {
    !between.contains(&BREAK)
}

/// The runs as texts, which [`replaced`] puts in their places again. In words that are all alike a place is not looked for
/// for ever: the runs then do not fit, and `replaced` shows it.
pub(super) fn replacements(old: &[&str], new: &[&str]) -> Vec<(String, String)> {
    let mut from = 0;
    let steps = Cell::new(STEPS);
    let mut out = Vec::new();
    for mut run in runs(old, new) {
        // No word at all and one of no letters look alike.
        let odd = |run: &Run| old[run.old.clone()] == [""] || new[run.new.clone()] == [""];
        let found = |run: &Run| find(&old[from..], &old[run.old.clone()], &steps) == Some(run.old.start - from);
        while run.old.start > from && (!found(&run) || odd(&run)) {
            run = Run { old: run.old.start - 1..run.old.end, new: run.new.start - 1..run.new.end };
        }
        if (run.old.is_empty() || odd(&run)) && run.old.end < old.len() {
            run = Run { old: run.old.start..run.old.end + 1, new: run.new.start..run.new.end + 1 };
        }
        from = run.old.end;
        out.push((old[run.old].join(" "), new[run.new].join(" ")));
    }
    out
}

/// The words with some replaced, in order, each at the first place behind the last; none if they are not there.
pub(super) fn replaced<'t>(old: &[&'t str], runs: &'t [(String, String)]) -> Option<Vec<&'t str>> {
    let split = |text: &'t str| if text.is_empty() { Vec::new() } else { text.split(' ').collect::<Vec<_>>() };
    let (mut out, mut from) = (Vec::new(), 0);
    let steps = Cell::new(STEPS);
    for (gone, come) in runs {
        let gone = split(gone);
        let at = from + find(&old[from..], &gone, &steps)?;
        out.extend_from_slice(&old[from..at]);
        out.extend(split(come));
        from = at + gone.len();
    }
    out.extend_from_slice(&old[from..]);
    Some(out)
}

/// Where some words first stand among others; nothing stands nowhere, unless there are no others. It takes steps, and finds
/// nothing once they are used up.
fn find(words: &[&str], wanted: &[&str], steps: &Cell<usize>) -> Option<usize> {
    if wanted.is_empty() {
        return words.is_empty().then_some(0);
    }
    for (at, window) in words.windows(wanted.len()).enumerate() {
        let same = window.iter().zip(wanted).take(steps.get()).take_while(|(a, b)| a == b).count();
        steps.set(steps.get().saturating_sub(1 + same));
        if same == wanted.len() {
            return Some(at);
        }
        if steps.get() == 0 {
            return None;
        }
    }
    None
}

fn set(line: &str) -> HashSet<&str> {
    line.split(' ').collect()
}

/// How alike two sets of words are: the share of the words of both that the other has too, from 0 to 100.
fn likeness(a: &HashSet<&str>, b: &HashSet<&str>) -> usize {
    let shared = a.intersection(b).count() * 2;
    (shared * 100).checked_div(a.len() + b.len()).unwrap_or(100)
}

/// How lines of an old text and of a new one go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// The same line in both, by their indexes.
    Same(usize, usize),
    /// Lines that are much alike.
    Changed(usize, usize),
    /// A line of the old text only.
    Gone(usize),
    /// A line of the new text only.
    Come(usize),
}

/// So alike, in hundredths, are lines of which one became the other.
const ALIKE: usize = 50;

/// Among so many pairs of lines those that are alike are looked for.
const COMPARED: usize = 2_500;

/// Which line became which, in the order of the new text.
pub(super) fn pairs(old: &[String], new: &[String]) -> Vec<Pair> {
    let (mut out, mut from) = (Vec::new(), (0, 0));
    let end = Run { old: old.len()..old.len(), new: new.len()..new.len() };
    for run in between_equals(operations(old, new), old.len(), new.len()).into_iter().chain([end]) {
        out.extend((from.0..run.old.start).zip(from.1..run.new.start).map(|(then, now)| Pair::Same(then, now)));
        from = (run.old.end, run.new.end);
        replaced_lines((old, new), run, &mut out);
    }
    out
}

/// Which line became which where nothing stayed.
fn replaced_lines((old, new): (&[String], &[String]), run: Run, out: &mut Vec<Pair>) {
    let few = run.old.len() * run.new.len() <= COMPARED;
    let Run { old: Range { start, end }, new: come } = run;
    let before: Vec<HashSet<&str>> =
        if few { old[start..end].iter().map(|line| set(line)).collect() } else { Vec::new() };
    let mut at = start;
    for come in come {
        let after = set(&new[come]);
        let like = |gone: usize| likeness(&before[gone - start], &after);
        // Of two that are equally like it, the first.
        let twin = (at..end).filter(|_| few).rev().map(|gone| (like(gone), gone)).max_by_key(|(like, _)| *like);
        let Some((_, twin)) = twin.filter(|(like, _)| *like >= ALIKE) else {
            out.push(Pair::Come(come));
            continue;
        };
        out.extend((at..twin).map(Pair::Gone));
        out.push(Pair::Changed(twin, come));
        at = twin + 1;
    }
    out.extend((at..end).map(Pair::Gone));
}
