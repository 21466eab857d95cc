//! A server on loopback that answers from a list, and keeps what it was asked. It does as it is told, also badly.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is done about a request.
#[derive(Clone)]
pub(super) enum Reply {
    /// An answer; the connection stays.
    Whole(Vec<u8>),
    /// The beginning of an answer, and the end of the connection.
    Cut(Vec<u8>),
    /// An answer byte by byte, as slowly as it takes.
    Drip(Vec<u8>),
    /// Nothing, and the end of the connection.
    Drop,
    /// A head, and then bytes without end.
    Endless(Vec<u8>),
    /// An answer that is made of the body of the request.
    Of(fn(&[u8]) -> Vec<u8>),
}

impl Reply {
    pub(super) fn json(status: u16, body: &str) -> Self {
        Self::with(status, &[("content-type", "application/json")], body.as_bytes())
    }

    pub(super) fn with(status: u16, heads: &[(&str, &str)], body: &[u8]) -> Self {
        Self::Whole(text(status, heads, body))
    }
}

pub(super) fn text(status: u16, heads: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Some Words\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in heads {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// A request as it came.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
    /// Which connection it came by.
    pub(super) connection: usize,
}

pub(super) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    replies: Vec<Reply>,
    seen: Mutex<Vec<Seen>>,
    over: AtomicBool,
}

impl Server {
    /// A server that answers one request after another, and hangs up on any further one.
    pub(super) fn new(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { replies, seen: Mutex::new(Vec::new()), over: AtomicBool::new(false) });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                if serving.over.load(Ordering::SeqCst) {
                    return;
                }
                let (serving, stream) = (Arc::clone(&serving), stream.unwrap());
                thread::spawn(move || serving.serve(&stream, connection));
            }
        });
        Self { address, shared }
    }

    pub(super) fn base(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream, connection: usize) {
        let mut reader = BufReader::new(stream);
        while let Some((head, body)) = request(&mut reader) {
            let reply = {
                let mut seen = self.seen.lock().unwrap();
                let reply = match self.replies.get(seen.len()).cloned().unwrap_or(Reply::Drop) {
                    Reply::Of(answer) => Reply::Whole(answer(&body)),
                    reply => reply,
                };
                seen.push(Seen { head, body, connection });
                reply
            };
            // Who has enough of an answer hangs up, which is no fault.
            if self.reply(stream, reply).is_err() {
                return;
            }
        }
    }

    fn reply(&self, mut stream: &TcpStream, reply: Reply) -> std::io::Result<()> {
        let end = || Err(std::io::ErrorKind::Other.into());
        match reply {
            Reply::Whole(bytes) => stream.write_all(&bytes),
            Reply::Cut(bytes) => stream.write_all(&bytes).and_then(|()| end()),
            Reply::Drop | Reply::Of(_) => end(),
            Reply::Drip(bytes) => {
                for byte in bytes {
                    if self.over.load(Ordering::SeqCst) {
                        return end();
                    }
                    stream.write_all(&[byte])?;
                    thread::sleep(Duration::from_millis(20));
                }
                Ok(())
            }
            Reply::Endless(head) => {
                stream.write_all(&head)?;
                let blanks = vec![b' '; 64 * 1024];
                while !self.over.load(Ordering::SeqCst) {
                    stream.write_all(&blanks)?;
                }
                end()
            }
        }
    }
}

/// The next request of a connection; none if it is over.
fn request(reader: &mut BufReader<&TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_lowercase().replacen("bearer ", "Bearer ", 1);
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |it| it.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}
