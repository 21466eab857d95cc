//! Answers. What comes in: entries, and what is to go wrong. What goes out: a status, a head and a body, and how they are put
//! on the wire. Absent: which tasks were accepted.

use std::io::{Read, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::habits::{Fault, Habits, Moment, Refusal, Retry};
use super::world::{Entries, entry_of};
use super::{content, date};

/// How much is sent where there is no end.
const ENDLESS: usize = 4 << 30;

/// What is sent.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) mime: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn new(status: u16, mime: &'static str, body: Vec<u8>) -> Self {
        Self { status, mime, headers: Vec::new(), body }
    }

    /// One error about the whole request.
    pub(super) fn error(refusal: &Refusal, habits: &Habits) -> Self {
        let body = json!({"errors": [entry_of(refusal, "", None, habits)]});
        Self::new(refusal.status, JSON, body.to_string().into_bytes())
    }

    pub(super) fn page(status: u16) -> Self {
        let page = "<!doctype html><title>Please wait</title><p>We are checking your browser.\u{1b}[2J";
        Self::new(status, "text/html; charset=utf-8", page.into())
    }

    /// A status without tasks, as something between the service and whoever asks would answer.
    pub(super) fn bare(code: u16, retry: &Retry, habits: &Habits) -> Self {
        let name = match code {
            401 => "invalidApiKey",
            402 => "insufficientCredits",
            403 => "forbidden",
            429 => "rateLimitExceeded",
            503 => "serviceUnavailable",
            504 => "gatewayTimeout",
            _ => "internalServerError",
        };
        let mut answer = match code {
            502 | 504 => Self::page(code),
            _ => Self::error(&Refusal::new(name, "Come again later.").status(code), habits),
        };
        let value = match retry {
            Retry::Unsaid => return answer,
            Retry::Seconds(seconds) => seconds.to_string(),
            Retry::Date(seconds) => date::in_seconds(*seconds),
            Retry::Text(text) => text.clone(),
        };
        answer.headers.push(("retry-after", value));
        answer
    }

    /// The answer to tasks, with what goes wrong in its entries.
    pub(super) fn of(mut entries: Entries, faults: &[Fault], habits: &Habits) -> Self {
        for fault in faults {
            distort(&mut entries, fault, habits);
        }
        let first = entries.statuses.first().copied().unwrap_or(200);
        let status = match (entries.data.is_empty(), entries.errors.is_empty()) {
            (_, true) => 200,
            (false, false) => habits.mixed,
            (true, false) if entries.statuses.iter().all(|status| *status == first) => first,
            (true, false) => 400,
        };
        let list = |entries: &[Value]| entries.iter().map(Value::to_string).collect::<Vec<_>>().join(",");
        let parts = [("data", list(&entries.data)), ("errors", list(&entries.errors))];
        let mut parts: Vec<_> = parts.iter().filter(|(_, list)| !list.is_empty()).collect();
        if faults.contains(&Fault::Shuffled) {
            parts.reverse();
        }
        let mut fields: Vec<_> = parts.into_iter().map(|(name, list)| format!("\"{name}\":[{list}]")).collect();
        if faults.contains(&Fault::Strange) {
            fields.insert(0, "\"meta\":{\"data\":[{\"taskUUID\":null}],\"n\":[1e400]}".replace("1e400", "1e40"));
        }
        if fields.is_empty() {
            fields.push("\"data\":[]".to_owned());
        }
        Self::new(status, JSON, format!("{{{}}}", fields.join(",")).into_bytes())
    }
}

pub(super) const JSON: &str = "application/json";

