//! Each misbehaviour, as it looks to a plain client: what arrives, and what was accepted all the same.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::service::plain::{Reply, ask, get, post, reply, task, uuid, with};
use super::service::{Fault, Habits, KEY, Moment, On, Refusal, Retry, Service, When};
use super::{PNG, upload};

/// What comes of two tasks under a fault, and how many of them were accepted.
fn sent(fault: Fault) -> (Reply, usize) {
    let service = Service::start(Habits::default().with(On::Send, When::Nth(1), fault));
    let reply = post(&service, &json!([task(1, "A fox."), task(2, "A cat.")]));
    let accepted = service.ledger().tasks.len();
    // The next one is none of the fault's.
    assert_eq!(post(&service, &json!([task(3, "A dog.")])).status, 200);
    (reply, accepted)
}

fn ids(entries: &[Value]) -> Vec<String> {
    entries.iter().map(|entry| entry["taskUUID"].as_str().unwrap_or("nameless")[..8].to_owned()).collect()
}

#[test]
fn rules_apply_when_they_say_so() {
    let broken = |when: When| {
        let refused = Fault::Status { code: 500, retry: Retry::Unsaid, accepted: false };
        let service = Service::start(Habits::default().with(On::Send, when, refused));
        let ask = || u8::from(post(&service, &json!([ask(1)])).status == 500);
        let tasks =
            (1..=6).map(|number| post(&service, &json!([task(number, &format!("Fox {number}."))])).status == 500);
        (tasks.map(u8::from).collect::<Vec<_>>(), ask())
    };
    assert_eq!(broken(When::Always), (vec![1; 6], 0));
    assert_eq!(broken(When::Nth(2)), (vec![0, 1, 0, 0, 0, 0], 0));
    assert_eq!(broken(When::First(2)), (vec![1, 1, 0, 0, 0, 0], 0));
    assert_eq!(broken(When::Every(3)), (vec![0, 0, 1, 0, 0, 1], 0));
    assert_eq!(broken(When::Holds("Fox 4".to_owned())), (vec![0, 0, 0, 1, 0, 0], 0));
    assert_eq!(broken(When::Chance(0.0)), (vec![0; 6], 0));
    assert_eq!(broken(When::Chance(0.5)), broken(When::Chance(0.5)));
}

#[test]
fn a_status_comes_before_or_after_the_tasks_are_accepted() {
    for (code, retry, accepted) in [
        (429, Retry::Seconds(7), false),
        (429, Retry::Unsaid, false),
        (500, Retry::Text("soon".to_owned()), true),
        (503, Retry::Date(60), true),
        (504, Retry::Unsaid, false),
    ] {
        let (reply, taken) = sent(Fault::Status { code, retry: retry.clone(), accepted });
        assert_eq!((reply.status, taken), (code, if accepted { 2 } else { 0 }));
        let after = reply.head.lines().find_map(|line| line.strip_prefix("retry-after: ")).unwrap_or_default();
        match retry {
            Retry::Unsaid => assert_eq!(after, ""),
            Retry::Seconds(seconds) => assert_eq!(after, seconds.to_string()),
            Retry::Text(text) => assert_eq!(after, text),
            Retry::Date(_) => assert!(after.ends_with(" gmt") && after.contains(", "), "{after}"),
        }
    }
}

#[test]
fn a_connection_is_cut_at_any_moment() {
    for (moment, taken) in [(Moment::Unread, 0), (Moment::Unaccepted, 0), (Moment::Accepted, 2), (Moment::MidAnswer, 2)]
    {
        let (reply, accepted) = sent(Fault::Drop(moment));
        assert_eq!((reply.whole, accepted), (false, taken), "{moment:?}");
        assert_eq!(reply.status, if moment == Moment::MidAnswer { 200 } else { 0 }, "{moment:?}");
    }
    let service = Service::start(Habits::default().with(On::Connect, When::Nth(1), Fault::Drop(Moment::Unread)));
    assert_eq!(post(&service, &json!([task(1, "A fox.")])).status, 0);
    assert_eq!(post(&service, &json!([task(1, "A fox.")])).status, 200);
}

