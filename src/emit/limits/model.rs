//! What comes in: the model that a scene names, or that stands in for it. What goes out: what is known of it, or a finding
//! that proposes others. Only where a name is not known are the data files of all models read.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::settings::Settings;
use crate::source::Span;
use crate::target::{DEFAULT_MODEL, Models, Profile, Target};

use super::super::served;

/// The model of a scene, where the service serves it; an unknown one is reported, and the default is used instead.
#[must_use]
pub fn model<'a>(set: &Settings, target: Target<'a>, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Profile> {
    let models = target.models;
    if let Some(profile) = stand_in(target) {
        return Some(profile);
    }
    let written = set.model.as_ref();
    let found = written.and_then(|(air, _)| models.find(air));
    if let (Some((air, span)), None) = (written, found) {
        diagnostics.push(unknown_model(air, *span, models));
    }
    match found {
        Some(found) => served::model(found, written.map(|(_, span)| *span), target, diagnostics),
        None => served::model(models.get(DEFAULT_MODEL)?, None, target, diagnostics),
    }
}

/// Where a scene names its model: none if it does not, or if it is compiled for another.
#[must_use]
pub fn named(set: &Settings, target: Target<'_>) -> Option<Span> {
    let (air, span) = set.model.as_ref()?;
    (stand_in(target).is_none() && target.models.find(air).is_some()).then_some(*span)
}

fn stand_in(target: Target<'_>) -> Option<&Profile> {
    target.model.and_then(|name| target.models.find(name))
}

fn unknown_model(name: &str, span: Span, models: &Models) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownModel, span, format!("no model is known as `{name}`"));
    if let Some(family) = models.all().find(|profile| profile.also.iter().any(|air| air == name)) {
        let air = &family.air;
        return finding.help(format!(
            "`{name}` is of the family of `{air}`, and its own figures are not known; describe it in models.toml with \
             `like = \"{air}\"`"
        ));
    }
    let known = known(models);
    match near(name, models) {
        Some(near) => finding.help(format!("did you mean `{near}`? the known models are:\n{known}")).fix(
            format!("write `{near}`"),
            span,
            near,
        ),
        None => finding.help(format!("the known models are:\n{known}")),
    }
}

/// The id of a model that may be meant: one that is sold under this name, or whose id or slug is spelt nearly so.
fn near<'m>(name: &str, models: &'m Models) -> Option<&'m str> {
    let alike = |other: &str| !other.is_empty() && other.eq_ignore_ascii_case(name.trim());
    let sold =
        |profile: &&Profile| profile.name.split(['(', ')']).chain([&*profile.name]).any(|part| alike(part.trim()));
    if let Some(profile) = models.all().find(sold) {
        return Some(&profile.air);
    }
    let slug = || lexicon::suggest(name, models.all().map(|profile| &*profile.slug));
    lexicon::suggest(name, models.ids()).or_else(|| Some(&*models.find(slug()?)?.air))
}

/// Every model, a line for each maker in the order in which they come.
fn known(models: &Models) -> String {
    let mut makers: Vec<(&str, Vec<String>)> = Vec::new();
    for profile in models.all() {
        let air = format!("`{}`", profile.air);
        match makers.iter_mut().find(|(maker, _)| *maker == profile.provider) {
            Some((_, of)) => of.push(air),
            None => makers.push((&profile.provider, vec![air])),
        }
    }
    let lines: Vec<String> = makers.iter().map(|(maker, of)| format!("{maker}: {}", of.join(", "))).collect();
    lines.join("\n")
}
