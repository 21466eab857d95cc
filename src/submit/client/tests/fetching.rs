//! Pictures: where they come from, how large they are, how long they take.

use super::server::text;
use super::*;

async fn fetched(server: &Server, url: &str, most: u64) -> Result<Vec<u8>, (Failure, Option<Duration>)> {
    let mut bytes = Vec::new();
    client(&server.base())
        .fetch(url, most, &mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })
        .await?;
    Ok(bytes)
}

fn moved(status: u16, to: &str) -> Reply {
    Reply::with(status, &[("location", to)], b"")
}

#[tokio::test]
async fn a_picture_is_fetched_without_the_key() {
    let server = Server::new(vec![Reply::with(200, &[("content-type", "image/png")], b"picture")]);
    assert_eq!(fetched(&server, &server.at("/a?b=c"), 7).await.unwrap(), b"picture");
    let head = &server.seen()[0].head;
    assert!(
        head.starts_with("get /a?b=c http/1.1") && !head.contains("authorization") && !head.contains(KEY),
        "{head}"
    );
}

#[tokio::test]
async fn moves_are_followed_a_few_times_and_checked() {
    let other = Server::new(vec![Reply::with(200, &[], b"there")]);
    let replies = vec![moved(302, "/b"), moved(307, "c"), moved(301, &other.at("/d"))];
    let server = Server::new(replies);
    assert_eq!(fetched(&server, &server.at("/x/a"), 10).await.unwrap(), b"there");
    assert!(server.seen()[2].head.starts_with("get /c "), "{}", server.seen()[2].head);
    let server =
        Server::new(vec![moved(302, "/b"), moved(302, "/b"), moved(302, "/b"), moved(302, "/b"), moved(302, "/b")]);
    assert_eq!(fetched(&server, &server.at("/a"), 10).await.unwrap_err().0.class, Class::Picture);
    assert_eq!(server.seen().len(), 4);
    for to in
        ["http://im.example/", "file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "", "//", "/\u{7f}"]
    {
        let server = Server::new(vec![moved(302, to)]);
        let failed = fetched(&server, &server.at("/a"), 10).await.unwrap_err();
        assert!(matches!(failed.0.class, Class::Picture | Class::Connection), "{to}: {}", failed.0);
        assert!(!failed.0.message.contains("im.example"), "{}", failed.0);
    }
}

#[tokio::test]
async fn addresses_are_looked_at_first() {
    let server = Server::new(vec![]);
    for url in ["", "http://im.example/a", "file:///etc/passwd", "http://a:b@127.0.0.1/"] {
        assert_eq!(fetched(&server, url, 10).await.unwrap_err().0.class, Class::Picture, "{url}");
    }
    let far = client("https://service.example/v1");
    let (failure, _) = far.fetch(&server.at("/a"), 10, &mut |_| Ok(())).await.unwrap_err();
    assert_eq!(failure.class, Class::Picture, "no http beside a service that is elsewhere");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_is_no_picture_is_told_by_its_status() {
    for (status, class) in [
        (403, Class::NotFound),
        (404, Class::NotFound),
        (410, Class::NotFound),
        (429, Class::RateLimit),
        (500, Class::Server),
        (503, Class::Server),
        (504, Class::Timeout),
        (204, Class::Picture),
        (206, Class::Picture),
        (400, Class::Picture),
    ] {
        let body: &[u8] = if status == 204 { b"" } else { b"words" };
        let server = Server::new(vec![Reply::with(status, &[("retry-after", "2")], body)]);
        let (failure, wait) = fetched(&server, &server.at("/a"), 10).await.unwrap_err();
        assert_eq!((failure.class, wait), (class, Some(Duration::from_secs(2))), "{status}");
    }
}

#[tokio::test]
async fn too_much_too_little_and_too_slow() {
    let class_of = async |reply: Reply| {
        let server = Server::new(vec![reply]);
        fetched(&server, &server.at("/a"), 1000).await.unwrap_err().0.class
    };
    assert_eq!(class_of(Reply::with(200, &[], &[0; 1001])).await, Class::Picture);
    let endless = Reply::Endless(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec());
    assert_eq!(class_of(endless).await, Class::Picture);
    assert_eq!(class_of(Reply::Cut(text(200, &[], &[0; 900])[..500].to_vec())).await, Class::Connection);
    assert_eq!(class_of(Reply::Drop).await, Class::Connection);
    let pace = Pace { answer: Duration::from_millis(200), picture: Duration::from_millis(400), ..patient() };
    let slow = format!("HTTP/1.1 200 OK\r\nx: {}", "x".repeat(2000)).into_bytes();
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    // The first never begins, the second drips for longer than a picture may take.
    for reply in [Reply::Drip(slow), Reply::Drip([head, vec![0; 1000]].concat())] {
        let server = Server::new(vec![reply]);
        let client = Client::new(&server.base(), Key::new(KEY).unwrap(), pace).unwrap();
        let (failure, _) = client.fetch(&server.at("/a"), 1000, &mut |_| Ok(())).await.unwrap_err();
        assert_eq!(failure.class, Class::Timeout);
    }
}

#[tokio::test]
async fn the_sink_may_refuse() {
    let server = Server::new(vec![Reply::with(200, &[], b"picture")]);
    let full = Failure::new(Class::Picture, "the disk is full");
    let told = client(&server.base()).fetch(&server.at("/a"), 10, &mut |_| Err(full.clone())).await;
    assert_eq!(told, Err((full, None)));
}
