//! What answers say of tasks: pictures, work, errors; mixed, out of order, twice, and odd.

use super::*;
use crate::submit::Picture;
use crate::target::Usd;

fn picture(task: &str, image: &str, more: &str) -> String {
    format!(
        "{{\"status\":\"success\",\"taskUUID\":\"{task}\",\"imageUUID\":\"{image}\",\"imageURL\":\"https://im.example/{image}\"{more}}}"
    )
}

fn data(entries: &[&str]) -> String {
    format!("{{\"data\":[{}]}}", entries.join(","))
}

fn pictures(item: &Item) -> Vec<Picture> {
    if let Said::Made(pictures) = &item.said { pictures.clone() } else { panic!("{item:?}") }
}

#[tokio::test]
async fn mixed_and_out_of_order() {
    let entries = [
        &*picture(&C.to_uppercase(), P, ",\"seed\":18446744073709551615,\"cost\":0.06923,\"NSFWContent\":false"),
        &format!("{{\"taskUUID\":\"{A}\",\"status\":\"processing\",\"progress\":{{\"x\":[1,2]}}}}"),
    ];
    let errors = format!(
        "[{{\"taskUUID\":\"{B}\",\"code\":\"contentModeration\",\"message\":\"no\",\"parameter\":\"positivePrompt\",\"documentation\":\"https://x\"}}]"
    );
    let body = format!("{{\"errors\":{errors},\"data\":[{}],\"trace\":{{}}}}", entries.join(","));
    let items = items(asked(&[A, B, C], 200, &body).await);
    let told: Vec<&str> = items.iter().map(|item| &*item.task).collect();
    assert_eq!(told, [A, B, C]);
    assert_eq!(items[0].said, Said::Working);
    let failure = Failure {
        class: Class::Safety,
        code: "contentModeration".to_owned(),
        message: "no".to_owned(),
        parameters: vec!["positivePrompt".to_owned()],
    };
    assert_eq!(items[1].said, Said::Failed(failure));
    let made = Picture {
        image: P.to_owned(),
        url: format!("https://im.example/{P}"),
        seed: Some(u64::MAX),
        cost: Some(Usd(69_230)),
    };
    assert_eq!(items[2].said, Said::Made(vec![made]));
}

