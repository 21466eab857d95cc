//! What comes in: a text, and something that finds out what is wrong with it. What goes out: the text with every fix
//! made that is the only one of its finding and brings no error of its own. Absent: files, and any choice between fixes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Code, Diagnostic, Fix};
use crate::source::FileId;

/// After so many rounds the text is left as it is: a fix may lay bare what the next round mends.
const ROUNDS: usize = 50;
/// How often mending begins anew, without the fixes that would never end.
const RESTARTS: usize = 8;
/// How often a round looks at the text to find out which fix does harm.
const LOOKS: usize = 64;

/// A text, mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text as it is now.
    pub text: String,
    /// How many fixes were made.
    pub fixed: usize,
}

/// A finding, and its only fix.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    finding: &'a Diagnostic,
    fix: &'a Fix,
}

/// What a finding says: fixes of the same kind do the same.
type Key = (Code, String);

/// Makes the fixes of a text, round by round; `look` finds out what is wrong with a text, which is
/// its first file; other files are left alone.
pub fn mend(text: &str, mut look: impl FnMut(&str) -> Vec<Diagnostic>) -> Mended {
    let mut refused = BTreeSet::new();
    for _ in 0..RESTARTS {
        match rounds(text, &refused, &mut look) {
            Ok(mended) => return mended,
            Err(endless) => refused.extend(endless),
        }
    }
    Mended { text: text.to_owned(), fixed: 0 }
}

/// Makes fixes until there are none to make; the other way out are findings whose fixes undo each other without end.
fn rounds(
    text: &str,
    refused: &BTreeSet<Key>,
    look: &mut impl FnMut(&str) -> Vec<Diagnostic>,
) -> Result<Mended, Vec<Key>> {
    let mut mended = Mended { text: text.to_owned(), fixed: 0 };
    let mut found = look(text);
    let mut seen = vec![blake3::hash(text.as_bytes())];
    let mut made: Vec<Vec<Key>> = Vec::new();
    for _ in 0..ROUNDS {
        let mut fixes = choose(&mended.text, &found);
        fixes.retain(|it| !refused.contains(&key_of(it.finding)));
        // A line that cannot be read may bind what other lines seem to miss: those wait until it can.
        if fixes.iter().any(|it| it.finding.code.is_about_form()) {
            fixes.retain(|it| it.finding.code.is_about_form());
        }
        let mut looks = LOOKS;
        let Some((text, left, done)) = harmless(&mended.text, &found, &fixes, &mut looks, look) else {
            return Ok(mended);
        };
        let count = done.len();
        made.push(done);
        let hash = blake3::hash(text.as_bytes());
        if let Some(at) = seen.iter().position(|old| *old == hash) {
            return Err(made.drain(at..).flatten().collect());
        }
        seen.push(hash);
        mended = Mended { text, fixed: mended.fixed + count };
        found = left;
    }
    Err(made.pop().unwrap_or_default())
}

/// The fixes that can be made at once: none touches another.
fn choose<'a>(text: &str, found: &'a [Diagnostic]) -> Vec<Chosen<'a>> {
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut chosen = Vec::new();
    for finding in found {
        let [fix] = finding.fixes.as_slice() else { continue };
        let mut ranges: Vec<_> = fix.edits.iter().map(|edit| edit.span.range()).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let ours = |at: FileId| at == FileId::default();
        let sound = fix.edits.iter().all(|edit| ours(edit.span.file) && text.get(edit.span.range()).is_some())
            && ranges.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let moves = fix.edits.iter().any(|edit| text.get(edit.span.range()) != Some(&edit.text));
        if sound && moves && ranges.iter().all(|range| is_apart(&taken, range)) {
            for range in ranges {
                let at = taken.partition_point(|other| other.start < range.start);
                taken.insert(at, range);
            }
            chosen.push(Chosen { finding, fix });
        }
    }
    chosen
}

/// Whether a range neither overlaps nor touches any of those taken, which stand in order.
fn is_apart(taken: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = taken.partition_point(|other| other.end < range.start);
    taken.get(next).is_none_or(|other| other.start > range.end)
}

