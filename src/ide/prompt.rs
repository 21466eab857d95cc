//! What comes in: a scene and what came of it. What goes out: its prompt to be read beside the scene: what is sent first, in
//! which order, and in which words. Of a scene with errors, what is wrong with it.

use std::fmt::Write;

use super::{Context, markdown};
use crate::emit::Pass;
use crate::lexicon;
use crate::syntax::ast::StatementKind;

/// The prompt of a scene, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What to call it.
    pub title: String,
    /// The whole of it, as Markdown.
    pub markdown: String,
    /// The pictures, one for each pass that is shown.
    pub pictures: Vec<Picture>,
}

/// One prompt with its references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The pass that it is of; none if the scene has no passes.
    pub pass: Option<String>,
    /// The prompt.
    pub prompt: String,
    /// The references as the scene names their files, in the order in which they are sent.
    pub references: Vec<String>,
}

/// The prompt of the scene, or of the pass around an offset.
#[must_use]
pub fn prompt(context: &Context<'_>, offset: Option<usize>) -> Shown {
    let name = context.facts.path.rsplit('/').next().unwrap_or_default();
    let analysis = context.analysis;
    let around = offset.and_then(|offset| {
        let within = |range: std::ops::Range<usize>| range.start <= offset && offset <= range.end;
        context.facts.tree.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Pass(pass) if within(statement.span.range()) => Some(pass.name.text.clone()),
            _ => None,
        })
    });
    let shown = |pass: &&Pass| around.as_ref().is_none_or(|name| *name == pass.name);
    let passes: Vec<&Pass> = analysis.passes.iter().filter(shown).collect();
    let title = match &around {
        Some(pass) if !passes.is_empty() => format!("{name}: {pass}"),
        _ => name.to_owned(),
    };
    let mut out = format!("# {}\n", markdown::plain(&title));
    if passes.is_empty() {
        nothing(context, &mut out);
    }
    if !analysis.first.is_empty() && !passes.is_empty() {
        let others = analysis.tasks.saturating_sub(1);
        let _ = match others {
            0 => writeln!(out, "\nThe only task, {}.", markdown::code(&analysis.first)),
            _ => writeln!(out, "\nThe first of {}, {}.", some(analysis.tasks, "task"), markdown::code(&analysis.first)),
        };
    }
    for pass in &passes {
        picture(pass, context.has_passes() && around.is_none(), &mut out);
    }
    let picture = |pass: &&Pass| Picture {
        pass: context.has_passes().then(|| pass.name.to_string()),
        prompt: pass.prompt.clone(),
        references: pass.references.iter().map(|reference| reference.source.to_string()).collect(),
    };
    Shown { title, markdown: out, pictures: passes.iter().map(picture).collect() }
}

/// One prompt with what belongs to it.
fn picture(pass: &Pass, named: bool, out: &mut String) {
    if named {
        let _ = writeln!(out, "\n## {}", markdown::plain(&pass.name));
    }
    if !pass.references.is_empty() {
        out.push('\n');
    }
    for (at, reference) in pass.references.iter().enumerate() {
        let elements: Vec<&str> = reference.elements.iter().map(smol_str::SmolStr::as_str).collect();
        let source: String = reference.source.chars().take(120).collect();
        let elements = markdown::plain(&elements.join(", "));
        let _ = writeln!(out, "{}. {elements}: {}", at + 1, markdown::code(&source));
    }
    let sentences: Vec<&str> =
        pass.sentences.iter().filter_map(|range| pass.prompt.get(range.clone()).map(str::trim)).collect();
    let text = if sentences.is_empty() { pass.prompt.clone() } else { sentences.join("\n") };
    let _ = write!(out, "\n{}", markdown::block("text", &text));
    let size = pass.task.width.zip(pass.task.height).map(|(width, height)| format!(", {width}x{height}"));
    let letters = some(pass.prompt.chars().count() as u64, "character");
    let model = markdown::code(&pass.task.model);
    let _ = writeln!(out, "\n{letters}, {model}{}, price {}", size.unwrap_or_default(), pass.cost);
}

/// Why there is no prompt.
fn nothing(context: &Context<'_>, out: &mut String) {
    if context.analysis.library {
        out.push_str("\nThis file is there for other scenes. It asks for no picture of its own.\n");
        return;
    }
    let errors: Vec<_> = context.analysis.diagnostics.iter().filter(|finding| finding.is_error()).collect();
    if errors.is_empty() {
        out.push_str("\nThe scene asks for no picture.\n");
        return;
    }
    let _ = writeln!(out, "\nThere is no prompt: the scene has {}.\n", some(errors.len() as u64, "error"));
    for finding in errors.iter().take(20) {
        let place = context.analysis.sources.start(finding.span());
        let _ = writeln!(out, "- line {}: {}", place.line, markdown::message(&finding.message));
    }
}

/// "1 task", "2 tasks", "2 passes"
#[must_use]
pub(super) fn some(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", lexicon::plural(noun)) }
}
