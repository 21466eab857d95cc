//! What comes in: a scene and what came of it. What goes out: what an editor shows between the lines: the position of each
//! reference, the number of tasks behind a `vary`, and above the scene and its passes what they cost.

use super::Context;
use super::prompt::some;
use crate::emit::{Pass, total};
use crate::source::Span;
use crate::syntax::ast::StatementKind;
use crate::target::Cost;

/// A few words that an editor shows in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it stands behind.
    pub span: Span,
    /// The words.
    pub label: String,
    /// More of them, for who points at it.
    pub more: String,
}

/// A line that an editor shows above a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The statement.
    pub span: Span,
    /// The words.
    pub title: String,
}

/// The hints of a scene, in the order of places.
#[must_use]
pub fn hints(context: &Context<'_>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let own = context.analysis.passes.iter().flat_map(|pass| &pass.references).map(|reference| reference.span);
    let mut spans: Vec<Span> = own.filter(|span| span.file.0 == 0).collect();
    spans.sort_unstable();
    spans.dedup();
    for span in spans {
        let positions = context.positions(span);
        let several = context.has_passes();
        let told = |(pass, at): &(&Pass, usize)| {
            if several { format!("image {at} in {}", pass.name) } else { format!("image {at}") }
        };
        let label: Vec<String> = positions.iter().map(told).collect();
        let more = "the place of this photograph in the request".to_owned();
        hints.push(Hint { span, label: label.join(", "), more });
    }
    for statement in &context.facts.tree.statements {
        let StatementKind::Vary(vary) = &statement.kind else { continue };
        let length = context.analysis.varied.iter().find(|(name, _)| *name == vary.name.text);
        let Some((_, length)) = length else { continue };
        let (values, tasks) = (some(*length, "value"), some(context.analysis.tasks, "task"));
        let more = format!("{values} here; the scene has {tasks} in all");
        hints.push(Hint { span: statement.span, label: format!("{values}, {tasks}"), more });
    }
    hints.sort_by_key(|hint| hint.span);
    hints
}

/// The lines above a scene and above each of its passes; none if there are errors, or nothing to make.
#[must_use]
pub fn lenses(context: &Context<'_>) -> Vec<Lens> {
    let analysis = context.analysis;
    let (Some(first), [pass, ..]) = (context.facts.tree.statements.first(), analysis.passes.as_slice()) else {
        return Vec::new();
    };
    let mut title = Vec::new();
    if analysis.tasks != 1 || !analysis.first.is_empty() {
        title.push(some(analysis.tasks, "task"));
    }
    if analysis.compiled == analysis.tasks {
        title.push(price(&analysis.total));
    } else {
        title.push(format!("{} each", price(&total(&analysis.passes))));
    }
    if context.has_passes() {
        title.push(some(analysis.passes.len() as u64, "pass"));
    } else {
        title.extend(sizes(pass));
    }
    let mut lenses = vec![Lens { span: first.span, title: title.join(" | ") }];
    let mut written = analysis.passes.iter().filter(|_| context.has_passes());
    lenses.extend(written.by_ref().filter_map(|pass| {
        let place = context.facts.passes.get(&pass.name)?;
        let title: Vec<String> = std::iter::once(price(&pass.cost)).chain(sizes(pass)).collect();
        Some(Lens { span: place.whole, title: title.join(" | ") })
    }));
    lenses
}

/// How many references a pass has, and how long its prompt is.
fn sizes(pass: &Pass) -> [String; 2] {
    [some(pass.references.len() as u64, "reference"), some(pass.prompt.chars().count() as u64, "character")]
}

/// What something costs, as it stands in a list.
fn price(cost: &Cost) -> String {
    if *cost == Cost::Unknown { "price not known".to_owned() } else { cost.to_string() }
}
