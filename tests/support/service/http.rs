//! Requests on the wire. What comes in: the bytes of a connection. What goes out: one request after the other, head and body.
//! Absent: what they ask for.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

/// The largest body that is taken.
const MOST: usize = 512 << 20;

/// A connection and what was read of it ahead.
pub(super) struct Reader {
    pub(super) stream: TcpStream,
    buffer: Vec<u8>,
    at: usize,
}

/// The head of a request.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) method: String,
    pub(super) path: String,
    /// Names in small letters, with their values.
    pub(super) headers: Vec<(String, String)>,
}

impl Head {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether a body follows.
    pub(super) fn has_body(&self) -> bool {
        self.header("transfer-encoding").is_some() || self.header("content-length").is_some_and(|length| length != "0")
    }
}

impl Reader {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, buffer: Vec::with_capacity(1 << 16), at: 0 }
    }

    /// The next head; none at the end of the connection.
    pub(super) fn head(&mut self) -> Result<Option<Head>> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut request = httparse::Request::new(&mut headers);
            let parsed = request.parse(&self.buffer[self.at..]).map_err(|_| broken("no head"))?;
            if let httparse::Status::Complete(length) = parsed {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let head = Head {
                    method: request.method.unwrap_or_default().to_owned(),
                    path: request.path.unwrap_or_default().to_owned(),
                    headers: request
                        .headers
                        .iter()
                        .map(|header| (header.name.to_ascii_lowercase(), text(header.value)))
                        .collect(),
                };
                self.at += length;
                return Ok(Some(head));
            }
            if self.more()? == 0 {
                return Ok(None);
            }
        }
    }

    /// What is there of the body already, at least one byte.
    pub(super) fn peek(&mut self) -> Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }

    /// The whole body.
    pub(super) fn body(&mut self, head: &Head) -> Result<Vec<u8>> {
        if head.header("expect").is_some() {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if head.header("transfer-encoding").is_some() {
            return self.chunks();
        }
        let length = head.header("content-length").map_or(Ok(0), str::parse).map_err(|_| broken("no length"))?;
        self.exactly(length)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let length = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16);
            let length = length.map_err(|_| broken("no chunk"))?;
            if body.len() + length > MOST {
                return Err(broken("too large"));
            }
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> Result<String> {
        loop {
            let rest = &self.buffer[self.at..];
            if let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
                let line = String::from_utf8_lossy(&rest[..end]).trim_end().to_owned();
                self.at += end + 1;
                return Ok(line);
            }
            if self.more()? == 0 {
                return Err(broken("the end"));
            }
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>> {
        if length > MOST {
            return Err(broken("too large"));
        }
        let ahead = (self.buffer.len() - self.at).min(length);
        let mut bytes = self.buffer[self.at..self.at + ahead].to_vec();
        self.at += ahead;
        bytes.resize(length, 0);
        self.stream.read_exact(&mut bytes[ahead..])?;
        Ok(bytes)
    }

    fn more(&mut self) -> Result<usize> {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        }
        let before = self.buffer.len();
        self.buffer.resize(before + (1 << 16), 0);
        let read = self.stream.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        read
    }
}

fn broken(why: &str) -> Error {
    Error::new(ErrorKind::InvalidData, why)
}
