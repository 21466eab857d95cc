//! A service on loopback that puts the key, and what steers a terminal, wherever a service can put anything. What comes in:
//! in what manner. What goes out: answers, and whether the key came to where it must not.
#![allow(dead_code)] // no test needs all of it

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What steers a terminal, in all its kinds.
pub const STEERING: &str = "\u{1b}[31m\u{1b}]0;owned\u{7}\r\n\u{0}\u{8}\u{7f}\u{9b}2J\u{202e}\u{2066}\u{200f}";

/// Where and how the key comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Everything succeeds; the key is in headers and in fields that nobody knows.
    Fields,
    /// The ids and addresses of pictures hold it.
    Ids,
    /// The state of tasks is a text with it.
    States,
    /// All tasks are refused with this status, each with an error of its own.
    Errors(u16),
    /// The same with this status, in one error for all.
    Whole(u16),
    /// Tasks fail after they were accepted, with this code.
    Fails(&'static str),
    /// The body is no JSON, with this status.
    NoJson(u16),
    /// Whoever asks is sent elsewhere, with this status.
    Elsewhere(u16),
    /// The answer is no HTTP.
    NoHttp,
    /// Pictures are refused with this status.
    Pictures(u16),
    /// Pictures are texts.
    Texts,
    /// Pictures are elsewhere.
    PicturesElsewhere,
    /// Uploads are refused, with this status.
    Uploads(u16),
}

/// The service, and an accomplice at another address, who waits for the key. They end with the test.
pub struct Echo {
    pub url: String,
    told: Arc<Mutex<Vec<String>>>,
}

struct Place {
    key: String,
    manner: Manner,
    url: String,
    elsewhere: String,
    picture: Vec<u8>,
    told: Arc<Mutex<Vec<String>>>,
}

impl Echo {
    pub fn start(key: &str, manner: Manner, picture: Vec<u8>) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (own, other) = (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
        let url = |of: &TcpListener| format!("http://127.0.0.1:{}", of.local_addr().unwrap().port());
        let place = Arc::new(Place {
            key: key.to_owned(),
            manner,
            url: url(&own),
            elsewhere: url(&other),
            picture,
            told: Arc::clone(&told),
        });
        let echo = Self { url: place.url.clone(), told };
        for (listener, is_own) in [(own, true), (other, false)] {
            let place = Arc::clone(&place);
            thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let place = Arc::clone(&place);
                    thread::spawn(move || serve(&stream, &place, is_own));
                }
            });
        }
        echo
    }

    /// Where the key came to though it must not.
    pub fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

/// A request: its method and its body.
struct Request {
    method: String,
    body: String,
}

fn serve(stream: &TcpStream, place: &Place, is_own: bool) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let request = read(&mut reader, place, is_own)?;
        let answer = if request.method == "GET" { picture(place, is_own) } else { answer(place, &request) };
        (&*stream).write_all(&answer).ok()?;
        if place.manner == Manner::NoHttp {
            return None;
        }
    }
}

/// The next request. The key may stand in one header of requests that are posted to the service, and nowhere else.
fn read(reader: &mut BufReader<&TcpStream>, place: &Place, is_own: bool) -> Option<Request> {
    let tell = |what: String| place.told.lock().unwrap().push(what);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let method = words.next()?;
    let (mut length, mut authorised) = (0, false);
    if !is_own && place.manner != Manner::PicturesElsewhere {
        tell(format!("somebody went elsewhere: {line}"));
    }
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" if method == "POST" && is_own => {
                authorised = value.trim() == format!("Bearer {}", place.key);
            }
            _ if value.contains(&place.key) => tell(format!("the key is in {line} {name}")),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    if method == "POST" && is_own && !authorised {
        tell("a request has no key".to_owned());
    }
    if body.contains(&place.key) {
        tell("the key is in a body".to_owned());
    }
    Some(Request { method, body })
}

/// A text with the key and what steers a terminal in it, long enough to be cut in the middle of either.
fn text(place: &Place, long: usize) -> String {
    format!("{STEERING}{}your key {} is {STEERING} not good {}", "word ".repeat(long), place.key, place.key)
}

