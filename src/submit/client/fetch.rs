//! Fetching a picture. What comes in: an address that a server gave. What goes out: bytes, piece by piece, up to a bound.
//! Absent: the key, which no picture needs, and what the bytes are.

use std::time::Duration;

use reqwest::{Response, StatusCode, Url, header};
use tokio::time::timeout;

use super::{Inner, address, http, patience};
use crate::submit::{Class, Failure};

/// How often a picture may have moved.
const MOVES: usize = 3;

/// What takes the bytes.
pub(super) type Sink<'s> = &'s mut (dyn FnMut(&[u8]) -> Result<(), Failure> + Send);

/// Fetches a picture. Each piece has to come within the time of an answer, and the whole within that of a picture.
pub(super) async fn fetch(
    client: &Inner,
    text: &str,
    most: u64,
    sink: Sink<'_>,
) -> Result<(), (Failure, Option<Duration>)> {
    let whole = client.pace.picture.max(client.pace.answer);
    timeout(whole, fetch_slowly(client, text, most, sink)).await.unwrap_or_else(|_| Err((late(), None)))
}

async fn fetch_slowly(
    client: &Inner,
    text: &str,
    most: u64,
    sink: Sink<'_>,
) -> Result<(), (Failure, Option<Duration>)> {
    let url = address::picture(text, client.roads.loopback()).map_err(alone)?;
    let response = follow(client, url).await.map_err(alone)?;
    if response.status() != StatusCode::OK {
        return Err((refusal(response.status()), patience::retry_after(response.headers())));
    }
    pour(client, response, most, sink).await.map_err(alone)
}

/// The answer of the last address that a picture has moved to.
async fn follow(client: &Inner, mut url: Url) -> Result<Response, Failure> {
    for _ in 0..=MOVES {
        let request = client.roads.to(&url)?.get(url.clone());
        let response = timeout(client.pace.answer, request.send()).await.map_err(|_| late())?;
        let response = response.map_err(|error| http::failure(&error, &client.key))?;
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(response);
        }
        let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        let to = to.ok_or_else(|| Failure::new(Class::Picture, "the picture has moved, and nobody says where to"))?;
        url = address::moved(&url, to, client.roads.loopback())?;
    }
    Err(Failure::new(Class::Picture, format!("the picture has moved more than {MOVES} times")))
}

/// Hands all bytes to the sink.
async fn pour(client: &Inner, mut response: Response, most: u64, sink: Sink<'_>) -> Result<(), Failure> {
    let large = || Failure::new(Class::Picture, format!("the picture is larger than {most} bytes"));
    if response.content_length().is_some_and(|length| length > most) {
        return Err(large());
    }
    let mut left = most;
    loop {
        let piece = timeout(client.pace.answer, response.chunk()).await.map_err(|_| late())?;
        let Some(piece) = piece.map_err(|error| http::failure(&error, &client.key))? else { return Ok(()) };
        left = left.checked_sub(piece.len() as u64).ok_or_else(large)?;
        sink(&piece)?;
    }
}

/// What a status says of a picture. One that has expired is not found.
fn refusal(status: StatusCode) -> Failure {
    let class = match status.as_u16() {
        401 | 403 | 404 | 410 => Class::NotFound,
        429 => Class::RateLimit,
        408 | 504 => Class::Timeout,
        500.. => Class::Server,
        _ => Class::Picture,
    };
    let why = if class == Class::NotFound { "; its address may have expired" } else { "" };
    Failure::new(class, format!("the picture cannot be fetched: the server answered {}{why}", status.as_u16()))
}

fn late() -> Failure {
    Failure::new(Class::Timeout, "the picture did not come in time")
}

fn alone(failure: Failure) -> (Failure, Option<Duration>) {
    (failure, None)
}
