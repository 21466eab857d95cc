//! What comes in: what a scene sets and sends, and the service that is to take it. What goes out: the settings that the
//! service takes, and a finding for everything that it has no place for, so that nothing is lost in silence.
//! Deliberately absent: what models take.

use crate::diagnostic::{Code, Diagnostic};
use crate::scene;
use crate::source::{Photo, Span};
use crate::target::{Form, Profile, Service, SizeForm, SourceForm, Takes, Target, split_data};

use super::limits::number;
use super::request::Images;
use super::{ReferenceImage, Settings, Task};

/// The model that makes a picture: the one that is wanted or, where the service does not serve it, the service's default.
pub(super) fn model<'a>(
    wanted: &'a Profile,
    written: Option<Span>,
    target: Target<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Profile> {
    let service = target.service;
    if service.name_of(&wanted.air).is_some() {
        return Some(wanted);
    }
    let (air, instead) = (&wanted.air, &service.default_model);
    diagnostics.extend(written.map(|span| {
        let message = format!("{} does not serve `{air}`: `{instead}` makes the picture", service.title);
        let served: Vec<String> = service.models.iter().flatten().map(|it| format!("`{}`", it.model)).collect();
        Diagnostic::new(Code::SettingNotSent, span, message).help(format!("it serves {}", served.join(", ")))
    }));
    target.models.get(instead)
}

/// The settings of a scene for a service: those `made` for the model, as far as it takes them, and those that are up to
/// the service.
#[must_use]
pub fn settings(
    set: &scene::settings::Settings,
    mut made: Settings,
    (profile, service): (&Profile, &Service),
    diagnostics: &mut Vec<Diagnostic>,
) -> Settings {
    let mut count = |word: &str, value: Option<&(u64, Span)>, takes: Takes| match (takes, value?) {
        // One picture is what it makes anyway.
        (Takes::No, (1, _)) if word == "results" => None,
        (Takes::No, (value, span)) => {
            diagnostics.push(not_sent(&format!("{word} {value}"), *span, service));
            None
        }
        (Takes::Within(limits), _) => number(word, value, Some((limits, &service.title)), diagnostics),
        (Takes::Yes | Takes::Unknown, (value, _)) => Some(*value),
    };
    made.results = count("results", set.results.as_ref(), service.results);
    made.quality = count("quality", set.quality.as_ref(), service.quality);
    made.format = set.format.as_ref().and_then(|(word, span)| format(word, *span, service, diagnostics));
    if let (Some(seed), Some((_, span)), false) = (made.seed, &set.seed, service.seed) {
        diagnostics.push(not_sent(&format!("seed {seed}"), *span, service));
        made.seed = None;
    }
    let ratio = service.sizes == SizeForm::Ratio;
    if let (true, Some((width, height)), Some(size)) = (ratio, made.size, &set.size)
        && profile.sizes.exact(width, height).is_none()
    {
        let message = format!("{} cannot be told {width}x{height}", service.title);
        let help = format!("it takes a ratio and a resolution; of those, `{}` has a table", profile.air);
        diagnostics.push(Diagnostic::new(Code::BadSize, size.span, message).help(help));
        made.size = None;
    }
    made
}

fn format(word: &str, span: Span, service: &Service, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if service.formats.is_empty() {
        diagnostics.push(not_sent(&format!("format {word}"), span, service));
        return None;
    }
    let jpeg = |format: &str| format == "JPG" && word.eq_ignore_ascii_case("jpeg");
    let known = service.formats.keys().find(|format| format.eq_ignore_ascii_case(word) || jpeg(format));
    if known.is_none() {
        let formats: Vec<String> =
            service.formats.keys().map(|format| format!("`{}`", format.to_lowercase())).collect();
        let message = format!("`{word}` is no format that {} writes", service.title);
        let help = format!("write one of {}", formats.join(", "));
        diagnostics.push(Diagnostic::new(Code::BadSetting, span, message).help(help));
    }
    known.cloned()
}

fn not_sent(what: &str, span: Span, service: &Service) -> Diagnostic {
    let help = match what.split(' ').next() {
        Some("results") => "send the request once for each picture",
        Some("seed") => "another send gives another picture",
        _ => "the service chooses by itself",
    };
    let message = format!("`{what}` is left out of the request: {} has no place for it", service.title);
    Diagnostic::new(Code::SettingNotSent, span, message).help(help)
}

