//! What became of a request. What comes in: an answer, or the want of one. What goes out: an outcome: answered, refused for
//! certain, or lost, which is whatever leaves open whether something was accepted. Absent: the network.
//!
//! An answer that says something of a task is heard whatever its status. Else the status decides, if it needs no words, and
//! an error that names no task: if one task only was sent, and the error does not pass, it is that one's. If there were
//! several, an error of the whole account (its key, its money, its rate) refuses them all; any other may be that of one of
//! them, so that nothing is certain of the rest: they count as lost, and each is settled by itself.

use std::time::Duration;

use bytes::Bytes;

use super::gather::{Asked, Gathered, gather};
use super::{Item, Outcome, Said, answer, classes};
use crate::submit::{Class, Failure, Key};

/// An answer as it came.
pub(super) struct Heard {
    /// Its status.
    pub(super) status: u16,
    /// What its `Retry-After` says.
    pub(super) wait: Option<Duration>,
    /// The whole of it.
    pub(super) bytes: Bytes,
}

/// What became of a request.
pub(super) fn verdict(heard: &Heard, asked: &Asked<'_>, key: &Key) -> Outcome {
    let status = heard.status;
    let Some(answer) = answer::read(&heard.bytes) else {
        let failure = plain(status);
        let one = asked.tasks.len() == 1;
        let refused = is_plain(status) && refuses(status, failure.class, one);
        return if refused || status == 404 || is_redirect(status) {
            Outcome::Refused(failure, heard.wait)
        } else {
            Outcome::Lost(failure, heard.wait)
        };
    };
    let Gathered { items, untied } = gather(&answer, status, asked, key);
    if !items.is_empty() {
        return Outcome::Answered(items);
    }
    match untied {
        Some((failure, by_code)) => untold(failure, by_code, heard, asked),
        None if (200..300).contains(&status) => Outcome::Answered(items),
        None => {
            let failure = plain(status);
            let refused = is_plain(status) && refuses(status, failure.class, asked.tasks.len() == 1);
            if refused || is_redirect(status) {
                Outcome::Refused(failure, heard.wait)
            } else {
                Outcome::Lost(failure, heard.wait)
            }
        }
    }
}

/// An error that names no task, in an answer that names none.
fn untold(failure: Failure, by_code: Option<Class>, heard: &Heard, asked: &Asked<'_>) -> Outcome {
    let Heard { status, wait, .. } = *heard;
    let one = asked.tasks.len() == 1;
    // That something passing befell the request says nothing of the task; and an answer to a question is no word of the
    // task unless it says so.
    let told = match failure.class {
        Class::Conflict => true,
        Class::NotFound if asked.asking => by_code == Some(Class::NotFound),
        class => !asked.asking && (200..300).contains(&status) && !is_of_account(class) && !class.may_pass(),
    };
    if one && told && status < 500 {
        let task = asked.tasks[0].to_owned();
        return Outcome::Answered(vec![Item { task, said: Said::Failed(failure) }]);
    }
    if refuses(status, failure.class, one) { Outcome::Refused(failure, wait) } else { Outcome::Lost(failure, wait) }
}

/// Whether a status and a class say for certain that nothing of a request was accepted.
fn refuses(status: u16, class: Class, one: bool) -> bool {
    match status {
        // What the service did before it gave up, or what it has got of the id, is open.
        408 | 409 => false,
        400..500 => one || is_of_account(class),
        200..300 => is_of_account(class),
        _ => false,
    }
}

/// Whether a status needs no words to be understood. A bad request needs them: that an id was accepted before is one, too.
fn is_plain(status: u16) -> bool {
    !matches!(status, 400 | 408 | 409 | 422 | 425)
}

/// Whether a failure is that of the whole account rather than of a task.
fn is_of_account(class: Class) -> bool {
    matches!(class, Class::Auth | Class::Quota | Class::RateLimit)
}

/// Whether the service says that it is elsewhere. `See Other` is not meant: it may follow something that was done.
fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 307 | 308)
}

/// What a status says by itself.
fn plain(status: u16) -> Failure {
    let said = format!("the service answered {status}");
    let reason = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let said = reason.map_or(said.clone(), |reason| format!("{said} {reason}"));
    match status {
        200..300 => Failure::new(Class::Server, format!("{said}, and its answer is not one of this service")),
        300..400 => {
            let why = "redirects are not followed, since the key would go along; look at the address of the service";
            Failure::new(Class::NotFound, format!("{said}: {why}"))
        }
        404 => Failure::new(Class::NotFound, format!("{said}: look at the address of the service")),
        _ => Failure::new(classes::class(status, ""), said),
    }
}