/// The text with as many of the fixes as do no harm, what is wrong with it then, and what was fixed; none if there is
/// no such fix.
fn harmless(
    text: &str,
    found: &[Diagnostic],
    fixes: &[Chosen<'_>],
    looks: &mut usize,
    look: &mut impl FnMut(&str) -> Vec<Diagnostic>,
) -> Option<(String, Vec<Diagnostic>, Vec<Key>)> {
    let mut good: Vec<Chosen<'_>> = Vec::new();
    let mut best = None;
    // Together if that goes well; else half by half, down to the fix that does the harm.
    let mut pending = vec![fixes];
    while let Some(some) = pending.pop().filter(|some| !some.is_empty()) {
        let Some(left) = looks.checked_sub(1) else { break };
        *looks = left;
        let all: Vec<_> = good.iter().chain(some).copied().collect();
        let (changed, places) = apply(text, &all);
        let after = look(&changed);
        if !does_harm(found, &after, &changed, &places) && all_help(&all, &after) {
            best = Some((changed, after, all.iter().map(|it| key_of(it.finding)).collect()));
            good = all;
        } else if some.len() > 1 {
            let (first, second) = some.split_at(some.len() / 2);
            pending.extend([second, first]);
        }
    }
    best
}

/// The text with the fixes made, and the stretches that are new in it because of an error.
fn apply(text: &str, fixes: &[Chosen<'_>]) -> (String, Vec<Range<usize>>) {
    let mut edits: Vec<_> =
        fixes.iter().flat_map(|it| it.fix.edits.iter().map(move |edit| (edit, it.finding.is_error()))).collect();
    edits.sort_by_key(|(edit, _)| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut places) = (0, Vec::new());
    for (edit, error) in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        let start = out.len();
        out.push_str(&edit.text);
        if error {
            places.push(start..out.len());
        }
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, places)
}

/// Whether a round brought errors. One that was hidden by another may appear where that was mended, or when all others
/// are gone; but never are there more than before.
fn does_harm(before: &[Diagnostic], after: &[Diagnostic], text: &str, places: &[Range<usize>]) -> bool {
    let mut known = errors(before);
    let count = known.len();
    let now: Vec<&Diagnostic> = after.iter().filter(|finding| finding.is_error()).collect();
    if now.len() > count {
        return true;
    }
    let new: Vec<&Diagnostic> = now
        .iter()
        .filter(|finding| {
            let old = known.iter().position(|key| *key == key_of(finding));
            old.map(|at| known.swap_remove(at)).is_none()
        })
        .copied()
        .collect();
    let all_gone = !places.is_empty() && known.len() == count;
    // What the fix made the scene say contradicts what it says elsewhere: that was not meant.
    if new.iter().any(|finding| finding.code.is_contradiction()) {
        return true;
    }
    let ours = |finding: &Diagnostic| finding.span().file == FileId::default();
    !all_gone && new.iter().any(|it| !ours(it) || !is_in_line(it.span().range(), text, places))
}

/// Whether every fix takes its finding away: what is still said of the same place would be mended without end. Only a
/// text that gets shorter comes to an end by itself.
fn all_help(fixes: &[Chosen<'_>], after: &[Diagnostic]) -> bool {
    let mut edits: Vec<_> = fixes.iter().flat_map(|it| &it.fix.edits).collect();
    edits.sort_by_key(|edit| edit.span.end);
    let mut growth = 0_isize;
    let grown = edits.iter().map(|edit| {
        growth = growth.saturating_add_unsigned(edit.text.len()).saturating_sub_unsigned(edit.span.range().len());
        (edit.span.end, growth)
    });
    let grown: Vec<_> = grown.collect();
    let moved = |start: u32| {
        let before = grown.partition_point(|(end, _)| *end <= start);
        let by = before.checked_sub(1).map_or(0, |at| grown[at].1);
        (start as usize).saturating_add_signed(by)
    };
    let ours = after.iter().filter(|finding| finding.span().file == FileId::default());
    let left: BTreeSet<_> = ours.map(|finding| (finding.span().range().start, key_of(finding))).collect();
    fixes.iter().all(|Chosen { finding, fix }| {
        let shorter = fix.edits.iter().map(|edit| edit.text.len()).sum::<usize>()
            < fix.edits.iter().map(|edit| edit.span.range().len()).sum::<usize>();
        shorter || !left.contains(&(moved(finding.span().start), key_of(finding)))
    })
}

fn errors(found: &[Diagnostic]) -> Vec<Key> {
    found.iter().filter(|finding| finding.is_error()).map(key_of).collect()
}

fn key_of(finding: &Diagnostic) -> Key {
    (finding.code, finding.message.clone())
}

/// Whether a place stands in a line that was changed.
fn is_in_line(place: Range<usize>, text: &str, changed: &[Range<usize>]) -> bool {
    let start = place.start.min(text.len());
    let row = text.as_bytes()[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = text.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| start + at);
    changed.iter().any(|range| range.start <= end && row <= range.end)
}

#[cfg(test)]
#[path = "fix_tests.rs"]
mod tests;