#[tokio::test]
async fn several_pictures_are_gathered_and_none_counts_twice() {
    let working = format!("{{\"taskUUID\":\"{A}\",\"status\":\"processing\"}}");
    let entries = [&*picture(A, Q, ""), &working, &picture(A, P, ""), &picture(A, &Q.to_uppercase(), "")];
    let items = items(asked(&[A], 200, &data(&entries)).await);
    let made: Vec<String> = pictures(&items[0]).into_iter().map(|picture| picture.image).collect();
    assert_eq!(made, [Q, P]);
    let many: Vec<String> = (0..5000).map(|at| picture(A, &format!("0a1b2c3d-4e5f-4a6b-8c7d-{at:012}"), "")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(pictures(&self::items(asked(&[A], 200, &data(&many)).await)[0]).len(), 64);
}

#[tokio::test]
async fn a_picture_beats_an_error_and_an_error_beats_work() {
    let error = |code: &str| format!("{{\"taskUUID\":\"{A}\",\"code\":\"{code}\",\"message\":\"no\"}}");
    let both = |entry: &str, errors: &str| format!("{{\"data\":[{entry}],\"errors\":[{errors}]}}");
    let items_of = async |body: String| items(asked(&[A], 200, &body).await);
    let made = items_of(both(&picture(A, P, ""), &error("providerError"))).await;
    assert_eq!(pictures(&made[0]).len(), 1);
    let working = format!("{{\"taskUUID\":\"{A}\",\"status\":\"processing\"}}");
    let failed = items_of(both(&working, &error("providerError"))).await;
    assert_eq!(class(&failed[0].said), Some(Class::Provider));
    let two = format!("{},{}", error("invalidWidth"), error("conflictTaskUUID"));
    assert_eq!(class(&items_of(both("", &two)).await[0].said), Some(Class::Conflict));
    let failed =
        format!("{{\"taskUUID\":\"{A}\",\"status\":\"error\",\"code\":\"timeoutProvider\",\"message\":\"late\"}}");
    assert_eq!(class(&items_of(data(&[&failed])).await[0].said), Some(Class::Timeout));
    let done = format!("{{\"taskUUID\":\"{A}\",\"status\":\"success\"}}");
    assert_eq!(items_of(data(&[&done])).await[0].said, Said::Working);
}

#[tokio::test]
async fn an_id_of_a_picture_that_is_none_is_a_failure() {
    for image in ["", "x", "\\\",\\\"evil\\\":\\\"", "0a1b2c3d4e5f4a6b8c7d000000000001"] {
        let items = items(asked(&[A], 200, &data(&[&picture(A, image, "")])).await);
        assert_eq!(class(&items[0].said), Some(Class::Server), "{image}");
    }
}

#[tokio::test]
async fn costs_are_exact_or_nothing() {
    for (cost, millionths) in [
        ("0.06923", Some(69_230)),
        ("0.1", Some(100_000)),
        ("0.000001", Some(1)),
        ("0", Some(0)),
        ("2", Some(2_000_000)),
        ("1234.567891", Some(1_234_567_891)),
        ("1e6", Some(1_000_000_000_000)),
        ("1e7", None),
        ("-0.1", None),
        ("\"0.1\"", None),
        ("null", None),
    ] {
        let items = items(asked(&[A], 200, &data(&[&picture(A, P, &format!(",\"cost\":{cost}"))])).await);
        assert_eq!(pictures(&items[0])[0].cost, millionths.map(Usd), "{cost}");
    }
}

#[tokio::test]
async fn an_address_that_may_not_be_kept_is_left_out() {
    for url in
        ["https://im.example/\\u001b[31m", "https://im.example/ x", &format!("https://im.example/{}", "x".repeat(9000))]
    {
        let entry = format!("{{\"taskUUID\":\"{A}\",\"imageUUID\":\"{P}\",\"imageURL\":\"{url}\"}}");
        let made = pictures(&items(asked(&[A], 200, &data(&[&entry])).await)[0]);
        assert_eq!((&*made[0].image, &*made[0].url), (P, ""));
    }
}

#[tokio::test]
async fn what_nobody_understands_leaves_everything_open() {
    let long = "[".repeat(100_000);
    for body in ["", "{", "null", "[]", "{\"data\":[7]}", "{\"data\":\"x\"}", "{\"data\":[]}}", "\u{0}", &long] {
        let (failure, _) = lost(asked(&[A], 200, body).await);
        assert_eq!(failure.class, Class::Server, "{body:.20}");
    }
    lost(sent(&[A], Reply::with(200, &[], b"{\"data\":[{\"taskUUID\":\"\xff\xfe\"}]}")).await);
    for body in
        ["{}", "{\"data\":[]}", "{\"data\":null,\"errors\":[]}", &data(&[&picture(C, P, "")]), "{\"data\":[{}]}"]
    {
        assert_eq!(asked(&[A, B], 200, body).await, Outcome::Answered(vec![]), "{body}");
    }
}

#[tokio::test]
async fn any_type_of_content_is_taken_that_is_json() {
    for kind in ["text/html; charset=utf-8", "application/octet-stream", "x", ""] {
        let body = data(&[&picture(A, P, "")]);
        let outcome = sent(&[A], Reply::with(200, &[("content-type", kind)], body.as_bytes())).await;
        assert_eq!(items(outcome).len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_dry_run_tells_prices() {
    let body = format!("{{\"data\":[{{\"taskUUID\":\"{A}\",\"cost\":0.0398}},{{\"taskUUID\":\"{B}\"}}]}}");
    let server = Server::new(vec![Reply::json(200, &body)]);
    let items = items(client(&server.base()).send(&tasks(&[A, B]), true).await);
    assert_eq!(pictures(&items[0]), [Picture { cost: Some(Usd(39_800)), ..Picture::default() }]);
    assert_eq!(pictures(&items[1]), [Picture::default()]);
}
