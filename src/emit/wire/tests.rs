//! Requests: where they go, and where they are cut. The shapes of bodies are held by `tests/wire.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::Settings;
use super::*;
use crate::target::Models;

fn images() -> Images<'static> {
    Images { folder: "scenes", kind: &|source| (source == "odd").then_some("webp") }
}

fn aim(service: &str) -> Target<'_> {
    Target::named(Models::BUILT_IN, service).unwrap()
}

fn sent(service: &str, model: &str, prompt: &str, images: &[&str]) -> Request {
    let settings = Settings { model: model.to_owned(), seed: Some(0), ..Settings::default() };
    let task = Task::new(&settings, prompt, images.iter().map(|image| (*image).to_owned()).collect());
    request(&task, aim(service), &self::images()).unwrap()
}

fn json(text: &str) -> Piece {
    Piece::Json(text.to_owned())
}

fn file(path: &str, form: Contents) -> Piece {
    Piece::File(File { path: path.to_owned(), form })
}

#[test]
fn a_request_knows_its_address_and_its_key() {
    let request = sent("fal", "google:4@3", "A fox.", &[]);
    assert_eq!(request.base + &request.path, "https://fal.run/fal-ai/nano-banana-2/edit");
    assert_eq!((request.key_header.as_str(), request.key_prefix.as_str()), ("Authorization", "Key "));
    assert_eq!((request.key_variable.as_str(), request.base_variable.as_str()), ("FAL_KEY", "FAL_BASE_URL"));
    assert_eq!(request.body, [json(r#"{"prompt":"A fox.","seed":0}"#)]);
}

#[test]
fn a_body_is_cut_where_the_contents_of_files_go() {
    let request = sent("gemini", "google:4@3", "A fox.", &["a.PNG", "data:image/GIF;base64,AAAA", "odd"]);
    assert_eq!(
        request.body,
        [
            json(r#"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"#),
            file("scenes/a.PNG", Contents::Base64),
            json(
                r#"}},{"inlineData":{"mimeType":"image/gif","data":"AAAA"}},{"inlineData":{"mimeType":"image/webp","data":"#
            ),
            file("scenes/odd", Contents::Base64),
            json(r#"}},{"text":"A fox."}]}],"generationConfig":{"responseModalities":["IMAGE"]}}"#),
        ]
    );
    let request = sent("openai", "openai:1@1", "A fox.", &["a.jpg"]);
    assert_eq!(request.body[1], file("scenes/a.jpg", Contents::DataUri("image/jpeg".to_owned())));
    let request = sent("bfl", "bfl:5@1", "A fox.", &["a.jpg", "b.jpg"]);
    assert_eq!(request.body[2], json(r#","input_image_2":"#));
}

#[test]
fn a_prompt_that_looks_like_a_mark_is_no_mark() {
    for prompt in ["file-0-0", "\"file-0-0\"", "file-0-1 file-1-0", "a.jpg"] {
        let request = sent("replicate", "google:4@3", prompt, &["a.jpg", "file-0-0.jpg"]);
        let quoted = serde_json::to_string(prompt).unwrap();
        let files: Vec<_> = request.body.iter().filter(|piece| matches!(piece, Piece::File(_))).collect();
        assert_eq!(request.body[0], json(&format!(r#"{{"input":{{"prompt":{quoted},"image_input":["#)));
        assert_eq!(files.len(), 2);
        assert_eq!(request.body[4], json("]}}"));
    }
}

#[test]
fn runware_is_sent_the_task_itself() {
    let request = sent("runware", "google:4@3", "A fox.", &["a.jpg"]);
    assert_eq!((request.base.as_str(), request.path.as_str()), ("https://api.runware.ai/v1", ""));
    assert_eq!((request.service.as_str(), request.base_variable.as_str()), ("runware", "RUNWARE_BASE_URL"));
    let key = [&request.key_header, &request.key_prefix, &request.key_variable];
    assert_eq!(key, ["Authorization", "Bearer ", "RUNWARE_API_KEY"]);
    assert_eq!(request.body.len(), 3);
    assert_eq!(request.body, {
        let settings = Settings { model: "google:4@3".to_owned(), seed: Some(0), ..Settings::default() };
        request::runware(&Task::new(&settings, "A fox.", vec!["a.jpg".to_owned()]), &images()).unwrap()
    });
}

#[test]
fn an_image_of_no_kind_and_a_model_that_is_not_served_are_refused() {
    let settings = |model: &str| Settings { model: model.to_owned(), ..Settings::default() };
    let task = Task::new(&settings("bfl:5@1"), "A fox.", vec!["photo".to_owned()]);
    assert!(request(&task, aim("bfl"), &images()).is_err());
    let task = Task::new(&settings("acme:1@1"), "A fox.", Vec::new());
    let refused = "BFL does not serve `acme:1@1`".to_owned();
    assert_eq!(request(&task, aim("bfl"), &images()), Err(refused));
    assert!(request(&task, aim("runware"), &images()).is_ok());
}

#[test]
fn several_tasks_are_one_body_for_runware_alone() {
    assert_eq!(fits_one(1, Service::named("bfl").unwrap()), Ok(()));
    assert_eq!(fits_one(9, Service::runware()), Ok(()));
    assert_eq!(
        fits_one(3, Service::named("openai").unwrap()),
        Err("OpenAI takes one task a request, and there are 3; `--emit jsonl` writes a body a line".to_owned())
    );
}
