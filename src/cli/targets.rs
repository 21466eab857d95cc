//! `--target`. What comes in: the names that were given, and the models that a scene may name. What goes out: what the
//! scene is compiled for, wrong usage, and the findings of several targets in one list.

use super::output;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::printable;
use crate::lexicon::suggest;
use crate::target::{Models, Profile, Target};

/// What a scene is compiled for: each target once, or what it names itself. One that is given twice is noted in `talk`.
pub(super) fn targets<'a>(
    names: &'a [String],
    models: &'a Models,
    talk: &mut Vec<String>,
) -> Result<Vec<Target<'a>>, String> {
    let mut targets: Vec<Target<'a>> = Vec::new();
    for name in names {
        let target = target(name, models)?;
        if targets.iter().any(|known| called(known) == called(&target)) {
            let name = printable(name);
            let also = called(&target).filter(|called| *called != name);
            let also = also.map(|called| format!(", which is `{called}`,")).unwrap_or_default();
            let note = format!("note: the target `{name}`{also} is given twice and counts once\n");
            if !talk.contains(&note) {
                talk.push(note);
            }
        } else {
            targets.push(target);
        }
    }
    if targets.is_empty() {
        targets.push(Target { models, ..Target::default() });
    }
    Ok(targets)
}

/// The target of a name.
fn target<'a>(name: &str, models: &'a Models) -> Result<Target<'a>, String> {
    match models.find(name) {
        Some(profile) => Ok(Target { models, model: Some(&profile.air) }),
        None => Err(unknown(name, models)),
    }
}

/// What people call a target; none if it is whatever a scene names.
pub(super) fn called<'a>(target: &Target<'a>) -> Option<&'a str> {
    target.model
}

/// Why a name is none: did you mean, and all there are.
fn unknown(name: &str, models: &Models) -> String {
    let words = || models.all().flat_map(|profile| [profile.air.as_str(), profile.slug.as_str()]);
    let lower = name.to_lowercase();
    let holds = |word: &str| lower.len() > 2 && word.to_lowercase().contains(&lower);
    let alike: Vec<_> =
        models.all().filter(|it| [&it.air, &it.slug, &it.name].iter().any(|word| holds(word))).collect();
    let advice = match (suggest(name, words()), alike.as_slice()) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, [one]) => format!("; did you mean `{}`?", one.air),
        (None, []) => String::new(),
        (None, several) if several.len() < 8 => {
            let airs: Vec<_> = several.iter().map(|profile| format!("`{}`", profile.air)).collect();
            format!("; did you mean one of {}?", airs.join(", "))
        }
        (None, _) => String::new(),
    };
    let wide = models.ids().map(str::len).max().unwrap_or(0);
    let line = |profile: &Profile| format!("\n  {:wide$}  {}", profile.air, profile.slug);
    let known: String = models.all().map(line).collect();
    let known = printable_lines(&known);
    format!("no model is called `{}`{}\nmodels, by id or by name:{known}", printable(name), printable(&advice))
}

/// A text of several lines, as it may be shown.
fn printable_lines(text: &str) -> String {
    text.split('\n').map(|line| printable(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// Says what was noted.
pub(super) fn tell(talk: &[String]) {
    output::talk(&talk.concat());
}

/// The findings of a scene for several targets in one list: what all of them share once, of the others whose they are.
pub(super) fn merged(found: &[(Target<'_>, &[Diagnostic])]) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for (at, (target, own)) in found.iter().enumerate() {
        for finding in *own {
            if found.iter().all(|(_, others)| others.contains(finding)) {
                out.extend((at == 0).then(|| finding.clone()));
            } else {
                let message =
                    called(target).map_or_else(|| finding.message.clone(), |name| finding.told_of_target(name));
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
        let airs = targets(&names, Models::BUILT_IN, &mut talk)
            .map(|targets| targets.iter().filter_map(called).map(str::to_owned).collect());
        (airs, talk)
    }

    #[test]
    fn an_id_or_a_slug_names_a_model() {
        assert_eq!(told(&[]), (Ok(Vec::new()), Vec::new()));
        assert_eq!(told(&["bfl:5@1"]).0.unwrap(), ["bfl:5@1"]);
        assert_eq!(told(&["google-nano-banana-pro", "bfl:5@1"]).0.unwrap(), ["google:4@2", "bfl:5@1"]);
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
        let first = |name| told(&[name]).0.unwrap_err().lines().next().unwrap().to_owned();
        assert_eq!(first("bfl:5@2"), "no model is called `bfl:5@2`; did you mean `bfl:5@1`?");
        assert_eq!(first("krea3"), "no model is called `krea3`; did you mean `krea-3`?");
        assert_eq!(first("Grok"), "no model is called `Grok`; did you mean `xai:grok-imagine@image-2.0`?");
        assert_eq!(first("gen-4"), "no model is called `gen-4`; did you mean one of `runway:4@1`, `runway:4@2`?");
        assert_eq!(first("a\u{1b}b\nc"), "no model is called `a\\u{1b}b\\nc`");
        let all = told(&["poem"]).0.unwrap_err();
        assert!(all.contains("\n  google:4@3                    google-nano-banana-2\n"), "{all}");
        assert_eq!(all.lines().count(), 2 + Models::BUILT_IN.ids().count());
    }

    #[test]
    fn what_all_targets_share_is_said_once() {
        let finding = |message: &str| Diagnostic::new(Code::BadSetting, Span::default(), message);
        let both = [finding("odd"), finding("`bfl:5@1` takes no seed")];
        let models = Models::BUILT_IN;
        let target = |model| Target { models, model: Some(model) };
        let found = merged(&[(target("bfl:5@1"), &both), (target("krea:krea@3"), &[finding("odd"), finding("few")])]);
        let told: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(told, ["odd", "the target `bfl:5@1` takes no seed", "for the target `krea:krea@3`: few"]);
        let alone = merged(&[(Target::default(), &both)]);
        assert_eq!(alone, both);
    }
}