#[test]
fn an_answer_can_be_no_answer() {
    let (reply, accepted) = sent(Fault::BadJson);
    assert_eq!((reply.status, reply.whole, accepted), (200, true, 2));
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
    for accepted in [true, false] {
        let (reply, taken) = sent(Fault::Html { accepted });
        assert_eq!((reply.status, taken), (200, if accepted { 2 } else { 0 }));
        assert!(reply.head.contains("text/html") && reply.body.starts_with(b"<!doctype html>"));
    }
    let (reply, _) = sent(Fault::WrongType);
    assert!(reply.head.contains("content-type: text/plain") && reply.data().len() == 2);
}

#[test]
fn an_answer_can_be_slow_endless_or_absent() {
    let start = Instant::now();
    let (reply, _) = sent(Fault::Drip(Duration::from_millis(2)));
    assert!(reply.whole && reply.data().len() == 2 && start.elapsed() >= Duration::from_millis(20));
    let (reply, accepted) = sent(Fault::Huge);
    assert_eq!((reply.status, reply.whole, accepted), (200, false, 2));
    assert!(reply.body.len() > 900_000);
    for (accepted, taken) in [(true, 1), (false, 0)] {
        let service = Service::start(Habits::default().with(On::Send, When::Always, Fault::Silent { accepted }));
        let mut stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
        let body = json!([task(1, "A fox.")]).to_string();
        let head =
            format!("Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\nContent-Length: {}", body.len());
        stream.write_all(format!("POST /v1 HTTP/1.1\r\n{head}\r\n\r\n{body}").as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        assert!(stream.read(&mut [0; 8]).is_err());
        // However slow this machine is: it comes, or it never does.
        while service.ledger().tasks.len() < taken {}
        assert_eq!(service.ledger().tasks.len(), taken);
    }
}

#[test]
fn entries_can_be_doubled_missing_nameless_strange_and_others() {
    let refused = |fault| {
        let habits = Habits { mixed: 200, ..Habits::default() }.with(On::Send, When::Always, fault);
        let service = Service::start(habits);
        post(&service, &json!([task(1, "A fox."), with(task(2, "A cat."), &json!({"steps": 1})), task(3, "A dog.")]))
    };
    let shuffled = refused(Fault::Shuffled);
    assert_eq!(ids(&shuffled.data()), ["00000003", "00000001"]);
    assert!(shuffled.body.starts_with(b"{\"errors\""));
    let twice = refused(Fault::Twice);
    assert_eq!(ids(&twice.data()), ["00000001", "00000001", "00000003", "00000003"]);
    assert_eq!(ids(&twice.errors()), ["00000002", "00000002"]);
    let missing = refused(Fault::Missing);
    assert_eq!((ids(&missing.data()), missing.errors().len()), (vec!["00000003".to_owned()], 0));
    let nameless = refused(Fault::Nameless);
    assert_eq!(
        (nameless.status, nameless.data().len(), ids(&nameless.errors())),
        (200, 0, vec!["nameless".to_owned()])
    );
    let foreign = refused(Fault::Foreign);
    assert_eq!((foreign.data().len(), foreign.errors().len()), (3, 2));
    let strange = refused(Fault::Strange);
    assert_eq!((strange.data().len(), &strange.data()[0]["extra"]["nested"][0]), (2, &Value::Null));
    assert_eq!(sent(Fault::Missing).1, 2);
    assert_eq!(sent(Fault::Nameless).1, 2);
}

#[test]
fn a_task_is_refused_at_once_or_fails_later() {
    let unsafe_prompt = || Refusal::new("contentModeration", "No foxes.").about("positivePrompt");
    let habits = Habits { errors_in_data: true, says: " [{key}]\u{1b}[31m\u{7}".to_owned(), ..Habits::default() }
        .with(On::Task, When::Holds("fox".to_owned()), Fault::Refused(unsafe_prompt()))
        .with(On::Task, When::Holds("cat".to_owned()), Fault::Fails(Refusal::new("timeoutProvider", "Too slow.")));
    let service = Service::start(habits);
    let reply = post(&service, &json!([task(1, "A fox."), task(2, "A cat."), task(3, "A dog.")]));
    let error = &reply.errors()[0];
    assert_eq!((&error["code"], &error["parameter"]), (&json!("contentModeration"), &json!("positivePrompt")));
    assert_eq!(error["message"], format!("No foxes. [{KEY}]\u{1b}[31m\u{7}"));
    assert_eq!(ids(&reply.data()), ["00000002", "00000003"]);
    let failed = &post(&service, &json!([ask(2)])).data()[0];
    assert_eq!((&failed["status"], &failed["code"]), (&json!("error"), &json!("timeoutProvider")));
    service.set(Habits::default());
    assert_eq!(post(&service, &json!([ask(2)])).codes(), ["timeoutProvider"]);
    // What failed has cost nothing, and may be sent under another id.
    post(&service, &json!([task(4, "A cat.")]));
    let ledger = service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.paid_twice().len(), ledger.paid()), (3, 0, 2 * 68_950));
}

