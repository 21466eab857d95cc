//! One connection. What comes in: its requests, one after the other. What goes out: their answers, or whatever the habits
//! make of them.

use std::io::{Result, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::Ordering;
use std::thread;

use serde_json::Value;

use super::answers::{Answer, JSON, send, wait_for_the_end};
use super::habits::{Fault, Habits, Moment, On, Refusal, Retry};
use super::http::{Head, Reader};
use super::ledger::Request;
use super::world::Entries;
use super::{KEY, Shared, lock, pictures, prepared};

/// Answers requests until the connection ends.
pub(super) fn serve(shared: &Shared, stream: TcpStream) -> Result<()> {
    let mut reader = Reader::new(stream);
    while let Some(head) = reader.head()? {
        let habits = shared.habits();
        if habits.prepared {
            let body = reader.body(&head)?;
            fast(shared, &mut reader.stream, &head, &body)?;
            continue;
        }
        let on = match head.method.as_str() {
            "GET" => On::Fetch,
            _ if head.has_body() => kind(reader.peek()?),
            _ => On::Send,
        };
        if !shared.roll(&habits, on, "").is_empty() {
            keep(shared, on, head, Vec::new(), &[Fault::Drop(Moment::Unread)]);
            return reader.stream.shutdown(Shutdown::Both);
        }
        let body = reader.body(&head)?;
        let text = format!("{} {}", head.path, String::from_utf8_lossy(&body));
        let faults = shared.roll(&habits, on, &text);
        keep(shared, on, head.clone(), body.clone(), &faults);
        let goes_on = if on == On::Fetch {
            fetch(shared, &mut reader.stream, &head, (&habits, &faults))?
        } else {
            post(shared, &mut reader.stream, (&head, &body, on), (&habits, &faults))?
        };
        if !goes_on {
            return reader.stream.shutdown(Shutdown::Both);
        }
    }
    Ok(())
}

/// What a request is for, by the first type of a task in it.
fn kind(body: &[u8]) -> On {
    let first = |name: &str| memchr::memmem::find(body, name.as_bytes()).unwrap_or(usize::MAX);
    let (send, ask, upload) = (first("imageInference"), first("getResponse"), first("imageUpload"));
    match send.min(ask).min(upload) {
        usize::MAX => On::Send,
        at if at == ask => On::Ask,
        at if at == upload => On::Upload,
        _ => On::Send,
    }
}

fn keep(shared: &Shared, on: On, head: Head, body: Vec<u8>, faults: &[Fault]) {
    let request = Request { on, path: head.path, headers: head.headers, body, faults: faults.to_vec() };
    lock(&shared.world).ledger.requests.push(request);
}

/// Answers a request with tasks.
fn post(
    shared: &Shared,
    stream: &mut TcpStream,
    (head, body, on): (&Head, &[u8], On),
    (habits, faults): (&Habits, &[Fault]),
) -> Result<bool> {
    if on == On::Send {
        thread::sleep(habits.latency);
    }
    let before = faults.iter().find_map(|fault| match fault {
        Fault::Status { code, retry, accepted: false } => Some(Ok(Answer::bare(*code, retry, habits))),
        Fault::Html { accepted: false } => Some(Ok(Answer::page(200))),
        Fault::Silent { accepted: false } | Fault::Drop(Moment::Unaccepted) => Some(Err(fault)),
        _ => None,
    });
    match before {
        Some(Ok(answer)) => return send(stream, &answer, &[], &shared.over),
        Some(Err(fault)) => {
            if matches!(fault, Fault::Silent { .. }) {
                wait_for_the_end(stream);
            }
            return Ok(false);
        }
        None => {}
    }
    let said = habits.says.replace("{key}", head.header("authorization").unwrap_or_default());
    let habits = &Habits { says: said.replace("Bearer ", ""), ..habits.clone() };
    let entries = match checked(head, body) {
        Ok(tasks) => perform(shared, &tasks, head.header("x-runware-dry-run") == Some("1"), habits),
        Err(refusal) => return send(stream, &Answer::error(&refusal, habits), &[], &shared.over),
    };
    let lost = faults.iter().any(|fault| {
        let told = matches!(fault, Fault::Shuffled | Fault::Strange | Fault::Twice | Fault::Foreign | Fault::Drip(_));
        !told && !matches!(fault, Fault::WrongType)
    });
    if on == On::Upload && lost {
        forget_answers(shared, &entries);
    }
    for fault in faults {
        match fault {
            Fault::Status { code, retry, .. } => {
                return send(stream, &Answer::bare(*code, retry, habits), &[], &shared.over);
            }
            Fault::Html { .. } => return send(stream, &Answer::page(200), &[], &shared.over),
            Fault::Silent { .. } => {
                wait_for_the_end(stream);
                return Ok(false);
            }
            Fault::Drop(Moment::Accepted) => return Ok(false),
            _ => {}
        }
    }
    send(stream, &Answer::of(entries, faults, habits), faults, &shared.over)
}

/// The tasks of a request, if it is a sound one.
fn checked(head: &Head, body: &[u8]) -> std::result::Result<Vec<Value>, Refusal> {
    if head.method != "POST" || head.path != "/v1" {
        return Err(Refusal::new("notFound", "There is nothing here.").status(404));
    }
    if head.header("authorization") != Some(&format!("Bearer {KEY}")) {
        return Err(Refusal::new("invalidApiKey", "Invalid API key.").about("apiKey").status(401));
    }
    if !head.header("content-type").is_some_and(|mime| mime.starts_with(JSON)) {
        return Err(Refusal::new("invalidContentType", "A request is JSON.").status(400));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Array(tasks)) if !tasks.is_empty() => Ok(tasks),
        _ => Err(Refusal::new("invalidRequest", "A request is an array of tasks.")),
    }
}

