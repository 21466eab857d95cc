//! That the key is told to the service, and by nobody to anybody else; and that no terminal has to obey a server.

use super::server::text;
use super::*;

fn clean(shown: &str) {
    assert!(!shown.contains(KEY) && !shown.contains("secret"), "{shown}");
    assert!(!shown.chars().any(|letter| letter != '\n' && letter.is_control()), "{shown:?}");
    assert!(!shown.contains('\u{202e}'), "{shown:?}");
}

#[tokio::test]
async fn a_key_that_comes_back_is_hidden_and_controls_are_escaped() {
    let odd = format!("{KEY} \\u001b[31m\\u202e\\u0007 sk-\\u0076ery-secret-0123456789");
    let url = format!("https://im.example/?key={KEY}");
    let fault =
        |task: &str| format!("{{\"code\":\"{odd}\",\"message\":\"{odd}\",\"parameter\":[\"{odd}\",\"x\"]{task}}}");
    let tied = format!(",\"taskUUID\":\"{A}\"");
    let bodies = [
        format!("{{\"errors\":[{}]}}", fault(&tied)),
        format!("{{\"errors\":[{}]}}", fault("")),
        format!("{{\"data\":[{{\"taskUUID\":\"{A}\",\"imageUUID\":\"{odd}\",\"imageURL\":\"{url}\"}}]}}"),
        format!("{{\"data\":[{{\"taskUUID\":\"{A}\",\"imageUUID\":\"{P}\",\"imageURL\":\"{url}\"}}]}}"),
        format!("{{\"data\":[{{\"taskUUID\":\"{A}\",\"status\":\"error\",\"message\":\"{odd}\"}}]}}"),
        format!("{KEY} \u{1b}[31m"),
    ];
    for body in bodies {
        for status in [200, 400, 401, 503] {
            let outcome = sent(&[A], Reply::json(status, &body)).await;
            clean(&format!("{outcome:?} {outcome:#?}"));
            match outcome {
                Outcome::Refused(failure, _) | Outcome::Lost(failure, _) => clean(&failure.to_string()),
                Outcome::Answered(items) => assert_eq!(items.len(), 1),
            }
        }
    }
}

#[tokio::test]
async fn texts_are_bounded() {
    let long = "x".repeat(100_000);
    let list = format!("[{}\"z\"]", format!("\"{long}\",").repeat(20));
    let body = format!(
        "{{\"errors\":[{{\"code\":\"{long}\",\"message\":\"{long}\",\"parameter\":{list},\"taskUUID\":\"{A}\"}}]}}"
    );
    let outcome = sent(&[A], Reply::json(400, &body)).await;
    let shown = format!("{outcome:?}");
    assert!(shown.len() < 3000, "{}", shown.len());
}

#[tokio::test]
async fn errors_of_the_network_hold_no_address() {
    let server = Server::new(vec![Reply::Cut(text(200, &[], b"0123456789")[..50].to_vec()), Reply::Drop]);
    let client = client(&server.base());
    clean(&format!("{client:?}"));
    for _ in 0..2 {
        let (failure, _) = lost(client.send(&tasks(&[A]), false).await);
        clean(&failure.to_string());
        assert!(!failure.message.contains("/v1"), "{failure}");
    }
    let url = server.at("/picture?signature=secret");
    let (failure, _) = client.fetch(&url, 10, &mut |_| Ok(())).await.unwrap_err();
    clean(&format!("{failure:?} {failure}"));
}
