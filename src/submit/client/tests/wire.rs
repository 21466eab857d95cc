//! What goes over the wire, and connections that do not hold.

use super::server::text;
use super::*;

const ACK: &str = r#"{"data":[{"taskType":"imageInference","taskUUID":"aaaaaaaa-0000-4000-8000-000000000001"}]}"#;

#[tokio::test]
async fn tasks_are_joined_as_they_are_and_connections_kept() {
    let server = Server::new(vec![Reply::json(200, ACK), Reply::json(200, ACK), Reply::json(200, ACK)]);
    let client = client(&server.base());
    let sent = [(A.to_owned(), Bytes::from("{\"taskUUID\": \"A\" , \"x\":1}")), (B.to_owned(), Bytes::from("{}"))];
    assert_eq!(items(client.send(&sent, false).await), [Item { task: A.to_owned(), said: Said::Working }]);
    client.send(&sent[..1], true).await;
    client.ask(&[A.to_owned(), "\"},{\"taskType\":\"x".to_owned(), B.to_owned()]).await;
    let seen = server.seen();
    assert_eq!(seen[0].body, b"[{\"taskUUID\": \"A\" , \"x\":1},{}]");
    assert!(seen[0].head.starts_with("post /v1 http/1.1"), "{}", seen[0].head);
    assert!(seen[0].head.contains(&format!("authorization: Bearer {KEY}\r\n")));
    assert!(seen[0].head.contains("content-type: application/json\r\n"));
    assert!(!seen[0].head.contains("dry-run") && seen[1].head.contains("x-runware-dry-run: 1\r\n"));
    let asked = format!(
        "[{{\"taskType\":\"getResponse\",\"taskUUID\":\"{A}\"}},{{\"taskType\":\"getResponse\",\"taskUUID\":\"{B}\"}}]"
    );
    assert_eq!(String::from_utf8_lossy(&seen[2].body), asked);
    assert!(seen.iter().all(|seen| seen.connection == 0), "one connection for all");
}

#[tokio::test]
async fn nothing_is_sent_for_nothing() {
    let server = Server::new(vec![]);
    let client = client(&server.base());
    assert_eq!(client.send(&[], false).await, Outcome::Answered(vec![]));
    assert_eq!(client.ask(&["no id".to_owned()]).await, Outcome::Answered(vec![]));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    // Nobody listens at the first of all ports.
    for base in ["http://127.0.0.1:1/v1", "http://localhost:1/v1"] {
        let (failure, wait) = refused(client(base).send(&tasks(&[A]), false).await);
        assert_eq!((failure.class, wait), (Class::Connection, None));
        assert!(failure.message.starts_with("no connection could be made"), "{failure}");
    }
    let nowhere = client("https://no-such-host.invalid/v1");
    assert_eq!(refused(nowhere.send(&tasks(&[A]), false).await).0.class, Class::Connection);
}

#[tokio::test]
async fn who_does_not_speak_tls_gets_neither_key_nor_task() {
    let server = Server::new(vec![Reply::json(200, ACK)]);
    let base = server.base().replace("http://", "https://");
    // The handshake holds no line of text; what waits for one ends with the connection.
    let pace = Pace { connect: Duration::from_millis(300), ..patient() };
    let client = Client::new(&base, Key::new(KEY).unwrap(), pace).unwrap();
    assert_eq!(refused(client.send(&tasks(&[A]), false).await).0.class, Class::Connection);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_broken_answer_leaves_everything_open() {
    let half = |bytes: Vec<u8>| bytes[..bytes.len() - 10].to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n50\r\n{\"data\":[".to_vec();
    let endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":[".to_vec();
    let cases = [
        (Reply::Drop, Class::Connection),
        (Reply::Cut(b"HTTP/1.1 20".to_vec()), Class::Connection),
        (Reply::Cut(half(text(200, &[], ACK.as_bytes()))), Class::Connection),
        (Reply::Cut(half(text(401, &[], ACK.as_bytes()))), Class::Connection),
        (Reply::Cut(chunked), Class::Connection),
        (Reply::Cut(endless), Class::Server),
        (Reply::Cut(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()), Class::Connection),
    ];
    for (reply, class) in cases {
        let (failure, _) = lost(sent(&[A], reply).await);
        assert_eq!(failure.class, class, "{failure}");
    }
}

#[tokio::test]
async fn a_kept_connection_that_breaks_is_not_tried_again() {
    let server = Server::new(vec![Reply::json(200, ACK), Reply::Drop, Reply::json(200, ACK)]);
    let client = client(&server.base());
    items(client.send(&tasks(&[A]), false).await);
    assert_eq!(lost(client.send(&tasks(&[A]), false).await).0.class, Class::Connection);
    assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 0]);
    items(client.send(&tasks(&[A]), false).await);
}

