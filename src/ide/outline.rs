//! What comes in: a scene by its text. What goes out: its outline, the stretches that can be folded, and the stretches around
//! a place, from the word to the file. By the text alone: what names mean is not asked.

use super::facts::{Facts, Kind};
use super::walk::nodes;
use crate::source::Span;
use crate::syntax::ast::{Clause, List, Part, Statement, StatementKind};

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// A few words about it.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// All of it.
    pub whole: Span,
    /// Its name's place.
    pub span: Span,
    /// What belongs to it.
    pub within: Vec<Entry>,
}

/// What kind of stretch can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Comments below each other.
    Comments,
    /// Imports below each other.
    Imports,
    /// A block, or a statement over several lines.
    Block,
}

/// The outline of a scene: what it binds, in the order of places.
#[must_use]
pub fn outline(facts: &Facts) -> Vec<Entry> {
    facts.tree.statements.iter().filter_map(|statement| entry(facts, statement)).collect()
}

fn entry(facts: &Facts, statement: &Statement) -> Option<Entry> {
    let (word, kind, within) = match &statement.kind {
        StatementKind::Binding(binding) => (&binding.name, Kind::Element, parts(facts, &binding.parts)),
        StatementKind::Declaration(declaration) => (&declaration.name, Kind::Relation, Vec::new()),
        StatementKind::Param(param) => (&param.name, Kind::Variable, Vec::new()),
        StatementKind::Vary(vary) => (&vary.name, Kind::Variable, Vec::new()),
        StatementKind::Preset(preset) => (&preset.name, Kind::Preset, Vec::new()),
        StatementKind::Pass(pass) => {
            let inner = pass.statements.iter().filter_map(|it| entry(facts, it)).collect();
            (&pass.name, Kind::Pass, inner)
        }
        _ => return None,
    };
    let detail = match &statement.kind {
        StatementKind::Binding(binding) => {
            let first = binding.arguments.first().map_or("", |argument| facts.slice(argument.span));
            format!("{} {}", binding.maker.text, short(first))
        }
        StatementKind::Vary(vary) => short(facts.slice(vary.span)),
        StatementKind::Param(_) => "param".to_owned(),
        StatementKind::Pass(pass) => {
            pass.from.as_ref().map_or_else(String::new, |from| format!("from {}", facts.slice(from.span)))
        }
        _ => String::new(),
    };
    Some(Entry { name: word.text.to_string(), detail, kind, whole: statement.span, span: word.span, within })
}

fn parts(facts: &Facts, all: &[Part]) -> Vec<Entry> {
    let part = |part: &Part| Entry {
        name: part.name.text.to_string(),
        detail: short(facts.slice(part.words.span)),
        kind: Kind::Part,
        whole: part.name.span.to(part.parts.last().map_or(part.words.span, |last| last.words.span)),
        span: part.name.span,
        within: parts(facts, &part.parts),
    };
    all.iter().map(part).collect()
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}

/// What can be folded, in the order of places; only what goes over several lines.
#[must_use]
pub fn folds(facts: &Facts) -> Vec<(Span, Fold)> {
    let mut folds = Vec::new();
    blocks(&facts.tree.statements, &mut folds);
    let comments: Vec<Span> = facts.tree.comments.iter().map(|comment| comment.span).collect();
    let alone = |span: &Span| {
        let before = &facts.text[..span.range().start];
        before[before.rfind('\n').map_or(0, |at| at + 1)..].trim().is_empty()
    };
    let comments: Vec<Span> = comments.into_iter().filter(alone).collect();
    runs(facts, &comments, Fold::Comments, &mut folds);
    let imports = facts.tree.statements.iter().filter(|it| matches!(it.kind, StatementKind::Use(_)));
    runs(facts, &imports.map(|it| it.span).collect::<Vec<_>>(), Fold::Imports, &mut folds);
    folds.retain(|(span, _)| facts.slice(*span).contains('\n'));
    folds.sort_by_key(|(span, _)| *span);
    folds
}

fn blocks(statements: &[Statement], folds: &mut Vec<(Span, Fold)>) {
    for statement in statements {
        folds.push((statement.span, Fold::Block));
        match &statement.kind {
            StatementKind::Pass(pass) => blocks(&pass.statements, folds),
            StatementKind::Preset(preset) => blocks(&preset.statements, folds),
            _ => {}
        }
    }
}

/// Stretches that stand right below each other, together.
fn runs(facts: &Facts, spans: &[Span], fold: Fold, folds: &mut Vec<(Span, Fold)>) {
    let mut run: Option<Span> = None;
    for span in spans {
        let joins = |last: &Span| {
            let between = &facts.text[last.range().end..span.range().start.max(last.range().end)];
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        run = match run {
            Some(last) if joins(&last) => Some(last.to(*span)),
            Some(last) => {
                folds.push((last, fold));
                Some(*span)
            }
            None => Some(*span),
        };
    }
    folds.extend(run.map(|run| (run, fold)));
}

/// The stretches around an offset, the smallest first, each within the next.
#[must_use]
pub fn around(facts: &Facts, offset: usize) -> Vec<Span> {
    let whole = Span::new(crate::source::FileId(0), 0, facts.text.len());
    let mut spans: Vec<Span> = nodes(&facts.tree).iter().map(|node| node.span).collect();
    wider(&facts.tree.statements, &mut spans);
    let inner =
        |span: &Span| (span.end - span.start > 2).then(|| Span { start: span.start + 1, end: span.end - 1, ..*span });
    let strings: Vec<Span> =
        spans.iter().filter(|span| facts.slice(**span).starts_with('"')).filter_map(inner).collect();
    spans.extend(strings);
    spans.extend(facts.tree.comments.iter().map(|comment| comment.span));
    spans.push(whole);
    spans.retain(|span| span.range().start <= offset && offset <= span.range().end);
    spans.sort_by_key(|span| (span.end - span.start, span.start));
    spans.dedup();
    // Each must hold the one before it.
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|last| span.to(*last) == span) {
            nested.push(span);
        }
    }
    nested
}

/// Lists, clauses, arguments and statements.
fn wider(statements: &[Statement], spans: &mut Vec<Span>) {
    let list = |list: &List| list.span;
    for statement in statements {
        spans.push(statement.span);
        match &statement.kind {
            StatementKind::Binding(binding) => spans.extend(binding.arguments.iter().map(|argument| argument.span)),
            StatementKind::Relation(relation) => {
                spans.extend(relation.head.iter().map(list));
                for Clause { lists, span } in &relation.clauses {
                    spans.push(*span);
                    spans.extend(lists.iter().map(list));
                }
            }
            StatementKind::Vary(vary) => {
                spans.push(vary.span);
                spans.extend(vary.arguments.iter().map(|argument| argument.span));
            }
            StatementKind::Pass(pass) => wider(&pass.statements, spans),
            StatementKind::Preset(preset) => wider(&preset.statements, spans),
            _ => {}
        }
    }
}
