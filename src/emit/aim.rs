//! What comes in: why a text names no target. What goes out: the same in words, with what may have been meant.

use crate::diagnostic::render::printable;
use crate::lexicon;
use crate::target::{Models, NoTarget, Service};

/// Why a text names no target, and what would.
///
/// ```
/// use scenewright::emit::no_target;
/// use scenewright::target::{Models, Target};
///
/// let models = Models::BUILT_IN;
/// let why = Target::named(models, "gemini/bfl:5@1").map_err(|why| no_target(&why, models));
/// assert_eq!(why.err().as_deref(), Some("Gemini does not serve `bfl:5@1`; it serves `google:4@3` and `google:4@2`"));
/// ```
#[must_use]
pub fn no_target(why: &NoTarget<'_>, models: &Models) -> String {
    let services = || Service::all().map(|service| service.name.as_str());
    match why {
        NoTarget::Unknown(name) => {
            let slugs = models.all().map(|profile| profile.slug.as_str());
            let near = near(name, services().chain(models.ids()).chain(slugs));
            format!("`{}` is no model and no service; {near}the services are {}", printable(name), list(services()))
        }
        NoTarget::Service(name) => {
            let near = near(name, services());
            format!("no service is called `{}`; {near}the services are {}", printable(name), list(services()))
        }
        NoTarget::Model(service, name) => {
            let near = near(name, served(service, models).into_iter());
            format!("no model is called `{}`; {near}{}", printable(name), serves(service, models))
        }
        NoTarget::NotServed(service, air) => {
            let served = list(served(service, models).into_iter());
            format!("{} does not serve `{}`; it serves {served}", service.title, printable(air))
        }
    }
}

fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    lexicon::suggest(name, known).map_or_else(String::new, |near| format!("did you mean `{near}`? "))
}

fn served<'a>(service: &'a Service, models: &'a Models) -> Vec<&'a str> {
    match &service.models {
        Some(served) => served.iter().map(|served| served.model.as_str()).collect(),
        None => models.ids().collect(),
    }
}

fn serves(service: &Service, models: &Models) -> String {
    format!("{} serves {}", service.title, list(served(service, models).into_iter()))
}

/// `a`, `b` and `c`
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;

    fn why(name: &str) -> String {
        let models = Models::BUILT_IN;
        Target::named(models, name).map_or_else(|why| no_target(&why, models), |_| String::new())
    }

    const SERVICES: &str =
        "the services are `runware`, `gemini`, `gemini-interactions`, `openai`, `bfl`, `fal` and `replicate`";

    #[test]
    fn what_may_have_been_meant_is_said() {
        for (name, expected) in [
            ("gemni", format!("`gemni` is no model and no service; did you mean `gemini`? {SERVICES}")),
            ("google:4@33", format!("`google:4@33` is no model and no service; did you mean `google:4@3`? {SERVICES}")),
            ("zzzzzzzzzz", format!("`zzzzzzzzzz` is no model and no service; {SERVICES}")),
            ("opnai/openai:1@1", format!("no service is called `opnai`; did you mean `openai`? {SERVICES}")),
            (
                "gemini/google:4@33",
                "no model is called `google:4@33`; did you mean `google:4@3`? Gemini serves `google:4@3` and \
                 `google:4@2`"
                    .to_owned(),
            ),
            ("fal/bfl:5@1", "fal does not serve `bfl:5@1`; it serves `google:4@3`".to_owned()),
        ] {
            assert_eq!(why(name), expected);
        }
    }

    #[test]
    fn nothing_of_a_name_reaches_the_terminal_raw() {
        for name in ["\u{1b}[31m", "\u{1b}/x", "gemini/\u{9b}", "a\nb"] {
            assert!(!why(name).contains(['\u{1b}', '\u{9b}', '\n']), "{name:?}");
        }
    }
}