fn perform(shared: &Shared, tasks: &[Value], dry: bool, habits: &Habits) -> Entries {
    let mut entries = Entries::default();
    let mut world = lock(&shared.world);
    let mut dice = lock(&shared.dice);
    for task in tasks {
        world.perform(task, dry, (habits, &mut dice), &mut entries);
    }
    entries
}

fn forget_answers(shared: &Shared, entries: &Entries) {
    let mut world = lock(&shared.world);
    for image in entries.data.iter().filter_map(|entry| entry["imageUUID"].as_str()) {
        world
            .ledger
            .uploads
            .iter_mut()
            .filter(|upload| upload.image == image)
            .for_each(|upload| upload.answered = false);
    }
}

/// Answers a request for a picture.
fn fetch(shared: &Shared, stream: &mut TcpStream, head: &Head, (habits, faults): (&Habits, &[Fault])) -> Result<bool> {
    for fault in faults {
        match fault {
            Fault::Status { code, retry, .. } => {
                return send(stream, &Answer::bare(*code, retry, habits), &[], &shared.over);
            }
            Fault::NoPicture | Fault::Html { .. } => return send(stream, &Answer::page(200), &[], &shared.over),
            Fault::Moved(to) => {
                let mut answer = Answer::new(302, "text/plain", Vec::new());
                answer.headers.push(("location", to.clone()));
                return send(stream, &answer, &[], &shared.over);
            }
            Fault::Silent { .. } => {
                wait_for_the_end(stream);
                return Ok(false);
            }
            Fault::Drop(moment) if *moment != Moment::MidAnswer => return Ok(false),
            _ => {}
        }
    }
    let Some((image, format, mime)) = picture(shared, &head.path) else {
        return send(stream, &Answer::bare(404, &Retry::Unsaid, habits), &[], &shared.over);
    };
    let answer = Answer::new(200, mime, pictures::bytes(&image, &format));
    let whole = faults.iter().all(|fault| matches!(fault, Fault::Drip(_) | Fault::WrongType));
    if whole {
        lock(&shared.world).ledger.served.push(image);
    }
    send(stream, &answer, faults, &shared.over)
}

/// The picture at an address, if that is still good.
fn picture(shared: &Shared, path: &str) -> Option<(String, String, &'static str)> {
    let world = lock(&shared.world);
    let (path, query) = path.split_once('?').unwrap_or((path, "e=0"));
    if query.strip_prefix("e=")?.parse() != Ok(world.epoch) {
        return None;
    }
    let (image, extension) = path.strip_prefix("/im/")?.split_once('.')?;
    let picture = world.pictures.get(image)?;
    let found = || (image.to_owned(), picture.format.clone(), picture.mime);
    (pictures::extension(&picture.format) == extension).then(found)
}

/// Answers without a look at what was asked.
fn fast(shared: &Shared, stream: &mut TcpStream, head: &Head, body: &[u8]) -> Result<()> {
    let (mime, text) = if head.method == "GET" {
        ("image/jpeg", pictures::bytes("prepared", "JPG"))
    } else {
        let port = stream.local_addr()?.port();
        let (text, tasks) = prepared::answer(body, &format!("http://127.0.0.1:{port}"));
        shared.prepared.0.fetch_add(1, Ordering::Relaxed);
        shared.prepared.1.fetch_add(tasks, Ordering::Relaxed);
        (JSON, text.into_bytes())
    };
    let mut bytes = Vec::with_capacity(text.len() + 128);
    write!(bytes, "HTTP/1.1 200 OK\r\ncontent-type: {mime}\r\ncontent-length: {}\r\n\r\n", text.len())?;
    bytes.extend(text);
    stream.write_all(&bytes)
}
