//! `// scene: allow CODE`. What comes in: the comments of a scene and everything that was found in it. What goes out:
//! the findings that no comment allows, and findings about the comments themselves. A comment behind or inside a
//! statement covers that statement; one on a line of its own covers the file.

use std::collections::BTreeMap;
use std::ops::Range;

use super::directives::{Directive, Word, directive, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::suggest;
use crate::source::{FileId, Span};
use crate::syntax::{MAX_FINDINGS, ast};

/// A scene, as far as comments need to know it.
#[derive(Clone, Copy)]
pub struct Commented<'a> {
    /// Which file it is.
    pub id: FileId,
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub file: &'a ast::File,
    /// Whether the images themselves were looked at.
    pub thorough: bool,
}

/// One code of one comment.
struct Entry {
    code: Code,
    /// Where the code stands.
    word: Range<usize>,
    /// What it covers; nothing means the whole file.
    scope: Option<Range<usize>>,
    /// What to delete to be rid of it.
    deletion: Range<usize>,
    used: bool,
}

/// Leaves out what comments allow.
pub fn allow(scene: &Commented<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut entries = Vec::new();
    let mut odd = Vec::new();
    for comment in &scene.file.comments {
        match directive(scene.text, comment.span.range()) {
            Some(Directive::Allow { codes, whole }) => {
                read(scene, comment.span.range(), &codes, whole, (&mut entries, &mut odd));
            }
            Some(Directive::Misspelt(range)) => odd.push(misspelt(scene, range)),
            Some(Directive::Test(_)) | None => {}
        }
    }
    odd.truncate(MAX_FINDINGS);
    diagnostics.append(&mut odd);
    if entries.is_empty() {
        return;
    }
    let missing = diagnostics.iter().any(|finding| finding.code == Code::MissingFile);
    let lookup = Lookup::of(&entries);
    diagnostics.retain(|finding| !lookup.take(finding, scene.id, &mut entries));
    // With an error not everything was looked at; a missing photograph hides nothing but what is in it.
    if diagnostics.iter().any(|finding| finding.is_error() && finding.code != Code::MissingFile) {
        return;
    }
    let looked_at = |code: Code| scene.thorough && !missing || !code.needs_images();
    let idle = |entry: &&Entry| !entry.used && entry.code != Code::UnusedAllow && looked_at(entry.code);
    let idle: Vec<Diagnostic> =
        entries.iter().filter(idle).take(MAX_FINDINGS).map(|entry| unused(entry, &entries, scene.id)).collect();
    diagnostics.extend(idle.into_iter().filter(|finding| !lookup.take(finding, scene.id, &mut entries)));
}

/// What comments with `scene: test` name, comment by comment; every word with its place.
#[must_use]
pub fn tested<'t>(text: &'t str, file: &ast::File) -> Vec<Vec<(&'t str, Range<usize>)>> {
    let words = file.comments.iter().filter_map(|comment| match directive(text, comment.span.range())? {
        Directive::Test(words) => Some(words.into_iter().map(|word| (word.text, word.range)).collect()),
        Directive::Allow { .. } | Directive::Misspelt(_) => None,
    });
    words.collect()
}

/// Leaves out what the comments of an imported file allow in that file. What they are worth is told where it is compiled
/// by itself: a scene may make use of little of it.
pub fn allow_imported(scene: &Commented<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !diagnostics.iter().any(|finding| finding.span().file == scene.id) {
        return;
    }
    let (mut entries, mut odd) = (Vec::new(), Vec::new());
    for comment in &scene.file.comments {
        if let Some(Directive::Allow { codes, whole }) = directive(scene.text, comment.span.range()) {
            read(scene, comment.span.range(), &codes, whole, (&mut entries, &mut odd));
        }
    }
    let lookup = Lookup::of(&entries);
    diagnostics.retain(|finding| !lookup.take(finding, scene.id, &mut entries));
}

/// Where to find the entries of a code.
struct Lookup {
    whole: BTreeMap<Code, usize>,
    /// Entries for statements; their scopes begin and end in the order of the file.
    parts: BTreeMap<Code, Vec<usize>>,
}

impl Lookup {
    fn of(entries: &[Entry]) -> Self {
        let mut lookup = Self { whole: BTreeMap::new(), parts: BTreeMap::new() };
        for (at, entry) in entries.iter().enumerate() {
            if entry.scope.is_some() {
                lookup.parts.entry(entry.code).or_default().push(at);
            } else {
                lookup.whole.entry(entry.code).or_insert(at);
            }
        }
        lookup
    }

    /// Whether an entry allows the finding; that entry has been of use then.
    fn take(&self, finding: &Diagnostic, file: FileId, entries: &mut [Entry]) -> bool {
        let (place, code) = (finding.span(), finding.code);
        if place.file != file || !code.may_be_allowed_in_a_scene() {
            return false;
        }
        let start = place.start as usize;
        let parts = self.parts.get(&code).map_or(&[][..], Vec::as_slice);
        let scope = |at: usize| entries[at].scope.clone().unwrap_or_default();
        let next = parts.partition_point(|at| scope(*at).end < start);
        let part = parts.get(next).filter(|at| scope(**at).start <= start);
        let Some(at) = part.or_else(|| self.whole.get(&code)) else { return false };
        entries[*at].used = true;
        true
    }
}

