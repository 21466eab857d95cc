//! What every status is made of, with and without a word of the tasks.

use super::*;

fn fault(code: &str, task: &str) -> String {
    let task = if task.is_empty() { String::new() } else { format!(",\"taskUUID\":\"{task}\"") };
    format!("{{\"code\":\"{code}\",\"message\":\"words\"{task}}}")
}

fn faults(code: &str, task: &str) -> String {
    format!("{{\"errors\":[{}]}}", fault(code, task))
}

#[tokio::test]
async fn a_status_refuses_or_leaves_open() {
    for (status, class) in [
        (401, Class::Auth),
        (402, Class::Quota),
        (403, Class::Auth),
        (404, Class::NotFound),
        (413, Class::Validation),
        (429, Class::RateLimit),
        (301, Class::NotFound),
        (307, Class::NotFound),
        (308, Class::NotFound),
    ] {
        for body in ["", "<html>no</html>", "{}", "[1]"] {
            let (failure, wait) = refused(sent(&[A], Reply::json(status, body)).await);
            assert_eq!((failure.class, wait), (class, None), "{status} {body}");
            assert!(failure.message.contains(&status.to_string()), "{failure}");
        }
    }
    for (status, class) in [
        // The words that are missing may have been that the id is taken.
        (400, Class::Validation),
        (422, Class::Validation),
        (408, Class::Timeout),
        (409, Class::Validation),
        (500, Class::Server),
        (502, Class::Server),
        (503, Class::Server),
        (504, Class::Timeout),
        (303, Class::Validation),
    ] {
        for body in ["", "<html>no</html>", "{}"] {
            let (failure, _) = lost(sent(&[A], Reply::json(status, body)).await);
            let class = if status == 303 { Class::NotFound } else { class };
            assert_eq!(failure.class, class, "{status} {body}");
        }
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::new(vec![Reply::json(200, "{}")]);
    for status in [301, 302, 307, 308] {
        let reply = Reply::with(status, &[("location", &other.at("/v1"))], b"");
        let (failure, _) = refused(sent(&[A], reply).await);
        assert!(failure.message.contains("redirects are not followed"), "{failure}");
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn retry_after_is_heard_in_both_forms_and_bounded() {
    let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (retry, seconds) in [("7", 7), ("Sun, 06 Nov 1994 08:49:49 GMT", 12), ("86400", 300)] {
        let heads = [("retry-after", retry), now];
        let (failure, wait) = refused(sent(&[A], Reply::with(429, &heads, b"{}")).await);
        assert_eq!((failure.class, wait), (Class::RateLimit, Some(Duration::from_secs(seconds))));
        let (failure, wait) = lost(sent(&[A], Reply::with(503, &heads, b"")).await);
        assert_eq!((failure.class, wait), (Class::Server, Some(Duration::from_secs(seconds))));
    }
    assert_eq!(refused(sent(&[A], Reply::with(429, &[("retry-after", "soon")], b"")).await).1, None);
}

#[tokio::test]
async fn what_is_said_of_a_task_is_heard_whatever_the_status() {
    for status in [200, 400, 401, 404, 429, 500, 503] {
        let body = format!("{{\"data\":[{{\"taskUUID\":\"{A}\"}}],\"errors\":[{}]}}", fault("conflictTaskUUID", B));
        let items = items(sent(&[A, B, C], Reply::json(status, &body)).await);
        assert_eq!(items.len(), 2, "{status}: the third is not mentioned");
        assert_eq!((&*items[0].task, &items[0].said), (A, &Said::Working));
        assert_eq!((&*items[1].task, class(&items[1].said)), (B, Some(Class::Conflict)));
    }
}

#[tokio::test]
async fn an_error_without_a_task_is_that_of_the_only_one() {
    let (failure, _) = refused(sent(&[A], Reply::json(400, &faults("unsupportedParameter", ""))).await);
    assert_eq!(
        (failure.class, &*failure.code, &*failure.message),
        (Class::Validation, "unsupportedParameter", "words")
    );
    let items = items(sent(&[A], Reply::json(200, &faults("invalidWidth", ""))).await);
    assert_eq!(class(&items[0].said), Some(Class::Validation));
}

#[tokio::test]
async fn an_error_without_a_task_that_may_pass_leaves_the_only_one_open() {
    for code in ["internalServerError", "timeoutProvider", "providerError", "somethingNew"] {
        assert_eq!(lost(sent(&[A], Reply::json(200, &faults(code, ""))).await).0.code, code);
        assert_eq!(lost(asked(&[A], 200, &faults(code, "")).await).0.code, code);
    }
    lost(asked(&[A], 200, &faults("invalidWidth", "")).await);
}

#[tokio::test]
async fn that_a_question_failed_is_no_news_of_its_task() {
    let of = |code: &str, kind: &str| {
        format!(
            "{{\"errors\":[{{\"code\":\"{code}\",\"message\":\"x\",\"taskUUID\":\"{A}\",\"taskType\":\"{kind}\"}}]}}"
        )
    };
    for code in ["internalServerError", "rateLimitExceeded"] {
        assert_eq!(asked(&[A], 200, &of(code, "getResponse")).await, Outcome::Answered(vec![]));
        assert_eq!(items(asked(&[A], 200, &of(code, "imageInference")).await).len(), 1);
    }
    for code in ["taskNotFound", "timeoutProvider", "somethingNew"] {
        assert_eq!(items(asked(&[A], 200, &of(code, "getResponse")).await).len(), 1);
    }
}

#[tokio::test]
async fn an_error_without_a_task_leaves_several_open() {
    for (status, code) in
        [(400, "invalidWidth"), (404, "modelNotFound"), (422, "x"), (200, "invalidWidth"), (400, "contentModeration")]
    {
        let (failure, _) = lost(sent(&[A, B], Reply::json(status, &faults(code, ""))).await);
        assert_eq!(failure.code, code);
    }
    lost(sent(&[A, B], Reply::json(400, "not JSON")).await);
    lost(sent(&[A, B], Reply::json(413, "")).await);
    refused(sent(&[A, B], Reply::json(404, "<html>")).await);
    refused(sent(&[A, B], Reply::json(429, "")).await);
}

#[tokio::test]
async fn an_error_of_the_account_refuses_all() {
    for (status, code, class) in [
        (400, "invalidApiKey", Class::Auth),
        (400, "insufficientCredits", Class::Quota),
        (400, "rateLimitExceeded", Class::RateLimit),
        (200, "invalidApiKey", Class::Auth),
        (403, "insufficientCredits", Class::Quota),
    ] {
        assert_eq!(refused(sent(&[A, B], Reply::json(status, &faults(code, ""))).await).0.class, class);
    }
}

#[tokio::test]
async fn that_an_id_is_taken_is_never_a_refusal() {
    for status in [200, 400, 409] {
        let items = items(sent(&[A], Reply::json(status, &faults("conflictTaskUUID", ""))).await);
        assert_eq!(class(&items[0].said), Some(Class::Conflict), "{status}");
        lost(sent(&[A, B], Reply::json(status, &faults("conflictTaskUUID", ""))).await);
    }
    lost(sent(&[A], Reply::json(500, &faults("conflictTaskUUID", ""))).await);
}

#[tokio::test]
async fn that_an_id_is_not_known_is_an_answer_to_a_question_only() {
    for status in [200, 400, 404] {
        for task in [A, ""] {
            let items = items(asked(&[A], status, &faults("taskNotFound", task)).await);
            assert_eq!(class(&items[0].said), Some(Class::NotFound), "{status}");
        }
    }
    assert_eq!(refused(sent(&[A], Reply::json(404, &faults("modelNotFound", ""))).await).0.class, Class::NotFound);
    assert_eq!(refused(asked(&[A], 404, "<html>").await).0.class, Class::NotFound);
}

#[tokio::test]
async fn an_error_of_a_task_that_nobody_asked_about_says_nothing() {
    assert_eq!(sent(&[A], Reply::json(200, &faults("invalidWidth", C))).await, Outcome::Answered(vec![]));
    lost(sent(&[A], Reply::json(400, &faults("invalidWidth", C))).await);
}
