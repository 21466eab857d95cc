//! Reads the images of a scene. What comes in: the scene and its files. What goes out: what is known of each image, and
//! a finding for each that cannot be used.

use std::rc::Rc;

use super::address::{self, Fault};
use super::{data_uri, in_quotes, name_of};
use crate::diagnostic::{Code, Diagnostic, Severity, file_finding};
use crate::lexicon;
use crate::photo;
use crate::scene::Scene;
use crate::scene::model::Image;
use crate::source::{FileError, Files, Format, Photo};
use crate::target::SourceForm;

/// What is known of each image, by its id. Only if `thorough` are images read, and unusable ones are errors; else it is
/// only asked whether they are there, so that prompts can be tested where the photographs are not.
#[must_use]
pub fn photos(
    scene: &Scene,
    files: &dyn Files,
    thorough: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Rc<Photo>>> {
    let mut photos = vec![None; scene.images.len()];
    for (image, photo) in scene.images.iter().zip(&mut photos) {
        match look(image, files, thorough) {
            Ok(found) => *photo = found,
            Err(finding) => diagnostics.push(finding),
        }
    }
    photos
}

/// What is known of an image.
fn look(image: &Image, files: &dyn Files, thorough: bool) -> Result<Option<Rc<Photo>>, Diagnostic> {
    let unusable = |error: FileError| unusable(image, &error, files, thorough);
    if image.made_by.is_some() {
        return Ok(None);
    }
    match SourceForm::of(&image.source) {
        SourceForm::Data => {
            let bytes = data_uri::decode(&image.source).map_err(|fault| bad_address(image, fault))?;
            let photo = thorough.then(|| photo::inspect(&bytes)).transpose().map_err(unusable)?;
            Ok(photo.map(Rc::new))
        }
        SourceForm::Uuid => Ok(None),
        form => match address::fault(&image.source) {
            Some(fault) => Err(bad_address(image, fault)),
            None if form == SourceForm::Url => Ok(None),
            None if thorough => files.photo(&image.source).map(Some).map_err(unusable),
            None => files.exists(&image.source).map(|()| None).map_err(unusable),
        },
    }
}

/// The finding about an image that cannot be used. Where images are not looked at, nobody asks for more than that.
fn unusable(image: &Image, error: &FileError, files: &dyn Files, thorough: bool) -> Diagnostic {
    let finding = file_finding(&name_of(image), error, image.span);
    if !thorough {
        return Diagnostic { severity: Severity::Warning, ..finding };
    }
    let beside = if *error == FileError::Missing { files.beside(&image.source) } else { Vec::new() };
    match meant(&image.source, &beside) {
        Some((near, sure)) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            let fix = |finding: Diagnostic| finding.fix(format!("write `{near}`"), image.span, in_quotes(&near));
            if sure { fix(finding) } else { finding }
        }
        None => finding,
    }
}

/// The path that was meant, by the names in its folder: another case or another ending, which is sure, or a slip, which
/// is not: `mug_1.jpg` is not `mug_2.jpg`.
fn meant(path: &str, names: &[String]) -> Option<(String, bool)> {
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |end| end + 1));
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let images = || names.iter().map(String::as_str).filter(|name| is_image(name));
    let same = |other: &&str| other.eq_ignore_ascii_case(name);
    let mut alike = images().filter(|other| stem(other) == stem(name));
    let only = alike.next().filter(|_| alike.next().is_none());
    let sure = images().find(same).or(only);
    let near = sure.or_else(|| lexicon::suggest(name, images()));
    near.map(|near| (format!("{folder}{near}"), sure.is_some()))
}

fn is_image(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    Format::ALL.iter().any(|format| format.extensions().contains(&&*extension))
}

fn bad_address(image: &Image, fault: Fault) -> Diagnostic {
    let finding = Diagnostic::new(Code::BadUrl, image.span, fault.message).help(fault.help);
    match fault.meant {
        Some(meant) => finding.fix(format!("write `{meant}`"), image.span, in_quotes(&meant)),
        None => finding,
    }
}
