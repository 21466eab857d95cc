//! What comes in: a scene and a stretch of it. What goes out: what can be done there: every fix of every finding, a comment
//! that allows one, and rewritings: statements become a preset, a word becomes a declared relation, a scene is split into the
//! passes that the compiler would plan. A rewriting that would change a prompt says so in its title.

mod extract;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::source::{FileId, Span};
use crate::syntax::ast::Statement;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// What it does, in the imperative.
    pub title: String,
    /// What it mends, by its place in the findings of the scene; none if it mends nothing.
    pub finding: Option<usize>,
    /// Whether it is the one to take, as far as can be said.
    pub preferred: bool,
    /// The changes to the scene.
    pub edits: Vec<Edit>,
}

/// The changes to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it lies.
    pub path: String,
    /// The changes, in the order of places.
    pub edits: Vec<Edit>,
}

/// What can be done in a stretch of a scene.
#[must_use]
pub fn actions(context: &Context<'_>, start: usize, end: usize) -> Vec<Action> {
    let here = |finding: &Diagnostic| {
        let range = finding.span().range();
        finding.span().file.0 == 0 && range.start <= end && start <= range.end
    };
    let mut actions = Vec::new();
    let findings = || context.analysis.diagnostics.iter().enumerate().filter(|(_, finding)| here(finding));
    for (at, finding) in findings() {
        for fix in &finding.fixes {
            actions.push(Action {
                title: capital(&fix.title),
                finding: Some(at),
                preferred: finding.fixes.len() == 1,
                edits: fix.edits.clone(),
            });
        }
    }
    for (at, finding) in findings().filter(|(_, finding)| finding.code.may_be_allowed()) {
        actions.push(allow(context, at, finding));
    }
    for (at, finding) in findings().filter(|(_, finding)| is_of_relation(finding.code)) {
        actions.extend(extract::relation(context, finding.span()).map(|action| Action { finding: Some(at), ..action }));
    }
    actions.extend(extract::preset(context, start, end));
    actions.extend(extract::passes(context, start));
    if context.facts.text.contains("\r\n") {
        for edit in actions.iter_mut().flat_map(|action| &mut action.edits) {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
    actions
}

fn is_of_relation(code: Code) -> bool {
    matches!(code, Code::UnknownRelation | Code::NearMiss)
}

/// A comment above the statement that allows a finding.
fn allow(context: &Context<'_>, at: usize, finding: &Diagnostic) -> Action {
    let facts = context.facts;
    let place = facts.statement_at(finding.span().range().start).map_or(0, |it| it.span.range().start);
    let (line, indent) = line_of(&facts.text, place);
    let code = finding.code.name();
    let text = format!("{indent}// scene: allow {code} -- say why\n");
    Action {
        title: format!("Allow `{code}` here"),
        finding: Some(at),
        preferred: false,
        edits: vec![Edit { span: Span::new(FileId(0), line, line), text }],
    }
}

/// Where the line of an offset begins, and what it is indented by.
fn line_of(text: &str, offset: usize) -> (usize, &str) {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let start = if start == 0 && text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { start };
    let rest = text.get(start..).unwrap_or_default();
    (start, &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()])
}

/// The whole lines of statements, the end of the last one included.
fn lines_of(text: &str, statements: &[&Statement]) -> Option<Span> {
    let (first, last) = (statements.first()?, statements.last()?);
    let (start, _) = line_of(text, first.span.range().start);
    let end = last.span.range().end;
    let end = text.get(end..)?.find('\n').map_or(text.len(), |length| end + length + 1);
    Some(Span::new(FileId(0), start, end))
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
