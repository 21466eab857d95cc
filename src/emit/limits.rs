//! What comes in: the settings of a scene, a model's limits, and the files around. What goes out: settings that the model
//! takes, and a finding for each that it refuses, with what it would take instead.

use crate::diagnostic::{Code, Diagnostic, Severity, file_finding};
use crate::lexicon;
use crate::scene::settings::{Placed, Shape, Size};
use crate::scene::{self, Scene};
use crate::source::{FileError, Files, Span};
use crate::target::{self, Limits, NoSize, Profile, Service, SourceForm, Takes, Target};

use super::{Settings, served};

/// The model of a scene, where the service serves it; an unknown one is reported, and the default is used instead.
#[must_use]
pub fn model<'a>(
    set: &scene::settings::Settings,
    target: Target<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Profile> {
    let models = target.models;
    if let Some(profile) = target.model.and_then(|name| models.find(name)) {
        return Some(profile);
    }
    let Some((air, span)) = &set.model else {
        return served::model(models.get(target::DEFAULT_MODEL)?, None, target, diagnostics);
    };
    let found = models.find(air);
    if found.is_none() {
        let finding = Diagnostic::new(Code::UnknownModel, *span, format!("no model is known as `{air}`"));
        let known: Vec<String> = models.ids().map(|air| format!("`{air}`")).collect();
        let known = format!("the known models are {}", known.join(", "));
        diagnostics.push(match lexicon::suggest(air, models.ids()) {
            Some(near) => {
                finding.help(format!("did you mean `{near}`? {known}")).fix(format!("write `{near}`"), *span, near)
            }
            None => finding.help(known),
        });
    }
    match found {
        Some(found) => served::model(found, Some(*span), target, diagnostics),
        None => served::model(models.get(target::DEFAULT_MODEL)?, None, target, diagnostics),
    }
}

/// The settings of a scene, or of one of its passes, that are up to the model. [`super::served`] has the others.
#[must_use]
pub fn settings(
    set: &scene::settings::Settings,
    scene: &Scene,
    profile: &Profile,
    files: &dyn Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Settings {
    Settings {
        model: profile.air.clone(),
        size: set.size.as_ref().and_then(|size| pixels(scene, size, profile, files, diagnostics)),
        seed: seed(set.seed.as_ref(), profile, diagnostics),
        ..Settings::default()
    }
}

/// How many references the model and the service take in one request.
#[must_use]
pub fn most_references(profile: &Profile, service: &Service) -> usize {
    let most = profile.references.max.into_iter().chain(service.references.max).min();
    most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX)
}

/// The finding about more references than the model and the service take, if there are more. `sender` is the scene or a
/// pass of it; `outline` says what the passes would bring in if the compiler planned them.
pub fn references(
    sender: &str,
    images: &[Span],
    outline: impl FnOnce() -> Vec<String>,
    (profile, service): (&Profile, &Service),
) -> Option<Diagnostic> {
    let most = most_references(profile, service);
    let extra = images.get(most)?;
    let by_model = profile.references.max.is_some_and(|max| max == most as u64);
    let taker = if by_model { format!("`{}`", profile.air) } else { service.title.clone() };
    let message = format!("{sender} sends {} reference images, and {taker} takes {most}", images.len());
    let finding = Diagnostic::new(Code::TooManyReferences, *extra, message).here(format!(
        "image {} of {}",
        most + 1,
        images.len()
    ));
    // A service that does not know the picture of a pass cannot build on it.
    let outline = if service.takes(SourceForm::Result) { outline() } else { Vec::new() };
    let passes: Vec<String> =
        outline.iter().enumerate().map(|(at, names)| format!("pass {}: {names}", at + 1)).collect();
    Some(if passes.is_empty() {
        finding.help("leave some out, or show several things in one photograph")
    } else {
        finding.help(format!(
            "write `passes auto` to build the picture up in {}: {}",
            words(passes.len()),
            passes.join("; ")
        ))
    })
}

fn words(passes: usize) -> String {
    format!("{} passes", lexicon::number_word(passes))
}

/// The prompt against what the model takes. `heaviest` finds the place that says most of it.
pub fn length(prompt: &str, heaviest: impl FnOnce() -> Span, profile: &Profile, diagnostics: &mut Vec<Diagnostic>) {
    let length = prompt.chars().count() as u64;
    if let Some(most) = profile.prompt.max.filter(|most| length > *most) {
        diagnostics.push(
            Diagnostic::new(
                Code::PromptTooLong,
                heaviest(),
                format!("the prompt has {length} characters, and `{}` takes {most}", profile.air),
            )
            .here("no other line adds as much")
            .help("say less here, or give what is said often a `short: \"...\"`"),
        );
    }
}

