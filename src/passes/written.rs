//! What comes in: the passes that a scene writes, and its statements outside of them. What goes out: what belongs to each
//! pass. What holds for the whole picture goes to all of them; the rest goes once, to the first pass in which everything
//! it names is there.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::plan::usage;
use crate::scene::Scene;
use crate::scene::model::{ElementId, Pass, Statement, StatementKind};
use crate::scene::settings::Settings;

use super::{Owned, Share, gone, mentions};

/// The share of each pass.
pub(super) fn shares<'s>(scene: &'s Scene, passes: &'s [Pass], diagnostics: &mut Vec<Diagnostic>) -> Vec<Share<'s>> {
    let mut shares: Vec<Share<'s>> = passes
        .iter()
        .map(|pass| Share {
            name: pass.name.clone(),
            base: pass.from,
            statements: pass.statements.iter().map(|statement| Owned { statement, own: true }).collect(),
            brought: Vec::new(),
            settings: Cow::Borrowed(&scene.settings),
            why: String::new(),
        })
        .collect();
    for (index, pass) in passes.iter().enumerate() {
        // What a pass sets for itself holds for those that go on from it as well.
        let outer =
            pass.from.map_or_else(|| scene.settings.clone(), |(base, _)| shares[base].settings.as_ref().clone());
        shares[index].settings = Cow::Owned(merged(&outer, &pass.settings));
    }
    for (index, pass) in passes.iter().enumerate() {
        diagnostics.extend(pass.statements.iter().filter_map(|one| too_early(scene, passes, index, one)));
    }
    let mut there = there(scene, passes);
    diagnostics.extend(gone::check(scene, passes, &there));
    let only_avoided = mentions::only_avoided(scene, passes.iter().flat_map(|pass| &pass.statements));
    for statement in &scene.statements {
        if mentions::is_about(scene, &statement.kind, &only_avoided) {
            // No pass has to do with it; the first says it, rather than none.
            shares.first_mut().into_iter().for_each(|share| share.statements.push(Owned { statement, own: true }));
            continue;
        }
        let owned = Owned { statement, own: false };
        if mentions::lasts(&statement.kind) {
            let from = first_possible(scene, statement);
            for share in shares.iter_mut().skip(from) {
                share.statements.push(owned);
            }
            continue;
        }
        match place(scene, statement, passes, &there) {
            Ok(index) => {
                shares[index].statements.push(owned);
                bring(passes, &mut there, index, &mentions::needed(scene, &statement.kind));
            }
            Err(finding) => diagnostics.push(*finding),
        }
    }
    let unsaid = unsaid(scene, passes);
    if let Some(first) = shares.iter_mut().find(|share| share.base.is_none()) {
        first.brought.extend(unsaid);
    }
    for share in &mut shares {
        share.statements.sort_by_key(|owned| owned.statement.turn);
    }
    shares
}

/// What is there in each pass: what its block names, and what the picture shows that it goes on with.
fn there(scene: &Scene, passes: &[Pass]) -> Vec<BTreeSet<ElementId>> {
    let own = |pass: &Pass| pass.statements.iter().flat_map(|one| mentions::shown(scene, &one.kind)).collect();
    let mut there: Vec<BTreeSet<ElementId>> = passes.iter().map(own).collect();
    inherit(passes, &mut there);
    there
}

fn inherit(passes: &[Pass], there: &mut [BTreeSet<ElementId>]) {
    for (index, pass) in passes.iter().enumerate() {
        if let Some((base, _)) = pass.from {
            let mut below = there[base].clone();
            for (id, ..) in gone::gone(&passes[base]) {
                below.remove(&id);
            }
            there[index].extend(below);
        }
    }
}

/// Puts more into a pass, and so into those that go on with its picture.
fn bring(passes: &[Pass], there: &mut [BTreeSet<ElementId>], index: usize, more: &[ElementId]) {
    if more.iter().all(|id| there[index].contains(id)) {
        return;
    }
    let mut reached = vec![false; passes.len()];
    for (at, pass) in passes.iter().enumerate().skip(index) {
        reached[at] = at == index || pass.from.is_some_and(|(base, _)| reached[base]);
        if reached[at] {
            there[at].extend(more);
        }
    }
}

