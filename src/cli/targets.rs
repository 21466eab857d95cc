//! `--target`. What comes in: the names that were given, and the project of a scene, which knows the models. What goes out: what the
//! scene is compiled for, wrong usage, and the findings of several targets in one list.

use unicode_width::UnicodeWidthStr;

use super::input::Loaded;
use super::output;
use super::projects::Project;
use crate::compile::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::printable;
use crate::emit::no_target;
use crate::matrix::Options;
use crate::target::{Models, NoTarget, Profile, Target};

/// What a scene is compiled for: each target once, or what it names itself. One that is given twice is noted in `talk`.
pub(super) fn targets<'a>(
    names: &'a [String],
    project: &'a Project,
    talk: &mut Vec<String>,
) -> Result<Vec<Target<'a>>, String> {
    let models = &project.models;
    let mut targets: Vec<Target<'a>> = Vec::new();
    // What is wrong with a project's models is said first: they may be those that are meant.
    for name in names.iter().filter(|name| !project.failed || Target::named(models, name).is_ok()) {
        let target = Target::named(models, name).map_err(|why| unknown(&why, models))?;
        if targets.iter().all(|known| known.name() != target.name()) {
            targets.push(target);
            continue;
        }
        let (name, called) = (printable(name), target.name());
        let also = if called == name { String::new() } else { format!(", which is `{called}`,") };
        let note = format!("note: the target `{name}`{also} is given twice and counts once\n");
        if !talk.contains(&note) {
            talk.push(note);
        }
    }
    if targets.is_empty() {
        targets.push(Target { models, ..Target::default() });
    }
    Ok(targets)
}

/// A scene that was read for each of its targets; it has one at least, and cannot be read for any if it is no text.
pub(super) type ForTargets<'a> = Vec<(Target<'a>, Option<Opened<'a>>)>;

/// Reads every scene for each target.
pub(super) fn open<'a>(
    names: &'a [String],
    loaded: &'a [Loaded],
    strict_files: bool,
    options: &Options,
) -> Result<Vec<ForTargets<'a>>, String> {
    let mut talk = Vec::new();
    let mut scenes: Vec<ForTargets<'a>> = Vec::new();
    for scene in loaded {
        let targets = targets(names, &scene.project, &mut talk)?;
        let opened = targets.into_iter().map(|target| (target, scene.open(strict_files, options, target)));
        scenes.push(opened.collect());
    }
    output::talk(&talk.concat());
    Ok(scenes)
}

/// Why a name is none: did you mean, and the models that there are, or those alone that are called alike.
fn unknown(why: &NoTarget<'_>, models: &Models) -> String {
    let told = no_target(why, models);
    let NoTarget::Unknown(name) = why else { return told };
    let lower = name.to_lowercase();
    let is_alike = |profile: &&Profile| {
        let names = [&profile.air, &profile.slug, &profile.name];
        lower.len() > 2 && names.iter().any(|word| word.to_lowercase().contains(&lower))
    };
    let alike: Vec<&Profile> = models.all().filter(is_alike).collect();
    let (head, listed) = match alike.len() {
        0 => ("models, by id or by name:", models.all().collect()),
        _ => ("models like it, by id or by name:", alike),
    };
    let wide = listed.iter().map(|profile| profile.air.width()).max().unwrap_or(0);
    let line = |profile: &Profile| {
        let pad = wide - profile.air.width();
        format!("\n  {}{:pad$}  {}", printable(&profile.air), "", printable(&profile.slug))
    };
    format!("{told}\n{head}{}", listed.into_iter().map(line).collect::<String>())
}

/// The findings of a scene for several targets in one list: what all of them share once, of the others whose they are.
pub(super) fn merged(found: &[(Target<'_>, &[Diagnostic])]) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for (at, (target, own)) in found.iter().enumerate() {
        for finding in *own {
            if found.iter().all(|(_, others)| others.contains(finding)) {
                out.extend((at == 0).then(|| finding.clone()));
            } else {
                let message = finding.told_of_target(&target.name());
                out.push(Diagnostic { message, ..finding.clone() });
            }
        }
    }
    out.sort_by_key(Diagnostic::place);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn told(names: &[&str]) -> (Result<Vec<String>, String>, Vec<String>) {
        let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
        let mut talk = Vec::new();
        let airs =
            targets(&names, &Project::default(), &mut talk).map(|targets| targets.iter().map(Target::name).collect());
        (airs, talk)
    }

    #[test]
    fn a_model_a_service_or_both_name_a_target() {
        assert_eq!(told(&[]).0.unwrap(), ["runware"]);
        assert_eq!(told(&["bfl:5@1"]).0.unwrap(), ["bfl:5@1"]);
        assert_eq!(told(&["google-nano-banana-pro", "bfl:5@1"]).0.unwrap(), ["google:4@2", "bfl:5@1"]);
        assert_eq!(told(&["gemini", "gemini/gemini-3-pro-image"]).0.unwrap(), ["gemini", "gemini/google:4@2"]);
    }

    #[test]
    fn a_model_that_is_given_twice_counts_once() {
        let (airs, talk) = told(&["bfl:5@1", "bfl-flux-2-pro", "bfl:5@1", "bfl:5@1"]);
        assert_eq!(airs.unwrap(), ["bfl:5@1"]);
        assert_eq!(
            talk,
            [
                "note: the target `bfl-flux-2-pro`, which is `bfl:5@1`, is given twice and counts once\n",
                "note: the target `bfl:5@1` is given twice and counts once\n"
            ]
        );
    }

    #[test]
    fn an_unknown_name_gets_advice_and_the_list() {
        let why = |name| told(&[name]).0.unwrap_err();
        let slip = why("bfl:5@2");
        assert!(slip.starts_with("`bfl:5@2` is no model and no service; did you mean `bfl:5@1`?"), "{slip}");
        assert!(slip.contains("\n  google:4@3                    google-nano-banana-2\n"), "{slip}");
        assert_eq!(slip.lines().count(), 2 + Models::BUILT_IN.ids().count());
        let alike = why("Gen-4");
        assert!(
            alike.ends_with(
                "\nmodels like it, by id or by name:\n  runway:4@1  runway-gen-4-image\n  runway:4@2  runway-gen-4-image-turbo"
            ),
            "{alike}"
        );
        assert!(!why("gemini/bfl:5@1").contains('\n'));
        assert!(why("a\u{1b}b\nc").starts_with("`a\\u{1b}b\\nc` is no model"));
    }

    #[test]
    fn what_all_targets_share_is_said_once() {
        let finding = |message: &str| Diagnostic::new(Code::BadSetting, Span::default(), message);
        let both = [finding("odd"), finding("`bfl:5@1` takes no seed")];
        let models = Models::BUILT_IN;
        let target = |model| Target { models, model: Some(model), ..Target::default() };
        let found = merged(&[(target("bfl:5@1"), &both), (target("krea:krea@3"), &[finding("odd"), finding("few")])]);
        let told: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(told, ["odd", "the target `bfl:5@1` takes no seed", "for the target `krea:krea@3`: few"]);
        let alone = merged(&[(Target::default(), &both)]);
        assert_eq!(alone, both);
    }
}