#[tokio::test]
async fn a_slow_answer_ends_in_time() {
    let pace = Pace { answer: Duration::from_millis(300), ..patient() };
    for reply in [
        Reply::Drip(text(200, &[], &[b' '; 2000])),
        Reply::Drip(format!("HTTP/1.1 200 OK\r\nx: {}", "x".repeat(2000)).into_bytes()),
    ] {
        let server = Server::new(vec![reply]);
        let client = Client::new(&server.base(), Key::new(KEY).unwrap(), pace).unwrap();
        let (failure, _) = lost(client.send(&tasks(&[A]), false).await);
        assert_eq!(failure, Failure::new(Class::Timeout, "the answer did not come in time"));
    }
}

#[tokio::test]
async fn a_huge_answer_is_not_taken() {
    let endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    let boasting = b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999999\r\n\r\n".to_vec();
    for head in [endless, boasting] {
        let (failure, _) = lost(sent(&[A], Reply::Endless(head)).await);
        assert_eq!((failure.class, failure.message.contains("16 MiB")), (Class::Server, true), "{failure}");
    }
}

#[tokio::test]
async fn an_image_is_uploaded_under_an_id_of_its_own() {
    let server = Server::new(vec![Reply::Drop]);
    let (failure, _) = client(&server.base()).upload("image/png", b"\x89PNG").await.unwrap_err();
    assert_eq!(failure.class, Class::Connection);
    let body: serde_json::Value = serde_json::from_slice(&server.seen()[0].body).unwrap();
    assert_eq!(
        (&body[0]["taskType"], &body[0]["image"]),
        (&"imageUpload".into(), &"data:image/png;base64,iVBORw==".into())
    );
    assert_eq!(body[0]["taskUUID"].as_str().unwrap().as_bytes()[14], b'4', "a random id");
}

fn uploaded(body: &[u8], image: &str) -> Vec<u8> {
    let sent: serde_json::Value = serde_json::from_slice(body).unwrap();
    let task = sent[0]["taskUUID"].as_str().unwrap();
    let body =
        format!("{{\"data\":[{{\"taskType\":\"imageUpload\",\"taskUUID\":\"{task}\",\"imageUUID\":\"{image}\"}}]}}");
    text(200, &[], body.as_bytes())
}

#[tokio::test]
async fn the_id_of_an_upload_is_one() {
    let server = Server::new(vec![Reply::Of(|body| uploaded(body, P)), Reply::Of(|body| uploaded(body, "\\\",\\\"x"))]);
    let client = client(&server.base());
    assert_eq!(client.upload("image/png", b"x").await, Ok(P.to_owned()));
    assert_eq!(client.upload("image/png", b"x").await.unwrap_err().0.class, Class::Server);
    let ids: Vec<serde_json::Value> = server
        .seen()
        .iter()
        .map(|seen| serde_json::from_slice::<serde_json::Value>(&seen.body).unwrap()[0]["taskUUID"].clone())
        .collect();
    assert_ne!(ids[0], ids[1], "each has an id of its own");
}

#[tokio::test]
async fn what_answers_an_upload_is_heard() {
    let error = r#"{"errors":[{"code":"invalidImage","message":"no image","parameter":"image"}]}"#;
    let cases = [
        (Reply::json(400, error), Class::Validation, None),
        (Reply::with(429, &[("retry-after", "3")], b""), Class::RateLimit, Some(Duration::from_secs(3))),
        (Reply::json(500, "oops"), Class::Server, None),
        (Reply::json(200, "{}"), Class::Server, None),
    ];
    for (reply, class, wait) in cases {
        let server = Server::new(vec![reply]);
        let (failure, told) = client(&server.base()).upload("image/png", b"x").await.unwrap_err();
        assert_eq!((failure.class, told), (class, wait), "{failure}");
    }
}
