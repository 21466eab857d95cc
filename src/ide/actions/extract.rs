//! Rewritings of a scene: statements that become a preset, a relation of the language's spelling that becomes one of the
//! scene's own, and passes that the compiler would plan, written out.

use std::collections::BTreeSet;

use super::{Action, line_of, lines_of};
use crate::diagnostic::Edit;
use crate::ide::Context;
use crate::ide::facts::Kind;
use crate::ide::names::View;
use crate::lexicon;
use crate::scene::settings;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Statement, StatementKind};

/// Aspects, settings and `avoid` of a stretch become a preset above them, which is applied in their place. The preset stands
/// above every statement that says something, so that it reads like a heading.
pub(super) fn preset(context: &Context<'_>, start: usize, end: usize) -> Option<Action> {
    let facts = context.facts;
    let chosen: Vec<&Statement> = facts
        .tree
        .statements
        .iter()
        .filter(|statement| {
            let range = statement.span.range();
            range.start < end && start < range.end
        })
        .collect();
    if start == end || chosen.is_empty() || !chosen.iter().all(|statement| may_stand_in_preset(context, statement)) {
        return None;
    }
    let lines = lines_of(&facts.text, &chosen)?;
    let name = free(context, "look");
    let held = facts
        .slice(lines)
        .lines()
        .map(|line| if line.trim().is_empty() { String::new() } else { format!("  {}", line.trim_end()) });
    let held: Vec<String> = held.collect();
    let block = format!("preset {name} {{\n{}\n}}\n\n", held.join("\n"));
    let apply = format!("apply {name}\n");
    let first = facts.tree.statements.iter().find(|statement| says(statement))?;
    let (place, _) = line_of(&facts.text, first.span.range().start);
    let place = place.min(lines.range().start);
    let edits = if place == lines.range().start {
        vec![Edit { span: lines, text: format!("{block}{apply}") }]
    } else {
        vec![Edit { span: Span::new(FileId(0), place, place), text: block }, Edit { span: lines, text: apply }]
    };
    Some(Action { title: format!("Extract to the preset `{name}`"), finding: None, preferred: false, edits })
}

/// Whether a statement says something of the picture, rather than bind a name.
fn says(statement: &Statement) -> bool {
    !matches!(
        statement.kind,
        StatementKind::Binding(_)
            | StatementKind::Use(_)
            | StatementKind::Edition(_)
            | StatementKind::Param(_)
            | StatementKind::Vary(_)
            | StatementKind::Zip(_)
            | StatementKind::Skip(_)
            | StatementKind::Declaration(_)
            | StatementKind::Preset(_)
    )
}

fn may_stand_in_preset(context: &Context<'_>, statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Look(_) | StatementKind::Avoid(_) => true,
        StatementKind::Relation(relation) => match relation.head.as_slice() {
            [word, _] if relation.clauses.is_empty() => word.word().is_some_and(|word| {
                let known = settings::is_setting(&word.text) || lexicon::aspect(&word.text).is_some();
                known && !context.facts.names.contains_key(&word.text)
            }),
            _ => false,
        },
        _ => false,
    }
}

/// A name that nothing has.
fn free(context: &Context<'_>, base: &str) -> String {
    let view = View::of(context.facts, context.scenes);
    let presets = context.facts.presets.keys().map(ToString::to_string);
    let imported = view.imported().flat_map(|(_, facts)| facts.presets.keys().map(ToString::to_string));
    let taken: BTreeSet<String> = presets.chain(imported).collect();
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

/// A word that is read as it is written becomes a relation of the scene's own, said just as it was.
pub(super) fn relation(context: &Context<'_>, span: Span) -> Option<Action> {
    let facts = context.facts;
    let word = facts.slice(span);
    if facts.names.get(word).is_some_and(|named| named.kind != Kind::Relation) {
        return None;
    }
    let literal = lexicon::literal(word);
    let fields = [("participle", &literal.participle), ("preposition", &literal.preposition)];
    let fields: Vec<String> =
        fields.iter().filter(|(_, said)| !said.is_empty()).map(|(field, said)| format!("{field} \"{said}\"")).collect();
    if fields.is_empty() {
        return None;
    }
    let bound = |statement: &&Statement| !says(statement) && !matches!(statement.kind, StatementKind::Preset(_));
    let behind = facts.tree.statements.iter().take_while(bound).last();
    let place = behind.map_or(0, |statement| lines_of(&facts.text, &[statement]).map_or(0, |lines| lines.range().end));
    let text = format!("relation {word} {{ {} }}\n", fields.join("; "));
    let text = if place > 0 && !facts.text[..place].ends_with('\n') { format!("\n{text}") } else { text };
    Some(Action {
        title: format!("Declare the relation `{word}`"),
        finding: None,
        preferred: false,
        edits: vec![Edit { span: Span::new(FileId(0), place, place), text }],
    })
}

/// The passes that the compiler plans: it is asked for them by a statement, which makes pictures of their own.
pub(super) fn passes(context: &Context<'_>, offset: usize) -> Option<Action> {
    let facts = context.facts;
    let first = facts.tree.statements.iter().find(|statement| says(statement))?;
    let already = facts.tree.statements.iter().any(|statement| {
        matches!(statement.kind, StatementKind::Pass(_) | StatementKind::Passes(_) | StatementKind::Edit(_))
    });
    let references = context.analysis.passes.first().map_or(0, |pass| pass.references.len());
    let too_many = context.analysis.diagnostics.iter().any(|it| it.code == crate::diagnostic::Code::TooManyReferences);
    let near = facts.statement_at(offset).is_some();
    if already || facts.is_library() || !near || !(too_many || references > 2) {
        return None;
    }
    let (place, _) = line_of(&facts.text, first.span.range().start);
    let most = if too_many { "auto".to_owned() } else { references.div_ceil(2).to_string() };
    Some(Action {
        title: format!("Split into passes with `passes {most}`"),
        finding: None,
        preferred: false,
        edits: vec![Edit { span: Span::new(FileId(0), place, place), text: format!("passes {most}\n\n") }],
    })
}