/// A reference image of a task, by what is known of it.
pub struct Image<'a> {
    /// Where the scene names it.
    pub span: Span,
    /// What stands in it, if anybody has looked.
    pub photo: Option<&'a Photo>,
}

/// What of a task the service has no place for, without which the prompt would be wrong. `place` finds one for what the
/// scene says as a whole.
pub fn refused(task: &Task, images: &[Image<'_>], place: impl Fn() -> Span, service: &Service) -> Vec<Diagnostic> {
    let title = &service.title;
    let mut found = Vec::new();
    let mut cannot = |span, message, help: &str| {
        found.push(Diagnostic::new(Code::CannotBeSent, span, message).help(help));
    };
    let references = || task.inputs.iter().flat_map(|inputs| &inputs.reference_images);
    if let Some(least) = service.references.min.filter(|least| (references().count() as u64) < *least) {
        let message = format!("{title} takes no request without images: it wants {least} at least");
        cannot(place(), message, "give the scene a reference, or compile it for another service");
    }
    if task.negative_prompt.is_some() && !service.negative_prompt {
        let message =
            format!("`{}` is told in a prompt of its own what to leave out, and {title} takes none", task.model);
        cannot(place(), message, "take the `avoid` out, or choose another model");
    }
    let first = images.first().map_or_else(&place, |image| image.span);
    if task.settings.is_some() && !service.boxes {
        let message = format!("the prompts of `{}` speak of boxes, and {title} takes none", task.model);
        cannot(first, message, "choose another model");
    }
    let tagged = |reference: &ReferenceImage| matches!(reference, ReferenceImage::Tagged { .. });
    if references().any(tagged) && !service.tags {
        let message = format!("the prompts of `{}` speak of tags, and {title} takes none", task.model);
        cannot(first, message, "choose another model");
    }
    for (reference, image) in references().zip(images) {
        found.extend(refused_image(reference.image(), image, service));
    }
    found
}

fn refused_image(source: &str, image: &Image<'_>, service: &Service) -> Option<Diagnostic> {
    let title = &service.title;
    let form = SourceForm::of(source);
    let cannot = |message, help: &str| Some(Diagnostic::new(Code::CannotBeSent, image.span, message).help(help));
    if !service.takes(form) {
        return match form {
            SourceForm::Uuid => {
                let message = format!("{title} does not know the image `{source}`, which was uploaded elsewhere");
                cannot(message, "name the file itself: `ref(\"mug.jpg\")`")
            }
            SourceForm::Result => {
                let message = format!("{title} does not know the picture of an earlier pass");
                cannot(message, "make the picture in one pass, or compile the scene for `runware`")
            }
            SourceForm::Url | SourceForm::Path | SourceForm::Data => {
                let message = format!("{title} fetches no image from an address");
                cannot(message, "save the image in the project, and name the file: `ref(\"mug.jpg\")`")
            }
        };
    }
    let (bytes, name) = match form {
        SourceForm::Data => {
            (split_data(source).map(|(_, base64)| base64.len() as u64 / 4 * 3), "the data URI".to_owned())
        }
        _ => (image.photo.map(|photo| photo.bytes), format!("`{source}`")),
    };
    if let (Some(most), Some(bytes)) = (service.largest_inline, bytes)
        && bytes > most
    {
        let mega = |bytes: u64| bytes.div_ceil(1_000_000);
        let message = format!("{name} has {} MB, and {title} takes {} MB", mega(bytes), mega(most));
        let help = "save a smaller version; 2048 pixels on the longer side are enough";
        return Some(Diagnostic::new(Code::ImageTooLarge, image.span, message).help(help));
    }
    let named = || Images { folder: "", kind: &|_| None }.mime(source).is_ok();
    if form == SourceForm::Path && wants_type(service) && image.photo.is_none() && !named() {
        let message = format!("nothing says what kind of image {name} is, and {title} asks for that");
        return cannot(message, "give the file an ending such as `.jpg`");
    }
    None
}

/// Whether the type of an image stands beside its contents.
fn wants_type(service: &Service) -> bool {
    matches!(service.form, Form::Gemini | Form::GeminiInteractions)
}

#[cfg(test)]
#[path = "served_tests.rs"]
mod tests;
