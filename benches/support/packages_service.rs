//! A service for the packages of Runware, which speak WebSocket and wait for the picture on the connection that they send
//! on. What comes in: tasks. What goes out: for each a picture at once. Absent: any look at what was sent.

use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::{Value, json};
use tungstenite::Message;

/// Serves on a free port, which comes back, as long as the process lives.
pub fn start() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // A program that goes away is not the service's trouble.
            thread::spawn(move || serve(stream));
        }
    });
    port
}

fn serve(stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut socket = tungstenite::accept(stream).ok()?;
    while let Ok(message) = socket.read() {
        let Message::Text(text) = message else { continue };
        let body: Value = serde_json::from_str(&text).ok()?;
        for task in body.as_array()? {
            let answer = json!({"data": [answer(task["taskType"].as_str()?, &task["taskUUID"])]});
            socket.send(Message::text(answer.to_string())).ok()?;
        }
    }
    Some(())
}

fn answer(kind: &str, id: &Value) -> Value {
    match kind {
        "authentication" => {
            json!({"taskType": kind, "connectionSessionUUID": "6f1c1f0e-5b0c-4c5f-9d1e-2f6a0b9c8d7e"})
        }
        "ping" => json!({"taskType": kind, "pong": true}),
        _ => json!({"taskType": kind, "taskUUID": id, "imageUUID": id, "cost": 0.01, "status": "success",
                    "imageURL": "https://example.com/picture.png"}),
    }
}