fn http(place: &Place, status: u16, more: &str, body: &[u8]) -> Vec<u8> {
    let Place { key, .. } = place;
    let mut bytes = format!(
        "HTTP/1.1 {status} {key}\r\nx-key: {key}\r\nset-cookie: key={key}\r\nwww-authenticate: Bearer {key}\r\n\
         x-steering: \u{9b}31m\r\n{more}content-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}

fn answer(place: &Place, request: &Request) -> Vec<u8> {
    let tasks: Vec<Value> = serde_json::from_str(&request.body).unwrap_or_default();
    let upload = tasks.iter().any(|task| task["taskType"] == "imageUpload" || task["taskType"] == "mediaStorage");
    let (key, retry) = (&place.key, format!("retry-after: {}\r\n", place.key));
    let json = |status, more: &str, value: Value| {
        let more = format!("{more}content-type: application/json; {key}\r\n");
        http(place, status, &more, value.to_string().as_bytes())
    };
    match place.manner {
        Manner::Uploads(status) if upload => json(status, &retry, errors(place, &tasks, "", status)),
        Manner::Errors(status) => json(status, &retry, errors(place, &tasks, "", status)),
        Manner::Whole(status) => json(status, "", json!({"errors": [error(place, key, usize::from(status))]})),
        Manner::NoJson(status) => http(place, status, &retry, text(place, 0).as_bytes()),
        Manner::Elsewhere(status) => {
            let location = format!("location: {}/v1?key={key}\r\n", place.elsewhere);
            http(place, status, &location, text(place, 0).as_bytes())
        }
        Manner::NoHttp => format!("HTTP/9.9 {key}\x1b[31m\r\n{key}\r\n\r\n").into_bytes(),
        Manner::Fails(code) if tasks.iter().any(|task| task["taskType"] == "getResponse") => {
            json(200, "", errors(place, &tasks, code, 90))
        }
        _ => json(
            200,
            "",
            json!({"data": tasks.iter().map(|task| said(place, task)).collect::<Vec<_>>(), key: text(place, 1)}),
        ),
    }
}

/// An error, with a text of some length, so that texts are cut at different places.
fn error(place: &Place, code: &str, length: usize) -> Value {
    let text = text(place, length);
    json!({"code": code, "message": text, "parameter": [place.key, text, "positivePrompt"], "documentation": text,
           "type": text, "taskType": text, place.key.as_str(): text})
}

fn errors(place: &Place, tasks: &[Value], code: &str, length: u16) -> Value {
    let one = |(at, task): (usize, &Value)| {
        let code = if code.is_empty() { text(place, 0) } else { code.to_owned() };
        let mut error = error(place, &code, 13 * at + usize::from(length) % 100);
        error["taskUUID"] = task["taskUUID"].clone();
        error
    };
    json!({"errors": tasks.iter().enumerate().map(one).collect::<Vec<_>>(), "error": text(place, 3)})
}

/// What becomes of a task.
fn said(place: &Place, task: &Value) -> Value {
    let (kind, id, text) = (task["taskType"].as_str().unwrap_or_default(), task["taskUUID"].clone(), text(place, 2));
    let image = match place.manner {
        Manner::Ids => Value::String(format!("{}{STEERING}", place.key)),
        _ => id.clone(),
    };
    match kind {
        "imageUpload" | "mediaStorage" => {
            json!({"taskType": kind, "taskUUID": id, "imageUUID": image, "mediaUUID": image, "note": text})
        }
        "getResponse" => {
            let path = if place.manner == Manner::Ids {
                &*format!("{}\u{9b}?{}", place.key, place.key)
            } else {
                "picture.png"
            };
            let status = if place.manner == Manner::States { &*text } else { "success" };
            json!({"taskType": "imageInference", "taskUUID": id, "imageUUID": image, "status": status, "seed": 7,
                   "imageURL": format!("{}/{path}", place.url), "cost": 0.01, "note": text, place.key.as_str(): text})
        }
        _ => json!({"taskType": kind, "taskUUID": id, "note": text}),
    }
}

fn picture(place: &Place, is_own: bool) -> Vec<u8> {
    let kind = format!("content-type: {}\r\n", place.key);
    match place.manner {
        Manner::Pictures(status) => http(place, status, &kind, text(place, 1).as_bytes()),
        Manner::Texts => http(place, 200, &kind, text(place, 1).as_bytes()),
        Manner::PicturesElsewhere if is_own => {
            http(place, 302, &format!("location: {}/{}\r\n", place.elsewhere, place.key), text(place, 1).as_bytes())
        }
        _ => http(place, 200, "content-type: image/png\r\n", &place.picture),
    }
}