fn distort(entries: &mut Entries, fault: &Fault, habits: &Habits) {
    let Entries { data, errors, .. } = entries;
    match fault {
        Fault::Shuffled => {
            data.reverse();
            errors.reverse();
        }
        Fault::Strange => {
            for entry in data.iter_mut().chain(errors) {
                entry["extra"] = json!({"nested": [null, {"taskUUID": "x"}], "\u{1b}[31m": true});
                entry["positivePrompt"] = Value::Null;
                entry["NSFWContent"] = false.into();
            }
        }
        Fault::OddIds => {
            for entry in data.iter_mut().filter(|entry| entry.get("imageUUID").is_some()) {
                entry["imageUUID"] = "the first one".into();
            }
        }
        Fault::Twice => {
            for list in [data, errors] {
                *list = list.iter().flat_map(|entry| [entry.clone(), entry.clone()]).collect();
            }
        }
        Fault::Foreign => {
            let uuid = content::image("a task of others", 0);
            let image = content::image("a picture of others", 0);
            data.insert(
                0,
                json!({"taskType": "imageInference", "taskUUID": uuid, "imageUUID": image, "cost": 99.5,
                       "status": "success", "imageURL": "https://example.com/others.png"}),
            );
            errors.push(entry_of(
                &Refusal::new("insufficientCredits", "Not yours."),
                "imageInference",
                Some(&uuid),
                habits,
            ));
            entries.statuses.push(400);
        }
        Fault::Missing => {
            for list in [data, errors] {
                *list = std::mem::take(list).into_iter().skip(1).step_by(2).collect();
            }
        }
        Fault::Unable(refusal) => {
            let failed = |entry: &Value| {
                let kind = if entry.get("status").is_some() { "getResponse" } else { "imageInference" };
                let kind = if entry["taskType"] == "imageUpload" { "imageUpload" } else { kind };
                entry_of(refusal, kind, entry["taskUUID"].as_str(), habits)
            };
            errors.extend(data.drain(..).map(|entry| failed(&entry)));
            entries.statuses.resize(errors.len(), refusal.status);
        }
        Fault::Nameless => {
            *data = Vec::new();
            *errors = vec![entry_of(&Refusal::new("internalServerError", "Something went wrong."), "", None, habits)];
            entries.statuses = vec![200];
        }
        _ => {}
    }
}

/// Sends an answer. False if the connection is of no use after that.
pub(super) fn send(stream: &mut TcpStream, answer: &Answer, faults: &[Fault], over: &AtomicBool) -> Result<bool> {
    let mut answer_body = &answer.body[..];
    if faults.contains(&Fault::BadJson) || faults.contains(&Fault::Cut) {
        answer_body = &answer_body[..answer_body.len() * 2 / 3];
    }
    let mime = if faults.contains(&Fault::WrongType) { "text/plain" } else { answer.mime };
    let reason = if answer.status == 200 { "OK" } else { "Something else" };
    let mut head = format!("HTTP/1.1 {} {reason}\r\ncontent-type: {mime}\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let drip = faults.iter().find_map(|fault| if let Fault::Drip(wait) = fault { Some(*wait) } else { None });
    let endless = faults.iter().any(|fault| matches!(fault, Fault::Huge | Fault::Endless));
    if endless || drip.is_some() {
        stream.write_all((head + "transfer-encoding: chunked\r\n\r\n").as_bytes())?;
        if endless {
            return no_end(stream, answer_body, over).map(|()| false);
        }
        for piece in answer_body.chunks(answer_body.len() / 16 + 1) {
            chunk(stream, piece)?;
            thread::sleep(drip.unwrap_or_default());
        }
        return stream.write_all(b"0\r\n\r\n").map(|()| true);
    }
    let length = if faults.contains(&Fault::TooLarge) { 1 << 50 } else { answer_body.len() };
    let mut bytes = (head + &format!("content-length: {length}\r\n\r\n")).into_bytes();
    if faults.contains(&Fault::Drop(Moment::MidAnswer)) {
        bytes.extend(&answer_body[..answer_body.len() / 2]);
        stream.write_all(&bytes)?;
        stream.shutdown(Shutdown::Both)?;
        return Ok(false);
    }
    bytes.extend(answer_body);
    stream.write_all(&bytes)?;
    if faults.contains(&Fault::TooLarge) {
        wait_for_the_end(stream);
        return Ok(false);
    }
    Ok(true)
}

fn chunk(stream: &mut TcpStream, piece: &[u8]) -> Result<()> {
    stream.write_all(&[format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat())
}

/// What is well-formed at first, and then white space, until nobody reads it any more.
fn no_end(stream: &mut TcpStream, body: &[u8], over: &AtomicBool) -> Result<()> {
    chunk(stream, &body[..body.len().saturating_sub(1)])?;
    let blank = vec![b' '; 1 << 16];
    for _ in 0..ENDLESS / blank.len() {
        if over.load(Ordering::Relaxed) {
            break;
        }
        chunk(stream, &blank)?;
    }
    Ok(())
}

/// Waits until the other side hangs up, or the service ends.
pub(super) fn wait_for_the_end(stream: &mut TcpStream) {
    let mut bytes = [0; 512];
    drop(stream.set_read_timeout(Some(Duration::from_secs(600))));
    while stream.read(&mut bytes).is_ok_and(|read| read > 0) {}
}