/// The first pass in which all that a statement names is there. What no pass names yet comes along.
fn place(
    scene: &Scene,
    statement: &Statement,
    passes: &[Pass],
    there: &[BTreeSet<ElementId>],
) -> Result<usize, Box<Diagnostic>> {
    let named = mentions::needed(scene, &statement.kind);
    let at_home: Vec<ElementId> =
        named.iter().copied().filter(|id| there.iter().any(|there| there.contains(id))).collect();
    let edits = |pass: &Pass| pass.statements.iter().any(|one| matches!(one.kind, StatementKind::Edit(_)));
    let outer_edit = scene.edit().is_some();
    let fits = |pass: &Pass| match statement.kind {
        StatementKind::Edit(_) => pass.from.is_none() && !edits(pass),
        StatementKind::Replace(..) | StatementKind::Remove(_) => pass.from.is_some() || edits(pass) || outer_edit,
        _ => true,
    };
    let found = (first_possible(scene, statement)..passes.len())
        .find(|index| fits(&passes[*index]) && at_home.iter().all(|id| there[*index].contains(id)));
    found.ok_or_else(|| {
        let name = |id: &ElementId| format!("`{}`", scene.element(*id).name);
        let names: Vec<String> = at_home.iter().map(name).collect();
        let message = match names.split_last() {
            Some((last, rest @ [_, ..])) => format!("no pass shows {} and {last} together", rest.join(", ")),
            _ => "no pass can take this statement".to_owned(),
        };
        let finding = Diagnostic::new(Code::BadPass, statement.span, message)
            .help("let the later of their passes go on `from` the earlier one, or write this line into a pass");
        Box::new(finding)
    })
}

/// The passes whose pictures a statement names.
fn results<'s>(scene: &'s Scene, statement: &Statement) -> impl Iterator<Item = usize> + use<'s> {
    let named = mentions::all(scene, &statement.kind).into_iter();
    named.flat_map(|id| &scene.element(id).images).filter_map(|image| scene.images[image.0 as usize].made_by)
}

/// The first pass that can say a statement: the one behind those whose pictures it names.
fn first_possible(scene: &Scene, statement: &Statement) -> usize {
    results(scene, statement).max().map_or(0, |pass| pass + 1)
}

/// The finding about a statement of a pass that names a picture which is not made by then.
fn too_early(scene: &Scene, passes: &[Pass], index: usize, statement: &Statement) -> Option<Diagnostic> {
    let result = results(scene, statement).find(|result| *result >= index)?;
    let (own, other) = (&passes[index], passes.get(result)?);
    let (message, help) = if result == index {
        let help = format!("say this in a pass of its own, behind `{}`", own.name);
        (format!("`{}` cannot show its own picture", own.name), help)
    } else {
        let help =
            format!("passes are made in the order in which they stand: put `{}` behind `{}`", own.name, other.name);
        (format!("`{}` needs the picture of `{}`, which is made later", own.name, other.name), help)
    };
    let finding = Diagnostic::new(Code::BadPass, statement.span, message).also(other.span, "the picture is made here");
    Some(finding.help(help))
}

/// What the scene binds for the picture and no statement names.
fn unsaid(scene: &Scene, passes: &[Pass]) -> Vec<ElementId> {
    let inner = passes.iter().flat_map(|pass| &pass.statements);
    let usages = usage::usages_in(scene, scene.statements.iter().chain(inner));
    let placed = placed(scene, passes);
    let unsaid = |id: &ElementId| {
        let used = &usages.of[id.0 as usize];
        let picture = scene.element(*id).images.iter().any(|image| scene.images[image.0 as usize].made_by.is_some());
        let only_kept = used.attended && !used.placed && !picture && !placed.contains(id);
        (!used.is_used() && !picture) || only_kept
    };
    scene.element_ids().filter(unsaid).collect()
}

/// The elements that statements put into some picture; a `keep` outside of the passes does not say where.
fn placed(scene: &Scene, passes: &[Pass]) -> BTreeSet<ElementId> {
    let outer = scene.statements.iter().filter(|one| !matches!(one.kind, StatementKind::Keep(_)));
    // A block has in it what it keeps.
    let inner = passes.iter().flat_map(|pass| &pass.statements);
    outer.chain(inner).flat_map(|one| mentions::shown(scene, &one.kind)).collect()
}

/// The scene's settings, except for those that a pass sets for itself.
fn merged(outer: &Settings, own: &Settings) -> Settings {
    Settings {
        model: own.model.clone().or_else(|| outer.model.clone()),
        size: own.size.clone().or_else(|| outer.size.clone()),
        seed: own.seed.or(outer.seed),
        results: own.results.or(outer.results),
        format: own.format.clone().or_else(|| outer.format.clone()),
        quality: own.quality.or(outer.quality),
    }
}