/// Takes in the codes of one comment; those that cannot be allowed are findings.
fn read(
    scene: &Commented<'_>,
    comment: Range<usize>,
    codes: &[Word<'_>],
    whole: Range<usize>,
    into: (&mut Vec<Entry>, &mut Vec<Diagnostic>),
) {
    let (entries, odd) = into;
    if codes.is_empty() {
        let place = Span::new(scene.id, whole.start, whole.end);
        odd.push(
            Diagnostic::new(Code::UnknownCode, place, "`scene: allow` names no finding")
                .help("write the code that stands in brackets behind `warning`, as in `// scene: allow near-miss`"),
        );
    }
    let scope = scope(scene, &comment);
    for (at, word) in codes.iter().enumerate() {
        match Code::named(word.text).filter(|code| code.may_be_allowed_in_a_scene()) {
            Some(code) => {
                let deletion = match (at.checked_sub(1).and_then(|at| codes.get(at)), codes.get(at + 1)) {
                    (Some(before), _) => before.range.end..word.range.end,
                    (None, Some(next)) => word.range.start..next.range.start,
                    (None, None) => without_trace(scene.text, &comment),
                };
                entries.push(Entry { code, word: word.range.clone(), scope: scope.clone(), deletion, used: false });
            }
            None if odd.len() < MAX_FINDINGS => {
                odd.push(unknown(scene.id, word));
                // A reason that lacks its `--` is told once, not word by word.
                if codes[at..].len() > 2 && codes[at..].iter().all(is_prose) {
                    break;
                }
            }
            None => {}
        }
    }
}

/// What a comment covers: the statement that it stands in or behind, or the file.
fn scope(scene: &Commented<'_>, comment: &Range<usize>) -> Option<Range<usize>> {
    let statements = &scene.file.statements;
    let next = statements.partition_point(|statement| statement.span.start as usize <= comment.start);
    let before = statements[..next].iter().rev().map(|statement| statement.span.range());
    if let Some(around) = before.clone().next().filter(|range| range.end > comment.start) {
        return Some(around);
    }
    let row = line_start(scene.text, comment.start);
    let blank = |c: char| c.is_whitespace() || matches!(c, ';' | '\u{FEFF}');
    if scene.text[row..comment.start].chars().all(blank) {
        return None;
    }
    let last = before.clone().next().filter(|range| range.end > row);
    Some(last.map_or(row, |range| range.start)..comment.end)
}

/// The comment with the blanks before it, or with its whole line if nothing else stands there.
fn without_trace(text: &str, comment: &Range<usize>) -> Range<usize> {
    let row = line_start(text, comment.start);
    let code = text[row..comment.start].trim_end_matches([' ', '\t']).len();
    if code > 0 {
        return row + code..comment.end;
    }
    let end = text[comment.end..].find('\n').map_or(text.len(), |length| comment.end + length + 1);
    row..end
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Whether a word can hardly be meant as a code.
fn is_prose(word: &Word<'_>) -> bool {
    word.text.len() < 40 && !word.text.contains('-') && Code::named(word.text).is_none()
}

fn unknown(file: FileId, word: &Word<'_>) -> Diagnostic {
    let place = Span::new(file, word.range.start, word.range.end);
    if Code::named(word.text).is_some() {
        let message = format!("`{}` is an error and cannot be allowed", word.text);
        return Diagnostic::new(Code::UnknownCode, place, message)
            .help("mend what it finds; a scene may allow warnings, hints, `missing-file`, `support-cycle` and `contradictory-order`");
    }
    let finding = Diagnostic::new(Code::UnknownCode, place, format!("no finding is called `{}`", word.text));
    match suggest(word.text, names().filter(|name| Code::named(name).is_some_and(Code::may_be_allowed_in_a_scene))) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
        None => finding.help("`scene explain` lists the codes; a reason goes behind `--`"),
    }
}

fn misspelt(scene: &Commented<'_>, range: Range<usize>) -> Diagnostic {
    let place = Span::new(scene.id, range.start, range.end);
    let written = scene.text.get(range).unwrap_or_default();
    Diagnostic::new(Code::UnknownCode, place, format!("`{written}` allows nothing"))
        .help("did you mean `scene: allow`?")
        .fix("write `scene: allow`", place, "scene: allow")
}

fn unused(entry: &Entry, entries: &[Entry], file: FileId) -> Diagnostic {
    let name = entry.code.name();
    let meets = |other: &&Entry| match (&entry.scope, &other.scope) {
        (Some(one), Some(other)) => one.start <= other.end && other.start <= one.end,
        _ => true,
    };
    let twice = entries.iter().filter(|other| other.used && other.code == entry.code).any(|other| meets(&other));
    let message = match &entry.scope {
        _ if twice => format!("`{name}` is allowed by another comment already"),
        Some(_) => format!("this statement does not raise `{name}`"),
        None => format!("nothing in this file raises `{name}`"),
    };
    let place = Span::new(file, entry.word.start, entry.word.end);
    Diagnostic::new(Code::UnusedAllow, place, message)
        .help("delete it, or it hides such a finding when there is one")
        .fix("delete it", Span::new(file, entry.deletion.start, entry.deletion.end), "")
}
