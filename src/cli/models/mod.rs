//! `scene models [NAME]`: the models that scenes may name as a table, or one of them with everything that is known of it.
//! Those of the project in the current folder are among them; what is wrong with its `models.toml` goes to stderr.

mod json;
mod list;
mod page;
mod sizes;
mod words;

use std::path::Path;

use clap::ValueEnum;

use super::disk::Disk;
use super::levels::Flags;
use super::projects::{Project, Projects};
use super::{Exit, output};
use crate::diagnostic::render::{human, printable};
use crate::lexicon::suggest;
use crate::models::Origin;
use crate::target::{Models, Profile};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// One model, by its id or its slug
    name: Option<String>,
    /// How to write what is known
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table, or a page
    Human,
    /// A JSON document
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let mut projects = Projects::default();
    let project = projects.of(&Disk::in_folder(Path::new(".")), Flags::default());
    for report in &projects.reports {
        output::talk(&human(&report.diagnostics, &report.sources, output::stderr_look()));
    }
    // Half of what is known would be shown as if it were all.
    if project.failed {
        return Ok(Exit::Scenes);
    }
    let look = output::stdout_look();
    let one = arguments.name.as_deref().map(|name| find(name, &project.models)).transpose()?;
    let text = match (arguments.format, one) {
        (Form::Human, None) => list::list(&project, look),
        (Form::Human, Some(profile)) => page::page(profile, &project, look),
        (Form::Json, None) => json::json(project.models.all(), &project),
        (Form::Json, Some(profile)) => json::json(std::iter::once(profile), &project),
    };
    output::payload(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// The model of a name; one that has no figures of its own is found at the one of its family that has.
fn find<'m>(name: &str, models: &'m Models) -> Result<&'m Profile, String> {
    let family = || models.all().find(|profile| profile.also.iter().any(|air| air == name));
    models.find(name).or_else(family).ok_or_else(|| {
        let words = models.all().flat_map(|profile| {
            let also = profile.also.iter().map(String::as_str);
            [profile.air.as_str(), profile.slug.as_str()].into_iter().chain(also)
        });
        let advice = match suggest(name, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`scene models` lists all".to_owned(),
        };
        format!("no model is known as `{}`; {}", printable(name), printable(&advice))
    })
}

/// Where a model of the project comes from; none if it is built in, and nothing was changed about it.
fn origin<'p>(profile: &Profile, project: &'p Project) -> Option<&'p Origin> {
    let origin = project.origins.iter().find(|origin| origin.air == profile.air)?;
    let says = origin.like.is_some() || !origin.sets.is_empty() || !origin.unsets.is_empty();
    says.then_some(origin)
}
