//! What comes in: what a planned pass brings in. What goes out: why, as a person would say it: "adds the cup and the lamp
//! on the desk". It speaks of things by their names in the scene.

use std::collections::BTreeSet;

use crate::scene::Scene;
use crate::scene::model::{Clause, ElementId, StatementKind, Verb};

use super::mentions;

/// Things that are said together: how they are connected with which other thing, if they are.
struct Row {
    names: Vec<String>,
    link: Option<(String, ElementId)>,
}

/// What a pass adds, and how each thing is connected with what was there before it.
pub(super) fn why(scene: &Scene, first: bool, brought: &[ElementId], before: &BTreeSet<ElementId>) -> String {
    let mut there = before.clone();
    let mut rows: Vec<Row> = Vec::new();
    for id in brought {
        let link = link(scene, *id, &there);
        there.insert(*id);
        match rows.last_mut() {
            Some(row) if row.link == link => row.names.push(name(scene, *id)),
            _ => rows.push(Row { names: vec![name(scene, *id)], link }),
        }
    }
    let verb = if first { "begins with" } else { "adds" };
    let said: Vec<String> = rows.iter().map(|row| row.said(scene)).collect();
    // Rows that hold an "and" of their own are set apart by commas.
    let text = match said.as_slice() {
        [] => "nothing new".to_owned(),
        [one, other] if rows[0].names.len() > 1 || rows[1].names.len() > 1 => format!("{one}, and {other}"),
        all => listed(all),
    };
    format!("{verb} {text}")
}

impl Row {
    fn said(&self, scene: &Scene) -> String {
        let names = listed(&self.names);
        match &self.link {
            Some((link, other)) => format!("{names} {link} {}", name(scene, *other)),
            None => names,
        }
    }
}

/// How a thing is connected with something that is there, by the first statement that says so.
fn link(scene: &Scene, id: ElementId, there: &BTreeSet<ElementId>) -> Option<(String, ElementId)> {
    let shown = |other: &ElementId| *other != id && there.contains(other);
    let mut loose = None;
    for statement in &scene.statements {
        let needed = mentions::needed(scene, &statement.kind);
        let Some(other) = needed.iter().copied().find(shown).filter(|_| needed.contains(&id)) else { continue };
        match &statement.kind {
            StatementKind::Relation(relation) => {
                let subject = mentions::of_list(scene, &relation.subjects).contains(&id);
                let clauses = relation.clauses.iter().filter_map(|clause| match clause {
                    Clause::Verb(verb) => Some(verb),
                    _ => None,
                });
                for verb in std::iter::once(&relation.verb).chain(clauses).filter(|_| subject) {
                    if let Some(other) = mentions::of_list(scene, &verb.objects).into_iter().find(shown) {
                        return Some((place(verb), other));
                    }
                }
                loose = loose.or_else(|| Some(("with".to_owned(), other)));
            }
            StatementKind::Replace(what, _) => {
                let there = mentions::of_list(scene, what).into_iter().find(shown)?;
                return Some(("in".to_owned(), there));
            }
            _ => loose = loose.or_else(|| Some(("with".to_owned(), other))),
        }
    }
    loose
}

/// `beside`, `to the left of`; what a thing does with another, where no preposition says it.
fn place(verb: &Verb) -> String {
    let last = verb.relations.last().map(|relation| match relation.preposition.as_str() {
        "" => relation.participle.to_string(),
        preposition => preposition.to_owned(),
    });
    last.filter(|words| !words.is_empty()).unwrap_or_else(|| "with".to_owned())
}

/// `the coffee table`
fn name(scene: &Scene, id: ElementId) -> String {
    format!("the {}", scene.element(id).name.replace('_', " "))
}

/// `a, b and c`
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
