//! One exchange with the service, and one only: nothing here is tried twice. What comes in: tasks as finished JSON, a key,
//! an address. What goes out: what the service said of each task, in classes; bounded, free of the key and of control
//! characters. Absent: when to repeat, and what to make of it.

mod address;
mod answer;
mod classes;
mod fetch;
mod gather;
mod http;
mod patience;
#[cfg(test)]
mod tests;
mod upload;
mod verdict;
mod words;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};

use super::{Class, Failure, Key, Pace, Picture, Trouble};
use gather::Asked;

/// The header that has everything looked at, and nothing made or paid.
const DRY: HeaderName = HeaderName::from_static("x-runware-dry-run");
/// The slowest that an image may go up, in bytes a second: it has so much more time than another request.
const SLOWEST: u64 = 32 * 1024;

/// The service, at an address, with a key.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    url: Url,
    key: Key,
    bearer: HeaderValue,
    pace: Pace,
    roads: http::Roads,
}

/// What came of one request with tasks.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The service answered. Tasks that it did not mention are missing, and nobody knows about them.
    Answered(Vec<Item>),
    /// For certain nothing was accepted: no connection, or a refusal of the whole. The time is that of `Retry-After`.
    Refused(Failure, Option<Duration>),
    /// Nobody knows: the connection broke, the answer was not whole or made no sense, or the service failed; or it found
    /// fault with one of several tasks without saying which. The time is that of `Retry-After`.
    Lost(Failure, Option<Duration>),
}

/// What the service said of one task.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The id of the task, as it was given.
    pub task: String,
    /// What it said. Several results of a task are gathered into one item.
    pub said: Said,
}

/// What the service can say of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// It has it, and works at it.
    Working,
    /// It is done. If a task makes several pictures, fewer may be here than it asked for: the others are not done yet, or
    /// they failed. A picture's address is empty if the service gave none that can be used.
    Made(Vec<Picture>),
    /// It failed, or was refused. [`super::Class::Conflict`] says that the id was accepted before, and
    /// [`super::Class::NotFound`], in an answer to [`Client::ask`], that the service does not know the id. One without a code
    /// is no error of the service, but an answer that makes no sense: nobody knows what became of the task.
    Failed(Failure),
}

impl Client {
    /// A client. `base` is `https://...`, or `http://...` on loopback. Nothing is opened yet.
    pub fn new(base: &str, key: Key, pace: Pace) -> Result<Self, Trouble> {
        let url = address::service(base)?;
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", key.expose()))
            .map_err(|_| Trouble::Usage("the key holds characters that no key has".to_owned()))?;
        bearer.set_sensitive(true);
        let roads = http::Roads::new(url.scheme() == "http", pace.connect);
        Ok(Self(Arc::new(Inner { url, key, bearer, pace, roads })))
    }

    /// Sends tasks, each a finished object of JSON, in one request. With `dry` nothing is made and nothing is paid: a task
    /// that would be taken is [`Said::Made`], of pictures that have neither id nor address, but what they would cost.
    pub async fn send(&self, tasks: &[(String, Bytes)], dry: bool) -> Outcome {
        let length: usize = tasks.iter().map(|(_, task)| task.len() + 1).sum();
        let mut body = Vec::with_capacity(length + 1);
        for (at, (_, task)) in tasks.iter().enumerate() {
            body.push(if at == 0 { b'[' } else { b',' });
            body.extend_from_slice(task);
        }
        body.push(b']');
        let tasks = tasks.iter().map(|(task, _)| task.as_str()).collect();
        self.exchange(body, Asked { tasks, asking: false, dry }, self.0.pace.answer).await
    }

    /// Asks what became of tasks.
    pub async fn ask(&self, tasks: &[String]) -> Outcome {
        // An id that is none is not asked about: it would be written into the request as it stands.
        let tasks: Vec<&str> = tasks.iter().map(String::as_str).filter(|task| words::uuid(task).is_some()).collect();
        let mut body = String::with_capacity(tasks.len() * 90 + 2);
        for (at, task) in tasks.iter().enumerate() {
            body.push(if at == 0 { '[' } else { ',' });
            body.extend(["{\"taskType\":\"getResponse\",\"taskUUID\":\"", task, "\"}"]);
        }
        body.push(']');
        self.exchange(body.into_bytes(), Asked { tasks, asking: true, dry: false }, self.0.pace.answer).await
    }

    /// Uploads an image; its id at the service comes back. A failure that may pass may be tried again: uploads cost nothing.
    pub async fn upload(&self, mime: &str, bytes: &[u8]) -> Result<String, (Failure, Option<Duration>)> {
        let task = uuid::Uuid::new_v4().to_string();
        let body = upload::body(&task, mime, bytes).map_err(|failure| (failure, None))?;
        let within = self.0.pace.answer.saturating_add(Duration::from_secs(body.len() as u64 / SLOWEST));
        let said = match self.exchange(body, Asked { tasks: vec![&task], asking: false, dry: false }, within).await {
            Outcome::Answered(items) => items.into_iter().next().map(|item| item.said),
            Outcome::Refused(failure, wait) | Outcome::Lost(failure, wait) => return Err((failure, wait)),
        };
        let untold = || (Failure::new(Class::Server, "the service took an image, and gave no id for it"), None);
        match said {
            Some(Said::Made(images)) => images.into_iter().next().map(|image| image.image).ok_or_else(untold),
            Some(Said::Failed(failure)) => Err((failure, None)),
            Some(Said::Working) | None => Err(untold()),
        }
    }

    /// Fetches a picture, piece by piece, up to `most` bytes; the sink may refuse. The key is not sent along. An address
    /// that has expired is [`super::Class::NotFound`], and one that is not taken [`super::Class::Picture`].
    pub async fn fetch(
        &self,
        url: &str,
        most: u64,
        sink: &mut (dyn FnMut(&[u8]) -> Result<(), Failure> + Send),
    ) -> Result<(), (Failure, Option<Duration>)> {
        fetch::fetch(&self.0, url, most, sink).await
    }

    async fn exchange(&self, body: Vec<u8>, asked: Asked<'_>, within: Duration) -> Outcome {
        if asked.tasks.is_empty() {
            return Outcome::Answered(Vec::new());
        }
        let inner = &*self.0;
        let road = match inner.roads.to(&inner.url) {
            Ok(road) => road,
            Err(failure) => return Outcome::Refused(failure, None),
        };
        let json = HeaderValue::from_static("application/json");
        let mut request = road
            .post(inner.url.clone())
            .header(AUTHORIZATION, inner.bearer.clone())
            .header(CONTENT_TYPE, json.clone())
            .header(ACCEPT, json)
            .timeout(within)
            .body(body);
        if asked.dry {
            request = request.header(DRY, HeaderValue::from_static("1"));
        }
        match http::exchange(request, &inner.key).await {
            Ok(heard) => verdict::verdict(&heard, &asked, &inner.key),
            Err(outcome) => outcome,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("url", &self.0.url.as_str()).field("key", &self.0.key).finish_non_exhaustive()
    }
}
