//! The service that stands in for the real one is strict: what the real one refuses, it refuses; what was paid it keeps; and
//! its pictures are pictures.
#![cfg(feature = "submit")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/service/mod.rs"]
mod service;

#[path = "support/service/habits_tests.rs"]
mod habits;
#[path = "support/service/rules_tests.rs"]
mod rules;

use std::io::Write;
use std::net::TcpStream;

use serde_json::{Value, json};
use service::plain::{ask, get, post, posted, reply, task, uuid, with};
use service::{Habits, KEY, On, Service};

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn start() -> Service {
    Service::start(Habits::default())
}

fn upload(number: u64, image: &str) -> Value {
    json!({"taskType": "imageUpload", "taskUUID": uuid(number), "image": image})
}

fn references(images: &[&str]) -> Value {
    json!({"inputs": {"referenceImages": images}})
}

#[test]
fn a_task_is_accepted_made_and_fetched() {
    let service = start();
    let sent = post(&service, &json!([task(1, "A fox.")]));
    assert_eq!(
        (sent.status, sent.json()),
        (200, json!({"data": [{"taskType": "imageInference", "taskUUID": uuid(1)}]}))
    );
    let made = &post(&service, &json!([ask(1)])).data()[0];
    assert_eq!(
        (&made["status"], &made["taskUUID"], &made["cost"]),
        (&json!("success"), &json!(uuid(1)), &json!(0.06895))
    );
    let picture = get(&service, made["imageURL"].as_str().unwrap());
    assert_eq!(Some(picture.body), service.bytes_of(made["imageUUID"].as_str().unwrap()));
    let ledger = service.ledger();
    assert_eq!((ledger.count(On::Send), ledger.count(On::Ask), ledger.count(On::Fetch)), (1, 1, 1));
    assert_eq!((ledger.paid(), ledger.served.len(), ledger.of_prompt("A fox.").len()), (68_950, 1, 1));
    assert_eq!(ledger.requests[2].header("authorization"), None);
    assert_eq!(ledger.requests[0].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
}

#[test]
fn an_id_is_taken_once() {
    let service = start();
    let one = || json!([task(1, "A fox.")]);
    assert_eq!(post(&service, &one()).status, 200);
    let again = post(&service, &one());
    assert_eq!((again.status, again.codes()), (400, vec!["conflictTaskUUID".to_owned()]));
    assert_eq!(again.errors()[0]["taskUUID"], json!(uuid(1)));
    let ledger = service.ledger();
    assert_eq!((ledger.tasks.len(), ledger.conflicts, ledger.paid_twice().len()), (1, 1, 0));
}

#[test]
fn the_same_content_under_two_ids_is_paid_twice() {
    let service = start();
    let upload = |number| post(&service, &json!([upload(number, PNG)])).data()[0]["imageUUID"].clone();
    let image = |image: &Value| json!({"inputs": {"referenceImages": [image]}, "seed": 1});
    let (one, same) = (upload(10), upload(11));
    assert_ne!(one, same);
    assert_eq!(service.ledger().uploads_by_content().into_values().collect::<Vec<_>>(), [2]);
    post(&service, &json!([with(task(1, "A fox."), &image(&one)), task(2, "A cat."), task(3, "A dog.")]));
    assert!(service.ledger().paid_twice().is_empty());
    let later = with(task(4, "A fox."), &image(&same));
    post(&service, &json!([with(later, &json!({"includeCost": null, "ttl": 60}))]));
    let twice = service.ledger().paid_twice();
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].contains(&uuid(1)) && twice[0].contains(&uuid(4)), "{twice:?}");
}

