//! What an answer says of each task that was asked about. What comes in: the entries of an answer, in any order, some twice,
//! some of tasks that nobody asked about. What goes out: one item for each task that is mentioned, in the order of the
//! question, and an error that names no task. Absent: what follows from it.
//!
//! A task may have several entries. One that brings a picture beats one that tells of an error: the error is that of
//! another of the pictures which the task makes. An error beats the news that the task is being worked at; and of errors
//! the one that says that the id is taken beats the others, since it tells that the task was accepted. That a task is done
//! but has no picture counts as being worked at: its picture may come yet. That a question could not be answered for a while
//! says nothing of the task that it was about.

use super::answer::{Answer, Entry};
use super::classes::{by_code, class};
use super::words::{MESSAGE, NAME, clean, uuid};
use super::{Item, Said, address};
use crate::submit::{Class, Failure, Key, Picture};
use crate::target::Usd;

/// How many pictures of a task are taken. A task makes 20 at most.
const PICTURES: usize = 64;
/// The most dollars that something can cost.
const DEAREST: f64 = 1e6;

/// What an answer says.
pub(super) struct Gathered {
    /// What it says of tasks.
    pub(super) items: Vec<Item>,
    /// The first error that names no task, and what its code says by itself.
    pub(super) untied: Option<(Failure, Option<Class>)>,
}

/// Who asks, and what about.
pub(super) struct Asked<'q> {
    /// The ids of the tasks.
    pub(super) tasks: Vec<&'q str>,
    /// Whether it is a question about tasks that were sent before.
    pub(super) asking: bool,
    /// Whether nothing is to be made: an entry then tells a price.
    pub(super) dry: bool,
}

#[derive(Default)]
struct Slot {
    pictures: Vec<Picture>,
    failure: Option<Failure>,
    working: bool,
}

/// Gathers the entries of an answer by the tasks that they are about.
pub(super) fn gather(answer: &Answer<'_>, status: u16, asked: &Asked<'_>, key: &Key) -> Gathered {
    let mut places: Vec<(u128, usize)> =
        asked.tasks.iter().enumerate().filter_map(|(at, task)| Some((uuid(task)?, at))).collect();
    places.sort_unstable();
    let mut slots: Vec<Slot> = Vec::new();
    slots.resize_with(asked.tasks.len(), Slot::default);
    let place = |entry: &Entry<'_>| {
        let id = uuid(entry.task.text())?;
        let at = places.partition_point(|(known, _)| *known < id);
        places.get(at).filter(|(known, _)| *known == id).map(|(_, at)| *at)
    };
    for entry in &answer.data.0 {
        if let Some(at) = place(entry) {
            slots[at].hear(entry, status, asked.dry, key);
        }
    }
    let mut untied = None;
    for entry in &answer.errors.0 {
        match place(entry) {
            // That a question failed for a while is no news of the task that it was about.
            Some(_) if asked.asking && is_of_question(entry) => {}
            Some(at) => slots[at].fail(failure(entry, status, key)),
            None if entry.task.text().is_empty() && untied.is_none() => {
                untied = Some((failure(entry, status, key), by_code(entry.code.text())));
            }
            None => {}
        }
    }
    let items = asked.tasks.iter().zip(slots);
    let items = items.filter_map(|(task, slot)| Some(Item { task: (*task).to_owned(), said: slot.said()? })).collect();
    Gathered { items, untied }
}

impl Slot {
    /// Takes an entry of the results.
    fn hear(&mut self, entry: &Entry<'_>, status: u16, dry: bool, key: &Key) {
        if matches!(entry.status.text(), "error" | "failed") {
            return self.fail(failure(entry, status, key));
        }
        let cost = entry.cost.number().and_then(usd);
        if dry {
            self.take(Picture { cost, ..Picture::default() });
            return;
        }
        let (image, url) = (entry.image.text(), entry.url.text());
        if image.is_empty() && url.is_empty() {
            self.working = true;
            return;
        }
        if uuid(image).is_none() {
            let shown = clean(key, image, NAME);
            return self
                .fail(Failure::new(Class::Server, format!("the service calls a picture `{shown}`, which is no id")));
        }
        let again = self.pictures.iter().any(|known| known.image.eq_ignore_ascii_case(image));
        if !again {
            // An address that may not be kept is as good as none; the picture has an id all the same.
            let fit = address::is_fit(url) && key.hide(url) == url;
            let url = if fit { url.to_owned() } else { String::new() };
            self.take(Picture { image: image.to_owned(), url, seed: entry.seed.whole(), cost });
        }
    }

    fn take(&mut self, picture: Picture) {
        if self.pictures.len() < PICTURES {
            self.pictures.push(picture);
        }
    }

    fn fail(&mut self, failure: Failure) {
        if self.failure.is_none() || failure.class == Class::Conflict {
            self.failure = Some(failure);
        }
    }

    fn said(self) -> Option<Said> {
        if !self.pictures.is_empty() {
            return Some(Said::Made(self.pictures));
        }
        match self.failure {
            Some(failure) => Some(Said::Failed(failure)),
            None => self.working.then_some(Said::Working),
        }
    }
}

/// Whether an error is that of a question itself, and one that may pass.
fn is_of_question(entry: &Entry<'_>) -> bool {
    let passing = matches!(by_code(entry.code.text()), Some(Class::Server | Class::RateLimit));
    passing && entry.kind.text() == "getResponse"
}

/// What an entry says of an error, in texts that may be shown.
fn failure(entry: &Entry<'_>, status: u16, key: &Key) -> Failure {
    let code = entry.code.text();
    let message = match clean(key, entry.message.text(), MESSAGE) {
        message if message.is_empty() => "the service gave no reason".to_owned(),
        message => message,
    };
    let parameters =
        entry.parameter.texts().map(|name| clean(key, name, NAME)).filter(|name| !name.is_empty()).collect();
    Failure { class: class(status, code), code: clean(key, code, NAME), message, parameters }
}

/// Dollars as millionths; none if nothing can cost that.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is in the bounds that were looked at
fn usd(dollars: f64) -> Option<Usd> {
    (0.0..=DEAREST).contains(&dollars).then(|| Usd((dollars * 1e6).round() as u64))
}