#[test]
fn pictures_can_be_anything() {
    let service = Service::start(Habits::default());
    post(&service, &json!([with(task(1, "A fox."), &json!({"outputFormat": "PNG"}))]));
    let made = post(&service, &json!([ask(1)])).data()[0].clone();
    let url = made["imageURL"].as_str().unwrap().to_owned();
    let whole = service.bytes_of(made["imageUUID"].as_str().unwrap()).unwrap();
    let fetched = |fault: Fault| {
        service.set(Habits::default().with(On::Fetch, When::Always, fault));
        get(&service, &url)
    };
    for code in [403, 404, 410, 500] {
        assert_eq!(fetched(Fault::Status { code, retry: Retry::Unsaid, accepted: false }).status, code);
    }
    assert!(fetched(Fault::NoPicture).body.starts_with(b"<!doctype html>"));
    let cut = fetched(Fault::Cut);
    assert!(cut.whole && cut.body.len() < whole.len() && whole.starts_with(&cut.body));
    let half = fetched(Fault::Drop(Moment::MidAnswer));
    assert!(!half.whole && half.body.len() < whole.len());
    assert!(fetched(Fault::Endless).body.len() > 900_000);
    for to in ["file:///etc/passwd", "http://192.0.2.1/a.png", "https://example.com/\u{1b}[31m"] {
        let moved = fetched(Fault::Moved(to.to_owned()));
        assert!(moved.status == 302 && moved.head.contains(&format!("location: {to}")), "{}", moved.head);
    }
    assert!(service.ledger().served.is_empty());
    assert_eq!(fetched(Fault::Drip(Duration::from_millis(1))).body, whole);
    assert_eq!(service.ledger().served.len(), 1);
    service.set(Habits::default().with(On::Fetch, When::Always, Fault::TooLarge));
    let mut stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    let path = url.split_once("/im/").unwrap().1;
    stream.write_all(format!("GET /im/{path} HTTP/1.1\r\n\r\n").as_bytes()).unwrap();
    assert!(reply(&mut stream, whole.len()).head.contains("content-length: 1125899906842624"));
}

#[test]
fn an_upload_whose_answer_is_lost_is_none_that_counts() {
    let lost = Habits::default().with(On::Upload, When::First(2), Fault::Drop(Moment::Accepted));
    let service = Service::start(lost);
    for number in 1..=4 {
        post(&service, &json!([upload(number, PNG)]));
    }
    let ledger = service.ledger();
    assert_eq!((ledger.uploads.len(), ledger.count(On::Upload)), (4, 4));
    assert_eq!(ledger.uploads_by_content().into_values().collect::<Vec<_>>(), [2]);
    assert_eq!(ledger.requests[0].faults, [Fault::Drop(Moment::Accepted)]);
    assert_eq!(post(&service, &json!([with(task(9, "A fox."), &json!({"seed": uuid(1)}))])).codes(), ["invalidSeed"]);
}
