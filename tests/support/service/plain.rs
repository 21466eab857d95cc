//! A plain client, which takes what it gets. What comes in: tasks. What goes out: status, head and body, as they came.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use super::{KEY, Service};

/// What came back. A connection that broke has no status.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// In small letters.
    pub head: String,
    pub body: Vec<u8>,
    /// Whether everything came that the head had promised.
    pub whole: bool,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }

    pub fn data(&self) -> Vec<Value> {
        self.json()["data"].as_array().cloned().unwrap_or_default()
    }

    pub fn errors(&self) -> Vec<Value> {
        self.json()["errors"].as_array().cloned().unwrap_or_default()
    }

    /// The codes of its errors.
    pub fn codes(&self) -> Vec<String> {
        self.errors().iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }
}

/// An id like any other.
pub fn uuid(number: u64) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

/// A task that the service takes.
pub fn task(number: u64, prompt: &str) -> Value {
    json!({"taskType": "imageInference", "taskUUID": uuid(number), "model": "google:4@3", "positivePrompt": prompt,
           "deliveryMethod": "async", "includeCost": true})
}

/// The task with other fields; null takes one out.
pub fn with(mut task: Value, fields: &Value) -> Value {
    for (key, value) in fields.as_object().unwrap() {
        if value.is_null() {
            task.as_object_mut().unwrap().remove(key);
        } else {
            task[key] = value.clone();
        }
    }
    task
}

/// A question.
pub fn ask(number: u64) -> Value {
    json!({"taskType": "getResponse", "taskUUID": uuid(number)})
}

/// Sends tasks, with the key.
pub fn post(service: &Service, tasks: &Value) -> Reply {
    posted(service, "", tasks.to_string().as_bytes())
}

/// Sends a body, with the key and more lines of a head.
pub fn posted(service: &Service, more: &str, body: &[u8]) -> Reply {
    let head = format!("Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n{more}");
    exchange(service, "POST", "/v1", &head, Some(body))
}

/// Fetches a picture.
pub fn get(service: &Service, url: &str) -> Reply {
    let path = url.strip_prefix(&format!("http://127.0.0.1:{}", service.port())).unwrap();
    exchange(service, "GET", path, "", None)
}

/// One request on a connection of its own.
pub fn exchange(service: &Service, method: &str, path: &str, head: &str, body: Option<&[u8]>) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let length = body.map_or(String::new(), |body| format!("Content-Length: {}\r\n", body.len()));
    let text = format!("{method} {path} HTTP/1.1\r\nHost: loopback\r\n{head}{length}\r\n");
    let sent = stream.write_all(&[text.as_bytes(), body.unwrap_or_default()].concat());
    if sent.is_err() {
        return Reply { status: 0, head: String::new(), body: Vec::new(), whole: false };
    }
    reply(&mut stream, 1 << 20)
}

/// What comes, up to a number of bytes.
pub fn reply(stream: &mut TcpStream, most: usize) -> Reply {
    let (mut bytes, mut buffer) = (Vec::new(), vec![0; 1 << 14]);
    loop {
        if let Some(reply) = parsed(&bytes).filter(|reply| reply.whole || bytes.len() >= most) {
            return reply;
        }
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => bytes.extend(&buffer[..read]),
            _ => break,
        }
    }
    parsed(&bytes).unwrap_or(Reply { status: 0, head: String::new(), body: bytes, whole: false })
}

fn parsed(bytes: &[u8]) -> Option<Reply> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let rest = &bytes[end + 4..];
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let (body, whole) = match length.and_then(|length| length.parse().ok()) {
        Some(length) => (rest[..rest.len().min(length)].to_vec(), rest.len() >= length),
        None => dechunked(rest),
    };
    Some(Reply { status, head, body, whole })
}

fn dechunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let size = usize::from_str_radix(String::from_utf8_lossy(&rest[..end]).trim(), 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        let Some(chunk) = rest.get(end + 1..end + 1 + size) else { break };
        body.extend(chunk);
        rest = rest.get(end + 3 + size..).unwrap_or_default();
    }
    (body, false)
}
