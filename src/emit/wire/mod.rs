//! What comes in: a task, its model and a service. What goes out: the body that the service takes, and the request that
//! carries it. One file a shape of body; the order of the fields is the order of the keys. Deliberately absent: what a
//! service does not take, which `served` has found before; sending.

mod bfl;
mod fal;
mod gemini;
mod interactions;
mod openai;
mod parts;
mod replicate;

use serde::Serialize;

use super::request::{self, Contents, File, Images, Piece, Request};
use super::{Task, forms};
use crate::diagnostic::render::printable;
use crate::target::{Form, Profile, Service, SourceForm, Target};

use parts::Parts;

/// A body, in the shape of its service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Body<'a> {
    /// An array of one task.
    Runware([&'a Task; 1]),
    /// Gemini, `generateContent`.
    Gemini(gemini::Body<'a>),
    /// Gemini, `interactions`.
    Interactions(interactions::Body<'a>),
    /// `OpenAI`, edits of images.
    OpenAi(openai::Body<'a>),
    /// Black Forest Labs.
    Bfl(bfl::Body<'a>),
    /// fal.
    Fal(fal::Body<'a>),
    /// Replicate.
    Replicate(replicate::Body<'a>),
}

/// The body of a task. Local paths stand in it as the scene has them, where the contents of the files belong.
#[must_use]
pub fn body<'a>(task: &'a Task, profile: &'a Profile, service: &'a Service) -> Body<'a> {
    shape(task, Parts::of(task, profile, service), service.form)
}

fn shape<'a>(task: &'a Task, parts: Parts<'a>, form: Form) -> Body<'a> {
    match form {
        Form::Runware => Body::Runware([task]),
        Form::Gemini => Body::Gemini(gemini::body(parts)),
        Form::GeminiInteractions => Body::Interactions(interactions::body(parts)),
        Form::OpenAi => Body::OpenAi(openai::body(parts)),
        Form::Bfl => Body::Bfl(bfl::body(parts)),
        Form::Fal => Body::Fal(fal::body(parts)),
        Form::Replicate => Body::Replicate(replicate::body(parts)),
    }
}

/// The bodies of tasks, one a line. Runware takes tasks as lines do, not each in an array.
#[must_use]
pub fn bodies(tasks: &[&Task], target: Target<'_>) -> String {
    if target.service.takes_tasks() {
        return forms::jsonl(tasks);
    }
    with_profiles(tasks, target)
        .map(|(task, profile)| forms::compact(&body(task, profile, target.service)) + "\n")
        .collect()
}

/// The body of tasks as it is posted, laid out over lines. Only Runware takes several in one request; for others, this is
/// the body of the first.
#[must_use]
pub fn one_body(tasks: &[&Task], target: Target<'_>) -> String {
    if target.service.takes_tasks() {
        return forms::tasks(tasks);
    }
    let first = with_profiles(tasks, target).next();
    first.map(|(task, profile)| forms::pretty(&body(task, profile, target.service))).unwrap_or_default()
}

/// Why so many tasks are not one body, if they are not.
pub fn fits_one(tasks: u64, service: &Service) -> Result<(), String> {
    if tasks <= 1 || service.takes_tasks() {
        return Ok(());
    }
    Err(format!(
        "{} takes one task a request, and there are {tasks}; `--emit jsonl` writes a body a line",
        service.title
    ))
}

/// Tasks with their models, which their scenes have found.
fn with_profiles<'a>(tasks: &'a [&'a Task], target: Target<'a>) -> impl Iterator<Item = (&'a Task, &'a Profile)> {
    tasks.iter().filter_map(move |task| Some((*task, target.models.get(&task.model)?)))
}

/// The request that has the service make the picture of a task. It is refused where nothing says what kind of image a file
/// is, and where the service does not serve the model.
pub fn request(task: &Task, target: Target<'_>, images: &Images<'_>) -> Result<Request, String> {
    let service = target.service;
    if service.name_of(&task.model).is_none() {
        return Err(format!("{} does not serve `{}`", service.title, printable(&task.model)));
    }
    let body = match service.form {
        Form::Runware => request::runware(task, images)?,
        form => {
            let profile = target.models.get(&task.model).ok_or_else(|| unknown(&task.model))?;
            pieces(task, Parts::of(task, profile, service), (form, service.wants_base64()), images)?
        }
    };
    Ok(Request {
        service: service.name.clone(),
        base: service.base.clone(),
        base_variable: service.base_variable.clone(),
        path: service.path_of(&task.model),
        key_header: service.key_header.clone(),
        key_prefix: service.key_prefix.clone(),
        key_variable: service.key_variable.clone(),
        body,
    })
}

fn unknown(model: &str) -> String {
    format!("no model is known as `{}`", printable(model))
}

/// A body, cut where the contents of files go.
fn pieces(
    task: &Task,
    mut parts: Parts<'_>,
    (form, base64): (Form, bool),
    images: &Images<'_>,
) -> Result<Vec<Piece>, String> {
    let mark = mark(task);
    let mut files = Vec::new();
    for (at, (source, image)) in task.images().into_iter().zip(&mut parts.images).enumerate() {
        if SourceForm::of(source) == SourceForm::Path {
            let mime = images.mime(source)?;
            let form = if base64 { Contents::Base64 } else { Contents::DataUri(mime.clone()) };
            (image.mime, image.text) = (mime.into(), format!("{mark}{at}").into());
            files.push((format!("\"{mark}{at}\""), File { path: images.path(source), form }));
        }
    }
    let json = forms::compact(&shape(task, parts, form));
    let mut rest = json.as_str();
    let mut pieces = Vec::new();
    for (mark, file) in files {
        if let Some((before, behind)) = rest.split_once(&mark) {
            pieces.push(Piece::Json(before.to_owned()));
            pieces.push(Piece::File(file));
            rest = behind;
        }
    }
    pieces.push(Piece::Json(rest.to_owned()));
    Ok(pieces)
}

/// A text that stands nowhere in a task.
fn mark(task: &Task) -> String {
    let json = forms::compact(task);
    let mut number = 0_u64;
    loop {
        let mark = format!("file-{number}-");
        if !json.contains(&mark) {
            return mark;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests;