/// A number within the limits of whoever takes it; where no limit is known, the service has the last word.
pub(super) fn number(
    word: &str,
    value: Option<&Placed<u64>>,
    taker: Option<(Limits, &str)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<u64> {
    let (value, span) = value?;
    let Some((limits, taker)) = taker.filter(|(limits, _)| !limits.hold(*value)) else { return Some(*value) };
    let message = format!("`{word} {value}` is out of range: {taker} takes {}", range(limits));
    let finding = Diagnostic::new(Code::BadSetting, *span, message);
    let nearest = limits.nearest(*value);
    // No seed is nearer to another than any.
    diagnostics.push(if word == "seed" {
        finding.help("choose another number")
    } else {
        finding.help(format!("write `{word} {nearest}`")).fix(format!("write `{nearest}`"), *span, nearest.to_string())
    });
    None
}

fn seed(value: Option<&Placed<u64>>, profile: &Profile, diagnostics: &mut Vec<Diagnostic>) -> Option<u64> {
    let taker = format!("`{}`", profile.air);
    match profile.seed {
        Takes::No => {
            let (_, span) = value?;
            diagnostics.push(
                Diagnostic::new(Code::BadSetting, *span, format!("{taker} takes no seed")).help("delete the line"),
            );
            None
        }
        Takes::Within(limits) => number("seed", value, Some((limits, &taker)), diagnostics),
        Takes::Unknown | Takes::Yes => value.map(|(value, _)| *value),
    }
}

/// `1 to 20`
fn range(limits: Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} and more"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => "any".to_owned(),
    }
}

fn pixels(
    scene: &Scene,
    size: &Size,
    profile: &Profile,
    files: &dyn Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(u32, u32)> {
    let at = size.at.as_ref().map(|(word, _)| word.as_str());
    if let Some((word, span)) = &size.at {
        if profile.sizes.resolution(Some(word)).is_none() {
            let known = profile.sizes.resolutions.join(", ").to_lowercase();
            diagnostics.push(
                Diagnostic::new(Code::BadSize, *span, format!("`{}` has no resolution `{word}`", profile.air))
                    .help(format!("it has {known}")),
            );
            return None;
        }
        if matches!(size.shape, Shape::Pixels(..)) {
            diagnostics.push(
                Diagnostic::new(Code::BadSize, *span, "a size in pixels has its resolution already")
                    .help("delete `at` and what follows, or write a ratio such as `4:3 at 2k`"),
            );
            return None;
        }
    }
    let found = match size.shape {
        Shape::Pixels(width, height) => profile.sizes.exact(width, height).ok_or_else(|| {
            let nearest = profile.sizes.nearest(width, height);
            let near: Vec<String> = nearest.iter().map(|pair| shown(pair)).collect();
            let message = format!("`{}` makes no picture of {width}x{height}", profile.air);
            let finding = Diagnostic::new(Code::BadSize, size.span, message)
                .help(format!("the nearest it makes are {}", near.join(", ")));
            // Which of them is wanted only the author knows.
            nearest.iter().take(2).fold(finding, |finding, pair| {
                let written = format!("{}x{}", pair.width, pair.height);
                finding.fix(format!("write `{written}`"), size.span, written)
            })
        }),
        Shape::Ratio(across, down) => profile.sizes.at(&format!("{across}:{down}"), at).map_err(|why| {
            let finding =
                Diagnostic::new(Code::BadSize, size.span, format!("`{}` makes no {across}:{down}", profile.air));
            match why {
                NoSize::Ratio => finding.help(format!("it makes {}", profile.sizes.ratios(at).join(", "))),
                NoSize::Resolution => finding,
            }
        }),
        Shape::Like(id) => {
            let element = scene.element(id);
            let source = element.images.first().map(|image| &scene.images[image.0 as usize].source);
            let Some(source) = source.filter(|source| SourceForm::of(source) == SourceForm::Path) else {
                diagnostics.push(no_shape(&element.name, size.span));
                return None;
            };
            match files.size_of_image(source) {
                Ok((width, height)) => {
                    profile.sizes.matching(width, height, at).ok_or_else(|| no_shape(&element.name, size.span))
                }
                Err(error) => Err(unknown_shape(source, &error, size.span)),
            }
        }
    };
    match found {
        Ok(pair) => Some((pair.width, pair.height)),
        Err(finding) => {
            diagnostics.push(finding);
            None
        }
    }
}

fn shown(pair: &target::Pair) -> String {
    format!("{}x{} ({})", pair.width, pair.height, pair.label())
}

/// The prompt does not hang on the shape, so that this is a warning wherever missing files are.
fn unknown_shape(source: &str, error: &FileError, span: Span) -> Diagnostic {
    let mut finding = file_finding(source, error, span);
    finding.message = format!("no size is sent, since {}", finding.message);
    finding.severity = Severity::Warning;
    finding
}

fn no_shape(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSize, span, format!("the shape of `{name}` cannot be read"))
        .help("only an image file of the project has a shape to match; write a ratio such as `size 4:3`")
}
