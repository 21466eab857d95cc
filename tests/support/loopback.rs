//! What comes in: requests over HTTP or WebSocket, to a port of this machine. What goes out: answers like those of a
//! service that makes pictures, and everything that arrived. It makes no picture, and knows no other machine.
#![allow(dead_code)] // no test needs all of it

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::Message;

/// The key that the service takes.
pub const KEY: &str = "a-key-of-the-tests";

/// A task with this prompt is refused.
pub const REFUSED: &str = "Refuse this.";

/// What arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// Whether it came over HTTP.
    pub http: bool,
    pub path: String,
    /// Names in small letters, with their values.
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A service on this machine, which goes away with the value.
pub struct Loopback {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    over: Arc<AtomicBool>,
}

impl Loopback {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (received, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (kept, ends) = (Arc::clone(&received), Arc::clone(&over));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                let kept = Arc::clone(&kept);
                // A program that goes away is not the service's trouble.
                thread::spawn(move || serve(stream, &kept));
            }
        });
        Self { port, received, over }
    }

    /// Its address over HTTP.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What has arrived since the last call.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.received.lock().unwrap())
    }

    /// The tasks that have arrived since the last call.
    pub fn take_tasks(&self) -> Vec<Value> {
        self.take().into_iter().flat_map(|received| received.body.as_array().cloned().unwrap()).collect()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

fn serve(stream: TcpStream, kept: &Mutex<Vec<Received>>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let mut head = [0; 4096];
    loop {
        let seen = stream.peek(&mut head).ok().filter(|seen| *seen > 0)?;
        let text = String::from_utf8_lossy(&head[..seen]).to_ascii_lowercase();
        if text.contains("\r\n\r\n") || seen == head.len() {
            return if text.contains("upgrade: websocket") { websocket(stream, kept) } else { http(stream, kept) };
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn http(stream: TcpStream, kept: &Mutex<Vec<Received>>) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).ok()? > 0 {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("POST"));
        let path = words.next()?.to_owned();
        let mut headers = Vec::new();
        loop {
            line.clear();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut received = Received { http: true, path, headers, body: Value::Null };
        if received.header("expect").is_some() {
            writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
        }
        let mut body = vec![0; received.header("content-length")?.parse().ok()?];
        reader.read_exact(&mut body).ok()?;
        received.body = serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{error}: {body:?}"));
        let known = received.headers.iter().any(|(_, value)| value.ends_with(KEY));
        let (status, answer) = if !known {
            ("401 Unauthorized", json!({"errors": [{"code": "invalidApiKey", "message": "no such key"}]}))
        } else if let Some(tasks) = received.body.as_array() {
            let answers: Vec<Value> = tasks.iter().map(answer).collect();
            let refused = answers.iter().any(|answer| answer.get("errors").is_some());
            (if refused { "400 Bad Request" } else { "200 OK" }, joined(answers))
        } else {
            ("200 OK", json!({"made": true}))
        };
        kept.lock().unwrap().push(received);
        let answer = answer.to_string();
        let length = answer.len();
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        writer.write_all((head + &answer).as_bytes()).ok()?;
        line.clear();
    }
    Some(())
}

fn websocket(stream: TcpStream, kept: &Mutex<Vec<Received>>) -> Option<()> {
    let (mut path, mut known) = (String::new(), false);
    #[allow(clippy::result_large_err)] // its type is not ours
    let on_head = |request: &tungstenite::handshake::server::Request, response| {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let mut socket = tungstenite::accept_hdr(stream, on_head).ok()?;
    loop {
        let text = match socket.read().ok()? {
            Message::Text(text) => text,
            Message::Close(_) => return Some(()),
            _ => continue,
        };
        let body: Value = serde_json::from_str(&text).unwrap();
        let mut answers = Vec::new();
        for task in body.as_array().unwrap() {
            match task["taskType"].as_str().unwrap() {
                "authentication" if task["apiKey"] == KEY => {
                    known = true;
                    let session = "6f1c1f0e-5b0c-4c5f-9d1e-2f6a0b9c8d7e";
                    answers.push(json!({"data": [{"taskType": "authentication", "connectionSessionUUID": session}]}));
                }
                "ping" => answers.push(json!({"data": [{"taskType": "ping", "pong": true}]})),
                "imageInference" if known => {
                    let body = json!([task]);
                    kept.lock().unwrap().push(Received { http: false, path: path.clone(), headers: Vec::new(), body });
                    answers.push(answer(task));
                }
                kind => answers.push(json!({"errors": [
                    {"code": "invalidApiKey", "message": "no such key", "taskType": kind},
                ]})),
            }
        }
        for answer in answers {
            socket.send(Message::text(answer.to_string())).ok()?;
        }
    }
}

fn joined(answers: Vec<Value>) -> Value {
    let mut all = json!({"data": []});
    for mut answer in answers {
        for key in ["data", "errors"] {
            if let Some(Value::Array(some)) = answer.get_mut(key) {
                let mut before = all[key].as_array().cloned().unwrap_or_default();
                before.append(some);
                all[key] = before.into();
            }
        }
    }
    all
}

/// The id of a picture of a task.
pub fn picture(task_uuid: &str, number: u64) -> String {
    format!("{number:08x}{}", &task_uuid[8..])
}

fn answer(task: &Value) -> Value {
    let id = task["taskUUID"].as_str().unwrap_or("00000000-0000-4000-8000-000000000000");
    if task["positivePrompt"] == REFUSED {
        let error = json!({"code": "refused", "message": "not this one", "taskUUID": id, "taskType": task["taskType"]});
        return json!({"errors": [error]});
    }
    let results = task["numberResults"].as_u64().unwrap_or(1);
    let made = (1..=results).map(|number| {
        let picture = picture(id, number);
        json!({"taskType": "imageInference", "taskUUID": id, "imageUUID": picture, "seed": 7, "cost": 0.01,
               "imageURL": format!("https://example.com/{picture}.jpg")})
    });
    json!({"data": made.collect::<Vec<_>>()})
}
