//! What comes in: a size as a scene writes it. What goes out: its pixels, or a finding that names the nearest sizes and the
//! rule. A size that nothing is known of is passed on with a hint; no pixels are made up.

use crate::diagnostic::{Code, Diagnostic, Severity, file_finding};
use crate::lexicon::listed;
use crate::scene::Scene;
use crate::scene::model::ElementId;
use crate::scene::settings::{Shape, Size};
use crate::source::{FileError, Files, Span};
use crate::target::{NoSize, Profile, Ratio, SourceForm};

use super::unknown;

/// How many fixes are offered: which of them is wanted only the author knows.
const FIXES: usize = 2;

pub(super) fn pixels(
    scene: &Scene,
    size: &Size,
    profile: &Profile,
    files: &dyn Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(u32, u32)> {
    let found = match (size.shape, &size.at) {
        (Shape::Pixels(..), Some((_, span))) => Err(resolution_twice(*span)),
        (Shape::Pixels(width, height), None) => exactly((width, height), size.span, profile, diagnostics),
        (Shape::Ratio(ratio), _) => {
            profile.sizes.at(ratio, word(size)).map_err(|why| no_ratio(why, ratio, size, profile))
        }
        (Shape::Like(id), _) => like(scene, id, size, profile, files),
    };
    found.map_err(|finding| diagnostics.push(finding)).ok()
}

fn word(size: &Size) -> Option<&str> {
    size.at.as_ref().map(|(word, _)| word.as_str())
}

/// Pixels that are taken as they are, or not at all.
fn exactly(
    size: (u32, u32),
    span: Span,
    profile: &Profile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(u32, u32), Diagnostic> {
    match profile.sizes.accepts(size.0, size.1) {
        Some(true) => Ok(size),
        Some(false) => Err(refused(size, span, profile)),
        None => {
            diagnostics.push(unjudged(size, span, profile));
            Ok(size)
        }
    }
}

/// The size of a ratio that comes nearest to the shape of an element's image.
fn like(
    scene: &Scene,
    id: ElementId,
    size: &Size,
    profile: &Profile,
    files: &dyn Files,
) -> Result<(u32, u32), Diagnostic> {
    let element = scene.element(id);
    let source = element.images.first().map(|image| &scene.images[image.0 as usize].source);
    let Some(source) = source.filter(|source| SourceForm::of(source) == SourceForm::Path) else {
        return Err(no_shape(&element.name, size.span));
    };
    let (width, height) = match files.size_of_image(source) {
        Ok(shape) => shape,
        // What is wrong with the model's sizes does not hang on the file.
        Err(error) => match profile.sizes.matching(1, 1, word(size)) {
            Ok(_) => return Err(unknown_shape(source, &error, size.span)),
            Err(_) => (1, 1),
        },
    };
    profile.sizes.matching(width, height, word(size)).map_err(|why| match why {
        NoSize::Resolution => no_resolution(size, None, profile),
        NoSize::Ratio => {
            let message = format!("`{}` makes no picture in the shape of `{}`", profile.air, element.name);
            let rule = profile.sizes.free.as_ref().map(ToString::to_string);
            Diagnostic::new(Code::BadSize, size.span, message).help(rule.unwrap_or_else(|| pixels_help(profile)))
        }
        NoSize::Unknown => {
            let message =
                format!("the shape of `{}` gives no pixels: no sizes of `{}` are known", element.name, profile.air);
            Diagnostic::new(Code::BadSize, size.span, message).help(pixels_help(profile))
        }
    })
}

fn no_ratio(why: NoSize, ratio: Ratio, size: &Size, profile: &Profile) -> Diagnostic {
    match why {
        NoSize::Resolution => no_resolution(size, Some(ratio), profile),
        NoSize::Unknown => {
            let at = word(size).map_or_else(String::new, |word| format!(" at {word}"));
            let message = format!("no source says which pixels {ratio}{at} is for `{}`", profile.air);
            Diagnostic::new(Code::BadSize, size.span, message).help(pixels_help(profile))
        }
        NoSize::Ratio => not_made(ratio, size, profile),
    }
}

/// A ratio that the model does not make, or not at this resolution.
fn not_made(ratio: Ratio, size: &Size, profile: &Profile) -> Diagnostic {
    let (sizes, at) = (&profile.sizes, word(size));
    let said = at.map_or_else(String::new, |word| format!(" at {word}"));
    let finding = Diagnostic::new(Code::BadSize, size.span, format!("`{}` makes no {ratio}{said}", profile.air));
    let others = sizes.resolutions_of(ratio);
    if let (Some((_, span)), Some(other)) = (&size.at, others.first()) {
        let finding = finding.help(format!("it makes {ratio} at {}", listed(&others)));
        return finding.fix(format!("write `{other}`"), *span, other);
    }
    let ratios: Vec<String> = sizes.ratios(at).iter().map(Ratio::to_string).collect();
    let rule = sizes.free.as_ref().map_or_else(|| format!("it makes {}", ratios.join(", ")), ToString::to_string);
    let Ok((width, height)) = sizes.like(ratio, at) else { return finding.help(rule) };
    let finding = finding.help(format!("the nearest it makes is {}; {rule}", shown((width, height), profile)));
    // Pixels have their resolution already.
    let whole = size.at.as_ref().map_or(size.span, |(_, span)| size.span.to(*span));
    let (written, span) = match sizes.exact(width, height) {
        Some(pair) => (pair.ratio.to_string(), size.span),
        None => (format!("{width}x{height}"), whole),
    };
    finding.fix(format!("write `{written}`"), span, written)
}

fn no_resolution(size: &Size, ratio: Option<Ratio>, profile: &Profile) -> Diagnostic {
    let (word, span) = size.at.as_ref().map_or(("", size.span), |(word, span)| (word.as_str(), *span));
    let sizes = &profile.sizes;
    let finding = Diagnostic::new(Code::BadSize, span, format!("`{}` has no resolution `{word}`", profile.air));
    let (made, of) = match ratio.map(|ratio| (sizes.resolutions_of(ratio), ratio)) {
        Some((made, ratio)) if !made.is_empty() => (made, format!("{ratio} at ")),
        _ => (sizes.resolutions.iter().map(|word| word.to_lowercase()).collect(), String::new()),
    };
    match &sizes.free {
        _ if made.is_empty() && sizes.free.is_none() => {
            finding.help("delete `at` and what follows: it has no resolutions")
        }
        Some(free) => finding.help(format!("it makes {of}{}; {free}", listed(&made))),
        None => finding.help(format!("it has {}", made.join(", "))),
    }
}

/// Pixels that the model does not make.
fn refused((width, height): (u32, u32), span: Span, profile: &Profile) -> Diagnostic {
    let sizes = &profile.sizes;
    let message = format!("`{}` makes no picture of {width}x{height}", profile.air);
    let finding = Diagnostic::new(Code::BadSize, span, message);
    let nearest = sizes.nearest(width, height);
    let near: Vec<String> = nearest.iter().map(|size| shown(*size, profile)).collect();
    let verb = if near.len() == 1 { "is" } else { "are" };
    let near = if near.is_empty() { String::new() } else { format!("the nearest it makes {verb} {}", listed(&near)) };
    let rule = sizes.free.as_ref().map_or_else(String::new, ToString::to_string);
    let help: Vec<String> = [near, rule].into_iter().filter(|part| !part.is_empty()).collect();
    let finding =
        finding.help(if help.is_empty() { "both sides have at least one pixel".to_owned() } else { help.join("; ") });
    nearest.iter().take(FIXES).fold(finding, |finding, (width, height)| {
        let written = format!("{width}x{height}");
        finding.fix(format!("write `{written}`"), span, written)
    })
}

/// Pixels of which nobody knows whether the model makes them.
fn unjudged((width, height): (u32, u32), span: Span, profile: &Profile) -> Diagnostic {
    let message = format!("no source says whether `{}` makes pictures of {width}x{height}", profile.air);
    let known = known(profile);
    let known =
        if known.is_empty() { "no size of it is known".to_owned() } else { format!("it is known to make {known}") };
    unknown(span, message)
        .help(format!("{known}; the pixels are sent as they stand, and the service has the last word"))
}

fn pixels_help(profile: &Profile) -> String {
    let known = known(profile);
    if known.is_empty() {
        "write the pixels that its maker names: `size 1024x1024`".to_owned()
    } else {
        format!("it is known to make {known}; write other pixels as its maker names them: `size 1024x1024`")
    }
}

/// The sizes that are known of a model of which more are not.
fn known(profile: &Profile) -> String {
    let pairs = profile.sizes.pairs.iter().map(|pair| shown((pair.width, pair.height), profile));
    listed(&pairs.collect::<Vec<_>>())
}

/// `1200x896 (1K 4:3)`
fn shown((width, height): (u32, u32), profile: &Profile) -> String {
    match profile.sizes.exact(width, height) {
        Some(pair) => format!("{width}x{height} ({})", pair.label()),
        None => format!("{width}x{height}"),
    }
}

fn resolution_twice(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSize, span, "a size in pixels has its resolution already")
        .help("delete `at` and what follows, or write a ratio such as `4:3 at 2k`")
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