#[test]
fn a_picture_is_the_same_reference_by_its_id_and_by_its_bytes() {
    let service = start();
    post(&service, &json!([with(task(1, "A table."), &json!({"outputFormat": "PNG"}))]));
    let made = post(&service, &json!([ask(1)])).data()[0].clone();
    let bytes = get(&service, made["imageURL"].as_str().unwrap()).body;
    service.expire_images();
    let by_id = with(task(2, "A mug."), &json!({"inputs": {"referenceImages": [made["imageUUID"]]}}));
    assert_eq!(post(&service, &json!([by_id])).codes(), ["imageNotFound"]);
    let base64 = base64_simd::STANDARD.encode_to_string(&bytes);
    let image = post(&service, &json!([upload(9, &base64)])).data()[0]["imageUUID"].clone();
    let by_bytes = with(task(3, "A mug."), &json!({"inputs": {"referenceImages": [image]}}));
    assert_eq!(post(&service, &json!([by_bytes])).status, 200);
    let inline = with(task(4, "A mug."), &references(&[&base64]));
    assert_eq!(post(&service, &json!([inline])).status, 200);
    assert_eq!(service.ledger().paid_twice().len(), 1);
}

#[test]
fn a_question_is_answered_by_what_became_of_the_task() {
    let service = Service::start(Habits { asks: 2, trickle: true, ..Habits::default() });
    post(&service, &json!([with(task(1, "A fox."), &json!({"numberResults": 2}))]));
    let states = || {
        let data = post(&service, &json!([ask(1)])).data();
        data.iter().map(|entry| entry["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states(), ["processing"]);
    assert_eq!(states(), ["processing"]);
    assert_eq!(states(), ["success", "processing"]);
    assert_eq!(states(), ["success", "success"]);
    let unknown = post(&service, &json!([ask(7)]));
    assert_eq!((unknown.status, unknown.codes()), (404, vec!["taskNotFound".to_owned()]));
    let both = post(&service, &json!([ask(7), ask(1)]));
    assert_eq!((both.status, both.codes(), both.data().len()), (400, vec!["taskNotFound".to_owned()], 2));
    let strange = with(ask(1), &json!({"model": "google:4@3"}));
    assert_eq!(post(&service, &json!([strange])).codes(), ["unsupportedParameter"]);
    service.forget(&uuid(1));
    assert_eq!(post(&service, &json!([ask(1)])).codes(), ["taskNotFound"]);
    assert_eq!(post(&service, &json!([task(1, "A fox.")])).codes(), ["conflictTaskUUID"]);
}

#[test]
fn results_come_as_they_are_asked_for() {
    let service = start();
    let made = |number, fields: &Value| {
        let sync = with(task(number, "A fox."), &json!({"deliveryMethod": null}));
        post(&service, &json!([with(sync, fields)])).data()
    };
    let several = made(1, &json!({"numberResults": 3, "includeCost": null}));
    assert_eq!(several.len(), 3);
    assert!(several.iter().all(|entry| entry.get("cost").is_none() && entry["seed"].is_u64()));
    let bytes = |entry: &Value| service.bytes_of(entry["imageUUID"].as_str().unwrap()).unwrap();
    assert_ne!(bytes(&several[0]), bytes(&several[1]));
    let base64 = &made(2, &json!({"outputType": "base64Data", "outputFormat": "PNG"}))[0];
    let decoded = base64_simd::STANDARD.decode_to_vec(base64["imageBase64Data"].as_str().unwrap()).unwrap();
    assert_eq!((decoded, base64.get("imageURL")), (bytes(base64), None));
    let uri = &made(3, &json!({"outputType": "dataURI", "outputFormat": "WEBP", "seed": 0}))[0];
    assert!(uri["imageDataURI"].as_str().unwrap().starts_with("data:image/webp;base64,UklG"));
    assert_eq!(uri["seed"], 0);
}

#[test]
fn pictures_of_every_format_are_pictures() {
    for (format, kind) in
        [("PNG", imagesize::ImageType::Png), ("JPG", imagesize::ImageType::Jpeg), ("WEBP", imagesize::ImageType::Webp)]
    {
        let bytes = service::pictures::bytes(&uuid(1), format);
        assert!(imagesize::image_type(&bytes).unwrap() == kind, "{format}");
        assert!(imagesize::blob_size(&bytes).unwrap().width > 0);
        assert_ne!(bytes, service::pictures::bytes(&uuid(2), format));
    }
}

#[test]
fn a_dry_run_prices_and_makes_nothing() {
    let service = start();
    let priced = with(task(1, "A fox."), &json!({"numberResults": 2, "width": 2400, "height": 1792}));
    let body = json!([priced, with(task(2, "A fox."), &json!({"steps": 1}))]).to_string();
    let dry = posted(&service, "X-Runware-Dry-Run: 1\r\n", body.as_bytes());
    assert_eq!(dry.data(), [json!({"taskType": "imageInference", "taskUUID": uuid(1), "cost": 0.2051})]);
    assert_eq!(dry.codes(), ["unsupportedParameter"]);
    assert!(service.ledger().tasks.is_empty());
    assert_eq!(post(&service, &json!([ask(1)])).codes(), ["taskNotFound"]);
}

#[test]
fn prices_are_those_of_the_table() {
    let service = start();
    let uri = format!("data:image/png;base64,{PNG}");
    for (number, fields, cost) in [
        (1, with(references(&[&uri, PNG]), &json!({"width": 1200, "height": 896})), 69_510),
        (2, with(references(&[&uri]), &json!({"resolution": "4K"})), 153_230),
        (3, json!({"width": 512, "height": 512, "numberResults": 20}), 931_400),
        (4, json!({"model": "google:nano-banana@2.1", "numberResults": 2}), 68_200),
    ] {
        let before = service.ledger().paid();
        assert_eq!(post(&service, &json!([with(task(number, "A fox."), &fields)])).status, 200);
        assert_eq!(service.ledger().paid() - before, cost, "{fields}");
    }
}

#[test]
fn errors_are_those_of_their_tasks_and_the_others_go_on() {
    let service = start();
    let mixed =
        post(&service, &json!([task(1, "A fox."), with(task(2, "A cat."), &json!({"steps": 1})), task(3, "A dog.")]));
    assert_eq!((mixed.status, mixed.data().len()), (400, 2));
    assert_eq!(mixed.errors()[0]["taskUUID"], json!(uuid(2)));
    service.set(Habits { mixed: 200, ..Habits::default() });
    assert_eq!(post(&service, &json!([task(1, "A fox."), task(4, "A cat.")])).status, 200);
}

#[test]
fn addresses_of_pictures_can_become_void() {
    let service = start();
    post(&service, &json!([task(1, "A fox.")]));
    let url = || post(&service, &json!([ask(1)])).data()[0]["imageURL"].as_str().unwrap().to_owned();
    let first = url();
    service.expire_addresses();
    assert_eq!(get(&service, &first).status, 404);
    assert_eq!(get(&service, &url()).status, 200);
    assert_eq!(get(&service, &format!("http://127.0.0.1:{}/im/{}.jpg?e=1", service.port(), uuid(5))).status, 404);
}

#[test]
fn a_connection_serves_many_requests_and_bodies_in_chunks() {
    let service = start();
    let mut stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    let head = format!("POST /v1 HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Type: application/json\r\n");
    for number in 1..4 {
        let body = json!([task(number, "A fox.")]).to_string();
        let (one, two) = body.split_at(20);
        let chunks = format!("{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
        stream.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).unwrap();
        stream.write_all(chunks.as_bytes()).unwrap();
        assert_eq!(reply(&mut stream, 1 << 20).status, 200);
    }
    assert_eq!(service.ledger().tasks.len(), 3);
}

#[test]
fn prepared_answers_mention_every_task() {
    let service = Service::start(Habits { prepared: true, ..Habits::default() });
    let sent = post(&service, &json!([task(1, "A fox."), task(2, "A cat.")])).data();
    assert_eq!(sent.iter().map(|entry| entry["taskUUID"].clone()).collect::<Vec<_>>(), [uuid(1), uuid(2)]);
    let made = post(&service, &json!([ask(1)])).data();
    assert_eq!(made[0]["status"], "success");
    assert_eq!(get(&service, made[0]["imageURL"].as_str().unwrap()).status, 200);
    assert_eq!(service.ledger().prepared, (2, 3));
}
